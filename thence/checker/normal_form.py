"""The normal form: terms as fractions of polynomials over generators with relations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from math import lcm
from typing import Any, TypeVar, cast

from flint import fmpq, fmpq_mpoly_ctx

from . import indices, kernels, signs
from .terms import (
    BINDERS,
    HALF,
    ONE,
    OO,
    PI,
    ZERO,
    Rejected,
    Term,
    absolute,
    chosen,
    cos,
    delta,
    exp,
    fn,
    log,
    num,
    plus,
    rational,
    sin,
    substitute,
    sym,
    symbols,
    times,
    written_out,
)  # fmt: skip

#: Of a polynomial that is factored: exp(-5744) + 1 is one in exp(1), and would take for ever.
MAX_DEGREE = 500
#: The finest fraction of an exponent that has a relation; finer powers are kernels of their own.
FINEST = 10_000

#: Numbers of generators, the fewest that are enough being the quickest, and what stands for them
#: among the denominators.
ENOUGH, GENERATORS = (8, 16, 40), "generators"
T = TypeVar("T")


#: What a sign says besides.
IMPLIED = {">": (">", ">=", "!="), ">=": (">=",), "!=": ("!=",), "=": ("=", ">=")}


class _Refine(Exception):
    """A generator is needed at a finer fraction of its exponent; start again with that."""


def normalised(context: Any, job: Callable[[NormalForm], T]) -> T:
    """``job`` done in a normal form whose generators have denominators fine enough for it."""
    roots: dict[str, Any] = {}
    for _ in range(26):
        try:
            return job(NormalForm(context, roots))
        except _Refine as finer:
            key, q = finer.args
            roots[key] = q
    raise Rejected("no common denominator for the exponents")


def vanishes(context: Any, term: Term) -> bool:
    """Whether a term is 0 wherever it is defined on the context, by its normal form, in which
    integrals over one range may be joined to one."""
    return bool(normalised(context, lambda form: form.vanishes(term)))


def integral(context: Any, term: Term) -> bool:
    """Whether a term takes integer values alone."""
    try:
        return bool(
            context.integral(term) or normalised(context, lambda form: kernels.whole(form.of(term)))
        )
    except Rejected:
        return False


def signed(context: Any, rel: str, term: Term) -> bool:
    """Whether the normal form of a term is 0, or its factors have signs that show ``rel 0``."""
    return bool(normalised(context, lambda form: form.signed(rel, term)))


class Ratio:
    """A fraction ``n/d`` of polynomials of a normal form, reduced by its relations."""

    def __init__(self, form: NormalForm, n: Any, d: Any = None) -> None:
        n, d = form.reduced(n), form.one if d is None else form.reduced(d)
        self.form, self.n, self.d = form, n, d
        if d == 1:
            return
        if d == 0:
            raise Rejected("a division by 0")
        g = n.gcd(d)
        lead = (d / g).leading_coefficient()
        self.n, self.d = n / g / lead, d / g / lead

    def __add__(self, other: Ratio) -> Ratio:
        return Ratio(self.form, self.n * other.d + other.n * self.d, self.d * other.d)

    def __mul__(self, other: Ratio) -> Ratio:
        return Ratio(self.form, self.n * other.n, self.d * other.d)

    def __neg__(self) -> Ratio:
        return Ratio(self.form, -self.n, self.d)

    def __pow__(self, k: Any) -> Ratio:
        plain = len(self.n.to_dict()) + len(self.d.to_dict()) <= 2
        bits = max((c.height_bits() for c in self.n.coeffs()), default=0)
        if abs(k) > (10**6 if plain else 500) or abs(k) * bits > 10**5:
            raise Rejected("an exponent is too large to expand")
        n, d = (self.n, self.d) if k >= 0 else (self.d, self.n)
        return Ratio(self.form, n ** int(abs(k)), d ** int(abs(k)))

    def kernel(self) -> Term:
        """The kernel that the fraction consists of, if it is one generator, else 0."""
        gens = self.form.gens
        return self.form.kernels[gens.index(self.n)] if self.d == 1 and self.n in gens else ZERO

    def summands(self) -> list[tuple[fmpq, Ratio]]:
        """Rational multiples of monomials over the denominator."""
        make = self.n.context().from_dict
        return [(c, Ratio(self.form, make({m: 1}), self.d)) for m, c in self.n.to_dict().items()]

    def term(self) -> Term:
        top = self.form.term(self.n)
        return top if self.d == 1 else top / self.form.term(self.d)


class NormalForm:
    r"""Fractions of polynomials over generators: the symbols, and one for each kernel (exp of a
    monomial, log of a factor, root, sine and cosine, \|f\|, ...), modulo the relations
    r**Q = f, s**2 = 1 - c**2 and a**2 = f**2.  Each rewriting holds at every point where both
    sides are defined, signs of factors being shown on the context; so where a term is defined
    and its numerator reduces to 0, its value is 0."""

    def __init__(self, context: Any, roots: dict[str, Any]) -> None:
        self.context, self.roots = context, roots
        size = roots.get(GENERATORS, ENOUGH[0])
        self.gens = fmpq_mpoly_ctx.get(("g", size), "lex").gens()
        self.one = self.gens[0] ** 0
        self.kernels: list[Term] = []
        self.relations: dict[int, tuple[int, Any]] = {}
        self.memo: dict[int, tuple[Term, Ratio]] = {}
        self.signs: dict[str, str] = {}
        self.known: list[signs.Known] | None = None

    def ratio(self, n: Any, d: Any = None) -> Ratio:
        return Ratio(self, n, d)

    def refine(self, key: str, q: Any) -> None:
        """Start again with another number for a key: a denominator, or what gamma is written in."""
        raise _Refine(key, q)

    def generator(self, kernel: Term, power: int = 0, value: Any = None) -> Any:
        """The generator of a kernel, with the relation ``kernel**power = value`` if given."""
        if kernel not in self.kernels:
            if len(self.kernels) == ENOUGH[-1]:
                raise Rejected("too many kernels for the normal form")
            if len(self.kernels) == len(self.gens):
                self.refine(GENERATORS, ENOUGH[ENOUGH.index(len(self.gens)) + 1])
            self.kernels.append(kernel)
        index = self.kernels.index(kernel)
        if power:
            self.relations[index] = (power, value)
        return self.gens[index]

    def reduced(self, p: Any) -> Any:
        again = True
        while again:
            again = False
            for i, (power, value) in self.relations.items():
                if p.degrees()[i] >= power:
                    again, total, make = True, 0 * self.one, p.context().from_dict
                    for exponents, c in p.to_dict().items():
                        times, rest = divmod(exponents[i], power)
                        kept = (*exponents[:i], rest, *exponents[i + 1 :])
                        total += make({kept: c}) * value**times
                    p = total
        return p

    def term(self, p: Any) -> Term:
        """A polynomial as a term again."""
        total = ZERO
        for exponents, c in p.to_dict().items():
            product = num(c)
            for kernel, e in zip(self.kernels, exponents, strict=False):
                if e:
                    product = times(product, kernel if e == 1 else kernel ** num(e))
            total = plus(total, product)
        return total

    def of(self, term: Term) -> Ratio:
        if id(term) not in self.memo:  # the memo holds the term, so that its id stays its own
            self.memo[id(term)] = term, self._of(term)
        return self.memo[id(term)][1]

    def _of(self, term: Term) -> Ratio:
        head = term[0]
        if head == "num":
            return Ratio(self, term[1] * self.one)
        if head in ("sym", "pi", "euler"):
            return Ratio(self, self.generator(term))
        if head == "binomial":
            return self.of(chosen(term))
        if head in ("at", "delta", "sum", "integral"):
            linear = {"at": self.entry, "delta": self.delta}
            return linear.get(head, self.linear)(term)
        if head in BINDERS or head == "oo":
            raise Rejected(f"no normal form for {head}")
        power = rational(term[2]) if head == "pow" else None
        if head == "pow" and power is None:
            return cast(Ratio, kernels.powers(self, *term[1:]))
        a = self.of(term[1])
        if power is not None:
            return self.power(a, power)
        if head in ("+", "*", "/"):
            b = self.of(term[2]) if head != "*" or a.n != 0 else a
            return a + b if head == "+" else a * b if head == "*" else a * b**-1
        if head in ("sin", "cos"):
            return self.wave(a)[head == "cos"]
        if head in ("asin", "atan", "erf"):
            return self.inverse(head, a)
        if head in ("sign", "floor", "rgamma"):
            rewrite = {"sign": kernels.signs, "floor": kernels.floors, "rgamma": kernels.gamma}
            return cast(Ratio, rewrite[head](self, a))
        return {"exp": self.exp, "log": self.log, "abs": self.abs}[head](a)

    # Signs of factors, as in ``signs``, after a negative factor is negated.

    def sign(self, f: Any) -> str:
        key = str(f)
        if key not in self.signs:
            self.signs[key] = signs.sign(self, f)
        return self.signs[key]

    def split(self, a: Ratio) -> tuple[fmpq, list[tuple[Any, int, str]]]:
        """The fraction as a constant times factors ``(f, exponent, sign of f)``."""
        if any(len(f) > 1 and max(f.degrees()) > MAX_DEGREE for f in (a.n, a.d)):
            raise Rejected("a power too high to factor")
        (c, up), (below, down) = a.n.factor(), a.d.factor()
        factors = [*((f, int(e)) for f, e in up), *((f, -int(e)) for f, e in down)]
        scale, factors = self.squared_sines(factors)
        constant, parts = c / below * scale, list[tuple[Any, int, str]]()
        for f, e in factors:
            sign = self.sign(f)
            if sign in ("", "!=") and self.sign(-f) in (">", ">="):
                strict = sign == "!=" or self.sign(-f) == ">"
                f, sign, constant = -f, ">" if strict else ">=", constant * (-1 if e % 2 else 1)
            parts.append((f, e, sign))
        return constant, parts

    def squared_sines(self, factors: list[tuple[Any, int]]) -> tuple[fmpq, list[tuple[Any, int]]]:
        """The factors with ``(1 - c)*(1 + c) = s**2`` for each cosine c and its sine s."""
        constant, found = fmpq(1), list(factors)
        for i, (_, square) in self.relations.items():
            if self.kernels[i][0] != "sin":
                continue
            scale, pair = square.factor()
            exponents = [sum(e for g, e in found if g == f) for f, _ in pair]
            if len(pair) == 2 and exponents[0] * exponents[1] > 0:
                e = min(exponents, key=abs)
                found += [(f, -e) for f, _ in pair] + [(self.gens[i], 2 * e)]
                constant *= fmpq(scale) ** -e
        if len(found) == len(factors):
            return constant, factors
        powers = {str(f): (f, sum(e for g, e in found if g == f)) for f, _ in found}
        return constant, [(f, e) for f, e in powers.values() if e]

    def signed(self, rel: str, term: Term) -> bool:
        """Whether the factors of ``term`` (which is defined) show ``term rel 0``."""
        a = self.whole(term)
        if a.n == 0:
            return rel in ("=", ">=")
        constant, parts = self.split(a)
        nonzero = all(s in (">", "!=") or e < 0 for _, e, s in parts)
        above = constant > 0 and all(e % 2 == 0 or s in (">", ">=") for _, e, s in parts)
        shown = {"=": False, "!=": nonzero, ">=": above, ">": above and nonzero}[rel]
        return shown or rel in IMPLIED.get(signs.assumed(self, a.n * a.d), ())

    # Kernels.

    def modulus(self, f: Any) -> Any:
        if f in self.gens and self.relations.get(self.gens.index(f)) == (2, self.one):
            return self.one
        return self.generator(absolute(self.term(f)), 2, f * f)

    def fineness(self, key: str, c: fmpq) -> int:
        q: int = self.roots.get(key, 1)
        if lcm(q, int(c.q)) > FINEST:
            raise Rejected("an exponent is too fine")
        if (c * q).q != 1:
            self.finer(key, int((c * q).q) * q)
        return q

    def finer(self, key: str, q: int) -> None:
        """Start again with fractions of an exponent that are multiples of 1/q."""
        self.refine(key, lcm(self.roots.get(key, 1), q))

    def exp(self, a: Ratio) -> Ratio:
        total, (whole, rest) = Ratio(self, self.one), divmod(a.n, a.d)
        for c, m in [*Ratio(self, whole).summands(), *Ratio(self, rest, a.d).summands()]:
            kernel, inner = m.kernel(), m.term()
            if kernel[0] == "log":  # exp(c log u) = u**c
                total *= self.power(self.of(kernel[1]), c)
            elif c.q > FINEST:
                total *= Ratio(self, self.generator(exp(inner * num(c))))
            else:
                q = self.fineness(repr(inner), c)
                total *= Ratio(self, self.generator(exp(inner * num(fmpq(1, q))))) ** (c * q)
        return total

    def power(self, a: Ratio, power: fmpq) -> Ratio:
        """``a**power`` for a fraction that is nonnegative where it is defined, or any integer."""
        if power.q == 1 or a.n == 0:
            return a**power if power.q == 1 else a
        if power.q > FINEST:
            return Ratio(self, self.generator(a.term() ** num(power)))
        constant, parts = self.split(a)
        unknown = [bool(e % 2) and s not in (">", ">=") for _, e, s in parts]
        mixed = constant < 0 or any(unknown)
        # Where another factor may vanish, the sign of the unknown ones is not known: one root.
        shaky = [e > 0 and s != ">" for _, e, s in parts]
        hidden = mixed and any(s and not u for s, u in zip(shaky, unknown, strict=True))
        group, total = (self.one if constant > 0 else -self.one), Ratio(self, self.one)
        for f, e, s in parts:
            if hidden and e > 0:
                group *= f**e
            elif s in (">", ">="):
                total *= self.root(f, e * power)
            elif e % 2 and sum(unknown) == 1 and not hidden:  # it has the sign of the constant
                total *= self.root(f if constant > 0 else -f, e * power)
                group = self.one
            else:
                group *= f if e % 2 else self.one
                total *= self.root(self.modulus(f), (e - e % 2) * power)
        for p, e in _primes(abs(constant)):
            total *= self.root(p * self.one, e * power)
        return total * self.root(group, power)

    def root(self, f: Any, power: fmpq) -> Ratio:
        if f == 1 or power.q == 1:
            return Ratio(self, f) ** power
        kernel = Ratio(self, f).kernel()
        if kernel[0] == "exp" or (kernel[0] == "pow" and rational(kernel[2])):  # a finer generator
            inner, part = kernel[1][1:] if kernel[0] == "exp" else kernel[1:]
            self.finer(repr(inner), int(power.q) * int(part[1].q))
        inner = self.term(f)
        q = self.fineness(repr(inner), power)
        return Ratio(self, self.generator(inner ** num(fmpq(1, q)), q, f)) ** (power * q)

    def log(self, a: Ratio) -> Ratio:
        """The logarithm of a fraction that is positive where it is defined."""
        constant, parts = self.split(a)
        group, found = (self.one if constant > 0 else -self.one), _primes(abs(constant))
        unknown = sum(e % 2 for _, e, s in parts if s not in (">", ">="))
        for f, e, s in parts:
            if e % 2 and s not in (">", ">=") and unknown == 1:  # it has the sign of the constant
                f, group = f * group, self.one
            elif s not in (">", ">="):
                group *= f if e % 2 else self.one
                f, e = self.modulus(f), e - e % 2
            found.append((f, e))
        logs = [self.logarithm(f * self.one) * Ratio(self, e * self.one) for f, e in found]
        return sum(logs, self.logarithm(group))

    def logarithm(self, f: Any) -> Ratio:
        kernel = Ratio(self, f).kernel()
        if f == 1:
            return self.of(ZERO)
        if kernel[0] == "exp":
            return self.of(kernel[1])
        if kernel[0] == "pow" and rational(kernel[2]):
            return self.of(kernel[2] * log(kernel[1]))
        return Ratio(self, self.generator(log(self.term(f))))

    def abs(self, a: Ratio) -> Ratio:
        constant, parts = self.split(a)
        total = Ratio(self, abs(constant) * self.one)
        for f, e, s in parts:
            if s == "=" and e > 0:
                return self.of(ZERO)
            total *= Ratio(self, f if s in (">", ">=") or e % 2 == 0 else self.modulus(f)) ** e
        return total

    def wave(self, a: Ratio) -> tuple[Ratio, Ratio]:
        """Sine and cosine: of a sum by the addition theorems, of a multiple by turning often."""
        total = (self.of(ZERO), self.of(ONE))
        for c, m in a.summands():
            kernel, k = m.kernel(), c
            u = kernel[-1]
            turn: tuple[Ratio, Ratio]
            if kernel == PI and 12 % int(c.q) == 0:  # multiples of pi/12
                r2, r6 = num(2) ** HALF, num(6) ** HALF
                turn = self.pair((r6 - r2) / num(4), (r6 + r2) / num(4))
                k = fmpq(int((c * 12).p) % 24)
            elif kernel == PI:
                turn, k = kernels.part_of_turn(self, c)
            elif (whole := kernels.half_turns(self, c, m)) is not None:
                turn, k = (self.of(ZERO), whole), fmpq(1)
            elif kernel[0] == "asin" and c.q == 1:
                turn = self.pair(u, (ONE - u * u) ** HALF)
            elif kernel[0] == "atan" and c.q == 1:
                turn = self.pair(u / (ONE + u * u) ** HALF, ONE / (ONE + u * u) ** HALF)
            else:
                q = self.fineness(f"angle {m.term()!r}", c)  # no root of it is meant
                angle, k = times(m.term(), num(fmpq(1, q))), c * q
                g = self.generator(cos(angle))
                turn = Ratio(self, self.generator(sin(angle), 2, 1 - g * g)), Ratio(self, g)
            total = _turned(total, turn, int(k.p))
        return total

    def pair(self, sine: Term, cosine: Term) -> tuple[Ratio, Ratio]:
        return self.of(sine), self.of(cosine)

    def inverse(self, head: str, a: Ratio) -> Ratio:
        """asin, atan or erf: odd, and a multiple of pi/12 where the argument is special; for u > 0,
        ``atan u = pi/2 - atan(1/u)``, of which that stays whose numerator is not the lighter."""
        if a.n == 0:
            return a
        if a.n.leading_coefficient() < 0:
            return -self.inverse(head, -a)
        if head == "atan" and _lighter(a.n, a.d):
            for sign, whole in ((">", a), ("<", -a)):
                if self.signed(">", whole.term()):
                    quarter = self.of(num(fmpq(1 if sign == ">" else -1, 2)) * PI)
                    return quarter + -self.inverse("atan", a**-1)
        inner = a.term()
        most = {"asin": 6, "atan": 5, "erf": 0}[head] if not symbols(inner) else 0
        for k in range(1, most + 1):
            sine, cosine = self.wave(self.of(num(fmpq(k, 12)) * PI))
            if (sine + -(a if head == "asin" else a * cosine)).n == 0:
                return self.of(num(fmpq(k, 12)) * PI)
        return Ratio(self, self.generator(fn(head)(inner)))

    # Families and sums over an index.

    def entry(self, term: Term) -> Ratio:
        indices = (self.of(index).term() for index in term[2:])
        return Ratio(self, self.generator(Term((*term[:2], *indices))))

    def delta(self, term: Term) -> Ratio:
        """1 where the indices are the same, 0 where they differ on the context."""
        i, j = sorted(self.of(a).term() for a in term[1:])
        if self.of(i - j).n == 0:
            return self.of(ONE)
        if self.context.holds("!=", i - j):
            return self.of(ZERO)
        kernel = delta(i, j)
        return Ratio(self, self.generator(kernel, 2, self.generator(kernel)))

    def linear(self, term: Term) -> Ratio:
        """A sum or an integral by linearity, monomial by monomial; sums as in ``indices``.

        What is free of the variable of an integral comes out, and each monomial that is left is a
        kernel, its variable named after the nesting and the range.  That holds even where a part
        diverges, if all integrals that are written converge: on the functions of a range, the
        integral has an extension that is linear on all of them; and so has an infinite sum."""
        finite = {OO, -OO}.isdisjoint(term[3:])
        if term[0] == "sum" and finite:
            gap = rational(self.of(term[4] - term[3]).term())
            if (summands := written_out(term, gap)) is not None:
                return self.of(summands)
        term = self.renamed(term)
        whole, total = self.of(term[1]), self.of(ZERO)
        lead, factors = whole.d.factor()
        below = Counter({self.term(f): -int(e) for f, e in factors})
        for exponents, c in whole.n.to_dict().items():
            powers = Counter(below)  # of a kernel above and below alike, what is left
            powers.update(dict(zip(self.kernels, map(int, exponents), strict=False)))
            parts = [(kernel, e) for kernel, e in powers.items() if e]
            if term[0] == "sum" and finite:
                part = indices.summed(self, [term[2:]], parts)
            else:
                part = self.integrated(term, parts)
            total += Ratio(self, c / lead * self.one) * part
        return total

    def integrated(self, term: Term, factors: list[indices.Factor]) -> Ratio:
        """The integral of one monomial over the range of ``term``."""
        head, _, name, low, high = term
        free, inside = self.of(ONE), self.of(ONE)
        for part, e in factors:
            if name in symbols(part) or (e < 0 and not self.divides(term, part)):
                inside *= self.of(part) ** e
            else:
                free *= self.of(part) ** e
        if inside.d == 1 and inside.n == 1 and {low, high}.isdisjoint({OO, -OO}):
            return free * self.of(high - low)
        head, body, *ends = self.renamed(Term((head, inside.term(), *term[2:])))
        return free * Ratio(self, self.generator(Term((head, self.of(body).term(), *ends))))

    def divides(self, term: Term, part: Term) -> bool:
        """Whether an integral may be divided by a part outside it as well: the range is no point,
        over which everything is 0, or the part is not 0."""
        low, high = term[3:]
        long = low == -OO or high == OO or self.context.holds(">", high - low)
        return bool(long or self.context.holds("!=", part))

    def renamed(self, term: Term) -> Term:
        """A binder whose variable has the name that every one of its nesting and range has."""
        head, body, name, *ends = term
        low, high = (e if e in (OO, -OO) else self.of(e).term() for e in ends)
        finite = head == "integral" and {low, high}.isdisjoint({OO, -OO})
        if finite and not self.context.holds(">=", high - low):
            raise Rejected("the ends of an integral may be in the wrong order")
        taken = indices.names(body) - {name}
        label = self.bound(head, indices.nesting(body), (low, high), taken)
        return Term((head, substitute(body, {name: sym(label)}), label, low, high))

    def bound(self, head: str, depth: int, ends: tuple[Term, Term], taken: set[str]) -> str:
        """A variable of a sum or an integral over a range that is not among the names taken; its
        range is known in the context from then on."""
        low, high = ends
        while (label := f"#{head[0]}{depth} {low!r} {high!r}") in taken:
            depth += 1
        if label not in self.context.box:
            self.context = self.context.within(Term((head, ZERO, label, low, high)))
        return label

    def vanishes(self, term: Term) -> bool:
        """Whether the numerator is 0, or made 0 by joining the integrals over each range."""
        return bool(self.whole(term).n == 0)

    def whole(self, term: Term) -> Ratio:
        """The fraction, in whose numerator the integrals over each range are joined."""
        a = self.of(term)
        if a.n == 0 or not any(kernel[0] == "integral" for kernel in self.kernels):
            return a
        return self.of(self.joined(a.n)) * Ratio(self, self.one, a.d)

    def joined(self, n: Any) -> Term:
        """A polynomial, each part that is linear in integrals as one integral for each range."""
        total, bodies = ZERO, dict[Term, Term]()
        for exponents, c in n.to_dict().items():
            factors = [(k, e) for k, e in zip(self.kernels, exponents, strict=False) if e]
            found = [k for k, e in factors if k[0] == "integral" and e == 1]
            part = num(c)
            for kernel, e in factors:
                if [kernel] != found:
                    part = times(part, kernel if e == 1 else kernel ** num(e))
            if len(found) == 1:
                where = Term(found[0][2:])
                bodies[where] = plus(bodies.get(where, ZERO), times(part, found[0][1]))
            else:
                total = plus(total, part)
        for where, body in bodies.items():
            total = plus(total, Term(("integral", body, *where)))
        return total


def _lighter(n: Any, d: Any) -> bool:
    """Whether n is of lower degree than d, or of the same and comes first as a text."""
    degrees = n.total_degree(), d.total_degree()
    return bool(degrees[0] < degrees[1] or (degrees[0] == degrees[1] > 0 and str(n) < str(d)))


def _turned(at: tuple[Ratio, Ratio], by: tuple[Ratio, Ratio], k: int) -> tuple[Ratio, Ratio]:
    """Sine and cosine of an angle and k times another, by doubling that."""
    if abs(k) > (64 if any(map(symbols, (r.term() for r in by))) else 1024):
        raise Rejected("a multiple of an angle is too large")
    (s, c), (t, d), left = at, by if k > 0 else (-by[0], by[1]), abs(k)
    while left:
        if left % 2:
            s, c = s * d + c * t, c * d + -(s * t)
        left //= 2
        if left:
            t, d = t * d + d * t, d * d + -(t * t)
    return s, c


def _primes(c: fmpq) -> list[tuple[Any, int]]:
    """A positive rational as powers of primes, or of its parts where those are large."""
    found: list[tuple[Any, int]] = []
    for part, sign in ((c.p, 1), (c.q, -1)):
        factors = part.factor() if part.height_bits() < 100 else [(part, 1)]
        found += [(int(p), sign * int(e)) for p, e in factors if p != 1]
    return found
