"""Normal forms of sums over several indices.

A monomial in sums is one sum over all of their indices, where no range depends on an index: finite
sums may be exchanged, and a product of sums is a sum of products.  That sum is then simplified:

- an index that a Kronecker delta sets equal to what certainly lies in its range is replaced by it;
- factors without an index come out, and indices that no factor ties together are summed apart;
- the names of the indices do not matter: of all the ways to name those of one range, that is taken
  whose factors come first in an order of the texts.

What comes out of a sum whose range may be empty need not be defined there.  The sum that is left,
or the number of its terms, is then 0, and makes the product 0 whatever the value of the other
factors, save of a division by 0; so a denominator comes out if it is not 0 or no range is empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations, product
from math import factorial, prod
from typing import Any

from .terms import BINDERS, ONE, Term, num, rational, substitute, sym, symbols, times

#: Indices of one sum; further sums are left as they are, as factors.
MOST_INDICES = 7
#: Ways to name indices that are compared.
MOST_WAYS = 720

#: An index with the first and the last value that it takes.
Range = tuple[str, Term, Term]
#: A term and its exponent, negative for a denominator.
Factor = tuple[Term, int]


def summed(form: Any, ranges: list[Range], factors: list[Factor]) -> Any:
    """The sum of a product of factors over ranges that do not depend on one another."""
    ranges, factors = _flat(form, ranges, factors)
    chosen = _picked(form, ranges, factors)
    if chosen is not None:
        return form.of(chosen)
    total = form.of(ONE)
    for some, parts in _apart(form, ranges, factors):
        if not some:
            total *= form.of(parts[0][0]) ** parts[0][1]
        elif not parts:
            ((_, low, high),) = some
            total *= form.of(high - low + ONE)
        else:
            total *= _kernel(form, some, parts)
    return total


def _flat(
    form: Any, ranges: list[Range], factors: list[Factor]
) -> tuple[list[Range], list[Factor]]:
    """The sums among the factors that depend on an index, as factors over more ranges."""
    found, left = list[Factor](), list(factors)
    ranges = list(ranges)
    while left:
        term, e = left.pop(0)
        bound = {name for name, *_ in ranges}
        plain = term[0] != "sum" or e < 0 or not bound & symbols(term)
        if plain or len(ranges) + e > MOST_INDICES or not _exchanges(form, bound, term):
            found.append((term, e))
            continue
        for _ in range(e):
            _, body, name, *ends = term
            taken = bound.union(*(names(f) for f, _ in (*factors, *found, *left)))
            spare = form.bound("sum", len(ranges), ends, taken)
            ranges.append((spare, *ends))
            bound.add(spare)
            left = [*_factors(substitute(body, {name: sym(spare)})), *left]
    return ranges, found


def _exchanges(form: Any, bound: set[str], term: Term) -> bool:
    """Whether the range of an inner sum depends on no outer index, and does not run backwards where
    the outer ranges are empty, and so nothing has shown that it does not."""
    low, high = term[3:]
    free = not bound & (symbols(low) | symbols(high))
    return free and bool(form.context.holds(">=", high - low + ONE))


def _factors(term: Term, sign: int = 1) -> Iterator[Factor]:
    """The factors of a term as it is written."""
    power = rational(term[2]) if term[0] == "pow" else None
    if term[0] in ("*", "/"):
        yield from _factors(term[1], sign)
        yield from _factors(term[2], sign if term[0] == "*" else -sign)
    elif power is not None and power.q == 1:
        yield from ((f, e * int(power)) for f, e in _factors(term[1], sign))
    else:
        yield term, sign


def _picked(form: Any, ranges: list[Range], factors: list[Factor]) -> Term | None:
    """The sum with an index gone that a delta sets equal to what lies in its range, or None."""
    for delta, e in factors:
        if delta[0] != "delta" or e < 0:
            continue
        for name, low, high in ranges:
            for one, other in (delta[1:], delta[:0:-1]):
                if one != sym(name) or name in symbols(other):
                    continue
                inside = (other - low, high - other)
                if all(form.context.holds(">=", gap) for gap in inside):
                    rest = [(f, k) for f, k in factors if f is not delta]
                    body = substitute(_product(rest), {name: other})
                    return _nested([r for r in ranges if r[0] != name], body)
    return None


def _product(factors: list[Factor]) -> Term:
    total = ONE
    for term, e in factors:
        total = times(total, term if e == 1 else term ** num(e))
    return total


def _nested(ranges: list[Range], body: Term) -> Term:
    """The sum over ranges, the first of them innermost."""
    for name, low, high in ranges:
        body = Term(("sum", body, name, low, high))
    return body


def _apart(
    form: Any, ranges: list[Range], factors: list[Factor]
) -> Iterator[tuple[list[Range], list[Factor]]]:
    """The ranges in groups that no factor ties together, with their factors; and each factor that
    comes out by itself."""
    names = {name for name, *_ in ranges}
    groups: list[tuple[set[str], list[Factor]]] = [({name}, []) for name, *_ in ranges]
    for factor in factors:
        tied = names & symbols(factor[0])
        if not tied and (factor[1] > 0 or _divides(form, ranges, factor[0])):
            yield [], [factor]
            continue
        touched = [group for group in groups if group[0] & (tied or names)]
        groups = [group for group in groups if group not in touched]
        joined = set[str]().union(*(group[0] for group in touched))
        groups.append((joined, [f for group in touched for f in group[1]] + [factor]))
    for some, parts in groups:
        yield [r for r in ranges if r[0] in some], parts


def _divides(form: Any, ranges: list[Range], term: Term) -> bool:
    """Whether a sum may be divided by a term outside it as well as inside."""
    never_empty = all(form.context.holds(">=", high - low) for _, low, high in ranges)
    return never_empty or bool(form.context.holds("!=", term))


def _kernel(form: Any, ranges: list[Range], factors: list[Factor]) -> Any:
    """The sum as one kernel, its indices named in the order that their places in it give."""
    ranges = _in_order(ranges, factors)
    taken = names(_product(factors)) - {name for name, *_ in ranges}
    depth = max((nesting(term) for term, _ in factors), default=0)
    renamed, labels = dict[str, Term](), list[Range]()
    for place, (name, *ends) in enumerate(ranges, depth):
        label = form.bound("sum", place, ends, taken)
        labels.append((label, *ends))
        taken.add(label)
        renamed[name] = sym(label)
    body = form.of(substitute(_product(factors), renamed)).term()
    return form.ratio(form.generator(_nested(labels, body)))


def _in_order(ranges: list[Range], factors: list[Factor]) -> list[Range]:
    """The ranges by their ends; of one and the same, by what the factors are made of there."""
    if len(ranges) == 1:
        return ranges
    groups = dict[str, list[Range]]()
    for one in ranges:
        blank = {name: "*" if name == one[0] else "_" for name, *_ in ranges}
        key = f"{one[1]!r} {one[2]!r} {_text(factors, blank)}"
        groups.setdefault(key, []).append(one)
    ties = [groups[key] for key in sorted(groups)]
    if prod(factorial(len(tie)) for tie in ties) > MOST_WAYS:
        return [one for tie in ties for one in tie]
    ways = ([one for tie in way for one in tie] for way in product(*map(permutations, ties)))

    def text(way: list[Range]) -> str:
        return _text(factors, {name: f"@{place}" for place, (name, *_) in enumerate(way)})

    first: list[Range] = min(ways, key=text)
    return first


def _text(factors: list[Factor], names: dict[str, str]) -> str:
    return " ".join(sorted(f"{_written(term, names)}^{e}" for term, e in factors))


def _written(term: Term, names: dict[str, str]) -> str:
    """The text of a term, whatever the order of its summands and factors."""
    head = term[0]
    if head == "sym":
        name: str = term[1]
        return names.get(name, name)
    if head in ("+", "*"):
        return f"({head} {' '.join(sorted(_written(part, names) for part in _parts(term, head)))})"
    inner = (_written(a, names) if isinstance(a, Term) else str(a) for a in term)
    return f"({' '.join(inner)})"


def _parts(term: Term, head: str) -> Iterator[Term]:
    """The summands of a sum, or the factors of a product."""
    if term[0] != head:
        yield term
        return
    for part in term.parts():
        yield from _parts(part, head)


def names(term: Term) -> set[str]:
    """The names in a term, those of its bound variables included."""
    own = {term[1]} if term[0] == "sym" else {term[2]} if term[0] in BINDERS else set[str]()
    return own.union(*map(names, term.parts()))


def nesting(term: Term) -> int:
    """How deep sums and integrals stand in one another."""
    return max([0, *map(nesting, term.parts())]) + int(term[0] in ("sum", "integral"))
