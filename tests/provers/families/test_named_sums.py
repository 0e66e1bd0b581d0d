"""Sums that are nowhere negative, for variables and against one of their summands."""

import pytest

from thence import checker
from thence.claim import read_statement
from thence.provers.goal import Search
from thence.provers.statements import certify

X = {"n": "integer>=1", "x": "real[n]", "y": "real[n]", "k": "index[n]"}
X2 = "Sum(x[i]**2, (i, 1, n))"
MEAN = "Sum(x[j], (j, 1, n))/n"
TRUE = [
    # the norm of what is clipped
    (X | {"c": "positive"}, f"sqrt(Sum((x[i]/Max(1, sqrt({X2})/c))**2, (i, 1, n)))", "<=", "c"),
    # a sum of squares of what is normalised, whose variance is one sum within another
    (
        X | {"e": "positive"},
        f"Sum((x[i] - {MEAN})**2/(Sum((x[k] - {MEAN})**2, (k, 1, n))/n + e), (i, 1, n))",
        "<=",
        "n",
    ),
    # a root that no sum of the normal form is solved for
    (X, f"sqrt(Sum(Abs(x[i])/(1 + {X2.replace('i', 'j')}), (i, 1, n)))", "<=", "n + 1"),
    # one sum twice, and two sums, against the summands at k
    (X, "2*Abs(x[k])", "<=", "Sum(Abs(x[j]), (j, 1, n)) + Sum(Abs(x[j]), (j, 1, n))"),
    (X, "Abs(x[k] + y[k])", "<=", "Sum(Abs(x[j]), (j, 1, n)) + Sum(Abs(y[j]), (j, 1, n))"),
]


@pytest.mark.parametrize("claim", TRUE, ids=lambda c: f"{c[1]} {c[2]} {c[3]}")
def test_they_are_certified(claim):
    given, left, rel, right = claim
    statement = read_statement(given, [], left, rel, right)
    certificate = certify(statement, None, Search(10))
    assert certificate is not None
    checker.check(statement.as_json(), certificate)
