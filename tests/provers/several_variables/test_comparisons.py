"""Two variables in order, and a function that rises from one to the other."""

import pytest

ANGLES = dict.fromkeys("xy", "(0, pi/2)")
POSITIVE = dict.fromkeys("xy", "positive")
REAL = dict.fromkeys("xy", "real")
TRUE = [
    (ANGLES, "x > y", "tan(x)/x", ">", "tan(y)/y"),
    (ANGLES, "x > y", "sin(x)/x", "<", "sin(y)/y"),
    (POSITIVE, "y < x", "log(1 + x)/x", "<", "log(1 + y)/y"),
    (POSITIVE, "2*x > 2*y", "atan(x) - atan(y)", "<", "(x - y)/(1 + x*y)"),
    (REAL, "x >= y", "x**3 + sin(x)", ">=", "y**3 + sin(y)"),
    (REAL, "x > y", "exp(x) - exp(y)", ">", "(x - y)*exp((x + y)/2)"),
    (REAL, "x > y", "x - sqrt(1 + x**2)", ">", "y - sqrt(1 + y**2)"),
    # a quotient of values of one function
    (ANGLES, "x < y", "tan(x)/tan(y)", "<=", "x/y"),
    (ANGLES, "x < y", "x*sin(y)", "<", "y*sin(x)"),
    (POSITIVE, "x < y", "x*log(1 + y)", "<", "y*log(1 + x)"),
    # with a third variable in the slope
    (POSITIVE | {"t": "positive"}, "x < y", "(1 + t/x)**x", "<", "(1 + t/y)**y"),
]
#: Functions whose slope is at most 1 in size: the modulus is taken apart first.
LIPSCHITZ = ["cos(x)", "sqrt(1 + x**2)", "x*exp(-x**2)", "log(1 + exp(x))", "atan(x)"]


@pytest.mark.parametrize("claim", TRUE, ids=lambda c: c[2])
def test_what_rises_is_more_where_the_variable_is(claim, certificate):
    given, order, left, rel, right = claim
    assert certificate(given, [order], left, rel, right)


@pytest.mark.parametrize("function", LIPSCHITZ)
def test_a_function_with_slopes_up_to_1(function, certificate):
    gap = f"Abs({function} - {function.replace('x', 'y').replace('eyp', 'exp')})"
    assert certificate(REAL, [], gap, "<=", "Abs(x - y)", seconds=10)
    assert certificate(REAL, [], gap, "<=", "9/10*Abs(x - y)", seconds=2) is None
