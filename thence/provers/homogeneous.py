"""Make a polynomial homogeneous by a hypothesis such as a + b + c = 3 or a*b*c = 1.

Where H is homogeneous of degree k and H = c is a hypothesis, every part of lower degree may be
multiplied by powers of H/c.  Where the degrees do not fit and there are two parts, A - B, they do
in A**m - B**m, a positive multiple.
"""

from __future__ import annotations

from functools import partial
from math import gcd
from typing import Any

from flint import fmpq

from thence import checker
from thence.checker import NormalForm, Proof, Term
from thence.provers.goal import Goal, Search, in_normal_form, keeping, text

NAME = "homogeneous"
COST = 0
MUST_NOT_PROVE = [
    {"given": {"a": "positive", "b": "positive", "c": "positive"}, "assuming": ["a*b*c = 1"],
     "lhs": "a + b + c", "rel": ">=", "rhs": "3 + 10**-12"},
    {"given": {"a": "real", "b": "real", "c": "real"}, "assuming": ["a*b*c = 1"],
     "lhs": "a + b + c", "rel": ">=", "rhs": "3"},
    {"given": {"x": "real", "y": "real"}, "assuming": ["x + y = 0"],
     "lhs": "x**2 + y**2", "rel": ">=", "rhs": "1"},
    {"given": {"x": "nonnegative", "y": "nonnegative"}, "assuming": ["x + y = 2"],
     "lhs": "x**2 + y**2", "rel": ">=", "rhs": "2 + 10**-12"},
]  # fmt: skip
#: Degree up to which a homogeneous polynomial is made.
DEGREE = 16
Parts = dict[int, Any]


def attempt(goal: Goal, search: Search) -> Proof | None:
    """Prove the polynomial made homogeneous, by each equation that fits."""
    if goal.rel not in (">", ">=") or len(goal.free) < 2:
        return None
    for k, (rel, equation) in enumerate(goal.context.hypotheses):
        if rel != "=" or not checker.symbols(equation) <= goal.free:
            continue
        job = partial(_raised, term=goal.term, equation=equation)
        found = in_normal_form(goal.context, job)
        if found is not None:
            to, factor = found
            others = [i for i in range(len(goal.context.hypotheses)) if i != k]
            then = keeping(goal.of(to), others, search)
            if then is not None:
                use = {str(k): text(factor)}
                return {"rule": "rewrite", "use": use, "to": text(to), "then": then}
        job = partial(_powers, term=goal.term, equation=equation)
        powers = in_normal_form(goal.context, job)
        if powers is not None:
            return _multiplied(goal, powers, search)
    return None


def _multiplied(goal: Goal, powers: tuple[Term, Term], search: Search) -> Proof | None:
    """The goal by its multiple that ``powers`` are: what it is a multiple by, and what it is."""
    by, to = powers
    positive = search.prove(goal.of(by, ">"), only=("bounds", "normal form", "squares"))
    then = search.prove(goal.of(to)) if positive is not None else None
    return then and {
        "rule": "rewrite", "by": text(by), "by_positive": positive, "to": text(to), "then": then,
    }  # fmt: skip


def _powers(form: NormalForm, term: Term, equation: Term) -> tuple[Term, Term] | None:
    """For A - B with parts of two degrees: A**m - B**m, whose degrees fit the equation, and before
    it what it is a multiple by."""
    found = _fitting(form, term, equation)
    if found is None or form.of(term).d != 1:
        return None
    parts, step, _ = found
    if len(parts) != 2 or (gap := max(parts) - min(parts)) % step == 0:
        return None
    m = step // gcd(step, gap)
    first, second = parts.values()
    a, b = (first, -second) if first.leading_coefficient() > 0 else (second, -first)
    if m * max(parts) > DEGREE:
        return None
    by = sum((a ** (m - 1 - j) * b**j for j in range(m)), 0 * a)
    return form.term(by), form.term(a**m - b**m)


def _fitting(form: NormalForm, term: Term, equation: Term) -> tuple[Parts, int, Any] | None:
    """The homogeneous parts of the numerator of the term, of two degrees or more, the degree k of
    H, and H/c."""
    p, h = form.of(term), form.of(equation)
    below, parts = _by_degree(h.n), _by_degree(p.n)
    if h.d != 1 or len(below) != 2 or 0 not in below or len(parts) < 2:
        return None
    (step,) = below.keys() - {0}
    return parts, step, below[step] * (fmpq(-1) / below[0].leading_coefficient())


def _raised(form: NormalForm, term: Term, equation: Term) -> tuple[Term, Term] | None:
    """The term, its numerator homogeneous, and the multiple of the equation that makes it so."""
    found = _fitting(form, term, equation)
    if found is None:
        return None
    parts, step, unit = found
    most = max(parts)
    if most > DEGREE or any((most - d) % step for d in parts):
        return None
    total = sum((q * unit ** ((most - d) // step) for d, q in parts.items()), 0 * form.one)
    # H/c - 1 divides what each part has gained.
    factor, rest = divmod(total - form.of(term).n, form.of(equation).n)
    if rest != 0:
        return None
    below = form.term(form.of(term).d)
    to, multiple = form.term(total), form.term(factor)
    return (to, multiple) if below == checker.ONE else (to / below, multiple / below)


def _by_degree(p: Any) -> Parts:
    """The homogeneous parts of a polynomial by their degrees."""
    found, make = Parts(), p.context().from_dict
    for exponents, c in p.to_dict().items():
        degree = int(sum(exponents))
        found[degree] = found.get(degree, 0) + make({exponents: c})
    return found
