"""Taylor coefficients in balls, and the rules that cut, narrow and forget."""

import pytest
from flint import arb, fmpq

from thence import checker
from thence.provers.statements import sealed
from thence.statement import read_statement


def coefficients(text, at, slope=1, order=4):
    term = checker.parse(text, {"x"})
    return checker.coefficients(term, {"x": (arb(at), arb(slope))}, order)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("exp(x)", [1, 1, fmpq(1, 2), fmpq(1, 6), fmpq(1, 24)]),
        ("log(1+x)", [0, 1, fmpq(-1, 2), fmpq(1, 3), fmpq(-1, 4)]),
        ("sqrt(1+x)", [1, fmpq(1, 2), fmpq(-1, 8), fmpq(1, 16), fmpq(-5, 128)]),
        ("(1+x)**(-1/3)", [1, fmpq(-1, 3), fmpq(2, 9), fmpq(-14, 81), fmpq(35, 243)]),
        ("1/(1-x)**2", [1, 2, 3, 4, 5]),
        ("Abs(x-1)", [1, -1, 0, 0, 0]),
        ("tan(x)", [0, 1, 0, fmpq(1, 3), 0]),
        ("asin(x) + atan(x)", [0, 2, 0, fmpq(-1, 6), 0]),
        ("(1+x)**x", [1, 0, 1, fmpq(-1, 2), fmpq(5, 6)]),
    ],
)
def test_coefficients_hold_the_exact_ones(text, expected):
    for ball, exact in zip(coefficients(text, 0), expected, strict=True):
        assert ball.contains(arb(exact))
        assert ball.rad() < 1e-10


@pytest.mark.parametrize(
    "text",
    [
        "sqrt(x)", "Abs(x)", "log(x)", "1/x", "x**(1/3)", "asin(1+x)", "0*log(x) + x", "0*Abs(x)",
        "x**x", "sign(x)", "floor(1/2 + x)", "sqrt(x**2)", "1/(x**2 - x**2)", "Sum(x, (i, 1, 3))",
    ],
)  # fmt: skip
def test_what_may_not_be_analytic_is_rejected(text):
    with pytest.raises(checker.Rejected):
        coefficients(text, arb(0, 0.1))


def test_the_length_of_series_is_as_before():
    from flint import ctx

    before = ctx.cap
    coefficients("exp(x)", 0, order=9)
    with pytest.raises(checker.Rejected):
        coefficients("log(x)", 0, order=9)
    assert ctx.cap == before


def rejected(given, lhs, rel, rhs, proof, *assuming):
    data = read_statement(given, list(assuming), lhs, rel, rhs).as_json()
    with pytest.raises(checker.Rejected):
        checker.check(data, sealed(data, "true", {"proof": proof}))


BOUNDS = {"rule": "bounds"}
UNIT = {"x": "[0, 1]"}


@pytest.mark.parametrize(
    "proof",
    [
        {"rule": "taylor", "vars": ["x"], "order": 0},
        {"rule": "taylor", "vars": ["x"], "order": 10**9},
        {"rule": "taylor", "vars": [], "order": 1},
        {"rule": "taylor", "vars": ["x", "x"], "order": 1},
        {"rule": "taylor", "vars": ["x"], "order": 2},
        {"rule": "contact", "var": "x", "at": "2", "order": 1},
        {"rule": "contact", "var": "x", "at": "0", "order": 1},
        {"rule": "narrow", "var": "x", "in": "[1/2, 1]", "then": BOUNDS},
        {"rule": "narrow", "var": "x", "in": "(0, 1]", "then": BOUNDS},
        {"rule": "narrow", "var": "x", "in": "[1/2, 1]", "below": BOUNDS, "then": BOUNDS},
        {"rule": "modulus", "on": "x", "sign": BOUNDS},
        {"rule": "modulus", "on": "x", "sign": BOUNDS, "above": BOUNDS},
        {"rule": "contradiction", "hypothesis": 0, "proof": BOUNDS},
        {"rule": "forget", "then": BOUNDS},
    ],
)
def test_no_rule_shows_what_fails_at_an_end(proof):
    rejected(UNIT, "x", ">", "0", proof)


@pytest.mark.parametrize("inside", ["[0, 1]", "[-1, 1]", "[0, 2)", "(0, 2)"])
def test_a_new_domain_is_part_of_the_old_one(inside):
    rejected({"x": "(0, 1]"}, "log(x)", "<=", "0", {"rule": "narrow", "var": "x", "in": inside,
             "below": BOUNDS, "above": BOUNDS, "then": BOUNDS})  # fmt: skip


def test_a_hypothesis_that_holds_somewhere_is_no_contradiction():
    proof = {"rule": "contradiction", "hypothesis": 0, "proof": BOUNDS}
    rejected(UNIT, "x", ">", "1", proof, "x >= 1")
    rejected({"x": "[0, 1)"}, "x", ">", "1", {"rule": "contradiction", "hypothesis": 0,
             "proof": {"rule": "taylor", "vars": ["x"], "order": 1}}, "x**2 > 1/2")  # fmt: skip


def test_a_slope_from_an_end_that_belongs_to_the_domain_is_not_strict():
    proof = {"rule": "slope", "var": "x", "at": "lo", "strict": True, "slope": BOUNDS,
             "base": {"rule": "normal form"}}  # fmt: skip
    rejected(UNIT, "x", ">", "0", proof)
