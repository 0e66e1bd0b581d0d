"""An expression of a row over declared symbols: a number, or the entries of both sides."""

from __future__ import annotations

from itertools import product

from thence.errors import ReadError
from thence.expr import (
    ONE,
    ZERO,
    Expr,
    bound_names,
    call,
    entry,
    free_symbols,
    num,
    rebuild,
    sym,
    walk,
)
from thence.readers.arrays import Arrays, Shape, free_indices, is_written_out
from thence.readers.resolve.ellipses import free_index, summed
from thence.readers.resolve.points import Points
from thence.readers.syntax.nodes import (
    APART,
    APPLIED,
    DOTTED,
    EVALUATED,
    INDICATOR,
    LARGEST,
    LENGTH,
    MATRIX,
    NORM,
    ONE_SIDED,
    OPEN,
    OVER,
    OWN,
    PICK,
    PRIMED,
    TWO_SIDED,
    WEIGHT,
)
from thence.readers.tex import TexError

#: How many products the entries of matrices that are written out may have.
MAX_PRODUCTS = 1024


class Resolver(Points):
    """Puts definitions in, gives sums their ranges, and finds what is not declared."""

    def read(self, expr: Expr) -> Expr:
        """The number that an expression is, over declared symbols."""
        found = self.inlined(expr)
        return self.checked(self.in_arrays(lambda arrays: arrays.number(found)))

    def shape(self, expr: Expr) -> Shape:
        """The shape of an expression as it stands in a row."""
        found = self.inlined(expr)
        return self.in_arrays(lambda arrays: arrays.shape(found))

    def read_sides(self, lhs: Expr | None, rel: str, rhs: Expr) -> list[tuple[Expr | None, Expr]]:
        """Both sides of a relation; of arrays, one entry of each, at indices that are free, or each
        entry where a matrix is written out."""
        sides = self.inlined(rhs if lhs is None else lhs), self.inlined(rhs)

        def entries(arrays: Arrays) -> tuple[Expr, ...]:
            if bounded := self._each_entry(arrays, *sides, rel):
                return bounded
            shape, other = map(arrays.shape, sides)
            if rel == "=" and ZERO in sides and (array := shape if shape.sizes else other).sizes:
                indices = self._indices(array, sides)
                return tuple(s if s == ZERO else arrays.entry(s, indices) for s in sides)
            if not shape.sizes or not other.sizes:
                return tuple(map(arrays.number, sides))
            if shape != other:
                raise ReadError(f"{shape} and {other}, in one equation.", hint="Transpose one?")
            if rel == "!=" or (rel != "=" and len(shape.sizes) > 1):
                hint = r"Write it for the entries, as W_{ij} \le A_{ij}."
                raise ReadError(f"{rel} between {shape} and another: entry by entry?", hint=hint)
            indices = self._indices(shape, sides)
            return tuple(arrays.entry(side, indices) for side in sides)

        if is_written_out(*sides):
            pairs = self.in_arrays(lambda arrays: self._all_entries(arrays, sides, rel))
        else:
            pairs = [self.in_arrays(entries)]
        found = [tuple(map(self.checked, pair)) for pair in pairs]
        return [(None if lhs is None else left, right) for left, right in found]

    def _all_entries(
        self, arrays: Arrays, sides: tuple[Expr, Expr], rel: str
    ) -> list[tuple[Expr, ...]]:
        """Each entry of both sides, where a matrix is written out."""
        shape, other = map(arrays.shape, sides)
        if ZERO in sides:
            shape = other = shape if shape.sizes else other
        if shape != other:
            hint = "Transpose one?"
            if not shape.sizes or not other.sizes:
                hint = (
                    "Write c I for a matrix that is c on its diagonal, after: thence: identity I[2]"
                )
            raise ReadError(f"{shape} and {other}, in one equation.", hint=hint)
        if rel != "=" and shape.sizes:
            raise ReadError(f"{rel} between {shape} and another.", hint="Write it for the entries.")
        ranges = [range(1, int(size.number) + 1) for size in shape.sizes if size.head == "num"]
        if len(ranges) < len(shape.sizes):
            raise ReadError(f"{shape}, beside a matrix that is written out.", hint="Declare it so.")
        most = max((len(node.args) for side in sides for node in walk(side)), default=1)
        count = max(sum(node.head == MATRIX for node in walk(side)) for side in sides)
        if most**count > MAX_PRODUCTS:
            hint = "Name a part of it, and claim that of its own."
            raise ReadError("too many matrices that are written out.", hint=hint)
        pairs = [
            tuple(side if side == ZERO else arrays.entry(side, at) for side in sides)
            for at in product(*(map(num, one) for one in ranges))
        ]
        # What is the same only once it is multiplied out still says something.
        return [
            (left - right, ZERO) if left == right and sides[0] != sides[1] else (left, right)
            for left, right in pairs
        ]

    def _indices(self, shape: Shape, sides: tuple[Expr, ...]) -> tuple[Expr, ...]:
        """Declared indices of the entries of an array that the sides do not use."""
        used = {str(node.value) for side in sides for node in walk(side)}
        indices = free_indices(self.scope.domains, shape.sizes, frozenset(used))
        if indices is None:
            kind = "vectors" if len(shape.sizes) == 1 else "matrices"
            ranges = "; ".join(
                f"{i} index[{size}]" for i, size in zip("kl", shape.sizes, strict=False)
            )
            hint = f"Declare an index that is not used here, thence: {ranges}"
            raise ReadError(f"an equation of {kind}, for each entry.", hint=hint)
        return indices

    def _each_entry(
        self, arrays: Arrays, left: Expr, right: Expr, rel: str
    ) -> tuple[Expr, Expr] | None:
        r"""``\Vert x \Vert_\infty <= c`` as ``|x_k| <= c``, for every k; None for what says
        something else."""
        small = left if rel[0] == "<" else right if rel[0] == ">" else None
        if small is None or small.head != NORM or small.value != LARGEST:
            return None
        shape, bound = arrays.shape(small.args[0]), right if small is left else left
        if not shape.sizes or arrays.shape(bound).sizes:
            return None
        indices = self._indices(shape, (left, right))
        entry_, limit = call("Abs", arrays.entry(small.args[0], indices)), arrays.number(bound)
        return (entry_, limit) if small is left else (limit, entry_)

    def inlined(self, expr: Expr) -> Expr:
        """The expression with definitions put in and every binder complete."""
        if expr.head == "sym" and expr.name in self.scope.defined:
            return self.applied(expr.name, ())
        if expr.head == "at" and expr.name in self.scope.defined:
            whole = self.applied(expr.name, ())
            return Expr(PICK, (whole, *map(self.inlined, expr.args)))
        if expr.head == OPEN:
            return self.inlined(self.taken_in(expr))
        if expr.head == APART:
            return self.inlined(self.left_out(expr))
        if expr.head == OWN:
            return self.own(str(expr.value))
        if expr.head == EVALUATED:
            return self.evaluated(*expr.args)
        if expr.head == "Derivative":
            self.check_not_put_in(*expr.args)
        bound = bound_names(expr) if expr.head not in _SPECIAL else {expr.args[1].name}
        if bound:
            self.check_bound(expr, bound)
        if expr.head == "tuple" and expr.args[0].head == "sym":
            return Expr("tuple", (expr.args[0], *(self.inlined(end) for end in expr.args[1:])))
        before = self.around, self.counting
        self.around |= bound
        self.counting |= bound if expr.head in ("Sum", "Product") else frozenset()
        made = rebuild(expr, self.inlined)
        self.around, self.counting = before
        if expr.head == APPLIED:
            return self.applied(str(expr.value), made.args)
        if expr.head == INDICATOR:
            return self.indicator(made.args)
        if expr.head == PRIMED:
            return self.primed(str(expr.value), *made.args)
        if expr.head in (WEIGHT, LENGTH):
            return self.distribution(expr)
        if expr.head == DOTTED:
            return self.dotted(made)
        if expr.head == OVER:
            hint = (
                r"\max_x f(x) \le c, c \le \max_i z_i and their like are read, and a minimax: "
                "say that a bound holds, and that f takes the value c, in two equations."
            )
            raise self.error(expr.args[1].args[0].name, "an extremum inside a formula.", hint)
        if expr.head in _FINISH:
            return _FINISH[expr.head](self, made)
        return made

    def left_out(self, expr: Expr) -> Expr:
        r"""``\sum_{j \ne k} f_j`` as the sum of ``(1 - delta_jk) f_j``, where k has a value."""
        body, index, other, *ends = expr.args
        fixed = self.fixed | self.around
        if index.name in free_symbols(other):
            raise self.error(index.name, f"{other} contains {index}.", "Use another letter.")
        if not ends and not free_symbols(other) <= fixed:
            hint = rf"Write \sum_{{{index}=1, {index} \ne {other}}}^{{n}}, or two sums."
            what = f"is this a sum over {index}, or over {other} too?"
            raise self.error(index.name, what, hint)
        if not _has_values(self.inlined(body), index.name, free_symbols(other)):
            what = f"the summand may have no value at {index} = {other}."
            hint = rf"Write two sums, \sum_{{{index}=1}}^{{{other}-1}} and the rest."
            raise self.error(index.name, what, hint)
        weight = ONE - call("KroneckerDelta", index, other)
        return call("Sum", weight * body, call("tuple", index, *ends))

    def dotted(self, expr: Expr) -> Expr:
        r"""The sum ``1 + 2 + \cdots + n`` with its range, where its terms say it."""
        *terms, last = expr.args
        integers = {name for name, domain in self.scope.domains.items() if domain.integer}
        known = self.scope.domains.keys() | self.scope.defined.keys() | self.around
        index = sym(free_index(frozenset(known), *expr.args))
        found = summed(terms, last, frozenset(integers | self.counting), index)
        if found is None:
            what = "dots that may go on in several ways, or to an end that is no declared integer."
            raise TexError(what, str(expr.value), r"Write the sum with its range, \sum_{k=1}^{n}.")
        return found

    def indicator(self, relations: tuple[Expr, ...]) -> Expr:
        """A Kronecker delta where integers are compared for equality, and cases otherwise."""
        relation = relations[0]
        names = free_symbols(relation)
        integers = {name for name, domain in self.scope.domains.items() if domain.integer}
        if (
            len(relations) == 1
            and relation.head in ("=", "!=")
            and names <= integers | self.counting
        ):
            delta = call("KroneckerDelta", *relation.args)
            return delta if relation.head == "=" else ONE - delta
        return call("Piecewise", call("case", ONE, *relations), call("case", ZERO))

    def distribution(self, expr: Expr) -> Expr:
        """The weight of an index, or the number of weights: they are assumed to add up to 1."""
        name = str(expr.value)
        domain = self.scope.domains.get(name)
        if domain is None or len(domain.sizes) != 1 or domain.lo != num(0):
            hint = f"Declare it, thence: {name} nonnegative[n]; or write the sum or integral."
            raise self.lacking(
                name, "weights", f"{name} is no distribution that is declared.", hint
            )
        if expr.head == LENGTH:
            return domain.sizes[0]
        index = expr.args[0]
        total = call("Sum", entry(name, index), call("tuple", index, ONE, domain.sizes[0]))
        hypothesis = Expr("=", (total, ONE))
        if hypothesis not in self.hypotheses:
            self.hypotheses.append(hypothesis)
        return entry(name, index)


#: What has a value wherever its arguments have one.
_TOTAL = frozenset(["+", "-", "*", "neg", "exp", "sin", "cos", "tanh", "Abs", "Max", "Min", "at"])
_TOTAL |= {"sym", "num", "const", "KroneckerDelta"}


def fixed_in(*parts: Expr) -> frozenset[str]:
    """The free symbols of what is read, outside sums that leave a value out."""

    def without(expr: Expr) -> Expr:
        return ZERO if expr.head == APART else rebuild(expr, without)

    ranges = (node for part in parts for node in walk(part) if node.head == "tuple" and node.args)
    bound = {first.name for node in ranges if (first := node.args[0]).head == "sym"}
    return frozenset[str]().union(*(free_symbols(without(part)) for part in parts)) - bound


def _has_values(expr: Expr, index: str, others: frozenset[str]) -> bool:
    """Whether a summand has a value at the index that is left out, if it has one at all others:
    what may have none does not compare the two."""
    for node in walk(expr):
        if node.head not in _TOTAL and index in (free := free_symbols(node)) and free & others:
            powers = node.head == "**" and node.args[1].head == "num" and node.args[1].number > 0
            whole = powers and node.args[1].number.denominator == 1
            below = node.head == "/" and index not in free_symbols(node.args[1])
            if not whole and not below:
                return False
    return True


_SPECIAL = frozenset({TWO_SIDED, ONE_SIDED["-"]})
_FINISH = {
    "Derivative": Resolver.derivative,
    "Limit": Resolver.limit,
    "Sum": Resolver.series,
    "Product": Resolver.series,
    "Minimax": Resolver.minimax,
    "ArgMinimax": Resolver.minimax,
    ONE_SIDED["-"]: Resolver.from_below,
    TWO_SIDED: Resolver.two_sided,
}
