"""What falls towards a limit as an integer grows: induction for a little less than it.

``H_n - log n`` falls, and no step shows that it stays positive; ``H_n - log n - 1/n`` rises.  The
rest that is taken off is small and positive, so what is above it is above 0.  It may begin with all
that there is: ``3 - (1 + 1/2**(3/2) + ...)`` is at least ``2/sqrt(n)``.
"""

from __future__ import annotations

from collections.abc import Iterator

from flint import fmpq

from thence import checker
from thence.checker import OO, Proof, Term, num
from thence.provers.general import induction
from thence.provers.goal import Goal, Search
from thence.provers.terms import simplified, subterms, text

NAME = "receding"
COST = 1
#: What is taken off: one by these powers of the integer and a number added to it.
RESTS = ((fmpq(1), fmpq(0)), (fmpq(1, 2), fmpq(0)), (fmpq(1), fmpq(1, 2)))
N = {"n": "integer>=1"}
MUST_NOT_PROVE = [
    {"given": N, "lhs": "Sum(1/k, (k, 1, n))", "rel": ">=", "rhs": "log(n) + 578/1000"},
    {"given": N, "lhs": "Sum(1/k, (k, 1, n))", "rel": ">=", "rhs": "log(n + 1) + log(n)/10**9"},
    {"given": N, "lhs": "Sum(1/sqrt(k), (k, 1, n))", "rel": ">=", "rhs": "2*sqrt(n) - 146/100"},
    {"given": N, "lhs": "log(factorial(n))", "rel": ">=",
     "rhs": "n*log(n) - n + log(n)/2 + 919/1000"},
    {"given": {"n": "integer>=2"}, "lhs": "Sum(1/k**2, (k, 1, n))", "rel": "<=",
     "rhs": "1644/1000"},
    {"given": N, "lhs": "Sum((-1)**k/k, (k, 1, n))", "rel": ">=", "rhs": "-693/1000"},
    {"given": N, "lhs": "Sum(1/k**(3/2), (k, 1, n))", "rel": "<", "rhs": "26/10"},
    {"given": {"n": "integer>=2"}, "lhs": "Product(1 - 1/k**2, (k, 2, n))", "rel": ">",
     "rhs": "1/2 + 10**-9"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal with a small rest taken off, by induction."""
    if goal.rel not in (">", ">=") or induction.NAME in search.path or len(goal.free) != 1:
        return None
    (name,) = goal.free
    whole = goal.context.box[name]
    if name not in goal.context.whole or goal.context.ends[name][1] != OO or not whole.lo >= 1:
        return None
    if not any(
        t[0] in ("sum", "rgamma") and name in checker.symbols(t) for t in subterms(goal.term)
    ):
        return None
    for rest in dict.fromkeys(_rests(goal, name)):
        less = goal.of(goal.term - rest, ">=")
        low = search.prove(less, only=(induction.NAME,))
        if low is not None:
            return _above(less.term, rest, low)
    return None


def _rests(goal: Goal, name: str) -> Iterator[Term]:
    """Small rests, and multiples of them that are the whole of the first value."""
    low = goal.context.ends[name][0]
    first = low + checker.ONE if goal.context.box[name].lo_open else low
    at = goal.context.at(name, first)
    value = checker.rational(simplified(at, checker.substitute(goal.term, {name: first})))
    for power, more in RESTS:
        base = checker.sym(name) + num(more) if more else checker.sym(name)
        rest = base ** num(-power)
        start = checker.rational(simplified(at, checker.substitute(rest, {name: first})))
        if not more:
            yield rest
        if value and start and value > 0:
            yield rest if value == start else num(value / start) * rest


def _above(less: Term, rest: Term, low: Proof) -> Proof:
    """What is at least 0, and something positive added to it."""
    to = checker.sym("gap") + rest
    lets = {"gap": {"is": text(less), "in": "[0, oo)", "low": low}}
    return {
        "rule": "rewrite",
        "let": lets,
        "to": text(to),
        "to_defined": {},
        "then": {"rule": "bounds"},
    }
