"""Hypotheses about one variable: they narrow its interval, and are forgotten, as are those about
others where the goal has a single one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from flint import arb

from thence import checker
from thence.checker import OO, Context, Interval, Proof, Rejected, Term
from thence.provers.goal import Goal, Search, keeping
from thence.provers.one_variable.univariate import as_fmpq, as_fraction, recognised, short_near
from thence.provers.terms import text

NAME = "hypotheses"
COST = 2
PREPARES = True
MUST_NOT_PROVE = [
    {"given": {"x": "real"}, "assuming": ["Abs(x) <= 1"], "lhs": "x**2", "rel": "<", "rhs": "1"},
    {"given": {"x": "real"}, "assuming": ["x**2 < 2"], "lhs": "x", "rel": "<=",
     "rhs": "sqrt(2) - 10**-12"},
    {"given": {"x": "real"}, "assuming": ["x*(x-1)*(x-2) >= 0"], "lhs": "(x-1)*(x-2)", "rel": ">=",
     "rhs": "0"},
    {"given": {"x": "real"}, "assuming": ["x != 0"], "lhs": "x**2", "rel": ">=", "rhs": "10**-20"},
    {"given": {"x": "real"}, "assuming": ["1/x > 1"], "lhs": "x", "rel": "<", "rhs": "1 - 10**-12"},
    {"given": {"x": "[0, 1]"}, "assuming": ["x >= 0"], "lhs": "x", "rel": ">", "rhs": "0"},
    {"given": {"x": "[0, 1]"}, "assuming": ["x > 0"], "lhs": "x", "rel": "<", "rhs": "1"},
    {"given": {"x": "[0, 1]"}, "assuming": ["x < 1"], "lhs": "exp(x)", "rel": ">", "rhs": "1"},
    {"given": {"x": "positive", "y": "positive"}, "assuming": ["x*y = 1"], "lhs": "x**2 - 2*x + 1",
     "rel": ">", "rhs": "0"},
]  # fmt: skip
#: Tactics that show that nothing is outside.
SIMPLE = ("bounds", "normal form", "ladder", "slope")
#: How far from 0 points are looked at, as powers of 2 and their thirds; and how close to an end.
REACH, CLOSE = 24, 12


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal on what a hypothesis leaves of the interval of its variable, or without any."""
    context = goal.context
    if not context.hypotheses or context.sizes:
        return None
    for k, (rel, known) in enumerate(context.hypotheses):
        names = sorted(checker.symbols(known)) if rel in (">", ">=") else []
        for name, domain in ((n, d) for n in names for d in _domains(context, n, rel, known)):
            proof = _narrowed(goal, name, domain, k, search)
            if proof is not None:
                inner = goal.on(context.having(name, context.domain(domain)))
                proof["then"] = search.prove(inner)
                return proof if proof["then"] is not None else None
    about = [checker.symbols(h) for _, h in context.hypotheses]
    if any(len(names) != 1 for names in about):
        keep = [k for k, names in enumerate(about) if names <= goal.free]
        return keeping(goal, keep, search) if len(goal.free) == 1 else None
    bare = context.forgetting()
    needs = search.defined(bare, goal.term)
    then = None if needs is None else search.prove(goal.on(bare))
    return None if then is None else {"rule": "forget", "defined": needs, "then": then}


def _narrowed(goal: Goal, name: str, domain: str, k: int, search: Search) -> Proof | None:
    """The proof without its last part, if nothing is outside the new domain."""
    context, (inner, (start, stop)) = goal.context, goal.context.domain(domain)
    whole, (low, high) = context.box[name], context.ends[name]
    proof: Proof = {"rule": "narrow", "var": name, "in": domain}
    for side, outer in (
        ("below", (low, start, whole.lo_open, not inner.lo_open)),
        ("above", (stop, high, not inner.hi_open, whole.hi_open)),
    ):
        at, opened = outer[:2], (inner.lo_open > whole.lo_open, inner.hi_open > whole.hi_open)
        if at[0] == at[1] and not opened[side == "above"]:
            continue
        there = context.forgetting().having(name, context.between(*outer))
        try:
            checker.defined(there, context.hypotheses[k][1], {})
        except Rejected:
            return None
        rel, known = context.hypotheses[k]
        opposite = ">=" if rel == ">" else ">"
        shown = search.prove(Goal(there, opposite, -known), only=SIMPLE)
        if shown is None:
            return None
        proof[side] = {"rule": "contradiction", "hypothesis": k, "proof": shown}
    return proof


def _domains(context: Context, name: str, rel: str, known: Term) -> list[str]:
    """Domains that may hold all points at which the hypothesis holds, the exact one first."""
    whole, (low, high) = context.box[name], context.ends[name]
    points = [x for x in _points() if whole.lo < x < whole.hi]
    points = sorted([*points, *_near_ends(whole)], key=lambda x: as_fraction(x))

    def held(x: arb) -> bool:
        at = context.having(name, (checker.exactly(x), context.ends[name])).forgetting()
        try:
            return not at.bounds(known).hi < 0
        except Rejected:
            return False

    first = next((i for i, x in enumerate(points) if held(x)), None)
    if first is None:
        return []
    last = next(i for i in reversed(range(first, len(points))) if held(points[i]))
    lows = _ends(points[first - 1], points[first], held) if first else [low]
    highs = _ends(points[last + 1], points[last], held) if last + 1 < len(points) else [high]
    if (found := linear(known)) is not None and not checker.symbols(found[1]):
        lows, highs = (
            [found[1]] if ends not in ([low], [high]) else ends for ends in (lows, highs)
        )
    if lows[0] == low and highs[0] == high:
        return _opened(context, name, rel, known)
    left = "(" if (rel == ">" if lows[0] != low else whole.lo_open) else "["
    right = ")" if (rel == ">" if highs[0] != high else whole.hi_open) else "]"
    pairs = [(lows[0], highs[0]), (lows[-1], highs[-1])]
    return [f"{left}{text(a)}, {text(b)}{right}" for a, b in dict.fromkeys(pairs)]


def _opened(context: Context, name: str, rel: str, known: Term) -> list[str]:
    """The domain without an end that belongs to it and at which a linear hypothesis fails."""
    whole, (low, high) = context.box[name], context.ends[name]
    found, slope = linear(known, name), checker.rational(checker.diff(known, name))
    at = checker.rational(found[1]) if found is not None else None
    if rel != ">" or at is None or not slope:
        return []
    first, last = (checker.rational(end) if end not in (OO, -OO) else None for end in (low, high))
    opens = (slope > 0 and at == first, slope < 0 and at == last)
    if not (opens[0] > whole.lo_open or opens[1] > whole.hi_open):
        return []
    left = "(" if opens[0] or whole.lo_open else "["
    right = ")" if opens[1] or whole.hi_open else "]"
    return [f"{left}{text(low)}, {text(high)}{right}"]


def linear(known: Term, only: str = "") -> tuple[str, Term] | None:
    """The variable of a term ``c*(x - a)`` and a, which is free of it; the first by name, or the
    ``only`` one."""
    for name in [only] if only else sorted(checker.symbols(known)):
        slope = checker.rational(checker.diff(known, name))
        if slope:
            end = -checker.substitute(known, {name: checker.ZERO}) / checker.num(slope)
            exact = checker.rational(end)
            return name, end if exact is None else checker.num(exact)
    return None


@cache
def _points() -> list[arb]:
    """Numbers of all sizes, in order."""
    sizes = [arb(2) ** (arb(k) / 3) for k in range(-3 * REACH, 3 * REACH)]
    sizes = [arb(as_fmpq(short_near(as_fraction(x), as_fraction(x) / 64))) for x in sizes]
    return [*(-x for x in reversed(sizes)), arb(0), *sizes]


def _near_ends(whole: Interval) -> Iterator[arb]:
    """Numbers ever closer to both ends of a finite interval, where those of all sizes are few."""
    length = whole.hi - whole.lo
    for k in range(1, CLOSE) if length.is_finite() else ():
        step = length / 2**k
        yield from ((whole.lo + step).mid(), (whole.hi - step).mid())


def _ends(outside: arb, inside: arb, held: object) -> list[Term]:
    """The end of the kept points between two: exact if it is recognised, and one further out."""
    assert callable(held)
    for _ in range(160):
        middle = ((outside + inside) / 2).mid()
        outside, inside = (outside, middle) if held(middle) else (middle, inside)
    gap = (outside - inside) * arb(2) ** 100
    further = checker.num(as_fmpq(short_near(as_fraction(inside + gap), abs(as_fraction(gap)) / 4)))
    return [*recognised(inside)[:1], further]
