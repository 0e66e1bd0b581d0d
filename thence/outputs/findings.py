"""The claims that fall short, as every output shows them: what, where, how bad, and since when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from thence.verdict import Grade


class Level(StrEnum):
    """How bad a finding is: wrong, not shown, or known before and accepted for now."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


#: Why a claim falls short, in a sentence.
REASONS = {
    "refuted": "The statement is false: there is a counterexample.",
    "ill-posed": "An expression is not defined somewhere in the stated domain.",
    "error": "The claim could not be read, or ran over its time or memory.",
    "vacuous": "The check says nothing: it met no point, or both sides are the same.",
    "unexpected": "The claim has another grade than the one that it expects.",
    "weak": "The claim is supported, or undecided, below the grade that is required.",
}
_FALSE = frozenset([Grade.REFUTED, Grade.ILL_POSED, Grade.ERROR])


@dataclass(frozen=True, slots=True)
class Finding:
    """One claim that falls short; ``reason`` is a key of :data:`REASONS`."""

    claim: str
    reason: str
    level: Level
    text: str
    file: str
    line: int


def findings(record: Mapping[str, Any], known: Set[str] = frozenset()) -> Iterator[Finding]:
    """The claims that fall short, in order; those in ``known`` are notes."""
    for claim in record["claims"]:
        if not claim["meets"]:
            yield finding(claim, known)


def finding(claim: Mapping[str, Any], known: Set[str] = frozenset()) -> Finding:
    """A claim that falls short."""
    reason = _reason(claim)
    level = Level.ERROR if claim["grade"] in _FALSE else Level.WARNING
    if claim["id"] in known:
        level = Level.NOTE
    source = claim["source"]
    return Finding(claim["id"], reason, level, _text(claim), source["file"], source["line"])


def _reason(claim: Mapping[str, Any]) -> str:
    if claim["grade"] == Grade.ERROR:
        return "error"
    if claim["vacuous"]:
        return "vacuous"
    if claim["expect"]:
        return "unexpected"
    return claim["grade"] if claim["grade"] in REASONS else "weak"


def _text(claim: Mapping[str, Any]) -> str:
    """What was found, in one line: the counterexample, the error, or the first evidence."""
    grade = claim["grade"]
    text = f"{claim['id']}: {grade}"
    if claim["expect"]:
        text += f", not {claim['expect']}"
    if claim["vacuous"]:
        text += ", vacuous"
    if claim["counterexample"]:
        return f"{text}: {claim['counterexample']['text']}"
    parts = (claim, *claim["statements"])
    said = next((e["text"] for part in parts for e in part["evidence"]), "")
    return " ".join(f"{text}: {said}".split()) if said else text
