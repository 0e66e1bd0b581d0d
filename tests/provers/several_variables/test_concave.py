"""Concave in one of the variables, and right at both ends of its interval."""

import pytest

UNIT = {"x": "(0, 1)", "y": "(0, 1)"}
TRUE = [
    (UNIT, "log(1 + x*y)", ">=", "log(2)*x*y"),
    (UNIT, "log(1 + x*y)", ">", "log(2)*x*y"),
    (UNIT, "exp(x*y)", "<", "1 + (exp(1) - 1)*x*y"),
    ({"x": "(0, pi/2)", "y": "positive"}, "sin(x)*exp(y)", ">", "2*x*(1 + y)/pi"),
]
FALSE = [
    (UNIT, "log(1 + x*y)", ">=", "(log(2) + 10**-6)*x*y"),
    ({"x": "(0, 1]", "y": "(0, 1]"}, "log(1 + x*y)", ">", "log(2)*x*y"),  # equal at (1, 1)
    ({"x": "(0, 2)", "y": "(0, 1)"}, "log(1 + x*y)", ">=", "log(2)*x*y"),
    (UNIT, "exp(x*y)", "<", "1 + 17/10*x*y"),
]


@pytest.mark.parametrize("claim", TRUE, ids=lambda c: f"{c[1]} {c[2]}")
def test_a_concave_function_is_above_its_chord(claim, certificate):
    given, left, rel, right = claim
    assert certificate(given, [], left, rel, right, seconds=10)


@pytest.mark.parametrize("claim", FALSE, ids=lambda c: f"{c[1]} {c[2]} {c[3]}")
def test_it_is_no_more_than_that(claim, certificate):
    given, left, rel, right = claim
    assert certificate(given, [], left, rel, right, seconds=3) is None
