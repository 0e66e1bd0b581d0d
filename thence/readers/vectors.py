r"""Vectors: declared families without an index, in norms, inner products and gradients.

A vector has a length and entries; ``\Vert x + y \Vert^2`` becomes a sum over the entries of
``x + y``.  Whatever is no number in the end is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from thence.domain import Domain
from thence.errors import ReadError
from thence.expr import ONE, Expr, call, entry, free_symbols, num, rebuild, sym, walk
from thence.readers.mathtree import ENTRYWISE, GRADIENT, INNER, NORM, TRANSPOSED

_HINT = "Write it out with an index, as x_i."


class Vectors:
    """Vector expressions over declared families."""

    def __init__(self, domains: Mapping[str, Domain]) -> None:
        self.domains = domains

    def length(self, expr: Expr) -> Expr | None:
        """The number of entries of a vector; None for a number."""
        if expr.head in ("sym", GRADIENT):
            domain = self.domains.get(str(expr.value))
            if expr.head == GRADIENT and (domain is None or not domain.sizes):
                hint = r"Write \frac{d}{dx}, or declare the vector: thence: x real[n]"
                raise ReadError(f"a gradient in {expr.value}, which is no vector.", hint=hint)
            return domain.sizes[0] if domain and domain.sizes else None
        lengths = [self.length(arg) for arg in expr.args] if expr.head in _LINEAR else []
        found = [length for length in lengths if length is not None]
        if found and not _LINEAR[expr.head](len(lengths), len(found), lengths[-1] is not None):
            raise ReadError(f"{_WRONG[expr.head]} is not read.", hint=_HINT)
        if any(length != found[0] for length in found):
            raise ReadError(f"vectors of lengths {found[0]} and {found[-1]}.", hint=_HINT)
        return found[0] if found else None

    def entry(self, expr: Expr, index: Expr) -> Expr:
        """One entry of a vector; a number is itself."""
        if self.length(expr) is None:
            return self.number(expr)
        if expr.head == "sym":
            return entry(expr.name, index)
        if expr.head == GRADIENT:
            body, name = self.number(expr.args[0]), str(expr.value)
            if name not in free_symbols(body):
                hint = "If it is a function, define it above: thence: define y."
                raise ReadError(f"{body} does not depend on {name}.", hint=hint)
            return call("Derivative", body, entry(name, index))
        parts = tuple(self.entry(arg, index) for arg in expr.args)
        return Expr("*" if expr.head == ENTRYWISE else expr.head, parts)

    def number(self, expr: Expr) -> Expr:
        """The expression with norms and inner products written as sums."""
        if expr.head == NORM:
            return self._norm(expr)
        if expr.head == INNER:
            left, right = (a.args[0] if a.head == TRANSPOSED else a for a in expr.args)
            return self._sum(_bilinear(left), _bilinear(right), "inner product")
        if expr.head == TRANSPOSED:
            raise ReadError("a transposed vector by itself.", hint=_HINT)
        return rebuild(expr, self.number)

    def _norm(self, expr: Expr) -> Expr:
        (inside,) = expr.args
        if expr.value == "1":
            return self._sum(inside, None, "norm")
        return call("sqrt", self._sum(inside, inside, "norm"))

    def _sum(self, left: Expr, right: Expr | None, what: str) -> Expr:
        """The sum of the products of entries, or of their absolute values."""
        size = self.length(left)
        if size is None or (right is not None and self.length(right) != size):
            hint = r"Declare vectors, thence: x real[n]; a number has its \lvert x \rvert."
            raise ReadError(f"the {what} of what is no vector, or of another length.", hint=hint)
        taken = {str(n.value) for e in (left, right or left) for n in walk(e)} | set(self.domains)
        index = sym(next(name for name in _letters() if name not in taken))
        first = self.entry(left, index)
        second = None if right is None else self.entry(right, index)
        if second is None:
            body = call("Abs", first)
        else:
            body = first ** num(2) if left == right else first * second
        return call("Sum", body, call("tuple", index, ONE, size))


def _bilinear(expr: Expr) -> Expr:
    """A transposed vector at the end of a product, as the vector that it is of."""
    if expr.head == "*" and expr.args[1].head == TRANSPOSED:
        return Expr("*", (expr.args[0], expr.args[1].args[0]))
    return expr


def _letters() -> list[str]:
    return [letter + tail for tail in ("", "_1", "_2", "_3", "_4") for letter in "kijmnlpqrst"]


#: Of so many parts so many are vectors, the last of them or not: whether that is a vector.
_LINEAR: dict[str, Callable[[int, int, bool], bool]] = {
    "neg": lambda parts, vectors, last: True,
    "+": lambda parts, vectors, last: parts == vectors,
    "-": lambda parts, vectors, last: parts == vectors,
    "*": lambda parts, vectors, last: vectors == 1,
    "/": lambda parts, vectors, last: not last,
    ENTRYWISE: lambda parts, vectors, last: parts == vectors,
}
_WRONG = {
    "+": "a vector and a number added",
    "-": "a vector and a number subtracted",
    "*": "a product of two vectors",
    "/": "a division by a vector",
    ENTRYWISE: "an entrywise product with a number",
}


def free_index(domains: Mapping[str, Domain], size: Expr, used: frozenset[str]) -> Expr | None:
    """A declared index of this range that does not occur yet."""
    for name, domain in domains.items():
        if domain.index_of == size and name not in used:
            return sym(name)
    return None


def names_in(*parts: Expr) -> frozenset[str]:
    """The free symbols of several expressions."""
    return frozenset[str]().union(*map(free_symbols, parts))
