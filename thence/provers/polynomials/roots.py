"""Roots as variables of their own: r >= 0 with r**q = f, and weighted sums of squares in both.

Such a polynomial is seldom a sum of squares itself.  It is multiplied by the sum of the variables,
or by its positive terms plus the moduli of the negative ones, which makes squares of the roots.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from thence import checker
from thence.checker import Proof
from thence.provers.goal import Goal, Search, behind_lemmas
from thence.provers.polynomials import ordering, polynomial
from thence.provers.polynomials.polynomial import Chart

NAME = "roots"
COST = 5
MUST_NOT_PROVE = [
    {"given": {"x": "nonnegative", "y": "nonnegative"}, "lhs": "sqrt(x*y)", "rel": "<=",
     "rhs": "(1/2 - 10**-12)*(x + y)"},
    {"given": {"x": "nonnegative", "y": "nonnegative"}, "lhs": "sqrt(x**2 + y**2)", "rel": ">",
     "rhs": "(x + y)/sqrt(2)"},
    {"given": {"x": "nonnegative", "y": "nonnegative"}, "lhs": "sqrt(x) + sqrt(y)", "rel": "<=",
     "rhs": "sqrt(2*x + 2*y) - 10**-12"},
    {"given": {"x": "real", "y": "real"}, "lhs": "sqrt(x**2 + y**2)", "rel": ">=",
     "rhs": "x + 10**-12*y**2"},
]  # fmt: skip
#: Weighted degree, and number of roots, up to which a polynomial is tried.
DEGREE = 12
ROOTS = 6


def attempt(goal: Goal, search: Search) -> Proof | None:
    """A proof that the polynomial in variables and roots is nonnegative, or None."""
    if goal.rel != ">=" or len(goal.free) < 2:
        return None
    found = polynomial.setting(goal, roots=True)
    if found is None or not 0 < len(found.roots) <= ROOTS:
        return None
    inside = [need for need in checker.obligations(goal.term) if need[0] == ">="]
    return behind_lemmas(goal, inside, search, partial(_by_plans, search=search))


def _by_plans(goal: Goal, search: Search) -> Proof | None:
    for plan in ordering.plans(goal):
        search.check_time()
        proof = plan(goal, partial(_leaf, search=search))
        if proof is not None:
            return proof
    return None


def _leaf(goal: Goal, search: Search) -> Proof | None:
    """The polynomial itself, or a multiple of it, as a weighted sum of squares."""
    found = polynomial.setting(goal, roots=True)
    if found is None:
        return None
    coordinates = polynomial.chart(found)
    parts = polynomial.by_either(coordinates, search.left())
    if parts is not None:
        return polynomial.certificate(coordinates, parts)
    for by, where_zero in _multipliers(goal, coordinates):
        search.check_time()
        product = replace(coordinates, polynomial=coordinates.reduced(coordinates.polynomial * by))
        if max(polynomial.degrees(product.polynomial, polynomial.weights(product))) > DEGREE:
            continue
        parts = polynomial.by_squares(product, search.left())
        positive = polynomial.by_coefficients(replace(coordinates, polynomial=by))
        if parts is not None and positive is not None:
            return {
                **polynomial.certificate(coordinates, parts),
                "by": polynomial.in_coordinates(by),
                "by_positive": polynomial.certificate(coordinates, positive),
                "where_zero": where_zero,
            }
    return None


def _multipliers(goal: Goal, coordinates: Chart) -> Iterator[tuple[Any, Proof]]:
    """Polynomials that are nowhere negative, with a proof of the goal for where each is 0."""
    p, gens = coordinates.polynomial, coordinates.polynomial.context().gens()
    rooted = {i for i, _, _ in coordinates.roots}
    plain = [i for i in range(len(gens)) if i not in rooted]
    variables = [coordinates.forms[i] for i in plain]
    if all(coordinates.signed[i] and v[0] == "sym" for i, v in zip(plain, variables, strict=True)):
        names = [v[1] for v in variables]
        zero = checker.substitute(goal.term, dict.fromkeys(names, checker.ZERO))
        known = str(len(goal.context.hypotheses))
        there = {"rule": "zero", "equation": known, "of": names, "then": {"rule": "normal form"}}
        if goal.context.holds(">=", zero):
            yield sum((gens[i] for i in plain), 0 * p), there
    moduli = p.context().from_dict({m: abs(c) for m, c in p.to_dict().items()})
    rest = polynomial.by_coefficients(replace(coordinates, polynomial=p + moduli))
    if rest is not None:
        use = {str(len(goal.context.hypotheses)): "1"}
        yield moduli, {**polynomial.certificate(coordinates, rest), "use": use}
