"""Points of a statement's domain: simple ones first, then edges, extremes and many random ones.

Points are rational and lie in the domain, and its hypotheses hold there: exactly where they are
rational, as balls show it otherwise.  A point at which that cannot be told is left out.

>>> from thence.statement import read_statement
>>> given = {"x": "real", "y": "real"}
>>> statement = read_statement(given, ["x + y = 1", "x > 1/3"], "x*y", "<=", "1/4")
>>> [str(p["x"]) for p in special_points(statement, 4)]
['1', '2', '999/1000', '1001/1000']
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import islice, product
from math import ceil, floor, inf, isinf, log10, nextafter
from typing import Any

import numpy as np
import numpy.typing as npt

from thence.calculus import NotDifferentiable, derivative
from thence.domain import Domain
from thence.expr import OO, Expr, free_symbols, rebuild, substitute, sym
from thence.expr import num as number
from thence.statement import Statement
from thence_numeric import balls, exact
from thence_numeric.backend import Undefined, Unsupported

Point = dict[str, Fraction]
Array = npt.NDArray[np.float64]

_SIMPLE = [
    Fraction(*pair) for pair in (
        (0, 1), (1, 1), (-1, 1), (2, 1), (-2, 1), (1, 2), (-1, 2), (3, 1), (-3, 1), (1, 3),
        (1, 4), (-1, 4), (3, 2), (5, 1), (-5, 1), (4, 1), (-4, 1),
    )
]  # fmt: skip
_EXTREME = [
    Fraction(sign) * size
    for size in (Fraction(10), Fraction(1000), Fraction(10**6), Fraction(1, 10**6))
    for sign in (1, -1)
]
_FAR = [Fraction(10**k) for k in (2, 4, 6, 9, 12)]
_NEAR = [Fraction(1, 10**k) for k in (3, 6, 12)]
#: Combinations of special values that are looked at before random points take over.
_TRIES = 2_000
#: Combinations in a row that may lie outside of the domain, before the others are given up.
_PATIENCE = 150
#: Rounds of random points for each point that is wanted.
_ROUNDS = 20
#: How close the sides of a hypothesis that is an equation have to be in float64.
_CLOSE = 1e-12


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


@dataclass(frozen=True, slots=True)
class Sample:
    """Points that lie in the domain, and how many were tried that do not."""

    points: list[Point]
    outside: int


# ------------------------------------------------------------------ domains


@dataclass(frozen=True, slots=True)
class _Range:
    """A domain from its least to its greatest sampled number, None where it is infinite.

    An end that is not rational is replaced by a rational number just inside."""

    low: Fraction | None
    high: Fraction | None


@lru_cache(maxsize=256)
def _range(domain: Domain) -> _Range:
    low, high = _end(domain.lo, 1), _end(domain.hi, -1)
    if domain.integer:
        low = None if low is None else Fraction(ceil(low))
        high = None if high is None else Fraction(floor(high))
    return _Range(low, high)


def _end(expr: Expr, inwards: int) -> Fraction | None:
    if expr in (OO, -OO):
        return None
    known = exact.value(expr, {})
    if known is not None:
        return known
    return _middle(balls.evaluate(expr, {}, 256)) + Fraction(inwards, 2**200)


def _middle(ball: Any) -> Fraction:
    mantissa, exponent = ball.mid().man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


@lru_cache(maxsize=10_000)
def inside(domain: Domain, value: Fraction) -> bool:
    """Whether a rational certainly lies in a domain."""
    if domain.integer and value.denominator != 1:
        return False
    for end, is_open, side in ((domain.lo, domain.lo_open, 1), (domain.hi, domain.hi_open, -1)):
        if end in (OO, -OO):
            continue
        gap = _sign((number(value) - end) * side, {})
        if gap is None or gap < 0 or (gap == 0 and is_open):
            return False
    return True


def _sign(expr: Expr, point: Point) -> int | None:
    """The sign of a value, exact where the value is rational; None where it cannot be told."""
    try:
        return balls.sign(expr, point, most=256)
    except (Undefined, Unsupported):
        return None


def _within(domain: Domain, values: Iterable[Fraction]) -> list[Fraction]:
    return [v for v in dict.fromkeys(values) if inside(domain, v)]


def simple_values(domain: Domain) -> list[Fraction]:
    """Small numbers of a domain; the ends that belong to it, and its middle, where it has any."""
    found, ends = list(_SIMPLE), _range(domain)
    if ends.low is not None:
        found += [ends.low + step for step in (0, 1, 2)]
    if ends.high is not None:
        found += [ends.high - step for step in (0, 1, 2)]
    if ends.low is not None and ends.high is not None:
        found += [ends.low + (ends.high - ends.low) * Fraction(k, 4) for k in (2, 1, 3)]
    short = [v for v in found if max(abs(v.numerator), v.denominator) < 10**9]
    return _within(domain, short)


def edge_values(domain: Domain) -> list[Fraction]:
    """The ends that belong to a domain, what lies just inside of them, and extremes."""
    found, ends = [], _range(domain)
    for end, side in ((ends.low, 1), (ends.high, -1)):
        if end is not None:
            found += [end, *(end + side * near for near in _NEAR)]
    if ends.low is None and ends.high is None:
        found += [sign * near for near in _NEAR for sign in (1, -1)]
    return _within(domain, [*found, *_EXTREME])


# ------------------------------------------------------------------ special points


def special_points(statement: Statement, count: int = 200) -> list[Point]:
    """Combinations of special values: simple ones first, then edges and extremes."""
    return _special(_Met(statement), count)


def _special(met: _Met, count: int) -> list[Point]:
    """At most ``count`` special points that were not met before, half of them simple ones."""
    statement = met.statement
    if not statement.given:
        return [{}] if met.takes({}) else []
    points = list(islice(met.only(_simple(statement)), (count + 1) // 2))
    points += islice(met.only(_edges(statement)), count - len(points))
    points += islice(met.only(_simple(statement)), count - len(points))
    return points


class _Met:
    """The points that were not met before and lie in the domain, hypotheses met."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.seen: set[tuple[Fraction, ...]] = set()
        self.outside = 0

    def takes(self, point: Point) -> bool:
        key = tuple(point.values())
        if key in self.seen:
            return False
        domains = self.statement.given
        if all(inside(domains[n], v) for n, v in point.items()) and meets(self.statement, point):
            self.seen.add(key)
            return True
        self.outside += 1
        return False

    def only(self, points: Iterable[Point]) -> Iterator[Point]:
        """Of the first points, those that are taken, each moved onto the equations first."""
        outside = self.outside
        for point in islice(points, _TRIES):
            onto = _onto_equations(self.statement, point)
            if self.takes(onto):
                outside = self.outside
                yield onto
            if self.outside - outside > _PATIENCE:
                return


def _simple(statement: Statement) -> Iterator[Point]:
    """All variables equal at first, then combinations, the least sum of ranks first."""
    names = list(statement.given)
    choices = [simple_values(statement.given[n]) for n in names]
    if not all(choices):
        return
    common = [v for v in choices[0] if all(v in c for c in choices[1:])]
    for value in common[:6]:
        yield dict.fromkeys(names, value)
    for ranks in _by_sum([len(c) for c in choices]):
        yield {n: c[i] for n, c, i in zip(names, choices, ranks, strict=True)}


def _by_sum(sizes: list[int]) -> Iterator[tuple[int, ...]]:
    """Indices into lists of these sizes, by their sum; lazily, for there may be very many."""

    def of_sum(total: int, rest: list[int]) -> Iterator[tuple[int, ...]]:
        if not rest:
            if total == 0:
                yield ()
            return
        least = max(0, total - sum(s - 1 for s in rest[1:]))
        for first in range(least, min(total, rest[0] - 1) + 1):
            for others in of_sum(total - first, rest[1:]):
                yield (first, *others)

    for total in range(sum(s - 1 for s in sizes) + 1):
        yield from of_sum(total, sizes)


def _edges(statement: Statement) -> Iterator[Point]:
    """Edges and extremes: one variable at a time, the others at simple values; then all."""
    names = list(statement.given)
    edges = {n: edge_values(statement.given[n]) for n in names}
    simple = {n: simple_values(statement.given[n]) or edges[n] for n in names}
    if not all(simple.values()):
        return
    for rank in range(max((len(e) for e in edges.values()), default=0)):
        for name in names:
            if rank < len(edges[name]):
                yield {n: edges[n][rank] if n == name else simple[n][0] for n in names}
        if all(rank < len(e) for e in edges.values()):
            yield {n: edges[n][rank] for n in names}


def far_points(statement: Statement) -> Iterator[Point]:
    """Ever farther towards the infinite ends of the domains: one variable, then all of them."""
    return _Met(statement).only(_far(statement))


def _far(statement: Statement) -> Iterator[Point]:
    names = list(statement.given)
    simple = {n: simple_values(statement.given[n]) for n in names}
    if not all(simple.values()):
        return
    near = {n: simple[n][min(1, len(simple[n]) - 1)] for n in names}
    for size, sign in product(_FAR, (1, -1)):
        away = {n: sign * size for n in names if inside(statement.given[n], sign * size)}
        for name in away:
            yield {**near, name: away[name]}
        if len(away) > 1:
            yield {**near, **away}


# ------------------------------------------------------------------ hypotheses


def meets(statement: Statement, point: Point) -> bool:
    """Whether every hypothesis certainly holds at a point."""
    return all(_holds(h, point) for h in statement.assuming)


_ACCEPTED = {
    "=": (0,), "!=": (1, -1), "<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1),
}  # fmt: skip


def _holds(hypothesis: Expr, point: Point) -> bool:
    left, right = hypothesis.args
    return _sign(left - right, point) in _ACCEPTED[hypothesis.head]


@dataclass(frozen=True, slots=True)
class _Solved:
    """``slope*name + rest`` is the left side of a hypothesis less the right one; or
    ``slope/name + rest`` if it is linear in the ``reciprocal``."""

    rel: str
    name: str
    slope: Expr
    rest: Expr
    reciprocal: bool = False

    def at(self, point: Point) -> Fraction | None:
        """The value of the variable at which the sides are equal."""
        slope, rest = exact.value(self.slope, point), exact.value(self.rest, point)
        if not slope or rest is None or (self.reciprocal and not rest):
            return None
        return -slope / rest if self.reciprocal else -rest / slope


@lru_cache(maxsize=256)
def _linear(hypothesis: Expr) -> tuple[_Solved, ...]:
    """A hypothesis solved for each variable in which, or in whose reciprocal, it is linear."""
    names = sorted(free_symbols(hypothesis))
    return tuple(solved for name in names if (solved := _solved(hypothesis, name)) is not None)


def _solved(hypothesis: Expr, name: str) -> _Solved | None:
    gap = hypothesis.args[0] - hypothesis.args[1]
    for sides in (gap, _in_reciprocal(gap, name)):
        try:
            slope = derivative(sides, name)
            rest = substitute(sides, {name: number(0)})
        except (NotDifferentiable, ValueError):
            continue
        if name not in free_symbols(slope):
            return _Solved(hypothesis.head, name, slope, rest, reciprocal=sides is not gap)
    return None


def _in_reciprocal(expr: Expr, name: str) -> Expr:
    """The expression with x for 1/x and 1/x for x."""
    x = sym(name)
    if expr == x:
        return number(1) / x
    if expr.head == "/" and expr.args[1] == x:
        return _in_reciprocal(expr.args[0], name) * x
    return rebuild(expr, lambda part: _in_reciprocal(part, name))


def _onto_equations(statement: Statement, point: Point) -> Point:
    """The point moved onto the hypotheses that are equations, one variable for each."""
    moved: set[str] = set()
    for hypothesis in statement.assuming:
        if hypothesis.head != "=" or _holds(hypothesis, point):
            continue
        for solved in _linear(hypothesis):
            value = solved.at(point)
            if value is not None and solved.name not in moved:
                moved.add(solved.name)
                point = {**point, solved.name: value}
                break
    return point


# ------------------------------------------------------------------ random points


def draw(statement: Statement, count: int, seed: int) -> Sample:
    """Special points first, then seeded random ones; see :class:`Sample`."""
    met = _Met(statement)
    found = _special(met, count - count // 3)
    if not statement.given:
        return Sample(found, met.outside)
    for point in _proposals(statement, seed, count):
        if len(found) >= count:
            break
        if met.takes(point):
            found.append(point)
    return Sample(found + _special(met, count - len(found)), met.outside)


def sample(statement: Statement, count: int, seed: int) -> list[Point]:
    """At most ``count`` different rational points of the domain, the simplest first."""
    return draw(statement, count, seed).points


def _proposals(statement: Statement, seed: int, count: int) -> Iterator[Point]:
    """Random points of the float sampler, moved onto the hypotheses and read as decimals: as
    few digits as the domain allows for most of them, all for the others."""
    names, domains = list(statement.given), list(statement.given.values())
    random = np.random.default_rng(seed)
    few = [4 + _lost(domain) for domain in domains]
    for _ in range(_ROUNDS):
        rows = random_rows(statement, count, random)
        if statement.assuming:
            rows = _moved(statement, rows, random)
        for index, row in enumerate(rows):
            digits = few if index % 3 else [17] * len(few)
            values = (Fraction(f"{v:.{d}g}") for v, d in zip(row, digits, strict=True))
            point = dict(zip(names, values, strict=True))
            yield _onto_equations(statement, point)


def _lost(domain: Domain) -> int:
    """The leading digits that all numbers of a narrow domain share."""
    low, high = float_ends(domain)
    width, size = high - low, max(abs(low), abs(high))
    return 0 if not 0 < width < inf else min(12, max(0, ceil(log10(size / width))))


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


# ------------------------------------------------------------------ many points


@lru_cache(maxsize=256)
def float_ends(domain: Domain) -> tuple[float, float]:
    """The least and the greatest float in a domain, infinite where it has no end."""
    whole = _range(domain)
    low = -inf if whole.low is None else _float(domain, whole.low, inf)
    high = inf if whole.high is None else _float(domain, whole.high, -inf)
    return low, high


def _nearest(number: Fraction) -> float:
    """The float next to a number, infinite for one that is beyond them all."""
    try:
        return float(number)
    except OverflowError:
        return inf if number > 0 else -inf


def _float(domain: Domain, end: Fraction, inwards: float) -> float:
    value = _nearest(end)
    if isinf(value):
        return value
    for _ in range(4):
        if inside(domain, Fraction(value)):
            break
        value = nextafter(value, inwards)
    return value


def sample_array(statement: Statement, count: int, seed: int) -> Array:
    """Floats as rows, columns in the order of ``given``, special points first.

    At most ``count`` of them; hypotheses are met as far as float64 tells, equations to 1e-12.
    """
    names = list(statement.given)
    if not names:
        return np.zeros((len(special_points(statement, count)), 0))
    random = np.random.default_rng(seed)
    special = [[_nearest(p[n]) for n in names] for p in special_points(statement, min(count, 64))]
    parts = [within(statement, np.array(special, dtype=np.float64).reshape(-1, len(names)))]
    missing = count - len(parts[0])
    for _ in range(_ROUNDS):
        if missing <= 0:
            break
        rows = random_rows(statement, max(missing, 256), random)
        known = np.vstack(parts)
        if statement.assuming and len(known):
            near = known[random.integers(len(known), size=len(rows))]
            step = 10 ** random.uniform(-6, -0.3, rows.shape) * random.choice([-1, 1], rows.shape)
            rows = np.where(random.random((len(rows), 1)) < 0.3, near * (1 + step), rows)
        parts.append(within(statement, _moved(statement, rows, random)))
        missing -= len(parts[-1])
    return np.vstack(parts)[:count]


def _moved(statement: Statement, rows: Array, random: Any) -> Array:
    """Rows that do not meet a hypothesis moved to where it holds, if it is linear in a variable:
    onto it for an equation, past it by a random margin otherwise."""
    names = list(statement.given)
    for hypothesis in statement.assuming:
        choices = _linear(hypothesis)
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


def within(statement: Statement, rows: Array) -> Array:
    """The rows that lie in the domain and meet the hypotheses, in float64."""
    rows = rows[np.isfinite(rows).all(axis=1)]
    for k, domain in enumerate(statement.given.values()):
        low, high = float_ends(domain)
        rows = rows[(rows[:, k] >= low) & (rows[:, k] <= high)]
    for hypothesis in statement.assuming:
        rows = rows[_met(hypothesis, list(statement.given), rows)]
    return rows


def _side(expr: Expr, names: list[str], rows: Array) -> Array:
    """Values in float64; nan where the backend has none."""
    from thence_numeric import vectorised

    try:
        return vectorised.evaluate(expr, names, rows)
    except Unsupported:  # no vectorised value, such as an integral's
        return np.full(len(rows), np.nan)


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
