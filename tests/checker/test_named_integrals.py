"""Integrals that have a name: accepted as they are, and rejected with one thing changed."""

import pytest

from thence import checker
from thence.provers.goal import Search
from thence.provers.statements import certify, sealed
from thence.statement import read_statement

A, AB = {"a": "positive"}, {"a": "positive", "b": "positive"}
REAL_B = {"a": "positive", "b": "real"}
TRUE = [
    (AB, "Integral((exp(-a*x) - exp(-b*x))/x, (x, 0, oo))", "log(b/a)"),
    ({}, "Integral((atan(5*x) - atan(2*x))/x, (x, 0, oo))", "pi*log(5/2)/2"),
    (A, "Integral((x**a - 1)/log(x), (x, 0, 1))", "log(1 + a)"),
    (REAL_B, "Integral(exp(-a*x)*sin(b*x)/x, (x, 0, oo))", "atan(b/a)"),
    (REAL_B, "Integral(exp(-a*x**2)*cos(b*x), (x, 0, oo))", "sqrt(pi/a)*exp(-b**2/(4*a))/2"),
    (AB, "Integral(cos(b*x)/(a**2 + x**2), (x, 0, oo))", "pi*exp(-a*b)/(2*a)"),
]


def certificate(given, lhs, rhs):
    statement = read_statement(given, [], lhs, "=", rhs)
    return statement.as_json(), certify(statement, None, Search(30))


@pytest.mark.parametrize(("given", "lhs", "rhs"), TRUE)
def test_named_integrals_are_certified(given, lhs, rhs):
    data, found = certificate(given, lhs, rhs)
    assert found is not None
    checker.check(data, found)


def changed(given, lhs, rhs, **more):
    """How the checker takes the certificate with some fields of its integral changed."""
    data, found = certificate(given, lhs, rhs)
    item = {**found["values"][0], **more}
    return data, sealed(data, "true", {**found, "values": [item]})


CHEATS = [
    (0, {"a": "2*b"}),
    (0, {"f": "exp(-2*x)"}),
    (0, {"f": "exp(-x) + floor(x)"}),
    (0, {"ends": [{}, {}]}),
    (3, {"a": "-a"}),
    (3, {"of": "gauss"}),
    (4, {"of": "lorentz"}),
    (4, {"b": "2*b"}),
    (5, {"b": "-b"}),
    (5, {"times": "2"}),
]


@pytest.mark.parametrize(("which", "more"), CHEATS)
def test_a_certificate_with_something_changed_is_rejected(which, more):
    with pytest.raises(checker.Rejected):
        checker.check(*changed(*TRUE[which], **more))


def test_a_function_without_a_limit_has_no_frullani_integral():
    data = read_statement({}, [], "Integral((cos(2*x) - cos(x))/x, (x, 0, oo))", "=", "-log(2)")
    end = {"near": "1", "is": "0", "let": {}, "to": "0"}
    item = {"by": "frullani", "f": "cos(x)", "a": "2", "b": "1", "ends": [{}, end], "is": "-log(2)"}
    cheat = sealed(data.as_json(), "true", {
        "values": [{"kind": "integral", **item}], "proof": {"rule": "normal form"},
    })  # fmt: skip
    with pytest.raises(checker.Rejected):
        checker.check(data.as_json(), cheat)


@pytest.mark.parametrize(
    ("lhs", "rhs"),
    [
        ("Sum(1/(2*k + 1)**2, (k, 0, oo))", "pi**2/8"),
        ("Sum(1/(2*k - 1)**4, (k, 1, oo))", "pi**4/96"),
        ("Sum((-1)**k/(2*k + 1)**3, (k, 0, oo))", "pi**3/32"),
        ("Sum((-1)**k/(2*k + 1)**5, (k, 0, oo))", "5*pi**5/1536"),
        ("Sum(binomial(2*k, k)/8**k, (k, 0, oo))", "sqrt(2)"),
    ],
)
def test_sums_over_odd_numbers_and_central_binomials(lhs, rhs):
    data, found = certificate({}, lhs, rhs)
    assert found is not None
    checker.check(data, found)
    other = read_statement({}, [], lhs, "=", f"{rhs} + 10**-9").as_json()
    with pytest.raises(checker.Rejected):
        checker.check(other, sealed(other, "true", found))


def test_what_is_left_of_integrals_cancels_in_a_counterexample():
    waves = "Integral(log(sin(x)), (x, 0, 1)) - Integral(log(sin(x)) - 1, (x, 0, 1))"
    data = read_statement({}, [], waves, "=", "2").as_json()
    with pytest.raises(checker.Rejected):  # convergence is not shown
        checker.check(data, sealed(data, "false", {"point": {}, "values": []}))
    true = read_statement({}, [], "Integral(cos(x**2), (x, 0, 1))", "=",
                          "Integral(cos(x**2) - 1, (x, 0, 1)) + 1").as_json()  # fmt: skip
    with pytest.raises(checker.Rejected):
        checker.check(true, sealed(true, "false", {"point": {}, "values": []}))
    false = {**true, "rhs": "Integral(cos(x**2) - 1, (x, 0, 1)) + 2"}
    checker.check(false, sealed(false, "false", {"point": {}, "values": []}))


NESTED = "Integral(Integral(x*y, (y, 0, x)), (x, 0, s))"


def test_integrals_inside_integrals_are_evaluated_first():
    data, found = certificate({"s": "positive"}, NESTED, "s**4/8")
    assert found is not None
    checker.check(data, found)
    unit = "Integral(Integral(1/(1 - x*y), (x, 0, 1)), (y, 0, 1))"
    data, found = certificate({}, unit, "pi**2/6")
    assert found is not None
    checker.check(data, found)


def test_an_integral_inside_has_the_value_that_is_shown():
    _, found = certificate({"s": "positive"}, NESTED, "s**4/8")
    wrong = read_statement({"s": "positive"}, [], NESTED, "=", "s**4/4").as_json()
    first = found["values"][0]
    inner = {**first["inside"][0], "is": "x*x**2"}
    values = [{**first, "inside": [inner], "is": "Integral(x**3, (x, 0, s))"}, found["values"][1]]
    values[1] = {**values[1], "is": "s**4/4"}
    with pytest.raises(checker.Rejected):
        checker.check(wrong, sealed(wrong, "true", {
            "values": values, "proof": {"rule": "normal form"},
        }))  # fmt: skip


def test_an_enclosure_inside_an_integral_is_no_value():
    data = read_statement({}, [], "Integral(Integral(y, (y, 0, 1)), (x, 0, 1))", "=", "1/2")
    inner = {"kind": "integral", "called": "value_1", "at": ["0", "1"], "parts": [], "order": 4}
    item = {"kind": "integral", "by": "inside", "inside": [inner], "is": "Integral(1/2, (x, 0, 1))"}
    cheat = sealed(data.as_json(), "true", {"values": [item], "proof": {"rule": "normal form"}})
    with pytest.raises(checker.Rejected):
        checker.check(data.as_json(), cheat)
