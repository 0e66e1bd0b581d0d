"""Orders of growth: what shows ``f ~ g``, ``f = o(g)`` and ``f = O(g)`` as a variable tends to a
target, and what shows the contrary."""

from __future__ import annotations

from typing import Any

from .context import Context
from .limits import approach, tends
from .points import Point
from .rules import Proof, defined, fresh, prove, stated
from .terms import ONE, OO, ZERO, Rejected, Term, absolute, parse, substitute
from .values import evaluated

#: What the quotient of the two sides tends to; for ``O`` to whatever it does.
ORDERS = {"~": ONE, "o": ZERO, "O": None}


def towards(text: str, context: Context) -> tuple[str, Term, list[bool], bool]:
    """The variable of ``x -> a``, its target, and for each side whether it is the one below:
    ``0+`` is from above, ``0-`` from below, ``0`` from both; and whether the variable goes through
    the integers alone: ``integer n -> oo``."""
    said, _, target = text.partition(" -> ")
    name = fresh(said.removeprefix("integer "), context)
    if target[-1:] in ("+", "-"):
        return name, parse(target[:-1], context.names), [target[-1] == "-"], False
    where = parse(target, context.names)
    if said != name and where not in (OO, -OO):
        raise Rejected("integers tend to infinity alone")
    return name, where, [False] if where in (OO, -OO) else [False, True], said != name


def asymptotic(context: Context, statement: dict[str, Any], certificate: Proof) -> None:
    """From each side of the target the quotient of the sides tends to what the relation says; or
    for ``O``, the left side is at most a multiple of the right one near the target."""
    name, target, sides, whole = towards(statement["tends"], context)
    f, g = (parse(statement[key], context.names | {name}) for key in ("lhs", "rhs"))
    for below, item in zip(sides, certificate["sides"], strict=True):
        through = whole and bool(item.get("whole"))  # else it is shown for all real numbers
        value = ORDERS[statement["rel"]]
        if value is None and "bound" in item:
            _bounded(context, f, g, (name, target, below), item, through)
            continue
        if value is None:  # what converges is bounded
            value = stated(context, item["is"])
        quotient = _valued(context, f / g, (name, target, below), item, through)
        tends(context, quotient, name, target, below, value, item, through)


def _valued(
    context: Context, term: Term, way: tuple[str, Term, bool], item: Proof, whole: bool
) -> Term:
    """A term with its sums replaced by the ``values`` that they have from the edge ``near`` on."""
    if "values" not in item:
        return term
    near, _ = approach(context, *way, item, whole)
    defined(near, term, item.get("summed", {}))
    there, (found,) = evaluated(near, [term], item["values"])
    if there.names != near.names:
        raise Rejected("an enclosure inside a limit")
    return found


def _bounded(
    context: Context, f: Term, g: Term, way: tuple[str, Term, bool], item: Proof, whole: bool
) -> None:
    r"""``|f| <= C |g|`` from an edge ``near`` on, with a C that is free of the variable."""
    near, _ = approach(context, *way, item, whole)
    bound = stated(context, item["bound"])
    defined(near, f, item.get("defined", {}))
    defined(near, g, item.get("defined_right", {}))
    prove(near, ">=", bound * absolute(g) - absolute(f), item["proof"])


def unlike(context: Context, statement: dict[str, Any], certificate: Proof) -> None:
    """At a point of the other variables and from one side, the quotient of the sides tends to
    another value than the relation says; or its inverse tends to 0, which none of them allows."""
    name, target, sides, whole = towards(statement["tends"], context)
    terms = [parse(statement[key], context.names | {name}) for key in ("lhs", "rhs")]
    point = Point(context, statement["given"], certificate["point"])
    if not context.sizes:  # sums up to the variable stay as they are
        terms = [substitute(term, point.scalars) for term in terms]
    else:
        terms = list(map(point.at, terms))
    (f, g), here, item = terms, point.here, certificate["side"]
    whole = whole and bool(item.get("whole"))
    target, below = point.at(target), sides[int(certificate["which"])]
    inverse, way = "inverse" in certificate, (name, target, below)
    quotient = _valued(here, g / f if inverse else f / g, way, item, whole)
    if inverse:
        tends(here, quotient, *way, ZERO, item, whole)
        return
    expected, value = ORDERS[statement["rel"]], parse(item["is"], set())
    defined(here, value, {})
    tends(here, quotient, *way, value, item, whole)
    if expected is None or not here.holds("!=", value - expected):
        raise Rejected("the quotient may tend to what is stated")
