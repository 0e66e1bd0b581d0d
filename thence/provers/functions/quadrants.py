"""Sums of angles of two variables, quadrant by quadrant.

The sum of an inverse tangent of x, one of y and an inverse sine may be as much as a full turn off,
so that its cosine does not tell its value.  Where the signs of x and y are known it is not.
"""

from __future__ import annotations

from thence import checker
from thence.checker import ZERO, Proof
from thence.provers.goal import Goal, Search, holds
from thence.provers.terms import subterms, text

NAME = "quadrants"
COST = 3
#: More variables than this have too many quadrants.
MOST = 2
INNER = ("normal form", "inverses", "signs")
XY = {"x": "real", "y": "real"}
MUST_NOT_PROVE = [
    {"given": XY, "lhs": "atan(x) + atan(y)", "rel": "=",
     "rhs": "atan2(x + y, 1 - x*y) + 10**-12"},
    {"given": XY, "assuming": ["x*y != 1"], "lhs": "atan(x) + atan(y)", "rel": "=",
     "rhs": "atan((x + y)/(1 - x*y))"},
    {"given": {"x": "[0, oo)", "y": "real"}, "lhs": "atan(x) + 2*atan(y)", "rel": "=",
     "rhs": "atan2(x + 2*y - x*y**2, 1 - y**2 - 2*x*y)"},
    {"given": XY, "lhs": "atan(x) - atan(y)", "rel": "=", "rhs": "atan2(x - y, 1 - x*y)"},
    {"given": XY, "lhs": "asin(sin(x)) + atan(y)", "rel": "=", "rhs": "x + atan(y)"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """An equation of the claim itself, of two angles at least, in each quadrant by itself."""
    angles = [t for t in subterms(goal.term) if t[0] in ("asin", "atan")]
    names = sorted(set[str]().union(*map(checker.symbols, angles)))
    if goal.rel != "=" or len(set(angles)) < 2 or len(names) != MOST or search.path != [NAME]:
        return None
    proof = _quadrants(goal, names, search)
    return proof if proof is not None and holds(goal, proof) else None


def _quadrants(goal: Goal, names: list[str], search: Search) -> Proof | None:
    """Before 0, and from 0 on, in one variable after the other; the corner is in one quadrant, for
    at 0 an angle may reach the end of its range."""
    if not names:
        return search.prove(goal, only=INNER)
    name, *others = names
    context = goal.context
    whole, (low, high) = context.box[name], context.ends[name]
    if not (whole.lo < 0 and whole.hi > 0):
        return _quadrants(goal, others, search)
    before = context.between(low, ZERO, whole.lo_open, True)
    after = context.between(ZERO, high, False, whole.hi_open)
    proofs = []
    for piece in (before, after):
        proof = _quadrants(goal.on(context.having(name, piece)), others, search)
        if proof is None:
            return None
        proofs.append(proof)
    end = "]" if not whole.hi_open else ")"
    return {"rule": "narrow", "var": name, "in": f"[0, {text(high)}{end}",
            "below": proofs[0], "then": proofs[1]}  # fmt: skip
