"""Positive numbers with a given product, as quotients of others."""

import pytest

from thence import checker
from thence.provers.statements import sealed
from thence.statement import read_statement

POSITIVE = dict.fromkeys("abc", "positive")
TRUE = [
    ("a*b*c = 1", "1/(1 + a + b) + 1/(1 + b + c) + 1/(1 + c + a)", "<=", "1"),
    ("a*b*c = 1", "(a - 1 + 1/b)*(b - 1 + 1/c)*(c - 1 + 1/a)", "<=", "1"),
    ("a*b*c = 8", "a + b + c + 1/a", ">", "6"),
    ("a*b*c = 1", "1/sqrt(1 + 8*a) + 1/sqrt(1 + 8*b) + 1/sqrt(1 + 8*c)", ">=", "1"),
]


def stated(equation, *relation, **other):
    return {**POSITIVE, **other}, [equation], *relation


@pytest.mark.parametrize("claim", TRUE, ids=lambda c: c[1][:40])
def test_what_is_true_for_a_given_product_is_certified(claim, certificate):
    assert certificate(*stated(*claim), seconds=60)


@pytest.mark.parametrize("changed", [("is", "2/(a*b)"), ("slope", "2")])
def test_another_value_of_the_last_variable_is_rejected(changed, certificate):
    found = certificate(*stated(*TRUE[0]), seconds=60)
    key, value = changed
    assert found["proof"]["then"][key] != value
    found["proof"]["then"][key] = value
    data = read_statement(*stated(*TRUE[0])).as_json()
    with pytest.raises(checker.Rejected):
        checker.check(data, sealed(data, "true", found))


@pytest.mark.parametrize("domain", ["real", "(0, 2]", "[1/2, oo)"])
def test_a_variable_that_is_not_any_positive_number_is_left_alone(domain, certificate):
    claim = stated(*TRUE[0], a=domain)
    assert certificate(*claim, seconds=20, only=("unit products",)) is None
