"""Whether the hypotheses of a statement hold at a point, and how to move one to where they do.

What is linear in a variable, or in its reciprocal, is solved for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from thence.calculus import NotDifferentiable, derivative
from thence.expr import Expr, free_symbols, rebuild, substitute, sym
from thence.expr import num as number
from thence.statement import Statement
from thence_numeric import exact
from thence_numeric.sampling.domains import certain_sign

Point = dict[str, Fraction]


def meets(statement: Statement, point: Point) -> bool:
    """Whether every hypothesis certainly holds at a point."""
    return all(holds(h, point) for h in statement.assuming)


_ACCEPTED = {
    "=": (0,), "!=": (1, -1), "<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1),
}  # fmt: skip


def holds(hypothesis: Expr, point: Point) -> bool:
    """Whether a hypothesis certainly holds at a point."""
    left, right = hypothesis.args
    return certain_sign(left - right, point) in _ACCEPTED[hypothesis.head]


def onto_equations(statement: Statement, point: Point) -> Point:
    """The point moved onto the hypotheses that are equations, one variable for each."""
    moved: set[str] = set()
    for hypothesis in statement.assuming:
        if hypothesis.head != "=" or holds(hypothesis, point):
            continue
        for solved in solved_forms(hypothesis):
            value = solved.at(point)
            if value is not None and solved.name not in moved:
                moved.add(solved.name)
                point = {**point, solved.name: value}
                break
    return point


@dataclass(frozen=True, slots=True)
class Solved:
    """``slope*name + rest`` is the left side of a hypothesis less the right one; or
    ``slope/name + rest`` if it is linear in the ``reciprocal``."""

    rel: str
    name: str
    slope: Expr
    rest: Expr
    reciprocal: bool = False

    def at(self, point: Point) -> Fraction | None:
        """The value of the variable at which the sides are equal."""
        slope, rest = exact.value(self.slope, point), exact.value(self.rest, point)
        if not slope or rest is None or (self.reciprocal and not rest):
            return None
        return -slope / rest if self.reciprocal else -rest / slope


@lru_cache(maxsize=256)
def solved_forms(hypothesis: Expr) -> tuple[Solved, ...]:
    """A hypothesis solved for each variable in which, or in whose reciprocal, it is linear."""
    names = sorted(free_symbols(hypothesis))
    return tuple(solved for name in names if (solved := _solved(hypothesis, name)) is not None)


def _solved(hypothesis: Expr, name: str) -> Solved | None:
    gap = hypothesis.args[0] - hypothesis.args[1]
    for sides in (gap, _in_reciprocal(gap, name)):
        try:
            slope = derivative(sides, name)
            rest = substitute(sides, {name: number(0)})
        except (NotDifferentiable, ValueError):
            continue
        if name not in free_symbols(slope):
            return Solved(hypothesis.head, name, slope, rest, reciprocal=sides is not gap)
    return None


def _in_reciprocal(expr: Expr, name: str) -> Expr:
    """The expression with x for 1/x and 1/x for x."""
    x = sym(name)
    if expr == x:
        return number(1) / x
    if expr.head == "/" and expr.args[1] == x:
        return _in_reciprocal(expr.args[0], name) * x
    return rebuild(expr, lambda part: _in_reciprocal(part, name))
