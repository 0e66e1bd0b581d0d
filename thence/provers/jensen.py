"""A named lemma, Jensen's inequality: the instance is checked, the lemma is on the ledger."""

from __future__ import annotations

from collections.abc import Mapping

from thence import checker
from thence.checker import Proof
from thence.provers.goal import Goal, Search

LEMMA = "jensen"
MUST_NOT_PROVE = [
    {"given": {"x": "real"}, "lhs": "(exp(x)+exp(-x))/2", "rel": "<=", "rhs": "1",
     "hints": {"F": "exp(t)", "var": "t", "on": "real", "points": "x; -x", "weights": "1/2; 1/2"}},
    {"given": {"x": "real"}, "lhs": "(x**3-x**3)/2", "rel": "<=", "rhs": "-10**-9",
     "hints": {"F": "t**3", "var": "t", "on": "real", "points": "x; -x", "weights": "1/2; 1/2"}},
]  # fmt: skip


def proof(goal: Goal, hints: Mapping[str, str], search: Search) -> Proof | None:
    """The instance ``F(sum w p) >= sum w F(p)`` that the hints name, with F concave on ``on``."""
    name, domain = hints["var"], goal.context.domain(hints["on"])
    inner = goal.context.having(name, domain)
    concave = checker.parse(hints["F"], inner.names)
    second = checker.diff(checker.diff(concave, name), name)
    needs, second_needs = search.defined(inner, concave), search.defined(inner, second)
    bent = search.prove(Goal(inner, ">=", -second))
    if needs is None or second_needs is None or bent is None:
        return None
    return {
        "rule": LEMMA,
        "F": hints["F"],
        "var": name,
        "on": hints["on"],
        "points": [p.strip() for p in hints["points"].split(";")],
        "weights": [w.strip() for w in hints["weights"].split(";")],
        "defined": needs,
        "second_defined": second_needs,
        "concave": bent,
    }
