"""Moduli in several variables: where what stands in one is nonnegative, and where it is not.

Where the goal is symmetric the variables are put in order first, which tells the sign of their
differences.
"""

from __future__ import annotations

from thence.checker import NormalForm, Proof, Term
from thence.provers.goal import Goal, Search
from thence.provers.polynomials import ordering
from thence.provers.terms import in_normal_form, subterms, text

NAME = "moduli of several"
#: Each case has one modulus less.
PREPARES = True
COST = 1
MUST_NOT_PROVE = [
    {"given": {"x": "real", "y": "real"}, "lhs": "Abs(x + y)", "rel": ">=",
     "rhs": "Abs(x) + Abs(y) - 2*Abs(x*y)"},
    {"given": {"x": "real", "y": "real"}, "lhs": "Abs(x - y)", "rel": ">=",
     "rhs": "x - y + 10**-12"},
    {"given": {"x": "real", "y": "real"}, "lhs": "x**2 + y**2", "rel": ">", "rhs": "2*Abs(x*y)"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """A proof on either side of where the first modulus of the term vanishes."""
    if goal.rel not in (">", ">=") or len(goal.free) < 2:
        return None
    inside = in_normal_form(goal.context, lambda form: _first(form, goal.term))
    if inside is None:
        return None
    names = ordering.symmetric(goal, ordering.alike(goal))
    if names:
        return ordering.in_order(goal, names, False, search.prove)
    proofs = []
    for side in (inside, -inside):
        there = search.prove(goal.on(goal.context.assuming((">=", side))))
        if there is None:
            return None
        proofs.append(there)
    return {"rule": "cases", "on": text(inside), "above": proofs[0], "below": proofs[1]}


def _first(form: NormalForm, term: Term) -> Term | None:
    """What stands in the first modulus of the normal form of a term that has none inside."""
    found = form.of(term)
    used = zip(form.kernels, (found.n * found.d).degrees(), strict=False)
    outer = [kernel for kernel, e in used if e and kernel[0] == "abs"]
    moduli = [part for kernel in outer for part in subterms(kernel) if part[0] == "abs"]
    return next((f for _, f in moduli if all(part[0] != "abs" for part in subterms(f))), None)
