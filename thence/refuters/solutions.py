"""Points at which a term may be exactly 0: solved for one variable, or at special constants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from flint import arb, fmpq

from thence import checker
from thence.checker import Context, Interval, Rejected, Term
from thence.refuters import roots
from thence.refuters.certificates import Point

#: Values of a variable that are tried where no root is found.
_CONSTANTS = ("pi/2", "-pi/2", "pi", "-pi", "exp(1)", "exp(-1)", "log(2)", "pi/4")


def solutions(terms: Iterable[Term], points: Sequence[Point]) -> Iterator[dict[str, Term]]:
    """Points at which a term may be exactly 0: solved for a variable, or tried at special
    constants, the other variables at sampled values."""
    for what in terms:
        for name in sorted(checker.symbols(what)):
            solve, met = zeros(what, name), set[tuple[Term, ...]]()
            for point in map(terms_of, points[:40] or [{}]):
                others = {n: v for n, v in point.items() if n != name}
                if (key := tuple(others.values())) not in met:
                    met.add(key)
                    for solution in solve:
                        yield {**point, name: checker.substitute(solution, others)}


def zeros(what: Term, name: str) -> list[Term]:
    """Zeros of a term in one variable, as terms in the others; with special constants, if it is no
    polynomial of degree 1 or 2."""
    try:
        bend = checker.diff(checker.diff(what, name), name)
    except Rejected:  # an integral or a limit has none
        return []
    found = roots.of(what, name)
    if name in checker.symbols(bend):
        found += [*roots.turning(what, name), *(checker.parse(t, set()) for t in _CONSTANTS)]
    return found


def may_fail(context: Context, needs: list[tuple[str, Term]], point: dict[str, Term]) -> bool:
    """Whether balls leave it open that the point lies in the box and that a need fails there."""
    nowhere = Context({}, {}, [], [])
    try:
        box = {n: nowhere.bounds(value) for n, value in point.items()}
    except Rejected:
        return False
    if any(v.hi < context.box[n].lo or v.lo > context.box[n].hi for n, v in box.items()):
        return False
    here = Context(box, {}, [], [])
    return not all(here.shows(rel, what) for rel, what in needs)


def terms_of(point: Point) -> dict[str, Term]:
    """The values of a point as terms."""
    return {n: checker.num(fmpq(v.numerator, v.denominator)) for n, v in point.items()}


def exactly(value: Fraction) -> Interval:
    """A rational number as an interval that is nothing else."""
    ball = arb(fmpq(value.numerator, value.denominator))
    return checker.exactly(ball)
