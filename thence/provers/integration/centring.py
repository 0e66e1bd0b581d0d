"""Integrals measured from a location in units of a scale: x = m + b z, for parameters m and b.

A density of Laplace's or Cauchy's has the variable in (x - m)/b.  Where the parameters are known
to be of any size, no place is seen from which on x is beyond m; of z all that is plain.
"""

from __future__ import annotations

from thence import checker
from thence.checker import ONE, OO, ZERO, Context, Proof, Rejected, Term
from thence.provers.goal import Search
from thence.provers.integration import matching
from thence.provers.terms import simplified, subterms, text

MUST_NOT_PROVE = [
    {"given": {"m": "real", "b": "positive"}, "rel": "=", "rhs": "m + 10**-12",
     "lhs": "Integral(x*exp(-Abs(x - m)/b)/(2*b), (x, -oo, oo))"},
    {"given": {"m": "real", "b": "real"}, "rel": "=", "rhs": "1",
     "lhs": "Integral(b/(pi*(b**2 + (x - m)**2)), (x, -oo, oo))"},
    {"given": {"m": "real", "b": "positive", "t": "real"}, "rel": "=", "rhs": "atan(t/b)/pi",
     "lhs": "Integral(1/(pi*b*(1 + ((x - m)/b)**2)), (x, m, t))"},
    {"given": {"m": "real"}, "lhs": "Integral(x/(1 + (x - m)**2), (x, -oo, oo))", "rel": "=",
     "rhs": "pi*m"},
]  # fmt: skip
#: Functions beyond which nothing is a polynomial any more.
FUNCTIONS = ("abs", "exp", "log", "atan", "asin", "erf", "sin", "cos", "pow")


def value(context: Context, integral: Term, search: Search) -> tuple[Proof, Term] | None:
    """How the checker shows the integral to be one in z = (x - m)/b, and that integral, if the
    location is seen in no function of z any more; over a range that is infinite."""
    if not {OO, -OO} & {*integral[3:]}:
        return None
    try:
        lines = _lines(context, integral)
        places = {simplified(context, -start / rate) for start, rate in lines}
        if len(places) != 1:
            return None
        (place,) = places
        scale = _scale(context, lines[-1][1])
        for moved, move in matching.affine(context, integral, place, scale, search):
            body = simplified(context.within(moved), moved[1])
            if checker.symbols(place) & _bound(body, moved[2]):
                return None
            shown = Term((moved[0], body, *moved[2:]))
            return search.accepted(context, integral, {**move, "is": text(shown)})
    except (Rejected, ArithmeticError, ValueError):
        pass
    return None


def _lines(context: Context, integral: Term) -> list[tuple[Term, Term]]:
    """What is affine in the variable and not 0 at 0, for all that is seen, inside of a function or
    a denominator: its value at 0 and its slope, the innermost first."""
    _, body, name, *_ = integral
    inner, found = context.within(integral), list[tuple[Term, Term]]()
    inside = [t for f in _functions(body, name) for t in subterms(f)]
    for t in sorted(dict.fromkeys(inside), key=lambda t: len(text(t))):
        if name not in checker.symbols(t) or t[0] not in ("+", "*", "/"):
            continue
        rate = simplified(inner, checker.diff(t, name))
        start = simplified(context, checker.substitute(t, {name: ZERO}))
        if name not in checker.symbols(rate) and rate != ZERO and checker.symbols(start):
            found.append((start, rate))
    return found


def _functions(body: Term, name: str) -> list[Term]:
    """What stands in the functions and denominators that depend on the variable."""
    found = [t[1] for t in subterms(body) if t[0] in FUNCTIONS]
    found += [t[2] for t in subterms(body) if t[0] == "/"]
    return [f for f in found if name in checker.symbols(f)]


def _scale(context: Context, rate: Term) -> Term:
    """One over the modulus of a slope of known sign, or 1."""
    for signed in (rate, -rate):
        if context.holds(">", signed):
            return simplified(context, ONE / signed)
    return ONE


def _bound(body: Term, name: str) -> set[str]:
    """The names that stand in functions or denominators beside the variable."""
    return set[str]().union(*map(checker.symbols, _functions(body, name)))
