r"""Declarations for a document that lacks them, for its author to accept or to change.

The document is read again and again, each time with what the readings before found lacking: a
symbol is proposed as a real number, an entry ``s_i`` under a sum over i as one of a family, what
stands alone on the left of an equation as what that defines.  Where that leaves equations unread,
other ways are tried, and kept if more is read with them: x as a vector beside ``\Vert x\Vert``, a
letter as a number beside the family of that letter.  Nothing is decided by it: what the author does
not write into the document is not declared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, combinations
from pathlib import Path
from typing import Any

from thence.errors import InputError
from thence.notation import Name
from thence.readers import markdown
from thence.readers.document import BadInput, Ids, shown
from thence.readers.names import written
from thence.readers.undeclared import Lack

#: How often a document is read until nothing new is found lacking, how many other ways are tried,
#: and how many equations are read in all.
ROUNDS, WAYS, READINGS = 40, 60, 20_000
#: Of so many guesses at an equation parts are tried as well.
FEW = 4
#: The letters of indices that need no sum to be taken for one.
_INDICES = frozenset("ijk")
#: A sum or the like with its index, and where it ends.
_BOUND = re.compile(
    r"\\(?:sum|prod|max|min)(?:\\limits|\s)*_\s*\{?\s*(?P<index>[a-z])\b"
    r"(?:\s*=\s*[01]\s*\}\s*\^\s*\{?\s*(?P<size>[A-Za-z]|\d+)\b)?"
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for a document, by what it ``lacks``, in the order in which that was found.

    ``ranges``: the indices of its sums, and how far they go where that is a letter or a number.
    ``as_numbers``: what an equation begins with and does not define.  ``unread``: what is not read
    with all of it, of so many ``equations``.
    """

    suffix: str
    ranges: dict[str, str]
    lacks: tuple[Lack, ...] = ()
    as_numbers: frozenset[Name] = frozenset()
    unread: tuple[BadInput, ...] = ()
    equations: int = 0

    def declarations(self) -> list[str]:
        """What to write behind "thence:", in order; names of one domain stand together."""
        return _Declarations(self).lines()

    def comments(self) -> list[str]:
        """The declarations as comments of the document."""
        form = "<!-- thence: {} -->" if self.suffix == ".md" else "% thence: {}"
        return [form.format(line) for line in self.declarations()]


@dataclass(slots=True)
class _Declarations:
    """What each name of a proposal is: families without their indices, with their sizes; numbers;
    lengths; indices; and formulas as they are written where they are defined."""

    of: Proposal
    families: dict[Name, list[str]] = field(default_factory=dict)
    #: An entry of each family, for families beside which the letter alone is a number.
    entries: dict[Name, Name] = field(default_factory=dict)
    weights: set[Name] = field(default_factory=set)
    numbers: dict[Name, None] = field(default_factory=dict)
    alone: set[Name] = field(default_factory=set)
    lengths: dict[str, None] = field(default_factory=dict)
    indices: dict[str, None] = field(default_factory=dict)
    formulas: dict[Name, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for lack in self.of.lacks:
            for letter in lack.indices:
                self._count(letter)
        for lack in self.of.lacks:
            self._enter(lack)

    def _enter(self, lack: Lack) -> None:
        key, letters = self.taken_apart(lack.look)
        for letter in letters:
            self._count(letter)
        if lack.role == "length":
            self.lengths[key.base] = None
        elif lack.role == "index":
            self._count(key.base)
        elif lack.role == "formula" and not {lack.look, key} & self.of.as_numbers:
            self.formulas.setdefault(key, lack.text)
            self.entries.setdefault(key, lack.look)
        elif lack.role == "array":
            self.families.setdefault(key, [self._size("")] * (1 + key.base[:1].isupper()))
        elif letters or lack.role == "weights":
            self.families.setdefault(key, [self._size(x) for x in letters or ("",)])
            self.entries.setdefault(key, lack.look)
            self.weights |= {key} if lack.role == "weights" else set()
        else:
            self.numbers[key] = None
            self.alone |= {key} if lack.role == "alone" else set()
        for size in self.families.get(key, ()):
            if not size.isdigit():
                self.lengths[size] = None

    def taken_apart(self, look: Name) -> tuple[Name, list[str]]:
        """A name without the indices below it, and these."""
        known = {*self.of.ranges, *_INDICES, *self.indices}
        kept, letters = [], []
        for part in look.subscripts:
            if part in known:
                letters.append(part)
            elif len(part) < 4 and known >= {*part}:
                letters += part
            else:
                kept.append(part)
        return replace(look, subscripts=tuple(kept)), letters

    def _count(self, letter: str) -> None:
        """Take a letter for an index, and how far it goes for a length."""
        self.indices[letter] = None
        if not (size := self._size(letter)).isdigit():
            self.lengths[size] = None

    def _size(self, letter: str) -> str:
        """How far an index goes: as far as in its sum, or as most of the others."""
        ranges = self.of.ranges
        counts = Counter(size for size in ranges.values() if size and size not in ranges)
        return ranges.get(letter) or next((size for size, _ in counts.most_common(1)), "n")

    def lines(self) -> list[str]:
        """The declarations, names of one domain together."""
        found: dict[str, list[str]] = {}
        for domain, text in self._declared():
            if text:
                found.setdefault(domain, []).append(text)
        lists = {domain: ", ".join(sorted(names, key=_letters)) for domain, names in found.items()}
        return [domain.format(names) for domain, names in lists.items()]

    def _declared(self) -> Iterator[tuple[str, str]]:
        """Each name with the form in which it is declared."""
        yield from (("{} integer>=1", written(Name(size))) for size in self.lengths)
        for letter in (letter for letter in self.indices if letter not in self.lengths):
            yield f"{{}} index[{self._size(letter)}]", written(Name(letter))
        for family in (family for family in self.families if family not in self.formulas):
            yield self._family(family), written(self._beside(family))
        for number in (number for number in self.numbers if not self._is_something_else(number)):
            yield "{} real", written(number)
        for name, text in self.formulas.items():
            if not self._is_entry(name):
                yield "define {}", text

    def _family(self, look: Name) -> str:
        sizes = self.families[look]
        if look == Name("delta") and len(sizes) == 2:
            return "kronecker {}"
        kind = "nonnegative" if look in self.weights else "real"
        return f"{{}} {kind}" if look in self.alone else f"{{}} {kind}[{', '.join(sizes)}]"

    def _beside(self, family: Name) -> Name:
        """A family as it is declared: by an entry, if the letter alone is a number."""
        return self.entries.get(family, family) if family in self.alone else family

    def _is_something_else(self, number: Name) -> bool:
        """Whether a number is a length, an index, a family or a formula, or an entry of one."""
        if number in {Name(x) for x in (*self.lengths, *self.indices)}:
            return True
        known = number in self.families or number in self.formulas
        beside = number in self.alone and self.entries.get(number, number) != number
        return (known and not beside) or self._is_entry(number)

    def _is_entry(self, look: Name) -> bool:
        """Whether a name is an entry of a family, ``x_0``."""
        bare = replace(look, subscripts=())
        if not look.subscripts or not all(map(str.isdigit, look.subscripts)):
            return False
        if bare in self.formulas:
            return self.entries[bare] != bare
        return bare in self.families and "0" not in look.subscripts


def proposal(path: Path) -> Proposal:
    """What to declare so that more of a Markdown or LaTeX document is read; :class:`InputError`
    where there is no such file."""
    if path.suffix not in _ABOVE:
        hint = "Give a document: .md or .tex. Claim files say the domains of each claim."
        raise InputError("declarations are for documents.", shown(path), hint)
    reading = _Reading(path, READINGS)
    first = Proposal(path.suffix, _ranges(_text(path)))
    both = [reading.completed(first, early) for early in (False, True)]
    found = min(both, key=lambda found: len(found.unread))
    tried: set[tuple[Any, ...]] = set()
    for _ in range(WAYS):
        ways = (way for way in _ways(found) if (way.lacks, way.as_numbers) not in tried)
        way = next(ways, None)
        if way is None or not found.unread or reading.left < 0:
            break
        tried.add((way.lacks, way.as_numbers))
        other = reading.completed(way)
        if len(other.unread) < len(found.unread):
            found = other
    return found


@dataclass(slots=True)
class _Reading:
    """A document that is read with different declarations, and how many equations may be."""

    path: Path
    left: int

    def completed(self, found: Proposal, early: bool = False) -> Proposal:
        """The proposal with all that is found lacking with it; ``early``: whether what is used
        above the first equation that begins with it is a number, and that equation a claim."""
        for _ in range(ROUNDS):
            before = found.declarations()
            items = list(markdown.document(self.path, Ids(), before).items)
            self.left -= len(items)
            unread = tuple(item for item in items if isinstance(item, BadInput))
            found = _with(found, unread, early)
            found = replace(found, unread=unread, equations=len(items))
            if found.declarations() == before or self.left < 0:
                break
        return found


def _with(found: Proposal, unread: Sequence[BadInput], early: bool) -> Proposal:
    """The proposal with what is lacking where it is not read."""
    known, lacks = _Declarations(found), list(found.lacks)
    for lack in (lack for item in unread for lack in item.lacks if lack.certain):
        beside = lack.look in known.families or lack.look in known.formulas
        lacks.append(replace(lack, role="alone") if beside and lack.role == "number" else lack)
    looks = {lack.look for item in unread for lack in item.lacks if early and lack.role == "early"}
    looks |= {known.entries.get(look, look) for look in looks}
    return replace(found, lacks=tuple(dict.fromkeys(lacks)), as_numbers=found.as_numbers | looks)


def _ways(found: Proposal) -> Iterator[Proposal]:
    """Other ways to declare what is proposed, the likeliest first."""
    guesses = [[g for g in item.lacks if not g.certain] for item in found.unread]
    arrays = [[guess for guess in row if guess.role == "array"] for row in guesses]
    alone = [[guess for guess in row if guess.role == "alone"] for row in guesses]
    for several in ([*chain(*arrays)], *arrays, *alone, *_parts((*arrays, *alone))):
        lacks = tuple(dict.fromkeys((*found.lacks, *several)))
        if lacks != found.lacks:
            yield replace(found, lacks=lacks)
    known = _Declarations(found)
    for name in known.formulas:
        yield replace(found, as_numbers=found.as_numbers | {name, known.entries[name]})


def _parts(rows: Iterable[Sequence[Lack]]) -> Iterator[Sequence[Lack]]:
    """Some of the guesses of a row: all but one, and so on, where there are few."""
    for row in map(tuple, map(dict.fromkeys, rows)):
        for count in range(len(row) - 1, 0, -1):
            yield from combinations(row, count) if len(row) <= FEW else ()


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


def _ranges(text: str) -> dict[str, str]:
    """The indices of the sums in a text, with the ends of their ranges, empty where none is."""
    found: dict[str, str] = {}
    for match in _BOUND.finditer(text):
        found[match["index"]] = found.get(match["index"]) or match["size"] or ""
    return found


def _letters(text: str) -> tuple[str, str]:
    """By what names are sorted: their letters, small or large."""
    return text.strip("\\").lower(), text
