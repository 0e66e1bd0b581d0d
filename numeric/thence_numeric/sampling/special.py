"""Special points of a statement's domain: simple ones first, then edges and extremes.

>>> from thence.statement import read_statement
>>> given = {"x": "real", "y": "real"}
>>> statement = read_statement(given, ["x + y = 1", "x > 1/3"], "x*y", "<=", "1/4")
>>> [str(p["x"]) for p in special_points(statement, 4)]
['1', '2', '999/1000', '1001/1000']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import islice, product

from thence.statement import Statement
from thence_numeric.sampling.domains import edge_values, inside, simple_values
from thence_numeric.sampling.hypotheses import Point, meets, onto_equations

#: Combinations of special values that are looked at before random points take over.
_TRIES = 2_000
#: Combinations in a row that may lie outside of the domain, before the others are given up.
_PATIENCE = 150
_FAR = [Fraction(10**k) for k in (2, 4, 6, 9, 12)]


def special_points(statement: Statement, count: int = 200) -> list[Point]:
    """Combinations of special values: simple ones first, then edges and extremes."""
    return take_special(Met(statement), count)


def take_special(met: Met, count: int) -> list[Point]:
    """At most ``count`` special points that were not met before, half of them simple ones."""
    statement = met.statement
    if not statement.given:
        return [{}] if met.takes({}) else []
    points = list(islice(met.only(_simple(statement)), (count + 1) // 2))
    points += islice(met.only(_edges(statement)), count - len(points))
    points += islice(met.only(_simple(statement)), count - len(points))
    return points


class Met:
    """The points that were not met before and lie in the domain, hypotheses met."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.seen: set[tuple[Fraction, ...]] = set()
        self.outside = 0

    def takes(self, point: Point) -> bool:
        """Whether a point is new and lies in the domain, hypotheses met; it is not new after."""
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
            onto = onto_equations(self.statement, point)
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
    return Met(statement).only(_far(statement))


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
