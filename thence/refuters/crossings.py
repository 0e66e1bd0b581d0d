"""Sides that change places, and what changes its sign where it must not be 0, between two points.

By the intermediate value theorem it is 0 between them, wherever that is.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise, product
from math import ceil, floor
from typing import Any

from thence import checker
from thence.checker import Context, Rejected, Term
from thence.provers.statements import sealed
from thence.refuters.certificates import Point, accepted, texts
from thence.refuters.holes import is_open, sides_of
from thence.refuters.solutions import exactly, terms_of
from thence.statement import Statement
from thence_numeric import sampling

#: Points that are tried as the values of the other variables.
BASES = 3


def crossing(statement: Statement, points: Iterable[Point]) -> dict[str, Any] | None:
    """A certificate that sides which should differ change places along one variable, or None."""
    if statement.rel != "!=":
        return None
    data = statement.as_json()
    with checker.precision():
        names = checker.context_of(data).names
        left, right = (checker.parse(data[key], names) for key in ("lhs", "rhs"))
        return _changing_sign(statement, left - right, list(points), "false", {})


def undefined_between(statement: Statement, points: Iterable[Point]) -> dict[str, Any] | None:
    """A certificate that what must not be 0 changes its sign along one variable, or None."""
    data, listed = statement.as_json(), list(points)
    with checker.precision():
        try:
            context = checker.context_of(data)
            needs = [need for side in sides_of(data, context) for need in checker.obligations(side)]
        except (Rejected, RecursionError):
            return None
        needs = [need for need in needs if need[0] in ("!=", ">")]
        gaps = [(gap, need) for need in needs for gap in checker.vanishing(need[1])]
        for which, (gap, need) in enumerate(gaps):
            if is_open(context, *need):
                more = {"which": which}
                found = _changing_sign(statement, gap, listed, "undefined", more)
                if found is not None:
                    return found
    return None


def _changing_sign(
    statement: Statement, gap: Term, points: list[Point], conclusion: str, more: dict[str, Any]
) -> dict[str, Any] | None:
    """A certificate that a term changes its sign along one variable, so that the statement is
    ``false`` or ``undefined`` somewhere between two points, or None."""
    data = statement.as_json()
    for name, point in product(sorted(statement.given), points[:BASES]):
        if statement.given[name].integer or name not in checker.symbols(gap):
            continue
        others = {n: v for n, v in terms_of(point).items() if n != name}
        along = checker.substitute(gap, others)
        places = _along(statement, name, points)
        known = [(at, side) for at in places if (side := _side(along, name, at))]
        for (low, before), (high, after) in pairwise(known):
            if before == after:
                continue
            start, to = _closer(along, name, low, high)
            body = {"point": {**texts(point), name: str(start)}, "var": name, "to": str(to)}
            certificate = sealed(data, conclusion, {**body, **more})
            if accepted(data, certificate):
                return certificate
    return None


def _along(statement: Statement, name: str, points: list[Point]) -> list[Fraction]:
    """Values of one variable in its domain, in order."""
    sizes = [Fraction(2) ** k * s for k in range(-6, 7) for s in (1, -1)]
    inside = [v for v in sizes if sampling.inside(statement.given[name], v)]
    return sorted({*inside, *(point[name] for point in points)})


def _side(gap: Term, name: str, at: Fraction) -> int:
    """The sign of a term, 0 where it is not known."""
    try:
        value = Context({name: exactly(at)}, {}, [], []).bounds(gap)
    except Rejected:
        return 0
    return 1 if value.satisfies(">") else -1 if value.hi < 0 else 0


def _closer(gap: Term, name: str, low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """Two decimals close together between which a term changes its sign, if it is continuous."""
    sign, unit = _side(gap, name, low), Fraction(1, 10**9)
    while high - low > unit:
        middle = (low + high) / 2
        low, high = (middle, high) if _side(gap, name, middle) == sign else (low, middle)
    low, high = floor(low / unit) * unit, ceil(high / unit) * unit
    return low, high
