"""Intervals: rounded outwards, and exact about whether an end is attained."""

from __future__ import annotations

from collections.abc import Callable

from flint import arb, fmpq

from .terms import Rejected

INF = arb("inf")


class Interval:
    """Values lie between ``lo`` and ``hi``, exact or infinite.  An ``open`` end is never
    attained: a sum of positive numbers, (0, oo), stays strictly above 0."""

    def __init__(self, lo: arb, hi: arb, lo_open: bool = False, hi_open: bool = False) -> None:
        if lo.is_nan() or hi.is_nan():
            raise Rejected("a value that is not a number")
        self.lo, self.hi = lower(lo), upper(hi)
        self.lo_open, self.hi_open = lo_open or not lo > -INF, hi_open or not hi < INF
        self.ends = ((self.lo, self.lo_open), (self.hi, self.hi_open))

    def satisfies(self, rel: str) -> bool:
        above = self.lo > 0 or (self.lo == 0 and self.lo_open)
        below = self.hi < 0 or (self.hi == 0 and self.hi_open)
        zero = self.lo == 0 and self.hi == 0
        signs = {">": above, "<": below, ">=": self.lo >= 0, "!=": above or below, "=": zero}
        return bool(signs[rel])

    def meeting(self, rel: str) -> Interval:
        """Those of the values that satisfy ``rel 0``."""
        lo = self.lo if rel == "!=" else self.lo.max(arb(0))
        hi = self.hi.min(arb(0)) if rel == "=" else self.hi
        if lo > hi:
            raise Rejected("a hypothesis fails on the whole box")
        ends = (
            (new == 0 and rel in (">", "!=")) or (new == old and was_open)
            for new, (old, was_open) in zip((lo, hi), self.ends, strict=True)
        )
        return Interval(lo, hi, *ends)

    def ball(self) -> arb:
        return self.lo.union(self.hi)


def lower(v: arb) -> arb:
    return v if v.rad() == 0 else v.lower()


def upper(v: arb) -> arb:
    return v if v.rad() == 0 else v.upper()


def exactly(value: arb) -> Interval:
    return Interval(value, value)


def hull(*ends: tuple[arb, bool]) -> Interval:
    """The interval spanned by end values; an end is open if no attained value is as extreme."""
    lows, highs = [(lower(v), o) for v, o in ends], [(upper(v), o) for v, o in ends]
    lo, hi = min(v for v, _ in lows), max(v for v, _ in highs)
    return Interval(lo, hi, all(o for v, o in lows if v == lo), all(o for v, o in highs if v == hi))


def product(a: Interval, b: Interval) -> Interval:
    """From the least to the largest product of two ends, by corners unless no value is negative;
    0 is attained where one of the factors attains it, be the other infinite."""
    if a.lo >= 0 <= b.lo and a.hi > 0 < b.hi:
        zeros = [i.lo_open for i in (a, b) if i.lo == 0]
        lo_open = all(zeros) if zeros else a.lo_open or b.lo_open
        lo = arb(0) if zeros else a.lo * b.lo
        return Interval(lo, a.hi * b.hi, lo_open, a.hi_open or b.hi_open)
    return by_corners(a, b)


def by_corners(a: Interval, b: Interval) -> Interval:
    corners = []
    for x, x_open in a.ends:
        for y, y_open in b.ends:
            attained = (x == 0 and not x_open) or (y == 0 and not y_open)
            zero = x == 0 or y == 0
            corners.append((arb(0), not attained) if zero else (x * y, x_open or y_open))
    return hull(*corners)


def increasing(f: Callable[[arb], arb], a: Interval) -> Interval:
    return Interval(f(a.lo), f(a.hi), a.lo_open, a.hi_open)


def reciprocal(a: Interval) -> Interval:
    if not a.satisfies("!="):
        raise Rejected("a division by what may be 0")
    lo = -INF if a.hi == 0 else 1 / a.hi if a.hi < INF else arb(0)
    hi = INF if a.lo == 0 else 1 / a.lo if a.lo > -INF else arb(0)
    return Interval(lo, hi, a.hi_open, a.lo_open)


def magnitude(a: Interval) -> Interval:
    if a.lo >= 0:
        return a
    ends = [(abs(a.lo), a.lo_open), (abs(a.hi), a.hi_open)]
    return hull(*ends) if a.hi <= 0 else hull((arb(0), False), *ends)


def raised(a: Interval, exponent: fmpq) -> Interval:
    if exponent <= 0:
        return reciprocal(raised(a, -exponent)) if exponent < 0 else exactly(arb(1))
    p, q = int(exponent.p), int(exponent.q)
    if q == 1:
        return increasing(lambda v: v**p if abs(v) < INF else v, a if p % 2 else magnitude(a))
    if not a.satisfies(">="):
        raise Rejected("a root of what may be negative")
    if max(p, q) > 500:
        return increasing(lambda v: v if v == 0 or not v < INF else v ** arb(exponent), a)
    return increasing(lambda v: v if v == 0 or not v < INF else v.root(q) ** p, a)


def wave(head: str, a: Interval) -> Interval:
    """sin or cos: monotone where that is certain, a ball where it is short, else [-1, 1]."""
    a = magnitude(a) if head == "cos" else a
    if head == "sin" and a.lo >= arb("-1.57") and a.hi <= arb("1.57"):
        return increasing(arb.sin, a)
    if head == "cos" and a.hi <= arb("3.14"):
        return Interval(a.hi.cos(), a.lo.cos(), a.hi_open, a.lo_open)
    if not a.hi - a.lo < 3:
        return Interval(arb(-1), arb(1))
    value = getattr(a.ball(), head)()
    return Interval(lower(value).max(arb(-1)), upper(value).min(arb(1)))


def at_end(head: str, v: arb) -> arb:
    """exp, log, atan, erf or asin at an end, infinite ones included."""
    if v == 0 and head == "log":
        return -INF
    if abs(v) < INF:
        value: arb = getattr(v, head)()
        return value
    limit = {"exp": INF, "log": INF, "atan": arb.pi() / 2, "erf": arb(1)}[head]
    return limit if v > 0 else arb(0) if head == "exp" else -limit


def stepped(a: Interval) -> Interval:
    """The signs of values."""
    above, below = a.satisfies(">"), a.hi < 0 or (a.hi == 0 and a.hi_open)
    low = 1 if above else 0 if a.lo >= 0 else -1
    high = -1 if below else 0 if a.hi <= 0 else 1
    return Interval(arb(low), arb(high))


def floored(a: Interval) -> Interval:
    """The integers below values; an open end may be attained once it is rounded."""
    lo, hi = (v.floor() if abs(v) < INF else v for v in (a.lo, a.hi))
    return Interval(lo, hi)


def gamma_reciprocal(a: Interval) -> Interval:
    """1/gamma: from 0 to 1/0.8856..., the least value of gamma, on the positive numbers, where it
    is not 0; elsewhere by a ball."""
    ball = a.ball().rgamma() if abs(a.lo) < INF and abs(a.hi) < INF else arb("nan")
    if not a.lo >= 0:
        return exactly(ball)
    known = exactly(ball) if ball.is_finite() else Interval(arb(0), INF)
    least, most = known.lo.max(arb(0)), known.hi.min(arb("1.13"))
    return Interval(least, most, a.satisfies(">") and least == 0)
