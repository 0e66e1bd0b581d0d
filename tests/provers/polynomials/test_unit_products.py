"""Positive numbers with a given product, as quotients of others."""

import pytest

from thence import checker
from thence.claim import read_statement
from thence.provers.goal import Search
from thence.provers.statements import certify, sealed

POSITIVE = dict.fromkeys("abc", "positive")
TRUE = [
    ("a*b*c = 1", "1/(1 + a + b) + 1/(1 + b + c) + 1/(1 + c + a)", "<=", "1"),
    ("a*b*c = 1", "(a - 1 + 1/b)*(b - 1 + 1/c)*(c - 1 + 1/a)", "<=", "1"),
    ("a*b*c = 8", "a + b + c + 1/a", ">", "6"),
    ("a*b*c = 1", "1/sqrt(1 + 8*a) + 1/sqrt(1 + 8*b) + 1/sqrt(1 + 8*c)", ">=", "1"),
]


def read(equation, lhs, rel, rhs, **other):
    return read_statement({**POSITIVE, **other}, [equation], lhs, rel, rhs)


@pytest.mark.parametrize("claim", TRUE, ids=lambda c: c[1][:40])
def test_what_is_true_for_a_given_product_is_certified(claim):
    statement = read(*claim)
    certificate = certify(statement, None, Search(60))
    assert certificate is not None
    assert checker.check(statement.as_json(), certificate) == []


@pytest.mark.parametrize("changed", [("is", "2/(a*b)"), ("slope", "2")])
def test_another_value_of_the_last_variable_is_rejected(changed):
    statement = read(*TRUE[0])
    certificate = certify(statement, None, Search(60))
    body = {k: v for k, v in certificate.items() if k not in ("version", "conclusion", "digest")}
    key, value = changed
    assert body["proof"]["then"][key] != value
    body["proof"]["then"][key] = value
    with pytest.raises(checker.Rejected):
        checker.check(statement.as_json(), sealed(statement.as_json(), "true", body))


@pytest.mark.parametrize("domain", ["real", "(0, 2]", "[1/2, oo)"])
def test_a_variable_that_is_not_any_positive_number_is_left_alone(domain):
    search = Search(20, only=("unit products",))
    assert certify(read(*TRUE[0], a=domain), None, search) is None
