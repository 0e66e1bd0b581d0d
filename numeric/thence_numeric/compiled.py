"""Compile an inert expression to a closure over the operations of a backend."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from thence.calculus import carry_out
from thence.expr import Expr
from thence_numeric.backend import Unsupported

Operation = Callable[..., Any]


def compile_expression(
    expr: Expr,
    names: Mapping[str, int],
    operations: Mapping[str, Operation],
    number: Callable[[Expr], Any],
) -> Callable[[Any], Any]:
    """A function of a point (indexed by ``names``), each node an operation of the backend.

    ``number`` gives a backend's value of a ``num`` or ``const`` node.  Derivatives are carried
    out first.  :class:`Unsupported` names a head that the backend has no operation for.
    """
    return _compiled(carry_out(expr), names, operations, number)


def _compiled(
    expr: Expr,
    names: Mapping[str, int],
    operations: Mapping[str, Operation],
    number: Callable[[Expr], Any],
) -> Callable[[Any], Any]:
    if expr.head == "sym":
        index = names[expr.name]
        return lambda point: point[index]
    if expr.head in ("num", "const"):
        return lambda _point: number(expr)
    if expr.head not in operations:
        raise Unsupported(f"no {expr.head} here")
    operation = operations[expr.head]
    args = [_compiled(a, names, operations, number) for a in expr.args]
    if len(args) == 1:
        (only,) = args
        return lambda point: operation(only(point))
    if len(args) == 2:
        first, second = args
        return lambda point: operation(first(point), second(point))
    return lambda point: operation(*(a(point) for a in args))
