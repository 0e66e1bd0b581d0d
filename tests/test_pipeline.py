"""Claims decided from end to end: the outcome that each must have, and nothing claimed beyond."""

import json

import pytest

from thence import checker, verdict
from thence.claim import Claim, default_kind
from thence.measurement import Measurement
from thence.pipeline import decide
from thence.statement import read_statement
from thence.verdict import Evidence, Grade, Verdict

REAL = {"x": "real"}
XY = {"x": "real", "y": "real"}
TAYLOR = "x - x**3/6 + x**5/120 - x**7/5040 + x**9/362880 - x**11/39916800 + x**13/6227020800"
CURVE = "(x + sqrt(x**2 + 4*log(2)**2{}))/2"

OUTCOMES = [
    (REAL, "sqrt(x**2)", "=", "x", {"refuted"}),
    (REAL, "log(x**2)", "=", "2*log(x)", {"refuted", "ill-posed"}),
    (REAL, "(x**2 - 1)/(x - 1)", "=", "x + 1", {"ill-posed"}),
    (XY, "atan(x) + atan(y)", "=", "atan((x + y)/(1 - x*y))", {"refuted"}),
    ({"x": "(0,1)", "y": "(0,1)"}, "atan(x) + atan(y)", "=", "atan((x + y)/(1 - x*y))",
     {"certified"}),
    ({}, "exp(pi*sqrt(163))", "=", "262537412640768744", {"refuted"}),
    ({"x": "[0,1]"}, "sin(x)", "=", TAYLOR, {"refuted"}),
    (REAL, "(x**6)**(1/3)", "=", "x**2", {"certified"}),
    (REAL, "log(1 + exp(x))", "<=", CURVE.format(""), {"certified"}),
    (REAL, "log(1 + exp(x))", "<=", CURVE.format(" - 10**(-9)"), {"refuted"}),
    ({}, "4*log(2)**2", "~digits", "1.921812", {"certified"}),
    ({}, "4*log(2)**2", "~digits", "1.921813", {"refuted"}),
    ({"x": "[0,1]"}, "x", ">", "0", {"refuted"}),
    ({"x": "(0,1]"}, "x", ">", "0", {"certified"}),
    (REAL, "sqrt(x)**2", "=", "x", {"ill-posed", "refuted"}),
    (REAL, "x/(x**2 - 2)", "<", "10**9", {"ill-posed", "refuted"}),
    ({"x": "integer>=1"}, "2*x", "!=", "4", {"refuted"}),
    ({"x": "positive"}, "gamma(x + 1)", "=", "x*gamma(x)", {"certified"}),
    ({"x": "(0, 10)"}, "gamma(x + 1)", "=", "x*gamma(x) + 10**(-15)", {"refuted", "undecided"}),
]  # fmt: skip


def claim(given, lhs, rel, rhs, assuming=()):
    statement = read_statement(given, list(assuming), lhs, rel, rhs)
    return Claim("test.claim", default_kind(statement), (statement,))


@pytest.mark.parametrize(
    ("given", "lhs", "rel", "rhs", "outcome"),
    OUTCOMES,
    ids=lambda v: str(sorted(v)) if isinstance(v, set) else str(v),
)
def test_outcomes(given, lhs, rel, rhs, outcome):
    entry = decide(claim(given, lhs, rel, rhs), seed=0, seconds=10)
    assert entry["grade"] in outcome
    if entry["grade"] in ("refuted", "ill-posed"):
        assert entry["counterexample"]["point"].keys() == given.keys()
    if entry["grade"] == "certified":
        assert entry["statements"][0]["certificate"]["conclusion"] == "true"


def test_what_is_false_where_it_is_defined_is_false():
    """Not defined at 0, and false for negative numbers, by the closed form of the integral."""
    body = "x**2*exp(-x**2/(2*s**2))/(s*sqrt(2*pi))"
    statement = read_statement({"s": "real"}, [], f"Integral({body}, (x, -oo, oo))", "=", "s**2")
    entry = decide(Claim("t.t", "integral", (statement,)), seed=0, seconds=10)
    assert entry["grade"] == "refuted"
    assert entry["counterexample"]["point"] == {"s": "-1"}


RANGES = [
    ("Sum(x**k, (k, 0, oo))", "1/(1 - x)", ["x < 1", "x > -1"]),
    ("Integral(exp(-x*t), (t, 0, oo))", "1/x", ["x > 0"]),
    ("Integral(t**(-x), (t, 1, oo))", "1/(x - 1)", ["x > 1"]),
    ("gamma(x + 1)", "x*gamma(x)", ["x > 0"]),
    ("sqrt(1 - x**2)", "(1 - x**2)/sqrt(1 - x**2)", ["1 - x**2 > 0"]),
]


@pytest.mark.parametrize(("lhs", "rhs", "needs"), RANGES)
def test_what_mends_an_ill_posed_claim_is_named(lhs, rhs, needs):
    statement = read_statement({"x": "real"}, [], lhs, "=", rhs)
    entry = decide(Claim("t.t", "identity", (statement,)), seed=0, seconds=10)
    assert entry["grade"] == "ill-posed"
    (mended,) = (e for e in entry["statements"][0]["evidence"] if e["method"] == "where defined")
    assert mended["data"]["needs"] == needs
    assert mended["data"]["grade"] == "certified"


def test_what_mends_it_stands_beside_its_own_hypotheses():
    given, own = {"x": "real"}, ["x > -5", "x < 1"]
    statement = read_statement(given, own, "Sum(x**k, (k, 0, oo))", "=", "1/(1 - x)")
    entry = decide(Claim("t.t", "sum", (statement,)), seed=0, seconds=10)
    (mended,) = (e for e in entry["statements"][0]["evidence"] if e["method"] == "where defined")
    assert mended["data"]["needs"] == ["x > -1"]
    data = {**statement.as_json(), "assuming": [*own, "x > -1"]}
    assert checker.check(data, mended["data"]["certificate"]) == []


def test_nothing_mends_what_is_false_where_it_is_defined():
    statement = read_statement({"x": "real"}, [], "Sum(x**k, (k, 0, oo))", "=", "1/(1 - x) + x/10")
    assert decide(Claim("t.t", "sum", (statement,)), seed=0, seconds=10)["grade"] == "refuted"


def test_of_several_statements_the_one_that_is_false_is_shown():
    given = {"x": "real", "y": "real"}
    links = [read_statement(given, [], "x/x", "=", "1"), read_statement(given, [], "x", "=", "y")]
    entry = decide(Claim("t.t", "chain", tuple(links)), seed=0, seconds=10)
    assert [part["grade"] for part in entry["statements"]] == ["ill-posed", "refuted"]
    assert entry["grade"] == "refuted"
    assert entry["counterexample"]["point"].keys() == given.keys()


def test_the_counterexample_is_simple_and_shows_the_difference():
    entry = decide(claim(REAL, "sqrt(x**2)", "=", "x"), seed=0, seconds=5)
    assert entry["counterexample"]["point"] == {"x": "-1"}
    assert entry["counterexample"]["lhs"] == "1"
    assert entry["counterexample"]["rhs"] == "-1"
    entry = decide(claim({}, "exp(pi*sqrt(163))", "=", "262537412640768744"), seed=0, seconds=5)
    assert entry["counterexample"]["lhs"] != entry["counterexample"]["rhs"]


def test_an_ill_posed_claim_names_what_it_needs():
    entry = decide(claim(REAL, "(x**2 - 1)/(x - 1)", "=", "x + 1"), seed=0, seconds=5)
    assert "x != 1 is needed" in entry["counterexample"]["text"]


def test_the_same_seed_gives_the_same_entry():
    for data in OUTCOMES[:9]:
        entries = [decide(claim(*data[:4]), seed=3, seconds=10) for _ in range(2)]
        assert json.dumps(entries[0], sort_keys=True) == json.dumps(entries[1], sort_keys=True)


def test_hypotheses_are_used_and_met():
    entry = decide(claim(REAL, "x/x", "=", "1", ["x != 0"]), seed=0, seconds=5)
    assert entry["grade"] == "certified"
    entry = decide(claim(XY, "x", "<=", "y", ["x < y"]), seed=0, seconds=5)
    assert entry["grade"] != "refuted"


def test_agreement_at_some_points_is_nothing_where_there_is_no_value_at_others():
    entry = decide(claim({"q": "(-1, 1)"}, "Limit(q**k, k, oo)", "=", "0"), seed=0, seconds=10)
    assert entry["grade"] == "undecided"
    assert "finds no value at" in str(entry["statements"][0]["evidence"])


def test_a_claim_that_says_nothing_is_vacuous():
    entry = decide(claim(REAL, "x + 1", "=", "x + 1"), seed=0, seconds=5)
    assert entry["vacuous"]


def test_one_false_statement_makes_a_claim_false():
    statements = tuple(read_statement(REAL, [], "x**2", ">=", rhs) for rhs in ("0", "1"))
    entry = decide(Claim("test.two", "inequality", statements), seed=0, seconds=5)
    assert entry["grade"] == "refuted"
    assert [s["grade"] for s in entry["statements"]] == ["certified", "refuted"]


@pytest.mark.parametrize(("value", "grade"), [(1.0, "measured"), (3.0, "undecided")])
def test_measurements(value, grade):
    def experiment(seed):
        return Measurement(value, 0.5, 1.5, detail="a figure")

    entry = decide(Claim("test.m", "algorithm", experiment=experiment), seed=0, seconds=5)
    assert entry["grade"] == grade
    assert entry["evidence"][0]["data"]["value"] == value


def test_only_the_verdict_module_makes_verdicts():
    with pytest.raises(TypeError):
        Verdict(object(), Grade.CERTIFIED, ())
    statement = read_statement(REAL, [], "x", "=", "x + 1")
    forged = {"version": 1, "conclusion": "true", "proof": {"rule": "normal form"}, "digest": "0"}
    with pytest.raises(verdict.Rejected):
        verdict.certified(statement, forged)
    with pytest.raises(verdict.Rejected):
        verdict.refuted(statement, {**forged, "conclusion": "true"})
    with pytest.raises(ValueError, match="vacuous"):
        verdict.numeric(0)
    with pytest.raises(ValueError, match="agreement"):
        verdict.symbolic("simplify", 0, Evidence("x", "y"))


def test_a_term_of_hundreds_of_summands_is_no_error():
    """The tangent of a polynomial has that many in its normal form."""
    lhs = "exp(3*Abs(y))/asin(tan((x - 1)*(x**2 + 1)))"
    statement = read_statement({"x": "real", "y": "(1/2, 2)"}, [], lhs, "=", lhs.replace("Abs", ""))
    assert (
        decide(Claim("t.t", "identity", (statement,)), seed=0, seconds=10)["grade"] == "ill-posed"
    )
