"""Two variables in order, and a function that rises from one to the other."""

import pytest

from thence import checker
from thence.claim import read_statement
from thence.provers.goal import Search
from thence.provers.statements import certify

ANGLES = dict.fromkeys("xy", "(0, pi/2)")
POSITIVE = dict.fromkeys("xy", "positive")
REAL = dict.fromkeys("xy", "real")
TRUE = [
    (ANGLES, "x > y", "tan(x)/x", ">", "tan(y)/y"),
    (ANGLES, "x > y", "sin(x)/x", "<", "sin(y)/y"),
    (POSITIVE, "y < x", "log(1 + x)/x", "<", "log(1 + y)/y"),
    (POSITIVE, "2*x > 2*y", "atan(x) - atan(y)", "<", "(x - y)/(1 + x*y)"),
    (REAL, "x >= y", "x**3 + sin(x)", ">=", "y**3 + sin(y)"),
    (REAL, "x > y", "exp(x) - exp(y)", ">", "(x - y)*exp((x + y)/2)"),
]


@pytest.mark.parametrize("claim", TRUE, ids=lambda c: c[2])
def test_what_rises_is_more_where_the_variable_is(claim):
    given, order, left, rel, right = claim
    statement = read_statement(given, [order], left, rel, right)
    certificate = certify(statement, None, Search(30))
    assert certificate is not None
    assert checker.check(statement.as_json(), certificate) == []
