"""Integrals that do not converge are ill-posed, and no others."""

import pytest

from thence import checker
from thence.claim import Claim
from thence.pipeline import decide
from thence.refuters.divergence import MUST_NOT_REFUTE, diverges_at
from thence.statement import read_statement

DIVERGENT = [
    ({}, "Integral(1/y, (y, 0, 1))"),
    ({}, "Integral(1/x, (x, 1, oo))"),
    ({}, "Integral(1/(x - 1)**2, (x, 1, 2))"),
    ({}, "Integral(1/(x**2 - 1), (x, 0, 1))"),
    ({"a": "real"}, "Integral(exp(-a*x), (x, 0, oo))"),
    ({}, "Integral(1/(x**2 - 4), (x, 0, 5))"),
    ({"a": "positive"}, "Integral(1/((x - a)**2*(1 + x**2)), (x, 0, oo))"),
    ({}, "Integral(exp(x**2/2), (x, 0, oo))"),
    ({}, "Integral(x/(pi*(1 + x**2)), (x, 0, oo))"),
    ({}, "Limit(u*exp(u**2), u, oo)"),
    ({}, "Limit(-1/x, x, 0)"),
    ({"a": "real"}, "Limit(a*x + 1, x, oo)"),
]
#: Not defined at one value of a variable, at every place of the range alike.
THROUGHOUT = [
    ({"s": "nonnegative"}, "Integral(exp(-x**2/(2*s**2)), (x, 0, 1))"),
    ({"h": "nonnegative"}, "Limit(1/h + 1/x, x, oo)"),
    ({"n": "integer>=0"}, "Integral(x**2/n, (x, 0, oo))"),
    # even where the range is a point, as at h = 0: what is over h is over 0 there
    ({"h": "nonnegative"}, "Integral(1/h, (x, -h/2, h/2))"),
]
DEFINED = [
    ({"a": "nonnegative"}, "Integral(a/(x**2 + 1), (x, 0, 1))", "<=", "a"),
    ({"a": "[1, 2]"}, "Integral(1/(a + x), (x, 0, 1))", "<=", "1"),
    ({"a": "nonnegative"}, "Integral(x/(a + x), (x, a, 2*a + 1))", "<=", "10**6"),
]


@pytest.mark.parametrize(
    "lhs", ["Limit(x, x, oo)", "Limit(1/x, x, 0)", "Integral(1/x, (x, 1, oo))"]
)
def test_what_is_said_to_be_infinite_is_not_ill_posed(lhs):
    statement = read_statement({}, [], lhs, "=", "oo")
    assert diverges_at(statement, [{}], 3) is None


@pytest.mark.parametrize(("given", "lhs"), DIVERGENT)
def test_a_divergent_integral_is_ill_posed(given, lhs):
    statement = read_statement(given, [], lhs, ">=", "-(10**6)")
    found = decide(Claim("t.t", "integral", (statement,)), seed=0, seconds=8)
    assert found["grade"] == "ill-posed"
    assert "diverges" in found["counterexample"]["text"]


@pytest.mark.parametrize(("given", "lhs"), THROUGHOUT)
def test_a_body_that_is_defined_nowhere(given, lhs):
    statement = read_statement(given, [], lhs, "<=", "10**6")
    assert decide(Claim("t.t", "integral", (statement,)), seed=0, seconds=8)["grade"] == "ill-posed"


@pytest.mark.parametrize(("given", "lhs", "rel", "rhs"), DEFINED)
def test_a_body_that_is_defined_somewhere(given, lhs, rel, rhs):
    statement = read_statement(given, [], lhs, rel, rhs)
    assert decide(Claim("t.t", "integral", (statement,)), seed=0, seconds=8)["grade"] != "ill-posed"


@pytest.mark.parametrize(
    ("key", "value"),
    [("bound", "0"), ("power", "0"), ("power", "2"), ("sign", -1), ("near", "-1"), ("which", 1)],
)
def test_a_limit_that_might_exist_is_not_undefined(key, value):
    statement = read_statement({}, [], "Limit(u + 1/u, u, oo)", "=", "1")
    certificate = diverges_at(statement, [{}], 3)
    assert certificate is not None
    changed = {**certificate, "diverges": {**certificate["diverges"], key: value}}
    changed["digest"] = checker.digest(statement.as_json(), changed)
    with pytest.raises((checker.Rejected, IndexError)):
        checker.check(statement.as_json(), changed)


@pytest.mark.parametrize("true", MUST_NOT_REFUTE, ids=lambda t: t["lhs"])
def test_a_convergent_integral_is_not(true):
    statement = read_statement(true["given"], [], true["lhs"], true["rel"], true["rhs"])
    assert diverges_at(statement, [dict.fromkeys(true["given"], 1)], 3) is None


def test_a_bound_that_proves_nothing_is_rejected():
    statement = read_statement({}, [], "Integral(1/y, (y, 0, 1))", "=", "1")
    certificate = diverges_at(statement, [{}], 3)
    assert certificate is not None
    for key, value in (("bound", "0"), ("near", "2"), ("sign", 0), ("end", "high")):
        changed = {**certificate, "diverges": {**certificate["diverges"], key: value}}
        changed["digest"] = checker.digest(statement.as_json(), changed)
        with pytest.raises(checker.Rejected):
            checker.check(statement.as_json(), changed)
