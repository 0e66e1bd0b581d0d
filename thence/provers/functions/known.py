"""A logarithm against its tangent: ``log u >= 1 - 1/u``, whatever u > 0 is."""

from __future__ import annotations

from thence import checker
from thence.checker import NormalForm, Proof, Rejected, Term
from thence.provers.goal import Goal, Search, holds, in_normal_form, text

NAME = "known"
COST = 1
MUST_NOT_PROVE = [
    {"given": {"p": "positive", "q": "positive"}, "lhs": "log(p/q)", "rel": ">", "rhs": "1 - q/p"},
    {"given": {"p": "positive", "q": "positive"}, "lhs": "log(p/q)", "rel": ">=", "rhs": "1 - p/q"},
    {"given": {"u": "positive"}, "lhs": "log(u)", "rel": ">=", "rhs": "1 - 1/u + 10**-12"},
]


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The logarithms of the goal as one, ``log v``, with ``1/v - 1`` beside it."""
    if goal.rel != ">=":
        return None
    inside = _inside(goal)
    if inside is None:
        return None
    found: Proof = {
        "rule": NAME, "of": "log", "at": text(inside), "positive": {"rule": "normal form"},
    }  # fmt: skip
    return found if holds(goal, found) else None


def _inside(goal: Goal) -> Term | None:
    """v where the logarithms of the goal add up to log v."""

    def job(form: NormalForm) -> Term | None:
        whole = form.of(goal.term)
        v = checker.ONE
        for i, kernel in enumerate(form.kernels):
            if kernel[0] == "log":
                slope = form.of(form.term(whole.n.derivative(i)) / form.term(whole.d))
                if not (slope.n.is_constant() and slope.d.is_constant()) or slope.n == 0:
                    continue
                c = slope.n.leading_coefficient() / slope.d.leading_coefficient()
                v = checker.times(v, kernel[1] ** checker.num(c))
        return None if v == checker.ONE else v

    try:
        found: Term | None = in_normal_form(goal.context, job)
    except Rejected:
        return None
    return found
