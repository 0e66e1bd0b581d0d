"""What is not so makes a hypothesis false: x < y follows from f(x) < f(y) if f does not fall.

The goal is g > 0, g >= 0 or g = 0, and the other signs of g are cases in which a hypothesis is
shown to fail, without itself.  From h > 0 and h <= 0 the goal then follows as anything does:
g = 1 + (1 - g)(-h)/h, where every term is positive by what is known.
"""

from __future__ import annotations

from thence import checker
from thence.checker import ONE, TWO, ZERO, Proof, Term, num
from thence.provers.goal import Goal, OutOfTime, Search, holds, keeping
from thence.provers.terms import reread, text

NAME = "contraposition"
COST = 5
#: Seconds for one hypothesis to be shown to fail, and how many are tried.
SECONDS, MOST = 1.5, 4
SEEN: Proof = {"rule": "normal form"}
XY = {"x": "real", "y": "real"}
MUST_NOT_PROVE = [
    {"given": XY, "assuming": ["x**2 < y**2"], "lhs": "x", "rel": "<", "rhs": "y"},
    {"given": XY, "assuming": ["x**2 = y**2"], "lhs": "x", "rel": "=", "rhs": "y"},
    {"given": XY, "assuming": ["exp(x) <= exp(y)"], "lhs": "x", "rel": "<", "rhs": "y"},
    {"given": XY, "assuming": ["exp(x) < exp(y) + 10**-12"], "lhs": "x", "rel": "<=", "rhs": "y"},
    {"given": XY, "assuming": ["x**3 - x < y**3 - y"], "lhs": "x", "rel": "<=", "rhs": "y"},
    {"given": XY, "assuming": ["sin(x) = sin(y)"], "lhs": "x", "rel": "=", "rhs": "y"},
]


def attempt(goal: Goal, search: Search) -> Proof | None:
    """One hypothesis after the other, shown to fail wherever the goal does; of the claim itself
    alone, where hypotheses are what the author wrote."""
    if search.path != [NAME]:
        return None
    known = goal.context.hypotheses
    if goal.rel == "!=" or goal.context.sizes or len(known) > MOST:
        return None
    # As the checker will read it, if the goal comes to it in a text.
    again = goal.of(reread(goal.context, goal.term))
    for k, (rel, term) in enumerate(known):
        if rel == "!=" or not checker.symbols(term) & goal.free:
            continue
        short = Search(min(SECONDS, search.left()))
        short.active = search.active  # what is being shown is not to be used
        short.path += search.path
        try:
            proof = _cases(again, k, short)
        except OutOfTime:
            search.check_time()
            continue
        if proof is not None and holds(goal, proof) and holds(again, proof):
            return proof
    return None


def _cases(goal: Goal, k: int, search: Search) -> Proof | None:
    """The signs of the term that the goal allows are at sight, and in the others the k-th
    hypothesis fails."""
    found: Proof = {"rule": "cases", "on": text(goal.term)}
    sides = {"above": (">", goal.term), "zero": ("=", goal.term), "below": (">", -goal.term)}
    seen = {">": ("above",), ">=": ("above", "zero"), "=": ("zero",)}[goal.rel]
    for side, case in sides.items():
        if side in seen:
            found[side] = SEEN
            continue
        proof = _void(goal.on(goal.context.assuming(case)), k, search)
        if proof is None:
            return None
        found[side] = proof
    return found


def _void(goal: Goal, k: int, search: Search) -> Proof | None:
    """The goal, as the k-th hypothesis fails."""
    context = goal.context
    rel, known = context.hypotheses[k]
    others = [i for i in range(len(context.hypotheses)) if i != k]
    opposite = {"=": ">", ">": ">=", ">=": ">"}[rel]
    # Twice as much, so that the box does not see at once that both cannot be.
    for value in (TWO * known, -TWO * known) if rel == "=" else (-known,):
        shown = keeping(Goal(context, opposite, value), others, search)
        if shown is not None:
            order = [len(others) + 1, *others, k]
            inner = goal.on(context.assuming((opposite, value)))
            equal = rel == "="
            then = _equated(inner, order, search) if equal else _squeezed(goal, known, rel)
            return then and {
                "rule": "lemma", "of": text(value), "is": opposite, "proof": shown, "then": then,
            }  # fmt: skip
    return None


def _equated(goal: Goal, order: list[int], search: Search) -> Proof | None:
    """By a multiple of an equation of what is not 0 any term becomes any other.  That it is not 0
    is put before the equation, for a sign is taken from what stands first."""
    to, needs = ZERO if goal.rel == "=" else ONE, search.defined(goal.context, goal.term)
    factor = (to - goal.term) / goal.context.hypotheses[order[-1]][1]
    use = {str(len(order) - 1): text(factor)}
    then = {"rule": "rewrite", "use": use, "to": text(to), "then": SEEN}
    found: Proof = {"rule": "forget", "keep": order, "defined": needs, "then": then}
    return found if needs is not None else None


def _squeezed(goal: Goal, known: Term, rel: str) -> Proof | None:
    """A term g <= 0 as 1 + (1 - g) (-h)/h, where both h and -h are known not to be negative."""
    if goal.rel == "=":
        return None
    above, below = (known, -known) if rel == ">" else (-known, known)
    parts = {
        "so": (above, "(0, oo)"),
        "not_so": (below, "[0, oo)"),
        "lack": (-goal.term, "[0, oo)"),
    }
    if parts.keys() & goal.context.names:
        return None
    so, not_so, lack = map(checker.sym, parts)
    lets = {n: {"is": text(part), "in": box, "low": SEEN} for n, (part, box) in parts.items()}
    to = num(1) + not_so * (num(1) + lack) / so
    return {"rule": "rewrite", "let": lets, "to": text(to), "then": {"rule": "bounds"}}
