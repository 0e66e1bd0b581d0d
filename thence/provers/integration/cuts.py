"""Integrals cut in two: where what stands in a modulus is 0, or in the middle of an even one."""

from __future__ import annotations

from thence import checker
from thence.checker import OO, ZERO, Context, Proof, Rejected, Term
from thence.provers.goal import Search, simplified, subterms
from thence.provers.integration import euler, matching

MUST_NOT_PROVE = [
    {"given": {"m": "real"}, "lhs": "Integral(Abs(x - m), (x, 0, 1))", "rel": "=",
     "rhs": "m**2 - m + 1/2"},
    {"given": {}, "lhs": "Integral(Abs(x)*exp(-x**2), (x, -oo, oo))", "rel": "=",
     "rhs": "1 + 10**-12"},
    {"given": {}, "lhs": "Integral(Abs(x)/x**3, (x, -1, 1))", "rel": "=", "rhs": "0"},
    {"given": {"v": "positive"}, "lhs": "Integral((1 + x**2)**(-v), (x, -oo, oo))", "rel": "=",
     "rhs": "sqrt(pi)*gamma(v - 1/2)/gamma(v)"},
    {"given": {"t": "real"}, "lhs": "Integral(exp(t*x - Abs(x)), (x, -oo, oo))", "rel": "=",
     "rhs": "2/(1 - t**2)"},
]  # fmt: skip


def at_moduli(context: Context, integral: Term, search: Search) -> tuple[Proof, Term] | None:
    """The integral cut at a zero, inside its range, of what stands in a modulus and is linear."""
    _, body, name, *_ = integral
    for modulus in dict.fromkeys(t for t in subterms(body) if t[0] == "abs"):
        slope = checker.diff(modulus[1], name)
        if slope == ZERO or name in checker.symbols(slope):
            continue
        try:
            start = checker.substitute(modulus[1], {name: ZERO})
            found = _cut(context, integral, simplified(context, -start / slope), search)
        except Rejected:
            continue
        if found is not None:
            return found
    return None


def in_the_middle(context: Context, integral: Term, search: Search) -> tuple[Proof, Term] | None:
    """The integral of an even function over the real line, cut at 0, if the half is one of
    Euler's."""
    _, body, name, *ends = integral
    turned = checker.substitute(body, {name: -checker.sym(name)})
    try:
        if ends == [-OO, OO] and checker.vanishes(context.within(integral), body - turned):
            half = Term(("integral", body, name, ZERO, OO))
            if euler.value(context, half, search, deep=True) is not None:
                return _cut(context, integral, ZERO, search)
    except Rejected:
        pass
    return None


def _cut(
    context: Context, integral: Term, point: Term, search: Search
) -> tuple[Proof, Term] | None:
    if not matching.inside(context, point, integral):
        return None
    item = matching.split(context, integral, point, search)
    return None if item is None else search.accepted(context, integral, item)
