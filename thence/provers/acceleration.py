"""Slowly converging sums of rational summands, less what telescopes: the rest converges fast.

A combination H of powers of t = 1/(k + c) has ``H(k) - H(k + 1)`` equal to the summand but for a
high power of t.
"""

from __future__ import annotations

from flint import fmpq, fmpq_series

from thence import checker
from thence.checker import ONE, OO, Context, NormalForm, Proof, Rejected, Term, num, sym
from thence.provers import limits
from thence.provers.antiderivatives import plain
from thence.provers.goal import Search, in_normal_form, text

#: How many powers of t are taken.
POWERS = 6


def item(context: Context, total: Term, search: Search) -> Proof | None:
    """How the checker shows that an infinite sum is a number and a sum that converges fast; None
    for one whose summands are not rational, or that cannot be told to converge."""
    _, body, name, low, high = total
    first = checker.rational(low)
    if checker.symbols(total) or high != OO or first is None or first.q != 1:
        return None
    inner, shift = context.within(total), num(max(1 - int(first), 0))
    moved = checker.substitute(body, {name: sym(name) - shift})
    try:
        fraction = in_normal_form(inner, lambda form: _fraction(form, moved, sym(name)))
    except Rejected:
        return None
    if fraction is None:
        return None
    top, below = fraction
    step = _telescoper(top, below, ONE / checker.plus(sym(name), shift))
    if step is None:
        return None
    step = checker.parse(text(step), inner.names)
    later = checker.substitute(step, {name: sym(name) + ONE})
    rest = checker.parse(text(plain(inner, body - later + step)), inner.names)
    limit = limits.tends(context, step, name, OO, checker.ZERO, search)
    needs = search.defined(inner, body)
    if limit is None or needs is None:
        return None
    value = checker.rational(checker.substitute(step, {name: low}))
    remains = Term(("sum", rest, name, low, OO))
    shown = remains - num(value) if value is not None else remains
    item: Proof = {
        "kind": "sum", "is": text(shown), "G": text(step), "rest": text(rest), "limit": limit,
        "defined": needs,
    }  # fmt: skip
    converges = search.defined(context, checker.parse(item["is"], context.names))
    return None if converges is None else {**item, "value_defined": converges}


def _fraction(form: NormalForm, term: Term, x: Term) -> tuple[list[fmpq], list[fmpq]] | None:
    """The coefficients of the numerator and denominator, highest powers first."""
    a = form.of(term)
    if x not in form.kernels:
        return None
    k, found = form.kernels.index(x), []
    for p in (a.n, a.d):
        if any(e and i != k for i, e in enumerate(p.degrees())):
            return None
        powers = {int(m[k]): c for m, c in p.to_dict().items()}
        found.append([powers.get(i, fmpq(0)) for i in range(max(powers), -1, -1)])
    return found[0], found[1]


def _telescoper(n: list[fmpq], d: list[fmpq], t: Term) -> Term | None:
    """G with ``G(k + 1) - G(k)`` the summand but for a high power of t; the coefficients of the
    summand in powers of t are those of a quotient of power series."""
    gap = len(d) - len(n)
    if gap < 2:
        return None
    most = gap + POWERS
    quotient = fmpq_series(n, most) / fmpq_series(d, most)
    f = {gap + i: quotient[i] for i in range(most - gap)}
    h: dict[int, fmpq] = {}
    for p in range(gap, most):
        known = sum((c * _fall(j, p - j) for j, c in h.items()), fmpq(0))
        h[p - 1] = (f[p] - known) / (p - 1)
    total = checker.ZERO
    for j, c in h.items():
        if c != 0:
            total = checker.plus(total, num(-c) * t ** num(j))
    return total


def _fall(j: int, i: int) -> fmpq:
    """The coefficient of t**(j + i) in ``t**j - (t/(1 + t))**j``, i > 0."""
    binomial = fmpq(1)
    for step in range(i):
        binomial *= fmpq(-j - step, step + 1)
    return -binomial
