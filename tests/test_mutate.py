"""Mutants: every change is a change, and what is false among them is found out."""

import json

import pytest
from click.testing import CliRunner

from thence.claim import Claim
from thence.cli import main
from thence.mutate import DECIDED, mutants, mutants_of, picked, share_decided, tally
from thence.pipeline import decide
from thence.statement import read_statement

REAL = {"x": "real"}


def statement(lhs, rel, rhs, given=REAL, assuming=()):
    return read_statement(given, list(assuming), lhs, rel, rhs)


def changes(of):
    return {m.change for m in mutants_of(of)}


def test_every_mutant_differs_from_the_original_and_can_be_read_back():
    original = statement("(x**2 + 1)/2", ">=", "3*x - x**2", {"x": "(0, 1)"}, ["x > 1/3"])
    found = [m.statement for m in mutants_of(original)]
    assert len(found) > 15
    for mutant in found:
        assert mutant != original
        data = mutant.as_json()
        again = read_statement(
            data["given"], data["assuming"], data["lhs"], data["rel"], data["rhs"]
        )
        assert again.as_json() == data


def test_the_kinds_of_change():
    assert {"direction", "strictness"} <= changes(statement("exp(x)", ">=", "1 + x"))
    assert "index range" in changes(statement("Sum(k, (k, 1, n))", "=", "n", {"n": "integer>=1"}))
    assert "last digit" in changes(statement("pi", "~digits", "3.14", {}))
    assert "dropped hypothesis" in changes(statement("x", ">", "0", REAL, ["x > 0"]))
    assert changes(statement("exp(x)", "increasing", "x")) == {"direction"}


def test_ends_stay_numbers_and_can_be_read_back():
    original = statement("Sum(k, (k, 1, n))", ">=", "-n", {"n": "integer>=0"})
    found = {m.change: m.statement.as_json() for m in mutants_of(original)}
    assert found["wider domain"]["given"] == {"n": "integer>=-1"}
    assert "Sum(k, (k, 2, n))" in [m.statement.as_json()["lhs"] for m in mutants_of(original)]
    for data in found.values():
        read_statement(data["given"], [], data["lhs"], data["rel"], data["rhs"])


def test_integers_that_count_are_not_constants():
    of = statement("Derivative(x**2, (x, 2))", "=", "2")
    assert all("(x, 2)" in str(m.statement.lhs) for m in mutants_of(of))


def test_the_choice_depends_on_the_seed_alone():
    claim = Claim("t.a", "inequality", (statement("exp(x)", ">=", "1 + x + x**2/2"),))
    first = [str(m.statements[0]) for m in mutants(claim, 1, 7)]
    assert first == [str(m.statements[0]) for m in mutants(claim, 1, 7)]
    assert len({m.id for m in mutants(claim, 3, 7)}) == len(list(mutants(claim, 3, 7)))


def test_a_sample_is_a_part_in_the_same_order():
    claim = Claim("t.a", "inequality", (statement("exp(x)", ">=", "1 + x + x**2/2"),))
    every = list(mutants(claim, 2, 0))
    some = picked(every, 5, 3)
    assert len(some) == 5
    assert some == [m for m in every if m in some] == picked(every, 5, 3)
    assert picked(every, 10**6, 3) == every


@pytest.mark.parametrize(
    ("lhs", "rel", "rhs"),
    [
        ("exp(x)", ">=", "1 + x"),
        ("sin(x)**2", "=", "1 - cos(x)**2"),
        ("x/sqrt(x**2 + 1)", "increasing", "x"),
        ("exp(x) + exp(-x)", "convex", "x"),
    ],
)
def test_the_mutants_of_a_true_statement_are_decided(lhs, rel, rhs):
    claim = Claim("t.a", "inequality", (statement(lhs, rel, rhs),))
    entries = [decide(m, seed=0, seconds=6) for m in mutants(claim, 1, 0)]
    assert entries
    assert share_decided(entries) == 100, [e["id"] for e in entries if e["grade"] not in DECIDED]
    assert sum(sum(counts.values()) for counts in tally(entries).values()) == len(entries)


FALSE_SHAPES = [
    ("x**2", "increasing", "x"),
    ("x**3", "convex", "x"),
    ("-x", "increasing", "x"),
    ("x**3 - x*10**-6", "increasing", "x"),
    ("log(1 + x**2)", "convex", "x"),
]


@pytest.mark.parametrize(("lhs", "rel", "name"), FALSE_SHAPES)
def test_a_shape_is_refuted_where_its_derivative_has_the_other_sign(lhs, rel, name):
    claim = Claim("t.a", "monotone", (statement(lhs, rel, name),))
    assert decide(claim, seed=0, seconds=5)["grade"] == "refuted"


@pytest.mark.parametrize(
    ("lhs", "rel", "given", "assuming"),
    [
        ("x**3", "increasing", REAL, []),
        ("x**2", "increasing", {"x": "[-1, -1]"}, []),
        ("x**2", "increasing", REAL, ["x = -1"]),
        ("(x - 1/4)**2", "increasing", {"x": "integer>=0"}, []),
        ("Abs(x)", "convex", REAL, []),
    ],
)
def test_a_shape_that_holds_or_means_little_is_not_refuted(lhs, rel, given, assuming):
    claim = Claim("t.a", "monotone", (statement(lhs, rel, "x", given, assuming),))
    assert decide(claim, seed=0, seconds=5)["grade"] != "refuted"


def test_the_command(tmp_path):
    file = tmp_path / "a.jsonl"
    row = {"id": "a.b", "given": REAL, "lhs": "exp(x)", "rel": ">=", "rhs": "1 + x"}
    file.write_text(json.dumps(row))
    out = tmp_path / "mutants.json"
    result = CliRunner().invoke(
        main, ["mutate", str(file), "--out", str(out), "--jobs", "1", "--at-least", "90"]
    )
    assert result.exit_code == 0, result.output
    assert "100.0 % of" in result.output
    assert all("~" in claim["id"] for claim in json.loads(out.read_text())["claims"])


def test_orders_of_growth_have_mutants_of_their_own():
    statement = read_statement({}, [], "sqrt(1 + h)", "=", "1 + h/2 + o(h)", "h -> 0+")
    found = list(mutants_of(statement))
    changes = {mutant.change for mutant in found}
    assert {"order", "wider domain", "sign", "exponent", "dropped term"} <= changes
    (order,) = [m.statement for m in found if m.change == "order"]
    (wider,) = [m.statement for m in found if m.change == "wider domain"]
    assert (order.rel, str(wider.towards)) == ("~", "h -> 0")
    assert all(mutant.statement.towards is not None for mutant in found)


def test_a_mutant_of_what_is_taken_apart_says_one_statement_alone():
    from thence import Derivation

    post = Derivation("t", "T")
    post.integer("n", least=0)
    post.recurrence("r", {"a[0]": 1, "a[n+1]": "2*a[n]"}, "a[n]", "=", "2**n")
    for mutant in mutants(post.claims[0], 1, 0):
        assert len(mutant.statements) == 1
        assert (mutant.form, mutant.consequences, mutant.sufficient) == (None, (), False)
