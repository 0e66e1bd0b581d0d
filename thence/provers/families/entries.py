"""Entries of families by themselves: what holds for every number of the family's domain.

Next to an index, ``g[i]`` is any real number, as far as its domain says; the tactics for plain
variables then apply to a summand.
"""

from __future__ import annotations

from thence import checker
from thence.checker import OO, Context, Proof, Term
from thence.provers.goal import Goal, Search
from thence.provers.terms import subterms, text

NAME = "entries"
COST = 4
N = {"n": "integer>=1", "k": "index[n]"}
MUST_NOT_PROVE = [
    {"given": N | {"g": "real[n]"}, "lhs": "g[k]*(exp(-g[k]) - 1)", "rel": "<", "rhs": "0"},
    {"given": N | {"g": "nonnegative[n]"}, "lhs": "exp(g[k])", "rel": ">=",
     "rhs": "1 + g[k] + 10**-12"},
    {"given": N | {"g": "real[n]", "m": "index[n]"}, "lhs": "(g[k] - g[m])**2", "rel": ">",
     "rhs": "0"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """A new variable for each entry, where no sum is left that the families occur in."""
    parts = list(subterms(goal.term))
    entries = sorted({part for part in parts if part[0] == "at"}, key=text)
    if goal.rel == "=" or not entries or any(part[0] == "sum" for part in parts):
        return None
    inner, to, lets = goal.context, goal.term, {}
    for number, entry in enumerate(entries):
        name = f"{entry[1].partition('[')[0]}_{number + 1}"
        if name in inner.box:
            return None
        lets[name] = {"is": text(entry), "in": _domain(goal.context, entry[1])}
        to = checker.replaced(to, entry, Term(("sym", name)))
        inner = inner.having(name, goal.context.domain(lets[name]["in"]))
    then = search.prove(Goal(inner, goal.rel, to))
    if then is None:
        return None
    return {"rule": "rewrite", "let": lets, "to": text(to), "then": then}


def _domain(context: Context, family: str) -> str:
    """The domain of a family's entries, as the checker reads it."""
    whole, (low, high) = context.box[family], context.ends[family]
    left, right = "(" if whole.lo_open else "[", ")" if whole.hi_open else "]"
    below, above = ("-oo" if low == -OO else text(low)), ("oo" if high == OO else text(high))
    return f"{left}{below}, {above}{right}"
