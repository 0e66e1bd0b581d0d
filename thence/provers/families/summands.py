"""A sum over an index, summand by summand: what is nowhere negative adds up to no less than 0.

Sums of one range become one sum; a product of two sums becomes a double sum, made symmetric:
``2 (S f)(S g) - 2 (S h)**2 = SS (f_i g_j + f_j g_i - 2 h_i h_j)``, which is how the inequality of
Cauchy and Schwarz and the sign of a variance are shown; over up to four indices, which is how
``norm(A B) <= norm(A) norm(B)`` is, in the norm of Frobenius.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from thence import checker
from thence.checker import Context, NormalForm, Proof, Rejected, Term
from thence.provers.families.ranges import (
    MOST_INDICES,
    Kind,
    Monomial,
    Slot,
    Ties,
    filled,
    peeled,
    product_of,
    shared,
    symmetric,
    ties,
)
from thence.provers.general.parts import together
from thence.provers.goal import Goal, Search, holds
from thence.provers.samples import false_somewhere
from thence.provers.terms import in_normal_form, reread, subterms, text

NAME = "summands"
COST = 3
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
INDICES = tuple(f"j_{k}" for k in range(1, 9))


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal as one sum, simple or double, or as a sum less one of its summands."""
    if goal.rel != ">=" or len(fresh_indices(goal)) < MOST_INDICES:
        return None
    if not any(part[0] in ("sum", "at") for part in subterms(goal.term)):
        return None
    for form in promising(goal):
        search.check_time()
        # Read back, as the obligations are those of what is written.
        total = reread(goal.context, form.total)
        inner, body = summand_of(goal.context, total)
        each = search.prove(Goal(inner, ">=", body))
        needs = search.defined(goal.context, total)
        if each is None or needs is None:
            continue
        found: Proof = {"rule": NAME, "sum": text(total), "each": each, "defined": needs}
        if form.less:
            found["less"] = form.less
        found = with_equations(goal, form, total, found)
        if holds(goal, found):
            return found
    degrees = _degrees(goal) if NAME not in search.path[:-1] else []
    return together(goal, degrees, search) if len(degrees) > 1 else None


def with_equations(goal: Goal, form: Form, total: Term, proof: Proof) -> Proof:
    """The goal from a proof of the form, whose sum is read as ``total``."""
    if not form.use:
        return proof
    use, to = {str(k): text(multiple) for k, multiple in form.use.items()}, total
    if form.less:
        one = checker.parse(form.less, goal.context.names)
        to = total - checker.substitute(total[1], {total[2]: one})
    return {"rule": "rewrite", "use": use, "to": text(to), "then": proof}


def summand_of(context: Context, total: Term) -> tuple[Context, Term]:
    """What a sum adds up, and where."""
    while total[0] == "sum":
        context, total = context.within(total), total[1]
    return context, total


def promising(goal: Goal) -> list[Form]:
    """The different forms; those whose summands may be negative, for all that their domains say,
    come last."""
    different = {(text(form.total), form.less): form for form in _forms(goal)}

    def doubtful(form: Form) -> tuple[bool, bool]:
        inner, body = summand_of(goal.context.forgetting(), form.total)
        return false_somewhere(inner, ">=", body), not form.less

    return sorted(different.values(), key=doubtful)


def fresh_indices(goal: Goal) -> list[str]:
    """Names for indices that the goal has none of: it may be about the summands of a sum."""
    return [name for name in INDICES if name not in goal.context.box]


def _degrees(goal: Goal) -> list[Term]:
    """What the goal adds up of products of two sums, of one, of none."""

    def job(form: NormalForm) -> dict[int, Term]:
        found: dict[int, Term] = {}
        for c, factors in _monomials(form, goal.term):
            degree = sum(f[0] == "sum" for f in factors)
            found[degree] = checker.plus(found.get(degree, checker.ZERO), product_of(c, factors))
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
    """A hypothesis ``S w = c``, times a factor; what is no sum is made one: ``x = S w x/c``."""

    number: int
    body: Term
    index: str
    ends: tuple[Term, Term]
    constant: Term
    factor: Term


def _forms(goal: Goal) -> list[Form]:
    """The ways to write the goal as a sum that its normal form suggests."""

    def job(form: NormalForm) -> list[Form]:
        equations = _weights(goal, form)
        written = _written(goal.term)
        found = [Form(written)] if written is not None else []
        for signs in product((0, -1, 1), repeat=min(len(equations), 2)):
            term, use = goal.term, {}
            for sign, weights in zip(signs, equations, strict=False):
                if sign:
                    use[weights.number] = checker.num(sign)
                    term = term + use[weights.number] * goal.context.hypotheses[weights.number][1]
            monomials = _monomials(form, term)
            found += _less(monomials, fresh_indices(goal)[0], use)
            spread = [e for e in equations if goal.context.holds("!=", e.constant)]
            for chosen, (tied, kinds) in product((*spread, None), _kinds(monomials)):
                slots = list(zip(fresh_indices(goal), kinds, strict=False))
                joined = _joined(goal, monomials, slots, tied, chosen, use)
                found += [joined] if joined is not None else []
        return found

    try:
        forms: list[Form] = in_normal_form(goal.context, job)
    except Rejected:
        return []
    return forms


def _written(term: Term) -> Term | None:
    """A multiple of one sum, as it is written: its normal form may take the summand apart."""
    if term[0] == "+" and checker.ZERO in term[1:]:
        return _written(term[1] if term[2] == checker.ZERO else term[2])
    c = checker.rational(term[1]) if term[0] == "*" else None
    if c is not None and term[2][0] == "sum" and term[2][1][0] != "sum":
        head, body, *rest = term[2]
        return Term((head, checker.num(c) * body, *rest))
    return term if term[0] == "sum" else None


def _monomials(form: NormalForm, term: Term) -> list[Monomial]:
    """The monomials of a term without a denominator, or none."""
    whole = form.of(term)
    if not whole.d.is_constant():
        return []
    constant = 1 / whole.d.leading_coefficient()
    return [(c * constant, _factors(form, powers)) for powers, c in whole.n.to_dict().items()]


def _weights(goal: Goal, form: NormalForm) -> list[Weights]:
    """The hypotheses that give one sum over one index, which they are linear in."""
    found = []
    for number, (rel, equation) in enumerate(goal.context.hypotheses):
        if rel != "=":
            continue
        ratio = form.of(equation)
        degrees = ratio.n.degrees()
        sums = [k for k in range(len(form.kernels)) if form.kernels[k][0] == "sum" and degrees[k]]
        if len(sums) != 1 or degrees[sums[0]] != 1:
            continue
        slope = ratio.n.derivative(sums[0])
        body, indices = peeled(form.kernels[sums[0]])
        if len(indices) == 1 and form.context.holds("!=", form.term(slope)):
            ((index, *ends),) = indices
            constant = -form.ratio(ratio.n - slope * form.gens[sums[0]], slope).term()
            factor = form.ratio(slope, ratio.d).term()
            found.append(Weights(number, body, index, (ends[0], ends[1]), constant, factor))
    return found


def _factors(form: NormalForm, exponents: tuple[int, ...]) -> list[Term]:
    """The kernels of a monomial, each as often as it occurs."""
    pairs = zip(form.kernels, exponents, strict=False)
    return [kernel for kernel, e in pairs for _ in range(e)]


def _kinds(monomials: list[Monomial]) -> Iterator[tuple[Ties, list[Kind]]]:
    """The kinds of index to write the monomials over: told apart by their places, or by their
    ranges alone."""
    tied = ties(monomials)
    found = shared(monomials, tied)
    yield from ((tied, kinds) for kinds in found)
    if not found or any(len({*kinds}) > len({kind[:2] for kind in kinds}) for kinds in found):
        yield from (([], kinds) for kinds in shared(monomials, []))


def _joined(
    goal: Goal, monomials: list[Monomial], slots: list[Slot], tied: Ties,
    weights: Weights | None, use: Mapping[int, Term],
) -> Form | None:  # fmt: skip
    """All monomials as one sum over these indices, made symmetric in those of one kind; what is no
    sum is spread over a range that is not empty."""
    total, padded, free = checker.ZERO, checker.ZERO, checker.ZERO
    for c, factors in monomials:
        part, left = filled((c, factors), slots, tied)
        by_weights = len(slots) > 1 or factors
        if len(slots) == 1 and left and weights is None:
            free = checker.plus(free, part)
            continue
        for name, (low, high, _) in left:
            if weights is not None and by_weights and (low, high) == weights.ends:
                whole = product_of(c, factors) / weights.constant / weights.factor
                padded = checker.plus(padded, whole)
                weight = _body(weights.body, weights.index, checker.sym(name))
                part = part * weight / weights.constant
            elif goal.context.holds("!=", count := high - low + checker.ONE):
                part = part / count
            else:
                return None
        if weights is not None and by_weights and len(left) > 1:
            return None
        total = checker.plus(total, symmetric(part, slots))
    if free != checker.ZERO:
        ((_, (low, high, _)),) = slots
        share = _shared(goal, free, high - low + checker.ONE)
        if share is None:
            return None
        total = checker.plus(total, share)
    for name, (low, high, _) in slots:
        total = Term(("sum", total, name, low, high))
    if weights is not None and padded != checker.ZERO:
        before = use.get(weights.number, checker.ZERO)
        use = {**use, weights.number: checker.plus(before, padded)}
    return Form(total, use=use)


def _shared(goal: Goal, free: Term, count: Term) -> Term | None:
    """What is no sum, over the number of summands: that may be 0 if it goes without a remainder."""

    def job(form: NormalForm) -> Term | None:
        whole, number = form.of(free), form.of(count)
        if whole.d != 1 or number.d != 1:
            return None
        quotient, rest = divmod(whole.n, number.n)
        return form.term(quotient) if rest == 0 else None

    found: Term | None = in_normal_form(goal.context, job)
    if found is None and goal.context.holds("!=", count):
        return free / count
    return found


def _body(body: Term, index: str, name: Term) -> Term:
    found: Term = checker.substitute(body, {index: name})
    return found


def _less(monomials: list[Monomial], name: str, use: Mapping[int, Term]) -> list[Form]:
    """``sum f - f(k)``: two monomials, one of them a sum."""
    if len(monomials) != 2:
        return []
    found = []
    for c, factors in monomials:
        sums = [f for f in factors if f[0] == "sum"]
        if len(sums) != 1 or c <= 0:
            continue
        rest = product_of(c, [f for f in factors if f[0] != "sum"])
        _, body, index, *ends = sums[0]
        total = Term(("sum", rest * _body(body, index, checker.sym(name)), name, *ends))
        entries = (entry for _, parts in monomials for part in parts for entry in _entries(part))
        indices = {one for entry in entries for one in entry[2:]}
        found += [Form(total, text(one), use) for one in sorted(indices)]
    return found


def _entries(term: Term) -> list[Term]:
    """The entries of families outside sums."""
    if term[0] == "at":
        return [term]
    return [] if term[0] == "sum" else [e for part in term.parts() for e in _entries(part)]
