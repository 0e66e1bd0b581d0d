"""The stages of refutation: cheap ones before a proof is sought, the deep search after it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from fractions import Fraction
from itertools import product
from typing import Any, TypeVar

from thence import checker
from thence.deadline import Deadline
from thence.expr import MINIMAX, RELATIONS, Expr
from thence.provers import closed_forms, minimax
from thence.provers.cas import TimeUp, clock
from thence.provers.goal import OutOfTime, Search
from thence.provers.statements import sealed
from thence.refuters import (
    asymptotics,
    certificates,
    crossings,
    divergence,
    families,
    holes,
    points,
    surfaces,
)
from thence.refuters.counterexamples import ill_posed, refuted
from thence.statement import Statement
from thence.verdict import Verdict
from thence_numeric import backend, climbing, highprecision, sampling

T = TypeVar("T")

#: Points that are looked at first.
SPECIAL = 60
#: Seconds that the searches for a divergent integral, and for a point at which the sides of a
#: strict inequality are equal, may take.
DIVERGENCE, TOUCHING = 3, 1
#: Seconds that sums with many summands may take, and what is looked for early along equations.
LONG_SUMS, ALONG = 1.5, 0.5


def cheap(statement: Statement, seed: int, seconds: float) -> Verdict | None:
    """False, or not defined, at a special or a sampled point; an integral or a limit where one
    evaluation finds it false."""
    if statement.towards is not None:
        return None
    if families.occur(statement):
        return _written_out(statement, seed, seconds)
    if statement.lhs.head in MINIMAX:
        lost = holes.undefined_inside(statement, SPECIAL, seed)
        return None if lost is None else ill_posed(statement, lost)
    listed = sampling.sample(statement, SPECIAL, seed)
    false = (
        points.false_at(statement, listed)
        or points.false_at_ends(statement, listed[:6])
        or _touching(statement, listed)
    )
    if false is not None:
        return refuted(statement, false)
    if not listed and any(h.head == "=" for h in statement.assuming):
        false = _along_equations(statement, seed)
        if false is not None:
            return refuted(statement, false)
    undefined = (
        holes.undefined_at(statement, listed)
        or crossings.undefined_between(statement, listed)
        or divergence.diverges_at(statement, listed[:3], DIVERGENCE)
    )
    if undefined is not None:
        return ill_posed(statement, undefined)
    if families.counted(statement) and (found := _written_out(statement, seed, seconds)):
        return found
    return (
        _by_closed_form(statement, seed, 1, seconds)
        if backend.takes_quadrature(statement)
        else None
    )


def _along_equations(statement: Statement, seed: int) -> Any:
    """A point at which the hypotheses hold, where rational ones are not found, as of angles that
    add up to pi."""
    if statement.rel not in RELATIONS or not backend.sides_are_plain(statement):
        return None
    deadline = Deadline(ALONG)
    return _in_time(deadline, lambda: surfaces.false_on(statement, seed, deadline))


def _touching(statement: Statement, listed: list[dict[str, Fraction]]) -> Any:
    """Where the sides of a strict inequality are equal, if that is found in a short time: numbers
    with roots in roots may take long to compare."""
    return _in_time(Deadline(TOUCHING), lambda: points.equal_at(statement, listed))


def _in_time(deadline: Deadline, job: Callable[[], T]) -> T | None:
    """What a job finds until the deadline, wherever it is then."""
    try:
        with clock(max(deadline.left(), 0.05)):
            return job()
    except TimeUp:
        return None


def deep(statement: Statement, seed: int, seconds: float) -> Verdict | None:
    """Many vectorised points, and ever closer to the worst of them."""
    deadline = Deadline(seconds)
    if statement.towards is not None:
        return _other_order(statement, seed, seconds * 0.6)
    if backend.takes_quadrature(statement):
        if families.occur(statement):  # a few lengths were looked at
            return None
        return _by_closed_form(statement, seed, 6, seconds)
    if statement.lhs.head == "Minimax":
        return _too_small(statement, seconds)
    if statement.rel == "iff":
        false = points.false_at(statement, _beside_boundary(statement, seed))
        return None if false is None else refuted(statement, false)
    if families.occur(statement):
        found = _at_lengths(statement, lambda concrete: _near_worst(concrete, seed, deadline))
        return found or _in_time(deadline, lambda: _on_surfaces(statement, seed, deadline))
    listed = sampling.sample(statement, SPECIAL, seed)
    false = (
        points.false_at(statement, sampling.far_points(statement))
        or points.not_monotone(statement, listed)
        or crossings.crossing(statement, listed)
    )
    if false is not None:
        return refuted(statement, false)
    if families.counted(statement):
        found = _at_lengths(statement, lambda concrete: _near_worst(concrete, seed, deadline))
        found = found or _far_along(statement, seed, deadline)
        if found is not None:
            return found
    elif statement.rel in RELATIONS and backend.sides_are_plain(statement):
        if any(h.head == "=" for h in statement.assuming):
            false = _in_time(deadline, lambda: surfaces.false_on(statement, seed, deadline))
        else:
            false = points.false_at(statement, _near_worst(statement, seed, deadline))
        if false is not None:
            return refuted(statement, false)
    return _precisely(statement, seed, deadline)


def _other_order(statement: Statement, seed: int, seconds: float) -> Verdict | None:
    """An order of growth where the quotient of the sides is shown to tend to something else."""
    false = asymptotics.refuted_at(statement, _simple_instances(statement, seed), seconds)
    return None if false is None else refuted(statement, false)


def _simple_instances(
    statement: Statement, seed: int
) -> Iterator[tuple[Statement, certificates.Point, dict[str, Any]]]:
    """The statement at a few lengths of its families and few points, all variables alike first."""
    whole = families.instances(statement) if families.occur(statement) else [({}, statement)]
    for fixed, concrete in whole:
        names = concrete.given
        alike = [dict.fromkeys(names, Fraction(value)) for value in certificates.SIMPLE]
        fits = [p for p in alike if all(sampling.inside(names[n], v) for n, v in p.items())]
        listed = sampling.sample(concrete, 3, seed)
        for values in [*fits, *listed] if names and not concrete.assuming else listed:
            yield concrete, values, families.point(statement, fixed, certificates.texts(values))


def _near_worst(
    statement: Statement, seed: int, deadline: Deadline
) -> Iterable[dict[str, Fraction]]:
    for point in _worst(statement, seed, deadline):
        yield from _simpler(point)


def _written_out(statement: Statement, seed: int, seconds: float) -> Verdict | None:
    """False, or not defined, at sampled points of a few lengths; at few where each of them takes a
    limit or a quadrature, and within the time."""
    count, deadline = SPECIAL // 3, None
    if backend.takes_quadrature(statement):
        count, deadline = 2, Deadline(seconds)
    found = _at_lengths(
        statement, lambda concrete: sampling.sample(concrete, count, seed), deadline
    )
    return found or _out_of_range(statement, seed)


def _at_lengths(
    statement: Statement,
    candidates: Callable[[Statement], Iterable[dict[str, Fraction]]],
    deadline: Deadline | None = None,
    lengths: tuple[int, ...] = families.LENGTHS,
) -> Verdict | None:
    """A statement about families or finite sums, at candidate points of a few lengths, until the
    deadline if there is one."""
    data = statement.as_json()
    for fixed, concrete in families.instances(statement, lengths):
        for values in candidates(concrete):
            try:
                with clock(max(deadline.left(), 0.05)) if deadline else nullcontext():
                    holds = highprecision.holds(concrete, values)
            except TimeUp:
                return None
            if holds:
                continue
            point = families.point(statement, fixed, certificates.texts(values))
            # None may mean that it is not defined, or that the sides may be equal.
            if holds is None and (lost := certificates.confirmed(data, "undefined", point)):
                return ill_posed(statement, lost)
            if false := certificates.confirmed(data, "false", point):
                return refuted(statement, false, concrete)
    return None


def _far_along(statement: Statement, seed: int, deadline: Deadline) -> Verdict | None:
    """A statement about finite sums or products where these are long."""
    short = Deadline(min(LONG_SUMS, deadline.left()))

    def listed(concrete: Statement) -> list[dict[str, Fraction]]:
        return sampling.sample(concrete, SPECIAL // 20, seed)

    try:
        return _at_lengths(statement, listed, short, families.LONG)
    except RecursionError:  # sums of many summands are nested deeply
        return None


def _on_surfaces(statement: Statement, seed: int, deadline: Deadline) -> Verdict | None:
    """A statement about families where its equations hold exactly, at a few lengths."""
    data = statement.as_json()
    for fixed, concrete in families.instances(statement):
        for values in surfaces.candidates(concrete, seed, deadline):
            point = families.point(statement, fixed, values)
            if false := certificates.confirmed(data, "false", point):
                return refuted(statement, false, concrete)
    return None


def _out_of_range(statement: Statement, seed: int) -> Verdict | None:
    """Not defined, as an index leaves its family or a sum runs backwards."""
    data = statement.as_json()
    for fixed, domain in families.leaving(statement):
        for values in sampling.sample(domain, 2, seed):
            point = families.point(statement, fixed, certificates.texts(values))
            if lost := certificates.confirmed(data, "undefined", point):
                return ill_posed(statement, lost)
    return None


def _by_closed_form(statement: Statement, seed: int, count: int, seconds: float) -> Verdict | None:
    """Where high precision does not find it true, the integrals, sums and limits at the point
    between bounds or in closed form, which balls then tell apart; at ``count`` points."""
    deadline = Deadline(seconds)
    data = statement.as_json()
    for point in sampling.sample(statement, count, seed):
        try:
            with clock(max(deadline.left() / 2, 0.05)):
                holds = highprecision.holds(statement, point)
        except TimeUp:  # a quadrature that is hard in floating point need not be so in balls
            holds = None
        if holds:
            continue
        at = certificates.texts(point)
        try:
            left = deadline.left()
            likely = holds is False or count > 1  # the deep search has the time to find out
            for body in closed_forms.at_point(data, at, left, likely):
                certificate = sealed(data, "false", {"point": at, **body})
                if certificates.accepted(data, certificate):
                    return refuted(statement, certificate)
        except OutOfTime:
            return None
    return None


def other_optimum(statement: Statement, certificate: dict[str, Any]) -> Verdict | None:
    """A certificate that encloses a minimax, turned against digits that are not its own."""
    if statement.lhs.head not in MINIMAX:
        return None
    return refuted(statement, sealed(statement.as_json(), "false", {**certificate, "point": {}}))


def _too_small(statement: Statement, seconds: float) -> Verdict | None:
    """Digits of a minimax that its value is above, two units and more."""
    data, digits = statement.as_json(), str(statement.rhs.value)
    decimals = len(digits.partition(".")[2])
    level = Fraction(digits) + Fraction(2, 10**decimals)
    with checker.precision():
        left = checker.parse(data["lhs"], set())
        try:
            body = minimax.above(checker.context_of(data), left, str(level), Search(seconds))
        except (OutOfTime, checker.Rejected):
            return None
    return (
        None if body is None else refuted(statement, sealed(data, "false", {**body, "point": {}}))
    )


def _beside_boundary(statement: Statement, seed: int) -> Iterable[dict[str, Fraction]]:
    """Points ever closer to where the relation on the left turns over, on both sides."""
    from thence_numeric import vectorised

    names, gap = list(statement.given), Expr("-", statement.lhs.args)
    rows = sampling.sample_array(statement, 400, seed)

    def sides(at_rows: Any) -> Any:
        return vectorised.evaluate(gap, names, at_rows) > 0

    above = sides(rows)
    if above.all() or not above.any():
        return
    inside, outside = rows[above][:12], rows[~above][:12]
    for a, b in product(inside, outside):
        for _ in range(60):
            middle = (a + b) / 2
            a, b = (middle, b) if sides(middle[None])[0] else (a, middle)
        for scale, end in product((1e-3, 1e-5, 1e-7, 1e-9, 1e-11), (a, b)):
            for sign in (1, -1):
                yield {
                    n: Fraction(float(v * (1 + sign * scale)))
                    for n, v in zip(names, end, strict=True)
                }


def _precisely(statement: Statement, seed: int, deadline: Deadline) -> Verdict | None:
    """The sampled points again, with the precision doubled as far as time allows."""
    bits = 1024
    while bits <= 4096 and not deadline.passed():
        false = points.false_at(statement, sampling.sample(statement, 12, seed), bits)
        if false is not None:
            return refuted(statement, false)
        bits *= 4
    return None


def _worst(statement: Statement, seed: int, deadline: Deadline) -> Iterator[dict[str, Fraction]]:
    """The points with the largest violation in float64, in rational numbers."""
    for rows in climbing.worst(statement, seed, deadline):
        for row in rows:
            yield {n: Fraction(float(v)) for n, v in zip(statement.given, row, strict=True)}


def _simpler(point: dict[str, Fraction]) -> list[dict[str, Fraction]]:
    """The point rounded to fewer and fewer digits, the roundest first."""
    rounded = [
        {n: value.limit_denominator(d) for n, value in point.items()}
        for d in (1, 2, 4, 10, 100, 10**4)
    ]
    return [*rounded, point]
