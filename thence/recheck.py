"""Check the certificates of a record again, with the checker and nothing else of the engine.

    python -m thence.recheck out/record.json

Imports the standard library and :mod:`thence.checker` (which needs python-flint): no computer
algebra, no sampling.  What it accepts, it re-derived from the text of the statements.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from thence import checker
from thence.errors import InputError
from thence.stated import stated

#: The conclusion that each grade needs a certificate for.
CONCLUSIONS = {"certified": "true", "refuted": "false", "ill-posed": "undefined"}


@dataclass(frozen=True, slots=True)
class Check:
    """One statement of the record: ``problem`` is empty where the certificate was accepted."""

    claim: str
    statement: int
    grade: str
    method: str = ""
    problem: str = ""


def recheck(record: Mapping[str, Any]) -> Iterator[Check]:
    """Check every statement whose grade needs a certificate, and every claim's own grade."""
    for claim in record["claims"]:
        grades = []
        for number, statement in enumerate(claim["statements"], 1):
            grades.append(statement["grade"])
            if statement["grade"] in CONCLUSIONS:
                yield _check(claim["id"], number, statement)
            for narrower in _narrower(statement):
                yield _check(claim["id"], number, narrower)
        if problem := _overstated(claim["grade"], grades):
            yield Check(claim["id"], 0, claim["grade"], problem=problem)


def _narrower(statement: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What is claimed of an ill-posed statement where it is defined."""
    for evidence in statement.get("evidence", []):
        data = evidence["data"]
        if evidence["method"] == "where defined" and data["grade"] in CONCLUSIONS:
            hypotheses = [*statement["assuming"], *data["needs"]]
            yield {**statement, **data, "assuming": hypotheses}


def _check(name: str, number: int, statement: Mapping[str, Any]) -> Check:
    grade, certificate = statement["grade"], statement["certificate"]
    if not isinstance(certificate, dict):
        return Check(name, number, grade, problem="it has no certificate")
    method = str(certificate.get("method", ""))
    if certificate.get("conclusion") != CONCLUSIONS[grade]:
        wrong = f"its certificate concludes {certificate.get('conclusion')!r}"
        return Check(name, number, grade, method, wrong)
    try:
        assumed = checker.check(stated(statement), certificate)
    except checker.Rejected as error:
        return Check(name, number, grade, method, f"rejected: {error}")
    # A damaged certificate may fail in any way; that is a rejection as well.
    except Exception as error:
        return Check(name, number, grade, method, f"rejected: {type(error).__name__}: {error}")
    hidden = set(assumed) - set(statement["assumed"])
    problem = f"assumes without saying so: {', '.join(sorted(hidden))}" if hidden else ""
    return Check(name, number, grade, method, problem)


def _overstated(grade: str, statements: list[str]) -> str:
    """Why the grade of a claim does not follow from those of its statements, or nothing."""
    if grade == "certified" and (not statements or set(statements) - {"certified", "kernel"}):
        return "certified, but not every statement is"
    if grade in ("refuted", "ill-posed") and grade not in statements:
        return f"{grade}, but no statement is"
    return ""


def load(path: str | Path) -> dict[str, Any]:
    """The record to check; :class:`InputError` when the file is not one."""
    try:
        record = json.loads(Path(path).read_text("utf-8"))
    except OSError as error:
        hint = "Make one: thence verify."
        raise InputError(f"no record: {error.strerror}.", str(path), hint) from None
    except (ValueError, RecursionError):
        raise InputError("not a record: it is not JSON.", str(path), "Run thence verify.") from None
    if not isinstance(record, dict) or not isinstance(record.get("claims"), list):
        raise InputError("not a record: it has no claims.", str(path), "Run thence verify.")
    return record


def main(path: str) -> int:
    """Print every failure and a summary; 0 when all were accepted, 1 when not."""
    checks = list(recheck(load(path)))
    failures = [check for check in checks if check.problem]
    for check in failures:
        print(f"{check.claim}, statement {check.statement}: {check.problem}")
    print(f"{len(checks) - len(failures)} of {len(checks)} accepted")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
