"""Hypotheses about square roots, such as ``norm(u) = 1``: what stands under the root is known too.

From ``h = a*r + b = 0`` for ``r = sqrt(A)`` follows ``a**2 A = b**2``, whose difference is
``a*r - b`` times h.  From ``h >= 0`` follows ``b**2 >= a**2 A`` for a < 0, which is h times
``h + 2*abs(a)*r``; and ``a**2 A >= b**2`` for a > 0 and b <= 0, which is h times ``h - 2*b``.
From ``r > 0`` or ``r != 0`` follows A > 0, which is the square of r.
"""

from __future__ import annotations

from contextlib import suppress

from thence import checker
from thence.checker import HALF, TWO, ZERO, Context, NormalForm, Proof, Rejected, Term
from thence.provers.goal import Goal, Search, holds
from thence.provers.terms import in_normal_form, subterms, text

NAME = "squared hypotheses"
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
    {"given": {"x": "real", "y": "real"}, "assuming": ["sqrt(x**2 + 1) >= y"], "lhs": "x**2 + 1",
     "rel": ">=", "rhs": "y**2"},
    {"given": {"x": "real", "y": "real"}, "assuming": ["sqrt(x**2 + y**2) <= 1"],
     "lhs": "x**2 + y**2", "rel": "<", "rhs": "1"},
    {"given": {"x": "real", "y": "real"}, "assuming": ["sqrt(x**2 + y**2) < 1"], "lhs": "x + y",
     "rel": "<=", "rhs": "sqrt(2) - 10**-12"},
    {"given": D, "assuming": ["sqrt(Sum(u[k]**2, (k, 1, d))) >= 0"],
     "lhs": "Sum(u[k]**2, (k, 1, d))", "rel": ">", "rhs": "0"},
    {"given": D, "assuming": ["sqrt(Sum(u[k]**2, (k, 1, d))) > 0"],
     "lhs": "Sum(u[k]**2, (k, 1, d))", "rel": ">", "rhs": "10**-12"},
    {"given": D, "assuming": ["sqrt(Sum(u[k]**2, (k, 1, d))) = sqrt(d)"],
     "lhs": "Sum(u[k]**2, (k, 1, d))", "rel": "<", "rhs": "d + 10**-12 - 10**-12*d"},
    {"given": D | {"b": "real"}, "assuming": ["sqrt(Sum(u[k]**2, (k, 1, d))) <= b*sqrt(d)"],
     "lhs": "Sum(u[k]**2, (k, 1, d))", "rel": "<=", "rhs": "b*d"},
    {"given": {"x": "real"}, "assuming": ["sqrt(x) > 0"], "lhs": "x", "rel": ">", "rhs": "10**-12"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal with the squares of all such hypotheses among its own, each as a lemma."""
    lemmas: list[Proof] = []
    context = goal.context
    for k, (rel, known) in enumerate(goal.context.hypotheses):
        with suppress(Rejected):
            follows, square, proof = _square(context, k, rel, known)
            needs = search.defined(context, square)
            seen = context.holds(follows, square) or _repeated(context, square)
            if seen or needs is None or not holds(Goal(context, follows, square), proof):
                continue
            lemmas.append({"rule": "lemma", "is": follows, "of": text(square), "defined": needs,
                           "proof": proof})  # fmt: skip
            context = context.assuming((follows, checker.parse(text(square), context.names)))
    if not lemmas:
        return None
    found = search.prove(goal.on(context))
    for lemma in reversed(lemmas if found is not None else []):
        found = {**lemma, "then": found}
    return found


def _square(context: Context, k: int, rel: str, known: Term) -> tuple[str, Term, Proof]:
    """What follows from the hypothesis of that number, with a proof; or it is rejected."""
    slope, rest, inside = in_normal_form(context, lambda form: _taken_apart(form, known))
    root = inside**HALF
    square = slope**TWO * inside - rest**TWO
    if rel in (">", "!=") and rest == ZERO:
        let = {"is": text(root), "in": "(0, oo)", "low": {"rule": "normal form"}}
        return ">", inside, {"rule": "rewrite", "let": {"root_1": let}, "to": "root_1**2",
                             "then": {"rule": "bounds"}}  # fmt: skip
    if rel == "=":
        use = {str(k): text(rest - slope * root)}
        return rel, square, {"rule": "rewrite", "use": use, "to": "0", "then": {"rule": "bounds"}}
    if context.holds(">", -slope):
        return rel, -square, _product(rel, known, -TWO * slope * root)
    if context.holds(">", slope) and context.holds(">=", -rest):
        return rel, square, _product(rel, known, -TWO * rest)
    raise Rejected("no square follows from the hypothesis")


def _taken_apart(form: NormalForm, known: Term) -> tuple[Term, Term, Term]:
    """a, b and A of a hypothesis about ``a*sqrt(A) + b``; of several roots, such as in
    ``norm(u) = sqrt(d)``, A is the one with a sum."""
    n = form.whole(known).n
    roots = [i for i, kernel in enumerate(form.kernels) if kernel[0] == "pow"
             and kernel[2] == HALF and n.degrees()[i] == 1]  # fmt: skip
    if len(roots) > 1:
        roots = [i for i in roots if _has_sum(form.kernels[i][1])]
    if len(roots) != 1:
        raise Rejected("not about one root")
    slope = n.derivative(roots[0])
    rest = n - slope * form.gens[roots[0]]
    return form.term(slope), form.term(rest), form.kernels[roots[0]][1]


def _has_sum(term: Term) -> bool:
    return any(part[0] == "sum" for part in subterms(term))


def _product(rel: str, known: Term, more: Term) -> Proof:
    """The hypothesis times itself with what is not negative added."""
    left, sight = "(" if rel == ">" else "[", {"rule": "normal form"}
    lets = {
        "known_1": {"is": text(known), "in": f"{left}0, oo)", "low": sight},
        "more_1": {"is": text(more), "in": "[0, oo)", "low": sight},
    }
    to = "known_1*(known_1 + more_1)"
    return {"rule": "rewrite", "let": lets, "to": to, "then": {"rule": "bounds"}}


def _repeated(context: Context, square: Term) -> bool:
    """Whether an equation says the same already."""
    return any(
        rel == "="
        and (checker.vanishes(context, h - square) or checker.vanishes(context, h + square))
        for rel, h in context.hypotheses
    )
