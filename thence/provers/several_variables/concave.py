"""Concave in one of the variables, on an interval at whose ends it is right: above its chord.

From f'' <= 0 and f >= 0 at both ends a and b: f - (x - a) f' rises from f(a), so that f/(x - a)
falls, to f(b)/(b - a).  It is log(1 + x y) >= x y log 2 on the unit square.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from thence import checker
from thence.checker import ONE, OO, Proof, Term, num, sym
from thence.provers.goal import Goal, OutOfTime, Search, holds
from thence.provers.samples import false_somewhere
from thence.provers.several_variables.valleys import QUICK, has_functions
from thence.provers.terms import reread, text

NAME = "concave"
COST = 3
UNIT = {"x": "(0, 1)", "y": "(0, 1)"}
MUST_NOT_PROVE = [
    {"given": UNIT, "lhs": "log(1 + x*y)", "rel": ">=", "rhs": "(log(2) + 10**-12)*x*y"},
    {"given": UNIT, "lhs": "exp(x*y)", "rel": ">=", "rhs": "1 + (exp(1) - 1)*x*y"},
    {"given": {"x": "(0, 2)", "y": "(0, 1)"}, "lhs": "log(1 + x*y)", "rel": ">=",
     "rhs": "log(2)*x*y"},
    {"given": UNIT, "lhs": "sin(pi*x)*y", "rel": ">=", "rhs": "10**-12*y"},
    # equal at an end that belongs to the domain
    {"given": {"x": "(0, 1]", "y": "(0, 1]"}, "lhs": "log(1 + x*y)", "rel": ">",
     "rhs": "log(2)*x*y"},
    {"given": UNIT, "lhs": "x*(1 - x)*exp(y)", "rel": ">=", "rhs": "2*x*(1 - x) + 0*y"},
]  # fmt: skip
#: Seconds for all but what is right at the ends.
SECONDS = 1.0
SEEN: Proof = {"rule": "normal form"}


def attempt(goal: Goal, search: Search) -> Proof | None:
    """Each variable on a finite open interval, from either of its ends."""
    if goal.rel not in (">", ">=") or len(goal.free) < 2 or goal.context.sizes:
        return None
    if not has_functions(goal.term):
        return None
    quick = Search(min(SECONDS, search.left()), only=QUICK)
    for name in sorted(goal.free - goal.context.whole):
        for chord in _chords(goal, name):
            found = _above(goal, chord, quick, search)
            if found is not None and holds(goal, found):
                return found
    return None


@dataclass(frozen=True)
class _Chord:
    """A variable, the end from which the chord is drawn, and the distance to it."""

    name: str
    at: str
    other: str
    distance: Term
    bend: Term


def _chords(goal: Goal, name: str) -> Iterator[_Chord]:
    """The ways to draw the chord, if the interval is finite and open."""
    whole, (low, high) = goal.context.box[name], goal.context.ends[name]
    if OO in (high, -low) or not (whole.lo_open and whole.hi_open):
        return
    if any(name in checker.symbols(h) for _, h in goal.context.hypotheses):
        return
    bend = -checker.diff(checker.diff(goal.term, name), name)
    yield _Chord(name, "lo", "hi", sym(name) - low, bend)
    yield _Chord(name, "hi", "lo", high - sym(name), bend)


def _above(goal: Goal, chord: _Chord, quick: Search, search: Search) -> Proof | None:
    """The term over the distance falls away from the end, to what it is at the other."""
    try:
        parts = _parts(goal, chord, quick)
    except OutOfTime:
        return None
    if parts is None:
        return None
    ends = [goal.context.ends[chord.name][at == "hi"] for at in (chord.at, chord.other)]
    bases: list[Proof] = []
    for part, end in zip((parts.tangent, parts.over), ends, strict=True):
        there = checker.substitute(part.term, {chord.name: end})
        base = search.prove(goal.of(there, ">="))
        if base is None:
            return None
        bases.append(base)
    d = chord.distance
    steep = _rewritten(ONE / d, chord.bend, parts.bend, parts.bent)
    rises = _slope(goal, chord.name, chord.at, parts.tangent, steep, bases[0])
    falls = _rewritten(d * d, parts.tangent.term, parts.tangent.needs, rises)
    then = _slope(goal, chord.name, chord.other, parts.over, falls, bases[1])
    return _rewritten(ONE / d, parts.over.term, parts.over.needs, then)


@dataclass(frozen=True)
class _Part:
    """A term with what shows that it is defined inside, that its slope is, and at the end."""

    term: Term
    needs: Proof
    slope: Proof
    at_end: Proof


@dataclass(frozen=True)
class _Parts:
    """What the chord needs: the term over the distance, where its tangent meets the end, which is
    f - d f' in the distance d, and how it is bent."""

    over: _Part
    tangent: _Part
    bend: Proof
    bent: Proof


def _parts(goal: Goal, chord: _Chord, search: Search) -> _Parts | None:
    f, d, inner = goal.term, chord.distance, checker.interior(goal.context, chord.name)
    sign = ONE if chord.at == "lo" else num(-1)
    if false_somewhere(inner, goal.rel, chord.bend):
        return None
    bend = search.defined(inner, chord.bend)
    bent = None if bend is None else search.prove(Goal(inner, goal.rel, chord.bend))
    if bend is None or bent is None:
        return None
    tangent = _part(goal, chord.name, chord.at, f - sign * d * checker.diff(f, chord.name), search)
    over = _part(goal, chord.name, chord.other, f / d, search) if tangent is not None else None
    return None if tangent is None or over is None else _Parts(over, tangent, bend, bent)


def _part(goal: Goal, name: str, at: str, term: Term, search: Search) -> _Part | None:
    written, context = reread(goal.context, term), goal.context
    inner, whole = checker.interior(context, name), context.box[name]
    closed = checker.Interval(whole.lo, whole.hi, at != "lo", at != "hi")
    with_end = context.having(name, (closed, context.ends[name]))
    slope = checker.diff(written, name)
    needs = [
        search.defined(where, what)
        for where, what in ((context, written), (inner, slope), (with_end, written))
    ]
    found = [need for need in needs if need is not None]
    return _Part(written, *found) if len(found) == len(needs) else None


def _rewritten(by: Term, to: Term, needs: Proof, then: Proof) -> Proof:
    return {
        "rule": "rewrite", "by": text(by), "by_positive": SEEN, "to": text(to),
        "to_defined": needs, "then": then,
    }  # fmt: skip


def _slope(goal: Goal, name: str, at: str, part: _Part, steep: Proof, base: Proof) -> Proof:
    """A term that rises away from an end outside the domain, where it is at least 0."""
    return {
        "rule": "slope", "var": name, "at": at, "strict": goal.rel == ">", "slope": steep,
        "slope_defined": part.slope, "base": base, "defined": part.at_end,
    }  # fmt: skip
