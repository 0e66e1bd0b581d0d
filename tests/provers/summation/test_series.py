"""Infinite sums, integrals of Euler's and integrals term by term: what is certified, refuted and
ill-posed, and certificates that cheat."""

import pytest

from thence import checker
from thence.provers.statements import sealed
from thence.statement import read_statement

FORM = {"rule": "normal form"}
Q, A = {"q": "(-1, 1)"}, {"a": "positive"}
TRUE = [
    (Q, "Sum(q**k, (k, 2, oo))", "q**2/(1 - q)"),
    (Q, "Sum((k + 1)*q**(2*k), (k, 0, oo))", "1/(1 - q**2)**2"),
    ({"p": "(0, 1]"}, "Sum(k**2*p*(1 - p)**(k - 1), (k, 1, oo))", "(2 - p)/p**2"),
    ({"t": "real"}, "Sum((k + 1)*t**k/factorial(k), (k, 0, oo))", "(1 + t)*exp(t)"),
    ({"m": "positive"}, "Sum(k*(k - 1)*exp(-m)*m**k/factorial(k), (k, 0, oo))", "m**2"),
    ({"x": "[-1, 1)"}, "Sum(x**k/(2*k), (k, 1, oo))", "-log(1 - x)/2"),
    ({"x": "[-1, 1]"}, "Sum((-1)**k*x**(2*k + 1)/(2*k + 1), (k, 0, oo))", "atan(x)"),
    ({"x": "real"}, "Sum((-1)**k*(2*x)**(2*k)/factorial(2*k), (k, 0, oo))", "1 - 2*sin(x)**2"),
    (A, "Sum(exp(-a*k), (k, 1, oo))", "1/(exp(a) - 1)"),
    ({}, "Sum(1/(k*(k + 2)), (k, 1, oo))", "3/4"),
    ({}, "Sum((-1)**k/(k + 1)**2, (k, 0, oo))", "pi**2/12"),
    ({}, "Sum(1/(k + 2)**2, (k, 0, oo))", "pi**2/6 - 1"),
    ({}, "Sum(2/3**k + (-1)**k/2**k, (k, 0, oo))", "11/3"),
    ({"n": "integer>=0", "q": "(0, 1)"}, "Sum(q**k, (k, n, oo))", "q**n/(1 - q)"),
    (A, "Integral(x**(2*a)*exp(-3*x), (x, 0, oo))", "2*a*gamma(2*a)/3**(2*a + 1)"),
    (A, "Integral((1 - x**2)**(a - 1), (x, -0, 1))", "sqrt(pi)*gamma(a)/(2*gamma(a + 1/2))"),
    ({"s": "(0, 1)"}, "Integral(x**(s - 1)/(2 + 2*x), (x, 0, oo))", "pi/(2*sin(pi*s))"),
    ({}, "Integral(x**2/(exp(2*x) - 1), (x, 0, oo))", "Sum(1/(4*(k + 1)**3), (k, 0, oo))"),
    ({}, "Integral(log(1 + x)/x, (x, 0, 1))", "pi**2/12"),
]
FALSE = [
    (Q, "Sum(q**k, (k, 1, oo))", "1/(1 - q)"),
    ({"x": "real"}, "Sum(x**k/factorial(k), (k, 0, oo))", "exp(x) + 10**-9*x"),
    ({}, "Sum(1/(k*(k + 2)), (k, 1, oo))", "3/4 + 10**-12"),
    ({"n": "integer>=0"}, "Integral((x - x**2)**n, (x, 0, 1))", "factorial(n)/factorial(2*n + 1)"),
    ({}, "Integral(log(1 + x)/x, (x, 0, 1))", "pi**2/12 - 10**-9"),
]
LOST = [
    ({}, "Sum(1/(3*k + 1), (k, 0, oo))"),
    ({}, "Sum((-1)**k, (k, 0, oo))"),
    ({}, "Sum((-1)**k*k/(k + 1), (k, 0, oo))"),
    ({}, "Sum(-1/sqrt(k), (k, 1, oo))"),
    ({}, "Sum(1/(k - 4), (k, 0, oo))"),
    ({"q": "[-1, 1)"}, "Sum(q**k, (k, 0, oo))"),
    ({"q": "[0, 1]"}, "Sum(q**k/(k + 1), (k, 0, oo))"),
    ({"s": "positive"}, "Sum(1/k**s, (k, 1, oo))"),
    ({"x": "positive"}, "Sum(k, (k, 1, x))"),
    ({"n": "integer>=1"}, "Sum(k, (k, 0, n/2))"),
]


@pytest.mark.parametrize(("given", "lhs", "rhs"), TRUE, ids=lambda v: str(v)[:40])
def test_a_true_value_is_certified(grade, given, lhs, rhs):
    assert grade(given, lhs, "=", rhs) == "certified"


@pytest.mark.parametrize(("given", "lhs", "rhs"), FALSE, ids=lambda v: str(v)[:40])
def test_a_false_value_is_refuted(grade, given, lhs, rhs):
    assert grade(given, lhs, "=", rhs) == "refuted"


@pytest.mark.parametrize(("given", "lhs"), LOST, ids=lambda v: str(v)[:40])
def test_a_sum_without_a_value_is_ill_posed(grade, given, lhs):
    assert grade(given, lhs, "<=", "10**6") == "ill-posed"


def test_a_range_that_is_seen_to_be_of_integers_only_at_points_is_none_to_complain_of(grade):
    assert grade({"n": "integer>=1"}, "Sum(k, (k, 1, n*(n + 1)/2))", ">=", "1") != "ill-posed"


def test_what_is_said_to_be_infinite_is_not_ill_posed(grade):
    assert grade({}, "Sum(1/k, (k, 1, oo))", "=", "oo") != "ill-posed"


def test_extrapolation_finds_no_sum_where_there_is_none(grade):
    assert grade({}, "Sum(sin(k), (k, 1, oo))", ">", "0") == "undecided"


def checked(lhs, rhs, item, given=None, **more):
    data = read_statement(given or {}, [], lhs, "=", rhs).as_json()
    body = {"values": [{"is": rhs, **item}], "proof": FORM, **more}
    checker.check(data, sealed(data, "true", body))


def classical(of, at="1", **more):
    return {"kind": "sum", "parts": [{"of": of, "at": at, "times": "1", **more}]}


def tending(to, part, bound="1", **more):
    let = {"is": part, "bound": bound, "above": FORM, "below": FORM}
    return {"near": "1", "is": "0", "let": {"t": let}, "to": to, **more}


PAIRS = {"kind": "sum", "pair": "0", "limit": tending("t", "(-1)**k")}
EULER = {"kind": "integral", "by": "euler", "times": "1"}


def test_honest_items_are_accepted():
    checked("Sum(1/2**k, (k, 0, oo))", "2", classical("geometric", "1/2"))
    checked("Sum(1/2**k, (k, 1, oo))", "1", classical("geometric", "1/2", skip=1))
    telescoping = {"kind": "sum", "G": "-1/k", "limit": tending("-t", "1/k")}
    checked("Sum(1/(k*(k + 1)), (k, 1, oo))", "1", telescoping)


@pytest.mark.parametrize(
    ("lhs", "rhs", "item", "why"),
    [
        ("Sum((-1)**k, (k, 0, oo))", "1/2", classical("geometric", "-1"), "obligation"),
        ("Sum(2**k, (k, 0, oo))", "-1", classical("geometric", "2"), "obligation"),
        ("Sum(1/2**k, (k, 0, oo))", "1", classical("geometric", "1/2", skip=1), "equal"),
        ("Sum(1/2**k, (k, 0, oo))", "2", classical("geometric", "1/2", skip=-1), "leave out"),
        ("Sum(1/2**k, (k, 0, oo))", "2", classical("geometric", "1/2", m=-1), "leave out"),
        ("Sum(1/2**k, (k, 0, 9))", "2", classical("geometric", "1/2"), "no infinite sum"),
        ("Sum(1/2**k, (k, 1/2, oo))", "2", classical("geometric", "1/2"), "no infinite sum"),
        ("Sum(2**k, (k, -oo, oo))", "2", classical("geometric", "1/2"), "no infinite sum"),
        ("Sum(1/(k + 1), (k, 0, oo))", "0", classical("logarithm"), "obligation"),
        ("Sum(1/(k + 1), (k, 0, oo))", "0", classical("zeta", m=0), "diverges"),
        ("Sum(1/(k + 1)**2, (k, 0, oo))", "pi**2/5", classical("zeta", m=1), "equal"),
        ("Sum((-1)**k, (k, 0, oo))", "0", PAIRS, "normal form"),
        (
            "Sum(1/k - 1/(k + 1), (k, 1, oo))", "2",
            {"kind": "sum", "G": "-1/k", "limit": tending("1 - t", "1/k")}, "equal",
        ),
        (
            "Sum(1/k - 1/(k + 1), (k, 0, oo))", "1",
            {"kind": "sum", "G": "-1/k", "limit": tending("-t", "1/k")}, "obligation",
        ),
        (
            "Sum(1/k, (k, 1, oo))", "0",
            {"kind": "sum", "G": "0", "rest": "1/k", "limit": tending("0", "1/k")}, "equal",
        ),
        ("Integral(x, (x, 0, 1/2))", "1/2", {**EULER, "of": "beta", "a": "2", "b": "1"}, "range"),
        ("Integral(1/x, (x, 0, 1))", "0", {**EULER, "of": "beta", "a": "0", "b": "1"}, "oblig"),
        (
            "Integral(exp(x), (x, 0, oo))", "-1",
            {**EULER, "of": "gamma", "a": "1", "b": "-1"}, "obligation",
        ),
    ],
    ids=lambda v: str(v)[:40],
)  # fmt: skip
def test_a_dishonest_item_is_rejected(lhs, rhs, item, why):
    with pytest.raises(checker.Rejected, match=why):
        checked(lhs, rhs, item)


def by_terms(**more):
    part = {"of": "geometric", "at": "x", "times": "1"}
    each = {"is": "1/(k + 1)", "by": "euler", "of": "beta", "a": "k + 1", "b": "1", "times": "1"}
    item = {"index": "k", "term": "x**k", "series": {"parts": [part]}, "each": each, "sign": "1"}
    return {"kind": "integral", "by": "terms", **item, "one_sign": {"rule": "bounds"}, **more}


def test_a_divergent_sum_of_integrals_is_rejected():
    lhs, total = "Integral(1/(1 - x), (x, 0, 1))", "Sum(1/(k + 1), (k, 0, oo))"
    majorant = {"G": "9", "positive": FORM, "above": FORM, "below": FORM}
    for converges in ({}, {"from": "1", "falls": majorant}):
        with pytest.raises(checker.Rejected):
            checked(lhs, total, by_terms(converges=converges))


@pytest.mark.parametrize("more", [{"index": "x"}, {"sign": "2"}, {"sign": "0"}, {"term": "2*x**k"}])
def test_terms_that_cheat_are_rejected(more):
    with pytest.raises(checker.Rejected):
        checked("Integral(1/(1 - x), (x, 0, 1))", "9", by_terms(**more, converges={}))


def test_an_infinite_sum_is_not_differentiated_term_by_term():
    with checker.precision():
        total = checker.parse("Sum(sin(k**2*x)/k**2, (k, 1, oo))", {"x"})
        with pytest.raises(checker.Rejected, match="no derivative of sum"):
            checker.diff(total, "x")
