"""Hypotheses about square roots, such as ``norm(u) = 1``: what stands under the root is known too.

From ``a*r + b = 0`` for ``r = sqrt(A)`` follows ``a**2 A = b**2``, whose difference is ``a*r - b``
times what is 0; and from ``r > 0`` that A is positive, as the square of r.
"""

from __future__ import annotations

from thence import checker
from thence.checker import HALF, NormalForm, Proof, Rejected, Term
from thence.provers.goal import Goal, Search, holds, in_normal_form, simplified, text

NAME = "squared equations"
COST = 1
PREPARES = True
D = {"d": "integer>=1", "u": "real[d]", "v": "real[d]"}
MUST_NOT_PROVE = [
    {"given": {"x": "real"}, "assuming": ["sqrt(x**2 + 1) = 2"], "lhs": "x", "rel": "=",
     "rhs": "sqrt(3)"},
    {"given": {"x": "real"}, "assuming": ["sqrt(x**2 + 1) = 2"], "lhs": "x**2", "rel": "=",
     "rhs": "3 + 10**-12"},
    {"given": {"x": "nonnegative", "y": "real"}, "assuming": ["sqrt(x) = y"], "lhs": "y",
     "rel": "=", "rhs": "x"},
    {"given": D, "assuming": ["sqrt(Sum(u[k]**2, (k, 1, d))) = 1"],
     "lhs": "Sum(u[k]*v[k], (k, 1, d))", "rel": "<=", "rhs": "1"},
    {"given": D, "assuming": ["sqrt(Sum(u[k]**2, (k, 1, d))) = 1"],
     "lhs": "Sum(u[k], (k, 1, d))", "rel": "<=", "rhs": "1"},
    {"given": D, "assuming": ["sqrt(Sum(u[k]**2, (k, 1, d))) >= 0"],
     "lhs": "Sum(u[k]**2, (k, 1, d))", "rel": ">", "rhs": "0"},
    {"given": D, "assuming": ["sqrt(Sum(u[k]**2, (k, 1, d))) > 0"],
     "lhs": "Sum(u[k]**2, (k, 1, d))", "rel": ">", "rhs": "10**-12"},
    {"given": {"x": "real"}, "assuming": ["sqrt(x) > 0"], "lhs": "x", "rel": ">", "rhs": "10**-12"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal with the squares of all such hypotheses among its own, each as a lemma."""
    lemmas: list[Proof] = []
    context = goal.context
    for k, (rel, equation) in enumerate(goal.context.hypotheses):
        if rel in (">", "!=") and (inside := _under_root(equation)) is not None:
            lemma = _positive(context, inside, search)
            if lemma is not None:
                lemmas.append(lemma)
                context = context.assuming((">", checker.parse(lemma["of"], context.names)))
            continue
        square = _square(context, equation) if rel == "=" else None
        if square is None:
            continue
        known, factor = square
        proof: Proof = {"rule": "rewrite", "use": {str(k): text(factor)}, "to": "0",
                        "then": {"rule": "bounds"}}  # fmt: skip
        needs = search.defined(context, known)
        if needs is None or not holds(Goal(context, "=", known), proof):
            continue
        lemmas.append({"rule": "lemma", "is": "=", "of": text(known), "defined": needs,
                       "proof": proof})  # fmt: skip
        context = context.assuming(("=", checker.parse(text(known), context.names)))
    if not lemmas:
        return None
    found = search.prove(goal.on(context))
    for lemma in reversed(lemmas if found is not None else []):
        found = {**lemma, "then": found}
    return found


def _under_root(term: Term) -> Term | None:
    """What stands under the root that a term is."""
    return term[1] if term[0] == "pow" and term[2] == HALF else None


def _positive(context: checker.Context, inside: Term, search: Search) -> Proof | None:
    """The lemma that what stands under a positive root is positive, if that is not known yet; with
    other names for the indices of sums where theirs are in use."""
    forms = (inside, simplified(context, inside))
    if any(context.holds(">", form) for form in forms):
        return None
    return next(filter(None, (_lemma(context, form, search) for form in forms)), None)


def _lemma(context: checker.Context, inside: Term, search: Search) -> Proof | None:
    try:
        needs = search.defined(context, inside)
    except Rejected:  # a name that is taken
        return None
    if needs is None:
        return None
    let: Proof = {"is": text(inside**HALF), "in": "(0, oo)", "low": {"rule": "normal form"}}
    proof: Proof = {"rule": "rewrite", "let": {"root": let}, "to": "root**2",
                    "then": {"rule": "bounds"}}  # fmt: skip
    if not holds(Goal(context, ">", inside), proof):
        return None
    return {"rule": "lemma", "is": ">", "of": text(inside), "defined": needs, "proof": proof}


def _square(context: checker.Context, equation: Term) -> tuple[Term, Term] | None:
    """What is 0 by the square of an equation with one root, and what of the equation it takes to
    show it; None where that is known already."""

    def job(form: NormalForm) -> tuple[Term, Term] | None:
        n = form.whole(equation).n
        roots = [i for i, kernel in enumerate(form.kernels) if kernel[0] == "pow"
                 and kernel[2] == HALF and n.degrees()[i] == 1]  # fmt: skip
        if len(roots) != 1:
            return None
        root = form.gens[roots[0]]
        slope = n.derivative(roots[0])
        rest = n - slope * root
        inside = form.kernels[roots[0]][1]
        known = form.term(slope) ** checker.TWO * inside - form.term(rest) ** checker.TWO
        return known, form.term(rest - slope * root)

    try:
        found: tuple[Term, Term] | None = in_normal_form(context, job)
    except Rejected:
        return None
    if found is None:
        return None
    seen = any(
        rel == "="
        and (checker.vanishes(context, h - found[0]) or checker.vanishes(context, h + found[0]))
        for rel, h in context.hypotheses
    )
    return None if seen else found
