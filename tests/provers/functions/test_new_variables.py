"""Powers of a variable, and its inverse sine, as the variable instead."""

import pytest

TRUE = [
    ({"x": "[0, 1]"}, "Abs(x**15 - x**5)", "<=", "2*sqrt(3)/9", "x**5"),
    ({"x": "[-1, 1]"}, "Abs(x**15 - x**5)", "<=", "2*sqrt(3)/9", "x**5"),
    ({"x": "real"}, "x**12 - 3*2**(1/3)*x**4 + 4", ">=", "0", "x**4"),
    ({"x": "(0, 1)"}, "asin(x)", "<", "pi*x/(2 + sqrt(1 - x**2))", "asin(x)"),
    ({"x": "[0, 1]"}, "asin(x)", "<=", "x + (pi/2 - 1)*x**3", "asin(x)"),
    ({"x": "positive"}, "log(1 + exp(x)) - x", "<", "log(2)*exp(-x/2)", "exp((-1/2)*x)"),
    ({"x": "(-oo, 0]"}, "log(1 + exp(x))", "<=", "log(2)*exp(x/2)", "exp(1/2*x)"),
]


@pytest.mark.parametrize(("given", "left", "rel", "right", "new"), TRUE)
def test_the_goal_is_shown_in_the_new_variable(given, left, rel, right, new, certificate):
    assert f"'is': '{new}'" in str(certificate(given, [], left, rel, right))
