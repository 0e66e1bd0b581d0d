"""Monomials in sums over the same indices, so that they can be compared summand by summand.

Indices are of one kind if they have one range and stand in the same places of families: the i of
``a[i, j]`` and of ``a[i, k]**2``, but not the j.  What is proved of matrices of any sizes is then
proved of square ones in the same way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import reduce
from itertools import permutations, product
from typing import Any

from thence import checker
from thence.checker import Term
from thence.provers.terms import subterms

#: A number with the factors of a product, of which some are sums.
Monomial = tuple[Any, list[Term]]
#: The ends of a range and the places of families in which its index stands.
Kind = tuple[Term, Term, str]
#: The name of an index with its kind.
Slot = tuple[str, Kind]
#: Sets of places in which one and the same index stands.
Ties = list[set[str]]

#: Indices of one sum that is written anew.
MOST_INDICES = 4


def product_of(c: Any, factors: list[Term]) -> Term:
    """A number times factors."""
    total = checker.num(c)
    for factor in factors:
        total = factor if total == checker.ONE else total * factor
    return total


def peeled(total: Term) -> tuple[Term, list[tuple[str, Term, Term]]]:
    """The body of sums in sums whose ranges do not depend on one another, and their ranges."""
    found = list[tuple[str, Term, Term]]()
    names = set[str]()
    while total[0] == "sum" and not names & checker.symbols(total[3] + total[4]):
        names.add(total[2])
        found.append((total[2], total[3], total[4]))
        total = total[1]
    return total, found


def ties(monomials: list[Monomial]) -> Ties:
    """The places that indices tie together, over all sums of the monomials."""
    found: Ties = []
    for _, factors in monomials:
        for factor in factors:
            body, ranges = peeled(factor)
            for index, *_ in ranges:
                places = set(_places(body, index))
                touched = [one for one in found if one & places]
                found = [one for one in found if one not in touched]
                found.append(places.union(*touched))
    return found


def _places(body: Term, index: str) -> Iterator[str]:
    """The places of families in which an index stands."""
    for part in subterms(body):
        if part[0] == "at":
            for place, inner in enumerate(part[2:]):
                if index in checker.symbols(inner):
                    yield f"{part[1]} {place}"


def kinds(factor: Term, tied: Ties) -> tuple[Term, list[Slot]]:
    """The body of a sum, and its indices with their kinds."""
    body, ranges = peeled(factor)
    found: list[Slot] = []
    for index, low, high in ranges:
        places = set(_places(body, index))
        whole = next((one for one in tied if one & places), set[str]())
        found.append((index, (low, high, " ".join(sorted(whole)))))
    return body, found


def shared(monomials: list[Monomial], tied: Ties) -> list[list[Kind]]:
    """The kinds of index of all monomials, each as often as in one of them; and those of every
    monomial, where there are others besides."""
    taken = [
        Counter(kind for factor in factors for _, kind in kinds(factor, tied)[1])
        for _, factors in monomials
    ]
    if not taken:
        return []
    found = [reduce(Counter.__or__, taken), reduce(Counter.__and__, taken)]
    ranges = [sorted(one.elements()) for one in found if 0 < one.total() <= MOST_INDICES]
    return ranges[:1] if ranges[:1] == ranges[1:] else ranges


def filled(monomial: Monomial, slots: list[Slot], tied: Ties) -> tuple[Term, list[Slot]]:
    """A monomial with the indices of its sums named by slots of their kinds, and those left."""
    (c, factors), left, parts = monomial, list(slots), list[Term]()
    for factor in factors:
        body, indices = kinds(factor, tied)
        names = dict[str, Term]()
        for index, kind in reversed(indices):
            slot = next((slot for slot in left if slot[1] == kind), None)
            if slot is None:
                body = Term(("sum", body, index, *kind[:2]))
            else:
                left.remove(slot)
                names[index] = checker.sym(slot[0])
        parts.append(checker.substitute(body, names))
    return product_of(c, parts), left


def symmetric(part: Term, slots: list[Slot]) -> Term:
    """The mean of a part over all ways to permute the indices of each kind."""
    groups = dict[Kind, list[str]]()
    for name, kind in slots:
        groups.setdefault(kind, []).append(name)
    before = [name for names in groups.values() for name in names]
    ways = list(product(*map(permutations, groups.values())))
    total = checker.ZERO
    for way in ways:
        after = [checker.sym(name) for names in way for name in names]
        moved = checker.substitute(part, dict(zip(before, after, strict=True)))
        total = checker.plus(total, moved)
    return total / checker.num(len(ways)) if len(ways) > 1 else total
