"""Infinite sums by classical series.

The ratio of successive summands tells the argument of a series: it tends to u for a geometric one,
and falls like u/k for that of the exponential.  What the summands are besides has to be a
polynomial in the index, written in the basis in which the derivatives of the series are.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from itertools import islice, product

from flint import fmpq, fmpq_mat

from thence import checker
from thence.checker import (
    HALF,
    ONE,
    OO,
    SERIES,
    ZERO,
    Context,
    NormalForm,
    Proof,
    Rejected,
    Term,
    num,
    plus,
    sym,
)
from thence.provers.goal import Goal, Search
from thence.provers.terms import in_normal_form, reread, simplified, text

MUST_NOT_PROVE = [
    {"given": {"q": "[-1, 1)"}, "lhs": "Sum(q**k, (k, 0, oo))", "rel": "=", "rhs": "1/(1 - q)"},
    {"given": {"q": "(-1, 1)"}, "lhs": "Sum(q**k, (k, 1, oo))", "rel": "=", "rhs": "1/(1 - q)"},
    {"given": {"q": "(-1, 1)"}, "lhs": "Sum(k*q**k, (k, 0, oo))", "rel": "=",
     "rhs": "q/(1 - q)**2 + 10**-12"},
    {"given": {"x": "real"}, "lhs": "Sum(x**k/factorial(k), (k, 1, oo))", "rel": "=",
     "rhs": "exp(x)"},
    {"given": {"x": "[-1, 1]"}, "lhs": "Sum(x**k/k, (k, 1, oo))", "rel": "=",
     "rhs": "-log(1 - x)"},
    {"given": {"x": "real"}, "lhs": "Sum((-1)**k*x**(2*k + 1)/(2*k + 1), (k, 0, oo))",
     "rel": "=", "rhs": "atan(x)"},
    {"given": {}, "lhs": "Sum(1/(k*(k + 1)), (k, 0, oo))", "rel": "=", "rhs": "1"},
    {"given": {}, "lhs": "Sum(log(1 + 1/k), (k, 1, oo))", "rel": "=", "rhs": "0"},
    {"given": {}, "lhs": "Sum(1/(2*k - 1) - 1/(2*k), (k, 1, oo))", "rel": "=", "rhs": "0"},
    {"given": {}, "lhs": "Sum((-1)**k, (k, 0, oo))", "rel": "=", "rhs": "1/2"},
    {"given": {}, "lhs": "Sum(1/k**2, (k, 1, oo))", "rel": "=", "rhs": "pi**2/6 + 10**-12"},
    {"given": {}, "lhs": "Sum(1/(2*k + 1)**2, (k, 1, oo))", "rel": "=", "rhs": "pi**2/8"},
    {"given": {}, "lhs": "Sum((-1)**k/(2*k + 1)**3, (k, 0, oo))", "rel": "=",
     "rhs": "pi**3/32 + 10**-12"},
    {"given": {"u": "[-1/4, 1/4)"}, "lhs": "Sum(binomial(2*k, k)*u**k, (k, 0, oo))", "rel": "=",
     "rhs": "1/sqrt(1 - 4*u)"},
    {"given": {"a": "real"}, "lhs": "Sum(exp(-a*k), (k, 0, oo))", "rel": "=",
     "rhs": "1/(1 - exp(-a))"},
]  # fmt: skip
#: How many ways to write an addend are tried.
CHOICES = 3
#: How many summands of a series may be left out, and the highest power of the index.
SKIPPED, DEGREE = 5, 6
#: Bases in which a polynomial is written; the other series stand by themselves.
FAMILIES = ("geometric", "exponential")
INDEX = "j_0"


def classical(context: Context, total: Term, search: Search) -> tuple[Proof, Term] | None:
    """How the checker shows the value of an infinite sum, and that value: the summand as a whole,
    or each of its addends, is a multiple of that of a classical series."""
    _, body, name, low, _ = total
    inner = context.within(total)
    index = context.within(Term(("sum", ZERO, INDEX, ZERO, OO)))
    moved = checker.substitute(body, {name: low + sym(INDEX)})
    needs = search.defined(inner, body)
    if needs is None:
        return None
    try:
        for addends in ([moved], _addends(index, moved)):
            found = (_parts(context, index, addend, low, search) for addend in addends)
            for chosen in product(*(islice(parts, CHOICES) for parts in found)):
                parts = [dict(part) for some in chosen for part in some]
                item = _item(context, total, parts, needs, search)
                if item is not None:
                    return item
    except (Rejected, ArithmeticError, ValueError):
        return None
    return None


def _item(
    context: Context, total: Term, parts: list[Proof], needs: Proof, search: Search
) -> tuple[Proof, Term] | None:
    inner, low, name = context.within(total), total[3], total[2]
    summand, result = ZERO, ZERO
    for part in parts:
        u, times = (checker.parse(part[key], context.names) for key in ("at", "times"))
        conditions, term_at, closed = SERIES[part["of"]](u, part["m"])
        for i, (rel, need) in enumerate(conditions):
            if not context.holds(rel, need):
                proof = search.prove(Goal(context, rel, need))
                if proof is None:
                    return None
                part.setdefault("needs", {})[str(i)] = proof
        missing = (term_at(num(i)) for i in range(part["skip"]))
        summand += times * term_at(sym(name) - low + num(part["skip"]))
        result += times * (closed - reduce(Term.__add__, missing, ZERO))
    shown = text(simplified(context, result))
    is_ = checker.parse(shown, context.names)
    needed = ((inner, summand), (context, result), (context, is_))
    defined = [search.defined(where, term) for where, term in needed]
    if None in defined:
        return None
    item: Proof = {"is": shown, "parts": parts, "defined": needs}
    keys = ("summand_defined", "total_defined", "value_defined")
    item |= {key: proofs for key, proofs in zip(keys, defined, strict=True) if proofs}
    checker.evaluated(context, [total], [{"kind": "sum", **item}])
    return item, is_


def _addends(index: Context, body: Term) -> list[Term]:
    def job(form: NormalForm) -> list[Term]:
        return [num(c) * m.term() for c, m in form.of(body).summands()]

    found: list[Term] = in_normal_form(index, job)
    return found


def _parts(
    context: Context, index: Context, body: Term, low: Term, search: Search
) -> Iterator[list[Proof]]:
    """The summand as combinations of the derivatives of one series."""
    first = checker.rational(low)
    # u**k rather than u*u**(k - 1), for u may be 0
    likely = [int(first)] if first is not None and 0 < first < SKIPPED and first.q == 1 else []
    for kind, u in _arguments(context, index, body):
        for skip in dict.fromkeys([*likely, *range(SKIPPED)]):
            search.check_time()
            of, _, order = kind.partition(" ")
            m = int(order or 0)
            _, term_at, _ = SERIES[of](u, m)
            values = _polynomial(index, body / term_at(sym(INDEX) + num(skip)), of in FAMILIES)
            if values is None:
                continue
            times = _in_basis(context, of, u, values, skip)
            yield [
                {"of": of, "at": text(u), "times": text(c), "m": m + i, "skip": skip}
                for i, c in enumerate(times) if c != ZERO
            ]  # fmt: skip


def _arguments(context: Context, index: Context, body: Term) -> Iterator[tuple[str, Term]]:
    """What series the ratio of successive summands points to, and their arguments."""
    later = checker.substitute(body, {INDEX: sym(INDEX) + ONE})

    def job(form: NormalForm) -> tuple[int, Term]:
        ratio = form.of(later) * form.of(body) ** -1
        k = form.kernels.index(sym(INDEX)) if sym(INDEX) in form.kernels else None
        if k is None:
            return 0, ratio.term()
        top, below = int(ratio.n.degrees()[k]), int(ratio.d.degrees()[k])
        make, free = ratio.n.context().from_dict, []
        for p, degree in ((ratio.n, top), (ratio.d, below)):
            lead = {
                tuple(0 if i == k else e for i, e in enumerate(m)): c
                for m, c in p.to_dict().items() if m[k] == degree
            }  # fmt: skip
            free.append(form.term(make(lead)))
        return below - top, free[0] / free[1]

    order, lead = in_normal_form(index, job)
    if INDEX in checker.symbols(lead):
        return
    lead = reread(context, simplified(context, lead))
    if order == 0:
        yield "geometric", lead
        yield "logarithm", lead
        for root in _roots(context, lead):
            yield "artanh", root
        for root in _roots(context, -lead):
            yield "arctangent", root
        yield "central", reread(context, simplified(context, lead / num(4)))
        if lead == ONE:
            yield from ((f"{of} {m}", ONE) for m in range(1, 5) for of in ("zeta", "odd"))
        if lead == num(-1):
            yield from ((f"{of} {m}", ONE) for m in range(1, 5) for of in ("eta", "leibniz"))
    if order == 1:
        yield "exponential", lead
    if order == 2:
        for root in _roots(context, num(4) * lead):
            yield "sinh", root
            yield "cosh", root
        for root in _roots(context, num(-4) * lead):
            yield "sine", root
            yield "cosine", root


def _roots(context: Context, square: Term) -> list[Term]:
    """A term with that square, where its normal form is a square of something."""

    def job(form: NormalForm) -> Term | None:
        constant, parts = form.split(form.of(square))
        if constant < 0 or any(e % 2 for _, e, _ in parts):
            return None
        root = simplified(Context({}, {}, [], []), num(constant) ** HALF)
        for f, e, _ in parts:
            root = checker.times(root, form.term(f) ** num(e // 2) if e != 2 else form.term(f))
        return root

    found = in_normal_form(context, job)
    return [] if found is None else [found]


def _polynomial(index: Context, term: Term, any_degree: bool) -> list[Term] | None:
    """The values of a polynomial in the index, at 0, -1, ..., one more than its degree; None for
    what is no polynomial, or not constant where it should be."""
    j = sym(INDEX)

    def job(form: NormalForm) -> tuple[Term, int] | None:
        a = form.of(term)
        degrees = [max(p) for p in zip(a.n.degrees(), a.d.degrees(), strict=True)]
        used = [k for k, e in zip(form.kernels, degrees, strict=False) if e]
        if any(INDEX in checker.symbols(k) for k in used if k != j):
            return None
        k = form.kernels.index(j) if j in form.kernels else None
        if k is None:
            return a.term(), 0
        if a.d.degrees()[k]:
            return None
        return a.term(), int(a.n.degrees()[k])

    found = in_normal_form(index, job)
    if found is None or found[1] > (DEGREE if any_degree else 0):
        return None
    shown, degree = found
    return [checker.substitute(shown, {INDEX: num(-i)}) for i in range(degree + 1)]


def _in_basis(context: Context, of: str, u: Term, values: list[Term], skip: int) -> list[Term]:
    """The coefficients of a polynomial, given by its values at 0, -1, ..., in the polynomials that
    the derivatives of a series multiply its summands by."""
    at = [fmpq(skip - i) for i in range(len(values))]
    table = [[_factor(of, x, m) for m in range(len(values))] for x in at]
    inverse = fmpq_mat(table).inv()
    found = []
    for m in range(len(values)):
        total = ZERO
        for i, known in enumerate(values):
            total = plus(total, checker.times(num(inverse[m, i]), known))
        found.append(reread(context, simplified(context, total)))
    return found


def _factor(of: str, j: fmpq, m: int) -> fmpq:
    """What the m-th derivative of a series multiplies its summand at j by."""
    total = fmpq(1)
    for i in range(m):
        total *= (j + i + 1) / fmpq(i + 1) if of == "geometric" else j - i
    return total
