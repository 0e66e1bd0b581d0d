"""The words of a row as they are found, and the scripts on them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from lark import Token

from thence.notation import Name
from thence.readers.lexer.vocabulary import CLOSING, OPENING, SEPARATORS, TURNED
from thence.readers.names import (
    UPRIGHT,
    is_parenthesised,
    mark_of,
    read_scripts,
)
from thence.readers.scope import Scope
from thence.readers.tex import MAX_NESTING, Tex, plain

_BETWEEN = r"or define the function with its bar, thence: define D(q \| p)"


@dataclass(slots=True)
class Bars:
    """Plain bars between two brackets: whether one is open, and what came after the last pair.

    ``bracket``: what opened here.
    """

    bracket: str = ""
    open: bool = False
    closed_at: int = -1
    separated: bool = True


class Words(ABC):
    """Words for the grammar, which the layers above find one after the other."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.found: list[Token] = []
        self.bars = [Bars()]
        self.depth = 0
        self.cases = False
        #: Tokens that stand between the arguments of a function, or beside what does.
        self.between: dict[int, str] = {}
        #: The letters d that are the signs of differentials, where d is declared as well.
        self.differentials: frozenset[int] = frozenset()
        #: Where a sign with its range below ended, and which one that was.
        self.operator_end, self.operator = -1, ""

    def read(self, stream: Sequence[Tex]) -> None:
        """Append the tokens of a stream."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise stream[0].error(f"nested deeper than {MAX_NESTING}.", "Name the inner parts.")
        index = 0
        while index < len(stream):
            index = self._one(stream, index)
        self.depth -= 1

    @abstractmethod
    def _one(self, stream: Sequence[Tex], index: int) -> int:
        """Read what starts here; returns where it ends."""

    def _emit(self, kind: str, value: str, at: Tex) -> None:
        if kind in OPENING:
            self.bars.append(Bars(kind))
        elif kind in CLOSING:
            if self.bars[-1].open:
                raise at.error("a bar is open here.", rf"Write \lvert x \rvert; {_BETWEEN}")
            if kind == "RPAR" and self.bars[-1].bracket == "LNORM":
                raise at.error("a double bar is open here.", rf"Write \lVert x \rVert; {_BETWEEN}")
            if len(self.bars) > 1:
                self.bars.pop()
        elif kind in SEPARATORS:
            self.bars[-1].separated = True
        if len(self.bars) > MAX_NESTING:
            raise at.error(f"nested deeper than {MAX_NESTING}.", "Name the inner parts.")
        self.found.append(Token(kind, value, line=at.line, column=at.column))

    def _declared(self, look: Name) -> bool:
        return self.scope.known(look)

    def _superscript(self, stream: Sequence[Tex], index: int) -> int:
        """The exponent after something that takes no subscript."""
        below, above, primes, end = read_scripts(stream, index)
        if below or primes:
            hint = "Scripts stand on names and on brackets."
            raise stream[index].error("a subscript or prime on something without a name.", hint)
        self._exponent(above)
        return end

    def _exponent(self, above: Sequence[Tex]) -> None:
        if not above:
            return
        if len(above) == 1 and above[0].text in ("+", "-"):
            self._emit("SIDE", above[0].text, above[0])
            return
        if self._turns(above):
            self._emit("TRANSPOSED", r"\top", above[0])
            return
        if above[0].text in ("*", r"\star", r"\ast", r"\top", r"\prime", r"\dagger", r"\circ"):
            hint = f"Declare the name with its ^{above[0].text}, or rename it."
            raise above[0].error(f"^{above[0].text} is not a power.", hint)
        if (mark := mark_of(above)) and above[0].text in UPRIGHT:
            hint = rf"Declare the name with it, thence: x^{{\text{{{mark}}}}} real; or rename it."
            raise above[0].error(f"the superscript {mark} is not a power.", hint)
        if is_parenthesised(above):
            hint = "Write x^n for a power; declare a name with its index, such as x_n, otherwise."
            raise above[0].error("a superscript in parentheses is an index by custom.", hint)
        self._braced("SUP", above)

    def _turns(self, above: Sequence[Tex]) -> bool:
        r"""Whether a superscript is the sign of a transpose: ``^T`` is, if T is not declared."""
        if len(above) == 1 and above[0].text in TURNED:
            return True
        letter = above[1:] if above[0].text in (*UPRIGHT, r"\mathsf") else above
        return plain(letter).strip("{}") == "T" and (
            len(letter) < len(above) or not self._declared(Name("T"))
        )

    def _one_script(self, above: Sequence[Tex], turned: Sequence[Tex]) -> Sequence[Tex]:
        """What is left of a superscript: an exponent or the sign of a transpose."""
        if above and turned:
            raise turned[0].error("an exponent and a transpose.", "Use parentheses.")
        return above or turned

    def _braced(self, kind: str, inner: Sequence[Tex], value: str = "") -> None:
        """A token with its argument in braces."""
        if not inner:
            return
        if kind:
            self._emit(kind, value or kind, inner[0])
        self._emit("LBRACE", "{", inner[0])
        self.read(inner)
        self._emit("RBRACE", "}", inner[-1])

    def _limits(self, stream: Sequence[Tex], index: int) -> int:
        below, above, primes, end = read_scripts(stream, index)
        if primes:
            raise stream[index].error("a prime on an operator.")
        self.operator = self.found[-1].type
        self._braced("SUB", below)
        self._braced("SUP", above)
        self.operator_end = len(self.found)
        return end
