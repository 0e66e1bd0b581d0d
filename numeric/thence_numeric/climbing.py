"""Where in its domain a statement is violated most, in float64.

From many rows of values the best are kept, and random steps taken from them, ever shorter.  Where
hypotheses are equations h(x) = 0, each row is moved onto them by Newton's method,
``x - J^T (J J^T)^-1 h(x)`` with the Jacobian J of h.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from thence.calculus import NotDifferentiable, derivative
from thence.deadline import Deadline
from thence.expr import Expr
from thence.statement import Statement
from thence_numeric import vectorised
from thence_numeric.backend import Unsupported
from thence_numeric.sampling import Array, float_ends, random_rows, sample_array, within

#: Steps of Newton's method.
STEPS = 12
#: Rows at first, rows that are kept, steps from each of them, and how often.
FIRST, KEPT, EACH, ROUNDS = 20_000, 8, 400, 12
#: How long a step is at first, next to the size of a row, and by how much shorter each time.
LENGTH, SHRINK = 0.3, 0.3
#: What a step may be long where the row is 0.
LEAST = 0.1


@dataclass(frozen=True)
class Surface:
    """Expressions that are 0, and their derivatives by each of the variables."""

    names: list[str]
    gaps: list[Expr]
    slopes: list[list[Expr]]

    @classmethod
    def of(cls, statement: Statement) -> Surface:
        """Where the equations hold; :class:`NotDifferentiable` where they have no derivatives."""
        gaps = [h.args[0] - h.args[1] for h in statement.assuming if h.head == "="]
        names = list(statement.given)
        return cls(names, gaps, [[derivative(gap, name) for name in names] for gap in gaps])

    def moved(self, rows: Array) -> Array:
        """Rows moved onto the surface; those with which that fails are somewhere else, or left
        out."""
        with np.errstate(all="ignore"):
            for _ in range(STEPS if self.gaps else 0):
                values = self._values(self.gaps, rows)
                slopes = np.stack([self._values(line, rows) for line in self.slopes], axis=1)
                fine = np.isfinite(values).all(axis=1) & np.isfinite(slopes).all(axis=(1, 2))
                rows, values, slopes = rows[fine], values[fine], slopes[fine]
                rows = rows - (np.linalg.pinv(slopes) @ values[:, :, None])[:, :, 0]
                rows = rows[np.isfinite(rows).all(axis=1)]
        return rows

    def _values(self, expressions: list[Expr], rows: Array) -> Array:
        columns = [vectorised.evaluate(e, self.names, rows) for e in expressions]
        return np.stack(columns, axis=1)


def worst(statement: Statement, seed: int, deadline: Deadline) -> Iterator[Array]:
    """Rows that meet the hypotheses, of those found the ones that violate the statement most;
    again and again, ever closer to where that is worst.  Nothing for integer variables."""
    if not statement.given or any(d.integer for d in statement.given.values()):
        return
    random = np.random.default_rng(seed)
    rows, length = sample_array(statement, FIRST, seed), LENGTH
    try:
        surface = Surface.of(statement)
        if surface.gaps:
            rows = np.vstack([rows, random_rows(statement, FIRST // 4, random)])
        for _ in range(ROUNDS):
            rows = within(statement, surface.moved(rows))
            if deadline.passed() or not len(rows):
                return
            gaps = violations(statement, rows)
            order = np.argsort(-gaps, kind="stable")[:KEPT]
            best = rows[order[np.isfinite(gaps[order])]]
            if not len(best):
                return
            yield best
            rows, length = _around(statement, best, length, random), length * SHRINK
    except (NotDifferentiable, Unsupported, ValueError, np.linalg.LinAlgError):
        return


def _around(statement: Statement, best: Array, length: float, random: np.random.Generator) -> Array:
    """The rows, and others around each of them, no further out than the ends of the domains."""
    near = np.repeat(best, EACH, axis=0)
    noise = random.normal(size=near.shape) * length
    lows, highs = zip(*map(float_ends, statement.given.values()), strict=True)
    return np.vstack([best, np.clip(near + noise * (LEAST + np.abs(near)), lows, highs)])


def violations(statement: Statement, rows: Array) -> Array:
    """How far each row of values is from satisfying the relation, next to the size of the sides;
    -inf where a side is not defined."""
    names = list(statement.given)
    left = vectorised.evaluate(statement.lhs, names, rows)
    right = vectorised.evaluate(statement.rhs, names, rows)
    sign = {"<": 1, "<=": 1, ">": -1, ">=": -1}.get(statement.rel)
    with np.errstate(all="ignore"):  # overflow and inf - inf end as "not finite" below
        gap = left - right
        scale = 1 + np.abs(left) + np.abs(right)
        found = (np.abs(gap) if sign is None else sign * gap) / scale
    return np.where(np.isfinite(found), found, -np.inf)
