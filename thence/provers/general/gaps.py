"""Factorials and binomial coefficients of integers in order: n is k and what it is more than that,
and induction over k goes with any such number."""

from __future__ import annotations

from thence import checker
from thence.checker import Proof
from thence.provers.general.slacks import with_gap
from thence.provers.goal import Goal, Search
from thence.provers.terms import subterms

NAME = "gaps"
COST = 1
PREPARES = True
N = {"n": "integer>=1", "k": "integer>=1"}
MUST_NOT_PROVE = [
    {"given": N, "assuming": ["k <= n"], "lhs": "binomial(n, k)", "rel": "<",
     "rhs": "n**k/factorial(k)"},
    {"given": N, "assuming": ["k <= n"], "lhs": "binomial(n, k)", "rel": ">=",
     "rhs": "(n/k)**k + 10**-12"},
    {"given": N, "assuming": ["k <= n + 1"], "lhs": "binomial(n, k)", "rel": ">=",
     "rhs": "(n/k)**k"},
    {"given": N, "assuming": ["k <= n"], "lhs": "binomial(n, k)", "rel": "<=",
     "rhs": "(27/10*n/k)**k - 1"},
]  # fmt: skip
#: What is built up step by step.
GROWING = ("rgamma", "binomial")


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal with the gap between two integers for one of them."""
    context = goal.context
    if goal.rel not in (">", ">=") or context.sizes or len(goal.free) < 2:
        return None
    growing = (part for part in subterms(goal.term) if part[0] in GROWING)
    names = set[str]().union(*map(checker.symbols, growing)) & context.whole
    for k, (rel, known) in enumerate(context.hypotheses):
        tied = checker.symbols(known)
        if rel in (">", ">=") and len(tied) == 2 and tied <= names:
            slopes = {name: checker.rational(checker.diff(known, name)) for name in tied}
            more = next((name for name in sorted(tied) if (slopes[name] or 0) > 0), "")
            return with_gap(goal, k, search, more)
    return None
