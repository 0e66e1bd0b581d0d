"""A logarithm against the rest: ``log u + r >= 0`` exactly where ``u exp(r) >= 1``; and with a
factor m > 0, as a temperature, ``m log u + r >= 0`` exactly where ``u exp(r/m) >= 1``."""

from __future__ import annotations

from math import gcd, lcm
from typing import Any

from flint import fmpq

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
    if goal.rel not in (">", ">=") or VARIABLE in goal.context.box:
        return None
    candidates = _candidates(goal)
    insides = {t[1] for t in subterms(goal.term) if t[0] == "log"} if candidates else set[Term]()
    context, lemmas = goal.context, []
    # Of an index that a sum binds there is no lemma outside it.
    insides = {inside for inside in insides if checker.symbols(inside) <= context.names}
    keep = list(range(len(context.hypotheses)))
    for inside in sorted(insides, key=repr):
        if not goal.context.holds(">", inside):
            needs = search.defined(goal.context, inside)
            proof = search.prove(goal.of(inside, ">")) if needs is not None else None
            if proof is None:
                return None
            proof = {"rule": "forget", "keep": keep, "defined": needs, "then": proof}
            lemma = {"rule": "lemma", "is": ">", "of": text(inside), "defined": needs}
            lemmas.append({**lemma, "proof": proof})
            context = context.assuming((">", inside))
    found = _by_candidates(goal.on(context), candidates, search)
    for lemma in reversed(lemmas if found else []):
        found = {**lemma, "then": found}
    return found


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


def _candidates(goal: Goal) -> list[_Candidate]:
    """The ways to see the goal as a multiple of the logarithm of v: several logarithms are one of a
    product of powers if their factors are small multiples of one number, or of one positive m."""

    def job(form: NormalForm) -> list[_Candidate]:
        whole = form.of(goal.term)
        if not whole.d.is_constant():
            return []
        n = whole.n * (1 / whole.d.leading_coefficient())
        slopes = {i: n.derivative(i) for i, kernel in enumerate(form.kernels) if kernel[0] == "log"}
        factor = _common([s for s in slopes.values() if s])
        if factor is None or not goal.context.holds(">", form.term(factor)):
            return []
        logs = {i: s.leading_coefficient() for i, s in slopes.items() if s}
        rest = form.term(n - sum((form.gens[i] * c * factor for i, c in logs.items()), n * 0))
        if any(part[0] == "log" for part in subterms(rest)):
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
