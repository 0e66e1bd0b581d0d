"""Between a constant end of its interval and what a hypothesis says, x has gone a share of the way:
with 0 < x < f it is r f, where r lies between 0 and 1."""

from __future__ import annotations

from thence import checker
from thence.checker import ONE, OO, Context, Proof, Term, sym
from thence.provers.general.hypotheses import linear
from thence.provers.goal import Goal, Search, keeping
from thence.provers.terms import simplified, text

NAME = "shares"
COST = 4
A = {"a": "positive", "b": "positive", "D": "(0, 1)"}
LOGS = "a*log(D) + b*log(1 - D)"
BEST = "a*log(a/(a + b)) + b*log(b/(a + b))"
MUST_NOT_PROVE = [
    {"given": A, "assuming": ["D <= a/(a + b)"], "lhs": LOGS, "rel": "<", "rhs": BEST},
    {"given": A, "assuming": ["D < a/(a + b)"], "lhs": LOGS, "rel": "<",
     "rhs": f"{BEST} - 10**-6"},
    {"given": A, "assuming": ["D < a/(a + b)"], "lhs": "b*log(D) + a*log(1 - D)", "rel": "<",
     "rhs": BEST},
    {"given": {"b": "positive", "x": "positive"}, "assuming": ["x < 1/(1 + b)"], "lhs": "x + b*x",
     "rel": "<=", "rhs": "1 - 10**-12"},
    {"given": {"b": "real", "x": "positive"}, "assuming": ["x < b"], "lhs": "exp(x)*(1 - b)",
     "rel": "<", "rhs": "1 - 10**-12"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal with the share for a variable that a hypothesis, linear in it, bounds."""
    context = goal.context
    if goal.rel not in (">", ">=") or context.sizes:
        return None
    for k, (rel, known) in enumerate(context.hypotheses):
        for name in sorted(checker.symbols(known) & goal.free) if rel in (">", ">=") else ():
            proof = _by_share(goal, k, name, search)
            if proof is not None:
                return proof
    return None


def _by_share(goal: Goal, k: int, name: str, search: Search) -> Proof | None:
    """The goal with ``end + share*(bound - end)`` for the variable."""
    context, (rel, known) = goal.context, goal.context.hypotheses[k]
    found, way = linear(known, name), _far_end(context, name, known)
    share = f"{name}_share"
    if found is None or way is None or share in context.box or not checker.symbols(found[1]):
        return None
    end, outside = way
    length = simplified(context, found[1] - end)
    slope = checker.rational(checker.diff(known, name))
    ahead = length if slope is not None and slope < 0 else -length
    if search.prove(goal.of(ahead, ">"), only=("bounds", "normal form")) is None:
        return None
    domain = f"{'(' if outside else '['}0, 1{')' if rel == '>' else ']'}"
    inner = context.having(share, context.domain(domain))
    to = checker.substitute(goal.term, {name: end + sym(share) * length})
    there = Goal(inner, goal.rel, to)
    keep = [i for i, (_, h) in enumerate(context.hypotheses) if checker.symbols(h) <= there.free]
    needs = search.defined(inner, to)
    proof = keeping(there, keep, search) if needs is not None else None
    part = (sym(name) - end) / length
    gaps = (part, ">" if outside else ">="), (ONE - part, rel)
    ends = [search.prove(goal.of(gap, kind), only=SIGNS) for gap, kind in gaps] if proof else []
    if proof is None or None in ends:
        return None
    let = {"is": text(part), "in": domain, "low": ends[0], "high": ends[1]}
    return {"rule": "rewrite", "let": {share: let}, "to": text(to), "to_defined": needs,
            "then": proof}  # fmt: skip


#: Tactics that show that a share lies between 0 and 1.
SIGNS = ("bounds", "normal form", "factors", "products")


def _far_end(context: Context, name: str, known: Term) -> tuple[Term, bool] | None:
    """The constant end of the interval away from the bound, and whether it is left out."""
    slope = checker.rational(checker.diff(known, name))
    if not slope or name in context.whole:
        return None
    low, high = context.ends[name]
    whole = context.box[name]
    end, outside = (low, whole.lo_open) if slope < 0 else (high, whole.hi_open)
    return None if end in (OO, -OO) or checker.symbols(end) else (end, outside)
