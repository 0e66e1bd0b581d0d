"""Exact rational values, where an expression has one.

>>> from thence.parser import parse_expression
>>> print(value(parse_expression("(x + 1/3)*3", ["x"]), {"x": Fraction(1, 3)}))
2
>>> value(parse_expression("exp(x)", ["x"]), {"x": Fraction(1)}) is None
True
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import ceil, floor, isqrt

from thence.expr import Expr

#: Numbers longer than this are left to the balls.
MAX_BITS = 20_000


def value(expr: Expr, point: Mapping[str, Fraction]) -> Fraction | None:
    """The exact value at a point; None where it is not defined, or not found to be rational."""
    if expr.head == "num":
        return expr.number
    if expr.head == "sym":
        found = point.get(expr.name)
        return found if isinstance(found, Fraction) else None
    operation = _OPERATIONS.get(expr.head)
    if operation is None:
        return None
    args = []
    for arg in expr.args:
        known = value(arg, point)
        if known is None or _bits(known) > MAX_BITS:
            return None
        args.append(known)
    return operation(*args)


def _bits(number: Fraction) -> int:
    return max(number.numerator.bit_length(), number.denominator.bit_length())


def _quotient(a: Fraction, b: Fraction) -> Fraction | None:
    return a / b if b else None


def _power(a: Fraction, b: Fraction) -> Fraction | None:
    if b.denominator == 2 and a >= 0:
        root = _root(a)
        return None if root is None else _power(root, 2 * b)
    if b.denominator != 1 or (a == 0 and b < 0) or abs(b) * _bits(a) > MAX_BITS:
        return None
    return a**b.numerator


def _root(a: Fraction) -> Fraction | None:
    if a < 0:
        return None
    root = Fraction(isqrt(a.numerator), isqrt(a.denominator))
    return root if root * root == a else None


_OPERATIONS: dict[str, Callable[..., Fraction | None]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": _quotient,
    "**": _power,
    "neg": lambda a: -a,
    "sqrt": _root,
    "Abs": abs,
    "sign": lambda a: Fraction((a > 0) - (a < 0)),
    "Max": lambda *args: max(args),
    "Min": lambda *args: min(args),
    "floor": lambda a: Fraction(floor(a)),
    "ceiling": lambda a: Fraction(ceil(a)),
    "KroneckerDelta": lambda a, b: Fraction(a == b),
}
