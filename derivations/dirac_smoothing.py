"""Smoothing by convolution with an approximate Dirac delta: https://kexue.fm/archives/8718."""

import numpy as np

from thence import Derivation, Measurement, Step
from thence_numeric.experiments import must_fail, statistics

post = Derivation(
    "dirac_smoothing",
    "Smooth approximations of non-smooth functions by the Dirac delta",
    title_original="用狄拉克函数来构造非光滑函数的光滑近似",
    url="https://kexue.fm/archives/8718",
    date="2021-10-10",
    assumptions=["delta stands for kernels of integral 1 whose width tends to 0 from above"],
)
post.real("x", "where the smoothed function is taken")
post.positive("t", "the sharpness of the logistic kernel")
post.positive("s", "sigma, the width of the Gaussian kernel")
post.positive("h", "the width of the box kernel 1/h on [-h/2, h/2]")
post.symbol("n", "integer", "a value of the floor")
post.symbol("M", "integer>=0", "the floor is summed from -M")
post.symbol("N", "integer>=1", "... to N")
post.integer("L", "the number of its terms")
post.symbol("j", "integer", "a term of it")


def gaussian(at: str) -> str:
    """The normal density of deviation s."""
    return f"exp(-({at})**2/(2*s**2))/sqrt(2*pi*s**2)"


def logistic(at: str) -> str:
    """The logistic density, the derivative of ``sigma(t x)``."""
    return f"t*exp(t*({at}))/(1 + exp(t*({at})))**2"


def sigma(at: str) -> str:
    """The logistic function of ``t x``."""
    return f"1/(1 + exp(-t*({at})))"


post.claim(
    "dirac.props",
    "Integral(1/h, (x, -h/2, h/2))", "=", 1,
    kind="definition", where="list before E1",
    says=r"\delta(x)=0\ (x\ne0),\quad\delta(0)=\infty,\quad\int\delta(x)dx=1",
    also=[Step.of("Integral(0, (x, h/2, 1 + h))", "=", 0)],
    note="No function has the three properties: one that is 0 off 0 has integral 0. They are "
    "those of kernels, here the box of height 1/h, as its width h tends to 0.",
)  # fmt: skip
post.claim(
    "dirac.sift0",
    "Integral((c - e)/h, (y, -h/2, h/2))", "=", "c - e",
    kind="definition", where="E1 (1)",
    says=r"\int f(x)\delta(x)dx=f(0)",
    given={"c": "real", "e": "positive"},
    also=[
        Step.of("Integral((c + e)/h, (y, -h/2, h/2))", "=", "c + e",
                given={"c": "real", "e": "positive"}),
        Step.of("Integral(cos(y)/h, (y, -h/2, h/2))", "=", "sin(h/2)/(h/2)"),
    ],
    note="f continuous at 0 is needed: then f lies between f(0) - e and f(0) + e on a small box, "
    "and so does its mean.",
)  # fmt: skip
post.claim(
    "dirac.sift0_without",
    "Integral(1/h, (y, 0, h/2))", "=", 1,
    kind="integral", where="E1 (1)", expect="refuted",
    note="A step that is 1 from 0 on, discontinuous at 0, has the mean 1/2 for every h, not "
    "f(0) = 1.",
)  # fmt: skip
post.claim(
    "dirac.sift",
    "Integral((c - e)/h, (y, x - h/2, x + h/2))", "=", "c - e",
    kind="definition", where="E2 (2)",
    says=r"\int f(y)\delta(x-y)dy=f(x)",
    given={"c": "real", "e": "positive"},
    also=[
        Step.of("Integral((c + e)/h, (y, x - h/2, x + h/2))", "=", "c + e",
                given={"c": "real", "e": "positive"}),
        Step.of("Integral(y**2/h, (y, x - h/2, x + h/2))", "=", "x**2 + h**2/12"),
    ],
    note="f continuous at x is needed; the same bounds as at 0.",
)  # fmt: skip
post.claim(
    "dirac.sift_without",
    "Integral(1/h, (y, x, x + h/2))", "=", 1,
    kind="integral", where="E2 (2)", expect="refuted",
    note="The same step at x: half its height, for every h.",
)  # fmt: skip
post.claim(
    "dirac.mollify",
    f"Integral({gaussian('x - y')}, (y, 0, oo))", "=", "(1 + erf(x/(sqrt(2)*s)))/2",
    kind="integral", where="E3 (3)",
    says=r"g(x)=\int f(y)\varphi(x-y)dy\approx f(x)",
    note="For the unit step f. In general f must be locally integrable, and must not outgrow the "
    "tail of the kernel.",
)  # fmt: skip
post.claim(
    "dirac.mollify_steps",
    "Limit((1 + erf(u))/2, u, oo)", "=", 1,
    kind="limit", where="E3 (3)",
    also=[
        Step.of("Limit((1 + erf(-u))/2, u, oo)", "=", 0),
        Step.of("(1 + erf(0/(sqrt(2)*s)))/2", "=", "1/2"),
        Step.of("1 - (1 + erf(s/(sqrt(2)*s)))/2", "=", "(1 - erf(1/sqrt(2)))/2"),
        Step.of("(1 - erf(1/sqrt(2)))/2", "~digits", "0.15865"),
    ],
    note="As s tends to 0, u = |x|/(sqrt(2) s) to infinity, g tends to f where f is continuous, to "
    "the midpoint at the jump, and not uniformly: at x = s the error is 0.1587 for every s.",
)  # fmt: skip
post.claim(
    "dirac.mollify_without",
    "1 - (1 + erf(x/(sqrt(2)*s)))/2", "<=", "1/10",
    kind="inequality", where="E3 (3)", given={"x": "positive", "s": "(0,1)"}, expect="refuted",
    note="No s is small enough for all x next to a jump: the error is 0.1587 at x = s. And a step "
    "is as tame as a discontinuous f can be: for those that grow see countable.",
)  # fmt: skip
post.claim(
    "dirac.countable",
    "Integral(1/y, (y, 0, 1))", "defined", 0,
    kind="definition", where="intro",
    says=r"f\text{ has countably many discontinuities}\Rightarrow f*\varphi\text{ exists}",
    expect="ill-posed",
    also=[Step.of("Integral(exp(y**2)*exp(-y**2/2), (y, 0, oo))", "defined", 0)],
    note="Overclaim: f(y) = 1/y has a single discontinuity, and no convolution with a kernel that "
    "is positive at 0: its integral is infinite. So is that of exp(y^2) and a Gaussian of s = 1.",
)  # fmt: skip
post.claim(
    "dirac.countable_mended",
    "Integral(1/y, (y, d, 1))", "=", "-log(d)",
    kind="integral", where="intro", given={"d": "(0,1)"},
    also=[
        Step.of("-log(exp(-c)*u)", ">", "c", given={"c": "positive", "u": "(0,1)"}),
        Step.of("exp(y**2)*exp(-y**2/(2*s**2))", ">=", 1,
                given={"y": "real", "s": "[sqrt(1/2), oo)"}),
    ],
    note="The integral passes every bound c once d < exp(-c); the last integrand is 1 at least, "
    "on the whole line. Local integrability and matched growth are needed.",
)  # fmt: skip
post.claim(
    "dirac.gaussian",
    f"Integral({gaussian('x')}, (x, -oo, oo))", "=", 1,
    kind="integral", where="E4 (4)",
    says=r"\delta(x)=\lim_{\sigma\to0}\frac{e^{-x^2/2\sigma^2}}{\sqrt{2\pi}\sigma}",
    note="A weak limit, sigma from above.",
)  # fmt: skip
post.claim(
    "dirac.gaussian_steps",
    "Integral(exp(-u**2), (u, -oo, oo))", "=", "sqrt(pi)",
    kind="integral", where="E4 (4)",
    also=[
        Step.of("Limit(u*exp(-u**2), u, oo)", "=", 0),
        Step.of("Limit(erf(u), u, oo)", "=", 1),
    ],
    note="u = |x|/(sqrt(2) s): the mass is 1 for every s, the density u exp(-u^2)/(sqrt(pi) |x|) "
    "off 0 vanishes as s does, and the mass within |x| of 0, erf(u), tends to 1.",
)  # fmt: skip
post.claim(
    "dirac.gaussian_without",
    "Integral(exp(-x**2/(2*r**2))/(sqrt(2*pi)*r), (x, -oo, oo))", "=", 1,
    kind="integral", where="E4 (4)", given={"r": "negative"}, expect="refuted",
    note="sigma = r from below: the limit would be -delta.",
)  # fmt: skip
post.claim(
    "dirac.cauchy",
    "Integral(a/(pi*(x**2 + a**2)), (x, -oo, oo))", "=", 1,
    kind="integral", where="E5 (5)",
    says=r"\delta(x)=\lim_{a\to0}\frac1\pi\frac{a}{x^2+a^2}",
    given={"a": "positive"},
    note="a from above.",
)  # fmt: skip
post.claim(
    "dirac.cauchy_steps",
    "Integral(1/(pi*(u**2 + 1)), (u, -oo, oo))", "=", 1,
    kind="integral", where="E5 (5)",
    also=[
        Step.of("Limit(2*atan(u)/pi, u, oo)", "=", 1),
    ],
    note="u = x/a; the mass within d of 0 is (2/pi) atan(d/a).",
)  # fmt: skip
post.claim(
    "dirac.cauchy_without",
    "Integral(a/(pi*(x**2 + a**2)), (x, -oo, oo))", "=", 1,
    kind="integral", where="E5 (5)", given={"a": "negative"}, expect="refuted",
    note="a from below: the integral is -1 and the limit -delta.",
)  # fmt: skip
post.claim(
    "dirac.step",
    f"Integral({gaussian('y')}, (y, -oo, x))", "=", "(1 + erf(x/(sqrt(2)*s)))/2",
    kind="integral", where="E6 (6)",
    says=r"\int_{-\infty}^x\delta(t)dt=\theta(x)",
    note="For x != 0; at 0 every even kernel gives 1/2. The limits are those of mollify.",
)  # fmt: skip
post.claim(
    "dirac.step_steps",
    "Integral(exp(-u**2), (u, -oo, x))", "=", "sqrt(pi)*(1 + erf(x))/2",
    kind="integral", where="E6 (6)",
    note="The same in units of sqrt(2) sigma.",
)  # fmt: skip
post.claim(
    "dirac.step_without",
    "(1 + erf(0/(sqrt(2)*s)))/2", "=", 1,
    kind="identity", where="E6 (6)", expect="refuted",
    note="theta(0) = 1 would ask for the whole mass at x = 0, where every even kernel has half.",
)  # fmt: skip
post.claim(
    "dirac.sigmoid",
    f"Derivative({sigma('x')}, x)", "=", logistic("x"),
    kind="derivative", where="E7 (7)",
    says=r"\frac{d}{dx}\sigma(tx)=\frac{te^{tx}}{(1+e^{tx})^2}\to\delta(x)",
    also=[
        Step.of("Limit(1/(1 + exp(-u)) - 1/(1 + exp(u)), u, oo)", "=", 1),
        Step.of("Limit(u*exp(u)/(1 + exp(u))**2, u, oo)", "=", 0),
    ],
    note="t to +oo, u = t d: the mass within d of 0 tends to 1, and d times the density at d to 0.",
)  # fmt: skip
post.claim(
    "dirac.sigmoid_without",
    "Limit(1/(1 + exp(u)) - 1/(1 + exp(-u)), u, oo)", "=", 1,
    kind="limit", where="E7 (7)", expect="refuted",
    note="t to -oo: the mass tends to -1.",
)  # fmt: skip
SOFTPLUS = "log(1 + exp(t*x))/t"
POTENTIAL = f"-y*{sigma('x - y')} - log(1 + exp(t*(x - y)))/t".replace("*1/", "/")
post.claim(
    "relu.softplus",
    f"Integral({logistic('x - y')}*y, (y, 0, oo))", "=", SOFTPLUS,
    kind="integral", where="E8 (8)",
    says=r"\int_0^\infty\frac{te^{t(x-y)}y}{(1+e^{t(x-y)})^2}dy=\frac{\log(1+e^{tx})}{t}",
    note="t > 0; t = 1 is SoftPlus.",
)  # fmt: skip
post.claim(
    "relu.softplus_steps",
    f"Derivative({POTENTIAL}, y)", "=", f"{logistic('x - y')}*y",
    kind="derivative", where="E8 (8)", given={"y": "real"},
    also=[
        Step.of("0/(1 + exp(-t*(x - 0))) + log(1 + exp(t*(x - 0)))/t", "=", SOFTPLUS),
        Step.of("Limit(u*exp(-u)/(1 + exp(-u)), u, oo)", "=", 0),
        Step.of("Limit(exp(-u)/(1 + exp(-u)), u, oo)", "=", 0),
        Step.of("Limit(log(1 + exp(-u)), u, oo)", "=", 0),
    ],
    note="An antiderivative F, less its value at 0, and what F is made of as u = t(y - x) tends to "
    "infinity: y = u/t + x.",
)  # fmt: skip
post.claim(
    "relu.softplus_without",
    "Integral(r*exp(r*(x - y))/(1 + exp(r*(x - y)))**2*y, (y, 0, oo))", "=", "log(1 + exp(r*x))/r",
    kind="integral", where="E8 (8)", given={"r": "negative"}, expect="refuted",
    note="t = r < 0: the two sides differ by x.",
)  # fmt: skip
GAUSSIAN_RELU = "(x*erf(x/(sqrt(2)*s)) + x + sqrt(2/pi)*s*exp(-x**2/(2*s**2)))/2"
post.claim(
    "relu.gaussian",
    f"Integral({gaussian('x - y')}*y, (y, 0, oo))", "=", GAUSSIAN_RELU,
    kind="integral", where="E9 (9)",
    says=r"\frac12\left[x\,\mathrm{erf}\left(\frac{x}{\sqrt2\sigma}\right)+x"
    r"+\sqrt{\frac2\pi}\sigma e^{-x^2/2\sigma^2}\right]",
    note="sigma > 0.",
)  # fmt: skip
post.claim(
    "relu.gaussian_steps",
    f"Derivative({GAUSSIAN_RELU}, x)", "=", "(1 + erf(x/(sqrt(2)*s)))/2",
    kind="derivative", where="E9 (9)",
    also=[Step.of(f"Derivative({GAUSSIAN_RELU}, (x, 2))", "=", gaussian("x"))],
    note="The second derivative is the kernel, as that of ReLU is delta.",
)  # fmt: skip
post.claim(
    "relu.gaussian_without",
    GAUSSIAN_RELU.replace("*s", "*r").replace("(2*s", "(2*r"), ">=", "Max(x, 0)",
    kind="inequality", where="E9 (9)", given={"r": "negative"}, expect="refuted",
    note="The right side with sigma = r < 0 is no mean of ReLU: it is negative at x = 0.",
)  # fmt: skip
post.remark(
    "relu.gaussian_new",
    "That this function seems not to have been studied is a statement about the literature. It is "
    "the expected improvement of Bayesian optimisation, known long before the post.",
    where="after E9",
    says=r"\text{seems not to have been studied before}",
)
post.claim(
    "relu.gaussian_new_steps",
    "x*((1 + erf(x/(sqrt(2)*s)))/2) + s*(exp(-(x/s)**2/2)/sqrt(2*pi))", "=", GAUSSIAN_RELU,
    kind="identity", where="after E9",
    says=r"x\,\Phi(x/\sigma)+\sigma\,\varphi(x/\sigma)",
    note="The expected improvement, as it is usually written.",
)  # fmt: skip
post.claim(
    "relu.swish",
    "u/(1 + exp(u))", "<=", "2785/10000",
    kind="approximation", where="E10 (10)",
    says=r"\max(x,0)\approx x\sigma(tx)",
    given={"u": "nonnegative"},
    also=[
        Step.of("x - x/(1 + exp(-t*x))", "=", "(t*x)/(1 + exp(t*x))/t",
                given={"x": "nonnegative"}),
        Step.of("0 - x/(1 + exp(-t*x))", "=", "(-t*x)/(1 + exp(-t*x))/t",
                given={"x": "negative"}),
        Step.of("(1278/1000)/(1 + exp(1278/1000))", "~digits", "0.27846"),
        Step.of("x/(1 + exp(-t*x))", "<", 0, given={"x": "negative"}),
    ],
    note="The gap is u/(1 + e^u)/t at u = t|x|: 0.2785/t at most, reached near u = 1.278. It is "
    "negative for x < 0, so no convolution of ReLU with a positive kernel gives it.",
)  # fmt: skip
post.claim(
    "relu.gelu",
    f"Integral(x*{gaussian('x - y')}, (y, 0, oo))", "=", "(x + x*erf(x/(sqrt(2)*s)))/2",
    kind="integral", where="E11 (11)",
    says=r"x\int_0^\infty\varphi_\sigma(x-y)dy"
    r"=\frac12\left[x+x\,\mathrm{erf}\left(\frac{x}{\sqrt2\sigma}\right)\right]",
    note="sigma = 1 is GELU.",
)  # fmt: skip
post.claim(
    "floor.def",
    "Abs(n - m)", "<", 1,
    kind="definition", where="E12 (12)",
    says=r"[x]=n\iff x\in[n,n+1)",
    given={"u": "[0,1)", "v": "[0,1)", "m": "integer"},
    assuming=["n + u = m + v"],
    note="x = n + u lies in the interval of one integer alone: if also x = m + v, then n = m, "
    "as integers less than 1 apart are equal.",
)  # fmt: skip
post.claim(
    "floor.convolution",
    f"Integral(n*{logistic('x - y')}, (y, n, n + 1))", "=",
    f"n*({sigma('x - n')} - {sigma('x - n - 1')})",
    kind="integral", where="E13 (13)",
    says=r"\int\varphi(x-y)[y]dy=\sum_nn\int_n^{n+1}\varphi(x-y)dy",
    also=[
        Step.of("Integral(y/(pi*(1 + y**2)), (y, 0, R))", "=", "log(1 + R**2)/(2*pi)",
                given={"R": "nonnegative"}),
    ],
    note="On each cell, where [y] = n; the sum over the cells needs a finite first moment of the "
    "kernel. The second line is that of the Cauchy kernel up to R: it is unbounded.",
)  # fmt: skip
post.claim(
    "floor.convolution_without",
    "Integral(y/(pi*(1 + y**2)), (y, 0, oo))",
    "defined",
    0,
    kind="integral", where="E13 (13)", expect="ill-posed",
    note="The Cauchy kernel has no first moment, and no convolution with [y].",
)  # fmt: skip
post.claim(
    "floor.antiderivative",
    f"Integral({logistic('x - y')}, (y, n, n + 1))", "=",
    f"{sigma('x - n')} - {sigma('x - n - 1')}",
    kind="integral", where="inline, E14 row 1",
    says=r"\int_n^{n+1}\varphi(x-y)dy=\Phi(x-n)-\Phi(x-n-1)",
    also=[
        Step.of("Derivative(-(1 + erf((x - y)/(sqrt(2)*s)))/2, y)", "=", gaussian("x - y"),
                given={"y": "real"}),
    ],
    note="The fundamental theorem; -Phi(x - y) has the derivative phi(x - y) in y.",
)  # fmt: skip
post.claim(
    "floor.telescoping",
    "Sum((j - M - 1)*(F[j] - F[j + 1]), (j, 1, L))", "=",
    "-(L - M - 1)*F[L + 1] - (M + 1)*F[1] + Sum(F[j], (j, 1, L))",
    kind="sum", where="E14 rows 2-3 (14)",
    says=r"\sum_{n=-M}^Nn\left[\Phi(x-n)-\Phi(x-n-1)\right]"
    r"=-N\Phi(x-N-1)-(M+1)\Phi(x+M)+\sum_{n=-M}^N\Phi(x-n)",
    given={"F": "real[L + 1]"},
    note="For any function: F_j = Phi(x + M + 1 - j), and L = M + N + 1 values of n = j - M - 1. "
    "Exact for finite M and N. The limit needs tails that are o(1/N).",
)  # fmt: skip
post.claim(
    "floor.telescoping_steps",
    f"Sum(n*({sigma('x - n')} - {sigma('x - n - 1')}), (n, -M, N))", "=",
    f"-N*({sigma('x - N - 1')}) - (M + 1)*({sigma('x + M')}) + Sum({sigma('x - n')}, (n, -M, N))",
    kind="sum", where="E14 rows 2-3 (14)",
    note="The same with the logistic Phi of the figure.",
)  # fmt: skip
post.claim(
    "floor.telescoping_without",
    "u*(1/2 - atan(u)/pi)", "<=", "1/10",
    kind="inequality", where="E14 rows 2-3 (14)",
    given={"u": "[100, oo)"},
    expect="refuted",
    note="Tails of 1/N are too heavy: for the Cauchy kernel N Phi(-N), u = N, tends to 1/pi, not "
    "to 0.",
)  # fmt: skip
post.claim(
    "floor.phi_limits",
    "1 - 1/(1 + exp(-t*(x + M)))", "<=", "1 - 1/(1 + exp(-t*(x + N)))",
    kind="inequality", where="inline, after E14",
    says=r"\Phi(x-N-1)\approx0,\quad\Phi(x+N)\approx1",
    expect="refuted",
    note="Misprint: the term of E14 is Phi(x + M). That Phi(x + N) is close to 1 says nothing of "
    "it when M < N.",
)  # fmt: skip
post.claim(
    "floor.phi_limits_mended",
    "Limit(v*exp(-v)/(1 + exp(-v)), v, oo)", "=", 0,
    kind="limit", where="inline, after E14",
    says=r"\Phi(x-N-1)\approx0,\quad\Phi(x+M)\approx1",
    also=[
        Step.of("Limit(exp(-v)/(1 + exp(-v)), v, oo)", "=", 0),
        Step.of("1/(1 + exp(t*(N + 1 - x)))", "=", "exp(-t*(N + 1 - x))/(1 + exp(-t*(N + 1 - x)))"),
        Step.of("1 - 1/(1 + exp(-t*(x + M)))", "=", "exp(-t*(x + M))/(1 + exp(-t*(x + M)))"),
    ],
    note="Phi(x - N - 1) and 1 - Phi(x + M) are exp(-v)/(1 + exp(-v)) at v = t(N + 1 - x) and "
    "v = t(x + M), and vanish even when multiplied by N = v/t + x - 1 or M + 1 = v/t - x + 1.",
)  # fmt: skip
post.claim(
    "floor.final",
    "-M - 1 + (Sum(A[j], (j, 1, M + 1)) + Sum(B[j], (j, 1, N)))", "=",
    "Sum(A[j] - 1, (j, 1, M + 1)) + Sum(B[j], (j, 1, N))",
    kind="sum", where="E15 (15)",
    says=r"-M-1+\sum_{n=-M}^N\Phi(x-n)=\sum_{n=-M}^0[\Phi(x-n)-1]+\sum_{n=1}^N\Phi(x-n)",
    given={"A": "real[M + 1]", "B": "real[N]"},
    note="For any function: A are the values Phi(x - n) for n = -M ... 0, B those for n = 1 ... N.",
)  # fmt: skip
post.claim(
    "floor.final_steps",
    f"-M - 1 + Sum({sigma('x - n')}, (n, -M, N))", "=",
    f"Sum({sigma('x - n')} - 1, (n, -M, 0)) + Sum({sigma('x - n')}, (n, 1, N))",
    kind="sum", where="E15 (15)",
    note="The same with the logistic Phi of the figure, and one range split at 0.",
)  # fmt: skip


def smooth_floor(x: np.ndarray, t: float, low: int, high: int) -> np.ndarray:
    """The post's approximation of [x], the sum from -low to high, at points x."""
    cells = np.arange(-low, high + 1)
    return (0.5 + 0.5 * np.tanh(t * (x[:, None] - cells) / 2)).sum(1) - low - 1


def right_cells(_: int) -> Measurement:
    """The largest error at the middle of the cells of [-M - 1, N + 1), at t = 40."""
    low, high, t = 5, 10, 40.0
    middles = np.arange(-low - 1, high + 1) + 0.5
    rates = (5.0, 10.0, 20.0, 40.0)

    def at_middles(rate: float) -> float:
        return float(np.abs(smooth_floor(middles, rate, low, high) - np.floor(middles)).max())

    outside = np.array([high + 5.5, -low - 5.5])
    errors = np.abs(smooth_floor(outside, t, low, high) - np.floor(outside))
    return Measurement(
        value=at_middles(t), low=0, high=4 * np.exp(-t / 2), points=len(middles),
        unit="largest error at a middle",
        detail=f"every cell of [{-low - 1}, {high + 1}) has its value, M = {low}, N = {high}",
        control=must_fail(
            bool((errors > 4).all()),
            f"outside it saturates: errors {errors[0]:.1f}, {errors[1]:.1f}",
        ),
        plot=statistics.plot(
            "t",
            "largest error at a middle",
            {"M = 5, N = 10": (rates, [at_middles(rate) for rate in rates])},
            log="y",
        ),
    )  # fmt: skip


post.measure(
    "floor.approx", right_cells, kind="approximation", where="E15, first sign",
    says=r"[x]\approx\sum_{n=-M}^0[\Phi(x-n)-1]+\sum_{n=1}^N\Phi(x-n)",
    note="Claimed for -M << x << N; the cells are right on [-M - 1, N + 1), to 4 exp(-t/2) at "
    "their middles, and the sum saturates at -M - 1 and N outside.",
)  # fmt: skip
T10 = "-6 + " + " + ".join(f"1/(1 + exp(-10*(x - ({n}))))" for n in range(-5, 11))
post.claim(
    "floor.t10",
    T10, "<=", "1/10",
    kind="inequality", where="inline, figure",
    says=r"t=10,\ M=5,\ N=10:\quad[x]\approx-M-1+\sum_{n=-M}^N\Phi(x-n)",
    given={"x": "[0,1)"},
    expect="refuted",
    note="Overclaim, 'indeed quite close to [x]', here on the cell where [x] = 0: a continuous "
    "function misses a jump of 1 by 1/2, whatever t is. The mean error falls with t, like 1/t.",
)  # fmt: skip


def mean_error(_: int) -> Measurement:
    """The exponent in t of the mean error on a grid of [-5, 10)."""
    x = np.arange(-5, 10, 1e-4) + 5e-5
    sharpness = [10.0, 20.0, 40.0, 80.0]
    errors = [np.abs(smooth_floor(x, t, 5, 10) - np.floor(x)) for t in sharpness]
    fit = statistics.exponent(sharpness, [float(e.mean()) for e in errors])
    worst = statistics.exponent(sharpness, [float(e.max()) for e in errors])
    return Measurement(
        value=fit.value, low=-1.02, high=-0.98, points=len(x),
        unit="exponent of the mean error in t",
        detail=f"mean error {errors[0].mean():.4f} at t = 10, exponent {fit}",
        control=must_fail(
            worst.value > -0.05,
            f"the largest error, {errors[-1].max():.3f} at t = 80, has the exponent {worst}",
        ),
        plot=statistics.plot("t", "error on [-5, 10)", {"mean": fit, "largest": worst}),
    )  # fmt: skip


post.measure("floor.t10_measured", mean_error, kind="scaling", where="inline, figure")
