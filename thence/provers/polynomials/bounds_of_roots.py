"""Sums of square roots: each root is bounded by a rational function that it touches.

For m > 0, (F + m**2)/(2m) - sqrt F = (sqrt F - m)**2/(2m), and sqrt F - 2Fm/(F + m**2) =
sqrt F (sqrt F - m)**2/(F + m**2).  So where the goal with the bounds in place of its roots is
nonnegative, it is the sum of that and of weighted squares.  The m are fitted at sampled points, and
are right where the goal is 0; before that the goal is multiplied by one of its roots, if the others
then have rational values there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import product
from typing import Any

import numpy as np
from flint import fmpq

from thence import checker
from thence.checker import Proof, Term
from thence.provers.goal import Goal, OutOfTime, Search
from thence.provers.polynomials.edges import on_edges
from thence.provers.polynomials.osculants import (
    Point,
    Powers,
    Root,
    Samples,
    exponents_of,
    moved,
    osculants,
)
from thence.provers.polynomials.radical_sums import (
    NEAR,
    Fraction,
    Rooted,
    Sampled,
    Sum,
    is_homogeneous,
    multipliers,
    reduced,
    sampled,
    spread,
    taken_apart,
    times_root,
    values_of,
    written,
)
from thence.provers.terms import in_normal_form, text

NAME = "bounds of roots"
COST = 1
MUST_NOT_PROVE = [
    {"given": {"a": "positive", "b": "positive", "c": "positive"},
     "lhs": "a/sqrt(a**2 + 8*b*c) + b/sqrt(b**2 + 8*c*a) + c/sqrt(c**2 + 8*a*b)", "rel": ">=",
     "rhs": "1 + 10**-12"},
    {"given": {"a": "nonnegative", "b": "nonnegative", "c": "nonnegative"},
     "lhs": "sqrt(a**2 + 8*b*c) + sqrt(b**2 + 8*c*a) + sqrt(c**2 + 8*a*b)", "rel": "<=",
     "rhs": "(3 - 10**-12)*(a + b + c)"},
    {"given": {"a": "positive", "b": "positive", "c": "positive"},
     "lhs": "sqrt(a**2 + 8*b*c) + sqrt(b**2 + 8*c*a) + sqrt(c**2 + 8*a*b)", "rel": "<",
     "rhs": "3*(a + b + c)"},
    {"given": {"a": "nonnegative", "b": "nonnegative", "c": "nonnegative"},
     "assuming": ["a + b + c != 0"],
     "lhs": "sqrt(a**2 + b*c) + sqrt(b**2 + c*a) + sqrt(c**2 + a*b)", "rel": "<",
     "rhs": "3*(a + b + c)/2"},
    {"given": {"a": "nonnegative", "b": "nonnegative", "c": "nonnegative"},
     "lhs": "sqrt(a**2 + b**2) + sqrt(b**2 + c**2) + sqrt(c**2 + a**2)", "rel": ">=",
     "rhs": "(sqrt(2) + 10**-12)*(a + b + c)"},
    {"given": {"a": "positive", "b": "positive", "c": "positive"},
     "lhs": "sqrt(a/(b + c)) + sqrt(b/(c + a)) + sqrt(c/(a + b))", "rel": ">=",
     "rhs": "2 + 10**-12"},
    {"given": {"a": "real", "b": "real"}, "lhs": "2*sqrt(a**2 + b**2 + 1)", "rel": ">=",
     "rhs": "a**2 + b**2 + 2 - 10**-12*(a**2 + b**2)"},
]  # fmt: skip
Polynomial = Any
Array = Any
#: Variables, and products of roots, up to which a goal is tried.
VARIABLES = 4
ROOTS = 7
#: Degree of the polynomial that is left, up to which it is tried.
DEGREE = 16
#: Part of the time that is left in which a proof has to be found: other tactics follow.
SHARE = 0.7
#: Ratio of coordinates from which a point is far out; those count only where bounds can be found
#: that do there too, for what is lost may come ever closer to all that may be.
FAR = 300.0
#: Ways to bound the roots of a sum that are tried, those with the least degree.
PLANS = 2
#: Seconds for what is left, and for each of the lemmas.
SECONDS = 2.0
#: Tactics after which the sum is another one than the goal that was looked at before.
BEFORE = (
    "contraposition", "coordinates", "equations", "excluded points", "homogeneous",
    "homogeneous roots", "hypotheses", "moduli", "moduli of hypotheses",
    "moduli of several", "root variables", "slacks", "substitutions", "unit products",
)  # fmt: skip
#: Tactics for what is left once the roots are gone.
INNER = ("bounds", "normal form", "products", "dissection"), ("products", "squares")


def attempt(goal: Goal, search: Search) -> Proof | None:
    """A proof by bounds of the roots, or None."""
    if goal.rel not in (">", ">=") or not 2 <= len(goal.free) <= VARIABLES or goal.context.sizes:
        return None
    if not set(search.path) <= {NAME, *BEFORE}:
        return None
    whole = in_normal_form(goal.context, lambda form: taken_apart(form, goal))
    if whole is None or not 0 < len(whole.rooted) <= ROOTS:
        return None
    if all(root.inside.is_constant() for root in whole.rooted):
        return None
    samples = sampled(goal, whole)
    if samples is None:
        return None
    own = Search(search.left() * SHARE)
    leaf = partial(_first_proof, whole=whole, samples=samples, search=own)
    try:
        return on_edges(goal, whole.names, leaf, search)
    except OutOfTime:
        search.check_time()
        return None


def _first_proof(goal: Goal, whole: Sum, samples: Sampled, search: Search) -> Proof | None:
    """The proof that the first bounds make that make one: of each multiple of the sum those that
    leave least to be shown."""
    for by in multipliers(whole, samples):
        search.check_time()
        multiple = times_root(whole, by)
        found = _bounded(multiple, by, samples, search)
        plans = [_Plan(multiple, by, bounds, samples) for bounds in found]
        for plan in sorted(plans, key=lambda plan: plan.degree)[:PLANS]:
            proof = _proof(goal, plan, search) if plan.degree <= DEGREE else None
            if proof is not None:
                return proof
    return None


# ---------------------------------------------------------------- bounds


@dataclass(frozen=True)
class Bound:
    """``weight/below`` times the root of a polynomial, bounded from above or from below by means
    of m = ``near/scale``."""

    root: Rooted
    weight: Polynomial
    upper: bool
    near: Polynomial
    scale: Polynomial


def _weighted(whole: Sum, points: Array) -> list[tuple[Rooted, Polynomial, bool]] | None:
    """The roots, each with a weight that is nowhere negative, over the denominator of its factor,
    and whether it is to be bounded from above; None where a denominator has no sign."""
    found, at = [], Powers(points)
    for root in whole.rooted:
        n, d = root.factor
        below = at.of(d)
        if not (below > 0).all() and not (below < 0).all():
            return None
        if (below < 0).all():
            n, d = -n, -d
            root = Rooted(root.kernel, root.contents, (n, d))
        value = at.of(n)
        if (value >= 0).all() or (value <= 0).all():
            upper = bool((value <= 0).all())
            found.append((root, -n if upper else n, upper))
            continue
        make = n.context().from_dict
        for upper in (False, True):
            terms = {m: abs(c) for m, c in n.to_dict().items() if (c < 0) == upper}
            found.append((root, make(terms), upper))
    return found


def _bounded(
    whole: Sum, by: Rooted | None, sampled: Sampled, search: Search
) -> Iterator[list[Bound]]:
    """Bounds with which the sum is still nonnegative at the samples."""
    points, values, at = sampled.points, sampled.values, Powers(sampled.points)
    if by is not None:
        values = values * np.sqrt(np.maximum(at.of(by.inside), 0))
    size = values_of(whole, points)[1]
    clear = values > 100 * NEAR * size
    points, values, at = points[clear], values[clear], Powers(points[clear])
    weighted = _weighted(whole, points) if len(points) > 20 else None
    if weighted is None:
        return
    homogeneous = all(is_homogeneous(r.inside) for r, _, _ in weighted)
    one = whole.plain[1] ** 0
    total = sum(one.context().gens(), 0 * one)
    moves = [m for m in sampled.moves if by is None or moved(by.inside, m) == by.inside]
    near = spread(points) < FAR
    earlier: list[list[Polynomial]] = []
    for scale in (one, total) if homogeneous else (one,):
        monomials = [
            exponents_of(
                -(-int(r.inside.total_degree()) // 2) + int(scale.total_degree()),
                len(whole.names), homogeneous,
            )
            for r, _, _ in weighted
        ]  # fmt: skip
        for slopes, kept in product((True, False), (near | True, near)):
            search.check_time()
            samples = Samples(points[kept], values[kept], moves)
            roots = _roots(weighted, sampled.contacts, samples.points)
            found = osculants(roots, samples, scale, monomials, slopes)
            if found is not None and found not in earlier:
                earlier.append(found)
                yield [
                    Bound(r, w, up, near_, scale)
                    for (r, w, up), near_ in zip(weighted, found, strict=True)
                ]
            if found is not None:
                break


def _roots(
    weighted: list[tuple[Rooted, Polynomial, bool]], contacts: list[Point], points: Array
) -> list[Root]:
    """The roots with their weights at the points."""
    at = Powers(points)
    return [
        Root(r.inside, at.of(w) / at.of(r.factor[1]), up, [c for c in contacts if w(*c) != 0])
        for r, w, up in weighted
    ]


# ---------------------------------------------------------------- proofs


@dataclass(frozen=True)
class _Plan:
    """A sum, times a root, with bounds that leave it nonnegative at the samples."""

    whole: Sum
    by: Rooted | None
    found: list[Bound]
    sampled: Sampled

    @cached_property
    def left(self) -> Fraction:
        """The sum with the bounds in place of its roots."""
        return _left(self.whole, self.found)

    @property
    def degree(self) -> int:
        """The degree of what is left to show."""
        return int(self.left[0].total_degree())

    @property
    def needed(self) -> Iterator[Polynomial]:
        """What is not negative, and has to be shown to be so."""
        for root in [bound.root for bound in self.found] + ([self.by] if self.by else []):
            yield from root.contents
        yield from (bound.weight for bound in self.found)

    @property
    def positive(self) -> Iterator[Polynomial]:
        """What has to be shown to be positive first."""
        for bound in self.found:
            yield from (bound.scale, bound.near, bound.root.factor[1])
        if self.by is not None:
            yield self.by.inside


def _proof(goal: Goal, plan: _Plan, search: Search) -> Proof | None:
    """The proof that the bounds make, where what is left can be shown."""
    search.check_time()
    n, d = plan.left
    below = _factors(d, plan.sampled.points)
    if below is None:
        return None
    sign, factors = below
    n = n * sign
    scaffold = _Scaffold(goal, plan.whole.names, search)
    shown = (
        all(map(scaffold.nonnegative, plan.needed))
        and all(map(scaffold.positive, plan.positive))
        and all(scaffold.sum_of_squares(b) for b in plan.found if not b.upper)
        and all(map(scaffold.positive, factors))
        and (scaffold.holds(goal.rel, n) or scaffold.searched(n, goal.rel))
    )
    return scaffold.finished(n, factors, plan.by, plan.found) if shown else None


def _left(whole: Sum, found: list[Bound]) -> Fraction:
    """The sum with the bounds in place of its roots."""
    total = whole.plain
    for bound in found:
        f, m, s = bound.root.inside, bound.near, bound.scale
        below = bound.root.factor[1]
        if bound.upper:
            part = reduced(-bound.weight * (f * s * s + m * m), 2 * m * s * below)
        else:
            part = reduced(2 * f * m * s * bound.weight, (f * s * s + m * m) * below)
        g = total[1].gcd(part[1])
        n = total[0] * (part[1] / g) + part[0] * (total[1] / g)
        total = reduced(n, total[1] * (part[1] / g))
    return total


def _factors(d: Polynomial, points: Array) -> tuple[int, list[Polynomial]] | None:
    """The factors of a denominator, each positive at the points, and the sign of their product."""
    constant, parts = d.factor()
    sign, found, at = 1 if constant > 0 else -1, [abs(constant) * d**0], Powers(points)
    for f, e in parts:
        value = at.of(f)
        if (value < 0).all():
            f, sign = -f, sign * (-1) ** int(e)
        elif not (value > 0).all():
            return None
        found += [f] * int(e)
    return sign, found


class _Scaffold:
    """The lemmas of a proof: what is shown, and used from then on."""

    def __init__(self, goal: Goal, names: list[str], search: Search) -> None:
        self.goal, self.names, self.search = goal, names, search
        self.whole, self.lemmas = goal.context, list[Proof]()

    def term(self, p: Polynomial) -> Term:
        """A polynomial as a term."""
        return checker.parse(written(p, self.names), self.whole.names)

    def holds(self, rel: str, p: Polynomial) -> bool:
        """Whether what is known shows the relation at sight."""
        return self.whole.holds(rel, self.term(p))

    def add(self, p: Polynomial, rel: str, proof: Proof) -> bool:
        """A lemma, which is known from now on."""
        self.lemmas.append({"rule": "lemma", "of": written(p, self.names), "is": rel,
                            "proof": proof})  # fmt: skip
        self.whole = self.whole.assuming((rel, self.term(p)))
        return True

    def searched(self, p: Polynomial, rel: str) -> bool:
        """A lemma that simple tactics show from the goal's own hypotheses."""
        for tactics in INNER:
            inner = Search(min(self.search.left() / 2, SECONDS), max_depth=3, only=tactics)
            try:
                proof = inner.prove(Goal(self.goal.context, rel, self.term(p)))
            except OutOfTime:
                continue
            if proof is not None:
                keep = list(range(len(self.goal.context.hypotheses)))
                return self.add(p, rel, {"rule": "forget", "keep": keep, "then": proof})
        return False

    def positive(self, p: Polynomial) -> bool:
        """That a polynomial is positive: at sight, or a lemma."""
        if self.holds(">", p):
            return True
        gens = p.context().gens()
        total = sum(gens, 0 * p)
        if is_homogeneous(p) and self.holds(">", total):
            power = total ** int(p.total_degree())
            least = _share(p, power) or _least(p)
            rest = p - least * power
            if least > 0 and (self.holds(">=", rest) or self.searched(rest, ">=")):
                whole = {"of": [written(power, self.names)], "basis": ["1"], "gram": [[str(least)]]}
                other = {"of": [written(rest, self.names)], "basis": ["1"], "gram": [["1"]]}
                return self.add(p, ">", {"rule": "squares", "parts": [whole, other], "strict": 0})
        return self.searched(p, ">")

    def nonnegative(self, p: Polynomial) -> bool:
        """That a polynomial is not negative: at sight, or a lemma."""
        return self.holds(">=", p) or self.searched(p, ">=")

    def sum_of_squares(self, bound: Bound) -> bool:
        """That F s**2 + m**2 is positive, as the sum of two squares of which one is."""
        both = bound.root.inside * bound.scale**2 + bound.near**2
        heavy = f"({text(bound.root.kernel)})*({written(bound.scale, self.names)})"
        parts = [
            {"of": [], "basis": [heavy], "gram": [["1"]]},
            {"of": [], "basis": [written(bound.near, self.names)], "gram": [["1"]]},
        ]  # fmt: skip
        return self.add(both, ">", {"rule": "squares", "parts": parts, "strict": 1})

    def finished(
        self, n: Polynomial, factors: list[Polynomial], by: Rooted | None, found: list[Bound]
    ) -> Proof:
        """The goal from the lemmas."""
        write = partial(written, names=self.names)
        parts = [{"of": [write(n), *(f"1/({write(f)})" for f in factors)], "basis": ["1"],
                  "gram": [["1"]]}]  # fmt: skip
        for b in found:
            d, kernel = b.root.factor[1], text(b.root.kernel)
            weights = [write(b.weight), f"1/({write(d)})"]
            if b.upper:
                weights += ["1/2", f"1/({write(b.near)})", f"1/({write(b.scale)})"]
            else:
                both = b.root.inside * b.scale**2 + b.near**2
                weights += [kernel, f"1/({write(both)})"]
            basis = f"({kernel})*({write(b.scale)}) - ({write(b.near)})"
            parts.append({"of": weights, "basis": [basis], "gram": [["1"]]})
        proof: Proof = {"rule": "squares", "parts": parts, "strict": 0}
        if by is not None:
            proof |= {"by": text(by.kernel), "by_positive": {"rule": "normal form"}}
        for lemma in reversed(self.lemmas):
            proof = {**lemma, "then": proof}
        return proof


def _share(p: Polynomial, q: Polynomial) -> fmpq:
    """How much of q may be taken from p with no coefficient less than 0."""
    terms, most = p.to_dict(), [fmpq(0)]
    most += [min(terms.get(m, fmpq(0)) / c for m, c in q.to_dict().items())]
    return max(most)


def _least(p: Polynomial) -> fmpq:
    """Half of about the least that a homogeneous polynomial is on the simplex, or 0."""
    size = len(p.degrees())
    grid = [e for e in product(range(13), repeat=size) if sum(e) == 12]
    value = Powers(np.array(grid, dtype=float) / 12).of(p).min()
    return fmpq(int(value * 2**11), 2**12) if value > 0 else fmpq(0)
