"""Statements about families of symbolic length, at one length.

A proof is for every length.  To look for a counterexample, or to cross-check, a statement is
written out at one length: ``p[2]`` is then a plain symbol of that name, a sum is its terms.  An
entry of a matrix is ``w[1,2]``; the rows and columns of a matrix get different lengths as well.

>>> from thence.statement import read_statement
>>> given = {"n": "integer>=1", "p": "positive[n]"}
>>> mean_one = ["Sum(p[i], (i, 1, n)) = 1"]
>>> general = read_statement(given, mean_one, "Product(p[i], (i, 1, n))", "<=", "1")
>>> print(instance(general, {"n": 2}))
p[1]*p[2] <= 1
>>> point(general, {"n": 2}, {"p[1]": "1/2", "p[2]": "1/2"})
{'n': '2', 'p': ['1/2', '1/2']}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from itertools import islice, product
from math import ceil, prod
from typing import Any

from thence.domain import Domain
from thence.expr import (
    BINDERS,
    ONE,
    OO,
    ZERO,
    Expr,
    bound_names,
    free_symbols,
    num,
    rebuild,
    sym,
    walk,
)
from thence.parser import parse_expression
from thence.statement import Statement
from thence_numeric import exact, highprecision

#: The lengths at which a statement is looked at; below 0 where these are allowed, as a sum then
#: runs backwards.
LENGTHS = (2, 3, 1, 5, 0, -2)
#: Lengths at which a sum that is not about families is looked at as well.
LONG = (20, 60, 210)
#: A length so far above 1 that a sum from there to 1 runs backwards.
FAR = 4
#: Instances that are looked at, over all lengths and indices; and choices of indices at one length.
INSTANCES, CHOICES = 16, 4
#: Terms that a sum is written out to, and entries of a family.
MAX_TERMS = 400


class NotFinite(ValueError):
    """A statement that cannot be written out at a length."""


class NoValue(NotFinite):
    """A family of that length has no such entry, or a sum runs backwards."""


def occur(statement: Statement) -> bool:
    """Whether the statement is about an indexed family, or an index of symbolic range."""
    nodes = (node for side in (statement.lhs, statement.rhs) for node in walk(side))
    return any(domain.parameters or domain.sizes for domain in statement.given.values()) or any(
        node.head == "KroneckerDelta" for node in nodes
    )


def counted(statement: Statement) -> bool:
    """Whether a sum or product of the statement runs to an integer of its own."""
    return bool(_counting(statement))


def instances(
    statement: Statement, lengths: tuple[int, ...] = LENGTHS
) -> Iterator[tuple[dict[str, int], Statement]]:
    """The statement at a few lengths and indices: their values, and what it says there."""
    for fixed in islice(_fixings(statement, lengths), INSTANCES):
        try:
            yield fixed, instance(statement, fixed)
        except NotFinite:
            continue


def leaving(statement: Statement) -> Iterator[tuple[dict[str, int], Statement]]:
    """Lengths and indices at which a side has no value, as it has an entry that its family has
    not or a sum that runs backwards: their values, and the domain there as a statement of it."""
    bare = replace(statement, lhs=ZERO, rel="=", rhs=ZERO)
    for fixed in islice(_fixings(statement), INSTANCES):
        try:
            domain = instance(bare, fixed)
        except NotFinite:
            continue
        try:
            instance(statement, fixed)
        except NoValue:
            yield fixed, domain
        except NotFinite:
            continue


def no_value(statement: Statement, point: Mapping[str, Any]) -> str:
    """What has no value at the lengths and indices of a point, or nothing."""
    given = statement.given
    fixed = {name: int(value) for name, value in point.items() if given[name].integer}
    try:
        instance(statement, fixed)
    except NoValue as missing:
        return str(missing)
    except NotFinite:
        return ""
    return ""


def _fixings(statement: Statement, of: tuple[int, ...] = LENGTHS) -> Iterator[dict[str, int]]:
    """Values of the lengths and indices, and of the integers in the range of a sum."""
    given = statement.given
    lengths = sorted(_counting(statement))
    indices = [name for name, domain in given.items() if domain.index_of is not None]
    for sizes in _sizes({name: _least(given[name].lo) for name in lengths}, of):
        ranges = []
        for name in indices:
            bound = given[name].index_of
            assert bound is not None
            last = _integer(_written(bound, sizes, {}))
            ranges.append(range(1, last + 1))
        for values in _spread(list(product(*ranges))):
            yield sizes | dict(zip(indices, values, strict=True))


def _sizes(least: Mapping[str, int], of: tuple[int, ...]) -> Iterator[dict[str, int]]:
    """The same length for all; and, if there are several, another one for each, first a little
    apart and at last so far that a sum from one to another runs backwards."""
    seen = list[dict[str, int]]()
    for lengths in _lengths(len(least), of):
        sizes = {name: max(one, least[name]) for name, one in zip(least, lengths, strict=True)}
        if sizes not in seen:
            seen.append(sizes)
            yield sizes


def _lengths(count: int, of: tuple[int, ...]) -> Iterator[list[int]]:
    """Lengths for so many names: see :func:`_sizes`."""
    first = max(1, 4 - count)
    for length in of:
        yield [length] * count
        if length == LENGTHS[0] and count > 1:
            for shift in range(count):
                yield [first + (place + shift) % count for place in range(count)]
    for shift in range(count if count > 1 else 0):
        yield [FAR if place == shift else 1 for place in range(count)]


def _spread(choices: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """A few of the choices of indices, the first and the last among them."""
    last = len(choices) - 1
    if last < CHOICES:
        return choices
    return [choices[round(k * last / (CHOICES - 1))] for k in range(CHOICES)]


def _counting(statement: Statement) -> set[str]:
    """The integer variables that have to be known to write the statement out."""
    names = set[str]().union(*(d.parameters for d in statement.given.values()))
    for side in (statement.lhs, statement.rhs, *statement.assuming):
        for node in walk(side):
            parts = [b for bounds in node.args[1:] for b in bounds.args[1:]]
            if node.head == "at":
                names |= names.union(*map(free_symbols, node.args))
            elif node.head in ("Sum", "Product"):
                names |= set[str]().union(*(free_symbols(part) for part in parts))
    free = {n for n in names if n in statement.given and statement.given[n].integer}
    return {n for n in free if statement.given[n].index_of is None}


def _least(low: Expr) -> int:
    """The least integer from an end on, where that is a rational number."""
    end = exact.value(low, {})
    return -(10**6) if end is None else ceil(end)


def instance(statement: Statement, fixed: Mapping[str, int]) -> Statement:
    """The statement with these integers fixed, its families written out as symbols ``p[1]``.

    :class:`NotFinite` where a sum has no finite number of terms or an index leaves its family.
    """
    sizes: dict[str, Sizes] = {}
    given: dict[str, Domain] = {}
    for name, domain in statement.given.items():
        if domain.sizes:
            sizes[name] = _counts(domain, fixed)
            given |= {entry: replace(domain, sizes=()) for entry in _entries(name, sizes[name])}
        elif name not in fixed:
            given[name] = domain
    left, right, *known = (
        _written(side, fixed, sizes) for side in (statement.lhs, statement.rhs, *statement.assuming)
    )
    return replace(statement, lhs=left, rhs=right, given=given, assuming=tuple(known))


#: Up to where each index of a family goes.
Sizes = tuple[int, ...]


def _counts(domain: Domain, fixed: Mapping[str, int]) -> Sizes:
    """The sizes of a family at a length."""
    found = tuple(_integer(_written(size, fixed, {})) for size in domain.sizes)
    if prod(found) > MAX_TERMS:
        raise NotFinite(f"{domain} has too many entries")
    return found


def _entries(name: str, sizes: Sizes) -> list[str]:
    """The names of the entries of a family, the last index changing first."""
    return [_symbol(name, index) for index in product(*(range(1, size + 1) for size in sizes))]


def _symbol(name: str, index: Sizes) -> str:
    return f"{name}[{','.join(map(str, index))}]"


def point(
    statement: Statement, fixed: Mapping[str, int], values: Mapping[str, str]
) -> dict[str, Any]:
    """A point of an instance as a point of the statement: a list for each family, of lists for a
    matrix."""
    found: dict[str, Any] = {}
    for name, domain in statement.given.items():
        if domain.sizes:
            found[name] = _listed(name, _counts(domain, fixed), values)
        else:
            found[name] = str(fixed[name]) if name in fixed else values[name]
    return found


def _listed(name: str, sizes: Sizes, values: Mapping[str, str], index: Sizes = ()) -> Any:
    if len(index) == len(sizes):
        return values[_symbol(name, index)]
    last = sizes[len(index)]
    return [_listed(name, sizes, values, (*index, k)) for k in range(1, last + 1)]


def values(point: Mapping[str, Any]) -> dict[str, str]:
    """A point of a statement as a point of its instance.

    >>> values({"n": "2", "p": ["1/2", "1/2"]})
    {'n': '2', 'p[1]': '1/2', 'p[2]': '1/2'}
    """
    return {
        _symbol(name, index) if index else name: entry
        for name, value in point.items()
        for index, entry in listed(value)
    }


def listed(value: Any, index: Sizes = ()) -> Iterator[tuple[Sizes, str]]:
    """The entries of a value of a point, with their indices.

    >>> list(listed([["1", "2"]]))
    [((1, 1), '1'), ((1, 2), '2')]
    """
    if isinstance(value, str):
        yield index, value
        return
    for k, part in enumerate(value, 1):
        yield from listed(part, (*index, k))


def in_words(point: Mapping[str, Any]) -> str:
    """The point as a reader may try it.

    >>> in_words({"n": "2", "p": ["1/2", "1"], "w": [["1", "0"], ["0", "1"]]})
    'n = 2, p = (1/2, 1), w = ((1, 0), (0, 1))'
    >>> in_words({"x": "2**(1/3)"})
    'x = 2**(1/3) = 1.25992...'
    """
    return ", ".join(f"{name} = {_bracketed(value)}" for name, value in point.items())


def _bracketed(value: Any) -> str:
    if not isinstance(value, str):
        return f"({', '.join(map(_bracketed, value))})"
    number = parse_expression(value)
    known = free_symbols(number) or exact.value(number, {}) is not None
    return value if known else f"{value} = {highprecision.shown(number, 6)}..."


def _written(expr: Expr, fixed: Mapping[str, int], sizes: Mapping[str, Sizes]) -> Expr:
    """The expression at a length, with sums and products over it written out."""
    if expr.head == "sym":
        return num(fixed[expr.name]) if expr.name in fixed else expr
    if expr.head == "at":
        index = tuple(_integer(_written(arg, fixed, sizes)) for arg in expr.args)
        if not all(1 <= k <= size for k, size in zip(index, sizes[expr.name], strict=True)):
            raise NoValue(f"there is no {expr.name}[{', '.join(map(str, index))}]")
        return sym(_symbol(expr.name, index))
    if expr.head == "KroneckerDelta":
        first, second = (_integer(_written(a, fixed, sizes)) for a in expr.args)
        return ONE if first == second else ZERO
    if expr.head in ("Sum", "Product"):
        return _terms(expr, list(expr.args[1:]), fixed, sizes)
    if expr.head in BINDERS:
        fixed = {name: value for name, value in fixed.items() if name not in bound_names(expr)}
    return rebuild(expr, lambda a: _written(a, fixed, sizes))


def _terms(
    expr: Expr, ranges: list[Expr], fixed: Mapping[str, int], sizes: Mapping[str, Sizes]
) -> Expr:
    """A sum or product over its ranges, the last of which is the outermost."""
    if not ranges:
        return _written(expr.args[0], fixed, sizes)
    variable, low, high = ranges[-1].args
    if high == OO:
        raise NotFinite(f"{expr} has no last term")
    first, last = (_integer(_written(end, fixed, sizes)) for end in (low, high))
    if last - first < -1:
        raise NoValue(f"the {expr.head.lower()} from {first} to {last} runs backwards")
    if last - first >= MAX_TERMS:
        raise NotFinite(f"{expr} has too many terms")
    terms = [
        _terms(expr, ranges[:-1], {**fixed, variable.name: k}, sizes)
        for k in range(first, last + 1)
    ]
    joined, empty = ("+", ZERO) if expr.head == "Sum" else ("*", ONE)
    return reduce(lambda a, b: Expr(joined, (a, b)), terms) if terms else empty


def _integer(expr: Expr) -> int:
    value: Fraction | None = exact.value(expr, {})
    if value is None or value.denominator != 1:
        raise NotFinite(f"{expr} is no integer")
    return int(value)
