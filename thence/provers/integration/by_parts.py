"""Integrals of both sides of an equation over one range, by parts: their difference has an
antiderivative.

That is how reduction formulas are shown, and Stein's identity: if F' = f - g then the integral of f
is what F gains and the integral of g.
"""

from __future__ import annotations

from itertools import islice

from thence import checker
from thence.checker import Context, Proof, Rejected, Term
from thence.provers.goal import Search
from thence.provers.integration import antiderivatives, integrals, matching
from thence.provers.integration.matching import NAME, Match
from thence.provers.terms import reread, simplified, text

MUST_NOT_PROVE = [
    {"given": {}, "lhs": "Integral(x*sin(x)*exp(-x**2/2), (x, -oo, oo))", "rel": "=",
     "rhs": "Integral(cos(x)*exp(-x**2/2), (x, -oo, oo)) + 10**-12"},
    {"given": {}, "lhs": "Integral(x*sin(x)*exp(-x**2/2), (x, 0, oo))", "rel": "=",
     "rhs": "Integral(cos(x)*exp(-x**2/2), (x, 0, oo)) + 10**-12"},
    {"given": {"n": "integer>=0"}, "lhs": "Integral(x**n*exp(x), (x, 0, 1))", "rel": "=",
     "rhs": "E - n*Integral(x**(n - 1)*exp(x), (x, 0, 1))"},
    {"given": {}, "lhs": "Integral(sin(x)/x, (x, 0, oo))", "rel": "=",
     "rhs": "Integral(sin(x)/x + 1, (x, 0, oo))"},
    {"given": {"n": "integer>=1"}, "lhs": "Integral(tan(x)**n, (x, 0, pi/4))", "rel": "=",
     "rhs": "1/(n - 1) - Integral(tan(x)**(n - 2), (x, 0, pi/4))"},
    {"given": {}, "lhs": "Integral(exp(-x)/(x - 1)**2, (x, 0, 2))", "rel": "=",
     "rhs": "-exp(-2) - 1 - Integral(exp(-x)/(x - 1), (x, 0, 2))"},
]  # fmt: skip


def items(
    context: Context, left: Term, right: Term, search: Search
) -> tuple[list[Proof], list[Proof]] | None:
    """How the checker takes an integral of the left side to those of the right over its range."""
    if not matching.integrals_of(left) or not matching.integrals_of(right):
        return None
    try:
        match = Match(context, (left, right), search)
        count = len(matching.integrals_of(left))
        done = any(_part(match, which) for which in range(count))
        if done and checker.vanishes(context, match.sides[0] - match.sides[1]):
            needs = [search.defined(context, side) for side in match.sides]
            return None if None in needs else match.found
    except Rejected:
        pass
    return None


def _part(match: Match, which: int) -> bool:
    """An integral of the left side replaced by what an antiderivative gains, and by the integral of
    what is left; whether that is done."""
    context, search = match.context, match.search
    binder = matching.integrals_of(match.sides[0])[which]
    if not any(match.same_range(b, binder) for b in matching.integrals_of(match.sides[1])):
        return False
    whole = next((f for f in match.integrals() if match.same_range(f, binder)), None)
    weight = next((c for c, b in matching.weighted(match.sides[0]) if b == binder), None)
    if whole is None or weight is None:
        return False
    head, body, name, *ends = binder
    inner = context.within(binder)
    gained = checker.substitute(whole[1], {NAME: checker.sym(name)}) / weight
    gained = simplified(inner, gained)
    rest = reread(inner, simplified(inner, body - gained))
    needs = search.defined(inner, body), search.defined(inner, rest)
    if None in needs:
        return False
    for guess in islice(antiderivatives.candidates(inner, gained, name), 3):
        search.check_time()
        antiderivative = reread(inner, guess)
        found = integrals.increments(context, inner, binder, antiderivative, search, rest)
        if found is None:
            continue
        piece, total = found
        piece |= {"defined": needs[0], "rest": text(rest), "rest_defined": needs[1]}
        left = Term((head, rest, name, *ends))
        value = total if rest == checker.ZERO else total + left
        return match.accepted(0, which, binder, {"is": text(value), "pieces": [piece]})
    return False
