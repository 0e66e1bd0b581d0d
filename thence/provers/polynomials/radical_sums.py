"""Sums of square roots: a goal as fractions times roots of polynomials, and its samples.

The samples are closed under the permutations of the variables that leave the goal as it is, and
among them are the contacts, points with small whole coordinates where the goal is 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction as Rational
from functools import reduce
from itertools import permutations, product
from math import gcd
from typing import Any

import numpy as np
from flint import fmpq, fmpq_mpoly_ctx, fmpz

from thence import checker
from thence.checker import NormalForm, Term
from thence.provers.goal import Goal
from thence.provers.polynomials import ordering
from thence.provers.polynomials.osculants import Permutation, Point, Powers, moved
from thence.provers.terms import in_normal_form

Polynomial = Any
Fraction = tuple[Polynomial, Polynomial]
Array = Any
#: Points at which the goal is sampled, before the variables are exchanged.
SAMPLES = 300
#: Contacts about which there are more samples, and how many.
CONTACTS = 8
AROUND = 20
#: How far from known contacts others are sought, both divided by the sum of their coordinates.
APART = 0.3
#: Points from which contacts are sought, steps to them, and trials of each step.
DESCENTS = 16
STEPS = 50
TRIALS = 20
#: How near to 0, as a share of its parts, a value is taken for a contact.
NEAR = 1e-9


@dataclass(frozen=True)
class Rooted:
    """A factor times the kernel that is the root of what is inside, the product of its contents."""

    kernel: Term
    contents: tuple[Polynomial, ...]
    factor: Fraction

    @property
    def inside(self) -> Polynomial:
        """What the kernel is the root of."""
        return reduce(lambda p, q: p * q, self.contents)

    @property
    def degree(self) -> int:
        """The degree of what is inside."""
        return int(self.inside.total_degree())


@dataclass(frozen=True)
class Sum:
    """A fraction plus fractions times roots of polynomials: all in the variables alone."""

    names: list[str]
    plain: Fraction
    rooted: list[Rooted]

    @property
    def insides(self) -> list[Polynomial]:
        """What the roots are the roots of."""
        return [root.inside for root in self.rooted]

    @property
    def parts(self) -> list[Fraction]:
        """The plain part, and the factors of the roots."""
        return [self.plain, *(root.factor for root in self.rooted)]


# ---------------------------------------------------------------- the goal taken apart


def taken_apart(form: NormalForm, goal: Goal) -> Sum | None:
    """The goal as a sum of fractions times square roots, or None where it is none."""
    whole = form.of(goal.term)
    n, d = whole.n, whole.d
    names = sorted(goal.free)
    places = [form.kernels.index(checker.sym(name)) for name in names]
    roots = _square_roots(form, set(places))
    for f, e in d.factor()[1]:
        used = {i for i, degree in enumerate(f.degrees()) if degree > 0}
        if used <= set(places):
            continue
        (i, *others) = used
        if others or i not in roots or f != form.gens[i]:
            return None
        n, d = form.reduced(n * f ** int(e)), form.reduced(d * f ** int(e))
    ring = fmpq_mpoly_ctx.get([f"x{k}" for k in range(len(names))], "degrevlex")
    groups = dict[tuple[int, ...], dict[tuple[int, ...], fmpq]]()
    for exponents, c in n.to_dict().items():
        which = tuple(i for i, e in enumerate(exponents) if e and i not in places)
        if not set(which) <= roots:
            return None
        group = groups.setdefault(which, {})
        group[tuple(int(exponents[i]) for i in places)] = c

    def smaller(p: Any) -> Polynomial:
        return ring.from_dict({tuple(int(e[i]) for i in places): c for e, c in p.to_dict().items()})

    plain, rooted = (ring.from_dict({}), ring.from_dict({(0,) * len(names): 1})), []
    for which, terms in groups.items():
        factor = reduced(ring.from_dict(terms), smaller(d))
        if not which:
            plain = factor
            continue
        contents = tuple(smaller(form.relations[i][1]) for i in which)
        kernel = reduce(checker.times, (form.kernels[i] for i in which))
        rooted.append(Rooted(kernel, contents, factor))
    return Sum(names, plain, rooted)


def _square_roots(form: NormalForm, variables: set[int]) -> set[int]:
    """The generators that are square roots of polynomials in the variables."""
    return {
        i
        for i, (power, value) in form.relations.items()
        if power == 2
        and form.kernels[i][0] == "pow"
        and {j for j, degree in enumerate(value.degrees()) if degree > 0} <= variables
    }


def reduced(n: Polynomial, d: Polynomial) -> Fraction:
    """A fraction in lowest terms."""
    if n == 0:
        return n, d**0
    g = n.gcd(d)
    return n / g, d / g


def times_root(whole: Sum, by: Rooted | None) -> Sum:
    """The sum multiplied by a root."""
    if by is None:
        return whole
    plain, rooted = (0 * by.inside, by.inside**0), list[Rooted]()
    if whole.plain[0] != 0:
        rooted.append(Rooted(by.kernel, by.contents, whole.plain))
    for root in whole.rooted:
        if root.inside == by.inside:
            n, d = root.factor
            plain = reduced(n * root.inside, d)
        else:
            kernel = checker.times(root.kernel, by.kernel)
            rooted.append(Rooted(kernel, root.contents + by.contents, root.factor))
    return Sum(whole.names, plain, rooted)


def multipliers(whole: Sum, sampled: Sampled) -> Iterator[Rooted | None]:
    """What the sum may be multiplied by: nothing, or the root of a number if nothing stands without
    a root, or one of the roots, so that every root that is left is that of a polynomial of even
    degree."""

    def changing(root: Rooted) -> int:
        """How many moves change it: what none changes leaves all of them to the product."""
        return sum(moved(root.inside, move) != root.inside for move in sampled.moves)

    seen: list[Polynomial] = []
    for by in (None, *_numbers(whole, sampled.contacts), *sorted(whole.rooted, key=changing)):
        if by is not None:
            if by.inside in seen:
                continue
            seen += [moved(by.inside, move) for move in sampled.moves]
        roots = times_root(whole, by).rooted
        even = all(is_homogeneous(r.inside) for r in roots)
        if even and any(int(r.inside.total_degree()) % 2 for r in roots):
            continue
        yield by


def _numbers(whole: Sum, contacts: list[Point]) -> Iterator[Rooted]:
    """The root of a number such that the others times it are rational at the contacts."""
    values = {abs(fmpq(f(*at))) for f in whole.insides for at in contacts}
    free = {_squarefree(int(v.p) * int(v.q)) for v in values if v}
    if whole.plain[0] == 0 and len(free) == 1 and free != {1}:
        one, (number,) = whole.plain[1] ** 0, free
        yield Rooted(checker.num(number) ** checker.HALF, (number * one,), (one, one))


def _squarefree(n: int) -> int:
    """A positive integer divided by its largest square divisor."""
    found = 1
    for p, e in fmpz(n).factor():
        found *= int(p) if int(e) % 2 else 1
    return found


def is_homogeneous(p: Polynomial) -> bool:
    """Whether a polynomial is homogeneous."""
    return len({sum(int(e) for e in m) for m in p.monoms()}) <= 1


# ---------------------------------------------------------------- samples


@dataclass(frozen=True)
class Sampled:
    """Points of the domain with the values of a sum there, and where it is 0."""

    points: Array
    values: Array
    moves: list[Permutation]
    contacts: list[Point]


def sampled(goal: Goal, whole: Sum) -> Sampled | None:
    """Samples closed under what leaves the goal as it is; None where it is negative at one."""
    context = goal.context
    ends = [context.ends[name] for name in whole.names]
    bounds = [tuple(checker.rational(end) for end in pair) for pair in ends]
    constraints = in_normal_form(context, lambda form: _constraints(form, goal, whole))
    if constraints is None:
        return None
    moves, first = _moves(goal, whole.names), _points(bounds)
    first = first[_inside(whole, first, bounds, constraints)]
    contacts = list(_contacts(whole, bounds, constraints))
    apart = first[_distance(first, contacts) > APART]
    contacts += [c for c in _sought(whole, apart, bounds, constraints) if c not in contacts]
    points = np.concatenate([first, *(_around(c) for c in contacts[:CONTACTS])])
    inverse = [[move.index(i) for i in range(len(bounds))] for move in moves]
    points = np.concatenate([points[:, order] for order in inverse])
    points = points[_inside(whole, points, bounds, constraints)]
    values, size = values_of(whole, points)
    if len(points) < 20 or (values < -NEAR * size).any():
        return None
    clear = values > 100 * NEAR * size
    closed = dict.fromkeys(tuple(c[i] for i in order) for order in inverse for c in contacts)
    return Sampled(points[clear], values[clear], moves, list(closed))


def _sought(
    whole: Sum, points: Array, bounds: list[Any], constraints: list[tuple[str, Polynomial]]
) -> Iterator[Point]:
    """Contacts to which the sum falls from the points where it is least: rational ones, whose
    coordinates over the least of them have small denominators."""
    random = np.random.default_rng(0)
    values, size = values_of(whole, points)
    low = points[np.argsort(values / np.maximum(size, 1e-300))[:DESCENTS]]
    low = low[spread(low) < 1e3]
    for step in 0.5 * 0.75 ** np.arange(STEPS):
        trial = low[:, None] * np.exp(step * random.normal(size=(len(low), TRIALS, low.shape[1])))
        trial = np.concatenate([low[:, None], trial], axis=1).reshape(-1, low.shape[1])
        values, size = values_of(whole, trial)
        share = values / np.maximum(size, 1e-300)
        inside = _inside(whole, trial, bounds, constraints) & ~np.isnan(share)
        share = np.where(inside, share, np.inf)
        best = share.reshape(len(low), -1).argmin(axis=1)
        low = trial.reshape(len(low), -1, low.shape[1])[np.arange(len(low)), best]
    found = dict[Point, None]()
    for at in low:
        unit = at[at > 0].min(initial=np.inf) if all(map(is_homogeneous, whole.insides)) else 1.0
        near = [Rational(float(x / unit)).limit_denominator(12) for x in at]
        point = tuple(fmpq(x.numerator, x.denominator) for x in near)
        there = np.array([near], dtype=float)
        value, total = values_of(whole, there)
        inside = any(near) and _inside(whole, there, bounds, constraints)[0]
        if inside and abs(value[0]) <= NEAR * total[0]:
            found[point] = None
    yield from found


def _distance(points: Array, contacts: list[Point]) -> Array:
    """How far each point is from the nearest contact, all divided by the sum of coordinates."""
    least = np.full(len(points), np.inf)
    sizes = np.abs(points).sum(axis=1, keepdims=True)
    for contact in contacts:
        at = np.array([int(x.p) / int(x.q) for x in contact])
        gap = np.abs(points / np.maximum(sizes, 1e-300) - at / np.abs(at).sum()).sum(axis=1)
        least = np.minimum(least, gap)
    return least


def spread(points: Array) -> Array:
    """How many times the least coordinate that is not 0 goes into the largest, at each point."""
    sizes = np.abs(points)
    least = np.where(sizes > 0, sizes, np.inf).min(axis=1, initial=np.inf)
    return sizes.max(axis=1, initial=0.0) / np.where(np.isfinite(least), least, 1.0)


def _inside(
    whole: Sum, points: Array, bounds: list[Any], constraints: list[tuple[str, Polynomial]]
) -> Array:
    """Which of the points are in the domain."""
    keep, at = np.ones(len(points), dtype=bool), Powers(points)
    for k, (low, high) in enumerate(bounds):
        keep &= points[:, k] >= (-np.inf if low is None else int(low.p) / int(low.q))
        keep &= points[:, k] <= (np.inf if high is None else int(high.p) / int(high.q))
    for rel, p in constraints:
        value = at.of(p)
        keep &= value >= 0 if rel in (">", ">=") else np.abs(value) > 1e-12
    for fraction in whole.parts:
        keep &= np.abs(at.of(fraction[1])) > 1e-12
    return keep


def _around(contact: Point) -> Array:
    """Points about a contact."""
    random = np.random.default_rng(0)
    at = np.array([int(x.p) / int(x.q) for x in contact])
    wide = np.repeat([0.1, 0.01], AROUND // 2)[:, None]
    return at + wide * random.normal(size=(AROUND, len(at)))


def _constraints(form: NormalForm, goal: Goal, whole: Sum) -> list[tuple[str, Polynomial]] | None:
    """The hypotheses as polynomials in the variables, or None."""
    found = []
    ring = whole.plain[1].context()
    places = [form.gens.index(form.of(checker.sym(name)).n) for name in whole.names]
    for rel, known in goal.context.hypotheses:
        ratio = form.of(known)
        p = ratio.n * ratio.d
        if rel == "=" or not {i for i, e in enumerate(p.degrees()) if e > 0} <= set(places):
            return None
        terms = {tuple(int(e[i]) for i in places): c for e, c in p.to_dict().items()}
        found.append((rel, ring.from_dict(terms)))
    return found


def _moves(goal: Goal, names: list[str]) -> list[Permutation]:
    """The permutations of the variables that are seen to change nothing."""
    alike = ordering.alike(goal)
    if whole := ordering.symmetric(goal, alike):
        found = [dict(zip(whole, p, strict=True)) for p in permutations(whole)]
    else:
        cycle = ordering.turning(goal, alike)
        turns = range(max(len(cycle), 1))
        found = [dict(zip(cycle, [*cycle[k:], *cycle[:k]], strict=True)) for k in turns]
    return [tuple(names.index(move.get(name, name)) for name in names) for move in found]


def _points(bounds: list[Any]) -> Array:
    """Points of a box, many of them next to its edges or next to where variables are equal."""
    random = np.random.default_rng(0)
    size = len(bounds)
    wide = np.repeat([0.3, 1.5, 5.0], SAMPLES // 3)[:, None]
    factors = np.exp(random.normal(size=(SAMPLES, size)) * wide)
    factors[SAMPLES // 3 :][random.uniform(size=(SAMPLES - SAMPLES // 3, size)) < 0.15] = 0.0
    points = np.empty((SAMPLES, size))
    for k, (low, high) in enumerate(bounds):
        if low is not None and high is not None:
            a, b = (int(end.p) / int(end.q) for end in (low, high))
            points[:, k] = a + (b - a) * factors[:, k] / (1 + factors[:, k])
        elif low is not None:
            points[:, k] = int(low.p) / int(low.q) + factors[:, k]
        elif high is not None:
            points[:, k] = int(high.p) / int(high.q) - factors[:, k]
        else:
            points[:, k] = factors[:, k] * random.choice((-1, 1), size=SAMPLES)
    return points


def values_of(whole: Sum, points: Array) -> tuple[Array, Array]:
    """The values of a sum at points, and the sums of the moduli of its parts; none (nan) where a
    denominator is 0."""
    at = Powers(points)
    with np.errstate(all="ignore"):
        parts = [at.of(whole.plain[0]) / at.of(whole.plain[1])]
        for root in whole.rooted:
            n, d = root.factor
            parts.append(at.of(n) / at.of(d) * np.sqrt(np.maximum(at.of(root.inside), 0)))
        return sum(parts), sum(np.abs(p) for p in parts)


def _contacts(
    whole: Sum, bounds: list[Any], constraints: list[tuple[str, Polynomial]]
) -> Iterator[Point]:
    """Points with small whole coordinates at which the sum is 0, one of each ray."""
    size = len(bounds)
    most = 4 if size < 4 else 2
    for at in product(range(most + 1), repeat=size):
        point = tuple(fmpq(v) for v in at)
        if gcd(*at) != 1 or any(f[1](*point) == 0 for f in whole.parts):
            continue
        outside = any(
            (low is not None and v < low) or (high is not None and v > high)
            for v, (low, high) in zip(point, bounds, strict=True)
        )
        if outside or any(p(*point) < 0 for rel, p in constraints if rel in (">", ">=")):
            continue
        value, total = values_of(whole, np.array([at], dtype=float))
        if abs(value[0]) <= NEAR * total[0]:
            yield point


def written(p: Polynomial, names: list[str]) -> str:
    """A polynomial in the variables as the checker reads it."""
    terms = [
        f"({c})"
        + "".join(
            f"*{name}**{e}" if e > 1 else f"*{name}" for name, e in zip(names, m, strict=True) if e
        )
        for m, c in p.to_dict().items()
    ]
    return " + ".join(terms) or "0"
