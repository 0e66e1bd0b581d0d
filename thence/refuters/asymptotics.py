"""Orders of growth that are not: the quotient of the sides tends to something else, or grows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from flint import fmpq

from thence import checker
from thence.checker import Context, Proof, Rejected, Term
from thence.claim import Statement
from thence.notation import readable
from thence.provers import limits
from thence.provers.goal import OutOfTime, Search
from thence.provers.statements import sealed
from thence.refuters.points import accepted, texts

MUST_NOT_REFUTE = [
    {"given": {}, "lhs": "x + 1", "rel": "~", "rhs": "x", "tends": "x -> oo"},
    {"given": {}, "lhs": "x + log(x)", "rel": "~", "rhs": "x", "tends": "x -> oo"},
    {"given": {}, "lhs": "2*x", "rel": "O", "rhs": "x", "tends": "x -> oo"},
    {"given": {}, "lhs": "x*(2 + sin(x))", "rel": "O", "rhs": "x", "tends": "x -> oo"},
    {"given": {}, "lhs": "x**2", "rel": "o", "rhs": "x", "tends": "x -> 0"},
    {"given": {}, "lhs": "exp(h) - 1 - h", "rel": "O", "rhs": "h**2", "tends": "h -> 0"},
    {"given": {"a": "positive"}, "lhs": "x", "rel": "o", "rhs": "exp(a*x)", "tends": "x -> oo"},
]


def refuted_at(
    statement: Statement, points: Iterable[Mapping[str, Fraction]], seconds: float
) -> dict[str, Any] | None:
    """A certificate that the quotient tends to something else at one of the points, or None."""
    data, search = statement.as_json(), Search(seconds)
    with checker.precision():
        try:
            for point in points:
                for body in _candidates(data, point, search):
                    certificate = sealed(data, "false", {"point": texts(point), **body})
                    if accepted(data, certificate):
                        return certificate
        except (OutOfTime, Rejected):
            return None
    return None


def _candidates(
    data: dict[str, Any], point: Mapping[str, Fraction], search: Search
) -> Iterator[dict[str, Any]]:
    context, here = checker.context_of(data), Context({}, {}, [], [])
    name, target, sides = checker.towards(data["tends"], context)
    values = {n: checker.num(fmpq(v.numerator, v.denominator)) for n, v in point.items()}
    sides_at = [checker.parse(data[key], context.names | {name}) for key in ("lhs", "rhs")]
    f, g, target = (checker.substitute(term, values) for term in (*sides_at, target))

    def tends(body: Term, to: Term | None, below: bool) -> Proof | None:
        return limits.tends(here, body, name, target, to, search, below)

    for which, below in enumerate(sides):
        item = tends(g / f, checker.ZERO, below)
        if item is not None:
            yield {"which": which, "inverse": True, "side": item}
        elif checker.ORDERS[data["rel"]] is not None and (item := tends(f / g, None, below)):
            yield {"which": which, "side": item}


def in_words(statement: Statement, certificate: Mapping[str, Any]) -> tuple[str, str]:
    """What the quotient of the sides does, and what it should do."""
    should = {"~": "tends to 1", "o": "tends to 0", "O": "is bounded"}[statement.rel]
    if "inverse" in certificate:
        return "grows beyond all bounds", should
    return f"tends to {readable(certificate['side']['is'])}", should
