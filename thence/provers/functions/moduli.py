r"""Moduli: the interval is cut where their contents change sign, or each sign is a case of its own.

Where f keeps its sign, \|f\| is f or -f; otherwise \|f\| = f is shown where f >= 0, and \|f\| = -f
where f <= 0, without those two hypotheses if that can be.
"""

from __future__ import annotations

from thence import checker
from thence.checker import Context, Proof, Term
from thence.provers.goal import Goal, Search
from thence.provers.one_variable.univariate import sign_changes
from thence.provers.samples import false_somewhere
from thence.provers.terms import exact_text, subterms, text

NAME = "moduli"
COST = 2
PREPARES = True
#: Tactics that show the sign of a content.
SIMPLE = ("bounds", "normal form", "univariate", "ladder")
MUST_NOT_PROVE = [
    {"given": {"x": "real"}, "lhs": "Abs(x-1)", "rel": ">", "rhs": "(x-1)/(1+10**-12)"},
    {"given": {"x": "[0, oo)"}, "lhs": "Abs(x - log(1+x))", "rel": "<=", "rhs": "x**2/2-10**-12"},
    {"given": {"x": "real"}, "lhs": "Abs(exp(x)-2)", "rel": ">=", "rhs": "10**-12"},
    {"given": {"x": "real", "y": "real"}, "lhs": "Abs(x+y)", "rel": ">=", "rhs": "Abs(x)+Abs(y)"},
    {"given": {"x": "[-1, 1]"}, "lhs": "Abs(x)/x", "rel": ">=", "rhs": "-1"},
    {"given": {"x": "[-10**-12, 1]"}, "lhs": "Abs(x)", "rel": "=", "rhs": "x"},
    {"given": {"x": "real"}, "lhs": "Abs(exp(x) - 1)", "rel": "=", "rhs": "exp(x) - 1"},
    {
        "given": {"x": "real"},
        "lhs": "Abs(x**3 - x - 1)",
        "rel": ">=",
        "rhs": "x**3 - x - 1 + 10**-12",
    },
]


def attempt(goal: Goal, search: Search) -> Proof | None:
    """For the first modulus whose content has no sign at sight: its sign, or a cut, or cases.

    In an equation for the first modulus: its content may have a sign at sight that its normal form
    does not show."""
    if goal.rel == "!=":
        return None
    context, names = goal.context, goal.context.names
    contents = [t[1] for t in dict.fromkeys(subterms(goal.term)) if t[0] == "abs"]
    # Of an index that a sum binds there are no cases outside it.
    free = (f for f in contents if checker.symbols(f) and checker.symbols(f) <= names)
    f = next((f for f in free if goal.rel == "=" or not _known(context, f)), None)
    needs = None if f is None else search.defined(context, f)
    on = None if f is None else exact_text(f, names)  # the checker replaces what it reads
    if f is None or needs is None or on is None:
        return None
    rule: Proof = {"rule": "modulus", "on": on, **({"on_defined": needs} if needs else {})}
    if len(goal.free) == 1 and not context.hypotheses:
        for key, value in (("above", f), ("below", -f)):
            if false_somewhere(context, ">=", value):
                continue
            sign = search.prove(Goal(context, ">=", value), only=SIMPLE)
            case = _case(goal, f, value, search) if sign is not None else None
            if case is not None:
                return {**rule, "sign": sign, key: case}
        (name,) = goal.free
        for cut in sign_changes(context, name, f)[:1]:
            split = _split(goal, name, cut, search)
            if split is not None:
                return split
    above = _case(goal, f, f, search)
    below = _case(goal, f, -f, search) if above is not None else None
    if below is None:
        return None
    return {**rule, "above": above, "below": below}


def _known(context: Context, f: Term) -> bool:
    return context.holds(">=", f) or context.holds(">=", -f)


def _split(goal: Goal, name: str, cut: Term, search: Search) -> Proof | None:
    context, whole, (low, high) = goal.context, goal.context.box[name], goal.context.ends[name]
    proofs = []
    for ends in ((low, cut, whole.lo_open, False), (cut, high, False, whole.hi_open)):
        proof = search.prove(goal.on(context.having(name, context.between(*ends))))
        if proof is None:
            return None
        proofs.append(proof)
    return {"rule": "split", "var": name, "at": [text(cut)], "proofs": proofs}


def _case(goal: Goal, f: Term, value: Term, search: Search) -> Proof | None:
    """The goal where the modulus of ``f`` is ``value``, without that this is positive if it can be
    done without."""
    to = checker.replaced(goal.term, checker.absolute(f), value)
    needs = search.defined(goal.context, to)
    if needs is None:
        return None
    then = search.prove(goal.of(to))
    if goal.context.hypotheses:
        return then
    if then is None:
        return search.prove(goal.on(goal.context.assuming((">=", value))).of(to))
    return {"rule": "forget", "defined": needs, "then": then}
