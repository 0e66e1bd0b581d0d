"""A polynomial that vanishes at an end of a variable's interval, divided by the distance to it.

Boxes are rounded outwards, so that on (0, sqrt(2)) bounds do not show x < sqrt(2); but the ends
are known exactly.
"""

from __future__ import annotations

from functools import partial

from thence import checker
from thence.checker import OO, ZERO, NormalForm, Proof, Term, sym
from thence.provers.goal import Goal, Search, holds
from thence.provers.terms import in_normal_form, reread, text

NAME = "end"
COST = 2
MUST_NOT_PROVE = [
    {"given": {"x": "(0, sqrt(2)]"}, "lhs": "2 - x**2", "rel": ">", "rhs": "0"},
    {"given": {"x": "(0, sqrt(2))"}, "lhs": "2 - x**2", "rel": ">", "rhs": "10**-12"},
    {"given": {"x": "(1, sqrt(2))"}, "lhs": "(2 - x**2)*(x - 1 - 10**-12)", "rel": ">", "rhs": "0"},
    {"given": {"x": "(-2, sqrt(2))"}, "lhs": "2 - x**2", "rel": ">", "rhs": "0"},
]


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The quotient by the distance to an end that is no rational number."""
    if goal.rel == "=":
        return None
    for name in goal.free & goal.context.ends.keys():
        for at, end in zip(("lo", "hi"), goal.context.ends[name], strict=True):
            if end in (OO, -OO) or checker.rational(end) is not None or checker.symbols(end):
                continue
            job = partial(_quotient, term=goal.term, name=name, end=end)
            to = in_normal_form(goal.context, job)
            if to is None:
                continue
            to = reread(goal.context, to if at == "lo" else -to)
            then = search.prove(goal.of(to))
            found: Proof = {"rule": NAME, "var": name, "at": at, "to": text(to), "then": then}
            if then is not None and holds(goal, found):
                return found
    return None


def _quotient(form: NormalForm, term: Term, name: str, end: Term) -> Term | None:
    """The term divided by ``name - end``, by Horner's scheme, if nothing is left."""
    whole, x = form.of(term), sym(name)
    if x not in form.kernels:
        return None
    i = form.kernels.index(x)
    degree = whole.n.degrees()[i]
    others = [name in checker.symbols(k) for j, k in enumerate(form.kernels) if j != i]
    if not 0 < degree <= 12 or any(others) or whole.d.degrees()[i] > 0:
        return None
    coefficients = [form.of(ZERO)] * (degree + 1)
    for exponents, c in whole.n.to_dict().items():
        rest = (*exponents[:i], 0, *exponents[i + 1 :])
        part = form.term(whole.n.context().from_dict({rest: c}))
        coefficients[exponents[i]] += form.of(part)
    carry, quotient = form.of(ZERO), ZERO
    for power in range(degree, -1, -1):
        carry = carry * form.of(end) + coefficients[power]
        if power:
            quotient = checker.plus(quotient, carry.term() * x ** checker.num(power - 1))
    return None if carry.n != 0 else quotient / form.term(whole.d)
