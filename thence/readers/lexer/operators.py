"""Functions by their names, expectations, indicators, and words that say something of a formula."""

from __future__ import annotations

import re
from collections.abc import Sequence

from thence.expr import FUNCTIONS
from thence.readers.lexer.vocabulary import PLACES, RELATIONS, WORDS
from thence.readers.lexer.words import Words
from thence.readers.names import SPACES, read_scripts, text_at
from thence.readers.tex import Tex, group, plain
from thence.statement import SHAPES

_ONES = frozenset([r"\mathbb", r"\mathbf", r"\mathbbm", r"\mathds", r"\bm", r"\boldsymbol"])
_WHEN = frozenset(["if", "for", "when", "where"])
_PHRASES = {f"is {shape} in": shape for shape in SHAPES} | {"is defined": "defined"}
_PHRASES |= {f"is strictly {shape} in": shape for shape in ("increasing", "decreasing")}
_PHRASES |= {f"is non-{shape}creasing in": f"non{shape}creasing" for shape in ("de", "in")}
_KNOWN = (
    r"Such as f(x) \text{ is convex in } x; or concave, strictly increasing or decreasing, "
    "nondecreasing or nonincreasing."
)
_OTHERWISE = frozenset(["otherwise", "else"])


class Operators(Words):
    """Reads functions and operators that are written with letters."""

    def _function(self, word: str, stream: Sequence[Tex], start: int, end: int) -> int:
        """A known function, perhaps with a base or a whole power."""
        token = stream[start]
        below, above, primes, last = read_scripts(stream, end)
        name = WORDS[word]
        if primes or (below and name != "log"):
            raise token.error(f"a prime or subscript on {word}.", "Write it out.")
        power = plain(above)
        if above and not (re.fullmatch(r"[1-9]\d*", power) and int(power) > 1):
            hint = rf"Write (\{word}(x))^{{{power}}} for the power, and an inverse by its name."
            raise token.error(f"{word}^{power} may be a power, an inverse or an iterate.", hint)
        several = name in FUNCTIONS and FUNCTIONS[name][0] > 1
        self._emit("CALL" if several else "FUNC", name, token)
        self._braced("SUB", below)
        self._braced("SUP", above)
        return last

    def _expectation(self, kind: str, token: Tex, below: Sequence[Tex], scripted: bool) -> None:
        what = {"EXPECT": "an expectation", "VARIANCE": "a variance"}[kind]
        sign = {"EXPECT": r"\mathbb{E}", "VARIANCE": r"\operatorname{Var}"}[kind]
        if not any(one.text == r"\sim" for one in below):
            hint = rf"Write {sign}_{{i \sim p}}[...] or {sign}_{{x \sim \mathcal{{N}}(m, v)}}[...]."
            raise token.error(f"{what} over what?", hint)
        if scripted:
            raise token.error(f"a power of {what}.", rf"Write ({sign}[x])^2.")
        self._emit(kind, "E", token)
        self._braced("SUB", below)

    def _indicator(self, stream: Sequence[Tex], index: int) -> int:
        r"""``\mathbb{1}`` before a bracket, or with a condition below; 0 where it is none."""
        token = stream[index]
        if token.text not in _ONES or index + 1 >= len(stream):
            return 0
        inner, end = group(stream, index + 1)
        if plain(inner) not in ("1", "I") or (plain(inner) == "I" and token.text == r"\mathbf"):
            return 0
        below, above, primes, last = read_scripts(stream, end)
        shown = next((t.text for t in stream[end:] if t.text not in SPACES), "")
        opens = shown in ("(", "[", r"\{", r"\left")
        if above or primes or not (opens or any(t.text in RELATIONS for t in below)):
            return 0
        self._emit("INDICATOR", "1", token)
        if below and (below[0].text, below[-1].text) == (r"\{", r"\}"):
            below = below[1:-1]
        self._braced("SUB", below)
        return last

    def _place(self, stream: Sequence[Tex], index: int) -> int:
        r"""``\arg\min``, or ``\operatorname*{arg\,min}``; 0 where it is something else."""
        starred = text_at(stream, index + 1) == "*"
        if stream[index].text == r"\arg":
            end = index + 1
            while text_at(stream, end) in SPACES:
                end += 1
            word, end = text_at(stream, end), end + 1
        elif index + 1 < len(stream):
            inner, end = group(stream, index + 1 + starred)
            word = plain(inner).replace(r"\,", "").replace(" ", "")
            word = word if word.startswith("arg") else ""
        else:
            return 0
        if word not in PLACES:
            if starred:
                raise stream[index].error(f"the operator {plain(inner)} is not read.")
            return 0
        self._emit(PLACES[word], word, stream[index])
        return self._limits(stream, end)

    def _phrase(self, stream: Sequence[Tex], index: int) -> int:
        """Words that say something of a formula; 0 where the text is something else."""
        inner, end = group(stream, index + 1)
        word = plain(inner).strip().lower().rstrip(",.")
        if self.cases and word in _OTHERWISE:
            self._emit("OTHERWISE", word, stream[index])
        elif word == "as":
            self._emit("AS", word, stream[index])
        elif word in _PHRASES:
            self._emit(
                "DEFINED" if word == "is defined" else "SHAPE", _PHRASES[word], stream[index]
            )
        elif word.startswith("is "):
            raise stream[index].error(f"the words {word[:40]!r} are not read.", _KNOWN)
        elif not (self.cases and word in _WHEN):
            return 0
        return end
