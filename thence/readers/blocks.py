"""What of a Markdown or LaTeX document is for thence: its comments and displayed equations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from thence.readers.tex import Tex, TexError

_ENVIRONMENTS = "equation|align|gather|multline|flalign|eqnarray|displaymath"
_EQUATION = (
    rf"(?P<env>\\begin\{{(?P<name>(?:{_ENVIRONMENTS})\*?)\}})|(?P<bracket>\\\[)|(?P<dollars>\$\$)"
)
_INLINE = r"|(?P<inline>\$)|\\."
_OPENERS = {
    ".md": re.compile(
        r"(?P<fence>^[ \t]*(?P<mark>```+|~~~+))|(?P<comment><!--)|(?P<code>`+)|"
        + _EQUATION
        + _INLINE,
        re.MULTILINE,
    ),
    ".tex": re.compile(
        r"(?P<percent>%[^\n]*)|(?P<verbatim>\\begin\{(?P<kind>verbatim|lstlisting|comment)\*?\})|"
        + _EQUATION
        + _INLINE
    ),
}
_MARK = re.compile(r"\s*thence:(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Comment:
    """The text of a comment for thence."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Display:
    """A displayed equation: its text without its delimiters, where it starts, its environment."""

    text: str
    line: int
    column: int
    environment: str = ""


class Text:
    """A text in which offsets are places."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(m.end() for m in re.finditer("\n", text))]

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column of an offset, from 1."""
        from bisect import bisect_right

        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def slice(self, stream: list[Tex]) -> str:
        """What is written from the first of these tokens to the last, without the marks at which
        rows are aligned."""
        start, end = self._offset(stream[0]), self._offset(stream[-1]) + len(stream[-1].text)
        depth, parts = 0, []
        for token in stream:
            depth += {r"\begin": 1, r"\end": -1}.get(token.text, 0)
            at = self._offset(token)
            if not depth and start <= at < end and self.text[at] == "&":
                parts.append(self.text[start:at].strip())
                parts += [token.text] * (token.text != "&")  # the wide space of a column
                start = at + 1
        return " ".join(filter(None, [*parts, self.text[start:end].strip()]))

    def _offset(self, token: Tex) -> int:
        return self.starts[token.line - 1] + token.column - 1


def blocks(text: Text, suffix: str) -> Iterator[Comment | Display]:
    """Comments for thence and displayed equations, in order."""
    content, position = text.text, 0
    while match := _OPENERS[suffix].search(content, position):
        kind = match.lastgroup or ""
        found = next((k for k in match.groupdict() if match[k] and k in _CLOSERS), kind)
        line, column = text.place(match.end())
        if found == "percent":
            if marked := _MARK.fullmatch(match["percent"][1:]):
                yield Comment(marked[1], line)
            position = match.end()
            continue
        if found not in _CLOSERS:
            position = match.end()
            continue
        end = _CLOSERS[found](content, match)
        if end is None:
            if found in ("inline", "code"):  # a lone dollar or backtick is prose
                position = match.end()
                continue
            opening = text.place(match.start())
            raise TexError(
                f"{match.group().strip()} is never closed.",
                f"{opening[0]}:{opening[1]}",
                "Nothing after it is read. Close it.",
            )
        inner = content[match.end() : end[0]]
        if found == "comment" and (marked := _MARK.fullmatch(inner)):
            yield Comment(marked[1], line)
        if found in ("env", "bracket", "dollars"):
            name = (match["name"] or "").rstrip("*")
            yield Display(inner, line, column, name)
        position = end[1]


def _until(closing: str, same_paragraph: bool = False) -> Any:
    """A closer: where a mark stands next, and where what follows it begins."""

    def close(text: str, match: re.Match[str]) -> tuple[int, int] | None:
        mark = closing or match.group()
        limit = len(text)
        if same_paragraph:
            blank = text.find("\n\n", match.end())
            limit = blank if blank >= 0 else limit
        start = text.find(mark, match.end(), limit)
        return None if start < 0 else (start, start + len(mark))

    return close


def _until_dollar(text: str, match: re.Match[str]) -> tuple[int, int] | None:
    """The end of an inline formula; a dollar before a displayed equation is prose."""
    end: tuple[int, int] | None = _until("$", same_paragraph=True)(text, match)
    return None if end is None or text.startswith("$$", end[0]) else end


def _until_end(text: str, match: re.Match[str]) -> tuple[int, int] | None:
    mark = match.group().replace("begin", "end")
    start = text.find(mark, match.end())
    return None if start < 0 else (start, start + len(mark))


def _until_fence(text: str, match: re.Match[str]) -> tuple[int, int] | None:
    found = re.compile(rf"^[ \t]*{match['mark']}", re.MULTILINE).search(text, match.end())
    return (found.start(), found.end()) if found else (len(text), len(text))


_CLOSERS = {
    "fence": _until_fence,
    "comment": _until("-->"),
    "code": _until("", same_paragraph=True),
    "env": _until_end,
    "verbatim": _until_end,
    "bracket": _until(r"\]"),
    "dollars": _until("$$"),
    "inline": _until_dollar,
}
