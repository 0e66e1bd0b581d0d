"""What falls towards its limit as one of several variables grows, and is at least 0 there.

``log((k + m + 1)/(m + 1)) - k log((k + m + 1)/(k + m))`` is 0 in the limit of a large m, and its
slope in m is a fraction, whose sign is that of ``m + 1 - (k + m)``: so are the steps between
binomial coefficients and powers.
"""

from __future__ import annotations

from thence import checker
from thence.checker import OO, Proof
from thence.provers.goal import Goal, Search
from thence.provers.one_variable.falling import towards
from thence.provers.terms import subterms

NAME = "fading"
COST = 3
K = {"k": "[1, oo)", "m": "nonnegative"}
MUST_NOT_PROVE = [
    {"given": K, "lhs": "log((k + m + 1)/(m + 1))", "rel": "<",
     "rhs": "k*log((k + m + 1)/(k + m)) - 10**-12"},
    {"given": K, "lhs": "log((k + m + 1)/(m + 1))", "rel": "<=",
     "rhs": "k*log((k + m + 1)/(k + m))"},
    {"given": {"k": "[1/2, oo)", "m": "nonnegative"}, "lhs": "log((k + m + 1)/(m + 1))",
     "rel": ">=", "rhs": "k*log((k + m + 1)/(k + m))"},
    {"given": {"k": "positive", "m": "positive"}, "lhs": "log(1 + k/m)", "rel": "<=",
     "rhs": "k/m - 10**-12"},
    {"given": {"k": "positive", "m": "positive"}, "lhs": "atan(m*k)", "rel": "<=",
     "rhs": "pi/2 - 10**-9"},
]  # fmt: skip
#: What shows the sign of the slope.
SIGNS = ("bounds", "normal form", "factors", "products", "squares")
#: What may occur in the term, and must not in its slope.
FUNCTIONS = ("log", "atan")


def attempt(goal: Goal, search: Search) -> Proof | None:
    """Towards an infinite end of each variable in which the slope is a fraction."""
    context = goal.context
    if goal.rel not in (">", ">=") or len(goal.free) < 2 or context.sizes:
        return None
    kinds = {part[0] for part in subterms(goal.term)}
    if not kinds & {*FUNCTIONS} or kinds & {"exp", "sin", "cos", "erf", "abs", *checker.BINDERS}:
        return None
    for name in sorted(goal.free):
        if any(name in checker.symbols(h) for _, h in context.hypotheses):
            continue
        slope = checker.diff(goal.term, name)
        for at, end in (("hi", OO), ("lo", -OO)):
            if context.ends[name][at == "hi"] == end and _plain(goal, slope):
                found = towards(goal, name, at, search, SIGNS, ())
                if found is not None:
                    return found
    return None


def _plain(goal: Goal, slope: checker.Term) -> bool:
    """Whether no function of a variable is left in the slope."""
    functions = (part for part in subterms(slope) if part[0] in FUNCTIONS)
    return not any(checker.symbols(part) for part in functions)
