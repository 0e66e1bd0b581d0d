"""Whether a claim says something of any point at all.

Catches, before any worker starts, a domain without points and hypotheses that exclude each other:
hypotheses without variables, and those that are linear in one variable and so bound it.  Ends are
compared exactly where they are rational and by Arb's balls where not.  What this leaves undecided
is not an error: the engine reports a check that met no point as vacuous.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from flint import arb, ctx, fmpq

from thence.domain import Domain
from thence.errors import ReadError
from thence.expr import Expr, free_symbols
from thence.parser import MAX_BITS
from thence.statement import Statement

_BITS = 192
_CONSTANTS: Mapping[str, Callable[[], arb]] = {
    "pi": arb.pi,
    "E": lambda: arb(1).exp(),
    "EulerGamma": arb.const_euler,
    "GoldenRatio": lambda: (1 + arb(5).sqrt()) / 2,
    "oo": lambda: arb("inf"),
}
_FUNCTIONS: Mapping[str, Callable[[arb], arb]] = {
    "exp": arb.exp,
    "log": arb.log,
    "sqrt": arb.sqrt,
    "sin": arb.sin,
    "cos": arb.cos,
    "tan": arb.tan,
    "atan": arb.atan,
    "sinh": arb.sinh,
    "cosh": arb.cosh,
    "tanh": arb.tanh,
    "Abs": abs,
}
_FLIP = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


@dataclass(frozen=True, slots=True)
class _Value:
    """A number in a ball, and exactly where it is rational."""

    ball: arb
    exact: Fraction | None = None

    @classmethod
    def of(cls, exact: Fraction) -> _Value:
        return cls(arb(fmpq(exact.numerator, exact.denominator)), exact)

    def compare(self, other: _Value) -> int | None:
        """-1, 0 or 1 for less, equal and greater, or None where the balls overlap."""
        if self.exact is not None and other.exact is not None:
            return (self.exact > other.exact) - (self.exact < other.exact)
        if self.ball < other.ball:
            return -1
        return 1 if self.ball > other.ball else None


_NOUGHT, _UNIT, _MINUS = (_Value.of(Fraction(n)) for n in (0, 1, -1))


def _add(a: _Value, b: _Value) -> _Value:
    exact = None if a.exact is None or b.exact is None else a.exact + b.exact
    return _Value(a.ball + b.ball) if exact is None else _Value.of(exact)


def _mul(a: _Value, b: _Value) -> _Value:
    if a.exact is not None and b.exact is not None and _bits(a.exact) + _bits(b.exact) <= MAX_BITS:
        return _Value.of(a.exact * b.exact)
    return _Value(a.ball * b.ball)


def _bits(value: Fraction) -> int:
    return max(value.numerator.bit_length(), value.denominator.bit_length())


def _inverse(a: _Value) -> _Value | None:
    if a.exact is not None:
        return _Value.of(1 / a.exact) if a.exact else None
    return _Value(1 / a.ball)


def _power(a: _Value, b: _Value) -> _Value:
    if a.exact is not None and b.exact is not None and b.exact.denominator == 1:
        power = b.exact.numerator
        if not a.exact and power <= 0:
            return _Value(arb("nan"))
        if _bits(a.exact) * abs(power) <= MAX_BITS:
            return _Value.of(a.exact**power)
    return _Value(a.ball**b.ball)


@dataclass(frozen=True, slots=True)
class _Linear:
    """``slope * variable + start``."""

    slope: _Value
    start: _Value


def _linear(expr: Expr) -> _Linear | None:
    """The expression as a linear function of its one variable, if it is plain to see."""
    if expr.head == "num":
        return _Linear(_NOUGHT, _Value.of(expr.number))
    if expr.head == "sym":
        return _Linear(_UNIT, _NOUGHT)
    if expr.head == "const":
        return _Linear(_NOUGHT, _Value(_CONSTANTS[expr.name]()))
    parts = [_linear(a) for a in expr.args]
    if not parts or any(p is None for p in parts):
        return None
    return _combine(expr.head, [p for p in parts if p is not None])


def _combine(head: str, parts: list[_Linear]) -> _Linear | None:
    a, b = parts[0], parts[-1]
    if head == "neg":
        return _Linear(_mul(_MINUS, a.slope), _mul(_MINUS, a.start))
    if head == "+":
        return _Linear(_add(a.slope, b.slope), _add(a.start, b.start))
    if head == "-":
        return _Linear(_add(a.slope, _mul(_MINUS, b.slope)), _add(a.start, _mul(_MINUS, b.start)))
    if head == "*" and _NOUGHT in (a.slope, b.slope):
        scale, other = (a.start, b) if a.slope == _NOUGHT else (b.start, a)
        return _Linear(_mul(scale, other.slope), _mul(scale, other.start))
    if any(p.slope != _NOUGHT for p in parts[1:]):
        return None
    if head == "/":
        inverse = _inverse(b.start)
        return _combine("*", [a, _Linear(_NOUGHT, inverse)]) if inverse else None
    if a.slope != _NOUGHT:
        return None
    if head == "**":
        return _Linear(_NOUGHT, _power(a.start, b.start))
    if head in _FUNCTIONS and len(parts) == 1:
        return _Linear(_NOUGHT, _Value(_FUNCTIONS[head](a.start.ball)))
    return None


class _Range:
    """What is known of a variable: its bounds, and for each who set it."""

    def __init__(self, name: str, domain: Domain) -> None:
        self.name = name
        self.integer = domain.integer
        said = f"{name} in {domain}"
        self.lo = _constant(domain.lo), domain.lo_open, said
        self.hi = _constant(domain.hi), domain.hi_open, said

    def narrow(self, rel: str, value: _Value, said: str) -> None:
        """Take in ``variable rel value``, where that is sharper beyond doubt."""
        if rel in (">", ">=", "="):
            order = None if self.lo[0] is None else value.compare(self.lo[0])
            if self.lo[0] is None or order == 1 or (order == 0 and rel == ">"):
                self.lo = value, rel == ">", said
        if rel in ("<", "<=", "="):
            order = None if self.hi[0] is None else value.compare(self.hi[0])
            if self.hi[0] is None or order == -1 or (order == 0 and rel == "<"):
                self.hi = value, rel == "<", said

    def conflict(self) -> tuple[str, str] | None:
        """The two bounds that leave no point between them."""
        (lo, lo_open, lower), (hi, hi_open, upper) = self.lo, self.hi
        if lo is None or hi is None:
            return None
        order = lo.compare(hi)
        if order == 1 or (order == 0 and (lo_open or hi_open)):
            return lower, upper
        if self.integer and lo.exact is not None and hi.exact is not None:
            least = floor(lo.exact) + 1 if lo_open else ceil(lo.exact)
            most = ceil(hi.exact) - 1 if hi_open else floor(hi.exact)
            if least > most:
                return lower, upper
        return None


def _constant(expr: Expr) -> _Value | None:
    found = None if free_symbols(expr) else _linear(expr)
    return found.start if found else None


def _holds(rel: str, order: int) -> bool:
    return {
        "<": order < 0,
        "<=": order <= 0,
        ">": order > 0,
        ">=": order >= 0,
        "=": order == 0,
        "!=": order != 0,
    }[rel]


def check_feasible(statement: Statement) -> None:
    """Raise :class:`ReadError` where the domains and hypotheses surely leave no point."""
    with ctx.workprec(_BITS):
        ranges = {name: _Range(name, domain) for name, domain in statement.given.items()}
        for name, known in ranges.items():
            if known.conflict():
                raise ReadError(
                    f"the domain {statement.given[name]} of {name} is empty.",
                    f"given {name}",
                    "Check its ends: the lower comes first.",
                )
        for number, hypothesis in enumerate(statement.assuming, 1):
            _take(hypothesis, ranges, f"assuming {number}")


def _take(hypothesis: Expr, ranges: dict[str, _Range], where: str) -> None:
    names = free_symbols(hypothesis)
    difference = _linear(Expr("-", hypothesis.args)) if len(names) <= 1 else None
    if difference is None:
        return
    slope = difference.slope.compare(_NOUGHT)
    if slope == 0:
        order = difference.start.compare(_NOUGHT)
        if order is not None and not _holds(hypothesis.head, order):
            raise ReadError(
                f"the hypothesis {hypothesis} is never true.", where, "Nothing would be claimed."
            )
        return
    inverse = _inverse(difference.slope) if slope else None
    if inverse is None:
        return
    known = ranges[next(iter(names))]
    value = _mul(_mul(_MINUS, difference.start), inverse)
    known.narrow(hypothesis.head if slope == 1 else _FLIP[hypothesis.head], value, str(hypothesis))
    if conflict := known.conflict():
        first, second = conflict
        both = f"the hypotheses contradict each other: {first} and {second}."
        alone = f"no integer meets the hypothesis {first}."
        raise ReadError(
            alone if first == second else both,
            where,
            "No point meets both, so nothing would be claimed.",
        )
