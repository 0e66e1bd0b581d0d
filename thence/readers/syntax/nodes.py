"""What a row is made of before its names are resolved: the nodes beside those of claims, links."""

from __future__ import annotations

from dataclasses import dataclass

from lark import Token

from thence.asymptotics import Towards
from thence.domain import Domain
from thence.expr import Expr
from thence.readers.tex import TexError

#: An expression in which a function is applied that the document defines; ``value`` names it.
APPLIED = "apply"
#: What is 1 where all relations hold and 0 elsewhere.
INDICATOR = "indicator"
#: A derivative and a factor behind it; ``value`` is its place.
OPEN = "open"
#: A derivative of such a function at its argument, with its order.
PRIMED = "primed"
#: Vectors and matrices, which the resolver turns into sums over their entries; ``value`` names the
#: norm.
NORM, INNER, ENTRYWISE, TRANSPOSED, GRADIENT = "norm", "inner", "odot", "transposed", "gradient"
TRACE, DETERMINANT = "trace", "det"
#: A matrix that is written out, its rows.
MATRIX, ROW = "matrix", "row"
#: Functions that are 1 over another one.
RECIPROCALS = {"sech": "cosh", "csch": "sinh"}
#: A product with a dot: of two vectors the inner one.
DOT = "dot"
#: The norm that is the largest modulus of an entry.
LARGEST = "oo"
#: A function of a number, given by its value, at each entry of an array; ``value`` is its variable.
EACH = "each"
#: An entry of what is a vector or matrix, and a vector given by a formula for its entries:
#: ``value`` is the index, which no other name looks like, and the size comes last.
PICK, VECTOR = "pick", "entries"
#: An end that does not belong to a range.
OPEN_END = "open end"
#: A function at what it is defined with, and what has a bar behind it, ``|_{x = a}``.
OWN, EVALUATED = "own", "evaluated"
#: The largest or least value over a range, ``value`` says which.
OVER = "over"
#: The weight of an index in the distribution ``value``, and the length of that family.
WEIGHT, LENGTH = "weight", "length"
#: A sum over all values of an index, the second argument, but one, the third; then its ends, if
#: they are written.
APART = "apart"
#: A sum with dots before its last term; ``value`` is its place.
DOTTED = "dotted"
#: A limit whose side the text does not give.
TWO_SIDED = "TwoSidedLimit"
ONE_SIDED = {"+": "Limit", "-": "LimitFromBelow"}


@dataclass(frozen=True, slots=True)
class Bounded:
    """The entries of a family by a number that stands for the largest or least of them, and by the
    entries of another one: the ``sign`` between the two, and their names and domains."""

    family: str
    sign: str
    name: str
    domain: Domain
    rest: str
    rest_domain: Domain


@dataclass(frozen=True, slots=True)
class Extreme:
    """What the sides of a link that gives an extreme value, or its place, do not say: the variable,
    its domain where a range is written, the place where the row itself names it, and how many
    hypotheses are ends of that range."""

    name: str
    domain: Domain | None = None
    place: Expr | None = None
    ends: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a chain.  ``lhs`` is None where a row goes on from the row before it; where the
    row says so, it holds as something tends ``towards`` a target.

    ``says``: the right side as it stands there, before names and arrays are resolved.
    ``bounded``: families of which it says the largest or least entry, and ``relied``: the symbols
    whose domains such a reading rests on.  ``extreme``: set where the right side is the least or
    largest value of the left one, or, ``only``, the place of it.
    """

    lhs: Expr | None
    rel: str
    rhs: Expr
    assuming: tuple[Expr, ...] = ()
    towards: Towards | None = None
    says: Expr | None = None
    bounded: tuple[Bounded, ...] = ()
    relied: frozenset[str] = frozenset()
    extreme: Extreme | None = None

    def __str__(self) -> str:
        return f"{self.lhs} {self.rel} {self.rhs}"


def error_at(at: Token, what: str, hint: str = "") -> TexError:
    """An error at the place of a word."""
    return TexError(what, f"{at.line}:{at.column}", hint)
