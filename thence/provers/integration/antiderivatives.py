r"""Antiderivatives by undetermined coefficients, after Risch and Norman.

Over the generators of the checker's normal form an integrand is a fraction.  An antiderivative is
sought as a combination of monomials over a denominator that the integrand's own suggests, of
logarithms of its factors, and of inverse functions whose derivatives have those denominators.
Differentiation is linear, so that the coefficients, which may depend on parameters, solve a linear
system.  What comes out is a guess: the checker differentiates it again.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product
from math import gcd, lcm, prod
from typing import Any

from flint import fmpq, fmpq_mat

from thence import checker
from thence.checker import HALF, ONE, OO, TWO, ZERO, Context, NormalForm, Ratio, Rejected, Term, num
from thence.provers.cas import TimeUp, clock
from thence.provers.integration import multiples
from thence.provers.terms import in_normal_form, simplified, subterms

MUST_NOT_PROVE = [
    {"given": {}, "lhs": "Integral(exp(2*x)*cos(x), (x, 0, pi))", "rel": "=",
     "rhs": "-(2*exp(2*pi) + 2)/5 + 10**-12"},
    {"given": {}, "lhs": "Integral(1/(x**2 - 1), (x, 0, 2))", "rel": "=", "rhs": "-log(3)/2"},
    {"given": {}, "lhs": "Integral(1/(5 + 3*cos(x)), (x, 0, 2*pi))", "rel": "=", "rhs": "0"},
    {"given": {}, "lhs": "Integral(1/cos(x)**2, (x, 0, pi))", "rel": "=", "rhs": "0"},
    {"given": {"a": "real"}, "lhs": "Integral(1/(a**2 + x**2), (x, 0, 1))", "rel": "=",
     "rhs": "atan(1/a)/a"},
    {"given": {"k": "real"}, "lhs": "Integral(x**k, (x, 1, 2))", "rel": "=",
     "rhs": "(2**(k + 1) - 1)/(k + 1)"},
]  # fmt: skip
#: For one integrand.
SECONDS = 1.0
#: Unknown coefficients, generators and equations at most.
MOST, KERNELS, EQUATIONS = 90, 14, 600
#: Heads of kernels whose powers differentiation does not lower.
STEADY = ("exp", "sin", "cos", "pow", "abs")


def combination(inner: Context, body: Term, name: str) -> Term | None:
    """An antiderivative of ``body`` in ``name``, or None."""
    try:
        with clock(SECONDS):
            found: Term | None = in_normal_form(inner, lambda f: _Ansatz(f, body, name).solved())
    except (
        Rejected,
        TimeUp,
        RecursionError,
        ArithmeticError,
        ValueError,
    ):  # flint's own failures too
        return None
    return found


def candidates(inner: Context, body: Term, name: str) -> Iterator[Term]:
    """Antiderivatives of ``body``, in a second at most."""
    end = time.process_time() + SECONDS
    rate = _rate(body, name)
    if rate != 1:  # sin(5 x) alone is not worth an expansion in sin(x)
        u = num(rate) * checker.sym(name)
        try:
            within = inner.having("u_0", (inner.bounds(u), (-OO, OO)))
            h = simplified(within, checker.substitute(body, {name: checker.sym("u_0") / num(rate)}))
        except (Rejected, ArithmeticError, ValueError):
            return
        for found in _substituted(within, h / num(rate), "u_0", 1, end):
            yield checker.substitute(found, {"u_0": u})
    yield from _substituted(inner, body, name, 2, end)


def _rate(body: Term, name: str) -> fmpq:
    """The greatest number of which the rates of all angles are multiples, or 1."""
    angles = {t[1] for t in subterms(body) if t[0] in ("sin", "cos")}
    rates = [checker.rational(checker.diff(angle, name)) for angle in angles]
    if not rates or None in rates or 0 in rates:
        return fmpq(1)
    below = lcm(*(int(rate.q) for rate in rates if rate is not None))
    return fmpq(gcd(*(int((rate * below).p) for rate in rates if rate is not None)), below)


def _substituted(inner: Context, body: Term, name: str, depth: int, end: float) -> Iterator[Term]:
    """Antiderivatives, also after a substitution u for what a function is applied to: of h(u),
    where the integrand is h(u) u'."""
    found = combination(inner, body, name)
    if found is not None:
        yield found
        return
    parts = (t for t in subterms(body) if t[0] not in ("sym", "num") and t != body)
    for u in dict.fromkeys(p for p in parts if name in checker.symbols(p)):
        if depth == 0 or time.process_time() > end:
            return
        new = checker.sym(f"u_{depth}")
        try:
            within = inner.having(new[1], (inner.bounds(u), (-OO, OO)))
            h = simplified(within, checker.replaced(body / checker.diff(u, name), u, new))
        except (Rejected, ArithmeticError, ValueError):
            continue
        if name in checker.symbols(h) or new[1] not in checker.symbols(h):
            continue
        for found in _substituted(within, h, new[1], depth - 1, end):
            yield checker.substitute(found, {new[1]: u})


def exponents(form: NormalForm, body: Term) -> list[Term]:
    """What stands in the exponentials of each summand, added up; and in each exponential."""
    ratio, found = form.of(body), []
    for monomial in ratio.n.to_dict():
        total = ZERO
        for kernel, up, down in zip(form.kernels, monomial, ratio.d.degrees(), strict=False):
            if kernel[0] == "exp" and up != down:
                total = checker.plus(total, num(int(up) - int(down)) * kernel[1])
        found.append(total)
    alone = [t[1] for t in subterms(body) if t[0] == "exp"]
    return list(dict.fromkeys([*found, *alone]))


@dataclass(frozen=True)
class Unknown:
    """A term with an unknown coefficient, and its derivative."""

    term: Term
    slope: Ratio


class _Ansatz:
    def __init__(self, form: NormalForm, body: Term, name: str) -> None:
        self.form, self.body, self.name = form, body, name
        form.of(checker.sym(name))  # a generator even where the integrand is constant
        self.target: Ratio = form.of(body)
        self.slopes = self._slopes()

    def _slopes(self) -> dict[int, Ratio]:
        """The derivatives of the generators that depend on the variable."""
        found: dict[int, Ratio] = {}
        i = 0
        while i < len(self.form.kernels):
            if i > KERNELS:
                raise Rejected("too many generators")
            kernel = self.form.kernels[i]
            if self.name in checker.symbols(kernel):
                found[i] = self.form.of(checker.diff(kernel, self.name))
            i += 1
        return found

    def varies(self, p: Any) -> bool:
        """Whether a polynomial depends on the variable."""
        return any(e > 0 for i, e in enumerate(p.degrees()) if i in self.slopes)

    def slope(self, p: Any) -> Ratio:
        """The derivative of a polynomial."""
        total = self.form.of(ZERO)
        for i, slope in self.slopes.items():
            if p.degrees()[i]:
                total += Ratio(self.form, p.derivative(i)) * slope
        return total

    def solved(self) -> Term | None:
        """The combination of unknowns whose derivative is the integrand."""
        if self.target.n == 0:
            return ZERO
        below = [(p, int(e)) for p, e in self.target.d.factor()[1] if self.varies(p)]
        if len(below) == 1 and below[0][1] == 1 and not self.varies(self.target.n):
            turned = self.turning(below[0][0])
            if turned is not None:
                return turned
        unknowns = [*self.monomials(below), *self.inverses(below)]
        solution = self.solution(unknowns[:MOST])
        if solution is None:
            return None
        total = ZERO
        for c, unknown in zip(solution, unknowns, strict=False):
            if c.n != 0:
                total = checker.plus(total, checker.times(c.term(), unknown.term))
        return total

    # Unknowns.

    def monomials(self, below: list[tuple[Any, int]]) -> list[Unknown]:
        """Monomials over the denominator, whose factors lose one power unless they are steady."""
        form, one = self.form, self.form.one
        bottom = prod((p ** (e if self.steady(p) else e - 1) for p, e in below), start=one)
        n = self.target.n
        shape = [*n.degrees()]
        box = []
        for i in self.slopes:
            most = shape[i] + (0 if form.kernels[i][0] in STEADY else 1)
            if form.kernels[i][0] == "cos":
                partner = Term(("sin", form.kernels[i][1]))
                most += shape[form.kernels.index(partner)] if partner in form.kernels else 0
            if form.kernels[i][0] == "sin":
                most = 1
            if i in form.relations:
                most = form.relations[i][0] - 1
            if form.gens[i] in [p for p, _ in below]:
                most += bottom.degrees()[i]
            elif form.kernels[i][0] not in STEADY:
                most = max(most, bottom.degrees()[i])
            box.append(range(most + 1))
        if prod(map(len, box)) <= MOST * 6:
            degree = max(n.total_degree(), bottom.total_degree()) + 1
            powers = [e for e in product(*box) if sum(e) <= degree]
        else:
            powers = self.sparse(n)
        found = []
        for exponents in sorted(powers, key=sum):
            m = prod((form.gens[i] ** e for i, e in zip(self.slopes, exponents, strict=True)),
                     start=one)  # fmt: skip
            whole = Ratio(form, m, bottom)
            if self.varies(whole.n) or self.varies(whole.d):
                found.append(Unknown(whole.term(), self.quotient(m, bottom)))
        return found

    def steady(self, p: Any) -> bool:
        """Whether differentiation does not raise the power of a factor below: it divides the
        square of its derivative, as an exponential does, and 1 - cos; or it is a root."""
        root = p in self.form.gens and self.form.kernels[self.form.gens.index(p)][0] == "pow"
        slope = self.slope(p)
        return root or bool((slope * slope).n.gcd(p) == p)

    def sparse(self, n: Any) -> list[tuple[int, ...]]:
        """The monomials of the numerator, and each of them with one more of the variable."""
        x = self.form.kernels.index(checker.sym(self.name))
        own = {tuple(m[i] for i in self.slopes) for m in n.to_dict()}
        more = {tuple(e + (i == x) for i, e in zip(self.slopes, m, strict=True)) for m in own}
        return sorted(own | more)

    def quotient(self, n: Any, d: Any) -> Ratio:
        """The derivative of n/d."""
        form = self.form
        rise = self.slope(n) * Ratio(form, form.one, d)
        return rise + -(Ratio(form, n, d) * self.slope(d) * Ratio(form, form.one, d))

    def inverses(self, below: list[tuple[Any, int]]) -> list[Unknown]:
        """Logarithms and inverse functions."""
        slopes = [p for slope in self.slopes.values() for p, _ in slope.d.factor()[1]]
        factors = [p for p, _ in below] + [p for p in slopes if self.varies(p)]
        terms: list[Term] = []
        for p in {str(p): p for p in factors}.values():
            terms.append(self.logarithm(self.form.term(p)))
            terms += [*self.quadratic(p), *self.biquadratic(p)]
        terms += [*self.waves(below), *self.roots(below), *self.gaussian()]
        found = []
        for term in dict.fromkeys(terms):
            if self.name not in checker.symbols(term):
                continue
            try:
                slope = self.form.of(checker.diff(term, self.name))
            except Rejected:
                continue
            found.append(Unknown(term, slope))
        return found

    def logarithm(self, u: Term) -> Term:
        """``log u``, of -u or of its modulus, as it is defined."""
        for signed in (u, -u):
            if self.form.context.holds(">", signed):
                return checker.log(signed)
        return checker.log(checker.absolute(u))

    def quadratic(self, p: Any) -> Iterator[Term]:
        """The inverse functions of a factor that is of degree 2 in a generator, or in a root."""
        form, x = self.form, checker.sym(self.name)
        for i in self.slopes:
            if p.degrees()[i] == 2:
                yield from self.split(p, i, form.kernels[i])
        for i, (power, value) in list(form.relations.items()):
            if power == 2 and i in self.slopes and x in form.kernels:
                k = form.kernels.index(x)
                if p.degrees()[k] == 1 == value.degrees()[k] and not p.degrees()[i]:
                    a, b = value.derivative(k), p.derivative(k)
                    q = (
                        p * a + b * form.gens[i] ** 2 - b * value
                    )  # a p, with x in terms of the root
                    yield from self.split(q, i, form.kernels[i])

    def biquadratic(self, p: Any) -> Iterator[Term]:
        """The inverse functions and logarithms of the two factors of ``x**4 + b x**2 + c`` where
        it has no zero."""
        form = self.form
        for i in self.slopes:
            if p.degrees()[i] != 4 or self.only(p) != [i]:
                continue
            lead, y = (
                p.derivative(i).derivative(i).derivative(i).derivative(i) / 24,
                form.kernels[i],
            )
            half = p.derivative(i).derivative(i) / 2 - 6 * lead * form.gens[i] ** 2
            rest = p - lead * form.gens[i] ** 4 - half * form.gens[i] ** 2
            if self.only(half) or self.only(rest):
                continue
            b, c = (self.plain(form.term(part) / form.term(lead)) for part in (half, rest))
            if not (form.context.holds(">", c) and form.context.holds(">", TWO * c**HALF - b)):
                continue
            s = self.plain((TWO * c**HALF - b) ** HALF)
            wide = self.plain(TWO * c**HALF + b)
            for signed in (s, -s) if form.context.holds(">", wide) else ():
                yield checker.log(self.plain(y * y + signed * y + c**HALF))
                yield Term(("atan", self.plain((TWO * y + signed) / wide**HALF)))

    def split(self, p: Any, i: int, y: Term) -> Iterator[Term]:
        """atan or logarithms for ``a y**2 + b y + c``."""
        form = self.form
        a = p.derivative(i).derivative(i) / 2
        b = p.derivative(i) - 2 * a * form.gens[i]
        c = p - a * form.gens[i] ** 2 - b * form.gens[i]
        if any(self.varies(part) for part in (a, b, c)):
            return
        middle = TWO * form.term(a) * y + form.term(b)
        disc = form.term(b * b - 4 * a * c)
        if form.context.holds(">", -disc):
            root = self.plain((-disc) ** HALF)
            yield Term(("atan", self.plain(middle / root)))
        elif form.context.holds(">", disc):
            root = self.plain(disc**HALF)
            yield self.logarithm(self.plain(middle - root))
            yield self.logarithm(self.plain(middle + root))

    def plain(self, term: Term) -> Term:
        """The term in its normal form."""
        return self.form.of(term).term()

    def waves(self, below: list[tuple[Any, int]]) -> Iterator[Term]:
        """Logarithms of 1 + sin, 1 - sin and the like, the cotangent and the tangent, and that of
        half the angle."""
        kernels = [(i, k) for i, k in enumerate(self.form.kernels) if i in self.slopes]
        angles = {
            k[1]
            for i, k in kernels
            if k[0] in ("sin", "cos")
            if any(p.degrees()[i] for p, _ in below)
        }
        for head, angle in product(("sin", "cos"), angles):
            yield self.logarithm(ONE + Term((head, angle)))
            yield self.logarithm(ONE - Term((head, angle)))
            other = "cos" if head == "sin" else "sin"
            yield Term((other, angle)) / Term((head, angle))
        for p, _ in below:
            yield from self.around(p)

    def turning(self, p: Any) -> Term | None:
        """For ``k/(a + b cos u + c sin u)``, where a is above the root w of a**2 - b**2 - c**2, the
        arc tangent that with u/2 goes on where tan(u/2) jumps; u may be a multiple of an angle."""
        form = self.form
        for i in self.slopes:
            angle = form.kernels[i][-1]
            sine = Term(("sin", angle))
            if form.kernels[i][0] != "cos" or sine not in form.kernels:
                continue
            found = multiples.series(form, p, i, form.kernels.index(sine))
            often = {k for waves in found or () for k in waves if k}
            if found is None or len(often) != 1:
                continue
            (k,) = often
            parts = [
                form.term(found[odd].get(m, 0 * form.one)) for odd, m in ((0, 0), (0, k), (1, k))
            ]
            rate = self.plain(checker.diff(angle, self.name))
            if not any(self.name in checker.symbols(part) for part in (*parts, rate)):
                return self.turned(p, parts, angle, k)
        return None

    def turned(self, p: Any, parts: list[Term], angle: Term, often: int) -> Term | None:
        """The antiderivative for a denominator with these coefficients in ``often`` the angle."""
        form, times = self.form, (self.target * Ratio(self.form, p)).term()
        if not form.context.holds(">", parts[0]):
            parts, times = [self.plain(-part) for part in parts], self.plain(-times)
        a, b, c = parts
        square = self.plain(a * a - b * b - c * c)
        if not form.context.holds(">", a) or not form.context.holds(">", square):
            return None
        w, u = self.plain(square**HALF), checker.times(num(often), angle)
        first, second = (
            checker.times(k, wave(u)) for k, wave in ((c, checker.cos), (-b, checker.sin))
        )
        turn = checker.plus(first, second) / (w + self.positive(parts, angle, often))
        rate = self.plain(checker.diff(u, self.name))
        return checker.times(times / (w * rate), u + TWO * Term(("atan", turn)))

    def positive(self, parts: list[Term], angle: Term, often: int) -> Term:
        """``a + b cos u + c sin u``, if possible as a sum of terms that are not negative."""
        a, b, c = parts
        if often == 2:
            cosine, sine = checker.cos(angle), checker.sin(angle)
            squares = self.plain(a + b) * cosine ** num(2) + self.plain(a - b) * sine ** num(2)
            return checker.plus(squares, checker.times(TWO * c, cosine * sine))
        turns = num(often) * angle
        cosine, sine = checker.cos(turns), checker.sin(turns)
        if ZERO in (b, c):
            of, wave = (b, cosine) if c == ZERO else (c, sine)
            for size, signed in ((of, wave), (-of, -wave)):
                if self.form.context.holds(">", size):
                    return a - size + size * (ONE + signed)
        return a + b * cosine + c * sine

    def around(self, p: Any) -> Iterator[Term]:
        """For ``a + b cos u + c sin u``, with t = tan(u/2) the quadratic (a - b) t**2 + 2 c t +
        a + b: an arc tangent that does not jump with t, or logarithms."""
        form = self.form
        for i in self.slopes:
            kernel = form.kernels[i]
            sine = Term(("sin", kernel[1]))
            if kernel[0] != "cos" or sine not in form.kernels:
                continue
            k = form.kernels.index(sine)
            b, c = p.derivative(i), p.derivative(k)
            a = p - b * form.gens[i] - c * form.gens[k]
            if p.total_degree() != 1 or any(self.varies(part) for part in (a, b, c)):
                continue
            a, b, c = (form.term(part) for part in (a, b, c))
            disc = self.plain(a * a - b * b - c * c)
            if form.context.holds(">", disc):
                root = self.plain(disc**HALF)
                top = (a - b - root) * sine + c * (ONE + kernel)
                down = root * (ONE + kernel) + (a - b) * (ONE - kernel) + c * sine
                yield Term(("atan", self.plain(top) / self.plain(down)))
            elif form.context.holds(">", -disc):
                root = self.plain((-disc) ** HALF)
                for sign in (ONE, num(-1)):
                    top = (a - b) * sine + (c + sign * root) * (ONE + kernel)
                    yield self.logarithm(self.plain(top))
                yield self.logarithm(self.plain(ONE + kernel))

    def roots(self, below: list[tuple[Any, int]]) -> Iterator[Term]:
        """asin or the logarithm for a root of a quadratic, or for two of linear terms; and where a
        linear factor is below as well."""
        form, x = self.form, checker.sym(self.name)
        if x not in form.kernels:
            return
        k = form.kernels.index(x)
        bases = [v for i, (q, v) in list(form.relations.items()) if q == 2 and i in self.slopes]
        bases = [v for v in bases if set(self.only(v)) <= {k}]
        pairs = [a * b for a, b in combinations(bases, 2)]
        for q in [*bases, *pairs]:
            if q.degrees()[k] != 2:
                continue
            a = q.derivative(k).derivative(k) / 2
            b = q.derivative(k) - 2 * a * form.gens[k]
            c = q - a * form.gens[k] ** 2 - b * form.gens[k]
            bend, middle = form.term(a), form.term(q.derivative(k))
            disc = form.term(b * b - 4 * a * c)
            if form.context.holds(">", -bend) and form.context.holds(">", disc):
                yield Term(("asin", self.plain(middle / disc**HALF)))
            elif form.context.holds(">", bend):
                yield self.logarithm(TWO * bend**HALF * form.term(q) ** HALF + middle)
            for p, _ in below:
                if self.only(p) == [k] and p.degrees()[k] == 1:
                    yield from self.over(form.term(p), form.term(q))

    def over(self, linear: Term, square: Term) -> Iterator[Term]:
        """For a linear factor times a root of a quadratic, which is q at the zero of the factor."""
        x, rate = checker.sym(self.name), checker.diff(linear, self.name)
        zero = {self.name: x - linear / rate}
        q, slope = (
            self.plain(checker.substitute(f, zero))
            for f in (square, checker.diff(square, self.name))
        )
        line = self.plain(TWO * q + slope * linear / rate)
        if self.form.context.holds(">", -q):
            yield Term(("atan", line / (TWO * (-q) ** HALF * square**HALF)))
        elif self.form.context.holds(">", q):
            yield self.logarithm(self.plain((line + TWO * q**HALF * square**HALF) / linear))

    def only(self, p: Any) -> list[int]:
        """The generators that depend on the variable and occur in a polynomial."""
        return [i for i in self.slopes if p.degrees()[i] > 0]

    def gaussian(self) -> Iterator[Term]:
        """erf for ``exp(-c (x - m)**2 + ...)`` with c > 0, or with a root of the exponent."""
        x = {self.name: ZERO}
        for exponent in exponents(self.form, self.body):
            slope = checker.diff(exponent, self.name)
            bend = self.plain(checker.diff(slope, self.name))
            if self.name in checker.symbols(bend):
                continue
            c = self.plain(-HALF * bend if bend != ZERO else -slope)
            if not self.form.context.holds(">", c):
                continue
            if bend != ZERO:
                middle = self.plain(checker.substitute(slope, x) / (TWO * c))
                yield Term(("erf", self.plain(c**HALF) * (checker.sym(self.name) - middle)))
                continue
            for i in self.slopes:
                base, power = [*self.form.kernels[i][1:], ZERO][:2]
                rate = checker.diff(base, self.name) if power == HALF else ZERO
                if rate != ZERO and self.name not in checker.symbols(self.plain(rate)):
                    yield Term(("erf", self.plain((c / rate) ** HALF) * base**HALF))

    # The linear system.

    def solution(self, unknowns: list[Unknown]) -> list[Ratio] | None:
        """Coefficients with which the derivatives add up to the integrand."""
        form = self.form
        columns = [*(u.slope for u in unknowns), self.target]
        common = form.one
        for column in columns:
            common = common * (column.d / common.gcd(column.d))
        rows: dict[tuple[int, ...], list[Any]] = {}
        for j, column in enumerate(columns):
            whole = form.reduced(column.n * (common / column.d))
            for m, c in whole.to_dict().items():
                key = tuple(m[i] for i in self.slopes)
                rest = tuple(0 if i in self.slopes else e for i, e in enumerate(m))
                row = rows.setdefault(key, [0 * form.one for _ in columns])
                row[j] += form.one.context().from_dict({rest: c})
        if len(rows) > EQUATIONS:
            return None
        if not rows:  # the integrand is 0
            return [Ratio(form, 0 * form.one) for _ in unknowns]
        matrix = list(rows.values())
        if all(p.is_constant() for row in matrix for p in row):
            return self.rational(matrix)
        return self.parametric([[Ratio(form, p) for p in row] for row in matrix])

    def rational(self, matrix: list[list[Any]]) -> list[Ratio] | None:
        """The solution of a system of numbers."""
        count = len(matrix[0]) - 1
        table = [[p.leading_coefficient() if p != 0 else fmpq(0) for p in row] for row in matrix]
        reduced, rank = fmpq_mat(table).rref()
        found = [fmpq(0)] * count
        for r in range(rank):
            pivot = next(j for j in range(count + 1) if reduced[r, j] != 0)
            if pivot == count:
                return None
            found[pivot] = reduced[r, count]
        return [Ratio(self.form, c * self.form.one) for c in found]

    def parametric(self, rows: list[list[Ratio]]) -> list[Ratio] | None:
        """The solution of a system with parameters, by elimination."""
        count = len(rows[0]) - 1
        pivots: list[tuple[int, list[Ratio]]] = []
        for row in rows:
            for j, pivot in pivots:
                if row[j].n != 0:
                    factor = -row[j]
                    row = [a + factor * b for a, b in zip(row, pivot, strict=True)]
            lead = next((j for j in range(count) if row[j].n != 0), None)
            if lead is None:
                if row[count].n != 0:
                    return None
                continue
            scale = self.reciprocal(row[lead])
            row = [a * scale if a.n != 0 else a for a in row]
            pivots.append((lead, row))
        found = [self.form.of(ZERO)] * count
        for j, row in reversed(pivots):
            value = row[count]
            for k in range(count):
                if k != j and row[k].n != 0 and found[k].n != 0:
                    value += -(row[k] * found[k])
            found[j] = value
        return found

    def reciprocal(self, a: Ratio) -> Ratio:
        """One over a fraction, without the square roots of its numerator below."""
        top, bottom = a.d, a.n
        for i, (power, _) in list(self.form.relations.items()):
            if power == 2 and bottom.degrees()[i] == 1:
                turned = bottom - 2 * bottom.derivative(i) * self.form.gens[i]
                top, bottom = self.form.reduced(top * turned), self.form.reduced(bottom * turned)
        return Ratio(self.form, top, bottom)
