"""Many points at once, in float64: one a row, columns in the order of the variables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from thence.domain import Domain
from thence.expr import Expr
from thence.statement import Statement
from thence_numeric import vectorised
from thence_numeric.backend import Unsupported
from thence_numeric.sampling.domains import float_ends
from thence_numeric.sampling.hypotheses import solved_forms

Array = npt.NDArray[np.float64]

#: How close the sides of a hypothesis that is an equation have to be in float64.
_CLOSE = 1e-12


def random_rows(statement: Statement, count: int, random: Any) -> Array:
    """Random rows over the box of the domains, some of them on the diagonal."""
    columns = [_column(d, count, random) for d in statement.given.values()]
    rows: Array = np.stack(columns, axis=1)
    if len(columns) > 1:
        diagonal = random.random(count) < 0.15
        spread = 10 ** random.uniform(-12, 0, (count, 1)) * random.normal(size=rows.shape)
        spread[random.random(count) < 0.3] = 0.0
        rows = np.where(diagonal[:, None], rows[:, :1] * (1 + spread), rows)
    for k, domain in enumerate(statement.given.values()):
        if domain.integer:
            rows[:, k] = np.round(rows[:, k])
    return rows


def _column(domain: Domain, count: int, random: Any) -> Array:
    """Random values of one variable: uniform on a bounded interval, with some close to its ends;
    magnitudes log-uniform from 1e-6 to 1e6, or moderate, where it is unbounded."""
    low, high = float_ends(domain)
    largest = 4 if domain.integer else 6
    magnitude: Array = 10 ** random.uniform(-6, largest, count)
    moderate: Array = random.exponential(2.0, count)
    magnitude = np.where(random.random(count) < 0.6, moderate, magnitude)
    if np.isfinite(low) and np.isfinite(high):
        share = random.random(count)
        near = 10 ** random.uniform(-12, -1, count)
        edge = random.random(count)
        share = np.where(edge < 0.1, near, np.where(edge > 0.9, 1 - near, share))
        values: Array = low + (high - low) * share
    elif np.isfinite(low):
        values = low + magnitude
    elif np.isfinite(high):
        values = high - magnitude
    else:
        values = magnitude * random.choice([-1.0, 1.0], count)
    return values


def within(statement: Statement, rows: Array) -> Array:
    """The rows that lie in the domain and meet the hypotheses, in float64."""
    rows = rows[np.isfinite(rows).all(axis=1)]
    for k, domain in enumerate(statement.given.values()):
        low, high = float_ends(domain)
        rows = rows[(rows[:, k] >= low) & (rows[:, k] <= high)]
    for hypothesis in statement.assuming:
        rows = rows[_met(hypothesis, list(statement.given), rows)]
    return rows


def moved_onto(statement: Statement, rows: Array, random: Any) -> Array:
    """Rows that do not meet a hypothesis moved to where it holds, if it is linear in a variable:
    onto it for an equation, past it by a random margin otherwise."""
    names = list(statement.given)
    for hypothesis in statement.assuming:
        choices = solved_forms(hypothesis)
        if hypothesis.head == "!=" or not choices:
            continue
        failing = ~_met(hypothesis, names, rows)
        solved = choices[int(random.integers(len(choices)))]
        slope, rest = (_side(e, names, rows) for e in (solved.slope, solved.rest))
        with np.errstate(all="ignore"):
            value = -slope / rest if solved.reciprocal else -rest / slope
            if hypothesis.head != "=":
                below = np.where(slope > 0, -1.0, 1.0) * (1 if "<" in hypothesis.head else -1)
                value = value + below * 10 ** random.uniform(-9, 1, len(rows))
        usable = failing & np.isfinite(value)
        rows[usable, names.index(solved.name)] = value[usable]
    for k, domain in enumerate(statement.given.values()):
        if domain.integer:
            rows[:, k] = np.round(rows[:, k])
    return rows


def _close(left: Array, right: Array) -> Any:
    return np.isclose(left, right, rtol=_CLOSE, atol=_CLOSE)


_COMPARE: dict[str, Callable[[Array, Array], Any]] = {
    "=": _close, "!=": np.not_equal, "<": np.less, "<=": np.less_equal,
    ">": np.greater, ">=": np.greater_equal,
}  # fmt: skip


def _met(hypothesis: Expr, names: list[str], rows: Array) -> npt.NDArray[np.bool_]:
    left, right = (_side(side, names, rows) for side in hypothesis.args)
    with np.errstate(all="ignore"):
        found = _COMPARE[hypothesis.head](left, right)
    return np.asarray(found & ~np.isnan(left) & ~np.isnan(right), dtype=np.bool_)


def _side(expr: Expr, names: list[str], rows: Array) -> Array:
    """Values in float64; nan where the backend has none."""
    try:
        return vectorised.evaluate(expr, names, rows)
    except Unsupported:  # no vectorised value, such as an integral's
        return np.full(len(rows), np.nan)
