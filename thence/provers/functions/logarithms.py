"""A logarithm against the rest: ``log u + r >= 0`` exactly where ``u exp(r) >= 1``; and with a
factor m > 0, as a temperature, ``m log u + r >= 0`` exactly where ``u exp(r/m) >= 1``."""

from __future__ import annotations

from functools import partial
from math import gcd, lcm
from typing import Any

from flint import fmpq

from thence import checker
from thence.checker import NormalForm, Proof, Rejected, Term
from thence.provers.goal import Goal, Search, behind_lemmas, holds
from thence.provers.terms import in_normal_form, subterms, text

NAME = "logarithms"
COST = 6
MUST_NOT_PROVE = [
    {"given": {"x": "positive"}, "lhs": "log(1 + x)", "rel": ">=", "rhs": "x"},
    {"given": {"x": "real"}, "lhs": "log(1 + exp(x))", "rel": ">=", "rhs": "x + 10**-12"},
    {"given": {"x": "real"}, "lhs": "log(1 + exp(x))", "rel": "<=", "rhs": "Max(x, 0)"},
    {"given": {"x": "positive"}, "lhs": "log(1 + x) - log(x)", "rel": ">=", "rhs": "10**-12"},
    {
        "given": {"x": "real"},
        "lhs": "log(1 + x + x**2/2) + log(1 - x + x**2/2)",
        "rel": ">=",
        "rhs": "10**-12*x**2",
    },
    {
        "given": {"x": "positive", "y": "positive"},
        "lhs": "2*log(x + y)",
        "rel": ">=",
        "rhs": "log(x) + log(y) + 2*log(2) + 10**-12",
    },
    {"given": {"x": "positive"}, "lhs": "log(1 + x) - 2*log(x)", "rel": ">=", "rhs": "0"},
    {"given": {"x": "real", "t": "positive"}, "lhs": "t*log(1 + exp(x/t))", "rel": ">=",
     "rhs": "x + 10**-12"},
    {"given": {"x": "real", "t": "real"}, "assuming": ["t != 0"], "lhs": "t*log(1 + exp(x/t))",
     "rel": ">=", "rhs": "x"},
]  # fmt: skip
VARIABLE = "u_log"
#: Powers of what stands in a logarithm.
LARGEST = 4


def attempt(goal: Goal, search: Search) -> Proof | None:
    """Name ``u exp(r)``, show on which side of 1 it lies, and take its logarithm.  That what stands
    in the logarithms is positive is a lemma where it does not show at sight."""
    return without(goal, search)


def without(goal: Goal, search: Search, sums: bool = False) -> Proof | None:
    """The goal without its logarithms, or without those of sums over an index alone."""
    if goal.rel not in (">", ">=") or VARIABLE in goal.context.box:
        return None
    candidates = [*_candidates(goal, sums), *(_one_by_one(goal) if sums else ())]
    insides = {t[1] for t in subterms(goal.term) if t[0] == "log"} if candidates else set[Term]()
    # Of an index that a sum binds there is no lemma outside it.
    insides = {inside for inside in insides if checker.symbols(inside) <= goal.context.names}
    facts = [(">", inside) for inside in sorted(insides, key=repr)]
    by = partial(_by_candidates, candidates=candidates, search=search)
    return behind_lemmas(goal, facts, search, by)


#: The number c, the factor m > 0 and the v of a goal ``c m log v``.
_Candidate = tuple[fmpq, Term, Term]


def _by_candidates(goal: Goal, candidates: list[_Candidate], search: Search) -> Proof | None:
    for c, factor, inside in candidates:
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
        to = checker.num(c) * factor * checker.log(checker.sym(VARIABLE))
        found: Proof = {
            "rule": "rewrite", "let": {VARIABLE: let}, "to": text(to), "then": {"rule": "bounds"},
        }  # fmt: skip
        if holds(goal, found):
            return found
    return None


def _candidates(goal: Goal, sums: bool) -> list[_Candidate]:
    """The ways to see the goal as a multiple of the logarithm of v: several logarithms are one of a
    product of powers if their factors are small multiples of one number, or of one positive m.
    Logarithms of anything but ``sums`` may be left in the rest, if those are asked for."""

    def job(form: NormalForm) -> list[_Candidate]:
        whole = form.of(goal.term)
        if not whole.d.is_constant():
            return []
        n = whole.n * (1 / whole.d.leading_coefficient())
        logarithms = [(i, kernel) for i, kernel in enumerate(form.kernels) if kernel[0] == "log"]
        slopes = {i: n.derivative(i) for i, kernel in logarithms if has_sum(kernel) or not sums}
        factor = _common([s for s in slopes.values() if s])
        if factor is None or not goal.context.holds(">", form.term(factor)):
            return []
        logs = {i: s.leading_coefficient() for i, s in slopes.items() if s}
        rest = form.term(n - sum((form.gens[i] * c * factor for i, c in logs.items()), n * 0))
        if any(part[0] == "log" and (has_sum(part) or not sums) for part in subterms(rest)):
            return []  # exp would make a power of it that is harder than the logarithm
        unit = _unit(list(logs.values()))
        if max(abs(c) for c in logs.values()) > LARGEST * unit:
            return []
        found, m = [], form.term(factor)
        for c in dict.fromkeys(unit if of > 0 else -unit for of in logs.values()):
            inside = checker.exp(rest / (checker.num(c) * m))
            for i, of in logs.items():
                inside = inside * form.kernels[i][1] ** checker.num(of / c)
            found.append((c, m, inside))
        return found

    try:
        pairs: list[_Candidate] = in_normal_form(goal.context, job)
    except Rejected:
        return []
    return pairs


def _one_by_one(goal: Goal) -> list[_Candidate]:
    """Each logarithm of a sum over its factor, with powers of the others: where ``p`` varies,
    ``log(S) - p log(T)`` is that of ``S/T**p``."""

    def job(form: NormalForm) -> list[_Candidate]:
        whole, found = form.of(goal.term), []
        for i, kernel in enumerate(form.kernels):
            slope = whole.n.derivative(i)
            if kernel[0] != "log" or not has_sum(kernel) or not slope or slope.degrees()[i]:
                continue
            factor = form.term(slope) / form.term(whole.d)
            c = next((c for c in (1, -1) if goal.context.holds(">", checker.num(c) * factor)), None)
            if c is not None:
                rest = form.term(whole.n - slope * form.gens[i]) / form.term(slope)
                inside = kernel[1] * checker.exp(rest)
                found.append((fmpq(c), checker.num(c) * factor, inside))
        return found

    try:
        found: list[_Candidate] = in_normal_form(goal.context, job)
    except Rejected:
        return []
    return found


def has_sum(term: Term) -> bool:
    """Whether a sum over an index stands in a term."""
    return any(part[0] == "sum" for part in subterms(term))


def _common(slopes: list[Any]) -> Any:
    """The polynomial with leading coefficient 1 that all of these are multiples of by numbers."""
    alike = {str(s * (1 / s.leading_coefficient())): s for s in slopes}
    if len(alike) != 1:
        return None
    (slope,) = alike.values()
    return slope * (1 / slope.leading_coefficient())


def _unit(values: list[fmpq]) -> fmpq:
    """The largest number that all of these are multiples of."""
    return fmpq(gcd(*(int(v.p) for v in values)), lcm(*(int(v.q) for v in values)))
