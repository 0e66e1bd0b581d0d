"""Domains of variables: real intervals, open or closed, and their integers.

>>> domain = parse_domain("[4*log(2)**2, oo)")
>>> str(domain), domain.lo_open, domain.integer
('[4*log(2)**2, oo)', False, False)
>>> str(parse_domain("integer>=2"))
'integer>=2'
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from thence.errors import ReadError
from thence.expr import OO, ZERO, Expr
from thence.parser import parse_expression

_MINUS_OO = Expr("neg", (OO,))


@dataclass(frozen=True, slots=True)
class Domain:
    """An interval from ``lo`` to ``hi`` (constant expressions or infinite), or its integers."""

    lo: Expr = _MINUS_OO
    hi: Expr = OO
    lo_open: bool = True
    hi_open: bool = True
    integer: bool = False

    def __str__(self) -> str:
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

_INTERVAL = re.compile(r"\s*([(\[])(.*)([)\]])\s*", re.DOTALL)
_HINT = (
    "A domain is real, positive, negative, nonnegative, nonpositive, integer, integer>=2, "
    "or an interval such as (0,1), [0,oo), integer in [1,10]."
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


def parse_domain(text: str) -> Domain:
    """Read a domain; :class:`ReadError` says what is wrong with the text."""
    text = text.strip()
    if text in _NAMED:
        return _NAMED[text]
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
