"""From the derivative: equal slopes and one equal value, or a monotone step to an end."""

from __future__ import annotations

from thence import checker
from thence.checker import OO, Proof, Rejected, Term
from thence.provers.goal import Goal, Search

NAME = "slope"
COST = 5
MUST_NOT_PROVE = [
    {"given": {"x": "real", "y": "real"}, "lhs": "atan(x)+atan(y)", "rel": "=",
     "rhs": "atan((x+y)/(1-x*y))"},
    {"given": {"x": "[0, 1)"}, "lhs": "x", "rel": ">", "rhs": "0"},
    {"given": {"x": "real"}, "lhs": "x/Abs(x)", "rel": "=", "rhs": "1"},
    {"given": {"x": "(1, oo)"}, "lhs": "atan(x)+atan(1/x)", "rel": "=", "rhs": "pi/2 + 10**-30"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """Try each variable in turn."""
    for name in sorted(goal.free):
        if any(name in checker.symbols(h) for _, h in goal.context.hypotheses):
            continue
        try:
            found = equality(goal, name, search) if goal.rel == "=" else order(goal, name, search)
        except Rejected:
            continue
        if found is not None:
            return found
    return None


def _base(goal: Goal, name: str, point: Term) -> Goal:
    return goal.of(checker.substitute(goal.term, {name: point}))


def equality(goal: Goal, name: str, search: Search) -> Proof | None:
    """The slope in ``name`` is 0 everywhere, and the term is 0 at one point."""
    slope = checker.diff(goal.term, name)
    inner = checker.interior(goal.context, name)
    flat = search.prove(Goal(inner, "=", slope), only=("normal form",))
    if flat is None:
        return None
    for at in ("0", "1", "lo", "hi", "-1", "1/2", "2"):
        proof = _equality_at(goal, name, at, slope, inner, search)
        if proof is not None:
            proof["slope"] = flat
            return proof
    return None


def _equality_at(
    goal: Goal, name: str, at: str, slope: Term, inner: checker.Context, search: Search
) -> Proof | None:
    whole = goal.context.box[name]
    point = goal.context.ends[name][at == "hi"] if at in ("lo", "hi") else checker.parse(at, set())
    if point in (OO, -OO):
        return None
    proof: Proof = {"rule": "slope", "var": name, "at": at}
    if at not in ("lo", "hi"):
        if not goal.context.inside(point, (whole, goal.context.ends[name])):
            return None
    elif whole.hi_open if at == "hi" else whole.lo_open:
        closed = checker.Interval(whole.lo, whole.hi)
        extended = goal.context.having(name, (closed, goal.context.ends[name]))
        needs = search.defined(extended, goal.term)
        if needs is None:
            return None
        proof["defined"] = needs
    slope_needs = search.defined(inner, slope)
    base = search.prove(_base(goal, name, point)) if slope_needs is not None else None
    if base is None:
        return None
    return {**proof, "slope_defined": slope_needs, "base": base}


def order(goal: Goal, name: str, search: Search) -> Proof | None:
    """The term grows away from an end of the interval, and is right there."""
    if goal.rel not in (">", ">=") or len(goal.free) < 2:
        return None
    slope, inner = checker.diff(goal.term, name), checker.interior(goal.context, name)
    whole = goal.context.box[name]
    for at, direction in (("lo", slope), ("hi", -slope)):
        point = goal.context.ends[name][at == "hi"]
        if point in (OO, -OO):
            continue
        if not inner.holds(">=", direction) and not search.prove(
            Goal(inner, ">=", direction), only=("factors", "exponentials")
        ):
            continue
        proof: Proof = {"rule": "slope", "var": name, "at": at}
        rel = goal.rel
        if whole.hi_open if at == "hi" else whole.lo_open:
            closed = checker.Interval(whole.lo, whole.hi)
            extended = goal.context.having(name, (closed, goal.context.ends[name]))
            needs = search.defined(extended, goal.term)
            if needs is None:
                continue
            proof["defined"] = needs
        slope_needs = search.defined(inner, slope)
        steep = search.prove(Goal(inner, ">=", direction))
        base = search.prove(Goal(goal.context, rel, _base(goal, name, point).term))
        if slope_needs is not None and steep is not None and base is not None:
            return {**proof, "slope_defined": slope_needs, "slope": steep, "base": base}
    return None
