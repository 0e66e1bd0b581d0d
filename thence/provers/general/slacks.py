"""What a hypothesis says is not negative becomes a variable: with x <= f, x is f less that."""

from __future__ import annotations

from thence import checker
from thence.checker import Proof, Term, sym
from thence.provers.general.hypotheses import linear
from thence.provers.goal import Goal, Search, keeping
from thence.provers.terms import reread, text

NAME = "slacks"
COST = 4
MUST_NOT_PROVE = [
    {"given": {"n": "integer>=0", "x": "real"}, "assuming": ["x <= 2**n"], "lhs": "2*x", "rel": "<",
     "rhs": "2**(n + 1)"},
    {"given": {"n": "integer>=0", "x": "real"}, "assuming": ["x <= 2**n"], "lhs": "-x", "rel": "<=",
     "rhs": "2**n"},
    {"given": {"n": "integer>=1", "x": "real", "y": "real"}, "assuming": ["x <= n", "y <= n + 1"],
     "lhs": "x + y", "rel": "<=", "rhs": "2*n + 1 - 10**-12"},
    {"given": {"n": "integer>=0", "x": "real"}, "assuming": ["x < 2**n"], "lhs": "x**2", "rel": "<",
     "rhs": "4**n"},
    {"given": {"a": "real", "x": "real"}, "assuming": ["x >= a**2"], "lhs": "x", "rel": ">",
     "rhs": "a**2"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal with a variable of a hypothesis, which is linear in it, in terms of how far that is
    from an equation."""
    context = goal.context
    if goal.rel not in (">", ">=") or context.sizes:
        return None
    for k in range(len(context.hypotheses)):
        proof = with_gap(goal, k, search)
        if proof is not None:
            return proof
    return None


def with_gap(goal: Goal, k: int, search: Search, only: str = "") -> Proof | None:
    """The goal with the gap of one hypothesis for a variable of it, or the ``only`` one."""
    context, (rel, known) = goal.context, goal.context.hypotheses[k]
    found = _bound(goal, known, only) if rel in (">", ">=") else None
    if found is None:
        return None
    name, bound = found
    slope = checker.diff(known, name)
    gap = "gap" + "_" * sum(n.startswith("gap") for n in context.box)
    domain = "(0, oo)" if rel == ">" else "[0, oo)"
    inner = context.having(gap, context.domain(domain))
    to = reread(inner, checker.substitute(goal.term, {name: bound + sym(gap) / slope}))
    there = Goal(inner, goal.rel, to)
    keep = [i for i, (_, h) in enumerate(context.hypotheses) if i != k and _about(h, there)]
    proof = keeping(there, keep, search)
    if proof is None:
        return None
    shown: Proof = {"rule": "normal form"}
    let = {gap: {"is": text(known), "in": domain, "low": shown}}
    return {"rule": "rewrite", "let": let, "to": text(to), "then": proof}


def _bound(goal: Goal, known: Term, only: str) -> tuple[str, Term] | None:
    """A variable of the goal that a hypothesis bounds by what varies, and that bound."""
    for name in [only] if only else sorted(checker.symbols(known) & goal.free):
        found = linear(known, name)
        if found is not None and checker.symbols(found[1]):
            return found
    return None


def _about(hypothesis: Term, goal: Goal) -> bool:
    return checker.symbols(hypothesis) <= goal.free
