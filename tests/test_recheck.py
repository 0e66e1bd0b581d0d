"""The recheck of a record: what it rejects, and what it does without."""

import json
import subprocess
import sys

import pytest

from thence import checker
from thence.claim import Claim
from thence.pipeline import decide
from thence.recheck import main, recheck, within_limits
from thence.statement import read_statement

STATEMENT = {
    "given": {"x": "real"},
    "assuming": [],
    "lhs": "x",
    "rel": "=",
    "rhs": "x",
    "grade": "certified",
    "certificate": {"conclusion": "true"},
    "assumed": [],
}


def record(grade="certified", **changes):
    return {"claims": [{"id": "p.a", "grade": grade, "statements": [{**STATEMENT, **changes}]}]}


def problems(found):
    return [check.problem for check in recheck(found) if check.problem]


@pytest.fixture
def accepts(monkeypatch):
    monkeypatch.setattr(checker, "check", lambda statement, certificate: ["a lemma"])


def test_a_certificate_that_the_checker_takes(accepts):
    assert problems(record(assumed=["a lemma"])) == []


@pytest.mark.parametrize(
    ("found", "problem"),
    [
        (record(certificate=None, assumed=["a lemma"]), "it has no certificate"),
        (record(certificate={"conclusion": "false"}), "its certificate concludes 'false'"),
        (record(), "assumes without saying so: a lemma"),
        (record("refuted", assumed=["a lemma"]), "refuted, but no statement is"),
        (
            {"claims": [{"id": "p.a", "grade": "certified", "statements": []}]},
            "certified, but not every statement is",
        ),
    ],
)
def test_what_does_not_hold_together(accepts, found, problem):
    assert problems(found) == [problem]


def test_claims_of_weaker_grades_need_nothing(accepts):
    weaker = record("symbolic", certificate=None)
    weaker["claims"][0]["statements"][0]["grade"] = "symbolic"
    assert list(recheck(weaker)) == []


@pytest.mark.parametrize("error", [checker.Rejected("no"), KeyError("x"), RecursionError()])
def test_rejections_and_damage(monkeypatch, error):
    def fail(statement, certificate):
        raise error

    monkeypatch.setattr(checker, "check", fail)
    (problem,) = problems(record())
    assert problem.startswith("rejected: ")


def test_the_real_checker_rejects_an_empty_certificate():
    (problem,) = problems(record())
    assert problem.startswith("rejected: ")


def test_exit_codes(tmp_path, capsys):
    path = tmp_path / "record.json"
    path.write_text(json.dumps(record(certificate=sealed(proof={"rule": "normal form"}))))
    assert main(str(path)) == 0
    path.write_text(json.dumps(record(certificate=None)))
    assert main(str(path)) == 1
    assert "p.a, statement 1: it has no certificate\n0 of 1 accepted" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["-m thence.recheck", "-m thence recheck"])
def test_neither_computer_algebra_nor_sampling_is_loaded(tmp_path, command):
    path = tmp_path / "record.json"
    path.write_text(json.dumps(record()))
    code = [sys.executable, "-X", "importtime", *command.split(), str(path)]
    done = subprocess.run(code, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert {"thence.checker", "flint"} <= loaded
    assert not loaded & {"sympy", "mpmath", "torch", "numpy", "thence.parser", "thence.claim"}


def test_what_holds_where_a_statement_is_defined_is_checked_too():
    claim = read_statement({"x": "real"}, [], "(x**2 - 1)/(x - 1)", "=", "x + 1")
    entry = decide(Claim("p.a", "identity", (claim,)), seed=1, seconds=20)
    assert entry["grade"] == "ill-posed"
    (found,) = (e for e in entry["statements"][0]["evidence"] if e["method"] == "where defined")
    assert found["text"] == "certified, given x - 1 != 0"
    assert problems({"claims": [entry]}) == []
    assert len(list(recheck({"claims": [entry]}))) == 2
    found["data"]["needs"] = ["x != 0"]
    (problem,) = problems({"claims": [entry]})
    assert problem.startswith("rejected")


# A certificate of another is no program of ours: it may hang, and say what it likes.

SLOW = "(x + 1)**499*(x + sin(x) + exp(x) + 2)**400"


def sealed(**body):
    statement = {key: STATEMENT[key] for key in ("given", "assuming", "lhs", "rel", "rhs")}
    certificate = {"version": checker.VERSION, "conclusion": "true", **body}
    return {**certificate, "digest": checker.digest(statement, certificate)}


@pytest.mark.parametrize("grade", ["kernel", "Certified", "proved"])
def test_a_grade_that_nothing_here_can_check(accepts, grade):
    """A record is written by whoever sends it: it may say that 1 = 2 is proved elsewhere."""
    assert _unchecked(record(grade)) == [f"1: {grade}"]
    found = record()
    found["claims"][0]["statements"][0] |= {"grade": grade, "lhs": "1", "rhs": "2"}
    assert _unchecked(found) == [f"1: {grade}"]
    assert "certified, but not every statement is" in problems(found)


def _unchecked(found):
    checks = [c for c in recheck(found) if c.problem == "nothing here can check that grade"]
    return [f"{max(check.statement, 1)}: {check.grade}" for check in checks]


def test_where_a_statement_is_defined_it_is_the_same_statement():
    easy = {"given": {}, "assuming": ["0 < 1"], "lhs": "1", "rel": "=", "rhs": "1"}
    certificate = {"version": 1, "conclusion": "true", "proof": {"rule": "bounds"}}
    certificate["digest"] = checker.digest(easy, certificate)
    data = {**easy, "grade": "certified", "needs": ["0 < 1"], "assumed": []}
    evidence = {"method": "where defined", "text": "", "data": {**data, "certificate": certificate}}

    def found(right):
        held = record("undecided", lhs="1", rhs=right, given={}, evidence=[evidence])
        held["claims"][0]["statements"][0]["grade"] = "undecided"
        return problems(held)

    assert found("1") == []
    assert found("2") == ["rejected: the certificate was made for another statement, or changed"]


def test_a_certificate_that_hangs_is_not_accepted():
    sight = {"rule": "normal form"}
    lemma = {"rule": "lemma", "of": SLOW, "is": ">", "proof": sight, "then": sight}
    found = record(certificate=sealed(proof=lemma))
    found["claims"] += record(certificate=sealed(proof=sight))["claims"]
    slow, quick = within_limits(found, seconds=1, memory_mb=1024)
    assert slow.problem.startswith("not accepted: killed at its limit of 1 s")
    assert quick.problem == ""


@pytest.mark.parametrize("claim", [None, "x", {}, {"id": "p.a", "statements": [{}]}])
def test_a_damaged_claim_is_a_failure(claim):
    (problem,) = problems({"claims": [claim]})
    assert problem.startswith("damaged: ")


def test_what_a_record_says_gives_no_commands_to_the_terminal(tmp_path, capsys):
    found = record(certificate={"conclusion": "\x1b[31m"})
    found["claims"][0]["id"] = "p.a\x1b[2J\n1 of 1 accepted"
    path = tmp_path / "record.json"
    path.write_text(json.dumps(found))
    assert main(str(path)) == 1
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith(r"p.a\x1b[2J\n1 of 1 accepted, statement 1: its certificate concludes")
    assert second == "0 of 1 accepted"
