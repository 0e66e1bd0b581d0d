r"""Moduli: the interval is cut where their contents change sign, or each sign is a case of its own.

Where f keeps its sign, \|f\| is f or -f; otherwise \|f\| = f is shown where f >= 0, and \|f\| = -f
where f <= 0, without those two hypotheses if that can be.
"""

from __future__ import annotations

from thence import checker
from thence.checker import Context, Proof, Term
from thence.provers.goal import Goal, Search, subterms, text
from thence.provers.univariate import sign_changes

NAME = "moduli"
COST = 2
MUST_NOT_PROVE = [
    {"given": {"x": "real"}, "lhs": "Abs(x-1)", "rel": ">", "rhs": "(x-1)/(1+10**-12)"},
    {"given": {"x": "[0, oo)"}, "lhs": "Abs(x - log(1+x))", "rel": "<=", "rhs": "x**2/2-10**-12"},
    {"given": {"x": "real"}, "lhs": "Abs(exp(x)-2)", "rel": ">=", "rhs": "10**-12"},
    {"given": {"x": "real", "y": "real"}, "lhs": "Abs(x+y)", "rel": ">=", "rhs": "Abs(x)+Abs(y)"},
    {"given": {"x": "[-1, 1]"}, "lhs": "Abs(x)/x", "rel": ">=", "rhs": "-1"},
]


def attempt(goal: Goal, search: Search) -> Proof | None:
    """Cut at the first zero of a content in the only variable, or take the cases of a content."""
    if goal.rel not in (">", ">="):
        return None
    contents = [t[1] for t in dict.fromkeys(subterms(goal.term)) if t[0] == "abs"]
    open_ = [f for f in contents if checker.symbols(f) and not _known(goal.context, f)]
    name = min(goal.free, default="")
    for f in open_ if len(goal.free) == 1 and not goal.context.hypotheses else ():
        for cut in sign_changes(goal.context, name, f):
            if all(_known(piece, f) for piece in _pieces(goal.context, name, cut)):
                return _split(goal, name, cut, search)
    return _cases(goal, open_[0], search) if open_ else None


def _known(context: Context, f: Term) -> bool:
    return context.holds(">=", f) or context.holds(">=", -f)


def _pieces(context: Context, name: str, cut: Term) -> list[Context]:
    whole, (low, high) = context.box[name], context.ends[name]
    return [
        context.having(name, context.between(low, cut, whole.lo_open, False)),
        context.having(name, context.between(cut, high, False, whole.hi_open)),
    ]


def _split(goal: Goal, name: str, cut: Term, search: Search) -> Proof | None:
    proofs = []
    for piece in _pieces(goal.context, name, cut):
        proof = search.prove(goal.on(piece))
        if proof is None:
            return None
        proofs.append(proof)
    return {"rule": "split", "var": name, "at": [text(cut)], "proofs": proofs}


def _cases(goal: Goal, f: Term, search: Search) -> Proof | None:
    proof: Proof = {"rule": "cases", "on": text(f)}
    for side, signed in (("above", f), ("below", -f)):
        to = checker.replaced(goal.term, checker.absolute(f), signed)
        needs = search.defined(goal.context, to)
        proof[side] = search.prove(goal.of(to)) if needs is not None else None
        if proof[side] is None:
            return None
        if not goal.context.hypotheses:
            proof[side] = {"rule": "forget", "defined": needs, "then": proof[side]}
    return proof
