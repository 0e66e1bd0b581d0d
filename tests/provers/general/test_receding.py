"""Sequences that fall towards a positive limit, and orders of growth built on them."""

import pytest

from thence.claim import Claim
from thence.pipeline import decide
from thence.statement import read_statement

N, LATER = {"n": "integer>=1"}, {"n": "integer>=3"}
FALSE = [
    (N, "Sum(1/k, (k, 1, n))", ">=", "log(n) + 578/1000"),  # Euler's constant is 0.5772...
    (N, "Sum(1/k, (k, 1, n))", ">", "log(n) + 1/(2*n) + 5773/10000"),
    (N, "Sum(1/sqrt(k), (k, 1, n))", ">=", "2*sqrt(n) - 146/100"),  # zeta(1/2) is -1.46035...
    (N, "log(factorial(n))", ">=", "n*log(n) - n + log(n)/2 + 9190/10000"),
]
TRUE = [
    (N, "Sum(1/k, (k, 1, n))", ">=", "log(n)"),
    (N, "Sum(1/k, (k, 1, n))", ">", "log(n) + 1/2"),
    (LATER, "Sum(1/sqrt(k), (k, 1, n))", ">=", "2*sqrt(n) - 3/2"),
    (LATER, "log(factorial(n))", ">=", "n*log(n) - n + log(n)/2 + 1/2"),
]


def grade(given, lhs, rel, rhs, tends="", kind="inequality", seconds=20):
    statement = read_statement(given, [], lhs, rel, rhs, tends)
    return decide(Claim("t.t", kind, (statement,)), seed=0, seconds=seconds)["grade"]


@pytest.mark.parametrize(("given", "lhs", "rel", "rhs"), FALSE)
def test_what_is_above_the_limit_is_not_proved(given, lhs, rel, rhs):
    assert grade(given, lhs, rel, rhs) != "certified"


@pytest.mark.parametrize(("given", "lhs", "rel", "rhs"), TRUE)
def test_what_falls_stays_above_its_limit(given, lhs, rel, rhs):
    # The slowest takes 12 seconds of a free core.
    assert grade(given, lhs, rel, rhs, seconds=60) == "certified"


WHOLE = [
    (N, "-Sum(1/k**2, (k, 1, n))", ">", "-5/3"),
    (N, "-Sum(1/(k*sqrt(k)), (k, 1, n))", ">", "-3"),
    ({"n": "integer>=2"}, "Product(1 - 1/k**2, (k, 2, n))", ">", "1/2"),
]


@pytest.mark.parametrize(("given", "lhs", "rel", "rhs"), WHOLE)
def test_the_rest_may_begin_with_all_there_is(given, lhs, rel, rhs, certificate):
    assert certificate(given, [], lhs, rel, rhs, seconds=10)


ORDERS = {
    ("Sum(1/k, (k, 1, n))", "~", "log(n)"): "certified",
    ("Sum(1/k, (k, 1, n))", "=", "log(n) + O(1)"): "certified",
    ("Sum(1/sqrt(k), (k, 1, n))", "~", "2*sqrt(n)"): "certified",
    ("Sum(k**2, (k, 1, n))", "~", "n**3/3"): "certified",
    ("Sum(1/k, (k, 1, n))", "~", "2*log(n)"): "refuted",
    ("Sum(1/sqrt(k), (k, 1, n))", "~", "sqrt(n)"): "refuted",
    ("Sum(k**2, (k, 1, n))", "~", "n**3/2"): "refuted",
}


@pytest.mark.parametrize(("sides", "wanted"), ORDERS.items())
def test_orders_of_sums_without_a_closed_form(sides, wanted):
    lhs, rel, rhs = sides
    assert grade(N, lhs, rel, rhs, "n -> oo", "asymptotic") == wanted
