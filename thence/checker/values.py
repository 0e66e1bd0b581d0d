"""Values of limits, integrals and sums: each is replaced by what it is shown to be."""

from __future__ import annotations

from collections.abc import Iterator

from . import termwise as termwise  # a way to integrate, which registers itself
from .context import Context
from .enclosures import enclosed
from .integrals import WAYS, integral
from .limits import tends
from .rules import Proof, defined, fresh
from .sums import sum_
from .terms import BINDERS, OO, Rejected, Term, parse, replaced, sym


def evaluated(
    context: Context, sides: list[Term], items: list[Proof]
) -> tuple[Context, list[Term]]:
    """The sides of a statement, each item having replaced the first limit, integral or sum of the
    ``kind`` that it names, or a later one by number (``which``), by the value that it shows it to
    have; the value is defined, and the integrals in it converge.  One that has an enclosure is
    replaced by a new name (``called``), which has that interval in the context."""
    for item in items:
        found = [b for side in sides for b in binders(side) if b[0] == item["kind"]]
        binder = found[int(item.get("which", 0))]
        if "called" in item:
            name = fresh(item["called"], context)
            context = context.having(name, (enclosed(context, binder, item), (-OO, OO)))
            value = sym(name)
        else:
            value = parse(item["is"], context.names)
            defined(context, value, item.get("value_defined", {}))
            {"limit": _limit, "integral": integral, "sum": sum_}[binder[0]](
                context, binder, value, item
            )
        _apart(context, sides)
        sides = [replaced(side, binder, value) for side in sides]
    _apart(context, sides)
    return context, sides


def by_inside(context: Context, binder: Term, item: Proof) -> Term:
    """An integral with the limits, integrals and sums in its integrand replaced by their values,
    which they have at every place inside the range."""
    head, body, name, *ends = binder
    inner, (new,) = evaluated(context.within(binder), [body], item["inside"])
    if inner.names != context.names | {name}:
        raise Rejected("an enclosure inside an integral")
    return Term((head, new, name, *ends))


WAYS["inside"] = by_inside


def _apart(context: Context, sides: list[Term]) -> None:
    """No name of the context is bound in a side: a value in its scope would be another."""
    if any(context.names & bound(side) for side in sides):
        raise Rejected("a name of the context is bound")


def bound(term: Term) -> set[str]:
    """The names that are bound in a term."""
    own = {term[2]} if term[0] in BINDERS else set[str]()
    return own.union(*map(bound, term.parts()))


def binders(term: Term) -> Iterator[Term]:
    """The outermost binders of a term, whose free names are those of the statement."""
    if term[0] in ("limit", "integral", "sum"):
        yield term
        return
    for part in term.parts():
        yield from binders(part)


def _limit(context: Context, binder: Term, value: Term, item: Proof) -> None:
    """A limit towards infinity, or towards a point from the right."""
    _, body, name, target = binder
    tends(context, body, name, target, False, value, item)
