"""What falls to its limit at infinity: tails of the Gaussian, and what GELU needs of them."""

import pytest

TRUE = [
    ("positive", "Integral(exp(-t**2/2), (t, x, oo))", "<", "exp(-x**2/2)/x"),
    ("positive", "Integral(exp(-t**2/2), (t, x, oo))", ">=", "x/(1 + x**2)*exp(-x**2/2)"),
    ("nonnegative", "erfc(x/sqrt(2))/2", "<=", "exp(-x**2/2)/2"),
    ("real", "x*(1 + erf(x/sqrt(2)))/2", ">", "-17/100"),
    ("positive", "sqrt(pi/2)*exp(x**2/2)*erfc(x/sqrt(2))", ">", "x/(x**2 + 1)"),
    ("positive", "exp(x**2)*erfc(x)", ">", "2/(sqrt(pi)*(x + sqrt(x**2 + 2)))"),
    ("real", "x*(1 + erf(x/sqrt(2)))/2 + exp(-x**2/2)/sqrt(2*pi)", ">", "Max(x, 0)"),
    ("real", "Max(x, 0) - x*(1 + erf(x/sqrt(2)))/2", "<", "17/100"),
]
FALSE = [
    ("nonnegative", "erfc(x/sqrt(2))/2", "<=", "exp(-x**2/2)*49/100"),  # at 0
    ("positive", "exp(x**2)*erfc(x)", ">", "2/(sqrt(pi)*(x + sqrt(x**2 + 19/10)))"),  # far out
    ("real", "x*(1 + erf(x/sqrt(2)))/2", ">", "-1699/10000"),  # inside
    ("positive", "Integral(exp(-t**2/2), (t, x, oo))", "<=", "exp(-x**2/2)/(x + 1/100)"),  # far out
]


@pytest.mark.parametrize(("domain", "lhs", "rel", "rhs"), TRUE)
def test_a_tail_is_bounded_from_infinity(domain, lhs, rel, rhs, certificate):
    assert certificate({"x": domain}, [], lhs, rel, rhs, seconds=20)


@pytest.mark.parametrize(("domain", "lhs", "rel", "rhs"), FALSE)
def test_a_bound_that_fails_somewhere_is_not_shown(domain, lhs, rel, rhs, certificate):
    assert certificate({"x": domain}, [], lhs, rel, rhs, seconds=3) is None
