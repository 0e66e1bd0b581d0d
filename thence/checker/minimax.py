"""Printed digits, and the enclosure of a minimax value."""

from __future__ import annotations

from typing import Any

from flint import arb, fmpq

from .context import Context
from .intervals import INF, Interval, exactly, hull, product
from .rules import defined, prove
from .terms import OO, Rejected, Term, continuous, parse, substitute

MINIMAX = ("minimax", "argminimax")


def printed(text: str, value: Interval) -> bool | None:
    """Whether printed digits are the leading digits of a value, cut off or rounded."""
    whole, _, decimals = text.removeprefix("-").partition(".")
    if not ((whole + decimals).isdecimal() and text.isascii()):  # a sign behind a space is one too
        raise Rejected("not printed digits")
    unit = fmpq(10) ** len(decimals) * (-1 if text.startswith("-") else 1)
    scaled = product(value, exactly(arb(unit)))  # in units of the last digit
    low, high = arb(int(whole + decimals)) - arb("0.5"), arb(int(whole + decimals)) + 1
    if scaled.lo >= low and scaled.hi < high:
        return True
    return False if scaled.hi < low or scaled.lo >= high else None


def _above(free: Context, faces: list[Term], b: str, upper: dict[str, Any]) -> Term:
    """A bound that every face stays under at one place of b."""
    place, best = parse(upper["at"], set()), parse(upper["is"], set())
    if not free.inside(place, (free.box[b], free.ends[b])):
        raise Rejected("the place of the upper bound is outside the domain")
    at = free.having(b, (free.bounds(place), (place, place)))
    for face, proof in zip(faces, upper["proofs"], strict=True):
        prove(at, ">=", best - substitute(face, {b: place}), proof)
    return best


def minimax(context: Context, left: Term, certificate: dict[str, Any]) -> Interval:
    r"""Enclose ``min over b of sup over x of f``, or the place of the minimum.

    ``upper``: a place b and a bound that f stays under there for every x.  ``lower``: the domain
    of b cut in pieces, each with an x at which f is at least ``floor`` on the piece; for a place,
    above ``upper`` on every piece but one.  f is continuous in b, so a minimum is attained on
    that compact piece.  \|g\| is above g and -g.  Without ``upper`` there is a bound from below.
    """
    where, (_, within, b, b_low, b_high) = left[0] == "argminimax", left
    _, body, x, x_low, x_high = within
    free = context.having(b, context.between(b_low, b_high, b_low == -OO, b_high == OO))
    free = free.having(x, free.between(x_low, x_high, x_low == -OO, x_high == OO))
    defined(free, body, certificate.get("defined", {}))
    continuous(body, {b})
    floor = parse(certificate["floor"], set())
    faces = [body[1], -body[1]] if body[0] == "abs" else [body]
    best = _above(free, faces, b, certificate["upper"]) if "upper" in certificate else OO
    if where and best == OO:
        raise Rejected("a place needs an upper bound")
    cuts = [b_low, *(parse(piece["to"], set()) for piece in certificate["lower"][:-1]), b_high]
    kept: list[Term] = []
    if len(cuts) != len(certificate["lower"]) + 1:
        raise Rejected("there is no piece")
    for piece, lo, hi in zip(certificate["lower"], cuts[:-1], cuts[1:], strict=True):
        if piece.get("keep") and where:
            kept += [lo, hi]
            continue
        spot = parse(piece["x"], set())
        if not context.inside(spot, (free.box[x], free.ends[x])):
            raise Rejected("a point is outside the domain")
        inner = free.having(b, context.between(lo, hi, lo == -OO, hi == OO))
        face = substitute(faces[0 if piece["side"] > 0 else -1], {x: spot})
        rel, level = (">", best) if where else (">=", floor)
        prove(inner, rel, face - level, piece["proof"])
    ends = kept if where else [floor, best]
    if len(ends) != 2:
        raise Rejected("the place is not enclosed by one interval")
    if best == OO:
        return Interval(context.bounds(floor).lo, INF)
    return hull(*context.bounds(ends[0]).ends, *context.bounds(ends[1]).ends)
