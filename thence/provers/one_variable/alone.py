"""An error function by itself: A erf + B > 0 as erf + B/A > 0, whose slope is without it.

``exp(x**2/2)*erfc(x/sqrt(2))`` keeps its error function through any number of derivatives; divided
by what stands before it, it loses it in one.
"""

from __future__ import annotations

from collections.abc import Iterator

from thence import checker
from thence.checker import NormalForm, Proof, Term
from thence.provers.goal import Goal, Search, in_normal_form, reread, simplified, subterms, text

NAME = "alone"
COST = 1
MUST_NOT_PROVE = [
    {"given": {"x": "positive"}, "lhs": "sqrt(pi)*x*exp(x**2)*erfc(x)", "rel": "<",
     "rhs": "1 - 10**-12"},
    {"given": {"x": "positive"}, "lhs": "exp(x**2)*erfc(x)", "rel": ">", "rhs": "10**-12"},
    {"given": {"x": "real"}, "lhs": "sqrt(pi)*x*exp(x**2)*erfc(x)", "rel": "<", "rhs": "1/2"},
    {"given": {"x": "positive"}, "lhs": "(x - 1)*erfc(x)", "rel": "<=",
     "rhs": "(x - 1)*exp(-x**2)"},
]  # fmt: skip
#: What shows the sign of the coefficient, and the rest.
SIGNS = ("bounds", "normal form", "factors")
THEN = ("ladder", "falling")


def attempt(goal: Goal, search: Search) -> Proof | None:
    """Each error function of the only variable in turn."""
    if len(goal.free) != 1 or goal.rel not in (">", ">=") or goal.context.hypotheses:
        return None
    if all(part[0] != "erf" for part in subterms(goal.term)):
        return None
    for coefficient, kernel, rest in _parted(goal):
        for size, f in ((coefficient, kernel), (-coefficient, -kernel)):
            found = _divided(goal, size, f, rest, search)
            if found is not None:
                return found
    return None


def _divided(goal: Goal, size: Term, f: Term, rest: Term, search: Search) -> Proof | None:
    """The term is ``size*f + rest``: f + rest/size, if size is positive."""
    by = simplified(goal.context, checker.ONE / size)
    by_needs = search.defined(goal.context, by)
    positive = search.prove(goal.of(by, ">"), only=SIGNS) if by_needs is not None else None
    if positive is None:
        return None
    to = reread(goal.context, f + simplified(goal.context, rest * by))
    needs = search.defined(goal.context, to)
    then = search.prove(goal.of(to), only=THEN) if needs is not None else None
    return then and {
        "rule": "rewrite", "by": text(by), "by_defined": by_needs, "by_positive": positive,
        "to": text(to), "to_defined": needs, "then": then,
    }  # fmt: skip


def _parted(goal: Goal) -> Iterator[tuple[Term, Term, Term]]:
    """Triples ``(A, f, B)`` with the term ``A f + B`` and f in neither A nor B, for A no number."""

    def job(form: NormalForm) -> list[tuple[Term, Term, Term]]:
        ratio = form.of(goal.term)
        found = []
        for i, kernel in enumerate(form.kernels):
            if kernel[0] != "erf" or ratio.n.degrees()[i] != 1 or ratio.d.degrees()[i]:
                continue
            slope = ratio.n.derivative(i)
            rest = ratio.n - slope * form.gens[i]
            below = form.term(ratio.d)
            found.append((form.term(slope) / below, kernel, form.term(rest) / below))
        return found

    parts: list[tuple[Term, Term, Term]] = in_normal_form(goal.context, job)
    return ((a, f, b) for a, f, b in parts if checker.symbols(a))
