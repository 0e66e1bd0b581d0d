r"""Sums that are written with dots, ``1 + 2 + \cdots + n``, where they can go on in one way only.

The last term before the dots and the one behind them differ in integers: i in the one, an integer
expression in the other, or both with the same number added.  That gives the term at any place k,
and the sum is read if those at i - 1, i - 2 and so on are the terms that are written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, count, pairwise

from thence.expr import ONE, Expr, call, num, substitute, walk

#: How many terms may stand before the dots, and the largest power of a number that is looked at.
MAX_TERMS, MAX_POWER = 20, 64


@dataclass(frozen=True, slots=True)
class _Linear:
    """An integer combination of integers, with a constant."""

    factors: tuple[tuple[str, int], ...]
    constant: int

    def over(self, divisor: int) -> bool:
        """Whether it is a multiple of this for all values."""
        return all(value % divisor == 0 for value in (self.constant, *(f for _, f in self.factors)))


def _linear(expr: Expr, integers: frozenset[str]) -> _Linear | None:
    """The expression as such a combination; None for any other."""
    if expr.head == "num":
        value = expr.number
        return _Linear((), int(value)) if value.denominator == 1 else None
    if expr.head == "sym":
        return _Linear(((expr.name, 1),), 0) if expr.name in integers else None
    parts = [_linear(arg, integers) for arg in expr.args]
    known = [part for part in parts if part is not None]
    if expr.head not in ("+", "-", "*", "neg") or len(known) < len(parts):
        return None
    if expr.head == "neg":
        return _combined(known[0], -1, _Linear((), 0), 1)
    left, right = known
    if expr.head == "*":
        if left.factors and right.factors:
            return None
        scale, other = (left, right) if not left.factors else (right, left)
        return _combined(other, scale.constant, _Linear((), 0), 1)
    return _combined(left, 1, right, 1 if expr.head == "+" else -1)


def _combined(left: _Linear, a: int, right: _Linear, b: int) -> _Linear:
    found: dict[str, int] = {}
    for part, scale in ((left, a), (right, b)):
        for name, factor in part.factors:
            found[name] = found.get(name, 0) + scale * factor
    kept = tuple(sorted((name, factor) for name, factor in found.items() if factor))
    return _Linear(kept, a * left.constant + b * right.constant)


class _Pattern:
    """What a term is at any place, read off one and the last of them."""

    def __init__(self, integers: frozenset[str], index: Expr) -> None:
        self.integers, self.index = integers, index
        self.start = 0
        self.end: Expr | None = None
        #: Whether the places are those of entries alone, and whether numbers are powers.
        self.entries, self.powers = True, False

    def between(self, one: Expr, last: Expr, entry: bool = False) -> Expr | None:
        """The term at the index; None where the two are not of one pattern."""
        if one == last:
            return one
        end = _linear(last, self.integers)
        if one.head == "num" and one.number.denominator == 1 and end is not None:
            self.entries &= entry
            return self._placed(int(one.number), last, end)
        if last.head == "**" and (power := self._power(one, last.args[0])) is not None:
            exponent = self.between(num(power), last.args[1])
            return None if exponent is None else last.args[0] ** exponent
        if (one.head, one.value, len(one.args)) != (last.head, last.value, len(last.args)):
            return None
        parts = [
            self.between(*pair, entry=one.head == "at")
            for pair in zip(one.args, last.args, strict=True)
        ]
        kept = tuple(part for part in parts if part is not None)
        return Expr(one.head, kept, one.value) if len(kept) == len(parts) else None

    def _placed(self, number: int, last: Expr, end: _Linear) -> Expr | None:
        if self.end is None:
            self.start, self.end = number, last
            return self.index
        more = number - self.start
        first = _linear(self.end, self.integers)
        if first is None or _combined(end, 1, first, -1) != _Linear((), more):
            return None
        shift = num(abs(more))
        return self.index if not more else self.index + shift if more > 0 else self.index - shift

    def _power(self, one: Expr, base: Expr) -> int | None:
        """The exponent with which a base gives this, where that is plain."""
        if one == base:
            self.powers |= base.head == "num"
            return 1
        if one.head != "num" or base.head != "num":
            return None
        self.powers = True
        return next((k for k in range(2, MAX_POWER) if base.number**k == one.number), None)


def summed(terms: Sequence[Expr], last: Expr, integers: frozenset[str], index: Expr) -> Expr | None:
    """The sum of these terms and so on up to the last; None where that is not said."""
    if not 0 < len(terms) <= MAX_TERMS:
        return None
    pattern = _Pattern(integers, index)
    term = pattern.between(terms[-1], last)
    if term is None or pattern.end is None or not _goes_on(pattern):
        return None
    if term == index and len(terms) > 1:
        return _arithmetic(terms, last, integers, index)
    first = pattern.start - len(terms) + 1
    if len(terms) == 1 and not (pattern.entries and _steps_by_one(pattern)):
        return None
    if pattern.powers and len(terms) < 3:  # 1 + 2 + ... + 2^n
        return None
    for place, written in enumerate(terms[:-1], first):
        if _folded(substitute(term, {index.name: num(place)})) != _folded(written):
            return None
    return call("Sum", term, call("tuple", index, num(first), pattern.end))


def _goes_on(pattern: _Pattern) -> bool:
    """Whether the last place is behind that of the term before the dots, if it is a number."""
    assert pattern.end is not None
    end = _linear(pattern.end, pattern.integers)
    return end is not None and (bool(end.factors) or end.constant > pattern.start)


def _steps_by_one(pattern: _Pattern) -> bool:
    """Whether nothing is said of steps: up to n, and not to 2n."""
    assert pattern.end is not None
    end = _linear(pattern.end, pattern.integers)
    return end is not None and [factor for _, factor in end.factors] in ([], [1])


def _arithmetic(
    terms: Sequence[Expr], last: Expr, integers: frozenset[str], index: Expr
) -> Expr | None:
    """``1 + 3 + ... + (2n - 1)``: numbers with one difference, of which the last is one."""
    if any(term.head != "num" for term in terms):
        return None
    values = [term.number for term in terms]
    steps = {after - before for before, after in pairwise(values)}
    end = _linear(last, integers)
    if len(steps) > 1 or end is None or _is_geometric(values, last):
        return None
    (step,) = steps
    if step.denominator != 1 or step <= 0 or values[0].denominator != 1:
        return None
    first, size = int(values[0]), int(step)
    if size == 1:
        return call("Sum", index, call("tuple", index, num(first), last))
    if not _combined(end, 1, _Linear((), first), -1).over(size):
        return None
    length = (last - num(first)) / num(size) + ONE
    return call("Sum", num(first) + num(size) * (index - ONE), call("tuple", index, ONE, length))


def _is_geometric(values: Sequence[Fraction], last: Expr) -> bool:
    """Whether two numbers and the last, a number as well, may be powers too."""
    if len(values) != 2 or last.head != "num" or 0 in values:
        return False
    ratio = values[1] / values[0]
    reached = values[1]
    for _ in range(MAX_POWER):
        reached *= ratio
        if reached == last.number:
            return True
    return False


def _folded(expr: Expr) -> Expr:
    """The expression with its numbers worked out, and without powers 0 and 1 and factors 1."""
    made = Expr(expr.head, tuple(map(_folded, expr.args)), expr.value)
    numbers = [arg.number for arg in made.args if arg.head == "num"]
    if made.args and len(numbers) == len(made.args):
        return _worked_out(made, numbers)
    if made.head == "**" and made.args[1] in (num(0), ONE):
        return made.args[0] if made.args[1] == ONE else ONE
    if made.head == "*" and ONE in made.args:
        return made.args[0] if made.args[1] == ONE else made.args[1]
    return made.args[0] if made.head == "/" and made.args[1] == ONE else made


def _worked_out(expr: Expr, numbers: list[Fraction]) -> Expr:
    if expr.head == "neg":
        return num(-numbers[0])
    if len(numbers) != 2:
        return expr
    left, right = numbers
    if expr.head in ("+", "-", "*"):
        return num({"+": left + right, "-": left - right, "*": left * right}[expr.head])
    if expr.head == "/" and right:
        return num(left / right)
    whole = expr.head == "**" and right.denominator == 1 and 0 <= right <= MAX_POWER
    return num(left ** int(right)) if whole else expr


def free_index(names: frozenset[str], *parts: Expr) -> str:
    """A letter for an index that is neither one of these names nor in one of the parts."""
    used = names | {str(node.value) for part in parts for node in walk(part)}
    numbered = (f"k_{number}" for number in count(1))
    return next(letter for letter in chain("kjilmr", numbered) if letter not in used)
