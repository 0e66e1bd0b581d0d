"""A parameter at its best: the variable is measured from where the term is least in it.

Where the derivative in a variable vanishes at ``v = e(...)``, a closed form in the others, put
``v = e + z``, or ``v = e z`` for a positive one: Young's inequality becomes ``exp z >= 1 + z``.
"""

from __future__ import annotations

from typing import Any

from thence import checker
from thence.checker import OO, ZERO, NormalForm, Proof, Rejected, Term
from thence.provers.general.factors import parted
from thence.provers.goal import Goal, Search
from thence.provers.terms import in_normal_form, text

NAME = "critical"
COST = 5
MUST_NOT_PROVE = [
    {"given": {"x": "positive", "y": "real"}, "lhs": "x*y", "rel": "<", "rhs": "x*log(x)+exp(y-1)"},
    {"given": {"x": "positive", "y": "real"}, "lhs": "x*y", "rel": "<=",
     "rhs": "x*log(x)+exp(y-1)-10**-12*x"},
    {"given": {"a": "positive", "b": "positive"}, "lhs": "a*b", "rel": "<=",
     "rhs": "a**2/2+b**2/2-10**-12*b**2"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """Each variable in turn that has the whole line or the half line to itself."""
    if len(goal.free) < 2 or goal.rel not in (">", ">=") or goal.context.hypotheses:
        return None
    for name in sorted(goal.free):
        new, whole = f"{name}_at", goal.context.ends[name]
        if name.endswith("_at") or whole not in ((-OO, OO), (ZERO, OO)):
            continue
        best = _best(goal, name)
        if best is None or not goal.context.box[name].lo_open:
            continue
        proof = _moved(goal, name, new, best, whole[0] == ZERO, search)
        if proof is not None:
            return proof
    return None


def _moved(
    goal: Goal, name: str, new: str, best: Term, positive: bool, search: Search
) -> Proof | None:
    v, z = checker.sym(name), checker.sym(new)
    domain = "(0, oo)" if positive else "(-oo, oo)"
    is_, back = (v / best, best * z) if positive else (v - best, best + z)
    context = goal.context
    if any(not context.holds(rel, what) for rel, what in checker.obligations(is_)):
        return None
    if positive and not context.holds(">", best):
        return None
    inner = context.having(new, context.domain(domain))
    moved = Goal(inner, goal.rel, checker.substitute(goal.term, {name: back}))
    parts = parted(moved)
    if parts is None:
        return None
    known, rest = parts
    needs = search.defined(inner, rest)
    then = search.prove(moved.of(rest)) if needs is not None else None
    if then is None:
        return None
    return {
        "rule": "rewrite",
        "by": text(checker.ONE / checker.substitute(known, {new: is_})),
        "by_positive": {"rule": "normal form"},
        "let": {new: {"is": text(is_), "in": domain}},
        "to": text(rest),
        "to_defined": needs,
        "then": then,
    }


def _best(goal: Goal, name: str) -> Term | None:
    """Where the derivative in a variable vanishes, if that is linear in the one kernel in which
    the variable occurs: itself, or the exponential or logarithm of something linear."""

    def job(form: NormalForm) -> Term | None:
        n = form.of(checker.diff(goal.term, name)).n
        inside = [i for i, k in enumerate(form.kernels) if name in checker.symbols(k)]
        inside = [i for i in inside if n.degrees()[i]]
        if len(inside) != 1 or n.degrees()[inside[0]] != 1:
            return None
        (i,) = inside
        slope = n.derivative(i)
        value = -form.term(n - slope * form.gens[i]) / form.term(slope)
        return _inverse(form.kernels[i], name, value)

    try:
        found: Term | None = in_normal_form(goal.context, job)
    except Rejected:
        return None
    return found


def _inverse(kernel: Term, name: str, value: Any) -> Term | None:
    """The variable at which a kernel has a value."""
    inner = kernel
    if kernel[0] in ("exp", "log"):
        inner, value = kernel[1], (checker.log if kernel[0] == "exp" else checker.exp)(value)
    slope = checker.diff(inner, name)
    if name in checker.symbols(slope):
        return None
    found: Term = (value - checker.substitute(inner, {name: ZERO})) / slope
    return found
