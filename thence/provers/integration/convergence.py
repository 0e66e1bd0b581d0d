"""Convergence of integrals: the integrand is continuous up to an end, or falls fast enough there.

Where it is not continuous, its product with a power of the distance is shown to tend to 0.
"""

from __future__ import annotations

from flint import fmpq

from thence import checker
from thence.checker import ONE, OO, Context, Proof, Rejected, Term, num, sym
from thence.provers import limits
from thence.provers.goal import Goal, Search
from thence.provers.integration import euler
from thence.provers.terms import text

MUST_NOT_PROVE = [
    {"given": {}, "lhs": "Integral(1/x, (x, 0, 1))", "rel": "=",
     "rhs": "Integral(1/x, (x, 0, 1))"},
    {"given": {}, "lhs": "Integral(1/x - 1/(1 + x), (x, 1, oo))", "rel": "=",
     "rhs": "Integral(1/x, (x, 1, oo)) - Integral(1/(1 + x), (x, 1, oo))"},
    {"given": {"a": "real"}, "lhs": "Integral(exp(-a*x), (x, 0, oo))", "rel": "=",
     "rhs": "Integral(exp(-a*x), (x, 0, oo))"},
    {"given": {"a": "nonnegative"}, "lhs": "2*Integral(x**(a - 1), (x, 0, 1))", "rel": "=",
     "rhs": "Integral(2*x**(a - 1), (x, 0, 1))"},
    {"given": {}, "lhs": "Integral(1/(x*log(x)), (x, 2, oo))", "rel": "=",
     "rhs": "Integral(1/(x*log(x)), (x, 2, oo))"},
    {"given": {}, "lhs": "Integral(x/(1 + x**2), (x, -oo, oo))", "rel": "=", "rhs": "0"},
    {"given": {}, "lhs": "2*Integral(1/(x - 1)**2, (x, 0, 2))", "rel": "=",
     "rhs": "Integral(2/(x - 1)**2, (x, 0, 2))"},
]  # fmt: skip
#: What this shows the convergence of.
CONVERGENCE_OF = "integral"
#: Powers of the distance to try at a finite end, and powers of x at infinity.
NEAR, FAR = (fmpq(1, 2), fmpq(3, 4), fmpq(11, 12)), (fmpq(2), fmpq(3, 2), fmpq(9, 8))


def proofs(context: Context, integral: Term, search: Search) -> Proof | None:
    """How the checker shows that an integral converges, or None."""
    _, body, name, *ends = integral
    try:
        inner = context.within(integral)
    except Rejected:
        return None
    needs = search.defined(inner, body)
    if needs is None:
        return None
    found: list[Proof] = []
    for end, below in zip(ends, (False, True), strict=True):
        item = _at_end(context, inner, body, name, end, below, search)
        if item is None:
            return euler.convergence(context, integral, search)
        found.append(item)
    proof: Proof = {"pieces": [{"defined": needs, "ends": found}]}
    try:
        checker.each(context, integral, proof)
    except Rejected:
        return None
    return proof


def _at_end(
    context: Context, inner: Context, body: Term, name: str, end: Term, below: bool, search: Search
) -> Proof | None:
    try:
        checker.value_at(context, inner, body, name, end, below, {})
    except Rejected:
        pass
    else:
        return {}
    if checker.symbols(end):  # that it is positive, as in 1/t from x on, is not seen at sight
        reached = limits.attained(context, inner, body, name, end, below, search)
        if reached is not None:
            return reached
    bounded = _bounded(context, body, name, end, below, search)
    if bounded is not None:
        return {"power": "0", **bounded}
    x, far = sym(name), end in (OO, -OO)
    if far:
        distance = x if end == OO else -x
    else:
        distance = ONE / (end - x if below else x - end)
    for power in FAR if far else NEAR:
        exponent = checker.parse(text(num(power)), set())  # as the checker will read it
        scaled = body * distance ** (exponent if far else -exponent)
        item = limits.tends(context, scaled, name, end, None, search, below)
        if item is not None:
            return {"power": text(num(power)), **item}
    return None


def _bounded(
    context: Context, body: Term, name: str, end: Term, below: bool, search: Search
) -> Proof | None:
    """The integrand stays between -1 and 1, or 16 and -16, next to a finite end."""
    if end in (OO, -OO):
        return None
    for step in (fmpq(1, 2), fmpq(1, 64)):
        edge = end - num(step) if below else end + num(step)
        item: Proof = {"near": text(edge)}
        near, _ = checker.approach(context, name, end, below, item)
        needs = search.defined(near, body)
        if needs is None:
            continue
        for bound in (num(1), num(16)):
            gaps = (bound - body, bound + body)
            sides = [search.prove(Goal(near, ">=", gap), only=("bounds",)) for gap in gaps]
            if None not in sides:
                above, beneath = sides
                return {
                    **item, "bound": text(bound), "defined": needs, "above": above,
                    "below": beneath,
                }  # fmt: skip
    return None
