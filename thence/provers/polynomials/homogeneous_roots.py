"""What stands in square roots made homogeneous by an equation, and taken apart.

With a b + b c + c a = 1 the root of 1 + a**2 is that of a**2 + a b + b c + c a, which is
(a + b)(a + c).
"""

from __future__ import annotations

from functools import partial
from typing import Any

from flint import fmpq

from thence import checker
from thence.checker import NormalForm, Proof, Term
from thence.provers.goal import Goal, Search, holds, keeping
from thence.provers.polynomials.homogeneous import raised
from thence.provers.terms import in_normal_form, reread, text

NAME = "homogeneous roots"
COST = 0
ABC = {"a": "positive", "b": "positive", "c": "positive"}
MUST_NOT_PROVE = [
    {"given": ABC, "assuming": ["a + b + c = 1"],
     "lhs": "sqrt(a + b*c) + sqrt(b + c*a) + sqrt(c + a*b)", "rel": "<=", "rhs": "2 - 10**-12"},
    {"given": ABC, "assuming": ["a + b + c = 1"],
     "lhs": "sqrt(a + b*c) + sqrt(b + c*a) + sqrt(c + a*b)", "rel": "<", "rhs": "2"},
    {"given": ABC, "assuming": ["a*b + b*c + c*a = 1"], "rel": "<=", "rhs": "3/2 - 10**-12",
     "lhs": "a/sqrt(1 + a**2) + b/sqrt(1 + b**2) + c/sqrt(1 + c**2)"},
    {"given": ABC, "assuming": ["a*b + b*c + c*a = 2"], "rel": "<=", "rhs": "3/2",
     "lhs": "a/sqrt(1 + a**2) + b/sqrt(1 + b**2) + c/sqrt(1 + c**2)"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """All square roots for which an equation has something to add."""
    if goal.rel not in (">", ">=") or search.path.count(NAME) > 1:
        return None
    for k, (rel, equation) in enumerate(goal.context.hypotheses):
        if rel != "=" or checker.symbols(equation) & goal.context.sizes.keys():
            continue
        found = _replaced(goal, k, equation, len(goal.context.hypotheses), search)
        if found is not None and holds(goal, found):
            return found
    return None


def _replaced(goal: Goal, k: int, equation: Term, known: int, search: Search) -> Proof | None:
    """The first such root replaced by what it is equal to, then those that are left."""
    job = partial(_found, term=goal.term, equation=equation)
    found = in_normal_form(goal.context, job)
    if found is None:
        if len(goal.context.hypotheses) == known:
            return None
        return _without_lemmas(goal, k, known, search)
    root, value, factor, multiple, to = found
    equal = checker.parse(f"{text(root)} - ({text(value)})", goal.context.names)
    to = reread(goal.context, to)
    inner = goal.on(goal.context.assuming(("=", equal))).of(to)
    first, last = (search.defined(goal.context, t) for t in (equal, to))
    if first is None or last is None:
        return None
    then = _replaced(inner, k, equation, known, search)
    seen: Proof = {"rule": "bounds"}
    return then and {
        "rule": "lemma", "of": text(equal), "is": "=", "defined": first,
        "proof": {
            "rule": "powers", "power": 2, "left": text(root), "right": text(value),
            "left_sign": seen, "right_sign": seen,
            "then": {"rule": "rewrite", "use": {str(k): text(factor)}, "to": "0",
                     "then": {"rule": "normal form"}},
        },
        "then": {
            "rule": "rewrite", "use": {str(len(goal.context.hypotheses)): text(multiple)},
            "to": text(to), "to_defined": last, "then": then,
        },
    }  # fmt: skip


def _without_lemmas(goal: Goal, k: int, known: int, search: Search) -> Proof | None:
    """The goal made homogeneous, or without the equation where it is."""
    given = goal.context.hypotheses[:known]
    plain = goal.on(goal.context.forgetting().assuming(*given))
    needs = search.defined(plain.context, plain.term)
    then = search.prove(plain, only=("homogeneous",)) if needs is not None else None
    if then is None:
        return keeping(goal, [j for j in range(known) if j != k], search)
    return {"rule": "forget", "keep": list(range(known)), "defined": needs, "then": then}


def _found(
    form: NormalForm, term: Term, equation: Term
) -> tuple[Term, Term, Term, Term, Term] | None:
    """A root r, its value v, the multiple of the equation that makes their squares equal, that of
    r - v which takes r to v in the term, and that term."""
    whole = form.of(term)
    for i, (power, radicand) in list(form.relations.items()):
        if power != 2 or form.kernels[i][0] != "pow" or _degree(whole, i) != 1:
            continue
        changed = raised(form, form.term(radicand), equation)
        if changed is None:
            continue
        v = form.power(form.of(changed[0]), fmpq(1, 2))
        root = form.of(form.kernels[i])
        (n0, n1), (d0, d1) = (_linear(form, part, i) for part in (whole.n, whole.d))
        below = form.of(form.term(whole.d)) * (d0 + d1 * v)
        multiple = -(n1 * d0 + -(n0 * d1)) * below**-1
        to = (n0 + n1 * v) * (d0 + d1 * v) ** -1
        return root.term(), v.term(), changed[1], multiple.term(), to.term()
    return None


def _degree(whole: Any, i: int) -> int:
    """The degree of a fraction in a generator."""
    return int(max(part.degrees()[i] for part in (whole.n, whole.d)))


def _linear(form: NormalForm, p: Any, i: int) -> tuple[Any, Any]:
    """The coefficients of a polynomial of the first degree in a generator."""
    slope = p.derivative(i)
    return form.ratio(p - slope * form.gens[i]), form.ratio(slope)
