"""Inequalities and products for every n, by induction: proved where true, and only there."""

import pytest

N = {"n": "integer>=1"}
TRUE = [
    (N, "Sum(1/k, (k, 1, n))", ">=", "log(n + 1)"),
    (N, "Sum(1/k, (k, 1, n))", "<=", "1 + log(n)"),
    (N, "Sum(1/sqrt(k), (k, 1, n))", "<=", "2*sqrt(n)"),
    ({"n": "integer>=2"}, "Sum(1/sqrt(k), (k, 1, n))", ">", "sqrt(n)"),
    (N, "Sum(1/k**2, (k, 1, n))", "<=", "2 - 1/n"),
    (N, "Sum(log(k), (k, 1, n))", ">=", "n*log(n) - n"),
    (N, "Sum(1/sqrt(k), (k, 1, n))", ">=", "2*sqrt(n + 1) - 2"),
    (
        N | {"D": "positive", "G": "positive"},
        "D**2*sqrt(n) + G**2*Sum(1/sqrt(k), (k, 1, n))",
        "<=",
        "(D**2 + 2*G**2)*sqrt(n)",
    ),
    (N, "factorial(n)", ">=", "(n/E)**n"),
    (N, "binomial(2*n, n)", "<=", "4**n"),
    ({"n": "integer>=4"}, "2**n", ">=", "n**2"),
    ({"n": "integer>=2"}, "Product(1 - 1/k**2, (k, 2, n))", "=", "(n + 1)/(2*n)"),
    (N, "Product((2*k - 1)/(2*k), (k, 1, n))", "=", "binomial(2*n, n)/4**n"),
]
FALSE = [
    (N, "Sum(1/k, (k, 1, n))", ">", "log(n + 1) + 1/2"),
    (N, "Sum(1/k, (k, 1, n))", "<=", "log(n) + 99/100"),
    (N, "Sum(1/sqrt(k), (k, 1, n))", "<=", "2*sqrt(n) - 1 - 10**-12"),
    ({"n": "integer>=1"}, "Sum(1/sqrt(k), (k, 1, n))", ">", "sqrt(n)"),
    ({"n": "integer>=0"}, "Sum(1/k, (k, 1, n))", ">=", "log(n + 1) + 10**-6"),
    (N, "factorial(n)", ">", "2**(n - 1)"),
    ({"n": "integer>=2"}, "2**n", ">=", "n**2"),
    ({"n": "integer>=2"}, "Product(1 - 1/k**2, (k, 2, n))", "=", "(n + 1)/(2*n) + 10**-12"),
]


@pytest.mark.parametrize(("given", "lhs", "rel", "rhs"), TRUE)
def test_what_is_true_is_certified(grade, given, lhs, rel, rhs):
    assert grade(given, lhs, rel, rhs) == "certified"


@pytest.mark.parametrize(("given", "lhs", "rel", "rhs"), FALSE)
def test_what_is_false_is_refuted(grade, given, lhs, rel, rhs):
    assert grade(given, lhs, rel, rhs) == "refuted"
