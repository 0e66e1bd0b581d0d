"""Euler's and Gauss's formulas for gamma, and the inverse tangent of a reciprocal: identities
certified, and what is false at a pole."""

import pytest

TRUE = [
    ({"x": "(0, 1)"}, [], "gamma(1 - x)*gamma(x)*sin(pi*x)", "pi"),
    ({"x": "(0, 1)"}, [], "gamma(-x)*gamma(2 + x)", "-pi*(1 + x)/sin(pi*x)"),
    ({"x": "(0, 1)"}, [], "gamma(3 - x)*gamma(x)", "pi*(2 - x)*(1 - x)/sin(pi*x)"),
    ({"x": "(-1/2, 1/2)"}, [], "gamma(1/2 + x)*gamma(1/2 - x)", "pi/cos(pi*x)"),
    ({"x": "real"}, ["sin(pi*x) != 0"], "gamma(x)*gamma(1 - x)", "pi/sin(pi*x)"),
    ({"x": "positive"}, [], "gamma(3*x)/gamma(x)",
     "3**(3*x - 1/2)*gamma(x + 1/3)*gamma(x + 2/3)/(2*pi)"),
    ({"n": "integer>=1"}, [], "gamma(n/2)*gamma((n + 1)/2)", "2*sqrt(pi)*factorial(n - 1)/2**n"),
    ({"n": "integer>=0"}, [], "binomial(2*n, n)", "4**n*gamma(n + 1/2)/(sqrt(pi)*factorial(n))"),
    ({}, [], "gamma(1/5)*gamma(4/5)*sin(pi/5)", "pi"),
    ({}, [], "gamma(-1/4)*gamma(5/4)", "-sqrt(2)*pi"),
    ({"a": "positive", "b": "positive"}, [], "gamma(a + 1)*gamma(b)/gamma(a + b + 1)",
     "a/(a + b)*gamma(a)*gamma(b)/gamma(a + b)"),
]  # fmt: skip
#: Wrong by 1e-12, by a factor, by a sign; not defined at a pole.
FALSE = [
    ({"x": "(0, 1)"}, "gamma(x)*gamma(1 - x)", "pi/sin(pi*x) + 10**-12", "refuted"),
    ({"x": "(0, 1)"}, "gamma(-x)*gamma(1 + x)", "pi/sin(pi*x)", "refuted"),
    ({"x": "positive"}, "gamma(x)*gamma(x + 1/2)", "2**(1 - x)*sqrt(pi)*gamma(2*x)", "refuted"),
    ({"m": "integer>=0"}, "factorial(2*m)", "2**m*factorial(m)*gamma(m + 1/2)", "refuted"),
    ({"x": "(0, 2)"}, "gamma(x)*gamma(1 - x)*sin(pi*x)", "pi", "ill-posed"),
    ({"x": "real"}, "gamma(x)/gamma(2*x)", "2**(1 - 2*x)*sqrt(pi)/gamma(x + 1/2)", "ill-posed"),
]


@pytest.mark.parametrize(("given", "assuming", "lhs", "rhs"), TRUE, ids=lambda v: str(v)[:40])
def test_a_formula_for_gamma_is_certified(grade, given, assuming, lhs, rhs):
    assert grade(given, lhs, "=", rhs, assuming) == "certified"


@pytest.mark.parametrize(("given", "lhs", "rhs", "found"), FALSE, ids=lambda v: str(v)[:40])
def test_a_false_formula_is_not(grade, given, lhs, rhs, found):
    assert grade(given, lhs, "=", rhs) == found


@pytest.mark.parametrize(
    ("domain", "rhs", "found"),
    [
        ("positive", "pi/2", "certified"),
        ("negative", "-pi/2", "certified"),
        ("(-1, 0)", "pi/2", "refuted"),
        ("nonnegative", "pi/2", "ill-posed"),
    ],
)
def test_the_inverse_tangent_of_a_reciprocal(grade, domain, rhs, found):
    assert grade({"x": domain}, "atan(x/3) + atan(3/x)", "=", rhs) == found
    assert grade({"x": domain}, "atan((x**3 + x)/2) + atan(2/(x**3 + x))", "=", rhs) == found
