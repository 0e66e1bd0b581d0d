"""What falls towards a limit as an integer grows: induction for a little less than it.

``H_n - log n`` falls, and no step shows that it stays positive; ``H_n - log n - 1/n`` rises.  The
rest that is taken off is small and positive, so what is above it is above 0.
"""

from __future__ import annotations

from flint import fmpq

from thence import checker
from thence.checker import OO, Proof, Term, num
from thence.provers.general import induction
from thence.provers.goal import Goal, Search
from thence.provers.terms import subterms, text

NAME = "receding"
COST = 1
#: What is taken off: one by these powers of the integer.
POWERS = (fmpq(1), fmpq(1, 2))
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
    for power in POWERS:
        rest = checker.sym(name) ** num(-power)
        less = goal.of(goal.term - rest, ">=")
        low = search.prove(less, only=(induction.NAME,))
        if low is not None:
            return _above(less.term, rest, low)
    return None


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
