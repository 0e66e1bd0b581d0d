"""Slowly converging sums of rational summands, less what telescopes: the rest converges fast.

A combination H of powers of t = 1/(k + c) has ``H(k) - H(k + 1)`` equal to the summand but for a
high power of t.
"""

from __future__ import annotations

from functools import reduce

from flint import fmpq, fmpq_series

from thence import checker
from thence.checker import HALF, ONE, OO, Context, NormalForm, Proof, Rejected, Term, num, sym
from thence.provers import limits
from thence.provers.goal import Goal, Search
from thence.provers.terms import in_normal_form, reread, simplified, subterms, text

MUST_NOT_PROVE = [
    {"given": {}, "lhs": "Sum(1/(k**2 + 2), (k, 0, oo))", "rel": "<", "rhs": "136/100"},
    {"given": {}, "lhs": "Sum(1/(k**2 + k + 1), (k, 0, oo))", "rel": "~digits",
     "rhs": "1.798147280566"},
    {"given": {}, "lhs": "Sum((k + 1)/(k**2 + 1), (k, 0, oo))", "rel": ">", "rhs": "0"},
    {"given": {}, "lhs": "Sum(1/(k - 7)**2, (k, 0, oo))", "rel": ">", "rhs": "0"},
    {"given": {}, "lhs": "Sum((-1)**k/(k + 3), (k, 0, oo))", "rel": "<", "rhs": "193/1000"},
    {"given": {}, "lhs": "Sum((-1)**k*(1 + 1/(k + 1)), (k, 0, oo))", "rel": ">", "rhs": "0"},
    {"given": {}, "lhs": "Sum((-1)**k*k/(k + 1), (k, 0, oo))", "rel": "<", "rhs": "0"},
]  # fmt: skip
#: From where on the summands of an alternating sum are shown to tend to 0.
LEAST = 16
#: How many powers of t are taken.
POWERS = 6


def items(context: Context, total: Term, search: Search) -> list[Proof]:
    """How the checker shows that an infinite sum is a number and a sum that converges fast; nothing
    for one whose summands are not rational but for a factor (-1)**k."""
    found: list[Proof] = []
    paired = _paired(context, total, search)
    if paired is not None:
        found.append(paired)
        total = checker.parse(paired["is"], context.names)
    telescoped = _telescoped(context, total, search)
    return [*found, telescoped] if telescoped is not None else found


def _paired(context: Context, total: Term, search: Search) -> Proof | None:
    """An alternating sum, two summands at a time."""
    head, body, name, low, high = total
    first = checker.rational(low)
    signs = any(part[0] == "pow" and part[1] == num(-1) for part in subterms(body))
    if not signs or checker.symbols(total) or high != OO or first is None or first.q != 1:
        return None
    index = context.within(Term((head, body, name, checker.ZERO, OO)))
    start = low + num(2) * sym(name)
    both = (checker.substitute(body, {name: k}) for k in (start, start + ONE))
    pair = reread(index, simplified(index, reduce(Term.__add__, both)))
    if in_normal_form(index, lambda form: _fraction(form, pair, sym(name))) is None:
        return None
    edge = num(max(int(first), LEAST))
    near, scale = checker.approach(context, name, OO, False, {"near": text(edge)})
    near.whole |= {name}
    needs = [search.defined(context.within(total), body), search.defined(index, pair)]
    sides = [
        search.prove(Goal(near, ">=", ONE - num(sign) * body * scale**HALF)) for sign in (1, -1)
    ]
    if None in needs or None in sides:
        return None
    let = {"is": text(body), "bound": "1", "power": "1/2", "above": sides[0], "below": sides[1]}
    limit = {"near": text(edge), "let": {f"{name}_0": let}, "to": f"{name}_0"}
    item: Proof = {
        "kind": "sum", "is": text(Term((head, pair, name, checker.ZERO, OO))), "limit": limit,
        "pair": text(pair), "defined": needs[0], "pair_defined": needs[1],
    }  # fmt: skip
    converges = search.defined(context, checker.parse(item["is"], context.names))
    return None if converges is None else {**item, "value_defined": converges}


def _telescoped(context: Context, total: Term, search: Search) -> Proof | None:
    """The sum less what telescopes; None where it cannot be told to converge."""
    _, body, name, low, high = total
    first = checker.rational(low)
    if checker.symbols(total) or high != OO or first is None or first.q != 1:
        return None
    inner, shift = context.within(total), num(max(1 - int(first), 0))
    moved = checker.substitute(body, {name: sym(name) - shift})
    fraction = in_normal_form(inner, lambda form: _fraction(form, moved, sym(name)))
    if fraction is None:
        return None
    top, below = fraction
    step = _telescoper(top, below, ONE / checker.plus(sym(name), shift))
    if step is None:
        return None
    step = reread(inner, step)
    later = checker.substitute(step, {name: sym(name) + ONE})
    rest = reread(inner, simplified(inner, body - later + step))
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
    try:
        a = form.of(term)
    except Rejected:
        return None
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
