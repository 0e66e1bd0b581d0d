"""Nonnegative terms that are not 0: where a nonnegative variable is 0 a hypothesis says more.

a + b > 0 for nonnegative numbers with a b + b c + c a = 1: were both 0, that would be 0 = 1.  And
a**2 + b**2 > 0 where a + b is not 0.
"""

from __future__ import annotations

from thence import checker
from thence.checker import Proof
from thence.provers.goal import Goal, Search, holds
from thence.provers.polynomials.edges import SEEN, on_edges

NAME = "at zero"
COST = 0
ABC = {"a": "nonnegative", "b": "nonnegative", "c": "nonnegative"}
MUST_NOT_PROVE = [
    {"given": ABC, "assuming": ["a + b + c = 1"], "lhs": "a + b", "rel": ">", "rhs": "0"},
    {"given": ABC, "assuming": ["a*b + b*c + c*a = 1"], "lhs": "a*b", "rel": ">", "rhs": "0"},
    {"given": ABC, "assuming": ["a*b*c = 0"], "lhs": "a + b", "rel": ">", "rhs": "0"},
    {"given": ABC, "assuming": ["a*b + b*c + c*a = 1"], "lhs": "a + b", "rel": ">=",
     "rhs": "10**-12"},
    {"given": ABC, "assuming": ["a*b + c = 1"], "lhs": "a*b + a*c", "rel": ">", "rhs": "0"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal where each variable is positive, and where one of them is 0."""
    context = goal.context
    if goal.rel != ">" or not goal.free or context.sizes:
        return None
    tied = [h for rel, h in context.hypotheses if rel != ">=" and checker.symbols(h) & goal.free]
    if not tied or not context.holds(">=", goal.term):
        return None
    names = [n for n in sorted(goal.free) if context.ends[n][0] == checker.ZERO]
    found = on_edges(goal, names, lambda g: search.prove(g, only=SEEN), search)
    return found if found is not None and holds(goal, found) else None
