r"""Declarations for a document that lacks them, for its author to accept or to change.

The document is read again and again, each time with what the last reading found lacking: a symbol
is proposed as a real number, an entry ``s_i`` under a sum over i as one of a family, what stands
alone on the left of an equation as what that defines.  Nothing is decided by it: what the author
does not write into the document is not declared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from thence.errors import InputError
from thence.notation import Name
from thence.readers import markdown
from thence.readers.document import BadInput, Ids, shown
from thence.readers.names import written
from thence.readers.undeclared import Lack

#: How often a document is read at the most, for each time what stood behind one error more is seen;
#: and how many equations are read in all.
ROUNDS, READINGS = 40, 20_000
#: What is proposed of a name may only be replaced by what stands further on.
_ROLES = ("", "number", "index", "length", "entry", "weights", "formula")
#: The order in which they are declared.
_ORDER = ("length", "index", "entry", "weights", "number", "formula")
#: The letters of indices that need no sum to be taken for one.
_INDICES = frozenset("ijk")
_BOUND = re.compile(
    r"\\(?:sum|prod|max|min)(?:\\limits|\s)*_\s*\{?\s*(?P<index>[a-z])\b"
    r"(?:\s*=\s*[01]\s*\}\s*\^\s*\{?\s*(?P<size>[A-Za-z]|\d+)\b)?"
)


@dataclass(slots=True)
class Proposal:
    """What is proposed for a document.

    ``ranges``: the indices of its sums, and how far they go where that is a letter or a number.
    ``roles``: what each name is, families without their indices; ``sizes``: the lengths of the
    families; ``formulas``: how what an equation defines is written there.  ``early``: what is used
    above the equation that would define it.  ``unread``: what is not read with all of it.
    """

    suffix: str
    ranges: dict[str, str]
    roles: dict[Name, str] = field(default_factory=dict)
    sizes: dict[Name, list[str]] = field(default_factory=dict)
    formulas: dict[Name, str] = field(default_factory=dict)
    early: set[Name] = field(default_factory=set)
    unread: list[BadInput] = field(default_factory=list)
    equations: int = 0

    def take(self, lack: Lack) -> None:
        """Propose what is lacking, unless more is proposed for the name already."""
        look, role = lack.look, lack.role
        if role == "early":
            self.early |= {look, _bare(look)}
            self.roles.pop(look, None)
            role = "entry" if look in self.sizes else "number"
        letters = self._letters(look, role)
        key = _bare(look) if letters else look
        if role == "formula" and key in self.early:
            role = "number"
        if letters and role == "number":
            role = "entry"
        for letter in letters:
            self._note(Name(letter), "index")
        if letters:
            self.sizes.setdefault(key, [self._size(letter) for letter in letters])
        if role == "formula":
            self.formulas.setdefault(key, lack.text)
        self._note(key, role)

    def _note(self, look: Name, role: str) -> None:
        """What a name is, if that is more than what was known of it."""
        if _ROLES.index(role) > _ROLES.index(self.roles.get(look, _ROLES[0])):
            self.roles[look] = role
        if role == "index" and not (size := self._size(look.base)).isdigit():
            self._note(Name(size), "length")

    def _letters(self, look: Name, role: str) -> list[str]:
        """The indices below a name."""
        letters = [letter for part in look.subscripts for letter in part if len(part) < 4]
        known = {*self.ranges, *_INDICES, *(n.base for n, r in self.roles.items() if r == "index")}
        return letters if role == "entry" or known >= {*letters} else []

    def _size(self, letter: str) -> str:
        """How far an index goes: as far as in its sum, or as most of the others."""
        counts = Counter(size for size in self.ranges.values() if size and size not in self.ranges)
        return self.ranges.get(letter) or next((size for size, _ in counts.most_common(1)), "n")

    def declarations(self) -> list[str]:
        """What to write behind "thence:", in order; names of one domain stand together."""
        found: dict[str, list[str]] = {}
        for role in _ORDER:
            for look in (name for name, own in self.roles.items() if own == role):
                shown = self.formulas[look] if role == "formula" else written(look)
                if shown and not self._is_entry(look):
                    found.setdefault(self._declaration(look), []).append(shown)
        return [
            line.format(", ".join(sorted(names, key=_letters))) for line, names in found.items()
        ]

    def comments(self) -> list[str]:
        """The declarations as comments of the document."""
        form = "<!-- thence: {} -->" if self.suffix == ".md" else "% thence: {}"
        return [form.format(line) for line in self.declarations()]

    def _is_entry(self, look: Name) -> bool:
        """Whether a name is an entry of a family, ``x_0``."""
        return all(map(str.isdigit, look.subscripts)) and _bare(look) in self.sizes.keys() - {look}

    def _declaration(self, look: Name) -> str:
        """How names such as this one are declared, with a place for them."""
        sizes = self.sizes.get(look, [self._size("")])
        if look == Name("delta") and len(sizes) == 2:
            return "kronecker {}"
        family = f"[{', '.join(sizes)}]"
        return {
            "length": "{} integer>=1",
            "index": f"{{}} index[{self._size(look.base)}]",
            "entry": f"{{}} real{family}",
            "weights": f"{{}} nonnegative{family}",
            "number": "{} real",
            "formula": "define {}",
        }[self.roles[look]]


def proposal(path: Path) -> Proposal:
    """What to declare so that more of a Markdown or LaTeX document is read; :class:`InputError`
    where there is no such file."""
    if path.suffix not in _ABOVE:
        hint = "Give a document: .md or .tex. Claim files say the domains of each claim."
        raise InputError("declarations are for documents.", shown(path), hint)
    found = Proposal(path.suffix, _ranges(_text(path)))
    for done in range(1, ROUNDS + 1):
        before = found.declarations()
        items = list(markdown.document(path, Ids(), before).items)
        found.unread = [item for item in items if isinstance(item, BadInput)]
        found.equations = len(items)
        for lack in _in_order(found.unread):
            found.take(lack)
        if found.declarations() == before or done * found.equations > READINGS:
            break
    return found


def inserted(path: Path, comments: Sequence[str]) -> str:
    """The text of a document with comments above its equations: below what describes it, its
    title, or the line that begins it."""
    text = _text(path)
    head = _ABOVE[path.suffix].match(text)
    end = head.end() if head else 0
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = "".join(f"{line}{newline}" for line in comments)
    gap = newline if path.suffix == ".md" else ""
    return f"{text[:end]}{gap if end else ''}{lines}{gap}{text[end:].removeprefix(gap)}"


#: What stands above the declarations.
_ABOVE = {
    ".md": re.compile(r"\ufeff?(?:---\r?\n.*?\n---\r?\n)?\s*(?:#[ \t][^\n]*\n)?", re.DOTALL),
    ".tex": re.compile(r"(?:.*?\\begin\{document\}[^\n]*\n)?", re.DOTALL),
}


def _text(path: Path) -> str:
    """The text of a document, its line ends as they are."""
    try:
        raw = path.read_bytes()
        if len(raw) > markdown.MAX_BYTES:
            what = f"longer than {markdown.MAX_BYTES} bytes."
            raise InputError(what, shown(path), "Split the document.")
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise InputError("this is not UTF-8.", shown(path), "Save it as UTF-8.") from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}.", shown(path)) from None


def _in_order(unread: Iterable[BadInput]) -> list[Lack]:
    """What is lacking: families first, for they tell what an index is, then formulas."""
    first = {"early": 0, "entry": 1, "formula": 2}
    lacks = [lack for item in unread for lack in item.lacks]
    return sorted(lacks, key=lambda lack: first.get(lack.role, 3))


def _ranges(text: str) -> dict[str, str]:
    """The indices of the sums in a text, with the ends of their ranges, empty where none is."""
    found: dict[str, str] = {}
    for match in _BOUND.finditer(text):
        found[match["index"]] = found.get(match["index"]) or match["size"] or ""
    return found


def _letters(text: str) -> tuple[str, str]:
    """By what names are sorted: their letters, small or large."""
    return text.strip("\\").lower(), text


def _bare(look: Name) -> Name:
    return replace(look, subscripts=())
