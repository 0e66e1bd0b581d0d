"""Limits of terms whose distance from the limit is small as a whole."""

from __future__ import annotations

from itertools import product

from flint import fmpq

from thence import checker
from thence.checker import ONE, OO, Context, Proof, Rejected, Term, num
from thence.provers.goal import Goal, Search
from thence.provers.limits.approach import Approach, accepted, sampled, soon
from thence.provers.summation import sequences
from thence.provers.terms import text

#: How much the body may differ from its limit: less than 1/scale, its root, or 1/log(scale).
RATES = ((fmpq(1), False), (fmpq(1, 2), False), (fmpq(1), True))
#: The same for a sequence, where bounds are shown by induction.
OF_SEQUENCES = ((fmpq(1), False), (fmpq(1), True), (fmpq(1, 2), False))
MUST_NOT_PROVE = [
    {"given": {}, "lhs": "Limit(sin(x)*cos(x)/sqrt(x), x, oo)", "rel": "=", "rhs": "10**-12"},
    {"given": {}, "lhs": "Limit(x*sin(x)/(x + 1), x, oo)", "rel": "=", "rhs": "0"},
    {"given": {}, "lhs": "Limit(floor(x)/x, x, oo)", "rel": "=", "rhs": "1 - 10**-12"},
]


def as_a_whole(
    context: Context, body: Term, name: str, target: Term, is_: Term | None, search: Search,
    below: bool, whole: bool,
) -> Proof | None:  # fmt: skip
    """The limit, 0 where none is given, of a body whose distance from it is small as a whole."""
    seen = checker.ZERO if is_ is None else is_
    w, part = checker.sym(f"{name}_w"), body - seen
    steps = (fmpq(2),) if whole else (fmpq(2), fmpq(64)) if target in (OO, -OO) else (fmpq(1, 8),)
    for shown in (_built_up, soon) if whole else (soon,):
        for step, (power, slow) in product(steps, OF_SEQUENCES if whole else RATES):
            try:
                way = Approach.towards(context, name, target, below, num(step), whole)
                rate = (checker.log(way.scale) if slow else way.scale) ** num(power)
                least = _least(way, part * rate, whole)
                needs = search.defined(way.near, body) if least is not None else None
            except Rejected:
                continue
            if needs is None or least is None:
                continue
            bound = num(2 * least)
            signed = (s * part * rate for s in (ONE, -ONE))
            proofs = [shown(Goal(way.near, ">=", bound - side), search) for side in signed]
            if None in proofs:
                continue
            let = {"is": text(part), "bound": text(bound), "power": str(power), "slow": slow}
            let |= {"above": proofs[0], "below": proofs[1], "defined": needs}
            item = {"near": text(way.edge), "is": text(seen), "defined": needs}
            item |= {"let": {w[1]: let}, "to": text(seen + w)}
            if accepted(context, body, name, target, below, seen, item, whole):
                return item
    return None


def _least(way: Approach, term: Term, whole: bool) -> int | None:
    """A whole number that a term seems to stay under near the target, if there is one."""
    if not whole:
        return sampled(way, term)
    return 2 if sequences.bounded(way.near, term, way.x[1], 4) else None


def _built_up(goal: Goal, search: Search) -> Proof | None:
    """A proof of a bound of a sequence step by step."""
    return search.prove(goal, only=("induction", "receding"))
