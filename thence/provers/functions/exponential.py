"""Equations between sums of logarithms, by exponentials: the sums are equal if the products are."""

from __future__ import annotations

from math import lcm

from thence.checker import Proof
from thence.provers.goal import Goal, Search, holds
from thence.provers.terms import subterms

NAME = "exponential"
COST = 3
MUST_NOT_PROVE = [
    {"given": {}, "lhs": "log(2) + log(3)", "rel": "=", "rhs": "log(6) + 10**-12"},
    {"given": {}, "lhs": "log(sqrt(2) - 1)", "rel": "=", "rhs": "log(sqrt(2) + 1)"},
    {"given": {"x": "real"}, "lhs": "log(x**2)/2", "rel": "=", "rhs": "log(Abs(x) + 10**-12)"},
    {"given": {}, "lhs": "log(sqrt(3) - 1) + log(sqrt(3) + 1)", "rel": "=", "rhs": "0"},
]


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal times the common denominator of its multiples, in the exponent."""
    if goal.rel != "=" or sum(t[0] == "log" for t in subterms(goal.term)) < 2:
        return None
    numbers = [t[1] for t in subterms(goal.term) if t[0] == "num" and t[1].height_bits() < 12]
    for times in (1, lcm(*(int(n.q) for n in numbers))):
        found: Proof = {"rule": NAME, "times": str(times)}
        if holds(goal, found):
            return found
    return None
