"""Divide out the factors whose sign is known, and prove the one that is left."""

from __future__ import annotations

from typing import Any

from thence import checker
from thence.checker import NormalForm, Proof, Term
from thence.provers.goal import Goal, Search
from thence.provers.terms import in_normal_form, reread, text

NAME = "factors"
COST = 2
PREPARES = True
MUST_NOT_PROVE = [
    {"given": {"x": "real"}, "lhs": "x*exp(x)", "rel": ">=", "rhs": "0"},
    {"given": {"x": "real"}, "lhs": "(x-1)/(x**2+1)", "rel": ">", "rhs": "0"},
]


def parted(goal: Goal) -> tuple[Term, Term] | None:
    """``(known, rest)``: the term is ``known * rest`` with ``known`` > 0, or None if ``rest``
    would be no simpler."""

    def job(form: NormalForm) -> tuple[Term, Term] | None:
        constant, parts = form.split(form.of(goal.term))
        known, unknown = checker.num(abs(constant)), []
        for f, e, sign in parts:
            if sign == ">" or (e < 0 and sign == ">=") or (e % 2 == 0 and sign == "!="):
                known = known * form.term(f) ** checker.num(e)
            else:
                unknown.append((f, e))
        rest: Any = checker.num(1 if constant > 0 else -1)
        for f, e in unknown:
            factor = form.term(f)
            rest = checker.times(rest, factor if e == 1 else factor ** checker.num(e))
        return known, rest

    found: tuple[Term, Term] | None = in_normal_form(goal.context, job)
    return found


def attempt(goal: Goal, search: Search) -> Proof | None:
    """Prove the rest of the term once its positive factors are divided out."""
    if goal.rel == "=" and not any(rel == "=" for rel, _ in goal.context.hypotheses):
        return None  # its normal form says all that there is to know
    parts = parted(goal)
    if parts is None or repr(parts[1]) == repr(goal.term) or not checker.symbols(parts[1]):
        return None
    by = checker.ONE / parts[0]
    if not goal.context.holds(">", by):  # a denominator alone is known not to be 0
        return None
    to = reread(goal.context, parts[1])  # its needs as the checker counts them
    needs = search.defined(goal.context, to)
    then = search.prove(goal.of(to)) if needs is not None else None
    if then is None:
        return None
    return {
        "rule": "rewrite",
        "by": text(by),
        "by_positive": {"rule": "normal form"},
        "to": text(to),
        "to_defined": needs,
        "then": then,
    }
