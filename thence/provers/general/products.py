"""The sign of a product from the signs of its factors; denominators are multiplied out."""

from __future__ import annotations

from functools import reduce
from typing import Any

from thence.checker import NormalForm, Proof, Term, num, times
from thence.provers.goal import Goal, Search
from thence.provers.polynomials import polynomial
from thence.provers.terms import in_normal_form, text

NAME = "products"
COST = 2
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
    """The product of a constant and of factors whose signs are shown."""
    found = _shown(goal, parts, search)
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
    these signs.  Factors without a sign of their own are shown together."""
    flips, found, mixed = 1, list[Shown](), list[Term]()
    for f, e, sign in parts:
        if _at_sight(goal.rel, e, sign):
            found.append((f if e == 1 else f ** num(e), AT_SIGHT))
            continue
        signs = polynomial.signs_under_equations(goal.of(f))
        shown = _signed(goal.of(f), signs, search) if signs else None
        if shown is not None:
            flips *= shown[0] ** e
            found += [shown[1]] * e
        elif signs:
            return None
        else:
            mixed.append(f if e == 1 else f ** num(e))
    if mixed:
        together = goal.of(reduce(times, mixed))
        shown = _signed(together, polynomial.signs_under_equations(together), search)
        if shown is None:
            return None
        flips *= shown[0]
        found.append(shown[1])
    return flips, found


def _signed(goal: Goal, signs: list[int], search: Search) -> tuple[int, Shown] | None:
    """A proof that the term, times one of the signs, has the relation of the goal."""
    for side in signs:
        signed = goal.term if side > 0 else -goal.term
        proof = search.prove(goal.of(signed))
        if proof is not None:
            return side, (signed, proof)
    return None
