r"""Conditions on every entry of a family: ``|E_i| \le \Delta/2 \text{ for all } i``.

Bounds that are numbers narrow the domain of the family.  Others become its form: from
``a \le E_i \le b`` for every i, E_i is ``a + (b - a) u_i`` with u from 0 to 1, where ``a \le b``,
for there is no such E elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from thence.domain import NONNEGATIVE, POSITIVE, Domain
from thence.errors import ReadError
from thence.expr import MINUS_OO, ONE, OO, ZERO, Expr, entry, free_symbols, num, rebuild, sym, walk
from thence.parser import exact_value
from thence.readers.resolve.extremes import has_entries
from thence.readers.scope import Scope
from thence.readers.syntax.nodes import GRADIENT, Link

#: A relation that holds for every value of the indices behind it.
EACH = "for each"
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_HINT = r"Such as 0 \le x_i \le c \text{ for all } i, or |x_i| \le c."


class _End(NamedTuple):
    """A bound of the entries, and whether they may not meet it."""

    at: Expr
    outside: bool


@dataclass(frozen=True, slots=True)
class _Bounds:
    """The ends between which every entry of a family lies; None where there is none."""

    low: _End | None = None
    high: _End | None = None


def for_every(relation: Expr, names: frozenset[str], scope: Scope) -> Expr:
    """A condition for every value of those indices among the names that it is about."""
    free = free_symbols(relation)
    indices = sorted(n for n in names & free if scope.domains[n].index_of is not None)
    return Expr(EACH, (relation, *map(sym, indices))) if indices else relation


def of_norm(relation: Expr) -> Expr:
    r"""What ``\Vert x\Vert_\infty \le c`` was read as, for every entry."""
    entries = [node.args[0] for node in relation.args if node.head == "Abs"]
    if len(entries) != 1 or entries[0].head != "at":
        raise ReadError("a condition on a largest entry.", hint=r"Such as \|x\|_\infty \le c.")
    return Expr(EACH, (relation, *entries[0].args))


def spread(link: Link, domains: dict[str, Domain]) -> tuple[Link, dict[str, Domain]]:
    """The link without conditions on every entry, and the domains that say them instead."""
    found = [h for h in link.assuming if h.head == EACH]
    bounds = dict[str, _Bounds]()
    for condition in found:
        family, side, end = _bound(condition, domains)
        for where in side:
            known = bounds.get(family, _Bounds())
            if getattr(known, where) is not None:
                raise ReadError(f"two bounds of one side of {family}.", hint="Keep one of them.")
            bounds[family] = replace(known, **{where: _turned(end, where, len(side) == 2)})
    link = replace(link, assuming=tuple(h for h in link.assuming if h not in found))
    for family, one in bounds.items():
        if family in link.relied or any(b.family == family for b in link.bounded):
            hint = "Write the entries out, or declare it so above."
            raise ReadError(f"an extreme where {family} has another domain.", hint=hint)
        link, domains = _with_bounds(link, family, one, domains)
    return link, domains


def _turned(end: _End, where: str, modulus: bool) -> _End:
    """The end on one side; of a modulus the lower one is the negative of the upper."""
    return _End(Expr("neg", (end.at,)), end.outside) if modulus and where == "low" else end


def _bound(condition: Expr, domains: dict[str, Domain]) -> tuple[str, tuple[str, ...], _End]:
    """The family that a condition bounds, on which sides, and the bound."""
    relation, *indices = condition.args
    names = {index.name for index in indices}
    for one, other, rel in _ways(relation):
        inner = one.args[0] if one.head == "Abs" else one
        if inner.head != "at" or list(inner.args) != indices or domains[inner.name].integer:
            continue
        ranged = (domains[i.name].index_of for i in indices if i.name in domains)
        whole = all(a == b for a, b in zip(ranged, domains[inner.name].sizes, strict=False))
        upper = rel in ("<", "<=")
        if whole and not (names | {inner.name}) & free_symbols(other) and (upper or one is inner):
            sides = ("low", "high") if one is not inner else ("high",) if upper else ("low",)
            return inner.name, sides, _End(other, len(rel) == 1)
    raise ReadError(f"{relation} for each {', '.join(map(str, indices))}.", hint=_HINT)


def _ways(relation: Expr) -> list[tuple[Expr, Expr, str]]:
    """An order from the left to the right, and back."""
    if relation.head not in _TURNED:
        return []
    left, right = relation.args
    return [(left, right, relation.head), (right, left, _TURNED[relation.head])]


def _with_bounds(
    link: Link, family: str, bounds: _Bounds, domains: dict[str, Domain]
) -> tuple[Link, dict[str, Domain]]:
    """The link in which a family lies between its bounds."""
    own = domains[family]
    ends = [end for end in (bounds.low, bounds.high) if end is not None]
    if all(exact_value(end.at) is not None for end in ends):
        return link, domains | {family: _narrower(family, own, bounds)}
    bounds = _beside(family, own, bounds)
    if link.extreme is not None:
        hint = "Put the bounds into the declaration, or the two into equations of their own."
        raise ReadError("a condition on every entry beside an extreme value.", hint=hint)
    if not has_entries(own, domains):
        hint = "Declare its length so, thence: n integer>=1"
        raise ReadError(f"a condition on every entry of {family}, which may be empty.", hint=hint)
    rest = f"{family}_share"
    while rest in domains:
        rest += "_"
    low, high = bounds.low, bounds.high
    assuming = link.assuming
    if low is None or high is None:
        (end,) = ends
        domain = POSITIVE if end.outside else NONNEGATIVE
        start, length = end.at, ONE if high is None else num(-1)
    else:
        modulus = low.at == Expr("neg", (high.at,))
        domain = Domain(num(-1) if modulus else ZERO, ONE, low.outside, high.outside)
        from_zero = modulus or low.at == ZERO
        start, length = (ZERO, high.at) if from_zero else (low.at, high.at - low.at)
        rel = "<" if low.outside or high.outside else "<="
        assuming = (*assuming, Expr(rel, (ZERO, high.at) if modulus else (low.at, high.at)))
    lhs, rhs, *known = (
        _put_in(e, family, rest, start, length) for e in (link.lhs, link.rhs, *assuming) if e
    )
    domains = domains | {rest: replace(domain, sizes=own.sizes)}
    return replace(link, lhs=lhs, rhs=rhs, assuming=tuple(known)), domains


def _beside(family: str, own: Domain, bounds: _Bounds) -> _Bounds:
    """The bounds with the other end of the domain, where it has one that is a number."""
    for end, declared in ((bounds.low, own.lo), (bounds.high, own.hi)):
        if end is not None and declared not in (MINUS_OO, OO):
            raise ReadError(f"bounds of {family}, which is {own}.", hint=f"Declare {family} real.")
    low = bounds.low or (None if own.lo == MINUS_OO else _End(own.lo, own.lo_open))
    high = bounds.high or (None if own.hi == OO else _End(own.hi, own.hi_open))
    return _Bounds(low, high)


def _narrower(family: str, own: Domain, bounds: _Bounds) -> Domain:
    """The domain of the entries with ends that are numbers, which lie inside it."""
    for end, name, sign in ((bounds.low, "lo", 1), (bounds.high, "hi", -1)):
        if end is None:
            continue
        before = getattr(own, name)
        if before not in (OO, MINUS_OO):
            old, new = exact_value(before), exact_value(end.at)
            if old is None or new is None or sign * (new - old) < 0:
                raise ReadError(f"a bound of {family} beyond {own}.", hint="Leave it out.")
            if new == old and getattr(own, f"{name}_open"):
                continue
        if sign > 0:
            own = replace(own, lo=end.at, lo_open=end.outside)
        else:
            own = replace(own, hi=end.at, hi_open=end.outside)
    values = [exact_value(end) for end in (own.lo, own.hi)]
    if None not in values and (values[0] or 0) >= (values[1] or 0):
        raise ReadError(f"no number is left for {family}: {own}.", hint=_HINT)
    return own


def _put_in(expr: Expr, family: str, rest: str, start: Expr, length: Expr) -> Expr:
    """The expression with ``start + length*rest_i`` for each entry of the family."""
    if expr.head == "at" and expr.name == family:
        part = length * entry(rest, *expr.args)
        return part if start == ZERO else start + part
    made = rebuild(expr, lambda part: _put_in(part, family, rest, start, length))
    over = expr.args[1:] if expr.head in ("Derivative", GRADIENT) else ()
    if any(node.head == "at" and node.name == family for one in over for node in walk(one)):
        hint = f"Declare {family} with its domain instead, thence: {family} [0, 1][n]."
        raise ReadError(f"a derivative in {family} beside a condition on its entries.", hint=hint)
    return made
