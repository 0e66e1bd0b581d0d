"""Names that a document uses and does not declare, and what it uses them as."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from thence.notation import Name
from thence.readers.names import look_of, read_whole_name
from thence.readers.scope import Scope
from thence.readers.segments import DEFINING, RELATION, THIN, at_commas, is_name, outside
from thence.readers.tex import Tex, TexError, group, plain

#: What says nothing on the left of a definition, and the bars between the arguments of a function.
_NOTHING = THIN | {r"\left", r"\right", ":"}
_BARS = frozenset(["|", r"\|", r"\Vert", r"\parallel", r"\mid", ";"])


@dataclass(frozen=True, slots=True)
class Lack:
    """A name that is not declared, or not as what it is used for.

    ``look``: what it looks like, with its subscripts.  ``role``: ``number``, ``length`` (of a sum
    or a family), ``index``, ``entry`` (with ``indices`` below it), ``weights`` (a distribution
    over an index), ``formula`` (what its equation defines, ``text`` as it is written there);
    and what it may be: ``array`` (it has a norm or a transpose), ``alone`` (a number beside the
    family of that letter) or ``early`` (a formula that is used above its equation).
    """

    look: Name
    role: str
    text: str = ""
    indices: tuple[str, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether without it the equation cannot be read, whatever else is declared."""
        return self.role not in ("array", "alone", "early")


class Undeclared(TexError):
    """What cannot be read for want of a declaration."""

    lack: Lack

    @classmethod
    def of(
        cls, error: TexError, look: Name, role: str, indices: tuple[str, ...] = ()
    ) -> Undeclared:
        """The error, with what is lacking."""
        made = cls(error.what, error.where, error.hint)
        made.lack = Lack(look, role, indices=indices)
        return made


def lacking(error: Exception, stream: Sequence[Tex], scope: Scope) -> tuple[Lack, ...]:
    """What declarations a row lacks that could not be read: what it would define, names with words
    below them, entries with shifted indices, ``x_{t+1}``, and what the error says."""
    formula = _formula(list(stream), scope)
    found = [formula] if formula else []
    found += _scripted(stream, scope)
    if isinstance(error, Undeclared):
        found.append(error.lack)
    return (*found, *_shapes(stream, scope))


def _formula(stream: list[Tex], scope: Scope) -> Lack | None:
    """The name that stands alone on the left of the first equals sign, with its arguments."""
    sign = next((token for token in outside(stream) if token.text in RELATION), None)
    if sign is None or sign.text not in DEFINING:
        return None
    left = [t for t in stream[: stream.index(sign)] if t.text not in _NOTHING]
    try:
        look, last = look_of(left)
    except TexError:
        return None
    derivative = left[last:] and look.accents[-1:] == ("prime",)
    if derivative or scope.known(look) or not _are_arguments(left[last:]):
        return None
    text = re.sub(r"(?<=\{) | (?=\})", "", plain(left))  # as a macro may have left them
    return Lack(look, "formula", text)


def _are_arguments(stream: list[Tex]) -> bool:
    """Whether this is nothing, or names in parentheses, perhaps with a bar between or a letter
    below: ``(z)_i``, ``(q \\| p)``."""
    if len(stream) > 2 and stream[-2].text == "_":
        stream = stream[:-2]
    if not stream:
        return True
    commas = [replace(t, text=",") if t.text in _BARS else t for t in stream[1:-1]]
    inside = (stream[0].text, stream[-1].text) == ("(", ")")
    return inside and all(map(is_name, at_commas(commas)))


def _scripted(stream: Sequence[Tex], scope: Scope) -> Iterator[Lack]:
    """What is known by what stands below it."""
    for k in range(1, len(stream) - 1):
        if stream[k].text == "_":
            start = _start_of_name(stream, k)
            lack = _shifted(stream, start, k) or _worded(stream[start:], scope)
            if lack is not None:
                yield lack


def _start_of_name(stream: Sequence[Tex], end: int) -> int:
    """Where the name begins that ends in a place, ``\\bar{x}`` at its accent."""
    for start in range(max(end - 4, 0), end):
        try:
            if read_whole_name(stream, start)[1] == end:
                return start
        except TexError:
            continue
    return end - 1


def _shifted(stream: Sequence[Tex], start: int, mark: int) -> Lack | None:
    """A family at an index that goes on, ``x_{t-1}``."""
    try:
        look, _ = look_of(stream[start:mark])
        below = [token for token in group(stream, mark + 1)[0] if token.text not in THIN]
    except TexError:
        return None
    if len(below) != 3 or not below[0].text.isalpha() or below[1].text not in ("+", "-"):
        return None
    letter = below[0].text
    return Lack(replace(look, subscripts=(letter,)), "entry", indices=(letter,))


def _worded(stream: Sequence[Tex], scope: Scope) -> Lack | None:
    """A number with a word below it, ``x_{\\max}``."""
    try:
        look, end = look_of(stream)
    except TexError:
        return None
    words = all(len(part) > 2 and part.isalpha() for part in look.subscripts)
    opens = end < len(stream) and stream[end].text == "("
    return None if opens or not words or scope.known(look) else Lack(look, "number")


def _shapes(stream: Sequence[Tex], scope: Scope) -> Iterator[Lack]:
    """What may be an array, for it has a norm or a transpose; and what may be a number beside the
    family of its letter."""
    depth = 0
    for k, token in enumerate(stream):
        depth += (token.text in _OPENS) - (token.text in _CLOSES)
        if token.text in _NORMS:
            depth = 1 - depth
        try:
            look, end = look_of(stream[k:])
        except TexError:
            continue
        if scope.is_family(look):
            yield Lack(look, "alone")
        elif depth or plain(stream[end + k - 1 : end + k]) in _TRANSPOSES:
            yield Lack(look, "array")


_OPENS, _CLOSES = frozenset([r"\lVert", r"\langle"]), frozenset([r"\rVert", r"\rangle"])
_NORMS = frozenset([r"\Vert", r"\|"])
_TRANSPOSES = frozenset([r"\top", r"\intercal"])
