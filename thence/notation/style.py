"""The parts of a print and the spelling of a notation, in LaTeX or MathML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from thence.notation.names import Name


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
