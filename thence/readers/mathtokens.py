r"""From TeX tokens to the words of mathematics, with the declarations at hand.

Here it is decided what a name is, whether it is a function, where ``d`` is a differential and
which bar opens.  Whatever is not known is refused, with its place and what would settle it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lark import Token

from thence.claim import SHAPES
from thence.expr import FUNCTIONS
from thence.notation import FUNCTION_NAMES, Name
from thence.readers.mathtree import TRACE
from thence.readers.names import (
    DIFFERENCES,
    SPACES,
    UPRIGHT,
    commas_of,
    is_parenthesised,
    look_of,
    mark_of,
    own_subscripts,
    read_name,
    read_scripts,
    read_subscripts,
    read_whole_name,
    text_at,
    two_names,
)
from thence.readers.scope import Scope
from thence.readers.tex import MAX_NESTING, Tex, TexError, group, optional, plain
from thence.readers.unread import check_no_float, check_no_prose, what_to_write


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Words that are functions wherever they are not declared to be something else.
_WORDS = {
    **{name: name for name in FUNCTIONS if name not in ("Max", "Min", "factorial", "binomial")},
    **{printed: name for name, printed in FUNCTION_NAMES.items() if name not in ("Max", "Min")},
    "ln": "log",
    "lgamma": "loggamma",
    "tr": TRACE,
    "Tr": TRACE,
}
_COMMANDS = _words("exp log ln sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan")

_WIDE = frozenset([r"\quad", r"\qquad"])


_RELATIONS = {
    "=": "=",
    "<": "<",
    ">": ">",
    r"\lt": "<",
    r"\gt": ">",
    r"\approx": "approx",
    r"\sim": "~",
    r"\propto": "propto",
    **dict.fromkeys([r"\le", r"\leq", r"\leqslant"], "<="),
    **dict.fromkeys([r"\ge", r"\geq", r"\geqslant"], ">="),
    **dict.fromkeys([r"\ne", r"\neq"], "!="),
    **dict.fromkeys([r"\triangleq", r"\coloneqq", r"\equiv"], "="),
}
_KINDS = r"""
PLUS + | MINUS - | CDOT * \cdot \times | SLASH / | FACT ! | COMMA , ; | NEWROW \\
LPAR ( | RPAR ) | LSQ [ | RSQ ] | LBAR \lvert | RBAR \rvert | LSET \{ | RSET \}
LNORM \lVert | RNORM \rVert | LANGLE \langle | RANGLE \rangle | ODOT \odot
LFLOOR \lfloor | RFLOOR \rfloor | LCEIL \lceil | RCEIL \rceil
SUM \sum | PROD \prod | INT \int | LIM \lim | MAX \max | MIN \min
SUPREMUM \sup | INFIMUM \inf | NABLA \nabla
PARTIAL \partial | IN \in | TO \to \rightarrow | DOTS \ldots \cdots \dots
IFF \iff \Leftrightarrow \Longleftrightarrow | IMPLIES \implies \Rightarrow \Longrightarrow
"""
#: What stands for one word of the grammar, whatever is around it.
_SIMPLE = {
    text: kind
    for kind, *texts in map(str.split, _KINDS.strip().replace("\n", "|").split("|"))
    for text in texts
}
_BIG = _words("SUM PROD INT LIM MAX MIN SUPREMUM INFIMUM NABLA")
_FRACTIONS = dict.fromkeys([r"\frac", r"\dfrac", r"\tfrac", r"\cfrac"], "FRAC")
_FRACTIONS |= dict.fromkeys([r"\nicefrac", r"\sfrac"], "FRAC")
_FRACTIONS |= dict.fromkeys([r"\binom", r"\dbinom", r"\tbinom"], "BINOM")
#: What may stand at the right end of an operand.
_ENDS = _words(
    "NUMBER NAME ARRAY CONST RPAR RSQ RBAR RNORM RANGLE RFLOOR RCEIL RBRACE FACT TRANSPOSED "
    "POSITIVE"
)
_SEPARATORS = _words("PLUS MINUS CDOT ODOT SLASH REL COMMA IFF IMPLIES NEWROW AMP")
_OPENING = _words("LPAR LSQ LNORM LANGLE LFLOOR LCEIL LSET LBRACE")
_CLOSING = _words("RPAR RSQ RNORM RANGLE RFLOOR RCEIL RSET RBRACE")
_TURNED = frozenset([r"\top", r"\intercal"])
_DOUBLE_BARS = frozenset([r"\|", r"\Vert"])
_EXPECTATION, _NORMAL = Name("E", ("bb",)), Name("N", ("cal",))
_PROBABILITY = Name("P", ("bb",))
_VARIANCES = (Name("Var"), Name("V", ("bb",)))

_ORDERS = {Name("O"): "O", Name("O", ("cal",)): "O", Name("o"): "o"}
_ONES = frozenset([r"\mathbb", r"\mathbf", r"\mathbbm", r"\mathds", r"\bm", r"\boldsymbol"])
_WHEN = frozenset(["if", "for", "when", "where"])
_PHRASES = {f"is {shape} in": shape for shape in SHAPES} | {"is defined": "defined"}
_BETWEEN = r"or define the function with its bar, thence: define D(q \| p)"
_NOT_FUNCTIONS = frozenset(["const", "Var", "Cov"])
_OTHERWISE = frozenset(["otherwise", "else"])
_DIFFERENTIAL, UPRIGHT_D, UPRIGHT_E = Name("d"), Name("d", ("rm",)), Name("e", ("rm",))
_CONSTANTS = {
    Name("e"): "E",
    Name("pi"): "pi",
    Name("gamma", (), ("E rm",)): "EulerGamma",
    Name("varphi", (), ("gold",)): "GoldenRatio",
}


@dataclass(slots=True)
class _Bars:
    """Plain bars between two brackets: whether one is open, and what came after the last pair.

    ``bracket``: what opened here.
    """

    bracket: str = ""
    open: bool = False
    closed_at: int = -1
    separated: bool = True


class MathTokens:
    """Turns TeX tokens into a list of tokens for the grammar."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.found: list[Token] = []
        self.bars = [_Bars()]
        self.depth = 0
        self.cases = False
        #: Tokens that stand between the arguments of a function, or beside what does.
        self.between: dict[int, str] = {}
        #: Where a sign with its range below ended.
        self.operator_end = -1

    def read(self, stream: Sequence[Tex]) -> None:
        """Append the tokens of a stream."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise stream[0].error(f"nested deeper than {MAX_NESTING}.", "Name the inner parts.")
        index = 0
        while index < len(stream):
            index = self._one(stream, index)
        self.depth -= 1

    def _emit(self, kind: str, value: str, at: Tex) -> None:
        if kind in _OPENING:
            self.bars.append(_Bars(kind))
        elif kind in _CLOSING:
            if self.bars[-1].open:
                raise at.error("a bar is open here.", rf"Write \lvert x \rvert; {_BETWEEN}")
            if kind == "RPAR" and self.bars[-1].bracket == "LNORM":
                raise at.error("a double bar is open here.", rf"Write \lVert x \rVert; {_BETWEEN}")
            if len(self.bars) > 1:
                self.bars.pop()
        elif kind in _SEPARATORS:
            self.bars[-1].separated = True
        if len(self.bars) > MAX_NESTING:
            raise at.error(f"nested deeper than {MAX_NESTING}.", "Name the inner parts.")
        self.found.append(Token(kind, value, line=at.line, column=at.column))

    def _one(self, stream: Sequence[Tex], index: int) -> int:
        """Read what starts here; returns where it ends."""
        token = stream[index]
        text = token.text
        if text in SPACES:
            return index + 1
        if said := self.between.get(id(token)):
            if said == "COMMA":
                self._emit(said, text, token)
            return index + 1
        if text.isascii() and text.isdigit():
            return self._number(stream, index)
        if text in _RELATIONS or (text == ":" and text_at(stream, index + 1) == "="):
            self._emit("REL", _RELATIONS.get(text, "="), token)
            return index + 1 + (text == ":")
        if self._two_bars(stream, index):
            closes = self.bars[-1].bracket == "LNORM"
            return self._double_bar(stream, index + 1, closes)
        if text == "|" or text == r"\vert":
            self._bar(token)
            return self._superscript(stream, index + 1)
        if text in _DOUBLE_BARS:
            return self._double_bar(stream, index, self.bars[-1].bracket == "LNORM")
        if text in (r"\left", r"\right"):
            return self._stretched(stream, index)
        if text in _SIMPLE:
            return self._simple(stream, index)
        if text in _FRACTIONS:
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

    # Numbers, brackets, bars

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

    def _bar(self, at: Tex) -> None:
        """A plain bar closes what a plain bar opened, where only one reading is possible."""
        level = self.bars[-1]
        hint = r"Write \lvert x \rvert, or \left| x \right|."
        ends = bool(self.found) and self.found[-1].type in _ENDS
        if level.open:
            if not ends:
                raise at.error("bars inside bars: which one closes?", hint)
            self._emit("RBAR", "|", at)
            closed = _Bars(level.bracket, closed_at=len(self.found), separated=False)
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
        norm = {"": "2", "2": "2", "1": "1", "F": "F"}.get(letters)
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
        if mark in (*_DOUBLE_BARS, r"\lVert", r"\rVert"):
            return self._double_bar(stream, index + 1, side == r"\right")
        kinds = {"|": "BAR", r"\vert": "BAR", r"\lvert": "BAR", r"\rvert": "BAR"}
        kinds |= {"(": "PAR", ")": "PAR", "[": "SQ", "]": "SQ", r"\{": "SET", r"\}": "SET"}
        kinds |= {r"\langle": "ANGLE", r"\rangle": "ANGLE"}
        kinds |= {r"\lfloor": "FLOOR", r"\rfloor": "FLOOR", r"\lceil": "CEIL", r"\rceil": "CEIL"}
        opening = mark in (
            "(",
            "[",
            r"\{",
            "|",
            r"\vert",
            r"\lvert",
            r"\lfloor",
            r"\lceil",
            r"\langle",
        )
        bar = mark in ("|", r"\vert")
        if mark not in kinds or not (bar or opening == (side == r"\left")):
            raise token.error(f"{side}{mark} is not read.", "Brackets are ( ) [ ] and bars.")
        kind = ("L" if side == r"\left" else "R") + kinds[mark]
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
        self.bars.append(_Bars("EVAL"))
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
        """What a square bracket does: ``group`` where it surrounds parentheses, by custom.

        Where brackets are declared a floor, such a one may be either.
        """
        if self.scope.brackets == "group":
            return "group"
        depth = 0
        for token in stream[index:]:
            depth += {"[": 1, "]": -1}.get(token.text, 0)
            if token.text == "(":
                return "" if self.scope.brackets else "group"
            if not depth:
                break
        return self.scope.brackets

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

    def _simple(self, stream: Sequence[Tex], index: int) -> int:
        token = stream[index]
        kind = _SIMPLE[token.text]
        if kind in _BIG:
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

    # Scripts

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
        if len(above) == 1 and above[0].text in _TURNED:
            return True
        letter = above[1:] if above[0].text in (*UPRIGHT, r"\mathsf") else above
        return plain(letter).strip("{}") == "T" and (
            len(letter) < len(above) or not self._declared(Name("T"))
        )

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
        self._braced("SUB", below)
        self._braced("SUP", above)
        self.operator_end = len(self.found)
        return end

    # Commands with arguments

    def _fraction(self, stream: Sequence[Tex], index: int) -> int:
        token = stream[index]
        top, middle = group(stream, index + 1)
        bottom, end = group(stream, middle)
        if not top or not bottom:
            raise token.error("an empty part of a fraction.", "Fill it in.")
        alike = top[0].text == bottom[0].text == "d" and text_at(bottom, 1) not in ("", "^", "_")
        if alike and self.scope.known(_DIFFERENTIAL) and _FRACTIONS[token.text] == "FRAC":
            hint = r"Write \mathrm{d} for the differential, or cancel d."
            raise token.error("d is declared: a derivative, or a quotient?", hint)
        self._emit(_FRACTIONS[token.text], token.text, token)
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

    # Names

    def _word(self, stream: Sequence[Tex], index: int) -> int:
        """A name or a function, with its scripts."""
        token = stream[index]
        if token.text in _WIDE:
            self._emit("QUAD", token.text, token)
            return index + 1
        if token.text in (r"\boxed", r"\underbrace", r"\overbrace"):
            inner, end = group(stream, index + 1)
            self.read(inner)
            below, above, _, last = read_scripts(stream, end)
            if said := [one for one in (*below, *above) if one.text in _RELATIONS]:
                hint = "Say it in an equation of its own, and leave it out here."
                raise said[0].error(f"a relation beside {token.text}: a claim of its own?", hint)
            return last
        if token.text[0] == "\\" and token.text[1:] in _COMMANDS:
            return self._function(token.text[1:], stream, index, index + 1)
        if token.text == r"\operatorname" and text_at(stream, index + 1) == "*":
            return self._arg_min(stream, index)
        if token.text == r"\text" and (end := self._phrase(stream, index)):
            return end
        if end := self._indicator(stream, index):
            return end
        check_no_prose(stream, index)
        look, end = self._name(stream, index)
        bare = Name(look.base) if look.accents == ("word",) else look
        if look.accents == ("word",) and not self._declared(bare) and bare.base in _WORDS:
            return self._function(bare.base, stream, index, end)
        if look.accents == ("word",) and not self._declared(bare):
            self._check_no_function(bare.base, stream, index, end)
        return self._named(bare, stream, index, end)

    def _check_no_function(self, word: str, stream: Sequence[Tex], index: int, end: int) -> None:
        """A word before parentheses is a function, and this one is not known."""
        last = read_scripts(stream, end)[3]
        if not _opens(stream, last) or word in _NOT_FUNCTIONS:
            return
        hint = rf"Define it, thence: define \text{{{word}}}(x); an equation above says what it is."
        raise stream[index].error(f"{word} is no function that is known here.", hint)

    def _name(self, stream: Sequence[Tex], index: int) -> tuple[Name, int]:
        r"""The name that starts here; ``\Delta W`` is one if that is declared."""
        if stream[index].text in DIFFERENCES:
            try:
                look, end = read_whole_name(stream, index)
                whole = look_of(stream[index:])[0]
            except TexError:
                return read_name(stream, index)
            if self._declared(look) or self._declared(whole):
                return look, end
        return read_name(stream, index)

    def _declared(self, look: Name) -> bool:
        return self.scope.known(look)

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
        elif not (self.cases and word in _WHEN):
            return 0
        return end

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
        if above or primes or not (opens or any(t.text in _RELATIONS for t in below)):
            return 0
        self._emit("INDICATOR", "1", token)
        if below and (below[0].text, below[-1].text) == (r"\{", r"\}"):
            below = below[1:-1]
        self._braced("SUB", below)
        return last

    def _arg_min(self, stream: Sequence[Tex], index: int) -> int:
        inner, end = group(stream, index + 2)
        if plain(inner).replace(r"\,", "").replace(" ", "") != "argmin":
            raise stream[index].error(f"the operator {plain(inner)} is not read.")
        self._emit("ARGMIN", "argmin", stream[index])
        return self._limits(stream, end)

    def _function(self, word: str, stream: Sequence[Tex], start: int, end: int) -> int:
        """A known function, perhaps with a base or a whole power."""
        token = stream[start]
        below, above, primes, last = read_scripts(stream, end)
        name = _WORDS[word]
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

    def _named(self, look: Name, stream: Sequence[Tex], start: int, end: int) -> int:
        """A symbol, a constant, a defined function or the sign of a differential."""
        token = stream[start]
        below, above, primes, last = read_scripts(stream, end)
        if look == _PROBABILITY and not self._declared(look):
            raise token.error("a probability is not read.", what_to_write(r"\mathbb{P}"))
        if look == _EXPECTATION and not self._declared(look):
            self._expectation("EXPECT", token, below, bool(above or primes))
            return last
        if look in _VARIANCES and not self._declared(look):
            self._expectation("VARIANCE", token, below, bool(above or primes))
            return last
        turned: Sequence[Tex] = ()
        if len(above) > 1 and above[-1].text in _TURNED:  # W^{(t)\top}
            above, turned = above[:-1], above[-1:]
        if layer := self._layer(look, below, above):
            below, above = layer, ()
        if below and above and (own := self._marked(look, above)) and self.scope.is_family(own):
            look, above = own, ()
        if below and (found := self._entry(look, below, bool(layer))):
            kind, family, index = found
            if primes:
                raise token.error("a prime on an entry of a family.", r"Write \frac{d}{dx}.")
            self._emit(kind, family, token)
            self._braced("", index)
            self._exponent(self._one_script(above, turned))
            return last
        if below:
            look = Name(look.base, look.accents, read_subscripts(below), look.verbatim)
        if above and (marked := self._marked(look, above)):
            look, above = marked, ()
        elif self._declared(whole := replace(look, accents=(*look.accents, "squared"))):
            name = self.scope.identifier(whole).removesuffix("_squared")
            hint = rf"Write {name}^2 for what is defined, and its root \sqrt{{{name}^2}}."
            raise token.error(f"{name}^2 is defined, and {name} is not.", hint)
        primed = replace(look, accents=(*look.accents, *["prime"] * primes))
        if primes and self._declared(primed):
            look, primes = primed, 0
        declared = self._declared(look)
        dots = {"dot": 1, "ddot": 2}.get(look.accents[-1] if look.accents else "", 0)
        moving = replace(look, accents=look.accents[:-1])
        if dots and not declared and self.scope.identifier(moving) in self.scope.functions:
            look, primes, declared = moving, dots, self._declared(moving)
        if look in (_DIFFERENTIAL, UPRIGHT_D) and not declared:
            self._emit("D", "d", token)
        elif look in _ORDERS and not declared and not below and _opens(stream, last):
            if above or primes:
                raise token.error("a power or prime of O(...).", "Put it inside.")
            self._emit("ORDER", _ORDERS[look], token)
        elif look == _NORMAL and not declared:
            self._emit("NORMAL", "N", token)
        elif look == Name("Gamma") and not declared and _opens(stream, last):
            return self._function("gamma", stream, start, end)
        elif self.scope.identifier(look) in self.scope.functions and declared:
            if above:
                hint = "Write (f(x))^2 for a power."
                raise token.error("a power of a function may be an iterate.", hint)
            name = self.scope.identifier(look)
            self._separate(self.scope.separators.get(name, frozenset()), stream, last)
            self._emit("DEF", name + "'" * primes, token)
            return last
        elif not declared and (look in _CONSTANTS or look == UPRIGHT_E):
            self._emit("CONST", _CONSTANTS.get(look, "E"), token)
        else:
            name = self.scope.identifier(look)
            array = self.scope.is_family(look) and name not in self.scope.formulas
            self._emit("ARRAY" if array else "NAME", name, token)
        if primes:
            hint = "A prime is a derivative after a function that the document defines."
            raise token.error("a prime on a symbol.", hint)
        self._exponent(self._one_script(above, turned))
        return last

    def _separate(self, marks: frozenset[str], stream: Sequence[Tex], index: int) -> None:
        r"""Note the bar between the arguments of ``D(q \| p)``, where it is defined with one."""
        depth, found = 0, []
        for place, token in enumerate(stream[index:], index) if marks else ():
            depth += (token.text in ("(", "[")) - (token.text in (")", "]"))
            if not depth and token.text not in SPACES | {r"\left"}:
                break
            pair = token.text + text_at(stream, place + 1)
            if depth == 1 and (token.text in marks or (pair == "||" and pair in marks)):
                found.append(place)
        if len(found) == 1 and stream[found[0]].text + text_at(stream, found[0] + 1) == "||":
            self.between[id(stream[found[0] + 1])] = "skipped"
        if len(found) == 1:
            self.between[id(stream[found[0]])] = "COMMA"
            before = stream[found[0] - 1]
            if before.text == r"\middle":
                self.between[id(before)] = "skipped"

    def _one_script(self, above: Sequence[Tex], turned: Sequence[Tex]) -> Sequence[Tex]:
        """What is left of a superscript: an exponent or the sign of a transpose."""
        if above and turned:
            raise turned[0].error("an exponent and a transpose.", "Use parentheses.")
        return above or turned

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

    def _layer(self, look: Name, below: Sequence[Tex], above: Sequence[Tex]) -> Sequence[Tex]:
        r"""The indices of ``W^{(t)}`` or ``W^{(t)}_{ij}`` with what is above as the first of them,
        where W is declared as ``W^{(t)}`` for an index t; nothing otherwise."""
        name = self.scope.looks.get(self.scope.meant(look), "")
        if name not in self.scope.layered or not is_parenthesised(above):
            return ()
        comma = replace(above[0], text=",")
        split = [below[0], comma, below[1]] if two_names(below) else list(below)
        return [*above[1:-1], *([comma, *split] if below else [])]

    def _entry(
        self, look: Name, below: Sequence[Tex], part: bool = False
    ) -> tuple[str, str, Sequence[Tex]] | None:
        r"""The declared family of which this is an entry, with its indices; None for a plain name.

        A family may have subscripts of its own, which come first: ``s_{\max,i}``.  ``part``: with
        fewer indices than it takes, for one of several vectors or matrices.
        """
        delta = self.scope.kronecker == look and not self.scope.is_family(look)
        if two_names(below) and (delta or self.scope.arity(look) == 2):
            below = [below[0], replace(below[0], text=","), below[1]]
        commas = commas_of(below)
        found: list[tuple[str, str, Sequence[Tex]]] = []
        if self.scope.kronecker == look and len(commas) == 1:
            found.append(("DELTA", self.scope.identifier(look), below))
        for count in range(1, len(commas) + 2):
            end = commas[-count] if count <= len(commas) else -1
            parts = own_subscripts(below[: max(end, 0)])
            family = None if parts is None else replace(look, subscripts=parts)
            if family is None or not (arity := self.scope.arity(family)):
                continue
            if count == arity or (part and count < arity and end == -1):
                formula = self.scope.identifier(family) in self.scope.formulas
                kind = "FORMULA" if formula else "FAMILY" if count == arity else "LAYER"
                found.append((kind, self.scope.identifier(family), below[end + 1 :]))
        own = own_subscripts(below) if found else None
        if own is not None and self._declared(replace(look, subscripts=own)):
            if len(own[-1]) > 1 and not own[-1].isdigit() and not self._declared(Name(own[-1])):
                return None  # s_max, which no index could be
            found.append(("NAME", "", ()))
        if len(found) > 1:
            hint = "Rename one of the declared names."
            raise below[0].error("a name of its own, or an entry of a family?", hint)
        return found[0] if found else None

    def _marked(self, look: Name, above: Sequence[Tex]) -> Name | None:
        r"""The declared name with this superscript as a mark, such as ``x^*`` or ``h^{(t)}``."""
        mark = mark_of(above) or ("squared" if plain(above) == "2" else "")
        whole = Name(look.base, (*look.accents, mark), look.subscripts)
        return whole if mark and self._declared(whole) else None


def _opens(stream: Sequence[Tex], index: int) -> bool:
    """Whether the next thing in print is an opening parenthesis."""
    following = next((token.text for token in stream[index:] if token.text not in SPACES), "")
    return following in ("(", r"\left")


def math_tokens(stream: Sequence[Tex], scope: Scope) -> list[Token]:
    """The tokens of one row, without the punctuation that ends it."""
    while stream and stream[-1].text in {*SPACES, *_WIDE, ".", ",", ";"}:
        stream = stream[:-1]
    lexer = MathTokens(scope)
    lexer.read(stream)
    return lexer.found
