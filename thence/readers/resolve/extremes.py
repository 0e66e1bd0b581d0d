r"""Largest and least values inside a side of an inequality: ``f(z) \le \max_i z_i + \log n``.

Where a side rises with ``\max_i f_i`` and is the smaller one, the inequality holds for each i
instead.  Where it is the larger one, ``\max_i z_i`` is replaced by a number M and the entries by
``M - w_i`` with nonnegative w: what holds for every M that is no less than the entries holds for
the largest of them, and the other way round, as the side rises with M.  Entries that are not
negative become ``M u_i`` with u from 0 to 1, and moduli likewise with u from -1 to 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from thence.domain import NONNEGATIVE, Domain
from thence.errors import ReadError
from thence.expr import (
    MINUS_OO,
    ONE,
    OO,
    ZERO,
    Expr,
    call,
    entry,
    free_symbols,
    num,
    rebuild,
    sym,
    walk,
)
from thence.parser import exact_value
from thence.readers.arrays import free_indices
from thence.readers.scope import Scope
from thence.readers.syntax.nodes import (
    GRADIENT,
    LARGEST,
    NORM,
    OPEN_END,
    OVER,
    Bounded,
    Link,
)

#: A bound on the largest value holds for each value; on a least one from below likewise.
_EACH = {("max", "<="): "lhs", ("min", ">="): "lhs", ("max", ">="): "rhs", ("min", "<="): "rhs"}
_ORDERS = frozenset(["<", "<=", ">", ">="])
_RISING = frozenset(["sqrt", "exp", "log"])
_UNIT = Domain(ZERO, ONE, lo_open=False, hi_open=False)


def for_each(link: Link, scope: Scope) -> Link:
    """``max_x f(x) <= c`` as ``f(x) <= c``, for every x of the range."""
    for name, side, other in (("lhs", link.lhs, link.rhs), ("rhs", link.rhs, link.lhs)):
        if side is None or side.head != OVER or _EACH.get((str(side.value), link.rel)) != name:
            continue
        body, (variable, *ends) = side.args[0], side.args[1].args
        if other is None or variable.name in free_symbols(other):
            continue
        relations = [
            Expr(rel[0], (variable, *end.args))
            if end.head == OPEN_END
            else Expr(rel, (variable, end))
            for rel, end in zip((">=", "<="), ends, strict=False)
        ]
        kept = tuple(r for r in relations if r.args[1] not in (OO, MINUS_OO))
        _check_within(variable, ends, scope)
        lhs, rhs = (body, other) if name == "lhs" else (other, body)
        kept = (*link.assuming, *kept)
        return for_each(replace(link, lhs=lhs, rhs=rhs, assuming=kept), scope)
    return link


def _check_within(variable: Expr, ends: list[Expr], scope: Scope) -> None:
    """Refuse a written range that goes beyond the declared domain: the claim would be about less
    than it says."""
    domain = scope.domains.get(variable.name)
    if domain is None or not ends:
        return
    sides = (domain.lo, domain.lo_open, 1), (domain.hi, domain.hi_open, -1)
    for end, (own, opened, inwards) in zip(ends, sides, strict=True):
        if own in (OO, MINUS_OO):
            continue
        value = end.args[0] if end.head == OPEN_END else end
        gap = exact_value(ZERO if value == own else value - own)
        at_end = gap == 0 and (end.head == OPEN_END or not opened)
        if gap is None or not (at_end or inwards * gap > 0):
            hint = f"Declare {variable} with the range, and leave it out here."
            raise ReadError(f"a range of {variable} beyond its domain, {domain}.", hint=hint)


def not_zero(link: Link, scope: Scope) -> Link:
    r"""``x \ne 0`` of a vector or a matrix: the sum of its squares is positive."""
    if link.lhs is None or link.rel != "!=":
        return link
    sides = [side for side in (link.lhs, link.rhs) if side != ZERO]
    domain = (
        scope.domains.get(sides[0].name) if len(sides) == 1 and sides[0].head == "sym" else None
    )
    if domain is None or not domain.sizes or len(domain.sizes) > 2:
        return link
    norm = Expr(NORM, (sides[0],), "2" if len(domain.sizes) == 1 else "F")
    return replace(link, lhs=norm ** num(2), rel=">", rhs=ZERO)


def settled(link: Link, scope: Scope) -> Link:
    """The link without the extremes inside its sides, as far as one of the two ways is open."""
    while (changed := _settled_once(link, scope)) is not None:
        link = changed
    return link


def with_bounds(scope: Scope, link: Link) -> Scope:
    """The scope in which the numbers that stand for extremes are declared."""
    bounds = {one.name: one.domain for one in link.bounded}
    return replace(scope, domains=scope.domains | bounds) if bounds else scope


def put_in(expr: Expr, bounded: tuple[Bounded, ...]) -> Expr:
    """The expression with the entries of the families by their bounds."""
    if not bounded:
        return expr
    made = rebuild(expr, lambda part: put_in(part, bounded))
    if made.head in ("Derivative", GRADIENT) and made != expr:
        for one in bounded:
            if any(node.name == one.family for over in expr.args[1:] for node in _entries(over)):
                hint = "Write the derivative out, or the largest entry as one of its own."
                raise ReadError(f"a derivative in {one.family} beside its extreme.", hint=hint)
    for one in bounded:
        if made.head == "at" and made.name == one.family:
            rest = entry(one.rest, *made.args)
            bound = sym(one.name)
            return {"*": bound * rest, "+": bound + rest, "-": bound - rest}[one.sign]
    return made


def _entries(expr: Expr) -> Iterator[Expr]:
    return (node for node in walk(expr) if node.head == "at")


def _settled_once(link: Link, scope: Scope) -> Link | None:
    """The link with one extreme less, or None."""
    if link.lhs is None or link.rel not in _ORDERS:
        return None
    here = with_bounds(scope, link)
    small, large = (link.lhs, link.rhs) if link.rel[0] == "<" else (link.rhs, link.lhs)
    for node in dict.fromkeys(n for side in (small, large) for n in walk(side)):
        if not (node.head == OVER or (node.head == NORM and node.value == LARGEST)):
            continue
        ways = {-_way(small, node, here), _way(large, node, here)} - {0}
        if ways not in ({1}, {-1}):
            continue
        least = node.head == OVER and node.value == "min"
        if (ways == {-1}) != least:
            made = _for_each_inside(link, node, here)
        else:
            made = _bounded(link, node, here, least)
        if made is not None:
            return made
    return None


_ARITHMETIC = frozenset(["+", "-", "*", "/", "**", "neg"]) | _RISING


def _way(side: Expr, node: Expr, scope: Scope) -> int:
    """1 where the side rises with the node (or stays), -1 where it falls, 0 where it is free of it;
    2 where nothing is known."""
    if side == node:
        return 1
    if node not in walk(side):
        return 0
    parts = [_way(arg, node, scope) for arg in side.args]
    if 2 in parts or side.head not in _ARITHMETIC:
        return 2
    if side.head == "neg":
        return -parts[0]
    if side.head in _RISING:
        return parts[0] if _has_value(side, scope) else 2
    if side.head == "-":
        parts[1] = -parts[1]
    if side.head in ("+", "-"):
        found = set(parts) - {0}
        return found.pop() if len(found) == 1 else 2
    left, right = side.args
    if side.head == "**":
        power = right.head == "num" and right.number >= 0
        return parts[0] if power and _not_negative(left, scope) else 2
    if side.head == "/" and parts[1]:
        return 2
    if parts[0] and parts[1]:
        both = parts[0] == parts[1] == 1 and _not_negative(left, scope)
        return 1 if both and _not_negative(right, scope) else 2
    varying, beside = (left, right) if parts[0] else (right, left)
    return _way(varying, node, scope) if _not_negative(beside, scope) else 2


def _has_value(side: Expr, scope: Scope) -> bool:
    """Whether a root or a logarithm is seen to have a value by its form: other numbers will stand
    for the extreme, at which ``log(1 - max_i p_i)`` may have none."""
    if side.head == "log":
        return _positive(side.args[0], scope)
    return side.head == "exp" or _not_negative(side.args[0], scope)


def _positive(expr: Expr, scope: Scope) -> bool:
    """Whether an expression is seen to be positive, by its form."""
    if expr.head in ("num", "const", "exp"):
        return expr.head == "exp" or (_not_negative(expr, scope) and expr != ZERO)
    if expr.head in ("sym", "at"):
        domain = scope.domains.get(expr.name)
        closed = domain is None or (domain.lo == ZERO and not domain.lo_open)
        return _not_negative(expr, scope) and not closed
    if expr.head == "+":
        some = any(_positive(arg, scope) for arg in expr.args)
        return some and all(_not_negative(arg, scope) for arg in expr.args)
    if expr.head == OVER:
        return _positive(expr.args[0], scope)
    return expr.head in ("*", "/") and all(_positive(arg, scope) for arg in expr.args)


def _not_negative(expr: Expr, scope: Scope) -> bool:
    """Whether an expression is seen not to be negative, by its form."""
    if expr.head == "num":
        return expr.number >= 0
    if expr.head in ("sym", "at"):
        domain = scope.domains.get(expr.name)
        low = domain.lo if domain is not None else MINUS_OO
        return low.head == "num" and low.number >= 0
    if expr.head in (NORM, "Abs", "exp", "sqrt"):
        return True
    if expr.head == "const":
        return expr.name in ("pi", "E")
    if expr.head == "**":
        return expr.args[1] == num(2) or _not_negative(expr.args[0], scope)
    if expr.head in ("+", "*", "/"):
        return all(_not_negative(arg, scope) for arg in expr.args)
    if expr.head == OVER:
        return _not_negative(expr.args[0], scope)
    return False


def _relied(link: Link, scope: Scope) -> frozenset[str]:
    """The declared symbols of a link, whose domains its reading rests on."""
    sides = [side for side in (link.lhs, link.rhs) if side is not None]
    return frozenset(n for side in sides for n in free_symbols(side) if n in scope.domains)


def _ranges(node: Expr, scope: Scope) -> tuple[Expr, list[tuple[Expr, Expr]]] | None:
    """The body of an extreme over indices from 1 to their sizes, and these indices with them."""
    found = list[tuple[Expr, Expr]]()
    kind = node.value
    while node.head == OVER and node.value == kind:
        variable, *ends = node.args[1].args
        domain = scope.domains.get(variable.name)
        size = domain.index_of if domain is not None else None
        if size is None or (ends and ends != [ONE, size]):
            return None
        found.append((variable, size))
        node = node.args[0]
    return None if any(n.head == OVER for n in walk(node)) else (node, found)


def _swapped(expr: Expr, old: Expr, new: Expr) -> Expr:
    return new if expr == old else rebuild(expr, lambda part: _swapped(part, old, new))


def _in_place(link: Link, old: Expr, new: Expr) -> Link:
    assert link.lhs is not None
    return replace(link, lhs=_swapped(link.lhs, old, new), rhs=_swapped(link.rhs, old, new))


def _for_each_inside(link: Link, node: Expr, scope: Scope) -> Link | None:
    """The inequality at each index, which occurs nowhere else in it."""
    alone = node in (link.lhs, link.rhs)
    relied = link.relied if alone else link.relied | _relied(link, scope)
    if node.head == NORM:
        inside = node.args[0]
        domain = scope.domains.get(inside.name) if inside.head == "sym" else None
        if domain is None or not domain.sizes:
            return None
        sides = [side for side in (link.lhs, link.rhs) if side is not None]
        used = frozenset(str(n.value) for side in sides for n in walk(side))
        indices = free_indices(scope.domains, domain.sizes, used)
        if indices is None:
            return None
        body = call("Abs", entry(inside.name, *indices))
    else:
        ranged = _ranges(node, scope)
        if ranged is None:
            return None
        body, found = ranged
        without = _in_place(link, node, ZERO)
        assert without.lhs is not None
        beside = free_symbols(without.lhs).union(
            free_symbols(without.rhs), *map(free_symbols, link.assuming)
        )
        if any(index.name in beside for index, _ in found):
            return None
    return replace(_in_place(link, node, body), relied=relied)


def _bounded(link: Link, node: Expr, scope: Scope, least: bool) -> Link | None:
    """The inequality with a number for the extreme, and the entries by it."""
    if node.head == NORM:
        inside, modulus = node.args[0], True
        family = inside.name if inside.head == "sym" else ""
    else:
        ranged = _ranges(node, scope)
        if ranged is None:
            return None
        body, found = ranged
        modulus = body.head == "Abs"
        body = body.args[0] if modulus else body
        family = body.name if body.head == "at" else ""
        if body.args != tuple(index for index, _ in found):
            return None
    domain = scope.domains.get(family)
    if domain is None or not domain.sizes or any(b.family == family for b in link.bounded):
        return None
    if node.head == OVER and domain.sizes != tuple(size for _, size in found):
        return None
    way = (
        None
        if domain.integer or not has_entries(domain, scope.domains)
        else _parts(domain, modulus)
    )
    if least:
        way = _parts_above(domain) if not modulus and way is not None else None
    if way is None:
        return None
    sign, of_bound, of_rest = way
    word = "min" if least else "max"
    names = _fresh(f"{word}_{family}", scope), _fresh(f"{family}_{_WORDS[sign]}", scope)
    of_rest = replace(of_rest, sizes=domain.sizes)
    bound = Bounded(family, sign, names[0], of_bound, names[1], of_rest)
    relied = link.relied | _relied(link, scope) | {family}
    made = _in_place(link, node, sym(bound.name))
    return replace(made, bounded=(*link.bounded, bound), relied=relied)


_WORDS = {"-": "below", "+": "above", "*": "ratio"}


def _parts(domain: Domain, modulus: bool) -> tuple[str, Domain, Domain] | None:
    """How the entries go together with a number that none exceeds: the sign between that and the
    rest, and the domains of both."""
    whole = replace(domain, sizes=())
    if domain.lo == ZERO:
        return "*", whole, replace(_UNIT, lo_open=domain.lo_open)
    if (domain.lo, domain.hi) != (MINUS_OO, OO):
        return None
    if modulus:
        return "*", NONNEGATIVE, replace(_UNIT, lo=num(-1))
    return "-", whole, NONNEGATIVE


def _parts_above(domain: Domain) -> tuple[str, Domain, Domain] | None:
    """The same with a number that exceeds none."""
    if domain.lo not in (MINUS_OO, ZERO) or domain.hi != OO:
        return None
    return "+", replace(domain, sizes=()), NONNEGATIVE


def has_entries(domain: Domain, domains: Mapping[str, Domain]) -> bool:
    """Whether a family is nowhere empty, for then it has no largest entry."""
    for size in domain.sizes:
        own = domains.get(size.name) if size.head == "sym" else None
        low = own.lo if own is not None else size
        if low.head != "num" or low.number < 1:
            return False
    return True


def _fresh(name: str, scope: Scope) -> str:
    while name in scope.domains or name in scope.defined:
        name += "_"
    return name
