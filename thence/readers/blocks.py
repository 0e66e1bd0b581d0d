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
        r"(?P<math>^[ \t]*(?P<ticks>`{3,30})[ \t]*math[ \t]*$)|"
        r"(?P<fence>^[ \t]*(?P<mark>`{3,30}|~{3,30}))|(?P<comment><!--)|(?P<code>`+)|"
        + _EQUATION
        + _INLINE,
        re.MULTILINE,
    ),
    ".tex": re.compile(
        r"(?P<percent>%[^\n]*)|(?P<verbatim>\\begin\{(?P<kind>verbatim|lstlisting|comment)\*?\})|"
        r"(?P<off>\\iffalse\b)|(?P<last>\\end\{document\})|" + _EQUATION + _INLINE
    ),
}
_MARK = re.compile(r"\s*thence\s*:(.*)", re.DOTALL | re.IGNORECASE)
#: A declaration whose colon was forgotten.
_UNMARKED = re.compile(
    r"\s*thence\s(?=.*\b(?:real|positive|nonnegative|integer|index|define|skip|expect|assuming)\b)"
    r"(.*)",
    re.DOTALL | re.IGNORECASE,
)
_QUOTED = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Comment:
    """The text of a comment for thence; ``marked``: with a colon behind the word."""

    text: str
    line: int
    marked: bool = True


@dataclass(frozen=True, slots=True)
class Display:
    """A displayed equation: its text without its delimiters, where it starts, its environment."""

    text: str
    line: int
    column: int
    environment: str = ""


@dataclass(frozen=True, slots=True)
class Unclosed:
    """What opens an equation or a comment and is never closed."""

    mark: str
    line: int
    column: int
    last: bool

    @property
    def error(self) -> TexError:
        """What to say of it."""
        hint = "Close it, or the one before it."
        if self.last:
            hint = f"Nothing after it is read. {hint}"
        return TexError(f"{self.mark} is never closed.", f"{self.line}:{self.column}", hint)


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


#: What opens an equation; where it is never closed, reading goes on behind it.
_EQUATIONS = ("env", "bracket", "dollars", "math")


def blocks(text: Text, suffix: str) -> Iterator[Comment | Display | Unclosed]:
    """Comments for thence and displayed equations, in order."""
    content, position = text.text, 0
    unclosed: set[str] = set()
    while match := _OPENERS[suffix].search(content, position):
        kind = match.lastgroup or ""
        found = next((k for k in match.groupdict() if match[k] and k in _CLOSERS), kind)
        line, column = text.place(match.end())
        if found == "percent":
            yield from _comment(match["percent"][1:], line)
            position = match.end()
            continue
        if found == "last":
            return
        if found not in _CLOSERS:
            position = match.end()
            continue
        mark = match.group().strip()
        end = None if mark in unclosed else _CLOSERS[found](content, match)
        if end is None:
            position = match.end()
            if found in ("inline", "code"):  # a lone dollar or backtick is prose
                continue
            if found in _EQUATIONS:  # nor is any further one closed
                unclosed.add(mark)
            yield Unclosed(mark, *text.place(match.start()), last=found not in _EQUATIONS)
            if found not in _EQUATIONS:
                return
            continue
        inner = content[match.end() : end[0]]
        if found == "comment":
            yield from _comment(inner, line)
        if found in _EQUATIONS:
            name = (match["name"] or "").rstrip("*")
            quoted = _QUOTED.match(content, text.starts[line - 1], match.start())
            if quoted and suffix == ".md":
                inner = _unquoted(inner, quoted[0].count(">"))
            yield Display(inner, line, column, name)
        position = end[1]


def _unquoted(text: str, depth: int) -> str:
    """A text with blanks for the marks of a quotation of this depth before its later lines."""
    first, end, below = text.partition("\n")
    marks = re.compile(rf"^(?:[ \t]*>){{1,{min(depth, 20)}}}", re.MULTILINE)
    return first + end + marks.sub(lambda found: " " * len(found[0]), below)


def _comment(text: str, line: int) -> Iterator[Comment]:
    """The comment, if it is for thence."""
    if marked := _MARK.fullmatch(text) or _UNMARKED.fullmatch(text):
        yield Comment(marked[1], line, marked.re is _MARK)


def _until(closing: str, same_paragraph: bool = False) -> Any:
    """A closer: where a mark stands next, and where what follows it begins."""

    def close(text: str, match: re.Match[str]) -> tuple[int, int] | None:
        mark = closing or match.group()
        start = text.find(mark, match.end())
        if start < 0 or (same_paragraph and text.find("\n\n", match.end(), start) >= 0):
            return None
        return start, start + len(mark)

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
    mark = match["mark"] or match["ticks"]
    found = re.compile(rf"^[ \t]*{mark}", re.MULTILINE).search(text, match.end())
    return (found.start(), found.end()) if found else (len(text), len(text))


_CLOSERS = {
    "fence": _until_fence,
    "math": _until_fence,
    "off": _until(r"\fi"),
    "comment": _until("-->"),
    "code": _until("", same_paragraph=True),
    "env": _until_end,
    "verbatim": _until_end,
    "bracket": _until(r"\]"),
    "dollars": _until("$$"),
    "inline": _until_dollar,
}
