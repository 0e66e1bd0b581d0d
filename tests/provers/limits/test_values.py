"""Limits by l'Hopital's rule and of what is small as a whole; excluded points and slacks."""

import pytest


@pytest.mark.parametrize(
    ("given", "lhs", "rhs"),
    [
        ({}, "Limit((exp(h) - 1 - h)/h**2, h, 0)", "1/2"),
        ({}, "Limit((sin(h) - h)/h**3, h, 0)", "-1/6"),
        ({"a": "real"}, "Limit(((1 + h)**a - 1)/h, h, 0)", "a"),
        ({"a": "positive"}, "Limit((sqrt(x) - sqrt(a))/(x - a), x, a)", "1/(2*sqrt(a))"),
        ({}, "Limit(sin(x)/x, x, oo)", "0"),
        ({}, "Limit(1/log(x), x, oo)", "0"),
        ({}, "Limit(x**2*erfc(x), x, oo)", "0"),
        ({}, "Limit(x*exp(x**2)*erfc(x), x, oo)", "1/sqrt(pi)"),
        ({"s": "positive"}, "Limit(x*(1 + erf(x/s)), x, -oo)", "0"),
        ({}, "Limit((x + cos(x))/x, x, oo)", "1"),
        ({}, "Limit((1 - 1/n)**n, n, oo)", "exp(-1)"),
        ({}, "Limit(2*(1 + 1/x)**(x**2)*exp(-x), x, oo)", "2*exp(-1/2)"),
        ({}, "Limit(cos(x)**(1/x**2), x, 0)", "exp(-1/2)"),
        ({"l": "real"}, "Limit((1 + l/n)**n, n, oo)", "exp(l)"),
        ({"l": "real"}, "Limit((1 + l*h)**(1/h), h, 0)", "exp(l)"),
        ({"l": "positive"}, "Limit((1 - h*l)**(1/h), h, 0)", "exp(-l)"),
        ({"l": "positive", "b": "positive"}, "Limit((1 + l/n)**(b*n), n, oo)", "exp(b*l)"),
    ],
)
def test_limits(given, lhs, rhs, certificate):
    assert certificate(given, [], lhs, "=", rhs, seconds=8)


def test_sequences_of_powers(certificate):
    """Less its limit, a power is no product."""
    given = {"n": "integer>=1", "a": "real"}
    to = ("integer n -> oo",)
    assert certificate(given, [], "(1 + a/n)**n", "=", "exp(a) + o(1)", *to, seconds=15)
    assert certificate(given, [], "Limit((1 + a/x)**x - exp(a), x, oo)", "=", "0", seconds=15)
    for wrong in ("exp(a) + 10**-12 + o(1)", "exp(2*a) + o(1)", "1 + a + o(1)"):
        assert certificate(given, [], "(1 + a/n)**n", "=", wrong, *to, seconds=2) is None


@pytest.mark.parametrize(
    "body", ["Integral(exp(-t*u**2), (u, 0, 1))", "Integral(t*u**t, (u, 0, 1))"]
)
def test_what_depends_on_a_variable_that_is_bound_has_no_name_of_its_own(body, certificate):
    assert certificate({}, [], f"Limit({body}, t, oo)", "=", "1/2", seconds=8) is None


def test_no_lemma_is_made_of_a_logarithm_under_a_sum(certificate):
    lhs, rhs = "Sum(1/k, (k, 1, n)) - log(n + 1)", "EulerGamma + o(1)"
    # true; a lemma about k, which nobody knows, raised
    certificate({"n": "integer>=1"}, [], lhs, "=", rhs, "n -> oo", seconds=8)


@pytest.mark.parametrize(
    ("given", "assuming", "lhs", "rel", "rhs"),
    [
        ({"x": "real"}, ["x != 0"], "exp(x)", ">", "1 + x"),
        ({"x": "real"}, ["x != sqrt(2)", "x != -sqrt(2)"], "x**2", "!=", "2"),
        ({"x": "positive"}, ["x != 1"], "x*log(x)", "!=", "0"),
        ({"x": "real", "a": "real"}, ["x != a", "x != -a"], "x**2", "!=", "a**2"),
        ({"x": "positive", "a": "positive"}, ["x != sqrt(a)"], "x + a/x", ">", "2*sqrt(a)"),
        ({"x": "real", "a": "positive"}, ["x != sqrt(a)", "x != -sqrt(a)"], "x**2", "!=", "a"),
        ({"n": "integer>=0", "x": "real"}, ["x <= 2**n"], "2*x + 1", "<=", "2**(n + 1) + 1"),
        (
            {"n": "integer>=0", "x": "real", "y": "real"},
            ["x <= 2**n", "y <= 2**(n + 1)"],
            "x + y",
            "<=",
            "2**(n + 2)",
        ),
    ],
)
def test_hypotheses_that_exclude_or_bound(given, assuming, lhs, rel, rhs, certificate):
    assert certificate(given, assuming, lhs, rel, rhs, seconds=8)


AB = {"a": "real", "b": "real"}


@pytest.mark.parametrize(
    ("given", "assuming", "lhs", "rhs"),
    [
        ({"a": "real"}, [], "Limit(exp(a/t), t, oo)", "1"),
        ({"a": "real"}, [], "Limit(log(1 + exp(a*h)), h, 0)", "log(2)"),
        (AB, [], "Limit(exp(a/t)/(exp(a/t) + exp(b/t)), t, oo)", "1/2"),
        (AB, ["a > b"], "Limit(exp(a/t)/(exp(a/t) + exp(b/t)), t, 0)", "1"),
        (AB, ["a > b"], "Limit(1/(1 + exp((b - a)/t)), t, 0)", "1"),
        (AB, ["a > b"], "Limit(t*log(exp(a/t) + exp(b/t)), t, 0)", "a"),
        (
            {**AB, "c": "real"},
            ["a > b", "a > c"],
            "Limit(exp(c/t)/(exp(a/t) + exp(b/t) + exp(c/t)), t, 0)",
            "0",
        ),
        (
            {"n": "integer>=1", "s": "real[n]", "k": "index[n]"},
            [],
            "Limit(exp(s[k]/t)/Sum(exp(s[i]/t), (i, 1, n)), t, oo)",
            "1/n",
        ),
    ],
)
def test_temperatures(given, assuming, lhs, rhs, certificate):
    assert certificate(given, assuming, lhs, "=", rhs, seconds=8)
