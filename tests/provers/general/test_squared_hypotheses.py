"""Distances in the plane: hypotheses about square roots, and sides that are squared."""

import pytest

XY = dict.fromkeys("xy", "real")
XYUV = dict.fromkeys("xyuv", "real")
TRUE = [
    (XY, ["sqrt(x**2 + y**2) <= 1"], "x**2 + y**2", "<=", "1"),
    (XY | {"r": "positive"}, ["sqrt(x**2 + y**2) <= r"], "x + y", "<=", "sqrt(2)*r"),
    (XY | {"r": "positive"}, ["sqrt(x**2 + y**2) >= r"], "x**2 + y**2", ">=", "r**2"),
    # a circle of radius 1 lies in the one around it that it touches: the root on the left has a
    # value by the hypothesis alone
    (XY | {"d": "nonnegative"}, ["sqrt(x**2 + (y - 1)**2) <= 1"], "sqrt(x**2 + (y - 1 - d)**2)",
     "<=", "1 + d"),
    (XYUV, ["sqrt(x**2 + y**2) <= 1", "sqrt(u**2 + v**2) <= 1"], "x*u + y*v", "<=", "1"),
    (XYUV, ["x**2 + y**2 = 1", "u**2 + v**2 = 1"], "x*u + y*v", "<=", "1"),
    (XYUV, [], "x*u + y*v", "<=", "sqrt(x**2 + y**2)*sqrt(u**2 + v**2)"),
    (XYUV, [], "sqrt((x + u)**2 + (y + v)**2)", "<=", "sqrt(x**2 + y**2) + sqrt(u**2 + v**2)"),
]  # fmt: skip
FALSE = [
    (XYUV, ["x**2 + y**2 = 1", "u**2 + v**2 = 1 + 10**-9"], "x*u + y*v", "<=", "1"),
    (XYUV, ["x**2 + y**2 = 1", "u**2 + v**2 = 1"], "x*u + y*v", "<", "1"),
    (XY, ["sqrt(x**2 + y**2) >= 1"], "x + y", ">=", "-2"),
]  # fmt: skip


@pytest.mark.parametrize("claim", TRUE, ids=lambda c: f"{c[2]} {c[3]} {c[4]}")
def test_distances_are_certified(claim, certificate):
    assert certificate(*claim, seconds=20)


@pytest.mark.parametrize("claim", FALSE, ids=lambda c: f"{c[2]} {c[3]} {c[4]}")
def test_false_claims_about_distances_are_not(claim, certificate):
    assert certificate(*claim, seconds=4) is None
