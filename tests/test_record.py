"""The record: what meets, what is counted, what is trusted; and that no run is lost."""

import copy
import json

import jsonschema
import pytest

from thence.errors import InputError
from thence.record import (
    Recorder,
    counts,
    find_claim,
    ledger,
    meets,
    read_record,
    schema,
    to_json,
    unread_entry,
)
from thence.verdict import Grade

HEADER = {
    "slug": "post",
    "title": "A post",
    "title_original": "",
    "url": "",
    "date": "",
    "file": "post.py",
    "assumptions": ["the law of large numbers"],
    "symbols": {"x": {"domain": "real", "says": "the input"}},
}
STATEMENT = {
    "given": {"x": "real"},
    "assuming": [],
    "lhs": "x",
    "rel": "=",
    "rhs": "x",
    "latex": "x = x",
    "grade": "symbolic",
    "evidence": [{"method": "symbolic", "text": "expand", "data": {"agreed": 5}}],
    "certificate": None,
    "assumed": ["Jensen's inequality"],
}
ENTRY = {
    "id": "post.step",
    "kind": "identity",
    "source": {"where": "E1", "says": "x = x", "file": "post.py", "line": 3},
    "expect": None,
    "note": "",
    "lemma": "",
    "grade": "symbolic",
    "evidence": [],
    "assumed": [],
    "vacuous": False,
    "counterexample": None,
    "statements": [STATEMENT],
}


def recorder(path):
    made = Recorder(path, seed=0, seconds=10, memory_mb=4096)
    made.derivation(HEADER)
    return made


@pytest.mark.parametrize(
    ("kind", "expect", "grade", "required", "result"),
    [
        ("identity", None, "certified", "symbolic", True),
        ("identity", None, "symbolic", "symbolic", True),
        ("identity", None, "measured", "symbolic", False),
        ("identity", None, "numeric", "symbolic", False),
        ("identity", None, "numeric", "numeric", True),
        ("identity", None, "symbolic", "certified", False),
        ("identity", None, "refuted", "numeric", False),
        ("identity", "refuted", "refuted", "certified", True),
        ("identity", "refuted", "undecided", "symbolic", False),
        ("identity", "refuted", "certified", "symbolic", False),
        ("identity", "ill-posed", "ill-posed", "symbolic", True),
        ("identity", "numeric", "numeric", "symbolic", True),
        ("scaling", None, "measured", "symbolic", True),
        ("scaling", None, "measured", "certified", True),
        ("scaling", None, "numeric", "symbolic", False),
        ("scaling", None, "numeric", "numeric", True),
        ("remark", "undecided", "undecided", "symbolic", True),
        ("remark", "undecided", "refuted", "symbolic", False),
        ("identity", "error", "error", "symbolic", False),
        ("unread", None, "error", "numeric", False),
    ],
)
def test_meets(kind, expect, grade, required, result):
    entry = {**ENTRY, "kind": kind, "expect": expect, "grade": grade}
    assert meets(entry, Grade(required)) is result
    assert not meets({**entry, "vacuous": True}, Grade(required))


def test_the_record_is_in_the_order_read_and_valid(tmp_path):
    made = recorder(tmp_path / "out/record.json")
    made.add(1, {**ENTRY, "id": "post.second"}, 0.25)
    made.add(0, ENTRY, 0.5)
    made.add(2, unread_entry(InputError("what", "f:1", "next"), "f", 1, "f:1"), 0.0)
    record = made.finish(["post.late"])
    assert [c["id"] for c in record["claims"]] == ["post.step", "post.second", "f:1"]
    assert record["counts"] == {"symbolic": 2, "error": 1}
    assert record["unfinished"] == ["post.late"]
    jsonschema.Draft202012Validator(schema()).validate(record)
    assert read_record(tmp_path / "out/record.json") == record
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["record.json"]


def test_a_run_that_is_killed_leaves_its_journal(tmp_path):
    path = tmp_path / "record.json"
    made = recorder(path)
    made.add(1, {**ENTRY, "id": "post.second"}, 0.25)
    made.add(0, ENTRY, 0.5)
    journal = path.with_name("record.json.partial")
    with journal.open("a") as file:
        file.write('{"index": 2, "claim": {"id": "cut o')
    left = read_record(journal)
    assert [c["id"] for c in left["claims"]] == ["post.step", "post.second"]
    jsonschema.Draft202012Validator(schema()).validate(left)
    assert not path.exists()
    assert made.finish() == left


def test_without_a_path_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    recorder(None).finish()
    assert list(tmp_path.iterdir()) == []


def test_the_ledger():
    lemma = {**ENTRY, "id": "post.jensen", "assumed": ["Markov's inequality"]}
    certified = copy.deepcopy(ENTRY)
    certified["id"] = "post.proved"
    certified["statements"][0] |= {"grade": "certified", "certificate": {}, "assumed": []}
    versions = {"sympy": "1.14.0", "mpmath": "1", "torch": "2", "python-flint": "0.9.0"}
    rows = ledger(versions, [HEADER], [ENTRY, lemma, certified])
    found = {(row["kind"], row["item"]): row["used_by"] for row in rows}
    assert found["lemma", "Jensen's inequality"] == ["post.step", "post.jensen"]
    assert found["lemma", "Markov's inequality"] == ["post.jensen"]
    assert found["assumption", "the law of large numbers"] == ["post"]
    assert found["library", "sympy 1.14.0"] == ["post.step", "post.jensen"]
    assert found["library", "python-flint 0.9.0"] == ["post.proved"]
    assert rows[0]["kind"] == "lemma"


def test_counts_are_in_the_order_of_grades():
    claims = [{"grade": g} for g in ("refuted", "certified", "certified", "numeric")]
    assert list(counts(claims).items()) == [("certified", 2), ("numeric", 1), ("refuted", 1)]


def test_the_schema_is_strict(tmp_path):
    validator = jsonschema.Draft202012Validator(schema())
    validator.check_schema(schema())
    made = recorder(None)
    made.add(0, ENTRY, 0.5)
    record = made.finish()
    validator.validate(record)

    def spoilt(change):
        wrong = copy.deepcopy(record)
        change(wrong)
        return not validator.is_valid(wrong)

    assert spoilt(lambda r: r.update(extra=1))
    assert spoilt(lambda r: r["claims"][0].update(extra=1))
    assert spoilt(lambda r: r["claims"][0].update(grade="proved"))
    assert spoilt(lambda r: r["claims"][0].pop("vacuous"))
    assert spoilt(lambda r: r["claims"][0]["statements"][0].update(grade="certified"))
    assert spoilt(lambda r: r["counts"].update(proved=1))


def test_figures_that_json_has_no_word_for_are_an_error():
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json({"x": float("nan")})


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema": "thence.record/2"}', "[" * 10_000])
def test_what_is_no_record(tmp_path, text):
    path = tmp_path / "record.json"
    path.write_text(text)
    with pytest.raises(InputError, match="not a record"):
        read_record(path)
    with pytest.raises(InputError, match="no record"):
        read_record(tmp_path / "none.json")


def test_unknown_ids_get_a_suggestion():
    with pytest.raises(InputError, match=r"no claim post\.stop") as caught:
        find_claim({"claims": [ENTRY]}, "post.stop", "record.json")
    assert caught.value.hint == "Did you mean post.step?"
    assert find_claim({"claims": [ENTRY]}, "post.step", "") is ENTRY


def test_every_kind_and_grade_is_in_the_schema():
    from thence.claim import KINDS
    from thence.statement import STATEMENT_RELATIONS

    defs = schema()["$defs"]
    assert set(defs["claim"]["properties"]["kind"]["enum"]) == {*KINDS, "unread"}
    assert defs["grade"]["enum"] == list(Grade)
    assert set(defs["statement"]["properties"]["rel"]["enum"]) == set(STATEMENT_RELATIONS)
    assert json.dumps(schema())
