"""What says nothing of the goal is forgotten: a hypothesis such as k <= n, or n as an end of the
range of k, where n may be any number from some point on and is not in the goal; and one about other
families, such as ``S p_i = 1``, of which the goal has the length alone."""

from __future__ import annotations

from thence import checker
from thence.checker import OO, Context, Proof, Term
from thence.provers.goal import Goal, Search, keeping
from thence.provers.terms import text

NAME = "unused"
COST = 0
PREPARES = True
MUST_NOT_PROVE = [
    {"given": {"x": "positive", "y": "positive"}, "assuming": ["x <= y"], "lhs": "log(x)",
     "rel": "<=", "rhs": "x - 1 - 10**-12"},
    {"given": {"x": "positive", "y": "real"}, "assuming": ["x <= y"], "lhs": "x", "rel": "<=",
     "rhs": "1"},
    {"given": {"x": "real", "y": "nonnegative"}, "assuming": ["x >= y"], "lhs": "x", "rel": ">",
     "rhs": "0"},
    {"given": {"n": "integer>=1", "x": "real[n]", "p": "positive[n]"},
     "assuming": ["Sum(p[i], (i, 1, n)) = 1"], "lhs": "log(Sum(exp(x[i]), (i, 1, n)))",
     "rel": ">=", "rhs": "Sum(x[i], (i, 1, n))/n + log(n) + 10**-12"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal without each hypothesis that some variable, which is nowhere else, fulfils for any
    values of the others; then on ranges that end nowhere."""
    known = goal.context.hypotheses
    tied = _tied(goal)
    keep = [k for k in range(len(known)) if k in tied and not _idle(goal, k)]
    if len(keep) < len(known):
        return keeping(goal, keep, search)
    return _unending(goal, search) if not known else None


def _tied(goal: Goal) -> set[int]:
    """The hypotheses but for those about families that no chain of others leads to from the goal;
    lengths lead nowhere."""
    context = goal.context
    lengths = {n for sizes in context.sizes.values() for s in sizes for n in checker.symbols(s)}
    said = [checker.symbols(h) - lengths for _, h in context.hypotheses]
    found = {k for k, names in enumerate(said) if not names & context.sizes.keys()}
    names = checker.symbols(goal.term).union(*(said[k] for k in found))
    while near := {k for k in range(len(said)) if k not in found and said[k] & names}:
        found |= near
        names = names.union(*(said[k] for k in near))
    return found


def _unending(goal: Goal, search: Search) -> Proof | None:
    """The goal in a new variable for each whose range ends at another, which has no bound."""
    inner, to, lets = goal.context, goal.term, dict[str, Proof]()
    for name in sorted(goal.free & goal.context.box.keys()):
        (low, high), whole = goal.context.ends[name], goal.context.box[name]
        new = f"{name}_on"
        if high != OO and checker.symbols(high) and whole.hi == checker.INF:
            if checker.symbols(low) or low == -OO or new in inner.box:
                return None
            lets[new] = {"is": name, "in": f"{'(' if whole.lo_open else '['}{text(low)}, oo)"}
            to = checker.substitute(to, {name: checker.sym(new)})
            inner = inner.having(new, inner.domain(lets[new]["in"]))
    if not lets:
        return None
    needs = search.defined(inner, to)
    then = search.prove(Goal(inner, goal.rel, to)) if needs is not None else None
    found: Proof = {"rule": "rewrite", "let": lets, "to": text(to), "to_defined": needs}
    return then and {**found, "then": then}


def _idle(goal: Goal, k: int) -> bool:
    context, (rel, hypothesis) = goal.context, goal.context.hypotheses[k]
    others = (h for i, (_, h) in enumerate(context.hypotheses) if i != k)
    elsewhere = checker.symbols(goal.term).union(*map(checker.symbols, others))
    lengths = (checker.symbols(size) for sizes in context.sizes.values() for size in sizes)
    free = checker.symbols(hypothesis) - elsewhere.union(context.sizes, *lengths)
    return rel in (">", ">=") and any(_reaches(context, hypothesis, name) for name in free)


def _reaches(context: Context, hypothesis: Term, name: str) -> bool:
    """Whether a term grows with a variable without bound, linearly."""
    slope = checker.rational(checker.diff(hypothesis, name))
    low, high = context.ends[name]
    return bool(slope and (high == OO if slope > 0 else low == -OO))
