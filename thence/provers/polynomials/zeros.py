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
STARTS = 30
#: Steps of Newton's method.
STEPS = 30
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
    value, slope, bend = _priced(functions, at)
    for _ in range(STEPS):
        least = np.linalg.eigvalsh(bend)[:, 0]
        shift = np.maximum(-2 * least, 0) + damping
        step = np.linalg.solve(bend + shift[:, None, None] * np.eye(len(free)), slope[:, :, None])
        there = at.copy()
        there[:, free] -= step[:, :, 0]
        lower, *derivatives = _priced(functions, there)
        better = lower < value
        at, value = np.where(better[:, None], there, at), np.where(better, lower, value)
        slope = np.where(better[:, None], derivatives[0], slope)
        bend = np.where(better[:, None, None], derivatives[1], bend)
        damping = np.clip(np.where(better, damping / 8, damping * 4), 1e-12, 1e12)
    return at


class _Function:
    """A polynomial with its first and second derivatives in the free coordinates."""

    def __init__(self, p: Polynomial, free: list[int]) -> None:
        self.size, self.height = len(free), int(max(p.degrees())) + 1
        slopes = [p.derivative(i) for i in free]
        found = [p, *slopes, *(s.derivative(i) for s in slopes for i in free)]
        monomials = list(dict.fromkeys(m for q in found for m in q.monoms()))
        row = {m: k for k, m in enumerate(monomials)}
        self.exponents = np.array([[int(e) for e in m] for m in monomials]).reshape(
            -1, len(p.degrees())
        )
        self.coefficients = np.zeros((len(monomials), len(found)))
        for k, q in enumerate(found):
            for m, c in q.to_dict().items():
                self.coefficients[row[m], k] = int(c.p) / int(c.q)

    def values(self, at: Array) -> tuple[Array, Array, Array]:
        """The value at points, the first and the second derivatives."""
        powers = at[:, :, None] ** np.arange(self.height)
        terms = np.ones((len(at), len(self.exponents)))
        for k in range(at.shape[1]):
            terms *= powers[:, k, self.exponents[:, k]]
        found = terms @ self.coefficients
        n = self.size
        return found[:, 0], found[:, 1 : n + 1], found[:, n + 1 :].reshape(-1, n, n)


def _priced(functions: list[_Function], at: Array) -> tuple[Array, Array, Array]:
    """The first function, and a price for each of the others that is negative; with derivatives."""
    value, slope, bend = functions[0].values(at)
    for g in functions[1:]:
        height, steep, curved = g.values(at)
        outside = np.minimum(height, 0)
        value = value + PRICE * outside**2
        slope = slope + (2 * PRICE * outside)[:, None] * steep
        bend = bend + (2 * PRICE * outside)[:, None, None] * curved
        active = 2 * PRICE * (outside < 0)
        bend = bend + active[:, None, None] * steep[:, :, None] * steep[:, None, :]
    return value, slope, bend


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
