"""Cut a box in several variables, until bounds, mean values or a hypothesis settle each piece."""

from __future__ import annotations

from collections.abc import Iterator

from flint import arb

from thence import checker
from thence.checker import Context, Proof, Rejected
from thence.deadline import Deadline
from thence.provers.goal import Goal, Search, holds
from thence.provers.univariate import as_fmpq, as_fraction, short_near

NAME = "boxes"
COST = 6
MUST_NOT_PROVE = [
    {"given": {"x": "[0, 1]", "y": "[0, 1]"}, "lhs": "x + y - x*y", "rel": "<=",
     "rhs": "1 - 10**-12"},
    {"given": {"x": "[-1, 1]", "y": "[-1, 1]"}, "lhs": "exp(x*y) - x*y", "rel": ">=",
     "rhs": "1 + 10**-12"},
    {"given": {"x": "[0, 2]", "y": "[0, 2]"}, "assuming": ["x + y <= 2"], "lhs": "x*y",
     "rel": "<=", "rhs": "1 - 10**-12"},
    {"given": {"x": "(0, 1)", "y": "(0, 1)"}, "lhs": "sin(1/x) + y", "rel": ">=", "rhs": "-1/2"},
]  # fmt: skip
#: Pieces up to which a box is cut.
PIECES = 3000
#: Share of the time that is left.
SHARE = 0.4
#: A piece this many times narrower than the box is not cut any more.
NARROW = 2**14


class _GaveUp(Exception):
    """A piece is too small, or the time is over."""


def attempt(goal: Goal, search: Search) -> Proof | None:
    """Pieces of the box with a proof each, or None where one stays undecided."""
    names = sorted(goal.free)
    if goal.rel not in (">", ">=") or len(names) < 2 or not set(names) <= goal.context.box.keys():
        return None
    if any(not goal.context.box[n].ball().is_finite() for n in names):
        return None
    try:
        return _Cover(goal, names, search.left() * SHARE).proof(goal.context)
    except _GaveUp:
        return None


class _Cover:
    """The search for a cover of the box by pieces that are settled."""

    def __init__(self, goal: Goal, names: list[str], seconds: float) -> None:
        self.goal, self.names = goal, names
        self.deadline, self.pieces = Deadline(seconds), 0
        self.widths = {n: _width(goal.context, n) for n in names}

    def proof(self, context: Context) -> Proof:
        """The proof on a part of the box."""
        self.pieces += 1
        if self.deadline.passed() or self.pieces > PIECES:
            raise _GaveUp
        here = self.goal.on(context)
        for leaf in self.leaves(context):
            if holds(here, leaf):
                return leaf
        name = self.longest(context)
        middle = context.box[name].ball().mid()
        width = as_fraction(context.box[name].hi - context.box[name].lo)
        at = checker.num(as_fmpq(short_near(as_fraction(middle), width / 16)))
        whole, (low, high) = context.box[name], context.ends[name]
        halves = (
            context.between(low, at, whole.lo_open, False),
            context.between(at, high, False, whole.hi_open),
        )
        proofs = [self.proof(context.having(name, half)) for half in halves]
        return {"rule": "split", "var": name, "at": [str(at[1])], "proofs": proofs}

    def leaves(self, context: Context) -> Iterator[Proof]:
        """What may settle a piece, cheapest first."""
        yield {"rule": "bounds"}
        for k in range(len(context.hypotheses)):
            yield {"rule": "contradiction", "hypothesis": k, "proof": {"rule": "bounds"}}
        yield {"rule": "mean values"}

    def longest(self, context: Context) -> str:
        """The variable in which the piece changes the term most, or else the widest."""

        def reach(name: str) -> float:
            width = _width(context, name)
            if width * NARROW < self.widths[name]:
                return -1.0
            try:
                slope = context.bounds(checker.diff(self.goal.term, name))
            except Rejected:
                return 1e6 * width / self.widths[name]
            return min(float(max(abs(slope.lo), abs(slope.hi))) * width, 1e5)

        best = max(self.names, key=reach)
        if reach(best) < 0:
            raise _GaveUp
        return best


def _width(context: Context, name: str) -> float:
    width: arb = context.box[name].hi - context.box[name].lo
    return float(width)
