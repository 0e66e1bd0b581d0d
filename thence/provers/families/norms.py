"""Orders between norms: the side with the roots is not negative, and both sides are squared.

``norm(x) norm(y) >= S x_i y_i`` becomes ``(S x_i**2)(S y_i**2) - (S x_i y_i)**2 >= 0``, and the
triangle inequality becomes that of Cauchy and Schwarz.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import product
from typing import Any

from thence import checker
from thence.checker import Proof, Term
from thence.provers.general.parts import addends
from thence.provers.goal import Goal, Search
from thence.provers.terms import reread, subterms, text

NAME = "norms"
COST = 1
V = {"n": "integer>=1", "x": "real[n]", "y": "real[n]"}
X, Y = (f"sqrt(Sum({v}[i]**2, (i, 1, n)))" for v in "xy")
MUST_NOT_PROVE = [
    {"given": V, "lhs": f"{X}*{Y}", "rel": ">", "rhs": "Sum(x[i]*y[i], (i, 1, n))"},
    {"given": V, "lhs": f"{X}*{Y}", "rel": "<=", "rhs": "Sum(x[i]*y[i], (i, 1, n))"},
    {"given": V, "lhs": f"{X} - {Y}", "rel": ">=",
     "rhs": "sqrt(Sum((x[i] - y[i])**2, (i, 1, n)))"},
    {"given": V, "lhs": f"{X} + {Y}", "rel": "<=",
     "rhs": "sqrt(Sum((x[i] + y[i])**2, (i, 1, n)))"},
    {"given": V, "lhs": f"{X} + 10**-12", "rel": "<=", "rhs": "Sum(Abs(x[i]), (i, 1, n))"},
]  # fmt: skip
#: Pairs of summands that are multiplied.
MOST = 40


#: A summand as a number and its factors.
Summand = tuple[Any, list[Term]]


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The positive summands with roots of sums against the others, both squared; or all positive
    ones, where the roots are on the other side."""
    if goal.rel not in (">", ">="):
        return None
    summands = list(_summands(goal.term))
    roots = [summand for summand in summands if any(map(_is_norm, summand[1]))]
    high = [(c, factors) for c, factors in roots if c > 0]
    if roots and not high:
        high = [(c, factors) for c, factors in summands if c > 0]
    low = [(-c, factors) for c, factors in summands if (c, factors) not in high]
    if not high or len(high) * len(high) + len(low) * len(low) > MOST:
        return None
    a, b, to = _term(high), _term(low), _term([*_squared(high), *_squared(low, -1)])
    sign = search.prove(goal.of(a, ">="), only=("bounds", "normal form"))
    needs = [_needs(goal, part, search) for part in (a, b, to)] if sign is not None else [None]
    then = search.prove(goal.of(to)) if None not in needs else None
    if then is None:
        return None
    inner = {"rule": "rewrite", "to": text(to), "to_defined": needs[2], "then": then}
    return {
        "rule": "powers", "power": 2, "left": text(a), "right": text(b), "left_sign": sign,
        "left_defined": needs[0], "right_defined": needs[1], "then": inner,
    }  # fmt: skip


def _summands(term: Term, c: Any = 1) -> Iterator[Summand]:
    """The summands of a term as it is written, signs and numbers taken out."""
    if term[0] == "+":
        yield from _summands(term[1], c)
        yield from _summands(term[2], c)
    elif term[0] == "*" and (value := checker.rational(term[1])) is not None:
        yield from _summands(term[2], c * value)
    elif (value := checker.rational(term)) is not None:
        yield c * value, []
    else:
        yield c, list(_factors(term))


def _factors(term: Term) -> Iterator[Term]:
    if term[0] == "*":
        yield from _factors(term[1])
        yield from _factors(term[2])
    else:
        yield term


def _is_norm(factor: Term) -> bool:
    """Whether a factor is the square root of something with a sum over an index, or of squares
    that are written out."""
    if factor[0] != "pow" or factor[2] != checker.HALF:
        return False
    return any(part[0] == "sum" for part in subterms(factor[1])) or _adds_squares(factor[1])


def _adds_squares(term: Term) -> bool:
    """Whether a term is a sum of squares of different things, as in the plane."""
    squares = list(addends(term))
    written = (part[0] == "pow" and part[2] == checker.TWO for part in squares)
    return len(squares) > 1 and len(checker.symbols(term)) > 1 and all(written)


def _squared(summands: list[Summand], c: int = 1) -> Iterator[Summand]:
    """The products of all pairs, in which a square root times itself is what is under it."""
    for (c1, first), (c2, second) in product(summands, summands):
        left, found = list(second), list[Term]()
        for factor in first:
            if factor in left and factor[0] == "pow" and factor[2] == checker.HALF:
                left.remove(factor)
                factor = factor[1]
            found.append(factor)
        yield c * c1 * c2, [*found, *left]


def _term(summands: Iterable[Summand]) -> Term:
    """The sum of the summands."""
    total = checker.ZERO
    for c, factors in summands:
        total = checker.plus(total, reduce(checker.times, factors, checker.num(c)))
    return total


def _needs(goal: Goal, side: Term, search: Search) -> dict[str, Proof] | None:
    """Proofs of what a side needs, as it is read from its text."""
    return search.defined(goal.context, reread(goal.context, side))
