"""Names: symbols, entries of families, functions of the document, constants, differentials."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from thence.notation import Name
from thence.readers.lexer.operators import Operators
from thence.readers.lexer.vocabulary import (
    CONSTANTS,
    DIFFERENTIAL,
    EXPECTATION,
    NORMAL,
    ORDERS,
    PROBABILITY,
    TURNED,
    UPRIGHT_D,
    UPRIGHT_E,
    VARIANCES,
)
from thence.readers.names import (
    DIFFERENCES,
    SPACES,
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
from thence.readers.tex import Tex, TexError, plain
from thence.readers.unread import what_to_write

#: What stands between the place and the parameters of a density.
_DENSITY = frozenset([";", r"\mid", "|", r"\vert"])
_NOT_FUNCTIONS = frozenset(["const", "Var", "Cov"])


class Identifiers(Operators):
    """Reads names with the declarations at hand."""

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

    def _named(self, look: Name, stream: Sequence[Tex], start: int, end: int) -> int:
        """A symbol, a constant, a defined function or the sign of a differential."""
        token = stream[start]
        if id(token) in self.differentials:
            self._emit("D", "d", token)
            return end
        below, above, primes, last = read_scripts(stream, end)
        if self._operator(look, token, below, bool(above or primes)):
            return last
        turned: Sequence[Tex] = ()
        if len(above) > 1 and above[-1].text in TURNED:  # W^{(t)\top}
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
        look, above, primes = self._dressed(look, below, above, primes, token)
        declared = self._declared(look)
        if look == Name("Gamma") and not declared and _opens(stream, last):
            return self._function("gamma", stream, start, end)
        if declared and self.scope.identifier(look) in self.scope.functions:
            self._applied(look, above, primes, token)
            self._separate(look, stream, last)
            return last
        kind, value = self._kind(look, _opens(stream, last))
        self._check_euler(look, above, token)
        if kind == "ORDER" and (above or primes):
            raise token.error("a power or prime of O(...).", "Put it inside.")
        self._emit(kind, value, token)
        if kind == "NORMAL":
            self._mark(_DENSITY, "GIVEN", stream, last)
        if primes:
            hint = "A prime is a derivative after a function that the document defines."
            raise token.error("a prime on a symbol.", hint)
        self._exponent(self._one_script(above, turned))
        return last

    def _operator(self, look: Name, token: Tex, below: Sequence[Tex], scripted: bool) -> bool:
        """Read the sign of an expectation or a variance; whether this is one."""
        if self._declared(look):
            return False
        if look == PROBABILITY:
            raise token.error("a probability is not read.", what_to_write(r"\mathbb{P}"))
        if look != EXPECTATION and look not in VARIANCES:
            return False
        kind = "EXPECT" if look == EXPECTATION else "VARIANCE"
        self._expectation(kind, token, below, scripted)
        return True

    def _dressed(
        self, look: Name, below: Sequence[Tex], above: Sequence[Tex], primes: int, token: Tex
    ) -> tuple[Name, Sequence[Tex], int]:
        """The name with the scripts that belong to it, and what is left of those above."""
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
        dots = {"dot": 1, "ddot": 2}.get(look.accents[-1] if look.accents else "", 0)
        moving = replace(look, accents=look.accents[:-1])
        functions = self.scope.functions
        if dots and not self._declared(look) and self.scope.identifier(moving) in functions:
            look, primes = moving, dots
        return look, above, primes

    def _applied(self, look: Name, above: Sequence[Tex], primes: int, token: Tex) -> None:
        """A function that the document defines, before its arguments."""
        if above:
            hint = "Write (f(x))^2 for a power."
            raise token.error("a power of a function may be an iterate.", hint)
        self._emit("DEF", self.scope.identifier(look) + "'" * primes, token)

    def _kind(self, look: Name, opens: bool) -> tuple[str, str]:
        """What a name is, and what it stands for: a symbol, if it is declared.

        ``opens``: whether a parenthesis stands behind it.
        """
        matrix = self.scope.formulas.get(self.scope.looks.get(look, ""), 0) > 1
        if look in ORDERS and opens and matrix:  # O_{ij} is defined, and is no function
            return "ORDER", ORDERS[look]
        if not self._declared(look):
            if look in (DIFFERENTIAL, UPRIGHT_D):
                return "D", "d"
            if look in ORDERS and opens:
                return "ORDER", ORDERS[look]
            if look == NORMAL:
                return "NORMAL", "N"
            if look in CONSTANTS or look == UPRIGHT_E:
                return "CONST", CONSTANTS.get(look, "E")
        name = self.scope.identifier(look)
        array = self.scope.is_family(look) and name not in self.scope.formulas
        return "ARRAY" if array else "NAME", name

    def _check_euler(self, look: Name, above: Sequence[Tex], token: Tex) -> None:
        """Refuse ``e^{-x}`` where e is declared: few who write it mean a power of their e."""
        raised = bool(above) and not (self._turns(above) or plain(above).isdigit())
        if raised and look == Name("e") and self._declared(look):
            hint = r"Write \exp(...) for the exponential, or \mathrm{e}; or rename e."
            raise token.error("e is declared: its power, or the exponential?", hint)

    def _separate(self, look: Name, stream: Sequence[Tex], index: int) -> None:
        r"""Note the bar between the arguments of ``D(q \| p)``, where it is defined with one."""
        marks = self.scope.separators.get(self.scope.identifier(look), frozenset())
        self._mark(marks, "COMMA", stream, index)

    def _mark(self, marks: frozenset[str], kind: str, stream: Sequence[Tex], index: int) -> None:
        """Note the one mark between the arguments in the parentheses that open here."""
        depth, found = 0, []
        for place, token in enumerate(stream[index:], index) if marks else ():
            depth += (token.text in ("(", "[")) - (token.text in (")", "]"))
            if not depth and token.text not in SPACES | {r"\left"}:
                break
            pair = token.text + text_at(stream, place + 1)
            if depth == 1 and (token.text in marks or (pair == "||" and pair in marks)):
                found.append(place)
        clear = [place for place in found if stream[place].text not in ("|", r"\vert")]
        found = clear if len(clear) == 1 else found
        if len(found) == 1 and stream[found[0]].text + text_at(stream, found[0] + 1) == "||":
            self.between[id(stream[found[0] + 1])] = "skipped"
        if len(found) == 1:
            self.between[id(stream[found[0]])] = kind
            before = stream[found[0] - 1]
            if before.text == r"\middle":
                self.between[id(before)] = "skipped"

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
                name = self.scope.family(family)
                formula = name in self.scope.formulas
                kind = "FORMULA" if formula else "FAMILY" if count == arity else "LAYER"
                found.append((kind, name, below[end + 1 :]))
        own = own_subscripts(below) if found else None
        if own is not None and self._declared(replace(look, subscripts=own)):
            if len(own[-1]) > 1 and not own[-1].isdigit() and not self._declared(Name(own[-1])):
                return None  # s_max, which no index could be
            if own[-1] == "0" and [kind for kind, *_ in found] == ["FAMILY"]:
                return None  # x_0, where entries are counted from 1
            found.append(("NAME", "", ()))
        if len(found) > 1:
            names = " and ".join(dict.fromkeys(name for _, name, _ in found if name))
            hint = f"Rename one of the declared names, such as {names}."
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
