"""Equations with roots: one root alone on a side, both sides raised to its power."""

from __future__ import annotations

from thence import checker
from thence.checker import NormalForm, Proof, Term
from thence.provers.goal import Goal, Search
from thence.provers.terms import in_normal_form, reread, text

NAME = "powers"
COST = 5
MUST_NOT_PROVE = [
    {"given": {"x": "[1, 3]"}, "lhs": "sqrt(x - 2*sqrt(x - 1))", "rel": "=",
     "rhs": "1 - sqrt(x - 1)"},
    {"given": {"x": "positive", "y": "positive"}, "lhs": "sqrt(x + y - 2*sqrt(x*y))", "rel": "=",
     "rhs": "sqrt(x) - sqrt(y)"},
    {"given": {}, "lhs": "sqrt(3 - 2*sqrt(2))", "rel": "=", "rhs": "1 - sqrt(2)"},
    {"given": {}, "lhs": "sqrt(5 + 2*sqrt(6))", "rel": "=", "rhs": "sqrt(2) + sqrt(3) + 10**-30"},
    {"given": {"x": "real"}, "lhs": "sqrt(x**2 + 1)", "rel": "=", "rhs": "x"},
]  # fmt: skip
#: Tactics for the sides, which are quick to show to be positive or are not.
SIGNS = ("bounds", "normal form", "halves")


def isolated(goal: Goal) -> list[tuple[int, Term, Term]]:
    """For each root r in which the numerator is linear, ``(q, b*r, -a)`` where it is ``a + b*r``,
    r**q being free of roots as deep as r; the deepest root first."""

    def job(form: NormalForm) -> list[tuple[int, Term, Term]]:
        n = form.of(goal.term).n
        found = []
        for i, (power, value) in form.relations.items():
            if n.degrees()[i] != 1 or value.degrees()[i] or form.kernels[i][0] == "sin":
                continue
            b = n.derivative(i)
            found.append((power, form.term(b * form.gens[i]), form.term(b * form.gens[i] - n)))
        return found[::-1]

    pairs: list[tuple[int, Term, Term]] = in_normal_form(goal.context, job)
    return pairs


def attempt(goal: Goal, search: Search) -> Proof | None:
    """Isolate a root, whose side then has the sign of the other one."""
    if goal.rel != "=":
        return None
    by, term = in_normal_form(goal.context, lambda form: _cleared(form, goal.term))
    for power, left, right in isolated(goal):
        for a, b in ((left, right), (checker.num(-1) * right, checker.num(-1) * left)):
            proof = _raised(goal.of(term), power, a, b, search)
            if proof is not None:
                return _scaled(goal, by, term, proof, search)
    return None


def _cleared(form: NormalForm, term: Term) -> tuple[Term, Term]:
    """The denominator of a term, and its numerator."""
    whole = form.of(term)
    return form.term(whole.d), form.term(whole.n)


def _scaled(goal: Goal, by: Term, term: Term, proof: Proof, search: Search) -> Proof | None:
    needs = [_needs(goal, part, search) for part in (by, term)]
    nonzero = search.prove(goal.of(by, "!="), only=SIGNS)
    if None in needs or nonzero is None:
        return None
    return {
        "rule": "rewrite", "by": text(by), "by_positive": nonzero, "by_defined": needs[0],
        "to": text(term), "to_defined": needs[1], "then": proof,
    }  # fmt: skip


def _raised(goal: Goal, power: int, a: Term, b: Term, search: Search) -> Proof | None:
    signs = [search.prove(goal.of(side, ">="), only=SIGNS) for side in (a, b)]
    if None in signs:
        return None
    k = checker.num(power)
    then = search.prove(goal.of(a**k - b**k), only=("normal form", NAME, "signs"))
    needs = [_needs(goal, side, search) for side in (a, b)] if then is not None else [None]
    if None in needs:
        return None
    return {
        "rule": "powers", "power": power, "left": text(a), "right": text(b),
        "left_sign": signs[0], "right_sign": signs[1], "left_defined": needs[0],
        "right_defined": needs[1], "then": then,
    }  # fmt: skip


def _needs(goal: Goal, part: Term, search: Search) -> dict[str, Proof] | None:
    """Proofs of what a part needs, as it is read from its text."""
    return search.defined(goal.context, reread(goal.context, part))
