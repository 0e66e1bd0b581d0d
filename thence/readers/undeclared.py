"""Names that a document uses and does not declare, and what it uses them as."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from thence.notation import Name
from thence.readers.names import look_of
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
    or a family), ``index``, ``entry`` (its subscripts are indices), ``weights`` (a distribution
    over an index), ``formula`` (what its equation defines), or ``early`` (it is used above the
    equation that defines it).  ``text``: how a formula is written where it is defined.
    """

    look: Name
    role: str
    text: str = ""


class Undeclared(TexError):
    """What cannot be read for want of a declaration."""

    lack: Lack

    @classmethod
    def of(cls, error: TexError, look: Name, role: str) -> Undeclared:
        """The error, with what is lacking."""
        made = cls(error.what, error.where, error.hint)
        made.lack = Lack(look, role)
        return made


def lacking(error: Exception, stream: Sequence[Tex], scope: Scope) -> tuple[Lack, ...]:
    """What declarations a row lacks that could not be read: what it would define, names with words
    below them, entries with shifted indices, ``x_{t+1}``, and what the error says."""
    formula = _formula(list(stream), scope)
    found = [formula] if formula else []
    found += _scripted(stream, scope)
    if isinstance(error, Undeclared):
        found.append(error.lack)
    return tuple(found)


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
    if scope.known(look) or not _are_arguments(left[last:]):
        return None
    return Lack(look, "formula", plain(left))


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
    for k in range(len(stream) - 1):
        if stream[k + 1].text == "_":
            lack = _shifted(stream[k:]) or _worded(stream[k:], scope)
            if lack is not None:
                yield lack


def _shifted(stream: Sequence[Tex]) -> Lack | None:
    """A family at an index that goes on, ``x_{t-1}``."""
    try:
        look, _ = look_of(stream[:1])
        below = [token for token in group(stream, 2)[0] if token.text not in THIN]
    except TexError:
        return None
    shifted = len(below) == 3 and below[0].text.isalpha() and below[1].text in ("+", "-")
    return Lack(replace(look, subscripts=(below[0].text,)), "entry") if shifted else None


def _worded(stream: Sequence[Tex], scope: Scope) -> Lack | None:
    """A number with a word below it, ``x_{\\max}``."""
    try:
        look, end = look_of(stream)
    except TexError:
        return None
    words = all(len(part) > 2 and part.isalpha() for part in look.subscripts)
    opens = end < len(stream) and stream[end].text == "("
    return None if opens or not words or scope.known(look) else Lack(look, "number")
