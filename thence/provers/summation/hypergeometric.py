"""Sums of hypergeometric terms: indefinite ones, and definite ones over a range that grows with n.

Gosper's algorithm looks for G with ``F(k) = G(k + 1) - G(k)``; Zeilberger's, here for recurrences
of order one, for a and b without k with ``a F(n + 1, k) - b F(n, k) = G(k + 1) - G(k)`` (Petkovsek,
Wilf, Zeilberger, *A = B*, chapters 5 and 6).  With F(n + 1, k)/F(n, k) = N/D and T = F/D, the left
side is ``(a N - b D) T``; Gosper's normal form ``T(k + 1)/T(k) = A(k)/B(k) * C(k + 1)/C(k)`` leaves
an equation between polynomials in k, ``(a N - b D) C = A(k) x(k + 1) - B(k - 1) x(k)``, linear in
a, b and the coefficients of x; then G = B(k - 1) x(k)/C(k) * T(k).
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any, TypeVar

from flint import fmpq

from thence import checker
from thence.checker import ONE, ZERO, Context, NormalForm, Proof, Ratio, Rejected, Term, num, sym
from thence.provers.goal import Goal, Search
from thence.provers.terms import in_normal_form, simplified, subterms, text

T = TypeVar("T")
#: A polynomial over the generators of a normal form.
Polynomial = Any

N = {"n": "integer>=0"}
P = N | {"p": "[0, 1]"}
BINOMIAL = "binomial(n, k)*p**k*(1 - p)**(n - k)"
MUST_NOT_PROVE = [
    {"given": N, "lhs": "Sum(binomial(n, k), (k, 0, n))", "rel": "=", "rhs": "2**n + 10**-12"},
    # without the first summand, or with the last one twice
    {"given": N, "lhs": "Sum(binomial(n, k), (k, 1, n))", "rel": "=", "rhs": "2**n"},
    {"given": P, "lhs": f"Sum({BINOMIAL}, (k, 0, n - 1))", "rel": "=", "rhs": "1"},
    {"given": P, "lhs": f"Sum({BINOMIAL}, (k, 0, n + 1))", "rel": "=", "rhs": "1 + p**(n + 1)"},
    # true from 1 on
    {"given": N, "lhs": "Sum((-1)**k*binomial(n, k), (k, 0, n))", "rel": "=", "rhs": "0"},
    {"given": N, "lhs": "Sum(k*binomial(n, k), (k, 0, n))", "rel": "=",
     "rhs": "n*2**(n - 1) + 0**n"},
    {"given": P, "lhs": f"Sum((k - n*p)**2*{BINOMIAL}, (k, 0, n))", "rel": "=", "rhs": "n*p"},
    # true for integers alone
    {"given": {"n": "[0, oo)"}, "lhs": "Sum(binomial(n, k), (k, 0, n))", "rel": "=", "rhs": "2**n"},
]  # fmt: skip
#: By how much the range may grow, and how late the induction may begin.
MOST_MORE, LATEST = 4, 2
#: The degree of x in k up to which it is looked for.
HIGHEST = 8
#: How far apart factors may be that cancel in a long product.
FARTHEST = 40


def value(
    context: Context, total: Term, likely: list[Term], search: Search
) -> tuple[Proof, Term] | None:
    """How the checker shows the value of a sum, and that value: one that is ``likely``, or what
    the recurrence tells."""
    if checker.infinite(total) or any(t[0] in ("at", "sum", "delta") for t in subterms(total[1])):
        return None
    needs = search.each(context, total)
    if needs is None:
        return None
    found = _telescoped(context, total, needs, search)
    if found is not None:
        return found
    _, body, _, low, high = total
    names = checker.symbols(high) & checker.symbols(body) & context.whole
    for name in sorted(names - checker.symbols(low)):
        more = _growth(context, high, name)
        if more is not None:
            item: Proof = {"var": name, "more": more, "defined": needs}
            for given in _generically(context, total, name, _Summand.recurrences):
                shown = _shown(context, total, item, given, likely, search)
                if shown is not None:
                    return shown
    return None


def _telescoped(
    context: Context, total: Term, needs: Proof, search: Search
) -> tuple[Proof, Term] | None:
    """By Gosper's algorithm."""
    _, _, index, low, high = total
    for step in _generically(context, total, index, _Summand.antidifferences):
        first, last = (checker.substitute(step, {index: end}) for end in (low, high + ONE))
        try:
            value = simplified(context, last - first)
        except Rejected:
            continue
        item: Proof = {"is": text(value), "G": text(step), "defined": needs}
        found = search.accepted(context, total, item)
        if found is not None:
            return found
    return None


def _growth(context: Context, high: Term, name: str) -> int | None:
    """By how much the last index grows as the variable does by one."""
    grown = checker.substitute(high, {name: sym(name) + ONE}) - high
    step = checker.rational(simplified(context, grown))
    return int(step) if step is not None and step.q == 1 and 0 <= step <= MOST_MORE else None


@dataclass(frozen=True)
class Recurrence:
    """``a F(n + 1, k) - b F(n, k) = G(k + 1) - G(k)``, and how b/a is made of n: ``scale`` times
    powers of n plus something."""

    a: Term
    b: Term
    step: Term
    scale: Term
    shifts: list[tuple[Term, int]]


def _shown(
    context: Context,
    total: Term,
    item: Proof,
    given: Recurrence,
    likely: list[Term],
    search: Search,
) -> tuple[Proof, Term] | None:
    name: str = item["var"]
    first = checker.rational(context.ends[name][0])
    if first is None:
        return None
    begin = int(first) + context.box[name].lo_open
    for start in range(begin, begin + LATEST + 1):
        above = context.having(name, context.between(num(start), checker.OO, False, True))
        nonzero = search.prove(Goal(above, "!=", given.a))
        if nonzero is None:
            continue
        for value in [*likely, *_closed(context, total, name, start, given)]:
            how = {
                **item, "is": text(value), "start": start, "G": text(given.step),
                "recurrence": [text(given.a), text(given.b)], "nonzero": nonzero,
            }  # fmt: skip
            found = search.accepted(context, total, how)
            if found is not None:
                return found
    return None


def _closed(
    context: Context, total: Term, name: str, start: int, given: Recurrence
) -> Iterator[Term]:
    """The value that follows from the one at the start: ``c**(n - start)`` times quotients of
    gamma functions."""
    at = {name: num(start)}
    n, value = sym(name), simplified(context.at(name, num(start)), checker.substitute(total, at))
    if value == ZERO:
        return
    value *= given.scale ** (n - num(start))
    for shift, e in given.shifts:
        ends = (checker.rgamma(num(start) + shift), checker.rgamma(n + shift))
        value *= (ends[0] / ends[1] if e > 0 else ends[1] / ends[0]) ** num(abs(e))
    yield simplified(context, value)


# ---------------------------------------------------------------- the recurrence


def _generically(
    context: Context, total: Term, name: str, job: Callable[[_Summand], list[T]]
) -> list[T]:
    """What a job finds of a summand where its bases are not 0, if that can be told."""
    _, body, index, _, _ = total
    powers = [t for t in subterms(body) if t[0] == "pow" and checker.rational(t[2]) is None]
    bases = dict.fromkeys(t[1] for t in powers if index not in checker.symbols(t[1]))
    inner = context.within(total).assuming(*(("!=", base) for base in bases))
    try:
        return in_normal_form(inner, lambda form: job(_Summand(form, body, index, name)))
    except (Rejected, ZeroDivisionError):
        return []


class _Summand:
    """F(n, k) in a normal form."""

    def __init__(self, form: NormalForm, body: Term, index: str, name: str) -> None:
        self.form, self.body = form, body
        form.of(sym(index)), form.of(sym(name))
        self.k, self.n = (form.kernels.index(sym(v)) for v in (index, name))
        self.names = {index, name}
        self.up, self.right = (self._ratio(v) for v in (name, index))

    def _ratio(self, name: str) -> Ratio:
        """The quotient of two values that follow each other."""
        later = checker.substitute(self.body, {name: sym(name) + ONE})
        return self.form.of(later) * self.form.of(self.body) ** -1

    def hypergeometric(self) -> bool:
        """Whether both quotients are rational in n and k."""
        used = [p.degrees() for ratio in (self.up, self.right) for p in (ratio.n, ratio.d)]
        return not any(
            checker.symbols(kernel) & self.names
            for i, kernel in enumerate(self.form.kernels)
            if i not in (self.k, self.n) and any(degrees[i] for degrees in used)
        )

    def antidifferences(self) -> list[Term]:
        """The G with ``F(k) = G(k + 1) - G(k)``."""
        one = self.form.one
        found = self.solved([one], one) if self.hypergeometric() else ()
        return [self.written(step * self.form.ratio(c) ** -1) for step, (c,) in found if c != 0]

    def recurrences(self) -> list[Recurrence]:
        """Those of order one."""
        top, below = self.up.n, self.up.d
        found = self.solved([top, -below], below) if self.hypergeometric() else ()
        return [
            self.recurrence(a, b, self.written(step)) for step, (a, b) in found if a != 0 and b != 0
        ]

    def solved(
        self, sides: list[Polynomial], below: Polynomial
    ) -> Iterator[tuple[Ratio, list[Polynomial]]]:
        """G/F and c with ``(sum c_i side_i) F/below = G(k + 1) - G(k)``."""
        k = self.form.gens[self.k]
        a, b, c = self.gosper(self.right.n * below, self.right.d * self.moved(below, 1))
        before = self.moved(b, -1)
        degree = self.degree(a, before, *(side * c for side in sides))
        columns = [a * (k + 1) ** i - before * k**i for i in range(degree + 1)]
        for vector in _kernel(self.rows([*columns, *(-side * c for side in sides)])):
            x = sum((v * k**i for i, v in enumerate(vector[: degree + 1])), 0 * self.form.one)
            yield self.form.ratio(before * x, c * below), vector[degree + 1 :]

    def recurrence(self, a: Polynomial, b: Polynomial, step: Term) -> Recurrence:
        """With b/a as a constant times powers of n plus something."""
        scale, shifts = self.form.ratio(self.form.one), list[tuple[Term, int]]()
        constant, parts = self.form.split(self.form.ratio(b, a))
        for f, e, _ in parts:
            lead = f
            if f.degrees()[self.n] == 1:
                start, lead = self.coefficients(f, self.n)
                shifts.append((self.form.ratio(start, lead).term(), e))
            scale *= self.form.ratio(lead) ** e
        whole = (num(constant) * scale.term(), shifts)
        return Recurrence(self.form.term(a), self.form.term(b), step, *whole)

    def gosper(self, p: Polynomial, q: Polynomial) -> tuple[Polynomial, Polynomial, Polynomial]:
        """A, B, C with ``p/q = A/B * C(k + 1)/C``, where no A(k) and B(k + h), h >= 0, have a
        factor in common."""
        whole = self.form.ratio(p, q)
        a, b, c = whole.n, whole.d, self.form.one
        above, below = ([f for f, e in g.factor()[1] for _ in range(int(e))] for g in (a, b))
        for f in above:
            far = ((h, g) for g in below if (h := self.distance(f, g)) is not None)
            h, g = min(far, default=(0, None), key=lambda pair: pair[0])
            if g is not None:
                below.remove(g)
                a, b = a / f, b / g
                c = reduce(operator.mul, (self.moved(f, -j) for j in range(1, h + 1)), c)
        return a, b, c

    def distance(self, f: Polynomial, g: Polynomial) -> int | None:
        """The h >= 0 with f(k) = g(k + h), if there is one."""
        degree = int(f.degrees()[self.k])
        if degree == 0 or degree != g.degrees()[self.k]:
            return None
        (*_, f1, f0), (*_, g1, g0) = (self.coefficients(p, self.k) for p in (f, g))
        left, right = f1 * g0 - g1 * f0, degree * f0 * g0
        h = left.leading_coefficient() / right.leading_coefficient() if left != 0 else fmpq(0)
        same = h.q == 1 and 0 <= h <= FARTHEST and self.moved(g, int(h)) == f
        return int(h) if same else None

    def degree(self, a: Polynomial, b: Polynomial, *sides: Polynomial) -> int:
        """The highest degree in k that x can have, b being B(k - 1)."""
        (*low, lead), (*less, other) = (self.coefficients(p, self.k) for p in (a, b))
        found = max(int(p.degrees()[self.k]) for p in sides) - max(len(low), len(less))
        return min(found + (len(low) == len(less) and lead == other), HIGHEST)

    def moved(self, p: Polynomial, by: int) -> Polynomial:
        """A polynomial at k + by."""
        gens = list(self.form.gens)
        gens[self.k] += by
        return p.compose(*gens)

    def coefficients(self, p: Polynomial, variable: int) -> list[Polynomial]:
        """The coefficients in one of the generators, from the lowest on."""
        found: list[dict[Any, Any]] = [{} for _ in range(int(p.degrees()[variable]) + 1)]
        for powers, c in p.to_dict().items():
            rest = tuple(0 if i == variable else e for i, e in enumerate(powers))
            found[int(powers[variable])][rest] = c
        return [p.context().from_dict(part) for part in found]

    def rows(self, columns: list[Polynomial]) -> list[list[Polynomial]]:
        """The equations, one for each power of k."""
        parts = [self.coefficients(p, self.k) for p in columns]
        nought = 0 * self.form.one
        return [
            [part[i] if i < len(part) else nought for part in parts]
            for i in range(max(map(len, parts)))
        ]

    def written(self, ratio: Ratio) -> Term:
        """A fraction times the summand, with powers of one base in one, and with
        ``1/gamma(x)/x = 1/gamma(x + 1)``: it may be looked at where a denominator is 0."""
        form = self.form
        constant, parts = form.split(ratio * form.of(self.body))
        gammas, exponents, factors = dict[Term, int](), dict[Term, Term](), dict[Term, int]()
        for f, e, _ in parts:
            term = form.ratio(f).kernel() if f in form.gens else form.term(f)
            if term[0] == "rgamma":
                gammas[term[1]] = e
            elif (pair := _power(form.context, term)) is not None:
                exponents[pair[0]] = exponents.get(pair[0], ZERO) + num(e) * pair[1]
            else:
                factors[term] = e
        found = num(constant)
        for base, exponent in exponents.items():
            found *= base ** simplified(form.context, exponent + num(factors.pop(base, 0)))
        for x, power in gammas.items():
            at = x
            while power > 0 and factors.get(at, 0) <= -power:
                factors[at] += power
                at = simplified(form.context, at + ONE)
            found *= _raised(checker.rgamma(at), power)
        for term, e in factors.items():
            found *= _raised(term, e)
        return found


def _raised(term: Term, e: int) -> Term:
    return term if e == 1 else term ** num(e)


def _power(context: Context, term: Term) -> tuple[Term, Term] | None:
    """The base and the exponent of a power that varies, of which the normal form has an exponential
    where the base is positive."""
    if term[0] == "pow" and checker.rational(term[2]) is None:
        return term[1], term[2]
    logs = {t for t in subterms(term) if t[0] == "log"}
    if term[0] != "exp" or len(logs) != 1:
        return None
    (log,) = logs
    exponent = simplified(context, term[1] / log)
    return None if log in subterms(exponent) else (log[1], exponent)


def _kernel(rows: list[list[Polynomial]]) -> Iterator[list[Polynomial]]:
    """A basis of what linear equations map to 0, by elimination without fractions (Bareiss)."""
    pivots, last = list[int](), rows[0][0] ** 0
    for column in range(len(rows[0])):
        r = len(pivots)
        chosen = next((i for i in range(r, len(rows)) if rows[i][column] != 0), None)
        if chosen is None:
            continue
        rows[r], rows[chosen] = rows[chosen], rows[r]
        pivot = rows[r]
        for i, row in enumerate(rows):
            if i != r:
                pairs = zip(row, pivot, strict=True)
                rows[i] = [(pivot[column] * u - row[column] * v) / last for u, v in pairs]
        pivots, last = [*pivots, column], pivot[column]
    for column in set(range(len(rows[0]))) - set(pivots):
        vector = [0 * last] * len(rows[0])
        vector[column] = last
        for row, at in zip(rows, pivots, strict=False):
            vector[at] = -row[column]
        common = reduce(lambda u, v: u.gcd(v), vector)
        yield [v / common for v in vector]
