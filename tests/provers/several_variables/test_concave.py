"""Concave in one of the variables, and right at both ends of its interval."""

import pytest

from thence import checker
from thence.claim import read_statement
from thence.provers.goal import Search
from thence.provers.statements import certify

UNIT = {"x": "(0, 1)", "y": "(0, 1)"}
TRUE = [
    (UNIT, "log(1 + x*y)", ">=", "log(2)*x*y"),
    (UNIT, "log(1 + x*y)", ">", "log(2)*x*y"),
    (UNIT, "exp(x*y)", "<", "1 + (exp(1) - 1)*x*y"),
    ({"x": "(0, pi/2)", "y": "positive"}, "sin(x)*exp(y)", ">", "2*x*(1 + y)/pi"),
]
FALSE = [
    (UNIT, "log(1 + x*y)", ">=", "(log(2) + 10**-6)*x*y"),
    ({"x": "(0, 1]", "y": "(0, 1]"}, "log(1 + x*y)", ">", "log(2)*x*y"),  # equal at (1, 1)
    ({"x": "(0, 2)", "y": "(0, 1)"}, "log(1 + x*y)", ">=", "log(2)*x*y"),
    (UNIT, "exp(x*y)", "<", "1 + 17/10*x*y"),
]


@pytest.mark.parametrize("claim", TRUE, ids=lambda c: f"{c[1]} {c[2]}")
def test_a_concave_function_is_above_its_chord(claim):
    given, left, rel, right = claim
    statement = read_statement(given, [], left, rel, right)
    certificate = certify(statement, None, Search(10))
    assert certificate is not None
    assert checker.check(statement.as_json(), certificate) == []


@pytest.mark.parametrize("claim", FALSE, ids=lambda c: f"{c[1]} {c[2]} {c[3]}")
def test_it_is_no_more_than_that(claim):
    given, left, rel, right = claim
    assert certify(read_statement(given, [], left, rel, right), None, Search(3)) is None
