"""How expressions are set in print, whatever they are printed in.

One printer decides what a reader must be able to rely on: precedence, parentheses, what is a
fraction and what is slanted.  A :class:`Style` only spells the decisions, in LaTeX or MathML.
Parentheses that the author wrote between terms of one kind, ``a + (b + c)``, stay; no others are
printed than those that the meaning needs.

The printer works from the leaves up, without recursion, so a sum of thousands of terms prints.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from fractions import Fraction
from typing import Protocol

from thence.asymptotics import Towards
from thence.claim import SHAPES, Statement
from thence.domain import INTEGER, NONNEGATIVE, POSITIVE, REAL, Domain
from thence.expr import BINDERS, MINIMAX, ONE, OO, RELATIONS, ZERO, Expr, call, entry, sym, walk
from thence.forms import Form

MINUS_OO = Expr("neg", (OO,))

#: Symbols that are Greek letters by name; ``lambda_`` stands in for the reserved word.
_GREEK_NAMES = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau "
    "upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega "
    "varepsilon vartheta varphi varrho varsigma ell"
)
GREEK = frozenset(_GREEK_NAMES.split())
ACCENTS = frozenset({"hat", "bar", "tilde"})

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

_SHAPE_WORDS = {
    "increasing": "is increasing in",
    "decreasing": "is decreasing in",
    "convex": "is convex in",
    "concave": "is concave in",
}


class Level(IntEnum):
    """How tightly a printed part holds together, loosest first."""

    RELATION = 0
    SUM = 1
    SIGNED = 2
    PRODUCT = 3
    FACTOR = 4
    ATOM = 5


class Place(IntEnum):
    """Where a part is set: on the line, in a script, or in an index.

    In a script quotients are slanted; in an index a product has its sign, for ``s_{ij}`` has two.
    """

    LINE = 0
    SCRIPT = 1
    INDEX = 2


class Open(IntEnum):
    """What would be read into a part if it were put behind it: nothing, a factor, or a term."""

    NO = 0
    FACTOR = 1
    TERM = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A printed part with what its surroundings need to know of it.

    ``closed``: its text with parentheses around what is open at its right end.  ``first`` and
    ``last``: what stands at its ends (``digit``, ``frac``, ``word``, ``op`` or nothing special).
    ``tall``: higher than a line.  ``scripts``: how deep exponents are nested.
    """

    text: str
    level: Level = Level.ATOM
    open: Open = Open.NO
    closed: str = ""
    first: str = ""
    last: str = ""
    tall: bool = False
    scripts: int = 0

    def before(self, least: Open) -> str:
        """The text where something follows that must not be read into it."""
        return self.closed if self.open >= least else self.text


@dataclass(frozen=True, slots=True)
class Name:
    """A symbol's name taken apart: letters, accents and subscripts."""

    base: str
    accents: tuple[str, ...] = ()
    subscripts: tuple[str, ...] = ()
    verbatim: bool = False


class Style(Protocol):
    """The spelling of a notation: each method takes printed parts and returns a printed part."""

    def number(self, digits: str) -> str:
        """Digits, perhaps with a point."""

    def symbol(self, name: Name) -> str:
        """A symbol."""

    def entry(self, family: Name, index: str) -> str:
        """An entry of an indexed family."""

    def constant(self, name: str) -> str:
        """One of :data:`thence.expr.CONSTANTS`."""

    def infix(self, left: str, operator: str, right: str) -> str:
        """Two parts with an operator or relation between them."""

    def negative(self, text: str) -> str:
        """A part with a minus sign before it."""

    def times(self, left: str, right: str, gap: str) -> str:
        """A product, with a ``dot``, a ``thin`` space, ``op`` or nothing between.

        ``op``: the space that a function or a large operator has on its left.
        """

    def fraction(self, top: str, bottom: str) -> str:
        """An upright fraction."""

    def power(self, base: str, exponent: str) -> str:
        """A base with its exponent."""

    def root(self, text: str, degree: str) -> str:
        """A root; an empty degree is the square root."""

    def fence(self, left: str, text: str, right: str, tall: bool) -> str:
        """A part in parentheses or bars, stretched where it is tall."""

    def sequence(self, parts: Sequence[str]) -> str:
        """Parts with commas between."""

    def apply(self, function: str, argument: str, bare: bool) -> str:
        """A function before its argument, which is in parentheses unless bare."""

    def binomial(self, top: str, bottom: str) -> str:
        """A binomial coefficient."""

    def factorial(self, text: str) -> str:
        """A factorial."""

    def cases(self, rows: Sequence[tuple[str, str]]) -> str:
        """A function by cases: each value, and the condition under which it is taken."""

    def derivative(self, order: int, partial: bool, over: Sequence[tuple[str, int]]) -> str:
        """The sign of a derivative of this order, before its body."""

    def one_sided(self, target: str, side: str) -> str:
        """The target of a limit that is taken from the right (``+``) or from the left (``-``)."""

    def operator(self, name: str, below: str, above: str, body: str) -> str:
        """``sum``, ``prod``, ``lim``, ``max``, ``min``, ``argmin`` with limits."""

    def integral(self, bounds: Sequence[tuple[str, str, str]], body: str) -> str:
        """An integral over (variable, low, high), the innermost first."""

    def words(self, text: str) -> str:
        """Plain words inside a formula."""

    def phrase(self, parts: Sequence[str]) -> str:
        """Formulas and words with spaces between."""

    def aside(self, said: str, where: str) -> str:
        """A relation, and after a wide space what it is said of."""

    def digits(self, text: str) -> str:
        """The leading digits of a number that goes on."""

    def interval(self, low: str, high: str, low_open: bool, high_open: bool) -> str:
        """An interval."""

    def listed(self, first: str, last: str) -> str:
        """All from the first to the last."""

    def one_of(self, first: str, last: str) -> str:
        """The integers from the first to the last."""

    def set(self, name: str, at_least: str) -> str:
        """``R`` or ``Z``, perhaps from a least element on."""


def take_apart(name: str) -> Name:
    """The parts of a symbol's name.

    >>> take_apart("x_hat_12")
    Name(base='x', accents=('hat',), subscripts=('12',), verbatim=False)
    >>> take_apart("alpha1").subscripts
    ('1',)
    """
    base, *rest = [part for part in name.split("_") if part] or [name]
    letters = base.rstrip("0123456789")
    if letters == "lamda":  # as SymPy spells it, for the word is Python's own
        letters, base = "lambda", base.replace("lamda", "lambda")
    if letters and letters != base and (len(letters) == 1 or letters in GREEK):
        base, rest = letters, [base[len(letters) :], *rest]
    accents = tuple(part for part in rest if part in ACCENTS)
    return Name(base, accents, tuple(part for part in rest if part not in ACCENTS))


#: Letters with a meaning of their own: a symbol that looks the same is printed as it is typed.
_RESERVED = (Name("e"), Name("pi"))
#: What is printed as a letter, by its head or name: no symbol beside it may look like it.
_LETTER_OF = {
    "Derivative": Name("d"),
    "Integral": Name("d"),
    "gamma": Name("Gamma"),
    "GoldenRatio": Name("varphi"),
    "EulerGamma": Name("gamma", (), ("E",)),
}


def names_of(expressions: Iterable[Expr]) -> dict[str, Name]:
    """How each symbol is printed, so that no two symbols of a statement look alike."""
    nodes = [node for expr in expressions for node in walk(expr)]
    symbols = sorted({node.name for node in nodes if node.head in ("sym", "at")})
    heads = {node.name if node.head == "const" else node.head for node in nodes}
    taken = {*_RESERVED, *(look for head, look in _LETTER_OF.items() if head in heads)}
    if any(node.head == "/" and all(_begins(arg) == "d" for arg in node.args) for node in nodes):
        taken.add(_LETTER_OF["Derivative"])
    arity = {node.name: len(node.args) for node in nodes if node.head == "at"}
    indexed = [(take_apart(name), count) for name, count in arity.items()]
    looks = [take_apart(name) for name in symbols]
    found = {}
    for name, look in zip(symbols, looks, strict=True):
        alike = looks.count(look) > 1 or look in taken
        # An entry has its indices behind the subscripts of its family; two make a Kronecker delta.
        count = len(look.subscripts) + arity.get(name, 0)
        for own, more in indexed:
            stem = replace(look, subscripts=look.subscripts[: max(count - more, 0)])
            alike |= own == stem != look and len(own.subscripts) == count - more
        alike |= "KroneckerDelta" in heads and look.base == "delta" and count == 2
        found[name] = Name(name, verbatim=True) if alike else look
    return found


def _begins(expr: Expr) -> str:
    """The name that an expression in infix notation begins with, if it begins with one."""
    while expr.head not in ("sym", "at") and expr.args:
        expr = expr.args[0]
    return expr.name if expr.head in ("sym", "at") else ""


class Printer:
    """Prints expressions in a style; ``names`` says how each symbol looks."""

    def __init__(self, style: Style, names: dict[str, Name]) -> None:
        self.style = style
        self.names = names
        special: dict[str, Callable[[Expr, list[Piece]], Piece]] = {
            "neg": self._negative,
            "**": self._power,
            "exp": self._exponential,
            "sqrt": self._root,
            "cbrt": self._root,
            "Abs": self._fenced,
            "floor": self._fenced,
            "ceiling": self._fenced,
            "factorial": self._factorial,
            "binomial": self._binomial,
            "Piecewise": self._by_cases,
            "tuple": self._call,
            "Integral": self._integral,
            "Derivative": self._derivative,
            "Limit": self._limit,
        }
        big = dict.fromkeys(("Sum", "Product", *MINIMAX), self._big)
        sums = dict.fromkeys(("+", "-"), self._sum)
        self._special = special | big | sums

    def print(self, expr: Expr, place: Place = Place.LINE) -> Piece:
        """The expression in print, as it is set in this place."""
        done: list[Piece] = []
        stack: list[tuple[Expr, Place, bool]] = [(expr, place, False)]
        while stack:
            node, own, ready = stack.pop()
            if not ready:
                stack.append((node, own, True))
                stack.extend((arg, inner, False) for arg, inner in _parts(node, own))
                continue
            count = len(node.args)
            args = [done.pop() for _ in range(count)]
            done.append(self._node(node, args, own))
        return done[0]

    def _small(self, expr: Expr) -> str:
        """The expression as it is set in a script."""
        return self.print(expr, Place.SCRIPT).text

    def _node(self, node: Expr, args: list[Piece], place: Place) -> Piece:
        if node.head == "num":
            return self._number(node.number, place > Place.LINE)
        if node.head == "sym":
            name = self.names.get(node.name) or take_apart(node.name)
            wide = name.verbatim or (len(name.base) > 1 and name.base not in GREEK)
            end = "word" if wide else ""
            return Piece(self.style.symbol(name), first=end, last=end)
        if node.head == "at":
            family = self.names.get(node.name) or take_apart(node.name)
            index = self.style.sequence([arg.text for arg in args])
            return Piece(self.style.entry(family, index))
        if node.head == "KroneckerDelta":
            index = self.style.sequence([arg.text for arg in args])
            return Piece(self.style.entry(Name("delta"), index))
        if node.head == "const":
            return Piece(self.style.constant(node.name))
        if node.head == "decimal":
            return Piece(self.style.number(str(node.value)), first="digit", last="digit")
        if node.head in RELATIONS:
            left, right = (arg.before(Open.TERM) for arg in args)
            tall = any(arg.tall for arg in args)
            return Piece(self.style.infix(left, node.head, right), Level.RELATION, tall=tall)
        if node.head == "/":
            return self._slanted(args) if place else self._fraction(args)
        if node.head == "*":
            return self._product(args, place)
        return self._special.get(node.head, self._call)(node, args)

    # Parentheses

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

    # Binders

    def _integral(self, node: Expr, args: list[Piece]) -> Piece:
        if not all(a.head in ("sym", "tuple") for a in node.args[1:]):
            return self._call(node, args)
        bounds = []
        for bound in node.args[1:]:
            variable, *ends = bound.args if bound.head == "tuple" else (bound,)
            low, high = (self._small(e) for e in ends) if ends else ("", "")
            bounds.append((self.print(variable).text, low, high))
        body = self._wrapped(args[0], Level.SIGNED)
        text = self.style.integral(bounds, body.before(Open.FACTOR))
        piece = Piece(text, Level.PRODUCT, first="op", tall=True)
        return self._closing(replace(piece, level=Level.FACTOR), Open.FACTOR)

    def _derivative(self, node: Expr, args: list[Piece]) -> Piece:
        over = _derivative_orders(node)
        if over is None:
            return self._call(node, args)
        free = _names_free(node.args[0]) | {str(name) for name, _ in over}
        printed = [(self.print(name).text, order) for name, order in over]
        total = sum(order for _, order in over)
        sign = self.style.derivative(total, len(free) > 1, printed)
        body = self._wrapped(args[0], Level.FACTOR)
        text = self.style.times(sign, body.text, "op" if body.first == "op" else "")
        piece = Piece(text, Level.FACTOR, first="frac", tall=True)
        return self._closing(piece, Open.FACTOR)

    def _limit(self, node: Expr, args: list[Piece]) -> Piece:
        """A limit at a finite point is one from the right, which has to be said."""
        target = self._small(node.args[2])
        if node.args[2] not in (OO, MINUS_OO):
            point = self._wrapped(self.print(node.args[2], Place.SCRIPT), Level.ATOM)
            target = self.style.one_sided(point.text, "+")
        below = self.style.infix(args[1].text, "->", target)
        return self._operator("lim", below, "", args[0])

    def _big(self, node: Expr, args: list[Piece]) -> Piece:
        bounds = node.args[1:]
        if node.head in ("Sum", "Product"):
            if not all(b.head in ("sym", "tuple") for b in bounds):
                return self._call(node, args)
            body = args[0]
            for bound in bounds:
                body = self._indexed("sum" if node.head == "Sum" else "prod", bound, body)
            return body
        if len(bounds) != 2 or not all(b.head == "tuple" for b in bounds):
            return self._call(node, args)
        inner = self._operator("max", self._range(bounds[1]), "", args[0])
        name = "min" if node.head == "Minimax" else "argmin"
        return self._operator(name, self._range(bounds[0]), "", inner)

    def _indexed(self, name: str, bound: Expr, body: Piece) -> Piece:
        variable, *ends = bound.args if bound.head == "tuple" else (bound,)
        below, above = self.print(variable).text, ""
        if ends:
            below = self.style.infix(below, "=", self._small(ends[0]))
            above = self._small(ends[1])
        return self._operator(name, below, above, body)

    def _operator(self, name: str, below: str, above: str, body: Piece) -> Piece:
        inner = self._wrapped(body, Level.PRODUCT)
        text = self.style.operator(name, below, above, inner.text)
        piece = Piece(text, Level.FACTOR, first="op", tall=True)
        return self._closing(piece, Open.TERM)

    def _range(self, bound: Expr) -> str:
        """``(x, a, b)`` of a minimax: ends that are finite belong to the range."""
        variable, low, high = bound.args
        domain = Domain(low, high, low == MINUS_OO, high == OO)
        return self.membership([variable.name], domain)

    # Domains and statements

    def membership(self, names: Sequence[str], domain: Domain) -> str:
        """What it means for the named variables to be in the domain."""
        style = self.style
        entries = [sym(name) for name in names]
        if domain.sizes:
            ends = ((ONE,) * len(domain.sizes), domain.sizes)
            pairs = [[self._small(entry(name, *end)) for end in ends] for name in names]
            who = style.sequence([style.listed(first, last) for first, last in pairs])
            return self._membership(who, replace(domain, sizes=()))
        return self._membership(style.sequence([self._small(e) for e in entries]), domain)

    def _membership(self, who: str, domain: Domain) -> str:
        style = self.style
        if domain in (REAL, INTEGER):
            return style.infix(who, "in", style.set("Z" if domain.integer else "R", ""))
        low, high = (self._small(end) for end in (domain.lo, domain.hi))
        if domain.integer and domain.hi == OO:
            return style.infix(who, "in", style.set("Z", low))
        if domain.integer and domain.lo != MINUS_OO and not domain.lo_open | domain.hi_open:
            return style.infix(who, "in", style.one_of(low, high))
        within = style.interval(low, high, domain.lo_open, domain.hi_open)
        if domain.integer:
            return style.infix(who, "in", style.infix(style.set("Z", ""), "cap", within))
        if domain in (POSITIVE, NONNEGATIVE) or domain.hi == OO:
            return style.infix(who, ">" if domain.lo_open else ">=", low)
        if domain.lo == MINUS_OO:
            return style.infix(who, "<" if domain.hi_open else "<=", high)
        return style.infix(who, "in", within)

    def statement(self, statement: Statement) -> str:
        """The relation that the statement asserts."""
        left = self.print(statement.lhs)
        if statement.rel == "defined":
            return self.style.phrase([left.text, self.style.words("is defined")])
        if statement.rel in SHAPES:
            words = self.style.words(_SHAPE_WORDS[statement.rel])
            return self.style.phrase([left.text, words, self.print(statement.rhs).text])
        right = self.print(statement.rhs)
        if statement.rel == "~digits":
            return self.style.infix(left.text, "=", self.style.digits(right.text))
        if statement.towards is not None:
            return self._order(statement, statement.towards)
        return self.style.infix(left.text, statement.rel, right.text)

    def _order(self, statement: Statement, towards: Towards) -> str:
        """``f ~ g (x -> oo)``; what a remainder is of stands before it, as authors write it."""
        lhs, rel, rhs = statement.lhs, statement.rel, statement.rhs
        if rel != "~":
            rel, rhs = "=", call(rel, rhs)
            if lhs.head == "-":
                lhs, rhs = lhs.args[0], lhs.args[1] + rhs
        said = self.style.infix(self.print(lhs).text, rel, self.print(rhs).text)
        target = self.print(towards.target)
        where = target.text
        if towards.side:
            where = self.style.one_sided(self._wrapped(target, Level.ATOM).text, towards.side)
        way = self.style.infix(self.print(sym(towards.name)).text, "->", where)
        return self.style.aside(said, self.style.fence("(", way, ")", False))

    def form(self, form: Form) -> str:
        """What a form says; a comma or a colon stands close to what it ends."""
        said: list[str] = []
        for part in form.parts:
            text = self.style.words(part) if isinstance(part, str) else self.print(part).text
            if said and isinstance(part, str) and part[:1] in (",", ":"):
                said[-1] += text
            else:
                said.append(text)
        return self.style.phrase(said)

    def conditions(self, statement: Statement) -> list[str]:
        """The domains of the variables, like ones together, and then the hypotheses."""
        groups: list[tuple[list[str], Domain]] = []
        for name, domain in statement.given.items():
            if groups and groups[-1][1] == domain:
                groups[-1][0].append(name)
            else:
                groups.append(([name], domain))
        found = [self.membership(names, domain) for names, domain in groups]
        return found + [self.print(hypothesis).text for hypothesis in statement.assuming]


def statement_names(statement: Statement) -> dict[str, Name]:
    """How the symbols of a statement look, those of its domain and hypotheses included."""
    given = [sym(name) for name in statement.given]
    if statement.towards is not None:
        given += [sym(statement.towards.name), statement.towards.target]
    return names_of((statement.lhs, statement.rhs, *statement.assuming, *given))


def form_names(form: Form) -> dict[str, Name]:
    """How the symbols of a form look."""
    formulas = [part for part in form.parts if isinstance(part, Expr)]
    return names_of((*formulas, *form.assuming, *map(sym, form.given)))


def _parts(node: Expr, place: Place) -> Iterator[tuple[Expr, Place]]:
    """The arguments of a node and where each is set."""
    indexed = node.head in ("at", "KroneckerDelta")
    every = tuple(range(len(node.args)))
    raised = every if indexed else {"**": (1,), "exp": (0,)}.get(node.head, ())
    script = Place.INDEX if indexed else Place.SCRIPT
    for index, arg in enumerate(node.args):
        yield arg, max(place, script) if index in raised else place


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


def _derivative_orders(node: Expr) -> list[tuple[Expr, int]] | None:
    """Variables with the order in each, last taken first; None for a form without a notation."""
    over: list[tuple[Expr, int]] = []
    for arg in reversed(node.args[1:]):
        name, count = (arg, ONE) if arg.head in ("sym", "at") else (*arg.args, ZERO, ZERO)[:2]
        if name.head not in ("sym", "at") or count.head != "num" or count.number.denominator != 1:
            return None
        if count.number < 1:
            return None
        before = over.pop()[1] if over and over[-1][0] == name else 0
        over.append((name, before + int(count.number)))
    return over


def _names_free(expr: Expr) -> set[str]:
    """The names that occur, less those that a binder inside binds."""
    bound = {
        (arg.args[0] if arg.head == "tuple" else arg).name
        for node in walk(expr)
        if node.head in BINDERS and node.head != "Derivative"
        for arg in node.args[1:]
        if arg.head == "sym" or (arg.head == "tuple" and arg.args[0].head == "sym")
    }
    return {node.name for node in walk(expr) if node.head in ("sym", "at")} - bound


#: What certificates write out, and how it reads: signs as factors, factors and divisors 1.
_CLUMSY = (
    (r"(?<![\w.)])0 \+ ", ""),
    (r"(?<!\*)\*1(?![\d.*/])", ""),
    (r"(?<![\w.)*/])1\*(?!\*)", ""),
    (r"/1(?![\d.*/])", ""),
    (r"\*\*1(?![\d.*/])", ""),
    (r" \+ \(-1\)\*", " - "),
    (r" \+ \(-(\d+)\)\*", r" - \1*"),
    (r"\(-1\)\*", "-"),
)


def readable(text: str) -> str:
    """A formula of a certificate as a person would write it.

    >>> readable("0 + (-2)*y*1 + x**1/1")
    '(-2)*y + x'
    """
    for clumsy, plain in _CLUMSY:
        text = re.sub(clumsy, plain, text)
    return text
