"""Inert expressions: what the author wrote, as a tree that never evaluates itself.

An :class:`Expr` is a head with arguments.  Nothing is simplified on construction: ``x/x`` stays
a quotient, so the hypothesis ``x != 0`` that it needs is not lost, and the two sides of a claim
stay apart as they were written.

Heads
-----
``num``    a rational number, in ``value`` (a :class:`fractions.Fraction`)
``sym``    a declared symbol, its name in ``value``
``const``  a constant: ``pi``, ``E``, ``GoldenRatio``, ``EulerGamma``, ``oo``
``+ - * / ** neg``  arithmetic, binary save for ``neg``
``at``     an entry ``p[i]`` or ``w[i, j]`` of an indexed family, its name in ``value``
``tuple``  the bounds of a binder, ``(x, a, b)``
``decimal``  printed digits, in ``value`` as they were printed (the right side of ``~digits``)
``Piecewise``  a function by cases, each a ``case``: the value, and the relations that all hold in
           it, none for what is left; see :mod:`thence.forms.cases`
``= != < <= > >=``  a relation between two expressions (a hypothesis, a side of ``iff``)
otherwise  the name of a function or binder: ``exp``, ``Integral``, ``Derivative`` ...
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import count

ARITHMETIC = frozenset({"+", "-", "*", "/", "**", "neg"})

RELATIONS = ("<=", ">=", "!=", "=", "<", ">")

CONSTANTS = frozenset({"pi", "E", "GoldenRatio", "EulerGamma", "oo"})

#: Real functions of real arguments, with the number of arguments that each takes.
FUNCTIONS: Mapping[str, tuple[int, int]] = {
    **dict.fromkeys(
        ["exp", "sqrt", "cbrt", "sin", "cos", "tan", "cot", "sec", "csc"]
        + ["sinh", "cosh", "tanh", "coth", "asin", "acos", "atan", "acot"]
        + ["asinh", "acosh", "atanh", "Abs", "sign", "erf", "erfc", "gamma", "loggamma"]
        + ["factorial", "floor", "ceiling"],
        (1, 1),
    ),
    "log": (1, 2),
    "Max": (1, 64),
    "Min": (1, 64),
    "binomial": (2, 2),
    "atan2": (2, 2),
    "KroneckerDelta": (2, 2),
}

#: Heads that bind a variable: the body first, then one or more ``(variable, ...)`` tuples.
MINIMAX = ("Minimax", "ArgMinimax")
BINDERS = frozenset({"Integral", "Derivative", "Sum", "Product", "Limit", *MINIMAX})


@dataclass(frozen=True, slots=True)
class Expr:
    """One node of an inert expression tree; see the module for the heads."""

    head: str
    args: tuple[Expr, ...] = ()
    value: Fraction | str | None = None

    def __str__(self) -> str:
        return to_text(self)

    def __add__(self, other: Expr | int) -> Expr:
        return Expr("+", (self, as_expr(other)))

    def __sub__(self, other: Expr | int) -> Expr:
        return Expr("-", (self, as_expr(other)))

    def __mul__(self, other: Expr | int) -> Expr:
        return Expr("*", (self, as_expr(other)))

    def __truediv__(self, other: Expr | int) -> Expr:
        return Expr("/", (self, as_expr(other)))

    def __pow__(self, other: Expr | int) -> Expr:
        return Expr("**", (self, as_expr(other)))

    def __neg__(self) -> Expr:
        return Expr("neg", (self,))

    @property
    def name(self) -> str:
        """The name of a symbol, a constant, or the family of an entry."""
        if self.head not in ("sym", "const", "at") or not isinstance(self.value, str):
            raise TypeError(f"{self} is not a symbol")
        return self.value

    @property
    def number(self) -> Fraction:
        """The value of a ``num`` node."""
        if not isinstance(self.value, Fraction):
            raise TypeError(f"{self} is not a number")
        return self.value


def num(value: Fraction | int | str) -> Expr:
    """An exact rational number."""
    return Expr("num", value=Fraction(value))


def sym(name: str) -> Expr:
    """A symbol."""
    return Expr("sym", value=name)


def const(name: str) -> Expr:
    """A named constant."""
    if name not in CONSTANTS:
        raise ValueError(f"{name} is not a constant; the constants are {sorted(CONSTANTS)}")
    return Expr("const", value=name)


def entry(family: str, *indices: Expr) -> Expr:
    """One entry of an indexed family."""
    return Expr("at", indices, family)


def call(name: str, *args: Expr) -> Expr:
    """A function or binder applied to its arguments."""
    return Expr(name, args)


def as_expr(value: Expr | int | Fraction) -> Expr:
    """An expression, from an expression or an exact number."""
    return value if isinstance(value, Expr) else num(value)


OO = const("oo")
MINUS_OO = Expr("neg", (OO,))
ZERO = num(0)
ONE = num(1)


def bound_names(expr: Expr) -> frozenset[str]:
    """The variables that this binder node binds in its body.

    ``Derivative`` and ``ArgMinimax`` bind nothing that the rest of the claim may not see:
    a derivative is taken *at* its variable, so that stays free.
    """
    if expr.head not in BINDERS or expr.head == "Derivative":
        return frozenset()
    if expr.head == "Limit":
        return frozenset({expr.args[1].name})
    return frozenset(a.args[0].name for a in expr.args[1:] if a.head == "tuple")


def free_symbols(expr: Expr) -> frozenset[str]:
    """The names of the symbols and families that occur free."""
    if expr.head == "sym":
        return frozenset({expr.name})
    if expr.head == "at":
        return frozenset({expr.name}).union(*map(free_symbols, expr.args))
    if expr.head not in BINDERS:
        return frozenset[str]().union(*(free_symbols(a) for a in expr.args))
    bound = bound_names(expr)
    names = free_symbols(expr.args[0]) - bound
    if expr.head == "Limit" or not bound:
        outside = expr.args[2:] if expr.head == "Limit" else expr.args[1:]
        ends = (arg for a in outside for arg in (a.args if a.head == "tuple" else (a,)))
        return names.union(*map(free_symbols, ends))
    # The first range is the innermost: its ends may depend on the variables of those after it.
    later = set(bound)
    for bounds in expr.args[1:]:
        later.discard(bounds.args[0].name)
        names = names.union(*map(free_symbols, bounds.args[1:])) - later
    return names


def walk(expr: Expr) -> Iterator[Expr]:
    """Every node of the tree, the root first."""
    stack = [expr]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.args))


def rebuild(expr: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """The same node with ``change`` applied to each argument."""
    if not expr.args:
        return expr
    return Expr(expr.head, tuple(change(a) for a in expr.args), expr.value)


def substitute(expr: Expr, values: Mapping[str, Expr]) -> Expr:
    """Replace free symbols by expressions, leaving bound variables alone: in the integral of x
    from 0 to x the end alone is free.

    A ``Derivative`` at a point cannot be written by replacing its variable: carry the
    derivative out first, or a :class:`ValueError` is raised.
    """
    if expr.head == "sym":
        return values.get(expr.name, expr)
    if expr.head == "Derivative" and values:
        over = {a.args[0].name if a.head == "tuple" else a.name for a in expr.args[1:]}
        over -= {a.name for a in expr.args[1:] if a.head == "at"}
        if over & values.keys():
            raise ValueError(f"cannot substitute for {sorted(over)} inside {expr}")
    bound = bound_names(expr)
    if not bound or not values:
        return rebuild(expr, lambda a: substitute(a, values)) if values else expr
    body, *rest = expr.args
    made = [substitute(body, _unbound(expr, values, bound))]
    if expr.head == "Limit":  # the target is outside
        return Expr(expr.head, (*made, rest[0], *(substitute(a, values) for a in rest[1:])))
    later = set(bound)
    for bounds in rest:
        later.discard(bounds.args[0].name)
        known = _unbound(expr, values, later)
        ends = (substitute(end, known) for end in bounds.args[1:])
        made.append(Expr("tuple", (bounds.args[0], *ends), bounds.value))
    return Expr(expr.head, tuple(made), expr.value)


def _unbound(expr: Expr, values: Mapping[str, Expr], bound: Collection[str]) -> Mapping[str, Expr]:
    """The values of the names that are not bound where they are put in."""
    kept = {k: v for k, v in values.items() if k not in bound}
    captured = set(bound) & frozenset[str]().union(*map(free_symbols, kept.values()))
    if captured:
        raise ValueError(f"{sorted(captured)} would be captured in {expr}")
    return kept


def renamed_apart(expr: Expr, names: Collection[str]) -> Expr:
    """The same expression with other variables in its sums, integrals and limits where theirs are
    among the ``names``, which mean something outside: ``x + Integral(x, (x, 0, 1))``; a sum inside
    a sum over the same letter gets another one.

    :class:`ValueError` where a derivative is taken in such a variable.
    """
    inside = {*names, *bound_names(expr)}
    made = rebuild(expr, lambda arg: renamed_apart(arg, inside))
    for name in sorted(bound_names(made) & set(names)):
        taken = {*names, *(str(node.value) for node in walk(made))}
        spare = sym(next(f"{name}_{k}" for k in count(1) if f"{name}_{k}" not in taken))
        made = _rebound(made, name, spare)
    return made


def _rebound(binder: Expr, name: str, spare: Expr) -> Expr:
    """A binder with another name for one of its variables."""
    body, *rest = binder.args
    values = {name: spare}
    if binder.head == "Limit":
        return Expr(binder.head, (substitute(body, values), spare, *rest[1:]), binder.value)
    place = next(k for k, bounds in enumerate(rest) if bounds.args[0].name == name)
    # The first range is the innermost: its ends may depend on the variables of those after it.
    inner = [rebuild(bounds, lambda arg: substitute(arg, values)) for bounds in rest[:place]]
    own = Expr("tuple", (spare, *rest[place].args[1:]))
    parts = (substitute(body, values), *inner, own, *rest[place + 1 :])
    return Expr(binder.head, parts, binder.value)


_PRECEDENCE = {"+": 1, "-": 1, "*": 2, "/": 2, "neg": 3, "**": 4}


def _number_text(value: Fraction) -> tuple[str, int]:
    """The text of a number and the precedence that it binds with."""
    if value.denominator == 1:
        return str(value.numerator), 5 if value >= 0 else 3
    return f"{value.numerator}/{value.denominator}", 2 if value >= 0 else 1


def _text(expr: Expr) -> tuple[str, int]:
    if expr.head == "num":
        return _number_text(expr.number)
    if expr.head in ("sym", "const"):
        return expr.name, 5
    if expr.head == "at":
        return f"{expr.name}[{', '.join(_text(index)[0] for index in expr.args)}]", 5
    if expr.head == "decimal":
        return str(expr.value), 5
    if expr.head in RELATIONS:
        return f"{_text(expr.args[0])[0]} {expr.head} {_text(expr.args[1])[0]}", 0
    if expr.head == "case":
        value, *holds = (_text(a)[0] for a in expr.args)
        condition = holds[0] if len(holds) == 1 else f"And({', '.join(holds)})"
        return f"({value}, {condition if holds else 'True'})", 5
    if expr.head == "tuple":
        return "(" + ", ".join(_text(a)[0] for a in expr.args) + ")", 5
    if expr.head not in ARITHMETIC:
        return f"{expr.head}(" + ", ".join(_text(a)[0] for a in expr.args) + ")", 5

    def wrapped(arg: Expr, least: int) -> str:
        text, precedence = _text(arg)
        return text if precedence >= least else f"({text})"

    level = _PRECEDENCE[expr.head]
    if expr.head == "neg":
        return "-" + wrapped(expr.args[0], level + 1), 1
    left, right = expr.args
    if expr.head == "**":
        return f"{wrapped(left, 5)}**{wrapped(right, 5)}", level
    space = " " if level == 1 else ""
    return f"{wrapped(left, level)}{space}{expr.head}{space}{wrapped(right, level + 1)}", level


def to_text(expr: Expr) -> str:
    """The expression in the notation of claim files; reading it back gives the same value."""
    return _text(expr)[0]


def needs_derivative(expr: Expr) -> bool:
    """Whether a ``Derivative`` node occurs anywhere."""
    return any(node.head == "Derivative" for node in walk(expr))
