"""Integrals from one end to another of which neither is known to be the smaller, such as from 0 to
a real x: by an antiderivative on an interval that holds both."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from thence import checker
from thence.checker import OO, ZERO, Context, Proof, Term
from thence.provers.goal import Goal, Search
from thence.provers.integration import antiderivatives
from thence.provers.terms import reread, simplified, text

MUST_NOT_PROVE = [
    {"given": {"x": "real"}, "lhs": "Integral(1/(1 + t), (t, 0, x))", "rel": "=",
     "rhs": "log(Abs(1 + x))"},
    {"given": {"x": "real"}, "lhs": "Integral(1/t**2, (t, 1, x))", "rel": "=", "rhs": "1 - 1/x"},
    {"given": {"x": "real"}, "lhs": "Integral(Abs(t), (t, 0, x))", "rel": "=", "rhs": "x**2/2"},
    {"given": {"x": "real"}, "lhs": "Integral(exp(t), (t, 0, x))", "rel": "=",
     "rhs": "Abs(exp(x) - 1)"},
    {"given": {"x": "real"}, "lhs": "Integral(cos(t), (t, 0, x))", "rel": "=",
     "rhs": "sin(x) + 10**-12"},
    {"given": {"x": "(-2, 2)"}, "lhs": "Integral(1/sqrt(1 - t**2), (t, 0, x))", "rel": "=",
     "rhs": "asin(x)"},
]  # fmt: skip


def value(context: Context, integral: Term, search: Search) -> tuple[Proof, Term] | None:
    """How the checker shows the value of an integral whose ends may be in either order, and that
    value."""
    head, body, name, *ends = integral
    for hull in _hulls(context, ends):
        inner = context.within(Term((head, body, name, *hull)))
        needs = search.defined(inner, body)
        if needs is None:
            continue
        for guess in islice(antiderivatives.candidates(inner, body, name), 3):
            search.check_time()
            antiderivative = reread(inner, guess)
            slope = checker.diff(antiderivative, name)
            more = [search.defined(inner, term) for term in (antiderivative, slope)]
            equal = search.prove(Goal(inner, "=", slope - body)) if None not in more else None
            if equal is None:
                continue
            low, high = (checker.substitute(antiderivative, {name: end}) for end in ends)
            shown = text(simplified(context, high - low))
            item: Proof = {
                "is": shown, "hull": [text(end) for end in hull], "F": text(antiderivative),
                "defined": needs, "F_defined": more[0], "slope_defined": more[1], "slope": equal,
            }  # fmt: skip
            found = search.accepted(context, integral, item)
            if found is not None:
                return found
    return None


def _hulls(context: Context, ends: list[Term]) -> Iterator[tuple[Term, Term]]:
    """Open intervals that hold both ends, where these may be in either order."""
    if {OO, -OO} & {*ends} or context.holds(">=", ends[1] - ends[0]):
        return
    exact = [context.ends[n] for end in ends for n in checker.symbols(end) if n in context.ends]
    for hull in dict.fromkeys([(-OO, OO), (ZERO, OO), (-OO, ZERO), *exact]):
        domain = context.between(*hull, True, True)
        if all(context.inside(end, domain) for end in ends):
            yield hull
