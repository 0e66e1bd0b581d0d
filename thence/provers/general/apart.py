"""What is never 0, since it is positive or negative everywhere."""

from __future__ import annotations

from flint import arb

from thence import checker
from thence.checker import Proof
from thence.provers.goal import Goal, Search
from thence.provers.one_variable.univariate import as_fmpq
from thence.provers.polynomials.polynomial import likely_signs
from thence.provers.samples import false_somewhere
from thence.provers.several_variables.covers import inside

NAME = "apart"
COST = 2
MUST_NOT_PROVE = [
    {"given": {"x": "real", "y": "real"}, "lhs": "x**2 + y**2", "rel": "!=", "rhs": "2*x*y"},
    {"given": {"x": "real", "y": "real"}, "lhs": "x**2 + x*y + y**2", "rel": "!=", "rhs": "0"},
    {"given": {"x": "positive", "y": "positive"}, "lhs": "x**2 + y**2", "rel": "!=",
     "rhs": "(2 + 10**-12)*x*y"},
    {"given": {"x": "[0, 1]"}, "lhs": "x - x**2", "rel": "!=", "rhs": "0"},
    {"given": {"x": "(0, 1)"}, "lhs": "x", "rel": "!=", "rhs": "1 - 10**-12"},
    {"given": {"x": "(0, 3)", "y": "(0, 3)"}, "assuming": ["x < y"], "lhs": "x*y", "rel": "!=",
     "rhs": "2"},
    {"given": {"x": "positive", "y": "positive"}, "assuming": ["x > y - 1"], "lhs": "log(x)",
     "rel": "!=", "rhs": "log(y)"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """A proof of the sign that sampled points, or the middle of the box, tell."""
    if goal.rel != "!=" or not goal.free or goal.context.sizes:
        return None
    signs = likely_signs(goal)
    tied = any(rel == "=" for rel, _ in goal.context.hypotheses)
    if len(signs) > 1 or tied:  # samples do not meet equations
        signs = _sampled(goal) or _in_the_middle(goal)
    for sign in signs:
        then = search.prove(goal.of(goal.term if sign > 0 else -goal.term, ">"))
        if then is not None:
            return {"rule": "sign", "below": sign < 0, "then": then}
    return None


def _in_the_middle(goal: Goal) -> list[int]:
    """The sign at a point inside the box, whether or not the hypotheses hold there."""
    context = goal.context.forgetting()
    for name in goal.free:
        point = checker.exactly(arb(as_fmpq(inside(context.box[name]))))
        context = context.having(name, (point, context.ends[name]))
    try:
        value = context.bounds(goal.term)
    except checker.Rejected:  # such as a logarithm that the hypotheses alone give a value
        return []
    return [1] if value.satisfies(">") else [-1] if value.satisfies("!=") else []


def _sampled(goal: Goal) -> list[int]:
    """The sign at points that meet the hypotheses, where these leave only one."""
    if not goal.context.hypotheses:
        return []
    signs = [
        sign
        for sign in (1, -1)
        if not false_somewhere(goal.context, ">", checker.num(sign) * goal.term)
    ]
    return signs if len(signs) == 1 else []
