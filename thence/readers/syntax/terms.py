"""Sums, products and powers, and what may stand beside what."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lark import Token, Transformer, v_args

from thence.expr import Expr, call, const, entry, free_symbols, num, sym
from thence.parser import MAX_DIGITS
from thence.readers.syntax.nodes import APPLIED, DOT, DOTTED, ENTRYWISE, TRANSPOSED, error_at
from thence.readers.syntax.parts import (
    ARGUMENTS,
    ROUND,
    Part,
    check_no_derivative,
    differentiated_as_well,
    one_index,
)

#: Functions below a slash behind another one: a quotient of the two, and no argument of the first.
_NAMED_FUNCTIONS = frozenset(["log", "sin", "cos", "tan", "sinh", "cosh", "tanh"])
_WITH_ITS_RANGE = r"Write the sum with its range, \sum_{k=1}^{n}."


@v_args(inline=True)
class TermBuilder(Transformer[Token, Any]):
    """Makes parts of terms."""

    def number(self, token: Token) -> Part:
        if len(token) > MAX_DIGITS:
            raise error_at(token, f"a number of more than {MAX_DIGITS} digits.")
        return Part.of(num(str(token)), token, "number", str(token))

    def name(self, token: Token) -> Part:
        return Part.of(sym(str(token)), token, "name")

    def array(self, token: Token) -> Part:
        """A vector or matrix, which is no function of what follows it."""
        return Part.of(sym(str(token)), token, "array")

    def layer(self, family: Token, indices: list[Expr]) -> Part:
        return Part.of(entry(str(family), *indices), family, "array")

    def entry(self, family: Token, indices: list[Expr]) -> Part:
        return Part.of(entry(str(family), *indices), family, "name")

    def indices(self, *parts: Part | Token) -> list[Expr]:
        return [one_index(part) for part in parts if isinstance(part, Part)]

    def formula(self, name: Token, indices: list[Expr]) -> Part:
        return Part.of(Expr(APPLIED, tuple(indices), str(name)), name, "name")

    def kronecker(self, sign: Token, *rest: Any) -> Part:
        indices = [one_index(part) for part in rest if isinstance(part, Part)]
        return Part.of(call("KroneckerDelta", *indices), sign, "name")

    def constant(self, token: Token) -> Part:
        return Part.of(const(str(token)), token, "constant")

    def negative(self, sign: Token, part: Part) -> Part:
        digits = f"-{part.digits}" if part.digits else ""
        return replace(part, expr=-part.expr, at=sign, first="", digits=digits)

    def plus(self, left: Part, _: Token, right: Part) -> Part:
        return self._sum("+", left, right)

    def minus(self, left: Part, _: Token, right: Part) -> Part:
        return self._sum("-", left, right)

    def _sum(self, head: str, left: Part, right: Part) -> Part:
        if caught := left.bound & free_symbols(right.expr):
            hint = "Put parentheses around what the sum or limit is of."
            raise error_at(right.at, f"{min(caught)} occurs after the end of its sum.", hint)
        if left.last == "dots":
            hint = "Put the sum with the dots, or its last term, in parentheses."
            raise error_at(right.at, "is this a part of the last term?", hint)
        made = Expr(head, (left.expr, right.expr))
        joined = left.joined or right.joined
        terms = (*(left.terms or (left.expr,)), right.expr) if head == "+" else ()
        return Part(made, left.at, bound=left.bound | right.bound, joined=joined, terms=terms)

    def dotted(self, left: Part, _: Token, dots: Token, __: Token, right: Part) -> Part:
        r"""``1 + 2 + \cdots + n``; whether it can go on in one way only is seen later."""
        minus = left.expr.head == "-" and left.first not in ROUND
        if left.bound or right.bound or left.last == "dots" or minus:
            raise error_at(dots, "dots in a sum of several kinds of terms.", _WITH_ITS_RANGE)
        terms = left.terms or (left.expr,)
        made = Expr(DOTTED, (*terms, right.expr), f"{dots.line}:{dots.column}")
        return Part(made, left.at, last="dots", joined=left.joined or right.joined)

    def beside(self, left: Part, right: Part) -> Part:
        """A product without a sign, where only a product can be meant."""
        self._end(left, right)
        if right.first == "number":
            raise error_at(right.at, "a number follows a factor.", r"Write \cdot between them.")
        if left.last == "number" and right.first == "quotient of numbers":
            raise error_at(right.at, "a product, or a mixed number?", r"Write \cdot between them.")
        if left.last in ("name", "constant", "power of a name") and right.first in ARGUMENTS:
            hint = r"Declare the function, thence: define f(x); or write \cdot for a product."
            raise error_at(right.at, "a product, or a function of its argument?", hint)
        return self._product(left, right, joined=left.last != "number")

    def times(self, left: Part, sign: Token, right: Part) -> Part:
        self._end(left, right, explicit=True)
        made = self._product(left, right)
        if sign == r"\cdot" and "array" in (left.last, right.first):
            return replace(made, expr=Expr(DOT, (left.expr, right.expr)))
        return made

    def entrywise(self, left: Part, _: Token, right: Part) -> Part:
        self._end(left, right, explicit=True)
        check_no_derivative(left, right)
        return Part(Expr(ENTRYWISE, (left.expr, right.expr)), left.at, left.first, right.last)

    def transposed(self, part: Part, _: Token) -> Part:
        return Part.of(Expr(TRANSPOSED, (part.expr,)), part.at, "transposed")

    def _end(self, left: Part, right: Part, explicit: bool = False) -> None:
        """Whether the left part surely ends before the right one."""
        # \log x \log y is a product; \log f(x) g(y) may be the logarithm of one.
        after = {"bare": ("bare", "function"), "bare value": ("bare",)}.get(left.last)
        if after is not None and (explicit or right.first not in after):
            raise error_at(right.at, "is this in the argument of the function?", "Add parentheses.")
        if left.last == "quotient":
            hint = r"Write \frac{a}{b} c, or a/(b c)."
            raise error_at(right.at, "is this in the denominator?", hint)
        if left.last == "integral":
            raise error_at(right.at, "a factor after an integral.", "Put it before the integral.")

    def _product(self, left: Part, right: Part, joined: bool = False) -> Part:
        expr = left.expr * right.expr
        if left.last == "derivative":
            expr = differentiated_as_well(left.expr, right)
        joined |= left.joined or right.joined
        last = left.last if left.last == "derivative" else right.last
        return Part(expr, left.at, left.first, last, bound=right.bound, joined=joined)

    def over(self, left: Part, _: Token, right: Part) -> Part:
        if not (left.last == "bare" and right.expr.head in _NAMED_FUNCTIONS):  # \log x / \log y
            self._end(left, right, explicit=True)
        check_no_derivative(left, right)
        made = left.expr / right.expr
        return Part(made, left.at, left.first, "quotient", joined=left.joined or right.joined)

    def power(self, base: Part, *rest: Any) -> Part:
        exponent: Part = rest[2]
        if base.first == "expectation":
            hint = r"Write (\mathbb{E}[x])^2 or \mathbb{E}[x^2]."
            raise error_at(base.at, "a power of the value, or of what it is of?", hint)
        if base.first in ("fraction", "quotient of numbers") and base.expr.head == "/":
            raise error_at(base.at, "a power of a fraction.", "Put the fraction in parentheses.")
        if base.expr == const("E"):
            return Part.of(call("exp", exponent.expr), base.at, "power")
        kind = "round power" if base.first in (*ROUND, "bars") else "power"
        last = "power of a name" if base.first == "name" else kind
        return Part(base.expr**exponent.expr, base.at, kind, last)

    def factorial(self, part: Part, _: Token) -> Part:
        kind = "round power" if part.first in (*ROUND, "bars") else "power"
        return Part.of(call("factorial", part.expr), part.at, kind)
