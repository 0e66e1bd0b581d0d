"""Functions of sums that Cauchy's and Schwarz's inequality relates."""

import pytest

N = {"n": "integer>=1"}
XY = N | {"x": "real[n]", "y": "real[n]"}
X, X2, Y2, DOT = (f"Sum({f}, (i, 1, n))" for f in ("x[i]", "x[i]**2", "y[i]**2", "x[i]*y[i]"))
UNIT = [f"{X2} = 1", f"{Y2} = 1"]
M = N | {"m": "integer>=1", "x": "real[n, m]", "y": "real[n, m]"}
X2M, Y2M, XYM = (
    f"Sum({f}, (i, 1, n), (j, 1, m))" for f in ("x[i, j]**2", "y[i, j]**2", "x[i, j]*y[i, j]")
)
BALL = f"sqrt({X2M}) <= 1"
TRUE = [
    (XY, UNIT, f"exp({DOT})", "<=", "E"),
    (XY, UNIT, f"1/(1 + exp(-{DOT}))", "<=", "1/(1 + exp(-1))"),
    (XY, [], "Sum((x[i] - y[i])**2, (i, 1, n))", ">=", f"(sqrt({X2}) - sqrt({Y2}))**2"),
    (XY | {"t": "positive"}, [f"{X2} <= 1"], f"1/(t + {X}**2)", ">=", "1/(t + n)"),
    (XY | {"e": "positive"}, [], f"{DOT}/sqrt(({X2} + e)*({Y2} + e))", "<", "1"),
    (N | {"x": "positive[n]"}, [], f"atan({X}**2/{X2})", "<=", "atan(n)"),
    (N | {"x": "positive[n]", "u": "positive"}, [], "Sum((x[i]*u - 1001/1000)**2, (i, 1, n))",
     ">=", f"n - {X}**2/{X2}"),
    (M, [BALL], XYM, ">=", f"-sqrt({Y2M})"),
    (XY, [f"sqrt({X2}) = sqrt(n)", f"sqrt({Y2}) = sqrt(n)"], f"{DOT}/sqrt(n)", "<=", "sqrt(n)"),
]  # fmt: skip
FALSE = [
    (XY, UNIT, f"exp({DOT})", "<", "E"),
    (XY, [UNIT[0], f"{Y2} <= 1 + 10**-9"], f"exp({DOT})", "<=", "E"),
    (XY | {"t": "positive"}, [f"{X2} <= 1"], f"1/(t + {X}**2)", ">", "1/(t + n)"),
    (N | {"x": "nonnegative[n]", "e": "nonnegative"}, [], f"{X}**2", "<",
     f"(n + e)*{X2} + 10**-12*e"),
    (M, [BALL], XYM, ">", f"-sqrt({Y2M})"),
    (M, [f"{BALL} + 10**-9"], XYM, ">=", f"-sqrt({Y2M})"),
    (XY, [f"sqrt({X2}) = sqrt(n)", f"sqrt({Y2}) = sqrt(n)"], f"{DOT}/sqrt(n)", "<", "sqrt(n)"),
]  # fmt: skip


@pytest.mark.parametrize("claim", TRUE, ids=lambda c: f"{c[2]} {c[3]} {c[4]}")
def test_what_follows_is_certified(claim, certificate):
    assert certificate(*claim, seconds=20)


@pytest.mark.parametrize("claim", FALSE, ids=lambda c: f"{c[2]} {c[3]} {c[4]}")
def test_what_does_not_is_not(claim, certificate):
    assert certificate(*claim, seconds=4) is None
