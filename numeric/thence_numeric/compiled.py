"""Compile an inert expression to a closure over the operations of a backend."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from thence.calculus import NotDifferentiable, carry_out
from thence.errors import InputError
from thence.expr import Expr, num
from thence_numeric import exact
from thence_numeric.backend import Undefined, Unsupported

Operation = Callable[..., Any]
#: From the point, a sequence of values indexed by the names, to the value.
Closure = Callable[[Any], Any]
Names = Mapping[str, int]
#: What a backend makes of ``Integral``, ``Sum`` and their like, or of ``Derivative``.
Binder = Callable[[Expr, Names], Closure]


def compile_expression(
    expr: Expr,
    names: Names,
    operations: Mapping[str, Operation],
    number: Callable[[Expr], Any],
    binders: Mapping[str, Binder] | None = None,
) -> Closure:
    """A function of a point (indexed by ``names``), each node an operation of the backend.

    ``number`` gives a backend's value of a ``num`` or ``const`` node; constant rational parts
    become one ``num``.  Derivatives are carried out unless a binder takes them.
    :class:`Unsupported` names a head that the backend has no operation for; an
    :class:`Undefined` that an operation raises learns which part of the expression it is about.
    """
    binders = binders or {}

    def compiled(node: Expr) -> Closure:
        constant = exact.value(node, {})
        if constant is not None:
            node = num(constant)
        if node.head in binders:
            return binders[node.head](node, names)
        if node.head == "Derivative":
            return compiled(carried_out(node))
        if node.head == "sym":
            return _lookup(node.name, names)
        if node.head in ("num", "const"):
            return lambda _point: number(node)
        if node.head not in operations:
            raise Unsupported(f"no {node.head} here")
        return _located(node, operations[node.head], [compiled(a) for a in node.args])

    return compiled(expr)


def carried_out(expr: Expr) -> Expr:
    """The expression with its derivatives carried out, or :class:`Unsupported`."""
    try:
        return carry_out(expr)
    except NotDifferentiable as error:
        raise Unsupported(str(error)) from None


def bind(names: Names, variable: str) -> Names:
    """The names with a bound variable, whose value comes after all others in the point."""
    return {**names, variable: 1 + max(names.values(), default=-1)}


def _lookup(name: str, names: Names) -> Closure:
    if name not in names:
        raise InputError(
            f"the symbol {name} has no value at the point.", hint=f"Known: {', '.join(names)}."
        )
    index = names[name]
    return lambda point: point[index]


def _located(node: Expr, operation: Operation, args: list[Closure]) -> Closure:
    if len(args) == 1:
        (only,) = args

        def unary(point: Any) -> Any:
            try:
                return operation(only(point))
            except Undefined as error:
                raise error.at(node) from None

        return unary

    def function(point: Any) -> Any:
        try:
            return operation(*[a(point) for a in args])
        except Undefined as error:
            raise error.at(node) from None

    return function
