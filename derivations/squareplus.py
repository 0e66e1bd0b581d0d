"""SquarePlus, perhaps the cheapest smooth ReLU: https://kexue.fm/archives/8833."""

import numpy as np
from sympy import Abs, Derivative, Max, Rational, exp, log, sqrt

from thence import Derivation, Measurement, Step
from thence_numeric.experiments import must_fail, statistics

post = Derivation(
    "squareplus",
    "SquarePlus: perhaps the cheapest smooth approximation of ReLU",
    title_original="SquarePlus:可能是运算最简单的ReLU光滑近似",
    url="https://kexue.fm/archives/8833",
    date="2021-12-29",
    assumptions=["x and b are real; b > 0 unless a step says b >= 0"],
)
x = post.real("x", "the input")
b = post.positive("b", "the smoothing parameter")

squareplus = (x + sqrt(x**2 + b)) / 2
softplus = log(exp(x) + 1)
relu = Max(x, 0)
gap = squareplus - softplus
threshold = 4 * log(2) ** 2

post.define(
    "def",
    squareplus,
    where="E1 (1)",
    says=r"\text{SquarePlus}(x)=\frac{x+\sqrt{x^2+b}}{2}",
    given={"b": "nonnegative"},
    note="b = 0 is allowed, and gives ReLU.",
)
post.claim(
    "relu_abs",
    relu, "=", (x + Abs(x)) / 2, "=", (x + sqrt(x**2)) / 2,
    kind="identity", where="E2 (2)",
    says=r"\max(x,0)=\frac{x+|x|}{2}=\frac{x+\sqrt{x^2}}{2}",
)  # fmt: skip
post.claim(
    "above_relu",
    squareplus, ">", relu,
    where="inline",
    says=r"\text{SquarePlus}(x)>\text{ReLU}(x)",
    also=[
        Step.of(squareplus - relu, "<=", sqrt(b) / 2),
        Step.of(squareplus - relu, "<=", b / (4 * Abs(x)), assuming=["x != 0"]),
    ],
    note="The gap is largest at 0, where it is sqrt(b)/2, and falls like b/(4|x|).",
)  # fmt: skip
post.claim(
    "first_derivative",
    Derivative(squareplus, x), "=", (1 + x / sqrt(x**2 + b)) / 2, ">", 0,
    kind="derivative", where="E3 (3)",
    says=r"\frac{d}{dx}\text{SquarePlus}(x)=\frac12\left(1+\frac{x}{\sqrt{x^2+b}}\right)>0",
    also=[Step.of(squareplus, "increasing", x)],
    note="b > 0 is needed: at b = 0 the derivative is 0 for x < 0 and undefined at 0.",
)  # fmt: skip
post.claim(
    "second_derivative",
    Derivative(squareplus, (x, 2)), "=", b / (2 * (x**2 + b) ** Rational(3, 2)), ">", 0,
    kind="derivative", where="E4 (4)",
    says=r"\frac{d^2}{dx^2}\text{SquarePlus}(x)=\frac{b}{2(x^2+b)^{3/2}}>0",
    also=[Step.of(squareplus, "convex", x)],
)  # fmt: skip
post.claim(
    "dominates_softplus",
    squareplus >= softplus, "iff", b >= 4 * log(exp(x) + 1) * log(exp(-x) + 1),
    kind="condition", where="E5 (5)",
    says=r"b\ge 4\log(e^x+1)\left[\log(e^x+1)-x\right]=4\log(e^x+1)\log(e^{-x}+1)",
    also=[
        Step.of(log(exp(x) + 1) - x, "=", log(exp(-x) + 1)),
        Step.of(2 * softplus - x, ">", 0),
    ],
    note="Squaring is legal because 2 SoftPlus(x) - x > 0, which the post does not say.",
)  # fmt: skip
post.claim(
    "b_constant",
    squareplus, ">=", softplus,
    kind="inequality", where="inline",
    says=r"b\ge 4\log^2 2",
    given={"b": "[4*log(2)**2, oo)"},
    also=[
        Step.of(squareplus.subs(x, 0), "<", softplus.subs(x, 0), given={"b": "(0, 4*log(2)**2)"}),
        Step.of(threshold, "~digits", "1.921812"),
    ],
    note="Enough for every x; necessary because it fails at x = 0 for any smaller b.",
)  # fmt: skip
post.claim(
    "loglog_second",
    Derivative(log(softplus), (x, 2)), "=",
    exp(x) * (log(exp(x) + 1) - exp(x)) / ((exp(x) + 1) ** 2 * log(exp(x) + 1) ** 2), "<", 0,
    kind="derivative", where="E6 (6)",
    says=r"\frac{d^2}{dx^2}\log\log(e^x+1)"
    r"=\frac{e^x\left[\log(e^x+1)-e^x\right]}{(e^x+1)^2\log^2(e^x+1)}<0",
)  # fmt: skip
post.claim(
    "jensen",
    (log(log(exp(x) + 1)) + log(log(exp(-x) + 1))) / 2, "<=", log(log(2)),
    kind="lemma", where="E7 (7)",
    says=r"\frac12\left[\log\log(e^x+1)+\log\log(e^{-x}+1)\right]\le\log\log 2",
    lemma="jensen",
    hints={
        "F": "log(log(exp(t) + 1))", "var": "t", "on": "real",
        "points": "x; -x", "weights": "1/2; 1/2",
    },
)  # fmt: skip
post.claim(
    "product_bound",
    log(exp(x) + 1) * log(exp(-x) + 1), "<=", log(2) ** 2,
    where="inline",
    says=r"\log(e^x+1)\log(e^{-x}+1)\le\log^2 2",
)  # fmt: skip
post.claim(
    "error_even",
    gap, "=", gap.subs(x, -x),
    where="implicit",
    says=r"\text{SquarePlus}(x)-\text{SoftPlus}(x)"
    r"=\text{SquarePlus}(-x)-\text{SoftPlus}(-x)",
    note="The post does not say it; the minimax below rests on it.",
)  # fmt: skip

MINIMAX = "(Abs((x + sqrt(x**2 + b))/2 - log(exp(x) + 1)), (b, 0, oo), (x, -oo, oo))"
post.claim(
    "minimax",
    kind="minimax", where="E8 (8)",
    says=r"\min_b\max_x\left|\text{SquarePlus}(x)-\text{SoftPlus}(x)\right|",
    also=[
        Step.of("ArgMinimax" + MINIMAX, "~digits", "1.52382103"),
        Step.of("Minimax" + MINIMAX, "~digits", "0.075931"),
    ],
    note="The maximum over x is over all reals, not over a grid.",
)  # fmt: skip


def error_on(grid: np.ndarray, at: float) -> np.ndarray:
    """The error of SquarePlus at b = ``at`` on a grid."""
    return (grid + np.sqrt(grid**2 + at)) / 2 - np.log(np.exp(grid) + 1)


def best_on(grid: np.ndarray) -> float:
    """The b with the least worst error on a grid."""
    low, high = 1.0, 2.0
    for _ in range(60):
        third = (high - low) / 3
        left, right = (np.abs(error_on(grid, b)).max() for b in (low + third, high - third))
        low, high = (low + third, high) if left > right else (low, high - third)
    return (low + high) / 2


def program(_: int) -> Measurement:
    """The post's program again: the b with the least worst error on its grid."""
    grid = np.arange(-2, 4, 1e-4)
    found, cut = best_on(grid), best_on(grid[grid < 3])
    x_star = grid[np.argmax(error_on(grid, found))]
    across = np.linspace(1.3, 1.8, 26)
    return Measurement(
        value=found, low=1.523821 - 1e-6, high=1.523821 + 1e-6, points=len(grid), unit="b",
        detail=f"the grid's optimum is b = {found:.7f}, with the worst point at x = {x_star:.4f}",
        control=must_fail(
            abs(cut - found) > 1e-4,
            f"on the grid cut at 3, without the worst point, the optimum is b = {cut:.6f}",
        ),
        plot=statistics.plot(
            "b",
            "largest error",
            {
                name: (across, [np.abs(error_on(part, b)).max() for b in across])
                for name, part in (("on [-2, 4)", grid), ("on [-2, 3)", grid[grid < 3]))
            },
            log="",
        ),
    )  # fmt: skip


post.measure(
    "code", program, kind="algorithm", where="code block",
    says=r"\text{Powell on the grid }[-2,4)\text{ of step }10^{-4}",
    note="Works because the error is even and the worst point, 3.5646, lies on [-2, 4): "
    "an assumption that the post does not state. The program imports erf and does not use it.",
)  # fmt: skip
post.claim(
    "code_without",
    "Minimax(Abs((x + sqrt(x**2 + b))/2 - log(exp(x) + 1)), (b, 0, oo), (x, -2, 3))",
    "~digits",
    "0.075931",
    kind="minimax", where="code block", expect="refuted",
    note="On [-2, 3], which the worst point does not lie in, the least worst error is smaller.",
)  # fmt: skip
post.remark(
    "no_closed_form",
    "That the author knows no closed form is not a statement about mathematics.",
    where="inline",
    says=r"\text{no analytic solution}",
)
post.remark(
    "speed",
    "Speed depends on the machine and on the libraries; the post cites others for it.",
    where="inline",
    says=r"\text{faster than SoftPlus on a CPU}",
)
