"""Balls (Arb): rigorous enclosures.  The only backend that may vouch for a digit or a sign.

>>> from thence.parser import parse_expression
>>> sign(parse_expression("exp(x) - 1 - x", ["x"]), {"x": Fraction(1, 10**6)})
1
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any

from flint import arb, fmpq

from thence.checker import precision
from thence.expr import Expr
from thence_numeric.backend import Point, Undefined, Unsupported, Value
from thence_numeric.compiled import compile_expression

NAME = "balls"
RIGOROUS = True


def _certain(ok: Any, failed: Any, what: str) -> None:
    """Raise :class:`Undefined` where an operation certainly has no real value."""
    if not ok and failed:
        raise Undefined(what)


def _divide(a: arb, b: arb) -> arb:
    _certain(b != 0, b == 0, "a division by 0")
    return a / b


def _log(a: arb) -> arb:
    _certain(a > 0, a <= 0, "a logarithm of a number that is not positive")
    return a.log()


def _sqrt(a: arb) -> arb:
    _certain(a >= 0, a < 0, "a root of a negative number")
    return a.sqrt()


def _power(a: arb, b: arb) -> arb:
    """Real powers: a negative base needs an integer exponent, 0 a nonnegative one."""
    whole = b.unique_fmpz() if b.rad() == 0 and b.is_integer() else None
    if whole is not None and abs(whole) < 10**6:
        n = int(whole)
        _certain(n >= 0 or a != 0, a == 0, "a division by 0")
        return a**n if n >= 0 else 1 / a**-n
    if a == 0:
        _certain(b > 0, b <= 0, "0 to a power that is not positive")
        return arb(0) if b > 0 else arb("nan")
    _certain(a > 0, a < 0, "a power of a negative number")
    return a**b


def _bounded(f: Callable[[arb], arb], low: int, high: int) -> Callable[[arb], arb]:
    def inside(a: arb) -> arb:
        _certain(low <= a <= high, a < low or a > high, "an argument outside [-1, 1]")
        return f(a)

    return inside


def _sign(a: arb) -> arb:
    return a.sgn() if a != 0 or a == 0 else arb(0, 1)


def _factorial(a: arb) -> arb:
    return (a + 1).gamma()


OPERATIONS: dict[str, Callable[..., arb]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": _divide,
    "**": _power,
    "neg": lambda a: -a,
    "log": _log,
    "sqrt": _sqrt,
    "cbrt": lambda a: _power(a, arb(fmpq(1, 3))),
    "tan": lambda a: _divide(a.sin(), a.cos()),
    "cot": lambda a: _divide(a.cos(), a.sin()),
    "sec": lambda a: _divide(arb(1), a.cos()),
    "csc": lambda a: _divide(arb(1), a.sin()),
    "coth": lambda a: _divide(a.cosh(), a.sinh()),
    "asin": _bounded(arb.asin, -1, 1),
    "acos": _bounded(arb.acos, -1, 1),
    "acot": lambda a: _divide(arb(1), a).atan(),
    "acosh": lambda a: _log(a + _sqrt(a - 1) * _sqrt(a + 1)),
    "atanh": lambda a: _log(_divide(1 + a, 1 - a)) / 2,
    "Abs": abs,
    "sign": _sign,
    "Max": lambda *args: reduce(lambda a, b: a.max(b), args),
    "Min": lambda *args: reduce(lambda a, b: a.min(b), args),
    "loggamma": lambda a: a.lgamma(),
    "factorial": _factorial,
    "binomial": lambda n, k: _divide(_factorial(n), _factorial(k) * _factorial(n - k)),
    "atan2": lambda y, x: arb.atan2(y, x),
    "floor": lambda a: a.floor(),
    "ceiling": lambda a: a.ceil(),
    **{name: getattr(arb, name) for name in ("exp", "sin", "cos", "atan", "erf", "erfc")},
    **{name: getattr(arb, name) for name in ("sinh", "cosh", "tanh", "asinh", "gamma")},
}


def _number(expr: Expr) -> arb:
    if expr.head == "num":
        return arb(fmpq(expr.number.numerator, expr.number.denominator))
    constants: dict[str, Callable[[], arb]] = {
        "pi": arb.pi,
        "E": arb.const_e,
        "EulerGamma": arb.const_euler,
        "GoldenRatio": lambda: (1 + arb(5).sqrt()) / 2,
    }
    if expr.name not in constants:
        raise Unsupported(f"no ball holds {expr.name}")
    return constants[expr.name]()


def evaluate(expr: Expr, point: Point, bits: int = 128) -> arb:
    """A ball that holds the value at a point (or over balls, given as values).

    Raises :class:`Undefined` where the expression certainly has no real value; a ball that is
    not finite says that it could not be told.
    """
    names = {name: i for i, name in enumerate(point)}
    with precision(bits):
        values = [v if isinstance(v, arb) else arb(fmpq(v.numerator, v.denominator))
                  for v in point.values()]  # fmt: skip
        return compile_expression(expr, names, OPERATIONS, _number)(values)


def enclose(expr: Expr, point: Point, digits: int = 30, most: int = 4096) -> arb:
    """A ball with ``digits`` significant digits, or the best one that ``most`` bits give."""
    bits = max(64, int(digits * 3.4) + 32)
    while True:
        ball = evaluate(expr, point, bits)
        if ball.rel_accuracy_bits() > digits * 3.33 or bits >= most or ball == 0:
            return ball
        bits *= 2


def sign(expr: Expr, point: Point, most: int = 1024) -> int | None:
    """The sign of the value, once balls tell it: 1, -1, 0 for an exact zero, None if never."""
    bits = 64
    while bits <= most:
        ball = evaluate(expr, point, bits)
        if ball > 0 or ball < 0:
            return 1 if ball > 0 else -1
        if ball == 0:
            return 0
        bits *= 4
    return None


def values(expr: Expr, points: Sequence[Point]) -> list[Value]:
    """Middles and radii at points."""
    found = []
    for point in points:
        try:
            ball = enclose(expr, point)
        except Undefined:
            found.append(Value(float("nan"), 0.0))
            continue
        found.append(Value(float(ball.mid()), float(ball.rad())))
    return found


