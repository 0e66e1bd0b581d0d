"""Error functions far out, where they are all but 1: GELU and its usual approximations."""

import pytest

from thence import checker
from thence.provers.one_variable import settled

NORMAL, LOGISTIC = "(1 + erf(x/sqrt(2)))/2", "1/(1 + exp(-1.702*x))"
TRUE = [
    ("real", f"Abs({NORMAL} - {LOGISTIC})", "<=", "95/10000"),
    ("real", f"Abs(x*{NORMAL} - x*{LOGISTIC})", "<=", "21/1000"),
    ("(-oo, -4]", f"x*{NORMAL} - x*{LOGISTIC}", "<=", "21/1000"),
    ("[4, oo)", f"x*{NORMAL} - x*{LOGISTIC}", ">=", "-21/1000"),
]
FALSE = [
    ("real", f"Abs({NORMAL} - {LOGISTIC})", "<=", "94/10000"),
    ("real", f"Abs(x*{NORMAL} - x*{LOGISTIC})", "<=", "20/1000"),
    ("(-oo, 0]", f"x*{NORMAL} - x*{LOGISTIC}", "<=", "20/1000"),
]


@pytest.mark.parametrize(("domain", "lhs", "rel", "rhs"), TRUE)
def test_an_approximation_is_good_everywhere(domain, lhs, rel, rhs, certificate):
    assert certificate({"x": domain}, [], lhs, rel, rhs)


@pytest.mark.parametrize(("domain", "lhs", "rel", "rhs"), FALSE)
def test_it_is_no_better_than_it_is(domain, lhs, rel, rhs, certificate):
    assert certificate({"x": domain}, [], lhs, rel, rhs, seconds=4) is None


def test_how_far_an_error_function_is_from_1():
    _, term, proof = settled.how_far(checker.Context({}, {}, [], []))
    name = "far"
    domain = checker.Context({}, {}, [], []).domain("(0, oo)")
    context = checker.Context({}, {}, [], []).having(name, domain)
    checker.prove(context, ">=", term, proof)
    with pytest.raises(checker.Rejected):
        checker.prove(context, ">=", term - checker.num(1) / checker.num(10**9), proof)
