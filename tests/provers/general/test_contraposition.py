"""What follows because a hypothesis would fail otherwise; equivalences among them."""

import pytest

REAL = {"x": "real", "y": "real"}
POSITIVE = {"x": "positive", "y": "positive"}
FALLING = [
    (POSITIVE, "log(x) < log(y)", "x", "<", "y"),
    (REAL, "exp(x) <= exp(y)", "x", "<=", "y"),
    (REAL, "x**3 < y**3", "x", "<", "y"),
    (REAL, "x**3 = y**3", "x", "=", "y"),
    (POSITIVE, "sqrt(x) < sqrt(y)", "x", "<", "y"),
    (REAL, "atan(x) < atan(y)", "x", "<", "y"),
    (REAL, "1/(1 + exp(-x)) < 1/(1 + exp(-y))", "x", "<", "y"),
]


@pytest.mark.parametrize(("given", "assuming", "lhs", "rel", "rhs"), FALLING)
def test_a_function_that_rises_keeps_the_order_of_its_arguments(
    grade, given, assuming, lhs, rel, rhs
):
    assert grade(given, lhs, rel, rhs, [assuming]) == "certified"
    assert grade(given, assuming, "iff", f"{lhs} {rel} {rhs}") == "certified"


@pytest.mark.parametrize(
    ("given", "assuming", "lhs", "rel", "rhs"),
    [
        (REAL, "x**2 < y**2", "x", "<", "y"),
        (REAL, "x**3 - x = y**3 - y", "x", "=", "y"),
        (POSITIVE, "log(x) < log(y) + 10**-9", "x", "<", "y"),
        (REAL, "exp(x) <= exp(y)", "x", "<", "y"),
    ],
)
def test_one_that_does_not_need_not(grade, given, assuming, lhs, rel, rhs):
    assert grade(given, lhs, rel, rhs, [assuming]) == "refuted"
