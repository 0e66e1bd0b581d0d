"""Integrals that probability is made of: generating functions, normalisers, Stein's identity,
integrals by parts, ranges that may run backwards; and what is false by a little."""

import pytest

from thence import checker
from thence.provers.statements import sealed
from thence.statement import read_statement

R, P, N = "real", "positive", "integer>=1"
NORMAL = "exp(-(x - m)**2/(2*s**2))/(sqrt(2*pi)*s)"
TRUE = [
    ({}, "Integral(x**2*exp(-x**2 - x), (x, -oo, oo))", "3*sqrt(pi)*exp(1/4)/4"),
    ({"b": P}, "Integral(x*exp(-x**2 + b*x), (x, -oo, oo))", "b*sqrt(pi)*exp(b**2/4)/2"),
    # Gaussian integrals with parameters.
    ({"t": R, "m": R, "s": P}, f"Integral(exp(t*x)*{NORMAL}, (x, -oo, oo))",
     "exp(m*t + s**2*t**2/2)"),
    ({"a": R, "b": R}, "Integral(exp(-(x - a)**2/2)*exp(-(x - b)**2/2), (x, -oo, oo))",
     "sqrt(pi)*exp(-(a - b)**2/4)"),
    ({"m": R, "s": P}, f"Integral(Abs(x - m)*{NORMAL}, (x, -oo, oo))", "s*sqrt(2/pi)"),
    ({"m": R, "s": P}, "Integral(exp(-(log(x) - m)**2/(2*s**2))/(sqrt(2*pi)*s), (x, 0, oo))",
     "exp(m + s**2/2)"),
    # By parts.
    ({}, "Integral(x*sin(x)*exp(-x**2/2), (x, -oo, oo))",
     "Integral(cos(x)*exp(-x**2/2), (x, -oo, oo))"),
    ({"m": R, "s": P}, f"Integral((x - m)*tanh(x)*{NORMAL}, (x, -oo, oo))",
     f"s**2*Integral((1 - tanh(x)**2)*{NORMAL}, (x, -oo, oo))"),
    ({"n": N}, "Integral(log(x)**n, (x, 1, E))", "E - n*Integral(log(x)**(n - 1), (x, 1, E))"),
    # Closed forms on both sides.
    ({"m": R, "s": P}, f"Integral((x - m)*x**3*{NORMAL}, (x, -oo, oo))",
     f"s**2*Integral(3*x**2*{NORMAL}, (x, -oo, oo))"),
    # In units of its scale: Gumbel's density.
    ({"m": R, "b": P}, "Integral(exp(-(x - m)/b)*exp(-exp(-(x - m)/b))/b, (x, -oo, oo))", "1"),
    # From a location on: Laplace's and Cauchy's densities, and the logistic one.
    ({"m": R, "b": P}, "Integral(x*exp(-Abs(x - m)/b)/(2*b), (x, -oo, oo))", "m"),
    ({"m": R, "b": P}, "Integral((x - m)**2*exp(-Abs(x - m)/b)/(2*b), (x, -oo, oo))", "2*b**2"),
    ({"m": R, "b": P, "a": R}, "Integral(1/(pi*b*(1 + ((x - m)/b)**2)), (x, -oo, a))",
     "1/2 + atan((a - m)/b)/pi"),
    ({"m": R, "s": P}, "Integral(x*exp(-(x - m)/s)/(s*(1 + exp(-(x - m)/s))**2), (x, -oo, oo))",
     "m"),
    # Waves beside densities with a location, and over the other half of the line.
    ({"m": R, "s": P}, f"Integral(cos(x)*{NORMAL}, (x, -oo, oo))", "cos(m)*exp(-s**2/2)"),
    ({"m": R, "s": P}, f"Integral(sin(x)*{NORMAL}, (x, -oo, oo))", "sin(m)*exp(-s**2/2)"),
    ({}, "Integral(cos(x)/(1 + x**2), (x, -oo, oo))", "pi/E"),
    ({"t": P}, "Integral(sin(t*x)*exp(x)/x, (x, -oo, 0))", "atan(t)"),
    # A way that nests too deeply leaves the others.
    ({"b": P}, "Integral(log(x)/(b**2 + x**2), (x, 0, oo))", "pi*log(b)/(2*b)"),
    # By the slope in a parameter.
    ({"a": R}, "Integral(erf(a*x)*exp(-x**2), (x, 0, oo))", "atan(a)/sqrt(pi)"),
    # Of Euler's kind after a substitution.
    ({"t": "(-1, 1)"}, "Integral(exp(t*x)*exp(-x)/(1 + exp(-x))**2, (x, -oo, oo))",
     "gamma(1 - t)*gamma(1 + t)"),
    ({"t": "(-oo, 1)"}, "Integral(exp(t*x)*exp(-x - exp(-x)), (x, -oo, oo))", "gamma(1 - t)"),
    ({"k": P, "b": P}, "Integral(x*k/b*(x/b)**(k - 1)*exp(-(x/b)**k), (x, 0, oo))",
     "b*gamma(1 + 1/k)"),
    ({"a": P, "b": P}, "Integral(b**a*x**(-a - 1)*exp(-b/x)/gamma(a), (x, 0, oo))", "1"),
    ({"a": "(1, oo)", "m": P}, "Integral(a*m**a/x**a, (x, m, oo))", "a*m/(a - 1)"),
    # Oscillating integrands.
    ({"s": P, "a": R}, "Integral(exp(-s*t)*t*cos(a*t), (t, 0, oo))",
     "(s**2 - a**2)/(s**2 + a**2)**2"),
    # Ranges that may run backwards.
    ({"x": R}, "Integral(cos(t), (t, 0, x))", "sin(x)"),
    ({"a": R, "b": R}, "Integral(t**2, (t, a, b))", "(b**3 - a**3)/3"),
    ({"x": P}, "Integral(1/t, (t, 1, x))", "log(x)"),
    ({"x": "(-1, 1)"}, "Integral(1/(1 - t**2), (t, 0, x))", "atanh(x)"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "lhs", "rhs"), TRUE, ids=lambda v: str(v)[:50])
def test_integrals_of_probability_are_certified(given, lhs, rhs, certificate):
    assert certificate(given, [], lhs, "=", rhs)


@pytest.mark.parametrize(("given", "lhs", "rhs"), TRUE, ids=lambda v: str(v)[:50])
def test_the_same_with_a_side_that_is_a_little_too_large_are_not(given, lhs, rhs, certificate):
    assert certificate(given, [], lhs, "=", f"({rhs})*(1 + 10**-12)", seconds=5) is None


def rejected(given, lhs, rhs, item):
    """What the checker says to an item that it must not accept."""
    data = read_statement(given, [], lhs, "=", rhs).as_json()
    body = {"values": [{"kind": "integral", "is": rhs, **item}], "proof": {"rule": "normal form"}}
    with pytest.raises(checker.Rejected) as caught:
        checker.check(data, sealed(data, "true", body))
    return str(caught.value)


def test_an_antiderivative_across_a_pole_is_none():
    item = {"F": "log(Abs(t))", "hull": ["-oo", "oo"], "slope": {"rule": "normal form"}}
    given, lhs = {"x": "(-1, 2)"}, "Integral(1/t, (t, 1, x))"
    assert "obligation" in rejected(given, lhs, "x", item)
    assert "outside" in rejected(given, lhs, "x", {**item, "hull": ["0", "oo"]})


def test_both_ends_lie_inside_the_interval_of_an_antiderivative():
    item = {"F": "t**2/2", "hull": ["0", "1"], "slope": {"rule": "normal form"}}
    given, lhs = {"x": "[0, 1]"}, "Integral(t, (t, x, 1/2))"
    assert "outside" in rejected(given, lhs, "1/8 - x**2/2", item)
    item = {**item, "F": "-exp(-t)", "hull": ["-oo", "oo"]}
    assert "infinite" in rejected({}, "Integral(exp(-t), (t, 0, oo))", "1", item)


def test_a_wrong_antiderivative_is_none_on_any_interval():
    item = {"F": "sin(t) + t/10**12", "hull": ["-oo", "oo"], "slope": {"rule": "normal form"}}
    given, lhs = {"x": "real"}, "Integral(cos(t), (t, 0, x))"
    assert "does not show" in rejected(given, lhs, "sin(x) + x/10**12", item)


def test_the_rate_of_a_limit_is_positive_for_all_values_of_its_parameters():
    let = {"t": {"is": "x**(-a)", "bound": "1", "power": "a", "above": {"rule": "normal form"},
                 "below": {"rule": "bounds"}}}  # fmt: skip
    item = {"near": "1", "let": let, "to": "t", "is": "0"}
    with checker.precision():
        for given, good in (("positive", True), ("nonnegative", False), ("real", False)):
            context = checker.context_of({"given": {"a": given}, "assuming": []})
            body = checker.parse("x**(-a)", {"a", "x"})
            if good:
                checker.tends(context, body, "x", checker.OO, False, checker.ZERO, item)
                continue
            with pytest.raises(checker.Rejected):
                checker.tends(context, body, "x", checker.OO, False, checker.ZERO, item)
