"""Rational functions that a square root is close to, and equal to at given points.

For m > 0 the root of F lies between 2Fm/(F + m**2) and (F + m**2)/(2m), which differ from it by
about (m - sqrt F)**2: where m is right to the first order, they are so to the third.  Here m is
fitted by least squares, weighted so that the largest loss, as a share of what may be lost, becomes
small; then its coefficients are rounded, m being exactly right where nothing may be lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
from flint import fmpq, fmpq_mat

Polynomial = Any
Array = Any
Point = tuple[fmpq, ...]
Permutation = tuple[int, ...]
#: Rounds in which the weights of a fit are adapted to the losses.
ROUNDS = 25
#: What m is to be where the root is 0, for points with the sum 1.
SMALL = 0.01
#: Share of loss above which half of them are enough to give up.
HOPELESS = 4.0
#: Times that monomials with negative coefficients are left out.
PRUNINGS = 4
#: Denominators to which coefficients are rounded, the simplest first.
DENOMINATORS = (1, 2, 3, 4, 6, 8, 12, 24, 48, 120, 480)
#: Largest share of what may be lost with which a fit counts.
SHARE = 1 - 1e-6


@dataclass(frozen=True)
class Root:
    """``weight`` times the root of ``inside`` at sampled points, to be bounded from above
    (``upper``) or from below; nothing may be lost at the ``contacts``."""

    inside: Polynomial
    weight: Array
    upper: bool
    contacts: list[Point]


@dataclass(frozen=True)
class Samples:
    """Points, closed under the ``moves`` of the variables, and what may be lost at each."""

    points: Array
    slack: Array
    moves: list[Permutation]


class Powers:
    """Values of polynomials at the same points."""

    def __init__(self, points: Array) -> None:
        self.points = points

    def of(self, p: Polynomial) -> Array:
        """The values of a polynomial."""
        total = np.zeros(len(self.points))
        for exponents, c in p.to_dict().items():
            total += _float(c) * self.monomial(exponents)
        return total

    def monomial(self, exponents: Any) -> Array:
        """The values of a monomial."""
        value = np.ones(len(self.points))
        for k, e in enumerate(exponents):
            if e:
                value = value * self.points[:, k] ** int(e)
        return value


def moved(p: Polynomial, move: Permutation) -> Polynomial:
    """A polynomial with variable i renamed to variable ``move[i]``."""
    gens = p.context().gens()
    return p.compose(*(gens[j] for j in move))


@dataclass
class _Fit:
    """The unknown numerator of one root, or of several that the moves carry to one another."""

    basis: list[Polynomial]
    start: list[fmpq]
    free: list[list[fmpq]]
    members: list[tuple[int, Permutation]]


def osculants(
    roots: list[Root],
    samples: Samples,
    below: Polynomial,
    monomials: list[list[tuple[int, ...]]],
    slopes: bool,
) -> list[Polynomial] | None:
    """Numerators over ``below``, one for each root, of sums of its ``monomials``, that lose less
    than what may be lost; equal to the root at the contacts, and (``slopes``) to its derivatives
    at those inside.  Where that will do, no coefficient is negative."""
    if not roots:  # a multiple of the sum may have none left
        return None
    values = Powers(samples.points)
    table = _Table(roots, samples, values, values.of(below))
    first = None
    for _ in range(PRUNINGS):
        fits = _fits(roots, samples, below, monomials, slopes)
        best = table.adapted(fits) if fits is not None else None
        found = table.rounded(fits, *best) if fits is not None and best is not None else None
        if found is None:
            return first
        negative = [{m for m, c in p.to_dict().items() if c < 0} for p in found]
        if not any(negative):
            return found
        first = first or found
        monomials = [
            [m for m in kept if m not in dropped]
            for kept, dropped in zip(monomials, negative, strict=True)
        ]
    return first


def _fits(
    roots: list[Root],
    samples: Samples,
    below: Polynomial,
    monomials: list[list[tuple[int, ...]]],
    slopes: bool,
) -> list[_Fit] | None:
    """One fit for each class of roots; None where the conditions of one have no solution."""
    fits: list[_Fit] = []
    placed = set[int]()
    for k, root in enumerate(roots):
        if k in placed:
            continue
        members = dict[int, Permutation]()
        for move in samples.moves:
            image = moved(root.inside, move)
            for other, candidate in enumerate(roots):
                free = other not in placed | members.keys()
                if free and (candidate.upper, candidate.inside) == (root.upper, image):
                    members[other] = move
        placed |= members.keys()
        fixing = [m for m in samples.moves if moved(root.inside, m) == root.inside]
        basis = _orbits(root.inside, monomials[k], fixing)
        conditions = _conditions(root, basis, below, slopes)
        solved = None if conditions is None else _solved(*conditions, len(basis))
        if solved is None:
            return None
        fits.append(_Fit(basis, *solved, list(members.items())))
    return fits


def _orbits(
    p: Polynomial, monomials: list[tuple[int, ...]], fixing: list[Permutation]
) -> list[Polynomial]:
    """Sums of the monomials that the moves carry to one another."""
    make, found = p.context().from_dict, dict[tuple[tuple[int, ...], ...], None]()
    for m in monomials:
        orbit = {tuple(m[move.index(i)] for i in range(len(m))) for move in fixing}
        found[tuple(sorted(orbit))] = None
    return [make(dict.fromkeys(orbit, 1)) for orbit in found]


def _conditions(
    root: Root, basis: list[Polynomial], below: Polynomial, slopes: bool
) -> tuple[list[list[fmpq]], list[fmpq]] | None:
    """Linear equations for the coefficients, from the values and slopes at the contacts; None where
    a value is not rational, or 0, to which no bound from above can be equal."""
    rows, right = list[list[fmpq]](), list[fmpq]()
    f = root.inside
    for at in root.contacts:
        value = square_root(f(*at))
        if value is None or (value == 0 and root.upper):
            return None
        if value == 0:
            continue
        rows.append([b(*at) for b in basis])
        right.append(value * below(*at))
        if slopes and all(x != 0 for x in at):
            for i in range(len(at)):
                rows.append([b.derivative(i)(*at) for b in basis])
                slope = f.derivative(i)(*at) / (2 * value)
                right.append(slope * below(*at) + value * below.derivative(i)(*at))
    return rows, right


def square_root(value: fmpq) -> fmpq | None:
    """The rational root of a rational number, or None."""
    value = fmpq(value)
    if value < 0:
        return None
    p, q = value.p.sqrtrem(), value.q.sqrtrem()
    return fmpq(p[0], q[0]) if p[1] == 0 and q[1] == 0 else None


def _solved(
    rows: list[list[fmpq]], right: list[fmpq], size: int
) -> tuple[list[fmpq], list[list[fmpq]]] | None:
    """A solution of the equations, and a basis of what may be added to it."""
    if not rows:
        units = [[fmpq(int(i == j)) for j in range(size)] for i in range(size)]
        return [fmpq(0)] * size, units
    reduced, rank = fmpq_mat([[*row, r] for row, r in zip(rows, right, strict=True)]).rref()
    table = reduced.tolist()[:rank]
    pivots = [next(k for k, v in enumerate(row) if v != 0) for row in table]
    if size in pivots:
        return None
    start = [fmpq(0)] * size
    for row, pivot in zip(table, pivots, strict=True):
        start[pivot] = row[size]
    free = []
    for k in range(size):
        if k not in pivots:
            direction = [fmpq(int(i == k)) for i in range(size)]
            for row, pivot in zip(table, pivots, strict=True):
                direction[pivot] = -row[k]
            free.append(direction)
    return start, free


def _assembled(fit: _Fit, amounts: list[fmpq]) -> Polynomial:
    coefficients = list(fit.start)
    for amount, direction in zip(amounts, fit.free, strict=True):
        coefficients = [c + amount * d for c, d in zip(coefficients, direction, strict=True)]
    return sum((b * c for b, c in zip(fit.basis, coefficients, strict=True)), 0 * fit.basis[0])


class _Table:
    """The roots at the points, and how well candidates do there."""

    def __init__(self, roots: list[Root], samples: Samples, values: Powers, scale: Array) -> None:
        self.roots, self.slack, self.values, self.scale = roots, samples.slack, values, scale
        self.exact = [np.sqrt(np.maximum(values.of(r.inside), 0)) for r in roots]
        self.aims = [self._aim(r, exact) for r, exact in zip(roots, self.exact, strict=True)]

    def _aim(self, root: Root, exact: Array) -> Array:
        """The root, or where it is 0 something that is positive, as m has to be."""
        size = np.abs(self.values.points).sum(axis=1) ** (int(root.inside.total_degree()) / 2)
        small = SMALL * size
        if root.upper:
            least = np.full(len(small), np.inf)
            with np.errstate(over="ignore", invalid="ignore"):
                np.divide(self.slack, 4 * root.weight, out=least, where=root.weight > 0)
            small = np.minimum(small, least)
        return np.where(exact > 0, exact, small)

    def share(self, now: list[Array]) -> Array:
        """What is lost, as a share of what may be lost."""
        return _losses(self.roots, now, self.exact) / self.slack

    def rounded(self, fits: list[_Fit], best: list[Array], least: float) -> list[Polynomial] | None:
        """Numerators with the simplest coefficients with which not too much is lost."""
        for q in DENOMINATORS:
            found: list[Polynomial] = [None] * len(self.roots)
            for fit, solution in zip(fits, best, strict=True):
                whole = _assembled(fit, [fmpq(round(v * q), q) for v in solution])
                for k, move in fit.members:
                    found[k] = moved(whole, move)
            share = self.share([self.values.of(p) / self.scale for p in found]).max()
            if share < (1 + least) / 2:
                return found
        return None

    def adapted(self, fits: list[_Fit]) -> tuple[list[Array], float] | None:
        """The free amounts of each fit, the largest share of loss being small, and that share; None
        where it stays above 1."""
        tables = [self._columns(fit) for fit in fits]
        emphasis = np.ones(len(self.slack))
        now = list(self.aims)
        best, least = None, np.inf
        for round_ in range(ROUNDS):
            solution = [self._solution(parts, now, emphasis) for parts in tables]
            for parts, amounts in zip(tables, solution, strict=True):
                for k, start, free in parts:
                    now[k] = start + free @ amounts
            shares = self.share(now)
            if shares.max() < least:
                best, least = solution, shares.max()
            if least < SHARE / 2 or (round_ > ROUNDS / 2 and least > HOPELESS):
                break
            emphasis = emphasis * np.clip(shares, 0.05, 20) ** 0.5
            emphasis /= emphasis.mean()
        return (best, least) if best is not None and least < SHARE else None

    def _columns(self, fit: _Fit) -> list[tuple[int, Array, Array]]:
        """For each member its place, its values at the start, and those of what may be added."""
        free = np.array([[_float(c) for c in d] for d in fit.free]).reshape(-1, len(fit.basis))
        start = np.array([_float(c) for c in fit.start])
        found = []
        for k, move in fit.members:
            columns = [self.values.of(moved(b, move)) / self.scale for b in fit.basis]
            table = np.array(columns).T
            found.append((k, table @ start, table @ free.T))
        return found

    def _solution(
        self, parts: list[tuple[int, Array, Array]], now: list[Array], emphasis: Array
    ) -> Array:
        """The amounts with the least weighted squares."""
        rows, right = [], []
        for k, start, free in parts:
            root, exact = self.roots[k], self.aims[k]
            m = np.maximum(now[k], exact / 1000)
            bend = 1 / (2 * m) if root.upper else exact / (exact**2 + m**2)
            heavy = np.sqrt(emphasis * np.maximum(root.weight, 0) * bend / self.slack)
            rows.append(free * heavy[:, None])
            right.append((exact - start) * heavy)
        if not rows[0].shape[1]:
            return np.zeros(0)
        return np.linalg.lstsq(np.concatenate(rows), np.concatenate(right), rcond=None)[0]


def _losses(roots: list[Root], now: list[Array], exact: list[Array]) -> Array:
    """What the bounds lose together; without a limit where an m is not positive."""
    total = np.zeros(len(exact[0]))
    for root, m, r in zip(roots, now, exact, strict=True):
        good = m > 0
        safe = np.where(good, m, 1.0)
        below = 2 * safe if root.upper else (r**2 + safe**2) / np.where(r > 0, r, 1.0)
        loss = np.where(r > 0, (safe - r) ** 2 / below, safe / 2 if root.upper else 0.0)
        total += np.where(root.weight > 0, np.where(good, root.weight * loss, np.inf), 0.0)
    return total


def exponents_of(degree: int, size: int, homogeneous: bool) -> list[tuple[int, ...]]:
    """The exponents of a degree, or up to it."""
    every = product(range(degree + 1), repeat=size)
    return [e for e in every if sum(e) == degree or (not homogeneous and sum(e) < degree)]


def _float(value: Any) -> float:
    value = fmpq(value)
    return float(Fraction(int(value.p), int(value.q)))
