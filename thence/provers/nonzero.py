"""What is not 0 is positive or negative: the sign at a point tells which to show."""

from __future__ import annotations

from flint import arb

from thence import checker
from thence.checker import Context, Proof
from thence.provers.covers import inside
from thence.provers.goal import Goal, Search
from thence.provers.univariate import as_fmpq

NAME = "nonzero"
COST = 2
MUST_NOT_PROVE = [
    {"given": {"x": "[0, 1]"}, "lhs": "x - x**2", "rel": "!=", "rhs": "0"},
    {"given": {"x": "(0, 1)"}, "lhs": "x", "rel": "!=", "rhs": "1 - 10**-12"},
    {"given": {"x": "(0, 3)", "y": "(0, 3)"}, "assuming": ["x < y"], "lhs": "x*y", "rel": "!=",
     "rhs": "2"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """``term > 0`` or ``-term > 0``, as the middle of the box has it."""
    if goal.rel != "!=" or goal.context.sizes:
        return None
    context = goal.context
    for name in goal.free:
        point = checker.exactly(arb(as_fmpq(inside(context.box[name]))))
        context = context.having(name, (point, context.ends[name]))
    value = Context(context.box, context.ends, [], []).bounds(goal.term)
    if not value.satisfies("!="):
        return None
    sign = 1 if value.satisfies(">") else -1
    then = search.prove(goal.of(checker.num(sign) * goal.term if sign < 0 else goal.term, ">"))
    return None if then is None else {"rule": "sign", "sign": sign, "then": then}
