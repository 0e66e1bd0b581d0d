"""The limits, integrals and sums of a statement, replaced one by one by their values."""

from __future__ import annotations

from collections.abc import Iterator

from thence import checker
from thence.checker import Context, Proof, Term
from thence.provers import integrals, limits, sums
from thence.provers.goal import Search, replaced


def items(
    context: Context, side: Term, other: Term, rel: str, search: Search
) -> list[Proof] | None:
    """How the checker evaluates every limit and integral of one side of a statement; None where
    one resists.  A limit that is a whole side is tried with the other side as its value."""
    found: list[Proof] = []
    while (binder := next(_binders(side), None)) is not None:
        if binder[0] == "integral":
            evaluated = integrals.value(context, binder, search)
            if evaluated is None:
                return None
            item, value = evaluated
        else:
            if binder is not side or rel != "=" or next(_binders(other), None) is not None:
                return None
            limit, value = limits.value(context, binder, other, search), other
            if limit is None:
                return None
            item = limit
        found.append({"kind": binder[0], **item})
        side = replaced(side, binder, value)
    return found + _telescoped(context, side, search)


def _telescoped(context: Context, side: Term, search: Search) -> list[Proof]:
    """The sums that have a closed form; the others are left to the normal form."""
    found: list[Proof] = []
    left = 0
    while len(totals := list(_binders(side, ("sum",)))) > left:
        evaluated = sums.value(context, totals[left], search)
        if evaluated is None:
            left += 1
            continue
        item, value = evaluated
        found.append({"kind": "sum", "which": left, **item})
        side = replaced(side, totals[left], value)
    return found


def _binders(term: Term, heads: tuple[str, ...] = ("limit", "integral")) -> Iterator[Term]:
    if term[0] in heads:
        yield term
        return
    if term[0] not in checker.BINDERS:
        for part in term.parts():
            yield from _binders(part, heads)
