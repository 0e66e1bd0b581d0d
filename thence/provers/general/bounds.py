"""Interval arithmetic over the whole box: enough for sums and products of positive parts."""

from __future__ import annotations

from thence.checker import Proof
from thence.provers.goal import Goal, Search

NAME = "bounds"
COST = 0
MUST_NOT_PROVE = [
    {"given": {"x": "real"}, "lhs": "x**2", "rel": ">", "rhs": "0"},
    {"given": {"x": "[0, 1]"}, "lhs": "x", "rel": ">", "rhs": "0"},
    {"given": {"x": "(0, oo)"}, "lhs": "exp(-x)", "rel": ">", "rhs": "10**-12"},
]


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The bounds of the term satisfy the relation."""
    return {"rule": NAME} if goal.context.bounds(goal.term).satisfies(goal.rel) else None
