"""Points of a statement's domain: simple ones first, then edges, extremes and many random ones.

Every point is rational and lies in the domain, hypotheses met, as certain as balls can tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product
from typing import Any

import numpy as np
import numpy.typing as npt

from thence.calculus import NotDifferentiable, derivative
from thence.claim import Statement
from thence.domain import Domain
from thence.expr import Expr, free_symbols, substitute
from thence.expr import num as number
from thence_numeric import balls, highprecision
from thence_numeric.backend import Undefined, Unsupported

Point = dict[str, Fraction]
Array = npt.NDArray[np.float64]

_SIMPLE = [Fraction(*q) for q in (
    (0, 1), (1, 1), (-1, 1), (2, 1), (-2, 1), (1, 2), (-1, 2), (3, 1), (-3, 1), (1, 4), (5, 1),
    (-5, 1), (3, 2), (10, 1), (-10, 1), (1, 10), (-1, 10), (1, 1000), (-1, 1000), (100, 1),
    (-100, 1), (1, 10**6), (-1, 10**6), (1000, 1), (-1000, 1),
)]  # fmt: skip
_NEAR = [Fraction(1, 10**k) for k in (3, 6, 12)]


@dataclass
class Tally:
    """What became of the points of a check."""

    agreed: int = 0
    undecided: int = 0
    refuted: int = 0
    outside_domain: int = 0

    @property
    def vacuous(self) -> bool:
        """Whether the check met no point of its domain."""
        return self.agreed + self.undecided + self.refuted == 0


def _end(expr: Expr) -> Fraction | None:
    """An end of a domain as a nearby rational, None where it is infinite."""
    value = highprecision.number(expr)
    if np.isinf(value):
        return None
    if expr.head == "num":
        return expr.number
    ball = balls.evaluate(expr, {}, 256)
    man, exp = ball.mid().man_exp()
    exact = Fraction(int(man)) * Fraction(2) ** int(exp)
    short = exact.limit_denominator(10**6)
    return short if abs(short - exact) < Fraction(1, 2**200) else exact


def inside(domain: Domain, value: Fraction) -> bool:
    """Whether a rational certainly lies in a domain."""
    if domain.integer and value.denominator != 1:
        return False
    for end, is_open, side in ((domain.lo, domain.lo_open, 1), (domain.hi, domain.hi_open, -1)):
        if np.isinf(highprecision.number(end)):
            continue
        sign = balls.sign((number(value) - end) * side, {})
        if sign is None or sign < 0 or (sign == 0 and is_open):
            return False
    return True


def candidates(domain: Domain) -> list[Fraction]:
    """Special values of one variable, the simplest first: small numbers, the ends and what is
    just inside them, a middle, extremes."""
    low, high = _end(domain.lo), _end(domain.hi)
    found = list(_SIMPLE)
    if low is not None and high is not None:
        middle = (low + high) / 2
        found[:0] = [low, high, middle]
        found += [low + (high - low) * t for t in (Fraction(1, 4), Fraction(3, 4))]
    for end, side in ((low, 1), (high, -1)):
        if end is not None:
            found += [end, *(end + side * near for near in (Fraction(1), *_NEAR))]
    simple = sorted(dict.fromkeys(found), key=_complexity)
    return [v for v in simple if inside(domain, v)]


def _complexity(value: Fraction) -> tuple[int, int]:
    return value.denominator.bit_length() + abs(value.numerator).bit_length(), value < 0


def special_points(statement: Statement, count: int = 200) -> list[Point]:
    """Combinations of special values: all equal first, then the rest from simple to wild."""
    return list(islice(_special(statement), count))


def _special(statement: Statement) -> Iterator[Point]:
    names = list(statement.given)
    choices = [candidates(statement.given[n]) for n in names]
    if not all(choices):
        return
    seen: set[tuple[Fraction, ...]] = set()
    common = [v for v in choices[0] if all(v in c for c in choices[1:])]
    diagonal = ((v,) * len(names) for v in common[:6])
    depth = 8 if len(names) <= 2 else 4 if len(names) <= 4 else 2
    mixed = sorted(product(*(range(min(len(c), depth)) for c in choices)), key=sum)
    crossed = (tuple(c[i] for c, i in zip(choices, index, strict=True)) for index in mixed)
    axes = (
        tuple(choices[j][i] if j == k else choices[j][0] for j in range(len(names)))
        for i in range(max(len(c) for c in choices))
        for k in range(len(names))
        if i < len(choices[k])
    )
    for values in (*diagonal, *islice(crossed, 400), *axes):
        point = dict(zip(names, values, strict=True))
        if values not in seen and meets(statement, point):
            seen.add(values)
            yield point


def meets(statement: Statement, point: Point) -> bool:
    """Whether every hypothesis certainly holds at a point."""
    return all(_holds(h, point) for h in statement.assuming)


def _holds(hypothesis: Expr, point: Point) -> bool:
    left, right = hypothesis.args
    try:
        sign = balls.sign(left - right, point, most=256)
    except (Undefined, Unsupported):
        return False
    if sign is None:
        return False
    accepted = {"=": (0,), "!=": (1, -1), "<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1)}
    return sign in accepted[hypothesis.head]


def sample(statement: Statement, count: int, seed: int) -> list[Point]:
    """Rational points: special ones first, then seeded random ones, hypotheses met."""
    if not statement.given:
        return [{}]
    found = special_points(statement, count)
    random = np.random.default_rng(seed)
    tries = 0
    while len(found) < count and tries < 20 * count:
        tries += 1
        point = {n: _random(d, random) for n, d in statement.given.items()}
        point = _projected(statement, point)
        if all(inside(statement.given[n], v) for n, v in point.items()) and meets(statement, point):
            found.append(point)
    return found[:count]


def _random(domain: Domain, random: Any) -> Fraction:
    value = Fraction(float(_column(domain, 1, random)[0])).limit_denominator(10**4)
    return Fraction(round(value)) if domain.integer else value


def _projected(statement: Statement, point: Point) -> Point:
    """The point moved onto equations of the hypotheses that are linear in a variable."""
    for hypothesis in statement.assuming:
        if hypothesis.head != "=":
            continue
        gap = hypothesis.args[0] - hypothesis.args[1]
        for name in sorted(free_symbols(gap)):
            solved = _solved(gap, name, point)
            if solved is not None:
                point = {**point, name: solved}
                break
    return point


def _solved(gap: Expr, name: str, point: Point) -> Fraction | None:
    """The value of one variable at which ``gap`` is 0, where it is linear in that variable."""
    try:
        slope = derivative(gap, name)
    except NotDifferentiable:
        return None
    if name in free_symbols(slope):
        return None
    others = {n: number(v) for n, v in point.items() if n != name}
    rest = substitute(gap, {**others, name: number(0)})
    a, b = _rational(substitute(slope, others)), _rational(rest)
    return -b / a if a and b is not None else None


def _rational(expr: Expr) -> Fraction | None:
    ball = balls.evaluate(expr, {}, 256)
    if not ball.is_finite():
        return None
    man, exp = ball.mid().man_exp()
    exact = Fraction(int(man)) * Fraction(2) ** int(exp)
    return exact.limit_denominator(10**9)


def _column(domain: Domain, count: int, random: Any) -> Array:
    """Random values of one variable: uniform on a bounded interval, with some close to its ends;
    magnitudes log-uniform from 1e-6 to 1e6 where it is unbounded."""
    low, high = highprecision.number(domain.lo), highprecision.number(domain.hi)
    magnitude: Array = 10 ** random.uniform(-6, 6, count)
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
    return np.round(values) if domain.integer else values


def sample_array(statement: Statement, count: int, seed: int) -> Array:
    """Float points as rows, columns in the order of ``given``, special ones first; those that
    do not meet the hypotheses (in float64) are left out."""
    names = list(statement.given)
    random = np.random.default_rng(seed)
    special = [[float(p[n]) for n in names] for p in special_points(statement, 64)]
    columns = [_column(statement.given[n], count, random) for n in names]
    rows = np.vstack([np.array(special).reshape(-1, len(names)), np.stack(columns, axis=1)])
    for hypothesis in statement.assuming:
        rows = rows[_met(hypothesis, names, rows)]
    for k, name in enumerate(names):
        low = highprecision.number(statement.given[name].lo)
        high = highprecision.number(statement.given[name].hi)
        rows = rows[(rows[:, k] >= low) & (rows[:, k] <= high)]
    return rows[:count]


def _met(hypothesis: Expr, names: list[str], rows: Array) -> npt.NDArray[np.bool_]:
    from thence_numeric import vectorised

    left, right = (vectorised.evaluate(side, names, rows) for side in hypothesis.args)
    compare: dict[str, Any] = {
        "=": np.isclose, "!=": np.not_equal, "<": np.less, "<=": np.less_equal,
        ">": np.greater, ">=": np.greater_equal,
    }  # fmt: skip
    return np.asarray(compare[hypothesis.head](left, right), dtype=np.bool_)
