"""Accounts of proofs: short, and for every rule of the checker."""

import pytest

from thence import checker
from thence.account import DEEPEST, TOLD, account
from thence.claim import Claim
from thence.pipeline import decide
from thence.statement import read_statement


def told(given, lhs, rel, rhs, *assuming):
    statement = read_statement(given, list(assuming), lhs, rel, rhs)
    entry = decide(Claim("t.t", "inequality", (statement,)), seed=0, seconds=30)
    assert entry["grade"] == "certified"
    return list(account(entry["statements"][0]["certificate"]))


def test_every_rule_of_the_checker_has_a_sentence():
    assert set(checker.RULES) <= TOLD


def test_a_proof_by_bounds():
    assert told({"x": "[0, 1]"}, "exp(x)", ">", "0") == ["interval bounds show it"]


def test_a_long_proof_is_short_to_read():
    lines = told({"x": "real"}, "log(1 + exp(x))", "<=", "(x + sqrt(x**2 + 4*log(2)**2))/2")
    assert len(lines) < 40
    assert max(len(line) for line in lines) < 400
    assert any("of order 2 at 0" in line for line in lines)
    assert any("cut into" in line for line in lines)


@pytest.mark.parametrize(("depth", "more"), [(DEEPEST, False), (DEEPEST + 3, True)])
def test_what_lies_too_deep_is_counted(depth, more):
    proof = {"rule": "bounds"}
    for _ in range(depth):
        proof = {"rule": "forget", "then": proof}
    lines = list(account({"proof": proof}))
    assert any("1 step more: bounds 1" in line for line in lines) is more
    assert len(lines) == depth + 1 if not more else len(lines) == DEEPEST + 2


def test_an_unknown_rule_is_named_with_what_it_rests_on():
    proof = {"rule": "of tomorrow", "parts": [{"proof": {"rule": "bounds"}}]}
    assert list(account({"proof": proof})) == [
        "by the rule of tomorrow",
        "- interval bounds show it",
    ]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("(-1)*x + (-2)*y*1", "-x - 2*y"),
        ("0 + 1*x + 10*y", "x + 10*y"),
        ("x**1 + x**10/1 + x*10", "x + x**10 + x*10"),
        ("1/x + 1/12 + x/12", "1/x + 1/12 + x/12"),
        ("x*1.5 + (x + 1)*1", "x*1.5 + (x + 1)"),
        ("10 + x1*1", "10 + x1"),
    ],
)
def test_formulas_read_as_a_person_writes_them(written, read):
    proof = {"rule": "lemma", "of": written, "is": ">", "proof": {"rule": "bounds"}}
    assert next(account({"proof": proof})) == f"first {read} > 0"


@pytest.mark.parametrize(
    ("lhs", "rhs", "said"),
    [
        ("Integral(exp(-x**2)/(2 + x), (x, 0, oo))", "2", "Taylor forms of order 20, and the maj"),
        ("Sum(1/(2**k + k), (k, 1, oo))", "2", "the summands up to "),
        ("Sum((-1)**k/(3*k + 1), (k, 0, oo))", "2", "by pairs of summands"),
        ("Integral(sqrt(sin(x)), (x, 0, pi/2))", "2", "Taylor forms"),
    ],
)
def test_enclosures_are_told(lhs, rhs, said):
    assert any(said in line for line in told({}, lhs, "<=", rhs))


@pytest.mark.parametrize(
    ("lhs", "rhs", "said"),
    [
        ("Sum(2/3**k, (k, 0, oo))", "3", "by the geometric series"),
        ("Integral(sqrt(sin(x)), (x, 0, pi/2))", "sqrt(pi)*gamma(3/4)/(2*gamma(5/4))",
         "by substitution and an integral of Euler's"),
        ("Integral(log(1 - x)/x, (x, 0, 1))", "-pi**2/6", "by integration term by term"),
    ],
)  # fmt: skip
def test_series_and_integrals_of_euler_are_told(lhs, rhs, said):
    assert any(said in line for line in told({}, lhs, "=", rhs))


def test_values_and_needs_are_told():
    lines = told({"a": "positive"}, "Integral(exp(-a*x), (x, 0, oo))", "<=", "1/a")
    assert lines[0].startswith("the left side: the integral is ")
    assert "by an antiderivative" in lines[0]


@pytest.mark.parametrize(
    ("lhs", "rel", "rhs", "tends", "said"),
    [
        ("x*(2 + sin(x))", "O", "x", "x -> oo", "|left| <= 3 |right| from 1 on"),
        ("exp(h)", "=", "1 + h + o(h)", "h -> 0", "tends to 0, by derivatives of order 1"),
        ("x + 1", "~", "x", "x -> oo", "tends to 1, by parts that tend to 0"),
        ("cos(h)", "~", "1", "h -> 0", "tends to 1, by its value there"),
    ],
)
def test_orders_of_growth(lhs, rel, rhs, tends, said):
    statement = read_statement({}, [], lhs, rel, rhs, tends)
    entry = decide(Claim("t.t", "asymptotic", (statement,)), seed=0, seconds=20)
    lines = account(entry["statements"][0]["certificate"])
    assert any(line.endswith(said) for line in lines)
