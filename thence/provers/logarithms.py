"""A logarithm against the rest: ``log u + r >= 0`` exactly where ``u exp(r) >= 1``."""

from __future__ import annotations

from thence import checker
from thence.checker import NormalForm, Proof, Rejected, Term
from thence.provers.goal import Goal, Search, holds, in_normal_form, subterms, text

NAME = "logarithms"
COST = 6
MUST_NOT_PROVE = [
    {"given": {"x": "positive"}, "lhs": "log(1 + x)", "rel": ">=", "rhs": "x"},
    {"given": {"x": "real"}, "lhs": "log(1 + exp(x))", "rel": ">=", "rhs": "x + 10**-12"},
    {"given": {"x": "real"}, "lhs": "log(1 + exp(x))", "rel": "<=", "rhs": "Max(x, 0)"},
]
VARIABLE = "u_log"


def attempt(goal: Goal, search: Search) -> Proof | None:
    """Name ``u exp(r)``, show on which side of 1 it lies, and take its logarithm."""
    if goal.rel not in (">", ">=") or VARIABLE in goal.context.box:
        return None
    for c, inside in _candidates(goal):
        strict = goal.rel == ">"
        left, right = "(" if strict else "[", ")" if strict else "]"
        gap = inside - checker.ONE if c > 0 else checker.ONE - inside
        shown = search.prove(Goal(goal.context, goal.rel, gap))
        if shown is None:
            continue
        domain = f"{left}1, oo)" if c > 0 else f"(0, 1{right}"
        low: Proof = shown
        let: Proof = {"is": text(inside), "in": domain, "low": low}
        if c < 0:
            let |= {"low": {"rule": "bounds"}, "high": shown}
        to = checker.num(c) * checker.log(checker.sym(VARIABLE))
        found: Proof = {
            "rule": "rewrite", "let": {VARIABLE: let}, "to": text(to), "then": {"rule": "bounds"},
        }  # fmt: skip
        if holds(goal, found):
            return found
    return None


def _candidates(goal: Goal) -> list[tuple[int, Term]]:
    """``(c, v)`` with the goal c times the logarithm of v, c a nonzero integer constant."""

    def job(form: NormalForm) -> list[tuple[int, Term]]:
        whole = form.of(goal.term)
        if not whole.d.is_constant():
            return []
        found = []
        for i, kernel in enumerate(form.kernels):
            slope = whole.n.derivative(i) * (1 / whole.d.leading_coefficient())
            if kernel[0] != "log" or slope == 0 or not slope.is_constant():
                continue
            c = slope.leading_coefficient()
            rest = form.term(whole.n * (1 / whole.d.leading_coefficient()) - form.gens[i] * c)
            if any(part[0] == "log" for part in subterms(rest)):
                continue  # exp would make a power of it that is harder than the logarithm
            found.append((c, kernel[1] * checker.exp(rest / checker.num(c))))
        return found

    try:
        pairs: list[tuple[int, Term]] = in_normal_form(goal.context, job)
    except Rejected:
        return []
    return pairs
