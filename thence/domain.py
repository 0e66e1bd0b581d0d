"""Domains of variables: real intervals, open or closed, and their integers.

>>> domain = parse_domain("[4*log(2)**2, oo)")
>>> str(domain), domain.lo_open, domain.integer
('[4*log(2)**2, oo)', False, False)
>>> str(parse_domain("integer>=2"))
'integer>=2'

A family ``positive[n]`` has n entries, each in the domain; ``index[n]`` is an integer from 1 to n.

>>> str(parse_domain("positive[n]", ["n"])), str(parse_domain("index[n]", ["n"]).hi)
('positive[n]', 'n')
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from thence.errors import ReadError
from thence.expr import ONE, OO, ZERO, Expr, free_symbols
from thence.parser import parse_expression

_MINUS_OO = Expr("neg", (OO,))


@dataclass(frozen=True, slots=True)
class Domain:
    """An interval from ``lo`` to ``hi`` (constant expressions or infinite), or its integers.

    ``size``: the number of entries of an indexed family, each of which lies in the interval.
    """

    lo: Expr = _MINUS_OO
    hi: Expr = OO
    lo_open: bool = True
    hi_open: bool = True
    integer: bool = False
    size: Expr | None = None

    @property
    def index_of(self) -> Expr | None:
        """The number up to which an index ``index[n]`` counts, or None for other domains."""
        return self.hi if self.integer and free_symbols(self.hi) else None

    @property
    def parameters(self) -> frozenset[str]:
        """The symbols that the domain itself depends on."""
        return free_symbols(self.hi) | (free_symbols(self.size) if self.size else frozenset())

    def __str__(self) -> str:
        if self.size is not None:
            return f"{replace(self, size=None)}[{self.size}]"
        if self.integer:
            return self._integer_text()
        named = _NAMES_OF.get(self)
        if named:
            return named
        left, right = "(" if self.lo_open else "[", ")" if self.hi_open else "]"
        return f"{left}{self.lo}, {self.hi}{right}"

    def _integer_text(self) -> str:
        if self.lo == _MINUS_OO and self.hi == OO:
            return "integer"
        if self.index_of is not None:
            return f"index[{self.hi}]"
        if self.hi == OO:
            return f"integer>={self.lo}"
        left = "(-oo" if self.lo == _MINUS_OO else f"[{self.lo}"
        return f"integer in {left}, {self.hi}]"


REAL = Domain()
POSITIVE = Domain(lo=ZERO)
NONNEGATIVE = Domain(lo=ZERO, lo_open=False)
INTEGER = Domain(integer=True)

_NAMED = {
    "real": REAL,
    "positive": POSITIVE,
    "negative": Domain(hi=ZERO),
    "nonnegative": NONNEGATIVE,
    "nonpositive": Domain(hi=ZERO, hi_open=False),
    "integer": INTEGER,
}
_NAMES_OF = {domain: name for name, domain in _NAMED.items()}

_FAMILY = re.compile(
    r"(index|real|positive|negative|nonnegative|nonpositive)\s*\[(.*)\]", re.DOTALL
)
_INTERVAL = re.compile(r"\s*([(\[])(.*)([)\]])\s*", re.DOTALL)
_HINT = (
    "A domain is real, positive, negative, nonnegative, nonpositive, integer, integer>=2, "
    "an interval such as (0,1), [0,oo), integer in [1,10], a family such as real[n], or index[n]."
)


def _split_comma(text: str) -> tuple[str, str]:
    depth = 0
    for index, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if char == "," and depth == 0:
            return text[:index], text[index + 1 :]
    raise ReadError(f"the interval {text[:60]!r} has no comma.", hint=_HINT)


def _interval(text: str) -> Domain:
    match = _INTERVAL.fullmatch(text)
    if match is None:
        raise ReadError(f"{text[:60]!r} is not a domain.", hint=_HINT)
    low, high = _split_comma(match.group(2))
    lo, hi = parse_expression(low), parse_expression(high)
    if lo == OO or hi == _MINUS_OO:
        raise ReadError(f"the interval {text[:60]} is empty.", hint="Its ends are the wrong way.")
    lo_open = match.group(1) == "(" or lo == _MINUS_OO
    return Domain(lo, hi, lo_open, match.group(3) == ")" or hi == OO)


def _family(kind: str, size: Expr) -> Domain:
    if kind == "index":
        return Domain(ONE, size, lo_open=False, hi_open=False, integer=True)
    return replace(_NAMED[kind], size=size)


def parse_domain(text: str, symbols: Collection[str] = ()) -> Domain:
    """Read a domain, whose size may depend on ``symbols``; :class:`ReadError` says what is wrong
    with the text."""
    text = text.strip()
    if text in _NAMED:
        return _NAMED[text]
    if match := _FAMILY.fullmatch(text):
        return _family(match.group(1), parse_expression(match.group(2), symbols))
    if match := re.fullmatch(r"integer\s*(>=|>|<=|<)\s*(-?\d{1,40})", text):
        bound = int(match.group(2))
        if match.group(1) in (">=", ">"):
            lo = parse_expression(str(bound + (match.group(1) == ">")))
            return Domain(lo=lo, lo_open=False, integer=True)
        hi = parse_expression(str(bound - (match.group(1) == "<")))
        return Domain(hi=hi, hi_open=False, integer=True)
    if match := re.fullmatch(r"integer\s+in\s+(.*)", text, re.DOTALL):
        found = _interval(match.group(1))
        return Domain(found.lo, found.hi, found.lo_open, found.hi_open, integer=True)
    return _interval(text)
