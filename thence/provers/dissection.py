"""Homogeneous polynomials on a cone, which is cut until no coefficient is negative on any piece.

A cone is where n linear forms t are nonnegative, and the polynomial is written in them.  It is cut
into where t_i >= t_j and where t_j >= t_i: on the one, t_i - t_j and t_j are its forms, and so on.
Where the polynomial is positive, small enough pieces have positive coefficients alone; so they may
have where it is 0 at a corner.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

from flint import fmpq

from thence import checker
from thence.checker import Proof
from thence.provers import ordering, polynomial
from thence.provers.goal import Goal, Search, text
from thence.provers.polynomial import Chart

NAME = "dissection"
COST = 3
MUST_NOT_PROVE = [
    {"given": {"a": "nonnegative", "b": "nonnegative"}, "lhs": "a**3 + b**3", "rel": ">=",
     "rhs": "(1 + 10**-12)*a*b*(a + b)"},
    {"given": {"a": "nonnegative", "b": "nonnegative", "c": "nonnegative"},
     "lhs": "a**3 + b**3 + c**3 + a*b*c", "rel": ">=",
     "rhs": "(2/3 + 10**-12)*(a**2*b + b**2*c + c**2*a + a*b**2 + b*c**2 + c*a**2)"},
    {"given": {"a": "real", "b": "nonnegative"}, "lhs": "a**3 + b**3", "rel": ">=",
     "rhs": "a*b*(a + b)"},
    {"given": {"a": "nonnegative", "b": "nonnegative"}, "lhs": "a**4 + b**4", "rel": ">",
     "rhs": "a**3*b + a*b**3"},
    {"given": {"a": "nonnegative", "b": "nonnegative", "c": "nonnegative"},
     "assuming": ["a + b >= c"], "lhs": "a**2 + b**2 + a*b", "rel": ">=",
     "rhs": "(3/4 + 10**-12)*c**2"},
]  # fmt: skip
#: Pieces of a cone, and cuts of one piece, up to which it is cut.
PIECES = 60
CUTS = 9
#: Variables up to which a cone is tried.
VARIABLES = 4
Polynomial = Any


class _TooMany(Exception):
    """The polynomial has negative coefficients still, or is negative somewhere."""


def attempt(goal: Goal, search: Search) -> Proof | None:
    """A proof on each piece of the cone that the constraints make, the variables in order."""
    if goal.rel != ">=" or not 2 <= len(goal.free) <= VARIABLES:
        return None
    found = polynomial.setting(goal)
    if found is None or len({sum(int(e) for e in m) for m in found.polynomial.monoms()}) != 1:
        return None
    if 1 not in polynomial.likely_signs(goal):
        return None
    *_, plan = ordering.plans(goal)
    return plan(goal, lambda g: _leaf(g, search))


def _leaf(goal: Goal, search: Search) -> Proof | None:
    """The goal on the pieces of one cone."""
    found = polynomial.setting(goal)
    coordinates = None if found is None else polynomial.chart(found)
    if coordinates is None or not all(coordinates.signed):
        return None
    try:
        return _Dissection(search).proof(coordinates, 0)
    except _TooMany:
        return None


class _Dissection:
    """The pieces so far."""

    def __init__(self, search: Search) -> None:
        self.search, self.pieces = search, 0

    def proof(self, piece: Chart, cuts: int) -> Proof:
        """A proof on a piece, or on the two that it is cut into."""
        self.search.check_time()
        parts = polynomial.by_coefficients(piece)
        if parts is not None:
            self.pieces += 1
            return polynomial.certificate(piece, parts)
        if cuts == CUTS or self.pieces > PIECES or _negative(piece.polynomial):
            raise _TooMany
        _, i, j = min(
            (sum(map(_deficit, _halves(piece.polynomial, i, j))), i, j)
            for i, j in combinations(range(len(piece.forms)), 2)
        )
        above, below = _halves(piece.polynomial, i, j)
        gap = checker.plus(piece.forms[i], -piece.forms[j])
        return {
            "rule": "cases", "on": text(gap),
            "above": self.proof(_with(piece, above, i, gap), cuts + 1),
            "below": self.proof(_with(piece, below, j, -gap), cuts + 1),
        }  # fmt: skip


def _with(piece: Chart, p: Polynomial, i: int, form: Any) -> Chart:
    """A half of a piece, whose form i is another one."""
    forms = [form if k == i else old for k, old in enumerate(piece.forms)]
    return replace(piece, polynomial=p, forms=forms)


def _halves(p: Polynomial, i: int, j: int) -> tuple[Polynomial, Polynomial]:
    """The polynomial where t_i >= t_j, in t_i - t_j, and where t_j >= t_i, in t_j - t_i."""
    t = p.context().gens()
    both = t[i] + t[j]
    return (
        p.compose(*(both if k == i else x for k, x in enumerate(t))),
        p.compose(*(both if k == j else x for k, x in enumerate(t))),
    )


def _negative(p: Polynomial) -> bool:
    """Whether the polynomial is negative at a corner or in the middle of the cone or of a face, or
    0 there but not at a corner."""
    size = len(p.degrees())
    for count in range(1, size + 1):
        for chosen in combinations(range(size), count):
            value = p(*(fmpq(int(k in chosen)) for k in range(size)))
            inner = count > 1 and not _vanishes_on(p, chosen)
            if value < 0 or (value == 0 and inner):
                return True
    return False


def _vanishes_on(p: Polynomial, chosen: tuple[int, ...]) -> bool:
    """Whether the polynomial is 0 on all of a face."""
    return all(any(e and k not in chosen for k, e in enumerate(m)) for m in p.monoms())


def _deficit(p: Polynomial) -> float:
    """The negative coefficients as a share of all."""
    values = [float(c.p) / float(c.q) for c in p.coeffs()]
    return -sum(v for v in values if v < 0) / sum(map(abs, values))
