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
    {"given": {"x": "positive"}, "lhs": "log(1 + x) - log(x)", "rel": ">=", "rhs": "10**-12"},
    {"given": {"x": "positive"}, "lhs": "log(1 + x) - 2*log(x)", "rel": ">=", "rhs": "0"},
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
    """``(c, v)`` with the goal c times the logarithm of v: several logarithms are one of a quotient
    if their factors differ in their signs alone."""

    def job(form: NormalForm) -> list[tuple[int, Term]]:
        whole = form.of(goal.term)
        if not whole.d.is_constant():
            return []
        n = whole.n * (1 / whole.d.leading_coefficient())
        slopes = {i: n.derivative(i) for i, kernel in enumerate(form.kernels) if kernel[0] == "log"}
        logs = {i: s.leading_coefficient() for i, s in slopes.items() if s and s.is_constant()}
        rest = form.term(n - sum((form.gens[i] * c for i, c in logs.items()), n * 0))
        if any(part[0] == "log" for part in subterms(rest)):
            return []  # exp would make a power of it that is harder than the logarithm
        found = []
        for c in dict.fromkeys(logs.values()):
            if any(abs(other) != abs(c) for other in logs.values()):
                break
            inside = checker.exp(rest / checker.num(c))
            for i, other in logs.items():
                power = checker.num(1 if other == c else -1)
                inside = inside * form.kernels[i][1] ** power
            found.append((c, inside))
        return found

    try:
        pairs: list[tuple[int, Term]] = in_normal_form(goal.context, job)
    except Rejected:
        return []
    return pairs
