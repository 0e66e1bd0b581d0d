"""Points of the domain at which something is not defined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from thence import checker
from thence.checker import Context, Rejected, Term
from thence.domain import Domain
from thence.expr import OO
from thence.provers.statements import sealed
from thence.refuters.certificates import Point, accepted, confirmed, simplest
from thence.refuters.constants import as_written
from thence.refuters.solutions import may_fail, solutions, terms_of
from thence.statement import SHAPES, Statement
from thence_numeric import sampling


def undefined_at(statement: Statement, points: Iterable[Point]) -> Any:
    """A certificate that something is not defined at a point of the domain, or None."""
    data = statement.as_json()
    with checker.precision():
        try:
            needs = _open_needs(statement, data)
        except (Rejected, RecursionError):
            return None
        powers = any(rel == "each" for rel, _ in needs)  # or sums
        needs = [(rel, what) for rel, what in needs if rel != "each"]
        if not needs and not powers:
            return None
        listed = list(points)
        context = checker.context_of(data)
        for point in chain(solutions((what for _, what in needs), listed), map(terms_of, listed)):
            if not powers and not may_fail(context, needs, point):
                continue
            written = {name: as_written(value) for name, value in point.items()}
            certificate = confirmed(data, "undefined", written, checker.BITS)
            if certificate is not None:
                return certificate
    return None


def undefined_inside(statement: Statement, count: int, seed: int) -> Any:
    """A certificate that the body of a minimax is not defined somewhere in its ranges, or None."""
    body, *ranges = statement.lhs.args
    given = {}
    for variable, low, high in (bounds.args for bounds in ranges):
        given[variable.name] = Domain(low, high, lo_open=low == -OO, hi_open=high == OO)
    inside = Statement(body, "defined", body, given)
    found = undefined_at(inside, sampling.sample(inside, count, seed))
    if found is None:
        return None
    place = simplest(inside.as_json(), found)["point"]
    certificate = sealed(statement.as_json(), "undefined", {"point": {}, "inside": place})
    return certificate if accepted(statement.as_json(), certificate) else None


def _open_needs(statement: Statement, data: dict[str, Any]) -> list[tuple[str, Term]]:
    """What the statement needs to be defined and what does not hold at sight."""
    context, needs = checker.context_of(data), []
    for term in sides_of(data, context):
        needs += checker.obligations(term)
        for binder in checker.binders(term):  # what is inside, alike at every place
            if binder[0] in ("integral", "limit"):
                inside = checker.obligations(binder[1])
                needs += [n for n in inside if binder[2] not in checker.symbols(n[1])]
                needs += [n for end in binder[3:] for n in checker.obligations(end)]
    return [(rel, what) for rel, what in needs if is_open(context, rel, what)]


def sides_of(data: dict[str, Any], context: Context) -> Iterator[Term]:
    """The sides of a statement, in its checker's notation; of a relation between relations what is
    compared with 0."""
    one = data["rel"] in ("~digits", "defined", *SHAPES)
    for side in (data["lhs"],) if one else (data["lhs"], data["rhs"]):
        if data["rel"] == "iff":
            yield checker.relation(side, context.names)[1]
        else:
            yield checker.parse(side, context.names)


def is_open(context: Context, rel: str, what: Term) -> bool:
    """Whether a need does not hold at sight."""
    if rel == "each":  # of these, a point can show a power to be undefined, or a sum's range
        if what[0] == "sum" and not checker.infinite(what):
            return not all(map(context.integral, what[3:]))
        return what[0] == "pow" and not all(
            context.holds(*need) for need in checker.enough(context, what)
        )
    return not context.holds(rel, what)
