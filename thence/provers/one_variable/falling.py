"""What falls towards infinity is above its limit there: Mills' ratio, and other tails of erf.

The slope may again be what rises to a limit, as derivatives do until no error function is left.
"""

from __future__ import annotations

from collections.abc import Callable

from thence import checker
from thence.checker import OO, Proof, Rejected, Term
from thence.provers import limits
from thence.provers.goal import Goal, OutOfTime, Search
from thence.provers.samples import false_somewhere
from thence.provers.terms import subterms, text

NAME = "falling"
COST = 1
MUST_NOT_PROVE = [
    {"given": {"x": "positive"}, "lhs": "erfc(x)", "rel": ">=", "rhs": "10**-12"},
    {"given": {"x": "positive"}, "lhs": "sqrt(pi)*x*exp(x**2)*erfc(x)", "rel": "<=",
     "rhs": "1 - 10**-12"},
    {"given": {"x": "positive"}, "lhs": "sqrt(pi)*x*erfc(x)", "rel": ">=", "rhs": "exp(-x**2)"},
    {"given": {"x": "real"}, "lhs": "sqrt(pi)*x*erfc(x)", "rel": ">", "rhs": "-10**12"},
    {"given": {"x": "positive"}, "lhs": "erfc(x/sqrt(2))/2", "rel": "<=",
     "rhs": "exp(-x**2/2)/2 - 10**-12"},
    {"given": {"x": "real"}, "lhs": "x*(1 + erf(x/sqrt(2)))/2", "rel": ">", "rhs": "-0.1699"},
    {"given": {"x": "(1, oo)"}, "lhs": "atan(x)", "rel": "<=", "rhs": "pi/2 - 10**-9"},
]  # fmt: skip
#: What shows the sign of a slope.
SIGNS = ("bounds", "normal form", "factors", "falling", "ladder")
#: What shows the sign of a limit.
BASE = ("bounds", "normal form")
#: How what lies beyond a cut is shown.
Beyond = Callable[[Goal], Proof | None]
#: Where an interval is cut, whose beginning has to be covered.
CUTS = (2, 4, 1, 8)
#: How often one derivative is taken of another.
MOST = 3
#: Seconds for a limit.
EACH = 2.0


def attempt(goal: Goal, search: Search) -> Proof | None:
    """Towards each infinite end of the interval of the only variable, if there is an erf or an
    inverse tangent, for which the tails have no series."""
    if len(goal.free) != 1 or goal.rel not in (">", ">=") or search.path.count(NAME) > MOST:
        return None
    (name,) = goal.free
    if any(name in checker.symbols(h) for _, h in goal.context.hypotheses) or not applies(goal):
        return None
    for at, end in (("hi", OO), ("lo", -OO)):
        if goal.context.ends[name][at == "hi"] == end:
            found = towards(goal, name, at, search) or _cut(goal, name, at, search)
            if found is not None:
                return found
    return None


def _cut(goal: Goal, name: str, at: str, search: Search) -> Proof | None:
    """Beyond M, where the other end of the interval is a number, and a cover of what is before."""
    if goal.context.ends[name][at == "lo"] in (OO, -OO) or NAME in search.path[:-1]:
        return None

    def settled(far: Goal) -> Proof | None:
        return search.prove(far, only=("settled",))

    def falls(far: Goal) -> Proof | None:
        return towards(far, name, at, search) or search.prove(far, only=("ladder",))

    for beyond in (settled, falls):  # the one takes no time where it fails
        for size in CUTS:
            found = _cut_at(goal, name, checker.num(size if at == "hi" else -size), beyond, search)
            if found is not None:
                return found
    return None


def _cut_at(goal: Goal, name: str, cut: Term, beyond: Beyond, search: Search) -> Proof | None:
    context, whole, (low, high) = goal.context, goal.context.box[name], goal.context.ends[name]
    inside = cut - low if high == OO else high - cut
    if not context.holds(">", inside):
        return None
    ends = [(low, cut), (cut, high)]
    sides = [(whole.lo_open, False), (False, whole.hi_open)]
    near, far = (
        goal.on(context.having(name, context.between(*pair, *opened)))
        for pair, opened in zip(ends, sides, strict=True)
    )
    near, far = (near, far) if high == OO else (far, near)
    far_proof = beyond(far)
    near_proof = search.prove(near, only=("univariate",)) if far_proof is not None else None
    if near_proof is None:
        return None
    proofs = [near_proof, far_proof][:: 1 if high == OO else -1]
    return {"rule": "split", "var": name, "at": [text(cut)], "proofs": proofs}


def applies(goal: Goal) -> bool:
    """Whether there is an erf or an inverse tangent, and in no other function, where the limit
    would be one that takes long."""
    kinds = ("erf", "atan")
    inside = {t[0] for part in subterms(goal.term) for t in part.parts() if t[0] in kinds}
    deep = (t for part in subterms(goal.term) if part[0] in ("log", "exp") for t in subterms(part))
    return bool(inside) and not any(t[0] in kinds for t in deep)


def towards(
    goal: Goal, name: str, at: str, search: Search, signs: tuple[str, ...] = SIGNS,
    base: tuple[str, ...] = BASE,
) -> Proof | None:  # fmt: skip
    """The slope towards an infinite end, and the limit there: by the tactics for their signs."""
    inner = checker.interior(goal.context, name)
    slope = checker.diff(goal.term, name)
    down = -slope if at == "hi" else slope
    if false_somewhere(inner, goal.rel, down):
        return None
    limit = _limit(goal, name, at, search, base)
    needs = search.defined(inner, slope) if limit is not None else None
    falls = search.prove(Goal(inner, goal.rel, down), only=signs) if needs is not None else None
    if falls is None or limit is None:
        return None
    return {
        "rule": "limit", "var": name, "at": at, "slope": falls, "slope_defined": needs,
        "limit": limit[0], "base": limit[1],
    }  # fmt: skip


def _limit(
    goal: Goal, name: str, at: str, search: Search, only: tuple[str, ...]
) -> tuple[Proof, Proof] | None:
    """How the checker shows the limit, and that it is at least 0."""
    outer = checker.without(goal.context, name)
    target = OO if at == "hi" else -OO
    try:
        short = Search(min(search.left(), EACH))
        short.path += search.path
        found = limits.tends(outer, goal.term, name, target, None, short)
    except (OutOfTime, Rejected):
        search.check_time()
        return None
    if found is None:
        return None
    value: Term = checker.parse(found["is"], outer.names)
    base = search.prove(Goal(outer, ">=", value), only)
    return None if base is None else (found, base)
