"""Sines and cosines of several variables, as fractions in the tangents of their halves."""

import pytest

TRUE = [
    ("(0, pi)", "cos(x) + cos(y) - cos(x+y)", "<=", "3/2"),
    ("real", "cos(x) + cos(y) - cos(x+y)", "<=", "3/2"),
    ("(0, pi/2)", "cos(x - y) + 1/10**9", ">", "cos(x)*cos(y)"),
]


@pytest.mark.parametrize("claim", TRUE)
def test_polynomials_are_left(claim, certificate):
    domain, left, rel, right = claim
    assert certificate({"x": domain, "y": domain}, [], left, rel, right)
