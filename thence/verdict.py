"""Grades, evidence and verdicts.  This module alone can make a verdict.

``certified``, ``refuted`` and ``ill-posed`` are not opinions of the caller: the functions that
make them hand the certificate to :mod:`thence.checker`, which re-derives the conclusion from the
text of the statement.  A certificate that it rejects makes no verdict.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from thence import checker
from thence.measurement import Measurement
from thence.statement import Statement


class Grade(StrEnum):
    """How well a claim is supported, best first."""

    KERNEL = "kernel"
    CERTIFIED = "certified"
    SYMBOLIC = "symbolic"
    MEASURED = "measured"
    NUMERIC = "numeric"
    UNDECIDED = "undecided"
    ILL_POSED = "ill-posed"
    REFUTED = "refuted"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for the best grade; larger is weaker."""
        return list(Grade).index(self)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One finding: who found it (``method``), what it says, and its figures."""

    method: str
    text: str
    data: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The evidence as the record holds it."""
        return {"method": self.method, "text": self.text, "data": self.data}


_MAKER: Final = object()


class Verdict:
    """A grade with its evidence, for one statement.  Made by the functions below alone."""

    __slots__ = ("assumed", "certificate", "evidence", "grade")

    def __init__(
        self,
        maker: object,
        grade: Grade,
        evidence: tuple[Evidence, ...],
        certificate: dict[str, Any] | None = None,
        assumed: tuple[str, ...] = (),
    ) -> None:
        if maker is not _MAKER:
            raise TypeError("a verdict is made by the functions of thence.verdict alone")
        self.grade = grade
        self.evidence = evidence
        self.certificate = certificate
        self.assumed = assumed

    def with_evidence(self, *more: Evidence) -> Verdict:
        """The same verdict with further findings on record."""
        return Verdict(_MAKER, self.grade, (*self.evidence, *more), self.certificate, self.assumed)


class Rejected(Exception):
    """The checker rejected a certificate; its words are in the message."""


def _checked(statement: Statement, certificate: dict[str, Any], conclusion: str) -> list[str]:
    sealed = certificate.get("conclusion")
    if sealed != conclusion:
        raise Rejected(f"the certificate concludes {sealed!r}, not {conclusion!r}")
    try:
        return checker.check(statement.as_json(), certificate)
    except checker.Rejected as error:
        raise Rejected(str(error)) from None


def certified(statement: Statement, certificate: dict[str, Any], *evidence: Evidence) -> Verdict:
    """True, by a certificate that the checker accepts; else :class:`Rejected`."""
    assumed = _checked(statement, certificate, "true")
    return Verdict(_MAKER, Grade.CERTIFIED, evidence, certificate, tuple(assumed))


def refuted(statement: Statement, certificate: dict[str, Any], *evidence: Evidence) -> Verdict:
    """False, by a counterexample that the checker's balls separate; else :class:`Rejected`."""
    _checked(statement, certificate, "false")
    return Verdict(_MAKER, Grade.REFUTED, evidence, certificate)


def ill_posed(statement: Statement, certificate: dict[str, Any], *evidence: Evidence) -> Verdict:
    """Undefined at a point of the domain that the checker confirms; else :class:`Rejected`."""
    _checked(statement, certificate, "undefined")
    return Verdict(_MAKER, Grade.ILL_POSED, evidence, certificate)


def symbolic(transformation: str, agreed: int, *evidence: Evidence) -> Verdict:
    """True by computer algebra, ``transformation`` named, with numeric agreement at points."""
    if agreed <= 0:
        raise ValueError("symbolic needs numeric agreement at one point at least")
    found = Evidence("symbolic", transformation, {"agreed": agreed})
    return Verdict(_MAKER, Grade.SYMBOLIC, (found, *evidence))


def numeric(agreed: int, *evidence: Evidence) -> Verdict:
    """An exact claim without a proof that agreed at ``agreed`` > 0 points."""
    if agreed <= 0:
        raise ValueError("a check that met no point of its domain is vacuous, not numeric")
    return Verdict(_MAKER, Grade.NUMERIC, evidence)


def measured(measurement: Measurement, *evidence: Evidence) -> Verdict:
    """``measured`` when the figure lies in the range that the claim allows, else undecided."""
    inside = measurement.low <= measurement.value <= measurement.high
    grade = Grade.MEASURED if inside else Grade.UNDECIDED
    return Verdict(_MAKER, grade, evidence)


def undecided(*evidence: Evidence) -> Verdict:
    """Nothing conclusive."""
    return Verdict(_MAKER, Grade.UNDECIDED, evidence)


def error(what: str, *evidence: Evidence) -> Verdict:
    """The claim could not be read, or ran over its time or memory."""
    return Verdict(_MAKER, Grade.ERROR, (Evidence("error", what), *evidence))


def weakest(verdicts: list[Verdict]) -> Grade:
    """The grade of a claim from those of its statements: one false statement makes it false."""
    grades = {v.grade for v in verdicts}
    for decisive in (Grade.REFUTED, Grade.ILL_POSED):
        if decisive in grades:
            return decisive
    return max(grades, key=lambda grade: grade.rank, default=Grade.UNDECIDED)
