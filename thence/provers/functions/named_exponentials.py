"""An exponential as it is written, for a variable: ``log(1 + exp(-x)) <= exp(-x)`` holds for every
u > 0 in the place of ``exp(-x)``.

The normal form would make ``log(1 + exp(x)) - x`` of that logarithm, in which x is seen twice.
"""

from __future__ import annotations

from thence import checker
from thence.checker import Proof, Rejected, Term
from thence.provers.general.abstraction import named
from thence.provers.goal import Goal, Search
from thence.provers.terms import subterms

NAME = "named exponentials"
COST = 1
MUST_NOT_PROVE = [
    {"given": {"x": "real", "t": "positive"}, "lhs": "log(1 + exp(-2*x/t))", "rel": "<=",
     "rhs": "exp(-2*x/t) - 10**-12*exp(-2*x/t)**2"},
    {"given": {"x": "nonnegative"}, "lhs": "exp(exp(-x))", "rel": "<", "rhs": "E"},
    {"given": {"x": "nonnegative"}, "lhs": "log(1 + exp(x))", "rel": ">=",
     "rhs": "log(2) + 10**-12"},
    {"given": {"x": "real"}, "lhs": "log(1 + exp(-x)) + x", "rel": ">=", "rhs": "10**-12"},
    {"given": {"x": "real", "y": "real"}, "assuming": ["x <= y"], "lhs": "exp(x - y)**2",
     "rel": "<=", "rhs": "exp(x - y) - 10**-12"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """A name for an exponential whose variables occur nowhere else, where a logarithm takes it
    apart in the normal form."""
    if goal.rel == "=" or not any(_of_exponentials(part) for part in subterms(goal.term)):
        return None
    for kernel in dict.fromkeys(subterms(goal.term)):
        if kernel[0] == "exp" and checker.symbols(kernel) and _apart(goal.term, kernel):
            proof = named(goal, goal.term, [kernel], search)
            if proof is not None:
                return proof
    return None


def _of_exponentials(part: Term) -> bool:
    """Whether it is a logarithm of what an exponential occurs in."""
    return part[0] == "log" and any(inner[0] == "exp" for inner in subterms(part[1]))


def _apart(term: Term, part: Term) -> bool:
    """Whether the symbols of a part occur nowhere else in a term."""
    try:
        rest = checker.replaced(term, part, checker.ZERO)
    except Rejected:  # it depends on what is bound around it
        return False
    return not checker.symbols(rest) & checker.symbols(part)
