"""Certificates that a statement is false or undefined at a point, and such at simpler points."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from thence import checker
from thence.checker import Rejected
from thence.provers.statements import sealed
from thence.refuters import families

Point = Mapping[str, Fraction]


#: Values that a reader can try by hand, the simplest first.
SIMPLE = ("0", "1", "-1", "2", "-2", "1/2", "-1/2", "3", "-3")


def texts(point: Point) -> dict[str, str]:
    """The point as certificates hold it."""
    return {name: str(value) for name, value in point.items()}


def confirmed(
    data: dict[str, Any], conclusion: str, point: Mapping[str, Any], bits: int = checker.BITS
) -> dict[str, Any] | None:
    """A certificate that the statement is ``false`` or ``undefined`` at the point, or None."""
    body: dict[str, Any] = {"point": point}
    if bits > checker.BITS:
        body["bits"] = bits
    certificate = sealed(data, conclusion, body)
    return certificate if accepted(data, certificate) else None


def accepted(data: dict[str, Any], certificate: dict[str, Any]) -> bool:
    """Whether the checker accepts a certificate."""
    try:
        checker.check(data, certificate)
    except Rejected:
        return False
    return True


def simplest(data: dict[str, Any], certificate: dict[str, Any]) -> dict[str, Any]:
    """The certificate of a point with one value after another replaced by a simpler one, as long
    as the checker accepts it; any other certificate as it is."""
    if certificate.keys() - {"version", "conclusion", "digest", "point"}:
        return certificate
    for _ in range(2):  # a value may get simpler when the others have
        for name, found in certificate["point"].items():
            for place, _ in families.listed(found):
                certificate = _simpler(data, certificate, name, place)
    return certificate


def _simpler(
    data: dict[str, Any], certificate: dict[str, Any], name: str, place: tuple[int, ...]
) -> dict[str, Any]:
    """The certificate with the simplest value of a variable, or of an entry of a family."""
    point = certificate["point"]
    before = dict(families.listed(point[name]))[place]
    for value in (*SIMPLE, *_rounded(before)):
        if value == before:
            break
        to = {**point, name: _changed(point[name], place, value)}
        simpler = confirmed(data, certificate["conclusion"], to)
        if simpler is not None:
            return simpler
    return certificate


def _changed(found: Any, place: tuple[int, ...], value: str) -> Any:
    """The value of a point with the entry of an index replaced."""
    if not place:
        return value
    first, *rest = place
    inner = _changed(found[first - 1], tuple(rest), value)
    return [*found[: first - 1], inner, *found[first:]]


def _rounded(value: str) -> list[str]:
    """A rational number in fewer and fewer round steps; nothing for others."""
    try:
        exact = Fraction(value)
    except ValueError:
        return []
    return [str(exact.limit_denominator(d)) for d in (1, 2, 4, 10, 100, 10**4)]
