"""Multiply by the conjugate: A + B r > 0 follows from A**2 - B**2 r**2 > 0 and A - B r > 0.

``r`` is a root or a modulus; in the product it is gone.
"""

from __future__ import annotations

from thence.checker import NormalForm, Proof, Term
from thence.provers.goal import Goal, Search
from thence.provers.terms import in_normal_form, text

NAME = "conjugate"
COST = 3
MUST_NOT_PROVE = [
    {"given": {"x": "real"}, "lhs": "sqrt(x**2+1)", "rel": ">=", "rhs": "Abs(x)+10**-12"},
    {"given": {"x": "nonnegative"}, "lhs": "sqrt(x)", "rel": ">=", "rhs": "x"},
    {"given": {"x": "real", "b": "nonnegative"}, "lhs": "sqrt(x**2+b)", "rel": ">", "rhs": "x"},
]


def conjugates(goal: Goal) -> list[tuple[Term, Term]]:
    """Pairs ``(c, term * c)`` in which one root or modulus of the numerator is gone."""

    def job(form: NormalForm) -> list[tuple[Term, Term]]:
        ratio = form.of(goal.term)
        n, d = ratio.n, ratio.d
        found = []
        for i, (power, value) in form.relations.items():
            if power != 2 or form.kernels[i][0] == "sin" or n.degrees()[i] != 1:
                continue
            r = form.gens[i]
            b = n.derivative(i)
            a = n - b * r
            product = form.reduced(a * a - b * b * value)
            below = form.term(d)
            for c, result in ((a - b * r, product), (b * r - a, -product)):
                found.append((form.term(c), form.term(result) / below))
        return found

    pairs: list[tuple[Term, Term]] = in_normal_form(goal.context, job)
    return pairs


def attempt(goal: Goal, search: Search) -> Proof | None:
    """Prove a conjugate positive, then the product."""
    if goal.rel == "=":
        return None
    for by, to in conjugates(goal):
        positive = search.prove(goal.of(by, ">"), only=("bounds", "normal form", "halves"))
        if positive is None:
            continue
        needs = search.defined(goal.context, to)
        then = search.prove(goal.of(to)) if needs is not None else None
        if then is not None:
            return {
                "rule": "rewrite",
                "by": text(by),
                "by_positive": positive,
                "to": text(to),
                "to_defined": needs,
                "then": then,
            }
    return None
