"""An error function by itself: A erf + B > 0 as erf + B/A > 0, whose slope is without it.

``exp(x**2/2)*erfc(x/sqrt(2))`` keeps its error function through any number of derivatives; divided
by what stands before it, it loses it in one.
"""

from __future__ import annotations

from thence import checker
from thence.checker import NormalForm, Proof, Term
from thence.provers.goal import Goal, OutOfTime, Search
from thence.provers.terms import in_normal_form, reread, simplified, subterms, text

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
#: Seconds for the rest.
EACH = 1.5


def attempt(goal: Goal, search: Search) -> Proof | None:
    """Each error function of the only variable in turn."""
    if len(goal.free) != 1 or goal.rel not in (">", ">=") or goal.context.hypotheses:
        return None
    for coefficient, kernel, rest in parted(goal) if applies(goal) else ():
        if not checker.symbols(coefficient):
            continue
        for size, f in ((coefficient, kernel), (-coefficient, -kernel)):
            found = _divided(goal, size, f, rest, search)
            if found is not None:
                return found
    return None


def _divided(goal: Goal, size: Term, f: Term, rest: Term, search: Search) -> Proof | None:
    """The term is ``size*f + rest``: f + rest/size, if size is positive."""
    if search.prove(goal.of(size, ">"), only=SIGNS) is None:
        return None
    by = simplified(goal.context, checker.ONE / size)
    by_needs = search.defined(goal.context, by)
    positive = search.prove(goal.of(by, ">"), only=SIGNS) if by_needs is not None else None
    if positive is None:
        return None
    to = reread(goal.context, f + simplified(goal.context, rest * by))
    needs, then = search.defined(goal.context, to), None
    if needs is not None:
        short = Search(min(search.left(), EACH))
        short.path += search.path
        try:
            then = short.prove(goal.of(to), only=THEN)
        except OutOfTime:
            search.check_time()
    return then and {
        "rule": "rewrite", "by": text(by), "by_defined": by_needs, "by_positive": positive,
        "to": text(to), "to_defined": needs, "then": then,
    }  # fmt: skip


def applies(goal: Goal) -> bool:
    """Whether there is an error function."""
    return any(part[0] == "erf" for part in subterms(goal.term))


def parted(goal: Goal) -> list[tuple[Term, Term, Term]]:
    """Triples ``(A, f, B)`` with the term ``A f + B`` and the error function f in neither."""

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
    return parts
