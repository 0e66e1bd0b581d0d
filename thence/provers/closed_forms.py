"""The limits, integrals and sums of a statement one by one by their values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from itertools import count
from operator import sub
from typing import Any

from flint import arb, fmpq

from thence import checker
from thence.checker import Context, Proof, Rejected, Term, infinite
from thence.provers import enclosures, limits
from thence.provers.goal import OutOfTime, Search
from thence.provers.integration import (
    across,
    by_parts,
    doubling,
    euler,
    frullani,
    integrals,
    lowering,
    matching,
    parameters,
    termwise,
)
from thence.provers.summation import acceleration
from thence.provers.summation.telescoping import outermost, telescoped
from thence.provers.terms import in_normal_form, simplified, text


def both(
    context: Context, left: Term, right: Term, rel: str, search: Search
) -> tuple[list[Proof], list[Proof]] | None:
    """How the checker evaluates the two sides of a statement; those of an equation with integrals
    on both are made to match, if that can be done, before any is evaluated."""
    if rel == "=":
        by_name = [_by_euler(context, side, search) for side in (left, right)]
        if None not in by_name and any(by_name):
            return by_name[0] or [], by_name[1] or []
        for way in (by_parts.items, matching.items):
            matched = _soon(way, context, left, right, search)
            if matched is not None:
                return matched
    first = items(context, left, right, rel, search)
    second = items(context, right, left, rel, search) if first is not None else None
    return None if first is None or second is None else (first, second)


#: The part of the time that is left which each way to make integrals match may take: they may
#: each have a closed form instead.
MATCHING_SHARE = 0.3


def _soon(
    way: Any, context: Context, left: Term, right: Term, search: Search
) -> tuple[list[Proof], list[Proof]] | None:
    """What a way to make integrals match finds in its share of the time."""
    short = Search(search.left() * MATCHING_SHARE)
    try:
        found: tuple[list[Proof], list[Proof]] | None = way(context, left, right, short)
    except OutOfTime:
        search.check_time()
        return None
    return found


def _by_euler(context: Context, side: Term, search: Search) -> list[Proof] | None:
    """How the checker evaluates the integrals of a side, if all are Euler's, or there are none."""
    found: list[Proof] = []
    while (binder := next(outermost(side), None)) is not None:
        evaluated = euler.value(context, binder, search) if binder[0] == "integral" else None
        if evaluated is None:
            return None
        item, value = evaluated
        found.append({"kind": "integral", **item})
        side = checker.replaced(side, binder, value)
    return found


def items(
    context: Context, side: Term, other: Term, rel: str, search: Search
) -> list[Proof] | None:
    """How the checker evaluates every limit and integral of one side of a statement; None where
    one resists.  A limit that is a whole side is tried with the other side as its value."""
    found: list[Proof] = []
    settled: set[Term] = set()
    while (binder := next((b for b in outermost(side) if b not in settled), None)) is not None:
        if binder[0] == "integral":
            which = matching.integrals_of(side).index(binder)
            several = doubling.steps(context, binder, search)
            if several is not None:
                found += [{**item, "which": which + item["which"]} for item in several.items]
                settled |= several.left
                side = checker.replaced(side, binder, several.value)
                continue
            evaluated = None
            if rel == "=":
                evaluated = parameters.value(context, side, binder, other, search)
            evaluated = evaluated or _integral(context, binder, other, search)
            if evaluated is None:
                return None
            item, value = evaluated
            item = {**item, "which": which} if which else item
        else:
            alone = binder is side and rel == "=" and next(outermost(other), None) is None
            guess = other if alone else _guess(context, binder, search)
            limit = None if guess is None else limits.value(context, binder, guess, search)
            if guess is None or limit is None:
                return None
            item, value = limit, guess
        found.append({"kind": binder[0], **item})
        side = checker.replaced(side, binder, value)
    return found + telescoped(context, side, other, search)


def _integral(
    context: Context, binder: Term, other: Term, search: Search
) -> tuple[Proof, Term] | None:
    """The value of an integral: as a sum, if the other side is one, or if nothing else is found."""
    ways = [
        _inside,
        across.value,
        frullani.value,
        lowering.value,
        integrals.value,
        lowering.apart,
        termwise.value,
    ]
    if any(infinite(b) for b in checker.binders(other)):
        ways.reverse()
    for way in ways:
        try:
            found = way(context, binder, search)
        except RecursionError:  # what it made of the integral is nested too deeply
            continue
        if found is not None:
            return found
    return None


def _inside(context: Context, binder: Term, search: Search) -> tuple[Proof, Term] | None:
    """The integral with the limits and integrals in its integrand evaluated."""
    head, body, *rest = binder
    if next(outermost(body), None) is None:
        return None
    try:
        inner = context.within(binder)
        found = items(inner, body, checker.ZERO, "!=", search)
        if found is None:
            return None
        there, (new,) = checker.evaluated(inner, [body], found)
        shown = text(Term((head, simplified(there, new), *rest)))
    except (Rejected, ArithmeticError, ValueError):
        return None
    return search.accepted(context, binder, {"by": "inside", "inside": found, "is": shown})


def _guess(context: Context, limit: Term, search: Search) -> Term | None:
    """What SymPy takes a limit to be, where no side of the statement says it."""
    _, body, name, target = limit
    inner = context.having(name, context.domain("real"))
    return next(integrals.limit_values(body, name, target, False, inner, search), None)


#: How narrow enclosures are, at first and then.
ERRORS = (fmpq(1, 10**6), fmpq(1, 10**13), fmpq(1, 10**26))


def enclosed(
    context: Context, sides: list[Term], error: fmpq, search: Search
) -> list[list[Proof]] | None:
    """How the checker encloses every integral and infinite sum of each side; None where there is
    none, or one resists."""
    found: list[list[Proof]] = []
    taken = context.names.union(*map(checker.bound, sides))
    names = (name for k in count(1) if (name := f"value_{k}") not in taken)
    for side in sides:
        items: list[Proof] = []
        while listed := [b for b in checker.binders(side) if b[0] != "sum" or infinite(b)]:
            binder = listed[0]
            faster = acceleration.items(context, binder, search) if binder[0] == "sum" else []
            for step in faster:
                value = checker.parse(step["is"], context.names)
                items.append({**step, "which": _place(side, binder)})
                side = checker.replaced(side, binder, value)
                binder = next(checker.binders(value))
            item = enclosures.item(context, binder, next(names), error, search)
            if item is None:
                return None
            items.append({**item, "which": _place(side, binder)})
            side = checker.replaced(side, binder, checker.sym(item["called"]))
        found.append(items)
    return found if any(found) else None


def _place(side: Term, binder: Term) -> int:
    """Which of the limits, integrals or sums of a side it is."""
    return [b for b in checker.binders(side) if b[0] == binder[0]].index(binder)


def at_point(
    statement: Mapping[str, Any], point: Mapping[str, str], seconds: float, likely: bool
) -> Iterator[dict[str, Any]]:
    """Ways for the checker to evaluate the integrals and infinite sums of both sides at a point:
    wide enclosures, and if it is ``likely`` that the sides differ narrow ones and closed forms."""
    search, here = Search(seconds), Context({}, {}, [], [])
    keys = ("lhs",) if statement["rel"] == "~digits" else ("lhs", "rhs")
    with checker.precision():
        try:
            names = checker.context_of(dict(statement)).names
            values = {name: checker.parse(text, set()) for name, text in point.items()}
            sides = [
                checker.substitute(checker.parse(statement[key], names), values) for key in keys
            ]
            both = reduce(sub, sides)  # what stands on both is replaced on both at once
            for error in ERRORS if likely else ERRORS[:1]:
                found = enclosed(here, [both], error, search)
                if found is None:
                    break
                yield {"values": found[0]}
            if likely:
                yield from _closed(here, sides, both, search)
        except (Rejected, RecursionError):  # an antiderivative may be nested too deeply
            return


def _closed(
    here: Context, sides: list[Term], both: Term, search: Search
) -> Iterator[dict[str, Any]]:
    """Both sides in closed form, and why they are defined where integrals are left that cancel."""
    values = items(here, both, checker.ZERO, "!=", search)
    if values is None:
        return
    here, sides = checker.evaluated(here, sides, values)
    needs = [search.defined(here, side) for side in sides]
    if None not in needs:
        yield {"values": values, **dict(zip(("defined", "defined_right"), needs, strict=False))}


def sides_at(statement: Mapping[str, Any], certificate: Mapping[str, Any]) -> list[arb] | None:
    """The sides at the point of a certificate that the checker accepts, as it evaluates them; of
    digits the left one. None where no values are given."""
    items = certificate.get("values")
    if not items:
        return None
    keys = ("lhs",) if statement["rel"] == "~digits" else ("lhs", "rhs")
    with checker.precision():
        names = checker.context_of(dict(statement)).names
        point = certificate["point"].items()
        values = {name: checker.parse(text, set()) for name, text in point}
        sides = [checker.substitute(checker.parse(statement[k], names), values) for k in keys]
        here, sides = checker.evaluated(Context({}, {}, [], []), sides, items)
        try:
            return [here.bounds(_whole(here, side)).ball() for side in sides]
        except Rejected:
            return None


def _whole(here: Context, side: Term) -> Term:
    """A side, in which integrals that are left and cancel are joined."""
    left = matching.integrals_of(side)
    return in_normal_form(here, lambda form: form.whole(side).term()) if left else side
