"""A sum over an index, summand by summand: what is nowhere negative adds up to no less than 0.

Sums of one range become one sum; a product of two sums becomes a double sum, made symmetric:
``2 (S f)(S g) - 2 (S h)**2 = SS (f_i g_j + f_j g_i - 2 h_i h_j)``, which is how the inequality of
Cauchy and Schwarz and the sign of a variance are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from thence import checker
from thence.checker import NormalForm, Proof, Rejected, Term
from thence.provers.goal import Goal, Search, holds, in_normal_form, text
from thence.provers.parts import together

NAME = "summands"
COST = 6
N = {"n": "integer>=1"}
MUST_NOT_PROVE = [
    {"given": N | {"a": "real[n]"}, "lhs": "Sum(a[i], (i, 1, n))", "rel": ">=", "rhs": "0"},
    {"given": N | {"a": "real[n]", "k": "index[n]"},
     "lhs": "Sum(a[i], (i, 1, n))", "rel": ">=", "rhs": "a[k]"},
    {"given": N | {"a": "positive[n]", "k": "index[n]"},
     "lhs": "Sum(a[i], (i, 1, n))", "rel": ">=", "rhs": "2*a[k]"},
    {"given": N | {"a": "real[n]"},
     "lhs": "Sum(a[i], (i, 1, n))**2", "rel": "<=", "rhs": "n*Sum(a[i]**2, (i, 1, n)) - 10**-12"},
]  # fmt: skip
#: Names for the indices of what is written anew.
FIRST, SECOND = "j_1", "j_2"


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal as one sum, simple or double, or as a sum less one of its summands."""
    if goal.rel != ">=" or {FIRST, SECOND} & goal.context.box.keys():
        return None
    for form in _forms(goal):
        search.check_time()
        # Read back, as the obligations are those of what is written.
        total = checker.parse(text(form.total), goal.context.names)
        inner, body = goal.context, total
        while body[0] == "sum":
            inner, body = inner.within(body), body[1]
        each = search.prove(Goal(inner, ">=", body))
        needs = search.defined(goal.context, total)
        if each is None or needs is None:
            continue
        found: Proof = {"rule": NAME, "sum": text(total), "each": each, "defined": needs}
        if form.less:
            found["less"] = form.less
        if form.use:
            use = {str(k): text(multiple) for k, multiple in form.use.items()}
            found = {"rule": "rewrite", "use": use, "to": text(total), "then": found}
        if holds(goal, found):
            return found
    degrees = _degrees(goal) if NAME not in search.path[:-1] else []
    return together(goal, degrees, search) if len(degrees) > 1 else None


def _degrees(goal: Goal) -> list[Term]:
    """What the goal adds up of products of two sums, of one, of none."""

    def job(form: NormalForm) -> dict[int, Term]:
        found: dict[int, Term] = {}
        for c, factors in _monomials(form, goal.term):
            degree = sum(f[0] == "sum" for f in factors)
            found[degree] = checker.plus(found.get(degree, checker.ZERO), _product(c, factors))
        return found

    try:
        parts: dict[int, Term] = in_normal_form(goal.context, job)
    except Rejected:
        return []
    return [parts[degree] for degree in sorted(parts, reverse=True)]


@dataclass(frozen=True)
class Form:
    """The goal, with multiples ``use`` of equations added, as ``total`` less a summand."""

    total: Term
    less: str = ""
    use: Mapping[int, Term] = field(default_factory=dict)


@dataclass(frozen=True)
class Weights:
    """A hypothesis ``S w = c``, with which what is no sum is made one: ``x = S w x/c``."""

    number: int
    body: Term
    index: str
    constant: Any


def _forms(goal: Goal) -> list[Form]:
    """The ways to write the goal as a sum that its normal form suggests."""

    def job(form: NormalForm) -> list[Form]:
        equations = _weights(goal, form)
        found = _less(_monomials(form, goal.term))
        for signs in product((0, -1, 1), repeat=min(len(equations), 2)):
            term, use = goal.term, {}
            for sign, weights in zip(signs, equations, strict=False):
                if sign:
                    use[weights.number] = checker.num(sign)
                    term = term + use[weights.number] * goal.context.hypotheses[weights.number][1]
            monomials = _monomials(form, term)
            double = any(sum(f[0] == "sum" for f in factors) > 1 for _, factors in monomials)
            for chosen in (*equations, None):
                joined = _joined(goal, monomials, double, chosen, use)
                found += [joined] if joined is not None else []
        return found

    try:
        forms: list[Form] = in_normal_form(goal.context, job)
    except Rejected:
        return []
    return forms


def _monomials(form: NormalForm, term: Term) -> list[Monomial]:
    """The monomials of a term without a denominator, or none."""
    whole = form.of(term)
    if not whole.d.is_constant():
        return []
    constant = 1 / whole.d.leading_coefficient()
    return [(c * constant, _factors(form, powers)) for powers, c in whole.n.to_dict().items()]


def _weights(goal: Goal, form: NormalForm) -> list[Weights]:
    found = []
    for number, (rel, equation) in enumerate(goal.context.hypotheses):
        monomials = _monomials(form, equation) if rel == "=" else []
        if len(monomials) == 2:
            (c, constant), (a, factors) = sorted(monomials, key=lambda m: len(m[1]))
            if not constant and len(factors) == 1 and factors[0][0] == "sum" and a == 1 and c < 0:
                found.append(Weights(number, factors[0][1], factors[0][2], -c))
    return found


Monomial = tuple[Any, list[Term]]


def _factors(form: NormalForm, exponents: tuple[int, ...]) -> list[Term]:
    """The kernels of a monomial, each as often as it occurs."""
    pairs = zip(form.kernels, exponents, strict=False)
    return [kernel for kernel, e in pairs for _ in range(e)]


def _product(c: Any, factors: list[Term]) -> Term:
    total = checker.num(c)
    for factor in factors:
        total = factor if total == checker.ONE else total * factor
    return total


def _joined(
    goal: Goal, monomials: list[Monomial], double: bool, weights: Weights | None,
    use: Mapping[int, Term],
) -> Form | None:  # fmt: skip
    """All monomials as one sum over the one range that they share, simple or double; what is no
    sum is spread over a range that is not empty."""
    ranges = {f[3:] for _, factors in monomials for f in factors if f[0] == "sum"}
    if len(ranges) != 1:
        return None
    (ends,) = ranges
    count = ends[1] - ends[0] + checker.ONE
    names = [checker.sym(n) for n in ((FIRST, SECOND) if double else (FIRST,))]
    total, padded = checker.ZERO, checker.ZERO
    for c, factors in monomials:
        sums = [f for f in factors if f[0] == "sum"]
        part = whole = _product(c, [f for f in factors if f[0] != "sum"])
        if len(sums) > len(names):
            return None
        for one, name in zip(sums, names, strict=False):
            part, whole = part * _body(one[1], one[2], name), whole * one
        missing = names[len(sums) :]
        by_weights = weights is not None and (double or len(factors) > 0)
        for name in missing:
            if weights is not None and by_weights:
                part = part * _body(weights.body, weights.index, name)
                part = part / checker.num(weights.constant)
            elif goal.context.holds("!=", count):
                part = part / count
            else:
                return None
        if missing and by_weights and weights is not None:
            if len(missing) > 1:
                return None
            padded = checker.plus(padded, whole / checker.num(weights.constant))
        if double:
            part = checker.HALF * (part + _swapped(part))
        total = checker.plus(total, part)
    total = Term(("sum", total, FIRST, *ends))
    if double:
        total = Term(("sum", total, SECOND, *ends))
    if weights is not None and padded != checker.ZERO:
        before = use.get(weights.number, checker.ZERO)
        use = {**use, weights.number: checker.plus(before, padded)}
    return Form(total, use=use)


def _body(body: Term, index: str, name: Term) -> Term:
    found: Term = checker.substitute(body, {index: name})
    return found


def _swapped(term: Term) -> Term:
    spare = checker.sym("j_0")
    term = checker.substitute(term, {FIRST: spare})
    term = checker.substitute(term, {SECOND: checker.sym(FIRST)})
    swapped: Term = checker.substitute(term, {"j_0": checker.sym(SECOND)})
    return swapped


def _less(monomials: list[Monomial]) -> list[Form]:
    """``sum f - f(k)``: two monomials, one of them a sum."""
    if len(monomials) != 2:
        return []
    found = []
    for c, factors in monomials:
        sums = [f for f in factors if f[0] == "sum"]
        if len(sums) != 1 or c <= 0:
            continue
        rest = _product(c, [f for f in factors if f[0] != "sum"])
        total = Term(
            ("sum", rest * _body(sums[0][1], sums[0][2], checker.sym(FIRST)), FIRST, *sums[0][3:])
        )
        entries = {k[2] for _, parts in monomials for p in parts for k in _entries(p)}
        found += [Form(total, less=text(index)) for index in sorted(entries)]
    return found


def _entries(term: Term) -> list[Term]:
    """The entries of families outside sums."""
    if term[0] == "at":
        return [term]
    return [] if term[0] == "sum" else [e for part in term.parts() for e in _entries(part)]
