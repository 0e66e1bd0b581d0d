"""Sums that stand in logarithms alone: ``log S + r >= 0`` is ``S exp(r) >= 1``, which is about the
sum itself; and powers of sums with symbolic exponents, by their logarithms."""

from __future__ import annotations

from collections.abc import Iterator

from thence import checker
from thence.checker import Proof, Term
from thence.provers.functions import exponentials, logarithms
from thence.provers.goal import Goal, Search
from thence.provers.terms import subterms

NAME = "logarithms of sums"
COST = 1
P = {"n": "integer>=1", "p": "positive[n]", "q": "positive[n]", "a": "(1, oo)"}
ONE_P, ONE_Q = (f"Sum({v}[i], (i, 1, n)) = 1" for v in "pq")
RENYI = "log(Sum(p[i]**a*q[i]**(1 - a), (i, 1, n)))/(a - 1)"
MUST_NOT_PROVE = [
    {"given": P, "assuming": [ONE_P, ONE_Q], "lhs": RENYI, "rel": ">", "rhs": "0"},
    {"given": P, "assuming": [ONE_P], "lhs": RENYI, "rel": ">=", "rhs": "0"},
    {"given": P, "assuming": [ONE_P, ONE_Q], "lhs": RENYI, "rel": ">=", "rhs": "10**-12"},
    {"given": P | {"a": "(0, 1)"}, "assuming": [ONE_P, ONE_Q], "lhs": RENYI, "rel": "<=",
     "rhs": "0"},
    {"given": P, "assuming": [ONE_P], "lhs": "log(Sum(p[i]**a, (i, 1, n)))", "rel": ">=",
     "rhs": "(1 - a)*log(n) + 10**-12"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal without its logarithms, where no sum is left outside of them; a power of a sum
    against another side by the logarithms of both."""
    if any(_symbolic(part) for part in subterms(goal.term)):
        return exponentials.attempt(goal, search)
    outside = {part[0] for part in _outside_logarithms(goal.term)}
    if "log" not in outside or "sum" in outside or not logarithms.has_sum(goal.term):
        return None
    return logarithms.without(goal, search, sums=True)


def _outside_logarithms(term: Term) -> Iterator[Term]:
    yield term
    if term[0] != "log":
        for part in term.parts():
            yield from _outside_logarithms(part)


def _symbolic(part: Term) -> bool:
    """Whether it is a power of a sum whose exponent is no number."""
    return part[0] == "pow" and checker.rational(part[2]) is None and logarithms.has_sum(part[1])
