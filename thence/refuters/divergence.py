"""Integrals that do not converge, as next to an end or a pole the body stays above c over the
distance; and limits that do not exist, as the body grows like a power."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import partial
from itertools import product
from typing import Any

from flint import fmpq

from thence import checker
from thence.checker import OO, Context, NormalForm, Proof, Rejected, Term
from thence.expr import walk
from thence.provers.goal import Goal, OutOfTime, Search
from thence.provers.statements import sealed
from thence.provers.terms import in_normal_form, simplified, text
from thence.refuters.certificates import accepted
from thence.refuters.solutions import zeros
from thence.statement import Statement

MUST_NOT_REFUTE = [
    {"given": {}, "lhs": "Integral(1/sqrt(x), (x, 0, 1))", "rel": "=", "rhs": "2"},
    {"given": {}, "lhs": "Integral(1/x**2, (x, 1, oo))", "rel": "=", "rhs": "1"},
    {"given": {}, "lhs": "Integral(log(x), (x, 0, 1))", "rel": "=", "rhs": "-1"},
    {"given": {}, "lhs": "Limit(x/(1 + x/10**6), x, oo)", "rel": "=", "rhs": "10**6"},
    {"given": {}, "lhs": "Limit(sqrt(x), x, 0)", "rel": "=", "rhs": "0"},
    {"given": {}, "lhs": "Limit(x*log(x), x, 0)", "rel": "=", "rhs": "0"},
    {
        "given": {"a": "positive"},
        "lhs": "Integral(exp(-a*x), (x, 0, oo))",
        "rel": "=",
        "rhs": "1/a",
    },
    {"given": {"a": "(0, 1)"}, "lhs": "Integral(x**(a - 1), (x, 0, 1))", "rel": "=", "rhs": "1/a"},
    {"given": {}, "lhs": "Integral((x - 1)/(x**2 - 1), (x, 0, 2))", "rel": "=", "rhs": "log(3)"},
]
#: Distances to a finite end, and places towards infinity, from which on the bound is tried.
STARTS = (fmpq(1, 2), fmpq(2), fmpq(1, 16), fmpq(32))
#: Indices from which on the summands of an infinite sum are looked at, and how many of them one by
#: one before.
INDICES, SUMMANDS = (1, 32), 50
#: Powers of 2: how far out, or how near an end, a bound is looked at before it is proved.
PLACES = (12, 20, 30)
#: What a bound next to an end is proved by.
TACTICS = ("bounds", "normal form", "slope", "univariate", "tails")
#: Seconds for one bound.
EACH = 0.5
#: The greatest denominator of a number that is put in.
LARGEST = 24


def diverges_at(
    statement: Statement, points: Iterable[Mapping[str, Fraction]], seconds: float
) -> dict[str, Any] | None:
    """A certificate that an integral or a limit of the statement has no value at a point."""
    sides = (statement.lhs, statement.rhs)
    if not any(node.head in ("Integral", "Limit", "Sum") for side in sides for node in walk(side)):
        return None
    data, search = statement.as_json(), Search(seconds)
    with checker.precision():
        try:
            for point in filter(_is_small, points):
                for proof in _candidates(data, point, search):
                    shown = {name: str(value) for name, value in point.items()}
                    certificate = sealed(data, "undefined", {"point": shown, "diverges": proof})
                    if accepted(data, certificate):
                        return certificate
        except (OutOfTime, Rejected):
            return None
    return None


def _is_small(point: Mapping[str, Fraction]) -> bool:
    """Whether its numbers have small denominators: exp(501/500) is of degree 501 in its root."""
    return all(value.denominator <= LARGEST for value in point.values())


def _candidates(
    data: dict[str, Any], point: Mapping[str, Fraction], search: Search
) -> Iterator[dict[str, Any]]:
    names = checker.context_of(data).names
    values = {n: checker.num(fmpq(v.numerator, v.denominator)) for n, v in point.items()}
    sides = [data["lhs"]] + ([data["rhs"]] if data["rel"] != "defined" else [])
    terms = [checker.substitute(checker.parse(side, names), values) for side in sides]
    binders = [b for t in terms for b in checker.binders(t)]
    found = [b for b in binders if b[0] in ("integral", "limit") or checker.infinite(b)]
    for which, integral in enumerate(found):
        if integral[0] == "sum":
            yield from ({"which": which, **proof} for proof in _adding_up(integral, search))
            continue
        if integral[0] == "limit":
            growing = _growing(integral, search)
            if growing is not None:
                yield {"which": which, **growing}
            continue
        for pole, end in product(_poles(integral), ("low", "high")):
            for start in STARTS[:2]:
                proof = _bounded(integral, end, pole, start, search)
                if proof is not None:
                    yield {"which": which, "end": end, "at": text(pole), **proof}
        ends = {"low": integral[3], "high": integral[4]}
        for end in sorted(("low", "high"), key=lambda e: ends[e] not in (OO, -OO)):
            for start in STARTS:
                proof = _bounded(integral, end, integral[4 if end == "high" else 3], start, search)
                if proof is not None:
                    yield {"which": which, "end": end, **proof}


def _adding_up(total: Term, search: Search) -> Iterator[dict[str, Any]]:
    """An index at which a summand is not defined, or from which on the summands are too large."""
    head, body, name, low, high = total
    first, here = checker.rational(low), Context({}, {}, [], [])
    if first is None or first.q != 1 or high != OO:
        return
    for k in range(int(first), int(first) + SUMMANDS):
        needs = checker.obligations(checker.substitute(body, {name: checker.num(k)}))
        if not all(rel == "each" or here.holds(rel, what) for rel, what in needs):
            yield {"near": str(k), "undefined": True}
    large = {0: body * body, **{s: checker.num(s) * body * checker.sym(name) for s in (1, -1)}}
    for start in INDICES:
        near = here.within(Term((head, body, name, checker.num(max(start, int(first))), OO)))
        shown = search.defined(near, body)
        for sign, bound in product(large, (fmpq(1), fmpq(1, 16))) if shown is not None else ():
            gap = large[sign] - checker.num(bound)
            if not _seen(gap, name, OO, True):
                continue
            proof = _shown(Goal(near, ">=", gap), search)
            if proof is not None:
                yield {
                    "near": str(max(start, int(first))), "bound": str(bound), "sign": sign,
                    "defined": shown, "proof": proof,
                }  # fmt: skip


def _seen(gap: Term, name: str, end: Term, below: bool) -> bool:
    """Whether a bound holds at some places ever nearer an end, as far as balls tell."""
    here, far = Context({}, {}, [], []), end in (OO, -OO)
    for p in PLACES:
        step = checker.num(fmpq(2) ** (p if far else -p) * (1 if below == far else -1))
        value = checker.substitute(gap, {name: step if far else end + step})
        if not here.shows(">=", value):
            return False
    return True


def _poles(integral: Term) -> list[Term]:
    """Points inside the range at which a denominator vanishes."""
    _, body, name, low, high = integral
    here = Context({}, {}, [], [])
    line = here.having(name, here.domain("real"))
    found: list[Term] = []
    for rel, what in checker.obligations(body):
        if rel not in ("!=", ">") or checker.symbols(what) != {name}:
            continue
        for factor in in_normal_form(line, partial(_factors, what)):
            for root in zeros(factor, name):
                try:
                    place = simplified(here, root)
                    here.bounds(place)  # defined
                    above = low == -OO or here.holds(">", place - low)
                    inside = above and (high == OO or here.holds(">", high - place))
                    if inside and checker.vanishes(here, checker.substitute(factor, {name: place})):
                        found.append(checker.parse(text(place), set()))
                except Rejected:
                    continue
    return list(dict.fromkeys(found))[:4]


def _factors(what: Term, form: NormalForm) -> list[Term]:
    return [form.term(f) for f, _ in form.of(what).n.factor()[1]]


def _bounded(
    integral: Term, side: str, end: Term, start: fmpq, search: Search
) -> dict[str, Any] | None:
    """The body times the distance to a point stays above 2**-k, or below its negative, on one
    side of it."""
    _, body, name, *_ = integral
    x, here = checker.sym(name), Context({}, {}, [], [])
    if end in (OO, -OO):
        edge = checker.num(start if end == OO else -start)
        distance = x if end == OO else -x
    else:
        edge = end - checker.num(start) if side == "high" else end + checker.num(start)
        distance = end - x if side == "high" else x - end
    gaps = {
        (sign, bound): checker.num(sign) * body * distance - checker.num(bound)
        for sign, bound in product((1, -1), (fmpq(1), fmpq(1, 16)))
    }
    gaps = {key: gap for key, gap in gaps.items() if _seen(gap, name, end, side == "high")}
    if not gaps:
        return None
    try:
        ends = (edge, end) if side == "high" else (end, edge)
        near = here.within(Term(("integral", body, name, *ends)))
        needs = search.defined(near, body)
    except Rejected:
        return None
    if needs is None or (end not in (OO, -OO) and _is_bounded(near, body, name)):
        return None
    for (sign, bound), gap in gaps.items():
        proof = _shown(Goal(near, ">=", gap), search)
        if proof is not None:
            return {
                "near": text(edge), "bound": str(bound), "sign": sign, "defined": needs,
                "proof": proof,
            }  # fmt: skip
    return None


def _growing(limit: Term, search: Search) -> dict[str, Any] | None:
    """The body is at least c scale**p near the target, or at most the negative of that."""
    _, body, name, target = limit
    x, here = checker.sym(name), Context({}, {}, [], [])
    scale = (x if target == OO else -x) if target in (OO, -OO) else checker.ONE / (x - target)
    for start in (fmpq(1), fmpq(32)):
        edge = checker.num(start if target == OO else -start)
        if target not in (OO, -OO):
            edge = target + checker.num(1 / start)
        ends = (edge, target) if target == OO else (target, edge)
        try:
            near = here.within(Term(("integral", body, name, *ends)))
            needs = search.defined(near, body)
        except Rejected:
            return None
        for sign, power in product((1, -1), (fmpq(1), fmpq(1, 2))) if needs is not None else ():
            bound = checker.num(fmpq(1, 16)) * scale ** checker.num(power)
            gap = checker.num(sign) * body - bound
            if not _seen(gap, name, target, target == OO):
                continue
            proof = _shown(Goal(near, ">=", gap), search)
            if proof is not None:
                return {
                    "near": text(edge), "bound": "1/16", "power": str(power), "sign": sign,
                    "defined": needs, "proof": proof,
                }  # fmt: skip
    return None


def _shown(goal: Goal, search: Search) -> Proof | None:
    """A proof of a bound that is found in a moment."""
    try:
        return Search(min(search.left(), EACH)).prove(goal, only=TACTICS)
    except OutOfTime:
        search.check_time()
        return None


def _is_bounded(near: Context, body: Term, name: str) -> bool:
    """Whether the body has finite bounds up to the end, so that nothing diverges there."""
    whole = near.box[name]
    closed = checker.Interval(whole.lo, whole.hi)
    try:
        found = near.having(name, (closed, near.ends[name])).bounds(body)
    except Rejected:
        return False
    return bool(found.lo.is_finite() and found.hi.is_finite())
