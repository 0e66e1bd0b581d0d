"""A square polynomial in one variable by its discriminant: ``A x**2 + B x + C >= 0`` from A > 0 and
``4 A C - B**2 >= 0``, since 4 A times it is ``(2 A x + B)**2 + 4 A C - B**2``.

A, B and C may be any terms without the variable; a modulus in B is gone once it is squared.
"""

from __future__ import annotations

from thence import checker
from thence.checker import NormalForm, Proof, Term, num, sym
from thence.provers.goal import Goal, Search, holds
from thence.provers.terms import in_normal_form, reread, subterms, text

NAME = "discriminants"
COST = 4
D = {"d": "real", "p": "positive", "q": "positive"}
PINSKER = "p*log(p/q) - p + q - d*Abs(p - q) + d**2*(p/6 + q/3)"
MUST_NOT_PROVE = [
    {"given": D, "lhs": PINSKER, "rel": ">", "rhs": "0"},
    {"given": D, "lhs": PINSKER, "rel": ">=", "rhs": "10**-12*p"},
    {"given": D, "lhs": "p*log(p/q) - p + q - d*Abs(p - q) + d**2*(p/7 + q/3)", "rel": ">=",
     "rhs": "0"},
    {"given": D | {"a": "real"}, "lhs": "a*d**2 + 2*p*d + 1", "rel": ">=", "rhs": "0"},
    {"given": D, "lhs": "d**2*log(p) + d + 1", "rel": ">=", "rhs": "0"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal as a square polynomial in one of its variables, the others in functions too."""
    if goal.rel != ">=" or NAME in search.path[:-1] or len(goal.free) < 2:
        return None
    if not any(part[0] in ("log", "exp", "abs", "pow") for part in subterms(goal.term)):
        return None  # of polynomials the sums of squares know more
    for name in sorted(goal.free & goal.context.box.keys()):
        found = _parted(goal, name)
        proof = found and _by_discriminant(goal, name, *found, search)
        if proof is not None:
            return proof
    return None


def _by_discriminant(
    goal: Goal, name: str, a: Term, b: Term, c: Term, search: Search
) -> Proof | None:
    a, b, c = (reread(goal.context, t) for t in (a, b, c))
    gap = reread(goal.context, num(4) * a * c - b * b)
    if search.defined(goal.context, gap) != {} or search.defined(goal.context, a) != {}:
        return None
    positive = search.prove(goal.of(a, ">"))
    shown = search.prove(goal.of(gap)) if positive is not None else None
    if shown is None:
        return None
    left = "rest" + "_" * sum(n.startswith("rest") for n in goal.context.box)
    to = (num(2) * a * sym(name) + b) ** num(2) + sym(left)
    by: Proof = {"rule": "product", "of": [["4", {"rule": "bounds"}], [text(a), positive]]}
    found: Proof = {
        "rule": "rewrite", "by": text(num(4) * a), "by_positive": by, "to": text(to),
        "let": {left: {"is": text(gap), "in": "[0, oo)", "low": shown}},
        "then": {"rule": "bounds"},
    }  # fmt: skip
    return found if holds(goal, found) else None


def _parted(goal: Goal, name: str) -> tuple[Term, Term, Term] | None:
    """The coefficients of a polynomial of degree 2 in a variable, which is in no function."""

    def job(form: NormalForm) -> tuple[Term, Term, Term] | None:
        whole = form.of(goal.term)
        if sym(name) not in form.kernels or not form.context.holds(">", form.term(whole.d)):
            return None
        place = form.kernels.index(sym(name))
        used = [
            kernel
            for kernel, *powers in zip(
                form.kernels, whole.n.degrees(), whole.d.degrees(), strict=False
            )
            if any(p > 0 for p in powers) and kernel != sym(name)
        ]
        inside = any(name in checker.symbols(kernel) for kernel in used)
        if whole.n.degrees()[place] != 2 or whole.d.degrees()[place] or inside:
            return None
        first = whole.n.derivative(place)
        a = first.derivative(place) / 2
        b = first - 2 * a * form.gens[place]
        c = whole.n - a * form.gens[place] ** 2 - b * form.gens[place]
        a, b, c = (form.ratio(part, whole.d).term() for part in (a, b, c))
        return a, b, c

    found: tuple[Term, Term, Term] | None = in_normal_form(goal.context, job)
    return found
