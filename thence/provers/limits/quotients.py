"""Limits of quotients of smooth functions by l'Hopital's rule."""

from __future__ import annotations

from typing import Any

from flint import arb

from thence import checker
from thence.checker import OO, Context, Proof, Rejected, Term
from thence.provers.goal import Goal, Search
from thence.provers.limits.approach import accepted, simple, soon
from thence.provers.terms import text

#: How often l'Hopital's rule is used at most.
MOST_DERIVATIVES = 6
#: Wrong by a little, no quotient 0/0, not smooth at the point.
MUST_NOT_PROVE = [
    {"given": {}, "lhs": "Limit((exp(h) - 1 - h)/h**2, h, 0)", "rel": "=", "rhs": "1/2 + 10**-12"},
    {"given": {}, "lhs": "Limit((1 + h)/(2 + h), h, 0)", "rel": "=", "rhs": "1"},
    {"given": {}, "lhs": "Limit((sqrt(h) + h)/h, h, 0)", "rel": "=", "rhs": "1"},
    {"given": {}, "lhs": "Limit(h**2*sin(1/h)/h, h, 0)", "rel": "=", "rhs": "1"},
    {"given": {}, "lhs": "Limit(Abs(sin(h) - h**2)/h, h, 0)", "rel": "=", "rhs": "0"},
    {"given": {"a": "real"}, "lhs": "Limit((exp(a*h) - 1)/(a*h), h, 0)", "rel": "=", "rhs": "1"},
    {"given": {}, "lhs": "Limit(floor(1 + h)*h/h, h, 0)", "rel": "=", "rhs": "2"},
]


def by_derivatives(
    context: Context, body: Term, name: str, target: Term, is_: Term | None, below: bool,
    search: Search,
) -> Proof | None:  # fmt: skip
    """The limit of a quotient at a point by l'Hopital's rule, where both sides are smooth there;
    nothing where they are and it tends to something else."""
    if body[0] != "/" or target in (OO, -OO):
        return None
    x = checker.sym(name)
    moved = {name: target - x if below else target + x}
    beside = context.having(name, (checker.Interval(arb(0), arb("1e-40")), (-OO, OO)))
    f, g = (checker.substitute(part, moved) for part in body.parts())
    needs: dict[str, Any] = {}
    zeros: dict[str, Any] = {}
    try:
        for order in range(MOST_DERIVATIVES + 1):
            for label, part in (("f", f), ("g", g)):
                shown = search.defined(beside, part)
                if shown is None:
                    return None
                needs |= {f"{label}{order}": shown} if shown else {}
            top, bottom = (checker.substitute(part, {name: checker.ZERO}) for part in (f, g))
            if context.holds("!=", bottom):
                seen = is_ if is_ is not None else simple(context, top / bottom)
                last = _zero(context, top - seen * bottom, "last", search)
                item: Proof = {"order": order, "is": text(seen), "defined": needs}
                item["zeros"] = {**zeros, **(last or {})}
                return item if accepted(context, body, name, target, below, seen, item) else {}
            for label, term in ((f"f{order}", top), (f"g{order}", bottom)):
                shown = _zero(context, term, label, search)
                if shown is None:
                    return {} if label == f"f{order}" and context.holds("!=", term) else None
                zeros |= shown
            f, g = checker.diff(f, name), checker.diff(g, name)
    except Rejected:
        return None
    return None


def _zero(context: Context, term: Term, label: str, search: Search) -> dict[str, Proof] | None:
    """A proof that a term is 0, under its label, if its normal form does not show it."""
    if checker.vanishes(context, term):
        return {}
    if context.holds("!=", term):
        return None
    proof = soon(Goal(context, "=", term), search)
    return None if proof is None else {label: proof}
