"""Values of limits, integrals and sums: each is replaced by what it is shown to be."""

from __future__ import annotations

from collections.abc import Iterator

from .context import Context
from .integrals import integral
from .limits import tends
from .rules import Proof, defined, each, same
from .terms import ONE, Rejected, Term, parse, replaced, substitute, sym


def evaluated(context: Context, sides: list[Term], items: list[Proof]) -> list[Term]:
    """The sides of a statement, each item having replaced the first limit, integral or sum of the
    ``kind`` that it names, or a later one by number (``which``), by the value that it shows it to
    have; the value is defined, and the integrals in it converge."""
    for item in items:
        found = [b for side in sides for b in binders(side) if b[0] == item["kind"]]
        binder = found[int(item.get("which", 0))]
        value = parse(item["is"], context.names)
        defined(context, value, item.get("value_defined", {}))
        {"limit": _limit, "integral": integral, "sum": _sum}[binder[0]](
            context, binder, value, item
        )
        sides = [replaced(side, binder, value) for side in sides]
    return sides


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


def _sum(context: Context, binder: Term, value: Term, item: Proof) -> None:
    """``split`` at an index of the range; or by a function G with G(i + 1) - G(i) the summand less
    a ``rest``: that part of the sum telescopes."""
    each(context, binder, item.get("defined", {}))
    head, body, name, low, high = binder
    if "split" in item:
        cut = parse(item["split"], context.names)
        gaps = (cut + ONE - low, high - cut)
        if not context.integral(cut) or not all(context.holds(">=", gap) for gap in gaps):
            raise Rejected("the sum is not split inside its range")
        parts = [Term((head, body, name, *ends)) for ends in ((low, cut), (cut + ONE, high))]
        same(context, parts[0] + parts[1], value)
        return
    inner = context.within(binder)
    step, rest = parse(item["G"], inner.names), parse(item.get("rest", "0"), inner.names)
    later = substitute(step, {name: sym(name) + ONE})
    for term in (step, later, rest):
        defined(inner, term, {})
    same(inner, later - step, body - rest)
    first, last = (substitute(step, {name: end}) for end in (low, high + ONE))
    for term in (first, last):
        defined(context, term, {})
    same(context, last - first + Term((head, rest, name, low, high)), value)
