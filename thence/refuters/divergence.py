"""Integrals that do not converge: next to an end or a pole the body stays above c over the
distance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Any

from flint import fmpq

from thence import checker
from thence.checker import OO, Context, Rejected, Term
from thence.claim import Statement
from thence.expr import walk
from thence.provers.antiderivatives import plain
from thence.provers.goal import Goal, OutOfTime, Search, subterms, text
from thence.provers.statements import sealed
from thence.refuters.points import zeros

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
    {"given": {}, "lhs": "Integral((x - 1)/(x**2 - 1), (x, 0, 2))", "rel": "=", "rhs": "log(3)"},
]
#: Distances to a finite end, and places towards infinity, from which on the bound is tried.
STARTS = (fmpq(1, 2), fmpq(1, 16), fmpq(2), fmpq(32))


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
                    if _accepted(data, certificate):
                        return certificate
        except (OutOfTime, Rejected):
            return None
    return None


def _accepted(data: dict[str, Any], certificate: dict[str, Any]) -> bool:
    try:
        checker.check(data, certificate)
    except Rejected:
        return False
    return True


def _candidates(
    data: dict[str, Any], point: Mapping[str, Fraction], search: Search
) -> Iterator[dict[str, Any]]:
    names = checker.context_of(data).names
    values = {n: checker.num(fmpq(v.numerator, v.denominator)) for n, v in point.items()}
    sides = [data["lhs"]] + ([data["rhs"]] if data["rel"] != "defined" else [])
    terms = [checker.substitute(checker.parse(side, names), values) for side in sides]
    found = [b for term in terms for b in subterms(term) if b[0] == "integral"]
    for which, integral in enumerate(found):
        for end in ("low", "high"):
            for start in STARTS:
                proof = _bounded(integral, end, integral[4 if end == "high" else 3], start, search)
                if proof is not None:
                    yield {"which": which, "end": end, **proof}
        for pole, end in product(_poles(integral), ("low", "high")):
            for start in STARTS[:2]:
                proof = _bounded(integral, end, pole, start, search)
                if proof is not None:
                    yield {"which": which, "end": end, "at": text(pole), **proof}


def _poles(integral: Term) -> list[Term]:
    """Points inside the range at which a denominator vanishes."""
    _, body, name, low, high = integral
    here = Context({}, {}, [], [])
    found: list[Term] = []
    for rel, what in checker.obligations(body):
        if rel not in ("!=", ">") or checker.symbols(what) != {name}:
            continue
        for root in zeros(what, name):
            try:
                place = plain(here, root)
                above = low == -OO or here.holds(">", place - low)
                if above and (high == OO or here.holds(">", high - place)):
                    found.append(checker.parse(text(place), set()))
            except Rejected:
                continue
    return list(dict.fromkeys(found))[:4]


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
    try:
        ends = (edge, end) if side == "high" else (end, edge)
        near = here.within(Term(("integral", body, name, *ends)))
        needs = search.defined(near, body)
    except Rejected:
        return None
    if needs is None:
        return None
    for sign in (1, -1):
        for bound in (fmpq(1), fmpq(1, 16)):
            term = checker.num(sign) * body * distance - checker.num(bound)
            proof = search.prove(Goal(near, ">=", term), only=("bounds", "normal form", "slope"))
            if proof is not None:
                return {
                    "near": text(edge), "bound": str(bound), "sign": sign, "defined": needs,
                    "proof": proof,
                }  # fmt: skip
    return None
