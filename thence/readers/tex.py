r"""TeX below the level of mathematics: tokens with their place, groups, macros, rows.

Nothing is executed.  A macro is known by its ``\newcommand`` and replaced by its text a bounded
number of times; every other command is a name, and the reader above knows its meaning or refuses.

>>> [token.text for token in expand(tokens(r"\R_+ % a comment"), macros(r"\newcommand{\R}{x}"))]
['x', '_', '+']
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from thence.errors import ReadError

MAX_TOKENS = 5_000
MAX_EXPANSIONS = 1_000
MAX_NESTING = 60
MAX_MACROS = 500
#: The most characters of the text of one macro, and of all of a document.
MAX_MACRO, MAX_MACRO_TEXT = 2_000, 100_000

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|%[^\n]*|\s+|.", re.DOTALL)
_BRACES = re.compile(r"\\.|%[^\n]*|[{}]", re.DOTALL)
_ROW_SPACE = re.compile(r"\[-?\d{0,3}\.?\d{0,3}\s?(?:pt|em|ex|mm|cm)\]")
_MACRO = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand)\*?\s*(?:\{\s*(\\[A-Za-z]+)\s*\}|(\\[A-Za-z]+))"
    r"\s*(?:\[(\d)\])?\s*(?=\{)"
)
_UNREAD = re.compile(
    r"\\(?:[gex]?def|let|futurelet|DeclareRobustCommand|DeclarePairedDelimiter[A-Za-z]*"
    r"|(?:re)?newcommand|providecommand|(?:New|Renew|Provide|Declare)DocumentCommand)"
    r"\*?\s*\{?\s*(\\[A-Za-z]+)"
)
_OPERATOR = re.compile(r"\\DeclareMathOperator(\*?)\s*\{\s*(\\[A-Za-z]+)\s*\}\s*(?=\{)")


class TexError(ReadError):
    """What cannot be read, with ``line:column`` in ``where``."""


@dataclass(frozen=True, slots=True)
class Tex:
    """A token: a command, a brace or one character; ``glued`` where no blank stands before it."""

    text: str
    line: int = 1
    column: int = 1
    glued: bool = False

    def error(self, what: str, hint: str = "") -> TexError:
        """An error at this place."""
        return TexError(what, f"{self.line}:{self.column}", hint)


@dataclass(frozen=True, slots=True)
class Macro:
    """A command of the document's own: how many arguments it takes, and its text.

    Without a text (None) it is defined in a way that is not read, and must not be used.  Above the
    ``line`` of its definition the command is another one, or none.
    """

    arguments: int
    body: tuple[Tex, ...] | None
    line: int = 1

    def check(self, use: Tex) -> None:
        """That the macro may be used at this place."""
        if self.body is None:
            raise use.error(f"{use.text} is defined in a way that is not read.", _ONCE)
        if use.line < self.line:
            what = f"{use.text} is defined below, in line {self.line}."
            raise use.error(what, "Move its definition up.")


def tokens(text: str, line: int = 1, column: int = 1) -> list[Tex]:
    """The tokens of a text that starts at this place; comments and blanks are dropped."""
    found: list[Tex] = []
    position, glued = 0, False
    while position < len(text):
        match = _TOKEN.match(text, position)
        assert match is not None
        piece = match.group()
        here = Tex(piece, line, column, glued)
        glued = not (piece.isspace() or piece[0] == "%")
        if glued:
            found.append(here)
        end = match.end()
        if piece == "\\\\" and (space := _ROW_SPACE.match(text, end)):
            end = space.end()
        if len(found) > MAX_TOKENS:
            raise here.error(f"more than {MAX_TOKENS} tokens in one equation.", "Split it.")
        consumed = text[position:end]
        if breaks := consumed.count("\n"):
            line, column = line + breaks, len(consumed) - consumed.rfind("\n")
        else:
            column += len(consumed)
        position = end
    return found


def group(stream: Sequence[Tex], start: int) -> tuple[Sequence[Tex], int]:
    """The argument of a command: a group without its braces, or one token; and where it ends."""
    if start >= len(stream) or stream[start].text == "}":
        place = stream[min(start, len(stream) - 1)]
        raise place.error("an argument is missing.", "Put it in braces: {...}.")
    if stream[start].text != "{":
        return stream[start : start + 1], start + 1
    depth = 0
    for index in range(start, len(stream)):
        depth += {"{": 1, "}": -1}.get(stream[index].text, 0)
        if depth > MAX_NESTING:
            raise stream[index].error(f"braces nested deeper than {MAX_NESTING}.")
        if not depth:
            return stream[start + 1 : index], index + 1
    raise stream[start].error("this brace is never closed.", "Add the missing }.")


def optional(stream: Sequence[Tex], start: int) -> tuple[Sequence[Tex], int]:
    """An optional argument in square brackets, empty where there is none."""
    if start >= len(stream) or stream[start].text != "[":
        return (), start
    for index in range(start, len(stream)):
        if stream[index].text == "]":
            return stream[start + 1 : index], index + 1
    raise stream[start].error("this bracket is never closed.", "Add the missing ].")


def plain(stream: Sequence[Tex]) -> str:
    """The text of tokens that stand for themselves, blanks as single spaces."""
    words = [("" if token.glued or not index else " ") for index, token in enumerate(stream)]
    return "".join(w + t.text for w, t in zip(words, stream, strict=True)).replace("\\_", "_")


def macros(text: str) -> dict[str, Macro]:
    r"""The macros that a document defines with ``\newcommand`` or ``\DeclareMathOperator``.

    What is defined twice, differently, or in another way, as by ``\def``, must not be used.
    """
    found: dict[str, Macro] = {}
    read = {m.start() for m in _MACRO.finditer(text)}
    clashing = {m[1] for m in _UNREAD.finditer(text) if m.start() not in read}
    places = [(m.start(), m.end(), m[1] or m[2], int(m[3] or 0), "") for m in _MACRO.finditer(text)]
    for m in _OPERATOR.finditer(text):
        places.append((m.start(), m.end(), m[2], 0, r"\operatorname"))
    left, line, before = MAX_MACRO_TEXT, 1, 0
    for start, end, name, count, wrapper in sorted(places)[:MAX_MACROS]:
        said = _group_text(text, end)
        line, before = line + text.count("\n", before, start), start
        left -= len(said)
        if not said or left < 0:
            clashing.add(name)
            continue
        try:
            raw, _ = group(tokens(said, line), 0)
        except TexError:
            clashing.add(name)
            continue
        body = (*tokens(wrapper + "{"), *raw, Tex("}")) if wrapper else tuple(raw)
        known = found.get(name)
        if known and [t.text for t in known.body or ()] != [t.text for t in body]:
            clashing.add(name)
        found[name] = Macro(count, body, known.line if known else line)
    return found | dict.fromkeys(clashing, Macro(0, None))


def _group_text(text: str, start: int) -> str:
    """The group that begins here; nothing if it does not end within the bound."""
    depth = 0
    for match in _BRACES.finditer(text, start, start + MAX_MACRO):
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
        if not depth:
            return text[start : match.end()]
    return ""


_ONCE = r"Define it once, with \newcommand{...}{...}."


def expand(stream: Sequence[Tex], known: Mapping[str, Macro]) -> list[Tex]:
    """The tokens with every macro replaced by its text, at the place of its use."""
    done: list[Tex] = []
    waiting = list(reversed(stream))
    used = 0
    while waiting:
        token = waiting.pop()
        macro = known.get(token.text)
        if macro is None:
            done.append(token)
            continue
        macro.check(token)
        used += 1
        if used > MAX_EXPANSIONS or len(waiting) + len(done) > MAX_TOKENS:
            raise token.error(f"the macro {token.text} grows without end.", "Write it out.")
        arguments = [_next_argument(waiting, token) for _ in range(macro.arguments)]
        waiting.extend(reversed(_filled(macro, arguments, token)))
    return done


_BACKSLASHED = re.compile(r"\\[A-Za-z]+")


def expand_text(text: str, known: Mapping[str, Macro], line: int) -> str:
    r"""A text from a line on with every macro replaced, as in a declaration ``\eps positive``."""
    position = used = 0
    while match := _BACKSLASHED.search(text, position):
        macro = known.get(match.group())
        if macro is None:
            position = match.end()
            continue
        used += 1
        here = Tex(match.group(), line)
        macro.check(here)
        if used > MAX_EXPANSIONS or len(text) > 100_000:
            raise here.error(f"{here.text} is defined in a way that is not read.", _ONCE)
        end, arguments = match.end(), []
        for _ in range(macro.arguments):
            start, end = end, _end_of_argument(text, end)
            arguments.append(tokens(text[start:end]))
        inner = plain(_filled(macro, arguments, here))
        apart = " " if inner[-1:].isalpha() and text[end : end + 1].isalpha() else ""
        text = text[: match.start()] + inner + apart + text[end:]
        position = match.start()
    return text


def _end_of_argument(text: str, start: int) -> int:
    """Where the argument that begins here ends: a group, or one token."""
    match = re.compile(r"\s*(\\[A-Za-z]+|\\?.)", re.DOTALL).match(text, start)
    end = match.end() if match else len(text)
    depth = 1 if match and match[1] == "{" else 0
    while depth and end < len(text):
        depth += {"{": 1, "}": -1}.get(text[end], 0)
        end += 1
    return end


def _next_argument(waiting: list[Tex], macro: Tex) -> list[Tex]:
    """Take one argument off the end of a reversed stream, its braces included."""
    depth, taken = 0, []
    while waiting:
        token = waiting.pop()
        taken.append(token)
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if depth <= 0:
            if token.text == "}" and len(taken) == 1:
                break
            return taken
    raise macro.error(f"the macro {macro.text} lacks an argument.")


def _filled(macro: Macro, arguments: list[list[Tex]], use: Tex) -> list[Tex]:
    """The body with ``#1`` and the like filled in; each part is placed where it was written."""
    found: list[Tex] = []
    position, body = 0, macro.body or ()
    while position < len(body):
        token = body[position]
        if token.text == "#":
            position += 1
            digit = body[position].text if position < len(body) else ""
            if not digit.isdigit() or not 1 <= int(digit) <= len(arguments):
                raise use.error(f"the macro {use.text} uses #{digit}, which it does not take.")
            found += arguments[int(digit) - 1]
        else:
            found.append(replace(token, line=use.line, column=use.column))
        position += 1
    return found


def split(stream: Sequence[Tex], mark: str) -> list[list[Tex]]:
    r"""The parts between marks such as ``\\`` that lie outside groups and environments."""
    parts: list[list[Tex]] = [[]]
    depth = 0
    for token in stream:
        depth += {"{": 1, "}": -1, r"\begin": 1, r"\end": -1}.get(token.text, 0)
        if token.text == mark and not depth:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts
