"""Text for LaTeX: any text is shown as it is, whatever it holds."""

from __future__ import annotations

import re
import unicodedata


class Tex(str):
    """LaTeX that is known to be safe; every other text is escaped where it is put in."""

    __slots__ = ()


_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "%": r"\%",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
}
#: Scripts that xeCJK sets with its own fonts; only the parts that every such font has.
_CJK = "\u3001-\u3017\u3041-\u3093\u30a1-\u30f6\u4e00-\u9fa5\uac00-\ud7a3\uff01-\uff5e"
#: Hebrew and Arabic letters, with the spaces between them.
_RTL = "\u05d0-\u05ea\u0621-\u063a\u0641-\u064a"
_RUNS = re.compile(rf"(?P<rtl>[{_RTL}]+(?: [{_RTL}]+)*)|(?P<cjk>[{_CJK}]+)|(?P<one>.)", re.DOTALL)
#: A run without a space is given places to break where it is longer than this.
_LONG = 24
#: Pairs that fonts would join into one mark, such as two hyphens.
_JOINED = re.compile(r"([-,<>'])(?=\1)")
_SPACE = re.compile(r"\s+")


def _character(char: str) -> str:
    """One character outside ASCII: by its number, which the fonts may or may not have."""
    hidden = unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn")
    command = "codepoint" if hidden else "unichar"
    return rf"\{command}{{{ord(char):04X}}}"


def _run(match: re.Match[str]) -> str:
    if match.lastgroup == "rtl":
        return rf"\rtl{{{match.group()}}}"
    if match.lastgroup == "cjk":
        return match.group()
    char = match.group()
    if char in _SPECIAL:
        return _SPECIAL[char]
    return char if " " <= char <= "~" else _character(char)


def _word(word: str) -> str:
    """A run without spaces; places to break are put into a long one."""
    if len(word) <= _LONG:
        return _RUNS.sub(_run, word)
    pieces = re.findall(
        r"[^-./_,;:=+*()\[\]{}|&?]{1,12}[-./_,;:=+*()\[\]{}|&?]*|.", word, re.DOTALL
    )
    return r"\allowbreak{}".join(_RUNS.sub(_run, piece) for piece in pieces)


def escape(text: str) -> Tex:
    r"""Any text, shown as it is; white space counts as one space.

    >>> escape(r"50% of \input{x}")
    '50\\% of \\textbackslash{}input\\{x\\}'
    """
    words = _SPACE.sub(" ", text).split(" ")
    out: list[str] = []
    start = 0
    # Words of one right-to-left passage stay together, so that they are set in its order.
    for end in range(1, len(words) + 1):
        if end < len(words) and _is_rtl(words[end - 1]) and _is_rtl(words[end]):
            continue
        out.append(_word(" ".join(words[start:end])))
        start = end
    return Tex(_JOINED.sub(r"\1\\kern0pt ", " ".join(out)))


def _is_rtl(word: str) -> bool:
    return re.fullmatch(f"[{_RTL}]+", word) is not None


def code(text: str) -> Tex:
    """Any text in the typewriter font."""
    return Tex(rf"\code{{{escape(text)}}}")
