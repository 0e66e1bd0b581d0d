"""Equivalences: false ones first, then what follows from each other by way of hypotheses."""

import pytest

from thence import verdict
from thence.provers.goal import Search
from thence.provers.statements import certify
from thence.statement import read_statement

POSITIVE = {"a": "positive", "b": "positive"}

SQR = dict.fromkeys("sqr", "positive")
FALSE = [
    (POSITIVE, "Abs(1 - a*b) <= 1", "a < 2/b"),  # at the edge
    (POSITIVE, "Abs(1 - a*b) < 1", "a < 2/b + 10**-12"),
    ({"x": "real"}, "x**2 < 1", "x < 1"),  # on one branch
    ({"x": "real"}, "x**2 >= 0", "x != 0"),
    ({"x": "nonnegative"}, "x**2 > 0", "x >= 0"),
    ({"x": "real"}, "Abs(x) = x", "x > 0"),
    ({"x": "real"}, "1/x > 0", "x > 0"),  # not defined at 0
    ({"n": "integer>=1"}, "n > 1", "n >= 3"),
    (SQR | {"s": "real"}, "s**2 - q*s - q*r = 0", "s = (q + sqrt(q**2 + 4*q*r))/2"),
    (SQR, "s**2 - q*s - q*r = 0", "s = (q - sqrt(q**2 + 4*q*r))/2"),
    (SQR, "s**2 - q*s - q*r = 10**-12*q", "s = (q + sqrt(q**2 + 4*q*r))/2"),
]
TRUE = [
    (POSITIVE, "Abs(1 - a*b) < 1", "a < 2/b"),
    (POSITIVE, "a*(a + b) < b", "a < b/(a + b)"),
    ({"x": "real"}, "exp(x) > 1", "x > 0"),
    ({"x": "real"}, "Abs(x) <= 1", "x**2 <= 1"),
    ({"x": "real"}, "x**2 = 0", "x = 0"),
    (SQR, "s**2 - q*s - q*r = 0", "s = (q + sqrt(q**2 + 4*q*r))/2"),
    (SQR, "2*q*r = 2*s**2 - 2*q*s", "s = (q + sqrt(q**2 + 4*q*r))/2"),
]


def certificate(given, left, right):
    statement = read_statement(given, [], left, "iff", right)
    return statement, certify(statement, None, Search(20))


@pytest.mark.parametrize(("given", "left", "right"), FALSE)
def test_what_is_not_equivalent(given, left, right):
    assert certificate(given, left, right)[1] is None
    assert certificate(given, right, left)[1] is None


@pytest.mark.parametrize(("given", "left", "right"), TRUE)
def test_what_is(given, left, right):
    statement, found = certificate(given, left, right)
    assert found is not None
    assert verdict.certified(statement, found).grade == "certified"
