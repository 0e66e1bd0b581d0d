"""Integrals with kinks, cut where these are."""

import pytest

EQUAL = [
    ("Integral(Abs(cos(x)), (x, 0, 3*pi))", "6"),
    ("Integral(Abs(x**2 - 4*x + 3), (x, 0, 4))", "4"),
    ("Integral(Abs(log(x) - 1), (x, 1, E**2))", "2*E - 2"),
    ("Integral(sqrt(1 + sin(x)), (x, 0, 2*pi))", "4*sqrt(2)"),
    ("Integral(sqrt(2 - 2*cos(x)), (x, 0, pi))", "4"),
    ("Integral(sqrt(1 - sin(2*x)), (x, 0, pi/2))", "2*sqrt(2) - 2"),
]


@pytest.mark.parametrize(("lhs", "rhs"), EQUAL)
def test_integrals_with_kinks_are_certified(lhs, rhs, certificate):
    assert certificate({}, [], lhs, "=", rhs)
