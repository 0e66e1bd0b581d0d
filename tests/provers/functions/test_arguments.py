"""The same function of two things in order."""

import pytest

AB = {"a": "positive", "b": "positive"}
TRUE = [
    (AB, [], "atan(sqrt(a*b))", "<=", "atan((a + b)/2)"),
    (AB, [], "erf(sqrt(a*b))", "<=", "erf((a + b)/2)"),
    (AB | {"c": "positive"}, ["a*b >= c**2"], "2*erf(c**2/b)", "<=", "2*erf(a)"),
    (AB | {"c": "positive"}, ["a*b > c**2"], "atan(c**2/b)", "<", "atan(a)"),
    ({"a": "real", "b": "real"}, [], "atan((a + b)/2)", "<=", "atan(Max(a, b))"),
]
FALSE = [
    (AB, [], "atan(sqrt(a*b))", "<", "atan((a + b)/2)"),
    (AB | {"c": "positive"}, ["a*b >= c**2"], "atan(c**2/b)", "<", "atan(a)"),
    (AB | {"c": "positive"}, ["a*b >= c**2 - 10**-12"], "erf(c**2/b)", "<=", "erf(a)"),
]


@pytest.mark.parametrize("claim", TRUE, ids=lambda c: f"{c[2]} {c[3]} {c[4]}")
def test_the_order_of_the_arguments_decides(claim, certificate):
    assert certificate(*claim, seconds=10)


@pytest.mark.parametrize("claim", FALSE, ids=lambda c: f"{c[2]} {c[3]} {c[4]}")
def test_an_order_that_is_not_shown_does_not(claim, certificate):
    assert certificate(*claim, seconds=4) is None
