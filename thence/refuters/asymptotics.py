"""Orders of growth that are not: the quotient of the sides tends to something else, or grows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from flint import fmpq

from thence import checker
from thence.checker import Context, Proof, Rejected, Term
from thence.expr import num, substitute
from thence.notation import readable
from thence.provers import limits
from thence.provers.goal import OutOfTime, Search
from thence.provers.limits.asymptotics import passages, valued
from thence.provers.statements import sealed
from thence.provers.summation import sequences
from thence.refuters.certificates import Point, accepted
from thence.statement import Statement

#: Numbers that a quotient may tend to, how far on it is looked at, and how many are tried.
SIMPLE = sorted({Fraction(sign * p, q) for p in range(5) for q in range(1, 5) for sign in (1, -1)})
FAR, GUESSES = 200, 3
MUST_NOT_REFUTE = [
    {"given": {}, "lhs": "x + 1", "rel": "~", "rhs": "x", "tends": "x -> oo"},
    {"given": {}, "lhs": "x + log(x)", "rel": "~", "rhs": "x", "tends": "x -> oo"},
    {"given": {}, "lhs": "2*x", "rel": "O", "rhs": "x", "tends": "x -> oo"},
    {"given": {}, "lhs": "x*(2 + sin(x))", "rel": "O", "rhs": "x", "tends": "x -> oo"},
    {"given": {}, "lhs": "x**2", "rel": "o", "rhs": "x", "tends": "x -> 0"},
    {"given": {}, "lhs": "exp(h) - 1 - h", "rel": "O", "rhs": "h**2", "tends": "h -> 0"},
    {"given": {"a": "positive"}, "lhs": "x", "rel": "o", "rhs": "exp(a*x)", "tends": "x -> oo"},
    {
        "given": {},
        "lhs": "Sum(1/k, (k, 1, n))",
        "rel": "~",
        "rhs": "log(n)",
        "tends": "integer n -> oo",
    },
    {
        "given": {},
        "lhs": "Sum(1/sqrt(k), (k, 1, n))",
        "rel": "~",
        "rhs": "2*sqrt(n) - 10",
        "tends": "integer n -> oo",
    },
    {
        "given": {},
        "lhs": "Sum(k, (k, 1, n))",
        "rel": "~",
        "rhs": "n**2/2 + 50*n",
        "tends": "integer n -> oo",
    },
    {
        "given": {"b": "(0, 1)"},
        "lhs": "(1 - b)*Sum(b**(n - k), (k, 1, n)) - 1",
        "rel": "o",
        "rhs": "1",
        "tends": "integer n -> oo",
    },
]


def refuted_at(
    statement: Statement, instances: Iterable[tuple[Statement, Point, Mapping[str, Any]]],
    seconds: float,
) -> dict[str, Any] | None:  # fmt: skip
    """A certificate that the quotient tends to something else, or None.  The instances: the
    statement with its families written out, a point of that, and as one of the statement."""
    data, search = statement.as_json(), Search(seconds)
    with checker.precision():
        try:
            for concrete, values, point in instances:
                for body in _candidates(concrete, values, search):
                    certificate = sealed(data, "false", {"point": point, **body})
                    if accepted(data, certificate):
                        return certificate
        except (OutOfTime, Rejected):
            return None
    return None


def _candidates(concrete: Statement, point: Point, search: Search) -> Iterator[dict[str, Any]]:
    """For each side of the target, that the quotient grows, or what it tends to."""
    here, known = Context({}, {}, [], []), {name: num(value) for name, value in point.items()}
    assert concrete.towards is not None
    way = replace(concrete.towards, target=substitute(concrete.towards.target, known))
    name, target, sides, whole = checker.towards(str(way), here)
    try:
        texts = [str(substitute(side, known)) for side in (concrete.lhs, concrete.rhs)]
    except ValueError:  # a derivative, whose variable cannot be replaced
        return
    f, g = (checker.parse(text, {name}) for text in texts)

    def tends(body: Term, to: Term | None, below: bool) -> Proof | None:
        for through in passages(body, name, whole):
            way, values = (name, target, below), dict[str, Any]()
            found = body
            if through:
                found, values = valued(here, body, way, search)
            item = limits.tends(here, found, name, target, to, search, below, through)
            if item is not None:
                return {**item, **values, "whole": True} if through else item
        return None

    for which, below in enumerate(sides):
        item = tends(g / f, checker.ZERO, below)
        if item is not None:
            yield {"which": which, "inverse": True, "side": item}
            continue
        if checker.ORDERS[concrete.rel] is None:
            continue
        for guess in [None, *(_guesses(here, f / g, name) if whole else [])]:
            if item := tends(f / g, guess, below):
                yield {"which": which, "side": item}
                break


def _guesses(here: Context, quotient: Term, name: str) -> list[Term]:
    """Simple numbers near what the quotient of two sequences is far on, the nearest first."""
    value = sequences.member(here, quotient, name, FAR)
    if value is None:
        return []
    near = sorted(SIMPLE, key=lambda guess: abs(float(guess) - float(value.mid())))
    return [checker.num(fmpq(x.numerator, x.denominator)) for x in near[:GUESSES]]


def in_words(statement: Statement, certificate: Mapping[str, Any]) -> tuple[str, str]:
    """What the quotient of the sides does, and what it should do."""
    should = {"~": "tends to 1", "o": "tends to 0", "O": "is bounded"}[statement.rel]
    if "inverse" in certificate:
        return "grows beyond all bounds", should
    return f"tends to {readable(certificate['side']['is'])}", should
