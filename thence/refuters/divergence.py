"""Integrals that do not converge: next to one end the body stays above c over the distance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from flint import fmpq

from thence import checker
from thence.checker import OO, Context, Rejected, Term
from thence.claim import Statement
from thence.expr import walk
from thence.provers.goal import Goal, OutOfTime, Search, subterms, text
from thence.provers.statements import sealed
from thence.refuters.points import accepted

MUST_NOT_REFUTE = [
    {"given": {}, "lhs": "Integral(1/sqrt(x), (x, 0, 1))", "rel": "=", "rhs": "2"},
    {"given": {}, "lhs": "Integral(1/x**2, (x, 1, oo))", "rel": "=", "rhs": "1"},
    {"given": {}, "lhs": "Integral(log(x), (x, 0, 1))", "rel": "=", "rhs": "-1"},
    {
        "given": {"a": "positive"},
        "lhs": "Integral(exp(-a*x), (x, 0, oo))",
        "rel": "=",
        "rhs": "1/a",
    },
    {"given": {"a": "(0, 1)"}, "lhs": "Integral(x**(a - 1), (x, 0, 1))", "rel": "=", "rhs": "1/a"},
]
#: Distances to a finite end, and places towards infinity, from which on the bound is tried.
STARTS = (fmpq(1, 2), fmpq(2), fmpq(1, 16), fmpq(32))
#: What a bound next to an end is proved by.
TACTICS = ("bounds", "normal form", "slope", "univariate", "tails")
#: Seconds for one bound.
EACH = 0.5


def diverges_at(
    statement: Statement, points: Iterable[Mapping[str, Fraction]], seconds: float
) -> dict[str, Any] | None:
    """A certificate that an integral of the statement has no value at one of the points."""
    sides = (statement.lhs, statement.rhs)
    if not any(node.head == "Integral" for side in sides for node in walk(side)):
        return None
    data, search = statement.as_json(), Search(seconds)
    with checker.precision():
        try:
            for point in points:
                for proof in _candidates(data, point, search):
                    shown = {name: str(value) for name, value in point.items()}
                    certificate = sealed(data, "undefined", {"point": shown, "diverges": proof})
                    if accepted(data, certificate):
                        return certificate
        except (OutOfTime, Rejected):
            return None
    return None


def _candidates(
    data: dict[str, Any], point: Mapping[str, Fraction], search: Search
) -> Iterator[dict[str, Any]]:
    names = checker.context_of(data).names
    values = {n: checker.num(fmpq(v.numerator, v.denominator)) for n, v in point.items()}
    sides = [data["lhs"]] + ([data["rhs"]] if data["rel"] != "defined" else [])
    terms = [checker.substitute(checker.parse(side, names), values) for side in sides]
    found = [b for term in terms for b in subterms(term) if b[0] == "integral"]
    for which, integral in enumerate(found):
        ends = {"low": integral[3], "high": integral[4]}
        for end in sorted(("low", "high"), key=lambda e: ends[e] not in (OO, -OO)):
            for start in STARTS:
                proof = _bounded(integral, end, start, search)
                if proof is not None:
                    yield {"which": which, "end": end, **proof}


def _bounded(integral: Term, side: str, start: fmpq, search: Search) -> dict[str, Any] | None:
    """The body times the distance to the end stays above 2**-k, or below its negative."""
    _, body, name, low, high = integral
    end, x, here = (high if side == "high" else low), checker.sym(name), Context({}, {}, [], [])
    if end in (OO, -OO):
        edge = checker.num(start if end == OO else -start)
        distance = x if end == OO else -x
    else:
        edge = end - checker.num(start) if side == "high" else end + checker.num(start)
        distance = end - x if side == "high" else x - end
    try:
        ends = (edge, end) if side == "high" else (end, edge)
        near = here.within(Term(("integral", body, name, *ends)))
        needs = search.defined(near, body)
    except Rejected:
        return None
    if needs is None or (end not in (OO, -OO) and _is_bounded(near, body, name)):
        return None
    for sign in (1, -1):
        for bound in (fmpq(1), fmpq(1, 16)):
            term = checker.num(sign) * body * distance - checker.num(bound)
            try:
                proof = Search(min(search.left(), EACH)).prove(Goal(near, ">=", term), only=TACTICS)
            except OutOfTime:
                search.check_time()
                continue
            if proof is not None:
                return {
                    "near": text(edge), "bound": str(bound), "sign": sign, "defined": needs,
                    "proof": proof,
                }  # fmt: skip
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
