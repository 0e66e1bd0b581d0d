"""Terms without a value at an end, and logarithms against one another."""

import pytest

ENTROPY = "-p*log(p) - (1 - p)*log(1 - p)"
TRUE = [
    ("p", "(0, 1)", ENTROPY, ">=", "4*log(2)*p*(1 - p)", "rewrite"),
    ("p", "(0, 1)", ENTROPY, "<=", "2*log(2)*sqrt(p*(1 - p))", "rewrite"),
    ("p", "(0, 1)", ENTROPY, ">=", "-log(p**2 + (1 - p)**2)", "rewrite"),
    ("x", "real", "log(1 + x + x**2/2)", ">=", "-log(1 - x + x**2/2)", "lemma"),
    ("x", "positive", "3*log(1 + x)", ">=", "log(x) + 3*log(3) - 2*log(2)", "rewrite"),
]


@pytest.mark.parametrize(("name", "domain", "lhs", "rel", "rhs", "rule"), TRUE)
def test_true_inequalities_are_certified(name, domain, lhs, rel, rhs, rule, certificate):
    found = certificate({name: domain}, [], lhs, rel, rhs, seconds=60)
    assert found is not None
    assert rule in str(found["proof"])
