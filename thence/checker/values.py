"""Values of limits, integrals and sums: each is replaced by what it is shown to be."""

from __future__ import annotations

from collections.abc import Iterator

from flint import arb

from .context import Context
from .intervals import Interval
from .rules import Proof, defined, each, fresh, prove, same
from .terms import (
    ONE,
    OO,
    ZERO,
    Rejected,
    Term,
    diff,
    num,
    parse,
    rational,
    replaced,
    substitute,
    sym,
)


def evaluated(context: Context, sides: list[Term], items: list[Proof]) -> list[Term]:
    """The sides of a statement, each item having replaced the first limit, integral or sum of the
    ``kind`` that it names, none nested in it being left, by the value that it shows it to have."""
    for item in items:
        found = [b for side in sides for b in binders(side) if b[0] == item["kind"]]
        binder = found[int(item.get("which", 0))]
        value = parse(item["is"], context.names)
        defined(context, value, item.get("value_defined", {}))
        {"limit": _limit, "integral": _integral, "sum": _sum}[binder[0]](
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


def tends(
    context: Context, body: Term, name: str, target: Term, below: bool, value: Term, item: Proof
) -> None:
    r"""``body = to`` near the target, with parts of the body named that tend to 0: for each, C is
    above \|part\| * scale**p, where scale is \|x\| towards infinity and 1/\|x - a\| towards a.
    ``to`` is continuous where the parts are 0, and has the value of the limit there."""
    edge, x = parse(item["near"], context.names), sym(name)
    if target in (OO, -OO):
        scale = x if target == OO else -x
    else:
        scale = ONE / (target - x if below else x - target)
        if not context.holds(">", target - edge if below else edge - target):
            raise Rejected("not a neighbourhood of the target")
    ends = (edge, target) if target == OO or (below and target != -OO) else (target, edge)
    near = context.within(Term(("integral", ZERO, name, *ends)))
    defined(near, body, item.get("defined", {}))
    parts: dict[str, Term] = {}
    around = context
    for label, let in item["let"].items():
        part, bound = parse(let["is"], near.names), parse(let["bound"], context.names)
        defined(near, part, let.get("defined", {}))
        defined(context, bound, {})
        power = rational(parse(let.get("power", "1"), set()))
        if power is None or power <= 0:
            raise Rejected("a part that may not tend to 0")
        for sign, proof in ((ONE, let["above"]), (num(-1), let["below"])):
            prove(near, ">=", bound - sign * part * scale ** num(power), proof)
        parts[fresh(label, near)] = part
        tiny = Interval(arb(0 if near.holds(">=", part) else "-1e-40"), arb("1e-40"))
        around = around.having(label, (tiny, (ZERO, ZERO)))
    to = parse(item["to"], context.names | set(parts))
    same(near, body, substitute(to, parts))
    around.bounds(to)  # continuous
    same(context, substitute(to, dict.fromkeys(parts, ZERO)), value)


def _integral(context: Context, binder: Term, value: Term, item: Proof) -> None:
    """By an antiderivative F on pieces of the range: F' is the body inside each piece, F is
    continuous or has a limit at its ends.  An integral that does not converge has none."""
    _, body, name, low, high = binder = _moved(context, binder, item)
    cuts = [low, *(parse(cut, context.names) for cut in item.get("at", [])), high]
    total = ZERO
    for piece, a, b in zip(item["pieces"], cuts[:-1], cuts[1:], strict=True):
        if OO not in (a, b) and -OO not in (a, b) and not context.holds(">=", b - a):
            raise Rejected("the cuts are not in order")
        inner = context.within(Term(("integral", body, name, a, b)))
        defined(inner, body, piece.get("defined", {}))
        antiderivative = parse(piece["F"], inner.names)
        slope = diff(antiderivative, name)
        defined(inner, antiderivative, piece.get("F_defined", {}))
        defined(inner, slope, piece.get("slope_defined", {}))
        prove(inner, "=", slope - body, piece["slope"])
        lower, upper = piece["ends"]
        total += value_at(context, inner, antiderivative, name, b, True, upper)
        total -= value_at(context, inner, antiderivative, name, a, False, lower)
    same(context, total, value)


def _moved(context: Context, binder: Term, item: Proof) -> Term:
    """The integral in the variable z where ``x = shift + stretch*z``, ``stretch`` > 0."""
    if "stretch" not in item:
        return binder
    head, body, name, low, high = binder
    shift, stretch = (parse(item[key], context.names) for key in ("shift", "stretch"))
    for term in (shift, stretch):
        defined(context, term, {})
    prove(context, ">", stretch, item["positive"])
    body = stretch * substitute(body, {name: shift + stretch * sym(name)})
    ends = [end if end in (OO, -OO) else (end - shift) / stretch for end in (low, high)]
    for end in ends:
        if end not in (OO, -OO):
            defined(context, end, item.get("end_defined", {}))
    return Term((head, body, name, *ends))


def value_at(
    context: Context, inner: Context, body: Term, name: str, end: Term, below: bool, item: Proof
) -> Term:
    """The value of a function at an end of the range, or its limit there."""
    if "near" in item:
        value = parse(item["is"], context.names)
        defined(context, value, {})
        tends(context, body, name, end, below, value, item)
        return value
    if end in (OO, -OO):
        raise Rejected("no value at infinity")
    interval, (low, high) = inner.box[name], inner.ends[name]
    sides = (interval.lo_open and below, interval.hi_open and not below)
    closed = context.having(name, (Interval(interval.lo, interval.hi, *sides), (low, high)))
    gaps = [sym(name) - low] * (low != -OO) + [high - sym(name)] * (high != OO)
    defined(closed.assuming(*((">=", gap) for gap in gaps)), body, item.get("defined", {}))
    return substitute(body, {name: end})


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
