"""Binomial coefficients of integers in order."""

import pytest

N = {"n": "integer>=1", "k": "integer>=1"}
TRUE = [
    ("binomial(n, k)", "n**k/factorial(k)"),
    ("(n/k)**k", "binomial(n, k)"),
]


@pytest.mark.parametrize(("left", "right"), TRUE)
def test_bounds_of_binomial_coefficients(left, right, certificate):
    assert certificate(N, ["k <= n"], left, "<=", right, seconds=10)
    assert certificate(N, ["k <= n"], left, "<=", f"{right} - 10**-12", seconds=2) is None
