"""What starts where: numbers, brackets, commands with their arguments, names."""

from __future__ import annotations

from collections.abc import Sequence

from lark import Token

from thence.notation import Name
from thence.readers.lexer.arguments import with_coefficients
from thence.readers.lexer.delimiters import Delimiters
from thence.readers.lexer.differentials import differentials
from thence.readers.lexer.identifiers import Identifiers
from thence.readers.lexer.vocabulary import (
    BIG,
    COMMANDS,
    DIFFERENTIAL,
    DOUBLE_BARS,
    FRACTIONS,
    MATRICES,
    RELATIONS,
    SIMPLE,
    WIDE,
    WORDS,
)
from thence.readers.names import SPACES, read_scripts, text_at
from thence.readers.scope import Scope
from thence.readers.syntax.nodes import DETERMINANT
from thence.readers.tex import Tex, group, optional, plain, split
from thence.readers.unread import check_no_float, check_no_prose

#: The most rows or columns of a matrix that is written out.
MAX_SIZE = 6


class Lexer(Delimiters, Identifiers):
    """Turns TeX tokens into a list of words for the grammar."""

    def _one(self, stream: Sequence[Tex], index: int) -> int:
        """Read what starts here; returns where it ends."""
        token = stream[index]
        text = token.text
        if text in SPACES:
            return index + 1
        if said := self.between.get(id(token)):
            if said != "skipped":
                self._emit(said, text, token)
            return index + 1
        if text.isascii() and text.isdigit():
            return self._number(stream, index)
        if text in RELATIONS or (text == ":" and text_at(stream, index + 1) == "="):
            self._emit("REL", RELATIONS.get(text, "="), token)
            return index + 1 + (text == ":")
        if self._two_bars(stream, index):
            closes = self.bars[-1].bracket == "LNORM"
            return self._double_bar(stream, index + 1, closes)
        if text == "|" or text == r"\vert":
            self._bar(token)
            return self._superscript(stream, index + 1)
        if text in DOUBLE_BARS:
            return self._double_bar(stream, index, self.bars[-1].bracket == "LNORM")
        if text in (r"\left", r"\right"):
            return self._stretched(stream, index)
        if text in SIMPLE:
            return self._simple(stream, index)
        if text in FRACTIONS:
            return self._fraction(stream, index)
        if text == r"\sqrt":
            return self._root(stream, index)
        if text == "{":
            return self._braces(stream, index)
        if text == r"\infty":
            self._emit("CONST", "oo", token)
            return self._superscript(stream, index + 1)
        if text in (r"\begin", r"\end"):
            return self._environment(stream, index)
        return self._word(stream, index)

    def _simple(self, stream: Sequence[Tex], index: int) -> int:
        token = stream[index]
        kind = SIMPLE[token.text]
        if kind in BIG:
            self._emit(kind, token.text, token)
            return self._limits(stream, index + 1)
        if kind in ("LNORM", "RNORM"):
            return self._double_bar(stream, index, kind == "RNORM")
        if kind in ("RPAR", "RSQ", "RBAR", "RANGLE", "RFLOOR", "RCEIL", "LSQ", "LSET", "RSET"):
            return self._bracket(kind, stream, index)
        if kind == "PARTIAL":
            return self._partial(stream, index)
        if kind == "NEWROW" and not self.cases:
            raise token.error("a row ends here.", "Rows belong into align, aligned or cases.")
        self._emit(kind, token.text, token)
        return self._superscript(stream, index + 1) if kind == "FACT" else index + 1

    def _number(self, stream: Sequence[Tex], index: int) -> int:
        start, digits = stream[index], stream[index].text
        index += 1
        while index < len(stream) and stream[index].glued:
            text, after = stream[index].text, text_at(stream, index + 1)
            point = text == "." and "." not in digits and after.isdigit()
            if not (point and stream[index + 1].glued) and not (text.isascii() and text.isdigit()):
                break
            digits, index = digits + text, index + 1
        if not (text_at(stream, index) == "E" and self._declared(Name("E"))):
            check_no_float(digits, stream[index : index + 3])
        if len(digits) > 1 and digits[0] == "0" and digits[1] != ".":
            raise start.error(f"{digits} begins with a zero.", "Write the number without commas.")
        self._emit("NUMBER", digits, start)
        return self._superscript(stream, index)

    def _fraction(self, stream: Sequence[Tex], index: int) -> int:
        token = stream[index]
        top, middle = group(stream, index + 1)
        bottom, end = group(stream, middle)
        if not top or not bottom:
            raise token.error("an empty part of a fraction.", "Fill it in.")
        alike = top[0].text == bottom[0].text == "d" and text_at(bottom, 1) not in ("", "^", "_")
        if alike and self.scope.known(DIFFERENTIAL) and FRACTIONS[token.text] == "FRAC":
            hint = r"Write \mathrm{d} for the differential, or cancel d."
            raise token.error("d is declared: a derivative, or a quotient?", hint)
        self._emit(FRACTIONS[token.text], token.text, token)
        self._braced("", top)
        self._braced("", bottom)
        return self._superscript(stream, end)

    def _root(self, stream: Sequence[Tex], index: int) -> int:
        degree, after = optional(stream, index + 1)
        inner, end = group(stream, after)
        if not inner:
            raise stream[index].error("an empty root.", "Fill it in.")
        self._emit("SQRT", plain(degree), stream[index])
        self._braced("", inner)
        return self._superscript(stream, end)

    def _partial(self, stream: Sequence[Tex], index: int) -> int:
        r"""``\partial`` in a fraction, or with its variable below, ``\partial_x f``."""
        token = stream[index]
        below, above, primes, end = read_scripts(stream, index + 1)
        if primes:
            raise token.error("a prime on an operator.")
        self._emit("PARTIALLY" if below else "PARTIAL", token.text, token)
        self._braced("SUB", below)
        self._exponent(above)
        return end

    def _braces(self, stream: Sequence[Tex], index: int) -> int:
        """Braces cannot be seen in print, so what is in them is read as if they were not there."""
        inner, end = group(stream, index)
        if text_at(stream, end) in ("^", "_") and len(inner) != 1:
            hint = "Use parentheses, which can be seen."
            raise stream[index].error("a script on braces that cannot be seen.", hint)
        if len(inner) == 1:
            return self._one([*inner, *stream[end:]], 0) - 1 + end
        self.read(inner)
        return end

    def _environment(self, stream: Sequence[Tex], index: int) -> int:
        token = stream[index]
        inner, end = group(stream, index + 1)
        if token.text == r"\begin" and plain(inner) in MATRICES:
            return self._matrix(stream, index, end, plain(inner))
        if plain(inner) != "cases" or self.cases == (token.text == r"\begin"):
            hint = "Write an equation for each entry, on rows of align; or skip: why."
            raise token.error(f"{token.text}{{{plain(inner)}}} is not read here.", hint)
        if token.text == r"\end":
            self.cases = False
            self._emit("ENDCASES", "cases", token)
            return end
        self.cases = True
        self._emit("CASES", "cases", token)
        while text_at(stream, end) not in (r"\end", ""):
            if stream[end].text in (".", ";") and text_at(stream, end + 1) in (r"\end", r"\\"):
                end += 1  # the punctuation of the sentence
            elif stream[end].text == "&":
                self._emit("AMP", "&", stream[end])
                end += 1
            else:
                end = self._one(stream, end)
        return end

    def _matrix(self, stream: Sequence[Tex], index: int, start: int, name: str) -> int:
        r"""A matrix that is written out; in bars, ``vmatrix``, it is the determinant."""
        token, depth, end = stream[index], 1, start
        while end < len(stream) and depth:
            depth += {r"\begin": 1, r"\end": -1}.get(stream[end].text, 0)
            end += 1
        last, after = group(stream, end) if end < len(stream) else ((), end)
        if depth or plain(last) != name:
            raise token.error(f"this {name} is never closed.", rf"Add \end{{{name}}}.")
        rows = [split(row, "&") for row in split(stream[start : end - 1], r"\\") if row]
        if len(rows) > MAX_SIZE or any(len(row) > MAX_SIZE for row in rows):
            hint = "Declare a matrix and write the equation with it."
            raise token.error(f"a matrix of more than {MAX_SIZE} rows or columns.", hint)
        if name == "vmatrix":
            self._emit("LPAR", "(", token)
            self._emit("FUNC", DETERMINANT, token)
        self._emit("MATRIX", name, token)
        for number, row in enumerate(rows):
            if number:
                self._emit("NEWROW", r"\\", token)
            for place, cell in enumerate(row):
                if place:
                    self._emit("AMP", "&", token)
                self.read(cell)
        self._emit("ENDMATRIX", name, token)
        if name == "vmatrix":
            self._emit("RPAR", ")", token)
        return self._superscript(stream, after)

    def _word(self, stream: Sequence[Tex], index: int) -> int:
        """A name or a function, with its scripts."""
        token = stream[index]
        if token.text in WIDE:
            self._emit("QUAD", token.text, token)
            return index + 1
        if token.text in (r"\boxed", r"\underbrace", r"\overbrace"):
            inner, end = group(stream, index + 1)
            self.read(inner)
            below, above, _, last = read_scripts(stream, end)
            if said := [one for one in (*below, *above) if one.text in RELATIONS]:
                hint = "Say it in an equation of its own, and leave it out here."
                raise said[0].error(f"a relation beside {token.text}: a claim of its own?", hint)
            return last
        if token.text[0] == "\\" and token.text[1:] in COMMANDS:
            return self._function(token.text[1:], stream, index, index + 1)
        if token.text in (r"\operatorname", r"\arg") and (end := self._place(stream, index)):
            return end
        if token.text == r"\text" and (end := self._phrase(stream, index)):
            return end
        if end := self._indicator(stream, index):
            return end
        check_no_prose(stream, index)
        look, end = self._name(stream, index)
        bare = Name(look.base) if look.accents == ("word",) else look
        if look.accents == ("word",) and not self._declared(bare) and bare.base in WORDS:
            return self._function(bare.base, stream, index, end)
        if look.accents == ("word",) and not self._declared(bare):
            self._check_no_function(bare.base, stream, index, end)
        return self._named(bare, stream, index, end)


def math_tokens(stream: Sequence[Tex], scope: Scope) -> list[Token]:
    """The tokens of one row, without the punctuation that ends it."""
    marks = [".", ",", ";"]
    while stream and stream[-1].text in {*SPACES, *WIDE, *marks}:
        *stream, last = stream
        if last.text in marks and stream and stream[-1].text == last.text:
            hint = r"Write \ldots for what goes on."
            raise stream[-1].error(f"{last.text!r} stands here more than once.", hint)
    lexer = Lexer(scope)
    if scope.known(DIFFERENTIAL):
        lexer.differentials = differentials(stream)
    lexer.read(stream)
    return with_coefficients(lexer.found, scope)
