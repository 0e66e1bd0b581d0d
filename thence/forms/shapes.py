r"""Monotone and convex functions with kinks, or with hypotheses: taken apart into smooth pieces.

A function increases strictly on an interval if it does so on both sides of a place in it, so that
its derivative may be 0 there, as that of ``x**3``.  It is convex if it is so on both sides and its
slope is no smaller on the right of the place than on the left, at a kink such as that of
``Max(x, 0)``.
On each side it is what is left without moduli, maxima and cases, which is one more statement.
A hypothesis such as ``x > 0`` is the domain.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from itertools import combinations, islice, pairwise, product

from flint import fmpq, fmpq_poly

from thence.calculus import NotDifferentiable, derivative
from thence.claim import Claim
from thence.domain import Domain
from thence.errors import InputError
from thence.expr import (
    BINDERS,
    MINUS_OO,
    ONE,
    OO,
    ZERO,
    Expr,
    free_symbols,
    num,
    rebuild,
    sym,
    walk,
)
from thence.form import Form
from thence.forms import Parts, put
from thence.parser import exact_value
from thence.statement import SHAPES, Statement, narrowed

#: Places at which a domain is cut.
MOST = 6
#: Powers in a polynomial of which the roots are looked for.
MOST_DEGREE = 40
_ADDED = {"+": operator.add, "-": operator.sub, "*": operator.mul}
_KINKS = frozenset(["Abs", "sign", "Max", "Min", "Piecewise"])
_STEPS = frozenset(["floor", "ceiling", "KroneckerDelta", "Derivative"]) | BINDERS
#: Functions with a derivative wherever they are defined.
_SMOOTH = frozenset(["num", "sym", "const", "+", "-", "*", "/", "neg", "exp", "log", "sin", "cos"])
_SMOOTH |= {"sinh", "cosh", "tanh", "atan", "asinh", "erf", "erfc"}
#: Values at 0.
_AT_ZERO = dict.fromkeys(("sin", "sinh", "tan", "tanh", "atan", "asinh", "erf", "sqrt"), ZERO)
_AT_ZERO |= dict.fromkeys(("exp", "cos", "cosh"), ONE)
_CONTRARY = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_TESTS = {
    "<": Fraction.__lt__,
    "<=": Fraction.__le__,
    ">": Fraction.__gt__,
    ">=": Fraction.__ge__,
    "=": Fraction.__eq__,
    "!=": Fraction.__ne__,
}


def taken_apart(claim: Claim) -> Claim:
    """The claim with a statement for each smooth piece, or the claim itself."""
    if len(claim.statements) != 1 or claim.form is not None:
        return claim
    (statement,) = claim.statements
    if statement.rel not in SHAPES:
        return claim
    try:
        parts = in_pieces(statement)
    except InputError:  # no formula for a derivative, a name that is taken, or too large
        return claim
    return claim if parts is None else parts.claimed(claim)


def in_pieces(statement: Statement) -> Parts | None:
    """What shows that a function is monotone or convex, piece by piece; None for what is smooth.

    >>> from thence.statement import read_statement
    >>> relu = read_statement({"x": "real"}, [], "Max(x, 0)", "convex", "x")
    >>> for part in in_pieces(relu).statements:
    ...     print(part, *(f"for {name} {domain}" for name, domain in part.given.items()))
    Max(x, 0) = 0 for x nonpositive
    Max(x, 0) = x for x nonnegative
    0 convex x for x nonpositive
    x convex x for x nonnegative
    0 <= 1
    """
    name = statement.rhs.name
    domain = statement.given.get(name)
    if domain is None or domain.integer or domain.sizes or domain.parameters:
        return None
    whole = _in_domain(statement, name)
    if whole is None:
        return None
    found = _places(whole, name)
    if found is None:
        return None
    places, numeric = found
    form = Form(
        (statement.lhs, f"is {statement.rel} in", statement.rhs),
        statement.given,
        statement.assuming,
    )
    if not places:
        return None if whole == statement else Parts(form, (narrowed(whole),))
    if len(places) == 1 and exact_value(places[0]) is None:  # measured from there
        whole = replace(whole, lhs=put(whole.lhs, {name: places[0] + sym(name)}))
        places = [ZERO]
    pieces = list(_pieces(whole, name, places))
    shown = [one for piece in pieces for one in _alike(piece, name, places)]
    shown += [narrowed(_shape(piece, name)) for piece in pieces]
    bends = list(_bends(whole, name, places, pieces))
    smooth = all(map(_is_smooth, (piece.value for piece in pieces)))
    by_cases = any(node.head == "Piecewise" for node in walk(statement.lhs))
    implied = [] if by_cases else [statement]
    if numeric and bends:
        implied += [*bends] * smooth + [narrowed(_shape(piece, name)) for piece in pieces]
    # Where both sides are seen to go on from one another, the claim is one about each of them.
    joined = numeric and not any(n.head in ("Piecewise", "sign") for n in walk(whole.lhs))
    sufficient = bool(bends) or not joined
    return Parts(form, (*shown, *bends), tuple(implied), sufficient)


@dataclass(frozen=True, slots=True)
class _Piece:
    """The statement on a part of the domain, and the function there without its kinks."""

    on: Statement
    value: Expr


def _alike(piece: _Piece, name: str, places: list[Expr]) -> Iterator[Statement]:
    """That a piece is what the function is there, at its ends as well."""
    on, given = piece.on, piece.on.given
    if piece.value == on.lhs:
        return
    if any(node.head == "Piecewise" for node in walk(on.lhs)):
        domain = given[name]
        for end in {domain.lo, domain.hi} & set(places):
            values = {n: num(_inside(one)) for n, one in given.items() if not one.sizes}
            there = _chosen(on.lhs, name, values | {name: end})
            sides = [_plain(put(side, {name: end})) for side in (there, piece.value)]
            yield narrowed(replace(on, lhs=sides[0], rel="=", rhs=sides[1]))
        inside = replace(
            domain,
            lo_open=domain.lo_open or domain.lo in places,
            hi_open=domain.hi_open or domain.hi in places,
        )
        on = replace(on, given={**given, name: inside})
    yield narrowed(replace(on, rel="=", rhs=piece.value))


def _bends(
    whole: Statement, name: str, places: list[Expr], pieces: list[_Piece]
) -> Iterator[Statement]:
    """That the slopes on both sides of each place are in order, for what is convex or concave."""
    if whole.rel not in ("convex", "concave"):
        return
    order = "<=" if whole.rel == "convex" else ">="
    for place, (before, behind) in zip(places, pairwise(pieces), strict=True):
        left, right = (_slope(piece.value, name, place) for piece in (before, behind))
        yield narrowed(replace(whole, lhs=left, rel=order, rhs=right))


def _is_smooth(expr: Expr) -> bool:
    """Whether a function is seen to have a derivative wherever it is defined."""
    if expr.head == "**":
        power = exact_value(expr.args[1])
        return (
            power is not None and power >= 0 and power.denominator == 1 and _is_smooth(expr.args[0])
        )
    return expr.head in _SMOOTH and all(map(_is_smooth, expr.args))


def _shape(piece: _Piece, name: str) -> Statement:
    """The shape of a piece, of which the variable is declared even where it is constant."""
    return replace(piece.on, lhs=piece.value, rhs=sym(name))


def _slope(value: Expr, name: str, place: Expr) -> Expr:
    return _plain(put(derivative(value, name), {name: place}))


# ---------------------------------------------------------------- hypotheses about the variable


def _in_domain(statement: Statement, name: str) -> Statement | None:
    """The statement without hypotheses about the variable, which bound it by constants, or one of
    which bounds it by what it is then measured from; None where they say anything else."""
    about = [h for h in statement.assuming if name in free_symbols(h)]
    rest = tuple(h for h in statement.assuming if h not in about)
    domain, lhs = statement.given[name], statement.lhs
    for hypothesis in about:
        bound = _bound(hypothesis, name)
        if bound is None:
            return None
        rel, end = bound
        if free_symbols(end):
            if len(about) > 1 or (domain.lo, domain.hi) != (MINUS_OO, OO):
                return None
            lhs, end = put(lhs, {name: end + sym(name)}), ZERO
        narrower = _narrower(domain, rel, end)
        if narrower is None:
            return None
        domain = narrower
    given = {**statement.given, name: domain}
    return replace(statement, lhs=lhs, given=given, assuming=rest)


def _bound(hypothesis: Expr, name: str) -> tuple[str, Expr] | None:
    """``x rel end`` with an end that is free of x."""
    if hypothesis.head not in _CONTRARY:
        return None
    left, right = hypothesis.args
    if left == sym(name) and name not in free_symbols(right):
        return hypothesis.head, right
    if right == sym(name) and name not in free_symbols(left):
        return _CONTRARY[hypothesis.head], left
    return None


def _narrower(domain: Domain, rel: str, end: Expr) -> Domain | None:
    """The part of an interval on one side of a constant; None where it is not seen what it is."""
    low, opened = rel[0] == ">", len(rel) == 1
    own, own_opened = (domain.lo, domain.lo_open) if low else (domain.hi, domain.hi_open)
    if own not in (OO, MINUS_OO):
        known = exact_value(own), exact_value(end)
        if known[0] is None or known[1] is None:
            return None
        if known[0] == known[1]:
            opened = opened or own_opened
        elif (known[0] > known[1]) == low:
            return domain
    if low:
        made = replace(domain, lo=end, lo_open=opened)
    else:
        made = replace(domain, hi=end, hi_open=opened)
    first, last = exact_value(made.lo), exact_value(made.hi)
    empty = first is not None and last is not None and first >= last
    return None if empty else made


# ---------------------------------------------------------------- where a domain is cut


def _places(statement: Statement, name: str) -> tuple[list[Expr], bool] | None:
    """Where the function may have a kink, and where its slope vanishes though it is monotone;
    whether the sides of each kink are seen without the parameters.  None where that is not known.
    """
    found, numeric = dict[Expr, None](), True
    for node in walk(statement.lhs):
        if name not in free_symbols(node):
            continue
        if node.head in _STEPS:
            return None
        for gap in _gaps(node):
            affine = _affine(gap, name)
            if affine is None:
                return None
            rise, start = affine
            told = start if rise == ZERO else rise  # what says which side is which
            numeric = numeric and exact_value(told) is not None
            if rise != ZERO:
                found[_root(rise, start)] = None
    if not found and statement.rel in ("increasing", "decreasing"):
        found = dict.fromkeys(_stationary(statement.lhs, name))
    if len(found) > MOST or (len(found) > 1 and any(exact_value(p) is None for p in found)):
        return None
    domain = statement.given[name]
    whole = (domain.lo, domain.hi) == (MINUS_OO, OO)
    ends = exact_value(domain.lo), exact_value(domain.hi)
    if not whole and any(
        end is None and bound not in (OO, MINUS_OO)
        for end, bound in zip(ends, (domain.lo, domain.hi), strict=True)
    ):
        return ([], True) if not found else None
    places = []
    for place in found:
        value = exact_value(place)
        if value is None:
            return ([place], numeric) if whole else None
        if (ends[0] is None or ends[0] < value) and (ends[1] is None or value < ends[1]):
            places.append(value)
    return [num(value) for value in sorted(places)], numeric


def _gaps(node: Expr) -> Iterator[Expr]:
    """What changes its sign where a node has a kink; of what has kinks itself each branch."""
    found: list[Expr] = []
    if node.head in ("Abs", "sign"):
        found = [node.args[0]]
    elif node.head in ("Max", "Min"):
        found = [one - other for one, other in combinations(node.args, 2)]
    elif node.head == "Piecewise":
        relations = (relation for case in node.args for relation in case.args[1:])
        found = [relation.args[0] - relation.args[1] for relation in relations]
    for gap in found:
        yield from _few(gap)


def _branches(expr: Expr) -> Iterator[Expr]:
    """The expression with one branch for each modulus, maximum and case in it; the first few."""
    if not any(node.head in _KINKS for node in walk(expr)):
        yield expr
    elif expr.head == "sign":
        yield from (ONE, num(-1))
    elif expr.head == "Abs":
        for inner in _few(expr.args[0]):
            yield from (inner, -inner)
    elif expr.head in ("Max", "Min", "Piecewise"):
        for arg in expr.args:
            yield from _few(arg.args[0] if expr.head == "Piecewise" else arg)
    else:
        yield from (replace(expr, args=args) for args in product(*map(_few, expr.args)))


def _few(expr: Expr) -> Iterator[Expr]:
    return islice(_branches(expr), MOST + 1)


def _affine(expr: Expr, name: str) -> tuple[Expr, Expr] | None:
    """The slope and the value at 0 of a function whose slope is constant."""
    if name not in free_symbols(expr):
        return ZERO, expr
    try:
        rise = _plain(derivative(expr, name))
    except NotDifferentiable:
        return None
    return None if name in free_symbols(rise) else (rise, _plain(put(expr, {name: ZERO})))


def _root(rise: Expr, start: Expr) -> Expr:
    return ZERO if start == ZERO else _plain(-start / rise)


def _stationary(expr: Expr, name: str) -> Iterator[Expr]:
    """Numbers where the slope is seen to be 0: at 0, where the base of a power is, and where a
    polynomial has a rational root."""
    slope = derivative(expr, name)
    candidates = [ZERO, *_rational_roots(slope, name)]
    for node in walk(slope):
        affine = _affine(node.args[0], name) if node.head == "**" else None
        if affine is not None and affine[0] != ZERO:
            candidates.append(_root(*affine))
    for place in dict.fromkeys(candidates):
        if exact_value(place) is not None and _plain(put(slope, {name: place})) == ZERO:
            yield place


def _rational_roots(slope: Expr, name: str) -> list[Expr]:
    """The rational roots of a polynomial with rational coefficients."""
    found = _polynomial(slope, name)
    if found is None or found.degree() < 1:
        return []
    linear = [factor for factor, _ in found.factor()[1] if factor.degree() == 1]
    roots = [-factor[0] / factor[1] for factor in linear]
    return [num(Fraction(int(root.p), int(root.q))) for root in roots]


def _polynomial(expr: Expr, name: str) -> fmpq_poly | None:
    """The polynomial in one variable that an expression is as it is written."""
    value = exact_value(expr)
    if value is not None:
        return fmpq_poly([fmpq(value.numerator, value.denominator)])
    if expr == sym(name):
        return fmpq_poly([0, 1])
    if expr.head == "**":
        base, power = _polynomial(expr.args[0], name), exact_value(expr.args[1])
        whole = power is not None and power.denominator == 1 and 0 <= power <= MOST_DEGREE
        return base ** int(power) if base is not None and power is not None and whole else None
    if expr.head not in ("+", "-", "*", "neg", "/"):
        return None
    parts = [_polynomial(arg, name) for arg in expr.args]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts) or (expr.head == "/" and known[1].degree() != 0):
        return None
    if expr.head == "/":
        return known[0] / known[1][0]
    return -known[0] if expr.head == "neg" else reduce(_ADDED[expr.head], known)


# ---------------------------------------------------------------- the pieces


def _pieces(statement: Statement, name: str, places: list[Expr]) -> Iterator[_Piece]:
    """The statement between the places, and the function without its kinks there."""
    domain = statement.given[name]
    ends = [domain.lo, *places, domain.hi]
    last = len(ends) - 2
    for k, (low, high) in enumerate(pairwise(ends)):
        part = replace(
            domain,
            lo=low,
            hi=high,
            lo_open=domain.lo_open if k == 0 else False,
            hi_open=domain.hi_open if k == last else False,
        )
        given = {**statement.given, name: part}
        values = {n: num(_inside(one)) for n, one in given.items() if not one.sizes}
        smooth = _chosen(statement.lhs, name, values)
        yield _Piece(replace(statement, given=given), smooth)


def _inside(domain: Domain) -> Fraction:
    """A number inside of a domain, as far as its ends are numbers."""
    low, high = exact_value(domain.lo), exact_value(domain.hi)
    if low is not None and high is not None:
        return (low + high) / 2
    if low is not None:
        return low + 1
    return Fraction(0) if high is None else high - 1


def _chosen(expr: Expr, name: str, values: Mapping[str, Expr]) -> Expr:
    """The function as it is around a point: an :class:`InputError` where that is not seen."""
    made = rebuild(expr, lambda part: _chosen(part, name, values))
    told = name in free_symbols(made) or all(exact_value(part) is not None for part in made.args)
    if made.head not in _KINKS or not told:
        return made
    if made.head == "Piecewise":
        return next(
            case.args[0] for case in made.args if all(_holds(c, values) for c in case.args[1:])
        )
    known = [_at(part, values) for part in made.args]
    if made.head in ("Max", "Min"):
        best = max(known) if made.head == "Max" else min(known)
        return made.args[known.index(best)]
    sign = ONE if known[0] > 0 else num(-1)
    if made.head == "sign":
        return sign
    return made.args[0] if sign == ONE else -made.args[0]


def _at(expr: Expr, values: Mapping[str, Expr]) -> Fraction:
    value = exact_value(put(expr, values))
    if value is None:
        raise InputError(f"{expr} at a point.")
    return value


def _holds(relation: Expr, values: Mapping[str, Expr]) -> bool:
    left, right = (_at(side, values) for side in relation.args)
    return bool(_TESTS[relation.head](left, right))


def _plain(expr: Expr) -> Expr:
    """The expression without zeros and ones that do nothing, numbers worked out."""
    made = rebuild(expr, _plain)
    value = exact_value(made)
    if value is not None:
        return num(value)
    if made.head in _AT_ZERO and made.args == (ZERO,):
        return _AT_ZERO[made.head]
    if made.head == "neg" and made.args[0].head == "neg":
        return made.args[0].args[0]
    if made.head not in ("+", "-", "*", "/"):
        return made
    left, right = made.args
    if made.head == "+":
        return right if left == ZERO else left if right == ZERO else made
    if made.head == "-":
        return _plain(-right) if left == ZERO else left if right == ZERO else made
    if made.head == "*":
        if ZERO in (left, right):
            return ZERO
        return right if left == ONE else left if right == ONE else made
    return left if right == ONE or left == ZERO else made
