"""Ways towards a target, and what is looked at and shown along them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flint import arb, fmpq

from thence import checker
from thence.checker import ONE, OO, Context, Proof, Rejected, Term, num
from thence.provers.goal import Goal, OutOfTime, Search
from thence.provers.terms import a_number, reread, simplified, text

#: Tactics for what is simple by construction.
SIMPLE = ("bounds", "normal form", "factors", "slope", "univariate", "tails")
#: The name of what is at least 0 in the proof of a bound: no variable that a tactic makes has it.
GAP = "gap_of_limit"
#: Seconds for a bound near a target.
EACH = 1.5
#: The largest number that is tried as a bound.
MOST = 100
#: Distances from a target, or inverse ones, at which a term is looked at.
PLACES = (*(fmpq(1, (2 + k % 2) ** (2 * k + 1)) for k in range(20)), fmpq(1, 2**200))


@dataclass(frozen=True)
class Approach:
    """A way towards a target: beyond ``edge``, ``x`` is ``variable`` in a small ``t`` = ``part``,
    and ``scale`` is 1/t; ``near`` is the context there, and ``outer`` that of the parameters."""

    outer: Context
    near: Context
    x: Term
    edge: Term
    part: Term
    t: Term
    variable: Term
    scale: Term
    start: str

    @classmethod
    def towards(
        cls, context: Context, name: str, target: Term, below: bool, step: Term, whole: bool = False
    ) -> Approach:
        """The way to a target at infinity, or from one side to a point."""
        x, t = checker.sym(name), checker.sym(f"{name}_t")
        if target in (OO, -OO):
            sign = ONE if target == OO else num(-1)
            edge, part, variable = sign * step, sign / x, sign / t
            scale, ends = sign * x, (edge, OO) if target == OO else (-OO, edge)
        elif below:
            edge, part, variable = target - step, target - x, target - t
            scale, ends = ONE / part, (edge, target)
        else:
            edge, part, variable = target + step, x - target, target + t
            scale, ends = ONE / part, (target, edge)
        near = context.having(name, context.between(*ends, True, True))
        near.whole |= {name} if whole else set()
        start = "lo" if ends[0] == edge else "hi"
        return cls(context, near, x, edge, part, t, variable, scale, start)


def sampled(way: Approach, term: Term, places: tuple[fmpq, ...] = PLACES) -> int | None:
    """A whole number that a term stays under at a few places near the target, if there is one."""
    moved, found = checker.substitute(term, {way.x[1]: way.variable}), 1
    for k, small in enumerate(places):
        boxes = {n: a_number(box, k) for n, box in way.near.box.items() if n != way.x[1]}
        boxes[way.t[1]] = checker.exactly(arb(small))
        here = Context(boxes, way.near.ends, [], [], way.near.sizes, way.near.whole)
        value = abs(here.bounds(moved).ball())
        if not value.is_finite() or value.upper() > MOST:
            return None
        found = max(found, int(value.upper().ceil().unique_fmpz() or found))
    return found


def grows(way: Approach, u: Term) -> bool:
    """Whether an argument is large near the target, as far as balls see it."""
    values = []
    for small in (fmpq(1, 2**20), fmpq(1, 2**40)):
        boxes = {n: a_number(box, k) for k, (n, box) in enumerate(way.near.box.items())}
        boxes[way.t[1]] = checker.exactly(arb(small))
        here = Context(boxes, way.near.ends, [], [], way.near.sizes, way.near.whole)
        values.append(abs(here.bounds(u).ball().mid()))
    return bool(values[1] > 2 * values[0] and values[1] > 16)


def soon(goal: Goal, search: Search) -> Proof | None:
    """A proof of a bound that is found in a moment, as it stands or in its normal form."""
    short = Search(min(search.left(), EACH))
    try:
        return simply(goal, short) or short.prove(goal)
    except OutOfTime:
        search.check_time()
        return None


def simply(goal: Goal, search: Search) -> Proof | None:
    """A proof by bounds, as it stands or in its normal form, if there is one."""
    short = search.prove(goal, only=("bounds", "normal form"))
    if short is not None:
        return short
    to = simplified(goal.context, goal.term)
    then = search.prove(goal.of(to), only=("bounds", "normal form"))
    if then is not None:
        return {"rule": "rewrite", "to": text(to), "then": then}
    return search.prove(goal, only=SIMPLE)


def simple(context: Context, value: Term) -> Term:
    """A value in its normal form, as the checker will read it."""
    return reread(context, simplified(context, value))


def accepted(
    context: Context, body: Term, name: str, target: Term, below: bool, value: Term, item: Proof,
    whole: bool = False,
) -> bool:  # fmt: skip
    """Whether the checker accepts how a limit is shown."""
    try:
        checker.tends(context, body, name, target, below, value, item, whole)
    except Rejected:
        return False
    return True


def named(part: Term, bound: Term, above: Proof, below: Proof) -> dict[str, Any]:
    """A part that tends to 0: at most ``bound`` times the distance, or 1/scale, on either side."""
    return {"is": text(part), "bound": text(bound), "above": above, "below": below}
