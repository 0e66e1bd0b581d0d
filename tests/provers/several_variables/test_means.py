"""Concave functions of means, the function being read off the goal."""

import pytest

from thence import checker
from thence.provers.goal import Search
from thence.provers.statements import certify
from thence.statement import read_statement

POWERS = {"x": "positive", "y": "positive", "p": "(1, oo)"}
HALF_WAVES = {"x": "[0, pi]", "y": "[0, pi]"}
TRUE = [
    (HALF_WAVES, "sin((x + y)/2)", ">=", "(sin(x) + sin(y))/2"),
    (HALF_WAVES, "2*sin((x + y)/2)", ">=", "sin(x) + sin(y)"),
    (HALF_WAVES | {"t": "[0, 1]"}, "sin(t*y + (1-t)*x)", ">=", "(1-t)*sin(x) + t*sin(y)"),
    (dict.fromkeys("xy", "(0, pi/2)"), "tan((x + y)/2)", "<=", "(tan(x) + tan(y))/2"),
    (POWERS, "(x + y)**p", "<=", "2**(p - 1)*(x**p + y**p)"),
    (POWERS | {"t": "[0, 1]"}, "(t*x + (1-t)*y)**p", "<=", "t*x**p + (1-t)*y**p"),
    (POWERS | {"p": "(0, 1)", "z": "positive"}, "((x+y+z)/3)**p", ">=", "(x**p + y**p + z**p)/3"),
]  # fmt: skip


@pytest.mark.parametrize("claim", TRUE, ids=lambda c: c[1])
def test_jensens_inequality_for_the_function_of_the_goal(claim):
    given, left, rel, right = claim
    statement = read_statement(given, [], left, rel, right)
    certificate = certify(statement, None, Search(30))
    assert certificate is not None
    (lemma,) = set(checker.check(statement.as_json(), certificate))
    assert lemma.startswith("Jensen")


def test_variables_that_are_all_in_exponents_have_no_mean():
    statement = read_statement(dict.fromkeys("xy", "positive"), [], "x**x*y**y", ">=", "x**y*y**x")
    assert certify(statement, None, Search(20)) is not None
