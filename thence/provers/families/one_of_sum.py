"""A sum of what is nowhere negative is at least each of its summands: ``|x_k + y_k|`` is at most
``S |x_j| + S |y_j|``, as the summands at k bound it already.  Of a matrix first the sum over one
index, whose summands are sums over the other."""

from __future__ import annotations

from thence import checker
from thence.checker import Proof, Term
from thence.provers.families.named_sums import nonnegative
from thence.provers.goal import Goal, Search
from thence.provers.terms import reread, subterms, text

NAME = "one of the sum"
COST = 3
N = {"n": "integer>=1", "x": "real[n]", "y": "real[n]", "k": "index[n]"}
M = {"m": "integer>=1", "n": "integer>=1", "W": "real[m, n]", "k": "index[m]", "l": "index[n]"}
W2 = "Sum(Sum(W[i, j]**2, (j, 1, n)), (i, 1, m))"
MUST_NOT_PROVE = [
    {"given": N, "lhs": "Abs(x[k] + y[k])", "rel": "<", "rhs": "Sum(Abs(x[j]), (j, 1, n))"},
    {"given": N, "lhs": "Abs(x[k])", "rel": "<=", "rhs": "Sum(Abs(x[j]), (j, 2, n))"},
    {"given": N, "lhs": "Abs(x[k])", "rel": "<=", "rhs": "Sum(x[j], (j, 1, n))"},
    {"given": N, "lhs": "x[k]**2", "rel": "<=",
     "rhs": "Sum(x[j]**2, (j, 1, n)) - 10**-12*x[k]**2"},
    {"given": N | {"m": "index[n]"}, "lhs": "Abs(x[k]) + Abs(x[m])", "rel": "<=",
     "rhs": "Sum(Abs(x[j]), (j, 1, n))"},
    {"given": M, "lhs": "W[k, l]**2", "rel": "<", "rhs": f"{W2} + 10**-12*W[k, l]**2"},
    {"given": M, "lhs": "W[k, l]**2 + 10**-12", "rel": "<=", "rhs": W2},
    {"given": M, "lhs": "W[k, l]**2 + W[k, 1]**2", "rel": "<=", "rhs": W2},
    {"given": M, "lhs": "W[k, l]**2", "rel": "<=",
     "rhs": "Sum(Sum(W[i, j]**2, (j, 1, n)), (i, 2, m))"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal with every sum as its summand at an index of the goal, and what is over."""
    if goal.rel == "=":
        return None
    bare, sums = _without_sums(goal.term), list(nonnegative(goal, search))
    inner = {part for total, *_ in sums for part in subterms(total[1])}
    sums = [one for one in sums if one[0] not in inner]
    for index in _indices(bare):
        found = _at(goal, index, sums, search)
        if found is not None:
            return found
    return None


def _without_sums(term: Term) -> Term:
    for total in [t for t in subterms(term) if t[0] == "sum"]:
        term = checker.replaced(term, total, checker.ONE)
    return term


def _indices(bare: Term) -> list[Term]:
    """The indices of the entries of a term."""
    entries = (t for t in subterms(bare) if t[0] == "at")
    return list(dict.fromkeys(index for entry in entries for index in entry[2:]))


def _at(
    goal: Goal, index: Term, sums: list[tuple[Term, bool, Proof]], search: Search
) -> Proof | None:
    context, term, lets = goal.context, goal.term, dict[str, Proof]()
    within = set[Term]()
    for number, (total, _, each) in enumerate(sums, 1):
        name = f"over_{number}"
        _, body, label, low, high = reread(context, total)
        ends = (index - low, high - index)
        if name in context.box or not all(context.holds(">=", gap) for gap in ends):
            return None
        one = checker.substitute(body, {label: index})
        within.update(part for part in subterms(one) if part[0] == "sum")
        lets[name] = {"is": text(total - one), "in": "[0, oo)",
                      "low": {**each, "less": text(index)}}  # fmt: skip
        term = checker.replaced(term, total, checker.sym(name) + one)
    if not lets or any(part[0] == "sum" and part not in within for part in subterms(term)):
        return None
    slopes = [checker.rational(checker.diff(term, name)) for name in lets]
    if not all(slope is not None and slope > 0 for slope in slopes):
        return None
    least = checker.substitute(term, dict.fromkeys(lets, checker.ZERO))
    low = search.prove(Goal(context, goal.rel, least))
    if low is None:
        return None
    domain = "(0, oo)" if goal.rel == ">" else "[0, oo)"
    lets["least"] = {"is": text(least), "in": domain, "low": low}
    over = (f"{slope}*{name}" for name, slope in zip(lets, slopes, strict=False))
    to = " + ".join(["least", *over])
    return {"rule": "rewrite", "let": lets, "to": to, "then": {"rule": "bounds"}}
