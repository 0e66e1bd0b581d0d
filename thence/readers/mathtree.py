"""From the words of a row to its links: what the grammar's rules mean, from the leaves up.

Where a text has one grammatical reading and people might have another, the rule that meets it
says so; :mod:`thence.readers.latex` lists these places.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from lark import Token, Transformer, v_args

from thence.asymptotics import Towards
from thence.expr import (
    OO,
    RELATIONS,
    Expr,
    call,
    const,
    entry,
    free_symbols,
    num,
    sym,
)
from thence.forms.cases import CONTRARY
from thence.parser import MAX_DIGITS
from thence.readers.tex import TexError

MINUS_OO = Expr("neg", (OO,))
#: An expression in which a function is applied that the document defines; ``value`` names it.
APPLIED = "apply"
#: What is 1 where all relations hold and 0 elsewhere.
INDICATOR = "indicator"
#: A derivative and a factor behind it; ``value`` is its place.
OPEN = "open"
#: A derivative of such a function at its argument, with its order.
PRIMED = "primed"
#: Vectors and matrices, which the resolver turns into sums over their entries; ``value`` names the
#: norm.
NORM, INNER, ENTRYWISE, TRANSPOSED, GRADIENT = "norm", "inner", "odot", "transposed", "gradient"
TRACE = "trace"
#: A product with a dot: of two vectors the inner one.
DOT = "dot"
#: A function of a number, given by its value, at each entry of an array; ``value`` is its variable.
EACH = "each"
#: An entry of what is a vector or matrix, and a vector given by a formula for its entries:
#: ``value`` is the index, which no other name looks like, and the size comes last.
PICK, VECTOR = "pick", "entries"
#: An end that does not belong to a range.
OPEN_END = "open end"
#: A function at what it is defined with, and what has a bar behind it, ``|_{x = a}``.
OWN, EVALUATED = "own", "evaluated"
#: The largest or least value over a range, ``value`` says which.
OVER = "over"
#: The weight of an index in the distribution ``value``, and the length of that family.
WEIGHT, LENGTH = "weight", "length"
#: A limit whose side the text does not give.
TWO_SIDED = "TwoSidedLimit"
ONE_SIDED = {"+": "Limit", "-": "LimitFromBelow"}


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a chain.  ``lhs`` is None where a row goes on from the row before it; where the
    row says so, it holds as something tends ``towards`` a target.

    ``says``: the right side as it stands there, before names and arrays are resolved.
    """

    lhs: Expr | None
    rel: str
    rhs: Expr
    assuming: tuple[Expr, ...] = ()
    towards: Towards | None = None
    says: Expr | None = None

    def __str__(self) -> str:
        return f"{self.lhs} {self.rel} {self.rhs}"


@dataclass(frozen=True, slots=True)
class _Part:
    """A part with what its neighbours need to know: its kind at either end, and its place.

    ``bound``: the variables of a sum or limit that is still open at the right end.  ``joined``:
    two factors stand side by side in it, which in an index may be two indices.
    """

    expr: Expr
    at: Token
    first: str = ""
    last: str = ""
    digits: str = ""
    bound: frozenset[str] = frozenset()
    joined: bool = False

    @classmethod
    def of(cls, expr: Expr, at: Token, kind: str = "", digits: str = "") -> _Part:
        return cls(expr, at, kind, kind, digits)


@dataclass(frozen=True, slots=True)
class _Case:
    """One line of ``cases``: the value, and where it is taken (None: otherwise)."""

    value: _Part
    condition: tuple[Expr, ...] | None


_Side = _Part | tuple[_Case, ...]


@dataclass(frozen=True, slots=True)
class _Chain:
    """``a = b <= c`` as it was written; the first side is None where a row goes on."""

    sides: list[_Side | None]
    relations: list[Token]

    def links(self) -> Iterator[tuple[_Side | None, Token, _Side]]:
        """Each relation with its sides; a chain without one is no equation."""
        if not self.relations:
            first = self.sides[0]
            part = first if isinstance(first, _Part) else first[0].value if first else None
            assert part is not None
            raise error_at(part.at, "no relation.", "An equation needs =, <, > or the like.")
        for left, rel, right in zip(self.sides, self.relations, self.sides[1:], strict=False):
            assert right is not None
            yield left, rel, right


def error_at(at: Token, what: str, hint: str = "") -> TexError:
    """An error at the place of a word."""
    return TexError(what, f"{at.line}:{at.column}", hint)


#: The variable of an extremum, and the two ends of its range, if they are written.
_Range = tuple[Token, tuple[Expr, ...]]


def _ends(name: Token, rel: str, end: Expr) -> tuple[Expr, Expr]:
    """The range ``x >= end`` or the like."""
    if rel not in ("<", "<=", ">", ">="):
        raise error_at(name, "this range is not read.", r"Write \ge or \le.")
    kept = end if rel[-1] == "=" or end in (OO, MINUS_OO) else Expr(OPEN_END, (end,))
    return (kept, OO) if rel[0] == ">" else (MINUS_OO, kept)


def _lone(part: _Part) -> bool:
    return part.first == part.last and part.first in ("name", "array")


def _round_kind(part: _Part) -> str:
    """What parentheses around this are: after a name, a lone name or number in them is likely to be
    what the name is a function of."""
    return (
        "(number)"
        if part.first == "number" and part.digits
        else "(name)"
        if _lone(part)
        else "group"
    )


#: Kinds of parentheses.
_ROUND = ("group", "(name)", "(number)")
_ARGUMENTS = ("(name)", "(number)")


def _one_index(part: _Part) -> Expr:
    if part.joined:
        hint = r"Write i, j for two indices, i \cdot j for a product."
        raise error_at(part.at, "two indices, or a product?", hint)
    return part.expr


def _differentiated_as_well(left: Expr, right: _Part) -> Expr:
    """A derivative with a further factor behind it, which the resolver takes into it if the factors
    before it are constants."""
    if left.head == "*":
        return left.args[0] * _differentiated_as_well(left.args[1], right)
    return Expr(OPEN, (left, right.expr), f"{right.at.line}:{right.at.column}")


def _check_no_derivative(left: _Part, right: _Part) -> None:
    if left.last == "derivative":
        hint = r"Write parentheses: \frac{d}{dx} (f g), or (\frac{d}{dx} f) g."
        raise error_at(right.at, "is this differentiated as well?", hint)


@v_args(inline=True)
class _TermBuilder(Transformer[Token, Any]):
    """Sums, products and powers, and what may stand beside what."""

    def number(self, token: Token) -> _Part:
        if len(token) > MAX_DIGITS:
            raise error_at(token, f"a number of more than {MAX_DIGITS} digits.")
        return _Part.of(num(str(token)), token, "number", str(token))

    def name(self, token: Token) -> _Part:
        return _Part.of(sym(str(token)), token, "name")

    def array(self, token: Token) -> _Part:
        """A vector or matrix, which is no function of what follows it."""
        return _Part.of(sym(str(token)), token, "array")

    def layer(self, family: Token, indices: list[Expr]) -> _Part:
        return _Part.of(entry(str(family), *indices), family, "array")

    def entry(self, family: Token, indices: list[Expr]) -> _Part:
        return _Part.of(entry(str(family), *indices), family, "name")

    def indices(self, *parts: _Part | Token) -> list[Expr]:
        return [_one_index(part) for part in parts if isinstance(part, _Part)]

    def formula(self, name: Token, index: _Part) -> _Part:
        return _Part.of(Expr(APPLIED, (_one_index(index),), str(name)), name, "name")

    def kronecker(self, sign: Token, *rest: Any) -> _Part:
        indices = [_one_index(part) for part in rest if isinstance(part, _Part)]
        return _Part.of(call("KroneckerDelta", *indices), sign, "name")

    def constant(self, token: Token) -> _Part:
        return _Part.of(const(str(token)), token, "constant")

    def negative(self, sign: Token, part: _Part) -> _Part:
        digits = f"-{part.digits}" if part.digits else ""
        return replace(part, expr=-part.expr, at=sign, first="", digits=digits)

    def plus(self, left: _Part, _: Token, right: _Part) -> _Part:
        return self._sum("+", left, right)

    def minus(self, left: _Part, _: Token, right: _Part) -> _Part:
        return self._sum("-", left, right)

    def _sum(self, head: str, left: _Part, right: _Part) -> _Part:
        if caught := left.bound & free_symbols(right.expr):
            hint = "Put parentheses around what the sum or limit is of."
            raise error_at(right.at, f"{min(caught)} occurs after the end of its sum.", hint)
        made = Expr(head, (left.expr, right.expr))
        joined = left.joined or right.joined
        return _Part(made, left.at, bound=left.bound | right.bound, joined=joined)

    def beside(self, left: _Part, right: _Part) -> _Part:
        """A product without a sign, where only a product can be meant."""
        self._end(left, right)
        if right.first == "number":
            raise error_at(right.at, "a number follows a factor.", r"Write \cdot between them.")
        if left.last == "number" and right.first == "quotient of numbers":
            raise error_at(right.at, "a product, or a mixed number?", r"Write \cdot between them.")
        if left.last in ("name", "constant", "power of a name") and right.first in _ARGUMENTS:
            hint = r"Declare the function, thence: define f(x); or write \cdot for a product."
            raise error_at(right.at, "a product, or a function of its argument?", hint)
        return self._product(left, right, joined=left.last != "number")

    def times(self, left: _Part, sign: Token, right: _Part) -> _Part:
        self._end(left, right, explicit=True)
        made = self._product(left, right)
        if sign == r"\cdot" and "array" in (left.last, right.first):
            return replace(made, expr=Expr(DOT, (left.expr, right.expr)))
        return made

    def entrywise(self, left: _Part, _: Token, right: _Part) -> _Part:
        self._end(left, right, explicit=True)
        _check_no_derivative(left, right)
        return _Part(Expr(ENTRYWISE, (left.expr, right.expr)), left.at, left.first, right.last)

    def transposed(self, part: _Part, _: Token) -> _Part:
        return _Part.of(Expr(TRANSPOSED, (part.expr,)), part.at, "transposed")

    def _end(self, left: _Part, right: _Part, explicit: bool = False) -> None:
        """Whether the left part surely ends before the right one."""
        if left.last == "bare" and (explicit or right.first not in ("bare", "function")):
            raise error_at(right.at, "is this in the argument of the function?", "Add parentheses.")
        if left.last == "quotient":
            hint = r"Write \frac{a}{b} c, or a/(b c)."
            raise error_at(right.at, "is this in the denominator?", hint)
        if left.last == "integral":
            raise error_at(right.at, "a factor after an integral.", "Put it before the integral.")

    def _product(self, left: _Part, right: _Part, joined: bool = False) -> _Part:
        expr = left.expr * right.expr
        if left.last == "derivative":
            expr = _differentiated_as_well(left.expr, right)
        joined |= left.joined or right.joined
        last = left.last if left.last == "derivative" else right.last
        return _Part(expr, left.at, left.first, last, bound=right.bound, joined=joined)

    def over(self, left: _Part, _: Token, right: _Part) -> _Part:
        self._end(left, right, explicit=True)
        _check_no_derivative(left, right)
        made = left.expr / right.expr
        return _Part(made, left.at, left.first, "quotient", joined=left.joined or right.joined)

    def power(self, base: _Part, *rest: Any) -> _Part:
        exponent: _Part = rest[2]
        if base.first == "expectation":
            hint = r"Write (\mathbb{E}[x])^2 or \mathbb{E}[x^2]."
            raise error_at(base.at, "a power of the value, or of what it is of?", hint)
        if base.first in ("fraction", "quotient of numbers") and base.expr.head == "/":
            raise error_at(base.at, "a power of a fraction.", "Put the fraction in parentheses.")
        if base.expr == const("E"):
            return _Part.of(call("exp", exponent.expr), base.at, "power")
        kind = "round power" if base.first in (*_ROUND, "bars") else "power"
        last = "power of a name" if base.first == "name" else kind
        return _Part(base.expr**exponent.expr, base.at, kind, last)

    def factorial(self, part: _Part, _: Token) -> _Part:
        kind = "round power" if part.first in (*_ROUND, "bars") else "power"
        return _Part.of(call("factorial", part.expr), part.at, kind)


@v_args(inline=True)
class _AtomBuilder(_TermBuilder):
    """Brackets, fractions, roots and functions."""

    def round(self, opening: Token, part: _Part, _: Token) -> _Part:
        return _Part.of(part.expr, opening, _round_kind(part))

    def square(self, opening: Token, part: _Part, _: Token) -> _Part:
        if opening == "floor":
            return _Part.of(call("floor", part.expr), opening, "bars")
        if opening != "group":
            hint = (
                r"Declare it, thence: brackets group (or floor); or write ( ) or \lfloor \rfloor."
            )
            raise error_at(opening, "do these square brackets group, or are they a floor?", hint)
        return self.round(opening, part, opening)

    def braces(self, opening: Token, part: _Part, _: Token) -> _Part:
        if opening != "group":
            hint = r"Write ( ) or [ ]; \exp\{ \} and \sup_x \{ \} are read as well."
            raise error_at(opening, "do these braces group, or are they a set?", hint)
        return self.round(opening, part, opening)

    def round_entry(self, opening: Token, part: _Part, *rest: Any) -> _Part:
        return _Part.of(Expr(PICK, (part.expr, *rest[-1])), opening, "bars")

    def square_entry(self, opening: Token, part: _Part, *rest: Any) -> _Part:
        return self.round_entry(opening, part, *rest)

    def positive_part(self, opening: Token, part: _Part, *_: Token) -> _Part:
        return _Part.of(Expr("Max", (part.expr, num(0))), opening, "bars")

    def bars(self, opening: Token, part: _Part, _: Token) -> _Part:
        return _Part.of(call("Abs", part.expr), opening, "bars")

    def norm(self, opening: Token, part: _Part, closing: Token) -> _Part:
        return _Part.of(Expr(NORM, (part.expr,), str(closing)), opening, "bars")

    def inner(self, opening: Token, left: _Part, _: Token, right: _Part, __: Token) -> _Part:
        return _Part.of(Expr(INNER, (left.expr, right.expr)), opening, "bars")

    def distribution(self, name: Token, *rest: Any) -> tuple[Token, list[_Part]]:
        return name, [part for part in rest if isinstance(part, _Part)]

    def expectation(self, sign: Token, *rest: Any) -> _Part:
        """Over an index with a family of weights, or over the reals with a normal density."""
        name, rel, (law, parameters), body = rest[2], rest[3], rest[4], rest[7]
        if rel != "~":
            raise error_at(rel, "of what distribution?", r"Write \mathbb{E}_{i \sim p}[...].")
        variable = sym(str(name))
        if not parameters:
            weight = Expr(WEIGHT, (variable,), str(law))
            bounds = call("tuple", variable, num(1), Expr(LENGTH, (), str(law)))
            return _Part.of(call("Sum", weight * body.expr, bounds), sign, "expectation")
        mean, variance = (part.expr for part in parameters)
        exponent = -((variable - mean) ** num(2) / (num(2) * variance))
        density = call("exp", exponent) / call("sqrt", num(2) * const("pi") * variance)
        bounds = call("tuple", variable, MINUS_OO, OO)
        return _Part.of(call("Integral", body.expr * density, bounds), sign, "expectation")

    def variance(self, sign: Token, *rest: Any) -> _Part:
        r"""The mean of the square less the square of the mean."""
        body: _Part = rest[7]
        square = replace(body, expr=body.expr ** num(2))
        first = self.expectation(sign, *rest[:7], square, *rest[8:])
        mean = self.expectation(sign, *rest)
        return replace(first, expr=first.expr - mean.expr ** num(2))

    def indicator(self, sign: Token, *rest: Any) -> _Part:
        chain = next(part for part in rest if isinstance(part, _Chain))
        return _Part.of(Expr(INDICATOR, tuple(_relations(chain))), sign, "bars")

    def floor(self, opening: Token, part: _Part, _: Token) -> _Part:
        return _Part.of(call("floor", part.expr), opening, "bars")

    def ceiling(self, opening: Token, part: _Part, _: Token) -> _Part:
        return _Part.of(call("ceiling", part.expr), opening, "bars")

    def group(self, _: Token, part: _Part, __: Token) -> _Part:
        return part

    def fraction(self, sign: Token, top: _Part, bottom: _Part) -> _Part:
        kind = "quotient of numbers" if top.digits and bottom.digits else "fraction"
        return _Part(top.expr / bottom.expr, sign, kind, "fraction")

    def binomial(self, sign: Token, top: _Part, bottom: _Part) -> _Part:
        return _Part.of(call("binomial", top.expr, bottom.expr), sign, "fraction")

    def root(self, sign: Token, part: _Part) -> _Part:
        degree = str(sign).strip()
        if degree in ("", "2"):
            return _Part.of(call("sqrt", part.expr), sign, "root")
        if degree == "3":
            return _Part.of(call("cbrt", part.expr), sign, "root")
        if not degree.isdigit() or int(degree[:4]) % 2 or len(degree) > 3:
            raise error_at(sign, f"a root of degree {degree}.", "Write a power with its fraction.")
        return _Part.of(part.expr ** (num(1) / num(degree)), sign, "root")

    def arguments(self, *parts: _Part | Token) -> list[Expr]:
        return [part.expr for part in parts if isinstance(part, _Part)]

    def defined(self, name: Token, *rest: Any) -> _Part:
        """A function that the document defines, perhaps with primes, of its arguments."""
        plain = name.rstrip("'")
        primes = len(name) - len(plain)
        applied = Expr(APPLIED, tuple(rest[1]), plain)
        if primes:
            if len(rest[1]) != 1:
                hint = r"Write \frac{\partial}{\partial x} f(x, y)."
                raise error_at(name, "a prime on a function of several variables.", hint)
            applied = Expr(PRIMED, (*rest[1], num(primes)), plain)
        return _Part.of(applied, name, "function")

    def defined_entry(self, name: Token, *rest: Any) -> _Part:
        part = self.defined(name, *rest[:-2])
        return replace(part, expr=Expr(PICK, (part.expr, *rest[-1])))

    def call(self, name: Token, *rest: Any) -> _Part:
        if len(rest[1]) != 2:
            raise error_at(name, f"{name} takes 2 arguments, not {len(rest[1])}.")
        return _Part.of(Expr(str(name), tuple(rest[1])), name, "function")

    def extremum(self, token: Token) -> Token:
        return token

    def extreme(self, sign: Token, *rest: Any) -> _Part:
        return _Part.of(Expr(sign.type.title(), tuple(rest[1])), sign, "function")

    def base(self, _: Token, part: _Part) -> tuple[str, Expr]:
        return "base", part.expr

    def whole(self, *parts: Token) -> tuple[str, Expr]:
        return "power", num(str(parts[2]))

    def apply(self, name: Token, *rest: Any) -> _Part:
        """A known function of the factor, or of the sum, that follows it."""
        *options, part = rest
        if part.first == "round power":
            written = r"\operatorname{tr}" if name == TRACE else f"\\{name}"
            hint = rf"Write {written}((x)^n), or ({written}(x))^n."
            raise error_at(part.at, "a power of the argument, or of the value?", hint)
        expr = Expr(str(name), (part.expr,))
        for kind, value in options:
            expr = expr / call("log", value) if kind == "base" else expr**value
        closed = part.first in _ROUND and part.first == part.last
        last = "function" if closed else part.last if part.last in _OPEN else "bare"
        return _Part(expr, name, "function" if closed else "bare", last, bound=part.bound)


#: Kinds of right ends after which no further factor may come.
_OPEN = ("integral", "derivative")


@v_args(inline=True)
class _Builder(_AtomBuilder):
    """Derivatives, integrals, sums, limits; chains and cases."""

    def d(self, token: Token) -> Token:
        return token

    def order(self, *parts: Token) -> int:
        if len(parts[2]) > 2 or not parts[2].isdigit():
            raise error_at(parts[2], f"a derivative of order {parts[2]}.")
        return int(parts[2])

    def over(self, *parts: Any) -> Any:
        """``dx^2`` below a fraction of differentials, or a slanted quotient."""
        if len(parts) == 3 and isinstance(parts[2], _Part):
            return super().over(*parts)
        return sym(str(parts[1])), parts[2] if len(parts) > 2 else 1

    def over_entry(self, *parts: Any) -> tuple[Expr, int]:
        family, indices = parts[1:3]
        return entry(str(family), *indices), parts[3] if len(parts) > 3 else 1

    def ds(self, *parts: tuple[Expr, int]) -> tuple[tuple[Expr, int], ...]:
        return parts

    def operator(self, sign: Token, *rest: Any) -> tuple[Token, tuple[Expr, ...]]:
        order = rest[2] if isinstance(rest[2], int) else 1
        return sign, self._variables(sign, order, rest[-2])

    def _variables(
        self, sign: Token, order: int, parts: tuple[tuple[Expr, int], ...]
    ) -> tuple[Expr, ...]:
        if sum(count for _, count in parts) != order:
            raise error_at(sign, "the orders above and below differ.", "Make them equal.")
        return tuple(
            variable if count == 1 else call("tuple", variable, num(count))
            for variable, count in reversed(parts)
        )

    def differentiated(self, operator: tuple[Token, tuple[Expr, ...]], part: _Part) -> _Part:
        sign, variables = operator
        expr = call("Derivative", part.expr, *variables)
        return _Part(expr, sign, "fraction", "derivative", bound=part.bound)

    def differential_quotient(self, sign: Token, *rest: Any) -> _Part:
        order = rest[2] if isinstance(rest[2], int) else 1
        body: _Part = rest[3] if isinstance(rest[2], int) else rest[2]
        variables = self._variables(sign, order, rest[-2])
        return _Part.of(call("Derivative", body.expr, *variables), sign, "fraction")

    def partial(self, sign: Token, *rest: Any) -> _Part:
        name, order, body = rest[2], rest[-2] if isinstance(rest[-2], int) else 1, rest[-1]
        if order > 9:
            raise error_at(sign, f"a derivative of order {order}.")
        variables = self._variables(sign, order, ((sym(str(name)), order),))
        made = call("Derivative", body.expr, *variables)
        return _Part(made, sign, "fraction", "derivative", bound=body.bound)

    def of_function(self, sign: Token, *rest: Any) -> _Part:
        r"""``\frac{\partial f}{\partial x}`` of a function, at what it is defined with."""
        order = rest[2] if isinstance(rest[2], int) else 1
        name = next(part for part in rest if isinstance(part, Token) and part.type == "DEF")
        body = Expr(OWN, (), str(name))
        variables = self._variables(sign, order, rest[-2])
        return _Part.of(call("Derivative", body, *variables), sign, "fraction")

    def evaluated(self, opening: Token, *rest: Any) -> _Part:
        body, name, rel, value = rest[0], rest[4], rest[5], rest[6]
        if rel != "=":
            raise error_at(rel, "a bar with a relation below it.", r"Write \Big|_{x = a}.")
        made = Expr(EVALUATED, (body.expr, sym(str(name)), value.expr))
        return _Part.of(made, opening, "bars")

    def integral(self, sign: Token, *rest: Any) -> _Part:
        _, low, _, high, body, _, name = rest
        bounds = call("tuple", sym(str(name)), low.expr, high.expr)
        return _Part(call("Integral", body.expr, bounds), sign, "big", "integral")

    def series(self, sign: Token, *rest: Any) -> _Part:
        name, rel, low = rest[2:5]
        high, body = rest[-2:]
        if rel != "=":
            raise error_at(rel, "the range of a sum.", r"Write \sum_{k=1}^{n}.")
        bounds = call("tuple", sym(str(name)), low.expr, high.expr)
        return self._big("Sum" if sign.type == "SUM" else "Product", sign, name, body, bounds)

    def names(self, *parts: Token) -> list[Token]:
        found = [part for part in parts if part.type == "NAME"]
        if len({*found}) < len(found):
            raise error_at(found[0], "an index is summed over twice.", "Use another letter.")
        return found

    def indexed(self, sign: Token, *rest: Any) -> _Part:
        names: list[Token] = rest[2]
        part: _Part = rest[-1]
        head = "Sum" if sign.type == "SUM" else "Product"
        for name in reversed(names):
            part = self._big(head, sign, name, part, call("tuple", sym(str(name))))
        return part

    def _big(self, head: str, sign: Token, name: Token, body: _Part, *rest: Expr) -> _Part:
        bound = body.bound | {str(name)}
        return _Part(Expr(head, (body.expr, *rest)), sign, "big", body.last, bound=bound)

    def target(self, part: _Part, side: Token | None = None) -> tuple[Expr, str]:
        return part.expr, str(side or "")

    def limit(self, sign: Token, *rest: Any) -> _Part:
        name, (target, side), body = rest[2], rest[4], rest[-1]
        self._way(name, target, side)
        head = "Limit" if target in (OO, MINUS_OO) else ONE_SIDED.get(side, TWO_SIDED)
        return self._big(head, sign, name, body, sym(str(name)), target)

    def _way(self, name: Token, target: Expr, side: str) -> Towards:
        if target in (OO, MINUS_OO) and side:
            raise error_at(name, "a side at infinity.", "Remove it.")
        return Towards(str(name), target, side)

    def range(self, name: Token, *rest: Any) -> _Range:
        """The variable of an extremum and its ends; none where its domain gives them."""
        if not rest:
            return name, ()
        if rest[0].type == "REL":
            return name, _ends(name, rest[0], rest[1].expr)
        if rest[1].type == "NAME":
            if rest[1] != "R_bb":
                raise error_at(rest[1], f"the set {rest[1]}.", r"Write \mathbb{R} or [a, b].")
            return name, (MINUS_OO, OO)
        return name, (rest[2].expr, rest[4].expr)

    def range_open(self, name: Token, *rest: Any) -> _Range:
        return name, (*_ends(name, ">", rest[2].expr)[:1], *_ends(name, "<", rest[4].expr)[1:])

    def range_between(self, low: Token, rel: Token, name: Token, *rest: Any) -> _Range:
        if {str(rel), str(rest[0])} - {"<", "<="}:
            raise error_at(rel, "this range is not read.", r"Such as 0 \le x \le 1.")
        first = _ends(name, {"<": ">", "<=": ">="}[rel], num(str(low)))
        return name, (*first[:1], *_ends(name, str(rest[0]), rest[1].expr)[1:])

    def gradient(self, sign: Token, *rest: Any) -> _Part:
        variable, body = rest[2], rest[-1]
        over = sym(str(variable)) if isinstance(variable, Token) else variable.expr
        made = Expr(GRADIENT, (body.expr, over))
        return _Part(made, sign, "fraction", "derivative", bound=body.bound)

    def extremal(self, token: Token) -> Token:
        return token

    def over_range(self, sign: Token, *rest: Any) -> _Part:
        """An extremum over a range; a least value of largest values is a minimax."""
        name, ends = rest[2]
        body: _Part = rest[-1]
        bounds = call("tuple", sym(str(name)), *ends)
        bound = body.bound | {str(name)}
        made = Expr(OVER, (body.expr, bounds), _EXTREMA[sign.type])
        if body.expr.head == OVER and body.expr.value == "max" and sign.type in _MINIMAX:
            inner, ranged = body.expr.args
            if any(end.head == OPEN_END for end in (*bounds.args, *ranged.args)):
                raise error_at(sign, "an open end of a range.", r"Write \ge or \le.")
            made = call(_MINIMAX[sign.type], inner, bounds, ranged)
        elif sign.type == "ARGMIN":
            raise error_at(sign, "the place of a minimum.", "Claim that the derivative is 0 there.")
        return _Part(made, sign, "big", body.last, bound=bound)

    # Rows

    def digits(self, *parts: Token) -> _Part:
        text = "".join(parts[:-1])
        return _Part.of(Expr("decimal", value=text), parts[0], "digits", text)

    def condition(self, found: _Chain | Token) -> tuple[Expr, ...] | None:
        return None if isinstance(found, Token) else tuple(_relations(found))

    def case(self, value: _Part, *rest: Any) -> _Case:
        return _Case(value, next(part for part in rest if not isinstance(part, Token)))

    def cases(self, *parts: _Case | Token) -> tuple[_Case, ...]:
        return tuple(part for part in parts if isinstance(part, _Case))

    def single(self, side: _Side) -> _Chain:
        return _Chain([side], [])

    def going_on(self, rel: Token, side: _Side) -> _Chain:
        return _Chain([None, side], [rel])

    def link(self, chain: _Chain, rel: Token, side: _Side) -> _Chain:
        chain.sides.append(side)
        chain.relations.append(rel)
        return chain

    def bare_remainder(self, sign: Token, _: Token, part: _Part, __: Token) -> _Part:
        return _Part.of(call(str(sign), part.expr), sign, "order")

    def added_remainder(self, known: _Part, _: Token, sign: Token, *rest: Any) -> _Part:
        made = known.expr + call(str(sign), rest[1].expr)
        return _Part(made, known.at, known.first, "order")

    def tending(self, chain: _Chain, *rest: Any) -> list[Link]:
        towards = self._way(rest[1], *rest[3])
        return [replace(link, towards=towards) for link in _links(chain)]

    def row(self, chain: _Chain) -> list[Link]:
        return list(_links(chain))

    def shape(self, part: _Part, word: Token, name: Token) -> list[Link]:
        return [Link(part.expr, str(word), sym(str(name)))]

    def is_defined(self, part: _Part, _: Token) -> list[Link]:
        return [Link(part.expr, "defined", part.expr)]

    def both_ways(self, left: _Chain, _: Token, right: _Chain) -> list[Link]:
        """An equivalence; of chains, each relation of one side from all of the other one."""
        one, other = (tuple(_relations(chain)) for chain in (left, right))
        if len(one) == len(other) == 1:
            return [Link(one[0], "iff", other[0])]
        return [
            Link(relation.args[0], relation.head, relation.args[1], hypotheses)
            for hypotheses, relations in ((one, other), (other, one))
            for relation in relations
        ]

    def one_way(self, left: _Chain, _: Token, right: _Chain) -> list[Link]:
        hypotheses = tuple(_relations(left))
        return [replace(link, assuming=(*hypotheses, *link.assuming)) for link in _links(right)]


def _relations(chain: _Chain) -> Iterator[Expr]:
    """The links of a chain as relations, for conditions."""
    for left, rel, right in chain.links():
        if not isinstance(left, _Part) or not isinstance(right, _Part) or rel not in RELATIONS:
            raise error_at(rel, "this is not a condition.", "A condition is like x > 0.")
        if "decimal" in (left.expr.head, right.expr.head):
            raise error_at(rel, "digits that go on are not a condition.")
        yield Expr(str(rel), (left.expr, right.expr))


_EXTREMA = {"MAX": "max", "SUPREMUM": "max", "MIN": "min", "INFIMUM": "min", "ARGMIN": "argmin"}
_MINIMAX = {"MIN": "Minimax", "ARGMIN": "ArgMinimax"}


def _links(chain: _Chain) -> Iterator[Link]:
    """The links of a chain as they are claimed: cases one by one, printed digits as digits."""
    for left, rel, right in chain.links():
        if isinstance(left, tuple):
            raise error_at(rel, "cases on the left of a relation.", "Put them on the right.")
        if left is not None and left.expr.head == "decimal":
            raise error_at(left.at, "digits that go on, on the left.", "Put them on the right.")
        lhs = None if left is None else left.expr
        if isinstance(right, tuple):
            yield from _case_links(lhs, right, rel)
        else:
            yield _plain_link(lhs, rel, right)


def _plain_link(lhs: Expr | None, rel: Token, right: _Part) -> Link:
    r"""A link that is not of cases; digits that go on, or after ``\approx``, are leading digits."""
    if right.expr.head != "decimal" and rel != "approx":
        return Link(lhs, str(rel), right.expr)
    if rel not in ("=", "approx"):
        raise error_at(right.at, f"digits that go on, after {rel}.", "Put = before them.")
    if not right.digits:
        hint = "Say what it means in an equation of its own, or skip it: thence: skip: why."
        raise error_at(rel, "an approximation is not a claim.", hint)
    relation = "~digits" if right.expr.head == "decimal" else "approx"
    return Link(lhs, relation, Expr("decimal", value=right.digits))


def _case_links(lhs: Expr | None, cases: tuple[_Case, ...], at: Token) -> Iterator[Link]:
    if at != "=":
        raise error_at(at, "cases after a relation other than =.", "Claim them one by one.")
    given = [case.condition for case in cases if case.condition is not None]
    for case in cases:
        if case.condition is not None:
            yield Link(lhs, "=", case.value.expr, case.condition)
            continue
        if case is not cases[-1] or any(len(condition) != 1 for condition in given):
            raise error_at(at, "what is otherwise here?", "Write the condition out.")
        rest = tuple(Expr(CONTRARY[c[0].head], c[0].args) for c in given)
        yield Link(lhs, "=", case.value.expr, rest)


def builder() -> Transformer[Token, Any]:
    """What makes links of the rules of the grammar."""
    return _Builder()
