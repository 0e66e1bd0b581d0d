"""Enclosures: an integral or an infinite sum of constants lies between bounds.

What is left of a range is bounded by a majorant: a function that is nowhere negative and falls by
at least as much as the modulus of what is integrated or summed.  So the total of that modulus is
at most the value of the majorant where the rest begins, and the integral or sum converges.
"""

from __future__ import annotations

from flint import arb

from .context import Context
from .integrals import pieces
from .intervals import Interval, hull
from .limits import approach, plain, value_at
from .rules import NEEDS, Proof, defined, positive, prove, stated
from .series import Expansion
from .terms import OO, Rejected, Term, diff, num, parse, rational, substitute, sym, symbols

#: Parts of a piece of a range, and summands that are added one by one, at most.
PARTS, SUMMANDS = 2_000, 10_000
#: Shorter parts than this may have as large an error as those of this length.
SHORT = arb(2) ** -7


def enclosed(context: Context, binder: Term, item: Proof) -> Interval:
    """Bounds of the value of an integral or an infinite sum without free names, which exists."""
    if symbols(binder):
        raise Rejected("a value that is not constant has no enclosure")
    found = {"integral": _integral, "sum": _sum}[binder[0]](context, binder, item)
    if not (found.lo.is_finite() and found.hi.is_finite()):
        raise Rejected("an enclosure without ends")
    return found


def _integral(context: Context, binder: Term, item: Proof) -> Interval:
    """Each piece of the range by :func:`_quadrature`, save for what lies beyond an edge ``near``
    an end: that is bounded by a majorant."""
    total = arb(0)
    for _, (_, body, name, *ends), proof in pieces(context, binder, item):
        edges = list(ends)
        for i, tail in enumerate(proof.get("ends", [{}, {}])):
            if "near" in tail:
                edges[i] = stated(context, tail["near"])
                total += arb(0, _beyond(context, body, name, ends[i], edges[i], i == 1, tail))
        low, high = edges
        if OO in edges or -OO in edges or not context.holds(">=", high - low):
            raise Rejected("what is left of a range has no ends in order")
        total += _quadrature(context, body, name, low, high, item)
    return hull((total, False))


def _beyond(
    context: Context, body: Term, name: str, end: Term, edge: Term, below: bool, tail: Proof
) -> arb:
    """A bound of the integral of a modulus between an edge and the end of a range: the value at
    the edge of a function G with ``G >= 0`` and ``-G' >= abs(body)`` towards the end."""
    near, _ = approach(context, name, end, below, tail)
    majorant = plain(parse(tail["G"], context.names | {name}))
    slope = diff(majorant, name)
    for term, key in ((body, "defined"), (majorant, "G_defined"), (slope, "slope_defined")):
        defined(near, term, tail.get(key, {}))
    fall = -slope if below else slope
    prove(near, ">=", majorant, tail["positive"])
    prove(near, ">=", fall - body, tail["above"])
    prove(near, ">=", fall + body, tail["below"])
    most = value_at(context, near, majorant, name, edge, not below, tail.get("edge", {}))
    return context.bounds(most).hi.max(arb(0))


def _quadrature(context: Context, body: Term, name: str, low: Term, high: Term, item: Proof) -> arb:
    """The integral over t from 0 to 1, x = low + (high - low)*t, cut in halves until each part is
    known to ``error`` times about its length: by Taylor's theorem, or by the bounds of the
    integrand, which is continuous where it is defined."""
    width = high - low
    moved = width * substitute(plain(body), {name: low + width * sym(name)})
    order, error = 2 * max(1, min(int(item["order"]), 40)), arb(positive(item["error"]))
    halves, total, count = [(arb("0.5"), arb("0.5"))], arb(0), 0
    while halves:
        middle, radius = halves.pop()
        found = _part(context, moved, name, middle, radius, order)
        count += 1
        if count > PARTS or not middle.is_exact():
            raise Rejected("too many or too short parts of a range")
        if found is not None and found.rad() <= error * radius.max(SHORT):
            total += found
        else:
            halves += [(middle + side * radius / 2, radius / 2) for side in (1, -1)]
    return total


def _part(
    context: Context, body: Term, name: str, middle: arb, radius: arb, order: int
) -> arb | None:
    """The integral over a short range.  Of the Taylor form around its middle, odd powers of the
    distance cancel; the remainder is a power of even order times what lies in a ball."""
    try:
        form = Expansion(body, {name: arb(middle, radius)}, [name], order)
    except Rejected:
        range_ = Interval(middle - radius, middle + radius), (num(0), num(1))
        try:
            bounds = context.having(name, range_).bounds(body)
        except Rejected:
            return None
        known = bounds.lo.is_finite() and bounds.hi.is_finite()
        return bounds.ball() * radius * 2 if known else None
    parts = [(k, form.near[k]) for k in range(0, order, 2)] + [(order, form.far[order])]
    return sum((c * radius ** (k + 1) * 2 / (k + 1) for k, c in parts), arb(0))


def _sum(context: Context, binder: Term, item: Proof) -> Interval:
    """An infinite sum: the summands before an index one by one, and a majorant from there on."""
    _, body, name, low, high = binder
    first, start = rational(low), rational(parse(item["from"], set()))
    if high != OO or first is None or start is None or first.q * start.q != 1:
        raise Rejected("no infinite sum from an index on")
    if not 0 <= start - first <= SUMMANDS:
        raise Rejected("a sum of too many summands")
    rest = _falls(context, binder, num(start), item)
    most = context.bounds(substitute(rest, {name: num(start)})).hi.max(arb(0))
    total = arb(0, most)
    for k in range(int(first), int(start)):
        summand = substitute(body, {name: num(k)})
        defined(context, summand, {})
        total += context.bounds(summand).ball()
    return hull((total, False))


def _falls(context: Context, binder: Term, start: Term, item: Proof) -> Term:
    """A function ``G >= 0`` of the indices from ``start`` on with ``G(k) - G(k + 1)`` at least the
    modulus of the summand."""
    _, body, name, *_ = binder
    if symbols(start):
        inner = context.within(binder).assuming((">=", sym(name) - start))
    else:
        inner = context.within(Term(("sum", body, name, start, OO)))
    majorant = parse(item["G"], inner.names)
    later = substitute(majorant, {name: sym(name) + num(1)})
    for term, key in ((body, "defined"), (majorant, "G_defined"), (later, "later_defined")):
        defined(inner, term, item.get(key, {}))
    prove(inner, ">=", majorant, item["positive"])
    prove(inner, ">=", majorant - later - body, item["above"])
    prove(inner, ">=", majorant - later + body, item["below"])
    return majorant


def converges(context: Context, binder: Term, item: Proof) -> None:
    """An infinite sum converges: its summands are defined, and have a majorant from an index on
    that may depend on parameters."""
    _, body, _, low, high = binder
    if high != OO or not context.integral(low) or "from" not in item:
        raise Rejected("an infinite sum is not shown to converge")
    defined(context.within(binder), body, item.get("defined", {}))
    start = stated(context, item["from"])
    _falls(context, binder, start, item.get("falls", {}))


NEEDS["series"] = converges
