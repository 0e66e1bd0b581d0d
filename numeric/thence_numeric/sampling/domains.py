"""Numbers of the domain of one variable: simple ones, edges and extremes, and its floats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor, inf, isinf, nextafter
from typing import Any

from thence.domain import Domain
from thence.expr import OO, Expr
from thence.expr import num as number
from thence_numeric import balls, exact
from thence_numeric.backend import Undefined, Unsupported

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
_NEAR = [Fraction(1, 10**k) for k in (3, 6, 12)]


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


@lru_cache(maxsize=10_000)
def inside(domain: Domain, value: Fraction) -> bool:
    """Whether a rational certainly lies in a domain."""
    if domain.integer and value.denominator != 1:
        return False
    for end, is_open, side in ((domain.lo, domain.lo_open, 1), (domain.hi, domain.hi_open, -1)):
        if end in (OO, -OO):
            continue
        gap = certain_sign((number(value) - end) * side, {})
        if gap is None or gap < 0 or (gap == 0 and is_open):
            return False
    return True


def certain_sign(expr: Expr, point: Mapping[str, Fraction]) -> int | None:
    """The sign of a value, exact where the value is rational; None where it cannot be told."""
    try:
        return balls.sign(expr, point, most=256)
    except (Undefined, Unsupported):
        return None


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


def _within(domain: Domain, values: Iterable[Fraction]) -> list[Fraction]:
    return [v for v in dict.fromkeys(values) if inside(domain, v)]


@lru_cache(maxsize=256)
def float_ends(domain: Domain) -> tuple[float, float]:
    """The least and the greatest float in a domain, infinite where it has no end."""
    whole = _range(domain)
    low = -inf if whole.low is None else _float(domain, whole.low, inf)
    high = inf if whole.high is None else _float(domain, whole.high, -inf)
    return low, high


def _float(domain: Domain, end: Fraction, inwards: float) -> float:
    value = nearest_float(end)
    if isinf(value):
        return value
    for _ in range(4):
        if inside(domain, Fraction(value)):
            break
        value = nextafter(value, inwards)
    return value


def nearest_float(number: Fraction) -> float:
    """The float next to a number, infinite for one that is beyond them all."""
    try:
        return float(number)
    except OverflowError:
        return inf if number > 0 else -inf


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
