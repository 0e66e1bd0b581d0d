"""Sums of inverse functions: by the cosine of an angle, or the exponential of a logarithm."""

from __future__ import annotations

from thence.checker import Proof
from thence.provers.goal import Goal, Search, holds, subterms

NAME = "inverses"
COST = 2
MUST_NOT_PROVE = [
    {"given": {"x": "real", "y": "real"}, "assuming": ["x*y != 1"], "lhs": "atan(x) + atan(y)",
     "rel": "=", "rhs": "atan((x + y)/(1 - x*y))"},
    {"given": {"x": "[0, 2*pi]"}, "lhs": "acos(cos(x))", "rel": "=", "rhs": "x"},
    {"given": {"x": "[-1, 1]"}, "lhs": "2*acos(x)", "rel": "=", "rhs": "acos(2*x**2 - 1)"},
    {"given": {"x": "[-1, 1]"}, "lhs": "3*asin(x)", "rel": "=", "rhs": "asin(3*x - 4*x**3)"},
    {"given": {}, "lhs": "atan(1) + atan(2) + atan(3)", "rel": "=", "rhs": "0"},
    {"given": {"x": "real"}, "lhs": "acosh(cosh(x))", "rel": "=", "rhs": "x"},
    {"given": {"x": "real"}, "lhs": "asinh(2*x*Abs(x))", "rel": "=", "rhs": "2*asinh(x)"},
]  # fmt: skip
#: Multiples that clear the halves and quarters of angles, and the roots of exponentials.
TIMES = (1, 2, 4)


def attempt(goal: Goal, search: Search) -> Proof | None:
    """An equation in which inverse functions occur, by the function that they are inverse to."""
    if goal.rel != "=":
        return None
    heads = {term[0] for term in subterms(goal.term)}
    rules = ["angle"] * bool(heads & {"asin", "atan"}) + ["exponential"] * ("log" in heads)
    for rule in rules:
        for k in TIMES:
            search.check_time()
            proof: Proof = {"rule": rule, "times": str(k)}
            if holds(goal, proof):
                return proof
    return None
