r"""Read a row of LaTeX mathematics as links ``left relation right``, strictly.

The words come from :mod:`thence.readers.mathtokens`, the grammar from ``latex.lark``.  Here the
tree is built from the leaves up, and every place where two people could read two things is an
error that says how to write the one that is meant:

* ``a/bc`` and ``a/b/c``; ``\log x y`` and ``\log(x)^2``; ``\sin^{-1} x``; ``2 3`` and ``2\frac12``
* ``f(x)`` of a symbol that is no function; ``[x]``, which may be a floor; ``x^{(t)}``
* a limit at a finite point inside an expression without its side, ``x \to 0^+``
* a derivative of something that does not depend on its variable

Conventions: ``\log`` is natural; ``e`` and ``\pi`` are the constants unless they are declared;
a function without parentheses takes the next symbol, fraction or root with its power,
``\log x^2 = \log(x^2)``; sums reach to the next ``+``, ``-`` or relation.

>>> from thence.domain import REAL
>>> from thence.readers.scope import of_names
>>> scope = of_names({"x": REAL})
>>> [str(link) for link in read_row(tokens(r"\frac{d}{dx} \log x = \frac1x"), scope)]
['Derivative(log(x), x) = 1/x']
>>> read_row(tokens(r"\sin y = 1"), scope)
Traceback (most recent call last):
...
thence.readers.tex.TexError: 1:6: the symbol y is not declared. Declare it: thence: y real
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from lark import Lark, Token, Transformer, UnexpectedInput, v_args
from lark.exceptions import VisitError
from lark.lexer import Lexer

from thence.errors import ReadError
from thence.expr import (
    OO,
    Expr,
    bound_names,
    call,
    const,
    free_symbols,
    num,
    rebuild,
    substitute,
    sym,
    walk,
)
from thence.parser import MAX_DIGITS, check_size
from thence.readers.mathtokens import math_tokens
from thence.readers.scope import Definition, Scope
from thence.readers.tex import Tex, TexError, tokens

__all__ = ["Link", "define", "math_tokens", "read_formula", "read_row", "read_words", "tokens"]

_MINUS_OO = Expr("neg", (OO,))
#: An expression in which a function is applied that the document defines; ``value`` names it.
_APPLIED = "apply"
#: A limit whose side the text does not give.
_TWO_SIDED = "TwoSidedLimit"
_ONE_SIDED = {"+": "Limit", "-": "LimitFromBelow"}


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a chain.  ``lhs`` is None where a row goes on from the row before it."""

    lhs: Expr | None
    rel: str
    rhs: Expr
    assuming: tuple[Expr, ...] = ()

    def __str__(self) -> str:
        return f"{self.lhs} {self.rel} {self.rhs}"


@dataclass(frozen=True, slots=True)
class _Part:
    """A part with what its neighbours need to know: its kind at either end, and its place.

    ``bound``: the variables of a sum or limit that is still open at the right end.
    """

    expr: Expr
    at: Token
    first: str = ""
    last: str = ""
    digits: str = ""
    bound: frozenset[str] = frozenset()

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
            raise _error(part.at, "no relation.", "An equation needs =, <, > or the like.")
        for left, rel, right in zip(self.sides, self.relations, self.sides[1:], strict=False):
            assert right is not None
            yield left, rel, right


def _error(at: Token, what: str, hint: str = "") -> TexError:
    return TexError(what, f"{at.line}:{at.column}", hint)


def _lone(part: _Part) -> bool:
    return part.first == part.last == "name"


@v_args(inline=True)
class _TermBuilder(Transformer[Token, Any]):
    """Sums, products and powers, and what may stand beside what."""

    def number(self, token: Token) -> _Part:
        if len(token) > MAX_DIGITS:
            raise _error(token, f"a number of more than {MAX_DIGITS} digits.")
        return _Part.of(num(str(token)), token, "number", str(token))

    def name(self, token: Token) -> _Part:
        return _Part.of(sym(str(token)), token, "name")

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
            raise _error(right.at, f"{min(caught)} occurs after the end of its sum.", hint)
        return _Part(Expr(head, (left.expr, right.expr)), left.at, bound=left.bound | right.bound)

    def beside(self, left: _Part, right: _Part) -> _Part:
        """A product without a sign, where only a product can be meant."""
        self._end(left, right)
        if right.first == "number":
            raise _error(right.at, "a number follows a factor.", r"Write \cdot between them.")
        if left.last == "number" and right.first == "quotient of numbers":
            raise _error(right.at, "a product, or a mixed number?", r"Write \cdot between them.")
        if left.last in ("name", "constant") and right.first == "(name)":
            hint = r"Declare the function, thence: define f(x); or write \cdot for a product."
            raise _error(right.at, "a product, or a function of its argument?", hint)
        return self._product(left, right)

    def times(self, left: _Part, _: Token, right: _Part) -> _Part:
        self._end(left, right, explicit=True)
        return self._product(left, right)

    def _end(self, left: _Part, right: _Part, explicit: bool = False) -> None:
        """Whether the left part surely ends before the right one."""
        if left.last == "bare" and (explicit or right.first not in ("bare", "function")):
            raise _error(right.at, "is this in the argument of the function?", "Add parentheses.")
        if left.last == "quotient":
            hint = r"Write \frac{a}{b} c, or a/(b c)."
            raise _error(right.at, "is this in the denominator?", hint)
        if left.last == "derivative":
            raise _error(right.at, "is this differentiated as well?", "Add parentheses.")
        if left.last == "integral":
            raise _error(right.at, "a factor after an integral.", "Put it before the integral.")

    def _product(self, left: _Part, right: _Part) -> _Part:
        expr = left.expr * right.expr
        return _Part(expr, left.at, left.first, right.last, bound=right.bound)

    def over(self, left: _Part, _: Token, right: _Part) -> _Part:
        self._end(left, right, explicit=True)
        return _Part(left.expr / right.expr, left.at, left.first, "quotient")

    def power(self, base: _Part, *rest: Any) -> _Part:
        exponent: _Part = rest[2]
        if base.first in ("fraction", "quotient of numbers") and base.expr.head == "/":
            raise _error(base.at, "a power of a fraction.", "Put the fraction in parentheses.")
        if base.expr == const("E"):
            return _Part.of(call("exp", exponent.expr), base.at, "power")
        kind = "round power" if base.first in ("group", "(name)", "bars") else "power"
        return _Part.of(base.expr**exponent.expr, base.at, kind)

    def factorial(self, part: _Part, _: Token) -> _Part:
        kind = "round power" if part.first in ("group", "(name)", "bars") else "power"
        return _Part.of(call("factorial", part.expr), part.at, kind)


@v_args(inline=True)
class _AtomBuilder(_TermBuilder):
    """Brackets, fractions, roots and functions."""

    def round(self, opening: Token, part: _Part, _: Token) -> _Part:
        return _Part.of(part.expr, opening, "(name)" if _lone(part) else "group")

    def square(self, opening: Token, part: _Part, _: Token) -> _Part:
        if opening == "floor":
            return _Part.of(call("floor", part.expr), opening, "bars")
        if opening != "group":
            hint = "Declare which: thence: brackets group; or thence: brackets floor."
            raise _error(opening, "do these square brackets group, or are they a floor?", hint)
        return self.round(opening, part, opening)

    def bars(self, opening: Token, part: _Part, _: Token) -> _Part:
        return _Part.of(call("Abs", part.expr), opening, "bars")

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
            raise _error(sign, f"a root of degree {degree}.", "Write a power with its fraction.")
        return _Part.of(part.expr ** (num(1) / num(degree)), sign, "root")

    def arguments(self, *parts: _Part | Token) -> list[Expr]:
        return [part.expr for part in parts if isinstance(part, _Part)]

    def defined(self, name: Token, *rest: Any) -> _Part:
        """A function that the document defines, perhaps with primes, of its arguments."""
        plain = name.rstrip("'")
        primes = len(name) - len(plain)
        applied = Expr(_APPLIED, tuple(rest[1]), plain)
        if primes:
            if len(rest[1]) != 1 or rest[1][0].head != "sym":
                hint = r"Write \frac{d}{dx} f(x), or define the derivative by itself."
                raise _error(name, "a prime on a function of something composed.", hint)
            variable = rest[1][0]
            over = variable if primes == 1 else call("tuple", variable, num(primes))
            applied = call("Derivative", applied, over)
        return _Part.of(applied, name, "function")

    def call(self, name: Token, *rest: Any) -> _Part:
        if len(rest[1]) != 2:
            raise _error(name, f"{name} takes 2 arguments, not {len(rest[1])}.")
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
            hint = rf"Write \{name}((x)^n), or (\{name}(x))^n."
            raise _error(part.at, "a power of the argument, or of the value?", hint)
        expr = Expr(str(name), (part.expr,))
        for kind, value in options:
            expr = expr / call("log", value) if kind == "base" else expr**value
        closed = part.first in ("group", "(name)") and part.first == part.last
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
            raise _error(parts[2], f"a derivative of order {parts[2]}.")
        return int(parts[2])

    def over(self, *parts: Any) -> Any:
        """``dx^2`` below a fraction of differentials, or a slanted quotient."""
        if len(parts) == 3 and isinstance(parts[2], _Part):
            return super().over(*parts)
        return parts[1], parts[2] if len(parts) > 2 else 1

    def ds(self, *parts: tuple[Token, int]) -> tuple[tuple[Token, int], ...]:
        return parts

    def operator(self, sign: Token, *rest: Any) -> tuple[Token, tuple[Expr, ...]]:
        order = rest[2] if isinstance(rest[2], int) else 1
        return sign, self._variables(sign, order, rest[-2])

    def _variables(
        self, sign: Token, order: int, parts: tuple[tuple[Token, int], ...]
    ) -> tuple[Expr, ...]:
        if sum(count for _, count in parts) != order:
            raise _error(sign, "the orders above and below differ.", "Make them equal.")
        return tuple(
            sym(str(name)) if count == 1 else call("tuple", sym(str(name)), num(count))
            for name, count in reversed(parts)
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

    def integral(self, sign: Token, *rest: Any) -> _Part:
        _, low, _, high, body, _, name = rest
        bounds = call("tuple", sym(str(name)), low.expr, high.expr)
        return _Part(call("Integral", body.expr, bounds), sign, "big", "integral")

    def series(self, sign: Token, *rest: Any) -> _Part:
        name, rel, low = rest[2:5]
        high, body = rest[-2:]
        if rel != "=":
            raise _error(rel, "the range of a sum.", r"Write \sum_{k=1}^{n}.")
        bounds = call("tuple", sym(str(name)), low.expr, high.expr)
        return self._big("Sum" if sign.type == "SUM" else "Product", sign, name, body, bounds)

    def indexed(self, sign: Token, *rest: Any) -> _Part:
        name, body = rest[2], rest[-1]
        head = "Sum" if sign.type == "SUM" else "Product"
        return self._big(head, sign, name, body, call("tuple", sym(str(name))))

    def _big(self, head: str, sign: Token, name: Token, body: _Part, *rest: Expr) -> _Part:
        bound = body.bound | {str(name)}
        return _Part(Expr(head, (body.expr, *rest)), sign, "big", body.last, bound=bound)

    def target(self, part: _Part, side: Token | None = None) -> tuple[Expr, str]:
        return part.expr, str(side or "")

    def limit(self, sign: Token, *rest: Any) -> _Part:
        name, (target, side), body = rest[2], rest[4], rest[-1]
        infinite = target in (OO, _MINUS_OO)
        if infinite and side:
            raise _error(name, "a side at infinity.", "Remove it.")
        head = "Limit" if infinite else _ONE_SIDED.get(side, _TWO_SIDED)
        return self._big(head, sign, name, body, sym(str(name)), target)

    def range(self, name: Token, *rest: Any) -> tuple[Token, Expr | None, Expr | None]:
        """The variable of an extremum and its ends; None where its domain gives them."""
        if not rest:
            return name, None, None
        if rest[0].type == "REL":
            low, high = _MINUS_OO, OO
            if rest[0] not in (">=", "<="):
                raise _error(rest[0], "an open end of a range.", r"Write \ge or \le.")
            return (name, rest[1].expr, high) if rest[0] == ">=" else (name, low, rest[1].expr)
        if rest[1].type == "NAME":
            if rest[1] != "R_bb":
                raise _error(rest[1], f"the set {rest[1]}.", r"Write \mathbb{R} or [a, b].")
            return name, _MINUS_OO, OO
        return name, rest[2].expr, rest[4].expr

    def minimax(self, sign: Token, *rest: Any) -> _Part:
        ranges = [part for part in rest if isinstance(part, tuple)]
        body: _Part = rest[-1]
        head = "Minimax" if sign.type == "MIN" else "ArgMinimax"
        bounds = [
            call("tuple", sym(str(name)), *([] if low is None or high is None else [low, high]))
            for name, low, high in ranges
        ]
        bound = body.bound | {str(name) for name, _, _ in ranges}
        return _Part(Expr(head, (body.expr, *bounds)), sign, "big", body.last, bound=bound)

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

    def row(self, chain: _Chain) -> list[Link]:
        return list(_links(chain))

    def shape(self, part: _Part, word: Token, name: Token) -> list[Link]:
        return [Link(part.expr, str(word), sym(str(name)))]

    def is_defined(self, part: _Part, _: Token) -> list[Link]:
        return [Link(part.expr, "defined", part.expr)]

    def both_ways(self, left: _Chain, sign: Token, right: _Chain) -> list[Link]:
        sides = [list(_relations(chain)) for chain in (left, right)]
        if len(sides[0]) != 1 or len(sides[1]) != 1:
            raise _error(sign, "a chain beside an equivalence.", "One relation on each side.")
        return [Link(sides[0][0], "iff", sides[1][0])]

    def one_way(self, left: _Chain, _: Token, right: _Chain) -> list[Link]:
        hypotheses = tuple(_relations(left))
        return [replace(link, assuming=(*hypotheses, *link.assuming)) for link in _links(right)]


def _relations(chain: _Chain) -> Iterator[Expr]:
    """The links of a chain as relations, for conditions."""
    for left, rel, right in chain.links():
        if not isinstance(left, _Part) or not isinstance(right, _Part) or rel == "approx":
            raise _error(rel, "this is not a condition.", "A condition is like x > 0.")
        if "decimal" in (left.expr.head, right.expr.head):
            raise _error(rel, "digits that go on are not a condition.")
        yield Expr(str(rel), (left.expr, right.expr))


_OPPOSITE = {"<": ">=", ">=": "<", ">": "<=", "<=": ">", "=": "!=", "!=": "="}


def _links(chain: _Chain) -> Iterator[Link]:
    """The links of a chain as they are claimed: cases one by one, printed digits as digits."""
    for left, rel, right in chain.links():
        if isinstance(left, tuple):
            raise _error(rel, "cases on the left of a relation.", "Put them on the right.")
        if left is not None and left.expr.head == "decimal":
            raise _error(left.at, "digits that go on, on the left.", "Put them on the right.")
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
        raise _error(right.at, f"digits that go on, after {rel}.", "Put = before them.")
    if not right.digits:
        hint = "Say what it means in an equation of its own, or skip it: thence: skip: why."
        raise _error(rel, "an approximation is not a claim.", hint)
    relation = "~digits" if right.expr.head == "decimal" else "approx"
    return Link(lhs, relation, Expr("decimal", value=right.digits))


def _case_links(lhs: Expr | None, cases: tuple[_Case, ...], at: Token) -> Iterator[Link]:
    if at != "=":
        raise _error(at, "cases after a relation other than =.", "Claim them one by one.")
    given = [case.condition for case in cases if case.condition is not None]
    for case in cases:
        if case.condition is not None:
            yield Link(lhs, "=", case.value.expr, case.condition)
            continue
        if case is not cases[-1] or any(len(condition) != 1 for condition in given):
            raise _error(at, "what is otherwise here?", "Write the condition out.")
        rest = tuple(Expr(_OPPOSITE[c[0].head], c[0].args) for c in given)
        yield Link(lhs, "=", case.value.expr, rest)


class _Words(Lexer):
    """The parser gets its tokens as they are."""

    def __init__(self, _: Any) -> None:
        pass

    def lex(self, data: Any) -> Iterator[Token]:  # type: ignore[override]
        return iter(data)


@cache
def _parser() -> Lark:
    grammar = (Path(__file__).parent / "latex.lark").read_text("utf-8")
    return Lark(grammar, parser="lalr", lexer=_Words, transformer=_Builder())


def read_row(stream: Sequence[Tex], scope: Scope) -> list[Link]:
    """The links of one row, with every name resolved and definitions put in."""
    return read_words(math_tokens(stream, scope), scope)


def read_words(words: list[Token], scope: Scope) -> list[Link]:
    """The links of the words of a row."""
    if not words:
        raise TexError("the equation is empty.", hint="Remove it.")
    try:
        raw: list[Link] = _parser().parse(words)  # type: ignore[assignment]
        links = [link for one in raw for link in _sided(one, scope)]
        return [_resolved(link, words, scope) for link in links]
    except UnexpectedInput as error:
        raise _unexpected(getattr(error, "token", words[-1]), words) from None
    except VisitError as error:
        raise error.orig_exc from None
    except RecursionError:
        raise _error(words[0], "too long a sum or too deep.", "Split the equation.") from None


def read_condition(stream: Sequence[Tex], scope: Scope) -> list[Expr]:
    """Conditions such as ``x > 0``, as relations."""
    links = read_row(stream, scope)
    for link in links:
        if link.lhs is None or link.rel in ("iff", "~digits") or link.assuming:
            raise ReadError("this is not a condition.", hint="A condition is like x > 0.")
    return [Expr(link.rel, (link.lhs, link.rhs)) for link in links if link.lhs is not None]


def defined_here(words: list[Token], scope: Scope) -> tuple[Token, tuple[str, ...], int] | None:
    """The name that a row defines, its parameters, and where the right side begins.

    A row ``f(x) = ...`` or ``y = ...`` defines what is declared to be defined and is not yet.
    """
    if not words or scope.defined.get(str(words[0]), ()) is not None:
        return None
    end = 1
    if words[0].type == "DEF":
        while end < len(words) and words[end].type != "RPAR":
            end += 1
        inside = words[2:end]
        names, commas = inside[::2], inside[1::2]
        if any(w.type != "NAME" for w in names) or any(w.type != "COMMA" for w in commas):
            return None
        end += 1
    if end >= len(words) or words[end].type != "REL" or words[end] != "=":
        return None
    parameters = tuple(str(word) for word in words[2 : end - 1 : 2])
    for word in words[2 : end - 1 : 2]:
        if word not in scope.domains or parameters.count(str(word)) > 1:
            hint = f"Declare it, once: thence: {word} real"
            raise _error(word, f"the parameter {word} is not declared.", hint)
    return words[0], parameters, end


def define(words: list[Token], scope: Scope) -> list[Link] | None:
    """Read a row that defines a name and enter it; None for any other row.

    The first link says that the right side is defined.
    """
    found = defined_here(words, scope)
    if found is None:
        return None
    name, parameters, start = found
    first, *rest = read_words(words[start:], scope)
    if first.assuming or first.rhs.head == "decimal":
        hint = "Define it by one formula, or skip it and declare the name as a symbol."
        raise _error(name, f"{name} is not defined by one formula.", hint)
    scope.defined[str(name)] = Definition(parameters, first.rhs)
    return [Link(first.rhs, "defined", first.rhs), *rest]


def _unexpected(token: Token, words: list[Token]) -> TexError:
    """What to say of the first token that does not fit."""
    if token.type == "$END":
        return _error(words[-1], "the equation ends too early.", "Is a bracket or a dx missing?")
    if token.type == "D":
        hint = "Declare it, thence: d real; a differential stands in \\int or \\frac{d}{dx}."
        return _error(token, "d is not declared.", hint)
    hints = {
        "QUAD": 'Put a condition into a comment, thence: assuming x > 0, or "after comma".',
        "COMMA": "One equation at a time; put a condition into a comment, thence: assuming x > 0.",
        "DEF": "Is an operator missing?",
        "LSET": "Braces are no parentheses.",
        "SIDE": "A power needs an exponent.",
        "IN": "Put the domain into a comment, thence: x (0, 1).",
        "TO": "Limits are written \\lim_{x \\to a}.",
    }
    shown = {"D": "d", "SUP": "^", "SUB": "_", "QUAD": "a wide space"}.get(token.type, str(token))
    before = words[words.index(token) - 1] if token in words[1:] else None
    if before is not None and before.type == "DEF":
        return _error(token, f"{before} is a function and needs its argument in parentheses.")
    return _error(token, f"{shown!r} is not expected here.", hints.get(token.type, ""))


def _sided(link: Link, scope: Scope) -> Iterator[Link]:
    """A link without limits of unsaid side.

    Where the variable's domain begins or ends at the target, that gives the side; otherwise a
    limit that is a whole side of the link is claimed from both sides.
    """
    sides = [side for side in (link.lhs, link.rhs) if side is not None and side.head == _TWO_SIDED]
    heads = [""]
    if sides:
        _, variable, target = sides[0].args
        domain = scope.domains.get(variable.name)
        ends = (domain.lo, domain.hi) if domain else ()
        signs = "+" if ends and ends[0] == target else "-" if ends and ends[1] == target else "+-"
        heads = [_ONE_SIDED[sign] for sign in signs]
    for head in heads:
        lhs, rhs = (
            Expr(head, side.args) if side is not None and side.head == _TWO_SIDED else side
            for side in (link.lhs, link.rhs)
        )
        assert rhs is not None
        yield replace(link, lhs=lhs, rhs=rhs)


def _resolved(link: Link, words: list[Token], scope: Scope) -> Link:
    """The link over declared symbols, with what the document defines put in."""
    places = {str(word): word for word in reversed(words) if word.type in ("NAME", "DEF")}
    resolver = _Resolver(places, words[0], scope)
    lhs = None if link.lhs is None else resolver.read(link.lhs)
    assuming = tuple(resolver.read(hypothesis) for hypothesis in link.assuming)
    rel, rhs = link.rel, resolver.read(link.rhs)
    if rel == "approx":
        if lhs is not None and free_symbols(lhs):
            hint = "Say what it means in an equation of its own, or skip it: thence: skip: why."
            raise _error(words[0], "an approximation of what varies is not a claim.", hint)
        rel = "~digits"
    return Link(lhs, rel, rhs, assuming)


class _Resolver:
    """Puts definitions in, gives sums their ranges, and finds what is not declared."""

    def __init__(self, places: dict[str, Token], start: Token, scope: Scope) -> None:
        self.places = places
        self.start = start
        self.scope = scope

    def error(self, name: str, what: str, hint: str = "") -> TexError:
        return _error(self.places.get(name, self.start), what, hint)

    def read(self, expr: Expr) -> Expr:
        """The expression with definitions put in, every free symbol declared, of bounded size."""
        found = self.inlined(expr)
        for name in sorted(free_symbols(found) - self.scope.domains.keys()):
            hint = f"Declare it: thence: {name} real"
            raise self.error(name, f"the symbol {name} is not declared.", hint)
        try:
            check_size(found)
        except ReadError as error:
            raise self.error("", error.what, error.hint) from None
        return found

    def inlined(self, expr: Expr) -> Expr:
        if expr.head == "sym" and expr.name in self.scope.defined:
            return self.applied(expr.name, ())
        bound = bound_names(expr) if expr.head not in _SPECIAL else {expr.args[1].name}
        if bound:
            self.check_bound(expr, bound)
        if expr.head == "tuple" and expr.args[0].head == "sym":
            return Expr("tuple", (expr.args[0], *(self.inlined(end) for end in expr.args[1:])))
        made = rebuild(expr, self.inlined)
        if expr.head == _APPLIED:
            return self.applied(str(expr.value), made.args)
        if expr.head in _FINISH:
            return _FINISH[expr.head](self, made)
        return made

    def applied(self, name: str, arguments: tuple[Expr, ...]) -> Expr:
        """A defined function of its arguments, or a defined value."""
        found = self.scope.defined.get(name)
        if found is None:
            hint = "An equation above must define it, with the name alone on the left."
            raise self.error(name, f"{name} is not defined yet.", hint)
        if len(arguments) != len(found.parameters):
            count = len(found.parameters)
            raise self.error(name, f"{name} takes {count} argument(s), not {len(arguments)}.")
        values = dict(zip(found.parameters, arguments, strict=True))
        changed = {key: value for key, value in values.items() if value != sym(key)}
        try:
            return substitute(found.body, changed)
        except ValueError as error:
            hint = "Rename a variable, or write the formula out."
            raise self.error(name, f"{name} cannot be put in: {error}.", hint) from None

    def check_bound(self, expr: Expr, bound: frozenset[str] | set[str]) -> None:
        """A variable of a sum or integral is in sight in its body, or not meant there at all."""
        for name in sorted(bound):
            if not name.isidentifier() or name in self.scope.defined:
                raise self.error(name, f"{name} cannot be bound here.", "Use another letter.")
        for node in walk(expr.args[0]):
            name = str(node.value) if node.head in ("sym", _APPLIED) else ""
            found = self.scope.defined.get(name)
            hidden = free_symbols(found.body) - set(found.parameters) if found else frozenset()
            if hidden & bound and expr.head not in ("Minimax", "ArgMinimax"):
                what = f"{name} contains {min(hidden & bound)}, which is bound here."
                raise self.error(name, what, f"Write {name} out.")
            parts = name.split("_")[1:] if node.head == "sym" and name not in bound else []
            for index in bound & set(parts):
                hint = "Indexed families are not read yet; skip: why."
                raise self.error(name, f"{name} depends on the index {index}.", hint)

    def derivative(self, expr: Expr) -> Expr:
        """A derivative of something in its variable: dy/dx of a bare symbol y is not 0."""
        free = free_symbols(expr.args[0])
        for bound in expr.args[1:]:
            name = (bound.args[0] if bound.head == "tuple" else bound).name
            if name in self.scope.defined:
                raise self.error(name, f"a derivative in {name}, which is a formula.")
            self.check_real(name, "derivative")
            if free and name not in free:
                what = f"{expr.args[0]} does not depend on {name}."
                hint = "If it is a function, define it above: thence: define y."
                raise self.error(name, what, hint)
        return expr

    def check_real(self, name: str, what: str) -> None:
        """Derivatives and limits are in real variables."""
        domain = self.scope.domains.get(name)
        if domain is not None and domain.integer:
            hint = "Declare it real, if it holds for reals."
            raise self.error(name, f"a {what} in {name}, which is an integer.", hint)

    def limit(self, expr: Expr) -> Expr:
        self.check_real(expr.args[1].name, "limit")
        return expr

    def series(self, expr: Expr) -> Expr:
        """A sum over an index alone, with the declared range."""
        bounds = expr.args[1]
        if len(bounds.args) == 3:
            return expr
        name = bounds.args[0].name
        if name not in self.scope.indices:
            hint = f"Declare it, thence: index {name} = 1..n; or write \\sum_{{{name}=1}}^{{n}}."
            raise self.error(name, f"the range of {name} is not given.", hint)
        return Expr(expr.head, (expr.args[0], call("tuple", sym(name), *self.scope.indices[name])))

    def minimax(self, expr: Expr) -> Expr:
        """The ranges of an extremum; the declared domain where none is written, if it is closed."""
        body, *ranges = expr.args
        found = []
        for part in ranges:
            name = part.args[0].name
            domain = self.scope.domains.get(name)
            if len(part.args) == 1:
                open_end = domain and (
                    (domain.lo_open and domain.lo != _MINUS_OO)
                    or (domain.hi_open and domain.hi != OO)
                    or domain.integer
                )
                if domain is None or open_end:
                    hint = r"Write it, such as \min_{b \ge 0}."
                    raise self.error(name, f"the range of {name} is not closed or given.", hint)
                part = Expr("tuple", (*part.args, domain.lo, domain.hi))
            found.append(part)
        return Expr(expr.head, (body, *found))

    def from_below(self, expr: Expr) -> Expr:
        """A limit from the left, as the limit from the right of the function mirrored there."""
        body, name, target = self.limit(expr).args
        try:
            mirror = -name if target == num(0) else num(2) * target - name
            mirrored = substitute(body, {name.name: mirror})
        except ValueError as error:
            raise self.error(name.name, f"a limit from below: {error}.") from None
        return Expr("Limit", (mirrored, name, target))

    def two_sided(self, expr: Expr) -> Expr:
        hint = r"Write x \to a^+ or a^-; only a whole side of an equation is taken from both."
        raise self.error(expr.args[1].name, "a limit without its side inside a formula.", hint)


_SPECIAL = frozenset({_TWO_SIDED, _ONE_SIDED["-"]})
_FINISH = {
    "Derivative": _Resolver.derivative,
    "Limit": _Resolver.limit,
    "Sum": _Resolver.series,
    "Product": _Resolver.series,
    "Minimax": _Resolver.minimax,
    "ArgMinimax": _Resolver.minimax,
    _ONE_SIDED["-"]: _Resolver.from_below,
    _TWO_SIDED: _Resolver.two_sided,
}


def read_formula(text: str, scope: Scope) -> list[Link]:
    """The links of a formula by itself."""
    return read_row(tokens(text), scope)
