"""Domains of variables: real intervals, open or closed, and their integers.

>>> domain = parse_domain("[4*log(2)**2, oo)")
>>> str(domain), domain.lo_open, domain.integer
('[4*log(2)**2, oo)', False, False)
>>> str(parse_domain("integer>=2"))
'integer>=2'

A family ``positive[n]`` or ``[0, 1][n]`` has n entries, each in the domain, and ``real[m, n]`` is a
matrix; ``index[n]`` is an integer from 1 to n.

>>> str(parse_domain("positive[n]", ["n"])), str(parse_domain("index[n]", ["n"]).hi)
('positive[n]', 'n')
>>> str(parse_domain("real[m,n + 1]", ["m", "n"])), str(parse_domain("[0,1)[n]", ["n"]))
('real[m, n + 1]', '[0, 1)[n]')
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from thence.errors import ReadError
from thence.expr import MINUS_OO, ONE, OO, ZERO, Expr, free_symbols, walk
from thence.parser import parse_expression


@dataclass(frozen=True, slots=True)
class Domain:
    """An interval from ``lo`` to ``hi`` (constant expressions or infinite), or its integers.

    ``sizes``: up to where each index of a family goes, whose entries lie in the interval.
    """

    lo: Expr = MINUS_OO
    hi: Expr = OO
    lo_open: bool = True
    hi_open: bool = True
    integer: bool = False
    sizes: tuple[Expr, ...] = ()

    @property
    def index_of(self) -> Expr | None:
        """The number up to which an index ``index[n]`` counts, or None for other domains."""
        return self.hi if self.integer and free_symbols(self.hi) else None

    @property
    def parameters(self) -> frozenset[str]:
        """The symbols that the domain itself depends on."""
        return free_symbols(self.hi).union(*map(free_symbols, self.sizes))

    def __str__(self) -> str:
        if self.sizes:
            return f"{replace(self, sizes=())}[{', '.join(map(str, self.sizes))}]"
        if self.integer:
            return self._integer_text()
        named = _NAMES_OF.get(self)
        if named:
            return named
        left, right = "(" if self.lo_open else "[", ")" if self.hi_open else "]"
        return f"{left}{self.lo}, {self.hi}{right}"

    def _integer_text(self) -> str:
        if self.lo == MINUS_OO and self.hi == OO:
            return "integer"
        if self.index_of is not None:
            return f"index[{self.hi}]"
        if self.hi == OO and not self.lo_open:
            return f"integer>={self.lo}"
        left, right = "(" if self.lo_open else "[", ")" if self.hi_open else "]"
        return f"integer in {left}{self.lo}, {self.hi}{right}"


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

#: Indices that a family has at most.
MAX_INDICES = 4

_FAMILY = re.compile(
    r"(index|real|positive|negative|nonnegative|nonpositive|[(\[].*[)\]])\s*\[([^\[\]]*)\]",
    re.DOTALL,
)
_INTERVAL = re.compile(r"\s*([(\[])(.*)([)\]])\s*", re.DOTALL)
_HINT = (
    "A domain is real, positive, negative, nonnegative, nonpositive, integer, integer>=2, "
    "an interval such as (0,1), [0,oo), integer in [1,10], a family such as real[n], (0,1)[n] or "
    "real[m, n], or index[n]."
)


def _split_commas(text: str) -> list[str]:
    """The parts between the commas outside parentheses."""
    parts, depth = [""], 0
    for char in text:
        depth += (char == "(") - (char == ")")
        if char == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def _end(text: str, symbols: Collection[str] = ()) -> Expr:
    """An end of an interval, or a size."""
    found = parse_expression(text, symbols)
    if any(node.head == "Piecewise" for node in walk(found)):
        raise ReadError(f"{text[:60]!r} is an end by cases.", hint="Claim each case by itself.")
    return found


def _interval(text: str) -> Domain:
    match = _INTERVAL.fullmatch(text)
    if match is None:
        raise ReadError(f"{text[:60]!r} is not a domain.", hint=_HINT)
    low, *rest = _split_commas(match.group(2))
    if not rest:
        raise ReadError(f"the interval {match.group(2)[:60]!r} has no comma.", hint=_HINT)
    lo, hi = _end(low), _end(",".join(rest))
    if lo == OO or hi == MINUS_OO:
        raise ReadError(f"the interval {text[:60]} is empty.", hint="Its ends are the wrong way.")
    lo_open = match.group(1) == "(" or lo == MINUS_OO
    return Domain(lo, hi, lo_open, match.group(3) == ")" or hi == OO)


def _family(kind: str, sizes: tuple[Expr, ...]) -> Domain:
    if kind == "index":
        if len(sizes) > 1:
            raise ReadError("an index has one range.", hint="Such as i index[m]; j index[n].")
        return Domain(ONE, sizes[0], lo_open=False, hi_open=False, integer=True)
    if len(sizes) > MAX_INDICES:
        raise ReadError(f"a family with {len(sizes)} indices.", hint=f"At most {MAX_INDICES}.")
    return replace(_NAMED[kind] if kind in _NAMED else _interval(kind), sizes=sizes)


def parse_domain(text: str, symbols: Collection[str] = ()) -> Domain:
    """Read a domain, whose size may depend on ``symbols``; :class:`ReadError` says what is wrong
    with the text."""
    text = text.strip()
    if text in _NAMED:
        return _NAMED[text]
    if match := _FAMILY.fullmatch(text):
        sizes = (_end(size, symbols) for size in _split_commas(match.group(2)))
        return _family(match.group(1), tuple(sizes))
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
