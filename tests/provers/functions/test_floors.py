"""Floors: what they leave lies from 0 to 1, and is not 1."""

import pytest

X, XD = {"x": "real"}, {"x": "real", "d": "positive"}
ROUNDED = "d*floor(x/d + 1/2)"
TRUE = [
    (X, "floor(x)", "<=", "x"),
    (X, "x - 1", "<", "floor(x)"),
    (X, "ceiling(x)", "<", "x + 1"),
    (X | {"y": "real"}, "floor(x) + floor(y)", "<", "floor(x + y) + 1"),
    (X, "floor(floor(x)/2)", "<=", "x/2"),
    # rounding to the nearest multiple
    (XD, f"Abs({ROUNDED} - x)", "<=", "d/2"),
    (XD, f"({ROUNDED} - x)**2", "<=", "d**2/4"),
    (XD, f"Abs({ROUNDED})", "<=", "Abs(x) + d/2"),
    (XD | {"k": "integer"}, "floor(x/d + k)", ">", "x/d + k - 1"),
]


@pytest.mark.parametrize("claim", TRUE, ids=lambda c: f"{c[1]} {c[2]} {c[3]}")
def test_they_are_bounded(certificate, claim):
    given, left, rel, right = claim
    assert certificate(given, [], left, rel, right, seconds=10)
