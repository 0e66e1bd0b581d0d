"""Another variable: u = 1/x brings infinity to 0, and y = log x spreads out what is near 0."""

from __future__ import annotations

from collections.abc import Iterator

from thence import checker
from thence.checker import ONE, OO, ZERO, Proof, Term
from thence.provers.general.factors import parted
from thence.provers.goal import Goal, Search
from thence.provers.terms import subterms, text

NAME = "substitutions"
COST = 6
MUST_NOT_PROVE = [
    {"given": {"x": "positive"}, "lhs": "log(1+1/x)", "rel": "<=", "rhs": "1/x - 10**-12/x**2"},
    {"given": {"x": "(1, oo)"}, "lhs": "x*log(1+1/x)", "rel": "<=", "rhs": "1 - 10**-12"},
    {"given": {"x": "positive"}, "lhs": "-log(x)", "rel": "<", "rhs": "exp(-1)/x"},
    {"given": {"x": "(-oo, 0)"}, "lhs": "x*atan(1/x)", "rel": ">", "rhs": "1 - 1/x**2/4"},
]
TACTICS = ("bounds", "normal form", "factors", "univariate", "ladder", "moduli", "conjugate")


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal in a new variable, its positive factors divided out."""
    if len(goal.free) != 1 or goal.rel not in (">", ">=") or goal.context.hypotheses:
        return None
    (name,) = goal.free
    if name.endswith(("_inverse", "_log")):
        return None
    for new, is_, back, domain, only in _choices(goal, name):
        known_at_sight = (goal.context.holds(*need) for need in checker.obligations(is_))
        if not all(known_at_sight) or not goal.context.inside(is_, goal.context.domain(domain)):
            continue
        inner = goal.context.having(new, goal.context.domain(domain))
        moved = Goal(inner, goal.rel, checker.substitute(goal.term, {name: back}))
        parts = parted(moved)
        if parts is None:
            continue
        known, rest = parts
        by = ONE / checker.substitute(known, {new: is_})
        if not goal.context.holds(">", by):  # the sign is seen in the new variable alone
            by, rest = ONE, moved.term
        at_sight = "bounds" if goal.context.shows(">", by) else "normal form"
        needs = search.defined(inner, rest)
        then = search.prove(moved.of(rest), only=only) if needs is not None else None
        if then is not None:
            return {
                "rule": "rewrite",
                "by": text(by),
                "by_positive": {"rule": at_sight},
                "let": {new: {"is": text(is_), "in": domain}},
                "to": text(rest),
                "to_defined": needs,
                "then": then,
            }
    return None


def _choices(goal: Goal, name: str) -> Iterator[tuple[str, Term, Term, str, tuple[str, ...]]]:
    """New variables: name, what it is, the old one in it, its domain, and how to prove then."""
    whole, (low, high) = goal.context.box[name], goal.context.ends[name]
    x, infinite = checker.sym(name), (low == -OO) != (high == OO)
    u = checker.sym(f"{name}_inverse")
    if infinite and high == OO and whole.lo >= 0:
        bracket = ")" if whole.lo_open else "]"
        end = "oo" if low == ZERO else text(ONE / low)
        yield f"{name}_inverse", ONE / x, ONE / u, f"(0, {end}{bracket}", TACTICS
    if infinite and low == -OO and whole.hi <= 0:
        bracket = ")" if whole.hi_open else "]"
        end = "oo" if high == ZERO else text(ONE / -high)
        yield f"{name}_inverse", ONE / -x, checker.num(-1) / u, f"(0, {end}{bracket}", TACTICS
    if whole.satisfies(">") and checker.log(x) in set(subterms(goal.term)):
        y = checker.sym(f"{name}_log")
        ends = [
            "-oo" if low == ZERO else text(checker.log(low)),
            "oo" if high == OO else text(checker.log(high)),
        ]
        left, right = "(" if whole.lo_open else "[", ")" if whole.hi_open else "]"
        domain = f"{left}{', '.join(ends)}{right}"
        yield f"{name}_log", checker.log(x), checker.exp(y), domain, (*TACTICS, "tails")
