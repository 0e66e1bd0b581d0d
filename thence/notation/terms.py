"""Arithmetic and functions in print: what needs parentheses, what is a fraction."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from fractions import Fraction

from thence.expr import ONE, Expr, walk
from thence.notation.names import Name
from thence.notation.style import Level, Open, Piece, Place, Style

#: Functions that mathematics names otherwise than claim files do.
FUNCTION_NAMES = {
    "asin": "arcsin",
    "acos": "arccos",
    "atan": "arctan",
    "acot": "arccot",
    "asinh": "arsinh",
    "acosh": "arcosh",
    "atanh": "artanh",
    "sign": "sgn",
    "Max": "max",
    "Min": "min",
}
#: Functions that are commonly written without parentheses before a single letter or number.
_BARE_NAMES = (
    "log sin cos tan cot sec csc sinh cosh tanh coth asin acos atan acot asinh acosh atanh"
)
_BARE = frozenset(_BARE_NAMES.split())


class TermPrinter(ABC):
    """Prints terms from their printed parts; ``names`` says how each symbol looks."""

    def __init__(self, style: Style, names: dict[str, Name]) -> None:
        self.style = style
        self.names = names

    @abstractmethod
    def print(self, expr: Expr, place: Place = Place.LINE) -> Piece:
        """The expression in print, as it is set in this place."""

    def _small(self, expr: Expr) -> str:
        """The expression as it is set in a script."""
        return self.print(expr, Place.SCRIPT).text

    def _round(self, piece: Piece) -> Piece:
        text = self.style.fence("(", piece.text, ")", piece.tall)
        return Piece(text, tall=piece.tall, scripts=piece.scripts)

    def _wrapped(self, piece: Piece, least: Level) -> Piece:
        return piece if piece.level >= least else self._round(piece)

    def _closing(self, piece: Piece, opening: Open) -> Piece:
        """The same part, open at its right end: its closed form is the whole in parentheses."""
        return replace(piece, open=opening, closed=self._round(piece).text)

    # Arithmetic

    def _number(self, value: Fraction, script: bool) -> Piece:
        if value < 0:
            return self._negative(ONE, [self._number(-value, script)])
        top, bottom = value.numerator, value.denominator
        if bottom == 1:
            return self._integer(top)
        digits = _terminating(value)
        if bottom > 12 and digits is not None:
            return self._decimal(*digits)
        parts = [self._integer(top), self._integer(bottom)]
        return self._slanted(parts) if script else self._fraction(parts)

    def _integer(self, value: int) -> Piece:
        digits = str(value)
        zeros = len(digits) - len(digits.rstrip("0"))
        return self._decimal(digits.rstrip("0"), zeros) if zeros >= 7 else self._digits(digits)

    def _digits(self, digits: str) -> Piece:
        return Piece(self.style.number(digits), first="digit", last="digit")

    def _decimal(self, digits: str, exponent: int) -> Piece:
        """``digits * 10**exponent``, written out where that is short."""
        if -6 < exponent < 0 or (exponent < 0 and len(digits) >= -exponent):
            padded = digits.rjust(1 - exponent, "0")
            return self._digits(f"{padded[:exponent]}.{padded[exponent:]}")
        ten = Piece(
            self.style.power(self.style.number("10"), self.style.number(str(exponent))),
            Level.FACTOR,
            first="digit",
            scripts=1,
        )
        return ten if digits == "1" else self._times(self._digits(digits), ten)

    def _sum(self, node: Expr, args: list[Piece]) -> Piece:
        left, right = self._wrapped(args[0], Level.SUM), self._wrapped(args[1], Level.PRODUCT)
        before = left.before(Open.TERM)
        return Piece(
            self.style.infix(before, node.head, right.text),
            Level.SUM,
            right.open,
            self.style.infix(before, node.head, right.closed or right.text),
            left.first,
            right.last,
            left.tall or right.tall,
            max(left.scripts, right.scripts),
        )

    def _negative(self, node: Expr, args: list[Piece]) -> Piece:
        inner = self._wrapped(args[0], Level.PRODUCT)
        closed = self.style.negative(inner.closed or inner.text)
        text = self.style.negative(inner.text)
        return replace(inner, text=text, closed=closed, level=Level.SIGNED, first="")

    def _product(self, args: list[Piece], place: Place) -> Piece:
        left = args[0] if args[0].level == Level.SIGNED else self._wrapped(args[0], Level.PRODUCT)
        right = self._wrapped(args[1], Level.FACTOR)
        signed = place == Place.INDEX and left.last != "digit"
        return self._times(left, right, "dot" if signed else "")

    def _times(self, left: Piece, right: Piece, sign: str = "") -> Piece:
        gap = sign or _gap(left, right)
        before = left.before(Open.FACTOR)
        return Piece(
            self.style.times(before, right.text, gap),
            min(left.level, Level.PRODUCT),
            right.open,
            self.style.times(before, right.closed or right.text, gap),
            left.first,
            right.last,
            left.tall or right.tall,
            max(left.scripts, right.scripts),
        )

    def _fraction(self, args: list[Piece]) -> Piece:
        text = self.style.fraction(args[0].text, args[1].text)
        scripts = max(arg.scripts for arg in args)
        return Piece(text, Level.FACTOR, first="frac", last="frac", tall=True, scripts=scripts)

    def _slanted(self, args: list[Piece]) -> Piece:
        left = args[0] if args[0].level == Level.SIGNED else self._wrapped(args[0], Level.PRODUCT)
        right = self._wrapped(args[1], Level.FACTOR)
        text = self.style.infix(left.before(Open.FACTOR), "/", right.text)
        # What follows would be read into the denominator.
        piece = Piece(
            text,
            min(left.level, Level.PRODUCT),
            first=left.first,
            tall=left.tall or right.tall,
            scripts=max(left.scripts, right.scripts),
        )
        return self._closing(piece, Open.FACTOR)

    def _power(self, node: Expr, args: list[Piece]) -> Piece:
        base, exponent = self._wrapped(args[0], Level.ATOM), args[1]
        return Piece(
            self.style.power(base.text, exponent.text),
            Level.FACTOR,
            first=base.first,
            tall=base.tall or exponent.tall,
            scripts=max(base.scripts, exponent.scripts + 1),
        )

    def _exponential(self, node: Expr, args: list[Piece]) -> Piece:
        argument = args[0]
        if argument.tall or argument.scripts > 1:
            return self._call(node, args)
        text = self.style.power(self.style.constant("E"), argument.text)
        return Piece(text, Level.FACTOR, scripts=argument.scripts + 1)

    # Functions

    def _call(self, node: Expr, args: list[Piece]) -> Piece:
        tall = any(arg.tall for arg in args)
        scripts = max((arg.scripts for arg in args), default=0)
        inner = self.style.sequence([arg.text for arg in args])
        fenced = self.style.fence("(", inner, ")", tall)
        if node.head == "tuple":
            return Piece(fenced, tall=tall, scripts=scripts)
        name = FUNCTION_NAMES.get(node.head, node.head)
        whole = self.style.apply(name, fenced, False)
        closed = Piece(whole, Level.FACTOR, first="op", tall=tall, scripts=scripts)
        simple = node.head in _BARE and node.args[0].head in ("sym", "const", "num")
        if not simple or args[0].level != Level.ATOM:
            return closed
        bare = self.style.apply(name, inner, True)
        return replace(closed, text=bare, open=Open.FACTOR, closed=whole)

    def _root(self, node: Expr, args: list[Piece]) -> Piece:
        degree = "3" if node.head == "cbrt" else ""
        text = self.style.root(args[0].text, degree)
        return Piece(text, Level.FACTOR, tall=True, scripts=args[0].scripts)

    def _fenced(self, node: Expr, args: list[Piece]) -> Piece:
        left, right = {"Abs": ("|", "|"), "floor": ("⌊", "⌋"), "ceiling": ("⌈", "⌉")}[node.head]
        # A bar does not say whether it opens or closes, so bars in bars stretch.
        tall = args[0].tall or any(part.head == "Abs" for part in walk(node.args[0]))
        text = self.style.fence(left, args[0].text, right, tall)
        return Piece(text, tall=tall, scripts=args[0].scripts)

    def _factorial(self, node: Expr, args: list[Piece]) -> Piece:
        inner = self._wrapped(args[0], Level.ATOM)
        return Piece(self.style.factorial(inner.text), Level.FACTOR, first=inner.first)

    def _binomial(self, node: Expr, args: list[Piece]) -> Piece:
        text = self.style.binomial(args[0].text, args[1].text)
        return Piece(text, Level.FACTOR, first="frac", tall=True)

    def _by_cases(self, node: Expr, args: list[Piece]) -> Piece:
        rows = []
        for case in node.args:
            value, *holds = (self.print(part).text for part in case.args)
            rows.append((value, self.style.sequence(holds or [self.style.words("otherwise")])))
        return Piece(self.style.cases(rows), Level.RELATION, tall=True)


def _gap(left: Piece, right: Piece) -> str:
    """What has to stand between two factors: a dot, a thin space, an operator's own, or nothing."""
    if right.first == "digit" or (left.last == "digit" and right.first == "frac"):
        return "dot"
    if right.first == "op":
        return "op"
    return "thin" if "word" in (left.last, right.first) else ""


def _terminating(value: Fraction) -> tuple[str, int] | None:
    """Digits and a power of ten, when the decimals of a fraction in (0, oo) end."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    places = max(twos, fives)
    if rest != 1:
        return None
    return str(value.numerator * 10**places // value.denominator), -places
