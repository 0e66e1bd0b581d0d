r"""LaTeX mathematics from elsewhere, made safe to set: read into parts, and written anew."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from thence_reports import readmath
from thence_reports.readmath import Atom
from thence_reports.tex import Tex, escape


class _Latex:
    """The spelling of the parts in LaTeX; see :class:`thence_reports.readmath.Writer`."""

    def row(self, items: Sequence[Atom]) -> str:
        return " ".join(item.text for item in items)

    def scripted(self, base: Atom, limits: str, scripts: Sequence[tuple[str, str]]) -> str:
        marks = [text if sign == "'" else f"{sign}{{{text}}}" for sign, text in scripts]
        return base.text + limits + "".join(marks)

    def group(self, inner: str) -> str:
        return f"{{{inner}}}"

    def character(self, char: str) -> str:
        return char

    def special(self, name: str) -> str:
        return f"\\{name}"

    def foreign(self, text: str) -> str:
        return rf"\text{{{escape(text)}}}"

    def symbol(self, name: str) -> str:
        return f"\\{name} "

    def operator(self, name: str, argument: str | None) -> str:
        return f"\\{name} " if argument is None else f"\\{name}{{{argument}}} "

    def command(self, name: str, arguments: Sequence[str]) -> str:
        return f"\\{name}" + "".join(f"{{{argument}}}" for argument in arguments)

    def stack(self, rows: Sequence[str]) -> str:
        return r"\substack{" + r"\\{}".join(rows) + "}"

    def root(self, text: str, degree: str | None) -> str:
        return rf"\sqrt{{{text}}}" if degree is None else rf"\sqrt[{{{degree}}}]{{{text}}}"

    def fence(self, marks: Sequence[str], rows: Sequence[str]) -> str:
        first, *middle, last = marks
        text = rf"\left{first} {rows[0]}"
        for mark, row in zip(middle, rows[1:], strict=True):
            text += rf" \middle{mark} {row}"
        return rf"{text} \right{last}"

    def delimiter(self, token: str) -> str:
        return f"{token} " if token.startswith("\\") else token

    def sized(self, size: str, mark: str) -> str:
        return f"\\{size}{mark}"

    def table(
        self, name: str, columns: str, rows: Sequence[Sequence[str]], ruled: Collection[int]
    ) -> str:
        # An empty group keeps what follows a line break from being read as its argument.
        inner = r"\hline " * (0 in ruled) + " & ".join(rows[0])
        for number, row in enumerate(rows[1:], 1):
            inner += r" \\ \hline " if number in ruled else r" \\{} "
            inner += " & ".join(row)
        shape = f"{{{columns}}}" if columns else ""
        return rf"\begin{{{name}}}{shape} {inner} \end{{{name}}}"

    def negated(self, token: str) -> str:
        return rf"\not{token} "

    def letters(self, alphabet: str, text: str) -> str:
        return rf"\{alphabet}{{{text}}}"

    def words(self, style: str, text: str) -> str:
        before, after = " " * text.startswith(" "), " " * text.endswith(" ")
        return rf"\{style}{{{before}{escape(text.strip())}{after}}}"


_WRITER = _Latex()


def mathematics(text: str) -> Tex | None:
    r"""The same mathematics in LaTeX that is safe to set, or None where it is not understood.

    >>> mathematics(r"\frac12(1+x)")
    '\\frac{1}{2} ( 1 + x )'
    >>> mathematics(r"\input{secret}") is None
    True
    """
    written = readmath.read(text, _WRITER)
    return None if written is None else Tex(written)


def same(one: str, other: str) -> bool:
    r"""Whether two formulas are the same but for how they are typed.

    >>> same(r"\frac12\,x", r"\frac{1}{2} x")
    True
    """
    first, second = mathematics(one), mathematics(other)
    return first is not None and second is not None and _bare(first) == _bare(second)


def _bare(text: str) -> str:
    return re.sub(r"\\[,;:! ]|\s", "", text)
