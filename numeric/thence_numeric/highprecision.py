"""High precision (mpmath): digits that two precisions agree on, integrals and limits included."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import mpmath

from thence.calculus import NotDifferentiable, carry_out
from thence.claim import Statement
from thence.errors import InputError
from thence.expr import Expr
from thence_numeric.backend import Point, Undefined, Unsupported, Value

NAME = "highprecision"
RIGOROUS = False


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
    "cbrt": lambda a: _power(a, mpmath.mpf(1) / 3),
    "Max": max,
    "Min": min,
    "ceiling": mpmath.ceil,
    "atan2": mpmath.atan2,
    **{
        name: getattr(mpmath, name)
        for name in ("exp", "log", "sqrt", "sin", "cos", "tan", "cot", "sec", "csc", "sinh")
        + ("cosh", "tanh", "coth", "asin", "acos", "atan", "acot", "asinh", "acosh", "atanh")
        + ("sign", "erf", "erfc", "gamma", "loggamma", "factorial", "floor", "binomial")
    },
}
_CONSTANTS = {"pi": mpmath.pi, "E": mpmath.e, "EulerGamma": mpmath.euler, "oo": mpmath.inf}


def _power(a: Any, b: Any) -> Any:
    if a == 0 and b < 0:
        raise ZeroDivisionError
    return a**b


def _real(value: Any) -> Any:
    if isinstance(value, mpmath.mpc):
        if value.imag == 0:
            return value.real
        raise Undefined("the value is not real")
    if not isinstance(value, mpmath.mpf):
        value = mpmath.mpf(value)
    if mpmath.isnan(value):
        raise Undefined("the value is not a number")
    return value


def _value(expr: Expr, env: dict[str, Any]) -> Any:
    """The value at the precision in force; every part of it has to be real."""
    head = expr.head
    if head == "num":
        return mpmath.mpf(expr.number.numerator) / expr.number.denominator
    if head == "sym":
        return env[expr.name]
    if head == "const":
        return (1 + mpmath.sqrt(5)) / 2 if expr.name == "GoldenRatio" else +_CONSTANTS[expr.name]
    if head in ("Integral", "Sum", "Product", "Limit"):
        return _real(_binder(expr, env))
    if head not in _FUNCTIONS:
        raise Unsupported(f"no {head} at high precision")
    args = [_value(a, env) for a in expr.args]
    if head == "log" and args[0] == 0:
        raise Undefined("a logarithm of 0")
    return _real(_FUNCTIONS[head](*args))


def _binder(expr: Expr, env: dict[str, Any]) -> Any:
    body, bounds = expr.args[0], expr.args[1:]
    if expr.head == "Limit":
        name, target = bounds[0].name, _value(bounds[1], env)
        return mpmath.limit(lambda t: _value(body, {**env, name: t}), target, direction=-1)
    (variable, low, high), *rest = [b.args for b in bounds]
    if rest:
        body = Expr(expr.head, (body, *bounds[1:]))

    def inner(t: Any) -> Any:
        return _value(body, {**env, variable.name: mpmath.mpf(t)})

    ends = [_value(low, env), _value(high, env)]
    if expr.head == "Integral":
        return mpmath.quad(inner, ends)
    if abs(ends[1] - ends[0]) < 2_000:
        terms = [inner(k) for k in range(int(ends[0]), int(ends[1]) + 1)]
        return mpmath.fsum(terms) if expr.head == "Sum" else mpmath.fprod(terms)
    return (mpmath.nsum if expr.head == "Sum" else mpmath.nprod)(inner, ends)


_FAILURES = (ZeroDivisionError, ValueError, TypeError, OverflowError, mpmath.libmp.ComplexResult)


def evaluate(expr: Expr, point: Point, digits: int = 30, most: int = 400) -> Any:
    """The value at a point to ``digits`` digits, on which two precisions agree.

    Precision is doubled until they do, up to ``most`` digits: then :class:`NoAgreement`.
    :class:`Undefined` where there is no real value.
    """
    plain = carry_out(expr)
    previous, working = None, digits + 10
    while working <= most:
        with mpmath.workdps(working):
            env = {n: mpmath.mpf(v.numerator) / v.denominator for n, v in point.items()}
            try:
                value = _value(plain, env)
            except (Undefined, Unsupported):
                raise
            except _FAILURES as error:
                raise Undefined(f"{type(error).__name__} in {expr}") from None
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
        left = evaluate(statement.lhs, point, digits)
        if statement.rel == "~digits":
            return _leading(left, str(statement.rhs.value))
        right = evaluate(statement.rhs, point, digits)
    except (Undefined, Unsupported, NoAgreement, NotDifferentiable):
        return None
    with mpmath.workdps(digits + 10):
        tolerance = mpmath.mpf(10) ** (5 - digits) * max(abs(left), abs(right), 1)
        gap = left - right
        close = abs(gap) <= tolerance
    if statement.rel == "=":
        return bool(close)
    if statement.rel == "!=":
        return None if close else True
    sign = 1 if statement.rel in (">", ">=") else -1
    if close:
        return True if statement.rel in ("<=", ">=") else None
    return bool(sign * gap > 0)


def _leading(value: Any, printed: str) -> bool:
    """Whether printed digits are the leading ones of a value, cut off or rounded."""
    with mpmath.workdps(60):
        unit = mpmath.mpf(10) ** -len(printed.partition(".")[2])
        ahead = abs(value) - abs(mpmath.mpf(printed))
        same_side = (value < 0) == printed.startswith("-")
    return bool(same_side and -unit / 2 <= ahead < unit)


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
    return float(_value(expr, {}))


def values(expr: Expr, points: Sequence[Point]) -> list[Value]:
    """Values to 30 digits, rounded to floats."""
    found = []
    for point in points:
        try:
            value = evaluate(expr, point)
        except (Undefined, NoAgreement):
            found.append(Value(float("nan"), 0.0))
            continue
        found.append(Value(float(value), float(abs(value) * mpmath.mpf(10) ** -30)))
    return found
