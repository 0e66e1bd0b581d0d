r"""What is printed over, under or beside a formula and is no part of it.

Blank space of a given width, and the label above a relation by which the text refers to it,
``\overset{(a)}{=}``.  Other marks change what is said, ``\overset{d}{=}`` to equal in distribution
and ``\overset{?}{=}`` to a question, and are left for the reader of mathematics to refuse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from thence.readers.names import UPRIGHT, is_parenthesised
from thence.readers.tex import Tex, group, plain

#: Commands whose argument leaves a blank in print.
_BLANK = frozenset([r"\phantom", r"\hphantom", r"\vphantom", r"\hspace", r"\mspace"])
_ABOVE = frozenset([r"\overset", r"\stackrel"])
_EMPTY = frozenset([r"\mathrel", r"\mathbin", r"\mathop"])
_DEFINING = frozenset(["def", "def."])


def without_marks(stream: Sequence[Tex]) -> list[Tex]:
    """The tokens without blanks and labels; ``\\not=`` as one relation."""
    kept: list[Tex] = []
    index = 0
    while index < len(stream):
        token = stream[index]
        text = token.text
        following = stream[index + 1].text if index + 1 < len(stream) else ""
        if text in _BLANK and following:
            _, index = group(stream, index + 1 + (following == "*"))
        elif text in _EMPTY and [t.text for t in stream[index + 1 : index + 3]] == ["{", "}"]:
            index += 3
        elif text == r"\not" and following == "=":
            kept.append(replace(token, text=r"\ne"))
            index += 2
        elif text in _ABOVE and (found := _labelled(stream, index)):
            relation, index = found
            kept.append(relation)
        else:
            kept.append(token)
            index += 1
    return kept


def _labelled(stream: Sequence[Tex], index: int) -> tuple[Tex, int] | None:
    """The relation under a label, and where it ends; None where the mark may change it."""
    above, middle = group(stream, index + 1)
    inner, end = group(stream, middle)
    if above and above[0].text in UPRIGHT:
        word, last = group(above, 1)
        above = word if last == len(above) else ()
    is_label = is_parenthesised(above) and plain(above)[1:-1].isalnum()
    defines = plain(above).strip() in _DEFINING and plain(inner) == "="
    if len(inner) != 1 or not (is_label or defines):
        return None
    return replace(inner[0], line=stream[index].line, column=stream[index].column), end
