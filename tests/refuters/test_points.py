"""Counterexamples: what is looked for, how it is shown, and that none is made up."""

import pytest

from thence import checker
from thence.claim import Claim
from thence.pipeline import decide
from thence.provers.statements import sealed
from thence.refuters import points
from thence.statement import read_statement
from thence_numeric import sampling

FALSE = [
    # strict where there is equality at one point of a family
    ({"n": "integer>=1", "i": "index[n]", "b": "nonnegative[n]"},
     "Sum(b[i]*exp(-b[i]), (i, 1, n))", ">", "0"),
    ({"n": "integer>=1", "i": "index[n]", "s": "real[n]"},
     "log(Sum(exp(s[i]), (i, 1, n))/n)", ">", "Sum(s[i], (i, 1, n))/n"),
    # false only far away
    ({"a": "integer>=1"}, "2 + 2/a", ">", "2000000001/1000000000"),
    ({"x": "real"}, "x/(2 + 10**-6) + sqrt(1 + x**2)/2", "increasing", "x"),
    # constant in the variable, for all or for some values of the others
    ({"a": "positive", "x": "positive"}, "2*a", "increasing", "x"),
    ({"a": "nonnegative", "x": "positive"}, "exp(a*x)", "increasing", "x"),
    ({"x": "[0,1]"}, "Max(x, 1/2)", "increasing", "x"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "lhs", "rel", "rhs"), FALSE, ids=lambda v: str(v)[:40])
def test_false_by_little_or_far_away(given, lhs, rel, rhs):
    statement = read_statement(given, [], lhs, rel, rhs)
    found = decide(Claim("t.t", "inequality", (statement,)), seed=0, seconds=8)
    assert found["grade"] == "refuted"
    assert found["counterexample"]["text"]


@pytest.mark.parametrize(
    ("lhs", "rel", "point", "other"),
    [
        ("x**3", "increasing", "0", "1"),  # the slope at 0 is 0, and it is increasing
        ("x**2", "increasing", "1", "0"),  # not a step further on
        ("x**2", "increasing", "1", "1"),  # no step at all
        ("x**2", "increasing", "-1", "3"),  # outside the domain
        ("1/x", "increasing", "0", "1"),  # not defined at the point
        ("exp(x)", "increasing", "0", "10**-40"),
        ("-x**2", "convex", "0", "1"),  # says nothing of a second derivative
    ],
)
def test_two_points_that_refute_no_shape(lhs, rel, point, other):
    statement = read_statement({"x": "[-2, 2]"}, [], lhs, rel, "x")
    data = statement.as_json()
    certificate = sealed(data, "false", {"point": {"x": point}, "other": other})
    with pytest.raises(checker.Rejected):
        checker.check(data, certificate)


UNBOUNDED = "Minimax(Abs(x + sqrt(x**2 + b) - log(exp(x) + 1)), (b, 0, oo), (x, -oo, oo))"


def test_a_minimax_that_is_larger_than_its_digits():
    statement = read_statement({}, [], UNBOUNDED, "~digits", "0.25")
    found = decide(Claim("t.t", "minimax", (statement,)), seed=0, seconds=15)
    assert found["grade"] == "refuted"
    data, (certificate,) = statement.as_json(), [s["certificate"] for s in found["statements"]]
    assert "upper" not in certificate
    checker.check(data, certificate)
    pieces = certificate["lower"]
    for changed in (
        {"floor": "1/100"},  # no more than the digits
        {"floor": "10**9"},  # not shown
        {"lower": []},  # no b is looked at
        {"lower": [{**pieces[0], "side": -pieces[0]["side"]}, *pieces[1:]]},
        {"lower": [{**pieces[0], "x": "oo"}, *pieces[1:]]},
    ):
        with pytest.raises(checker.Rejected):
            checker.check(data, sealed(data, "false", {**certificate, **changed}))


def test_a_minimax_without_pieces_is_enclosed_by_nothing():
    """The least worst error is 1/2; a bound from above at b = 1 is 1."""
    statement = read_statement(
        {}, [], "Minimax(Abs(x**2 - b), (b, 0, 2), (x, -1, 1))", "~digits", "0.9"
    )
    data = statement.as_json()
    rule = {"rule": "bounds"}
    upper = {"at": "1", "is": "1", "proofs": [rule, rule]}
    body = {"upper": upper, "floor": "95/100", "lower": [], "defined": {}}
    with pytest.raises(checker.Rejected, match="no piece"):
        checker.check(data, sealed(data, "true", body))


@pytest.mark.parametrize(
    ("lhs", "place"),
    [
        ("Minimax(Abs(sqrt(x**2 - b) - x), (b, 0, oo), (x, -oo, oo))", {"b": "1", "x": "0"}),
        ("ArgMinimax(Abs(erf(x) - b*log(1 + x)), (b, 0, 2), (x, -2, 3))", {"b": "0", "x": "-1"}),
        ("Minimax(x**2/b, (b, 0, 2), (x, -1, 1))", {"b": "0", "x": "0"}),
    ],
)
def test_a_minimax_of_what_is_not_defined_somewhere(lhs, place):
    statement = read_statement({}, [], lhs, "~digits", "0.25")
    found = decide(Claim("t.t", "minimax", (statement,)), seed=0, seconds=8)
    assert found["grade"] == "ill-posed"
    assert found["counterexample"]["point"] == place


@pytest.mark.parametrize(
    ("lhs", "place"),
    [
        ("Minimax(Abs(sqrt(x) - b), (b, 0, 1), (x, 0, 1))", {"b": "0", "x": "-1"}),  # outside
        ("Minimax(Abs(sqrt(x) - b), (b, 0, 1), (x, 0, 1))", {"b": "0", "x": "0"}),  # defined
        ("Minimax(x**2/b, (b, 1, oo), (x, -1, 1))", {"b": "0", "x": "0"}),
        ("Minimax(Derivative(Abs(x)**3, x) - b, (b, 0, 1), (x, -1, 1))", {"b": "0", "x": "0"}),
        ("sqrt(2)", {"b": "0", "x": "0"}),
    ],
)
def test_a_minimax_that_may_be_defined(lhs, place):
    data = read_statement({}, [], lhs, "~digits", "0.25").as_json()
    with pytest.raises(checker.Rejected):
        checker.check(data, sealed(data, "undefined", {"point": {}, "inside": place}))


def test_fewer_points_than_are_looked_at_closer():
    assuming = ["Product(x, (k, 1, 2)) = 4"]  # two points, and sampling meets both
    statement = read_statement({"x": "real"}, assuming, "x", "=", "2")
    entry = decide(Claim("p.few", "identity", (statement,)), seed=0, seconds=10)
    assert entry["grade"] == "undecided"


def test_equal_sides_are_printed_alike():
    statement = read_statement({"n": "integer"}, ["n != 0"], "sin(pi*n)", "!=", "0")
    entry = decide(Claim("p.zero", "inequality", (statement,)), seed=0, seconds=10)
    assert entry["counterexample"]["text"] == "n = 1: left side 0, right side 0"


def test_what_is_level_is_said_not_to_be_strict(decided):
    found = decided({"x": "[0,1]"}, "Max(x, 1/2)", "increasing", "x")
    assert found["grade"] == "refuted"
    assert found["counterexample"]["text"].endswith("not strictly increasing")
    falling = decided({"x": "[0,1]"}, "1 - x", "increasing", "x")
    assert "strictly" not in falling["counterexample"]["text"]


STRICT = [
    ("real", "(x**2 - 2)**2", ">", "0"),
    ("real", "sin(x)", "<", "1"),
    ("real", "sin(3*x + 1/3)", "<", "1"),
    ("real", "Abs(sin(x) + cos(x))", "<", "sqrt(2)"),
    ("positive", "x*log(x)", ">", "-exp(-1)"),
    ("real", "exp(2*x) + 4", ">", "4*exp(x)"),
    ("real", "-cos(x)/2", "<", "1/2"),
]


@pytest.mark.parametrize(("domain", "lhs", "rel", "rhs"), STRICT)
def test_a_strict_inequality_is_refuted_where_the_sides_touch(domain, lhs, rel, rhs):
    statement = read_statement({"x": domain}, [], lhs, rel, rhs)
    sample = sampling.sample(statement, 20, 0)
    certificate = points.equal_at(statement, sample)
    assert certificate is not None
    checker.check(statement.as_json(), certificate)
    entry = decide(Claim("t.t", "inequality", (statement,)), seed=0, seconds=20)
    assert entry["grade"] == "refuted"
    assert entry["counterexample"]["lhs"] == entry["counterexample"]["rhs"]


@pytest.mark.parametrize(("domain", "lhs", "rel", "rhs"), STRICT)
def test_where_they_do_not_quite_touch_nothing_is_found(domain, lhs, rel, rhs):
    off = f"{rhs} {'-' if rel == '>' else '+'} 10**-12"
    statement = read_statement({"x": domain}, [], lhs, rel, off)
    assert points.equal_at(statement, sampling.sample(statement, 20, 0)) is None
