"""The limits and integrals of a statement, replaced one by one by their values."""

from __future__ import annotations

from collections.abc import Iterator

from thence import checker
from thence.checker import Context, Proof, Term
from thence.provers import integrals, limits
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
    return found


def _binders(term: Term) -> Iterator[Term]:
    if term[0] in ("limit", "integral"):
        yield term
        return
    if term[0] not in checker.BINDERS:
        for part in term.parts():
            yield from _binders(part)
