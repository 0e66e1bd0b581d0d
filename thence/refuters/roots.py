"""Where a term is 0, exactly: the zeros of the factors of its numerator, in one variable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flint import fmpq

from thence import checker
from thence.checker import HALF, ONE, PI, TWO, ZERO, Context, NormalForm, Rejected, Term, num
from thence.provers.integration.inversions import inverse
from thence.provers.terms import in_normal_form, subterms

#: Angles up to a right one with a rational sine, which is given; the cosine is that of the rest.
ANGLES = {ZERO: ZERO, num(fmpq(1, 2)): num(fmpq(1, 6)) * PI, ONE: HALF * PI}


def of(term: Term, name: str) -> list[Term]:
    """The zeros that are found in a variable, in the other variables of the term.

    >>> term = checker.parse("exp(x)*(x**2 - 4)", {"x"})
    >>> sorted(int(checker.rational(root)) for root in of(term, "x"))
    [-2, 2]
    """
    nowhere = Context({}, {}, [], [])
    boxes = {n: nowhere.domain("real")[0] for n in checker.symbols(term)}
    try:
        return in_normal_form(
            Context(boxes, {}, [], []), lambda form: list(_roots(form, term, name))
        )
    except (Rejected, ArithmeticError, ValueError, RecursionError):
        return []


def turning(term: Term, name: str) -> Iterator[Term]:
    """Where an angle that a sine or a cosine in the term is of is a multiple of a right one."""
    angles = dict.fromkeys(t[1] for t in subterms(term) if t[0] in ("sin", "cos"))
    for angle in angles:
        if sum(part == checker.sym(name) for part in subterms(angle)) == 1:
            for quarters in (0, 1, -1, 2, -2):
                root = inverse(angle, name, num(fmpq(quarters, 2)) * PI)
                if root is not None:
                    yield root


def _roots(form: NormalForm, equation: Term, name: str) -> Iterator[Term]:
    """By the factors of the numerator: those that are linear in the variable, or in a function of
    it that has an inverse; without other variables quadratic ones and binomials too."""
    for factor, _ in form.of(equation).n.factor()[1]:
        inside = [
            i for i, kernel in enumerate(form.kernels)
            if factor.degrees()[i] and name in checker.symbols(kernel)
        ]  # fmt: skip
        if len(inside) == 1:
            for value in _of_polynomial(_coefficients(form, factor, inside[0])):
                yield from _where(form.kernels[inside[0]], name, value)


def _where(kernel: Term, name: str, value: Term) -> Iterator[Term]:
    """The values of a variable at which a function of it has a value."""
    if kernel[0] in ("sin", "cos"):
        places = [(kernel[1], angle) for angle in _angles(kernel[0], checker.rational(value))]
    else:
        known = checker.rational(value)
        never = kernel[0] == "exp" and known is not None and known <= 0
        places = [] if never else [(kernel, value)]
    for inner, at in places:
        root = inverse(inner, name, at)
        if root is not None:
            yield root


def _angles(wave: str, value: fmpq | None) -> Iterator[Term]:
    """Angles of at most two right ones with a rational sine or cosine."""
    angle = None if value is None else ANGLES.get(num(abs(value)))
    if angle is None or value is None:
        return
    angle = -angle if value < 0 else angle
    if wave == "sin":
        yield from (angle, PI - angle)
    else:
        yield from (HALF * PI - angle, angle - HALF * PI)


def _coefficients(form: NormalForm, p: Any, i: int) -> list[Term]:
    """The coefficients of a polynomial in one of its generators, that of its power 0 first."""
    parts = [0 * form.one for _ in range(p.degrees()[i] + 1)]
    for powers, c in p.to_dict().items():
        monomial = c * form.one
        for j, power in enumerate(powers):
            monomial *= form.gens[j] ** (int(power) if j != i else 0)
        parts[int(powers[i])] += monomial
    return [form.term(part) for part in parts]


def _of_polynomial(c: list[Term]) -> Iterator[Term]:
    """The roots of a polynomial that is linear, quadratic or a binomial."""
    degree, first = len(c) - 1, c[-1]
    if degree == 2:
        root = (c[1] * c[1] - num(4) * first * c[0]) ** HALF
        yield (-c[1] + root) / (TWO * first)
        yield (-c[1] - root) / (TWO * first)
    elif all(part == ZERO for part in c[1:-1]):
        yield from _of_binomial(-c[0] / first, degree)


def _of_binomial(power: Term, degree: int) -> Iterator[Term]:
    """The numbers whose power of a degree is given."""
    if degree == 1:
        yield power
    else:
        exponent = num(fmpq(1, degree))
        yield power**exponent
        yield -(power**exponent) if degree % 2 == 0 else -((-power) ** exponent)
