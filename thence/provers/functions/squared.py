"""Orders between sums of roots: what is positive on a side, what is negative on the other, squared.

(r + s)**2 - t**2 for r + s >= t has a single root left, r s, and so has its square none.  Two roots
of different orders, as in sqrt f <= g**(1/3), are raised to a power at which both go away.  The
side that is the larger one has to be nonnegative; where the other one is negative there is nothing
to show, so if its power is too large somewhere the two cases are shown apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from math import lcm
from typing import Any

from thence import checker
from thence.checker import NormalForm, Proof, Term
from thence.provers.goal import Goal, Search, behind_lemmas, holds
from thence.provers.samples import false_somewhere
from thence.provers.terms import in_normal_form, reread, text

NAME = "squared"
COST = 2
ABC = {"a": "positive", "b": "positive", "c": "positive"}
MUST_NOT_PROVE = [
    {"given": ABC, "lhs": "sqrt(a**2 - a*b + b**2) + sqrt(b**2 - b*c + c**2)", "rel": ">=",
     "rhs": "sqrt(a**2 + a*c + c**2) + 10**-12*a"},
    {"given": ABC, "lhs": "sqrt(a**2 - a*b + b**2) + sqrt(b**2 - b*c + c**2)", "rel": ">",
     "rhs": "sqrt(a**2 + a*c + c**2)"},
    {"given": ABC, "lhs": "((a + b)*(b + c)*(c + a)/8)**(1/3)", "rel": ">=",
     "rhs": "sqrt((a*b + b*c + c*a)/3 + 10**-12*a**2)"},
    {"given": {"x": "real", "y": "real"}, "lhs": "x", "rel": ">=", "rhs": "-sqrt(x**2 - x*y)",
     "assuming": ["x*y <= x**2"]},
    {"given": {"x": "positive", "y": "positive"}, "lhs": "x - y", "rel": "<=",
     "rhs": "sqrt(x**2 + y**2 - 3*x*y + x*y*(1 - 10**-12))", "assuming": ["x >= 9*y"]},
]  # fmt: skip
#: Products of roots in a goal, and the degree of what is left, up to which it is tried.
MOST, DEGREE = 5, 24
#: How often in a proof sides are raised to a power.
TIMES = 3


@dataclass(frozen=True)
class Sides:
    """``larger - smaller`` is the term, the larger one a sum of nonnegative parts; the difference
    of their powers is ``left``, with fewer roots."""

    parts: list[Term]
    larger: Term
    smaller: Term
    power: int
    left: Term


def attempt(goal: Goal, search: Search) -> Proof | None:
    """Both sides raised to a power."""
    if goal.rel not in (">", ">=") or len(goal.free) < 2 or goal.context.sizes:
        return None
    if search.path.count(NAME) > TIMES:
        return None
    inside = [need for need in checker.obligations(goal.term) if need[0] == ">="]
    return behind_lemmas(goal, inside, search, partial(_by_sides, search=search))


def _by_sides(goal: Goal, search: Search) -> Proof | None:
    """Both sides raised to a power, where all roots are seen to be defined."""
    sides = in_normal_form(goal.context, partial(_sides, goal=goal))
    if sides is None:
        return None
    sign = _sum(*sides.parts)
    needs = [search.defined(goal.context, side) for side in (sides.larger, sides.smaller)]
    if None in needs or not holds(goal.of(sides.larger, ">="), sign):
        return None
    step: Proof = {
        "rule": "powers", "power": sides.power, "left": text(sides.larger),
        "right": text(sides.smaller), "left_sign": sign, "left_defined": needs[0],
        "right_defined": needs[1],
    }  # fmt: skip
    return _raised(goal, sides, step, search)


def _sum(*parts: Term) -> Proof:
    """A sum of what is not negative is not negative."""
    shown = [{"of": [text(part)], "basis": ["1"], "gram": [["1"]]} for part in parts]
    return {"rule": "squares", "parts": shown}


def _raised(goal: Goal, sides: Sides, step: Proof, search: Search) -> Proof | None:
    """The goal by the powers; where these are not in order, for a smaller side that is positive."""
    if not false_somewhere(goal.context, goal.rel, sides.left):
        return _in_order(goal, sides, step, search)
    above = goal.on(goal.context.assuming((">=", sides.smaller)))
    if goal.rel == ">" or false_somewhere(above.context, goal.rel, sides.left):
        return None
    then = _in_order(above, sides, step, search)
    found = then and {
        "rule": "cases", "on": text(sides.smaller), "above": then,
        "below": _sum(*sides.parts, -sides.smaller),
    }  # fmt: skip
    return found if found is not None and holds(goal, found) else None


def _in_order(goal: Goal, sides: Sides, step: Proof, search: Search) -> Proof | None:
    """The goal by the difference of the powers."""
    needs = search.defined(goal.context, sides.left)
    then = search.prove(goal.of(sides.left)) if needs is not None else None
    to: Proof = {"rule": "rewrite", "to": text(sides.left), "to_defined": needs, "then": then}
    found = then and {**step, "then": to}
    return found if found is not None and holds(goal, found) else None


def _sides(form: NormalForm, goal: Goal) -> Sides | None:
    """The sides, where their powers leave fewer products of roots than there are."""
    whole = form.of(goal.term)
    if not whole.d.is_constant():
        return None
    groups = _by_roots(form, whole.n * (1 / whole.d.leading_coefficient()))
    if groups is None or not 1 < len(groups) <= MOST:
        return None
    larger, smaller, unknown, parts = 0 * form.one, 0 * form.one, 0, list[Term]()
    for p in groups.values():
        if form.context.holds(">=", form.term(p)):
            larger += p
            parts.append(form.term(p))
        else:
            unknown += not form.context.holds(">=", form.term(-p))
            smaller -= p
    if not parts or len(parts) == len(groups) or unknown > 1:
        return None
    k = _power(form, list(groups))
    left = form.reduced(larger**k) - form.reduced(smaller**k)
    fewer = _by_roots(form, left)
    if fewer is None or len(fewer) >= len(groups) or left.total_degree() > DEGREE:
        return None
    terms = [reread(goal.context, form.term(p)) for p in (larger, smaller, left)]
    return Sides(parts, terms[0], terms[1], k, terms[2])


def _by_roots(form: NormalForm, p: Any) -> dict[tuple[int, ...], Any] | None:
    """The parts of a polynomial by the products of roots in them; None with other functions."""
    found, make = dict[tuple[int, ...], Any](), p.context().from_dict
    kinds = [kernel[0] for kernel in form.kernels]
    for exponents, c in p.to_dict().items():
        if any(e and kind not in ("pow", "sym") for kind, e in zip(kinds, exponents, strict=False)):
            return None
        pairs = zip(kinds, exponents, strict=False)
        roots = tuple(int(e) if kind == "pow" else 0 for kind, e in pairs)
        found[roots] = found.get(roots, 0) + make({exponents: c})
    return found


def _power(form: NormalForm, groups: list[tuple[int, ...]]) -> int:
    """2, or if there are two products of roots the least power at which no root is left."""
    if len(groups) > 2:
        return 2
    used = {i for roots in groups for i, e in enumerate(roots) if e}
    return lcm(2, *(int(form.relations[i][0]) for i in used if i in form.relations))
