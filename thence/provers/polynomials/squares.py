"""Polynomials that are nonnegative on a set given by polynomial inequalities.

Cheapest first: coordinates out of the constraints in which every coefficient is positive; the same
with the variables put in order, which is free where the goal is symmetric or cyclic; then weighted
sums of squares, found by semidefinite programming, on the same sets; then those of the polynomial
times a positive one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from thence.checker import Proof
from thence.provers.goal import Goal, Search
from thence.provers.polynomials import ordering, polynomial
from thence.provers.polynomials.polynomial import Chart

NAME = "squares"
COST = 2
MUST_NOT_PROVE = [
    {"given": {"x": "real", "y": "real"}, "lhs": "x**2 + y**2", "rel": ">=",
     "rhs": "(2 + 10**-12)*x*y"},
    {"given": {"x": "real", "y": "real"}, "lhs": "x**2 + y**2", "rel": ">", "rhs": "2*x*y"},
    {"given": {"a": "positive", "b": "positive", "c": "positive"},
     "lhs": "a/(b+c) + b/(c+a) + c/(a+b)", "rel": ">=", "rhs": "3/2 + 10**-12"},
    {"given": {"a": "nonnegative", "b": "nonnegative", "c": "nonnegative"},
     "lhs": "a*(a-b)*(a-c) + b*(b-a)*(b-c) + c*(c-a)*(c-b)", "rel": ">", "rhs": "0"},
    {"given": {"a": "real", "b": "real", "c": "real"},
     "lhs": "a*(a-b)*(a-c) + b*(b-a)*(b-c) + c*(c-a)*(c-b)", "rel": ">=", "rhs": "0"},
    {"given": {"x": "[0, 1]", "y": "[0, 1]"}, "assuming": ["x + y <= 1"],
     "lhs": "x*y", "rel": "<=", "rhs": "1/4 - 10**-12"},
    {"given": {"a": "real", "b": "real"}, "assuming": ["a - b >= 0"],
     "lhs": "a**3", "rel": ">=", "rhs": "b**3 + 10**-12*(a - b)"},
]  # fmt: skip
#: Degree up to which a polynomial is tried.
DEGREE = 16


def attempt(goal: Goal, search: Search) -> Proof | None:
    """A proof that the polynomial is nonnegative, or positive, or None."""
    if goal.rel not in (">", ">=") or len(goal.free) < 2:
        return None
    found = polynomial.setting(goal)
    if found is None or not 0 < found.polynomial.total_degree() <= DEGREE:
        return None
    if 1 not in polynomial.likely_signs(goal):
        return None
    plans = list(ordering.plans(goal))
    for finder in (_by_coefficients, _by_squares, _multiplied):
        for plan in plans:
            search.check_time()
            proof = plan(goal, partial(_leaf, finder=partial(finder, search=search)))
            if proof is not None:
                return proof
    return None


def _leaf(goal: Goal, finder: Callable[[Goal, Chart], Proof | None]) -> Proof | None:
    """The goal by a finder; for ``>`` some part of the polynomial that is positive is put aside
    first, unless it is known not to be 0."""
    found = polynomial.setting(goal)
    if found is None:
        return None
    coordinates = polynomial.chart(found)
    if goal.rel == ">=" or goal.context.holds("!=", goal.term):
        return finder(goal, coordinates)
    positive = [goal.context.holds(">", form) for form in coordinates.forms]
    for lessened, part in polynomial.lessened(coordinates, positive):
        proof = finder(goal.of(goal.term, ">="), lessened)
        if proof is not None and "by" not in proof:
            return {**proof, "parts": [part, *proof["parts"]], "strict": 0}
    return None


def _by_coefficients(goal: Goal, coordinates: Chart, search: Search) -> Proof | None:
    parts = polynomial.by_coefficients(coordinates)
    return None if parts is None else polynomial.certificate(coordinates, parts)


def _by_squares(goal: Goal, coordinates: Chart, search: Search) -> Proof | None:
    search.check_time()
    parts = polynomial.by_either(coordinates, search.left())
    return None if parts is None else polynomial.certificate(coordinates, parts)


def _multiplied(goal: Goal, coordinates: Chart, search: Search) -> Proof | None:
    """The polynomial times the sum of the coordinates, or of their squares where one has no sign:
    it vanishes where they all do, and nowhere once 1 is added."""
    found = _by_squares(goal, coordinates, search)
    if found is not None:
        return found
    by, rest = polynomial.multiplier(coordinates)
    parts = polynomial.by_squares(polynomial.moved(coordinates, by=by), search.left())
    positive = polynomial.by_coefficients(replace(coordinates, polynomial=by))
    if parts is None or positive is None:
        return None
    proof = polynomial.certificate(coordinates, parts)
    proof["by"] = polynomial.in_coordinates(by)
    proof["by_positive"] = polynomial.certificate(coordinates, positive)
    if rest == 0:
        one = next(
            k for k, part in enumerate(positive) if part["basis"] == ["1"] and not part["of"]
        )
        proof["by_positive"]["strict"] = one
        return proof
    there = polynomial.by_either(polynomial.moved(coordinates, plus=rest * by), search.left())
    if there is None:
        return None
    use = {str(len(goal.context.hypotheses)): polynomial.in_coordinates(rest)}
    proof["where_zero"] = {**polynomial.certificate(coordinates, there), "use": use}
    return proof
