"""Entropy normalization of a distribution: https://kexue.fm/archives/8829."""

import math

from thence import Derivation, Measurement, Step
from thence_numeric.experiments import entropy, generator, must_fail, normal, statistics

post = Derivation(
    "entropy_normalization",
    "Entropy normalization of a probability distribution",
    title_original="概率分布的熵归一化(Entropy Normalization)",
    url="https://kexue.fm/archives/8829",
    date="2021-12-24",
    assumptions=[
        "n is symbolic; p_i = exp(a_i) > 0, so that p_i^gamma = exp(gamma a_i)",
        "a hypothesis Sum p = 1 is written where it is used",
    ],
)
post.integer("n", "the number of entries")
post.index("i", "n")
post.index("j", "n")
post.family("p", "n", "positive", "the distribution")
post.family("a", "n", says="its logarithms")
post.family("b", "n", "nonnegative", "logarithms below their largest value")
post.real("g", "gamma, the exponent")

ONE = "Sum(p[i], (i, 1, n)) = 1"
Z, Z_J = "Sum(exp(g*a[i]), (i, 1, n))", "Sum(exp(g*a[j]), (j, 1, n))"
MEAN = f"Sum(a[i]*exp(g*a[i]), (i, 1, n))/{Z}"
VARIANCE = f"(Sum(a[i]**2*exp(g*a[i]), (i, 1, n))/{Z} - ({MEAN})**2)"
H_GAMMA = f"log({Z}) - g*{MEAN}"
H = "-Sum(p[i]*log(p[i]), (i, 1, n))"
S = "Sum(p[j], (j, 1, n))"

post.define(
    "entnorm.entropy",
    H,
    where="E1 (1)",
    says=r"\mathcal{H}=-\sum_{i=1}^np_i\log p_i",
    note="With 0 log 0 = 0 for zero entries, where the program gives NaN.",
)
post.claim(
    "entnorm.range",
    f"Sum(p[i]/{S}*log({S}/p[i]), (i, 1, n))", "<=", f"log(Sum(p[i]/{S}*({S}/p[i]), (i, 1, n)))",
    kind="lemma", where="inline",
    says=r"0\le\mathcal{H}\le\log n",
    lemma="jensen",
    hints={
        "F": "log(t)", "var": "t", "on": "positive",
        "points": f"{S}/p[i]", "weights": f"p[i]/{S}", "over": "i, 1, n",
    },
    note="The upper bound; the distribution is p over its sum, and the right side log n.",
)  # fmt: skip
post.claim(
    "entnorm.range_steps",
    "Sum(b[i]*exp(-b[i]), (i, 1, n))", ">=", 0,
    kind="inequality", where="inline",
    says=r"\mathcal{H}\ge0",
    also=[Step.of(f"log(Sum(p[i]/{S}*({S}/p[i]), (i, 1, n)))", "=", "log(n)")],
    note="The lower bound, with p_i = exp(-b_i) <= 1, and the right side of the upper one.",
)  # fmt: skip
post.claim(
    "entnorm.power",
    f"Sum(exp(g*a[i])/{Z_J}, (i, 1, n))", "=", 1,
    kind="definition", where="E2 (2)",
    says=r"\tilde p_i=p_i^\gamma\Big/\sum_{i=1}^np_i^\gamma",
    also=[
        Step.of("exp(g*(x + d))", ">", "exp(g*x)",
                given={"x": "real", "d": "positive", "g": "positive"}),
        Step.of("exp(0*(x + d))", "=", "exp(0*x)", given={"x": "real", "d": "positive"}),
        Step.of("exp(g*(x + d))", "<", "exp(g*x)",
                given={"x": "real", "d": "positive", "g": "negative"}),
    ],
    note="The order of the entries is kept for gamma > 0 alone; gamma = 0 ties them and gamma < 0 "
    "reverses it. Zero entries stay zero for gamma > 0.",
)  # fmt: skip
post.claim(
    "entnorm.power_without",
    "exp(g*(x + d))", ">", "exp(g*x)",
    kind="inequality", where="E2 (2)", given={"x": "real", "d": "positive"}, expect="refuted",
    note="For every real gamma: the order of log p = x and x + d is not kept.",
)  # fmt: skip
TWO_LEVELS = "log(k + m*exp(-y)) + y*m*exp(-y)/(k + m*exp(-y))"
post.claim(
    "entnorm.range_attained",
    f"Limit({TWO_LEVELS}, y, oo)", "=", "log(k)",
    kind="limit", where="inline",
    says=r"\gamma\in[0,\infty]\Rightarrow\mathcal{H}\in[0,\log n]",
    given={"k": "positive", "m": "positive"},
    also=[
        Step.of("log(k + m*exp(-0)) + 0*m*exp(-0)/(k + m*exp(-0))", "=", "log(k + m)",
                given={"k": "positive", "m": "positive"}),
        Step.of("Sum(exp(-y - g*b[i]), (i, 1, n))", "<=", "n*exp(-y)",
                given={"g": "nonnegative", "y": "positive"}),
    ],
    note="k largest entries and m others, lower by the factor exp(-y) = exp(-gamma d) or, by the "
    "last line, more: H falls from log n to log k. That all entries differ is more than is needed "
    "for 0: a single largest one suffices.",
)  # fmt: skip
post.claim(
    "entnorm.range_attained_without",
    f"Limit({TWO_LEVELS}, y, oo)".replace("k", "2"), "=", 0,
    kind="limit", where="inline", given={"m": "positive"}, expect="refuted",
    note="Two largest entries: H falls to log 2 alone, and no target below it is reached.",
)  # fmt: skip
post.claim(
    "entnorm.limit_onehot",
    "Limit(1/(1 + n*exp(-y)), y, oo)", "=", 1,
    kind="limit", where="E3 (3)",
    says=r"\lim_{\gamma\to\infty}\tilde p_1=1",
    also=[
        Step.of("1/(1 + Sum(exp(-y - g*b[i]), (i, 1, n)))", ">=", "1/(1 + n*exp(-y))",
                given={"g": "nonnegative", "y": "positive"}),
    ],
    note="p_1 is the largest, the n others lower by the factor exp(-y) at least, y = gamma d: "
    "p_1 > p_2 strictly is needed.",
)  # fmt: skip
post.claim(
    "entnorm.monotone",
    f"Derivative({H_GAMMA}, g)", "=", f"-g*{VARIANCE}",
    kind="derivative", where="inline",
    says=r"\frac{d\mathcal{H}_\gamma}{d\gamma}=-\gamma\,\mathrm{Var}_{\tilde p}(\log p)<0",
    also=[
        Step.of(f"Sum(a[i]**2*exp(g*a[i]), (i, 1, n))*{Z}", ">=",
                "Sum(a[i]*exp(g*a[i]), (i, 1, n))**2"),
    ],
    note="For any n. Strictly decreasing for gamma > 0 unless all entries are equal (zeros apart); "
    "the slope at 0 is 0, and H increases for gamma < 0.",
)  # fmt: skip
post.claim(
    "entnorm.entropy_gamma",
    f"-Sum(exp(g*a[i])/{Z_J}*log(exp(g*a[i])/{Z_J}), (i, 1, n))", "=", H_GAMMA,
    kind="identity", where="E4 (4)",
    says=r"\mathcal{H}_\gamma=\log\sum_{i=1}^np_i^\gamma"
    r"-\gamma\frac{\sum_{i=1}^np_i^\gamma\log p_i}{\sum_{i=1}^np_i^\gamma}",
    note="For p_i > 0.",
)  # fmt: skip
post.claim(
    "entnorm.power_series",
    "q**(1 + e)", "=", "q + e*q*log(q) + O(e**2)",
    tends="e -> 0",
    where="inline",
    says=r"p^\gamma\approx p+(\gamma-1)p\log p",
    given={"q": "positive"},
    also=[
        Step.of("exp(u)", ">=", "1 + u", given={"u": "real"}),
        Step.of("exp(x*(1 + e))", "=", "exp(x)*exp(x*e)", given={"x": "real", "e": "real"}),
        Step.of("exp(u) - 1 - u - u**2/2", "<=", "u**3*exp(u)/6", given={"u": "nonnegative"}),
        Step.of("exp(u) - 1 - u - u**2/2", ">=", 0, given={"u": "nonnegative"}),
        Step.of("exp(-u) - 1 + u - u**2/2", "<=", 0, given={"u": "nonnegative"}),
        Step.of("exp(-u) - 1 + u - u**2/2", ">=", "-u**3/6", given={"u": "nonnegative"}),
    ],
    note="With e = gamma - 1. Divided by p, with x = log p and u = e x: the remainder is not "
    "negative, and is (e log p)^2/2 up to the third order.",
)  # fmt: skip
post.claim(
    "entnorm.first_order",
    "log(Sum(p[i]**(1 + h), (i, 1, n)))"
    " - (1 + h)*Sum(p[i]**(1 + h)*log(p[i]), (i, 1, n))/Sum(p[i]**(1 + h), (i, 1, n))", "=",
    f"{H} + h*(Sum(p[i]*log(p[i]), (i, 1, n))**2 - Sum(p[i]*log(p[i])**2, (i, 1, n))) + O(h**2)",
    tends="h -> 0",
    where="E5 (5)",
    says=r"\mathcal{H}_\gamma\approx\mathcal{H}_1"
    r"+\left(\mathcal{H}_1^2-\mathbb{E}\log^2p\right)(\gamma-1)",
    assuming=[ONE],
    note="With h = gamma - 1: the slope at gamma = 1 is -Var(log p) = H^2 - E log^2 p.",
)  # fmt: skip


def second_order(seed: int) -> Measurement:
    """The exponent in gamma - 1 of the error of E5."""
    log_p = entropy.log_uniform_parts(generator(seed), 1, 100)
    before, slope = entropy.entropy(log_p), -entropy.variance(log_p)
    steps = [2.0**-k for k in range(7, 15)]
    errors = [float((entropy.entropy((1 + e) * log_p) - before - slope * e).abs()) for e in steps]
    plain = [float((entropy.entropy((1 + e) * log_p) - before).abs()) for e in steps]
    fit, without = statistics.exponent(steps, errors), statistics.exponent(steps, plain)
    return Measurement(
        value=fit.value, low=1.9, high=2.1, points=len(steps),
        unit="exponent of the error in gamma - 1",
        detail=f"n = 100: exponent {fit}",
        control=must_fail(without.excludes(2), f"without the slope: exponent {without}"),
        plot=statistics.plot("gamma - 1", "error", {"E5": fit, "without the slope": without}),
    )  # fmt: skip


post.measure("entnorm.first_order_measured", second_order, kind="approximation", where="E5 (5)")
post.claim(
    "entnorm.gamma_step",
    "h + D*((1 + (t - h)/D) - 1)", "=", "t",
    kind="approximation", where="E6 (6)",
    says=r"\gamma\approx1+\frac{\mathcal{H}_\gamma-\mathcal{H}_1}"
    r"{\mathcal{H}_1^2-\mathbb{E}\log^2p}",
    given={"h": "nonnegative", "t": "nonnegative", "D": "negative"},
    note="E5 solved for gamma. D = -Var(log p) must not be 0: for a uniform p it is 0/0.",
)  # fmt: skip
post.claim(
    "entnorm.gamma_step_without",
    "h + D*((1 + (t - h)/D) - 1)", "=", "t",
    kind="approximation", where="E6 (6)",
    given={"h": "nonnegative", "t": "nonnegative", "D": "nonpositive"}, expect="ill-posed",
    note="A uniform p has D = 0.",
)  # fmt: skip
post.claim(
    "entnorm.newton",
    "G*(1 + (t - h)/(-(G**2*V)))", "=", "G + (t - h)/(-(G*V))",
    kind="identity", where="E7 (7) and code",
    says=r"\gamma\leftarrow1+\frac{\mathcal{H}^*-\mathcal{H}}{\mathcal{H}^2-\mathbb{E}\log^2p},"
    r"\quad p\leftarrow p^\gamma/\textstyle\sum p^\gamma",
    given={"h": "nonnegative", "t": "nonnegative", "V": "positive", "G": "positive"},
    note="Newton's method for the product G of the steps: the slope of H in G is -G V, V the "
    "variance of log p under p^G/Z, and that of log(p^G/Z) is G^2 V.",
)  # fmt: skip
post.claim(
    "entnorm.newton_without",
    "1 + (t - h)/(-(G**2*V))", "=", "G + (t - h)/(-(G*V))",
    kind="identity", where="E7 (7) and code",
    given={"h": "nonnegative", "t": "nonnegative", "V": "positive", "G": "positive"},
    expect="refuted",
    note="The program's variable gamma, the last step, taken for the exponent: it is about 1 "
    "after the loop, whatever the exponent is.",
)  # fmt: skip
post.claim(
    "entnorm.newton_steps",
    "Sum(p[i]*(G*a[i] - c)**2, (i, 1, n)) - Sum(p[i]*(G*a[i] - c), (i, 1, n))**2", "=",
    "G**2*(Sum(p[i]*a[i]**2, (i, 1, n)) - Sum(p[i]*a[i], (i, 1, n))**2)",
    kind="identity", where="E7 (7) and code", given={"G": "positive", "c": "real"}, assuming=[ONE],
    note="The variance of log(p^G/Z) = G a - c is G^2 times that of a = log p.",
)  # fmt: skip


def newton_in_the_exponent(seed: int) -> Measurement:
    """The largest difference in entropy between E7 and Newton on the exponent, in 60 digits."""
    import mpmath

    parts = entropy.log_uniform_parts(generator(seed), 1, 30)[0].exp().tolist()
    with mpmath.workdps(60):
        total = mpmath.fsum(parts)
        logs = [mpmath.log(mpmath.mpf(x) / total) for x in parts]

        def moments(exponent):
            weights = [mpmath.exp(exponent * x) for x in logs]
            z = mpmath.fsum(weights)
            mean = mpmath.fdot(weights, logs) / z
            square = mpmath.fdot(weights, [x * x for x in logs]) / z
            return mpmath.log(z) - exponent * mean, square - mean**2

        def post_step(logs_now):
            h = -mpmath.fsum(mpmath.exp(x) * x for x in logs_now)
            square = mpmath.fsum(mpmath.exp(x) * x * x for x in logs_now)
            gamma = 1 + (target - h) / (h * h - square)
            powered = [gamma * x for x in logs_now]
            shift = mpmath.log(mpmath.fsum(mpmath.exp(x) for x in powered))
            return [x - shift for x in powered]

        target, exponent, now, worst = mpmath.log(10), mpmath.mpf(1), logs, mpmath.mpf(0)
        for _ in range(5):
            h, v = moments(exponent)
            worst = max(worst, abs(h + mpmath.fsum(mpmath.exp(x) * x for x in now)))
            exponent, now = exponent - (target - h) / (exponent * v), post_step(now)
        plain = abs(moments(mpmath.mpf(1))[0] - target)
    return Measurement(
        value=float(worst), low=0, high=1e-40, points=5, unit="largest difference",
        detail=f"5 steps on 30 entries, to the exponent {float(exponent):.6f}",
        control=must_fail(plain > 0.1, f"the first entropy is {float(plain):.2f} off the target"),
    )  # fmt: skip


post.measure(
    "entnorm.newton_measured", newton_in_the_exponent, kind="algorithm", where="E7 (7) and code"
)
H2 = "(log(1 + exp(-x)) + x*exp(-x)/(1 + exp(-x)))"
post.claim(
    "entnorm.newton_converges",
    f"1 - (t - {H2})/(x**2*exp(-x)/(1 + exp(-x))**2)", ">", 0,
    kind="inequality", where="inline",
    says=r"\gamma>0\text{ for every }\mathcal{H}^*\in(0,\log n)",
    given={"x": "positive", "t": "(0, log(2))"}, expect="refuted",
    note="False for a target far above a peaked p. Two entries, p_1/p_2 = e^x: the first gamma is "
    "negative, and the order reversed, exactly where H* - H > Var(log p). "
    "A target far below a nearly uniform p overshoots, and p underflows.",
)  # fmt: skip


def safeguarded(seed: int) -> Measurement:
    """The largest error of the entropy after a safeguarded iteration, random p and targets."""
    random, worst, failed, trials = generator(seed), 0.0, 0, 0
    for n in (2, 10, 100):
        log_p = (3 * normal(random, 500, n)).log_softmax(-1)
        for share in (0.1, 0.5, 0.9):
            target = share * math.log(n)
            power = entropy.safeguarded_power(log_p, target)
            found = entropy.entropy(power[:, None] * log_p)
            worst = max(worst, float((found - target).abs().max()))
            ends = entropy.entropy(entropy.post_iteration(log_p, target, 100)[-1])
            failed += int((~((ends - target).abs() < 1e-6)).sum())
            trials += len(log_p)
    low, high = statistics.clopper_pearson(failed, trials)
    return Measurement(
        value=worst, low=0, high=1e-9, points=trials, unit="largest error of the entropy",
        detail="n = 2, 10, 100; Newton's step inside a bracket, else the middle of it",
        control=must_fail(
            low > 0.05, f"the post's iteration fails with probability {low:.2f} to {high:.2f}"
        ),
    )  # fmt: skip


post.measure("entnorm.newton_converges_mended", safeguarded, kind="algorithm", where="inline")


def example(seed: int) -> Measurement:
    """How often the program of the post misses log 30 after 10 steps, over 20000 seeds."""
    log_p, target = entropy.log_uniform_parts(generator(seed), 20_000, 100), math.log(30)
    ends = entropy.entropy(entropy.post_iteration(log_p, target, 10)[-1])
    missed = int((~((ends - target).abs() < 1e-9)).sum())
    once = entropy.entropy(entropy.post_iteration(log_p, target, 1)[-1])
    rough = int((~((once - target).abs() < 1e-9)).sum())
    return Measurement(
        value=statistics.clopper_pearson(missed, len(log_p))[1], low=0, high=0.001,
        points=len(log_p), unit="upper end of the 99 % interval of the probability of a miss",
        detail=f"{missed} of {len(log_p)} miss by 1e-9 or more",
        control=must_fail(rough == len(log_p), "after a single step all of them miss"),
    )  # fmt: skip


post.measure(
    "entnorm.example", example, kind="algorithm", where="code block",
    says=r"n=100,\quad\mathcal{H}^*=\log30",
)  # fmt: skip


def iterations(seed: int) -> Measurement:
    """The largest error of the entropy after 4 steps of the example, over 20000 seeds."""
    log_p, target = entropy.log_uniform_parts(generator(seed), 20_000, 100), math.log(30)
    found = [
        float((entropy.entropy(p) - target).abs().max())
        for p in entropy.post_iteration(log_p, target, 4)
    ]
    return Measurement(
        value=found[4], low=0, high=0.001, points=len(log_p), unit="largest error after 4 steps",
        detail="the worst of 20000, step by step: " + ", ".join(f"{e:.1e}" for e in found[1:]),
        control=must_fail(found[0] > 0.3, f"without a step it is {found[0]:.2f}"),
        plot=statistics.plot(
            "step", "largest error of the entropy", {"20000 seeds": (range(5), found)}, log="y"
        ),
    )  # fmt: skip


post.measure(
    "entnorm.iterations", iterations, kind="algorithm", where="inline",
    says=r"\text{3 to 4 iterations are enough}",
)  # fmt: skip
post.claim(
    "entnorm.truncation",
    "-q*log(q) - (1 - q)*log(1 - q) - q*log((1 - q)/q)", "=", "-log(1 - q)", ">", 0,
    kind="chain", where="inline",
    says=r"\mathcal{H}_{\text{top-}k}<\mathcal{H}",
    given={"q": "(0,1)"},
    also=[
        Step.of("Sum(p[i]*(A - b[i]), (i, 1, n))", "<=", "A*Sum(p[i], (i, 1, n))",
                given={"A": "real"}),
    ],
    note="The smallest entry q is dropped, p the rest renormalised: H = (1 - q) H' + h(q). No p_i "
    "is below q/(1 - q), so H' <= A = log((1 - q)/q) (last line, Sum p = 1), and "
    "H - H' = h(q) - q H' > 0. By induction for every top-k and top-p.",
)  # fmt: skip
post.claim(
    "entnorm.truncation_steps",
    "-Sum((1 - q)*p[i]*log((1 - q)*p[i]), (i, 1, n)) - q*log(q)", "=",
    f"(1 - q)*({H}) - (1 - q)*log(1 - q) - q*log(q)",
    kind="identity", where="inline", given={"q": "(0,1)"}, assuming=[ONE],
    note="H = (1 - q) H' + h(q), with h the entropy of (q, 1 - q).",
)  # fmt: skip
