"""Integrals by an antiderivative, shown by differentiating it.

Undetermined coefficients and SymPy only propose.  The checker differentiates the antiderivative,
compares it with the integrand on the open range, and takes its values at the ends by continuity or
by a limit that it shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import Any

from flint import fmpq

from thence import checker
from thence.checker import OO, Context, Proof, Rejected, Term, num
from thence.domain import POSITIVE, REAL
from thence.errors import InputError
from thence.parser import parse_expression
from thence.provers import limits
from thence.provers.cas import GAVE_UP, clock
from thence.provers.goal import Goal, Search
from thence.provers.integration import (
    antiderivatives,
    centring,
    cuts,
    euler,
    inversions,
    matching,
)
from thence.provers.terms import in_normal_form, reread, simplified, subterms, text

MUST_NOT_PROVE = [
    {"given": {}, "lhs": "Integral(1/x**2, (x, -1, 1))", "rel": "=", "rhs": "-2"},
    {"given": {}, "lhs": "Integral(1/x, (x, -1, 1))", "rel": "=", "rhs": "0"},
    {"given": {}, "lhs": "Integral(sqrt(x**2), (x, -1, 1))", "rel": "=", "rhs": "0"},
    {"given": {}, "lhs": "Integral(exp(-x), (x, 0, oo))", "rel": "=", "rhs": "1 + 10**-12"},
    {"given": {"m": "real", "s": "positive"}, "rel": "=", "rhs": "(1 - erf(m/(sqrt(2)*s)))/2",
     "lhs": "Integral(exp(-(x - m)**2/(2*s**2))/(sqrt(2*pi)*s), (x, 0, oo))"},
    {"given": {"m": "real", "s": "real"}, "rel": "=", "rhs": "1",
     "lhs": "Integral(exp(-(x - m)**2/(2*s**2))/(sqrt(2*pi)*s), (x, -oo, oo))"},
    {"given": {}, "lhs": "Integral(sin(x), (x, 0, oo))", "rel": "=", "rhs": "1"},
    {"given": {"b": "positive"}, "rel": "=", "rhs": "b",
     "lhs": "Integral(exp(-x/b)*exp(-exp(-x/b))/b, (x, -oo, oo))"},
    {"given": {"b": "real"}, "rel": "=", "rhs": "1",
     "lhs": "Integral(exp(-x/b)*exp(-exp(-x/b))/b, (x, -oo, oo))"},
    {"given": {}, "lhs": "Integral(1/(2 + cos(x)), (x, 0, 2*pi))", "rel": "=", "rhs": "0"},
    {"given": {"a": "real"}, "lhs": "Integral(exp(-a*x), (x, 0, oo))", "rel": "=", "rhs": "1/a"},
]  # fmt: skip
#: The part of the remaining time that SymPy may use for one antiderivative.
SHARE = 0.4
#: From this exponent on a power is not expanded if there is a way around it.
HIGH = 100


def value(context: Context, integral: Term, search: Search) -> tuple[Proof, Term] | None:
    """How the checker shows the value of an integral, and that value: by an antiderivative, as it
    stands or with its range turned around or the square in its exponent completed.  The value may
    be an integral that has an antiderivative."""

    for first in (centring.value, cuts.at_moduli, _in_a_base):
        found = first(context, integral, search)
        if found is not None:
            return found
    moves = [
        *completed_squares(context, integral, search),
        *_standardised(context, integral, search),
        (integral, Proof()),
    ]
    found = _shifted(context, integral, moves, search)
    if found is not None:
        return found
    for moved, move in moves:
        known = partial(antiderivatives.candidates, body=moved[1], name=moved[2])
        found = _by_antiderivative(context, integral, moved, move, known, search)
        if found is not None:
            return found
    found = (
        euler.value(context, integral, search, deep=True)
        or _in_its_logarithm(context, integral, search)
        or _turned_around(context, integral, search)
        or cuts.in_the_middle(context, integral, search)
    )
    if found is not None:
        return found
    for moved, move in moves:
        guesses = partial(_guessed, integral=moved, search=search)
        found = _by_antiderivative(context, integral, moved, move, guesses, search)
        if found is not None:
            return found
    return None


def _in_a_base(context: Context, integral: Term, search: Search) -> tuple[Proof, Term] | None:
    """The integral in the base of a power that is too high to expand, where that is linear."""
    _, body, name, *ends = integral
    for power in dict.fromkeys(t for t in subterms(body) if t[0] == "pow"):
        exponent, slope = checker.rational(power[2]), checker.diff(power[1], name)
        steep = checker.rational(slope)
        if exponent is None or exponent < HIGH or not steep or power[1][0] == "sym":
            continue
        start = checker.substitute(power[1], {name: checker.ZERO})
        g = (checker.sym(matching.NAME) - start) / slope
        new = [simplified(context, start + slope * e) for e in ends if e not in (OO, -OO)]
        if len(new) < 2:
            continue
        move = matching.substitution(context, integral, g, new if steep > 0 else new[::-1], search)
        item = move and matching.moved(context, integral, move, search)
        found = search.accepted(context, integral, item) if item else None
        if found is not None:
            return found
    return None


def _in_its_logarithm(
    context: Context, integral: Term, search: Search
) -> tuple[Proof, Term] | None:
    """The integral with its variable as an exponential."""
    g = inversions.logarithm(context, integral)
    move = g and matching.substitution(context, integral, g, (-OO, OO), search)
    item = move and matching.moved(context, integral, move, search)
    if not item:
        return None
    value = checker.parse(item["is"], context.names)
    moves = (value, *(moved for moved, _ in completed_squares(context, value, search)))
    if not any(_has_antiderivative(context, moved) for moved in moves):
        return None
    return search.accepted(context, integral, item)


def _by_antiderivative(
    context: Context, integral: Term, moved: Term, move: Proof,
    candidates: Callable[[Context], Iterator[Term]], search: Search,
) -> tuple[Proof, Term] | None:  # fmt: skip
    """The value by the first of the candidates that the checker accepts, after a ``move``."""
    inner = context.within(moved)
    needs = search.defined(inner, moved[1])
    if needs is None:
        return None
    for guess in islice(candidates(inner), 3):
        search.check_time()
        antiderivative = reread(inner, guess)
        piece = increments(context, inner, moved, antiderivative, search)
        if piece is None:
            continue
        proof, total = piece
        way: Proof = {"pieces": [{**proof, "defined": needs}]}
        way = {**move, "then": {"by": "antiderivative", **way}} if move else way
        item: Proof = {"is": text(total), **way}
        found = search.accepted(context, integral, item)
        if found is not None:
            return found
    return None


def _turned_around(context: Context, integral: Term, search: Search) -> tuple[Proof, Term] | None:
    """The mean of the integral and of itself with the range turned around, where that has an
    antiderivative: ``log(1 + tan u)`` with ``log(1 + tan(pi/4 - u))`` is log 2."""
    converges: Any = None
    for g in matching.reflections(context, integral):
        mean = checker.HALF * (
            matching.carried_body(integral, checker.sym(matching.NAME), True)
            + matching.carried_body(integral, g, False)
        )
        new = Term((integral[0], mean, matching.NAME, *integral[3:]))
        inner = context.within(new)
        body = matching.plain(inner, mean)
        odd = not matching.vanishes(
            inner, mean - matching.carried_body(integral, checker.sym(new[2]), True)
        )
        known = odd and _half_is_known(context, Term((*new[:1], body, *new[2:])))
        if not known and next(antiderivatives.candidates(inner, body, new[2]), None) is None:
            continue
        move = matching.substitution(context, integral, g, integral[3:], search)
        converges = converges or search.each(context, integral)
        if move is None or converges is None:
            continue
        shown = text(Term((integral[0], body, matching.NAME, *integral[3:])))
        item: Proof = {
            "is": shown, **move, "weight": "1/2", "converges": converges,
            "defined": converges["pieces"][0]["defined"],
        }  # fmt: skip
        found = search.accepted(context, integral, item)
        if found is not None:
            return found
    return None


def _half_is_known(context: Context, integral: Term) -> bool:
    """Whether over half of the real line an integral is one of Euler's."""
    head, body, name, *ends = integral
    return ends == [-OO, OO] and euler.looks(context, Term((head, body, name, checker.ZERO, OO)))


def _shifted(
    context: Context, integral: Term, moves: list[tuple[Term, Proof]], search: Search
) -> tuple[Proof, Term] | None:
    """The integral with the square in its exponent completed, if the mean of that and of itself
    turned around is twice one of Euler's: a wave beside a Gaussian density."""
    for moved, move in moves:
        if move and any(t[0] in ("sin", "cos") for t in subterms(moved[1])):
            head, body, name, *ends = moved
            turned = checker.substitute(body, {name: -checker.sym(name)})
            if _half_is_known(context, Term((head, body + turned, name, *ends))):
                return search.accepted(context, integral, {**move, "is": text(moved)})
    return None


def completed_squares(
    context: Context, integral: Term, search: Search
) -> Iterator[tuple[Term, Proof]]:
    """The integral in z with ``x = m + z/sqrt(c)``, where it has an ``exp(-c (x - m)**2 + ...)``
    in which m is not 0, and how the checker gets there."""
    _, body, name, *_ = integral
    inner, x = context.within(integral), {name: checker.ZERO}
    for exponent in in_normal_form(inner, lambda form: antiderivatives.exponents(form, body)):
        slope = checker.diff(exponent, name)
        bend = checker.diff(slope, name)
        flat = simplified(inner, bend)
        if name in checker.symbols(flat) or flat == checker.ZERO:
            continue
        c = num(fmpq(-1, 2)) * checker.substitute(bend, x)
        if search.prove(Goal(context, ">", c)) is None:
            continue
        middle = checker.substitute(slope, x) / (checker.TWO * c)
        shift, stretch = (simplified(context, f) for f in (middle, checker.ONE / c**checker.HALF))
        if shift != checker.ZERO:
            yield from matching.affine(context, integral, shift, stretch, search)


def _standardised(context: Context, integral: Term, search: Search) -> Iterator[tuple[Term, Proof]]:
    """The integral in z = (x - m)/b, where an exponential stands in another one, and no function
    of z has a parameter in it any more."""
    _, body, name, *_ = integral
    outer = [t[1] for t in subterms(body) if t[0] == "exp" and name in checker.symbols(t)]
    inside = [t[1] for u in outer for t in subterms(u) if t[0] == "exp"]
    for line in dict.fromkeys(inside):
        rate = simplified(context.within(integral), checker.diff(line, name))
        if name in checker.symbols(rate) or not checker.symbols(line) - {name}:
            continue
        rate, start = -rate, -checker.substitute(line, {name: checker.ZERO})
        if not context.holds(">", rate):
            rate, start = -rate, -start
        if context.holds(">", rate):
            parts = (simplified(context, -start / rate), simplified(context, checker.ONE / rate))
            for moved, move in matching.affine(context, integral, *parts, search):
                plain = simplified(context.within(moved), moved[1])
                heads = (t for t in subterms(plain) if t[0] == "exp")
                if all(checker.symbols(t) == {moved[2]} for t in heads):
                    yield moved, move
            return


def _has_antiderivative(context: Context, integral: Term) -> bool:
    _, body, name, *_ = integral
    return any(True for _ in antiderivatives.candidates(context.within(integral), body, name))


def _guessed(inner: Context, integral: Term, search: Search) -> Iterator[Term]:
    r"""SymPy's antiderivative, and the same with log \|u\| for log u."""
    import sympy

    from thence.sympy_bridge import from_sympy

    try:
        with clock(max(search.left() * SHARE, 0.1)):
            _, body, name, *_ = integral
            f, x = in_sympy(body, name, inner)
            expr = from_sympy(sympy.integrate(f, x))
    except (*GAVE_UP, InputError):
        return
    try:
        plain = checker.parse(str(expr), inner.names)
    except Rejected:
        return
    yield plain
    logs = {t for t in subterms(plain) if t[0] == "log" and name in checker.symbols(t)}
    for kernel in logs:
        plain = checker.replaced(plain, kernel, checker.log(checker.absolute(kernel[1])))
    if logs:
        yield plain


def increments(
    context: Context, inner: Context, integral: Term, antiderivative: Term, search: Search,
    rest: Term = checker.ZERO,
) -> tuple[Proof, Term] | None:  # fmt: skip
    """The proof that the antiderivative is one of the integrand less a ``rest``, with its values at
    the two ends; and what it gains between them."""
    _, body, name, *ends = integral
    slope = checker.diff(antiderivative, name)
    needs = [search.defined(inner, term) for term in (antiderivative, slope)]
    equal = search.prove(Goal(inner, "=", slope + rest - body)) if None not in needs else None
    if equal is None:
        return None
    found = []
    for end, below in zip(ends, (False, True), strict=True):
        at = at_end(context, inner, antiderivative, name, end, below, search)
        if at is None:
            return None
        found.append(at)
    (low_item, low), (high_item, high) = found
    piece: Proof = {
        "F": text(antiderivative), "F_defined": needs[0], "slope_defined": needs[1],
        "slope": equal, "ends": [low_item, high_item],
    }  # fmt: skip
    return piece, high - low


def at_end(
    context: Context, inner: Context, antiderivative: Term, name: str, end: Term, below: bool,
    search: Search,
) -> tuple[Proof, Term] | None:  # fmt: skip
    """How the value or the limit of a function at an end is shown, and what it is."""
    item = limits.attained(context, inner, antiderivative, name, end, below, search)
    if item is not None:
        return item, checker.value_at(context, inner, antiderivative, name, end, below, item)
    found = limits.tends(context, antiderivative, name, end, None, search, below)
    if found is not None:
        return found, checker.parse(found["is"], context.names)
    for guess in limit_values(antiderivative, name, end, below, inner, search):
        found = limits.tends(context, antiderivative, name, end, guess, search, below)
        if found is not None:
            return found, guess
    return None


def limit_values(
    body: Term, name: str, end: Term, below: bool, inner: Context, search: Search
) -> Iterator[Term]:
    """What SymPy takes the one-sided limit to be."""
    import sympy

    from thence.sympy_bridge import from_sympy

    try:
        with clock(max(search.left() * SHARE, 0.1)):
            f, x = in_sympy(body, name, inner)
            infinite = {OO: sympy.oo, -OO: -sympy.oo}
            a = infinite[end] if end in infinite else in_sympy(end, name, inner)[0]
            expr = from_sympy(sympy.limit(f, x, a, "-" if below else "+"))
        guess = checker.parse(str(expr), inner.names - {name})
    except (*GAVE_UP, InputError, Rejected):
        return
    yield guess  # outside the clock, which must not ring in what the caller does with it


def in_sympy(term: Term, name: str, context: Context) -> tuple[Any, Any]:
    """A term and one of its variables as SymPy has them, positive where the box says so."""
    from thence.sympy_bridge import to_sympy

    boxes = context.box.items()
    domains = {n: POSITIVE if box.satisfies(">") else REAL for n, box in boxes}
    domains[name] = REAL
    return tuple(to_sympy(parse_expression(t, domains), domains) for t in (text(term), name))
