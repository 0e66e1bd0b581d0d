"""Boxes in several variables: monotonicity, mean values and convexity."""

from __future__ import annotations

from .context import Context
from .intervals import INF, Interval, exactly, product
from .rules import Proof, defined, interior, prove, variable
from .terms import Rejected, Term, diff, parse, substitute, symbols


def by_mean_values(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """On a closed box, where the term is smooth: a variable in which it is monotone is put where
    the term is least, and f(x) >= f(c) + sum of f_i(box)*(x_i - c_i) in the others."""
    names = sorted(symbols(term))
    if rel not in (">", ">=") or not set(names) <= context.box.keys() - context.sizes.keys():
        raise Rejected("mean values show an order, in variables")
    whole = {name: Interval(context.box[name].lo, context.box[name].hi) for name in names}
    box = _over(context, whole)
    box.bounds(term)
    slopes = {name: box.bounds(diff(term, name)) for name in names}
    least, middle = dict(whole), dict(whole)
    for name, slope in slopes.items():
        low, high = whole[name].lo, whole[name].hi
        if slope.lo >= 0 or slope.hi <= 0:
            end = low if slope.lo >= 0 else high
            if not abs(end) < INF:
                raise Rejected("a box without an end")
            least[name] = middle[name] = exactly(end)
        else:
            middle[name] = exactly(whole[name].ball().mid())
    if _over(context, least).bounds(term).satisfies(rel):
        return True
    total = _over(context, middle).bounds(term)
    for name, slope in slopes.items():
        if middle[name] is not least[name]:
            center = middle[name].lo
            step = Interval(whole[name].lo - center, whole[name].hi - center)
            part = product(slope, step)
            total = Interval(total.lo + part.lo, total.hi + part.hi)
    return total.satisfies(rel)


def _over(context: Context, box: dict[str, Interval]) -> Context:
    """The box alone: hypotheses could leave a set with gaps, over which no mean value is taken."""
    return Context(box, {}, [], context.ledger, whole=context.whole)


def by_tangent(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """Convex in one variable, and flat at a point ``at`` of its interval, given in terms of the
    others: the term is least there."""
    name = variable(proof, context)
    inner, slope, at = interior(context, name), diff(term, name), parse(proof["at"], context.names)
    bend = diff(slope, name)
    defined(context, at, proof.get("at_defined", {}))
    if name in symbols(at) or not context.inside(at, (inner.box[name], inner.ends[name])):
        raise Rejected("the point may leave the interval")
    defined(inner, slope, proof.get("slope_defined", {}))
    defined(inner, bend, proof.get("bend_defined", {}))
    prove(inner, ">=", bend, proof["convex"])
    prove(context, "=", substitute(slope, {name: at}), proof["flat"])
    prove(context, rel, substitute(term, {name: at}), proof["base"])
    return rel in (">", ">=")


BOXES = {"mean values": by_mean_values, "tangent": by_tangent}
