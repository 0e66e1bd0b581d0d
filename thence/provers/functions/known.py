"""A logarithm against its tangent: ``log u >= 1 - 1/u``, whatever u > 0 is.

So is one with a positive factor that varies, ``n log u >= n - n/u``.
"""

from __future__ import annotations

from thence import checker
from thence.checker import NormalForm, Proof, Rejected, Term
from thence.provers.goal import Goal, Search, holds
from thence.provers.terms import in_normal_form, simplified, text

NAME = "known"
COST = 1
MUST_NOT_PROVE = [
    {"given": {"p": "positive", "q": "positive"}, "lhs": "log(p/q)", "rel": ">", "rhs": "1 - q/p"},
    {"given": {"p": "positive", "q": "positive"}, "lhs": "log(p/q)", "rel": ">=", "rhs": "1 - p/q"},
    {"given": {"u": "positive"}, "lhs": "log(u)", "rel": ">=", "rhs": "1 - 1/u + 10**-12"},
    {"given": {"u": "positive", "n": "positive"}, "lhs": "n*log(u)", "rel": ">=", "rhs": "n - 1/u"},
    {"given": {"u": "positive", "n": "real"}, "lhs": "n*log(u)", "rel": ">=", "rhs": "n - n/u"},
    {
        "given": {"p": "positive", "q": "positive"},
        "lhs": "p*log(p) - p*log(q)",
        "rel": ">=",
        "rhs": "p - q + 10**-12",
    },
]


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The logarithms of the goal as one, ``log v``, with ``1/v - 1`` beside it."""
    if goal.rel != ">=":
        return None
    found = _shown(goal)
    if found is not None:
        return found
    factor = _factor(goal)
    if factor is None:
        return None
    divided = goal.of(simplified(goal.context, goal.term / factor))
    then, needs = _shown(divided), search.defined(goal.context, divided.term)
    made: Proof = {
        "rule": "rewrite", "by": text(checker.ONE / factor), "by_positive": {"rule": "normal form"},
        "to": text(divided.term), "to_defined": needs, "then": then,
    }  # fmt: skip
    return made if then is not None and needs is not None and holds(goal, made) else None


def _shown(goal: Goal) -> Proof | None:
    """The proof by the tangent itself."""
    inside = _inside(goal)
    if inside is None:
        return None
    found: Proof = {
        "rule": NAME, "of": "log", "at": text(inside), "positive": {"rule": "normal form"},
    }  # fmt: skip
    return found if holds(goal, found) else None


def _factor(goal: Goal) -> Term | None:
    """A positive term by which some logarithm of the goal is multiplied, or its negative."""

    def job(form: NormalForm) -> Term | None:
        whole = form.of(goal.term)
        for i, kernel in enumerate(form.kernels):
            slope = whole.n.derivative(i)
            if kernel[0] == "log" and slope != 0 and not slope.is_constant():
                return (form.term(slope) / form.term(whole.d)) if slope.degrees()[i] == 0 else None
        return None

    found = in_normal_form(goal.context, job)
    if found is None:
        return None
    return next((t for t in (found, -found) if goal.context.holds(">", t)), None)


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
