"""Cut the domain of a variable at 0, so that its sign is known on each side."""

from __future__ import annotations

from thence import checker
from thence.checker import Proof
from thence.provers.goal import Goal, Search

NAME = "halves"
COST = 4
MUST_NOT_PROVE = [
    {"given": {"x": "real"}, "lhs": "Abs(x)", "rel": "=", "rhs": "x"},
    {"given": {"x": "real"}, "lhs": "Abs(x)", "rel": ">", "rhs": "x/(1+10**-12) - 0*x"},
]


def attempt(goal: Goal, search: Search) -> Proof | None:
    """A proof on either side of 0 in one of the variables, by the signs of the parts."""
    for name in sorted(goal.free):
        whole = goal.context.box[name]
        if not (whole.lo < 0 and whole.hi > 0):
            continue
        low, high = goal.context.ends[name]
        pieces = [
            goal.context.between(low, checker.ZERO, whole.lo_open, False),
            goal.context.between(checker.ZERO, high, False, whole.hi_open),
        ]
        proofs = []
        for piece in pieces:
            inner = goal.on(goal.context.having(name, piece))
            proof = search.prove(inner, only=("bounds", "normal form", "factors", "conjugate"))
            if proof is None:
                break
            proofs.append(proof)
        else:
            return {"rule": "split", "var": name, "at": ["0"], "proofs": proofs}
    return None
