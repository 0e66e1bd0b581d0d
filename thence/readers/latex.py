r"""Read a row of LaTeX mathematics as links ``left relation right``, strictly.

The words come from :mod:`thence.readers.lexer`, and :mod:`thence.readers.syntax` builds the tree
from the leaves up.  Every place where two people could read two things is an error that says how to
write the one that is meant:

* ``a/bc`` and ``a/b/c``; ``\log x y`` and ``\log(x)^2``; ``\sin^{-1} x``; ``2 3`` and ``2\frac12``
* ``f(x)`` of a symbol that is no function; ``[x]``, which may be a floor; ``x^{(t)}``
* a limit at a finite point inside an expression without its side, ``x \to 0^+``
* a derivative or limit of something that does not depend on its variable

Conventions: ``\log`` is natural; ``e`` and ``\pi`` are the constants unless they are declared;
a function without parentheses takes the next symbol, fraction or root with its power,
``\log x^2 = \log(x^2)``; sums reach to the next ``+``, ``-`` or relation.

>>> from thence.domain import REAL
>>> from thence.readers.scope import of_names
>>> scope = of_names({"x": REAL})
>>> [str(link) for link in read_row(tokens(r"\frac{d}{dx} \log x = \frac1x"), scope)]
['Derivative(log(x), x) = 1/x']
>>> read_row(tokens(r"\sin y = 1"), scope)
Traceback (most recent call last):
...
thence.readers.undeclared.Undeclared: 1:6: the symbol y is not declared. Declare it: thence: y real
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from lark import Lark, Token, UnexpectedInput
from lark.exceptions import VisitError
from lark.lexer import Lexer

from thence.asymptotics import Towards, has_remainder
from thence.errors import ReadError
from thence.expr import ONE, OO, RELATIONS, ZERO, Expr, call, free_symbols, sym, walk
from thence.forms.cases import left_out
from thence.forms.places import EXTREMA
from thence.readers.arrays import is_written_out
from thence.readers.lexer import math_tokens
from thence.readers.resolve import (
    Resolver,
    attained,
    fixed_in,
    for_each,
    not_zero,
    of_norm,
    settled,
    with_bounds,
)
from thence.readers.scope import Definition, Scope
from thence.readers.syntax.chains import builder
from thence.readers.syntax.nodes import LARGEST, ONE_SIDED, TWO_SIDED, Link, error_at
from thence.readers.tex import Tex, TexError, tokens
from thence.readers.undeclared import Undeclared
from thence.readers.unexpected import unexpected
from thence.statement import SHAPES

__all__ = ["Link", "define", "math_tokens", "read_formula", "read_row", "read_words", "tokens"]


#: Words that stand for a name of the document.
_NAMED = frozenset(["NAME", "ARRAY", "DEF", "FAMILY", "LAYER", "FORMULA"])


class _Words(Lexer):
    """The parser gets its tokens as they are."""

    def __init__(self, _: Any) -> None:
        pass

    def lex(self, data: Any) -> Iterator[Token]:  # type: ignore[override]
        return iter(data)


@cache
def _parser() -> Lark:
    grammar = (Path(__file__).parent / "syntax" / "grammar.lark").read_text("utf-8")
    return Lark(grammar, parser="lalr", lexer=_Words, transformer=builder())


def read_row(stream: Sequence[Tex], scope: Scope) -> list[Link]:
    """The links of one row, with every name resolved and definitions put in."""
    return read_words(math_tokens(stream, scope), scope)


def read_words(words: list[Token], scope: Scope, before: Expr | None = None) -> list[Link]:
    """The links of the words of a row, which may go on from what the row before it says last."""
    if not words:
        raise TexError("the equation is empty.", hint="Remove it.")
    try:
        raw: list[Link] = _parser().parse(_marked(words))  # type: ignore[assignment]
        whole = [replace(one, lhs=before) if one.lhs is None else one for one in raw]
        whole = [_of_sequence(one, scope) for one in whole]
        links = [link for one in whole for link in _sided(one, scope)]
        return [found for link in links for found in _resolved(link, words, scope)]
    except UnexpectedInput as error:
        raise unexpected(getattr(error, "token", words[-1]), words) from None
    except VisitError as error:
        raise error.orig_exc from None
    except RecursionError:
        raise error_at(words[0], "too long a sum or too deep.", "Split the equation.") from None


def _marked(words: list[Token]) -> list[Token]:
    r"""The words of a row that ends in ``\quad (x \to a)`` or ``\text{as } x \to a``, with one
    word, WHEN, for what stands around the last part."""
    kinds = [word.type for word in words]
    depths = list(accumulate((k == "LBRACE") - (k == "RBRACE") for k in kinds))
    arrows = [i for i, kind in enumerate(kinds) if kind == "TO" and depths[i] == 0]
    end = start = arrows[0] - 1 if len(arrows) == 1 else 0

    def goes_back(kind: str) -> bool:
        nonlocal start
        found = start > 0 and kinds[start - 1] == kind
        start -= found
        return found

    said, round_ = goes_back("AS"), goes_back("LPAR")
    apart = goes_back("QUAD")
    goes_back("COMMA")
    if start < 1 or not (said or (round_ and apart)) or round_ != (kinds[-1] == "RPAR"):
        return words
    first = words[start]
    mark = Token("WHEN", "as", line=first.line, column=first.column)
    return [*words[:start], mark, *words[end : len(words) - round_]]


def read_condition(stream: Sequence[Tex], scope: Scope) -> list[Expr]:
    """Conditions such as ``x > 0``, as relations between numbers."""
    words = math_tokens(stream, scope)
    links = read_words(words, scope)
    for link in links:
        if link.says is not None and Resolver({}, words[0], scope).shape(link.says).sizes:
            hint = "Write the entries that it is used for: thence: assuming x_i = y_i"
            raise ReadError("a condition on every entry of a vector or matrix.", hint=hint)
        plain = link.rel in RELATIONS and not (link.assuming or link.towards or link.relied)
        if link.lhs is None or not plain or has_remainder(link.rhs):
            raise ReadError("this is not a condition.", hint="A condition is like x > 0.")
    found = [Expr(link.rel, (link.lhs, link.rhs)) for link in links if link.lhs is not None]
    largest = any(word.type == "RNORM" and word == LARGEST for word in words)
    return [of_norm(one) for one in found] if largest else found


def defined_here(words: list[Token], scope: Scope) -> tuple[Token, tuple[str, ...], int] | None:
    """The name that a row defines, its parameters, and where the right side begins.

    A row ``f(x) = ...`` or ``y = ...`` defines what is declared to be defined and is not yet.
    """
    if not words or scope.defined.get(str(words[0]), ()) is not None:
        return None
    end = 1
    closing = {"DEF": "RPAR", "FORMULA": "RBRACE"}.get(words[0].type)
    if closing:
        while end < len(words) and words[end].type != closing:
            end += 1
        inside = words[2:end]
        names, commas = inside[::2], inside[1::2]
        plain = all(word.type in ("NAME", "ARRAY") for word in names)
        if not plain or any(word.type != "COMMA" for word in commas):
            return None
        end += 1
    given = words[2 : end - 1 : 2]
    if [word.type for word in words[end : end + 4]] == ["AT", "LBRACE", "NAME", "RBRACE"]:
        given, end = [*given, words[end + 2]], end + 4
    if end >= len(words) or words[end].type != "REL" or words[end] != "=":
        return None
    parameters = tuple(map(str, given))
    for word in given:
        if word not in scope.domains or parameters.count(str(word)) > 1:
            hint = f"Declare it, once: thence: {word} real"
            error = error_at(word, f"the parameter {word} is not declared.", hint)
            raise Undeclared.of(error, scope.look_of(word), "number")
    return words[0], parameters, end


def define(words: list[Token], scope: Scope) -> list[Link] | None:
    """Read a row that defines a name and enter it; None for any other row.

    The first link says that the right side is defined.
    """
    found = defined_here(words, scope)
    if found is None:
        return None
    name, parameters, start = found
    links = read_words(words[start:], scope)
    by_entries = is_written_out(*(link.says for link in links if link.says is not None))
    if len(links) > 1 and all(link.lhs is None for link in links) and not by_entries:
        return _define_in_cases(name, parameters, links, words, scope)
    first, *rest = links
    plain = not first.assuming and first.rhs.head != "decimal" and not has_remainder(first.rhs)
    if first.says is None or not plain:
        hint = "Define it by one formula, or skip it and declare the name as a symbol."
        raise error_at(name, f"{name} is not defined by one formula.", hint)
    resolver = Resolver({}, words[0], scope)
    resolver.fixed = frozenset(parameters)
    body = resolver.inlined(first.says)
    parameters, index = _index_apart(name, parameters, words[:start])
    scope.defined[str(name)] = Definition(parameters, body, index)
    if not parameters and not index and (sizes := resolver.shape(body).sizes):
        scope.arrays[str(name)] = len(sizes)
    if by_entries and any(link.lhs is not None for link in rest):
        hint = "Define it by the first one, and claim the other one in a row of its own."
        raise error_at(name, f"{name} by two formulas.", hint)
    own = [first, *rest] if by_entries else [first]
    made = [Link(link.rhs, "defined", link.rhs, says=first.says) for link in own]
    return made if by_entries else [*made, *rest]


def _index_apart(
    name: Token, parameters: tuple[str, ...], words: list[Token]
) -> tuple[tuple[str, ...], str]:
    """The parameters of ``f(z)_i``, and the index of its entries."""
    if all(word.type != "AT" for word in words):
        return parameters, ""
    return parameters[:-1], parameters[-1]


def _define_in_cases(
    name: Token, parameters: tuple[str, ...], links: list[Link], words: list[Token], scope: Scope
) -> list[Link]:
    """A definition by cases, which together are all there is; each value is defined in its case."""
    resolver = Resolver({}, words[0], scope)
    cases = [
        call("case", resolver.inlined(link.says), *link.assuming)
        for link in links
        if link.says is not None
    ]
    found = call("Piecewise", *cases)
    rest = left_out(found, (), scope.domains)
    if rest is not None:
        what = f"the cases of {name} may leave something out: {', '.join(map(str, rest))}."
        raise error_at(name, what, r"Write \text{otherwise} for the last one.")
    parameters, index = _index_apart(name, parameters, words)
    scope.defined[str(name)] = Definition(parameters, found, index)
    return [Link(link.rhs, "defined", link.rhs, link.assuming) for link in links]


def _of_sequence(link: Link, scope: Scope) -> Link:
    r"""``\lim_{n \to \infty} a_n = c`` of an integer n, as ``a_n = c + o(1)``."""
    if link.lhs is None or link.rel != "=" or link.lhs.head != "Limit" or link.towards is not None:
        return link
    body, variable, target = link.lhs.args
    domain = scope.domains.get(variable.name)
    if domain is None or not domain.integer or target != OO or OO in walk(link.rhs):
        return link
    small = call("o", ONE)
    rhs = small if link.rhs == ZERO else link.rhs + small
    return replace(link, lhs=body, rhs=rhs, towards=Towards(variable.name, OO))


def _sided(link: Link, scope: Scope) -> Iterator[Link]:
    """A link without limits of unsaid side.

    Where the variable's domain begins or ends at the target, that gives the side; otherwise a
    limit that is a whole side of the link is claimed from both sides.
    """
    sides = [side for side in (link.lhs, link.rhs) if side is not None and side.head == TWO_SIDED]
    heads = [""]
    if sides:
        _, variable, target = sides[0].args
        domain = scope.domains.get(variable.name)
        ends = (domain.lo, domain.hi) if domain else ()
        signs = "+" if ends and ends[0] == target else "-" if ends and ends[1] == target else "+-"
        heads = [ONE_SIDED[sign] for sign in signs]
    for head in heads:
        lhs, rhs = (
            Expr(head, side.args) if side is not None and side.head == TWO_SIDED else side
            for side in (link.lhs, link.rhs)
        )
        assert rhs is not None
        yield replace(link, lhs=lhs, rhs=rhs)


def _resolved(link: Link, words: list[Token], scope: Scope) -> list[Link]:
    """The link over declared symbols, with what the document defines put in; one for each entry of
    a matrix that is written out."""
    places = {str(word): word for word in reversed(words) if word.type in _NAMED}
    link = attained(not_zero(link, scope), scope)
    says, link = link.rhs, settled(for_each(link, scope), scope)
    resolver = Resolver(places, words[0], with_bounds(scope, link))
    resolver.fixed = fixed_in(*(side for side in (link.lhs, link.rhs) if side is not None))
    extreme = link.extreme
    if extreme is not None and extreme.place is not None:
        extreme = replace(extreme, place=resolver.read(extreme.place))
    if link.rel in ("iff", *SHAPES, *EXTREMA, "~digits", "approx"):
        lhs = None if link.lhs is None else resolver.read(link.lhs)
        sides = [(lhs, resolver.read(link.rhs))]
    else:
        sides = resolver.read_sides(link.lhs, link.rel, link.rhs)
        lhs = sides[0][0]
    assuming = tuple(resolver.read(hypothesis) for hypothesis in link.assuming)
    resolver.check_points(link.lhs, link.rhs, *link.assuming)
    assuming += tuple(resolver.hypotheses)
    assuming += tuple(Expr("=", (sym(name), at)) for name, at in resolver.points.items())
    rel, towards = link.rel, link.towards
    if towards is not None:
        target = resolver.read(towards.target)
        towards = Towards(resolver.read(sym(towards.name)).name, target, towards.side)
    if rel == "approx":
        if lhs is not None and free_symbols(lhs):
            hint = "Say what it means in an equation of its own, or skip it: thence: skip: why."
            raise error_at(words[0], "an approximation of what varies is not a claim.", hint)
        rel = "~digits"
    return [
        Link(left, rel, right, assuming, towards, says, link.bounded, link.relied, extreme)
        for left, right in sides
    ]


def read_formula(text: str, scope: Scope) -> list[Link]:
    """The links of a formula by itself."""
    return read_row(tokens(text), scope)
