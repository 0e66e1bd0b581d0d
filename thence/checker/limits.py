"""Limits from one side, and the values of functions at the ends of a range."""

from __future__ import annotations

from flint import arb

from .context import Context
from .intervals import Interval
from .rules import Proof, defined, each, fresh, interior, prove, same, shown, stated, variable
from .terms import (
    JUMPS,
    ONE,
    OO,
    ZERO,
    Rejected,
    Term,
    diff,
    infinite,
    log,
    num,
    obligations,
    parse,
    substitute,
    sym,
)  # fmt: skip


def plain(term: Term) -> Term:
    """The term, if it is continuous wherever it is defined."""
    if term[0] in JUMPS or infinite(term) or not all(map(plain, term.parts())):
        raise Rejected(f"a {term[0]} may not be continuous")
    return term


def tends(
    context: Context, body: Term, name: str, target: Term, below: bool, value: Term, item: Proof,
    whole: bool = False,
) -> None:  # fmt: skip
    r"""``body = to`` near the target, with parts of the body named that tend to 0: for each, C is
    above \|part\| * scale**p, where scale is \|x\| towards infinity and 1/\|x - a\| towards a, or
    above that with the logarithm of the scale for it, if it is ``slow``.
    ``to`` is continuous where the parts are 0, and has the value of the limit there.
    Or see :func:`quotient`."""
    if "order" in item:
        quotient(context, body, name, target, below, value, item)
        return
    near, scale = approach(context, name, target, below, item, whole)
    defined(near, body, item.get("defined", {}))
    parts: dict[str, Term] = {}
    around = context
    for label, let in item["let"].items():
        part, bound = parse(let["is"], near.names), parse(let["bound"], context.names)
        defined(near, part, let.get("defined", {}))
        defined(context, bound, let.get("bound_defined", {}))
        power = stated(context, let.get("power", "1"))
        if not context.holds(">", power):
            raise Rejected("a part that may not tend to 0")
        grows = log(scale) if let.get("slow") else scale
        if not near.holds(">", grows):
            raise Rejected("the neighbourhood reaches a point where its scale is not positive")
        for sign, proof in ((ONE, let["above"]), (num(-1), let["below"])):
            prove(near, ">=", bound - sign * part * grows**power, proof)
        parts[fresh(label, near)] = part
        tiny = Interval(arb(0 if near.holds(">=", part) else "-1e-40"), arb("1e-40"))
        around = around.having(label, (tiny, (-OO, OO)))
    to = parse(item["to"], context.names | set(parts))
    same(near, body, substitute(to, parts))
    there = substitute(plain(to), dict.fromkeys(parts, ZERO))
    defined(context, there, {})
    for rel, what in obligations(to):  # the others hold near 0 if they do at 0, by continuity
        if rel == "each":
            each(around, what, {})
        elif rel == ">=":
            shown(around, rel, what, "", {})
    same(context, there, value)


def quotient(
    context: Context, body: Term, name: str, target: Term, below: bool, value: Term, item: Proof
) -> None:
    r"""L'Hopital's rule for f/g at a point: the derivatives below the ``order`` of both are 0,
    that of g is not, and that of f is ``value`` times it.  With \|x - a\| as the variable all of
    them are defined, hence continuous, from 0 on.  So near the point the last derivative of g keeps
    its sign, and by the mean value theorem g and the derivatives between do too."""
    fresh(name, context)
    if body[0] != "/" or target in (OO, -OO):
        raise Rejected("not a quotient at a point")
    defined(context, target, {})
    order, x = int(item["order"]), sym(name)
    beside = context.having(name, (Interval(arb(0), arb("1e-40")), (-OO, OO)))
    f, g = (substitute(part, {name: target - x if below else target + x}) for part in body.parts())
    proofs, zeros = item.get("defined", {}), item.get("zeros", {})
    for k in range(order + 1):
        defined(beside, plain(f), proofs.get(f"f{k}", {}))
        defined(beside, plain(g), proofs.get(f"g{k}", {}))
        there = [substitute(part, {name: ZERO}) for part in (f, g)]
        if k < order:
            _zero(context, there[0], zeros.get(f"f{k}"))
            _zero(context, there[1], zeros.get(f"g{k}"))
            f, g = diff(f, name), diff(g, name)
    if not 0 <= order <= 12 or not context.holds("!=", there[1]):
        raise Rejected("the last derivative of the denominator may be 0")
    _zero(context, there[0] - value * there[1], zeros.get("last"))


def _zero(context: Context, term: Term, proof: Proof | None) -> None:
    """A term that is defined is 0: by its proof, or by its normal form."""
    if proof is not None:
        prove(context, "=", term, proof)
    else:
        same(context, term, ZERO)


def approach(
    context: Context, name: str, target: Term, below: bool, item: Proof, whole: bool = False
) -> tuple[Context, Term]:
    r"""The neighbourhood of the target from its edge ``near`` on, and its scale there: \|x\| or
    1/\|x - target\|; or the ``whole`` numbers in it."""
    edge, x = parse(item["near"], context.names), sym(name)
    if target in (OO, -OO):
        scale = x if target == OO else -x
    else:
        scale = ONE / (target - x if below else x - target)
        if not context.holds(">", target - edge if below else edge - target):
            raise Rejected("not a neighbourhood of the target")
    ends = (edge, target) if target == OO or (below and target != -OO) else (target, edge)
    near = context.within(Term(("integral", ZERO, name, *ends)))
    near.whole |= {name} if whole else set()
    if not near.holds(">", scale):
        raise Rejected("the neighbourhood reaches a point where its scale is not positive")
    return near, scale


def value_at(
    context: Context, inner: Context, body: Term, name: str, end: Term, below: bool, item: Proof
) -> Term:
    """The value of a function at an end of the range, or its limit there."""
    if "is" in item:
        value = stated(context, item["is"])
        tends(context, body, name, end, below, value, item)
        return value
    defined(closed(context, inner, name, end, below), body, item.get("defined", {}))
    return substitute(body, {name: end})


def closed(context: Context, inner: Context, name: str, end: Term, below: bool) -> Context:
    """The range of a variable with one of its ends, as a context."""
    if end in (OO, -OO):
        raise Rejected("no value at infinity")
    interval, (low, high) = inner.box[name], inner.ends[name]
    sides = (interval.lo_open and below, interval.hi_open and not below)
    there = context.having(name, (Interval(interval.lo, interval.hi, *sides), (low, high)))
    gaps = [sym(name) - low] * (low != -OO) + [high - sym(name)] * (high != OO)
    return there.assuming(*((">=", gap) for gap in gaps))


def without(context: Context, name: str) -> Context:
    """The context without a variable that no hypothesis ties."""
    box = {n: whole for n, whole in context.box.items() if n != name}
    ends = {n: pair for n, pair in context.ends.items() if n != name}
    whole = context.whole - {name}
    return Context(box, ends, context.hypotheses, context.ledger, context.sizes, whole)


def by_limit(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """A term that falls towards an infinite end of a variable's interval (``lo`` or ``hi``) is at
    least its limit there, which is at least 0; and above it, where it falls strictly."""
    name, at = variable(proof, context), proof["at"]
    inner, slope, point = interior(context, name), diff(term, name), context.ends[name][at == "hi"]
    if point != (OO if at == "hi" else -OO) or rel not in (">", ">="):
        raise Rejected("a limit shows an order from an infinite end")
    defined(inner, slope, proof.get("slope_defined", {}))
    if name in context.whole:  # between the integers as well
        defined(inner, term, proof.get("defined", {}))
    prove(inner, rel, -slope if at == "hi" else slope, proof["slope"])
    outer = without(context, name)
    value = stated(outer, proof["limit"]["is"])
    tends(outer, term, name, point, False, value, proof["limit"])
    prove(outer, ">=", value, proof["base"])
    return True


LIMITS = {"limit": by_limit}
