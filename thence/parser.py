"""Read expressions, relations and domains from text, safely.

A precedence-climbing parser over a short list of tokens.  It knows the functions of
:mod:`thence.expr` and the symbols that the claim declares, and nothing else: no attribute, no
call of anything unknown, no evaluation.  Length, depth, size and constant exponents are bounded
before anything is computed, so hostile text costs milliseconds.

>>> str(parse_expression("(x**2 - 1)/(x - 1)", ["x"]))
'(x**2 - 1)/(x - 1)'
>>> parse_expression("y + 1", ["x"])
Traceback (most recent call last):
...
thence.errors.ReadError: column 1: the symbol y is not declared. Declare it in "given", ...
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from unicodedata import normalize

from thence.errors import ReadError
from thence.expr import (
    BINDERS,
    CONSTANTS,
    FUNCTIONS,
    RELATIONS,
    Expr,
    const,
    entry,
    num,
    sym,
    walk,
)

MAX_LENGTH = 20_000
MAX_NESTING = 200
MAX_NODES = 10_000
MAX_DIGITS = 2_000
MAX_EXPONENT = 4_096
MAX_BITS = 100_000
MAX_FACTORIAL = 2_000

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[^\W\d]\w*)|(?P<op>\*\*|<=|>=|!=|==|[-+*/(),<>=^\[\]]))"
)

_NAMED_RELATIONS = {"Eq": "=", "Ne": "!=", "Lt": "<", "Le": "<=", "Gt": ">", "Ge": ">="}

_BINARY = {"+": (1, "+"), "-": (1, "-"), "*": (2, "*"), "/": (2, "/")}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    column: int


def _tokens(text: str) -> list[_Token]:
    if len(text) > MAX_LENGTH:
        raise ReadError(
            f"the text has {len(text)} characters; at most {MAX_LENGTH} are read.",
            hint="Split the claim into smaller steps.",
        )
    found, position = [], 0
    end = len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            column = position + len(text[position:]) - len(text[position:].lstrip()) + 1
            raise ReadError(
                f"unexpected character {text[column - 1]!r}.",
                f"column {column}",
                "Expressions use SymPy's notation: + - * / ** ( ) [ ] , names and exact numbers.",
            )
        kind = match.lastgroup
        if kind == "name":
            check_letters(match.group(kind), f"column {match.start(kind) + 1}")
        found.append(_Token(kind, match.group(kind), match.start(kind) + 1))
        position = match.end()
    found.append(_Token("end", "", len(text) + 1))
    return found


def check_letters(name: str, where: str) -> None:
    """That a name is written in letters that stand for no others: Python reads a wide x and a
    narrow one as one name, and so does the checker."""
    plain = normalize("NFKC", name)
    if plain != name:
        raise ReadError(f"{name!r} is read as {plain!r}.", where, f"Write {plain}.")


class _Parser:
    """Precedence climbing: ``+ -`` < ``* /`` < unary minus < ``**`` (to the right)."""

    def __init__(
        self, text: str, symbols: Collection[str], functions: Mapping[str, tuple[int, int]]
    ) -> None:
        self.tokens = _tokens(text)
        self.position = 0
        self.symbols = set(symbols)
        self.functions = functions
        pairs = (name.partition("[")[::2] for name in symbols if name.endswith("]"))
        self.families = {family: commas.count(",") + 1 for family, commas in pairs}
        self.nesting = 0

    def fail(self, what: str, token: _Token | None = None, hint: str = "") -> ReadError:
        return ReadError(what, f"column {(token or self.token).column}", hint)

    @property
    def token(self) -> _Token:
        return self.tokens[self.position]

    def take(self, text: str | None = None) -> _Token:
        token = self.token
        if text is not None and token.text != text:
            got = f"got {token.text!r}" if token.text else "the text ends"
            raise self.fail(f"expected {text!r}, {got}.", hint="Check the parentheses.")
        self.position += 1
        return token

    def enter(self) -> None:
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            raise self.fail(
                f"nested deeper than {MAX_NESTING}.", hint="Name the inner parts in steps before."
            )

    def expression(self, least: int = 1) -> Expr:
        self.enter()
        left = self.unary()
        while self.token.text in _BINARY and _BINARY[self.token.text][0] >= least:
            level, head = _BINARY[self.take().text]
            left = Expr(head, (left, self.expression(level + 1)))
        self.nesting -= 1
        return left

    def unary(self) -> Expr:
        if self.token.text in ("-", "+"):
            sign = self.take().text
            self.enter()
            inner = self.unary()
            self.nesting -= 1
            return inner if sign == "+" else Expr("neg", (inner,))
        base = self.atom()
        if self.token.text == "^":
            raise self.fail("^ is not a power.", hint="Write ** for a power.")
        if self.token.text == "**":
            self.take()
            self.enter()
            exponent = self.unary()
            self.nesting -= 1
            return Expr("**", (base, exponent))
        return base

    def atom(self) -> Expr:
        token = self.take()
        if token.kind == "number":
            return self.number(token)
        if token.text == "(":
            inner = self.expression()
            self.take(")")
            return inner
        if token.kind == "name":
            return self.named(token)
        got = f"unexpected {token.text!r}." if token.text else "the text ends too early."
        raise self.fail(got, token, "An expression is expected here.")

    def number(self, token: _Token) -> Expr:
        mantissa, _, exponent = token.text.lower().partition("e")
        if len(token.text) > MAX_DIGITS or (exponent and abs(int(exponent)) > MAX_DIGITS):
            raise self.fail(f"a number of more than {MAX_DIGITS} digits.", token)
        return num(Fraction(token.text if mantissa else "0"))

    def named(self, token: _Token) -> Expr:
        name = token.text
        if self.token.text == "(":
            if name in self.symbols:
                raise self.fail(
                    f"{name} is a declared symbol, not a function.",
                    token,
                    f"Write {name}*(...) for a product.",
                )
            if name in BINDERS:
                return self.binder(name, token)
            if name == "Piecewise":
                return self.piecewise()
            if name in self.functions:
                return self.function(name, token)
            raise self.fail(
                f"unknown function {name}.", token, f"Known: {', '.join(sorted(self.functions))}."
            )
        if self.token.text == "[":
            return self.entry(token)
        if name in self.symbols:
            return sym(name)
        if name in CONSTANTS:
            return const(name)
        if name in self.families:
            indices = ", ".join("ijkl"[: self.families[name]])
            raise self.fail(f"{name} is a family.", token, f"Write one entry: {name}[{indices}].")
        raise self.fail(
            f"the symbol {name} is not declared.",
            token,
            f'Declare it in "given", such as {{"{name}": "real"}}.',
        )

    def entry(self, token: _Token) -> Expr:
        """``p[i]``, an entry of a family that was declared as ``p[]``; ``w[,]`` takes two."""
        if token.text not in self.families:
            raise self.fail(
                f"{token.text} is not declared as a family.",
                token,
                f'Declare it in "given", such as {{"{token.text}": "real[n]"}}.',
            )
        self.take("[")
        indices = [self.expression()]
        while self.token.text == ",":
            self.take()
            indices.append(self.expression())
        self.take("]")
        wanted = self.families[token.text]
        if len(indices) != wanted:
            hint = "Its domain says how many it has, such as real[m, n]."
            raise self.fail(
                f"{token.text} takes {wanted} index(es), not {len(indices)}.", token, hint
            )
        return entry(token.text, *indices)

    def function(self, name: str, token: _Token) -> Expr:
        self.take("(")
        args = [self.expression()]
        while self.token.text == ",":
            self.take()
            args.append(self.expression())
        self.take(")")
        least, most = self.functions[name]
        if not least <= len(args) <= most:
            wanted = str(least) if least == most else f"{least} to {most}"
            raise self.fail(f"{name} takes {wanted} argument(s), not {len(args)}.", token)
        if name == "log" and len(args) == 2:
            return Expr("/", (Expr("log", (args[0],)), Expr("log", (args[1],))))
        return Expr(name, tuple(args))

    def piecewise(self) -> Expr:
        """``Piecewise((x, x > 0), (0, True))``: the first case whose condition holds."""
        self.take("(")
        cases = [self.case()]
        while self.token.text == ",":
            self.take()
            cases.append(self.case())
        self.take(")")
        return Expr("Piecewise", tuple(cases))

    def case(self) -> Expr:
        """``(value, condition)``, where ``True`` stands for whatever is left."""
        self.take("(")
        value = self.expression()
        self.take(",")
        conditions: tuple[Expr, ...] = ()
        if self.token.text == "True":
            self.take()
        else:
            conditions = self.conditions()
        self.take(")")
        return Expr("case", (value, *conditions))

    def conditions(self) -> tuple[Expr, ...]:
        """A relation, or ``And(relation, ...)``."""
        if self.token.text != "And":
            return (self.relation(),)
        self.take()
        self.take("(")
        found = [self.relation()]
        while self.token.text == ",":
            self.take()
            found.append(self.relation())
        self.take(")")
        return tuple(found)

    def relation(self) -> Expr:
        """``left rel right``, or ``Ne(left, right)`` and its like, as SymPy prints relations."""
        if self.token.text in _NAMED_RELATIONS:
            head = _NAMED_RELATIONS[self.take().text]
            self.take("(")
            left = self.expression()
            self.take(",")
            right = self.expression()
            self.take(")")
            return Expr(head, (left, right))
        left = self.expression()
        head = {"==": "="}.get(self.token.text, self.token.text)
        if head not in RELATIONS:
            raise self.fail(
                "expected a relation.",
                hint=f"One of {' '.join(RELATIONS)} between two expressions.",
            )
        self.take()
        return Expr(head, (left, self.expression()))

    def binder(self, name: str, token: _Token) -> Expr:
        """``Integral(f, (x, a, b))``, ``Derivative(f, x)``, ``Limit(f, x, a)`` and the like.

        The body comes before its variable, so the variables are looked up first.
        """
        start = self.position
        self.take("(")
        bound = self.binder_variables(name, token)
        if name != "Derivative" and (taken := sorted(bound & self.families.keys())):
            raise self.fail(f"{taken[0]} is a family.", token, "Use another letter.")
        outer = set(self.symbols)
        if name != "Derivative":  # a derivative is taken at its variable, which stays free
            self.symbols |= bound
        self.position = start
        self.take("(")
        self.enter()
        args = [self.expression()]
        while self.token.text == ",":
            self.take()
            args.append(self.bounds(name, token))
        self.take(")")
        self.nesting -= 1
        self.symbols = outer
        if name == "Limit":
            return self.limit(args, token)
        if len(args) < 2:
            raise self.fail(f"{name} needs a variable.", token, f"Such as {name}(f, (x, 0, 1)).")
        return Expr(name, tuple(args))

    def binder_variables(self, name: str, token: _Token) -> set[str]:
        """Skip the body and read which variables the tuples after it bind."""
        depth, commas, bound = 0, 0, set()
        for index in range(self.position, len(self.tokens)):
            here = self.tokens[index]
            after = self.tokens[min(index + 1, len(self.tokens) - 1)]
            if here.text == "(":
                depth += 1
                if depth == 1 and commas and self.tokens[index - 1].text == ",":
                    bound.add(after.text)
            elif here.text == ")" and depth == 0:
                return bound
            elif here.text in ("[", "]", ")"):  # the indices of an entry bind nothing
                depth += 1 if here.text == "[" else -1
            elif here.text == "," and depth == 0:
                commas += 1
                if after.kind == "name" and (name != "Limit" or commas == 1):
                    bound.add(after.text)
        raise self.fail(f"the parenthesis of {name} is never closed.", token)

    def bounds(self, name: str, token: _Token) -> Expr:
        if self.token.text != "(":
            return self.expression()
        self.take("(")
        items = [self.expression()]
        while self.token.text == ",":
            self.take()
            items.append(self.expression())
        self.take(")")
        wanted = 2 if name == "Derivative" else 3
        if name == "Limit":
            return items[0] if len(items) == 1 else Expr("tuple", tuple(items))
        if len(items) != wanted or items[0].head != "sym":
            shape = "(x, 2)" if name == "Derivative" else "(x, a, b)"
            raise self.fail(f"the bounds of {name} are no tuple.", token, f"Write {shape}.")
        return Expr("tuple", tuple(items))

    def limit(self, args: list[Expr], token: _Token) -> Expr:
        if len(args) == 2 and args[1].head == "tuple":
            args = [args[0], *args[1].args]
        if len(args) != 3 or args[1].head != "sym":
            raise self.fail("write Limit(f, x, a).", token)
        return Expr("Limit", tuple(args))


def exact_value(expr: Expr) -> Fraction | None:
    """The value of a small constant rational expression, or None."""
    if expr.head == "num":
        return expr.number
    if expr.head not in ("+", "-", "*", "/", "neg", "**"):
        return None
    values = [exact_value(a) for a in expr.args]
    if any(v is None or v.numerator.bit_length() > MAX_BITS for v in values):
        return None
    a, b = values[0], values[-1]
    assert a is not None
    assert b is not None
    if expr.head == "neg":
        return -a
    if expr.head == "+":
        return a + b
    if expr.head == "-":
        return a - b
    if expr.head == "*":
        return a * b
    if expr.head == "/":
        return a / b if b else None
    _check_power(a, b)
    return a**b.numerator if b.denominator == 1 and (a or b > 0) else None


def _check_power(base: Fraction | None, exponent: Fraction) -> None:
    """Refuse a power whose value would not fit in the bounds of the reader."""
    size = abs(exponent)
    bits = 1 if base is None else max(base.numerator.bit_length(), base.denominator.bit_length())
    if size > MAX_EXPONENT or size * bits > MAX_BITS:
        raise ReadError(
            "an exponent is too large to work with.",
            hint=f"Exponents go up to {MAX_EXPONENT}, numbers up to {MAX_BITS} bits.",
        )


def check_size(expr: Expr) -> None:
    """Bound the number of nodes, every constant exponent and every constant factorial.

    Raises :class:`ReadError`; nothing large is ever computed to find out.
    """
    for count, node in enumerate(walk(expr), 1):
        if count > MAX_NODES:
            raise ReadError(f"more than {MAX_NODES} parts.", hint="Split the claim into steps.")
        if node.head == "**":
            exponent = exact_value(node.args[1])
            if exponent is not None:
                _check_power(exact_value(node.args[0]), exponent)
        if node.head in ("factorial", "gamma", "binomial"):
            value = exact_value(node.args[0])
            if value is not None and abs(value) > MAX_FACTORIAL:
                raise ReadError(
                    f"{node.head} of a number above {MAX_FACTORIAL}.",
                    hint="Write it with a symbol, or through loggamma.",
                )


def parse_expression(
    text: str,
    symbols: Collection[str] = (),
    functions: Mapping[str, tuple[int, int]] = FUNCTIONS,
) -> Expr:
    """Read one expression over the declared ``symbols``, where ``p[]`` declares a family ``p`` and
    ``w[,]`` one with two indices; :class:`ReadError` says what is wrong."""
    parser = _Parser(text, symbols, functions)
    if parser.token.kind == "end":
        raise ReadError("the expression is empty.", hint="Write 0 for zero.")
    expr = parser.expression()
    if parser.token.kind != "end":
        raise parser.fail(
            f"unexpected {parser.token.text!r} after the expression.",
            hint="Is an operator or a parenthesis missing?",
        )
    check_size(expr)
    return expr


def parse_relation(text: str, symbols: Collection[str] = ()) -> Expr:
    """Read ``left rel right`` with one of ``= != < <= > >=``, or SymPy's ``Ne(left, right)``."""
    parser = _Parser(text, symbols, FUNCTIONS)
    found = parser.relation()
    if parser.token.kind != "end":
        raise parser.fail(f"unexpected {parser.token.text!r} after the relation.")
    for side in found.args:
        check_size(side)
    return found


_DECIMAL = re.compile(r"-?\d{1,2000}(\.\d{1,2000})?")


def parse_decimal(text: str) -> Expr:
    """Read printed digits such as ``-0.0759``, keeping them as they were printed."""
    if _DECIMAL.fullmatch(text.strip()) is None:
        raise ReadError(
            f"{text.strip()[:40]!r} is not a decimal number.",
            hint="The right side of ~digits is printed digits, such as 1.921812.",
        )
    return Expr("decimal", value=text.strip())
