"""Integrals of logarithms of sines and what leads to them; the same with a side that is a little
too large."""

import pytest

TRUE = [
    ({}, "Integral(log(sin(x)), (x, 0, pi/2))", "-pi*log(2)/2"),
    ({}, "Integral(log(sin(x)), (x, 0, pi))", "-pi*log(2)"),
    ({}, "Integral(log(2*cos(x)), (x, 0, pi/2))", "0"),
    ({}, "Integral(log(1 + cos(x)), (x, 0, pi))", "-pi*log(2)"),
    ({"a": "positive"}, "Integral(log(a*sin(x)), (x, 0, pi/2))", "pi*log(a/2)/2"),
    ({}, "Integral(x*log(sin(x)), (x, 0, pi))", "-pi**2*log(2)/2"),
    ({}, "Integral(log(tan(x)), (x, 0, pi/2))", "0"),
    ({}, "Integral(x*cos(x)/sin(x), (x, 0, pi/2))", "pi*log(2)/2"),
    ({}, "Integral(x**2/sin(x)**2, (x, 0, pi/2))", "pi*log(2)"),
    ({}, "Integral(log(1 + x**2)/(1 + x**2), (x, 0, oo))", "pi*log(2)"),
    ({}, "Integral(log(x)/sqrt(1 - x**2), (x, 0, 1))", "-pi*log(2)/2"),
    ({}, "Integral(log(x)/sqrt(x - x**2), (x, 0, 1))", "-2*pi*log(2)"),
]


@pytest.mark.parametrize(("given", "lhs", "rhs"), TRUE, ids=lambda v: str(v)[:40])
def test_integrals_of_logarithms_of_sines_are_certified(given, lhs, rhs, certificate):
    assert certificate(given, [], lhs, "=", rhs, seconds=20)


@pytest.mark.parametrize(("given", "lhs", "rhs"), TRUE, ids=lambda v: str(v)[:40])
def test_the_same_with_a_side_that_is_a_little_too_large_are_not(given, lhs, rhs, certificate):
    assert certificate(given, [], lhs, "=", f"{rhs} + 10**-12", seconds=20) is None


def test_an_integral_is_left_where_a_half_of_its_range_does_not_converge(certificate):
    divergent = "Integral(log(sin(x))/sin(x), (x, 0, pi))"
    assert certificate({}, [], divergent, "=", "0", seconds=20) is None
