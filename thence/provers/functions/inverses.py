"""Sums of inverse functions: by the cosine of an angle, or the exponential of a logarithm."""

from __future__ import annotations

from thence import checker
from thence.checker import NormalForm, Proof, Term
from thence.provers.goal import Goal, Search, holds
from thence.provers.terms import in_normal_form, subterms, text

NAME = "inverses"
COST = 2
MUST_NOT_PROVE = [
    {"given": {"x": "real", "y": "real"}, "assuming": ["x*y != 1"], "lhs": "atan(x) + atan(y)",
     "rel": "=", "rhs": "atan((x + y)/(1 - x*y))"},
    {"given": {"x": "[0, 2*pi]"}, "lhs": "acos(cos(x))", "rel": "=", "rhs": "x"},
    {"given": {"x": "[-1, 1]"}, "lhs": "2*acos(x)", "rel": "=", "rhs": "acos(2*x**2 - 1)"},
    {"given": {"x": "[-1, 1]"}, "lhs": "3*asin(x)", "rel": "=", "rhs": "asin(3*x - 4*x**3)"},
    {"given": {}, "lhs": "atan(1) + atan(2) + atan(3)", "rel": "=", "rhs": "0"},
    {"given": {"x": "real"}, "lhs": "acosh(cosh(x))", "rel": "=", "rhs": "x"},
    {"given": {"x": "real"}, "lhs": "asinh(2*x*Abs(x))", "rel": "=", "rhs": "2*asinh(x)"},
]  # fmt: skip
#: Multiples that clear the halves and quarters of angles, and the roots of exponentials.
TIMES = (1, 2, 4)


def attempt(goal: Goal, search: Search) -> Proof | None:
    """An equation in which inverse functions occur, by the function that they are inverse to."""
    if goal.rel != "=":
        return None
    heads = {term[0] for term in subterms(goal.term)}
    rules = ["angle"] * bool(heads & {"asin", "atan"}) + ["exponential"] * ("log" in heads)
    for rule in rules:
        for k in TIMES:
            search.check_time()
            proof: Proof = {"rule": rule, "times": str(k)}
            if holds(goal, proof):
                return proof
    return _alone(goal, search) if "angle" in rules else None


def _alone(goal: Goal, search: Search) -> Proof | None:
    """One inverse function alone on a side."""

    def job(form: NormalForm) -> list[tuple[Term, Term, Term]]:
        a, found = form.of(goal.term), []
        for i, kernel in enumerate(form.kernels):
            slope = a.n.derivative(i)
            if kernel[0] in ("asin", "atan") and slope.is_constant() and slope != 0 and a.d == 1:
                v = form.gens[i] - a.n * (1 / slope.leading_coefficient())
                found.append((kernel, form.term(v), form.term(slope)))
        return found

    for kernel, v, slope in in_normal_form(goal.context, job):
        head, u = kernel
        gap = u - checker.sin(v) if head == "asin" else u * checker.cos(v) - checker.sin(v)
        then = search.prove(goal.of(gap), only=("normal form", "powers", "signs"))
        if then is None:
            continue
        seen: Proof = {"rule": "bounds"}
        proof: Proof = {"rule": "inverse", "of": head, "at": text(u), "is": text(v),
                        "below": seen, "above": seen, "then": then}  # fmt: skip
        whole: Proof = {"rule": "rewrite", "by": text(checker.ONE / slope),
                        "by_positive": {"rule": "normal form"}, "to": text(kernel - v),
                        "then": proof}  # fmt: skip
        if holds(goal, whole):
            return whole
    return None
