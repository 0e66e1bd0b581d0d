r"""A row of a display as what it claims, and the conditions that it states beside that.

``f(x) = a, \qquad g(x) = b`` are two claims, ``f(x) > 0 \quad \text{for } x > 1`` is one with a
condition.  A relation behind a comma or a wide space is a condition where a word says so, or where
it does nothing but bound a declared symbol, ``\quad 0 < x < 1``: as a claim that would be false, or
say what the declaration says.  Whatever else stands there is a claim by itself, and what is neither
beyond doubt is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from thence.errors import ReadError
from thence.expr import free_symbols, walk
from thence.readers.conditions import is_bound, relations_of
from thence.readers.latex import math_tokens
from thence.readers.names import look_of
from thence.readers.scope import Scope
from thence.readers.segments import (
    CLOSING,
    DEFINING,
    OPENING,
    RELATION,
    TEXT,
    THIN,
    Segment,
    at_commas,
    counts,
    in_signs,
    is_name,
    outside,
    segments,
    unbracketed,
)
from thence.readers.tex import Tex, TexError, tokens

#: What makes a claim of a formula.
_SAYING = RELATION | {r"\text", ":"}
_IMPLIES = frozenset([r"\iff", r"\implies", r"\Leftrightarrow", r"\Rightarrow"])
_IMPLIES |= {r"\Longleftrightarrow", r"\Longrightarrow"}
_ARROW = frozenset([r"\to", r"\rightarrow"])
_INEQUALITIES = frozenset(["<", "<=", ">", ">=", "!="])
_ARITHMETIC = frozenset(["+", "-", "*", "/", "**", "neg", "sym", "at", "num", "const"])
_NORMS = _ARITHMETIC | {"Abs", "sqrt", "Sum", "tuple"}
_WHICH = r"Write \text{if} or \text{and} before it, or put it on a row of its own."


@dataclass(frozen=True, slots=True)
class Piece:
    """A claim of a row, and the conditions that the row states for it."""

    stream: list[Tex]
    conditions: list[list[Tex]] = field(default_factory=list)


def pieces(stream: list[Tex], scope: Scope) -> list[Piece]:
    """The claims of a row in the order in which they are read, definitions first.

    A row that this does not take apart comes back whole.
    """
    stream = in_signs(stream)
    if not stream:
        return []
    found = segments(stream)
    if len(found) == 1 and not found[0].word:
        return [Piece(_as_bounds(stream, scope))]
    _check_implications(found)
    row = _sorted(found, scope)
    if row is None:
        return [Piece(stream)]
    if len(row.claims) > 1 and row.early < len(row.conditions):
        hint = (
            "Put each on a row of its own, with its condition behind it; between conditions "
            r"write \text{and}."
        )
        raise (row.conditions[0] or stream)[0].error("a condition on which of these claims?", hint)
    claims = [_as_bounds(claim, scope) for claim in row.claims]
    if not claims or not any(token.text in _SAYING for token in claims[0]):
        return [Piece(stream)]
    _check_roles(row, claims, scope)
    return [*map(Piece, row.defining), *(Piece(claim, row.conditions) for claim in claims)]


@dataclass(slots=True)
class _Sorted:
    """The segments of a row by what they are.  ``early``: how many conditions come before any
    claim; ``bare`` and ``doubtful``: the conditions and the claims behind a claim that no word
    says to be that."""

    claims: list[list[Tex]] = field(default_factory=list)
    defining: list[list[Tex]] = field(default_factory=list)
    conditions: list[list[Tex]] = field(default_factory=list)
    bare: list[list[Tex]] = field(default_factory=list)
    doubtful: list[list[Tex]] = field(default_factory=list)
    early: int = 0


def _sorted(segments: list[Segment], scope: Scope) -> _Sorted | None:
    """The segments by what they are; None where one is a part of nothing."""
    row, kind = _Sorted(), ""
    for number, segment in enumerate(segments):
        behind = _Behind(number, kind == "condition", bool(number and segments[number - 1].word))
        kind = _kind(segment, behind, scope)
        if kind == "part":
            if not row.claims:
                return None
            row.claims[-1] += _part(segment)
        elif kind == "definition":
            row.defining.append(segment.stream)
        elif kind == "condition":
            row.conditions.append(unbracketed(segment.stream))
            row.early += not row.claims
            if not segment.word and row.claims:
                row.bare.append(segment.stream)
        else:
            row.claims.append(segment.stream)
            if number:
                _check_words(segment.stream, scope)
            if number and not segment.word:
                row.doubtful.append(segment.stream)
    return row


def _check_roles(row: _Sorted, claims: list[list[Tex]], scope: Scope) -> None:
    """Refuse what may be a condition as well as a claim."""
    if row.bare and _bounds_by_numbers(claims[0], scope):
        raise row.bare[0][0].error("a condition, or a claim of its own?", _WHICH)
    if len(claims) > 1:
        for claim in claims:
            _check_sets_nothing(claim, scope)
        for claim in row.doubtful if not row.conditions else ():
            _check_says_enough(claim, claims[0], scope)


def _check_implications(segments: list[Segment]) -> None:
    """``A \\iff B, C``: nobody knows whether C is equivalent as well."""
    if any(segment.has(_IMPLIES) for segment in segments):
        for segment in segments[1:]:
            if segment.word in ("", "and") and segment.has(RELATION):
                hint = r"Write \text{if} before a condition; or one equivalence on each row."
                raise segment.stream[0].error("is this a part of what is equivalent?", hint)


def _as_bounds(stream: list[Tex], scope: Scope) -> list[Tex]:
    r"""The claim ``f(x) \in [a, b)`` as ``a \le f(x) < b``; any other as it is."""
    depth, marks = 0, []
    for index, token in enumerate(stream):
        depth += (token.text in OPENING) - (token.text in CLOSING)
        if not depth and token.text == r"\in":
            marks.append(index)
    if len(marks) != 1 or any(token.text in _SAYING for token in outside(stream)):
        return stream
    left = [token for token in stream[: marks[0]] if token.text not in THIN]
    within = [t for t in stream[marks[0] + 1 :] if t.text not in THIN | {r"\left", r"\right"}]
    while within and within[-1].text in (".", ","):
        within.pop()
    ends = at_commas(within[1:-1]) if len(within) > 2 else []
    brackets = bool(ends) and within[0].text in "([" and within[-1].text in ")]"
    if len(ends) != 2 or not brackets or not left or _is_symbol(left, scope):
        return stream
    place = stream[marks[0]]
    made = list(left)
    if not any(token.text == r"\infty" for token in ends[0]):
        made = [*ends[0], replace(place, text="<" if within[0].text == "(" else r"\le"), *made]
    if not any(token.text == r"\infty" for token in ends[1]):
        made += [replace(place, text="<" if within[-1].text == ")" else r"\le"), *ends[1]]
    return made


def _is_symbol(stream: list[Tex], scope: Scope) -> bool:
    """Whether this is a name, or several, and not one that an equation above defines."""
    if not is_name(stream) or len(at_commas(stream)) > 1:
        return is_name(stream)
    look, _ = look_of(stream)
    stem = replace(look, subscripts=look.subscripts[:-1])
    names = (scope.looks.get(scope.meant(look), ""), scope.family(stem))
    return all(scope.defined.get(name) is None for name in names)


def _part(segment: Segment) -> list[Tex]:
    r"""What a claim goes on with; ``n \to \infty`` as what stands behind the word "as"."""
    inside = unbracketed(segment.stream)
    if not any(token.text in _ARROW for token in outside(inside)):
        return [*segment.gap, *segment.stream]
    first = inside[0]
    said = r"\quad" if first.text in TEXT else r"\quad\text{as}"
    place = [replace(t, line=first.line, column=first.column) for t in tokens(said)]
    return [*place, *inside]


@dataclass(frozen=True, slots=True)
class _Behind:
    """Where a segment stands: behind how many others, whether behind a condition, and whether a
    word begins that."""

    number: int
    condition: bool
    word: bool


def _kind(segment: Segment, behind: _Behind, scope: Scope) -> str:
    """Whether a segment is a claim, a condition, a definition, or a part of the claim before."""
    if any(token.text in _ARROW for token in outside(unbracketed(segment.stream))):
        return "part" if behind.number else "claim"
    if segment.word == "if" or counts(segment.stream):
        return "condition"
    if segment.word == "and" and behind.condition and behind.word:
        return "condition"
    if segment.word == "where":
        return _where(segment, scope)
    if not behind.number or segment.word == "then":
        return "claim"
    if not segment.word and segment.stream[0].text in RELATION:
        return "part"
    # Behind a claim "and" joins another one; behind a condition, another condition.
    joined = segment.word == "and" and not behind.condition and segment.states
    if not joined and _bounds_a_symbol(unbracketed(segment.stream), scope):
        return "condition"
    return "claim" if segment.states else "part"


def _where(segment: Segment, scope: Scope) -> str:
    """What follows "where": a definition of what is declared to be defined, or a condition."""
    names = first_names(segment.stream, scope)
    if any(scope.defined.get(name, ()) is None for name in names):
        return "definition"
    left = next((k for k, t in enumerate(segment.stream) if t.text in RELATION), 0)
    lone = left and is_name(segment.stream[:left]) and "," not in [t.text for t in segment.stream]
    if lone and names and names[0] in scope.domains and not scope.domains[names[0]].sizes:
        return "condition"
    if segment.has(frozenset("=")) or any(name in scope.defined for name in names):
        hint = "Define it in an equation above, thence: define y; or say it of a declared symbol."
        raise segment.stream[0].error('"where" before what is no definition.', hint)
    return "condition"


def would_define(stream: list[Tex], scope: Scope) -> str:
    """The name that a row would define, whether or not its right side can be read."""
    first = next((token.text for token in outside(stream) if token.text in RELATION), "")
    names = first_names(stream, scope) if first in DEFINING else []
    return next((name for name in names if scope.defined.get(name, ()) is None), "")


def check_defines_nothing(stream: list[Tex]) -> None:
    """``x := y`` where x is a symbol with a domain: no claim, and no definition either."""
    shown = list(outside(stream))
    for token, after in zip(shown, [*shown[1:], None], strict=True):
        colon = token.text == ":" and after is not None and after.text == "="
        if colon or token.text in (r"\coloneqq", r"\triangleq"):
            hint = "Declare its left side, thence: define x, once; or write = for a claim."
            raise token.error("this sign defines what is not declared to be defined here.", hint)


def first_names(stream: list[Tex], scope: Scope) -> list[str]:
    """The declared name that stands first, with its subscript and without."""
    try:
        look, _ = look_of(stream)
    except TexError:
        return []
    looks = (look, replace(look, subscripts=()))
    return [name for one in looks if (name := scope.looks.get(scope.meant(one), ""))]


def _bounds_a_symbol(stream: list[Tex], scope: Scope) -> bool:
    """Whether a relation does nothing but bound declared symbols by what does not hold them."""
    if any(token.text == r"\in" for token in outside(stream)):
        return True
    try:
        names = [str(word) for word in math_tokens(stream, scope)]
        if any(name.rstrip("'") in scope.defined for name in names):
            return False
        relations = list(relations_of(stream, scope))
    except ReadError:
        return False
    return all(map(is_bound, relations))


def _bounds_by_numbers(stream: list[Tex], scope: Scope) -> bool:
    """Whether a claim, too, does nothing but bound a declared symbol, and by numbers alone."""
    if not _bounds_a_symbol(stream, scope):
        return False
    try:
        return all(any(not free_symbols(s) for s in r.args) for r in relations_of(stream, scope))
    except ReadError:
        return False


def _check_words(stream: list[Tex], scope: Scope) -> None:
    r"""``f(x) > 0 \quad \text{for some } x > 0``: words that cannot be read may be a condition of
    the claim before, which is then refused as well."""
    if stream[0].text in TEXT:
        first = str(math_tokens(stream, scope)[0])
        if first in scope.strangers.values():
            hint = r"Write \text{if} before a condition; or: skip: why."
            raise stream[0].error(f"the text {first!r} is not a name.", hint)


def _check_sets_nothing(stream: list[Tex], scope: Scope) -> None:
    """``n = 100`` beside another claim: such an equation may be what the other one is under."""
    left = next((i for i, token in enumerate(stream) if token.text in RELATION), 0)
    names = first_names(stream[:left], scope) if left and stream[left].text == "=" else []
    if names and names[0] in scope.domains and is_name(stream[:left]):
        hint = r"Write \text{if} before it, or put it on a row of its own."
        raise stream[0].error("a condition, or a claim of its own?", hint)


def _check_says_enough(stream: list[Tex], first: list[Tex], scope: Scope) -> None:
    r"""``\quad a b \le 1`` behind a claim: an inequality in nothing but declared symbols of the
    claim may be where it holds; so may a modulus, a norm or a sum beside a number, ``|x| < 1``."""
    try:
        words, beside = ({str(w) for w in math_tokens(s, scope)} for s in (stream, first))
        relations = list(relations_of(stream, scope))
    except ReadError:
        return
    if {word.rstrip("'") for word in words} & scope.defined.keys():
        return
    nodes = [node for relation in relations for side in relation.args for node in walk(side)]
    lengths = {n for d in scope.domains.values() for size in d.sizes for n in free_symbols(size)}
    if not frozenset().union(*map(free_symbols, relations)) - lengths <= beside:
        return
    heads = {node.head for node in nodes}
    ordered = all(relation.head in _INEQUALITIES for relation in relations)
    numbers = all(any(not free_symbols(side) for side in r.args) for r in relations)
    if (ordered and heads <= _ARITHMETIC) or (
        numbers and heads <= _NORMS and (ordered or "Sum" in heads)
    ):
        raise stream[0].error("a condition, or a claim of its own?", _WHICH)
