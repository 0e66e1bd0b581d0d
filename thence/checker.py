"""The independent checker: re-derives what a certificate claims, from the text of the statement.

It imports python-flint and the standard library, and nothing else of thence: the parser, the
differentiation, the ball arithmetic and the normal form are its own.  A certificate is data that
tells *how* to show the statement; each step of it is computed again here, and :class:`Rejected`
is raised at the first that fails.  To trust a verdict, read this file.

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
from math import lcm
from typing import Any

from flint import arb, arb_series, ctx, fmpq, fmpq_mpoly, fmpq_mpoly_ctx

VERSION = 1
BITS = 256
JENSEN = "Jensen's inequality: F'' <= 0 on an interval puts F of a mean above the mean of F"
INF = arb("inf")


class Rejected(Exception):
    """The certificate does not show the statement; the message says where it fails."""


# ------------------------------------------------------------------ terms


class Term(tuple[Any, ...]):
    """``(head, ...)``: num sym pi oo + * / pow exp log sin cos asin atan erf abs diff limit ..."""

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
exp, log, sin, cos, asin, atan, erf, absolute = map(fn, "exp log sin cos asin atan erf abs".split())
PI, OO = Term(("pi",)), Term(("oo",))


def _maximum(*args: Term) -> Term:
    best = args[0]
    for a in args[1:]:
        best = HALF * (best + a + absolute(best - a))
    return best


#: Each function in terms of the few that the checker knows, defined exactly where it is.
FUNCTIONS: dict[str, Callable[..., Term]] = {
    "exp": exp, "sin": sin, "cos": cos, "asin": asin, "atan": atan, "erf": erf, "Abs": absolute,
    "log": lambda a, b=None: log(a) if b is None else log(a) / log(b),
    "sqrt": lambda a: a**HALF,
    "cbrt": lambda a: a ** num(fmpq(1, 3)),
    "tan": lambda a: sin(a) / cos(a),
    "cot": lambda a: cos(a) / sin(a),
    "sec": lambda a: ONE / cos(a),
    "csc": lambda a: ONE / sin(a),
    "sinh": lambda a: HALF * (exp(a) - exp(-a)),
    "cosh": lambda a: HALF * (exp(a) + exp(-a)),
    "tanh": lambda a: ONE - TWO / (exp(TWO * a) + ONE),
    "coth": lambda a: ONE + TWO / (exp(TWO * a) - ONE),
    "acos": lambda a: HALF * PI - asin(a),
    "asinh": lambda a: log(a + (a * a + ONE) ** HALF),
    "acosh": lambda a: log(a + (a * a - ONE) ** HALF),
    "atanh": lambda a: HALF * log((ONE + a) / (ONE - a)),
    "Max": _maximum,
    "Min": lambda *args: -_maximum(*(-a for a in args)),
    "erfc": lambda a: ONE - erf(a),
}  # fmt: skip
CONSTANTS = {"pi": PI, "E": exp(ONE), "GoldenRatio": HALF * (ONE + num(5) ** HALF)}
CONSTANTS["oo"] = OO


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


def diff(term: Term, x: str) -> Term:
    """The derivative in ``x``.  Where it is defined, ``term`` is differentiable and this is its
    derivative: every division that it introduces is an obligation."""
    head, a = term[0], term[-1]
    if x not in symbols(term):
        return ZERO
    if head == "sym":
        return ONE
    if head == "diff":
        return diff(term[1], x)
    if head == "+":
        return _sum(diff(term[1], x), diff(a, x))
    if head == "*":
        return _sum(_times(diff(term[1], x), a), _times(term[1], diff(a, x)))
    if head == "/":
        top = term[1]
        return _sum(_times(diff(top, x), ONE / a), -_times(_times(top, diff(a, x)), ONE / (a * a)))
    if head == "pow":
        base, power = term[1:]
        if x in symbols(power):
            return term * (diff(power, x) * log(base) + power * diff(base, x) / base)
        less = num(power[1] - 1) if power[0] == "num" else power - ONE
        return _times(_times(power, base if less == ONE else base**less), diff(base, x))
    outer = {
        "exp": term, "log": ONE / a, "sin": cos(a), "cos": -sin(a), "atan": ONE / (ONE + a * a),
        "asin": ONE / (ONE - a * a) ** HALF, "abs": a / term,
        "erf": TWO * exp(-(a * a)) / PI**HALF,
    }  # fmt: skip
    if head not in outer:
        raise Rejected(f"no derivative of {head}")
    return _times(outer[head], diff(a, x))


def rational(term: Term) -> fmpq | None:
    """The value of a constant rational term of modest size, or None."""
    if term[0] == "num":
        value: fmpq = term[1]
        return value
    if term[0] not in ("+", "*", "/", "pow"):
        return None
    a, b = rational(term[1]), rational(term[2])
    if a is None or b is None or (term[0] == "/" and b == 0):
        return None
    if term[0] == "pow":
        return None if b.q != 1 or abs(b) > 5000 or (a == 0 and b < 0) else a ** int(b.p)
    return a + b if term[0] == "+" else a * b if term[0] == "*" else a / b


def obligations(term: Term, inside: bool = True) -> list[tuple[str, Term]]:
    """What must hold for ``term`` to be defined, innermost first.  Without ``inside``, only what
    is needed whatever a derivative may need: a failure of it makes the term undefined."""
    if term[0] == "diff" and not inside:
        return obligations(term[2], inside)
    found = [o for a in term[1:] if isinstance(a, Term) for o in obligations(a, inside)]
    if term[0] == "/":
        found.append(("!=", term[2]))
    elif term[0] == "log":
        found.append((">", term[1]))
    elif term[0] == "asin":
        found.append((">=", ONE - term[1] * term[1]))
    elif term[0] == "pow":
        power = rational(term[2])
        if power is None:
            found.append((">" if inside else ">=", term[1]))
        elif power.q != 1:
            found.append((">=" if power > 0 else ">", term[1]))
        elif power < 0:
            found.append(("!=", term[1]))
    return list(dict.fromkeys(found))


# ------------------------------------------------------------------ reading

_OPERATORS: dict[type, Callable[..., Term]] = {
    ast.Add: lambda a, b: a + b, ast.Sub: lambda a, b: a - b, ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b, ast.Pow: lambda a, b: a**b,
    ast.USub: lambda a: -a, ast.UAdd: lambda a: a,
}  # fmt: skip
BINDERS = ("Minimax", "ArgMinimax", "Limit")
_RELATIONS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.NotEq: "!="}


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
    tree = _tree(text.replace(" = ", " - ") if " = " in text else text)
    if " = " in text:
        left, right = (parse(side, names) for side in text.split(" = "))
        return "=", left - right
    (op,), (right_tree,) = tree.ops, tree.comparators
    return oriented(_read(tree.left, names), _RELATIONS[type(op)], _read(right_tree, names))


def _read(tree: Any, names: set[str]) -> Term:
    if isinstance(tree, ast.Constant) and type(tree.value) is int:
        return num(tree.value)
    if isinstance(tree, ast.Name) and tree.id in names | CONSTANTS.keys():
        return Term(("sym", tree.id)) if tree.id in names else CONSTANTS[tree.id]
    if isinstance(tree, ast.UnaryOp):
        return _OPERATORS[type(tree.op)](_read(tree.operand, names))
    if isinstance(tree, ast.BinOp):
        return _OPERATORS[type(tree.op)](_read(tree.left, names), _read(tree.right, names))
    if not isinstance(tree, ast.Call) or not isinstance(tree.func, ast.Name) or tree.keywords:
        raise Rejected(f"the checker does not read {ast.unparse(tree)[:60]!r}")
    head, (body, *rest) = tree.func.id, tree.args
    if head in FUNCTIONS:
        return FUNCTIONS[head](*(_read(a, names) for a in tree.args))
    if head == "Derivative":
        term = _read(body, names)
        for bound in rest:
            name, order = bound.elts if isinstance(bound, ast.Tuple) else (bound, ast.Constant(1))
            for _ in range(min(order.value, 12)):
                term = Term(("diff", diff(term, _read(name, names)[1]), term))
        return term
    raise Rejected(f"the checker does not know {head!r} here")


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


def oriented(left: Term, rel: str, right: Term) -> tuple[str, Term]:
    if rel in ("<", "<="):
        return rel.replace("<", ">"), right - left
    return rel, left - right


# ------------------------------------------------------------------ intervals


class Interval:
    """Values lie between ``lo`` and ``hi``, exact or infinite.  An ``open`` end is never
    attained: a sum of positive numbers, (0, oo), stays strictly above 0."""

    def __init__(self, lo: arb, hi: arb, lo_open: bool = False, hi_open: bool = False) -> None:
        if lo.is_nan() or hi.is_nan():
            raise Rejected("a value that is not a number")
        exact_lo, exact_hi = lo.rad() == 0, hi.rad() == 0
        self.lo, self.lo_open = lo if exact_lo else lo.lower(), lo_open or not lo > -INF
        self.hi, self.hi_open = hi if exact_hi else hi.upper(), hi_open or not hi < INF

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


def _hull(ends: list[tuple[arb, bool]]) -> Interval:
    """The interval spanned by end values; an end is open if no attained value is as extreme."""
    lows = [(v if v.rad() == 0 else v.lower(), o) for v, o in ends]
    highs = [(v if v.rad() == 0 else v.upper(), o) for v, o in ends]
    lo, hi = lows[0][0], highs[0][0]
    for v, _ in lows:
        lo = v if v < lo else lo
    for v, _ in highs:
        hi = v if v > hi else hi
    return Interval(lo, hi, all(o for v, o in lows if v == lo), all(o for v, o in highs if v == hi))


def _ends(a: Interval) -> list[tuple[arb, bool]]:
    return [(a.lo, a.lo_open), (a.hi, a.hi_open)]


def _product(a: Interval, b: Interval) -> Interval:
    corners = []
    for x, x_open in _ends(a):
        for y, y_open in _ends(b):
            if x == 0 or y == 0:
                attained = (x == 0 and not x_open) or (y == 0 and not y_open)
                corners.append((arb(0), not attained))
            else:
                corners.append((x * y, x_open or y_open))
    return _hull(corners)


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
    ends = [(-a.lo, a.lo_open), (abs(a.hi), a.hi_open)]
    return _hull(ends if a.hi <= 0 else [(arb(0), False), *ends])


def _power(a: Interval, power: fmpq) -> Interval:
    if power <= 0:
        return _reciprocal(_power(a, -power)) if power < 0 else Interval(arb(1), arb(1))
    if power.q == 1:
        n = int(power.p)
        a = a if n % 2 else _absolute(a)
        return _increasing(lambda v: v**n if abs(v) < INF else v, a)
    if not a.satisfies(">="):
        raise Rejected("a root of what may be negative")
    p, q = int(power.p), int(power.q)
    return _increasing(lambda v: v if v == 0 or not v < INF else v.root(q) ** p, a)


def _wave(head: str, a: Interval) -> Interval:
    """sin or cos: monotone where that is certain, a ball where it is short, else [-1, 1]."""
    if head == "sin" and a.lo >= arb("-1.57") and a.hi <= arb("1.57"):
        return _increasing(lambda v: v.sin(), a)
    if head == "cos" and a.lo >= 0 and a.hi <= arb("3.14"):
        return Interval(a.hi.cos(), a.lo.cos(), a.hi_open, a.lo_open)
    value = getattr(a.ball(), head)() if a.hi - a.lo < 3 else arb(0, 1)
    return _hull([(value.max(arb(-1)).min(arb(1)), False)])


def _end(head: str, v: arb) -> arb:
    """exp, log, atan, erf or asin at an end, infinite ones included."""
    if v == 0 and head == "log":
        return -INF
    if abs(v) < INF:
        return getattr(v, head)()
    limit = {"exp": INF, "log": INF, "atan": arb.pi() / 2, "erf": arb(1)}[head]
    return limit if v > 0 else arb(0) if head == "exp" else -limit


NAMED_DOMAINS = {"real": "(-oo, oo)", "integer": "(-oo, oo)", "positive": "(0, oo)"}
NAMED_DOMAINS |= {"negative": "(-oo, 0)", "nonnegative": "[0, oo)", "nonpositive": "(-oo, 0]"}
Domain = tuple[Interval, tuple[Term, Term]]


class Context:
    """A box of intervals with hypotheses, each ``(rel, term)``."""

    def __init__(
        self,
        box: dict[str, Interval],
        ends: dict[str, tuple[Term, Term]],
        hypotheses: list[tuple[str, Term]],
        ledger: list[str],
    ) -> None:
        self.box, self.ends, self.hypotheses, self.ledger = box, ends, hypotheses, ledger

    @property
    def names(self) -> set[str]:
        return set(self.box)

    def having(self, name: str, domain: Domain, *hypotheses: tuple[str, Term]) -> Context:
        """This context with a variable's domain set, and further hypotheses."""
        box, ends = {**self.box, name: domain[0]}, {**self.ends, name: domain[1]}
        return Context(box, ends, [*self.hypotheses, *hypotheses], self.ledger)

    def domain(self, text: str) -> Domain:
        """Read a domain: its interval, rounded outwards, and its exact ends."""
        text = NAMED_DOMAINS.get(text, text).removeprefix("integer in ").strip()
        text = f"[{text[9:]}, oo)" if text.startswith("integer>=") else text
        if text[:1] not in ("(", "[") or text[-1:] not in (")", "]"):
            raise Rejected(f"cannot read the domain {text!r}")
        low, high = (_read(end, set()) for end in _tree(f"({text[1:-1]},)").elts)
        return self.between(low, high, text[0] == "(", text[-1] == ")")

    def between(self, low: Term, high: Term, lo_open: bool, hi_open: bool) -> Domain:
        lo = -INF if low == -OO else self.bounds(low).lo
        hi = INF if high == OO else self.bounds(high).hi
        if lo > hi:
            raise Rejected("an interval is empty")
        return Interval(lo, hi, lo_open, hi_open), (low, high)

    def bounds(self, term: Term) -> Interval:
        """Holds every value of ``term`` on the box; rejected where it may be undefined."""
        head = term[0]
        if head == "num":
            return _hull([(arb(term[1]), False)])
        if head == "sym":
            return self.box[term[1]]
        if head == "pi":
            return _hull([(arb.pi(), False)])
        if head == "pow":
            power = rational(term[2])
            if power is None:
                return self.bounds(exp(term[2] * log(term[1])))
            return _power(self.bounds(term[1]), power)
        if head == "*" and term[1] == term[2]:
            return _power(self.bounds(term[1]), fmpq(2))
        args = [self.bounds(a) for a in term[1:]]
        a, b = args[0], args[-1]
        if head == "diff":
            return a
        if head == "+":
            lo_open, hi_open = a.lo_open or b.lo_open, a.hi_open or b.hi_open
            return Interval(a.lo + b.lo, a.hi + b.hi, lo_open, hi_open)
        if head in ("*", "/"):
            return _product(a, b if head == "*" else _reciprocal(b))
        if head == "abs":
            return _absolute(a)
        if head in ("sin", "cos"):
            return _wave(head, a)
        if head not in ("exp", "log", "atan", "erf", "asin"):
            raise Rejected(f"no bounds for {head}")
        if head == "log" and not a.satisfies(">"):
            raise Rejected("a logarithm of what may not be positive")
        if head == "asin" and not (a.lo >= -1 and a.hi <= 1):
            raise Rejected("asin of what may lie outside [-1, 1]")
        return _increasing(lambda v: _end(head, v), a)

    def holds(self, rel: str, term: Term) -> bool:
        """Whether ``term rel 0`` follows from the box, or from the signs of the terms of the
        normal form and the hypotheses.  False says nothing."""
        try:
            if self.bounds(term).satisfies(rel):
                return True
        except Rejected:
            pass
        try:
            return normalised(self, lambda form: form.signed(rel, term))
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


Fraction = tuple[Any, Any]  # numerator and denominator, fmpq_mpoly


class NormalForm:
    """Fractions of polynomials over generators: the symbols, and one for each kernel (exp of a
    monomial, log of a factor, root, sine and cosine, \\|f\\|, ...), modulo the relations
    r**Q = f, s**2 = 1 - c**2 and a**2 = f**2.  Each rewriting holds at every point where both
    sides are defined, signs of factors being shown on the context; so where a term is defined
    and its numerator reduces to 0, its value is 0."""

    def __init__(self, context: Context, roots: dict[str, int]) -> None:
        self.context, self.roots = context, roots
        self.gens = fmpq_mpoly_ctx.get(("g", 40), "lex").gens()
        self.one = self.gens[0] ** 0
        self.kernels: list[Term] = []
        self.relations: dict[int, tuple[int, Any]] = {}
        self.memo: dict[Term, Fraction] = {}
        self.signs: dict[str, str] = {}
        self.known: list[tuple[str, Any]] | None = None

    def generator(self, kernel: Term) -> Any:
        if kernel not in self.kernels:
            if len(self.kernels) == len(self.gens):
                raise Rejected("too many kernels for the normal form")
            self.kernels.append(kernel)
        return self.gens[self.kernels.index(kernel)]

    def related(self, kernel: Term, power: int, value: Any) -> Any:
        g = self.generator(kernel)
        self.relations[self.kernels.index(kernel)] = (power, value)
        return g

    def sole(self, p: Any, q: Any = 1) -> Term | None:
        """The kernel that the fraction consists of, if it is one generator."""
        return self.kernels[self.gens.index(p)] if q == 1 and p in self.gens else None

    def reduced(self, p: Any) -> Any:
        again = True
        while again:
            again = False
            for i, (power, value) in self.relations.items():
                if p.degrees()[i] >= power:
                    again, total, powers = True, 0 * self.one, {0: self.one}
                    for exponents, c in p.to_dict().items():
                        times, rest = divmod(exponents[i], power)
                        powers.setdefault(times, value**times)
                        kept = (*exponents[:i], rest, *exponents[i + 1 :])
                        total += p.context().from_dict({kept: c}) * powers[times]
                    p = total
        return p

    def ratio(self, n: Any, d: Any) -> Fraction:
        n, d = self.reduced(n), self.reduced(d)
        if d == 0:
            raise Rejected("a division by 0")
        g = n.gcd(d)
        n, d = n / g, d / g
        lead = d.leading_coefficient()
        return n / lead, d / lead

    def times(self, a: Fraction, b: Fraction) -> Fraction:
        return self.ratio(a[0] * b[0], a[1] * b[1])

    def plus(self, a: Fraction, b: Fraction) -> Fraction:
        return self.ratio(a[0] * b[1] + b[0] * a[1], a[1] * b[1])

    def raised(self, a: Fraction, k: int) -> Fraction:
        if abs(k) > 500:
            raise Rejected("an exponent is too large to expand")
        return self.ratio(a[0] ** k, a[1] ** k) if k >= 0 else self.ratio(a[1] ** -k, a[0] ** -k)

    def term(self, n: Any, d: Any = 1) -> Term:
        """A polynomial, or a fraction, as a term again."""
        total = ZERO
        for exponents, c in n.to_dict().items():
            product = num(c)
            for kernel, e in zip(self.kernels, exponents, strict=False):
                if e:
                    product = _times(product, kernel if e == 1 else kernel ** num(e))
            total = _sum(total, product)
        return total if d == 1 else total / self.term(d)

    def of(self, term: Term) -> Fraction:
        if term not in self.memo:
            self.memo[term] = self._of(term)
        return self.memo[term]

    def _of(self, term: Term) -> Fraction:
        head = term[0]
        if head == "num":
            return term[1] * self.one, self.one
        if head in ("sym", "pi"):
            return self.generator(term), self.one
        if head == "diff":
            return self.of(term[1])
        if head == "pow":
            power = rational(term[2])
            if power is None:
                return self.of(exp(term[2] * log(term[1])))
            base = self.of(term[1])
            return self.raised(base, int(power.p)) if power.q == 1 else self.power(base, power)
        a = self.of(term[1])
        if head == "+":
            return self.plus(a, self.of(term[2]))
        if head == "*":
            return self.times(a, self.of(term[2]))
        if head == "/":
            return self.times(a, self.raised(self.of(term[2]), -1))
        if head in ("sin", "cos"):
            return self.wave(a)[head == "cos"]
        if head in ("asin", "atan", "erf"):
            return self.inverse(head, a)
        return {"exp": self.exp, "log": self.log, "abs": self.abs}[head](a)

    # Signs of factors.  ``>`` ``>=`` ``!=`` or nothing, after a negative factor is negated.

    def sign(self, f: Any) -> str:
        key = str(f)
        if key not in self.signs:
            self.signs[key] = self._sign(f)
        return self.signs[key]

    def _sign(self, f: Any) -> str:
        for rel in (">", ">="):
            if self._bounded(self.term(f), rel) and (rel == ">" or f not in self.gens):
                return rel
        if all(c > 0 for c in f.coeffs()):
            kinds = [self._monomial_sign(m) for m in f.to_dict()]
            if all(kinds):
                return ">" if ">" in kinds else ">="
        return self._assumed(f)

    def _monomial_sign(self, exponents: tuple[int, ...]) -> str:
        used = [(k, e) for k, e in zip(self.kernels, exponents, strict=False) if e]
        if not all(e % 2 == 0 or self._bounded(k, ">=") for k, e in used):
            return ""
        return ">" if all(self._nonzero(k) for k, _ in used) else ">="

    def _nonzero(self, kernel: Term) -> bool:
        if kernel[0] == "abs" and self.sign(self.of(kernel[1])[0]) in (">", "!="):
            return True
        return self._bounded(kernel, "!=") or self._assumed(self.generator(kernel)) in (">", "!=")

    def _bounded(self, term: Term, rel: str) -> bool:
        try:
            return self.context.bounds(term).satisfies(rel)
        except Rejected:
            return False

    def _assumed(self, f: Any) -> str:
        """The sign that a hypothesis gives to ``f``, up to a positive factor."""
        if self.known is None:
            self.known = []
            forms = [(rel, self.of(h)) for rel, h in self.context.hypotheses]
            self.known = [(rel, n) for rel, (n, d) in forms if d == 1 and n != 0]
        for rel, n in self.known:
            c = f.leading_coefficient() / n.leading_coefficient()
            if f == n * c and (c > 0 or rel == "!=") and rel != "=":
                return rel
        return ""

    def split(self, a: Fraction) -> tuple[fmpq, list[tuple[Any, int, str]]]:
        """The fraction as a constant times factors ``(f, exponent, sign of f)``."""
        (c, up), (below, down) = a[0].factor(), a[1].factor()
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
        if a[0] == 0:
            return rel in ("=", ">=")
        constant, parts = self.split(a)
        nonzero = all(s in (">", "!=") or e < 0 for _, e, s in parts)
        if rel == "!=":
            return nonzero
        above = constant > 0 and all(e % 2 == 0 or s in (">", ">=") for _, e, s in parts)
        return above and (rel == ">=" or (rel == ">" and nonzero))

    # Kernels.

    def modulus(self, f: Any) -> Any:
        return self.related(absolute(self.term(f)), 2, f * f)

    def exp(self, a: Fraction) -> Fraction:
        total = (self.one, self.one)
        for c, m in self.summands(a):
            kernel = self.sole(*m)
            if kernel is not None and kernel[0] == "log":  # exp(c log u) = u**c
                part = self.power(self.of(kernel[1]), c)
            else:
                inner = self.term(*m)
                q = self.fineness(repr(inner), c)
                g = self.generator(exp(inner * num(fmpq(1, q))))
                part = self.raised((g, self.one), int((c * q).p))
            total = self.times(total, part)
        return total

    def summands(self, a: Fraction) -> list[tuple[fmpq, Fraction]]:
        """The fraction as a sum of rational multiples of monomials over one denominator."""
        return [
            (c, self.ratio(a[0].context().from_dict({m: fmpq(1)}), a[1]))
            for m, c in a[0].to_dict().items()
        ]

    def fineness(self, key: str, c: fmpq) -> int:
        q = self.roots.get(key, 1)
        if (c * q).q != 1:
            raise _Refine(key, int((c * q).q) * q)
        return q

    def power(self, a: Fraction, power: fmpq) -> Fraction:
        """``a**power`` for a fraction that is nonnegative where it is defined."""
        if power.q == 1:
            return self.raised(a, int(power.p))
        constant, parts = self.split(a)
        if constant == 0:
            return 0 * self.one, self.one
        unknown = [e % 2 and s not in (">", ">=") for _, e, s in parts]
        mixed = constant < 0 or any(unknown)
        # Where another factor may vanish, the sign of the unknown ones is not known: keep one root.
        hidden = any(e > 0 and s != ">" and not u for (_, e, s), u in zip(parts, unknown, strict=True))
        group, total = (self.one if constant > 0 else -self.one), (self.one, self.one)
        for f, e, s in parts:
            if mixed and hidden and e > 0:
                group *= f**e
            elif s in (">", ">="):
                total = self.times(total, self.root(f, e * power))
            else:
                group *= f if e % 2 else self.one
                total = self.times(total, self.root(self.modulus(f), (e - e % 2) * power))
        for p, e in _primes(abs(constant)):
            total = self.times(total, self.root(p * self.one, e * power))
        return self.times(total, self.root(group, power))

    def root(self, f: Any, power: fmpq) -> Fraction:
        if f == 1 or power.q == 1:
            return self.raised((f, self.one), int(power.p))
        kernel = self.sole(f)
        if kernel is not None and kernel[0] in ("exp", "pow"):  # a finer generator instead
            inner, part = (kernel[1][1], kernel[1][2]) if kernel[0] == "exp" else kernel[1:]
            raise _Refine(repr(inner), int(power.q) * int(rational(part).q))
        inner = self.term(f)
        q = self.fineness(repr(inner), power)
        g = self.related(inner ** num(fmpq(1, q)), q, f)
        return self.raised((g, self.one), int((power * q).p))

    def log(self, a: Fraction) -> Fraction:
        """The logarithm of a fraction that is positive where it is defined."""
        constant, parts = self.split(a)
        group, total = (self.one if constant > 0 else -self.one), (0 * self.one, self.one)
        for f, e, s in parts:
            if s not in (">", ">="):
                group *= f if e % 2 else self.one
                f, e = self.modulus(f), e - e % 2
            total = self.plus(total, self.times((e * self.one, self.one), self.logarithm(f)))
        for p, e in [*_primes(abs(constant)), (1, 1)]:
            part = self.logarithm(p * self.one if p != 1 else group)
            total = self.plus(total, self.times((e * self.one, self.one), part))
        return total

    def logarithm(self, f: Any) -> Fraction:
        if f == 1:
            return 0 * self.one, self.one
        kernel = self.sole(f)
        if kernel is not None and kernel[0] == "exp":
            return self.of(kernel[1])
        if kernel is not None and kernel[0] == "pow":
            return self.of(kernel[2] * log(kernel[1]))
        return self.generator(log(self.term(f))), self.one

    def abs(self, a: Fraction) -> Fraction:
        constant, parts = self.split(a)
        total = (abs(constant) * self.one, self.one)
        for f, e, s in parts:
            g = f if s in (">", ">=") or e % 2 == 0 else self.modulus(f)
            total = self.times(total, self.raised((g, self.one), e))
        return total

    def wave(self, a: Fraction) -> tuple[Fraction, Fraction]:
        """Sine and cosine: of a sum by the addition theorems, of a multiple by powers."""
        total = ((0 * self.one, self.one), (self.one, self.one))
        for c, m in self.summands(a):
            kernel, k = self.sole(*m) or ZERO, c
            if kernel == PI and 12 % int(c.q) == 0:  # multiples of pi/12
                r2, r6 = num(2) ** HALF, num(6) ** HALF
                pair, k = (self.of((r6 - r2) / num(4)), self.of((r6 + r2) / num(4))), fmpq(int((c * 12).p) % 24)
            elif kernel[0] in ("asin", "atan") and c.q == 1:
                u = kernel[1]
                h = (ONE - u * u if kernel[0] == "asin" else ONE + u * u) ** HALF
                pair = self.of(u), self.of(h)
                if kernel[0] == "atan":
                    pair = self.of(u / h), self.of(ONE / h)
            else:
                inner = self.term(*m)
                q = self.fineness(repr(inner), c)
                angle, k = inner * num(fmpq(1, q)), c * q
                g = self.generator(cos(angle))
                pair = (self.related(sin(angle), 2, 1 - g * g), self.one), (g, self.one)
            for _ in range(min(abs(int(k.p)), 65)):
                turn = pair if k > 0 else (self.times(pair[0], (-self.one, self.one)), pair[1])
                total = self.rotated(total, turn)
            if abs(k) > 64:
                raise Rejected("a multiple of an angle is too large")
        return total

    def rotated(self, a: tuple[Any, Any], b: tuple[Any, Any]) -> tuple[Fraction, Fraction]:
        sine = self.plus(self.times(a[0], b[1]), self.times(a[1], b[0]))
        minus = self.times((-self.one, self.one), self.times(a[0], b[0]))
        return sine, self.plus(self.times(a[1], b[1]), minus)

    def inverse(self, head: str, a: Fraction) -> Fraction:
        """asin, atan or erf: odd, and a multiple of pi/12 where the argument is special."""
        if a[0] == 0:
            return a
        if a[0].leading_coefficient() < 0:
            minus = (-self.one, self.one)
            return self.times(minus, self.inverse(head, self.times(minus, a)))
        inner = self.term(*a)
        for k in range(1, 7 if head in ("asin", "atan") and not symbols(inner) else 0):
            angle = (num(fmpq(k, 12))) * PI
            sine, cosine = self.wave(self.of(angle))
            if sine == (a if head == "asin" else self.times(a, cosine)) and k < 6 + (head == "asin"):
                return self.of(angle)
        return self.generator(fn(head)(inner)), self.one


def _primes(c: fmpq) -> list[tuple[int, int]]:
    """A positive rational as powers of primes, or of its parts where those are large."""
    found: list[tuple[int, int]] = []
    for part, sign in ((c.p, 1), (c.q, -1)):
        factors = part.factor() if part.height_bits() < 100 else [(part, 1)]
        found += [(int(p), sign * int(e)) for p, e in factors if p != 1]
    return found


# ------------------------------------------------------------------ rules


Proof = dict[str, Any]


def prove(context: Context, rel: str, term: Term, proof: Proof) -> None:
    """Show ``term rel 0`` on the context by the rule that the proof names, or reject."""
    rule = RULES.get(proof["rule"])
    if rule is None:
        raise Rejected(f"unknown rule {proof['rule']!r}")
    if not rule(context, rel, term, proof):
        raise Rejected(f"the rule {proof['rule']} does not show {rel} 0")


def defined(context: Context, term: Term, proofs: Proof, inside: bool = True) -> None:
    """Show every obligation of ``term``: by the proof given for it, or at sight."""
    for i, (rel, what) in enumerate(obligations(term, inside)):
        if str(i) in proofs:
            prove(context, rel, what, proofs[str(i)])
        elif not context.holds(rel, what):
            raise Rejected(f"obligation {i} ({rel} 0) is not shown")


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
    strict = "!=" if rel in ("=", "!=") else ">"
    defined(context, by, proof.get("by_defined", {}))
    if by != ONE:
        prove(context, strict, by, proof["by_positive"])
    inner, parts = context, {}
    for name, let in proof.get("let", {}).items():
        part, domain = parse(let["is"], context.names), context.domain(let["in"])
        if name in context.box or name in FUNCTIONS or name in CONSTANTS:
            raise Rejected(f"the name {name!r} is taken")
        defined(context, part, let.get("defined", {}))
        if "low" in let or "high" in let:
            low, high = domain[1]
            prove(context, ">" if domain[0].lo_open else ">=", part - low, let["low"])
            if high != OO:
                prove(context, ">" if domain[0].hi_open else ">=", high - part, let["high"])
        elif not context.bounds(part).within(domain[0]):
            raise Rejected(f"the part {name!r} may leave its interval")
        inner, parts[name] = inner.having(name, domain), part
    to = parse(proof["to"], inner.names)
    difference = term * by - substitute(to, parts)
    if not normalised(context, lambda form: form.of(difference)[0] == 0):
        raise Rejected("the rewritten term is another one")
    defined(inner, to, proof.get("defined", {}))
    prove(inner, rel, to, proof["then"])
    return True


def by_splitting(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """The domain of a variable cut at points, a proof for each piece."""
    name, cuts = proof["var"], [parse(t, set()) for t in proof["at"]]
    whole, (low, high) = context.box[name], context.ends[name]
    ends = [low, *cuts, high]
    if len(proof["proofs"]) != len(ends) - 1:
        raise Rejected("not one proof for each piece")
    for i, inner in enumerate(proof["proofs"]):
        lo_open, hi_open = i == 0 and whole.lo_open, i == len(cuts) and whole.hi_open
        piece = context.between(ends[i], ends[i + 1], lo_open, hi_open)
        prove(context.having(name, piece), rel, term, inner)
    return True


def by_cases(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """An expression is >= 0 or < 0: a proof under each hypothesis."""
    of = parse(proof["of"], context.names)
    defined(context, of, proof.get("defined", {}))
    for hypothesis, key in (((">=", of), "nonnegative"), ((">", -of), "negative")):
        more = [*context.hypotheses, hypothesis]
        prove(Context(context.box, context.ends, more, context.ledger), rel, term, proof[key])
    return True


def _interior(context: Context, name: str) -> Context:
    if any(name in symbols(h) for _, h in context.hypotheses):
        raise Rejected(f"a hypothesis ties {name!r}")
    whole = context.box[name]
    return context.having(name, (Interval(whole.lo, whole.hi, True, True), context.ends[name]))


def by_slope(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """From the derivative in one variable and the value at one end of its interval (``lo`` or
    ``hi``), or for ``=`` at a point: the mean value theorem.  An end that is not in the domain
    needs the term to be defined, hence continuous, there too."""
    name = proof["var"]
    inner, slope, whole = _interior(context, name), diff(term, name), context.box[name]
    at = proof["at"]
    point = context.ends[name][at == "hi"] if at in ("lo", "hi") else parse(at, set())
    if rel == "!=" or (rel != "=" and at not in ("lo", "hi")):
        raise Rejected("a slope shows an order from an end, or an equality")
    closed = Interval(whole.lo, whole.hi)
    if point in (OO, -OO) or not context.bounds(point).within(closed):
        raise Rejected("the point is not in the domain")
    defined(inner, slope, proof.get("slope_defined", {}))
    if not context.bounds(point).within(whole):
        defined(context.having(name, (closed, context.ends[name])), term, proof.get("defined", {}))
    direction = slope if at != "hi" or rel == "=" else -slope
    steep = rel == ">" and proof.get("strict") == "slope"
    prove(inner, "=" if rel == "=" else ">" if steep else ">=", direction, proof["slope"])
    open_end = whole.hi_open if at == "hi" else whole.lo_open
    base = substitute(term, {name: point})
    prove(context, ">=" if steep and open_end else rel, base, proof["base"])
    return True


def series(term: Term, env: dict[str, Any]) -> Any:
    """The power series of a term whose variables are balls or series; not finite, or rejected,
    where the term may fail to be analytic."""
    head = term[0]
    if head == "num":
        return arb_series([arb(term[1])])
    if head == "sym":
        return env[term[1]]
    if head == "pi":
        return arb_series([arb.pi()])
    if head == "pow":
        power, base = rational(term[2]), series(term[1], env)
        if power is None:
            return (series(term[2], env) * base.log()).exp()
        if power.q == 1:
            return base ** int(power.p) if power >= 0 else 1 / base ** int(-power.p)
        if power.q == 2:
            return base.sqrt() ** int(power.p) if power > 0 else base.rsqrt() ** int(-power.p)
        return (base.log() * arb_series([arb(power)])).exp()
    args = [series(a, env) for a in term[1:]]
    if head == "diff":
        return args[0]
    if head == "+":
        return args[0] + args[1]
    if head in ("*", "/"):
        return args[0] * args[1] if head == "*" else args[0] / args[1]
    if head == "abs":
        if args[0][0] > 0 or args[0][0] < 0:
            return args[0] if args[0][0] > 0 else -args[0]
        raise Rejected("the series of |f| where f may be 0")
    return getattr(args[0], head)()


def coefficients(term: Term, context: Context, name: str, at: arb, count: int) -> list[arb]:
    """Taylor coefficients in one variable around every point of the ball ``at``, the other
    variables ranging over their intervals."""
    ctx.cap = count
    env = {k: arb_series([v.ball()]) for k, v in context.box.items()}
    try:
        found = series(term, {**env, name: arb_series([at, 1])})
    except (ValueError, ZeroDivisionError) as error:  # flint: a division by what may be 0
        raise Rejected(str(error)) from None
    values = [found[i] for i in range(count)]
    if not all(v.is_finite() for v in values):
        raise Rejected("a series that is not finite")
    return values


def by_taylor(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """A Taylor form around the middle of the interval, the last coefficient over all of it."""
    name, order = proof["var"], int(proof["order"])
    whole = context.box[name].ball()
    head = coefficients(term, context, name, whole.mid(), order)
    tail = coefficients(term, context, name, whole, order + 1)[order]
    total, reach = head[0], whole.rad()
    for j, c in enumerate([*head[1:], tail], 1):
        total += c * (arb(0, reach) if j % 2 else arb(0).union(reach))
        reach = reach * whole.rad()
    return _hull([(total, False)]).satisfies(rel)


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
    lead = coefficients(term, context, name, whole.ball().union(point.ball()), order + 1)[order]
    derivative = term
    for _ in range(order):
        value = substitute(derivative, {name: at})
        if not normalised(context, lambda form, value=value: form.of(value)[0] == 0):
            raise Rejected("a derivative at the contact is not 0")
        derivative = diff(derivative, name)
    return bool(lead < 0 if high and order % 2 else lead > 0)


def by_jensen(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """``F(sum w p) >= sum w F(p)`` for F concave on an interval that holds the points p."""
    if rel != ">=":
        raise Rejected("Jensen's inequality shows >= 0")
    points = [parse(t, context.names) for t in proof["points"]]
    weights = [rational(parse(t, set())) for t in proof["weights"]]
    if len(points) != len(weights) or any(w is None or w < 0 for w in weights):
        raise Rejected("the weights are not nonnegative rationals")
    domain, name = context.domain(proof["on"]), proof["var"]
    if sum(weights, fmpq(0)) != 1 or name in context.box:
        raise Rejected("the weights do not add up to 1, or the variable is taken")
    inner = context.having(name, domain)
    concave = parse(proof["F"], inner.names)
    second = diff(diff(concave, name), name)
    defined(inner, concave, proof.get("defined", {}))
    defined(inner, second, proof.get("second_defined", {}))
    prove(inner, ">=", -second, proof["concave"])
    mean, right = ZERO, ZERO
    for w, p in zip(weights, points, strict=True):
        if not context.bounds(p).within(domain[0]):
            raise Rejected("a point may lie outside the interval")
        mean, right = mean + num(w) * p, right + num(w) * substitute(concave, {name: p})
    difference = term - (substitute(concave, {name: mean}) - right)
    context.ledger.append(JENSEN)
    return bool(normalised(context, lambda form: form.of(difference)[0] == 0))


RULES = {
    "bounds": by_bounds,
    "normal form": by_normal_form,
    "rewrite": by_rewriting,
    "split": by_splitting,
    "cases": by_cases,
    "slope": by_slope,
    "taylor": by_taylor,
    "contact": by_contact,
    "jensen": by_jensen,
}


# ------------------------------------------------------------------ statements


def check(statement: dict[str, Any], certificate: dict[str, Any]) -> list[str]:
    """Check that the certificate shows what it concludes of the statement.

    Returns the named lemmas that the proof takes on trust; raises :class:`Rejected` otherwise,
    whatever is wrong with the certificate.
    """
    try:
        seal = digest(statement, certificate)
        if certificate["version"] != VERSION or certificate["digest"] != seal:
            raise Rejected("the certificate was made for another statement, or changed")
        with precision(min(max(BITS, int(certificate.get("bits", BITS))), 16384)):
            return _conclude(statement, certificate)
    except Rejected:
        raise
    except Exception as error:  # a malformed certificate must be a rejection, whatever it breaks
        raise Rejected(f"malformed: {type(error).__name__}: {error}") from None


@contextmanager
def precision(bits: int = BITS) -> Iterator[None]:
    """The working precision of the balls, in bits, for a while."""
    before = ctx.prec, ctx.cap
    try:
        ctx.prec = bits
        yield
    finally:
        ctx.prec, ctx.cap = before


def digest(statement: dict[str, Any], certificate: dict[str, Any]) -> str:
    """The SHA-256 of the statement and of all of the certificate but the digest itself."""
    body = {k: v for k, v in certificate.items() if k != "digest"}
    text = json.dumps([statement, body], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def context_of(statement: dict[str, Any]) -> Context:
    """The box and the hypotheses of a statement."""
    context = Context({}, {}, [], [])
    for name, text in statement["given"].items():
        context = context.having(name, context.domain(text))
    context.hypotheses = [relation(h, context.names) for h in statement["assuming"]]
    return context


def _conclude(statement: dict[str, Any], certificate: dict[str, Any]) -> list[str]:
    context, conclusion = context_of(statement), certificate["conclusion"]
    if conclusion in ("false", "undefined"):
        _at_point(context, statement, certificate)
    elif conclusion == "true":
        _true(context, statement, certificate)
    else:
        raise Rejected(f"unknown conclusion {conclusion!r}")
    return sorted(set(context.ledger))


def _true(context: Context, statement: dict[str, Any], certificate: dict[str, Any]) -> None:
    rel, names, proofs = statement["rel"], context.names, certificate.get("defined", {})
    if rel == "iff":
        (rel1, left), (rel2, right) = (relation(statement[k], names) for k in ("lhs", "rhs"))
        defined(context, left, proofs)
        defined(context, right, certificate.get("defined_right", {}))
        by = parse(certificate["by"], names)
        defined(context, by, {})
        prove(context, ">", by, certificate["by_positive"])
        if rel1 != rel2:
            raise Rejected("the two relations differ in kind")
        prove(context, "=", left * by - right, certificate["proof"])
        return
    left = parse_side(statement["lhs"], names)
    if left[0] in BINDERS:
        _extremal(context, statement, certificate, left)
        return
    defined(context, left, proofs)
    if rel == "defined":
        return
    if rel == "~digits":
        if printed(statement["rhs"], context.bounds(left)) is not True:
            raise Rejected("the digits are not the leading ones")
        return
    if rel in SHAPES:
        order, sign = SHAPES[rel]
        inner = _interior(context, statement["rhs"])
        for _ in range(order):
            left = diff(left, statement["rhs"])
        defined(inner, left, certificate.get("slope_defined", {}))
        prove(inner, ">" if order == 1 else ">=", num(sign) * left, certificate["proof"])
        return
    right = parse(statement["rhs"], names)
    defined(context, right, certificate.get("defined_right", {}))
    rel, term = oriented(left, rel, right)
    prove(context, rel, term, certificate["proof"])


SHAPES = {"increasing": (1, 1), "decreasing": (1, -1), "convex": (2, 1), "concave": (2, -1)}


def printed(text: str, value: Interval) -> bool | None:
    """Whether printed digits are the leading digits of a value, cut off or rounded."""
    whole, _, decimals = text.lstrip("-").partition(".")
    digits, unit = fmpq(int(whole + decimals)), fmpq(10) ** len(decimals)
    sign = -1 if text.startswith("-") else 1
    scaled = _product(value, _hull([(arb(sign * unit), False)]))  # in units of the last digit
    low, high = arb(digits - fmpq(1, 2)), arb(digits + 1)
    if scaled.lo >= low and scaled.hi < high:
        return True
    return False if scaled.hi < low or scaled.lo >= high else None


def _extremal(
    context: Context, statement: dict[str, Any], certificate: dict[str, Any], left: Term
) -> None:
    """A limit, or the value or the place of a minimax."""
    if left[0] == "Limit":
        _limit(context, left, parse(statement["rhs"], context.names), certificate)
        return
    value = minimax(context, left, certificate)
    if statement["rel"] != "~digits" or printed(statement["rhs"], value) is not True:
        raise Rejected("the digits are not shown")


def minimax(context: Context, left: Term, certificate: dict[str, Any]) -> Interval:
    """Enclose ``min over b of sup over x of f``, or the place of the minimum.

    ``upper``: a value of b and a bound that f stays under for every x.  ``lower``: the domain of
    b cut in pieces, each with one x at which f is above a bound on the whole piece.  A place is
    enclosed by the pieces on which f gets above ``upper`` being left out; f is continuous in b,
    so a minimum is attained on the rest, which is one compact interval.  \|g\| is above g and -g.
    """
    body, (b, b_low, b_high), (x, x_low, x_high) = left[1], left[2], left[3]
    b, x = b[1], x[1]
    free = context.having(b, context.between(b_low, b_high, b_low == -OO, b_high == OO))
    free = free.having(x, free.between(x_low, x_high, x_low == -OO, x_high == OO))
    defined(free, body, certificate.get("defined", {}))
    upper, best = certificate["upper"], parse(certificate["upper"]["is"], set())
    place = parse(upper["at"], set())
    if not context.bounds(place).within(free.box[b]):
        raise Rejected("the place of the upper bound is outside the domain")
    faces = [body[1], -body[1]] if body[0] == "abs" else [body]
    for face, proof in zip(faces, upper["proofs"], strict=True):
        at = free.having(b, (context.bounds(place), (place, place)))
        prove(at, ">=", best - substitute(face, {b: place}), proof)
    cuts = [b_low, *(parse(piece["to"], set()) for piece in certificate["lower"][:-1]), b_high]
    kept: list[Term] = []
    floor = certificate["floor"] and parse(certificate["floor"], set())
    for i, piece in enumerate(certificate["lower"]):
        if piece.get("keep"):
            kept += cuts[i : i + 2]
            if left[0] == "ArgMinimax":
                continue
        spot = parse(piece["x"], set())
        if not context.bounds(spot).within(free.box[x]):
            raise Rejected("a point is outside the domain")
        face = substitute(faces[0 if piece["side"] > 0 else -1], {x: spot})
        lo, hi = cuts[i : i + 2]
        inner = free.having(b, context.between(lo, hi, lo == -OO, hi == OO))
        goal = face - (best if left[0] == "ArgMinimax" else floor)
        prove(inner, ">" if left[0] == "ArgMinimax" else ">=", goal, piece["proof"])
    if left[0] == "ArgMinimax":
        if len(kept) != 2 or OO in kept or -OO in kept:
            raise Rejected("the place is not enclosed by one interval")
        return _hull(_ends(context.bounds(kept[0])) + _ends(context.bounds(kept[1])))
    return _hull(_ends(context.bounds(floor)) + _ends(context.bounds(best)))


def _limit(context: Context, left: Term, right: Term, certificate: dict[str, Any]) -> None:
    """``body = to`` near the target, with parts of the body named that tend to 0: for each, C is
    above \|part\| * scale**q, with scale = x towards infinity and 1/(x - a) towards a from the
    right.  ``to`` is analytic where the parts are 0, and has the value of the limit there."""
    body, (variable, target) = left[1], left[2]
    x, edge = variable, parse(certificate["near"], set())
    ends = (edge, OO) if target == OO else (target, edge)
    near = context.having(x[1], context.between(*ends, True, True))
    if target != OO and not context.holds(">", edge - target):
        raise Rejected("not a neighbourhood of the target")
    scale = x if target == OO else ONE / (x - target)
    defined(near, body, certificate.get("defined", {}))
    inner, parts = context, {}
    for name, let in certificate["let"].items():
        part, bound, power = (parse(let[k], near.names) for k in ("is", "bound", "power"))
        if name in near.box or name in FUNCTIONS or name in CONSTANTS or x[1] in symbols(bound):
            raise Rejected(f"the name {name!r} is taken, or the bound is not constant")
        if (rational(power) or 0) <= 0:
            raise Rejected("a part that does not vanish")
        defined(near, part, {})
        for sign, proof in ((ONE, let["above"]), (num(-1), let["below"])):
            prove(near, ">=", bound - sign * part * scale**power, proof)
        inner, parts[name] = inner.having(name, (Interval(arb(0), arb(0)), (ZERO, ZERO))), part
    to = parse(certificate["to"], inner.names)
    if not normalised(near, lambda form: form.of(body - substitute(to, parts))[0] == 0):
        raise Rejected("the rewritten body is another one")
    tiny = Interval(arb("-1e-40"), arb("1e-40"))
    around = Context({**inner.box, **dict.fromkeys(parts, tiny)}, {}, [], [])
    around.bounds(to)  # defined, so continuous, where the parts are near 0
    value = substitute(to, dict.fromkeys(parts, ZERO))
    if not normalised(context, lambda form: form.of(value - right)[0] == 0):
        raise Rejected("the limit is another one")


def _at_point(context: Context, statement: dict[str, Any], certificate: dict[str, Any]) -> None:
    """A point of the domain at which the statement is certainly false, or not defined."""
    point = {name: parse(text, set()) for name, text in certificate["point"].items()}
    for name, (domain, (low, high)) in ((n, (context.box[n], context.ends[n])) for n in context.box):
        _inside(context, point[name], domain, low, high)
        if statement["given"][name].startswith("integer"):
            value = rational(point[name])
            if value is None or value.q != 1:
                raise Rejected(f"{name} is not an integer")
    at = Context({}, {}, [], [])
    for rel, hypothesis in context.hypotheses:
        here = substitute(hypothesis, point)
        defined(at, here, {})
        if not at.holds(rel, here):
            raise Rejected("a hypothesis is not met at the point")
    names, rel = context.names, statement["rel"]
    sides = [statement["lhs"]] + ([statement["rhs"]] if rel not in ("~digits", "defined") else [])
    if certificate["conclusion"] == "undefined":
        terms = [
            relation(s, names)[1] if rel == "iff" else parse(s, names)
            for s in (sides[:1] if rel in SHAPES else sides)
        ]
        needs = [substitute(what, point) for t in terms for _, what in obligations(t, False)]
        rels = [r for t in terms for r, _ in obligations(t, False)]
        if not any(_fails(at, r, what) for r, what in zip(rels, needs, strict=True)):
            raise Rejected("everything is defined at the point")
        return
    if rel == "iff":
        (rel1, left), (rel2, right) = (relation(s, names) for s in sides)
        a, b = substitute(left, point), substitute(right, point)
        defined(at, a, {})
        defined(at, b, {})
        if not (
            (at.holds(rel1, a) and _fails(at, rel2, b)) or (_fails(at, rel1, a) and at.holds(rel2, b))
        ):
            raise Rejected("both relations hold, or neither")
        return
    if rel == "~digits":
        left = parse_side(statement["lhs"], names)
        extremal = left[0] in ("Minimax", "ArgMinimax")
        value = minimax(context, left, certificate) if extremal else at.bounds(left)
        if printed(statement["rhs"], value) is not False:
            raise Rejected("the digits may be right")
        return
    if rel in SHAPES:
        raise Rejected("the checker does not refute a shape at a point")
    left, right = (substitute(parse(s, names), point) for s in sides)
    defined(at, left, {})
    defined(at, right, {})
    if not _fails(at, *oriented(left, rel, right)):
        raise Rejected("the statement may hold at the point")


def _inside(context: Context, value: Term, domain: Interval, low: Term, high: Term) -> None:
    """The point lies in the domain, whose ends are exact terms."""
    at = Context({}, {}, [], [])
    defined(at, value, {})
    above = low == -OO or at.holds(">" if domain.lo_open else ">=", value - low)
    below = high == OO or at.holds(">" if domain.hi_open else ">=", high - value)
    if not (above and below):
        raise Rejected("the point is outside the domain")


def _fails(at: Context, rel: str, term: Term) -> bool:
    """Whether ``term rel 0`` is certainly false for a constant term that is defined."""
    if rel in ("=", "!="):
        return at.holds("!=" if rel == "=" else "=", term)
    return at.holds(">" if rel == ">=" else ">=", -term)
