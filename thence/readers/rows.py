r"""The rows of a displayed equation, with what stands in them: labels, tags and orders."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from thence.readers.blocks import Display, Text
from thence.readers.directives import Order, orders
from thence.readers.marks import without_marks
from thence.readers.segments import RELATION, WIDE, is_condition, outside
from thence.readers.tex import (
    Macro,
    Tex,
    TexError,
    expand,
    expand_text,
    group,
    plain,
    split,
    tokens,
)

_WRAPPERS = frozenset(["aligned", "split", "gathered", "alignedat"])
#: What stands inside dollars where a page's mathematics is set by a script.
_WRAPPERS |= frozenset(["equation", "align", "gather"])
_ROW_COMMENT = re.compile(r"(?<!\\)%[ \t]*thence:([^\n]*)")


@dataclass(slots=True)
class Row:
    """One row of an equation: its tokens, its label and tag, and the orders that stand in it.

    A row that makes several claims is one for each of them, numbered by ``piece``, with the
    ``conditions`` that it states.
    """

    stream: list[Tex]
    says: str
    line: int
    label: str = ""
    tag: str = ""
    orders: list[Order] = field(default_factory=list)
    piece: int = 0
    conditions: list[list[Tex]] = field(default_factory=list)
    bad: TexError | None = None


def rows_of(display: Display, known: Mapping[str, Macro], text: Text) -> list[Row]:
    """The rows of an equation, those that only continue a formula joined to the one before."""
    stream = expand(tokens(display.text, display.line, display.column), known)
    inner = _unwrapped(without_marks(stream))
    parts = [part for part in split(inner, r"\\") if part]
    if not parts:
        raise TexError("an equation without a formula.", f"{display.line}:{display.column}")
    found: list[Row] = []
    for part in parts:
        _add(found, _row_of(part, text, display.environment), display.environment)
    _check_ends(found)
    for match in _ROW_COMMENT.finditer(display.text):
        line = display.line + display.text.count("\n", 0, match.start())
        below = [row for row in found if row.stream[-1].line >= line]
        given = list(orders(expand_text(match[1], known, line), line))
        if not all(order.for_equation for order in given):
            raise TexError("a declaration inside an equation.", f"{line}:1", "Put it above.")
        (below or found[-1:])[0].orders += given
    return found


def _add(found: list[Row], row: Row, environment: str) -> None:
    """Put a row below the others, or join it to the last one, of which it is a part."""
    conditional = bool(found) and is_condition(row.stream)
    if conditional and len(found) > 1:
        hint = "Put it behind its claim, or into a comment: thence: assuming ..."
        bad = row.stream[0].error("a condition of all rows above, or of the last?", hint)
        found.append(row)
        for one in found:
            one.bad = one.bad or bad
    elif found and (
        conditional
        or _continues(row.stream, found[-1].stream, environment)
        or (len(found) == 1 and _states_at_last(row.stream, found[0].stream))
    ):
        last = found[-1]
        last.stream += row.stream
        last.says += " " + row.says
        last.label, last.tag = last.label or row.label, last.tag or row.tag
    elif row.stream:
        found.append(row)


#: What a row of its own has: a relation, or words.
_SAYING = RELATION | {r"\text", r"\mbox", r"\textrm", ":"}


def _check_ends(rows: list[Row]) -> None:
    """A row above one that has no relation may end early: then what it claims is not known."""
    for row, below in pairwise(rows):
        if not any(token.text in _SAYING for token in outside(below.stream)):
            hint = r"Begin the row below with +, - or \cdot, end this one with it, or join the two."
            row.bad = row.bad or row.stream[-1].error("does the row below go on from here?", hint)


def _unwrapped(stream: list[Tex]) -> list[Tex]:
    """What is inside ``aligned`` and its like, where they surround the whole equation."""
    labels: list[Tex] = []
    while stream and stream[0].text in (r"\label", r"\tag"):
        _, end = group(stream, 1)
        labels, stream = labels + stream[:end], stream[end:]
    if not stream or stream[0].text != r"\begin":
        return labels + stream
    name, start = group(stream, 1)
    ends = [i for i, token in enumerate(stream) if token.text == r"\end"]
    if plain(name).rstrip("*") not in _WRAPPERS or not ends:
        return labels + stream
    if plain(name) == "alignedat":
        _, start = group(stream, start)
    inner = stream[start : ends[-1]]
    if sum({r"\begin": 1, r"\end": -1}.get(t.text, 0) for t in inner):
        return labels + stream
    _, after = group(stream, ends[-1] + 1)
    return [*labels, *inner, *stream[after:]]


#: Prose between rows, which is none of either.
_PROSE = frozenset([r"\intertext", r"\shortintertext"])


def _row_of(part: list[Tex], text: Text, environment: str) -> Row:
    """A row without its label and tag."""
    kept: list[Tex] = []
    marks = {r"\label": "", r"\tag": ""}
    index = 0
    while index < len(part):
        if part[index].text in marks:
            kind = part[index].text
            start = index + 1 + (kind == r"\tag" and part[index + 1 : index + 2] != [])
            starred = start < len(part) and part[index + 1].text == "*"
            inner, index = group(part, index + 2 if starred else index + 1)
            marks[kind] = plain(inner)
        elif part[index].text in _PROSE:
            _, index = group(part, index + 1)
        else:
            kept.append(part[index])
            index += 1
    kept = kept if environment == "eqnarray" else _columns(kept)
    start = next((i for i, t in enumerate(kept) if t.text not in WIDE | {"&"}), 0)
    kept = [token for token in kept[:start] if token.text == "&"] + kept[start:]
    label = marks[r"\label"].removeprefix("eq:").replace(" ", "-")
    says = text.slice(kept) if kept else ""
    return Row(kept, says, part[0].line, label, marks[r"\tag"])


def _columns(stream: list[Tex]) -> list[Tex]:
    """The row with a wide space where a column begins: every other mark is an alignment point."""
    kept: list[Tex] = []
    depth = columns = 0
    for token in stream:
        depth += {r"\begin": 1, r"\end": -1, "{": 1, "}": -1}.get(token.text, 0)
        mark = token.text == "&" and not depth
        columns += mark
        kept.append(replace(token, text=r"\qquad") if mark and columns % 2 == 0 else token)
    return kept


def _states_at_last(row: list[Tex], before: list[Tex]) -> bool:
    """Whether a row begins with the first relation of the display: ``a + b \\\\ = c``."""
    first = next((t.text for t in row if t.text not in WIDE | {"&"}), "")
    return first in RELATION and not any(token.text in _SAYING for token in outside(before))


_JOINING = frozenset(["+", r"\cdot", r"\times", "/"])


def _continues(row: list[Tex], before: list[Tex], environment: str) -> bool:
    """Whether a row goes on in the middle of the formula of the row before it."""
    shown_first = next((t for t in row if t.text not in WIDE | {"&"}), None)
    if shown_first is None or not before:
        return False
    if environment == "multline" or before[-1].text in RELATION | _JOINING | {"-"}:
        return True
    first = shown_first.text
    if first in _JOINING:
        return True
    if first != "-" or row[0].text != "&":
        return False
    if any(token.text in RELATION for token in row):
        hint = "Begin a row with a relation, or with the left side of a new equation."
        raise shown_first.error("does this row go on, or begin anew?", hint)
    return True
