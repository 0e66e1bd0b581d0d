"""Next to an end where the term has no value, such as that of p log p at 0: above a chord.

Where f tends to 0 at the open end a, and f(x)/(x - a) falls away from a, it is on (a, c] at least
what it is at c.  The rest of the interval is left to the other tactics.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from thence import checker
from thence.checker import OO, Context, Proof, Term
from thence.provers.goal import Goal, Search
from thence.provers.one_variable import ladder
from thence.provers.one_variable.univariate import as_fmpq, as_fraction, short_near
from thence.provers.terms import subterms, text

NAME = "chords"
COST = 6
MUST_NOT_PROVE = [
    {"given": {"p": "(0, 1)"}, "lhs": "-p*log(p) - (1-p)*log(1-p)", "rel": ">=",
     "rhs": "4*log(2)*p*(1-p) + 10**-12*p"},
    {"given": {"p": "(0, 1)"}, "lhs": "-p*log(p) - (1-p)*log(1-p)", "rel": ">",
     "rhs": "4*log(2)*p*(1-p)"},
    {"given": {"p": "(0, 1)"}, "lhs": "-p*log(p)", "rel": ">=", "rhs": "10**-12 - p**2/10**13"},
    {"given": {"p": "(0, 1]"}, "lhs": "-p*log(p)", "rel": ">=", "rhs": "26*p*(1-p)**100"},
]  # fmt: skip
#: Logarithms to the base 2 of the shares of the interval that are tried for the chord.
SHARES = (2, 4, 8)
#: A proof of a goal next to an end of the interval of a variable.
Leaf = Callable[[Goal, str, str, Search], Proof | None]


def attempt(goal: Goal, search: Search) -> Proof | None:
    """A chord at each of the ends without a value, and what lies between by the other tactics."""
    if goal.rel not in (">", ">=") or len(goal.free) != 1 or search.path.count(NAME) > 2:
        return None
    (name,) = goal.free
    if any(name in checker.symbols(h) for _, h in goal.context.hypotheses):
        return None
    if not any(part[0] == "log" for part in subterms(goal.term)):
        return None
    for at in ("lo", "hi"):
        if singular(goal, name, at):
            return parted(goal, name, at, search, _chord)
    return None


def parted(goal: Goal, name: str, at: str, search: Search, shown: Leaf) -> Proof | None:
    """The interval cut in two, what is next to the end shown in a way of its own."""
    context, whole, (low, high) = goal.context, goal.context.box[name], goal.context.ends[name]
    for share in SHARES:
        cut = _cut(whole, at, share)
        pieces = [
            context.between(low, cut, whole.lo_open, False),
            context.between(cut, high, False, whole.hi_open),
        ]
        near, far = pieces if at == "lo" else reversed(pieces)
        found = shown(goal.on(context.having(name, near)), name, at, search)
        if found is not None:
            other = search.prove(goal.on(context.having(name, far)))
            proofs = [found, other] if at == "lo" else [other, found]
            split = {"rule": "split", "var": name, "at": [text(cut)], "proofs": proofs}
            return split if other is not None else None
    return None


def _chord(goal: Goal, name: str, at: str, search: Search) -> Proof | None:
    """The quotient by the distance to the end, by its derivative and its value at the cut."""
    x, end = checker.sym(name), goal.context.ends[name][at == "hi"]
    by = checker.ONE / (x - end if at == "lo" else end - x)
    to = goal.term * by
    needs = search.defined(goal.context, to)
    if needs is None:
        return None
    then = ladder.step(goal.of(to), name, "hi" if at == "lo" else "lo", search)
    return then and {
        "rule": "rewrite", "by": text(by), "by_positive": {"rule": "normal form"},
        "to": text(to), "to_defined": needs, "then": then,
    }  # fmt: skip


def singular(goal: Goal, name: str, at: str) -> bool:
    """Whether an end is finite and outside the domain, and the term has no value there."""
    whole, end = goal.context.box[name], goal.context.ends[name][at == "hi"]
    if end in (OO, -OO) or not (whole.hi_open if at == "hi" else whole.lo_open):
        return False
    point: Context = goal.context.at(name, end)
    needs = checker.obligations(checker.substitute(goal.term, {name: end}))
    return not all(point.holds(*need) for need in needs)


def _cut(whole: checker.Interval, at: str, share: int) -> Term:
    """A short number near an end, at a share of the interval or of 1 from it."""
    far = whole.hi if at == "lo" else whole.lo
    low, high = as_fraction(whole.lo), as_fraction(whole.hi)
    width = high - low if far.is_finite() else Fraction(1)
    width /= 2**share
    return checker.num(as_fmpq(short_near(low + width if at == "lo" else high - width, width / 8)))
