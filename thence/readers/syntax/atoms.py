"""Brackets, fractions, roots and functions."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from operator import mul
from typing import Any

from lark import Token, v_args

from thence.expr import CONSTANTS, MINUS_OO, OO, Expr, call, const, free_symbols, num, sym
from thence.readers.syntax.nodes import (
    APPLIED,
    INDICATOR,
    INNER,
    LENGTH,
    MATRIX,
    NORM,
    PICK,
    PRIMED,
    RECIPROCALS,
    ROW,
    TRACE,
    WEIGHT,
    error_at,
)
from thence.readers.syntax.parts import OPEN_ENDED, ROUND, Chain, Part, relations, round_kind
from thence.readers.syntax.terms import TermBuilder


@v_args(inline=True)
class AtomBuilder(TermBuilder):
    """Makes parts of what stands by itself."""

    def round(self, opening: Token, part: Part, _: Token) -> Part:
        return Part.of(part.expr, opening, round_kind(part))

    def square(self, opening: Token, part: Part, _: Token) -> Part:
        if opening == "floor":
            return Part.of(call("floor", part.expr), opening, "bars")
        if opening != "group":
            hint = (
                r"Declare it, thence: brackets group (or floor); or write ( ) or \lfloor \rfloor."
            )
            raise error_at(opening, "do these square brackets group, or are they a floor?", hint)
        return self.round(opening, part, opening)

    def braces(self, opening: Token, part: Part, _: Token) -> Part:
        if opening != "group":
            hint = r"Write ( ) or [ ]; \exp\{ \} and \sup_x \{ \} are read as well."
            raise error_at(opening, "do these braces group, or are they a set?", hint)
        return self.round(opening, part, opening)

    def round_entry(self, opening: Token, part: Part, *rest: Any) -> Part:
        return Part.of(Expr(PICK, (part.expr, *rest[-1])), opening, "bars")

    def square_entry(self, opening: Token, part: Part, *rest: Any) -> Part:
        return self.round_entry(opening, part, *rest)

    def positive_part(self, opening: Token, part: Part, *_: Token) -> Part:
        return Part.of(Expr("Max", (part.expr, num(0))), opening, "bars")

    def bars(self, opening: Token, part: Part, _: Token) -> Part:
        return Part.of(call("Abs", part.expr), opening, "bars")

    def norm(self, opening: Token, part: Part, closing: Token) -> Part:
        return Part.of(Expr(NORM, (part.expr,), str(closing)), opening, "bars")

    def inner(self, opening: Token, left: Part, _: Token, right: Part, __: Token) -> Part:
        return Part.of(Expr(INNER, (left.expr, right.expr)), opening, "bars")

    def distribution(self, name: Token, *rest: Any) -> tuple[Token, list[Part]]:
        return name, [part for part in rest if isinstance(part, Part)]

    def expectation(self, sign: Token, *rest: Any) -> Part:
        """Over an index with a family of weights, or over the reals with a normal density."""
        name, rel, (law, parameters), body = rest[2], rest[3], rest[4], rest[7]
        if rel != "~":
            raise error_at(rel, "of what distribution?", r"Write \mathbb{E}_{i \sim p}[...].")
        variable = sym(str(name))
        if not parameters:
            weight = Expr(WEIGHT, (variable,), str(law))
            bounds = call("tuple", variable, num(1), Expr(LENGTH, (), str(law)))
            return Part.of(call("Sum", weight * body.expr, bounds), sign, "expectation")
        mean, variance = (part.expr for part in parameters)
        if str(name) in free_symbols(mean) | free_symbols(variance):
            raise error_at(name, f"{name} in its own distribution.", "Use another letter.")
        bounds = call("tuple", variable, MINUS_OO, OO)
        weighted = body.expr * _normal(variable, mean, variance)
        return Part.of(call("Integral", weighted, bounds), sign, "expectation")

    def matrix_row(self, *parts: Any) -> Expr:
        return Expr(ROW, tuple(part.expr for part in parts if isinstance(part, Part)))

    def matrix(self, opening: Token, *rest: Any) -> Part:
        rows = tuple(row for row in rest if isinstance(row, Expr))
        if len({len(row.args) for row in rows}) > 1:
            raise error_at(opening, "rows of different lengths.", "Write every entry, zeros too.")
        return Part.of(Expr(MATRIX, rows), opening, "bars")

    def density(self, sign: Token, *rest: Any) -> Part:
        r"""``\mathcal{N}(x; \mu, \sigma^2)``, of a number: the variance stands last."""
        place, mean, variance = (rest[k].expr for k in (1, 3, 5))
        return Part.of(_normal(place, mean, variance), sign, "value")

    def variance(self, sign: Token, *rest: Any) -> Part:
        r"""The mean of the square less the square of the mean."""
        body: Part = rest[7]
        square = replace(body, expr=body.expr ** num(2))
        first = self.expectation(sign, *rest[:7], square, *rest[8:])
        mean = self.expectation(sign, *rest)
        return replace(first, expr=first.expr - mean.expr ** num(2))

    def indicator(self, sign: Token, *rest: Any) -> Part:
        chain = next(part for part in rest if isinstance(part, Chain))
        return Part.of(Expr(INDICATOR, tuple(relations(chain))), sign, "bars")

    def floor(self, opening: Token, part: Part, _: Token) -> Part:
        return Part.of(call("floor", part.expr), opening, "bars")

    def ceiling(self, opening: Token, part: Part, _: Token) -> Part:
        return Part.of(call("ceiling", part.expr), opening, "bars")

    def group(self, _: Token, part: Part, __: Token) -> Part:
        return part

    def fraction(self, sign: Token, top: Part, bottom: Part) -> Part:
        kind = "quotient of numbers" if top.digits and bottom.digits else "fraction"
        return Part(top.expr / bottom.expr, sign, kind, "fraction")

    def binomial(self, sign: Token, top: Part, bottom: Part) -> Part:
        return Part.of(call("binomial", top.expr, bottom.expr), sign, "fraction")

    def root(self, sign: Token, part: Part) -> Part:
        degree = str(sign).strip()
        if degree in ("", "2"):
            return Part.of(call("sqrt", part.expr), sign, "root")
        if degree == "3":
            return Part.of(call("cbrt", part.expr), sign, "root")
        if not degree.isdigit() or int(degree[:4]) % 2 or len(degree) > 3:
            raise error_at(sign, f"a root of degree {degree}.", "Write a power with its fraction.")
        return Part.of(part.expr ** (num(1) / num(degree)), sign, "root")

    def arguments(self, *parts: Part | Token) -> list[Expr]:
        return [part.expr for part in parts if isinstance(part, Part)]

    def defined(self, name: Token, *rest: Any) -> Part:
        """A function that the document defines, perhaps with primes, of its arguments."""
        plain = name.rstrip("'")
        primes = len(name) - len(plain)
        applied = Expr(APPLIED, tuple(rest[1]), plain)
        if primes:
            if len(rest[1]) != 1:
                hint = r"Write \frac{\partial}{\partial x} f(x, y)."
                raise error_at(name, "a prime on a function of several variables.", hint)
            applied = Expr(PRIMED, (*rest[1], num(primes)), plain)
        return Part.of(applied, name, "value")

    def defined_entry(self, name: Token, *rest: Any) -> Part:
        part = self.defined(name, *rest[:-2])
        return replace(part, expr=Expr(PICK, (part.expr, *rest[-1])))

    def call(self, name: Token, *rest: Any) -> Part:
        if len(rest[1]) != 2:
            raise error_at(name, f"{name} takes 2 arguments, not {len(rest[1])}.")
        return Part.of(Expr(str(name), tuple(rest[1])), name, "value")

    def extremum(self, token: Token) -> Token:
        return token

    def extreme(self, sign: Token, *rest: Any) -> Part:
        return Part.of(Expr(sign.type.title(), tuple(rest[1])), sign, "value")

    def base(self, _: Token, part: Part) -> tuple[str, Expr]:
        return "base", part.expr

    def whole(self, *parts: Token) -> tuple[str, Expr]:
        return "power", num(str(parts[2]))

    def coefficient(self, sign: Token, *groups: Part) -> tuple[str, Expr]:
        """A number, a constant or an integer in front of what a function is of."""
        if groups:
            return "times", groups[0].expr / groups[1].expr
        if sign[0].isdigit():
            return "times", num(str(sign))
        return "times", const(str(sign)) if sign in CONSTANTS else sym(str(sign))

    def apply(self, name: Token, *rest: Any) -> Part:
        """A known function of the factor, or of the sum, that follows it."""
        *options, part = rest
        if part.first == "round power":
            written = r"\operatorname{tr}" if name == TRACE else f"\\{name}"
            hint = rf"Write {written}((x)^n), or ({written}(x))^n."
            raise error_at(part.at, "a power of the argument, or of the value?", hint)
        inner = reduce(mul, [value for kind, value in options if kind == "times"] + [part.expr])
        expr = Expr(RECIPROCALS.get(str(name), str(name)), (inner,))
        expr = num(1) / expr if name in RECIPROCALS else expr
        for kind, value in options:
            if kind != "times":
                expr = expr / call("log", value) if kind == "base" else expr**value
        closed = part.first in ROUND and part.first == part.last and inner == part.expr
        last = "bare value" if part.last in ("value", "function") else "bare"
        last = "function" if closed else part.last if part.last in OPEN_ENDED else last
        return Part(expr, name, "function" if closed else "bare", last, bound=part.bound)


def _normal(place: Expr, mean: Expr, variance: Expr) -> Expr:
    """The density of a normal distribution."""
    exponent = -((place - mean) ** num(2) / (num(2) * variance))
    return call("exp", exponent) / call("sqrt", num(2) * const("pi") * variance)
