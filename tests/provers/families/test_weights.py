"""Sums of weights in closed form: means that forget, and rests compared summand by summand."""

import pytest

A = {"t": "integer>=1", "g": "real[t]", "beta": "(0, 1)"}
MEAN, SQUARE = (f"Sum(beta**(t - i)*g[i]{e}, (i, 1, t))" for e in ("", "**2"))
B = {"n": "integer>=1", "m": "integer>=1"}
BIRTHDAY, FITS = "Product(1 - i/m, (i, 0, n - 1))", ["n <= m"]
CASES = [
    (A, f"((1 - beta)*{MEAN})**2", "(1 - beta**t)*(1 - beta)*" + SQUARE, [], "certified"),
    (A, f"((1 - beta)*{MEAN})**2", "(1 - beta**(t - 1))*(1 - beta)*" + SQUARE, [], "refuted"),
    (A, f"((1 - beta)*{MEAN})**2", "(1 - beta)*" + SQUARE, [], "certified"),
    (B, BIRTHDAY, "exp(-n*(n + 1)/(2*m))", FITS, "refuted"),
]


@pytest.mark.parametrize(("given", "lhs", "rhs", "assuming", "expected"), CASES)
def test_what_is_decided(grade, given, lhs, rhs, assuming, expected):
    assert grade(given, lhs, "<=", rhs, assuming) == expected


def test_a_range_that_may_be_empty(certificate):
    claim = B, FITS, "Product(1 - i/m, (i, 1, n - 1))", "<=", "exp(-n*(n - 1)/(2*m))"
    assert certificate(*claim, seconds=10)
    assert certificate(*claim[:4], f"{claim[4]} - 10**-12", seconds=2) is None
