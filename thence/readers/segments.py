r"""A row apart at its commas, wide spaces and words: ``f(x) > 0 \quad \text{for } x > 1``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from thence.readers.names import look_of
from thence.readers.tex import Tex, TexError, group, plain

WIDE = frozenset([r"\quad", r"\qquad"])
RELATION = frozenset(
    ["=", "<", ">", r"\le", r"\leq", r"\ge", r"\geq", r"\ne", r"\neq", r"\approx"]
    + [r"\sim", r"\propto", r"\leqslant", r"\geqslant", r"\lt", r"\gt", r"\equiv"]
    + [r"\triangleq", r"\coloneqq"]
)
#: The relations with which an equation may define its left side; ``:=`` ends with one of them.
DEFINING = frozenset(["=", r"\coloneqq", r"\triangleq"])
THIN = frozenset([r"\,", r"\;", r"\:", r"\ ", r"\!", "~", "&"])
OPENING = frozenset(["(", "[", "{", r"\{", r"\langle", r"\lfloor", r"\lceil", r"\begin"])
CLOSING = frozenset([")", "]", "}", r"\}", r"\rangle", r"\rfloor", r"\rceil", r"\end"])
DOTS = frozenset([r"\ldots", r"\dots", r"\cdots"])
TEXT = frozenset([r"\text", r"\mbox", r"\textrm", r"\mathrm"])
#: What a word between formulas does: begin a condition, begin one that may be a definition, join
#: two claims, or say why, which claims nothing.
_WORDS = {
    **dict.fromkeys(
        ["if", "for", "for all", "for every", "for each", "for any", "when", "whenever", "provided"]
        + ["provided that", "assuming", "given"],
        "if",
    ),
    **dict.fromkeys(["where", "with"], "where"),
    "and": "and",
    "then": "then",
}
#: Words between two relations, and the sign that says the same.
_SIGNS = {"if and only if": r"\iff", "iff": r"\iff", "implies": r"\implies"}
#: How a text begins that says why, and never under what condition.
_REASONS = (
    "by ", "using ", "from ", "see ", "definition", "chain rule", "product rule", "linearity",
    "triangle inequality", "cauchy", "jensen", "markov", "chebyshev", "hoeffding", "union bound",
    "integration by parts", "geometric series", "bayes", "tower property", "law of ",
    "completing the square", "telescoping", "rearrang", "fubini",
)  # fmt: skip


@dataclass(slots=True)
class Segment:
    """What stands between commas, wide spaces and words; ``word``: what it begins with."""

    word: str
    stream: list[Tex] = field(default_factory=list)
    gap: list[Tex] = field(default_factory=list)

    @property
    def states(self) -> bool:
        """Whether it says something: a relation, or that a function is convex or the like."""
        texts = (k for k, token in enumerate(self.stream) if token.text in TEXT)
        words = (plain(group(self.stream, k + 1)[0]) for k in texts if k + 1 < len(self.stream))
        return self.has(RELATION) or any(word.split()[:1] == ["is"] for word in words)

    def has(self, marks: frozenset[str]) -> bool:
        """Whether one of these stands outside brackets."""
        return any(token.text in marks for token in outside(self.stream))


def outside(stream: Sequence[Tex]) -> Iterator[Tex]:
    """The tokens outside all brackets."""
    depth = 0
    for token in stream:
        depth -= token.text in CLOSING
        if depth <= 0:
            yield token
        depth += token.text in OPENING


def segments(stream: list[Tex]) -> list[Segment]:
    """What a row consists of, with lists such as ``x, y`` and ranges kept together."""
    return _joined(_parted(stream))


def _parted(stream: list[Tex]) -> list[Segment]:
    """The parts between commas, wide spaces, colons after ``\\forall``, and words."""
    found, depth, index = [Segment("")], 0, 0
    while index < len(stream):
        token, start = stream[index], index
        depth += (token.text in OPENING) - (token.text in CLOSING)
        index += 1
        word = None
        if not depth and token.text in TEXT and index < len(stream):
            inner, end = group(stream, index)
            word = _word(plain(inner))
            index = index if word is None else end
        elif not depth and token.text == r"\forall":
            word = "if"
        elif not depth and (token.text in WIDE or token.text in (",", ";")):
            word = ""
        elif not depth and token.text == ":" and found[-1].word and not _is(stream, index, "="):
            word = "then"
        if word is None:
            found[-1].stream.append(token)
            continue
        last = found[-1]
        if not _shown(last.stream) and (last.word == "" or word == ""):
            last.word = word or last.word
            last.gap += [*last.stream, *stream[start:index]]
            last.stream = []
        else:
            found.append(Segment(word, [], stream[start:index]))
    return [one for one in found if _shown(one.stream)] or found[:1]


def is_condition(stream: list[Tex]) -> bool:
    """Whether a row is nothing but a condition, as "for x > 1" below another row."""
    found = _parted(stream)
    return found[0].word == "if" and len([s for s in found if s.has(RELATION)]) == 1


def _is(stream: list[Tex], index: int, text: str) -> bool:
    return index < len(stream) and stream[index].text == text


def _shown(stream: list[Tex]) -> bool:
    return any(token.text not in THIN for token in stream)


def _word(text: str) -> str | None:
    """What a word between formulas does; None where it is none of these."""
    return _WORDS.get(" ".join(text.lower().split()).strip(" ,.:"))


def in_signs(stream: list[Tex]) -> list[Tex]:
    r"""The row without texts such as "by Jensen", and with ``\iff`` for words that say it."""
    kept: list[Tex] = []
    index = depth = 0
    while index < len(stream):
        token = stream[index]
        depth += (token.text in OPENING) - (token.text in CLOSING)
        if not depth and token.text in TEXT and index + 1 < len(stream):
            inner, end = group(stream, index + 1)
            said = " ".join(plain(inner).lower().split())
            if said in _SIGNS:
                kept.append(replace(token, text=_SIGNS[said]))
            if said in _SIGNS or said.lstrip("( ").startswith(_REASONS):
                index = end
                continue
        kept.append(token)
        index += 1
    return kept


def _joined(segments: list[Segment]) -> list[Segment]:
    """``x, y > 0`` and ``i = 1, \\ldots, n`` as one segment each."""
    found: list[Segment] = []
    for segment in segments:
        before = found[-1] if found else None
        listed = before is not None and (
            all(token.text in DOTS | THIN for token in segment.stream)
            or counts(before.stream[-2:])
            or (bool(len(found) > 1 or before.word) and is_name(before.stream))
        )
        if before is not None and listed and not segment.word:
            comma = Tex(",", segment.stream[0].line, segment.stream[0].column)
            before.stream += [comma, *segment.stream]
        else:
            found.append(segment)
    return found


def counts(stream: list[Tex]) -> bool:
    """Whether there are dots behind a comma, as in a range."""
    return any(a.text == "," and b.text in DOTS for a, b in pairwise(stream))


def is_name(stream: list[Tex]) -> bool:
    """Whether this is a name, or names with commas between, and nothing else."""
    kept = [token for token in stream if token.text not in THIN]
    try:
        return bool(kept) and all(look_of(part)[1] == len(part) for part in at_commas(kept))
    except TexError:
        return False


def at_commas(stream: list[Tex]) -> list[list[Tex]]:
    """The parts between commas outside brackets; an empty one is a part too."""
    parts: list[list[Tex]] = [[]]
    depth = 0
    for token in stream:
        depth += (token.text in OPENING) - (token.text in CLOSING)
        if token.text == "," and not depth:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part or [stream[0]] for part in parts] if stream else []


def unbracketed(stream: list[Tex]) -> list[Tex]:
    """What is inside one pair of parentheses around everything."""
    kept = [token for token in stream if token.text not in THIN]
    while kept and kept[-1].text in (".", ","):
        kept.pop()
    if len(kept) > 2 and kept[0].text == "(" and kept[-1].text == ")":
        inside = kept[1:-1]
        depth = 0
        for token in inside:
            depth += (token.text == "(") - (token.text == ")")
            if depth < 0:
                return kept
        return inside
    return kept
