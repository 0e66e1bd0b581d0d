"""Integrals and infinite sums of constants between bounds: pieces of their range, and majorants of
what is left.

The checker cuts a range until Taylor forms or bounds are narrow enough; here it is told where the
integrand may have no bounds, towards an infinite end or one at which it is not defined, and how
far it has to go until a majorant is small.
"""

from __future__ import annotations

from collections.abc import Callable

from flint import arb, fmpq

from thence import checker
from thence.checker import OO, Context, Interval, Proof, Rejected, Term, num
from thence.provers import limits
from thence.provers.goal import OutOfTime, Search
from thence.provers.summation import convergence, majorants
from thence.provers.terms import text

MUST_NOT_PROVE = [
    {"given": {}, "lhs": "Integral(exp(-x**2)/(1 + x), (x, 0, 1))", "rel": "<=",
     "rhs": "Integral(exp(-x**2)/(1 + x), (x, 0, 1)) - 10**-12"},
    {"given": {}, "lhs": "Integral(exp(x)/x, (x, -1, 1))", "rel": "<=", "rhs": "3"},
    {"given": {}, "lhs": "Integral(exp(-x)/x, (x, 0, 1))", "rel": ">=", "rhs": "0"},
    {"given": {}, "lhs": "Integral(cos(x)/(1 + x), (x, 0, oo))", "rel": "<", "rhs": "0"},
    {"given": {}, "lhs": "Integral(exp(-x**2)/log(3 + x), (x, -oo, oo))", "rel": ">=",
     "rhs": "0"},
    {"given": {}, "lhs": "Integral(sqrt(log(x)), (x, 1/2, 2))", "rel": ">=", "rhs": "0"},
    {"given": {}, "lhs": "Integral(exp(-x)/(1 + x**4), (x, 0, oo))", "rel": "~digits",
     "rhs": "0.630480"},
    {"given": {}, "lhs": "Sum(1/(k**3 + 1), (k, 0, oo))", "rel": "<=", "rhs": "16865/10000"},
]  # fmt: skip
#: Half the order of the Taylor forms.
ORDER = 10
#: Where the integrand has no bounds this near an end, a majorant takes over.
NEAR = fmpq(1, 2**30)
#: How far out, or how near, an edge may be, and the last summand, as powers of 2.
FARTHEST, LAST = 400, 12


def item(context: Context, binder: Term, name: str, error: fmpq, search: Search) -> Proof | None:
    """How the checker encloses an integral or an infinite sum to an error or so; None where that
    is not seen.  ``name`` is what it will be called."""
    make = {"integral": _integral, "sum": _sum}.get(binder[0])
    if make is None or checker.symbols(binder):
        return None
    try:
        how = make(context, binder, error, search)
    except (Rejected, OutOfTime):
        search.check_time()
        return None
    return None if how is None else {"kind": binder[0], "called": name, **how}


def _integral(context: Context, binder: Term, error: fmpq, search: Search) -> Proof | None:
    _, body, name, *ends = binder
    inner = context.within(binder)
    needs = search.defined(inner, body)
    if needs is None:
        return None
    tails: list[Proof] = []
    for end, below in zip(ends, (False, True), strict=True):
        if end not in (OO, -OO) and _is_bounded(context, body, name, end, below):
            tails.append({})
            continue
        tail = _tail(context, binder, end, below, error, search)
        if tail is None:
            return None
        tails.append(tail)
    return {
        "order": ORDER, "error": text(num(error / 2)),
        "pieces": [{"defined": needs, "ends": tails}],
    }  # fmt: skip


def _is_bounded(context: Context, body: Term, name: str, end: Term, below: bool) -> bool:
    """Whether the integrand has bounds next to an end."""
    at = context.bounds(end)
    step = arb(NEAR)
    box = Interval(at.lo - step, at.hi) if below else Interval(at.lo, at.hi + step)
    try:
        found = context.having(name, (box, (-OO, OO))).bounds(body)
    except Rejected:
        return False
    return bool(found.lo.is_finite() and found.hi.is_finite())


def _tail(
    context: Context, binder: Term, end: Term, below: bool, error: fmpq, search: Search
) -> Proof | None:
    """A majorant towards an end, from an edge on at which it is at most a quarter of the error."""
    _, body, name, *_ = binder
    far, sign = end in (OO, -OO), num(-1 if below != (end in (OO, -OO)) else 1)

    def edge(p: int) -> Term:
        step = num(fmpq(2) ** (p if far else -p))
        where = sign * step if far else end + sign * step
        return checker.parse(text(where), set())

    near, _ = checker.approach(context, name, end, below, {"near": text(edge(4))})
    majorant = majorants.of_integrand(near, body, name, end, below)
    if majorant is None:
        return None
    majorant = checker.parse(text(majorant), context.names | {name})
    power = _first(lambda p: _below(checker.substitute(majorant, {name: edge(p)}), error / 4))
    if power is None:
        return None
    item: Proof = {"near": text(edge(power)), "G": text(majorant)}
    near, _ = checker.approach(context, name, end, below, item)
    slope = checker.diff(majorant, name)
    for term, key in ((body, "defined"), (majorant, "G_defined"), (slope, "slope_defined")):
        needs = search.defined(near, term)
        if needs is None:
            return None
        item[key] = needs
    edge_needs = limits.attained(context, near, majorant, name, edge(power), not below, search)
    if edge_needs is None:
        return None
    item["edge"] = edge_needs
    return majorants.shown(near, item, majorant, -slope if below else slope, body, search)


def _first(small: Callable[[int], bool]) -> int | None:
    """The least of a few powers that will do."""
    return next((p for p in (*range(4, 20), *range(20, FARTHEST, 10)) if small(p)), None)


def _below(constant: Term, most: fmpq) -> bool:
    return Context({}, {}, [], []).shows(">=", num(most) - constant)


def _sum(context: Context, binder: Term, error: fmpq, search: Search) -> Proof | None:
    """The summands up to one from which on a majorant is at most the error, or to the last."""
    head, body, name, low, _ = binder
    first = checker.rational(low)
    if not checker.infinite(binder) or first is None or first.q != 1:
        return None
    far = context.within(Term((head, body, name, num(max(convergence.LEAST, int(first))), OO)))
    majorant = majorants.of_summand(far, body, name)
    if majorant is None:
        return None
    majorant = checker.parse(text(majorant), context.names | {name})
    powers = range(4, LAST + 1)
    enough = (p for p in powers if _below(checker.substitute(majorant, {name: num(2**p)}), error))
    start = num(max(2 ** next(enough, LAST), int(first)))
    falls = convergence.falls(context, binder, start, majorant, search)
    return None if falls is None else {"from": text(start), **falls}
