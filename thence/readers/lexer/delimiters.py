"""Brackets and bars: what opens, what closes, and what a pair of them does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from thence.readers.lexer.vocabulary import DOUBLE_BARS, ENDS
from thence.readers.lexer.words import Bars, Words
from thence.readers.names import UPRIGHT, read_scripts, text_at, two_names
from thence.readers.syntax.nodes import LARGEST
from thence.readers.tex import Tex, plain

#: What may stand behind ``\\left`` and ``\\right``; a plain bar behind both.
_OPENING = {"(": "PAR", "[": "SQ", r"\{": "SET", r"\langle": "ANGLE", r"\lfloor": "FLOOR"}
_CLOSING = {")": "PAR", "]": "SQ", r"\}": "SET", r"\rangle": "ANGLE", r"\rfloor": "FLOOR"}
_OPENING |= {r"\lceil": "CEIL", r"\lvert": "BAR", "|": "BAR", r"\vert": "BAR"}
_CLOSING |= {r"\rceil": "CEIL", r"\rvert": "BAR", "|": "BAR", r"\vert": "BAR"}


class Delimiters(Words):
    """Reads brackets and bars."""

    def _bar(self, at: Tex) -> None:
        """A plain bar closes what a plain bar opened, where only one reading is possible."""
        level = self.bars[-1]
        hint = r"Write \lvert x \rvert, or \left| x \right|."
        ends = bool(self.found) and self.found[-1].type in ENDS
        if level.open:
            if not ends:
                raise at.error("bars inside bars: which one closes?", hint)
            self._emit("RBAR", "|", at)
            closed = Bars(level.bracket, closed_at=len(self.found), separated=False)
            self.bars[-1] = closed
            return
        if level.closed_at not in (-1, len(self.found)) and not level.separated:
            raise at.error("this bar may open or close.", hint)
        level.open = True
        self._emit("LBAR", "|", at)

    def _two_bars(self, stream: Sequence[Tex], index: int) -> bool:
        """Whether ``||`` are the bars of a norm: they are two where a single bar is open."""
        pair = [token.text for token in stream[index : index + 2]] == ["|", "|"]
        return pair and stream[index + 1].glued and not self.bars[-1].open

    def _double_bar(self, stream: Sequence[Tex], index: int, closes: bool) -> int:
        """The bars of a norm; which norm it is stands below the closing one."""
        token = stream[index]
        if not closes:
            self._emit("LNORM", "2", token)
            return index + 1
        below, above, primes, end = read_scripts(stream, index + 1)
        letters = plain(below[1:] if text_at(below, 0) in UPRIGHT else below).strip("{}")
        norm = {"": "2", "2": "2", "1": "1", "F": "F", r"\infty": LARGEST}.get(letters)
        if norm is None or primes:
            hint = r"Write \Vert x \Vert, \Vert x \Vert_1, \Vert W \Vert_F, or the sum that it is."
            raise token.error(f"the norm with index {plain(below)} is not read.", hint)
        self._emit("RNORM", norm, token)
        self._exponent(above)
        return end

    def _stretched(self, stream: Sequence[Tex], index: int) -> int:
        """``\\left`` and ``\\right`` with their bracket."""
        token, side = stream[index], stream[index].text
        mark = text_at(stream, index + 1)
        if mark == "." and side == r"\left":
            return self._evaluation(stream, index)
        if mark in (*DOUBLE_BARS, r"\lVert", r"\rVert"):
            return self._double_bar(stream, index + 1, side == r"\right")
        if mark not in (_OPENING if side == r"\left" else _CLOSING):
            raise token.error(f"{side}{mark} is not read.", "Brackets are ( ) [ ] and bars.")
        kind = f"L{_OPENING[mark]}" if side == r"\left" else f"R{_CLOSING[mark]}"
        return self._bracket(kind, stream, index + 1)

    def _evaluation(self, stream: Sequence[Tex], index: int) -> int:
        r"""``\left. f(x) \right|_{x = a}``: what is between, at a value."""
        token, depth, end = stream[index], 0, index
        hint = r"Write \left. f(x) \right|_{x = a}, or f(a); an integral's ends as a difference."
        while end < len(stream):
            depth += {r"\left": 1, r"\right": -1}.get(stream[end].text, 0)
            if not depth:
                break
            end += 1
        if text_at(stream, end + 1) not in ("|", r"\vert", r"\rvert"):
            raise token.error(r"\left. without a bar on the right.", hint)
        below, above, primes, last = read_scripts(stream, end + 2)
        if above or primes or not any(t.text == "=" for t in below):
            raise token.error("a bar on the right without a value below.", hint)
        self._emit("EVAL", r"\left.", token)
        self.bars.append(Bars("EVAL"))
        self.read(stream[index + 2 : end])
        self.bars.pop()
        self._emit("ENDEVAL", r"\right|", stream[end])
        self._braced("SUB", below)
        return last

    def _bracket(self, kind: str, stream: Sequence[Tex], index: int) -> int:
        value = stream[index].text
        if kind == "LSQ":
            value = self._square(stream, index)
        elif kind == "LSET":
            value = self._curly(stream, index)
        if kind == "RANGLE":
            return self._angle(stream, index)
        self._emit(kind, value, stream[index])
        if kind in ("RPAR", "RSQ"):
            return self._part(stream, index + 1)
        return self._superscript(stream, index + 1) if kind[0] == "R" else index + 1

    def _part(self, stream: Sequence[Tex], index: int) -> int:
        """The indices, or the sign of a positive part, below a bracket, and what is above it."""
        below, above, primes, end = read_scripts(stream, index)
        if primes:
            hint = r"Write \frac{d}{dx} (...) for a derivative."
            raise stream[index].error("a prime on something without a name.", hint)
        if plain(below) == "+":
            self._emit("POSITIVE", "+", below[0])
        elif below:
            pair = [below[0], replace(below[0], text=","), below[1]] if two_names(below) else below
            self._braced("AT", pair)
        self._exponent(above)
        return end

    def _square(self, stream: Sequence[Tex], index: int) -> str:
        """What a square bracket does: ``group`` where it surrounds parentheses, or holds what is
        differentiated or of which an extreme is taken, by custom.

        Where brackets are declared a floor, such a one may be either.
        """
        if self.scope.brackets == "group":
            return "group"
        if not self.scope.brackets and self._behind_operator():
            return "group"
        depth = 0
        for token in stream[index:]:
            depth += {"[": 1, "]": -1}.get(token.text, 0)
            if token.text == "(":
                return "" if self.scope.brackets else "group"
            if not depth:
                break
        return self.scope.brackets

    def _behind_operator(self) -> bool:
        r"""Whether ``\min_x``, ``\frac{d}{dx}`` or the like ends here: nobody takes the least value
        or the slope of a floor.  Sums and integrals of floors are written."""
        if self.operator_end == len(self.found):
            return self.operator not in ("SUM", "PROD", "INT")
        depth, groups = 0, 0
        for place in range(len(self.found) - 1, -1, -1):
            kind = self.found[place].type
            depth += (kind == "RBRACE") - (kind == "LBRACE")
            groups += kind == "LBRACE" and not depth
            if not depth and kind != "LBRACE":
                top = [word.type for word in self.found[place + 2 : place + 4]]
                operator = top[:1] in (["D"], ["PARTIAL"]) and top[1:] in (["RBRACE"], ["SUP"])
                return groups == 2 and kind == "FRAC" and operator
        return False

    def _curly(self, stream: Sequence[Tex], index: int) -> str:
        r"""Whether braces group, as in ``\exp\{...\}`` or around parentheses; or are a set."""
        before = self.found[-1].type if self.found else ""
        if before == "FUNC" or self.operator_end == len(self.found):
            return "group"
        depth = 0
        for token in stream[index:]:
            depth += {r"\{": 1, r"\}": -1}.get(token.text, 0)
            if token.text in ("(", "["):
                return "group"
            if not depth:
                break
        return "group" if self.scope.brackets == "group" else ""

    def _angle(self, stream: Sequence[Tex], index: int) -> int:
        r"""The end of an inner product, of matrices perhaps with the name of Frobenius."""
        below, above, primes, end = read_scripts(stream, index + 1)
        letters = plain(below[1:] if text_at(below, 0) in UPRIGHT else below).strip("{}")
        if letters not in ("", "F") or primes:
            hint = r"Write \langle x, y \rangle, or the sum that it is."
            raise stream[index].error(f"the inner product with index {plain(below)}.", hint)
        self._emit("RANGLE", letters, stream[index])
        self._exponent(above)
        return end
