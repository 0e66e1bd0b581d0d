"""A ladder of derivatives: a term that is right at an end, and rises from there.

Each step differentiates once, divides out factors of known sign, and asks again; logarithms and
inverse functions are gone after a step or two.  Where the term is 0 inside the interval, the
interval is cut there first.
"""

from __future__ import annotations

from thence import checker
from thence.checker import OO, Context, Interval, Proof, Term
from thence.provers.goal import Goal, Search
from thence.provers.one_variable.univariate import sign_changes, vanishes
from thence.provers.terms import subterms, text

NAME = "ladder"
COST = 5
MUST_NOT_PROVE = [
    {"given": {"x": "(0, oo)"}, "lhs": "log(1+x)", "rel": ">=", "rhs": "x - x**2/2 + 10**-12"},
    {"given": {"x": "[0, oo)"}, "lhs": "log(1+x)", "rel": "<", "rhs": "x"},
    {"given": {"x": "[0, 1)"}, "lhs": "1 - sqrt(1-x)", "rel": ">", "rhs": "x/2"},
    {"given": {"x": "(0, oo)"}, "lhs": "log(x)", "rel": "<", "rhs": "x - 1"},
    {"given": {"x": "(0, 4)"}, "lhs": "(x-2)**3", "rel": ">=", "rhs": "-8 + 10**-12"},
    {"given": {"x": "(0, oo)"}, "lhs": "Abs(x-1)", "rel": ">", "rhs": "x - 1"},
]
#: How many derivatives are taken, and of how long a term.
STEPS = 3
LONGEST = 400
#: How the derivative of a step may be shown.
TACTICS = ("bounds", "normal form", "factors", "conjugate", "univariate", "ladder", "falling")


def attempt(goal: Goal, search: Search) -> Proof | None:
    """From either end of the interval of the only variable."""
    if len(goal.free) != 1 or goal.rel not in (">", ">="):
        return None
    if search.path.count(NAME) > STEPS or sum(1 for _ in subterms(goal.term)) > LONGEST:
        return None
    (name,) = goal.free
    if any(name in checker.symbols(h) for _, h in goal.context.hypotheses):
        return None
    for at in ("lo", "hi"):
        found = step(goal, name, at, search)
        if found is not None:
            return found
    return _from_contact(goal, name, search)


def _from_contact(goal: Goal, name: str, search: Search) -> Proof | None:
    """Steps away to both sides of a point inside where the term, and its derivative, are 0."""
    if goal.rel != ">=":
        return None
    context, whole, (low, high) = goal.context, goal.context.box[name], goal.context.ends[name]
    for point in sign_changes(context, name, checker.diff(goal.term, name)):
        if not vanishes(context, checker.substitute(goal.term, {name: point})):
            continue
        left = context.having(name, context.between(low, point, whole.lo_open, False))
        right = context.having(name, context.between(point, high, False, whole.hi_open))
        proofs = [step(goal.on(left), name, "hi", search)]
        proofs += [step(goal.on(right), name, "lo", search)] if proofs[0] else [None]
        if None not in proofs:
            return {"rule": "split", "var": name, "at": [text(point)], "proofs": proofs}
    return None


def step(goal: Goal, name: str, at: str, search: Search) -> Proof | None:
    """The value at an end, and the sign of the derivative."""
    context, whole = goal.context, goal.context.box[name]
    point = context.ends[name][at == "hi"]
    if point in (OO, -OO):
        return None
    proof: Proof = {"rule": "slope", "var": name, "at": at}
    outside = whole.hi_open if at == "hi" else whole.lo_open
    if outside:
        sides = (whole.lo_open and at == "hi", whole.hi_open and at == "lo")
        closed = context.having(name, (Interval(whole.lo, whole.hi, *sides), context.ends[name]))
        needs = _needs(closed, goal.term)
        if needs is None:
            return None
        proof |= {"defined": needs, "strict": True}
    rel = ">=" if outside else goal.rel
    value = checker.substitute(goal.term, {name: point})
    base = search.prove(Goal(context, rel, value), only=("bounds", "normal form"))
    if base is None:
        return None
    slope, inner = checker.diff(goal.term, name), checker.interior(context, name)
    if (slope_needs := _needs(inner, slope)) is None:
        return None
    steep = slope if at == "lo" else -slope
    rising = search.prove(Goal(inner, goal.rel if outside else ">=", steep), only=TACTICS)
    if rising is None:
        return None
    return {**proof, "base": base, "slope_defined": slope_needs, "slope": rising}


def _needs(context: Context, term: Term) -> dict[str, Proof] | None:
    """Nothing, if all that the term needs holds at sight."""
    shown = all(context.holds(rel, what) for rel, what in checker.obligations(term))
    return {} if shown else None
