"""Derivatives of inert expressions, carried out without SymPy.

Nothing is cancelled: ``d sqrt(u) = u'/(2*sqrt(u))`` keeps the division that makes it undefined
where u is 0.

>>> from thence.parser import parse_expression
>>> str(derivative(parse_expression("sqrt(x**2 + b)", ["x", "b"]), "x"))
'2*x/(2*sqrt(x**2 + b))'
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import islice

from thence.errors import InputError
from thence.expr import (
    ONE,
    OO,
    ZERO,
    Expr,
    as_expr,
    call,
    const,
    free_symbols,
    num,
    rebuild,
    substitute,
    walk,
)

#: Repeated derivatives that grow beyond this many parts are given up.
MAX_PARTS = 50_000


class NotDifferentiable(InputError):
    """An expression without a derivative that thence can write down."""


def _add(a: Expr, b: Expr) -> Expr:
    return b if a == ZERO else a if b == ZERO else a + b


def _mul(a: Expr, b: Expr) -> Expr:
    return ZERO if ZERO in (a, b) else b if a == ONE else a if b == ONE else a * b


_OUTER: dict[str, Callable[[Expr], Expr]] = {
    "exp": lambda u: call("exp", u),
    "log": lambda u: ONE / u,
    "sqrt": lambda u: ONE / (num(2) * call("sqrt", u)),
    "cbrt": lambda u: ONE / (num(3) * call("cbrt", u) ** 2),
    "sin": lambda u: call("cos", u),
    "cos": lambda u: -call("sin", u),
    "tan": lambda u: ONE + call("tan", u) ** 2,
    "cot": lambda u: -(ONE + call("cot", u) ** 2),
    "sec": lambda u: call("sec", u) * call("tan", u),
    "csc": lambda u: -(call("csc", u) * call("cot", u)),
    "sinh": lambda u: call("cosh", u),
    "cosh": lambda u: call("sinh", u),
    "tanh": lambda u: ONE - call("tanh", u) ** 2,
    "coth": lambda u: ONE - call("coth", u) ** 2,
    "asin": lambda u: ONE / call("sqrt", ONE - u**2),
    "acos": lambda u: -(ONE / call("sqrt", ONE - u**2)),
    "atan": lambda u: ONE / (ONE + u**2),
    "acot": lambda u: -(ONE / (ONE + u**2)),
    "asinh": lambda u: ONE / call("sqrt", u**2 + 1),
    "acosh": lambda u: ONE / call("sqrt", u**2 - 1),
    "atanh": lambda u: ONE / (ONE - u**2),
    "Abs": lambda u: u / call("Abs", u),
    "erf": lambda u: num(2) * call("exp", -(u**2)) / call("sqrt", const("pi")),
    "erfc": lambda u: -(num(2) * call("exp", -(u**2)) / call("sqrt", const("pi"))),
}


def derivative(expr: Expr, name: str) -> Expr:
    """The derivative in one symbol; :class:`NotDifferentiable` where there is no formula."""
    if name not in free_symbols(expr):
        return ZERO
    if expr.head == "sym":
        return ONE
    if expr.head == "Derivative":
        return derivative(carry_out(expr), name)
    if expr.head == "Sum":
        return _series(expr, name)
    rule = _ARITHMETIC.get(expr.head)
    if rule is not None:
        return rule(expr, name)
    if expr.head not in _OUTER:
        raise NotDifferentiable(
            f"no derivative of {expr.head} is known.", hint="State the step without Derivative."
        )
    inner = expr.args[0]
    slope, outer = derivative(inner, name), _OUTER[expr.head](inner)
    if slope != ZERO and outer.head == "/" and outer.args[0] == ONE:
        return slope / outer.args[1]
    return _mul(slope, outer)


def _sum(expr: Expr, name: str) -> Expr:
    left, right = (derivative(a, name) for a in expr.args)
    return _add(left, right if expr.head == "+" or right == ZERO else -right)


def _product(expr: Expr, name: str) -> Expr:
    a, b = expr.args
    return _add(_mul(derivative(a, name), b), _mul(a, derivative(b, name)))


def _quotient(expr: Expr, name: str) -> Expr:
    a, b = expr.args
    top, bottom = derivative(a, name), derivative(b, name)
    if bottom == ZERO:
        return top / b
    if top == ZERO:
        return -(_mul(a, bottom) / b**2)
    return (_mul(top, b) - _mul(a, bottom)) / b**2


def _rational(expr: Expr) -> Fraction | None:
    """The number that an exponent such as ``-1/3`` was written for."""
    if expr.head == "num":
        return expr.number
    parts = [_rational(a) for a in expr.args] if expr.head in ("neg", "/") else [None]
    if None in parts or (expr.head == "/" and not parts[1]):
        return None
    first = parts[0] or Fraction(0)
    return -first if expr.head == "neg" else first / (parts[1] or 1)


def _power(expr: Expr, name: str) -> Expr:
    base, power = expr.args
    if name not in free_symbols(power):
        exact = _rational(power)
        less = power - 1 if exact is None else as_expr(exact - 1)
        lowered = base if less == ONE else base**less
        return _mul(_mul(power, lowered), derivative(base, name))
    growth = _mul(derivative(power, name), call("log", base))
    if name not in free_symbols(base):
        return expr * growth
    return expr * _add(growth, _mul(power, derivative(base, name)) / base)


def _negation(expr: Expr, name: str) -> Expr:
    return -derivative(expr.args[0], name)


def _angle(expr: Expr, name: str) -> Expr:
    y, x = expr.args
    turning = _add(_mul(derivative(y, name), x), _mul(-y, derivative(x, name)))
    return turning / (x**2 + y**2)


def _series(expr: Expr, name: str) -> Expr:
    """A sum over a range that does not move: term by term.  (A range to oo needs a reason.)"""
    body, *bounds = expr.args
    moving = any(name in free_symbols(end) for b in bounds for end in b.args[1:])
    if moving or any(node == OO for b in bounds for node in walk(b)):
        raise NotDifferentiable(f"no derivative of {expr} is known.")
    return Expr("Sum", (derivative(body, name), *bounds))


_ARITHMETIC: dict[str, Callable[[Expr, str], Expr]] = {
    "+": _sum,
    "-": _sum,
    "*": _product,
    "/": _quotient,
    "**": _power,
    "neg": _negation,
    "atan2": _angle,
}


def carry_out(expr: Expr) -> Expr:
    """Every ``Derivative(f, x)`` and ``Derivative(f, (x, n))`` replaced by what it is."""
    if expr.head != "Derivative":
        return rebuild(expr, carry_out)
    body = carry_out(expr.args[0])
    for bound in expr.args[1:]:
        variable, order = _bound(bound)
        for _ in range(order):
            body = derivative(body, variable)
            if sum(1 for _ in islice(walk(body), MAX_PARTS)) == MAX_PARTS:
                raise NotDifferentiable("a derivative with too many parts.")
    return body


def _bound(bound: Expr) -> tuple[str, int]:
    """The variable of a derivative and how often it is taken."""
    if bound.head == "sym":
        return bound.name, 1
    if bound.head != "tuple" or bound.args[0].head != "sym":
        raise NotDifferentiable(f"a derivative in {bound}.", hint="Name a variable, such as x.")
    order = bound.args[1]
    if order.head != "num" or order.number.denominator != 1 or not 1 <= order.number <= 12:
        raise NotDifferentiable(f"a derivative of order {order}.", hint="Orders go from 1 to 12.")
    return bound.args[0].name, int(order.number)


def at(expr: Expr, values: dict[str, Expr]) -> Expr:
    """The expression at a point, its derivatives carried out first."""
    return substitute(carry_out(expr), values)
