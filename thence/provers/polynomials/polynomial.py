"""Polynomials on sets given by inequalities: coordinates in which their signs can be read off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, combinations, islice, product
from math import lcm
from typing import Any

import numpy as np
from flint import fmpq, fmpq_mat, fmpq_mpoly_ctx

from thence import checker
from thence.checker import Context, NormalForm, Proof, Ratio, Rejected, Term
from thence.provers.goal import Goal
from thence.provers.polynomials.gram import Block, Matrix, Polynomial, Zero, gram_matrices
from thence.provers.polynomials.zeros import zeros
from thence.provers.samples import false_somewhere
from thence.provers.terms import in_normal_form, text

Parts = list[dict[str, Any]]
Root = tuple[int, int, Polynomial]
Form = tuple[Term, Polynomial]
#: Candidates for the monomials of a basis up to which a problem is tried.
MOST_MONOMIALS = 20_000
#: Ways to choose coordinates among the constraints that are compared.
MOST_CHOICES = 400
#: Points at which a sign is guessed.
SAMPLES = 200


@dataclass(frozen=True)
class Setting:
    """A polynomial in variables, and the constraints ``g >= 0`` that the context puts on them,
    each with the term that the checker knows to be nonnegative.  Roots may be among the
    variables: ``(i, q, f)`` for the i-th being the q-th root of f."""

    variables: list[Term]
    polynomial: Polynomial
    constraints: list[tuple[Term, Polynomial]]
    roots: list[Root]


def setting(goal: Goal, roots: bool = False) -> Setting | None:
    """The term of the goal as a polynomial in its variables, and where ``roots`` is true in the
    roots that occur; or None where it is none."""
    context = goal.context
    bounds = list(_bounds(context, goal.free))
    known = [h for rel, h in context.hypotheses if rel in (">", ">=")]
    zero = [side for rel, h in context.hypotheses if rel == "=" for side in (h, -h)]

    def job(form: NormalForm) -> Setting | None:
        whole = _polynomial(form, form.of(goal.term), roots)
        if whole is None:
            return None
        found = [c for t in (*bounds, *known) if (c := _constraint(form, t, roots)) is not None]
        both = [c for t in zero if (c := _constraint(form, t, roots)) is not None]
        found += [(t, g) for t, g in both if g.total_degree() > 1]  # others are eliminated
        rooted = [i for i in _used(whole) if form.kernels[i][0] != "sym"]
        found += [(form.kernels[i], form.gens[i]) for i in rooted]
        inside = [form.relations[i][1] for i in rooted]
        tied = _tied(sum(inside, whole), [g for _, g in found])
        if not tied:
            return None
        ring = fmpq_mpoly_ctx.get([f"v{i}" for i in range(len(tied))], "degrevlex")

        def smaller(p: Any) -> Polynomial:
            terms = {tuple(e[i] for i in tied): c for e, c in p.to_dict().items()}
            return ring.from_dict(terms)

        return Setting(
            [form.kernels[i] for i in tied],
            smaller(whole),
            [(t, smaller(g)) for t, g in found if _used(g) <= set(tied)],
            [
                (tied.index(i), form.relations[i][0], smaller(f))
                for i, f in zip(rooted, inside, strict=True)
            ],
        )

    found: Setting | None = in_normal_form(context, job)
    return found


def _polynomial(form: NormalForm, ratio: Ratio, roots: bool) -> Any:
    """The numerator of what is a polynomial in variables and roots of such, or None."""
    plain = all(_is_variable(form, i) or (roots and _is_root(form, i)) for i in _used(ratio.n))
    return ratio.n if ratio.d == 1 and plain else None


def _constraint(form: NormalForm, term: Term, roots: bool) -> tuple[Term, Any] | None:
    """A polynomial that is nonnegative since a term is: the term, or its numerator where the
    denominator is known to be positive."""
    try:
        ratio = form.of(term)
    except Rejected:
        return None
    whole = ratio if ratio.d == 1 else Ratio(form, ratio.n)
    found = _polynomial(form, whole, roots)
    if ratio.d != 1:
        term = form.term(ratio.n)
        found = found if form.context.holds(">=", term) else None
    return None if found is None else (term, found)


def _is_variable(form: NormalForm, i: int) -> bool:
    return bool(form.kernels[i][0] == "sym")


def _is_root(form: NormalForm, i: int) -> bool:
    """Whether a kernel is the root of a number, or of a polynomial in variables."""
    if form.kernels[i][0] != "pow" or i not in form.relations:
        return False
    return all(_is_variable(form, j) for j in _used(form.relations[i][1]))


def _used(p: Any) -> set[int]:
    return {i for i, degree in enumerate(p.degrees()) if degree > 0}  # -1 of the polynomial 0


def _tied(whole: Any, rest: list[Any]) -> list[int]:
    """The variables of the first polynomial, and those that constraints tie to them."""
    found, before = _used(whole), set[int]()
    while found != before:
        before = set(found)
        for g in rest:
            if _used(g) & found and len(_used(g)) > 1:
                found |= _used(g)
    return sorted(found)


def _bounds(context: Context, free: set[str]) -> Iterator[Term]:
    """What is nonnegative by the ends of the domains."""
    tied = set(free).union(*(checker.symbols(h) for _, h in context.hypotheses))
    for name in sorted(tied & context.box.keys() - context.sizes.keys()):
        low, high = context.ends[name]
        if low != -checker.OO and checker.rational(low) is not None:
            yield checker.plus(checker.sym(name), -low)
        if high != checker.OO and checker.rational(high) is not None:
            yield checker.plus(high, -checker.sym(name))


# ---------------------------------------------------------------- coordinates


@dataclass(frozen=True)
class Chart:
    """The polynomial in new coordinates, each an affine form in the variables: those that
    are ``signed`` are constraints, hence nowhere negative.  ``extra``: the other constraints."""

    forms: list[Term]
    signed: list[bool]
    polynomial: Polynomial
    extra: list[tuple[Term, Polynomial]]
    roots: list[Root]

    def reduced(self, p: Polynomial) -> Polynomial:
        """A polynomial without powers of roots that are polynomials in the others."""
        for i, q, f in self.roots:
            while p.degrees()[i] >= q:
                make, total = p.context().from_dict, 0 * p
                for e, c in p.to_dict().items():
                    times, rest = divmod(int(e[i]), q)
                    total += make({(*e[:i], rest, *e[i + 1 :]): c}) * f**times
                p = total
        return p


def chart(found: Setting) -> Chart:
    """Coordinates out of the constraints, so many of the others being combinations of them with
    positive coefficients as can be."""
    variables = list(zip(found.variables, _gens(found), strict=True))
    rooted = [variables[i] for i, _, _ in found.roots]
    linear = [c for c in found.constraints if c[1].total_degree() == 1 and c not in rooted]
    first = _independent(rooted, linear)
    rank, best = len(first), (-1, first, _gens(found))
    others = ([*rooted, *chosen] for chosen in combinations(linear, rank - len(rooted)))
    for chosen in islice(chain([first], others), MOST_CHOICES):
        if _rank(chosen) < rank:
            continue
        basis = _independent(chosen, variables)
        images = _images(basis, found)
        implied = [_implied(g.compose(*images), rank) for _, g in linear]
        if sum(implied) > best[0]:
            best = sum(implied), basis, images
            if all(implied):
                break
    _, basis, images = best
    extra = [(t, g.compose(*images)) for t, g in found.constraints]
    extra = [(t, g) for t, g in extra if not _implied(g, rank)]
    signed = [k < rank for k in range(len(variables))]
    return Chart(
        [t for t, _ in basis],
        signed,
        found.polynomial.compose(*images),
        extra,
        [(_place(basis, found, i), q, f.compose(*images)) for i, q, f in found.roots],
    )


def _place(basis: list[Form], found: Setting, i: int) -> int:
    """The coordinate that a variable is."""
    return next(k for k, (_, g) in enumerate(basis) if g == _gens(found)[i])


def _gens(found: Setting) -> Any:
    return found.polynomial.context().gens()


def _row(g: Polynomial) -> list[fmpq]:
    """The coefficients of an affine form, the constant last."""
    size, terms = len(g.degrees()), g.to_dict()
    units = [tuple(int(i == j) for j in range(size)) for i in range(size)]
    return [fmpq(terms.get(e, 0)) for e in (*units, (0,) * size)]


def _rank(forms: list[Form]) -> int:
    return int(fmpq_mat([_row(g)[:-1] for _, g in forms]).rank()) if forms else 0


def _independent(found: list[Form], more: list[Form]) -> list[Form]:
    """The forms that are found, and those of the others that are linearly independent of them."""
    found = list(found)
    for form in more:
        if _rank([*found, form]) > len(found):
            found.append(form)
    return found


def _images(basis: list[Form], found: Setting) -> list[Polynomial]:
    """The variables in the coordinates that the basis makes."""
    rows = [_row(g) for _, g in basis]
    inverse = fmpq_mat([row[:-1] for row in rows]).inv().tolist()
    shifted = [x - row[-1] for x, row in zip(_gens(found), rows, strict=True)]
    return [
        sum((c * y for c, y in zip(row, shifted, strict=True)), 0 * shifted[0]) for row in inverse
    ]


def _implied(g: Polynomial, rank: int) -> bool:
    """Whether a constraint holds as its monomials are positive multiples of products of the first
    coordinates, the nonnegative ones, and squares."""
    return all(c >= 0 and not any(e % 2 for e in m[rank:]) for m, c in g.to_dict().items())


# ---------------------------------------------------------------- proofs


def by_coefficients(found: Chart) -> Parts | None:
    """Parts of a proof where every monomial has a positive coefficient, and is a square times
    coordinates that are nonnegative."""
    parts = []
    for exponents, c in found.polynomial.to_dict().items():
        if c < 0 or any(e % 2 and not s for e, s in zip(exponents, found.signed, strict=True)):
            return None
        parts.append(_part(exponents, c))
    return parts


def _part(exponents: tuple[int, ...], c: fmpq) -> dict[str, Any]:
    """A monomial: the coordinates that are odd in it, times a square."""
    odd = [f"t{i}" for i, e in enumerate(exponents) if e % 2]
    return {"of": odd, "basis": [_monomial(e // 2 for e in exponents)], "gram": [[str(c)]]}


def lessened(found: Chart, positive: list[bool]) -> Iterator[tuple[Chart, dict[str, Any]]]:
    """The polynomial less some part of a monomial that is positive, since it is made of the
    coordinates that are so; and that part."""
    make = found.polynomial.context().from_dict
    for exponents, c in reversed(found.polynomial.to_dict().items()):
        if c <= 0 or any(e and not p for e, p in zip(exponents, positive, strict=True)):
            continue
        for share in (fmpq(1, 2), fmpq(1, 64)):
            rest = found.polynomial - make({exponents: c * share})
            yield replace(found, polynomial=rest), _part(exponents, c * share)


def multiplier(found: Chart) -> tuple[Polynomial, Polynomial]:
    """A polynomial ``by`` that is positive but where all coordinates are 0, and ``rest`` so large
    that there, which is where ``by`` is 0, the polynomial is plainly ``>= -rest * by``; or else
    ``by`` is positive and ``rest`` is 0."""
    p, variables = found.polynomial, found.polynomial.context().gens()
    none = 0 * variables[0]
    line = sum((x for x, s in zip(variables, found.signed, strict=True) if s), none)
    by = line if all(found.signed) else sum((x * x for x in variables), none)
    degrees = {sum(int(e) for e in m) for m in p.monoms()}
    if len(degrees) > 1:
        return by + 1, none
    (degree,) = degrees
    size = sum((abs(c) for c in p.coeffs()), fmpq(0))
    if all(found.signed):
        return by, size * by ** (degree - 1)
    if degree < 2:
        raise Rejected("no such multiplier of what is of degree 1")
    odd = line if degree % 2 else none + 1
    return by, size * odd * by ** ((degree - degree % 2) // 2 - 1)


def moved(found: Chart, by: Polynomial = 1, plus: Polynomial = 0) -> Chart:
    """The same coordinates, for the polynomial times one, plus another."""
    return replace(found, polynomial=found.polynomial * by + plus)


def by_either(found: Chart, seconds: float) -> Parts | None:
    """Parts by coefficients, or else by squares."""
    return by_coefficients(found) or by_squares(found, seconds)


def by_squares(found: Chart, seconds: float, number: int = 0) -> Parts | None:
    """Parts of a proof with Gram matrices that a semidefinite program finds; with a ``number``
    whose root r is a coordinate, of squares of a + b*r."""
    blocks, labels = [], []
    for weight, label, monomials in _graded(found, bool(number)) if found.roots else _bases(found):
        make = found.polynomial.context().from_dict
        blocks.append(Block(weight, [make({m: 1}) for m in monomials]))
        labels.append(label)
    if not blocks:
        return None
    extra = [g for _, g in found.extra]

    def known() -> list[Zero]:
        return [] if found.roots else zeros(found.polynomial, found.signed, extra)

    matrices = gram_matrices(found.polynomial, blocks, known, seconds, found.reduced, number)
    if matrices is None:
        return None
    return [
        {"of": labels[k], "basis": [in_coordinates(b) for b in block.basis], "gram": _lower(gram)}
        for k, block, gram in matrices
    ]


def certificate(found: Chart, parts: Parts) -> Proof:
    """The proof of ``>= 0`` that the parts make."""
    lets = {f"t{i}": text(form) for i, form in enumerate(found.forms)}
    return {"rule": "squares", "let": lets, "parts": parts}


def _bases(found: Chart) -> Iterator[tuple[Polynomial, list[str], list[tuple[int, ...]]]]:
    """Weights that are nowhere negative, and for each the monomials whose squares times it fit
    into the Newton polytope: x**a counts as the coordinates that are odd in a, times a square."""
    p = found.polynomial
    support = _support(found)
    size, make = len(found.signed), p.context().from_dict
    directions = _directions(size)
    reach = (support @ directions.T).max(axis=0)
    for text_, g in [("", make({(0,) * size: 1})), *((text(t), g) for t, g in found.extra)]:
        own = (_exponents(g) @ directions.T).max(axis=0)
        inside = _inside(support.max(axis=0), found.signed, reach - own, directions)
        groups: dict[tuple[int, ...], list[tuple[int, ...]]] = {}
        for a in inside if found.extra else _consistent(inside, set(p.monoms())):
            groups.setdefault(tuple(e % 2 for e in a), []).append(tuple(e // 2 for e in a))
        for odd, monomials in groups.items():
            label = [f"t{i}" for i, o in enumerate(odd) if o] + [text_] * bool(text_)
            yield g * make({odd: 1}), label, monomials


def weights(found: Chart) -> list[int]:
    """The degrees of the coordinates, a root having its share of what it is the root of, all
    multiplied so that they are whole."""
    shares = [Fraction(1)] * len(found.signed)
    for i, q, f in found.roots:
        shares[i] = Fraction(int(f.total_degree()), q)  # 0 for the root of a number
    common = lcm(*(share.denominator for share in shares))
    return [int(share * common) for share in shares]


def degrees(p: Polynomial, weighted: list[int]) -> set[int]:
    """The weighted degrees of the monomials of a polynomial."""
    return {sum(int(e) * w for e, w in zip(m, weighted, strict=True)) for m in p.monoms()}


def _graded(
    found: Chart, twice: bool
) -> Iterator[tuple[Polynomial, list[str], list[tuple[int, ...]]]]:
    """Weights and bases where there are roots: all monomials of the degree of the polynomial, or
    up to it, with a root at most squared, that of a number at most once; or ``twice``, with that
    of a number in the bases too."""
    weighted, make = weights(found), found.polynomial.context().from_dict
    size, present = len(weighted), degrees(found.polynomial, weighted)
    most = max(present) + (max(present) % 2 if len(present) > 1 else 0)
    rooted = {i for i, _, _ in found.roots}
    ranges = [
        range(
            0,
            min(2 if i in rooted else most, most // w) + 1 if w else (4 if twice else 2),
            1 if signed else 2,
        )
        for i, (w, signed) in enumerate(zip(weighted, found.signed, strict=True))
    ]
    if np.prod([float(len(r)) for r in ranges]) > MOST_MONOMIALS:
        return
    for label, g in [("", make({(0,) * size: 1})), *((text(t), g) for t, g in found.extra)]:
        left = most - max(degrees(g, weighted))
        groups: dict[tuple[int, ...], list[tuple[int, ...]]] = {}
        for a in product(*ranges):
            degree = sum(e * w for e, w in zip(a, weighted, strict=True))
            if degree == left or (len(present) > 1 and degree < left):
                groups.setdefault(tuple(e % 2 for e in a), []).append(tuple(e // 2 for e in a))
        for odd, monomials in groups.items():
            labels = [f"t{i}" for i, o in enumerate(odd) if o] + [label] * bool(label)
            yield g * make({odd: 1}), labels, monomials


def _directions(size: int) -> Any:
    """Directions in which the Newton polytope is measured."""
    grid = [d for d in product((-1, 0, 1, 2), repeat=size) if any(d)] if size < 6 else []
    random = np.random.default_rng(0).normal(size=(200, size))
    return np.concatenate(
        [
            np.array(grid).reshape(-1, size),
            np.eye(size),
            np.ones((1, size)),
            -np.ones((1, size)),
            random,
        ]
    )


def _support(found: Chart) -> Any:
    """Exponents that span the polytope: those of the polynomial; where there are constraints as
    weights, whose monomials may cancel, all up to the degree."""
    every = [found.polynomial, *(g for _, g in found.extra)]
    if len(every) == 1:
        return _exponents(found.polynomial)
    degrees = {int(sum(e)) for g in every for e in g.monoms()}
    corners = np.eye(len(found.signed), dtype=int) * (max(degrees) + max(degrees) % 2)
    if all(len({int(sum(e)) for e in g.monoms()}) == 1 for g in every):
        return np.eye(len(found.signed), dtype=int) * int(found.polynomial.total_degree())
    return np.concatenate([corners, 0 * corners[:1]])


def _inside(degrees: Any, signed: list[bool], reach: Any, directions: Any) -> list[tuple[int, ...]]:
    """The exponents that no direction shows to lie outside the polytope."""
    ranges = [range(0, d + 1, 1 if s else 2) for d, s in zip(degrees, signed, strict=True)]
    if np.prod([float(len(r)) for r in ranges]) > 50 * MOST_MONOMIALS:
        return []
    points = np.array(np.meshgrid(*ranges, indexing="ij")).reshape(len(ranges), -1).T
    keep = ((points @ directions.T) <= reach + 1e-9).all(axis=1)
    return [tuple(int(e) for e in row) for row in points[keep]]


def _consistent(
    inside: list[tuple[int, ...]], support: set[tuple[int, ...]]
) -> list[tuple[int, ...]]:
    """Drop, again and again, exponents whose square neither occurs nor is cancelled."""
    kept = inside
    while True:
        groups: dict[tuple[int, ...], list[tuple[int, ...]]] = {}
        for a in kept:
            groups.setdefault(tuple(e % 2 for e in a), []).append(a)
        middles = {
            tuple((x + y) // 2 for x, y in zip(a, b, strict=True))
            for group in groups.values()
            for a, b in combinations(group, 2)
        }
        found = [a for a in kept if a in support or a in middles]
        if len(found) == len(kept):
            return found
        kept = found


def _monomial(exponents: Any) -> str:
    powers = [f"t{i}" if e == 1 else f"t{i}**{e}" for i, e in enumerate(exponents) if e]
    return "*".join(powers) or "1"


def in_coordinates(p: Polynomial) -> str:
    """A polynomial in the coordinates as the checker reads it."""
    terms = [f"{_number(c)}*{_monomial(e)}" for e, c in p.to_dict().items()]
    return " + ".join(terms) or "0"


def _number(c: fmpq) -> str:
    return f"({c})" if c < 0 else str(c)


def _lower(gram: Matrix) -> list[list[str]]:
    return [[str(v) for v in row[: k + 1]] for k, row in enumerate(gram)]


def _exponents(p: Polynomial) -> Any:
    return np.array([[int(e) for e in m] for m in p.monoms()])


# ---------------------------------------------------------------- samples


def likely_signs(goal: Goal) -> list[int]:
    """The signs, 1 and -1, that the term of the goal may have everywhere as sampled points tell;
    both where it is no polynomial."""
    found = setting(goal)
    if found is None:
        return [1, -1]
    values = _sampled(found, goal.context)
    return [s for s in (1, -1) if not (values * s < 0).any()]


def signs_under_equations(goal: Goal) -> list[int]:
    """The signs that the term may have, at points where the equations of the context hold."""
    if not any(rel == "=" for rel, _ in goal.context.hypotheses):
        return likely_signs(goal)
    terms = ((s, goal.term if s > 0 else -goal.term) for s in (1, -1))
    return [s for s, term in terms if not false_somewhere(goal.context, ">=", term)]


def _sampled(found: Setting, context: Context) -> Any:
    """The polynomial at points of the set, divided by the sum of the moduli of its terms; 0 where
    that is too little to tell its sign."""
    random = np.random.default_rng(0)
    points = np.empty((SAMPLES, len(found.variables)))
    for k, (_, name) in enumerate(found.variables):
        low, high = (float(end) for end in (context.box[name].lo, context.box[name].hi))
        spread = np.exp(random.normal(size=SAMPLES))
        points[:, k] = spread * random.choice((-1, 1), size=SAMPLES)
        if np.isfinite(low):
            points[:, k] = low + spread
        elif np.isfinite(high):
            points[:, k] = high - spread
        if np.isfinite(low) and np.isfinite(high):
            points[:, k] = random.uniform(low, high, size=SAMPLES)
    inside = np.ones(SAMPLES, dtype=bool)
    for _, g in found.constraints:
        inside &= _values(g, points)[0] >= 0
    value, size = _values(found.polynomial, points[inside])
    return np.where(np.abs(value) > 1e-9 * size, value, 0.0)


def _values(p: Polynomial, points: Any) -> tuple[Any, Any]:
    """The values at points, and the sums of the moduli of the terms."""
    terms = np.prod(points[:, None, :] ** _exponents(p)[None], axis=2)
    terms = terms * np.array([int(c.p) / int(c.q) for c in p.coeffs()])
    return terms.sum(axis=1), np.abs(terms).sum(axis=1)
