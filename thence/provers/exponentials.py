"""Logarithms of both sides: ``P + Q exp(r) > 0`` with P < 0 < Q where ``log(Q/-P) + r > 0``.

Their derivatives are free of the exponential, so the ladder proves what no Taylor form can on an
unbounded interval.
"""

from __future__ import annotations

from typing import Any

from thence import checker
from thence.checker import NormalForm, Proof, Term
from thence.provers.goal import Goal, Search, in_normal_form, subterms, text

NAME = "exponentials"
COST = 6
VARIABLE = "l_exp"
MUST_NOT_PROVE = [
    {"given": {"x": "real"}, "lhs": "exp(x)", "rel": ">", "rhs": "1 + x"},
    {"given": {"x": "(-1, oo)"}, "lhs": "exp(x)", "rel": ">=", "rhs": "(1 + x/2)**2 + 10**-12"},
    {"given": {"x": "(-oo, 1)"}, "lhs": "exp(x)*(1-x)", "rel": "<=", "rhs": "1 - 10**-12"},
    {"given": {"x": "(0, 3)"}, "lhs": "exp(x)", "rel": ">=", "rhs": "1 + x + x**2/2 + x**3/5"},
]


def attempt(goal: Goal, search: Search) -> Proof | None:
    """Name the logarithm of the quotient of the two sides, and show its sign."""
    if goal.rel not in (">", ">=") or VARIABLE in goal.context.box:
        return None
    parts = in_normal_form(goal.context, lambda form: _sides(form, goal.term))
    if parts is None:
        return None
    scale, positive, gap = parts
    needs = search.defined(goal.context, gap)
    shown = search.prove(goal.of(gap)) if needs is not None else None
    if shown is None:
        return None
    domain = "(0, oo)" if goal.rel == ">" else "[0, oo)"
    grown = checker.exp(checker.sym(VARIABLE)) - checker.ONE
    to = grown if positive else checker.ONE - checker.exp(-checker.sym(VARIABLE))
    return {
        "rule": "rewrite",
        "by": text(scale),
        "by_positive": {"rule": "normal form"},
        "let": {VARIABLE: {"is": text(gap), "defined": needs, "in": domain, "low": shown}},
        "to": text(to),
        "then": {"rule": "bounds"},
    }


def _sides(form: NormalForm, term: Term) -> tuple[Term, bool, Term] | None:
    """``(s, grows, L)``: the term times s > 0 is ``exp(L) - 1``, or ``1 - exp(-L)``."""
    whole = form.of(term)
    for i, kernel in enumerate(form.kernels):
        degree = whole.n.degrees()[i]
        if kernel[0] != "exp" or not degree or not checker.symbols(kernel):
            continue
        parts = _by_degree(form, whole.n, i)
        if len(parts) != 2 or any(_has_exp(form, p) for p in parts.values()):
            continue
        (low, p), (high, q) = sorted(parts.items())
        r = kernel[1] * checker.num(high - low)
        below, kept = form.term(whole.d), kernel ** checker.num(low)
        if all(form.signed(">", v) for v in (form.term(q), form.term(-p), below)):
            quotient = form.term(q) / form.term(-p)
            return below / (form.term(-p) * kept), True, checker.log(quotient) + r
        if all(form.signed(">", v) for v in (form.term(-q), form.term(p), below)):
            quotient = form.term(p) / form.term(-q)
            return below / (form.term(p) * kept), False, checker.log(quotient) - r
    return None


def _by_degree(form: NormalForm, p: Any, i: int) -> dict[int, Any]:
    """The coefficients of the powers of one generator."""
    make, found = p.context().from_dict, dict[int, Any]()
    for exponents, c in p.to_dict().items():
        rest = (*exponents[:i], 0, *exponents[i + 1 :])
        found[exponents[i]] = found.get(exponents[i], 0 * form.one) + make({rest: c})
    return found


def _has_exp(form: NormalForm, p: Any) -> bool:
    return any(part[0] == "exp" and checker.symbols(part) for part in subterms(form.term(p)))
