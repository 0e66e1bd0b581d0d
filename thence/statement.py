"""A statement: a relation between two expressions over variables with domains, and its reading.

It says what is to be decided, and nothing about how.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from keyword import iskeyword
from typing import Any, TypeVar

from thence.asymptotics import (
    ORDERS,
    Towards,
    has_remainder,
    parse_side,
    parse_towards,
    remainder,
    within,
)
from thence.domain import Domain, parse_domain
from thence.errors import ReadError
from thence.expr import OO, RELATIONS, Expr, free_symbols, renamed_apart
from thence.parser import check_letters, parse_decimal, parse_expression, parse_relation
from thence.stated import as_text

#: Relations of order.
ORDERED = ("<=", ">=", "<", ">")

#: Relations that say something of one expression: the right side is the variable it is said in.
MONOTONE = ("increasing", "decreasing", "nondecreasing", "nonincreasing")
SHAPES = (*MONOTONE, "convex", "concave")

#: Every relation of a statement.  ``defined``: the left side is defined on the whole domain.
#: ``iff``: the relation on the left holds exactly where the one on the right does.
STATEMENT_RELATIONS = (*RELATIONS, "~digits", "iff", "defined", *SHAPES, *ORDERS)


@dataclass(frozen=True, slots=True)
class Statement:
    """``lhs rel rhs`` for all ``given`` variables in their domains that meet ``assuming``.

    An order of growth is said as one more variable, which is bound, tends ``towards`` a target.
    """

    lhs: Expr
    rel: str
    rhs: Expr
    given: Mapping[str, Domain] = field(default_factory=dict)
    assuming: tuple[Expr, ...] = ()
    towards: Towards | None = None

    def __str__(self) -> str:
        return f"{self.lhs}" if self.rel == "defined" else as_text(self.as_json())

    def as_json(self) -> dict[str, Any]:
        """The statement as the record and the checker hold it."""
        said = {
            "given": {name: str(domain) for name, domain in self.given.items()},
            "assuming": [str(h) for h in self.assuming],
            "lhs": str(self.lhs),
            "rel": self.rel,
            "rhs": str(self.rhs),
        }
        return said if self.towards is None else {**said, "tends": str(self.towards)}


def read_domains(given: Mapping[str, str]) -> dict[str, Domain]:
    """Read the domains of variables; :class:`ReadError` names the one that is wrong."""
    domains: dict[str, Domain] = {}
    for name, text in given.items():
        if not (name.isidentifier() and name.isprintable()):
            raise ReadError(f"{name!r} is not a name.", "given", "Use letters, digits and _.")
        if iskeyword(name):
            hint = f"Call it {name}_ instead: it is printed as {name}."
            raise ReadError(f"{name!r} is a word of Python's own.", "given", hint)
        check_letters(name, "given")
        domains[name] = in_field("given", name, partial(parse_domain, text, given))
    return in_field("given", "", partial(in_order, domains))


def read_statement(
    given: Mapping[str, str], assuming: list[str], lhs: str, rel: str, rhs: str, tends: str = ""
) -> Statement:
    """Read a statement from strings; :class:`ReadError` names the field that is wrong.

    ``tends``: what tends to what, such as ``x -> oo``, for an order of growth.
    """
    domains = read_domains(given)
    names = declared(domains)
    if rel not in STATEMENT_RELATIONS:
        raise ReadError(
            f"unknown relation {rel!r}.", "rel", f"One of {', '.join(STATEMENT_RELATIONS)}."
        )
    hypotheses = tuple(
        in_field("assuming", str(i + 1), partial(parse_relation, h, names))
        for i, h in enumerate(assuming)
    )
    if tends or rel in ORDERS:
        towards = in_field("tends", "", lambda: parse_towards(tends, names))
        bound = names | {towards.name}
        left = in_field("lhs", "", lambda: parse_expression(lhs, bound))
        right = in_field("rhs", "", lambda: parse_side(rhs, bound))
        return order_of_growth(left, rel, right, domains, hypotheses, towards)
    side = parse_relation if rel == "iff" else parse_expression
    left = in_field("lhs", "", lambda: side(lhs, names))
    if rel == "defined":
        right = left
    elif rel == "~digits":
        right = in_field("rhs", "", lambda: parse_decimal(rhs))
    else:
        right = in_field("rhs", "", lambda: side(rhs, names))
    if rel in SHAPES and (right.head != "sym" or right.name not in domains):
        raise ReadError(f"{rel} in {rhs!r}?", "rhs", "Name the variable, such as x.")
    found = finite(Statement(left, rel, right, domains, hypotheses))
    # An index that only sums use: they bind it anew.
    return narrowed(found) if any(d.parameters for d in domains.values()) else apart(found)


def order_of_growth(
    lhs: Expr,
    rel: str,
    rhs: Expr,
    given: Mapping[str, Domain],
    assuming: tuple[Expr, ...],
    towards: Towards,
) -> Statement:
    """An order of growth, or ``f = p + O(g)``, which is one of ``f - p``.

    The variable may have been declared: then its domain says from where the target is reached.
    """
    if rel == "=":
        lhs, rel, rhs = remainder(lhs, rhs)
    if rel not in ORDERS:
        known = ", ".join(ORDERS)
        raise ReadError(f"{rel} as {towards}?", "rel", f'One of {known}, or "=" with O(...).')
    name = towards.name
    if name in given:
        towards = within(towards, given[name])
    if has_remainder(lhs) or has_remainder(rhs):
        raise ReadError("O(...) or o(...) of what?", "rhs", 'It goes with "=".')
    if name not in free_symbols(lhs) | free_symbols(rhs):
        raise ReadError(f"no side depends on {name}.", "tends", "Name the variable that tends.")
    if any(name in free_symbols(h) for h in assuming):
        hint = f"What counts is near {towards.target} alone."
        raise ReadError(f"a hypothesis about {name}, which tends somewhere.", "assuming", hint)
    others = {n: domain for n, domain in given.items() if n != name}
    return narrowed(Statement(lhs, rel, rhs, others, assuming, towards))


def finite(statement: Statement) -> Statement:
    """``X < oo`` as what it says: that X, which is a number wherever it is defined, is that.  Other
    comparisons with infinity are no statements about numbers."""
    infinite, (less, more) = (OO, -OO), (statement.lhs, statement.rhs)
    if any(side in infinite for h in statement.assuming for side in h.args):
        hint = "Leave it out: what is defined is finite."
        raise ReadError("infinity is no number to compare with.", "assuming", hint)
    if statement.rel in (">", ">="):
        less, more = more, less
    if statement.rel not in ORDERED or not (less in infinite or more in infinite):
        return statement
    value = less if more == OO else more
    if statement.rel not in ("<", ">") or value in infinite or (more != OO and less == OO):
        hint = "X < oo says that X is defined: that a sum or an integral converges."
        raise ReadError("infinity is no number to compare with.", "rel", hint)
    return replace(statement, lhs=value, rel="defined", rhs=value)


def narrowed(statement: Statement) -> Statement:
    """The statement with only the variables that occur in it."""
    used = free_symbols(statement.lhs) | free_symbols(statement.rhs)
    if statement.towards is not None:
        used |= free_symbols(statement.towards.target)
    for hypothesis in statement.assuming:
        used |= free_symbols(hypothesis)
    for name in used & statement.given.keys():
        used |= statement.given[name].parameters
    given = {name: domain for name, domain in statement.given.items() if name in used}
    return apart(replace(statement, given=given))


def apart(statement: Statement) -> Statement:
    """The statement with other names for the variables of its sums and integrals that have the
    name of a declared one; as it is where a derivative is taken in one of them."""
    names = {*statement.given, *([statement.towards.name] if statement.towards else [])}
    try:
        lhs, rhs, *assuming = (
            renamed_apart(side, names)
            for side in (statement.lhs, statement.rhs, *statement.assuming)
        )
    except ValueError:
        return statement
    return replace(statement, lhs=lhs, rhs=rhs, assuming=tuple(assuming))


def declared(given: Mapping[str, Domain]) -> set[str]:
    """The names as the parser knows them, a family ``p`` as ``p[]``, a matrix ``w`` as ``w[,]``."""
    families = {name: f"[{',' * (len(domain.sizes) - 1)}]" for name, domain in given.items()}
    return {name + families[name] if domain.sizes else name for name, domain in given.items()}


def in_order(given: Mapping[str, Domain]) -> dict[str, Domain]:
    """The same domains, those that depend on other variables last.

    :class:`ReadError` where a size is not made of integer variables.
    """
    for name, domain in given.items():
        for part in sorted(domain.parameters):
            if part not in given or not given[part].integer or given[part].parameters:
                raise ReadError(
                    f"the size of {name} depends on {part}, which is not declared as an integer.",
                    hint=f'Declare it in "given", such as {{"{part}": "integer>=1"}}.',
                )
    return dict(sorted(given.items(), key=lambda item: bool(item[1].parameters)))


T = TypeVar("T")


def in_field(name: str, item: str, read: Callable[[], T]) -> T:
    """What is read of a field; an error says of which one."""
    try:
        return read()
    except ReadError as error:
        raise error.at(f"{name} {item}".strip()) from None


def check_declared(statement: Statement) -> None:
    """Every free symbol is declared, or :class:`ReadError` names the first that is not."""
    bound = {statement.towards.name} if statement.towards else set()
    for expr in (statement.lhs, statement.rhs, *statement.assuming):
        missing = sorted(free_symbols(expr) - statement.given.keys() - bound)
        if missing:
            raise ReadError(
                f"the symbol {missing[0]} is not declared in {expr}.",
                hint="Declare it with a domain, or bind it.",
            )
