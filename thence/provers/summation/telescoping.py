"""The sums of a term one by one by their closed forms, those that have one."""

from __future__ import annotations

from collections.abc import Iterator

from thence import checker
from thence.checker import Context, Proof, Term
from thence.provers.goal import Search
from thence.provers.summation import hypergeometric, sums, waves

N = {"n": "integer>=1"}
MUST_NOT_PROVE = [
    {"given": N, "lhs": "Sum(k, (k, 1, n)) - Sum(k, (k, 1, n - 1))", "rel": "=",
     "rhs": "n + 10**-12"},
    {"given": N | {"b": "(0, 1)"}, "lhs": "Sum(b**k, (k, 1, n))/Sum(b**k, (k, 0, n - 1))",
     "rel": "=", "rhs": "b**2"},
]  # fmt: skip


def telescoped(context: Context, side: Term, other: Term, search: Search) -> list[Proof]:
    """The sums that have a closed form, or one with the sums of the other side; what is left is
    for the normal form."""
    found: list[Proof] = []
    left = 0
    while len(totals := list(outermost(side, ("sum",)))) > left:
        search.check_time()
        if checker.rational(checker.count(totals[left])) == 0:  # the normal form sees it
            left += 1
            continue
        likely = [other] if totals[left] is side else []
        evaluated = (
            hypergeometric.value(context, totals[left], likely, search)
            or waves.value(context, totals[left], search)
            or sums.value(context, totals[left], search)
            or sums.by_parts(context, totals[left], other, search)
            or sums.split(context, totals[left], [side, other], search)
        )
        if evaluated is None:
            left += 1
            continue
        item, value = evaluated
        found.append({"kind": "sum", "which": left, **item})
        side = checker.replaced(side, totals[left], value)
    return found


def outermost(term: Term, heads: tuple[str, ...] = ("limit", "integral")) -> Iterator[Term]:
    """The binders of these kinds that are inside no other binder."""
    if term[0] in heads:
        yield term
        return
    if term[0] not in checker.BINDERS:
        for part in term.parts():
            yield from outermost(part, heads)
