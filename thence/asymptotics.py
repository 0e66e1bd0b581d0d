"""Orders of growth as authors write them: ``f ~ g``, ``f = a + b*h + o(h)``, ``f = O(g)``.

>>> str(parse_towards("x -> oo", []))
'x -> oo'
>>> sides = (parse_side(text, ["h"]) for text in ("sqrt(1 + h)", "1 + h/2 + o(h)"))
>>> f, rel, g = remainder(*sides)
>>> str(f), rel, str(g)
('sqrt(1 + h) - (1 + h/2)', 'o', 'h')
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from fractions import Fraction
from math import inf, nan

from thence.domain import Domain
from thence.errors import ReadError
from thence.expr import FUNCTIONS, MINUS_OO, OO, Expr, walk
from thence.parser import exact_value, parse_expression

#: Relations of two functions as a variable tends to a target: the quotient tends to 1, tends to 0,
#: is bounded.
ORDERS = ("~", "o", "O")
_REMAINDERS = {"O": (1, 1), "o": (1, 1)}
_TOWARDS = re.compile(r"\s*(integer\s+)?([^\W\d]\w*)\s*->\s*(.+?)\s*([+-]?)\s*", re.DOTALL)
_SUCH = 'Such as "x -> oo", "h -> 0" from both sides, or "h -> 0+" from above.'


@dataclass(frozen=True, slots=True)
class Towards:
    """``x -> a``: a variable and where it tends, from both sides, from above (``+``) or from
    below (``-``); or through the integers, to infinity."""

    name: str
    target: Expr
    side: str = ""
    integer: bool = False

    def __str__(self) -> str:
        return f"{'integer ' * self.integer}{self.name} -> {self.target}{self.side}"

    def from_side(self, second: bool) -> Towards:
        """The same from one of its sides: the one above, or the ``second``, below."""
        infinite = self.target in (OO, MINUS_OO)
        return self if self.side or infinite else Towards(self.name, self.target, "+-"[second])


def parse_towards(text: str, names: Collection[str]) -> Towards:
    """Read ``x -> oo`` or ``h -> 0+``; the target may be made of the declared ``names``."""
    match = _TOWARDS.fullmatch(text)
    if match is None:
        raise ReadError(f"{text[:60]!r} does not say what tends to what.", hint=_SUCH)
    integer, name, target, side = match.groups()
    where = parse_expression(target, [known for known in names if known != name])
    if side and where in (OO, MINUS_OO):
        raise ReadError("infinity has one side.", hint=f"Write {name} -> {where}.")
    if integer and where not in (OO, MINUS_OO):
        raise ReadError(f"an integer tends to {where}?", hint=f"Such as integer {name} -> oo.")
    return Towards(name, where, side, bool(integer))


def within(towards: Towards, domain: Domain) -> Towards:
    """The same, from the one side where its variable's domain has points on one side alone."""
    name, target = towards.name, towards.target
    low, high = _order(domain.lo, target), _order(target, domain.hi)
    above, below = low <= 0 and high < 0, low < 0 and high <= 0
    if target in (OO, MINUS_OO):
        fits = target in (domain.lo, domain.hi)
    else:
        fits = {"+": above, "-": below}.get(towards.side, above or below) and not domain.integer
    if not fits or domain.parameters:
        hint = f"Declare {name} as real, or say from which side, such as {name} -> 0+."
        raise ReadError(f"{towards} leads out of the domain {domain} of {name}.", "tends", hint)
    if target in (OO, MINUS_OO):
        return replace(towards, integer=domain.integer)
    if above == below:
        return towards
    return Towards(name, target, "+" if above else "-")


def _order(a: Expr, b: Expr) -> float:
    """-1 where a < b, 0 where they are the same, 1 where a > b; not a number where it is not
    plain to see."""
    first, second = (_plain(end) for end in (a, b))
    if a == b or nan in (first, second):
        return 0 if a == b else nan
    return (first > second) - (first < second)


def _plain(end: Expr) -> Fraction | float:
    infinite = {OO: inf, MINUS_OO: -inf}.get(end)
    exact = exact_value(end) if infinite is None else None
    return exact if exact is not None else infinite if infinite is not None else nan


def parse_side(text: str, names: Collection[str]) -> Expr:
    """Read a right side, which may end in ``+ O(g)`` or ``+ o(g)``."""
    return parse_expression(text, names, {**FUNCTIONS, **_REMAINDERS})


def has_remainder(side: Expr) -> bool:
    """Whether ``O(...)`` or ``o(...)`` occurs in it."""
    return any(node.head in _REMAINDERS for node in walk(side))


def remainder(lhs: Expr, rhs: Expr) -> tuple[Expr, str, Expr]:
    """``f = p + o(g)`` as a relation of ``f - p`` and ``g``."""
    parts = [rhs] if rhs.head != "+" else [*rhs.args]
    last = parts[-1]
    if last.head not in _REMAINDERS or any(map(has_remainder, (lhs, *parts[:-1], *last.args))):
        hint = 'Such as "1 + h/2 + o(h)"; or rel "~", "O" or "o" with a right side of its own.'
        raise ReadError("O(...) or o(...) stands last in the right side, once.", "rhs", hint)
    left = lhs if len(parts) == 1 else lhs - parts[0]
    return left, last.head, last.args[0]
