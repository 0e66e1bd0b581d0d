"""Both sides of a statement along one variable, sampled for the plots of the reports."""

from __future__ import annotations

import math
import operator
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thence import verdict as v
from thence.domain import Domain
from thence.refuters import families
from thence.statement import Statement
from thence.verdict import Evidence, Verdict
from thence_numeric import backend, highprecision, vectorised

#: Points of a plot, and how much of an unbounded domain it shows.
POINTS = 161
WIDTH = 12.0

_COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def curves(statement: Statement, found: Verdict) -> list[Evidence]:
    """The sides of an inequality in one variable, or of whatever has a counterexample.

    The other variables of a counterexample keep their values; the one that is varied is the first
    along which the difference of the sides changes.
    """
    refuted = found.grade is v.Grade.REFUTED
    relations = ("<", "<=", ">", ">=", *(("=",) if refuted else ()))
    if statement.rel not in relations or families.occur(statement):
        return []
    if not backend.sides_are_plain(statement):
        return []
    point = _counterexample(found) if refuted else {}
    names = list(statement.given)
    if point is None or (not refuted and len(names) != 1):
        return []
    drawn = [data for name in names if (data := _along(statement, name, point)) is not None]
    telling = [data for data in drawn if len(_differences(data)) > 1] or drawn
    if not telling:
        return []
    data = telling[0]
    text = f"both sides for {data['variable']} from {data['x'][0]:g} to {data['x'][-1]:g}"
    at = ", ".join(f"{name} = {value}" for name, value in data["fixed"].items())
    return [Evidence("curves", f"{text}{', ' * bool(at)}{at}", data)]


def _counterexample(found: Verdict) -> dict[str, Fraction] | None:
    """The point of the verdict, where all of its coordinates are rational numbers."""
    shown = [e.data["point"] for e in found.evidence if e.method == "counterexample"]
    try:
        return {name: Fraction(value) for name, value in shown[0].items()} if shown else None
    except (ValueError, TypeError, ZeroDivisionError):
        return None


def _along(statement: Statement, name: str, point: Mapping[str, Fraction]) -> dict[str, Any] | None:
    """Both sides along one variable, the others as in the point; None where that is no line."""
    names = list(statement.given)
    domain = statement.given[name]
    if domain.parameters or any(h.head not in _COMPARE for h in statement.assuming):
        return None
    x = _abscissae(domain, float(point[name]) if name in point else None)
    rows = np.column_stack([x if n == name else np.full_like(x, float(point[n])) for n in names])
    inside = _inside(statement, names, rows)
    x, rows = x[inside], rows[inside]
    if len(x) < 2:
        return None
    lhs, rhs = (vectorised.evaluate(side, names, rows) for side in (statement.lhs, statement.rhs))
    if np.isfinite(lhs - rhs).sum() < 2:
        return None
    return {
        "variable": name,
        "fixed": {n: str(point[n]) for n in names if n != name},
        "x": [_rounded(t) for t in x],
        "lhs": [_rounded(t) for t in lhs],
        "rhs": [_rounded(t) for t in rhs],
    }


def _inside(statement: Statement, names: list[str], rows: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Where the hypotheses hold."""
    inside = np.ones(len(rows), dtype=bool)
    for hypothesis in statement.assuming:
        left, right = (vectorised.evaluate(side, names, rows) for side in hypothesis.args)
        inside &= _COMPARE[hypothesis.head](left, right)
    return inside


def _abscissae(domain: Domain, place: float | None) -> NDArray[np.float64]:
    """The domain, or a part of it that is ``WIDTH`` long and holds the place."""
    low, high = highprecision.number(domain.lo), highprecision.number(domain.hi)
    width = WIDTH if place is None or abs(place) <= WIDTH / 2 else 2 * abs(place)
    if high - low > width:
        start = -width / 2 if place is None else place - width / 2
        if place is not None and abs(place) <= width / 2:
            start = -width / 2
        start = max(low, min(start, high - width))
        low, high = start, start + width
    if domain.integer:
        first, last = math.ceil(low), math.floor(high)
        count = min(last - first + 1, POINTS)
        return np.unique(np.rint(np.linspace(first, last, max(count, 0))))
    return np.linspace(low, high, POINTS)


def _differences(data: Mapping[str, Any]) -> set[float]:
    """The different values of left less right."""
    pairs = zip(data["lhs"], data["rhs"], strict=True)
    return {_rounded(a - b) or 0.0 for a, b in pairs if a is not None and b is not None}


def _rounded(value: float) -> float | None:
    return float(f"{value:.6g}") if math.isfinite(value) else None
