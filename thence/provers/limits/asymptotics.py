"""Orders of growth: the limit of the quotient, or a constant above it from some point on."""

from __future__ import annotations

from functools import partial
from typing import Any

from flint import fmpq

from thence import checker
from thence.checker import OO, Context, Proof, Rejected, Term, num
from thence.provers import limits
from thence.provers.goal import Goal, Search
from thence.provers.summation.telescoping import telescoped
from thence.provers.terms import subterms, text

MUST_NOT_PROVE = [
    {"given": {}, "lhs": "x**2", "rel": "O", "rhs": "x", "tends": "x -> oo"},
    {"given": {}, "lhs": "x*log(x)", "rel": "O", "rhs": "x", "tends": "x -> oo"},
    {"given": {}, "lhs": "x", "rel": "o", "rhs": "x", "tends": "x -> oo"},
    {"given": {}, "lhs": "(1 + 10**-12)*x", "rel": "~", "rhs": "x", "tends": "x -> oo"},
    {"given": {}, "lhs": "x + sin(x)*x", "rel": "~", "rhs": "x", "tends": "x -> oo"},
    {"given": {}, "lhs": "x*sin(x)", "rel": "O", "rhs": "1", "tends": "x -> oo"},
    {"given": {}, "lhs": "1", "rel": "O", "rhs": "sin(x)", "tends": "x -> oo"},
    {"given": {}, "lhs": "Abs(h)", "rel": "~", "rhs": "h", "tends": "h -> 0"},
    {"given": {}, "lhs": "Abs(h) - h", "rel": "o", "rhs": "h", "tends": "h -> 0"},
    {"given": {}, "lhs": "exp(-1/h)", "rel": "O", "rhs": "1", "tends": "h -> 0"},
    {"given": {"c": "nonnegative"}, "lhs": "exp(-c*x)", "rel": "o", "rhs": "1", "tends": "x -> oo"},
    {"given": {"a": "real"}, "lhs": "a*x", "rel": "~", "rhs": "x", "tends": "x -> oo"},
    # sequences: alternating, wrong by a little, and true of integers alone
    {"given": {}, "lhs": "(-1)**n", "rel": "o", "rhs": "1", "tends": "integer n -> oo"},
    {"given": {}, "lhs": "cos(pi*n)", "rel": "~", "rhs": "1", "tends": "integer n -> oo"},
    {
        "given": {},
        "lhs": "Sum(k, (k, 1, n))",
        "rel": "~",
        "rhs": "(1/2 + 10**-12)*n**2",
        "tends": "integer n -> oo",
    },
    {
        "given": {},
        "lhs": "Sum(1/sqrt(k), (k, 1, n))",
        "rel": "O",
        "rhs": "log(n + 1)",
        "tends": "integer n -> oo",
    },
    {"given": {}, "lhs": "sin(pi*x)", "rel": "o", "rhs": "1", "tends": "x -> oo"},
]
#: What sees a bound at once.
SEEN = ("bounds", "normal form")


def certificate(context: Context, data: dict[str, Any], search: Search) -> dict[str, Any] | None:
    """How the checker shows an order of growth, from each side of the target."""
    name, target, sides, whole = checker.towards(data["tends"], context)
    f, g = (checker.parse(data[key], context.names | {name}) for key in ("lhs", "rhs"))
    items: list[Proof] = []
    for below in sides:
        item = None
        for through in passages(f / g, name, whole):
            item = item or _side(context, data["rel"], f, g, (name, target, below), search, through)
        if item is None:
            return None
        items.append(item)
    return {"sides": items}


def passages(quotient: Term, name: str, whole: bool) -> list[bool]:
    """Whether a variable is to go through all real numbers or, if it is said to be one, through
    the ``whole`` numbers: of a function of real numbers both may do."""
    if not whole:
        return [False]
    parts = [part for part in subterms(quotient) if part[0] in ("sum", "delta")]
    counted = any(name in checker.symbols(part) for part in parts)
    return [True] if counted else [False, True]


def _side(
    context: Context, rel: str, f: Term, g: Term, way: tuple[str, Term, bool], search: Search,
    whole: bool,
) -> Proof | None:  # fmt: skip
    """The same from one side; a constant that is seen at once is cheaper than a limit, and one for
    all members of a sequence by induction too."""
    name, target, below = way
    bounded = partial(_bounded, context, f, g, *way, search, whole)
    item = bounded(only=() if whole else SEEN) if rel == "O" else None
    if item is not None:
        return item
    quotient, values = valued(context, f / g, way, search) if whole else (f / g, {})
    item = limits.tends(context, quotient, name, target, checker.ORDERS[rel], search, below, whole)
    if item is not None and whole:
        return {**item, **values, "whole": True}
    return bounded() if item is None and rel == "O" and not whole else item


def valued(
    context: Context, quotient: Term, way: tuple[str, Term, bool], search: Search
) -> tuple[Term, Proof]:
    """The members of a sequence with their sums in closed form, and how the checker sees it."""
    near = limits.Approach.towards(context, *way, checker.ONE, True).near
    items = telescoped(near, quotient, checker.ZERO, search)
    needs = search.defined(near, quotient) if items else None
    if needs is None:
        return quotient, {}
    _, (found,) = checker.evaluated(near, [quotient], items)
    return found, {"values": items, "summed": needs}


def _bounded(
    context: Context, f: Term, g: Term, name: str, target: Term, below: bool, search: Search,
    whole: bool, only: tuple[str, ...] = (),
) -> Proof | None:  # fmt: skip
    """An edge and a whole number C with ``|f| <= C |g|`` from there on."""
    for step in (1, 4, 64) if target in (OO, -OO) else (1, fmpq(1, 8), fmpq(1, 64)):
        search.check_time()
        try:
            way = limits.Approach.towards(context, name, target, below, num(step), whole)
            needs = [search.defined(way.near, side) for side in (f, g)]
            least = 1 if whole else limits.sampled(way, f / g)
        except Rejected:
            continue
        if None in needs or least is None:
            continue
        for bound in (least, 2 * least, 4 * least):
            term = num(bound) * checker.absolute(g) - checker.absolute(f)
            goal = Goal(way.near, ">=", term)
            proof = search.prove(goal, only=only) if only else limits.soon(goal, search)
            if proof is not None:
                shown: Proof = {"near": text(way.edge), "bound": str(bound), "proof": proof}
                shown |= {"defined": needs[0], "defined_right": needs[1]}
                return {**shown, "whole": True} if whole else shown
    return None
