r"""A row of a display as what it claims, and the conditions that it states beside that.

``f(x) = a, \qquad g(x) = b`` are two claims, ``f(x) > 0 \quad \text{for } x > 1`` is one with a
condition.  A relation behind a comma or a wide space is a condition where a word says so, or where
it does nothing but bound a declared symbol, ``\quad 0 < x < 1``: as a claim that would be false, or
say what the declaration says.  Whatever else stands there is a claim by itself, and what is neither
beyond doubt is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from thence.domain import Domain
from thence.errors import ReadError
from thence.expr import Expr, free_symbols, walk
from thence.readers.latex import math_tokens, read_condition
from thence.readers.names import look_of
from thence.readers.scope import Scope
from thence.readers.tex import Tex, TexError, group, plain, tokens

WIDE = frozenset([r"\quad", r"\qquad"])
RELATION = frozenset(
    ["=", "<", ">", r"\le", r"\leq", r"\ge", r"\geq", r"\ne", r"\neq", r"\approx"]
    + [r"\sim", r"\propto", r"\leqslant", r"\geqslant", r"\lt", r"\gt", r"\equiv"]
    + [r"\triangleq", r"\coloneqq"]
)
#: What makes a claim of a formula.
_SAYING = RELATION | {r"\text", ":"}
_THIN = frozenset([r"\,", r"\;", r"\:", r"\ ", r"\!", "~", "&"])
_OPENING = frozenset(["(", "[", "{", r"\{", r"\langle", r"\lfloor", r"\lceil", r"\begin"])
_CLOSING = frozenset([")", "]", "}", r"\}", r"\rangle", r"\rfloor", r"\rceil", r"\end"])
_DOTS = frozenset([r"\ldots", r"\dots", r"\cdots"])
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


@dataclass(frozen=True, slots=True)
class Piece:
    """A claim of a row, and the conditions that the row states for it."""

    stream: list[Tex]
    conditions: list[list[Tex]] = field(default_factory=list)


@dataclass(slots=True)
class _Segment:
    """What stands between commas, wide spaces and words; ``word``: what it begins with."""

    word: str
    stream: list[Tex] = field(default_factory=list)
    gap: list[Tex] = field(default_factory=list)

    def has(self, marks: frozenset[str]) -> bool:
        """Whether one of these stands outside brackets."""
        return any(token.text in marks for token in outside(self.stream))


def pieces(stream: list[Tex], scope: Scope) -> list[Piece]:
    """The claims of a row in the order in which they are read, definitions first.

    A row that this does not take apart comes back whole.
    """
    stream = _in_signs(stream)
    if not stream:
        return []
    segments = _joined(_segments(stream))
    if len(segments) == 1 and not segments[0].word:
        return [Piece(_as_bounds(stream, scope))]
    _check_implications(segments)
    claims: list[list[Tex]] = []
    defining: list[list[Tex]] = []
    conditions: list[list[Tex]] = []
    doubtful: list[list[Tex]] = []
    early = 0
    for number, segment in enumerate(segments):
        kind = _kind(segment, number, scope, bool(conditions) and segments[number - 1].word != "")
        if kind == "part":
            if not claims:
                return [Piece(stream)]
            claims[-1] += _part(segment)
        elif kind == "definition":
            defining.append(segment.stream)
        elif kind == "condition":
            conditions.append(_unbracketed(segment.stream))
            early += not claims
        else:
            claims.append(segment.stream)
            if number and not segment.word:
                doubtful.append(segment.stream)
    if len(claims) > 1 and early < len(conditions):
        hint = "Put each on a row of its own, with its condition behind it."
        raise conditions[0][0].error("a condition on which of these claims?", hint)
    claims = [_as_bounds(claim, scope) for claim in claims]
    if not claims or not any(token.text in _SAYING for token in claims[0]):
        return [Piece(stream)]
    if len(claims) > 1:
        for claim in claims:
            _check_sets_nothing(claim, scope)
        for claim in doubtful if not conditions else ():
            _check_says_enough(claim, claims[0], scope)
    return [*map(Piece, defining), *(Piece(claim, conditions) for claim in claims)]


def is_condition(stream: list[Tex]) -> bool:
    """Whether a row is nothing but a condition, as "for x > 1" below another row."""
    segments = _segments(stream)
    return segments[0].word == "if" and len([s for s in segments if s.has(RELATION)]) == 1


_IMPLIES = frozenset([r"\iff", r"\implies", r"\Leftrightarrow", r"\Rightarrow"])
_IMPLIES |= {r"\Longleftrightarrow", r"\Longrightarrow"}


def _check_implications(segments: list[_Segment]) -> None:
    """``A \\iff B, C``: nobody knows whether C is equivalent as well."""
    if any(segment.has(_IMPLIES) for segment in segments):
        for segment in segments[1:]:
            if segment.word in ("", "and") and segment.has(RELATION):
                hint = r"Write \text{if} before a condition; or one equivalence on each row."
                raise segment.stream[0].error("is this a part of what is equivalent?", hint)


def outside(stream: Sequence[Tex]) -> Iterator[Tex]:
    """The tokens outside all brackets."""
    depth = 0
    for token in stream:
        depth -= token.text in _CLOSING
        if depth <= 0:
            yield token
        depth += token.text in _OPENING


def _segments(stream: list[Tex]) -> list[_Segment]:
    """The parts between commas, wide spaces, colons after ``\\forall``, and words."""
    found, depth, index = [_Segment("")], 0, 0
    while index < len(stream):
        token, start = stream[index], index
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
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
            found.append(_Segment(word, [], stream[start:index]))
    return [one for one in found if _shown(one.stream)] or found[:1]


def _in_signs(stream: list[Tex]) -> list[Tex]:
    r"""The row without texts such as "by Jensen", and with ``\iff`` for words that say it."""
    kept: list[Tex] = []
    index = depth = 0
    while index < len(stream):
        token = stream[index]
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
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


def _part(segment: _Segment) -> list[Tex]:
    r"""What a claim goes on with; ``n \to \infty`` as what stands behind the word "as"."""
    inside = _unbracketed(segment.stream)
    first = inside[0]
    if not any(token.text in _ARROW for token in outside(inside)):
        return [*segment.gap, *segment.stream]
    said = r"\quad" if first.text in TEXT else r"\quad\text{as}"
    place = [replace(t, line=first.line, column=first.column) for t in tokens(said)]
    return [*place, *inside]


def _is(stream: list[Tex], index: int, text: str) -> bool:
    return index < len(stream) and stream[index].text == text


def _shown(stream: list[Tex]) -> bool:
    return any(token.text not in _THIN for token in stream)


def _word(text: str) -> str | None:
    """What a word between formulas does; None where it is none of these."""
    return _WORDS.get(" ".join(text.lower().split()).strip(" ,.:"))


def _joined(segments: list[_Segment]) -> list[_Segment]:
    """``x, y > 0`` and ``i = 1, \\ldots, n`` as one segment each."""
    found: list[_Segment] = []
    for segment in segments:
        before = found[-1] if found else None
        listed = before is not None and (
            all(token.text in _DOTS | _THIN for token in segment.stream)
            or _counts(before.stream[-2:])
            or (bool(len(found) > 1 or before.word) and _is_name(before.stream))
        )
        if before is not None and listed and not segment.word:
            comma = Tex(",", segment.stream[0].line, segment.stream[0].column)
            before.stream += [comma, *segment.stream]
        else:
            found.append(segment)
    return found


def _counts(stream: list[Tex]) -> bool:
    """Whether there are dots behind a comma, as in a range."""
    return any(a.text == "," and b.text in _DOTS for a, b in pairwise(stream))


def _is_name(stream: list[Tex]) -> bool:
    """Whether this is a name, or names with commas between, and nothing else."""
    kept = [token for token in stream if token.text not in _THIN]
    try:
        return bool(kept) and all(look_of(part)[1] == len(part) for part in _at_commas(kept))
    except TexError:
        return False


def _at_commas(stream: list[Tex]) -> list[list[Tex]]:
    """The parts between commas outside brackets; an empty one is a part too."""
    parts: list[list[Tex]] = [[]]
    depth = 0
    for token in stream:
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if token.text == "," and not depth:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part or [stream[0]] for part in parts] if stream else []


_ARROW = frozenset([r"\to", r"\rightarrow"])


def _kind(segment: _Segment, number: int, scope: Scope, after_condition: bool) -> str:
    """Whether a segment is a claim, a condition, a definition, or a part of the claim before."""
    if any(token.text in _ARROW for token in outside(_unbracketed(segment.stream))):
        return "part" if number else "claim"
    if (
        segment.word == "if"
        or _counts(segment.stream)
        or (segment.word == "and" and after_condition)
    ):
        return "condition"
    if segment.word == "where":
        return _where(segment, scope)
    if not number or segment.word == "then":
        return "claim"
    if not segment.word and segment.stream[0].text in RELATION:
        return "part"
    if _bounds_a_symbol(_unbracketed(segment.stream), scope):
        return "condition"
    return "claim" if segment.has(RELATION) else "part"


def _where(segment: _Segment, scope: Scope) -> str:
    """What follows "where": a definition of what is declared to be defined, or a condition."""
    names = first_names(segment.stream, scope)
    if any(scope.defined.get(name, ()) is None for name in names):
        return "definition"
    if segment.has(frozenset("=")) or any(name in scope.defined for name in names):
        hint = "Define it in an equation above, thence: define y; or say it of a declared symbol."
        raise segment.stream[0].error('"where" before what is no definition.', hint)
    return "condition"


def would_define(stream: list[Tex], scope: Scope) -> str:
    """The name that a row would define, whether or not its right side can be read."""
    first = next((token.text for token in outside(stream) if token.text in RELATION), "")
    names = first_names(stream, scope) if first == "=" else []
    return next((name for name in names if scope.defined.get(name, ()) is None), "")


def first_names(stream: list[Tex], scope: Scope) -> list[str]:
    """The declared name that stands first, with its subscript and without."""
    try:
        look, _ = look_of(stream)
    except TexError:
        return []
    looks = (look, replace(look, subscripts=()))
    return [name for one in looks if (name := scope.looks.get(scope.meant(one), ""))]


def _unbracketed(stream: list[Tex]) -> list[Tex]:
    """What is inside one pair of parentheses around everything."""
    kept = [token for token in stream if token.text not in _THIN]
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


def _bounds_a_symbol(stream: list[Tex], scope: Scope) -> bool:
    """Whether a relation does nothing but bound declared symbols by what does not hold them."""
    if any(token.text == r"\in" for token in outside(stream)):
        return True
    try:
        names = [str(word) for word in math_tokens(stream, scope)]
        if any(name.rstrip("'") in scope.defined for name in names):
            return False
        relations = list(_relations(stream, scope))
    except ReadError:
        return False
    return all(map(_is_bound, relations))


def _check_sets_nothing(stream: list[Tex], scope: Scope) -> None:
    """``n = 100`` beside another claim: such an equation may be what the other one is under."""
    left = next((i for i, token in enumerate(stream) if token.text in RELATION), 0)
    names = first_names(stream[:left], scope) if left and stream[left].text == "=" else []
    if names and names[0] in scope.domains and _is_name(stream[:left]):
        hint = r"Write \text{if} before it, or put it on a row of its own."
        raise stream[0].error("a condition, or a claim of its own?", hint)


_INEQUALITIES = frozenset(["<", "<=", ">", ">=", "!="])
_ARITHMETIC = frozenset(["+", "-", "*", "/", "**", "neg", "sym", "at", "num", "const"])


def _check_says_enough(stream: list[Tex], first: list[Tex], scope: Scope) -> None:
    r"""``\quad a b \le 1`` behind a claim: an inequality in nothing but declared symbols of the
    claim may be where it holds."""
    try:
        words, beside = ({str(w) for w in math_tokens(s, scope)} for s in (stream, first))
        relations = list(_relations(stream, scope))
    except ReadError:
        return
    if {word.rstrip("'") for word in words} & scope.defined.keys():
        return
    if not {word for word in words if word in scope.domains} <= beside:
        return
    nodes = [node for relation in relations for side in relation.args for node in walk(side)]
    if all(r.head in _INEQUALITIES for r in relations) and {n.head for n in nodes} <= _ARITHMETIC:
        hint = r"Write \text{if} or \text{and} before it, or put it on a row of its own."
        raise stream[0].error("a condition, or a claim of its own?", hint)


def _is_bound(relation: Expr) -> bool:
    sides = relation.args
    return relation.head != "=" and any(
        one.head == "sym" and one.name not in free_symbols(other)
        for one, other in (sides, sides[::-1])
    )


def read_conditions(stream: list[Tex], scope: Scope) -> list[Expr]:
    """The hypotheses that a condition is; none where it says what the declarations say."""
    kept = [token for token in stream if token.text not in _THIN]
    marks = [i for i, token in enumerate(kept) if token.text == r"\in"]
    if marks:
        names = _at_commas(kept[: marks[0]])
        if not names:
            raise kept[0].error("this is not a condition.", "Such as x > 0, or x, y > 0.")
        return [h for name in names for h in _member(name, kept[marks[0] + 1 :], scope)]
    if any(token.text in _DOTS for token in kept):
        return _range(kept, scope)
    if _is_name(kept):
        for name in _at_commas(kept):
            _declared(name, scope)
        return []
    return list(_relations(kept, scope))


def _as_bounds(stream: list[Tex], scope: Scope) -> list[Tex]:
    r"""The claim ``f(x) \in [a, b)`` as ``a \le f(x) < b``; any other as it is."""
    depth, marks = 0, []
    for index, token in enumerate(stream):
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if not depth and token.text == r"\in":
            marks.append(index)
    if len(marks) != 1 or any(token.text in _SAYING for token in outside(stream)):
        return stream
    left = [token for token in stream[: marks[0]] if token.text not in _THIN]
    within = [t for t in stream[marks[0] + 1 :] if t.text not in _THIN | {r"\left", r"\right"}]
    while within and within[-1].text in (".", ","):
        within.pop()
    ends = _at_commas(within[1:-1]) if len(within) > 2 else []
    brackets = bool(ends) and within[0].text in "([" and within[-1].text in ")]"
    if len(ends) != 2 or not brackets or not left or _is_name(left):
        return stream
    place = stream[marks[0]]
    made = list(left)
    if not any(token.text == r"\infty" for token in ends[0]):
        made = [*ends[0], replace(place, text="<" if within[0].text == "(" else r"\le"), *made]
    if not any(token.text == r"\infty" for token in ends[1]):
        made += [replace(place, text="<" if within[-1].text == ")" else r"\le"), *ends[1]]
    return made


def _relations(stream: list[Tex], scope: Scope) -> Iterator[Expr]:
    """``x, y > 0`` as a relation for each name."""
    if not stream:
        raise TexError("a condition is missing.", hint="Such as x > 0.")
    *names, last = _at_commas(stream)
    end = next((i for i, token in enumerate(last) if token.text in RELATION), len(last))
    for name in names:
        if not _is_name(name) or not _is_name(last[:end]):
            raise name[0].error("this is not a condition.", "Such as x > 0, or x, y > 0.")
        yield from read_condition([*name, *last[end:]], scope)
    yield from read_condition(last, scope)


def _declared(stream: list[Tex], scope: Scope) -> tuple[str, Domain]:
    """A declared symbol with its domain."""
    look, end = look_of(stream)
    name = scope.looks.get(scope.meant(look), "")
    if name not in scope.domains or end != len(stream):
        shown = plain(stream)
        raise stream[0].error(f"{shown} is not declared.", f"Declare it: thence: {shown} real")
    return name, scope.domains[name]


def _member(name: list[Tex], within: list[Tex], scope: Scope) -> list[Expr]:
    r"""``x \in (0, 1]`` as hypotheses; of ``x \in \mathbb{R}`` the declaration must be the same."""
    symbol, domain = _declared(name, scope)
    text = plain(within).replace(" ", "").rstrip(".,")
    said = _SETS.get(text)
    if said is not None:
        if str(domain) not in said:
            hint = f"Make the declaration {said[0]}, or write the condition as it is declared."
            raise name[0].error(f"{symbol} is declared as {domain}, here it is in {text}.", hint)
        return []
    ends = _at_commas(within[1:-1]) if len(within) > 2 else []
    if len(ends) == 2 and within[0].text in "([" and within[-1].text in ")]" and not domain.sizes:
        low, high = within[0].text == "(", within[-1].text == ")"
        rows = [(ends[0], "<" if low else r"\le", name), (name, "<" if high else r"\le", ends[1])]
        infinite = [any(t.text == r"\infty" for t in end) for end in ends]
        place = name[0]
        return [
            hypothesis
            for (left, rel, right), skipped in zip(rows, infinite, strict=True)
            if not skipped
            for hypothesis in read_condition(
                [*left, Tex(rel, place.line, place.column), *right], scope
            )
        ]
    hint = "Put it into the declaration, thence: x (0, 1); and leave it out here, or: skip: why."
    raise within[0].error(f"the set {text} is not read.", hint)


#: Sets, with the declarations that say the same.
_SETS = {
    r"\mathbb{R}": ("real",),
    r"\mathbb{Z}": ("integer",),
    r"\mathbb{N}": ("integer>=1", "integer>=0", "positive integer", "nonnegative integer"),
    r"\mathbb{R}_{>0}": ("positive",),
    r"\mathbb{R}_{\ge0}": ("nonnegative",),
    r"\mathbb{R}_{\geq0}": ("nonnegative",),
    r"\mathbb{R}_{++}": ("positive",),
}


def _range(stream: list[Tex], scope: Scope) -> list[Expr]:
    r"""``i = 1, \ldots, n`` of an index from 1 to n says what its declaration says."""
    parts = [[t for t in part if t.text not in _DOTS] for part in _at_commas(stream)]
    kept = [part for part in parts if part]
    first = kept[0] if kept else []
    equal = next((i for i, token in enumerate(first) if token.text == "="), 0)
    if not equal or len(kept) < 2:
        raise stream[0].error("this range is not read.", r"Such as i = 1, \ldots, n.")
    name, domain = _declared(first[:equal], scope)
    (last,) = read_condition([*first[:equal], first[equal], *kept[-1]], scope)
    if plain(first[equal + 1 :]) != "1" or domain.index_of != last.args[1]:
        hint = f"Declare it: thence: {name} index[{last.args[1]}]"
        raise stream[0].error(f"{name} is not declared as an index of this range.", hint)
    return []


def check_entries(hypotheses: Sequence[Expr], said: frozenset[str], at: Tex) -> None:
    """A condition on an entry is about one that the claim names, or it would be of which?"""
    for hypothesis in hypotheses:
        for node in walk(hypothesis):
            if node.head == "at" and (alien := free_symbols(node) - {node.name} - said):
                hint = f"If it is for every {min(alien)}, declare {node.name} so: positive[n]."
                raise at.error(f"a condition on {node}: of one {min(alien)}, or of all?", hint)
