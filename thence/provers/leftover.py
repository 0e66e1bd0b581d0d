"""A sum over an index as it is written, and what is left beside it, neither of them negative.

That is what comparing a sum with a bound step by step leaves: ``S (B(k) - B(k - 1) - f(k))`` and
a number.  The normal form would take the summand apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

from thence import checker
from thence.checker import Proof, Term
from thence.provers.goal import Goal, Search, text
from thence.provers.parts import together

NAME = "leftover"
COST = 0
N = {"n": "integer>=1"}
MUST_NOT_PROVE = [
    {"given": N, "lhs": "Sum(k - 1, (k, 1, n)) + 1", "rel": ">=", "rhs": "1 + 10**-12"},
    {"given": N, "lhs": "Sum(k**2 - 2*k, (k, 1, n)) + n", "rel": ">=", "rhs": "10**-12"},
    {"given": N | {"a": "real"}, "lhs": "a*Sum(1/k, (k, 1, n)) + 1", "rel": ">=", "rhs": "0"},
    {"given": N | {"a": "real[n]"}, "lhs": "Sum(Sum(a[i], (i, 1, n)), (k, 1, n)) + n", "rel": ">=",
     "rhs": "0"},
]  # fmt: skip
#: What shows that what is left is not negative.
QUICK = ("bounds", "normal form")


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The one sum that is written, with its factors in it, and the rest."""
    if goal.rel != ">=":
        return None
    added = list(_distributed(goal.term))
    sums = [total for total, _ in added if total is not None]
    if len(sums) != 1 or sums[0][0] != "sum":
        return None
    rest = reduce(checker.plus, (term for total, term in added if total is None), checker.ZERO)
    rest = checker.parse(text(rest), goal.context.names)
    shown = search.prove(goal.of(rest - checker.ZERO), only=QUICK)
    total = checker.parse(text(sums[0]), goal.context.names)
    inner, needs = goal.context.within(total), search.defined(goal.context, total)
    each = search.prove(Goal(inner, ">=", total[1])) if shown and needs is not None else None
    if each is None:
        return None
    proof: Proof = {"rule": "summands", "sum": text(total), "each": each, "defined": needs}
    return together(goal, [total, rest], search, {0: proof, 1: shown or {}})


def _distributed(term: Term, factor: Term = checker.ONE) -> Iterator[tuple[Term | None, Term]]:
    """The summands of a term, factors multiplied out, each with the sum that it is if it is one."""
    if term[0] == "+":
        yield from _distributed(term[1], factor)
        yield from _distributed(term[2], factor)
    elif term[0] == "*" and not _has_sum(term[1]):
        yield from _distributed(term[2], checker.times(factor, term[1]))
    elif term[0] == "/" and not _has_sum(term[2]):
        yield from _distributed(term[1], factor / term[2])
    elif term[0] == "sum" and term[2] not in checker.symbols(factor):
        head, body, *rest = term
        yield Term((head, checker.times(factor, body), *rest)), term
    else:
        yield (term if _has_sum(term) else None), checker.times(factor, term)


def _has_sum(term: Term) -> bool:
    return term[0] == "sum" or any(map(_has_sum, term.parts()))
