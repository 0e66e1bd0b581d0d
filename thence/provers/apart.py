"""What is never 0, since it is positive or negative everywhere."""

from __future__ import annotations

from thence.checker import Proof
from thence.provers.goal import Goal, Search
from thence.provers.polynomial import likely_signs

NAME = "apart"
COST = 4
MUST_NOT_PROVE = [
    {"given": {"x": "real", "y": "real"}, "lhs": "x**2 + y**2", "rel": "!=", "rhs": "2*x*y"},
    {"given": {"x": "real", "y": "real"}, "lhs": "x**2 + x*y + y**2", "rel": "!=", "rhs": "0"},
    {"given": {"x": "positive", "y": "positive"}, "lhs": "x**2 + y**2", "rel": "!=",
     "rhs": "(2 + 10**-12)*x*y"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """A proof of the sign that sampled points tell."""
    if goal.rel != "!=" or not goal.free:
        return None
    for sign in likely_signs(goal):
        then = search.prove(goal.of(goal.term if sign > 0 else -goal.term, ">"))
        if then is not None:
            return {"rule": "sign", "below": sign < 0, "then": then}
    return None
