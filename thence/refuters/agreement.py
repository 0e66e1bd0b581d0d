"""The cross-check: the numeric backends at points of the domain, next to what was proved."""

from __future__ import annotations

from typing import Any

import numpy as np

from thence.deadline import Deadline
from thence.expr import MINIMAX
from thence.provers.cas import TimeUp, clock
from thence.refuters import families
from thence.statement import Statement
from thence.verdict import Evidence
from thence_numeric import backend, climbing, highprecision, sampling

#: Points of a cross-check by quadrature.
QUADRATURES = 3


def cross_check(
    statement: Statement, seed: int, count: int, batch: int, seconds: float
) -> list[Evidence]:
    """Agreement of the high-precision and the vectorised backends at ``count`` and ``batch``
    points of the domain; at few where each takes a quadrature, so that time does not decide."""
    if statement.rel not in ("=", "!=", "<", "<=", ">", ">=", "~digits"):
        return []
    if families.occur(statement):
        return _over_lengths(statement, seed, count, batch, seconds)
    if statement.lhs.head in MINIMAX:
        return [_minimax_in_floats(statement)]
    count = min(count, QUADRATURES) if backend.takes_quadrature(statement) else count
    found = [_high_precision(statement, seed, count, seconds)]
    if statement.given and backend.sides_are_plain(statement) and statement.rel != "~digits":
        found.append(_vectorised(statement, seed, batch))
    return [e for e in found if e is not None]


def _over_lengths(
    statement: Statement, seed: int, count: int, batch: int, seconds: float
) -> list[Evidence]:
    """The cross-check of a statement about families, at each of a few lengths and indices."""
    merged: dict[str, Evidence] = {}
    listed = list(families.instances(statement))
    for _, concrete in listed:
        for found in cross_check(
            concrete, seed, max(count // len(listed), 2), batch, seconds / len(listed)
        ):
            before = merged.get(found.method)
            if before is not None and found.method != "alarm":
                data = {k: found.data[k] + before.data[k] for k in ("agreed",)}
                found = Evidence(found.method, before.text, {**found.data, **before.data, **data})
            merged[found.method] = found
    where = f"over {len(listed)} choices of lengths and indices"
    return [
        e
        if e.method == "alarm"
        else Evidence(e.method, f"agrees at {e.data['agreed']} points, {where}", e.data)
        for e in merged.values()
    ]


def _high_precision(statement: Statement, seed: int, count: int, seconds: float) -> Evidence | None:
    agreed, differ, outside, undefined = 0, [], 0, []
    deadline = Deadline(seconds)
    for point in sampling.sample(statement, count, seed):
        try:
            with clock(max(deadline.left(), 0.05)):
                holds = highprecision.holds(statement, point)
                lost = holds is None and highprecision.undefined(statement, point)
        except TimeUp:
            break
        if lost:
            undefined.append(_words(point))
        elif holds is None:
            outside += 1
        elif holds:
            agreed += 1
        else:
            differ.append(_words(point))
    data: dict[str, Any] = {"agreed": agreed, "outside_domain": outside, "digits": 30, "seed": seed}
    data |= {"undefined": undefined[0]} if undefined else {}
    if differ:
        return Evidence("alarm", f"high precision disagrees at {differ[0] or 'all'}", data)
    if not agreed:
        return None
    holes = f"; finds no value at {len(undefined)}, such as {undefined[0]}" if undefined else ""
    return Evidence("high precision", f"agrees to 30 digits at {agreed} points{holes}", data)


def _words(point: sampling.Point) -> str:
    return families.in_words({name: str(value) for name, value in point.items()})


def _minimax_in_floats(statement: Statement) -> Evidence:
    """The minimax again, by a golden section over b of the worst of many float64 points x."""
    from thence_numeric import vectorised

    body, b_bounds, x_bounds = statement.lhs.args
    b, x = b_bounds.args[0].name, x_bounds.args[0].name
    spread = np.sinh(np.linspace(-7, 7, 40_001))
    low, high = (highprecision.number(e) for e in x_bounds.args[1:])
    grid = spread[(spread >= low) & (spread <= high)]
    if np.isfinite(low) and np.isfinite(high):
        grid = np.linspace(low, high, 40_001)

    def worst(at: float) -> float:
        rows = np.column_stack([np.full_like(grid, at), grid])
        return float(np.nanmax(vectorised.evaluate(body, [b, x], rows)))

    left, right = (highprecision.number(e) for e in b_bounds.args[1:])
    left, right = max(left, -1e3), min(right, 1e3)
    ratio = (5**0.5 - 1) / 2
    for _ in range(60):
        inner, outer = right - ratio * (right - left), left + ratio * (right - left)
        left, right = (left, outer) if worst(inner) < worst(outer) else (inner, right)
    place = (left + right) / 2
    value = worst(place)
    found = value if statement.lhs.head == "Minimax" else place
    data = {"value": _rounded(value), "place": _rounded(place), "points": len(grid)}
    text = f"float64: least worst value {value:.6g}, at {b} = {place:.6g}"
    near = abs(found - float(str(statement.rhs.value))) <= 1e-3 * max(1.0, abs(found))
    return Evidence("vectorised" if near else "alarm", text, data)


def _vectorised(statement: Statement, seed: int, batch: int) -> Evidence | None:
    sample = sampling.sample_array(statement, batch, seed)
    if not len(sample):
        return None
    worst = climbing.violations(statement, sample)
    finite = worst[np.isfinite(worst)]
    data = {"agreed": int((finite <= 1e-6).sum()), "points": len(sample), "seed": seed}
    if statement.rel == "!=" or not len(finite):
        return None
    if (finite > 1e-6).any():
        n = int((finite > 1e-6).sum())
        return Evidence("vectorised", f"float64 cannot tell at {n} of {len(sample)} points", data)
    return Evidence("vectorised", f"agrees in float64 at {data['agreed']} points", data)


def _rounded(value: float) -> float:
    return float(f"{value:.6g}")
