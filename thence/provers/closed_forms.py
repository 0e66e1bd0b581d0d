"""The limits, integrals and sums of a statement one by one by their values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from thence import checker
from thence.checker import Context, Proof, Rejected, Term
from thence.provers import integrals, limits, matching, sums
from thence.provers.goal import Search


def both(
    context: Context, left: Term, right: Term, rel: str, search: Search
) -> tuple[list[Proof], list[Proof]] | None:
    """How the checker evaluates the two sides of a statement; those of an equation with integrals
    on both are made to match, if that can be done, before any is evaluated."""
    matched = matching.items(context, left, right, search) if rel == "=" else None
    if matched is not None:
        return matched
    first = items(context, left, right, rel, search)
    second = items(context, right, left, rel, search) if first is not None else None
    return None if first is None or second is None else (first, second)


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
            guess = _guess(context, binder, search) if rel == "!=" else other
            alone = binder is side and rel == "=" and next(_binders(other), None) is None
            if guess is None or not (alone or rel == "!="):
                return None
            limit, value = limits.value(context, binder, guess, search), guess
            if limit is None:
                return None
            item = limit
        found.append({"kind": binder[0], **item})
        side = checker.replaced(side, binder, value)
    return found + _telescoped(context, side, other, search)


def _guess(context: Context, limit: Term, search: Search) -> Term | None:
    """What SymPy takes a limit to be, where no side of the statement says it."""
    _, body, name, target = limit
    inner = context.having(name, context.domain("real"))
    return next(integrals.limit_values(body, name, target, False, inner, search), None)


def at_point(
    statement: Mapping[str, Any], point: Mapping[str, str], seconds: float
) -> list[Proof] | None:
    """How the checker evaluates the integrals of both sides at a point; None where one resists."""
    search, here = Search(seconds), Context({}, {}, [], [])
    found: list[Proof] = []
    with checker.precision():
        try:
            names = checker.context_of(dict(statement)).names
            values = {name: checker.parse(text, set()) for name, text in point.items()}
            for key in ("lhs", "rhs"):
                side = checker.substitute(checker.parse(statement[key], names), values)
                evaluated = items(here, side, checker.ZERO, "!=", search)
                if evaluated is None:
                    return None
                found += evaluated
        except Rejected:
            return None
    return found


def _telescoped(context: Context, side: Term, other: Term, search: Search) -> list[Proof]:
    """The sums that have a closed form, or one with the sums of the other side; what is left is
    for the normal form."""
    found: list[Proof] = []
    left = 0
    while len(totals := list(_binders(side, ("sum",)))) > left:
        evaluated = (
            sums.value(context, totals[left], search)
            or sums.by_parts(context, totals[left], other, search)
            or sums.split(context, totals[left], other, search)
        )
        if evaluated is None:
            left += 1
            continue
        item, value = evaluated
        found.append({"kind": "sum", "which": left, **item})
        side = checker.replaced(side, totals[left], value)
    return found


def _binders(term: Term, heads: tuple[str, ...] = ("limit", "integral")) -> Iterator[Term]:
    if term[0] in heads:
        yield term
        return
    if term[0] not in checker.BINDERS:
        for part in term.parts():
            yield from _binders(part, heads)
