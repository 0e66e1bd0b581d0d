"""Max(a, b) >= c by one of the two alone; clipped values; what neither shows."""

import pytest

XYC = {"x": "real", "y": "real", "c": "positive"}


@pytest.mark.parametrize(
    ("given", "lhs", "rel", "rhs"),
    [
        ({"x": "real"}, "Max(x**2 + 1, sin(5*x) + exp(x) - 3)", ">=", "1"),
        ({"x": "real", "y": "real"}, "Max(x**2 + y**2, x*y + sin(x))", ">=", "0"),
        ({"x": "real"}, "Min(x**2, cos(x) + x)", "<=", "x**2"),
        ({"x": "real", "c": "positive"}, "Abs(Max(-c, Min(x, c)))", "<=", "c"),
        (XYC, "Abs(Max(-c, Min(x, c)) - Max(-c, Min(y, c)))", "<=", "Abs(x - y)"),
    ],
)
def test_what_a_modulus_only_adds_to_is_shown_without_it(grade, given, lhs, rel, rhs):
    assert grade(given, lhs, rel, rhs) == "certified"


@pytest.mark.parametrize(
    ("given", "lhs", "rel", "rhs"),
    [
        ({"x": "real"}, "Max(x**2 + 1, sin(5*x) + exp(x) - 3)", ">=", "1 + 10**-9"),
        ({"x": "real"}, "Min(x**2 + 1, cos(x) + x)", ">=", "cos(x) + x"),
        (XYC, "Abs(Max(-c, Min(x, c)) - Max(-c, Min(y, c)))", ">=", "Abs(x - y)"),
    ],
)
def test_the_other_way_round_it_is_false(grade, given, lhs, rel, rhs):
    assert grade(given, lhs, rel, rhs) == "refuted"
