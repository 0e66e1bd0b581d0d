"""Integrals and limits in closed form: certified where true, refuted where false."""

import pytest

from thence.provers.goal import Search
from thence.provers.statements import certify
from thence.statement import read_statement

A = {"a": "positive"}
GAUSS = {"m": "real", "s": "positive"}
DENSITY = "exp(-(x - m)**2/(2*s**2))/(sqrt(2*pi)*s)"

TRUE = [
    (A, "Integral(exp(-a*x), (x, 0, oo))", "1/a"),
    ({}, "Integral(1/(1 + x**2), (x, 0, oo))", "pi/2"),
    ({}, "Integral(log(x), (x, 0, 1))", "-1"),
    (GAUSS, f"Integral({DENSITY}, (x, 0, oo))", "(1 + erf(m/(sqrt(2)*s)))/2"),
    (A, "Limit(x*exp(-a*x), x, oo)", "0"),
    (A, "Limit(2*atan(a/x)/pi, x, 0)", "1"),
]
FALSE = [
    (A, "Integral(exp(-a*x), (x, 0, oo))", "2/a"),
    ({}, "Integral(x*sin(x), (x, 0, pi))", "pi + 10**-9"),
    ({}, "Limit(x*exp(-x), x, oo)", "1"),
    (GAUSS, f"Integral({DENSITY}, (x, 0, oo))", "(1 - erf(m/(sqrt(2)*s)))/2"),
]


@pytest.mark.parametrize(("given", "lhs", "rhs"), TRUE, ids=lambda v: str(v)[:30])
def test_a_true_closed_form_is_certified(grade, given, lhs, rhs):
    assert grade(given, lhs, "=", rhs) == "certified"


@pytest.mark.parametrize(("given", "lhs", "rhs"), FALSE, ids=lambda v: str(v)[:30])
def test_a_false_closed_form_is_refuted(grade, given, lhs, rhs):
    assert grade(given, lhs, "=", rhs) == "refuted"


def test_a_limit_in_a_side_is_evaluated(grade):
    assert grade({"y": "real"}, "y*Limit(x**2*exp(-x), x, oo) + y", "=", "y") == "certified"
    assert grade({"y": "real"}, "y*Limit(x**2*exp(-x), x, oo) + y", "=", "2*y") == "refuted"


def test_a_sum_that_may_run_backwards_has_no_value_by_telescoping():
    given, text = {"n": "integer>=0"}, "Sum((j/j)**(n + 1), (j, 2, n))"  # empty at n = 1
    statement = read_statement(given, ["n != 0"], text, ">", "0")
    assert certify(statement, None, Search(2)) is None
