"""Nested roots of numbers: a root of ``a + b*s`` with s = sqrt(d) as ``p + t*s``, p and t rational.

The conjugate root, of ``a - b*s``, is then ``p - t*s``: p and t are half the sum and half the
difference of the two, the latter over s, and are read off their decimals.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from flint import arb, fmpq

from thence import checker
from thence.checker import NormalForm, Proof, Term
from thence.provers.goal import Goal, Search, holds
from thence.provers.terms import in_normal_form, text

NAME = "denesting"
COST = 4
MUST_NOT_PROVE = [
    {"given": {}, "lhs": "cbrt(7 + 5*sqrt(2)) + cbrt(5*sqrt(2) - 7)", "rel": "=",
     "rhs": "2*sqrt(2) + 10**-40"},
    {"given": {}, "lhs": "cbrt(2 + sqrt(5)) - cbrt(sqrt(5) - 2)", "rel": "=", "rhs": "-1"},
    {"given": {}, "lhs": "sqrt(3 - 2*sqrt(2)) + sqrt(3 + 2*sqrt(2))", "rel": "=", "rhs": "2"},
]  # fmt: skip
#: Largest denominator of p and t.
DENOMINATOR = 1000
#: Factors with which ``a + b*s`` may be a power.
SCALES = (1, 2, 3, 4, 5, 6, 7, 9, 10, 12, 25)


def attempt(goal: Goal, search: Search) -> Proof | None:
    """One nested root replaced, as a lemma that the rest of the proof uses."""
    if goal.rel != "=" or goal.free:
        return None
    for power, root, value in in_normal_form(goal.context, lambda form: _found(form, goal.term)):
        equal = root - value
        if ("=", equal) in goal.context.hypotheses:
            continue
        seen: Proof = {"rule": "bounds"}
        proof: Proof = {
            "rule": "powers", "power": power, "left": text(root), "right": text(value),
            "left_sign": seen, "right_sign": seen, "then": {"rule": "normal form"},
        }  # fmt: skip
        if not holds(goal.of(equal), proof):
            continue
        inner = goal.on(goal.context.assuming(("=", equal)))
        then = search.prove(inner, only=("normal form", "equations", "powers", NAME))
        if then is not None:
            return {"rule": "lemma", "of": text(equal), "is": "=", "proof": proof, "then": then}
    return None


def _found(form: NormalForm, term: Term) -> list[tuple[int, Term, Term]]:
    """For each root in a term that is one of ``a + b*s``: its power, itself, and ``p + t*s``, or
    that over a root of a small number, the normal form having taken such factors apart."""
    form.of(term)
    found = []
    for i, (power, radicand) in list(form.relations.items()):
        below = [j for j, e in enumerate(radicand.degrees()) if e > 0]
        if form.kernels[i][0] != "pow" or len(below) != 1:
            continue
        degree = radicand.degrees()[below[0]]
        if form.relations.get(below[0], (0,))[0] != 2 * degree or len(radicand) != 2:
            continue
        s = form.gens[below[0]] ** degree  # its square is a number
        b = radicand.leading_coefficient()
        a = radicand - b * s
        for scale in SCALES:
            for p, t in _guesses(form, power, scale * a, scale * b, s):
                if form.reduced((p + t * s) ** power) == scale * radicand:
                    # scale**(-1/power) without a root below
                    root = checker.num(scale) ** checker.num(fmpq(power - 1, power))
                    value = form.of(form.term((p + t * s) / scale) * root).term()
                    found.append((power, form.kernels[i], value))
    return found


def _guesses(form: NormalForm, power: int, a: Any, b: Any, s: Any) -> Iterator[tuple[fmpq, fmpq]]:
    def number(polynomial: Any) -> arb:
        found: arb = form.context.bounds(form.term(polynomial)).ball()
        return found

    root = number(a + b * s).root(power)
    other = number(a - b * s)
    conjugate = abs(other).root(power)
    signs = (1, -1) if power % 2 == 0 else (1,) if other > 0 else (-1,)
    for sign in signs if power % 2 or other > 0 else ():
        sides = ((root + sign * conjugate) / 2, (root - sign * conjugate) / (2 * number(s)))
        p, t = (Fraction(float(side.mid())).limit_denominator(DENOMINATOR) for side in sides)
        yield fmpq(p.numerator, p.denominator), fmpq(t.numerator, t.denominator)
