"""A named lemma, Jensen's inequality: the instance is checked, the lemma is on the ledger."""

from __future__ import annotations

from collections.abc import Mapping

from thence import checker
from thence.checker import Proof
from thence.provers.goal import Goal, Search, holds, subterms, text

NAME = LEMMA = "jensen"
COST = 7
MUST_NOT_PROVE = [
    {"given": {"x": "real"}, "lhs": "(exp(x)+exp(-x))/2", "rel": "<=", "rhs": "1",
     "hints": {"F": "exp(t)", "var": "t", "on": "real", "points": "x; -x", "weights": "1/2; 1/2"}},
    {"given": {"x": "real"}, "lhs": "(x**3-x**3)/2", "rel": "<=", "rhs": "-10**-9",
     "hints": {"F": "t**3", "var": "t", "on": "real", "points": "x; -x", "weights": "1/2; 1/2"}},
    {"given": {"n": "integer>=1", "s": "real[n]"},
     "lhs": "log(Sum(exp(s[i]), (i, 1, n))/n)", "rel": "<=", "rhs": "Sum(s[i], (i, 1, n))/n",
     "hints": {"F": "log(t)", "var": "t", "on": "positive", "points": "exp(s[i])",
               "weights": "1/n", "over": "i, 1, n"}},
    {"given": {"n": "integer>=1", "s": "positive[n]"},
     "lhs": "log(Sum(s[i], (i, 1, n)))", "rel": ">=", "rhs": "Sum(log(s[i]), (i, 1, n))/n"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """``log(sum of f / n) >= (sum of log f) / n``, wherever a goal has the logarithm of a sum."""
    if goal.rel != ">=":
        return None
    for kernel in subterms(goal.term):
        if kernel[0] != "sum" or "#" in kernel[2] or kernel[2] in goal.context.box:
            continue
        _, body, name, low, high = kernel
        found = proof(
            goal,
            {
                "F": "log(_t)", "var": "_t", "on": "positive", "points": text(body),
                "weights": text(checker.ONE / (high - low + checker.ONE)),
                "over": ", ".join([name, text(low), text(high)]),
            },
            search,
        )  # fmt: skip
        if found is not None and holds(goal, found):
            return found
    return None


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
    over = [part.strip() for part in hints["over"].split(",")] if "over" in hints else []
    return {
        "rule": LEMMA,
        **({"over": over} if over else {}),
        "F": hints["F"],
        "var": name,
        "on": hints["on"],
        "points": [p.strip() for p in hints["points"].split(";")],
        "weights": [w.strip() for w in hints["weights"].split(";")],
        "defined": needs,
        "second_defined": second_needs,
        "concave": bent,
    }
