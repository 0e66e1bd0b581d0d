"""Rational zeros of a polynomial that is nowhere negative on an orthant: its minima there.

A nonnegative coordinate is written as a square, so that no boundary is left; Newton's method runs
down from many points at once.  A minimum counts once it is recognised as rational and the
polynomial is exactly 0 there.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from flint import fmpq

Polynomial = Any
Array = Any
#: Points to start from, for each coordinate that is set to 1.
STARTS = 40
#: Steps of Newton's method.
STEPS = 40
#: Price of leaving the set, as a multiple of the square of how far a constraint is negative.
PRICE = 1e4
#: Denominators of the coordinates that are recognised, the roundest first.
DENOMINATORS = (1, 2, 3, 4, 12, 60)


def zeros(
    p: Polynomial, signed: list[bool], constraints: list[Polynomial]
) -> list[tuple[fmpq, ...]]:
    """Zeros of p where the ``signed`` coordinates and the constraints are not negative; of each
    ray of zeros of a homogeneous p, one with a coordinate 1."""
    variables = p.context().gens()
    squared = [x * x if s else x for x, s in zip(variables, signed, strict=True)]
    smooth, *barriers = (q.compose(*squared) for q in (p, *constraints))
    homogeneous = len({sum(int(e) for e in m) for m in p.monoms()}) == 1
    found = dict[tuple[fmpq, ...], None]()
    for fixed in range(len(signed)) if homogeneous else [None]:
        for point in _minima(smooth, barriers, fixed):
            coordinates = [v * v if s else v for v, s in zip(point, signed, strict=True)]
            zero = _recognised(p, coordinates)
            if zero is not None and all(g(*zero) >= 0 for g in constraints):
                found[zero] = None
    return list(found)


def _minima(p: Polynomial, barriers: list[Polynomial], fixed: int | None) -> Array:
    """Where Newton's method, damped so that it goes down, ends: in all coordinates but the
    ``fixed`` one, which is 1, at a price for leaving the set."""
    size = len(p.degrees())
    free = [i for i in range(size) if i != fixed]
    functions = [_Function(q, free) for q in (p, *barriers)]
    at = np.random.default_rng(0).normal(size=(STARTS, size))
    at[0], damping = 1.0, np.ones(STARTS)
    if fixed is not None:
        at[:, fixed] = 1.0
    value = _priced(functions, at)
    for _ in range(STEPS):
        slope, bend = _newton(functions, at)
        least = np.linalg.eigvalsh(bend)[:, 0]
        shift = np.maximum(-2 * least, 0) + damping
        step = np.linalg.solve(bend + shift[:, None, None] * np.eye(len(free)), slope[:, :, None])
        there = at.copy()
        there[:, free] -= step[:, :, 0]
        lower = _priced(functions, there)
        better = lower < value
        at, value = np.where(better[:, None], there, at), np.where(better, lower, value)
        damping = np.clip(np.where(better, damping / 8, damping * 4), 1e-12, 1e12)
    return at


class _Function:
    """A polynomial with its first and second derivatives in the free coordinates."""

    def __init__(self, p: Polynomial, free: list[int]) -> None:
        self.p, self.slopes = p, [p.derivative(i) for i in free]
        self.bends = [[slope.derivative(j) for j in free] for slope in self.slopes]

    def value(self, at: Array) -> Array:
        return _values(self.p, at)

    def slope(self, at: Array) -> Array:
        return np.stack([_values(q, at) for q in self.slopes], axis=1)

    def bend(self, at: Array) -> Array:
        return np.stack([np.stack([_values(q, at) for q in row], axis=1) for row in self.bends], 1)


def _priced(functions: list[_Function], at: Array) -> Array:
    """The first function, and a price for each of the others that is negative."""
    first, *others = functions
    return first.value(at) + sum(PRICE * np.minimum(g.value(at), 0) ** 2 for g in others)


def _newton(functions: list[_Function], at: Array) -> tuple[Array, Array]:
    """The first and second derivatives of the priced function."""
    first, *others = functions
    slope, bend = first.slope(at), first.bend(at)
    for g in others:
        outside, steep = 2 * PRICE * np.minimum(g.value(at), 0), g.slope(at)
        active = 2 * PRICE * (outside < 0)
        slope = slope + outside[:, None] * steep
        bend = bend + outside[:, None, None] * g.bend(at)
        bend = bend + active[:, None, None] * steep[:, :, None] * steep[:, None, :]
    return slope, bend


def _values(p: Polynomial, points: Array) -> Array:
    if p == 0:
        return np.zeros(len(points))
    exponents = np.array([[int(e) for e in m] for m in p.monoms()])
    coefficients = np.array([int(c.p) / int(c.q) for c in p.coeffs()])
    return np.prod(points[:, None, :] ** exponents[None], axis=2) @ coefficients


def _recognised(p: Polynomial, point: list[float]) -> tuple[fmpq, ...] | None:
    """A rational zero of p near the point, or None."""
    if not np.isfinite(point).all() or np.abs(point).max() > 1e6:
        return None
    for most in DENOMINATORS:
        near = [Fraction(float(v)).limit_denominator(most) for v in point]
        zero = tuple(fmpq(v.numerator, v.denominator) for v in near)
        close = max(abs(float(v) - w) for v, w in zip(near, point, strict=True)) < 0.05
        if close and any(near) and p(*zero) == 0:
            return zero
    return None
