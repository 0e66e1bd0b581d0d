"""Certified minimax: ``min over b of sup over x of f``, its value and its place.

The optimum is found numerically (two active points at which f is stationary in x and equal), then
shown by inequalities: f stays under a bound for one b, and for every other b it gets above one at
a point x.  Nothing of the numerical search is trusted.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import Any

import mpmath
import numpy as np

from thence import checker
from thence.checker import INF, OO, Context, Proof, Rejected, Term
from thence.provers.goal import Goal, Search

MUST_NOT_PROVE = [
    {"given": {}, "lhs": "Minimax(Abs(x**2 - b), (b, 0, 2), (x, -1, 1))", "rel": "~digits",
     "rhs": "0.4999"},
    {"given": {}, "lhs": "ArgMinimax(Abs(x**2 - b), (b, 0, 2), (x, -1, 1))", "rel": "~digits",
     "rhs": "0.501"},
]  # fmt: skip


@dataclass(frozen=True)
class Optimum:
    """A numerical optimum: the place, the value, and two active points with their sides."""

    b: mpmath.mpf
    value: mpmath.mpf
    below: tuple[mpmath.mpf, int]
    above: tuple[mpmath.mpf, int]


def certificate(context: Context, left: Term, digits: int, search: Search) -> dict[str, Any] | None:
    """A certificate that encloses the value, or the place, to ``digits`` decimals."""
    with mpmath.workdps(digits + 30):
        optimum = locate(left, search)
        if optimum is None:
            return None
        slack = mpmath.mpf(10) ** (-digits - 5)
        margin = mpmath.mpf(10) ** (-digits - 3)
        place, best = _decimal(optimum.b, digits + 25), _decimal(optimum.value + slack, digits + 8)
        floor = _decimal(optimum.value - slack, digits + 8)
        low, high = (_decimal(optimum.b + s * margin, digits + 6) for s in (-1, 1))
        x_low, x_high = (_decimal(p[0], digits + 25) for p in (optimum.below, optimum.above))
    sides = optimum.below[1], optimum.above[1]
    if left[0] == "minimax":
        lower = [{"to": place, "x": x_low, "side": sides[0]}, {"x": x_high, "side": sides[1]}]
    else:
        lower = [{"to": low, "x": x_low, "side": sides[0]}, {"to": high, "keep": True}]
        lower.append({"x": x_high, "side": sides[1]})
    found = {"upper": {"at": place, "is": best}, "lower": lower, "floor": floor}
    return _proved(context, left, found, search)


def _decimal(value: mpmath.mpf, places: int) -> str:
    scaled = int(mpmath.nint(value * mpmath.mpf(10) ** places))
    return f"{scaled}/10**{places}" if scaled >= 0 else f"(-{-scaled})/10**{places}"


#: Places at which an error that grows without bound is large.
FAR = (0, 1, 10, 10**3, 10**5, 10**7)


def above(context: Context, left: Term, level: str, search: Search) -> dict[str, Any] | None:
    """A certificate that the largest value is at least ``level``, whatever b is."""
    _, (_, body, x, *x_ends), b, b_low, b_high = left
    inner, sides = (body[1], (1, -1)) if body[0] == "abs" else (body, (1,))
    g, (low, high) = compiled(inner, b, x), (_number(end) for end in (b_low, b_high))
    first, last = (_number(end) for end in x_ends)
    spots = [s * t for t in FAR for s in (1, -1) if first <= s * t <= last]
    cuts = [c for k in range(-6, 41) for c in (2.0**k, -(2.0**k)) if low < c < high]
    lower: list[dict[str, Any]] = []
    for lo, hi in pairwise([low, *sorted(cuts), high]):
        ends = [mpmath.mpf(max(lo, -1e15)), mpmath.mpf(min(hi, 1e15))]
        values = {t: [_value(g, at, mpmath.mpf(t)) for at in ends] for t in spots}
        sizes = {(t, s): min(s * v for v in values[t]) for t in spots for s in sides}
        spot, side = max(sizes, key=lambda where: sizes[where])
        if sizes[spot, side] < float(Fraction(level)):
            return None
        lower.append({"x": str(spot), "side": side, "to": str(Fraction(hi)) if hi < high else ""})
    del lower[-1]["to"]
    return _proved(context, left, {"lower": lower, "floor": level}, search)


def _value(g: Callable[[Any, Any], Any], b: Any, x: Any) -> float:
    """The value of the compiled term, as far as it has a real one."""
    try:
        return float(g(b, x))
    except (ArithmeticError, ValueError):
        return math.nan


def _proved(
    context: Context, left: Term, found: dict[str, Any], search: Search
) -> dict[str, Any] | None:
    """The proofs of the inequalities that the certificate rests on."""
    _, (_, body, x, x_low, x_high), b, b_low, b_high = left
    whole = context.between(b_low, b_high, b_low == -OO, b_high == OO)
    free = context.having(b, whole)
    free = free.having(x, free.between(x_low, x_high, x_low == -OO, x_high == OO))
    needs = search.defined(free, body)
    faces = [body[1], -body[1]] if body[0] == "abs" else [body]
    level = floor = checker.parse(found["floor"], set())
    proofs: list[Proof | None] = []
    if upper := found.get("upper"):
        best, place = (checker.parse(upper[key], set()) for key in ("is", "at"))
        at = free.having(b, (context.bounds(place), (place, place)))
        proofs = [
            search.prove(Goal(at, ">=", best - checker.substitute(f, {b: place}))) for f in faces
        ]
        upper["proofs"], level = proofs, best if left[0] == "argminimax" else floor
    if needs is None or any(p is None for p in proofs):
        return None
    found["defined"] = needs
    start = b_low
    for piece in found["lower"]:
        stop = checker.parse(piece["to"], set()) if "to" in piece else b_high
        domain = context.between(start, stop, start == -OO, stop == OO)
        start = stop
        if piece.get("keep"):
            continue
        spot = checker.parse(piece["x"], set())
        face = checker.substitute(faces[0 if piece["side"] > 0 else -1], {x: spot})
        strict = left[0] == "argminimax"
        goal = Goal(free.having(b, domain), ">" if strict else ">=", face - level)
        proof: Proof | None = search.prove(goal)
        if proof is None:
            return None
        piece["proof"] = proof
    return found


# ---------------------------------------------------------------- the numerical search


def locate(left: Term, search: Search) -> Optimum | None:
    """The optimum at the current mpmath precision, or None if no two points balance."""
    _, (_, body, x, *x_ends), b, *b_ends = left
    inner, absolute = (body[1], True) if body[0] == "abs" else (body, False)
    grid = np.array(_grid(*x_ends))
    try:
        g = compiled(inner, b, x, np)
    except AttributeError:  # numpy lacks erf
        g = np.vectorize(partial(_value, compiled(inner, b, x, math)), otypes=[float])

    def worst(at: float) -> tuple[float, float, int]:
        search.check_time()
        with np.errstate(all="ignore"):  # an overflow is a bad place for the optimum, no more
            values = np.broadcast_to(g(at, grid), grid.shape)
        if not np.isfinite(values).all():
            return math.inf, float(grid[0]), 1
        high, low = int(values.argmax()), int(values.argmin())
        if absolute and -values[low] > values[high]:
            return -float(values[low]), float(grid[low]), -1
        return float(values[high]), float(grid[high]), 1

    candidates = _grid(*b_ends)
    i = min(range(len(candidates)), key=lambda k: worst(candidates[k])[0])
    lo, hi = candidates[max(i - 1, 0)], candidates[min(i + 1, len(candidates) - 1)]
    for _ in range(40):
        third = (hi - lo) / 3
        left_worse = worst(lo + third)[0] > worst(hi - third)[0]
        lo, hi = (lo + third, hi) if left_worse else (lo, hi - third)
    gap = max(hi - lo, 1e-4)
    below, above = worst(lo - gap), worst(hi + gap)
    return _polished(inner, b, x, (lo + hi) / 2, below, above, x_ends)


def _polished(
    inner: Term,
    b: str,
    x: str,
    start: float,
    below: tuple[float, float, int],
    above: tuple[float, float, int],
    x_ends: list[Term],
) -> Optimum | None:
    """Newton's method on: both points stationary (unless at an end of the domain), both values
    equal."""
    g, slope = compiled(inner, b, x), compiled(checker.diff(inner, x), b, x)
    ends = [_number(e) for e in x_ends]
    fixed = [min((abs(p[1] - e) for e in ends), default=1) < 1e-9 for p in (below, above)]

    def residual(place: Any, p: Any, q: Any) -> list[Any]:
        return [
            p - below[1] if fixed[0] else slope(place, p),
            q - above[1] if fixed[1] else slope(place, q),
            below[2] * g(place, p) - above[2] * g(place, q),
        ]

    try:
        place, *roots = mpmath.findroot(residual, (start, below[1], above[1]), tol=mpmath.eps * 100)
        p, q = (
            mpmath.mpf(point[1]) if fast else root
            for point, fast, root in zip((below, above), fixed, roots, strict=True)
        )
        return Optimum(place, below[2] * g(place, p), (p, below[2]), (q, above[2]))
    except (ValueError, ZeroDivisionError, TypeError):  # the last: mpmath's pivots among nans
        return None


def _number(end: Term) -> float:
    if end in (OO, -OO):
        return float("inf") if end == OO else float("-inf")
    return float(Context({}, {}, [], []).bounds(end).ball().mid())


def _grid(low: Term, high: Term) -> list[float]:
    """Points that cover an interval: even on a bounded one, ever wider towards infinity."""
    a, b = _number(low), _number(high)
    if b < float("inf") and a > float("-inf"):
        return [a + (b - a) * i / 200 for i in range(201)]
    wide = [math.sinh(i / 20) for i in range(-140, 141)]
    return [t for t in wide if a <= t <= b]


def compiled(term: Term, b: str, x: str, library: Any = mpmath) -> Callable[[Any, Any], Any]:
    """The term as a function of b and x, at the mpmath precision in force or in floats; ValueError
    where it has no real value."""
    head = term[0]
    if head == "num":
        p, q = int(term[1].p), int(term[1].q)
        return lambda _b, _x: mpmath.mpf(p) / q if library is mpmath else p / q
    if head == "sym":
        return (lambda b_, _x: b_) if term[1] == b else (lambda _b, x_: x_)
    if head == "pi":
        return lambda _b, _x: +library.pi
    args = [compiled(a, b, x, library) for a in term[1:]]
    if head == "diff":
        return args[0]
    operations: dict[str, Callable[..., Any]] = {
        "+": lambda u, v: u + v, "*": lambda u, v: u * v, "/": lambda u, v: u / v,
        "pow": lambda u, v: u**v, "abs": abs,
    }  # fmt: skip
    operation = operations.get(head) or getattr(library, head)

    def applied(b_: Any, x_: Any) -> Any:
        found = operation(*(f(b_, x_) for f in args))
        if isinstance(found, (complex, mpmath.mpc)):
            raise ValueError(f"{head} of what has no real value there")
        return found

    return applied


__all__ = ["INF", "Rejected", "certificate", "locate"]
