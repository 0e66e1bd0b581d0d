"""A goal as a sum of parts of which none is negative."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce

from thence import checker
from thence.checker import Proof, Term
from thence.provers.goal import Goal, Search, holds
from thence.provers.terms import reread, subterms, text

NAME = "parts"
COST = 7
N = {"n": "integer>=1"}
MUST_NOT_PROVE = [
    {"given": N | {"s": "real[n]"}, "lhs": "Sum(s[i]**2, (i, 1, n)) + n", "rel": ">", "rhs": "n"},
    {"given": N | {"s": "real[n]"}, "lhs": "Sum(s[i]**2, (i, 1, n)) + n", "rel": ">=",
     "rhs": "n + 10**-12"},
    {"given": N | {"s": "real[n]", "x": "real"}, "lhs": "Sum((s[i] - 1)**2, (i, 1, n)) + x**2",
     "rel": ">=", "rhs": "2*x - 1 + 10**-9"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The sums over an index, as they are written, apart from all else."""
    if goal.rel != ">=" or NAME in search.path[:-1]:  # once is enough
        return None
    added = list(addends(goal.term))
    sums = [t for t in added if any(part[0] == "sum" for part in subterms(t))]
    rest = [t for t in added if t not in sums]
    if not sums or not rest:
        return None
    return together(goal, [_total(sums), _total(rest)], search)


def together(
    goal: Goal, parts: Sequence[Term], search: Search, known: Mapping[int, Proof] | None = None,
    only: tuple[str, ...] = (),
) -> Proof | None:  # fmt: skip
    """The goal from proofs of its parts, which add up to it and are each at least 0; some may be
    ``known``, by their numbers, the others are shown by the tactics ``only``, if any are named."""
    names = [f"part_{k}" for k in range(len(parts))]
    if goal.rel != ">=" or goal.context.box.keys() & set(names):
        return None
    let: Proof = {}
    for k, (name, part) in enumerate(zip(names, parts, strict=True)):
        written = reread(goal.context, part)
        shown = (known or {}).get(k)
        if shown is None:  # the distance to the end of [0, oo)
            shown = search.prove(goal.of(written - checker.ZERO), only)
        if shown is None:
            return None
        let[name] = {"is": text(written), "in": "[0, oo)", "low": shown}
    to, bounds = " + ".join(names), {"rule": "bounds"}
    found: Proof = {"rule": "rewrite", "let": let, "to": to, "then": bounds}
    return found if holds(goal, found) else None


def addends(term: Term) -> Iterator[Term]:
    """What a term adds up, a number times a sum taken apart."""
    if term[0] == "+":
        yield from addends(term[1])
        yield from addends(term[2])
    elif term[0] == "*" and term[1][0] == "num" and term[2][0] in ("+", "*"):
        yield from (checker.times(term[1], part) for part in addends(term[2]))
    elif term != checker.ZERO:
        yield term


def _total(terms: Sequence[Term]) -> Term:
    return reduce(checker.plus, terms)
