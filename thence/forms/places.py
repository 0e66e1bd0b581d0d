"""Claims about points: where an equation holds, and where a function is least or greatest.

>>> from thence.domain import REAL
>>> from thence.parser import parse_relation
>>> places = [parse_place(f"x = {k}", ["x"]) for k in (0, 3)]
>>> parts = solutions(parse_relation("x**2 = 3*x", ["x"]), places, {"x": REAL}, ())
>>> print(parts.form)
x**2 = 3*x exactly where x = 0 or x = 3
>>> for statement in parts.statements:
...     print(statement, *statement.assuming)
0**2 = 3*0
3**2 = 3*3
x**2 != 3*x x != 0 x != 3
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import reduce

from thence.domain import Domain
from thence.errors import ReadError
from thence.expr import OO, ZERO, Expr, call, free_symbols, num, sym
from thence.form import Form
from thence.forms import Parts, put, relation
from thence.parser import exact_value, parse_relation
from thence.statement import Statement, narrowed

#: The value of each variable that is not a parameter.
Place = Mapping[str, Expr]
Hypotheses = tuple[Expr, ...]

#: Relations that compare a function with its value at one place.
EXTREMA = {
    "least at": (">=", "is least at"),
    "greatest at": ("<=", "is greatest at"),
    "least only at": (">", "is least only at"),
    "greatest only at": ("<", "is greatest only at"),
}


def parse_place(text: str, names: Collection[str]) -> Place:
    """Read ``x = 1, y = 2*a``."""
    place: dict[str, Expr] = {}
    for part in _parts(text):
        found = parse_relation(part, names) if "=" in part else ZERO
        if found.head != "=" or found.args[0].head != "sym" or found.args[0].name in place:
            raise ReadError(f"{part.strip()!r} is no place.", hint='Such as "x = 1, y = 2".')
        name, value = found.args
        place[name.name] = value
    check_place(place)
    return place


def _parts(text: str) -> Iterator[str]:
    """The text between commas outside parentheses."""
    depth = start = 0
    for index, char in enumerate(text):
        depth += (char in "([") - (char in ")]")
        if char == "," and depth == 0:
            yield text[start:index]
            start = index + 1
    yield text[start:]


def check_place(place: Place) -> None:
    """The values of a place are made of parameters alone."""
    for name, value in place.items():
        if tied := sorted(free_symbols(value) & place.keys()):
            hint = "Give every variable as a number or in the parameters."
            raise ReadError(f"{name} = {value} depends on {tied[0]}.", hint=hint)


def solutions(
    equation: Expr, places: Sequence[Place], given: Mapping[str, Domain], assuming: Hypotheses
) -> Parts:
    """An equation holds exactly at these places: at each of them, and nowhere else."""
    if equation.head != "=":
        hint = 'Say where it holds by a second relation: rel "iff".'
        raise ReadError(f"{equation} is no equation.", "rel", hint)
    _alike(places, given)
    found = [
        statement
        for place in places
        for statement in (
            *_inside(place, given, assuming),
            _at(place, equation.args[0], "=", equation.args[1], given, assuming),
        )
    ]
    off = tuple(_apart(place) for place in places)
    lhs, rhs = equation.args
    found.append(narrowed(Statement(lhs, "!=", rhs, given, (*assuming, *off))))
    parts: list[str | Expr] = [equation, "exactly where" if places else "nowhere"]
    for place in places:
        parts += [*([] if place is places[0] else ["or"]), *_formulas(place)]
    return Parts(Form(tuple(parts), found[-1].given, assuming), tuple(found))


def extremum(
    function: Expr,
    rel: str,
    place: Place,
    value: Expr | None,
    given: Mapping[str, Domain],
    assuming: Hypotheses,
) -> Parts:
    """A function is least, or greatest, at a place: it lies in the domain, and no other value is
    beyond the one there; or, ``only``, no other value is as good."""
    _alike([place], given)
    compare, words = EXTREMA[rel]
    found = [*_inside(place, given, assuming)]
    best = value if value is not None else put(function, place)
    if value is not None:
        found.append(_at(place, function, "=", value, given, assuming))
    off = (_apart(place),) if compare in ("<", ">") else ()
    found.append(narrowed(Statement(function, compare, best, given, (*assuming, *off))))
    parts: list[str | Expr] = [function, words, *_formulas(place)]
    if value is not None:
        parts += [", with the value", value]
    used = narrowed(Statement(function, "=", best, given)).given
    return Parts(Form(tuple(parts), used, assuming), tuple(found))


def _alike(places: Sequence[Place], given: Mapping[str, Domain]) -> None:
    """All places give the same declared variables."""
    for place in places:
        if unknown := sorted(place.keys() - given.keys()):
            hint = f'Declare it in "given", such as {{"{unknown[0]}": "real"}}.'
            raise ReadError(f"the symbol {unknown[0]} is not declared.", hint=hint)
        if place.keys() != places[0].keys():
            raise ReadError("the places give different variables.", hint="The same in each.")
        for name, value in place.items():
            if given[name].sizes or given[name].parameters:
                raise ReadError(f"{name} is no single number.", hint="Use an inequality.")
            if missing := sorted(free_symbols(value) - given.keys()):
                raise ReadError(f"the symbol {missing[0]} is not declared.", hint="Declare it.")


def _inside(place: Place, given: Mapping[str, Domain], assuming: Hypotheses) -> Iterator[Statement]:
    """That a place lies in the domain and meets the hypotheses, where that is not plain."""
    for name, value in place.items():
        domain, exact = given[name], exact_value(value)
        ends = [(domain.lo, ">" if domain.lo_open else ">=")] * (domain.lo != Domain().lo)
        ends += [(domain.hi, "<" if domain.hi_open else "<=")] * (domain.hi != OO)
        for end, rel in ends:
            bound = exact_value(end)
            if exact is None or bound is None or not _HOLDS[rel](exact - bound):
                yield _at(place, sym(name), rel, end, given, assuming)
        if domain.integer and (exact is None or exact.denominator != 1):
            yield _at(place, call("floor", sym(name)), "=", sym(name), given, assuming)
        if exact is None and not ends and not domain.integer and value.head != "sym":
            yield _at(place, sym(name), "defined", sym(name), given, assuming)
    for hypothesis in assuming:
        if free_symbols(hypothesis) & place.keys():
            lhs, rhs = hypothesis.args
            yield _at(place, lhs, hypothesis.head, rhs, given, assuming)


_HOLDS: Mapping[str, Callable[[Fraction], bool]] = {
    ">": lambda gap: gap > 0,
    ">=": lambda gap: gap >= 0,
    "<": lambda gap: gap < 0,
    "<=": lambda gap: gap <= 0,
}


def _at(
    place: Place, lhs: Expr, rel: str, rhs: Expr, given: Mapping[str, Domain], assuming: Hypotheses
) -> Statement:
    """A relation at a place, for all values of the parameters."""
    free = tuple(h for h in assuming if not free_symbols(h) & place.keys())
    others = {name: domain for name, domain in given.items() if name not in place}
    return narrowed(Statement(put(lhs, place), rel, put(rhs, place), others, free))


def _apart(place: Place) -> Expr:
    """That the variables are not at a place."""
    if len(place) == 1:
        ((name, value),) = place.items()
        return relation(sym(name), "!=", value)
    squares = [(sym(name) - value) ** num(2) for name, value in place.items()]
    return relation(reduce(Expr.__add__, squares), "!=", ZERO)


def _formulas(place: Place) -> list[str | Expr]:
    found: list[str | Expr] = []
    for name, value in place.items():
        found += [*([","] if found else []), relation(sym(name), "=", value)]
    return found
