"""Make a polynomial homogeneous by a hypothesis such as a + b + c = 3 or a*b*c = 1.

Where H is homogeneous of degree k and H = c is a hypothesis, every part of lower degree may be
multiplied by powers of H/c.  The degrees have to fit; they do once a variable is written as a
power of its root, which is tried where the variables are positive.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from flint import fmpq

from thence import checker
from thence.checker import NormalForm, Proof, Term
from thence.provers.goal import Goal, Search, in_normal_form, text

NAME = "homogeneous"
COST = 3
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
        found = in_normal_form(goal.context, partial(_raised, term=goal.term, equation=equation))
        if found is None:
            continue
        to, factor = found
        then = search.prove(goal.of(to))
        if then is not None:
            use = {str(k): text(factor)}
            return {"rule": "rewrite", "use": use, "to": text(to), "then": then}
    return None


def _raised(form: NormalForm, term: Term, equation: Term) -> tuple[Term, Term] | None:
    """The homogeneous polynomial, and the multiple of the equation that makes it of the term."""
    p, h = form.of(term), form.of(equation)
    below = _by_degree(h.n)
    if p.d != 1 or h.d != 1 or len(below) != 2 or 0 not in below or len(_by_degree(p.n)) < 2:
        return None
    (step,) = below.keys() - {0}
    unit = below[step] * (fmpq(-1) / below[0].leading_coefficient())
    parts = _by_degree(p.n)
    most = max(parts)
    if most > DEGREE or any((most - d) % step for d in parts):
        return None
    total = sum((q * unit ** ((most - d) // step) for d, q in parts.items()), 0 * form.one)
    # unit - 1 divides what each part has gained.
    factor, rest = divmod(total - p.n, h.n)
    return (form.term(total), form.term(factor)) if rest == 0 else None


def _by_degree(p: Any) -> Parts:
    """The homogeneous parts of a polynomial by their degrees."""
    found, make = Parts(), p.context().from_dict
    for exponents, c in p.to_dict().items():
        degree = int(sum(exponents))
        found[degree] = found.get(degree, 0) + make({exponents: c})
    return found
