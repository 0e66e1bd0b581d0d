"""Balls (Arb): rigorous enclosures.  The only backend that may vouch for a digit or a sign.

The semantics is real: an odd root of a negative number is not defined (its principal value is
complex), ``0**0`` is 1 for an integer exponent, ``acot(0)`` is ``pi/2``.  Where an operation has
certainly no real value, :class:`Undefined` says so; where balls cannot tell, the answer is a ball
that is not finite.  A finite ball over a box says that the expression is defined all over it.

>>> from thence.parser import parse_expression
>>> sign(parse_expression("exp(x) - 1 - x", ["x"]), {"x": Fraction(1, 10**6)})
1
>>> evaluate(parse_expression("1/(x - 1)", ["x"]), {"x": Fraction(1)})
Traceback (most recent call last):
...
thence_numeric.backend.Undefined: a division by 0 in 1/(x - 1)
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any

from flint import arb, ctx, fmpq

from thence.checker import precision
from thence.expr import Expr
from thence_numeric import exact, integration
from thence_numeric.backend import Point, Undefined, Unsupported, Value, bounded_depth
from thence_numeric.compiled import Closure, Names, bind, carried_out, compile_expression

NAME = "balls"
RIGOROUS = True

#: Longer sums are not added up term by term.
MAX_TERMS = 10_000
NAN = arb("nan")


def _certain(ok: Any, failed: Any, what: str) -> bool:
    """Whether an operation is certainly defined; :class:`Undefined` if it certainly is not."""
    if not ok and failed:
        raise Undefined(what)
    return bool(ok)


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
    if not (a.is_finite() and b.is_finite()):
        return NAN
    if b.is_integer():
        n = int(b.unique_fmpz() or 0)
        _certain(n >= 0 or a != 0, n < 0 and a == 0, "a division by 0")
        if abs(n) < 10**6:
            return a**n if n >= 0 else 1 / a**-n
        return _positive_power(abs(a), b) if n % 2 == 0 else _odd_power(a, b)
    if a == 0:
        _certain(b > 0, b < 0, "0 to a negative power")
        return arb(0) if b > 0 else NAN
    _certain(a > 0, a < 0 and not b.contains_integer(), "a power of a negative number")
    return a**b if a > 0 else NAN


def _positive_power(a: arb, b: arb) -> arb:
    """A power of a number that is not negative, its exponent not 0."""
    return arb(0) if a == 0 else a**b if a > 0 else NAN


def _odd_power(a: arb, b: arb) -> arb:
    return -_positive_power(-a, b) if a < 0 else _positive_power(a, b)


def _between(f: Callable[[arb], arb], low: int, high: float, is_open: bool = False) -> Any:
    """A function defined from ``low`` to ``high``, the ends included unless ``is_open``."""
    right = "oo)" if high == math.inf else f"{high})" if is_open else f"{high}]"
    ends = f"{'(' if is_open else '['}{low}, {right}"

    def inside(a: arb) -> arb:
        if is_open:
            ok, failed = low < a < high, a <= low or a >= high
        else:
            ok, failed = low <= a <= high, a < low or a > high
        return f(a) if _certain(ok, failed, f"an argument outside {ends}") else NAN

    return inside


def _nonzero(f: Callable[[arb], arb]) -> Callable[[arb], arb]:
    """A function with a pole at 0; at its other poles, which no exact number is, f is nan."""

    def off_zero(a: arb) -> arb:
        _certain(a != 0, a == 0, "a pole at 0")
        return f(a)

    return off_zero


def _acot(a: arb) -> arb:
    if a == 0:
        return arb.pi() / 2
    if a != 0:
        return (1 / a).atan()
    return (arb.pi() / 2).union(-arb.pi() / 2) if a.is_finite() else NAN


def _sign(a: arb) -> arb:
    if a == 0 or a != 0:
        return a.sgn()
    return arb(0, 1) if a.is_finite() else NAN


def _gamma(a: arb) -> arb:
    pole = a <= 0 and a.is_integer()
    return a.gamma() if _certain(not pole, pole, "a pole of gamma") else NAN


def _loggamma(a: arb) -> arb:
    ok = _certain(a > 0, a <= 0, "loggamma of a number that is not positive")
    return a.lgamma() if ok else NAN


def _binomial(n: arb, k: arb) -> arb:
    """``gamma(n+1)/(gamma(k+1) gamma(n-k+1))`` and its values at integers, as SymPy has them."""
    if k.is_integer() and k < 10**4:
        count = int(k.unique_fmpz() or 0)
        if count < 0:
            return n * 0
        falling = reduce(lambda product, i: product * (n - i), range(count), arb(1) + n * 0)
        return falling / arb.fac_ui(count)
    return _gamma(n + 1) * (k + 1).rgamma() * (n - k + 1).rgamma()


def _atan2(y: arb, x: arb) -> arb:
    _certain(x != 0 or y != 0, x == 0 and y == 0, "the angle of (0, 0)")
    return arb.atan2(y, x) if x != 0 or y != 0 else NAN


def _delta(a: arb, b: arb) -> arb:
    if not (a - b).is_finite():
        return NAN
    return arb(a == b) if a == b or a != b else arb("0.5", "0.5")


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
    "cot": _nonzero(arb.cot),
    "csc": _nonzero(arb.csc),
    "coth": _nonzero(arb.coth),
    "asin": _between(arb.asin, -1, 1),
    "acos": _between(arb.acos, -1, 1),
    "acot": _acot,
    "acosh": _between(arb.acosh, 1, math.inf),
    "atanh": _between(arb.atanh, -1, 1, is_open=True),
    "Abs": abs,
    "sign": _sign,
    "Max": lambda *args: reduce(lambda a, b: a.max(b), args),
    "Min": lambda *args: reduce(lambda a, b: a.min(b), args),
    "gamma": _gamma,
    "loggamma": _loggamma,
    "factorial": lambda a: _gamma(a + 1),
    "binomial": _binomial,
    "KroneckerDelta": _delta,
    "atan2": _atan2,
    "floor": lambda a: a.floor(),
    "ceiling": lambda a: a.ceil(),
    **{name: getattr(arb, name) for name in ("exp", "sin", "cos", "tan", "sec", "atan")},
    **{name: getattr(arb, name) for name in ("sinh", "cosh", "tanh", "asinh", "erf", "erfc")},
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


def _compiled(expr: Expr, names: Names) -> Closure:
    return compile_expression(expr, names, OPERATIONS, _number, _BINDERS)


def _derivative(expr: Expr, names: Names) -> Closure:
    """A derivative by its formula.  A formula may fail where the derivative exists, as that of
    ``x*Abs(x)`` does at 0, so only the function itself can make it certainly undefined."""
    formula, function = _compiled(carried_out(expr), names), _compiled(expr.args[0], names)

    def at(point: Any) -> arb:
        here = function(point)
        try:
            return formula(point) if here.is_finite() else NAN
        except Undefined:
            return NAN

    return at


def _series(expr: Expr, names: Names) -> Closure:
    """A sum or product over the integers between exact ends, term by term."""
    *inner, last = expr.args
    body = Expr(expr.head, tuple(inner)) if len(inner) > 1 else inner[0]
    variable, low, high = last.args
    ends = [_compiled(end, names) for end in (low, high)]
    term = _compiled(body, bind(names, variable.name))

    def at(point: Any) -> arb:
        a, b = (end(point) for end in ends)
        if not (a.is_integer() and b.is_integer()):
            raise Unsupported(f"{expr.head} with ends that are not exact integers")
        first, final = int(a.unique_fmpz()), int(b.unique_fmpz())
        if not -1 <= final - first < MAX_TERMS:
            raise Unsupported(f"{expr.head} over {final - first + 1} terms")
        terms = (term([*point, arb(k)]) for k in range(first, final + 1))
        if expr.head == "Sum":
            return reduce(arb.__add__, terms, arb(0))
        return reduce(arb.__mul__, terms, arb(1))

    return at


def _integral(expr: Expr, names: Names) -> Closure:
    return integration.compile_integral(expr, names, _compiled)


_BINDERS = {
    "Derivative": _derivative,
    "Sum": _series,
    "Product": _series,
    "Integral": _integral,
}


def _as_ball(value: Fraction | arb | Expr) -> arb:
    if isinstance(value, Expr):
        constant: arb = _compiled(value, {})([])
        return constant
    return value if isinstance(value, arb) else arb(fmpq(value.numerator, value.denominator))


def evaluate(expr: Expr, point: Mapping[str, Fraction | arb | Expr], bits: int = 128) -> arb:
    """A ball that holds the value at a point, or all values over the balls of a box.

    The values of the point are exact numbers, balls, or constant expressions.  Raises
    :class:`Undefined` where the expression certainly has no real value, and :class:`Unsupported`
    for what has no ball here (limits, improper integrals, infinite sums).
    """
    names = {name: i for i, name in enumerate(point)}
    with precision(bits), bounded_depth():
        found: arb = _compiled(expr, names)([_as_ball(v) for v in point.values()])
        return found


def enclose(
    expr: Expr,
    point: Mapping[str, Fraction | arb | Expr],
    digits: int = 30,
    most: int = 4096,
) -> arb:
    """A ball with ``digits`` significant digits, or of that radius about 0; or the best one that
    ``most`` bits of working precision give."""
    bits = max(64, int(digits * 3.33) + 32)
    while True:
        ball = evaluate(expr, point, bits)
        if bits >= most or _accurate(ball, digits):
            return ball
        bits = min(2 * bits, most)


def _accurate(ball: arb, digits: int) -> bool:
    if not ball.is_finite():
        return False
    near_zero = ball.contains(0) and ball.rad() < arb(10) ** -digits
    return bool(near_zero or ball.rel_accuracy_bits() > digits * 3.33)


def sign(expr: Expr, point: Mapping[str, Fraction | arb | Expr], most: int = 1024) -> int | None:
    """The sign of the value, once balls tell it: 1, -1, 0 for an exact zero, None if never.

    What is rational is decided exactly."""
    rational = {n: v for n, v in point.items() if isinstance(v, Fraction)}
    known = exact.value(expr, rational)
    if known is not None:
        return (known > 0) - (known < 0)
    bits = 64
    while bits <= most:
        ball = evaluate(expr, point, bits)
        if ball > 0 or ball < 0:
            return 1 if ball > 0 else -1
        if ball == 0:
            return 0
        bits *= 4
    return None


def as_value(ball: arb) -> Value:
    """The float next to the middle of a ball, with a bound of its distance from all of it."""
    middle = float(ball.mid())
    if not (ball.is_finite() and math.isfinite(middle)):
        return Value(math.nan, math.inf)
    with precision(max(64, ctx.prec)):
        error = float((ball - arb(middle)).abs_upper())
    return Value(middle, 0.0 if error == 0 else math.nextafter(error, math.inf))


def values(expr: Expr, points: Sequence[Point]) -> list[Value]:
    """Floats with rigorous bounds of their errors, which include the rounding to a float."""
    found = []
    for point in points:
        try:
            found.append(as_value(enclose(expr, point)))
        except Undefined:
            found.append(Value(math.nan, 0.0))
    return found
