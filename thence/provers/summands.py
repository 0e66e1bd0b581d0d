"""A sum over an index, summand by summand: what is nowhere negative adds up to no less than 0.

Sums of one range become one sum; a product of two sums becomes a double sum, made symmetric:
``2 (S f)(S g) - 2 (S h)**2 = SS (f_i g_j + f_j g_i - 2 h_i h_j)``, which is how the inequality of
Cauchy and Schwarz and the sign of a variance are shown; over up to four indices, which is how
``norm(A B) <= norm(A) norm(B)`` is, in the norm of Frobenius.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import permutations, product
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
    {"given": N | {"w": "real[n, n]", "x": "real[n]"}, "rel": "<=",  # the sum of rows is no norm
     "lhs": "Sum(Sum(w[i, j]*x[j], (j, 1, n))**2, (i, 1, n))",
     "rhs": "Sum(Sum(w[i, j], (j, 1, n))**2, (i, 1, n))*Sum(x[j]**2, (j, 1, n))"},
    {"given": N | {"a": "real[n, n]", "b": "real[n, n]"}, "rel": "<=",
     "lhs": "Sum(Sum(a[i, j]*b[j, k], (j, 1, n))**2, (i, 1, n), (k, 1, n))",
     "rhs": "Sum(a[i, j]**2*b[i, j]**2, (i, 1, n), (j, 1, n))"},
]  # fmt: skip
#: Names for the indices of what is written anew.
INDICES = ("j_1", "j_2", "j_3", "j_4")

#: The ends of a range; an index of what is written anew with its range.
Ends = tuple[Term, Term]
Slot = tuple[str, Ends]


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal as one sum, simple or double, or as a sum less one of its summands."""
    if goal.rel != ">=" or {*INDICES} & goal.context.box.keys():
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
    ends: Ends
    constant: Any


def _forms(goal: Goal) -> list[Form]:
    """The ways to write the goal as a sum that its normal form suggests."""

    def job(form: NormalForm) -> list[Form]:
        equations = _weights(goal, form)
        found = [Form(goal.term)] if goal.term[0] == "sum" else []
        found += _less(_monomials(form, goal.term))
        for signs in product((0, -1, 1), repeat=min(len(equations), 2)):
            term, use = goal.term, {}
            for sign, weights in zip(signs, equations, strict=False):
                if sign:
                    use[weights.number] = checker.num(sign)
                    term = term + use[weights.number] * goal.context.hypotheses[weights.number][1]
            monomials = _monomials(form, term)
            for chosen in (*equations, None):
                joined = _joined(goal, monomials, chosen, use)
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
                body, indices = _peeled(factors[0])
                if len(indices) == 1:
                    found.append(Weights(number, body, *indices[0], -c))
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
    goal: Goal, monomials: list[Monomial], weights: Weights | None, use: Mapping[int, Term]
) -> Form | None:
    """All monomials as one sum over the ranges that they share, each as often as in one of them,
    and made symmetric in the indices of one range; what is no sum is spread over a range that is
    not empty."""
    taken = [_taken(factors) for _, factors in monomials]
    shared = Counter[Ends]()
    for ranges in taken:
        shared |= Counter(ranges)
    if not 0 < shared.total() <= len(INDICES):
        return None
    slots = list(zip(INDICES, sorted(shared.elements()), strict=False))
    total, padded = checker.ZERO, checker.ZERO
    for c, factors in monomials:
        part, left = _filled(c, factors, slots)
        by_weights = len(slots) > 1 or factors
        for name, ends in left:
            if weights is not None and by_weights and ends == weights.ends:
                whole = _product(c, factors) / checker.num(weights.constant)
                padded = checker.plus(padded, whole)
                weight = _body(weights.body, weights.index, checker.sym(name))
                part = part * weight / checker.num(weights.constant)
            elif goal.context.holds("!=", count := ends[1] - ends[0] + checker.ONE):
                part = part / count
            else:
                return None
        if weights is not None and by_weights and len(left) > 1:
            return None
        total = checker.plus(total, _symmetric(part, slots))
    for name, ends in slots:
        total = Term(("sum", total, name, *ends))
    if weights is not None and padded != checker.ZERO:
        before = use.get(weights.number, checker.ZERO)
        use = {**use, weights.number: checker.plus(before, padded)}
    return Form(total, use=use)


def _taken(factors: list[Term]) -> list[Ends]:
    """The ranges of the sums of a monomial."""
    return [ends for factor in factors for _, ends in _peeled(factor)[1]]


def _peeled(total: Term) -> tuple[Term, list[tuple[str, Ends]]]:
    """The body of sums in sums whose ranges do not depend on one another, and their indices."""
    found = list[tuple[str, Ends]]()
    names = set[str]()
    while total[0] == "sum" and not names & checker.symbols(total[3] + total[4]):
        names.add(total[2])
        found.append((total[2], (total[3], total[4])))
        total = total[1]
    return total, found


def _filled(c: Any, factors: list[Term], slots: list[Slot]) -> tuple[Term, list[Slot]]:
    """A monomial with the indices of its sums named by slots of their ranges, and those left."""
    left, parts = list(slots), list[Term]()
    for factor in factors:
        body, indices = _peeled(factor)
        names = dict[str, Term]()
        for index, ends in indices:
            slot = next(slot for slot in left if slot[1] == ends)
            left.remove(slot)
            names[index] = checker.sym(slot[0])
        parts.append(checker.substitute(body, names))
    return _product(c, parts), left


def _symmetric(part: Term, slots: list[Slot]) -> Term:
    """The mean of a part over all ways to permute the indices of each range."""
    groups = dict[Ends, list[str]]()
    for name, ends in slots:
        groups.setdefault(ends, []).append(name)
    before = [name for names in groups.values() for name in names]
    ways = list(product(*map(permutations, groups.values())))
    total = checker.ZERO
    for way in ways:
        after = [checker.sym(name) for names in way for name in names]
        moved = checker.substitute(part, dict(zip(before, after, strict=True)))
        total = checker.plus(total, moved)
    return total / checker.num(len(ways)) if len(ways) > 1 else total


def _body(body: Term, index: str, name: Term) -> Term:
    found: Term = checker.substitute(body, {index: name})
    return found


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
            (
                "sum",
                rest * _body(sums[0][1], sums[0][2], checker.sym(INDICES[0])),
                INDICES[0],
                *sums[0][3:],
            )
        )
        entries = {k[2] for _, parts in monomials for p in parts for k in _entries(p)}
        found += [Form(total, less=text(index)) for index in sorted(entries)]
    return found


def _entries(term: Term) -> list[Term]:
    """The entries of families outside sums."""
    if term[0] == "at":
        return [term]
    return [] if term[0] == "sum" else [e for part in term.parts() for e in _entries(part)]
