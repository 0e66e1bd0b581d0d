"""Far out an error function is all but 1: what is left of it is bounded, and then it is gone.

For u > 0, ``1 - 1/u**5 <= erf(u) < 1``; the lower bound is shown as any other goal.
"""

from __future__ import annotations

from functools import cache

from thence import checker
from thence.checker import ONE, OO, ZERO, Context, Proof, Term, num
from thence.provers.general.parts import together
from thence.provers.goal import Goal, Search
from thence.provers.one_variable import alone
from thence.provers.terms import reread, simplified, text

NAME = "settled"
COST = 6
MUST_NOT_PROVE = [
    {"given": {"x": "(3, oo)"}, "lhs": "x*(1 + erf(x/sqrt(2)))/2 - x/(1 + exp(-1702*x/1000))",
     "rel": "<=", "rhs": "1/1000"},
    {"given": {"x": "(1, oo)"}, "lhs": "x*erf(x)", "rel": ">=", "rhs": "x - 1/100"},
    {"given": {"x": "(-oo, -1)"}, "lhs": "x*(1 + erf(x))", "rel": ">=", "rhs": "10**-12"},
    {"given": {"x": "(2, oo)"}, "lhs": "erf(x) + 1/x**6", "rel": ">=", "rhs": "1 + 10**-12"},
]  # fmt: skip
POWER = num(5)
#: What shows the rest, which is elementary.
THEN = ("bounds", "normal form", "factors", "univariate", "tails", "ladder", "conjugate")


def attempt(goal: Goal, search: Search) -> Proof | None:
    """Each error function in turn, where the interval has one infinite end."""
    if len(goal.free) != 1 or goal.rel != ">=" or goal.context.hypotheses:
        return None
    (name,) = goal.free
    if [end in (OO, -OO) for end in goal.context.ends[name]].count(True) != 1:
        return None
    for a, kernel, rest in alone.parted(goal) if alone.applies(goal) else ():
        for sign in (ONE, num(-1)):
            u = simplified(goal.context, sign * kernel[1])
            if goal.context.holds(">", u):
                found = _bounded(goal, sign * a, u, rest, search)
                if found is not None:
                    return found
    return None


def _bounded(goal: Goal, a: Term, u: Term, rest: Term, search: Search) -> Proof | None:
    """The term is ``a*erf(u) + rest``, with u > 0."""
    erf = Term(("erf", u))
    for size, bound in ((-a, ONE), (a, ONE - ONE / u**POWER)):
        if search.prove(goal.of(size), only=alone.SIGNS) is None:
            continue
        parts = (simplified(goal.context, a) * (erf - bound), a * bound + rest)
        rest_alone = reread(
            goal.context, parts[1]
        )  # as the checker reads it, whose leaves are tight
        shown = search.prove(goal.of(rest_alone - ZERO), only=THEN)
        if shown is None:
            continue
        known = {1: shown}
        if bound != ONE and (near := _from_the_fact(goal, a, u, search)) is not None:
            known[0] = near
        found = together(goal, parts, search, known, alone.SIGNS)
        if found is not None:
            return found
    return None


def _from_the_fact(goal: Goal, a: Term, u: Term, search: Search) -> Proof | None:
    """``a*(erf(u) - 1 + 1/u**5) >= 0``."""
    fact = how_far(goal.context)
    if fact is None:
        return None
    v, term, proof = fact
    gap: Proof = {"is": text(checker.substitute(term, {v[1]: u})), "in": "[0, oo)"}
    at = {v[1]: {"is": text(u), "in": "(0, oo)", "low": search.prove(goal.of(u, ">"))}}
    gap |= {"low": {"rule": "rewrite", "let": at, "to": text(term), "then": proof}}
    inner = goal.context.having("gap", goal.context.domain("[0, oo)"))
    to = reread(inner, a / u**POWER * checker.sym("gap"))
    then = search.prove(Goal(inner, ">=", to), only=alone.SIGNS)
    return then and {"rule": "rewrite", "let": {"gap": gap}, "to": text(to), "then": then}


def how_far(context: Context) -> tuple[Term, Term, Proof] | None:
    """A name that is free, what is at least 0 of every positive number of that name, and a proof:
    ``1 - v**5 erfc(v)``."""
    return _how_far(next(n for n in ("far", "far_out", "farther_out") if n not in context.box))


@cache
def _how_far(name: str) -> tuple[Term, Term, Proof] | None:
    v, context = checker.sym(name), Context({}, {}, [], [])
    term = ONE - v**POWER * (ONE - Term(("erf", v)))
    goal = Goal(context.having(name, context.domain("(0, oo)")), ">=", term)
    proof = Search(4.0).prove(goal, only=("alone",))
    return None if proof is None else (v, term, proof)
