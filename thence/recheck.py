"""Check the certificates of a record again, with the checker and nothing else of the engine.

    python -m thence.recheck out/record.json

Imports the standard library and :mod:`thence.checker` (which needs python-flint): no computer
algebra, no sampling.  What it accepts, it re-derived from the text of the statements.  A
certificate that takes too long, or too much memory, is not accepted.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from thence import checker
from thence.errors import InputError
from thence.executor import ProcessExecutor, WorkerError, available_cores
from thence.shown import printable
from thence.stated import stated

#: The conclusion that each grade needs a certificate for.
CONCLUSIONS = {"certified": "true", "refuted": "false", "ill-posed": "undefined"}
#: The grades that rest on no certificate.
OTHERS = ("symbolic", "measured", "numeric", "undecided", "error")
#: What a statement is checked with: all else that it says of itself is not looked at.
FOUND = ("grade", "certificate", "assumed")
#: What one certificate may take: seconds, and memory in MB.
SECONDS, MEMORY_MB = 60.0, 2048
#: How many certificates go to one process.
BATCH = 20
#: The id of a claim, which of its statements, and that.
_Job = tuple[str, int, Mapping[str, Any]]


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
    yield from _checked(_jobs(record))


def within_limits(
    record: Mapping[str, Any], *, seconds: float = SECONDS, memory_mb: int = MEMORY_MB
) -> Iterator[Check]:
    """The same, in processes that are killed at these limits: each for a batch of certificates, and
    for one certificate where a batch has come to no end."""
    executor = ProcessExecutor(
        available_cores(), seconds=seconds, memory_mb=memory_mb, preload=("thence.checker",)
    )
    try:
        jobs = list(_jobs(record))
        batches = [jobs[k : k + BATCH] for k in range(0, len(jobs), BATCH)]
        found = [executor.submit(_checked, batch) for batch in batches]
        for batch, future in zip(batches, found, strict=True):
            try:
                yield from future.result()
            except WorkerError:
                alone = [executor.submit(_checked, [job]) for job in batch]
                yield from map(_alone, batch, alone)
    finally:
        executor.shutdown(cancel_futures=True)


def _checked(jobs: Iterable[Check | _Job]) -> list[Check]:
    return [job if isinstance(job, Check) else _check(*job) for job in jobs]


def _alone(job: Check | _Job, future: Future[list[Check]]) -> Check:
    try:
        return future.result()[0]
    except WorkerError as error:
        if isinstance(job, Check):
            return job
        name, number, statement = job
        return Check(name, number, statement["grade"], problem=f"not accepted: {error.text}")


def _jobs(record: Mapping[str, Any]) -> Iterator[Check | _Job]:
    """What there is to check, and what is wrong with a claim already."""
    for place, claim in enumerate(record["claims"], 1):
        try:
            yield from list(_of_claim(claim))
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            damage = f"damaged: {type(error).__name__}: {error}"
            yield Check(f"claim {place} of the record", 0, "unread", problem=damage)


def _of_claim(claim: Mapping[str, Any]) -> Iterator[Check | _Job]:
    name, grades = str(claim["id"]), []
    for number, statement in enumerate([claim, *claim["statements"]]):
        if (grade := statement["grade"]) not in (*CONCLUSIONS, *OTHERS):
            yield Check(name, number, str(grade), problem="nothing here can check that grade")
    for number, statement in enumerate(claim["statements"], 1):
        grades.append(statement["grade"])
        if statement["grade"] in CONCLUSIONS:
            yield name, number, _whole(statement)
        for narrower in _narrower(statement):
            yield name, number, _whole(narrower)
    if problem := _overstated(claim["grade"], grades):
        yield Check(name, 0, claim["grade"], problem=problem)


def _whole(statement: Mapping[str, Any]) -> Mapping[str, Any]:
    """A statement that has all that is looked at; KeyError says what it has not."""
    for key in ("given", "assuming", "lhs", "rel", "rhs", "certificate", "assumed"):
        statement[key]
    return statement


def _narrower(statement: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What is claimed of an ill-posed statement where it is defined."""
    for evidence in statement.get("evidence", []):
        data = evidence["data"]
        if evidence["method"] == "where defined" and data["grade"] in CONCLUSIONS:
            hypotheses = [*statement["assuming"], *data["needs"]]
            found = {key: data[key] for key in FOUND}
            yield {**statement, **found, "assuming": hypotheses}


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
    if grade == "certified" and (not statements or set(statements) - {"certified"}):
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
    checks = list(within_limits(load(path)))
    failures = [check for check in checks if check.problem]
    for check in failures:
        print(printable(f"{check.claim}, statement {check.statement}: {check.problem}", keep=""))
    print(f"{len(checks) - len(failures)} of {len(checks)} accepted")
    return 1 if failures else 0


if __name__ == "__main__":
    from thence.recheck import main as run  # the processes know it by this name

    sys.exit(run(sys.argv[1]))
