"""Goals that are the same in every scale, and exponentials and logarithms against several."""

import pytest

ST = {"s": "positive", "t": "positive"}
MEANS = ST | {"m": "real", "v": "real"}
N = {"n": "integer>=1", "s": "nonpositive[n]"}
X = {"x": "real"}
SMOOTHED = "x*erf(x/(sqrt(2)*r)) + x + sqrt(2/pi)*r*exp(-x**2/(2*r**2))"
TRUE = [
    # the divergence of two Gaussian densities
    (ST, "log(t/s) + s**2/(2*t**2)", ">=", "1/2"),
    (MEANS, "log(t/s) + (s**2 + (m - v)**2)/(2*t**2)", ">=", "1/2"),
    ({"s": "positive", "t": "real"}, "s*exp(t/s)", ">=", "s + t"),
    (ST, "s*log(s) + t*log(t)", ">=", "(s + t)*log((s + t)/2)"),
    # in the product with s
    ({"s": "positive", "t": "real"}, "t/(1 + exp(-s*t))", ">=", "-279/(1000*s)"),
    (X, "cosh(x)", "<=", "exp(x**2/2)"),
    ({"x": "positive"}, "sinh(x)/x", "<=", "exp(x**2/6)"),
    (N, "log(Sum(exp(s[i]), (i, 1, n)))", "<=", "log(n)"),
    # in units of minus the scale, on both sides of a kink
    ({"x": "real", "r": "negative"}, f"({SMOOTHED})/2", "<=", "Max(x, 0)"),
    ({"s": "negative", "t": "real"}, "s*exp(t/s)", "<=", "s + t"),
]
FALSE = [
    (ST, "log(t/s) + s**2/(2*t**2)", ">=", "1/2 + 10**-12"),
    (MEANS, "log(t/s) + (s**2 + (m - v)**2)/(2*t**2)", ">", "1/2"),
    (ST, "s*log(s) + t*log(t)", ">", "(s + t)*log((s + t)/2)"),
    ({"s": "positive", "t": "real"}, "t/(1 + exp(-s*t))", ">=", "-278/(1000*s)"),
    (X, "cosh(x)", "<=", "exp(x**2/2) - 10**-12"),
    ({"x": "positive"}, "sinh(x)/x", "<=", "exp(x**2/6 - x**4/100)"),
    (N, "log(Sum(exp(s[i]), (i, 1, n)))", "<", "log(n)"),
    ({"s": "negative", "t": "real"}, "s*exp(t/s)", "<=", "s + t + 10**-12*s"),
]


@pytest.mark.parametrize(("given", "lhs", "rel", "rhs"), TRUE)
def test_what_is_true_is_certified(grade, given, lhs, rel, rhs):
    assert grade(given, lhs, rel, rhs) == "certified"


@pytest.mark.parametrize(("given", "lhs", "rel", "rhs"), FALSE)
def test_what_is_false_is_refuted(grade, given, lhs, rel, rhs):
    assert grade(given, lhs, rel, rhs) == "refuted"
