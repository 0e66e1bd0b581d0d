"""Samples of a statement's domain: special points first, then seeded random ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, inf, log10

import numpy as np

from thence.domain import Domain
from thence.statement import Statement
from thence_numeric.sampling.domains import float_ends, nearest_float
from thence_numeric.sampling.hypotheses import Point, onto_equations
from thence_numeric.sampling.rows import Array, moved_onto, random_rows, within
from thence_numeric.sampling.special import Met, special_points, take_special

#: Rounds of random points for each point that is wanted.
_ROUNDS = 20


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


def draw(statement: Statement, count: int, seed: int) -> Sample:
    """Special points first, then seeded random ones; see :class:`Sample`."""
    met = Met(statement)
    found = take_special(met, count - count // 3)
    if not statement.given:
        return Sample(found, met.outside)
    for point in _proposals(statement, seed, count):
        if len(found) >= count:
            break
        if met.takes(point):
            found.append(point)
    return Sample(found + take_special(met, count - len(found)), met.outside)


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
            rows = moved_onto(statement, rows, random)
        for index, row in enumerate(rows):
            digits = few if index % 3 else [17] * len(few)
            values = (Fraction(f"{v:.{d}g}") for v, d in zip(row, digits, strict=True))
            point = dict(zip(names, values, strict=True))
            yield onto_equations(statement, point)


def _lost(domain: Domain) -> int:
    """The leading digits that all numbers of a narrow domain share."""
    low, high = float_ends(domain)
    width, size = high - low, max(abs(low), abs(high))
    return 0 if not 0 < width < inf else min(12, max(0, ceil(log10(size / width))))


def sample_array(statement: Statement, count: int, seed: int) -> Array:
    """Floats as rows, columns in the order of ``given``, special points first.

    At most ``count`` of them; hypotheses are met as far as float64 tells, equations to 1e-12.
    """
    names = list(statement.given)
    if not names:
        return np.zeros((len(special_points(statement, count)), 0))
    random = np.random.default_rng(seed)
    listed = special_points(statement, min(count, 64))
    special = [[nearest_float(p[n]) for n in names] for p in listed]
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
        parts.append(within(statement, moved_onto(statement, rows, random)))
        missing -= len(parts[-1])
    return np.vstack(parts)[:count]
