"""Homogeneous polynomials on a cone, which is cut until no coefficient is negative on any piece.

A cone is where n linear forms t are nonnegative, and the polynomial is written in them.  It is cut
into where t_i >= t_j and where t_j >= t_i: on the one, t_i - t_j and t_j are its forms, and so on.
Where the polynomial is positive, small enough pieces have positive coefficients alone; so they may
have where it is 0 at a corner.  So the first cuts, q t_i against p t_j, go through its zeros.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

from flint import fmpq, fmpq_mpoly_ctx

from thence import checker
from thence.checker import Proof, Term
from thence.provers.goal import Goal, OutOfTime, Search
from thence.provers.polynomials import ordering, polynomial
from thence.provers.polynomials.gram import Zero
from thence.provers.polynomials.polynomial import Chart
from thence.provers.polynomials.zeros import zeros
from thence.provers.terms import text

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
    {"given": {"a": "nonnegative", "b": "nonnegative"}, "lhs": "a**2*b**2 + 1", "rel": ">=",
     "rhs": "2*a*b + 10**-12"},
]  # fmt: skip
#: Pieces of a cone, and cuts of one piece, up to which it is cut.
PIECES = 60
CUTS = 9
#: Seconds for one cone.
SECONDS = 1.0
#: Variables up to which a cone is tried, and the degree.
VARIABLES, DEGREE = 4, 16
Polynomial = Any


class _TooMany(Exception):
    """The polynomial has negative coefficients still, or is negative somewhere."""


def attempt(goal: Goal, search: Search) -> Proof | None:
    """A proof on each piece of the cone that the constraints make, the variables in order."""
    if goal.rel != ">=" or not 2 <= len(goal.free) <= VARIABLES:
        return None
    found = polynomial.setting(goal)
    if found is None or not 1 < found.polynomial.total_degree() <= DEGREE:
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
    own = Search(min(search.left() / 8, SECONDS))
    try:
        return _Dissection(own).proof(_homogeneous(coordinates), None, 0)
    except (_TooMany, OutOfTime):
        return None


def _homogeneous(found: Chart) -> Chart:
    """The polynomial made homogeneous by 1 as one more form, if it is not."""
    terms = found.polynomial.to_dict()
    most = int(found.polynomial.total_degree())
    if all(sum(e) == most for e in terms) or found.extra:
        return found
    size = len(found.forms)
    ring = fmpq_mpoly_ctx.get([f"v{i}" for i in range(size + 1)], "degrevlex")
    p = ring.from_dict({(*e, most - sum(e)): c for e, c in terms.items()})
    return replace(
        found, polynomial=p, forms=[*found.forms, checker.ONE], signed=[*found.signed, True]
    )


class _Dissection:
    """The pieces so far."""

    def __init__(self, search: Search) -> None:
        self.search, self.pieces = search, 0

    def proof(self, piece: Chart, known: list[Zero] | None, cuts: int) -> Proof:
        """A proof on a piece, or on the two that it is cut into; ``known`` are the zeros in it."""
        self.search.check_time()
        parts = polynomial.by_coefficients(piece)
        if parts is not None:
            self.pieces += 1
            return polynomial.certificate(piece, parts)
        p = piece.polynomial
        if known is None:
            known = zeros(p, piece.signed, [])
        if cuts == CUTS or self.pieces > PIECES:
            raise _TooMany
        known = _told(p, known)
        i, j, cut = _cut(p, known)
        above, below = _halves(p, i, j, cut)
        gap = checker.plus(_times(cut[1], piece.forms[i]), -_times(cut[0], piece.forms[j]))
        one = [z for z in (_moved(z, i, j, cut) for z in known) if z[i] >= 0]
        other = [z for z in (_moved(z, j, i, cut[::-1]) for z in known) if z[j] >= 0]
        return {
            "rule": "cases", "on": text(gap),
            "above": self.proof(_with(piece, above, i, gap), one, cuts + 1),
            "below": self.proof(_with(piece, below, j, -gap), other, cuts + 1),
        }  # fmt: skip


def _times(c: fmpq, form: Term) -> Term:
    """A multiple of a form."""
    return form if c == 1 else checker.times(checker.num(c), form)


def _with(piece: Chart, p: Polynomial, i: int, form: Term) -> Chart:
    """A half of a piece, whose form i is another one."""
    forms = [form if k == i else old for k, old in enumerate(piece.forms)]
    return replace(piece, polynomial=p, forms=forms)


def _cut(p: Polynomial, known: list[Zero]) -> tuple[int, int, tuple[fmpq, fmpq]]:
    """The forms i and j that are compared, and the ratio at which: that of a zero which is at no
    corner, or else 1, so that the least is negative then."""
    for zero in sorted(known, key=_size):
        i, j, *_ = [*(k for k, v in enumerate(zero) if v), -1, -1]
        if j >= 0:
            return i, j, (zero[i], zero[j])
    one = (fmpq(1), fmpq(1))
    pairs = combinations(range(len(p.degrees())), 2)
    _, i, j = min((sum(map(_deficit, _halves(p, i, j, one))), i, j) for i, j in pairs)
    return i, j, one


def _halves(p: Polynomial, i: int, j: int, cut: tuple[fmpq, fmpq]) -> tuple[Polynomial, Polynomial]:
    """With a cut (u, v), the polynomial where g = v t_i - u t_j >= 0, g in the place of t_i, and
    where it is at most 0, -g in the place of t_j."""
    t, (u, v) = p.context().gens(), cut
    return (
        p.compose(*((t[i] + u * t[j]) / v if k == i else x for k, x in enumerate(t))),
        p.compose(*((t[j] + v * t[i]) / u if k == j else x for k, x in enumerate(t))),
    )


def _moved(zero: Zero, i: int, j: int, cut: tuple[fmpq, fmpq]) -> Zero:
    """A zero with v t_i - u t_j in the place of t_i."""
    value = cut[1] * zero[i] - cut[0] * zero[j]
    return tuple(value if k == i else v for k, v in enumerate(zero))


def _size(zero: Zero) -> tuple[int, int]:
    """How many coordinates of a zero are not 0, and how long their numbers are."""
    used = [v for v in zero if v]
    return len(used), sum(int(v.p) + int(v.q) for v in used)


def _told(p: Polynomial, known: list[Zero]) -> list[Zero]:
    """The zeros, with those at the corners and in the middle of the cone or of a face; no others
    where the polynomial is 0 on a whole face."""
    size, found = len(p.degrees()), dict.fromkeys(known)
    for count in range(1, size + 1):
        for chosen in combinations(range(size), count):
            middle = tuple(fmpq(int(k in chosen)) for k in range(size))
            value = p(*middle)
            if value < 0:
                raise _TooMany
            if value == 0 and count > 1:
                found[middle] = None
    faces = {z: tuple(k for k, v in enumerate(z) if v) for z in found}
    return [z for z, face in faces.items() if len(face) == 1 or not _vanishes_on(p, face)]


def _vanishes_on(p: Polynomial, chosen: tuple[int, ...]) -> bool:
    """Whether the polynomial is 0 on all of a face."""
    return all(any(e and k not in chosen for k, e in enumerate(m)) for m in p.monoms())


def _deficit(p: Polynomial) -> float:
    """The negative coefficients as a share of all."""
    values = [float(c.p) / float(c.q) for c in p.coeffs()]
    return -sum(v for v in values if v < 0) / sum(map(abs, values))
