"""The independent checker: re-derives what a certificate claims, from the text of the statement.

It imports python-flint and the standard library, and nothing else of thence: the reading, the
differentiation, the interval arithmetic and the normal form are its own.  A certificate is data
that tells *how* to show the statement; each step is computed again here, and :class:`Rejected` is
raised at the first that fails.  To trust a verdict, read this file.

A proof shows a *goal*: ``term rel 0`` with ``rel`` in ``= > >= !=``, at every point of a context
(a box of intervals, with hypotheses).  Invariant: :func:`prove` is only asked about terms that
were shown to be defined on the whole context.  Everything is real: a root, a logarithm or a power
outside its real domain is undefined.  Integer variables are treated as reals, which can lose a
proof but never make one.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache, reduce
from math import factorial, lcm
from typing import Any

from flint import arb, ctx, fmpq, fmpq_mpoly_ctx

VERSION = 1
BITS = 256
JENSEN = "Jensen's inequality: F'' <= 0 on an interval puts F of a mean above the mean of F"
INF = arb("inf")


class Rejected(Exception):
    """The certificate does not show the statement; the message says where it fails."""


# ------------------------------------------------------------------ terms


class Term(tuple[Any, ...]):
    """``(head, ...)`` with head: num sym pi oo + * / pow exp log sin cos asin atan erf abs."""

    __slots__ = ()

    def __add__(self, other: Any) -> Term:
        return Term(("+", self, other))

    def __mul__(self, other: Any) -> Term:
        return Term(("*", self, other))

    def __truediv__(self, other: Term) -> Term:
        return Term(("/", self, other))

    def __pow__(self, other: Term) -> Term:
        return Term(("pow", self, other))

    def __sub__(self, other: Term) -> Term:
        return self + -other

    def __neg__(self) -> Term:
        return num(-self[1]) if self[0] == "num" else num(-1) * self


def num(value: int | fmpq) -> Term:
    return Term(("num", fmpq(value)))


def fn(head: str) -> Callable[..., Term]:
    return lambda *args: Term((head, *args))


ZERO, ONE, TWO, HALF = num(0), num(1), num(2), num(fmpq(1, 2))
exp, log, sin, cos = fn("exp"), fn("log"), fn("sin"), fn("cos")
asin, atan, erf, absolute = fn("asin"), fn("atan"), fn("erf"), fn("abs")
PI, OO = Term(("pi",)), Term(("oo",))


def _maximum(*args: Term) -> Term:
    return reduce(lambda a, b: HALF * (a + b + absolute(a - b)), args)


# fmt: off
#: Each function in terms of the few that the checker knows, defined exactly where it is.
FUNCTIONS: dict[str, Callable[..., Term]] = {
    "exp": exp, "sin": sin, "cos": cos, "asin": asin, "atan": atan, "erf": erf, "Abs": absolute,
    "log": log, "sqrt": lambda a: a**HALF, "cbrt": lambda a: a ** num(fmpq(1, 3)),
    "tan": lambda a: sin(a) / cos(a), "cot": lambda a: cos(a) / sin(a),
    "sec": lambda a: ONE / cos(a), "csc": lambda a: ONE / sin(a),
    "sinh": lambda a: HALF * (exp(a) - exp(-a)), "cosh": lambda a: HALF * (exp(a) + exp(-a)),
    "tanh": lambda a: ONE - TWO / (exp(TWO * a) + ONE),
    "coth": lambda a: ONE + TWO / (exp(TWO * a) - ONE),
    "acos": lambda a: HALF * PI - asin(a), "erfc": lambda a: ONE - erf(a),
    "asinh": lambda a: log(a + (a * a + ONE) ** HALF),
    "acosh": lambda a: log(a + (a * a - ONE) ** HALF),
    "atanh": lambda a: HALF * log((ONE + a) / (ONE - a)),
    "Max": _maximum, "Min": lambda *args: -_maximum(*(-a for a in args)),
}
CONSTANTS = {"pi": PI, "oo": OO, "E": exp(ONE), "GoldenRatio": HALF * (ONE + num(5) ** HALF)}
# fmt: on


def symbols(term: Term) -> set[str]:
    if term[0] == "sym":
        return {term[1]}
    return set().union(*(symbols(a) for a in term[1:] if isinstance(a, Term)))


def substitute(term: Term, values: dict[str, Term]) -> Term:
    if term[0] == "sym":
        return values.get(term[1], term)
    return Term(substitute(a, values) if isinstance(a, Term) else a for a in term)


def _sum(a: Term, b: Term) -> Term:
    return b if a == ZERO else a if b == ZERO else a + b


def _times(a: Term, b: Term) -> Term:
    return ZERO if ZERO in (a, b) else b if a == ONE else a if b == ONE else a * b


@lru_cache(maxsize=4096)
def diff(term: Term, x: str) -> Term:
    """The derivative in ``x``.  Where it is defined, ``term`` is differentiable and this is its
    derivative: every division that it introduces is an obligation."""
    head, first, a = term[0], term[1] if len(term) > 1 else term, term[-1]
    if x not in symbols(term):
        return ZERO
    if head == "sym":
        return ONE
    if head == "+":
        return _sum(diff(first, x), diff(a, x))
    if head == "*":
        return _sum(_times(diff(first, x), a), _times(first, diff(a, x)))
    if head == "/":
        return _sum(
            _times(diff(first, x), ONE / a), -_times(_times(first, diff(a, x)), ONE / (a * a))
        )
    if head == "pow" and x in symbols(a):
        growth: Term = diff(a, x) * log(first) + a * diff(first, x) / first
        return term * growth
    if head == "pow":
        less = num(a[1] - 1) if a[0] == "num" else a - ONE
        return _times(_times(a, first if less == ONE else first**less), diff(first, x))
    outer = {
        "exp": term, "log": ONE / a, "sin": cos(a), "cos": -sin(a), "atan": ONE / (ONE + a * a),
        "asin": ONE / (ONE - a * a) ** HALF, "abs": a / term,
        "erf": TWO * exp(-(a * a)) / PI**HALF,
    }  # fmt: skip
    slope: Term = _times(outer[head], diff(a, x))
    return slope


def rational(term: Term) -> fmpq | None:
    """The value of a constant rational term of modest size, or None."""
    if term[0] not in ("num", "+", "*", "/", "pow"):
        return None
    if term[0] == "num":
        value: fmpq = term[1]
        return value
    a, b = rational(term[1]), rational(term[2])
    if a is None or b is None or (term[0] == "/" and b == 0):
        return None
    if term[0] == "pow":
        return None if b.q != 1 or abs(b) > 5000 or (a == 0 and b < 0) else a ** int(b.p)
    return a + b if term[0] == "+" else a * b if term[0] == "*" else a / b


def obligations(term: Term) -> list[tuple[str, Term]]:
    """What must hold for ``term`` to be defined, innermost first.  A power that varies asks for
    log of its base as well: 0**y may be defined, and must not count as undefined."""
    found = [o for a in term[1:] if isinstance(a, Term) for o in obligations(a)]
    power = rational(term[2]) if term[0] == "pow" else None
    if term[0] == "/":
        found.append(("!=", term[2]))
    elif term[0] == "log" or (term[0] == "pow" and power is None):
        found.append((">", term[1] if term[0] == "log" else term[1] + ZERO * log(term[1])))
    elif term[0] == "asin":
        found.append((">=", ONE - term[1] * term[1]))
    elif power is not None and (power.q != 1 or power < 0):
        found.append((("!=" if power.q == 1 else ">=" if power > 0 else ">"), term[1]))
    return list(dict.fromkeys(found))


# ------------------------------------------------------------------ reading

_OPERATORS: dict[type, Callable[..., Term]] = {
    ast.Add: Term.__add__, ast.Sub: Term.__sub__, ast.Mult: Term.__mul__, ast.Div: Term.__truediv__,
    ast.Pow: Term.__pow__, ast.USub: Term.__neg__, ast.UAdd: lambda a: a,
}  # fmt: skip
_RELATIONS = {ast.Eq: "=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.NotEq: "!="}
BINDERS = ("Minimax", "ArgMinimax", "Limit")


def _tree(text: str) -> Any:
    """Python's own grammar reads the text into a tree, which nothing ever runs."""
    if len(text) > 40_000:
        raise Rejected("a text is too long")
    return ast.parse(text.strip(), mode="eval").body


def parse(text: str, names: set[str]) -> Term:
    """Read an expression over the declared names."""
    return _read(_tree(text), names)


def relation(text: str, names: set[str]) -> tuple[str, Term]:
    """Read ``a rel b`` as ``(rel, term)`` that means ``term rel 0``."""
    tree = _tree(text.replace(" = ", " == "))
    (op,), (right,) = tree.ops, tree.comparators
    return oriented(_read(tree.left, names), _RELATIONS[type(op)], _read(right, names))


def oriented(left: Term, rel: str, right: Term) -> tuple[str, Term]:
    return (rel.replace("<", ">"), right - left) if rel in ("<", "<=") else (rel, left - right)


def _read(tree: Any, names: set[str]) -> Term:
    if isinstance(tree, ast.Constant) and type(tree.value) is int:
        return num(tree.value)
    if isinstance(tree, ast.Name) and tree.id in names | CONSTANTS.keys():
        return Term(("sym", tree.id)) if tree.id in names else CONSTANTS[tree.id]
    if isinstance(tree, ast.UnaryOp):
        return _OPERATORS[type(tree.op)](_read(tree.operand, names))
    if isinstance(tree, ast.BinOp):
        return _OPERATORS[type(tree.op)](_read(tree.left, names), _read(tree.right, names))
    head = getattr(getattr(tree, "func", None), "id", "")
    if not isinstance(tree, ast.Call) or tree.keywords or head not in {*FUNCTIONS, "Derivative"}:
        raise Rejected(f"the checker does not read {ast.unparse(tree)[:60]!r}")
    if head != "Derivative":
        return FUNCTIONS[head](*(_read(a, names) for a in tree.args))
    term = _read(tree.args[0], names)
    for bound in tree.args[1:]:
        name, times = (bound.elts[0], bound.elts[1].value) if hasattr(bound, "elts") else (bound, 1)
        for _ in range(min(times, 12)):  # 0 * term: what the body needs is needed still
            term = diff(term, _read(name, names)[1]) + ZERO * term
    return term


def parse_side(text: str, names: set[str]) -> Term:
    """Read the side of a statement: an expression, or one that binds variables around it all."""
    tree = _tree(text)
    head = getattr(getattr(tree, "func", None), "id", "")
    if head not in BINDERS:
        return _read(tree, names)
    body, *rest = tree.args
    bounds = [rest] if head == "Limit" else [b.elts for b in rest]
    inner = names | {b[0].id for b in bounds}
    tuples = [Term(_read(t, inner if i == 0 else names) for i, t in enumerate(b)) for b in bounds]
    return Term((head, _read(body, inner), *tuples))


# ------------------------------------------------------------------ intervals


class Interval:
    """Values lie between ``lo`` and ``hi``, exact or infinite.  An ``open`` end is never
    attained: a sum of positive numbers, (0, oo), stays strictly above 0."""

    def __init__(self, lo: arb, hi: arb, lo_open: bool = False, hi_open: bool = False) -> None:
        if lo.is_nan() or hi.is_nan():
            raise Rejected("a value that is not a number")
        self.lo, self.hi = _lower(lo), _upper(hi)
        self.lo_open, self.hi_open = lo_open or not lo > -INF, hi_open or not hi < INF
        self.ends = ((self.lo, self.lo_open), (self.hi, self.hi_open))

    def satisfies(self, rel: str) -> bool:
        above = self.lo > 0 or (self.lo == 0 and self.lo_open)
        below = self.hi < 0 or (self.hi == 0 and self.hi_open)
        zero = self.lo == 0 and self.hi == 0
        return bool({">": above, ">=": self.lo >= 0, "!=": above or below, "=": zero}[rel])

    def within(self, other: Interval) -> bool:
        low = self.lo > other.lo or (self.lo == other.lo and (self.lo_open or not other.lo_open))
        high = self.hi < other.hi or (self.hi == other.hi and (self.hi_open or not other.hi_open))
        return bool(low and high)

    def ball(self) -> arb:
        return self.lo.union(self.hi)


def _lower(v: arb) -> arb:
    return v if v.rad() == 0 else v.lower()


def _upper(v: arb) -> arb:
    return v if v.rad() == 0 else v.upper()


def exactly(value: arb) -> Interval:
    return Interval(value, value)


def hull(*ends: tuple[arb, bool]) -> Interval:
    """The interval spanned by end values; an end is open if no attained value is as extreme."""
    lows, highs = [(_lower(v), o) for v, o in ends], [(_upper(v), o) for v, o in ends]
    lo, hi = min(v for v, _ in lows), max(v for v, _ in highs)
    return Interval(lo, hi, all(o for v, o in lows if v == lo), all(o for v, o in highs if v == hi))


def _product(a: Interval, b: Interval) -> Interval:
    corners = []
    for x, x_open in a.ends:
        for y, y_open in b.ends:
            attained = (x == 0 and not x_open) or (y == 0 and not y_open)
            zero = x == 0 or y == 0
            corners.append((arb(0), not attained) if zero else (x * y, x_open or y_open))
    return hull(*corners)


def _increasing(f: Callable[[arb], arb], a: Interval) -> Interval:
    return Interval(f(a.lo), f(a.hi), a.lo_open, a.hi_open)


def _reciprocal(a: Interval) -> Interval:
    if not a.satisfies("!="):
        raise Rejected("a division by what may be 0")
    lo = -INF if a.hi == 0 else 1 / a.hi if a.hi < INF else arb(0)
    hi = INF if a.lo == 0 else 1 / a.lo if a.lo > -INF else arb(0)
    return Interval(lo, hi, a.hi_open, a.lo_open)


def _absolute(a: Interval) -> Interval:
    if a.lo >= 0:
        return a
    ends = [(abs(a.lo), a.lo_open), (abs(a.hi), a.hi_open)]
    return hull(*ends) if a.hi <= 0 else hull((arb(0), False), *ends)


def _power(a: Interval, power: fmpq) -> Interval:
    if power <= 0:
        return _reciprocal(_power(a, -power)) if power < 0 else exactly(arb(1))
    p, q = int(power.p), int(power.q)
    if q == 1:
        return _increasing(lambda v: v**p if abs(v) < INF else v, a if p % 2 else _absolute(a))
    if not a.satisfies(">="):
        raise Rejected("a root of what may be negative")
    if max(p, q) > 500:
        return _increasing(lambda v: v if v == 0 or not v < INF else v ** arb(power), a)
    return _increasing(lambda v: v if v == 0 or not v < INF else v.root(q) ** p, a)


def _wave(head: str, a: Interval) -> Interval:
    """sin or cos: monotone where that is certain, a ball where it is short, else [-1, 1]."""
    if head == "sin" and a.lo >= arb("-1.57") and a.hi <= arb("1.57"):
        return _increasing(arb.sin, a)
    if head == "cos" and a.lo >= 0 and a.hi <= arb("3.14"):
        return Interval(a.hi.cos(), a.lo.cos(), a.hi_open, a.lo_open)
    value = getattr(a.ball(), head)() if a.hi - a.lo < 3 else arb(0, 1)
    return exactly(value.max(arb(-1)).min(arb(1)))


def _end(head: str, v: arb) -> arb:
    """exp, log, atan, erf or asin at an end, infinite ones included."""
    if v == 0 and head == "log":
        return -INF
    if abs(v) < INF:
        value: arb = getattr(v, head)()
        return value
    limit = {"exp": INF, "log": INF, "atan": arb.pi() / 2, "erf": arb(1)}[head]
    return limit if v > 0 else arb(0) if head == "exp" else -limit


Domain = tuple[Interval, tuple[Term, Term]]
NAMED_DOMAINS = {
    "real": "(-oo, oo)", "integer": "(-oo, oo)", "positive": "(0, oo)", "negative": "(-oo, 0)",
    "nonnegative": "[0, oo)", "nonpositive": "(-oo, 0]",
}  # fmt: skip


def outward(domain: Domain) -> Domain:
    """The domain that the rounded interval is, exactly: its ends are its own, dyadic."""
    ends = []
    for v, _ in domain[0].ends:
        man, power = v.man_exp() if abs(v) < INF else (0, 0)
        ends.append(num(fmpq(man) * fmpq(2) ** int(power)) if abs(v) < INF else OO)
    return domain[0], (-OO if ends[0] == OO else ends[0], ends[1])


class Context:
    """A box of intervals, their exact ends, and hypotheses ``(rel, term)``; the lemmas that a
    proof takes on trust are entered in its ledger."""

    def __init__(
        self, box: dict[str, Interval], ends: dict[str, tuple[Term, Term]],
        hypotheses: list[tuple[str, Term]], ledger: list[str],
    ) -> None:  # fmt: skip
        self.box, self.ends, self.hypotheses, self.ledger = box, ends, hypotheses, ledger
        self.names, self.memo = set(box), dict[int, tuple[Term, Interval]]()

    def having(self, name: str, domain: Domain) -> Context:
        """This context with a variable's domain set."""
        box, ends = {**self.box, name: domain[0]}, {**self.ends, name: domain[1]}
        return Context(box, ends, self.hypotheses, self.ledger)

    def domain(self, text: str) -> Domain:
        """Read a domain: its interval, rounded outwards, and its exact ends."""
        text = NAMED_DOMAINS.get(text, text).removeprefix("integer in ").strip()
        text = f"[{text[9:]}, oo)" if text.startswith("integer>=") else text
        if text[0] not in "([" or text[-1] not in ")]":
            raise Rejected(f"cannot read the domain {text!r}")
        low, high = (_read(end, set()) for end in _tree(f"({text[1:-1]},)").elts)
        return self.between(low, high, text[0] == "(", text[-1] == ")")

    def between(self, low: Term, high: Term, lo_open: bool, hi_open: bool) -> Domain:
        lo = -INF if low == -OO else self.bounds(low).lo
        hi = INF if high == OO else self.bounds(high).hi
        if lo > hi:
            raise Rejected("an interval is empty")
        return Interval(lo, hi, lo_open, hi_open), (low, high)

    def inside(self, value: Term, domain: Interval, ends: tuple[Term, Term]) -> bool:
        """Whether a value certainly lies in a domain, its exact ends considered."""
        above = ends[0] == -OO or self.holds(">" if domain.lo_open else ">=", value - ends[0])
        return above and (
            ends[1] == OO or self.holds(">" if domain.hi_open else ">=", ends[1] - value)
        )

    def bounds(self, term: Term) -> Interval:
        """Holds every value of ``term`` on the box; rejected where it may be undefined."""
        if id(term) not in self.memo:  # the memo holds the term, so that its id stays its own
            self.memo[id(term)] = term, self._bounds(term)
        return self.memo[id(term)][1]

    def _bounds(self, term: Term) -> Interval:
        head = term[0]
        if head in ("num", "pi"):
            return exactly(arb(term[1]) if head == "num" else arb.pi())
        if head == "sym":
            return self.box[term[1]]
        a = self.bounds(term[1])
        if head == "pow":
            power = rational(term[2])
            return (
                _power(a, power) if power is not None else self.bounds(exp(term[2] * log(term[1])))
            )
        if head == "*" and term[1] == term[2]:
            return _power(a, fmpq(2))
        if head in ("+", "*", "/"):
            b = self.bounds(term[2])
            if head == "+":
                lo_open, hi_open = a.lo_open or b.lo_open, a.hi_open or b.hi_open
                return Interval(a.lo + b.lo, a.hi + b.hi, lo_open, hi_open)
            return _product(a, b if head == "*" else _reciprocal(b))
        if head == "abs":
            return _absolute(a)
        if head in ("sin", "cos"):
            return _wave(head, a)
        if head == "log" and not a.satisfies(">"):
            raise Rejected("a logarithm of what may not be positive")
        if head == "asin" and not (a.lo >= -1 and a.hi <= 1):
            raise Rejected("asin of what may lie outside [-1, 1]")
        return _increasing(lambda v: _end(head, v), a)

    def shows(self, rel: str, term: Term) -> bool:
        """Whether the bounds of a term satisfy a relation."""
        try:
            return self.bounds(term).satisfies(rel)
        except Rejected:
            return False

    def holds(self, rel: str, term: Term) -> bool:
        """Whether ``term rel 0`` follows from the box, or from the signs of the factors of the
        normal form and the hypotheses.  False says nothing."""
        try:
            return self.shows(rel, term) or by_normal_form(self, rel, term, {})
        except Rejected:
            return False


# ------------------------------------------------------------------ normal form


class _Refine(Exception):
    """A generator is needed at a finer fraction of its exponent; start again with that."""


def normalised(context: Context, job: Callable[[NormalForm], Any]) -> Any:
    """``job`` done in a normal form whose generators have denominators fine enough for it."""
    roots: dict[str, int] = {}
    for _ in range(24):
        try:
            return job(NormalForm(context, roots))
        except _Refine as finer:
            key, q = finer.args
            roots[key] = lcm(roots.get(key, 1), q)
    raise Rejected("no common denominator for the exponents")


def vanishes(context: Context, term: Term) -> bool:
    """Whether a term is 0 wherever it is defined on the context, by its normal form."""
    return bool(normalised(context, lambda form: form.of(term).n == 0))


class Ratio:
    """A fraction ``n/d`` of polynomials of a normal form, reduced by its relations."""

    def __init__(self, form: NormalForm, n: Any, d: Any = None) -> None:
        n, d = form.reduced(n), form.one if d is None else form.reduced(d)
        if d == 0:
            raise Rejected("a division by 0")
        g = n.gcd(d)
        lead = (d / g).leading_coefficient()
        self.form, self.n, self.d = form, n / g / lead, d / g / lead

    def __add__(self, other: Ratio) -> Ratio:
        return Ratio(self.form, self.n * other.d + other.n * self.d, self.d * other.d)

    def __mul__(self, other: Ratio) -> Ratio:
        return Ratio(self.form, self.n * other.n, self.d * other.d)

    def __neg__(self) -> Ratio:
        return Ratio(self.form, -self.n, self.d)

    def __pow__(self, k: Any) -> Ratio:
        if abs(k) > 500:
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

    def __init__(self, context: Context, roots: dict[str, int]) -> None:
        self.context, self.roots = context, roots
        self.gens = fmpq_mpoly_ctx.get(("g", 40), "lex").gens()
        self.one = self.gens[0] ** 0
        self.kernels: list[Term] = []
        self.relations: dict[int, tuple[int, Any]] = {}
        self.memo: dict[Term, Ratio] = {}
        self.signs: dict[str, str] = {}
        self.known: list[tuple[str, Any]] | None = None

    def generator(self, kernel: Term, power: int = 0, value: Any = None) -> Any:
        """The generator of a kernel, with the relation ``kernel**power = value`` if given."""
        if kernel not in self.kernels:
            if len(self.kernels) == len(self.gens):
                raise Rejected("too many kernels for the normal form")
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
                    product = _times(product, kernel if e == 1 else kernel ** num(e))
            total = _sum(total, product)
        return total

    def of(self, term: Term) -> Ratio:
        if term not in self.memo:
            self.memo[term] = self._of(term)
        return self.memo[term]

    def _of(self, term: Term) -> Ratio:
        head = term[0]
        if head == "num":
            return Ratio(self, term[1] * self.one)
        if head in ("sym", "pi"):
            return Ratio(self, self.generator(term))
        power = rational(term[2]) if head == "pow" else None
        if head == "pow" and power is None:
            return self.of(exp(term[2] * log(term[1])))
        a = self.of(term[1])
        if power is not None:
            return self.power(a, power)
        if head in ("+", "*", "/"):
            b = self.of(term[2])
            return a + b if head == "+" else a * b if head == "*" else a * b**-1
        if head in ("sin", "cos"):
            return self.wave(a)[head == "cos"]
        if head in ("asin", "atan", "erf"):
            return self.inverse(head, a)
        return {"exp": self.exp, "log": self.log, "abs": self.abs}[head](a)

    # Signs of factors: ``>`` ``>=`` ``!=`` or nothing, after a negative factor is negated.

    def sign(self, f: Any) -> str:
        key = str(f)
        if key not in self.signs:
            self.signs[key] = self._sign(f)
        return self.signs[key]

    def _sign(self, f: Any) -> str:
        bare, term = f in self.gens, self.term(f)
        found = ">" if self.context.shows(">", term) else ""
        found = found or (">=" if self.context.shows(">=", term) and not bare else "")
        kinds = [self._monomial(m) for m in f.to_dict()] if all(c > 0 for c in f.coeffs()) else [""]
        if not found and all(kinds):
            found = ">" if ">" in kinds else ">="
        return found or self._assumed(f)

    def _monomial(self, exponents: tuple[int, ...]) -> str:
        used = [(k, e) for k, e in zip(self.kernels, exponents, strict=False) if e]
        if not all(e % 2 == 0 or self.context.shows(">=", k) for k, e in used):
            return ""
        return ">" if all(self._nonzero(k) for k, _ in used) else ">="

    def _nonzero(self, kernel: Term) -> bool:
        inner = self.of(kernel[1]).n if kernel[0] == "abs" else None
        if inner is not None and self.sign(inner) in (">", "!="):
            return True
        return self.context.shows("!=", kernel) or self._assumed(self.generator(kernel)) in (
            ">",
            "!=",
        )

    def _assumed(self, f: Any) -> str:
        """The sign that a hypothesis gives to ``f``, up to a positive factor."""
        if self.known is None:
            self.known = []
            forms = [(rel, self.of(h)) for rel, h in self.context.hypotheses]
            self.known = [(rel, form.n) for rel, form in forms if form.d == 1 and form.n != 0]
        for rel, n in self.known:
            c = f.leading_coefficient() / n.leading_coefficient()
            if f == n * c and rel != "=" and (c > 0 or rel == "!="):
                return rel
        return ""

    def split(self, a: Ratio) -> tuple[fmpq, list[tuple[Any, int, str]]]:
        """The fraction as a constant times factors ``(f, exponent, sign of f)``."""
        (c, up), (below, down) = a.n.factor(), a.d.factor()
        constant, parts = c / below, []
        for f, e in [*((f, int(e)) for f, e in up), *((f, -int(e)) for f, e in down)]:
            sign = self.sign(f)
            if sign in ("", "!=") and self.sign(-f) in (">", ">="):
                f, sign, constant = -f, self.sign(-f), constant * (-1 if e % 2 else 1)
            parts.append((f, e, sign))
        return constant, parts

    def signed(self, rel: str, term: Term) -> bool:
        """Whether the factors of ``term`` (which is defined) show ``term rel 0``."""
        a = self.of(term)
        if a.n == 0:
            return rel in ("=", ">=")
        constant, parts = self.split(a)
        nonzero = all(s in (">", "!=") or e < 0 for _, e, s in parts)
        above = constant > 0 and all(e % 2 == 0 or s in (">", ">=") for _, e, s in parts)
        return {"=": False, "!=": nonzero, ">=": above, ">": above and nonzero}[rel]

    # Kernels.

    def modulus(self, f: Any) -> Any:
        return self.generator(absolute(self.term(f)), 2, f * f)

    def fineness(self, key: str, c: fmpq) -> int:
        q = self.roots.get(key, 1)
        if q * c.q > 10_000:
            raise Rejected("an exponent is too fine")
        if (c * q).q != 1:
            raise _Refine(key, int((c * q).q) * q)
        return q

    def exp(self, a: Ratio) -> Ratio:
        total = Ratio(self, self.one)
        for c, m in a.summands():
            kernel = m.kernel()
            if kernel[0] == "log":  # exp(c log u) = u**c
                total *= self.power(self.of(kernel[1]), c)
            else:
                inner = m.term()
                q = self.fineness(repr(inner), c)
                total *= Ratio(self, self.generator(exp(inner * num(fmpq(1, q))))) ** (c * q)
        return total

    def power(self, a: Ratio, power: fmpq) -> Ratio:
        """``a**power`` for a fraction that is nonnegative where it is defined, or any integer."""
        if power.q == 1 or a.n == 0:
            return a**power if power.q == 1 else a
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
        if kernel[0] in ("exp", "pow"):  # a finer generator instead
            inner, part = kernel[1][1:] if kernel[0] == "exp" else kernel[1:]
            raise _Refine(repr(inner), int(power.q) * int(part[1].q))
        inner = self.term(f)
        q = self.fineness(repr(inner), power)
        return Ratio(self, self.generator(inner ** num(fmpq(1, q)), q, f)) ** (power * q)

    def log(self, a: Ratio) -> Ratio:
        """The logarithm of a fraction that is positive where it is defined."""
        constant, parts = self.split(a)
        group, found = (self.one if constant > 0 else -self.one), _primes(abs(constant))
        for f, e, s in parts:
            if s not in (">", ">="):
                group *= f if e % 2 else self.one
                f, e = self.modulus(f), e - e % 2
            found.append((f, e))
        logs = [self.logarithm(f * self.one) * Ratio(self, e * self.one) for f, e in found]
        return sum(logs, self.logarithm(group))

    def logarithm(self, f: Any) -> Ratio:
        kernel = Ratio(self, f).kernel()
        if f == 1:
            return self.of(ZERO)
        if kernel[0] in ("exp", "pow"):
            return self.of(kernel[1] if kernel[0] == "exp" else kernel[2] * log(kernel[1]))
        return Ratio(self, self.generator(log(self.term(f))))

    def abs(self, a: Ratio) -> Ratio:
        constant, parts = self.split(a)
        total = Ratio(self, abs(constant) * self.one)
        for f, e, s in parts:
            total *= Ratio(self, f if s in (">", ">=") or e % 2 == 0 else self.modulus(f)) ** e
        return total

    def wave(self, a: Ratio) -> tuple[Ratio, Ratio]:
        """Sine and cosine: of a sum by the addition theorems, of a multiple by turning often."""
        sine, cosine = self.of(ZERO), self.of(ONE)
        for c, m in a.summands():
            kernel, k = m.kernel(), c
            u = kernel[-1]
            if kernel == PI and 12 % int(c.q) == 0:  # multiples of pi/12
                r2, r6 = num(2) ** HALF, num(6) ** HALF
                turn, k = ((r6 - r2) / num(4), (r6 + r2) / num(4)), fmpq(int((c * 12).p) % 24)
            elif kernel[0] == "asin" and c.q == 1:
                turn = u, (ONE - u * u) ** HALF
            elif kernel[0] == "atan" and c.q == 1:
                turn = u / (ONE + u * u) ** HALF, ONE / (ONE + u * u) ** HALF
            else:
                q = self.fineness(repr(m.term()), c)
                angle, k = m.term() * num(fmpq(1, q)), c * q
                g = self.generator(cos(angle))
                turn = self.generator(sin(angle), 2, 1 - g * g), g
            if abs(k) > 64:
                raise Rejected("a multiple of an angle is too large")
            s, t = (self.of(v) if isinstance(v, Term) else Ratio(self, v) for v in turn)
            for _ in range(abs(int(k.p))):
                s_k = s if k > 0 else -s
                sine, cosine = sine * t + cosine * s_k, cosine * t + -(sine * s_k)
        return sine, cosine

    def inverse(self, head: str, a: Ratio) -> Ratio:
        """asin, atan or erf: odd, and a multiple of pi/12 where the argument is special."""
        if a.n == 0:
            return a
        if a.n.leading_coefficient() < 0:
            return -self.inverse(head, -a)
        inner = a.term()
        most = {"asin": 6, "atan": 5, "erf": 0}[head] if not symbols(inner) else 0
        for k in range(1, most + 1):
            sine, cosine = self.wave(self.of(num(fmpq(k, 12)) * PI))
            if (sine + -(a if head == "asin" else a * cosine)).n == 0:
                return self.of(num(fmpq(k, 12)) * PI)
        return Ratio(self, self.generator(fn(head)(inner)))


def _primes(c: fmpq) -> list[tuple[Any, int]]:
    """A positive rational as powers of primes, or of its parts where those are large."""
    found: list[tuple[Any, int]] = []
    for part, sign in ((c.p, 1), (c.q, -1)):
        factors = part.factor() if part.height_bits() < 100 else [(part, 1)]
        found += [(int(p), sign * int(e)) for p, e in factors if p != 1]
    return found


# ------------------------------------------------------------------ rules

Proof = dict[str, Any]


def prove(context: Context, rel: str, term: Term, proof: Proof) -> None:
    """Show ``term rel 0`` on the context by the rule that the proof names, or reject."""
    if proof["rule"] not in RULES:
        raise Rejected(f"unknown rule {proof['rule']!r}")
    if not RULES[proof["rule"]](context, rel, term, proof):
        raise Rejected(f"the rule {proof['rule']} does not show {rel} 0")


def defined(context: Context, term: Term, proofs: Proof) -> None:
    """Show every obligation of ``term``: by the proof given for it, or at sight."""
    for i, (rel, what) in enumerate(obligations(term)):
        if str(i) in proofs:
            prove(context, rel, what, proofs[str(i)])
        elif not context.holds(rel, what):
            raise Rejected(f"obligation {i} ({rel} 0) is not shown")


def fresh(name: str, context: Context) -> str:
    if name in context.box or name in FUNCTIONS or name in CONSTANTS:
        raise Rejected(f"the name {name!r} is taken")
    return name


def same(context: Context, a: Term, b: Term) -> None:
    if not vanishes(context, a - b):
        raise Rejected("two terms that should be equal are not shown to be")


def by_bounds(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """Interval arithmetic over the box."""
    return context.bounds(term).satisfies(rel)


def by_normal_form(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """The normal form is 0, or its factors have known signs."""
    return bool(normalised(context, lambda form: form.signed(rel, term)))


def by_rewriting(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """``term * by = to``, with ``by`` > 0, after naming parts of it: each name ``let`` is given
    ranges over an interval that holds the part, and ``to`` is shown for the whole interval."""
    by = parse(proof.get("by", "1"), context.names)
    defined(context, by, {})
    if by != ONE:
        prove(context, "!=" if rel in ("=", "!=") else ">", by, proof["by_positive"])
    inner, parts = context, {}
    for name, let in proof.get("let", {}).items():
        part, domain = parse(let["is"], context.names), context.domain(let["in"])
        defined(context, part, {})
        if "low" in let:
            (low, high), (_, lo_open), (_, hi_open) = domain[1], *domain[0].ends
            prove(context, ">" if lo_open else ">=", part - low, let["low"])
            prove(context, ">" if hi_open else ">=", high - part, let["high"])
        else:
            domain = outward(domain)
            if not context.bounds(part).within(domain[0]):
                raise Rejected(f"the part {name!r} may leave its interval")
        parts[fresh(name, inner)] = part
        inner = inner.having(name, domain)
    to = parse(proof["to"], inner.names)
    same(context, term * by, substitute(to, parts))
    defined(inner, to, {})
    prove(inner, rel, to, proof["then"])
    return True


def by_splitting(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """The domain of a variable cut at points, a proof for each piece."""
    name = proof["var"]
    whole, (low, high) = context.box[name], context.ends[name]
    ends = [low, *(parse(t, set()) for t in proof["at"]), high]
    for i, inner in enumerate(proof["proofs"]):
        lo_open, hi_open = i == 0 and whole.lo_open, i == len(ends) - 2 and whole.hi_open
        piece = context.between(ends[i], ends[i + 1], lo_open, hi_open)
        prove(context.having(name, piece), rel, term, inner)
    return len(proof["proofs"]) == len(ends) - 1


def interior(context: Context, name: str) -> Context:
    if any(name in symbols(h) for _, h in context.hypotheses):
        raise Rejected(f"a hypothesis ties {name!r}")
    whole = context.box[name]
    return context.having(name, (Interval(whole.lo, whole.hi, True, True), context.ends[name]))


def by_slope(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """From the derivative in one variable and the value at one end of its interval (``lo`` or
    ``hi``), or for ``=`` at a point: the mean value theorem.  An end that is not in the domain
    needs the term to be defined, hence continuous, there too."""
    name, at = proof["var"], proof["at"]
    inner, slope, whole = interior(context, name), diff(term, name), context.box[name]
    point = context.ends[name][at == "hi"] if at in ("lo", "hi") else parse(at, set())
    closed = Interval(whole.lo, whole.hi)
    if rel == "!=" or (rel != "=" and at not in ("lo", "hi")) or point in (OO, -OO):
        raise Rejected("a slope shows an order from an end, or an equality")
    if at not in ("lo", "hi") and not context.inside(point, whole, context.ends[name]):
        raise Rejected("the point is outside the domain")
    defined(inner, slope, proof.get("slope_defined", {}))
    if at in ("lo", "hi") and (whole.hi_open if at == "hi" else whole.lo_open):
        defined(context.having(name, (closed, context.ends[name])), term, proof.get("defined", {}))
    steep = rel if rel == "=" else ">="
    prove(inner, steep, slope if at != "hi" or rel == "=" else -slope, proof["slope"])
    prove(context, rel, substitute(term, {name: point}), proof["base"])
    return True


def coefficient(term: Term, context: Context, name: str, at: Interval, order: int) -> Interval:
    """The Taylor coefficients of one order around every point of ``at``, the other variables
    ranging over the box.  Rejected unless the term and its derivatives are defined on all of it:
    the terms of this checker are smooth where every derivative is defined."""
    there = context.having(name, (at, context.ends[name]))
    for _ in range(order):
        there.bounds(term)
        term = diff(term, name)
    return _product(there.bounds(term), exactly(1 / arb(factorial(order))))


def by_taylor(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """A Taylor form around the middle of the interval, the last coefficient over all of it."""
    name, order = proof["var"], int(proof["order"])
    whole = context.box[name]
    middle = whole.ball().mid()
    half = hull((whole.lo - middle, False), (whole.hi - middle, False))
    total = exactly(arb(0))
    for j in range(order + 1):
        at = exactly(middle) if j < order else whole
        part = _product(coefficient(term, context, name, at, j), _power(half, fmpq(j)))
        total = Interval(total.lo + part.lo, total.hi + part.hi)
    return total.satisfies(rel)


def by_contact(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """The term vanishes at a point with its derivatives below the k-th, and the k-th keeps its
    sign: f(x) = f^(k)(xi) (x - x0)^k / k!.  The zeros are shown exactly."""
    name, order, at = proof["var"], int(proof["order"]), parse(proof["at"], set())
    whole, point = context.box[name], context.bounds(at)
    low, high = at == context.ends[name][0], at == context.ends[name][1]
    outside = (low and whole.lo_open) or (high and whole.hi_open)
    if not 1 <= order <= 12 or rel not in (">", ">=") or (rel == ">" and not outside):
        raise Rejected("a contact shows >= 0, or > 0 beside the point")
    if not (low or high) and (order % 2 or not point.within(whole)):
        raise Rejected("an odd contact inside the interval changes sign")
    lead = coefficient(term, context, name, Interval(whole.lo, whole.hi), order)
    for _ in range(order):
        same(context, substitute(term, {name: at}), ZERO)
        term = diff(term, name)
    return bool(lead.hi < 0 if high and order % 2 else lead.lo > 0)


def by_jensen(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """``F(sum w p) >= sum w F(p)`` for F concave on an interval that holds the points p."""
    points = [parse(t, context.names) for t in proof["points"]]
    weights = [parse(t, set()) for t in proof["weights"]]
    name, domain = fresh(proof["var"], context), outward(context.domain(proof["on"]))
    inner = context.having(name, domain)
    concave = parse(proof["F"], inner.names)
    second = diff(diff(concave, name), name)
    defined(inner, concave, proof.get("defined", {}))
    defined(inner, second, proof.get("second_defined", {}))
    prove(inner, ">=", -second, proof["concave"])
    if not all(context.holds(">=", w) for w in weights) or not all(
        context.bounds(p).within(domain[0]) for p in points
    ):
        raise Rejected("a weight may be negative, or a point outside the interval")
    same(context, reduce(Term.__add__, weights), ONE)
    pairs = list(zip(weights, points, strict=True))
    mean = reduce(Term.__add__, (w * p for w, p in pairs))
    right = reduce(Term.__add__, (w * substitute(concave, {name: p}) for w, p in pairs))
    same(context, term, substitute(concave, {name: mean}) - right)
    context.ledger.append(JENSEN)
    return rel == ">="


RULES: dict[str, Callable[[Context, str, Term, Proof], bool]] = {
    "bounds": by_bounds, "normal form": by_normal_form, "rewrite": by_rewriting,
    "split": by_splitting, "slope": by_slope, "taylor": by_taylor, "contact": by_contact,
    "jensen": by_jensen,
}  # fmt: skip
SHAPES = {"increasing": (1, 1), "decreasing": (1, -1), "convex": (2, 1), "concave": (2, -1)}


# ------------------------------------------------------------------ statements

Data = dict[str, Any]


@contextmanager
def precision(bits: int = BITS) -> Iterator[None]:
    """The working precision of the balls, in bits, for a while."""
    before = ctx.prec
    try:
        ctx.prec = bits
        yield
    finally:
        ctx.prec = before


def digest(statement: Data, certificate: Data) -> str:
    """The SHA-256 of the statement and of all of the certificate but the digest itself."""
    body = {k: v for k, v in certificate.items() if k != "digest"}
    return hashlib.sha256(json.dumps([statement, body], sort_keys=True).encode()).hexdigest()


def check(statement: Data, certificate: Data) -> list[str]:
    """Check that the certificate shows what it concludes of the statement.

    Returns the named lemmas that the proof takes on trust; raises :class:`Rejected` otherwise,
    whatever is wrong with the certificate.
    """
    try:
        seal = digest(statement, certificate)
        if certificate["version"] != VERSION or certificate["digest"] != seal:
            raise Rejected("the certificate was made for another statement, or changed")
        with precision(min(max(BITS, int(certificate.get("bits", BITS))), 16384)):
            context = context_of(statement)
            conclusion = {"true": _true, "false": _at_point, "undefined": _at_point}
            conclusion[certificate["conclusion"]](context, statement, certificate)
            return sorted(set(context.ledger))
    except Rejected:
        raise
    except Exception as error:  # a malformed certificate must be a rejection, whatever it breaks
        raise Rejected(f"malformed: {type(error).__name__}: {error}") from None


def context_of(statement: Data) -> Context:
    """The box and the hypotheses of a statement."""
    context = Context({}, {}, [], [])
    for name, text in statement["given"].items():
        context = context.having(name, context.domain(text))
    context.hypotheses = [relation(h, context.names) for h in statement["assuming"]]
    return context


def _true(context: Context, statement: Data, certificate: Data) -> None:
    rel, names, proofs = statement["rel"], context.names, certificate.get("defined", {})
    if rel == "iff":  # left * by = right, with by > 0: the two have the same sign
        (rel1, left), (rel2, right) = (relation(statement[k], names) for k in ("lhs", "rhs"))
        by = parse(certificate["by"], names)
        for term, needs in ((left, proofs), (right, certificate["defined_right"]), (by, {})):
            defined(context, term, needs)
        prove(context, ">", by, certificate["by_positive"])
        if rel1 != rel2:
            raise Rejected("the two relations differ in kind")
        prove(context, "=", left * by - right, certificate["proof"])
        return
    left = parse_side(statement["lhs"], names)
    if left[0] == "Limit":
        _limit(context, left, parse(statement["rhs"], names), rel, certificate)
        return
    if left[0] not in BINDERS:
        defined(context, left, proofs)
    if rel == "~digits":
        value = minimax(context, left, certificate) if left[0] in BINDERS else context.bounds(left)
        if printed(statement["rhs"], value) is not True:
            raise Rejected("the digits are not shown to be the leading ones")
    elif rel in SHAPES:
        order, sign = SHAPES[rel]
        inner = interior(context, statement["rhs"])
        for _ in range(order):
            left = diff(left, statement["rhs"])
        defined(inner, left, certificate.get("slope_defined", {}))
        prove(inner, ">" if order == 1 else ">=", num(sign) * left, certificate["proof"])
    elif rel != "defined" or left[0] in BINDERS:
        right = parse(statement["rhs"], names)
        defined(context, right, certificate.get("defined_right", {}))
        prove(context, *oriented(left, rel, right), certificate["proof"])


def printed(text: str, value: Interval) -> bool | None:
    """Whether printed digits are the leading digits of a value, cut off or rounded."""
    whole, _, decimals = text.lstrip("-").partition(".")
    unit = fmpq(10) ** len(decimals) * (-1 if text.startswith("-") else 1)
    scaled = _product(value, exactly(arb(unit)))  # in units of the last digit
    low, high = arb(int(whole + decimals)) - arb("0.5"), arb(int(whole + decimals)) + 1
    if scaled.lo >= low and scaled.hi < high:
        return True
    return False if scaled.hi < low or scaled.lo >= high else None


def minimax(context: Context, left: Term, certificate: Data) -> Interval:
    r"""Enclose ``min over b of sup over x of f``, or the place of the minimum.

    ``upper``: a place b and a bound that f stays under there for every x.  ``lower``: the domain
    of b cut in pieces, each with an x at which f is at least ``floor`` on the piece; for a place,
    above ``upper`` on every piece but one.  f is continuous in b, so a minimum is attained on
    that compact piece.  \|g\| is above g and -g.
    """
    body, (b, b_low, b_high), (x, x_low, x_high) = left[1], left[2], left[3]
    free = context.having(b[1], context.between(b_low, b_high, b_low == -OO, b_high == OO))
    free = free.having(x[1], free.between(x_low, x_high, x_low == -OO, x_high == OO))
    defined(free, body, certificate.get("defined", {}))
    upper, place = certificate["upper"], parse(certificate["upper"]["at"], set())
    best, floor = parse(upper["is"], set()), parse(certificate["floor"], set())
    faces = [body[1], -body[1]] if body[0] == "abs" else [body]
    if not context.inside(place, free.box[b[1]], free.ends[b[1]]):
        raise Rejected("the place of the upper bound is outside the domain")
    at = free.having(b[1], (context.bounds(place), (place, place)))
    for face, proof in zip(faces, upper["proofs"], strict=True):
        prove(at, ">=", best - substitute(face, {b[1]: place}), proof)
    cuts = [b_low, *(parse(piece["to"], set()) for piece in certificate["lower"][:-1]), b_high]
    kept: list[Term] = []
    for piece, lo, hi in zip(certificate["lower"], cuts, cuts[1:], strict=False):
        if piece.get("keep") and left[0] == "ArgMinimax":
            kept += [lo, hi]
            continue
        spot = parse(piece["x"], set())
        if not context.inside(spot, free.box[x[1]], free.ends[x[1]]):
            raise Rejected("a point is outside the domain")
        inner = free.having(b[1], context.between(lo, hi, lo == -OO, hi == OO))
        face = substitute(faces[0 if piece["side"] > 0 else -1], {x[1]: spot})
        rel, level = (">", best) if left[0] == "ArgMinimax" else (">=", floor)
        prove(inner, rel, face - level, piece["proof"])
    ends = kept if left[0] == "ArgMinimax" else [floor, best]
    if len(ends) != 2:
        raise Rejected("the place is not enclosed by one interval")
    return hull(*context.bounds(ends[0]).ends, *context.bounds(ends[1]).ends)


def _limit(context: Context, left: Term, right: Term, rel: str, certificate: Data) -> None:
    r"""``body = to`` near the target, with parts of the body named that tend to 0: for each, C is
    above \|part\| * scale, with scale = x towards infinity and 1/(x - a) towards a from the right.
    ``to`` is continuous where the parts are 0, and has the value of the limit there."""
    body, (x, target), edge = left[1], left[2], parse(certificate["near"], set())
    ends = (edge, OO) if target == OO else (target, edge)
    near = context.having(x[1], context.between(ends[0], ends[1], True, True))
    if rel != "=" or (target != OO and not context.holds(">", edge - target)):
        raise Rejected("not a limit, or not a neighbourhood of its target")
    defined(near, body, certificate.get("defined", {}))
    parts: dict[str, Term] = {}
    for name, let in certificate["let"].items():
        part, bound = parse(let["is"], near.names), parse(let["bound"], context.names - {x[1]})
        defined(near, part, {})
        for sign, proof in ((ONE, let["above"]), (num(-1), let["below"])):
            goal = bound - sign * part * (x if target == OO else ONE / (x - target))
            prove(near, ">=", goal, proof)
        parts[fresh(name, near)] = part
    to = parse(certificate["to"], (context.names - {x[1]}) | set(parts))
    same(near, body, substitute(to, parts))
    tiny = Interval(arb("-1e-40"), arb("1e-40"))
    Context({**context.box, **dict.fromkeys(parts, tiny)}, {}, [], []).bounds(to)  # continuous
    same(context, substitute(to, dict.fromkeys(parts, ZERO)), right)


def _at_point(context: Context, statement: Data, certificate: Data) -> None:
    """A point of the domain at which the statement is certainly false, or not defined."""
    names, rel, at = context.names, statement["rel"], Context({}, {}, [], [])
    point = {name: parse(certificate["point"][name], set()) for name in names}
    for name, value in point.items():
        domain, (low, high) = context.box[name], context.ends[name]
        defined(at, value, {})
        exact = rational(value)
        whole = exact is not None and exact.q == 1
        declared = statement["given"][name]
        if not at.inside(value, domain, (low, high)) or (
            declared.startswith("integer") and not whole
        ):
            raise Rejected("the point is outside the domain")
    for needed, hypothesis in context.hypotheses:
        here = substitute(hypothesis, point)
        defined(at, here, {})
        if not at.holds(needed, here):
            raise Rejected("a hypothesis is not met at the point")
    read = relation if rel == "iff" else lambda text, names: (rel, parse_side(text, names))
    sides = [read(statement["lhs"], names)]
    if rel not in ("~digits", "defined", *SHAPES):
        sides.append(read(statement["rhs"], names))
    if certificate["conclusion"] == "undefined":
        if any(word in statement["lhs"] + statement["rhs"] for word in ("Derivative", *BINDERS)):
            raise Rejected("no point shows that a derivative or a limit is not defined")
        needs = [need for _, side in sides for need in obligations(substitute(side, point))]
        if not any(_lost(at, *need) for need in needs):
            raise Rejected("everything may be defined at the point")
        return
    if rel == "~digits":
        left, bound = sides[0][1], sides[0][1][0] in BINDERS
        shown = minimax(context, left, certificate) if bound else at.bounds(substitute(left, point))
        failed = printed(statement["rhs"], shown) is False
    else:
        terms = [substitute(side, point) for _, side in sides]
        for term in terms:
            defined(at, term, {})
        if rel == "iff":
            (a, b), (rel_a, rel_b) = terms, (r for r, _ in sides)
            failed = (at.holds(rel_a, a) and _fails(at, rel_b, b)) or (
                _fails(at, rel_a, a) and at.holds(rel_b, b)
            )
        else:
            failed = _fails(at, *oriented(terms[0], rel, terms[1]))
    if not failed:
        raise Rejected("the statement may hold at the point")


def _fails(at: Context, rel: str, term: Term) -> bool:
    """Whether ``term rel 0`` is certainly false for a constant term that is defined."""
    if rel in ("=", "!="):
        return at.holds("!=" if rel == "=" else "=", term)
    return at.holds(">" if rel == ">=" else ">=", -term)


def _lost(at: Context, rel: str, what: Term) -> bool:
    """Whether an obligation, itself defined, certainly fails."""
    try:
        defined(at, what, {})
    except Rejected:
        return False
    return _fails(at, rel, what)
