"""Sines and cosines of several variables, as fractions in the tangents of their halves."""

import pytest

from thence import checker
from thence.claim import read_statement
from thence.provers.goal import Search
from thence.provers.statements import certify

TRUE = [
    ("(0, pi)", "cos(x) + cos(y) - cos(x+y)", "<=", "3/2"),
    ("real", "cos(x) + cos(y) - cos(x+y)", "<=", "3/2"),
    ("(0, pi/2)", "cos(x - y) + 1/10**9", ">", "cos(x)*cos(y)"),
]


@pytest.mark.parametrize("claim", TRUE)
def test_polynomials_are_left(claim):
    domain, left, rel, right = claim
    statement = read_statement({"x": domain, "y": domain}, [], left, rel, right)
    certificate = certify(statement, None, Search(30))
    assert certificate is not None
    assert checker.check(statement.as_json(), certificate) == []
