"""Convergence of infinite sums: a majorant falls by at least the modulus of each summand."""

from __future__ import annotations

from thence import checker
from thence.checker import ONE, OO, Context, Proof, Term, num
from thence.provers.goal import Search
from thence.provers.summation import majorants
from thence.provers.terms import reread, text

MUST_NOT_PROVE = [
    {"given": {}, "lhs": "Sum(1/(k*log(k)), (k, 2, oo))", "rel": ">=", "rhs": "0"},
    {"given": {}, "lhs": "Sum(1/(k**2 - 9), (k, 1, oo))", "rel": "<=", "rhs": "100"},
    {"given": {}, "lhs": "Sum(1/k, (k, 1, oo))", "rel": "<=", "rhs": "1000000"},
    {"given": {}, "lhs": "Sum((-1)**k, (k, 0, oo))", "rel": "=",
     "rhs": "Sum((-1)**k, (k, 0, oo))"},
    {"given": {}, "lhs": "2*Sum(1/(k + sqrt(k)), (k, 1, oo))", "rel": "=",
     "rhs": "Sum(2/(k + sqrt(k)), (k, 1, oo))"},
]  # fmt: skip
#: What this shows the convergence of.
CONVERGENCE_OF = "sum"
#: The least index from which on a majorant is sought.
LEAST = 16


def proofs(context: Context, binder: Term, search: Search) -> Proof | None:
    """How the checker shows that an infinite sum converges."""
    head, body, name, low, _ = binder
    needs = search.defined(context.within(binder), body)
    first = checker.rational(low)
    if needs is None or first is None:
        return None
    start = num(max(LEAST, int(first)))
    far = context.within(Term((head, body, name, start, OO)))
    majorant = majorants.of_summand(far, body, name)
    if majorant is None:
        return None
    majorant = reread(far, majorant)
    item = falls(context, binder, start, majorant, search)
    return item and {"defined": needs, "from": text(start), "falls": item}


def falls(
    context: Context, binder: Term, start: Term, majorant: Term, search: Search
) -> Proof | None:
    """The proofs that a majorant of a sequence is one from an index on."""
    head, body, name, *_ = binder
    near = context.within(Term((head, body, name, start, OO)))
    later = checker.substitute(majorant, {name: checker.sym(name) + ONE})
    item: Proof = {"G": text(majorant)}
    for term, key in ((body, "defined"), (majorant, "G_defined"), (later, "later_defined")):
        needs = search.defined(near, term)
        if needs is None:
            return None
        item[key] = needs
    return majorants.shown(near, item, majorant, majorant - later, body, search)
