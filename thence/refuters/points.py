"""Counterexamples at points: special ones first, then sampled, then where the gap is worst."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from flint import arb

from thence import checker
from thence.checker import Context, Interval, Rejected, Term
from thence.provers.statements import sealed
from thence.provers.terms import subterms
from thence.refuters.certificates import Point, accepted, confirmed, texts
from thence.refuters.constants import as_written
from thence.refuters.solutions import exactly, may_fail, solutions, terms_of
from thence.statement import MONOTONE, Statement
from thence_numeric import exact, sampling

#: False statements that a refuter should refute, and true ones that it must not.
MUST_NOT_REFUTE = [
    {"given": {"x": "real"}, "lhs": "exp(x)", "rel": ">=", "rhs": "1 + x"},
    {"given": {"x": "(0, 1)"}, "lhs": "x", "rel": "<", "rhs": "1"},
    {"given": {"x": "real"}, "lhs": "sin(x)**2 + cos(x)**2", "rel": "=", "rhs": "1"},
    {"given": {"x": "positive"}, "lhs": "log(x**2)", "rel": "=", "rhs": "2*log(x)"},
    {"given": {}, "lhs": "exp(pi*sqrt(163))", "rel": "!=", "rhs": "262537412640768744"},
]


def false_at(statement: Statement, points: Iterable[Point], bits: int = checker.BITS) -> Any:
    """A certificate that the statement is false at the first such point, or None."""
    data = statement.as_json()
    with checker.precision(bits):
        try:
            test = Test(data)
        except Rejected:
            return None
        for point in points:
            if not test.suspicious(point):
                continue
            certificate = confirmed(data, "false", texts(point), bits)
            if certificate is not None:
                return certificate
    return None


def false_at_ends(statement: Statement, points: Iterable[Point]) -> Any:
    """A certificate that the statement is false where variables are at ends of their domain that
    belong to it and are no rational numbers, or None."""
    ends = [
        {name: str(end)}
        for name, domain in statement.given.items()
        for end, outside in ((domain.lo, domain.lo_open), (domain.hi, domain.hi_open))
        if not outside and exact.value(end, {}) is None
    ]
    data = statement.as_json()
    with checker.precision():
        for point, end in product(points if ends else (), ends):
            certificate = confirmed(data, "false", {**texts(point), **end})
            if certificate is not None:
                return certificate
    return None


#: How far apart two points are at which a function is compared.
STEPS = (Fraction(1), Fraction(1, 100), Fraction(1000))


def not_monotone(statement: Statement, points: Iterable[Point]) -> dict[str, Any] | None:
    """A certificate that a function which should be monotone has no larger value (or no smaller
    one) a step further on, or None; if it need not be so strictly, a smaller (or a larger) one."""
    if statement.rel not in MONOTONE:
        return None
    data, name = statement.as_json(), statement.rhs.name
    for point in points:
        for step in STEPS:
            if not sampling.inside(statement.given[name], point[name] + step):
                continue
            body = {"point": texts(point), "other": str(point[name] + step)}
            certificate = sealed(data, "false", body)
            if accepted(data, certificate):
                return certificate
    return None


def equal_at(statement: Statement, points: Sequence[Point]) -> Any:
    """A certificate that the sides of a strict inequality are equal at a point, or None: where they
    touch their difference is 0, and so are its derivatives."""
    if statement.rel not in ("<", ">"):
        return None
    data = statement.as_json()
    with checker.precision():
        context = checker.context_of(data)
        left, right = (checker.parse(data[key], context.names) for key in ("lhs", "rhs"))
        rel, gap = checker.oriented(left, statement.rel, right)
        try:
            slopes = [checker.diff(gap, name) for name in sorted(checker.symbols(gap))]
        except Rejected:
            return None
        for point in solutions((gap, *slopes), points):
            if may_fail(context, [(rel, gap)], point):
                written = {name: as_written(value) for name, value in point.items()}
                certificate = confirmed(data, "false", written)
                if certificate is not None:
                    return certificate
    return None


class Test:
    """The statement at points, by balls: which points are worth the checker's time."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.rel = data["rel"]
        context = checker.context_of(data)
        names = context.names
        self.goals: list[tuple[str, Term]] = []
        if self.rel == "iff":
            self.goals = [checker.relation(data[k], names) for k in ("lhs", "rhs")]
        elif self.rel in checker.SHAPES:
            order, sign, _ = checker.SHAPES[self.rel]
            slope = checker.parse(data["lhs"], names)
            for _ in range(order):
                slope = checker.diff(slope, data["rhs"])
            self.goals = [(">=", checker.num(sign) * slope)]
        elif self.rel == "defined":
            self.goals = []
        elif self.rel == "~digits":
            self.goals = [("~", checker.parse(data["lhs"], names))]
            self.digits = data["rhs"]
        else:
            left, right = (checker.parse(data[k], names) for k in ("lhs", "rhs"))
            self.goals = [checker.oriented(left, self.rel, right)]
        self.inserted = context.whole | _exponents(term for _, term in self.goals)

    def suspicious(self, point: Point) -> bool:
        """Whether balls do not show the statement at the point."""
        here = Context({n: exactly(v) for n, v in point.items()}, {}, [], [])
        values = {n: v for n, v in terms_of(point).items() if n in self.inserted}
        signs: list[bool | None] = []
        for rel, term in self.goals:
            try:  # a power of 0 or a negative number depends on what number its exponent is
                value = here.bounds(checker.substitute(term, values) if values else term)
            except Rejected:
                return False
            if rel == "~":
                return checker.printed(self.digits, value) is False
            signs.append(_sign(value, rel))
        if self.rel == "iff":
            return None not in signs and signs[0] != signs[1]
        return signs == [False]


def _exponents(terms: Iterable[Term]) -> set[str]:
    """The names in exponents."""
    parts = (part for term in terms for part in subterms(term) if part[0] == "pow")
    return set[str]().union(*(checker.symbols(part[2]) for part in parts))


def _sign(value: Interval, rel: str) -> bool | None:
    """Whether ``value rel 0`` holds: True, False (or an exact 0 that needs the checker)."""
    if value.satisfies(rel):
        return True
    contrary = {"=": "!=", "!=": "=", ">=": "<", ">": "<="}[rel]
    if contrary in ("<", "<="):
        below = value.hi < 0 or (contrary == "<=" and value.hi <= arb(2) ** -100)
        return False if below else None
    return (
        False if value.satisfies(contrary) or (rel == "!=" and not value.satisfies("!=")) else None
    )
