r"""Vectors and matrices: declared families without an index, in products, norms and gradients.

An array has a shape and entries: ``W x`` has the entries ``\sum_k W_{ik} x_k``, and
``\Vert x + y \Vert^2`` becomes a sum over the entries of ``x + y``.  Inner sizes must agree, a
transposed vector is a row, and whatever is no number in the end is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from itertools import count
from operator import add, mul

from thence.domain import Domain
from thence.errors import ReadError
from thence.expr import (
    BINDERS,
    FUNCTIONS,
    ONE,
    ZERO,
    Expr,
    bound_names,
    call,
    entry,
    free_symbols,
    num,
    rebuild,
    substitute,
    sym,
    walk,
)
from thence.parser import exact_value
from thence.readers.syntax.nodes import (
    DETERMINANT,
    DOT,
    EACH,
    ENTRYWISE,
    GRADIENT,
    INNER,
    LARGEST,
    MATRIX,
    NORM,
    PICK,
    TRACE,
    TRANSPOSED,
    VECTOR,
)

#: The most rows of a determinant or an inverse.
MAX_DETERMINANT = 4
_HINT = "Write it out with indices, as x_i or W_{ij}."


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of an array, none for a number; ``row``: a vector that stands for one row."""

    sizes: tuple[Expr, ...] = ()
    row: bool = False

    def __str__(self) -> str:
        kinds = {0: "a number", 1: "a row" if self.row else "a vector", 2: "a matrix"}
        kind = kinds.get(len(self.sizes), "an array")
        of = " times ".join(map(str, self.sizes))
        return f"{kind} of {of}" if self.sizes else kind


NUMBER = Shape()


class Arrays:
    """Expressions in vectors and matrices over declared families."""

    def __init__(
        self, domains: Mapping[str, Domain], identities: Mapping[str, Expr] | None = None
    ) -> None:
        self.domains = domains
        self.identities = identities or {}
        #: Variables of the sums around what is read.
        self.around: frozenset[str] = frozenset()

    # Shapes

    def shape(self, expr: Expr) -> Shape:
        """The shape of an expression; :class:`ReadError` where its parts do not fit together."""
        if expr.head in ("sym", "at"):
            if expr.name in self.identities:
                return Shape((self.identities[expr.name],) * (2 - len(expr.args)))
            domain = self.domains.get(expr.name)
            return Shape(domain.sizes[len(expr.args) :]) if domain else NUMBER
        if expr.head == GRADIENT:
            return self._varied(expr.args[1])
        if expr.head == MATRIX:
            return _written(expr)
        if expr.head == VECTOR:
            return Shape(expr.args[1:])
        if expr.head == PICK:
            return self._of_picked(self.shape(expr.args[0]), len(expr.args) - 1)
        if expr.head == DOT:
            return NUMBER if self._is_inner(*expr.args) else self.shape(expr.args[0] * expr.args[1])
        if expr.head == "*":
            return self._of_product(*map(self.shape, expr.args))
        if expr.head == TRANSPOSED:
            return self._turned(expr.args[0])
        if expr.head in ("neg", "Sum", "Derivative"):
            return self.shape(expr.args[0])
        if expr.head == "/":
            left, right = map(self.shape, expr.args)
            if right != NUMBER:
                raise ReadError(f"a division by {right} is not read.", hint=_HINT)
            return left
        if expr.head in ("+", "-", ENTRYWISE):
            left, right = map(self.shape, expr.args)
            if NUMBER in (left, right) and left != right:
                kind = f"a {_kind(left if right == NUMBER else right)}"
                raise ReadError(f"{kind} and a number {_MIXED[expr.head]} is not read.", hint=_HINT)
            if left != right:
                raise ReadError(f"{left} and {right} do not fit together.", hint=_HINT)
            return left
        if expr.head == "**" and (base := self.shape(expr.args[0])) != NUMBER:
            if _factors(expr.args[1]) and _is_small(base) and is_written_out(expr.args[0]):
                return base
            hint = r"Write W W for the product, W \odot W for the squares of the entries."
            raise ReadError(f"a power of {base} is not read.", hint=hint)
        if expr.head == EACH:
            return self.shape(expr.args[1])
        if expr.head in FUNCTIONS and len(expr.args) == 1:
            return self._of_function(expr.head, self.shape(expr.args[0]))
        return NUMBER

    def _of_picked(self, shape: Shape, count: int) -> Shape:
        """The shape of an entry of a vector or matrix, or of a row of a matrix."""
        if count > len(shape.sizes):
            hint = "A number has no entries; a script below brackets is read as an index."
            raise ReadError(f"an entry of {shape}.", hint=hint)
        return Shape(shape.sizes[count:])

    def _of_function(self, name: str, shape: Shape) -> Shape:
        """A function of a vector is taken of each entry; bars may be a norm, and a function of a
        matrix another one."""
        if len(shape.sizes) > 1 or (shape.sizes and name in ("Abs", "factorial")):
            hint = r"Write it with entries, as \exp W_{ij}, or define it: thence: define f(x)"
            raise ReadError(f"{name} of {shape}: of each entry?", hint=hint)
        return shape

    def _varied(self, variable: Expr) -> Shape:
        """The shape of what a gradient is in; in a real number it is the derivative."""
        shape = self.shape(variable)
        domain = self.domains.get(variable.name) if variable.head == "sym" else None
        if domain is not None and not domain.integer:
            return shape
        if shape == NUMBER or variable.head not in ("sym", "at"):
            hint = r"Write \frac{d}{dx}, or declare the vector: thence: x real[n]"
            raise ReadError(f"a gradient in {variable}, which is no vector.", hint=hint)
        return shape

    def _turned(self, inside: Expr) -> Shape:
        """The shape of a transpose."""
        shape = self.shape(inside)
        if not 0 < len(shape.sizes) < 3:
            hint = "Declare it: thence: x real[n]; W real[m, n]"
            what = inside if inside.head == "sym" else shape
            raise ReadError(f"the transpose of {what}, which is no vector or matrix.", hint=hint)
        if len(shape.sizes) == 1:
            return Shape(shape.sizes, not shape.row)
        return Shape(shape.sizes[::-1])

    def _of_product(self, left: Shape, right: Shape) -> Shape:
        if NUMBER in (left, right):
            return left if right == NUMBER else right
        kinds = _kind(left), _kind(right)
        if kinds not in _PRODUCTS:
            hint = r"Transpose one, x^\top y or x y^\top; or write \odot for the entrywise product."
            what = (
                "a product of two vectors" if set(kinds) == {"vector"} else f"{left} times {right}"
            )
            raise ReadError(f"{what} is not read.", hint=hint)
        if kinds != ("vector", "row") and left.sizes[-1] != right.sizes[0]:
            what = f"{left} times {right}: {left.sizes[-1]} and {right.sizes[0]} differ."
            raise ReadError(what, hint="The inner sizes of a product agree.")
        return _PRODUCTS[kinds](left.sizes, right.sizes)

    # Entries

    def number(self, expr: Expr) -> Expr:
        """The number that an expression is, with arrays written as sums of their entries."""
        return self.entry(expr, ())

    def entry(self, expr: Expr, at: tuple[Expr, ...]) -> Expr:
        """One entry of an array, at as many indices as it has; a number has none."""
        if expr.head == "sym":  # a family by itself where a number should be is named later on
            return self._named(expr.name, *at) if at else expr
        shape = self.shape(expr)
        if len(shape.sizes) != len(at):
            raise ReadError(f"{shape} where a number is meant.", hint=_HINT)
        if expr.head == MATRIX:
            return self._cell(expr, at)
        if expr.head == "**" and shape != NUMBER:
            return self._power(expr, at)
        if expr.head == DETERMINANT:
            return self._determinant(expr.args[0])
        if expr.head == "at":
            return self._named(expr.name, *map(self.number, expr.args), *at)
        if expr.head == VECTOR:
            body = renamed(expr.args[0], names_in(*at))
            return self.number(_at_index(body, str(expr.value), at[0]))
        if expr.head == PICK:
            return self.entry(expr.args[0], (*map(self.number, expr.args[1:]), *at))
        if expr.head == NORM:
            return self._norm(expr)
        if expr.head == INNER:
            return self._inner(*expr.args)
        if expr.head == DOT:
            left, right = expr.args
            inner = self._is_inner(left, right)
            return self._inner(left, right) if inner else self.entry(left * right, at)
        if expr.head == TRACE:
            return self._trace(expr.args[0])
        if expr.head == GRADIENT:
            return self._gradient(expr, at)
        if expr.head == TRANSPOSED:
            return self.entry(expr.args[0], at[::-1])
        if expr.head in ("*", ENTRYWISE):
            return self._product(expr, at)
        if expr.head == EACH:
            return self.number(_put_in(expr.args[0], str(expr.value), self.entry(expr.args[1], at)))
        if expr.head == "**" and (square := self._squared_norm(*expr.args)):
            return square
        with self.inside(bound_names(expr) if expr.head in BINDERS else ()):
            if expr.head in ("Sum", "Derivative"):
                body, *bounds = expr.args
                ranges = [rebuild(bound, self.number) for bound in bounds]
                return call(expr.head, self.entry(body, at), *ranges)
            return rebuild(expr, lambda part: self._part(part, at))

    def _named(self, name: str, *indices: Expr) -> Expr:
        """An entry of a family, or of a matrix of ones on the diagonal and zeros elsewhere."""
        if name in self.identities:
            if len(indices) == 2 and all(index.head == "num" for index in indices):
                return ONE if indices[0] == indices[1] else ZERO
            return call("KroneckerDelta", *indices)
        return entry(name, *indices)

    def _part(self, part: Expr, at: tuple[Expr, ...]) -> Expr:
        """The entry of a summand or a numerator; what is divided by is a number."""
        return self.entry(part, at if self.shape(part) != NUMBER else ())

    @contextmanager
    def inside(self, names: Iterable[str]) -> Iterator[None]:
        """Inside sums over these variables."""
        before = self.around
        self.around |= frozenset(names)
        yield
        self.around = before

    def _gradient(self, expr: Expr, at: tuple[Expr, ...]) -> Expr:
        body, variable = self.number(expr.args[0]), expr.args[1]
        if variable.name not in free_symbols(body):
            hint = "If it is a function, define it above: thence: define y."
            raise ReadError(f"{body} does not depend on {variable.name}.", hint=hint)
        return call("Derivative", body, self.entry(variable, at))

    def _product(self, expr: Expr, at: tuple[Expr, ...]) -> Expr:
        """Entrywise, by a number, of a vector and a row, or with a sum over the inner index."""
        left, right = expr.args
        shapes = self.shape(left), self.shape(right)
        if expr.head == ENTRYWISE or NUMBER in shapes:
            return self._part(left, at) * self._part(right, at)
        if (_kind(shapes[0]), _kind(shapes[1])) == ("vector", "row"):
            return self.entry(left, at[:1]) * self.entry(right, at[1:])
        outer = at[: len(shapes[0].sizes) - 1]

        def term(inner: Expr) -> Expr:
            first = self.entry(left, (*outer, inner))
            return first * self.entry(right, (inner, *at[len(outer) :]))

        return self._added(term, shapes[0].sizes[-1], left, right, *at)

    def _added(self, term: Callable[[Expr], Expr], size: Expr, *beside: Expr) -> Expr:
        """The sum of the terms for each index; written out where a matrix is."""
        if size.head == "num" and is_written_out(*beside):
            return reduce(add, [term(num(k)) for k in range(1, int(size.number) + 1)])
        with self.index(*beside) as index:
            body = term(index)
        return _over(body, index, size)

    # Matrices that are written out

    def _cell(self, expr: Expr, at: tuple[Expr, ...]) -> Expr:
        """An entry of a matrix that is written out, or of a row or column."""
        rows, columns = len(expr.args), len(expr.args[0].args)
        if any(index.head != "num" for index in at):
            hint = "Write the equation of the whole matrices, or declare what is written out."
            raise ReadError("an entry at a letter of what is written out.", hint=hint)
        places = [int(index.number) - 1 for index in at]
        if len(places) == 1:
            places = [places[0], 0] if columns == 1 else [0, places[0]]
        if not (0 <= places[0] < rows and 0 <= places[1] < columns):
            raise ReadError(f"an entry that a matrix of {rows} times {columns} lacks.", hint=_HINT)
        return self.number(expr.args[places[0]].args[places[1]])

    def _power(self, expr: Expr, at: tuple[Expr, ...]) -> Expr:
        """An entry of a power, or of the inverse by Cramer's rule."""
        base, often = expr.args[0], _factors(expr.args[1])
        if often > 0:
            return self.entry(reduce(mul, [base] * often), at)
        if any(index.head != "num" for index in at):
            raise ReadError("an entry at a letter of an inverse.", hint=_HINT)
        row, column = (int(index.number) for index in at)
        size = int(self.shape(base).sizes[0].number)
        rest = [[k for k in range(1, size + 1) if k != place] for place in (column, row)]
        minor = self._expanded(base, rest[0], rest[1])
        minor = minor if (row + column) % 2 == 0 else -minor
        return minor / self._determinant(base)

    def _determinant(self, inside: Expr) -> Expr:
        shape = self.shape(inside)
        if not _is_small(shape):
            hint = "Write the matrix out, or declare it with its size, thence: A real[2, 2]."
            raise ReadError(f"the determinant of {shape}.", hint=hint)
        whole = list(range(1, int(shape.sizes[0].number) + 1))
        return self._expanded(inside, whole, whole)

    def _expanded(self, inside: Expr, rows: list[int], columns: list[int]) -> Expr:
        """The determinant of a part of a matrix, along its first row."""
        if not rows:
            return ONE
        total: Expr | None = None
        for place, column in enumerate(columns):
            first = self.entry(inside, (num(rows[0]), num(column)))
            others = [k for k in columns if k != column]
            term = first * self._expanded(inside, rows[1:], others) if others else first
            total = term if total is None else total - term if place % 2 else total + term
        assert total is not None
        return total

    @contextmanager
    def index(self, *beside: Expr) -> Iterator[Expr]:
        """A letter for an index that occurs nowhere else."""
        taken = {str(node.value) for one in beside for node in walk(one)} | self.around
        taken |= self.domains.keys()
        name = next(name for name in _letters() if name not in taken)
        with self.inside([name]):
            yield sym(name)

    # Numbers made of arrays

    def _norm(self, expr: Expr) -> Expr:
        (inside,), norm = expr.args, str(expr.value)
        shape = self.shape(inside)
        if norm == LARGEST:
            hint = r"Only \Vert x \Vert_\infty \le c is read, for each entry; or use \max_i."
            raise ReadError("the largest entry inside a formula.", hint=hint)
        if len(shape.sizes) > 1 and norm != "F":
            which = "the spectral norm, or that of Frobenius?" if norm == "2" else "by what?"
            hint = r"\Vert W \Vert_F is the norm of Frobenius; a spectral norm is not read."
            raise ReadError(f"the norm of a matrix: {which}", hint=hint)
        if norm == "F" and len(shape.sizes) == 1:
            raise ReadError("the norm of Frobenius, of a vector.", hint=r"Write \Vert x \Vert.")
        if norm == "1":
            return self._sum(inside, None, "norm")
        return call("sqrt", self._sum(inside, inside, "norm"))

    def _squared_norm(self, base: Expr, exponent: Expr) -> Expr | None:
        r"""``\Vert x \Vert^2`` is the sum under the root, which has a derivative at 0 as well."""
        if base.head != NORM or base.value in ("1", LARGEST) or exponent != num(2):
            return None
        (total,) = self._norm(base).args
        return total

    def _is_inner(self, left: Expr, right: Expr) -> bool:
        """Whether a dot between these means their inner product."""
        return {_kind(self.shape(left)), _kind(self.shape(right))} == {"vector"}

    def _inner(self, left: Expr, right: Expr) -> Expr:
        return self._sum(left, right, "inner product")

    def _sum(self, left: Expr, right: Expr | None, what: str) -> Expr:
        """The sum of the products of entries, or of their absolute values."""
        shape = self.shape(left)
        if shape == NUMBER or (right is not None and self.shape(right) != shape):
            hint = r"Declare vectors, thence: x real[n]; a number has its \lvert x \rvert."
            raise ReadError(f"the {what} of what is no vector, or of another length.", hint=hint)
        return self._total(left, right, shape.sizes, ())

    def _total(
        self, left: Expr, right: Expr | None, sizes: tuple[Expr, ...], at: tuple[Expr, ...]
    ) -> Expr:
        if sizes:
            return self._added(
                lambda index: self._total(left, right, sizes[1:], (*at, index)),
                sizes[0],
                left,
                right or left,
                *at,
            )
        first = self.entry(left, at)
        if right is None:
            return call("Abs", first)
        return first ** num(2) if left == right else first * self.entry(right, at)

    def _trace(self, inside: Expr) -> Expr:
        shape = self.shape(inside)
        if len(shape.sizes) != 2 or shape.sizes[0] != shape.sizes[1]:
            raise ReadError(f"the trace of {shape}.", hint="A trace is of a square matrix.")
        return self._added(lambda index: self.entry(inside, (index, index)), shape.sizes[0], inside)


def _over(body: Expr, index: Expr, size: Expr) -> Expr:
    return call("Sum", body, call("tuple", index, ONE, size))


def _written(expr: Expr) -> Shape:
    """The shape of a matrix that is written out: of one column it is a vector, of one row a row."""
    rows, columns = num(len(expr.args)), num(len(expr.args[0].args))
    if columns == ONE:
        return Shape((rows,))
    return Shape((columns,), row=True) if rows == ONE else Shape((rows, columns))


def is_written_out(*parts: Expr) -> bool:
    """Whether a matrix is written out in one of these."""
    return any(node.head == MATRIX for part in parts for node in walk(part))


def _factors(power: Expr) -> int:
    """How many factors a power of a matrix has, -1 for the inverse; 0 for what is not read."""
    value = exact_value(power)
    return int(value) if value in (-1, 2, 3, 4) else 0


def _is_small(shape: Shape) -> bool:
    """Whether this is a square matrix of a known size, whose determinant is written out."""
    sizes = shape.sizes
    square = len(sizes) == 2 and sizes[0] == sizes[1] and sizes[0].head == "num"
    return square and sizes[0].number <= MAX_DETERMINANT


def _kind(shape: Shape) -> str:
    return {1: "row" if shape.row else "vector", 2: "matrix"}.get(len(shape.sizes), "array")


#: Products that are read, and the shape that they have.
_PRODUCTS = {
    ("row", "vector"): lambda left, right: NUMBER,
    ("row", "matrix"): lambda left, right: Shape(right[1:], row=True),
    ("vector", "row"): lambda left, right: Shape((*left, *right)),
    ("matrix", "vector"): lambda left, right: Shape(left[:1]),
    ("matrix", "matrix"): lambda left, right: Shape((left[0], right[1])),
}
_MIXED = {"+": "added", "-": "subtracted", ENTRYWISE: "multiplied entrywise"}


def _letters() -> list[str]:
    return [letter + tail for tail in ("", "_1", "_2", "_3", "_4") for letter in "kijmnlpqrst"]


def free_indices(
    domains: Mapping[str, Domain], sizes: tuple[Expr, ...], used: frozenset[str]
) -> tuple[Expr, ...] | None:
    """Declared indices of these ranges that do not occur yet, one for each."""
    found: list[Expr] = []
    for size in sizes:
        taken = used | {index.name for index in found}
        name = next(
            (n for n, domain in domains.items() if domain.index_of == size and n not in taken), None
        )
        if name is None:
            return None
        found.append(sym(name))
    return tuple(found)


def names_in(*parts: Expr) -> frozenset[str]:
    """The free symbols of several expressions."""
    return frozenset[str]().union(*map(free_symbols, parts))


def _at_index(body: Expr, name: str, index: Expr) -> Expr:
    """The formula of an entry at an index: inside a vector with the same index it is another."""
    if body.head == "sym" and body.name == name:
        return index
    if body.head == VECTOR and body.value == name:
        return body
    return rebuild(body, lambda part: _at_index(part, name, index))


def _put_in(body: Expr, name: str, value: Expr) -> Expr:
    """A function of a number at a value."""
    names = frozenset(str(node.value) for node in walk(value))
    try:
        return substitute(renamed(body, names), {name: value})
    except ValueError as error:
        raise ReadError(f"{error}.", hint="Write the formula out.") from None


def renamed(expr: Expr, outside: frozenset[str]) -> Expr:
    """The same with other names for variables of sums and integrals that are free in ``outside``.

    The reader makes one binder for each variable.
    """
    made = rebuild(expr, lambda arg: renamed(arg, outside))
    if made.head not in ("Sum", "Product", "Integral") or not bound_names(made) & outside:
        return made
    body, bounds = made.args
    name = bounds.args[0].name
    taken = outside | {str(node.value) for node in walk(made) if node.head in ("sym", "at")}
    fresh = sym(next(f"{name}_{k}" for k in count(1) if f"{name}_{k}" not in taken))
    inner = substitute(body, {name: fresh})
    return Expr(made.head, (inner, Expr("tuple", (fresh, *bounds.args[1:]))))
