r"""A floor is what stands in it less a number r with 0 <= r < 1: rounding moves by half a step at
most.

That t - floor(t) lies there is shown on one period, around 0.
"""

from __future__ import annotations

from thence import checker
from thence.checker import Context, Proof, Term
from thence.provers.goal import Goal, Search, renamed
from thence.provers.terms import subterms, text

NAME = "floors"
COST = 1
MUST_NOT_PROVE = [
    {"given": {"x": "real"}, "lhs": "floor(x)", "rel": "<", "rhs": "x"},
    {"given": {"x": "real"}, "lhs": "floor(x)", "rel": ">=", "rhs": "x - 1 + 10**-12"},
    {"given": {"x": "real"}, "lhs": "floor(x + 1/2)", "rel": "<", "rhs": "x + 1/2"},
    {"given": {"x": "real"}, "lhs": "floor(2*x)", "rel": "<=", "rhs": "2*floor(x)"},
    {"given": {"x": "real", "d": "positive"}, "lhs": "Abs(d*floor(x/d + 1/2) - x)", "rel": "<",
     "rhs": "d/2"},
    {"given": {"x": "real", "d": "real"}, "assuming": ["d != 0"], "rel": "<=",
     "lhs": "Abs(d*floor(x/d + 1/2) - x)", "rhs": "d/2"},
    {"given": {"x": "real", "y": "real"}, "lhs": "floor(x + y)", "rel": "<=",
     "rhs": "floor(x) + floor(y)"},
]  # fmt: skip
#: The variable of which the period is shown, and what is left of what stands in a floor.
TURN, REST = "turn", "rest_{}"
AT_SIGHT = ("bounds", "normal form")


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal with a variable for what each floor that holds no other leaves."""
    if goal.rel == "=" or TURN in goal.context.names:
        return None
    found = dict.fromkeys(t for t in subterms(goal.term) if t[0] == "floor")
    inner, to, lets = goal.context, goal.term, dict[str, Proof]()
    for number, floor in enumerate(f for f in found if not _holds_floors(f)):
        name, u = REST.format(len(inner.box) + number), floor[1]
        if name in inner.names or not checker.symbols(floor) <= goal.context.names:
            return None
        ends = {end: _on_a_period(goal.context, u, end, search) for end in ("low", "high")}
        lets[name] = {"is": text(u - floor), "in": "[0, 1)", **ends}
        to = checker.replaced(to, floor, u - checker.sym(name))
        inner = inner.having(name, inner.domain("[0, 1)"))
    return renamed(goal, inner, lets, to, search) if lets else None


def _holds_floors(floor: Term) -> bool:
    return any(part[0] == "floor" for part in subterms(floor[1]))


def _on_a_period(context: Context, u: Term, end: str, search: Search) -> Proof | None:
    """What shows that ``u - floor(u)`` is at least 0, or less than 1."""
    t = checker.sym(TURN)
    gap, rel = t - Term(("floor", t)), ">="
    if end == "high":
        gap, rel = checker.ONE - gap, ">"
    inner = context.having(TURN, context.domain("(-oo, oo)"))

    def at(value: Term) -> Proof | None:
        there = inner.at(TURN, value)
        return search.prove(Goal(there, rel, checker.substitute(gap, {TURN: value})), only=AT_SIGHT)

    def between(piece: str) -> Proof | None:
        return search.prove(Goal(inner.having(TURN, inner.domain(piece)), rel, gap), only=AT_SIGHT)

    pieces: Proof = {
        "rule": "split", "var": TURN, "at": ["0"], "points": [at(checker.ZERO)],
        "proofs": [between("(-1/2, 0)"), between("(0, 1/2)")],
    }  # fmt: skip
    period: Proof = {
        "rule": "period", "var": TURN, "half": "1/2", "then": pieces, "end": at(checker.HALF),
    }  # fmt: skip
    let = {TURN: {"is": text(u), "in": "(-oo, oo)"}}
    return {"rule": "rewrite", "let": let, "to": text(gap), "then": period}
