"""Polynomials that are nonnegative on a set given by polynomial inequalities.

Cheapest first: coordinates out of the constraints in which every coefficient is positive; the same
with the variables put in order, which is free where the goal is symmetric or cyclic; then weighted
sums of squares, found by semidefinite programming, on the same sets; then those of the polynomial
times a positive one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise, permutations

from thence import checker
from thence.checker import NormalForm, Proof, Term, sym
from thence.provers import polynomial
from thence.provers.goal import Goal, Search, in_normal_form, text
from thence.provers.polynomial import Chart

NAME = "squares"
COST = 4
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
#: Variables of one kind up to which all their orders are gone through.
ORDERED = 3
#: Degree up to which a polynomial is tried.
DEGREE = 16
Leaf = Callable[[Goal], Proof | None]


def attempt(goal: Goal, search: Search) -> Proof | None:
    """A proof that the polynomial is nonnegative, or positive, or None."""
    if goal.rel not in (">", ">=") or len(goal.free) < 2:
        return None
    found = polynomial.setting(goal)
    if found is None or not 1 < found.polynomial.total_degree() <= DEGREE:
        return None
    if 1 not in polynomial.likely_signs(goal):
        return None
    plans = list(_plans(goal))
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


# ---------------------------------------------------------------- putting variables in order


def _plans(goal: Goal) -> Iterator[Callable[[Goal, Leaf], Proof | None]]:
    """Ways to split the goal: as it is, its variables in order."""
    yield lambda g, leaf: leaf(g)
    names = _alike(goal)
    symmetric = _symmetric(goal, names)
    if symmetric:
        yield lambda g, leaf: _in_order(g, symmetric, False, leaf)
        return
    turning = _turning(goal, names)
    if turning:
        yield lambda g, leaf: _in_order(g, turning, True, leaf)
        rest = turning[1:]
        yield lambda g, leaf: _in_order(g, turning, True, lambda h: _sorted(h, [], rest, leaf))
    elif 1 < len(names) <= ORDERED:
        yield lambda g, leaf: _sorted(g, [], names, leaf)


def _alike(goal: Goal) -> list[str]:
    """The largest set of variables with one and the same domain."""
    groups: dict[str, list[str]] = {}
    for name in sorted(goal.free):
        if name in goal.context.box:
            groups.setdefault(repr(goal.context.ends[name]), []).append(name)
    return max(groups.values(), key=len, default=[])


def _in_order(goal: Goal, names: list[str], turned: bool, leaf: Leaf) -> Proof | None:
    """The goal with its variables in increasing order, or the first the least."""
    pairs = [(names[0], b) for b in names[1:]] if turned else pairwise(names)
    inner = goal.context.assuming(*((">=", sym(b) - sym(a)) for a, b in pairs))
    then = leaf(goal.on(inner))
    if then is None:
        return None
    found = {"rule": "symmetry", "of": names, "then": then}
    return {**found, "turned": True} if turned else found


def _sorted(goal: Goal, placed: list[str], rest: list[str], leaf: Leaf) -> Proof | None:
    """The goal for each order of the variables: each of the rest is put in its place."""
    if not rest:
        return leaf(goal)
    if not placed:
        return _sorted(goal, rest[:1], rest[1:], leaf)
    return _inserted(goal, placed, 0, rest, leaf)


def _inserted(goal: Goal, placed: list[str], k: int, rest: list[str], leaf: Leaf) -> Proof | None:
    """The first of the rest at place k or later among those that are in increasing order."""
    if k == len(placed):
        return _sorted(goal, [*placed, rest[0]], rest[1:], leaf)
    gap = sym(placed[k]) - sym(rest[0])
    before = _sorted(
        goal.on(goal.context.assuming((">=", gap))),
        [*placed[:k], rest[0], *placed[k:]],
        rest[1:],
        leaf,
    )
    if before is None:
        return None
    after = _inserted(goal.on(goal.context.assuming((">=", -gap))), placed, k + 1, rest, leaf)
    return after and {"rule": "cases", "on": text(gap), "above": before, "below": after}


def _symmetric(goal: Goal, names: list[str]) -> list[str]:
    """The names, where neighbours may be exchanged and nothing changes, or none."""
    moves = [{a: sym(b), b: sym(a)} for a, b in pairwise(names)]
    return names if len(names) > 1 and all(_fixed(goal, m) for m in moves) else []


def _turning(goal: Goal, names: list[str]) -> list[str]:
    """The names in an order that may be rotated and nothing changes, or none."""
    if not 2 < len(names) < 5:
        return []
    first, *rest = names
    for order in permutations(rest):
        turned = [first, *order]
        move = dict(zip(turned, (sym(b) for b in [*order, first]), strict=True))
        if _fixed(goal, move):
            return turned
    return []


def _fixed(goal: Goal, move: dict[str, Term]) -> bool:
    """Whether the term stays the same when its variables are renamed, and the hypotheses do."""
    context = goal.context

    def job(form: NormalForm) -> bool:
        same = (form.of(goal.term) + -form.of(checker.substitute(goal.term, move))).n == 0
        return same and all(
            any((form.of(checker.substitute(h, move)) + -form.of(k)).n == 0 for _, k in known)
            for _, h in known
        )

    known = context.hypotheses
    return bool(in_normal_form(context, job))
