"""Unbounded intervals: cut at M, and prove each tail in small variables.

On [M, oo) put t = -1/x, and w = x**k exp(-phi(x)) for the exponential that occurs.  The term
becomes analytic in t at 0 with w a bounded parameter, and vanishes at t = 0 to some order: a
contact at the end of [-1/M, 0].
"""

from __future__ import annotations

from itertools import islice
from math import gcd
from typing import Any

from flint import arb

from thence import checker
from thence.checker import ONE, OO, Context, NormalForm, Proof, Rejected, Term, num, sym
from thence.provers.goal import Goal, Search
from thence.provers.one_variable import falling, univariate
from thence.provers.terms import in_normal_form, subterms, text

NAME = "tails"
COST = 7
#: The length of a derivative at which no further one is taken.
MOST_NODES = 3_000
#: A kernel that is larger at the edge is not worth its digits; one that is smaller is bounded by
#: this, since exp(-10**9) as a fraction has more digits than there is time for.
HUGE, TINY = arb(2) ** 1000, arb(2) ** -1000
MUST_NOT_PROVE = [
    {"given": {"x": "[1000, oo)"}, "lhs": "x**(-x**2)", "rel": "<=", "rhs": "0"},
    {"given": {"x": "(1, oo)"}, "lhs": "exp(-x)", "rel": ">=", "rhs": "10**-30"},
    {"given": {"x": "real"}, "lhs": "sqrt(x**2+1)", "rel": ">=", "rhs": "Abs(x) + 10**-20"},
    {"given": {"x": "positive"}, "lhs": "x", "rel": ">", "rhs": "x**2/(x+1) + 1"},
    {"given": {"x": "(0, oo)"}, "lhs": "log(1+exp(-x))", "rel": "<=",
     "rhs": "exp(-x) - exp(-2*x)/2"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """Tails beyond -M and M, and a cover between, for the only variable."""
    if len(goal.free) != 1 or goal.rel not in (">", ">="):
        return None
    (name,) = goal.free
    if any(name in checker.symbols(h) for _, h in goal.context.hypotheses):
        return None
    low, high = goal.context.ends[name]
    if low != -OO and high != OO:
        return None
    context, whole = goal.context, goal.context.box[name]
    left = _tail(goal, name, search, -1) if low == -OO else None
    right = _tail(goal, name, search, 1) if high == OO else None
    if (low == -OO and left is None) or (high == OO and right is None):
        return None
    start = num(-left[0]) if left else low
    stop = num(right[0]) if right else high
    lo_open, hi_open = whole.lo_open and not left, whole.hi_open and not right
    piece = context.between(start, stop, lo_open, hi_open)
    middle = univariate.Cover(goal.on(context.having(name, piece)), name, search).proof()
    if middle is None:
        return None
    cuts = ([start] if left else []) + ([stop] if right else [])
    proofs = ([left[1]] if left else []) + [middle] + ([right[1]] if right else [])
    return {"rule": "split", "var": name, "at": [text(c) for c in cuts], "proofs": proofs}


def _tail(goal: Goal, name: str, search: Search, side: int) -> tuple[int, Proof] | None:
    """The smallest M of a ladder with a proof of the tail beyond it."""
    start = goal.context.ends[name][0 if side > 0 else 1]
    for bound in (2, 4, 8, 16, 32, 64, 128, 512, 4096):
        search.check_time()
        ends = (num(bound), OO) if side > 0 else (-OO, num(-bound))
        context = goal.context
        if start not in (OO, -OO) and not context.holds(
            ">", (num(side * bound) - start) * num(side)
        ):
            continue
        domain = context.between(*ends, side < 0, side > 0)
        there = goal.on(context.having(name, domain))
        proof = search.prove(there, only=("bounds", "normal form"))
        if proof is None:
            proof = _monotone(there, name, "lo" if side > 0 else "hi")
        if proof is None and falling.applies(goal):
            proof = search.prove(there, only=("falling", "ladder"))
        if proof is None:
            proof = _small_variables(there, name, side, bound, search)
        if proof is not None:
            return bound, proof
    return None


def _monotone(goal: Goal, name: str, at: str) -> Proof | None:
    """The term grows towards infinity and is right where the tail begins."""
    for slope in ("bounds", "normal form"):
        proof = {"rule": "slope", "var": name, "at": at, "slope": {"rule": slope}}
        proof["base"] = {"rule": "bounds"}
        try:
            checker.prove(goal.context, goal.rel, goal.term, proof)
        except Rejected:
            continue
        return proof
    return None


def _small_variables(goal: Goal, name: str, side: int, bound: int, search: Search) -> Proof | None:
    for power in (4, 8):
        try:
            proof = _rewritten(goal, name, side, bound, power, search)
        except Rejected:
            continue
        if proof is not None:
            return proof
    return None


def _rewritten(
    goal: Goal, name: str, side: int, bound: int, power: int, search: Search
) -> Proof | None:
    """Rewrite the term over [M, oo) (or its mirror image) in t and w, and prove that."""
    t, w, x = sym(f"{name}_t"), sym(f"{name}_w"), sym(name)
    inner = goal.context.having(t[1], goal.context.domain(f"[-1/{bound}, 0)"))
    moved = checker.substitute(goal.term, {name: num(-side) / t})
    to, shift, exps, share = in_normal_form(inner, lambda form: _in_small(form, inner, moved, t))
    if len(exps) > 1:
        return None
    lets = {t[1]: {"is": text(num(-side) / x), "in": f"[-1/{bound}, 0)"}}
    if exps:
        kernel = checker.exp(exps[0][1] * num(share))
        let = _dominated(goal, kernel, x, t, side, bound, power, search)
        if let is None:
            return None
        lets[w[1]] = let
        to = checker.replaced(to, exps[0], w * t ** num(power))
    # t = -1/|x|, so dividing by t**shift is multiplying by (-|x|)**shift
    by = (num(side) * x) ** num(-shift)
    to = to if shift % 2 == 0 else -to
    with_lets = _context_of(goal.context, lets)
    then = _contact_at_zero(Goal(with_lets, goal.rel, to), t[1], search)
    if then is None:
        return None
    return {
        "rule": "rewrite",
        "by": text(by),
        "by_positive": {"rule": "normal form"},
        "let": lets,
        "to": text(to),
        "then": then,
    }


def _in_small(
    form: NormalForm, inner: Context, moved: Term, t: Term
) -> tuple[Term, int, list[Term], int]:
    """The term over its power of t, that power, the exponentials in it, and which power of the
    only one is the last that all others are powers of."""
    ratio = form.of(moved)
    n, d = ratio.n, ratio.d
    index = form.kernels.index(t) if t in form.kernels else 0
    shift = min((m[index] for m in d.to_dict()), default=0)
    lower = min((m[index] for m in n.to_dict()), default=0)
    d = d / form.gens[index] ** shift if shift else d
    n = n / form.gens[index] ** lower if lower else n
    exps = [k for k in form.kernels if k[0] == "exp" and t[1] in checker.symbols(k)]
    for kernel in form.kernels:  # log(-t), say, has no Taylor form at t = 0
        if kernel[0] == "log" and not exps:
            inner.bounds(checker.substitute(kernel, {t[1]: checker.ZERO}))
    share = 1
    if len(exps) == 1:
        (n, d), share = _whole_powers((n, d), form.kernels.index(exps[0]))
    return form.term(n) / form.term(d), shift - lower, exps, share


def _whole_powers(polynomials: tuple[Any, Any], index: int) -> tuple[tuple[Any, Any], int]:
    """The polynomials in that power of a generator of which all others are powers: exp(1.702 x)
    in place of exp(x/500), which falls too slowly."""
    share = gcd(*(m[index] for p in polynomials for m in p.to_dict())) or 1
    found = (
        p.context().from_dict(
            {(*m[:index], m[index] // share, *m[index + 1 :]): c for m, c in p.to_dict().items()}
        )
        for p in polynomials
    )
    n, d = found
    return (n, d), share


def _context_of(context: Context, lets: dict[str, Any]) -> Context:
    for name, let in lets.items():
        context = context.having(name, context.domain(let["in"]))
    return context


def _dominated(
    goal: Goal, kernel: Term, x: Term, t: Term, side: int, bound: int, power: int, search: Search
) -> dict[str, Any] | None:
    """``w = |x|**k exp(-phi)``: positive, and at most its value at M, since it falls there."""
    decaying = checker.substitute(kernel, {t[1]: num(-side) / x})
    part = decaying * x ** num(power)
    edge = checker.substitute(part, {x[1]: num(side * bound)})
    value = goal.context.bounds(edge)
    if not value.hi < HUGE:
        return None
    peak = univariate.as_fraction((value.hi * 2).max(TINY))
    high = num(univariate.as_fmpq(univariate.short_near(peak, peak / 4)))
    # the slope without the exponential, of which it may be a multiple by too high a power
    inner, by = checker.interior(goal.context, x[1]), ONE / decaying
    rate = in_normal_form(
        inner, lambda form: form.of(num(-side) * by * checker.diff(part, x[1])).term()
    )
    falls = {
        "rule": "slope", "var": x[1], "at": "lo" if side > 0 else "hi", "base": {"rule": "bounds"},
        "slope": {
            "rule": "rewrite", "by": text(by), "by_positive": {"rule": "normal form"},
            "to": text(rate), "then": {"rule": "normal form"},
        },
    }  # fmt: skip
    try:
        checker.prove(goal.context, ">=", high - part, falls)
    except Rejected:
        return None
    return {
        "is": text(part),
        "in": f"(0, {text(high)}]",
        "low": {"rule": "normal form"},
        "high": falls,
    }


def _contact_at_zero(goal: Goal, name: str, search: Search) -> Proof | None:
    """The order of the zero at t = 0 (the parameter free), then a contact or a Taylor form."""
    direct = search.prove(goal, only=("bounds", "normal form"))
    if direct is not None:
        return direct
    derivative = goal.term
    order = 0
    while order < 8:
        search.check_time()
        value = checker.substitute(derivative, {name: checker.ZERO})
        if not univariate.vanishes(goal.context, value):
            break
        derivative, order = checker.diff(derivative, name), order + 1
        if sum(1 for _ in islice(subterms(derivative), MOST_NODES)) == MOST_NODES:
            return None  # each further derivative would be several times as long
    else:
        return None
    proof: Proof = {"rule": "taylor", "vars": [name], "order": 1}
    if order:
        proof = {"rule": "contact", "var": name, "at": "0", "order": order, "exact": True}
    checker.prove(goal.context, goal.rel, goal.term, proof)
    return proof
