"""Exponents that occur nowhere else, as variables."""

import pytest

POSITIVE = {"x": "positive"}
TRUE = [
    (POSITIVE, "x**x", "1 + x*log(x)"),
    (POSITIVE, "x**x", "exp(1)*x*log(x)"),
    (POSITIVE | {"y": "positive"}, "x**(x*y)", "1 + x*y*log(x)"),
    ({"x": "real"}, "exp(x*sin(x))", "1 + x*sin(x)"),
]


@pytest.mark.parametrize("claim", TRUE, ids=lambda c: f"{c[1]} >= {c[2]}")
def test_an_exponent_is_any_number(claim, certificate):
    given, left, right = claim
    assert certificate(given, [], left, ">=", right, seconds=10)
