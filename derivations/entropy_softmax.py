"""A quick derivation of the entropy-invariant softmax: https://kexue.fm/archives/9034."""

import math

from thence import Derivation, Measurement, Step
from thence_numeric.experiments import entropy, generator, must_fail, normal, statistics

post = Derivation(
    "entropy_softmax",
    "A quick derivation of the entropy-invariant softmax",
    title_original="熵不变性Softmax的一个快速推导",
    url="https://kexue.fm/archives/9034",
    date="2022-04-11",
    assumptions=[
        "n is symbolic, the number of keys; logarithms are natural",
        "scores below their largest value c are written c - b_i with b_i >= 0, one of them 0",
    ],
)
post.integer("n", "the number of keys")
post.index("i", "n")
post.index("j", "n")
post.index("k", "n")
post.family("s", "n", says="the scores")
post.family("b", "n", "nonnegative", "how far the scores are below the largest one")
post.real("L", "lambda, the scale of the scores")
post.real("c", "the largest score")
post.positive("kappa", "the constant of the post's scale")

Z, Z_J = "Sum(exp(L*s[i]), (i, 1, n))", "Sum(exp(L*s[j]), (j, 1, n))"
P = f"exp(L*s[i])/{Z_J}"
MEAN_P = f"Sum(s[i]*exp(L*s[i]), (i, 1, n))/{Z}"
MEAN = "Sum(s[i], (i, 1, n))/n"
H = f"log({Z}) - L*{MEAN_P}"
# The same with s_i = c - b_i: c drops out.
Z_B = "Sum(exp(-L*b[i]), (i, 1, n))"
MEAN_B = f"Sum(b[i]*exp(-L*b[i]), (i, 1, n))/{Z_B}"
H_B = f"log({Z_B}) + L*{MEAN_B}"
LENGTHS = (64, 256, 1024, 4096, 16384, 65536)
SCALES = (0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)

SCALE = "(kappa*log(n)/D)"
post.claim(
    "entropy.attn_form",
    f"Sum(exp({SCALE}*s[i])/Sum(exp({SCALE}*s[j]), (j, 1, n)), (i, 1, n))", "=", 1,
    kind="definition", where="E1 (1)",
    says=r"\mathrm{Attention}(Q,K,V)"
    r"=\mathrm{softmax}\left(\frac{\kappa\log n}{d}QK^{\top}\right)V",
    given={"n": "integer>=2", "D": "integer>=1"},
    note="One row: n keys, not queries; d = D. At n = 1 the scale is 0. The base of the "
    "logarithm is absorbed in kappa.",
)  # fmt: skip
post.claim(
    "entropy.softmax_def",
    f"Sum({P}, (i, 1, n))", "=", 1,
    kind="definition", where="E2",
    says=r"p_i=\frac{e^{\lambda s_i}}{\sum_{i=1}^ne^{\lambda s_i}}",
    also=[Step.of(f"exp(L*s[k])/{Z}", ">", 0)],
    note="The post sums over i in the denominator of p_i: another index is meant.",
)  # fmt: skip
post.claim(
    "entropy.exact_identity",
    f"-Sum({P}*log({P}), (i, 1, n))", "=", H,
    kind="identity", where="E3 row 1 (2)",
    says=r"\mathcal{H}=-\sum_{i=1}^np_i\log p_i"
    r"=\log\sum_{i=1}^ne^{\lambda s_i}-\lambda\sum_{i=1}^np_is_i",
)  # fmt: skip
post.claim(
    "entropy.logn_split",
    H, "=", f"log(n) + log({Z}/n) - L*{MEAN_P}",
    kind="identity", where="E3 row 2 (2)",
    says=r"\mathcal{H}=\log n+\log\frac1n\sum_{i=1}^ne^{\lambda s_i}-\lambda\sum_{i=1}^np_is_i",
)  # fmt: skip
post.claim(
    "entropy.meanfield",
    f"log({Z}/n) - L*{MEAN}", "=", f"Sum(log((1/n)/({P})), (i, 1, n))/n",
    kind="approximation", where="E4 (3), first sign",
    says=r"\log\frac1n\sum_{i=1}^ne^{\lambda s_i}"
    r"\approx\log\exp\left(\frac1n\sum_{i=1}^n\lambda s_i\right)",
    also=[Step.of(f"log({Z}/n)", ">=", f"L*{MEAN}")],
    note="The error is exactly KL(u || p), u uniform: never negative, and lambda^2 Var(s)/2 to "
    "second order. Good for lambda^2 Var(s) << 1 alone.",
)  # fmt: skip


def meanfield_error(seed: int) -> Measurement:
    """The exponent in lambda of the mean-field error, normal scores, n = 4096."""
    import torch

    s = normal(generator(seed), 4096)

    def error(scale: float) -> float:
        return float(torch.logsumexp(scale * s, 0) - math.log(len(s)) - scale * s.mean())

    scales = [0.01 * 2**k for k in range(6)]
    fit = statistics.exponent(scales, [error(scale) for scale in scales])
    beyond = error(16.0) / (16.0**2 * float(s.var()) / 2)
    return Measurement(
        value=fit.value, low=1.95, high=2.05, points=len(scales),
        unit="exponent of the error in lambda",
        detail=f"lambda = 0.01 ... 0.32: exponent {fit}; at lambda = 1 the error is {error(1):.3f}",
        control=must_fail(
            beyond < 0.8, f"at lambda = 16 it is {beyond:.2f} times lambda^2 Var(s)/2"
        ),
        plot=statistics.plot("lambda", "error of the mean field", {"normal scores, n = 4096": fit}),
    )  # fmt: skip


post.measure(
    "entropy.meanfield_measured", meanfield_error, kind="approximation", where="E4 (3), first sign"
)
post.claim(
    "entropy.jensen_direction",
    f"log({Z}/n)", ">=", f"L*{MEAN}",
    kind="inequality", where="E4 (3), direction",
    says=r"\log\frac1n\sum_{i=1}^ne^{\lambda s_i}\ge\lambda\bar s",
    note="For every real lambda; equal only for lambda = 0 or equal scores.",
)  # fmt: skip
post.claim(
    "entropy.log_exp_mean",
    "log(exp(Sum(L*s[i], (i, 1, n))/n))", "=", f"L*{MEAN}",
    kind="identity", where="E4 (3), last sign",
    says=r"\log\exp\left(\frac1n\sum_{i=1}^n\lambda s_i\right)=\lambda\bar s",
)  # fmt: skip
NONNEGATIVE = {"L": "nonnegative"}
post.claim(
    "entropy.softmax_is_max",
    f"L*{MEAN_B}", ">=", 0,
    kind="approximation", where="E5 (4)",
    says=r"\lambda\sum_{i=1}^np_is_i\approx\lambda s_{\max}",
    given=NONNEGATIVE,
    also=[
        Step.of("u*exp(1 - u)", "<=", 1, given={"u": "real"}),
        Step.of("Sum(1 - e[i], (i, 1, n))", "<=", "n", given={"e": "nonnegative[n]"}),
        Step.of("(y - W)*exp(-y)", "=", "exp(-W - 1)*(y - W)*exp(1 - (y - W))",
                given={"W": "positive", "y": "nonnegative"}),
        Step.of("exp(-W - 1)*(W*exp(W + 1))", "=", "W", given={"W": "positive"}),
        Step.of("(W*exp(W + 1))*(W + 1)*exp(-(W + 1))/(1 + (W*exp(W + 1))*exp(-(W + 1)))", "=",
                "W", given={"W": "positive"}),
    ],
    note="lambda > 0. The shortfall lambda(s_max - E s) is not negative, and at most the W with "
    "W e^(W + 1) = n - 1: with y = lambda b and u = y - W the sum of (y - W) e^(-y) over the "
    "n - 1 others is W at most (four lines), so Sum y e^(-y) <= W (1 + Sum e^(-y)). Equal for "
    "y = W + 1 in all of them (last line). For lambda < 0 the limit is the least score.",
)  # fmt: skip


def shortfall(seed: int) -> Measurement:
    """(s_max - E_p s)/s_max at lambda = 2 sqrt(2 log n), normal scores."""
    random, n, batch = generator(seed), 4096, 32
    s = normal(random, batch, n)
    largest = s.amax(-1)

    def relative(scale: float) -> float:
        found = (largest - (s * (scale * s).softmax(-1)).sum(-1)) / largest
        return float(found.mean())

    freeze = math.sqrt(2 * math.log(n))
    small = relative(0.1)
    return Measurement(
        value=relative(2 * freeze), low=0, high=0.1, points=batch, unit="mean relative shortfall",
        detail=f"n = {n}, lambda = {2 * freeze:.1f}; at lambda = 1 it is {relative(1):.2f}",
        control=must_fail(
            small > 0.9, f"at lambda = 0.1, where the mean field is good, it is {small:.2f}"
        ),
        plot=statistics.plot(
            "lambda",
            "mean relative shortfall",
            {f"normal scores, n = {n}": (SCALES, [relative(scale) for scale in SCALES])},
        ),
    )  # fmt: skip


post.measure(
    "entropy.softmax_is_max_measured", shortfall, kind="approximation", where="E5 (4)",
    note="Good for lambda sigma >> sqrt(2 log n): the opposite regime of the mean-field step.",
)  # fmt: skip
post.claim(
    "entropy.gap_formula",
    f"({H_B}) - (log(n) - L*Sum(b[i], (i, 1, n))/n)", "=",
    f"(log({Z_B}/n) + L*Sum(b[i], (i, 1, n))/n) + L*{MEAN_B}",
    kind="approximation", where="E6 (5)",
    says=r"\mathcal{H}\approx\log n-\lambda(s_{\max}-\bar s)",
    given=NONNEGATIVE,
    also=[
        Step.of(f"log({Z_B}/n)", ">=", "-L*Sum(b[i], (i, 1, n))/n", given=NONNEGATIVE),
        Step.of(f"L*{MEAN_B}", ">=", 0, given=NONNEGATIVE),
    ],
    note="The error is exactly the sum of the two before it, KL(u || p) and lambda(s_max - E s), "
    "neither of them negative.",
)  # fmt: skip


def gap(seed: int) -> Measurement:
    """The error of E6 at lambda = 1 over log n, normal scores."""
    random, n, batch = generator(seed), 4096, 32
    s = normal(random, batch, n)

    def formula(scale: float):
        return math.log(n) - scale * (s.amax(-1) - s.mean(-1))

    def error(scale: float) -> float:
        return float((entropy.entropy(scale * s) - formula(scale)).mean()) / math.log(n)

    impossible = float(formula(4.0).max())
    return Measurement(
        value=error(1.0), low=0.2, high=0.5, points=batch, unit="error / log n",
        detail=f"n = {n}, lambda = 1: the formula is a lower bound, a third of log n too low",
        control=must_fail(
            impossible < 0, f"at lambda = 4 the formula gives {impossible:.1f}, and no entropy can"
        ),
        plot=statistics.plot(
            "lambda",
            "error of E6 / log n",
            {f"normal scores, n = {n}": (SCALES, [error(scale) for scale in SCALES])},
        ),
    )  # fmt: skip


post.measure("entropy.gap_formula_measured", gap, kind="approximation", where="E6 (5)")
post.claim(
    "entropy.lower_bound",
    H_B, ">=", f"log({Z_B})", ">=", "log(n) - L*Sum(b[i], (i, 1, n))/n",
    kind="chain", where="E6, as a bound",
    says=r"\mathcal{H}\ge\log n-\lambda(s_{\max}-\bar s)",
    given=NONNEGATIVE,
    note="By E s <= s_max and by Jensen; lambda >= 0 is needed.",
)  # fmt: skip
post.claim(
    "entropy.lower_bound_without",
    "log(2 + exp(L)) - L*exp(L)/(2 + exp(L))", ">=", "log(3) - L*(1 - 1/3)",
    kind="inequality", where="E6, as a bound", expect="refuted",
    note="Without lambda >= 0, for the scores 0, 0, 1: for lambda < 0 the least score takes the "
    "place of the largest.",
)  # fmt: skip
post.claim(
    "entropy.dH_dlambda",
    f"Derivative({H}, L)", "=",
    f"-L*(Sum(s[i]**2*exp(L*s[i]), (i, 1, n))/{Z} - ({MEAN_P})**2)",
    kind="derivative", where="implicit",
    says=r"\frac{d\mathcal{H}}{d\lambda}=-\lambda\,\mathrm{Var}_p(s)",
)  # fmt: skip
post.claim(
    "entropy.lse_range",
    "s[k]", "<=", "log(Sum(exp(s[i]), (i, 1, n)))",
    kind="inequality", where="implied",
    says=r"\max_is_i\le\log\sum_{i=1}^ne^{s_i}\le\max_is_i+\log n",
    also=[
        Step.of("Sum(exp(c - b[i]), (i, 1, n))", "<=", "n*exp(c)"),
        Step.of("log(n*exp(c))", "=", "c + log(n)"),
    ],
    note="Every score, hence the largest; the upper bound by the last two lines.",
)  # fmt: skip
post.claim(
    "scale.lambda_propto_logn",
    "log(n) - kappa*log(n)*D", "=", "log(2*n) - kappa*log(2*n)*D",
    kind="identity", where="inline, before E7",
    says=r"\lambda\propto\log n",
    given={"n": "integer>=2", "D": "positive"}, expect="refuted",
    note="Overclaim: with lambda = kappa log n and a fixed D = s_max - mean, E6 is "
    "(1 - kappa D) log n, free of n only at kappa D = 1, where it is 0. An entropy C needs "
    "lambda = (log n - C)/D; and D grows with n for random scores.",
)  # fmt: skip
post.claim(
    "scale.lambda_propto_logn_mended",
    "log(n) - ((log(n) - C)/D)*D", "=", "C",
    kind="identity", where="inline, before E7",
    says=r"\lambda=\frac{\log n-C}{s_{\max}-\bar s}",
    given={"n": "integer>=2", "D": "positive", "C": "real"},
    also=[
        Step.of("log(n) - sqrt(log(n)/2)/S*(S*sqrt(2*log(n)))", "=", 0,
                given={"n": "integer>=2", "S": "positive"}),
    ],
    note="Normal scores of deviation S have D about S sqrt(2 log n): then the same formula gives "
    "lambda proportional to sqrt(log n).",
)  # fmt: skip


def slopes(seed: int, batch: int, scores, scales) -> list[statistics.Line]:
    """The slope of the entropy on log n for each scale, a function of n."""
    random, across = generator(seed), []
    found: list[list[float]] = [[] for _ in scales]
    for n in LENGTHS:
        s = scores(random, batch, n)
        across += [math.log(n)] * batch
        for values, scale in zip(found, scales, strict=True):
            values += entropy.entropy(scale(n) * s).tolist()
    return [statistics.slope(across, values) for values in found]


def bounded_scores(seed: int) -> Measurement:
    """The slope of H on log n with lambda = log n, for scores uniform on [-1, 1]."""
    scales = [math.log, lambda n: 1.0]
    found, constant = slopes(seed, 8, entropy.uniform_scores, scales)
    (gaussian,) = slopes(seed, 8, normal, [math.log])
    return Measurement(
        value=found.value, low=0.8, high=0.95, points=8 * len(LENGTHS), unit="slope of H on log n",
        detail=f"n = 64 ... 65536: {found}, hardly below {constant} with lambda = 1",
        control=must_fail(abs(gaussian.value) < 0.25, f"normal scores of deviation 1: {gaussian}"),
        plot=statistics.plot(
            "log n",
            "entropy",
            {
                "uniform scores, lambda = log n": found,
                "uniform scores, lambda = 1": constant,
                "normal scores, lambda = log n": gaussian,
            },
            log="",
        ),
    )  # fmt: skip


post.measure(
    "scale.lambda_propto_logn_measured", bounded_scores, kind="scaling", where="inline, before E7"
)
post.claim(
    "scale.s_propto_d",
    "sqrt(4*D)", "=", "4*sqrt(D)",
    kind="identity", where="inline, before E7",
    says=r"\langle q,k\rangle\propto d",
    given={"D": "integer>=1"}, expect="refuted",
    note="Overclaim: for a fixed angle and norms sqrt(d) it is so; for independent q, k uniform of "
    "norm sqrt(d) the variance is d and the size sqrt(d): 4 times the dimension, twice the score, "
    "not 4 times.",
)  # fmt: skip
post.claim(
    "scale.s_propto_d_mended",
    "Sum(Sum(Q[i]*Q[j]*KroneckerDelta(i, j), (i, 1, n)), (j, 1, n))", "=", "n",
    kind="identity", where="inline, before E7",
    says=r"\mathrm{Var}\langle q,k\rangle=d",
    given={"Q": "real[n]"}, assuming=["Sum(Q[i]**2, (i, 1, n)) = n"],
    also=[
        Step.of("sqrt(4*D)", "=", "2*sqrt(D)", given={"D": "integer>=1"}),
        Step.of("(sqrt(D)*sqrt(D))*x", "=", "D*x", given={"D": "integer>=1", "x": "[-1,1]"}),
    ],
    note="Here n is d. A uniform k of norm sqrt(d) has E k_i k_j = delta_ij, so E<q, k>^2 = "
    "|q|^2 = d. Proportional to d is the case of a fixed angle, of cosine x (last line).",
)  # fmt: skip


def score_size(seed: int) -> Measurement:
    """The exponent in d of the standard deviation of <q, k>."""
    random, sizes = generator(seed), (16, 32, 64, 128, 256)
    spread = [float(entropy.cosine_scores(random, 8, 2000, d).std()) for d in sizes]
    fit = statistics.exponent(sizes, spread)
    angle = statistics.exponent(sizes, [0.3 * d for d in sizes])
    return Measurement(
        value=fit.value, low=0.45, high=0.55, points=16_000 * len(sizes),
        unit="exponent of the score in d",
        detail=f"d = 16 ... 256: exponent {fit}",
        control=must_fail(
            fit.excludes(1) and not angle.excludes(1),
            f"at a fixed angle of cosine 0.3 the exponent is {angle.value:.0f}",
        ),
        plot=statistics.plot(
            "d", "standard deviation of the score", {"random": fit, "fixed angle": angle}
        ),
    )  # fmt: skip


post.measure("scale.s_propto_d_measured", score_size, kind="scaling", where="inline, before E7")


def cosine_entropy(seed: int) -> Measurement:
    """The slope of H on log n with the scale kappa log(n)/d, cosine scores, d = 64, kappa = 8."""
    d = 64

    def scores(random, batch: int, n: int):
        return entropy.cosine_scores(random, batch, n, d)

    scales = [lambda n, a=a: a * math.log(n) / d for a in (8, 1)] + [lambda n: d**-0.5]
    found, weak, plain = slopes(seed, 4, scores, scales)
    return Measurement(
        value=found.value, low=-0.35, high=0.35, points=4 * len(LENGTHS),
        unit="slope of H on log n",
        detail=f"kappa = 8: {found}; kappa = 1: {weak}",
        control=must_fail(plain.low > 0.9, f"the usual scale 1/sqrt(d): {plain}"),
        plot=statistics.plot(
            "log n", "entropy", {"kappa = 8": found, "kappa = 1": weak, "1/sqrt(d)": plain}, log=""
        ),
    )  # fmt: skip


post.measure(
    "scale.logn_over_d", cosine_entropy, kind="scaling", where="E7 (6)",
    says=r"\lambda\propto\frac{\log n}{d}",
    note="It depends on the constant: the entropy is nearly free of n for kappa of the order of "
    "sqrt(d), and grows almost like log n for kappa = 1.",
)  # fmt: skip
