"""Orders of growth that do not hold are refuted, and those that hold are not."""

from fractions import Fraction

import pytest

from thence.claim import Claim
from thence.pipeline import decide
from thence.refuters.asymptotics import MUST_NOT_REFUTE, refuted_at
from thence.statement import read_statement


def read(data):
    return read_statement(
        data["given"], [], data["lhs"], data["rel"], data["rhs"], tends=data["tends"]
    )


@pytest.mark.parametrize("true", MUST_NOT_REFUTE, ids=lambda t: f"{t['lhs']} {t['rel']}")
def test_what_holds_is_not_refuted(true):
    statement, values = read(true), dict.fromkeys(true["given"], Fraction(1))
    point = dict.fromkeys(values, "1")
    assert refuted_at(statement, [(statement, values, point)], 3) is None


@pytest.mark.parametrize(
    ("lhs", "rel", "rhs", "tends", "said"),
    [
        ("x**2", "O", "x", "x -> oo", "as x -> oo the quotient of the sides grows beyond"),
        ("sin(x)", "~", "x", "x -> oo", "tends to 0"),
        ("(1 + 10**-12)*x", "~", "x", "x -> oo", "tends to 1000000000001/1000000000000"),
        ("exp(h)", "=", "1 + 2*h + o(h)", "h -> 0", "as h -> 0+ the quotient of the sides"),
        ("Abs(h)", "=", "h + o(h)", "h -> 0", "as h -> 0- the quotient of the sides tends to -2"),
        ("log(x)", "~", "log(x)**2", "x -> oo", "tends to 0"),
    ],
)
def test_what_does_not_hold_is_refuted_with_what_the_quotient_does(lhs, rel, rhs, tends, said):
    statement = read_statement({}, [], lhs, rel, rhs, tends)
    found = decide(Claim("t.t", "asymptotic", (statement,)), seed=0, seconds=15)
    assert found["grade"] == "refuted"
    assert said in found["counterexample"]["text"]


def test_parameters_are_those_of_a_counterexample():
    statement = read_statement({"a": "real"}, [], "(1+h)**a", "=", "1 + a*h + o(h**2)", "h -> 0")
    found = decide(Claim("t.t", "asymptotic", (statement,)), seed=0, seconds=10)
    assert found["counterexample"]["text"].startswith("a = -1: as h -> 0+ ")


def test_families_are_written_out():
    given, known = {"n": "integer>=1", "p": "positive[n]"}, ["Sum(p[i], (i, 1, n)) = 1"]
    sides = "Sum(p[i]**(1 + h), (i, 1, n))", "1 + {0}h*Sum(p[i]*log(p[i]), (i, 1, n)) + o(h)"
    for factor, grade in (("", "certified"), ("2*", "refuted")):
        rhs = sides[1].format(factor)
        statement = read_statement(given, known, sides[0], "=", rhs, "h -> 0")
        found = decide(Claim("t.t", "asymptotic", (statement,)), seed=0, seconds=15)
        assert found["grade"] == grade
    assert found["counterexample"]["point"]["n"] != "1"
