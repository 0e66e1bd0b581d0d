"""Sums compared with a bound step by step, as sums of learning rates are."""

import pytest

from thence.checker import check
from thence.claim import read_statement
from thence.provers.goal import Search
from thence.provers.statements import certify

T = {"T": "integer>=1", "D": "positive", "G": "positive"}
TRUE = [
    ("Sum(1/sqrt(t), (t, 1, T))", "<=", "2*sqrt(T) - 1"),
    ("Sum(1/sqrt(t), (t, 1, T))", ">=", "2*sqrt(T + 1) - 2"),
    ("Sum(1/t, (t, 1, T))", "<=", "1 + log(T)"),
    ("log(T + 1)", "<=", "Sum(1/t, (t, 1, T))"),
    ("Sum(1/t**2, (t, 1, T))", "<=", "2 - 1/T"),
    ("Sum(log(t), (t, 1, T))", ">=", "T*log(T) - T + 1"),
    ("D**2*sqrt(T) + G**2*Sum(1/sqrt(t), (t, 1, T))", "<=", "(D**2 + 2*G**2)*sqrt(T)"),
]
FALSE = [
    ("Sum(1/sqrt(t), (t, 1, T))", "<=", "2*sqrt(T) - 1 - (T - 1)/10**9"),  # in the steps
    ("Sum(1/t, (t, 1, T))", "<=", "1 + log(T) - 10**-12"),  # at the first index alone
    ("Sum(1/t, (t, 1, T))", "<=", "99/100 + log(T)"),
]


@pytest.mark.parametrize(("lhs", "rel", "rhs"), TRUE)
def test_a_sum_is_bounded_step_by_step(lhs, rel, rhs):
    statement = read_statement(T, [], lhs, rel, rhs)
    found = certify(statement, None, Search(20))
    assert found is not None
    assert check(statement.as_json(), found) == []


@pytest.mark.parametrize(("lhs", "rel", "rhs"), FALSE)
def test_a_bound_that_fails_in_one_step_is_not_shown(lhs, rel, rhs):
    assert certify(read_statement(T, [], lhs, rel, rhs), None, Search(4)) is None


def test_an_index_whose_range_is_empty_is_not_taken_for_the_first():
    given = {"T": "integer>=0"}
    claim = read_statement(given, [], "Sum(1/t, (t, 1, T))", ">=", "log(T + 1) + 10**-6")
    assert certify(claim, None, Search(4)) is None
