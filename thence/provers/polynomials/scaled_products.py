"""Positive numbers whose product is at least, or at most, a number: those with that product, as
quotients of others, times a scale that is at least 1, or at most 1.
"""

from __future__ import annotations

from functools import partial, reduce

from flint import fmpq

from thence import checker
from thence.checker import ONE, Proof, Term, num, sym
from thence.provers.goal import Goal, OutOfTime, Search, holds
from thence.provers.polynomials.unit_products import (
    Change,
    changes_of,
    given_product,
    summand_by_summand,
    with_parts,
)
from thence.provers.terms import in_normal_form, reread, text

NAME = "scaled products"
COST = 2
MUST_NOT_PROVE = [
    {"given": {"a": "positive", "b": "positive", "c": "positive"}, "assuming": ["a*b*c >= 1"],
     "lhs": "1/(1+a+b) + 1/(1+b+c) + 1/(1+c+a)", "rel": "<", "rhs": "1"},
    {"given": {"a": "positive", "b": "positive", "c": "positive"},
     "assuming": ["a*b*c >= 1 - 10**-12"], "lhs": "a + b + c", "rel": ">=", "rhs": "3"},
    {"given": {"a": "positive", "b": "positive", "c": "positive"}, "assuming": ["a*b*c <= 1"],
     "lhs": "a + b + c", "rel": ">=", "rhs": "3"},
    {"given": {"a": "positive", "b": "positive", "c": "positive"}, "assuming": ["a*b*c <= 1"],
     "lhs": "1/a + 1/b + 1/c", "rel": ">", "rhs": "3"},
    {"given": {"a": "real", "b": "real"}, "assuming": ["a*b >= 1"], "lhs": "a + b", "rel": ">=",
     "rhs": "2"},
]  # fmt: skip
#: Part of the time that is left in which a proof has to be found: other tactics follow.
SHARE = 0.25
#: The name of what the numbers are multiplied by.
SCALE = "scale"
SEEN: Proof = {"rule": "normal form"}


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal in the scale and the new variables, by each hypothesis that fits."""
    if goal.rel not in (">", ">=") or len(goal.free) < 2:
        return None
    for k, (rel, known) in enumerate(goal.context.hypotheses):
        found = given_product(goal, known) if rel in (">", ">=") else None
        if found is None:
            continue
        try:
            proof = _by_scale(goal, k, *found, Search(search.left() * SHARE))
        except OutOfTime:
            search.check_time()
            continue
        if proof is not None:
            return proof
    return None


def _by_scale(goal: Goal, k: int, names: list[str], constant: fmpq, search: Search) -> Proof | None:
    """The goal where the product is at least, or at most, the constant: the numbers are ``scale``
    times others whose product is the constant."""
    rel, known = goal.context.hypotheses[k]
    start = checker.rational(checker.substitute(known, dict.fromkeys(names, checker.ZERO)))
    if start is None or SCALE in goal.context.box:
        return None
    share = reduce(checker.times, map(sym, names)) / num(constant)
    scale = share ** num(fmpq(1, len(names)))
    let = _let(scale, len(names), start < 0, rel == ">")
    there = goal.on(goal.context.forgetting())
    for change in changes_of(names, constant, [sym(name) / scale for name in names]):
        found = _scaled(there, change, let, search)
        if found is not None and holds(goal, found):
            return found
    return None


def _let(scale: Term, degree: int, rises: bool, is_open: bool) -> Proof:
    """The scale, which is at least 1 or at most 1 as its power is."""
    domain = f"{'(' if is_open else '['}1, oo)" if rises else f"(0, 1{')' if is_open else ']'}"
    left, right = (scale, ONE) if rises else (ONE, scale)
    shown: Proof = {
        "rule": "powers", "left": text(left), "right": text(right), "power": degree,
        "left_sign": SEEN, "then": SEEN,
    }  # fmt: skip
    return {"is": text(scale), "in": domain, "low": shown if rises else SEEN, "high": shown}


def _scaled(goal: Goal, change: Change, let: Proof, search: Search) -> Proof | None:
    """A proof in the scale and the new variables."""
    inner = with_parts(goal, change)
    inner = inner.having(SCALE, inner.domain(let["in"]))
    back = {name: sym(SCALE) * value for name, value in change[1].items()}
    moved = checker.substitute(goal.term, back)
    to = reread(inner, in_normal_form(inner, partial(summand_by_summand, term=moved)))
    needs = search.defined(inner, to)
    then = search.prove(Goal(inner, goal.rel, to)) if needs is not None else None
    lets = {new: {"is": text(is_), "in": "(0, oo)"} for new, is_ in change[0].items()}
    return then and {
        "rule": "rewrite", "let": {SCALE: let, **lets}, "to": text(to), "to_defined": needs,
        "then": {"rule": "forget", "defined": needs, "then": then},
    }  # fmt: skip
