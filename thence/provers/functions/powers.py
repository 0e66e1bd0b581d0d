"""A power of what is positive, by its base."""

from __future__ import annotations

from thence import checker
from thence.checker import Proof
from thence.provers.goal import Goal, Search, holds
from thence.provers.terms import text

NAME = "power"
COST = 2
MUST_NOT_PROVE = [
    {"given": {"x": "[-1, 1]"}, "lhs": "sqrt(1 - x**2)", "rel": ">", "rhs": "0"},
    {"given": {"x": "(-1, 1)"}, "lhs": "sqrt(1 - x**2)", "rel": ">", "rhs": "10**-12"},
    {"given": {"x": "real"}, "lhs": "(x**2)**(1/3)", "rel": "!=", "rhs": "0"},
]


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The base of a power with a rational exponent."""
    term = goal.term
    if goal.rel == "=" or term[0] != "pow":
        return None
    power = checker.rational(term[2])
    if power is None or power == 1:
        return None
    then = search.prove(goal.of(term[1], ">"))
    found: Proof = {"rule": NAME, "base": text(term[1]), "exponent": text(term[2]), "then": then}
    return found if then is not None and holds(goal, found) else None
