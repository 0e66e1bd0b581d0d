"""Parts of a row with what their neighbours need to know of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lark import Token

from thence.expr import RELATIONS, Expr
from thence.readers.syntax.nodes import OPEN, error_at

#: Kinds of parentheses.
ROUND = ("group", "(name)", "(number)")
ARGUMENTS = ("(name)", "(number)")
#: Kinds of right ends after which no further factor may come.
OPEN_ENDED = ("integral", "derivative")


@dataclass(frozen=True, slots=True)
class Part:
    """A part with what its neighbours need to know: its kind at either end, and its place.

    ``bound``: the variables of a sum or limit that is still open at the right end.  ``joined``:
    two factors stand side by side in it, which in an index may be two indices.  ``terms``: what is
    added up, if nothing else is done.
    """

    expr: Expr
    at: Token
    first: str = ""
    last: str = ""
    digits: str = ""
    bound: frozenset[str] = frozenset()
    joined: bool = False
    terms: tuple[Expr, ...] = ()

    @classmethod
    def of(cls, expr: Expr, at: Token, kind: str = "", digits: str = "") -> Part:
        """A part that is of one kind at both ends."""
        return cls(expr, at, kind, kind, digits)


@dataclass(frozen=True, slots=True)
class Case:
    """One line of ``cases``: the value, and where it is taken (None: otherwise)."""

    value: Part
    condition: tuple[Expr, ...] | None


Side = Part | tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """``a = b <= c`` as it was written; the first side is None where a row goes on."""

    sides: list[Side | None]
    relations: list[Token]

    def links(self) -> Iterator[tuple[Side | None, Token, Side]]:
        """Each relation with its sides; a chain without one is no equation."""
        if not self.relations:
            first = self.sides[0]
            part = first if isinstance(first, Part) else first[0].value if first else None
            assert part is not None
            raise error_at(part.at, "no relation.", "An equation needs =, <, > or the like.")
        for left, rel, right in zip(self.sides, self.relations, self.sides[1:], strict=False):
            assert right is not None
            yield left, rel, right


def relations(chain: Chain) -> Iterator[Expr]:
    """The links of a chain as relations, for conditions."""
    for left, rel, right in chain.links():
        if not isinstance(left, Part) or not isinstance(right, Part) or rel not in RELATIONS:
            raise error_at(rel, "this is not a condition.", "A condition is like x > 0.")
        if "decimal" in (left.expr.head, right.expr.head):
            raise error_at(rel, "digits that go on are not a condition.")
        yield Expr(str(rel), (left.expr, right.expr))


def _lone(part: Part) -> bool:
    return part.first == part.last and part.first in ("name", "array")


def round_kind(part: Part) -> str:
    """What parentheses around this are: after a name, a lone name or number in them is likely to be
    what the name is a function of."""
    return (
        "(number)"
        if part.first == "number" and part.digits
        else "(name)"
        if _lone(part)
        else "group"
    )


def one_index(part: Part) -> Expr:
    """The index that a part is, where two letters side by side are not two of them."""
    if part.joined:
        hint = r"Write i, j for two indices, i \cdot j for a product."
        raise error_at(part.at, "two indices, or a product?", hint)
    return part.expr


def differentiated_as_well(left: Expr, right: Part) -> Expr:
    """A derivative with a further factor behind it, which the resolver takes into it if the factors
    before it are constants."""
    if left.head == "*":
        return left.args[0] * differentiated_as_well(left.args[1], right)
    return Expr(OPEN, (left, right.expr), f"{right.at.line}:{right.at.column}")


def check_no_derivative(left: Part, right: Part) -> None:
    """Refuse what stands behind a derivative, and may be a part of what it is of."""
    if left.last == "derivative":
        hint = r"Write parentheses: \frac{d}{dx} (f g), or (\frac{d}{dx} f) g."
        raise error_at(right.at, "is this differentiated as well?", hint)
