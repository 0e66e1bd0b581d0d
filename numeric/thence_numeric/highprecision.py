"""High precision (mpmath): digits that two precisions agree on, integrals and limits included.

The precision in force outside is never touched, and never matters.

>>> from thence.parser import parse_expression
>>> print(shown(parse_expression("Integral(exp(-x**2), (x, -oo, oo))"), 15))
1.77245385090552
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

import mpmath

from thence.errors import InputError
from thence.expr import Expr, free_symbols, sym
from thence.statement import Statement
from thence_numeric import exact
from thence_numeric.backend import Point, Undefined, Unsupported, Value, bounded_depth
from thence_numeric.compiled import carried_out

NAME = "highprecision"
RIGOROUS = False

#: Finite sums longer than this are refused: term by term they would take seconds.
MAX_TERMS = 2_000
#: Bits of the integer part of the largest exponent.
MAX_SIZE = 4_000


class NoAgreement(ValueError):
    """Two precisions do not agree on the digits that were asked for."""


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "**": lambda a, b: _power(a, b),
    "neg": lambda a: -a,
    "Abs": abs,
    "exp": lambda a: _exp(a),
    "cbrt": lambda a: _power(a, mpmath.mpf(1) / 3),
    "Max": lambda *args: max(args),
    "Min": lambda *args: min(args),
    "ceiling": mpmath.ceil,
    "atan2": lambda y, x: _angle(y, x),
    "atanh": lambda a: _off(1 - a * a) and mpmath.atanh(a),
    "log": lambda a: _off(a) and mpmath.log(a),
    "binomial": lambda n, k: _binomial(n, k),
    "KroneckerDelta": lambda a, b: mpmath.mpf(a == b),
    **{
        name: getattr(mpmath, name)
        for name in ("sqrt", "sin", "cos", "tan", "cot", "sec", "csc", "sinh")
        + ("cosh", "tanh", "coth", "asin", "acos", "atan", "acot", "asinh", "acosh")
        + ("sign", "erf", "erfc", "gamma", "loggamma", "factorial", "floor")
    },
}
_CONSTANTS = {"pi": mpmath.pi, "E": mpmath.e, "EulerGamma": mpmath.euler, "oo": mpmath.inf}


def _power(a: Any, b: Any) -> Any:
    if a == 0 and b < 0:
        raise ZeroDivisionError
    return a**b


def _exp(a: Any) -> Any:
    """``exp``, but not of numbers whose size alone would take seconds."""
    if mpmath.mag(a) > MAX_SIZE and not mpmath.isinf(a):
        if a > 0:
            raise OverflowError
        return mpmath.mpf(0)
    return mpmath.exp(a)


def _off(a: Any) -> bool:
    if a == 0:  # where mpmath would answer with an infinity
        raise ZeroDivisionError
    return True


def _angle(y: Any, x: Any) -> Any:
    if y == 0 and x == 0:
        raise ZeroDivisionError
    return mpmath.atan2(y, x)


#: The largest n whose binomial coefficients are computed as integers.
_EXACTLY = 2_000


def _binomial(n: Any, k: Any) -> Any:
    """The values at integers are SymPy's: 0 below the triangle, falling factorials elsewhere."""
    if k == mpmath.floor(k) and k < 0:
        return mpmath.mpf(0)
    if k != mpmath.floor(k):
        return mpmath.gamma(n + 1) * mpmath.rgamma(k + 1) * mpmath.rgamma(n - k + 1)
    if n == mpmath.floor(n) and k <= n <= _EXACTLY:  # quicker than by gamma functions
        return mpmath.mpf(math.comb(int(n), int(k)))
    return mpmath.binomial(n, k)


def _real(value: Any, expr: Expr) -> Any:
    if isinstance(value, mpmath.mpc):
        if value.imag == 0:
            return value.real
        raise Undefined("the value is not real", expr)
    if not isinstance(value, mpmath.mpf):
        value = mpmath.mpf(value)
    if mpmath.isnan(value):
        raise Undefined("the value is not a number", expr)
    return value


def _value(expr: Expr, env: Mapping[str, Any]) -> Any:
    """The value at the precision in force; every part of it has to be real."""
    head = expr.head
    if head == "num":
        return _rational(expr.number)
    if head == "sym":
        if expr.name not in env:
            raise InputError(f"the symbol {expr.name} has no value at the point.")
        return env[expr.name]
    if head == "const":
        return (1 + mpmath.sqrt(5)) / 2 if expr.name == "GoldenRatio" else +_CONSTANTS[expr.name]
    if head in _BINDERS:
        return _real(_BINDERS[head](expr, env), expr)
    if head not in _FUNCTIONS:
        raise Unsupported(f"no {head} at high precision")
    if head == "**" and (power := exact.value(expr.args[1], {})) is not None:
        return _real(_constant_power(_value(expr.args[0], env), power), expr)
    args = [_value(a, env) for a in expr.args]
    found = _real(_FUNCTIONS[head](*args), expr)
    if mpmath.isinf(found) and not any(mpmath.isinf(a) for a in args):
        raise Undefined("a pole", expr)
    return found


def _rational(value: Fraction) -> Any:
    return mpmath.mpf(value.numerator) / value.denominator


def _constant_power(base: Any, power: Fraction) -> Any:
    """A power whose exponent is known exactly, so that an integer is one."""
    if power.denominator == 1:
        return _power(base, power.numerator)
    return _power(base, _rational(power))


def _limit(expr: Expr, env: Mapping[str, Any]) -> Any:
    """Towards a finite target from above, as in SymPy and in the checker."""
    body, variable, target = expr.args

    def inner(t: Any) -> Any:
        return _value(body, {**env, variable.name: t})

    end, digits = _value(target, env), mpmath.mp.dps
    # Equal steps suit limits with an expansion in powers; doubled ones all others.
    for doubling, terms in ((False, 100), (True, 4 * digits)):
        try:
            found = mpmath.limit(
                inner, end, exp=doubling, maxterms=terms, tol=_tiny(digits - 5), strict=True
            )
        except mpmath.libmp.NoConvergence:
            continue
        if _approached(inner, end, found):
            return found
    raise NoAgreement(f"{expr} does not settle")


def _approached(function: Callable[[Any], Any], end: Any, limit: Any) -> bool:
    """Whether values ever closer to the end come ever closer to the limit.  Extrapolation alone
    finds a number where there is no limit, such as 0 for that of sin(x); and no value is at an
    integer, where (-1/2)**x has one, and sin(pi*x) is 0."""
    with mpmath.workdps(mpmath.mp.dps + 200):
        steps = [mpmath.mpf(2) ** k / 3 for k in (9, 17, 32, 63, 124, 247)]
        at = [t * mpmath.sign(end) if mpmath.isinf(end) else end + 1 / t for t in steps]
        gaps = [abs(function(t) - limit) for t in at]
    tiny = _tiny(mpmath.mp.dps // 2) * max(1, abs(limit))
    nearer = all(b <= a or b <= tiny for a, b in pairwise(gaps))
    return bool(nearer and gaps[-1] <= max(gaps[0] / 2, tiny))


def _tiny(digits: int) -> Any:
    return mpmath.mpf(10) ** -digits


def _inner(expr: Expr, env: Mapping[str, Any]) -> tuple[Callable[[Any], Any], list[Any]]:
    """What is summed or integrated over the last variable, and its ends; the first variable is
    the innermost, as in SymPy."""
    *inner, last = expr.args
    body = Expr(expr.head, tuple(inner)) if len(inner) > 1 else inner[0]
    variable, low, high = last.args
    known = dict(env)
    body = _folded(body, variable.name, known)

    def function(t: Any) -> Any:
        return _value(body, {**known, variable.name: mpmath.mpf(t)})

    return function, [_value(low, env), _value(high, env)]


def _folded(expr: Expr, variable: str, known: dict[str, Any]) -> Expr:
    """The expression with a symbol for each part in which the variable does not occur, whose
    value is put down among the known ones: it is the same at every node of a quadrature."""
    if not expr.args:
        return expr
    if variable in free_symbols(expr):
        if expr.head in _BINDERS:
            return expr
        first, *rest = expr.args
        if expr.head != "**" or exact.value(rest[0], {}) is None:  # which is a number as it stands
            rest = [_folded(a, variable, known) for a in rest]
        return Expr(expr.head, (_folded(first, variable, known), *rest), expr.value)
    try:
        value = _value(expr, known)
    except (*_FAILURES, OverflowError, Undefined, Unsupported, NoAgreement):
        return expr  # it fails where it is met, if it is
    name = f"part {len(known)}"  # no symbol of a claim has a space in its name
    known[name] = value
    return sym(name)


#: A range longer than this is cut at these points, and at a peak, looked for so many times closer.
_LONG, _CUTS, _ZOOMS = 20, (-10, -1, 0, 1, 10), 5


def _integral(expr: Expr, env: Mapping[str, Any]) -> Any:
    """Each part has to converge by itself: no divergence may cancel another.  Long ranges are cut
    near 0 and at the peak of the body, for a quadrature that finds nothing at its nodes would not
    look between them."""
    function, (low, high) = _inner(expr, env)
    ends = [low, high]
    if high - low > _LONG:
        cuts = {*map(mpmath.mpf, _CUTS), *_around_peak(function, low, high)}
        ends = [low, *sorted(c for c in cuts if low < c < high), high]
    total = mpmath.mpf(0)
    for a, b in pairwise(ends):
        part, error = mpmath.quad(function, [a, b], error=True)
        if not error <= _tiny(mpmath.mp.dps // 3) * max(1, abs(part)):
            raise NoAgreement(f"{expr} does not settle")
        total += part
    if not all(
        _is_spent(function, end, toward, total) for end, toward in ((low, high), (high, low))
    ):
        raise NoAgreement(f"{expr} goes on beyond what a quadrature sees")
    return total


#: So many times farther out, or closer, than the nodes of a quadrature is looked.
_BEYOND = tuple(4 * 2**k for k in range(7))


def _is_spent(function: Callable[[Any], Any], end: Any, other: Any, total: Any) -> bool:
    """Whether next to nothing is left towards an infinite end, or towards 0, where the nodes of a
    quadrature do not reach: x*f(x) is small there.  All precisions miss the same, and agree."""
    if end != 0 and not mpmath.isinf(end):
        return True
    sign = mpmath.sign(end) if mpmath.isinf(end) else 1 if other > 0 else -1
    power = 1 if mpmath.isinf(end) else -1
    least = _tiny(mpmath.mp.dps // 3) * max(1, abs(total))
    places = [sign * mpmath.mpf(2) ** (power * mpmath.mp.dps * k) for k in _BEYOND]
    return all(_size(lambda x: x * function(x), at) <= least for at in places)


def _around_peak(function: Callable[[Any], Any], low: Any, high: Any) -> list[Any]:
    """Where the modulus of a function is largest, and how far it takes to fall to a thousandth:
    the largest of many places, ever closer."""
    places = [s * mpmath.mpf(2) ** (k / 4) for k in range(-96, 97) for s in (-1, 1)]
    peak, largest, apart = mpmath.mpf(0), mpmath.mpf(0), mpmath.mpf(1)
    for _ in range(_ZOOMS):
        sizes = {x: _size(function, x) for x in places if low < x < high}
        if not sizes or (largest := max(sizes.values())) <= 0:
            return []
        peak = max(sizes, key=lambda x: sizes[x])
        apart = min((abs(x - peak) for x in sizes if x != peak), default=apart)
        places = [peak + apart * k / 8 for k in range(-16, 17)]
    ends = []
    for side in (-1, 1):
        end = peak + side * apart
        while low < end < high and _size(function, end) > largest / 1000:
            end += end - peak
        ends.append(end)
    return [peak, *ends]


def _size(function: Callable[[Any], Any], at: Any) -> Any:
    try:
        return abs(function(at))
    except (ArithmeticError, ValueError, Undefined):
        return mpmath.mpf(-1)


#: So many summands have to come closer to an infinite sum.
_PARTIAL = 256


def _series(expr: Expr, env: Mapping[str, Any]) -> Any:
    function, (low, high) = _inner(expr, env)
    adding = expr.head == "Sum"
    if mpmath.isinf(low) or mpmath.isinf(high):
        try:
            found = (mpmath.nsum if adding else mpmath.nprod)(function, [low, high], strict=True)
        except mpmath.libmp.NoConvergence:
            found = None
        if found is None or (adding and not _added_up(function, low, high, found)):
            raise NoAgreement(f"{expr} does not settle")
        return found
    if low != mpmath.floor(low) or high != mpmath.floor(high):
        raise Unsupported(f"{expr.head} between ends that are not integers")
    if not -1 <= high - low < MAX_TERMS:
        raise Unsupported(f"{expr.head} over {int(high - low) + 1} terms")
    terms = [function(k) for k in range(int(low), int(high) + 1)]
    return mpmath.fsum(terms) if adding else mpmath.fprod(terms)


def _added_up(function: Callable[[Any], Any], low: Any, high: Any, total: Any) -> bool:
    """Whether ever longer partial sums come ever closer to a sum.  Extrapolation alone finds a
    number where there is none, such as 1/2 for that of (-1)**k."""
    if mpmath.isinf(low) or not mpmath.isinf(high):
        return True
    partial, gaps = mpmath.mpf(0), []
    for k in range(1, _PARTIAL + 1):
        partial += function(low + k - 1)
        if k & (k - 1) == 0 and k >= _PARTIAL // 16:
            gaps.append(abs(partial - total))
    tiny = _tiny(mpmath.mp.dps // 2) * max(1, abs(total))
    return all(b <= a or b <= tiny for a, b in pairwise(gaps))


_BINDERS: dict[str, Callable[[Expr, Mapping[str, Any]], Any]] = {
    "Integral": _integral,
    "Sum": _series,
    "Product": _series,
    "Limit": _limit,
}


_FAILURES = (ZeroDivisionError, ValueError, TypeError, mpmath.libmp.ComplexResult)


def at_working_precision(expr: Expr, point: Mapping[str, Any]) -> Any:
    """The value at the precision in force, unchecked, over exact numbers or mpmath's.

    :class:`Undefined` where there is no real value.
    """
    env = {n: _rational(v) if isinstance(v, Fraction) else v for n, v in point.items()}
    try:
        with bounded_depth():
            return _value(expr, env)
    except (Undefined, Unsupported, NoAgreement):
        raise
    except OverflowError:
        raise Unsupported(f"a number too large in {expr}") from None
    except _FAILURES as error:
        reason = "a pole" if isinstance(error, ZeroDivisionError) else str(error)
        raise Undefined(reason or type(error).__name__, expr) from None


def evaluate(expr: Expr, point: Point, digits: int = 30, most: int = 400) -> Any:
    """The value at a point to ``digits`` digits, on which two precisions agree.

    Precision is doubled until they do, up to ``most`` digits or four times as many as asked
    for: then :class:`NoAgreement`.  :class:`Undefined` where there is no real value.
    """
    with bounded_depth():
        plain = carried_out(expr)
    previous, working = None, digits + 10
    while working <= max(most, 4 * digits):
        with mpmath.workdps(working):
            value = at_working_precision(plain, point)
            if previous is not None and _agree(previous, value, digits):
                return value
            previous, working = value, working * 2
    raise NoAgreement(f"no {digits} digits of {expr} agree")


def _agree(a: Any, b: Any, digits: int) -> bool:
    if mpmath.isinf(a) or mpmath.isinf(b):
        return bool(a == b)
    tolerance = mpmath.mpf(10) ** -digits
    return bool(abs(a - b) <= tolerance * max(abs(a), abs(b), tolerance))


def holds(statement: Statement, point: Point, digits: int = 30) -> bool | None:
    """Whether the statement holds at a point to within its digits; None where that cannot be
    told (not defined, not supported, or the digits do not settle)."""
    try:
        if statement.rel == "~digits":
            printed = str(statement.rhs.value)
            return _leading(evaluate(statement.lhs, point, digits + len(printed)), printed)
        left = evaluate(statement.lhs, point, digits)
        right = evaluate(statement.rhs, point, digits)
    except (Undefined, Unsupported, NoAgreement):
        return None
    with mpmath.workdps(digits + 10):
        tolerance = mpmath.mpf(10) ** (5 - digits) * max(abs(left), abs(right), 1)
        gap = left - right
        # Beside an infinite side everything finite is within a tolerance, and far away.
        close = abs(gap) <= tolerance if mpmath.isfinite(tolerance) else left == right
    sides = () if close else map(carried_out, (statement.lhs, statement.rhs))
    if any(_cancels(side, point, digits) for side in sides):
        return None
    if statement.rel == "=":
        return bool(close)
    if statement.rel == "!=":
        return None if close else True
    sign = 1 if statement.rel in (">", ">=") else -1
    if close:
        return True if statement.rel in ("<=", ">=") else None
    return bool(sign * gap > 0)


def undefined(statement: Statement, point: Point, digits: int = 30) -> bool:
    """Whether a side has no value at a point because it is not defined there."""
    sides = (statement.lhs,) if statement.rel == "~digits" else (statement.lhs, statement.rhs)
    try:
        for side in sides:
            evaluate(side, point, digits)
    except Undefined:
        return True
    except (Unsupported, NoAgreement):
        return False
    return False


def _cancels(expr: Expr, point: Point, digits: int) -> bool:
    """Whether a sum outside of integrals comes to 0 with parts so large that nothing is left of
    its digits: cosh(x)**2 - sinh(x)**2 far out, where all precisions agree on 0."""
    if expr.head in _BINDERS:
        return False
    if expr.head in ("+", "-"):
        with mpmath.workdps(digits + 10):
            a, b = (at_working_precision(part, point) for part in expr.args)
            if abs(a) > mpmath.mpf(10) ** (digits + 10) and _FUNCTIONS[expr.head](a, b) == 0:
                return True
    return any(_cancels(part, point, digits) for part in expr.args)


def _leading(value: Any, printed: str) -> bool:
    """Whether printed digits are the leading ones of a value, cut off or rounded."""
    with mpmath.workdps(60 + len(printed)):
        unit = mpmath.mpf(10) ** -len(printed.partition(".")[2])
        towards = -1 if printed.startswith("-") else 1  # digits that are 0 have a sign as well
        ahead = towards * value - abs(mpmath.mpf(printed))
        return bool(-unit / 2 <= ahead < unit)


def shown(expr: Expr, digits: int) -> str:
    """The value of a constant as a person reads it, or the expression if it has none."""
    if expr.head == "decimal":
        return str(expr.value)
    try:
        value = evaluate(expr, {}, digits + 10)
    except Undefined:
        return "not defined"
    except (Unsupported, NoAgreement, InputError):
        return str(expr)
    return str(mpmath.nstr(value, digits, strip_zeros=True)).removesuffix(".0")


def number(expr: Expr) -> float:
    """A constant, infinite ones included, as a float."""
    with mpmath.workdps(40):
        return float(at_working_precision(carried_out(expr), {}))


def values(expr: Expr, points: Sequence[Point]) -> list[Value]:
    """Values to 30 digits, rounded to floats; the rounding is in the error."""
    found = []
    for point in points:
        try:
            value = evaluate(expr, point)
        except (Undefined, NoAgreement) as error:
            unknown = math.inf if isinstance(error, NoAgreement) else 0.0
            found.append(Value(math.nan, unknown))
            continue
        rounded = float(value)
        with mpmath.workdps(50):
            gap = float(abs(value - rounded) + abs(value) * mpmath.mpf(10) ** -30)
        found.append(Value(rounded, gap))
    return found
