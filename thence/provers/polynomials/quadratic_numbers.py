"""Polynomials with the root r of a number among their coefficients: squares of such polynomials.

With the Gram matrix of rational numbers, r is a variable with r**2 = d and r >= 0.  Where the
polynomial is 0 at a point with coordinates a + b*r, the kernel of the matrix is recognised as one
of such numbers.
"""

from __future__ import annotations

from functools import partial

from thence.checker import Proof
from thence.provers.goal import Goal, OutOfTime, Search
from thence.provers.polynomials import ordering, polynomial
from thence.provers.polynomials.polynomial import Chart, Setting

NAME = "quadratic numbers"
COST = 2
MUST_NOT_PROVE = [
    {"given": {"x": "real", "y": "real"}, "lhs": "x**2 + 2*y**2", "rel": ">=",
     "rhs": "(2*sqrt(2) + 10**-12)*x*y"},
    {"given": {"x": "real", "y": "real"}, "lhs": "x**2 + 2*y**2", "rel": ">",
     "rhs": "2*sqrt(2)*x*y"},
    {"given": {"x": "real", "y": "real"}, "lhs": "(x**2 - sqrt(3)*x*y + y**2)*(x + y)",
     "rel": ">=", "rhs": "0"},
    {"given": {"x": "real", "y": "real", "z": "real"}, "lhs": "x**2 + y**2 + z**2", "rel": ">=",
     "rhs": "(sqrt(2) + 10**-12)*(x*y + y*z)"},
    {"given": {"x": "real", "y": "real"}, "lhs": "x**2 - 2*y**2 + 2*sqrt(2)*x*y", "rel": ">=",
     "rhs": "0"},
]  # fmt: skip
#: Degree up to which a polynomial is tried.
DEGREE = 8
#: Part of the time that is left in which a proof has to be found.
SHARE = 0.3


def attempt(goal: Goal, search: Search) -> Proof | None:
    """A proof that the polynomial is nonnegative, the variables being put in order or not."""
    if goal.rel != ">=" or len(goal.free) < 2 or not _fits(polynomial.setting(goal, roots=True)):
        return None
    own = Search(search.left() * SHARE)
    try:
        proofs = (plan(goal, partial(_leaf, search=own)) for plan in ordering.plans(goal))
        return next((proof for proof in proofs if proof is not None), None)
    except OutOfTime:
        return None


def _fits(found: Setting | None) -> bool:
    """Whether the one root is that of a number."""
    if found is None or len(found.roots) != 1 or found.polynomial.total_degree() > DEGREE:
        return False
    return bool(found.roots[0][2].is_constant())


def _leaf(goal: Goal, search: Search) -> Proof | None:
    search.check_time()
    found = polynomial.setting(goal, roots=True)
    if found is None or not _fits(found):
        return None
    coordinates = polynomial.chart(found)
    number = _number(coordinates)
    parts = polynomial.by_squares(coordinates, search.left(), number) if number else None
    return None if parts is None else polynomial.certificate(coordinates, parts)


def _number(coordinates: Chart) -> int:
    """The whole number whose square root is the root, or 0."""
    ((_, power, inside),) = coordinates.roots
    value = inside.leading_coefficient()
    return int(value.p) if power == 2 and value.q == 1 else 0
