"""Normal forms of signs, floors, integer powers, and of what the gamma function is made of.

Each function takes a normal form and returns one of its fractions; the theorem that it rests on
is in its docstring.
"""

from __future__ import annotations

from functools import reduce
from itertools import product
from math import gcd, lcm
from typing import Any

from flint import fmpq, fmpz_poly

from .terms import (
    HALF,
    ONE,
    PI,
    TWO,
    ZERO,
    Rejected,
    Term,
    cos,
    exp,
    floor,
    log,
    num,
    plus,
    rational,
    rgamma,
    sign,
    sin,
    symbols,
    times,
)  # fmt: skip

#: Into so many parts an argument of gamma is cut, at most.
MOST_PARTS = 6
#: So often an argument is lowered until it can be reflected.
MOST_STEPS = 8
#: Longest product that the functional equation of gamma is expanded to.
LONGEST = 60
#: Largest denominator of a rational multiple of pi.
FINEST = 120


def whole(a: Any) -> bool:
    """Whether a fraction takes integer values alone: it is a polynomial in integers, over a common
    denominator q that divides its numerator for every choice of them modulo q."""
    kernels = a.form.kernels
    used = [i for i, e in enumerate(a.n.degrees()) if e > 0]
    if not a.d.is_constant() or not all(a.form.context.integral(kernels[i]) for i in used):
        return False
    summands = [(c / a.d.leading_coefficient(), m) for m, c in a.n.to_dict().items()]
    q = lcm(*(int(c.q) for c, _ in summands)) if summands else 1
    if q ** len(used) > 4096:
        return False
    for residues in product(range(q), repeat=len(used)):
        total = fmpq(0)
        for c, m in summands:
            for i, residue in zip(used, residues, strict=True):
                c = c * fmpq(residue) ** int(m[i])
            total += c
        if total.q != 1:
            return False
    return True


def signs(form: Any, a: Any) -> Any:
    """The sign of a product is that of its factors; s = sign f has s**3 = s, and s**2 = s where f
    is not negative; it is f/abs(f) where f is not 0."""
    constant, parts = form.split(a)
    total = form.of(num(1 if constant > 0 else -1 if constant < 0 else 0))
    for f, e, known in parts:
        if known == "=" and e > 0:
            return form.of(ZERO)
        if known == ">" or (known == ">=" and e < 0):
            continue
        if known == "!=" or e < 0:
            total *= form.ratio(f, form.modulus(f)) ** (e % 2)
        else:
            kernel = sign(form.term(f))
            s = form.generator(kernel, 2 if known == ">=" else 3, form.generator(kernel))
            total *= form.ratio(s) ** (2 - e % 2)
    return total


def floors(form: Any, a: Any) -> Any:
    """Integers come out of a floor; what is left is k where it lies in [k, k + 1)."""
    if whole(a):
        return a
    out, rest = form.of(ZERO), form.of(ZERO)
    for c, m in a.summands():
        integer = c.floor() if m.d == 1 and form.context.integral(m.term()) else 0
        out += form.of(num(integer)) * m
        rest += form.of(num(c - integer)) * m
    left = rest.term()
    if whole(rest):
        return out + rest
    try:
        low = num(int(form.context.bounds(left).lo.floor().unique_fmpz() or 0))
    except Rejected:
        low = ZERO
    if form.context.shows(">=", left - low) and form.context.shows(">", low + ONE - left):
        return out + form.of(low)
    return out + form.ratio(form.generator(floor(left)))


def powers(form: Any, base: Term, exponent: Term) -> Any:
    """``b**(m + n) = b**m * b**n`` and ``(b*c)**n = b**n * c**n`` for integers m, n, where b and c
    are not 0, or m and n not negative; and for all real ones where b and c are positive.  A
    positive power of 0 is 0."""
    a, e = form.of(base), form.of(exponent)
    if a.n == 0:
        return a if form.signed(">", exponent) else _power(form, ZERO, e.term())
    if not (whole(e) or form.context.integral(exponent)):
        if not form.context.holds(">", base):  # it may be 0, and a logarithm is not defined there
            return _power(form, a.term(), e.term())
        return form.of(exp(exponent * log(base)))
    summands = [(c, m.term()) for c, m in e.summands()]
    apart = all(c.q == 1 and form.context.integral(m) for c, m in summands)
    rising = apart and all(c > 0 and form.signed(">=", m) for c, m in summands)
    shift, rest = _parted(form, e)
    constant, parts = form.split(a)
    total = form.of(exp(exponent * log(num(abs(constant)))))
    if constant < 0:
        total *= _parity(form, e)
    for f, k, known in parts:
        if known == ">":
            total *= form.of(exp(num(k) * exponent * log(form.term(f))))
        elif apart and (rising or known == "!=" or k < 0):
            for c, m in summands:
                total *= _power(form, form.term(f), m) ** (k * c)
        elif apart and shift >= 0 and form.signed(">=", rest.term()):
            total *= (_power(form, form.term(f), rest.term()) * form.of(form.term(f)) ** shift) ** k
        else:
            return _power(form, a.term(), e.term())
    return total


def _power(form: Any, base: Term, exponent: Term) -> Any:
    count = rational(exponent)
    if count is not None and count.q == 1:
        return form.of(base) ** count
    return form.ratio(form.generator(base**exponent))


def _parity(form: Any, e: Any) -> Any:
    """(-1)**e: even summands of e do not count, nor do powers of an integer; its square is 1."""
    summands = [(c, m.term()) for c, m in e.summands()]
    if not all(c.q == 1 and form.context.integral(m) for c, m in summands):
        return _alternating(form, e.term())
    total = form.ratio(form.one)
    for (c, _), monomial in zip(summands, e.n.to_dict(), strict=True):
        if c.p % 2 and any(monomial):
            kernels = (k for k, i in zip(form.kernels, monomial, strict=False) if i)
            total *= _alternating(form, form.of(reduce(times, kernels)).term())
        elif c.p % 2:
            total = -total
    return total


def _alternating(form: Any, exponent: Term) -> Any:
    return form.ratio(form.generator(num(-1) ** exponent, 2, form.one))


def half_turns(form: Any, c: fmpq, m: Any) -> Any:
    """The cosine of an integer multiple of pi, where ``c*m`` is one, else None."""
    if not symbols(m.term()) or PI not in form.kernels:
        return None
    turns = form.of(num(c)) * m * form.of(PI) ** -1
    return _parity(form, turns) if whole(turns) else None


def part_of_turn(form: Any, c: fmpq) -> Any:
    """Sine and cosine of pi/q, q even, and how often to turn by that to reach ``c*pi``:
    2*cos(pi/q) is a root of a polynomial with integer coefficients, and
    sin(pi/q) = cos((q/2 - 1)*pi/q) is a polynomial in cos(pi/q)."""
    q = form.fineness(repr(PI), c)
    if q % 2:
        form.finer(repr(PI), 2)
    if q > FINEST:
        raise Rejected("too fine a part of a turn")
    kernel = cos(PI * num(fmpq(1, q)))
    g = form.generator(kernel)
    *rest, _ = fmpz_poly.cos_minpoly(2 * q).coeffs()
    form.generator(
        kernel, len(rest), _polynomial(-1 * fmpz_poly(rest), 2 * g) * fmpq(1, 2) ** len(rest)
    )
    sine = _polynomial(fmpz_poly.chebyshev_t(q // 2 - 1), g)
    return (form.ratio(sine), form.ratio(g)), c * q


def _polynomial(p: fmpz_poly, g: Any) -> Any:
    total = 0 * g
    for c in reversed(p.coeffs()):
        total = total * g + fmpq(c)
    return total


def gamma(form: Any, a: Any) -> Any:
    """``1/gamma(x) = x/gamma(x + 1)`` at every x: by it all arguments that differ by integers
    become the largest of them, or a positive one.  ``gamma(1) = 1``, ``gamma(1/2) = sqrt(pi)``."""
    shift, rest = _parted(form, a)
    inner = rest.term()
    special = {ZERO: (1, ONE), HALF: (0, PI ** num(fmpq(-1, 2)))}.get(inner)
    if special:
        least, value = special[0], form.of(special[1])
    else:
        found = _multiplied(form, a) or _reflected(form, a, rest)
        if found is not None:
            return found
        least = _anchor(form, inner, shift)
        value = form.ratio(form.generator(rgamma(plus(inner, num(least)))))
    if abs(least - shift) > LONGEST:
        raise Rejected("a factorial is too large to expand")
    for j in range(shift, least):
        value *= rest + form.of(num(j))
    for j in range(least, shift):
        value *= (rest + form.of(num(j))) ** -1
    return value


def _parted(form: Any, a: Any) -> tuple[int, Any]:
    """A fraction as an integer plus what is left, whose constant is from 0 to 1."""
    shift, rest = 0, form.of(ZERO)
    for c, m in a.summands():
        if m.n == 1 and m.d == 1:
            shift = int(c.floor())
            c = c - shift
        rest += form.of(num(c)) * m
    return shift, rest


def _multiplied(form: Any, a: Any) -> Any:
    """Gauss's formula, which has no poles: ``1/gamma(k*x)`` is the product of all
    ``1/gamma(x + j/k)``, 0 <= j < k, times ``(2 pi)**((k - 1)/2) * k**(1/2 - k*x)``; where other
    arguments have what varies in a as a fraction k times as fine."""
    parts = [(c, m) for c, m in a.summands() if m.n != 1 or m.d != 1]
    if not parts:
        return None
    size = fmpq(gcd(*(int(c.p) for c, _ in parts)), lcm(*(int(c.q) for c, _ in parts)))
    lead = size if parts[0][0] > 0 else -size
    total = sum((form.of(num(c / lead)) * m for c, m in parts), form.of(ZERO))
    key = f"gamma unit {total.term()!r}"
    unit = form.roots.setdefault(key, size)
    finer = fmpq(gcd(int(unit.p * size.q), int(size.p * unit.q)), int(unit.q * size.q))
    if finer != unit and max(unit / finer, size / finer) <= MOST_PARTS:
        form.refine(key, finer)
    k = size / unit
    if k.q != 1 or not 1 < k <= MOST_PARTS:
        return None
    scale = (TWO * PI) ** num((k - 1) / 2) * exp((HALF - a.term()) * log(num(k)))
    value = form.of(scale)
    for j in range(int(k)):
        value *= gamma(form, a * form.of(num(1 / k)) + form.of(num(j / k)))
    return value


def _reflected(form: Any, a: Any, rest: Any) -> Any:
    """Euler's formula ``1/gamma(x) = sin(pi x)/pi * gamma(1 - x)``, where 1 - x is positive or x no
    integer, so that gamma(1 - x) exists: for x from 1/2 to 1, and where arguments with both signs
    occur, for those with the negative one."""
    other, constant = form.of(ONE) + -a, rational(rest.term())
    if constant is None:
        own, twin = (f"gamma {b.term()!r}" for b in (rest, _parted(form, other)[1]))
        negative = rest.n.leading_coefficient() < 0
        both = f"both {twin if negative else own}"
        if twin in form.roots and both not in form.roots:
            form.refine(both, 1)
        if not negative or both not in form.roots:
            return None
    elif not HALF[1] < constant or constant.q > FINEST // 2:
        return None
    factor, one = form.of(ONE), form.of(ONE)
    for _ in range(MOST_STEPS):
        sine = sin(PI * a.term())
        if form.signed(">", other.term()) or form.signed("!=", sine):
            return factor * form.of(sine / PI) * gamma(form, other) ** -1
        a, other = a + -one, other + one  # 1/gamma(x) = 1/gamma(x - 1)/(x - 1)
        if not form.signed("!=", a.term()):
            return None
        factor *= a**-1
    return None


def _anchor(form: Any, inner: Term, shift: int) -> int:
    """The integer that is added to ``inner`` in the one argument that is left."""
    key = f"gamma {inner!r}"
    if key not in form.roots:
        form.roots[key] = max(shift, _positive(form.context, inner, shift))
    if shift > form.roots[key]:
        form.refine(key, shift)
    return int(form.roots[key])


def _positive(context: Any, inner: Term, shift: int) -> int:
    """What makes the argument positive, where it is bounded below."""
    try:
        low = context.bounds(inner).lo
    except Rejected:
        return shift
    return int((-low).floor().unique_fmpz()) + 1 if abs(low) < LONGEST else shift
