"""Integrals in a parameter: what the other side gains in it is the integral of the slope.

The other side of an equation says what the integral is to be.  At 0 the integrand is simpler, as
erf(m + s x) is odd in x for m = 0, and its slope in m is a density.
"""

from __future__ import annotations

from thence import checker
from thence.checker import ZERO, Context, Interval, Proof, Rejected, Term
from thence.provers.goal import Goal, Search
from thence.provers.integration import integrals, matching
from thence.provers.terms import simplified, subterms, text

MUST_NOT_PROVE = [
    {"given": {"m": "real", "s": "positive"}, "rel": "=", "rhs": "erf(m/sqrt(1 + s**2))",
     "lhs": "Integral(erf(x)*exp(-(x - m)**2/(2*s**2))/(s*sqrt(2*pi)), (x, -oo, oo))"},
    {"given": {"m": "real", "s": "positive"}, "rel": "=",
     "rhs": "erf(m/sqrt(1 + 2*s**2)) + 10**-12",
     "lhs": "Integral(erf(x)*exp(-(x - m)**2/(2*s**2))/(s*sqrt(2*pi)), (x, -oo, oo))"},
    {"given": {"a": "real"}, "lhs": "Integral(erf(a*x)*exp(-x**2), (x, 0, oo))", "rel": "=",
     "rhs": "atan(Abs(a))/sqrt(pi)"},
    {"given": {"a": "nonnegative"}, "lhs": "Integral(a*exp(-a*x), (x, 0, oo))", "rel": "=",
     "rhs": "1"},
    {"given": {"a": "nonnegative"}, "lhs": "Integral(exp(-a*x)/(1 + x), (x, 0, oo))", "rel": "=",
     "rhs": "Integral(1/(1 + x), (x, 0, oo))"},
]  # fmt: skip


def value(
    context: Context, side: Term, integral: Term, other: Term, search: Search
) -> tuple[Proof, Term] | None:
    """How the checker shows the value of an integral of a side by its slope in a parameter, from
    0 on, and that value, in which the integral at 0 is left."""
    varying = (t for t in subterms(integral[1]) if t[0] in ("erf", "atan", "log"))
    if not any(len(checker.symbols(t)) > 1 for t in varying) and not _shifted(integral):
        return None
    total = _expected(side, integral, other)
    if total is None:
        return None
    found = [(integral, Proof())]
    if any(t[0] == "erf" for t in subterms(integral[1])):
        found = [*integrals.completed_squares(context, integral, search), *found]
    for moved, move in found:
        for name in sorted(checker.symbols(moved[1]) & context.box.keys()):
            try:
                how = _way(context, moved, name, total, search)
                if how is None:
                    continue
                item = {**move, "then": how} if move else how
                start = _simpler(context, checker.substitute(moved, {name: ZERO}))
                left = total - checker.substitute(total, {name: ZERO}) + start
                shown = search.accepted(context, integral, {**item, "is": text(left)})
            except (Rejected, ArithmeticError, ValueError):
                continue
            if shown is not None:
                return shown
    return None


def _simpler(context: Context, integral: Term) -> Term:
    """The integral of the normal form of its integrand; 0 for that of 0."""
    head, body, *rest = integral
    body = simplified(context.within(integral), body)
    return ZERO if body == ZERO else Term((head, body, *rest))


def _shifted(integral: Term) -> bool:
    """Whether there is an erf beside an exponential in which there is a parameter."""
    heads = {t[0] for t in subterms(integral[1]) if len(checker.symbols(t)) > 1}
    return "exp" in heads and any(t[0] == "erf" for t in subterms(integral[1]))


def _expected(side: Term, integral: Term, other: Term) -> Term | None:
    """What the integral is if the sides are equal, they being linear in it."""
    if matching.integrals_of(other) or len(matching.integrals_of(side)) != 1:
        return None
    found = next((c for c, b in matching.weighted(side) if b == integral), None)
    return None if found is None else (other - checker.replaced(side, integral, ZERO)) / found


def _way(context: Context, integral: Term, name: str, total: Term, search: Search) -> Proof | None:
    """How the checker shows what an integral gains in a parameter from 0 on."""
    head, body, x, *ends = integral
    inner, whole, (low, high) = (
        checker.interior(context, name), context.box[name], context.ends[name],
    )  # fmt: skip
    sides = whole.lo_open and low != ZERO, whole.hi_open and high != ZERO
    domain = Interval(whole.lo, whole.hi, *sides), (low, high)
    if any(name in checker.symbols(end) for end in ends) or not context.inside(ZERO, domain):
        return None
    closed = inner.having(name, domain)
    slope, gain = checker.diff(body, name), checker.diff(total, name)
    moved = Term((head, slope, x, *ends))
    there = inner.within(moved)
    places = ((closed.within(integral), body), (closed, total), (inner, gain), (there, slope))
    needs = [search.defined(*place) for place in places]
    if None in needs:
        return None
    signs = ((True, slope), (False, -slope))
    sign = next(((r, p) for r, s in signs if (p := search.prove(Goal(there, ">=", s)))), None)
    found = integrals.value(inner, moved, search) if sign is not None else None
    if sign is None or found is None or matching.integrals_of(found[1]):
        return None
    keys = ("defined", "F_defined", "gain_defined", "slope_defined")
    return {
        "by": "parameter", "var": name, "at": "0", "F": text(total), "gain": found[0],
        "rising": sign[0], "sign": sign[1], **dict(zip(keys, needs, strict=True)),
    }  # fmt: skip
