r"""Moduli on the larger side: \|f\| is at least f, and at least -f.

So max(a, b) >= c, which is (a + b + \|a - b\|)/2 >= c, follows from a >= c, whatever the sign of
a - b may be.
"""

from __future__ import annotations

from thence import checker
from thence.checker import Proof, Term
from thence.provers.goal import Goal, Search
from thence.provers.terms import reread, subterms, text

NAME = "larger moduli"
COST = 1
PREPARES = True
#: Tactics that show that a modulus is no less than what stands in it; and a sum of what is not
#: negative.
MODULI, AT_SIGHT = ("normal form", "moduli", "moduli of several"), ("bounds", "normal form")
MUST_NOT_PROVE = [
    {"given": {"x": "real"}, "lhs": "Max(x**2, sin(x))", "rel": ">=", "rhs": "10**-12"},
    {"given": {"x": "real"}, "lhs": "Min(x**2 + 1, 2*x + 1)", "rel": ">=", "rhs": "1"},
    {"given": {"x": "real", "y": "real"}, "lhs": "x*Abs(y)", "rel": ">=", "rhs": "x*y"},
    {"given": {"x": "real", "y": "real"}, "lhs": "Max(x, y)", "rel": ">=", "rhs": "y + 10**-12"},
]


def attempt(goal: Goal, search: Search) -> Proof | None:
    """For one modulus after another: the goal with its content, or the negative of that, instead,
    to which a positive multiple of a gap is added."""
    if goal.rel not in (">", ">="):
        return None
    context, names = goal.context, goal.context.names
    for modulus in dict.fromkeys(t for t in subterms(goal.term) if t[0] == "abs"):
        f, m = modulus[1], checker.sym("modulus")
        slope = checker.diff(checker.replaced(goal.term, modulus, m), "modulus")
        if not checker.symbols(f) <= names or "modulus" in checker.symbols(slope) | names:
            continue
        if context.holds(">=", f) or context.holds(">=", -f) or not context.holds(">=", slope):
            continue
        for value in (f, -f):
            rest = goal.of(reread(context, checker.replaced(goal.term, modulus, value)))
            shown, gap = search.prove(rest), reread(context, modulus - value)
            proof = None if shown is None else _with_gap(rest, shown, slope, gap, search)
            if proof is not None:
                return proof
    return None


def _with_gap(rest: Goal, shown: Proof, slope: Term, gap: Term, search: Search) -> Proof | None:
    """How the goal follows from what is shown, which it is but for a multiple of the gap."""
    context = rest.context
    low = search.prove(Goal(context, ">=", gap), only=MODULI)
    domain = "(0, oo)" if rest.rel == ">" else "[0, oo)"
    if low is None or search.defined(context, rest.term) != {} or {"rest", "gap"} & context.names:
        return None
    to = checker.sym("rest") + slope * checker.sym("gap")
    inner = context.having("rest", context.domain(domain))
    inner = inner.having("gap", context.domain("[0, oo)"))
    then = search.prove(Goal(inner, rest.rel, to), only=AT_SIGHT)
    lets = {
        "rest": {"is": text(rest.term), "in": domain, "low": shown},
        "gap": {"is": text(gap), "in": "[0, oo)", "low": low},
    }
    return then and {"rule": "rewrite", "let": lets, "to": text(to), "then": then}
