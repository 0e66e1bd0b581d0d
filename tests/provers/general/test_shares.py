"""A variable between an end of its interval and what a hypothesis says."""

import pytest

A = {"a": "positive", "b": "positive", "D": "(0, 1)"}
LOGS, BEST = "a*log(D) + b*log(1 - D)", "a*log(a/(a + b)) + b*log(1 - a/(a + b))"
TRUE = [
    (A, ["D < a/(a + b)"], LOGS, "<", BEST),
    (A, ["D > a/(a + b)"], LOGS, "<", BEST),
    (A, ["D != a/(a + b)"], LOGS, "<", BEST),
    (A, ["D <= a/(a + b)"], LOGS, "<=", BEST),
    ({"b": "positive", "x": "positive"}, ["x < b**2"], "log(1 + x)", "<", "log(1 + b**2)"),
]


@pytest.mark.parametrize("claim", TRUE, ids=lambda c: f"{c[2]} if {c[1][0]}")
def test_its_share_of_the_way_is_a_variable(certificate, claim):
    given, assuming, left, rel, right = claim
    assert certificate(given, assuming, left, rel, right, seconds=15)
