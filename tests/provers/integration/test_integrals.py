"""Integrals: equal ones certified, and certificates that cheat rejected."""

import pytest

from thence import checker
from thence.provers import limits
from thence.provers.goal import Search
from thence.provers.statements import sealed
from thence.statement import read_statement

A = {"a": "positive"}
EQUAL = [
    ({}, "Integral(3*x**2 + exp(-x**2), (x, 0, 2))", "8 + Integral(exp(-x**2), (x, 0, 2))"),
    ({}, "Integral(exp(-x**2), (x, -1, 2))",
     "Integral(exp(-u**2), (u, 0, 1)) + Integral(exp(-u**2), (u, 0, 2))"),
    ({}, "Integral(x*exp(x**4), (x, 0, 2))", "Integral(exp(u**2), (u, 0, 4))/2"),
    (A, "Integral(exp(-a*x)/(1 + x), (x, 0, oo))", "Integral(exp(-u)/(a + u), (u, 0, oo))"),
    ({}, "Integral(x**3*cos(x)/(1 + x**4), (x, -3, 3))", "0"),
    ({}, "Integral(1/(5 + 4*cos(x)), (x, 0, 2*pi))", "2*pi/3"),
    ({}, "Integral(sqrt(3 - x**2), (x, 0, sqrt(3)))", "3*pi/4"),
    ({}, "Integral(log(x)/(4 + 4*x**2), (x, 0, oo))", "0"),
    ({"k": "integer>=3"}, "Integral(log(x)/x**k, (x, 1, oo))", "1/(k - 1)**2"),
    (A, "Integral(1/(a**2 + x**2)**2, (x, 0, oo))", "pi/(4*a**3)"),
    ({"a": "(2, oo)"}, "Integral(1/(a + 2*cos(x)), (x, 0, pi))", "pi/sqrt(a**2 - 4)"),
    ({"a": "positive", "b": "positive"},
     "Integral(1/(a**2*sin(x)**2 + b**2*cos(x)**2), (x, 0, pi))", "pi/(a*b)"),
    ({}, "Integral(1/(sin(x)**4 + cos(x)**4), (x, 0, pi))", "sqrt(2)*pi"),
    ({}, "Integral(1/(1 + x**4), (x, -1, 1))", "(pi + 2*log(1 + sqrt(2)))/(2*sqrt(2))"),
    ({}, "Integral(1/(x*sqrt(4*x**2 - 1)), (x, 1/sqrt(2), 1))", "pi/12"),
    ({}, "Integral(sin(x)**5/x, (x, 0, oo))", "3*pi/16"),
    ({}, "Integral(log(1 + exp(-2*x)), (x, 0, oo))", "pi**2/24"),
    ({}, "Integral(x/sinh(2*x), (x, 0, oo))", "pi**2/16"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "lhs", "rhs"), EQUAL, ids=lambda v: str(v)[:40])
def test_equal_integrals_are_certified(given, lhs, rhs, certificate):
    assert certificate(given, [], lhs, "=", rhs)


def rejected(lhs, rhs, item, **more):
    data = read_statement({}, [], lhs, "=", rhs).as_json()
    body = {"values": [{"kind": "integral", "is": rhs, **item}], **more}
    body.setdefault("proof", {"rule": "normal form"})
    with pytest.raises(checker.Rejected) as caught:
        checker.check(data, sealed(data, "true", body))
    return str(caught.value)


def test_limits_at_the_ends_of_an_empty_range_need_not_agree():
    with checker.precision():
        context = checker.context_of({"given": {}, "assuming": []})
        jump, sides = checker.parse("atan(1/x)", {"x"}), (False, True)
        ends = [
            limits.tends(context, jump, "x", checker.ZERO, None, Search(30), side) for side in sides
        ]
    assert [end["is"] for end in ends] == ["1/2*pi", "(-1)/2*pi"]
    piece = {"F": "atan(1/x)", "slope": {"rule": "normal form"}, "ends": ends}
    assert "order" in rejected("Integral(-1/(1 + x**2), (x, 0, 0))", "-pi", {"pieces": [piece]})


def test_the_mean_with_the_range_turned_around_needs_convergence():
    odd = "1/(1 - x) - 1/(1 + x)"
    item = {
        "by": "substitution", "var": "u", "range": ["-1", "1"], "g": "-u", "rising": False,
        "slope": {"rule": "bounds"}, "ends": [{}, {}], "weight": "1/2",
    }  # fmt: skip
    assert "obligation" in rejected(f"Integral({odd}, (x, -1, 1))", "0", item)
    convergent = {**item, "weight": "1/2"}
    data = read_statement({}, [], "Integral(x**3, (x, -1, 1))", "=", "0").as_json()
    body = {"values": [{"kind": "integral", "is": "0", **convergent}], "proof": item["slope"]}
    checker.check(data, sealed(data, "true", body))


def test_a_substitution_is_monotone_and_reaches_the_ends():
    item = {
        "by": "substitution", "var": "u", "range": ["-1", "1"], "g": "u**2",
        "slope": {"rule": "bounds"}, "ends": [{}, {}],
    }  # fmt: skip
    value = "Integral(2*u**3, (u, -1, 1))"
    assert "does not show" in rejected("Integral(x, (x, 1, 1))", value, item)
    item |= {"range": ["0", "1/2"], "g": "2*u + 1/2"}
    value = "Integral(4*u + 1, (u, 0, 1/2))"
    assert "equal" in rejected("Integral(x, (x, 0, 1))", value, item)


def test_names_that_no_formula_can_have_are_not_taken():
    item = {"by": "substitution", "var": "#i0 0 1", "range": ["0", "1"], "g": "0"}
    assert "name" in rejected("Integral(x, (x, 0, 1))", "1/2", item)


@pytest.mark.parametrize(
    ("body", "ends", "proof"),
    [
        ("1/x", "(x, 1, oo)", [{}, {"power": "1", "near": "2", "bound": "1"}]),
        ("1/x", "(x, 0, 1)", [{"power": "1", "near": "1/2", "bound": "1"}, {}]),
        ("1/x**2", "(x, 0, 1)", [{"power": "1/2", "near": "1/2", "bound": "1"}, {}]),
        ("1/x", "(x, 0, 1)", [{}, {}]),
    ],
)
def test_a_divergent_integral_has_no_proof_of_convergence(body, ends, proof):
    bounds = {"rule": "bounds"}
    items = [{**p, "above": bounds, "below": bounds} if p else p for p in proof]
    text = f"Integral({body}, {ends})"
    data = read_statement({}, [], text, "=", f"1*{text}").as_json()
    shown = {"0": {"pieces": [{"ends": items}]}}
    certificate = {"defined": shown, "defined_right": shown, "proof": {"rule": "normal form"}}
    with pytest.raises(checker.Rejected):
        checker.check(data, sealed(data, "true", certificate))
