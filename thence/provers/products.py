"""The sign of a product from the signs of its factors; denominators are multiplied out."""

from __future__ import annotations

from functools import reduce
from typing import Any

from thence.checker import NormalForm, Proof, Term, num, times
from thence.provers import polynomial
from thence.provers.goal import Goal, Search, in_normal_form, text

NAME = "products"
COST = 3
MUST_NOT_PROVE = [
    {"given": {"x": "real", "y": "real"}, "lhs": "(x**2 + y**2)/(x**2 - x*y + y**2 - 10**-12)",
     "rel": ">=", "rhs": "0"},
    {"given": {"x": "positive", "y": "positive"}, "lhs": "(x - y)*(x**2 - y**2 + 10**-12)",
     "rel": ">=", "rhs": "0"},
    {"given": {"x": "real", "y": "real"}, "assuming": ["x - y != 0"],
     "lhs": "(x**2 + 1)/(x - y)", "rel": ">", "rhs": "0"},
    {"given": {"x": "real", "y": "real"}, "lhs": "(x - y)**2*(x**2 + 1)", "rel": ">", "rhs": "0"},
]  # fmt: skip

AT_SIGHT = {"rule": "normal form"}
Shown = tuple[Term, Proof]


def attempt(goal: Goal, search: Search) -> Proof | None:
    """Multiply by the denominator once its sign is shown, then show that of the numerator."""
    if goal.rel not in (">", ">=") or len(goal.free) < 2:
        return None
    constant, parts = _factors(goal)
    below = _shown(goal.of(goal.term, ">"), [(f, -e, s) for f, e, s in parts if e < 0], search)
    if below is None:
        return None
    flips, denominator = below
    constant *= flips
    above = [(f, e, s) for f, e, s in parts if e > 0]
    if len(above) == 1 and above[0][1] == 1 and not denominator:
        return None
    to = reduce(times, (f if e == 1 else f ** num(e) for f, e, _ in above), num(constant))
    then = _numerator(goal, constant, above, search)
    if then is None or not denominator:
        return then
    return {
        "rule": "rewrite", "by": text(reduce(times, (f for f, _ in denominator))),
        "by_positive": _product(denominator), "to": text(to), "then": then,
    }  # fmt: skip


def _factors(goal: Goal) -> tuple[Any, list[tuple[Term, int, str]]]:
    """The constant of the term, and its factors with exponents and signs."""

    def job(form: NormalForm) -> tuple[Any, list[tuple[Term, int, str]]]:
        constant, parts = form.split(form.of(goal.term))
        return constant, [(form.term(f), e, s) for f, e, s in parts]

    found: tuple[Any, list[tuple[Term, int, str]]] = in_normal_form(goal.context, job)
    return found


def _product(factors: list[Shown]) -> Proof:
    return {"rule": "product", "of": [[text(f), proof] for f, proof in factors]}


def _numerator(
    goal: Goal, constant: Any, parts: list[tuple[Term, int, str]], search: Search
) -> Proof | None:
    """The product of a constant and factors: each shown by itself, or those of unknown sign
    together."""
    known = [part for part in parts if _at_sight(goal.rel, *part[1:])]
    unknown = [part for part in parts if part not in known]
    if len(unknown) > 1 and known:
        together = reduce(times, (f if e == 1 else f ** num(e) for f, e, _ in unknown))
        unknown = [(together if constant > 0 else -together, 1, "")]
        constant = abs(constant)
    found = _shown(goal, known + unknown, search)
    if found is None or found[0] * constant <= 0:
        return None
    return _product([*found[1], (num(abs(constant)), AT_SIGHT)])


def _at_sight(rel: str, e: int, sign: str) -> bool:
    """Whether the power of a factor with that sign has the relation."""
    if e % 2 == 0:
        return rel == ">=" or sign in (">", "!=")
    return sign == ">" or (sign == rel)


def _shown(
    goal: Goal, parts: list[tuple[Term, int, str]], search: Search
) -> tuple[int, list[Shown]] | None:
    """Proofs that each factor, up to a sign, has the relation of the goal; and the product of
    these signs."""
    flips, found = 1, list[Shown]()
    for f, e, sign in parts:
        if _at_sight(goal.rel, e, sign):
            found.append((f if e == 1 else f ** num(e), AT_SIGHT))
            continue
        for side in polynomial.likely_signs(goal.of(f)):
            signed = f if side > 0 else -f
            proof = search.prove(goal.of(signed))
            if proof is not None:
                flips *= side**e
                found += [(signed, proof)] * e
                break
        else:
            return None
    return flips, found
