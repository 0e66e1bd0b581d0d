"""A sum of positive summands is positive, and above each of them where it has two.

What is left of ``f_1 + ... + f_n`` without ``f_k`` is at least another summand ``f_m``: the sum of
all ``f_j`` with ``j != k`` has it.  So a log-sum-exp is above each of its entries, and of at least
two probabilities that add up to 1 each is less than 1.
"""

from __future__ import annotations

from thence import checker
from thence.checker import ONE, Proof, Term
from thence.provers.families.ranges import MOST_INDICES
from thence.provers.families.summands import (
    Form,
    fresh_indices,
    promising,
    summand_of,
    with_equations,
)
from thence.provers.goal import Goal, Search, holds
from thence.provers.terms import reread, subterms, text

NAME = "positive sums"
COST = 6
N, N2 = {"n": "integer>=1"}, {"n": "integer>=2"}
P, ONE_P = {"p": "positive[n]", "k": "index[n]"}, "Sum(p[i], (i, 1, n)) = 1"
LSE = "log(Sum(exp(z[j]), (j, 1, n)))"
MUST_NOT_PROVE = [
    {"given": N | P, "assuming": [ONE_P], "lhs": "p[k]", "rel": "<", "rhs": "1"},
    {"given": N2 | P, "assuming": [ONE_P], "lhs": "p[k]", "rel": "<", "rhs": "1 - 10**-12"},
    {"given": N2 | P | {"p": "nonnegative[n]"}, "assuming": [ONE_P], "lhs": "p[k]", "rel": "<",
     "rhs": "1"},
    {"given": {"n": "integer>=0"} | P, "lhs": "Sum(p[i], (i, 1, n))", "rel": ">", "rhs": "0"},
    {"given": N | {"z": "real[n]", "k": "index[n]"}, "lhs": LSE, "rel": ">", "rhs": "z[k]"},
    {"given": N2 | {"z": "real[n]", "k": "index[n]"}, "lhs": LSE, "rel": ">",
     "rhs": "z[k] + 10**-12"},
    {"given": N2 | P, "lhs": "Sum(p[i], (i, 1, n))", "rel": ">", "rhs": "2*p[k]"},
    {"given": N2 | P, "lhs": "Sum(p[i], (i, 2, n))", "rel": ">", "rhs": "p[2]"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal as a sum with a summand to spare, or as a sum less one summand."""
    if goal.rel != ">" or len(fresh_indices(goal)) < MOST_INDICES:
        return None
    if not any(part[0] in ("sum", "at") for part in subterms(goal.term)):
        return None
    for form in promising(goal):
        search.check_time()
        if form.total[0] != "sum" or form.total[1][0] == "sum":
            continue
        total = reread(goal.context, form.total)
        low, high = total[3:]
        if not goal.context.holds(">=", high - low - (ONE if form.less else checker.ZERO)):
            continue
        inner, body = summand_of(goal.context, total)
        positive = search.prove(Goal(inner, ">", body))
        if positive is None or search.defined(goal.context, total) is None:
            continue
        found = _by_cases(goal, form, total, positive, search)
        if found is not None:
            return found
    return None


def _by_cases(goal: Goal, form: Form, total: Term, positive: Proof, search: Search) -> Proof | None:
    """By another summand: the first, or the second where that is the one which is taken away."""
    low, high = total[3:]
    one = checker.parse(form.less, goal.context.names) if form.less else None
    for other in (low, high, low + ONE):
        if one is None or goal.context.holds("!=", one - other):
            return _above(goal, form, total, other, positive, search)
    if one is None or one[0] != "sym":
        return None
    beside = _above(
        goal.on(goal.context.assuming((">", one - low))), form, total, low, positive, search
    )
    if beside is None:
        return None
    first = {one[1]: low}
    there = goal.of(checker.substitute(goal.term, first))
    about = [(r, h) for r, h in goal.context.hypotheses if one[1] in checker.symbols(h)]
    there = there.on(
        goal.context.assuming(
            ("=", one - low), *((r, checker.substitute(h, first)) for r, h in about)
        )
    )
    at = Form(form.total, text(low), {k: checker.substitute(m, first) for k, m in form.use.items()})
    second = _above(there, at, total, low + ONE, positive, search)
    return second and {
        "rule": "cases", "on": text(one - low), "above": beside,
        "below": {"rule": "contradiction", "hypothesis": len(goal.context.hypotheses),
                  "proof": {"rule": "normal form"}},
        "zero": {"rule": "substitute", "var": one[1], "use": str(len(goal.context.hypotheses)),
                 "slope": "1", "is": text(low), "then": second},
    }  # fmt: skip


def _above(
    goal: Goal, form: Form, total: Term, other: Term, positive: Proof, search: Search
) -> Proof | None:
    """The goal as what the sum without one summand is more than another one, and that one."""
    context = goal.context
    head, body, index, *ends = total
    kept = body
    if form.less:
        one = checker.parse(form.less, context.names)
        kept = body * (ONE - Term(("delta", checker.sym(index), one)))
    rest = reread(context, Term((head, kept, index, *ends)))
    needs = search.defined(context, rest)
    last = checker.substitute(total[1], {index: other})
    above = search.prove(goal.of(last, ">"))
    if needs is None or above is None:
        return None
    inner = context.within(rest)
    name = checker.sym("summand")
    each: Proof = {
        "rule": "rewrite", "let": {name[1]: {"is": text(body), "in": "(0, oo)", "low": positive}},
        "to": text(checker.replaced(rest[1], body, name)), "then": {"rule": "bounds"},
    }  # fmt: skip
    if not holds(Goal(inner, ">=", rest[1]), each):
        return None
    less: Proof = {"rule": "summands", "sum": text(rest), "less": text(other), "each": each,
                   "defined": needs}  # fmt: skip
    gap = rest - checker.substitute(rest[1], {index: other})
    found: Proof = {
        "rule": "rewrite", "to": "part_0 + part_1", "then": {"rule": "bounds"},
        "let": {"part_0": {"is": text(gap), "in": "[0, oo)", "low": less},
                "part_1": {"is": text(last), "in": "(0, oo)", "low": above}},
    }  # fmt: skip
    found = with_equations(goal, form, total, found)
    return found if holds(goal, found) else None
