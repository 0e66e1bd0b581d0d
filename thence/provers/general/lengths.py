"""An integer from 1 to n is there only where n is at least 1: hypotheses raise the low end of n."""

from __future__ import annotations

from thence import checker
from thence.checker import OO, Context, Proof
from thence.provers.goal import Goal, Search
from thence.provers.one_variable.univariate import as_fmpq, as_fraction
from thence.provers.terms import text

NAME = "lengths"
COST = 1
PREPARES = True
MUST_NOT_PROVE = [
    {"given": {"n": "integer>=0", "p": "positive[n]"}, "lhs": "Sum(p[i], (i, 1, n))", "rel": ">",
     "rhs": "0"},
    {"given": {"n": "integer>=0", "k": "index[n]"}, "lhs": "n", "rel": ">", "rhs": "1"},
    {"given": {"n": "integer>=0", "m": "integer>=0", "k": "index[n]"}, "lhs": "m", "rel": ">",
     "rhs": "0"},
    {"given": {"n": "integer>=0", "k": "index[n]"}, "lhs": "n", "rel": ">=", "rhs": "1 + 10**-12"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal on what a hypothesis ``n >= f`` leaves of the range of an integer n."""
    context = goal.context
    for k, (rel, known) in enumerate(context.hypotheses):
        for name in sorted(checker.symbols(known) & context.whole) if rel == ">=" else ():
            domain = _raised(context, name, k)
            if domain is None:
                continue
            then = search.prove(goal.on(context.having(name, context.domain(domain))))
            if then is None:
                return None
            below = {"rule": "contradiction", "hypothesis": k, "proof": {"rule": "bounds"}}
            return {"rule": "narrow", "var": name, "in": domain, "below": below, "then": then}
    return None


def _raised(context: Context, name: str, k: int) -> str | None:
    """A smaller domain of the name, by the bounds of the rest of a hypothesis in which it occurs
    once; None where there is none."""
    _, known = context.hypotheses[k]
    low, high = context.ends[name]
    if checker.diff(known, name) != checker.ONE or low == -OO:
        return None
    rest = context.forgetting().bounds(checker.substitute(known, {name: checker.ZERO}))
    if not rest.hi.is_finite() or not -rest.hi > context.box[name].lo:
        return None
    start = checker.num(as_fmpq(as_fraction(-rest.hi)))
    return f"[{text(start)}, {text(high)}{')' if context.box[name].hi_open else ']'}"
