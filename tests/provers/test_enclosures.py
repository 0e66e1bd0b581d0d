"""Integrals and infinite sums of constants between bounds: what is refuted and shown by them, and
certificates that cheat."""

import pytest

from thence import checker
from thence.provers.statements import sealed
from thence.statement import read_statement

BOUNDS, FORM = {"rule": "bounds"}, {"rule": "normal form"}
FALSE = [
    ({}, "Integral(exp(-x**2)/(2 + x), (x, 0, 1))", "=", "3/10"),
    ({}, "Integral(sin(x**2), (x, 0, 2))", "=", "Integral(cos(x**2), (x, 0, 2))"),
    ({}, "Integral(exp(-x)/(3 + x), (x, 0, oo))", "<", "1/4"),
    ({}, "Integral(log(x)/(1 + x**3), (x, 0, 1))", "=", "-19/20"),
    ({}, "Integral(cos(x)/sqrt(x), (x, 0, 1))", ">=", "1.809049"),
    ({}, "Integral(exp(-x**2)*cos(3*x)**2, (x, -oo, oo))", "=", "sqrt(pi)/2"),
    ({"a": "positive"}, "Integral(1/(a + sin(x) + x**2), (x, 0, 1))", "=", "log(1 + 1/a)"),
    ({}, "Integral(Abs(sin(5*x)), (x, 0, 2))", "=", "5/4"),
    ({}, "Sum(1/(k**2 + 1), (k, 1, oo))", "=", "1.0766740474"),
    ({}, "Sum(1/k**3, (k, 1, oo))", "=", "pi**3/26"),
    ({}, "Sum(1/factorial(k), (k, 3, oo))", "<=", "218/1000"),
    ({"b": "(0, 1)"}, "Sum(b**k/(k**2 + 1), (k, 0, oo))", "=", "1 + b/2"),
    ({}, "Integral(exp(x)/(1 + x), (x, 0, 1))", "~digits", "1.125387"),
]  # fmt: skip
TRUE = [
    ({}, "Integral(exp(x)/(1 + x), (x, 0, 1))", "~digits", "1.125386"),
    ({}, "Integral(exp(-x)/(3 + x), (x, 0, oo))", ">", "1/4"),
    ({}, "Integral(sin(x)/x, (x, 0, 1))", "<", "Integral(exp(-x**2/6), (x, 0, 1))"),
    ({}, "Integral(x**3/(exp(x) - 1), (x, 0, oo))", "~digits", "6.4939"),
    ({}, "Sum(1/k**3, (k, 1, oo))", "~digits", "1.202056903"),
    ({}, "Sum(1/(2**k + k), (k, 0, oo))", "<=", "Sum(1/2**k, (k, 0, oo))"),
    ({}, "2*Integral(exp(-x**2)/(2 + x), (x, 0, 1))", "!=", "Sum(1/(4**k + k), (k, 1, oo))"),
]


@pytest.mark.parametrize(("given", "lhs", "rel", "rhs"), FALSE, ids=lambda v: str(v)[:40])
def test_what_is_false_is_refuted(decided, given, lhs, rel, rhs):
    assert decided(given, lhs, rel, rhs)["grade"] == "refuted"


@pytest.mark.parametrize(("given", "lhs", "rel", "rhs"), TRUE, ids=lambda v: str(v)[:40])
def test_what_is_true_is_certified(decided, given, lhs, rel, rhs):
    assert decided(given, lhs, rel, rhs)["grade"] == "certified"


def test_a_gap_of_1e_12_is_seen(decided):
    whole, part = (f"Integral(exp(-x)/(3 + x), (x, 0, {end}))" for end in ("oo", "24"))
    assert decided({}, whole, "=", part)["grade"] == "refuted"
    assert decided({}, "Sum(1/k**4, (k, 1, oo))", "=", "pi**4/90 + 10**-12")["grade"] == "refuted"


def checked(lhs, rel, rhs, *items, given=None, conclusion="true", **more):
    data = read_statement(given or {}, [], lhs, rel, rhs).as_json()
    body = {"values": list(items), **more}
    if conclusion == "false":
        body.setdefault("point", {})
    else:
        body.setdefault("proof", BOUNDS)
    checker.check(data, sealed(data, conclusion, body))


def integral(*, ends=({}, {}), at=(), **more):
    pieces = [{"ends": list(ends)}] if not at else [{}] * (len(at) + 1)
    item = {"kind": "integral", "called": "v", "order": 8, "error": "1/10**9", "pieces": pieces}
    return {**item, "at": list(at), **more}


def tail(near, majorant, **more):
    proofs = dict.fromkeys(("positive", "above", "below"), BOUNDS)
    return {"near": near, "G": majorant, **proofs, **more}


def series(start, majorant, **more):
    proofs = dict.fromkeys(("positive", "above", "below"), FORM)
    return {"kind": "sum", "called": "v", "from": start, "G": majorant, **proofs, **more}


def test_honest_enclosures_are_accepted():
    checked("Integral(sqrt(1 - x**2), (x, 0, 1))", "<=", "pi/4 + 10**-8", integral())
    checked("Integral(Abs(x), (x, -1, 1))", ">=", "1 - 10**-8", integral(at=["0"]))
    ends = ({}, tail("10**6", "1/x", above=FORM, below=FORM))
    checked("Integral(1/x**2, (x, 1, oo))", "<", "1 + 10**-4", integral(ends=ends))
    checked("Sum(1/(k*(k + 1)), (k, 1, oo))", "<", "1 + 1/900", series("1000", "1/k"))
    checked("Sum(1/(k*(k + 1)), (k, 1, oo))", "=", "2", series("9", "1/k"), conclusion="false")


@pytest.mark.parametrize(
    ("lhs", "item", "why"),
    [
        ("Integral(1/x**2, (x, -1, 1))", integral(), "obligation"),
        ("Integral(sign(x), (x, -1, 1))", integral(), "continuous"),
        ("Integral(floor(x), (x, 0, 3))", integral(), "continuous"),
        ("Integral(1/x, (x, 0, 1))", integral(), "parts"),
        ("Integral(1/x, (x, 1, oo))", integral(), "no ends"),
        ("Integral(exp(-x), (x, 0, oo))", integral(ends=({}, tail("30", "0"))), "bounds"),
        ("Integral(exp(-x), (x, 0, oo))", integral(ends=({}, tail("30", "-1"))), "bounds"),
        ("Integral(exp(-x), (x, 0, oo))", integral(ends=({}, tail("-3", "2*exp(-x)"))), "scale"),
        ("Integral(exp(-x), (x, 0, oo))", integral(ends=({}, tail("30", "sign(x)"))), "cont"),
        ("Integral(exp(x), (x, 0, 1))", integral(ends=(tail("2", "9*x"), {})), "in order"),
        ("Integral(exp(x), (x, 0, 1))", integral(ends=({}, tail("-1", "9 - 9*x"))), "in order"),
        ("Integral(exp(x), (x, 0, 1))", integral(at=["2"]), "in order"),
        ("Integral(exp(x), (x, 0, 1))", integral(error="0"), "positive"),
        ("Integral(exp(x), (x, 0, 1))", integral(error="1/10**90"), "parts"),
        ("Integral(exp(x), (x, 0, 1))", integral(called="exp"), "taken"),
        ("Sum(1/k, (k, 1, oo))", series("9", "2/k"), "normal form"),
        ("Sum(1/k**2, (k, 1, oo))", series("9", "1/k"), "normal form"),
        ("Sum(1/k**2, (k, 1, oo))", series("9", "-1/k**3"), "normal form"),
        ("Sum(1/k**2, (k, 1, oo))", series("19/2", "2/k"), "from an index"),
        ("Sum(1/k**2, (k, 1, oo))", series("0", "2/k"), "too many"),
        ("Sum(1/k**2, (k, 1, oo))", series("10**9", "2/k"), "too many"),
        ("Sum(1/(k - 3)**2, (k, 1, oo))", series("9", "4/(k - 4)"), "obligation"),
        ("Sum(k, (k, 1, 9))", series("3", "2/k"), "no infinite sum"),
    ],
    ids=lambda v: str(v)[:45],
)
def test_a_dishonest_enclosure_is_rejected(lhs, item, why):
    with pytest.raises(checker.Rejected, match=why):
        checked(lhs, ">=", "-10**9", item)


def test_a_value_with_parameters_has_no_enclosure():
    lhs, item = "Integral(exp(-a*x), (x, 0, 1))", integral()
    with pytest.raises(checker.Rejected, match="not constant"):
        checked(lhs, "<=", "1", item, given={"a": "[0, 1]"})


def test_the_name_of_a_value_is_not_captured():
    """The inner integral would become the outer variable."""
    inner = "Integral(2*x, (x, 0, 1))"
    lhs = f"{inner} + Integral(v*{inner}, (v, 0, 2))"
    with pytest.raises(checker.Rejected, match="bound"):
        checked(lhs, "<=", "9", integral())


def test_the_name_of_a_value_is_no_index_of_the_other_side():
    """The sum over v of v/2**v is not v, the value on the left, times that of 1/2**v."""
    part = {"of": "geometric", "at": "1/2", "times": "v"}
    right = [{"kind": "sum", "is": "2*v", "parts": [part]}]
    sides = ("2*Integral(x, (x, 0, 1))", "=", "Sum(v/2**v, (v, 0, oo))")
    with pytest.raises(checker.Rejected, match="bound"):
        checked(*sides, integral(), values_right=right, proof=FORM)


def test_other_values_make_another_certificate():
    data = read_statement({}, [], "Integral(exp(x), (x, 0, 1))", "<", "2").as_json()
    found = sealed(data, "true", {"values": [integral()], "proof": BOUNDS})
    checker.check(data, found)
    other = {**data, "rhs": "1"}
    with pytest.raises(checker.Rejected):
        checker.check(other, sealed(other, "true", {"values": [integral()], "proof": BOUNDS}))
