"""Dirichlet's and Fresnel's integrals, Euler's constant: certified, and certificates that name an
exponent outside the range of the theorem rejected."""

import pytest

from thence import checker
from thence.provers.statements import sealed
from thence.statement import read_statement

P = "positive"
TRUE = [
    ({"b": P}, [], "Integral(sin(b*x)/x, (x, 0, oo))", "pi/2"),
    ({}, [], "Integral(cos(x**2), (x, 0, oo))", "sqrt(2*pi)/4"),
    ({"p": "(0, 1)"}, [], "Integral(x**(p - 1)*sin(x), (x, 0, oo))", "gamma(p)*sin(pi*p/2)"),
    ({}, [], "Integral(sin(x)**2/x**2, (x, 0, oo))", "pi/2"),
    ({}, [], "Integral((1 - cos(x))/x**2, (x, 0, oo))", "pi/2"),
    ({"b": P}, [], "Integral(log(x)*exp(-b*x), (x, 0, oo))", "-(EulerGamma + log(b))/b"),
    ({}, [], "Integral(x*exp(-x - exp(-x)), (x, -oo, oo))", "EulerGamma"),
    ({}, [], "Integral(log(-log(x)), (x, 0, 1))", "-EulerGamma"),
    ({"t": "real", "b": P}, ["b*t < 1", "b*t > -1"],
     "Integral(exp(t*x - Abs(x)/b)/(2*b), (x, -oo, oo))", "1/(1 - b**2*t**2)"),
    ({"s": P, "a": "real"}, ["a < s", "a > -s"], "Integral(exp(-s*t)*cosh(a*t), (t, 0, oo))",
     "s/(s**2 - a**2)"),
    ({}, [], "Integral(x*(1 - x)**2014, (x, 0, 1))", "Integral(u**2014 - u**2015, (u, 0, 1))"),
    ({}, [], "Integral(x*(2*x - 1)**301, (x, 0, 1))", "1/606"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "assuming", "lhs", "rhs"), TRUE, ids=lambda v: str(v)[:40])
def test_they_are_certified(given, assuming, lhs, rhs, certificate):
    assert certificate(given, assuming, lhs, "=", rhs, seconds=20)


@pytest.mark.parametrize(("given", "assuming", "lhs", "rhs"), TRUE, ids=lambda v: str(v)[:40])
def test_the_same_with_a_side_that_is_a_little_too_large_are_not(
    given, assuming, lhs, rhs, certificate
):
    assert certificate(given, assuming, lhs, "=", f"{rhs} + 10**-12", seconds=20) is None


def rejected(lhs, rhs, item, given=None):
    """What the checker says to an item for an integral that it must not accept."""
    data = read_statement(given or {}, [], lhs, "=", rhs).as_json()
    item = {"kind": "integral", "is": rhs, "by": "euler", "times": "1", **item}
    body = {"values": [item], "proof": {"rule": "normal form"}}
    with pytest.raises(checker.Rejected) as caught:
        checker.check(data, sealed(data, "true", body))
    return str(caught.value)


def test_exponents_lie_in_the_range_of_the_theorem():
    sine, cosine = {"of": "sine", "b": "1"}, {"of": "cosine", "b": "1"}
    assert "obligation 1" in rejected("Integral(sin(x), (x, 0, oo))", "1", {**sine, "a": "1"})
    lhs = "Integral(sin(x)/x**2, (x, 0, oo))"
    assert "obligation 2" in rejected(lhs, "1", {**sine, "a": "-1"})
    assert "obligation 2" in rejected("Integral(cos(x)/x, (x, 0, oo))", "1", {**cosine, "a": "0"})
    lhs, real = "Integral(sin(b*x)/x, (x, 0, oo))", {"b": "real"}
    assert "obligation 0" in rejected(lhs, "pi/2", {**sine, "a": "0", "b": "b"}, real)


def test_the_value_and_the_range_are_those_of_the_theorem():
    sine = {"of": "sine", "a": "0", "b": "1"}
    lhs = "Integral(sin(x)/x, (x, 0, oo))"
    assert "equal" in rejected(lhs, "pi/2 + 10**(-12)", sine)
    assert "equal" in rejected(lhs, "pi/2", {**sine, "of": "cosine", "a": "1/2"})
    assert "range" in rejected("Integral(sin(x)/x, (x, 1, oo))", "pi/2", sine)
    logarithm = {"of": "logarithm", "a": "1", "b": "2"}
    lhs = "Integral(log(x)*exp(-2*x), (x, 0, oo))"
    assert "equal" in rejected(lhs, "-EulerGamma/2", logarithm)


def test_only_what_has_a_value_converges_by_it():
    item = {"kind": "integral", "is": "Integral(sin(x), (x, 0, oo))", "pieces": []}
    item["value_defined"] = {"0": {"of": "sine", "a": "1", "b": "1", "times": "1"}}
    data = read_statement({}, [], "Integral(sin(x), (x, 0, oo))", "=", "0").as_json()
    with pytest.raises(checker.Rejected, match="obligation 1"):
        checker.check(data, sealed(data, "true", {"values": [item], "proof": {}}))
