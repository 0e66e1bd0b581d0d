"""What a condition of a row says, as hypotheses about declared symbols."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from thence.domain import Domain
from thence.expr import Expr, bound_names, free_symbols
from thence.readers.latex import read_condition
from thence.readers.names import look_of
from thence.readers.resolve import EACH
from thence.readers.scope import Scope
from thence.readers.segments import DOTS, RELATION, THIN, at_commas, is_name
from thence.readers.tex import Tex, TexError, plain
from thence.readers.undeclared import Undeclared

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


def read_conditions(stream: list[Tex], scope: Scope) -> list[Expr]:
    """The hypotheses that a condition is; none where it says what the declarations say."""
    kept = [token for token in stream if token.text not in THIN]
    marks = [i for i, token in enumerate(kept) if token.text == r"\in"]
    if marks:
        names = at_commas(kept[: marks[0]])
        if not names:
            raise kept[0].error("this is not a condition.", "Such as x > 0, or x, y > 0.")
        return [h for name in names for h in _member(name, kept[marks[0] + 1 :], scope)]
    if any(token.text in DOTS for token in kept):
        return _range(kept, scope)
    if is_name(kept):
        for name in at_commas(kept):
            _declared(name, scope)
        return []
    return list(relations_of(kept, scope))


def indices_of(conditions: list[list[Tex]], scope: Scope) -> frozenset[str]:
    r"""The indices that stand by themselves behind a word, ``\text{for all } i``."""
    names = (n for one in conditions if is_name(one) for n in at_commas(one))
    found = (_declared([t for t in name if t.text not in THIN], scope) for name in names)
    return frozenset(name for name, domain in found if domain.index_of is not None)


def relations_of(stream: list[Tex], scope: Scope) -> Iterator[Expr]:
    """``x, y > 0`` as a relation for each name."""
    if not stream:
        raise TexError("a condition is missing.", hint="Such as x > 0.")
    *names, last = at_commas(stream)
    end = next((i for i, token in enumerate(last) if token.text in RELATION), len(last))
    for name in names:
        if not is_name(name) or not is_name(last[:end]):
            raise name[0].error("this is not a condition.", "Such as x > 0, or x, y > 0.")
        yield from read_condition([*name, *last[end:]], scope)
    yield from read_condition(last, scope)


def _declared(stream: list[Tex], scope: Scope) -> tuple[str, Domain]:
    """A declared symbol with its domain."""
    look, end = look_of(stream)
    name = scope.looks.get(scope.meant(look), "")
    if name not in scope.domains or end != len(stream):
        shown = plain(stream)
        error = stream[0].error(f"{shown} is not declared.", f"Declare it: thence: {shown} real")
        raise Undeclared.of(error, look, "number")
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
    ends = at_commas(within[1:-1]) if len(within) > 2 else []
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


def _range(stream: list[Tex], scope: Scope) -> list[Expr]:
    r"""``i = 1, \ldots, n`` of an index from 1 to n says what its declaration says."""
    parts = [[t for t in part if t.text not in DOTS] for part in at_commas(stream)]
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


def is_bound(relation: Expr) -> bool:
    """Whether a relation bounds a symbol by what does not hold it."""
    sides = relation.args
    return relation.head != "=" and any(
        one.head == "sym" and one.name not in free_symbols(other)
        for one, other in (sides, sides[::-1])
    )


def check_entries(hypotheses: Sequence[Expr], said: frozenset[str], at: Tex) -> None:
    """A condition on an entry is about one that the claim names, or it would be of which?"""
    for hypothesis in hypotheses:
        if hypothesis.head == EACH:
            continue
        for node, bound in _entries(hypothesis, frozenset()):
            if alien := free_symbols(node) - {node.name} - said - bound:
                hint = (
                    rf"If it is for every {min(alien)}, say \text{{for all }} {min(alien)}, or "
                    f"declare {node.name} so: positive[n]."
                )
                raise at.error(f"a condition on {node}: of one {min(alien)}, or of all?", hint)


def check_one(
    hypotheses: Sequence[Expr], every: frozenset[str], said: Sequence[Expr], at: Tex
) -> None:
    r"""``f_i = c \text{ if } x_i > 0 \text{ for all } i``: for all i the whole of it, or is x
    positive?  It is the same where the claim has no other entry of x."""
    for hypothesis in hypotheses if every else ():
        for node, _ in _entries(hypothesis, frozenset()):
            others = [e for side in said for e, _ in _entries(side, frozenset())
                      if e.name == node.name and e != node]  # fmt: skip
            if free_symbols(node) & every and others:
                hint = "Write that it is for all in a comment: thence: assuming x_i > 0 for all i."
                raise at.error(f"a condition on {node}: of one, or of all?", hint)


def _entries(expr: Expr, bound: frozenset[str]) -> Iterator[tuple[Expr, frozenset[str]]]:
    """The entries of families, each with the variables that are bound around it."""
    if expr.head == "at":
        yield expr, bound
    inner = bound | bound_names(expr)
    for part in expr.args:
        yield from _entries(part, inner)
