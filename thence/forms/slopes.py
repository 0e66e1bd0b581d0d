r"""Derivatives of integrals: a claim about one is taken apart into statements without it.

Where the derivative is taken in the ends of a range alone, it is the integrand at the ends times
how fast they move: the fundamental theorem.  Otherwise ``d/dt I(t) = R(t)`` on an open interval
says the same as ``I(t) = I(c) + Integral(R(u), (u, c, t))`` there, for any c in it, R being
continuous.  Both need to be known around each t: its domain is open, and no hypothesis narrows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import reduce

from thence.calculus import NotDifferentiable, derivative
from thence.claim import Claim
from thence.domain import Domain
from thence.errors import ReadError
from thence.expr import (
    BINDERS,
    MINUS_OO,
    ONE,
    OO,
    ZERO,
    Expr,
    bound_names,
    call,
    free_symbols,
    num,
    rebuild,
    sym,
    walk,
)
from thence.forms import put, unused
from thence.forms.cases import said
from thence.statement import Statement, narrowed

#: Functions that are continuous wherever they are defined, in all their arguments.
CONTINUOUS = frozenset(
    {"num", "sym", "const", "+", "-", "*", "/", "**", "neg", "Abs", "Max", "Min", "sqrt", "cbrt"}
    | {"exp", "log", "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth"}
    | {"asin", "acos", "atan", "asinh", "acosh", "atanh", "erf", "erfc", "gamma", "loggamma"}
)
#: Those of them that are defined everywhere, so that a strict order between them is an open set.
ENTIRE = frozenset({"num", "sym", "const", "+", "-", "*", "neg", "Abs", "Max", "Min", "exp"})
#: Those that have all derivatives everywhere, and what holds them.
SMOOTH = frozenset({"sym", "+", "-", "*", "/", "neg", "exp", "sin", "cos", "Integral", "tuple"})
#: Orders of a derivative.
MOST = 4


def taken_apart(claim: Claim) -> Claim:
    """The claim with the derivatives of integrals taken apart where that can be done, and what it
    said as a whole as its form; otherwise the claim itself."""
    statements = tuple(part for whole in claim.statements for part in without(whole))
    if statements == claim.statements:
        return claim
    return replace(
        claim, form=claim.form or said(claim.statements, "step by step"), statements=statements
    )


def without(statement: Statement) -> tuple[Statement, ...]:
    """Statements that say the same without a derivative of an integral, or the statement itself.

    >>> from thence.statement import read_statement
    >>> area = "Derivative(Integral(exp(-x), (x, 0, 2*t)), t)"
    >>> for part in without(read_statement({"t": "real"}, [], area, "<=", "2")):
    ...     print(part.rel, ":", part)
    defined : Integral(exp(-x), (x, 0, 2*t))
    <= : exp(-(2*t))*2 <= 2
    >>> mean = "Derivative(Integral(exp(-t*x), (x, 0, oo)), t)"
    >>> for part in without(read_statement({"t": "positive"}, [], mean, "=", "-1/t**2")):
    ...     print(part.rel, ":", part.lhs)
    defined : (-1)/t**2
    = : Integral(exp((-t)*x), (x, 0, oo)) - Integral(exp((-1)*x), (x, 0, oo))
    >>> print(part.rhs)
    Integral((-1)/u**2, (u, 1, t))
    """
    nodes = [n for side in (statement.lhs, statement.rhs) for n in _nodes(side, statement)]
    if not nodes or statement.towards is not None:
        return (statement,)
    try:
        return _by_ends(statement, nodes) or _by_gain(statement, nodes) or (statement,)
    except (NotDifferentiable, ReadError):  # no formula, a name that is taken, or too large
        return (statement,)


def _nodes(expr: Expr, statement: Statement) -> Iterator[Expr]:
    """The outermost derivatives, in one declared real variable, of what holds an integral that
    depends on it."""
    if expr.head == "Derivative":
        name, domain = _variable(expr), statement.given.get(_variable(expr))
        plain = domain is not None and not (domain.integer or domain.sizes)
        if plain and any(_depends(node, name) for node in walk(expr.args[0])):
            yield expr
    elif expr.head not in BINDERS:
        for part in expr.args:
            yield from _nodes(part, statement)


def _variable(node: Expr) -> str:
    """The variable of a derivative, if it is a single one."""
    over = node.args[-1].args[0] if node.args[-1].head == "tuple" else node.args[-1]
    return over.name if over.head == "sym" and len(node.args) == 2 else ""


def _order(node: Expr) -> int:
    """How often the derivative is taken; 0 for too often."""
    over = node.args[1]
    often = over.args[1] if over.head == "tuple" else ONE
    return next((k for k in range(1, MOST + 1) if often == num(k)), 0)


def _depends(node: Expr, name: str) -> bool:
    return node.head == "Integral" and name in free_symbols(node)


def _is_open(domain: Domain) -> bool:
    return domain.lo_open and domain.hi_open and not domain.parameters


# ---------------------------------------------------------------- the fundamental theorem


def _by_ends(statement: Statement, nodes: list[Expr]) -> tuple[Statement, ...] | None:
    """Each derivative carried out by the fundamental theorem, behind statements that what it is
    taken of is defined."""
    parts, sides = list[Statement](), [statement.lhs, statement.rhs]
    for node in dict.fromkeys(nodes):
        name, body = _variable(node), node.args[0]
        if not _order(node) or not _is_around(statement, name, body):
            return None
        for _ in range(_order(node)):
            parts.append(narrowed(replace(statement, lhs=body, rel="defined", rhs=body)))
            slope = _slope(body, name)
            if slope is None:
                return None
            body = slope
        sides = [_replaced(side, node, body) for side in sides]
    lhs, rhs = sides
    return (*parts, narrowed(replace(statement, lhs=lhs, rhs=rhs)))


def _is_around(statement: Statement, name: str, body: Expr) -> bool:
    """Whether a statement about a value of a variable is one about all values near it: an open set
    is left by hypotheses that are strict, between functions that are continuous everywhere.  At a
    closed end a function goes on beyond it that is smooth everywhere."""
    about = [h for h in statement.assuming if name in free_symbols(h)]
    domain = statement.given[name]
    beyond = not domain.parameters and _is_smooth(body, frozenset([name]))
    return (_is_open(domain) or beyond) and all(
        h.head in ("<", ">", "!=") and all(n.head in ENTIRE for side in h.args for n in walk(side))
        for h in about
    )


def _is_smooth(expr: Expr, moving: frozenset[str]) -> bool:
    """Whether a function is seen to be smooth on all of the line in what moves."""
    if expr.head == "Integral":
        moving |= bound_names(expr)
    free = free_symbols(expr) | bound_names(expr)
    if not free & moving:
        return OO not in walk(expr)
    if expr.head == "**":
        base, power = expr.args
        return (
            power.head == "num"
            and power.number >= 0
            and power.number.denominator == 1
            and _is_smooth(base, moving)
        )
    if expr.head == "/" and free_symbols(expr.args[1]) & moving:
        return False
    return expr.head in SMOOTH and all(_is_smooth(part, moving) for part in expr.args)


def _slope(expr: Expr, name: str) -> Expr | None:
    """The derivative of a function of t and of integrals, by the chain rule."""
    integrals = list(dict.fromkeys(_outermost(expr, name)))
    flat, spare = expr, list[str]()
    for node in integrals:
        spare.append(unused("I", (expr, flat)))
        flat = _replaced(flat, node, sym(spare[-1]))
    terms = [derivative(flat, name)]
    for node, called in zip(integrals, spare, strict=True):
        gain, rate = _gain(node, name), derivative(flat, called)
        if gain is None:
            return None
        terms.append(gain if rate == ONE else rate * gain)
    total = reduce(Expr.__add__, [term for term in terms if term != ZERO] or [ZERO])
    return put(total, dict(zip(spare, integrals, strict=True)))


def _outermost(expr: Expr, name: str) -> Iterator[Expr]:
    """The integrals that depend on a variable and stand in no sum, limit or integral."""
    if _depends(expr, name):
        yield expr
    elif expr.head not in BINDERS:
        for part in expr.args:
            yield from _outermost(part, name)


def _gain(integral: Expr, name: str) -> Expr | None:
    """How fast an integral grows of which the ends alone move, the integrand being continuous."""
    body, *ranges = integral.args
    x, low, high = ranges[0].args
    if len(ranges) > 1 or name in free_symbols(body) or not is_continuous(body, x.name):
        return None
    top, bottom = (_at_end(body, x.name, end, derivative(end, name)) for end in (high, low))
    if bottom == ZERO:
        return top
    return -bottom if top == ZERO else top - bottom


def _at_end(body: Expr, x: str, end: Expr, rate: Expr) -> Expr:
    """The integrand at an end of its range, times how fast that moves."""
    if rate == ZERO:
        return ZERO
    there = put(body, {x: end})
    return there if rate == ONE else there * rate


# ---------------------------------------------------------------- what is gained from a place on


def _by_gain(statement: Statement, nodes: list[Expr]) -> tuple[Statement, ...] | None:
    """``I'(t) = R(t)`` as ``I(t) - I(c)`` being the integral of R from c to t; and R is defined."""
    node, other = statement.lhs, statement.rhs
    if other in nodes:
        node, other = other, node
    if statement.rel != "=" or nodes != [node] or _order(node) != 1:
        return None
    name, total = _variable(node), node.args[0]
    domain = statement.given[name]
    narrow = any(name in free_symbols(h) for h in statement.assuming)
    if narrow or not _is_open(domain) or not is_continuous(other, name):
        return None
    u = sym(unused("u", (total, other, *statement.assuming, *map(sym, statement.given))))
    start = _place(domain)
    gained = call("Integral", put(other, {name: u}), call("tuple", u, start, sym(name)))
    gained = ZERO if other == ZERO else gained
    return (
        narrowed(replace(statement, lhs=other, rel="defined", rhs=other)),
        narrowed(replace(statement, lhs=total - put(total, {name: start}), rhs=gained)),
    )


def is_continuous(expr: Expr, name: str) -> bool:
    """Whether a function is seen to be continuous in a variable wherever it is defined."""
    if name not in free_symbols(expr):
        return True
    return expr.head in CONTINUOUS and all(is_continuous(part, name) for part in expr.args)


def _place(domain: Domain) -> Expr:
    """A place inside an open interval."""
    low, high = domain.lo, domain.hi
    if low == MINUS_OO:
        return ZERO if high == OO else high - ONE
    if high == OO:
        return ONE if low == ZERO else low + ONE
    return ZERO if low == -high or high == -low else (low + high) / num(2)


def _replaced(expr: Expr, node: Expr, value: Expr) -> Expr:
    return value if expr == node else rebuild(expr, lambda part: _replaced(part, node, value))
