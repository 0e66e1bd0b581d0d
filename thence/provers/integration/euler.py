"""Euler's integrals, of which the values are made of gamma functions.

The logarithmic derivative of an integrand tells whether it is one, and its exponents; a few
substitutions carry sines, powers and logarithms to them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from flint import fmpq

from thence import checker
from thence.checker import HALF, ONE, OO, PI, ZERO, Context, NormalForm, Proof, Rejected, Term, num
from thence.provers.goal import Goal, Search
from thence.provers.integration import inversions, matching
from thence.provers.terms import in_normal_form, reread, simplified, subterms, text

MUST_NOT_PROVE = [
    {"given": {}, "lhs": "Integral(x**(-1/2)*(1 - x)**(-3/4), (x, 0, 1))", "rel": "=",
     "rhs": "gamma(1/2)*gamma(1/4)/gamma(3/4) + 10**-12"},
    {"given": {"a": "real"}, "lhs": "Integral(x**(a - 1)*exp(-x), (x, 0, oo))", "rel": "=",
     "rhs": "gamma(a)"},
    {"given": {"a": "nonnegative"}, "lhs": "Integral(x**(a - 1)*(1 - x)**2, (x, 0, 1))",
     "rel": "=", "rhs": "2*gamma(a)/gamma(a + 3)"},
    {"given": {"b": "real"}, "lhs": "Integral(sqrt(x)*exp(-b*x), (x, 0, oo))", "rel": "=",
     "rhs": "gamma(3/2)/b**(3/2)"},
    {"given": {}, "lhs": "Integral(x**(1/3)/(1 + x), (x, 0, oo))", "rel": "=",
     "rhs": "gamma(4/3)*gamma(-1/3)"},
    {"given": {"a": "positive"}, "lhs": "Integral(sin(x)**(a - 2), (x, 0, pi/2))", "rel": "=",
     "rhs": "sqrt(pi)*gamma((a - 1)/2)/(2*gamma(a/2))"},
    {"given": {}, "lhs": "Integral(x**(-1/2)*(1 - x)**(-1/4), (x, 0, 1/2))", "rel": "=",
     "rhs": "gamma(1/2)*gamma(3/4)/gamma(5/4)/2"},
    {"given": {}, "lhs": "Integral(sin(x)/x, (x, 0, oo))", "rel": "=", "rhs": "pi/2 + 10**-12"},
    {"given": {"b": "real"}, "lhs": "Integral(sin(b*x)/x, (x, 0, oo))", "rel": "=", "rhs": "pi/2"},
    {"given": {}, "lhs": "Integral(sin(x)/x**2, (x, 0, oo))", "rel": "=", "rhs": "0"},
    {"given": {}, "lhs": "Integral(sin(x), (x, 0, oo))", "rel": "=", "rhs": "1"},
    {"given": {"a": "(-1, 1]"}, "lhs": "Integral(x**(a - 1)*sin(x), (x, 0, oo))", "rel": "=",
     "rhs": "pi/(2*gamma(1 - a)*cos(pi*a/2))"},
    {"given": {"a": "[0, 1)"}, "lhs": "Integral(x**(a - 1)*cos(x), (x, 0, oo))", "rel": "=",
     "rhs": "gamma(a)*cos(pi*a/2)"},
    {"given": {}, "lhs": "Integral(cos(x**2), (x, 0, oo))", "rel": "=", "rhs": "sqrt(2*pi)/2"},
    {"given": {"b": "real"}, "lhs": "Integral(log(x)*exp(-b*x), (x, 0, oo))", "rel": "=",
     "rhs": "-(EulerGamma + log(b))/b"},
    {"given": {}, "lhs": "Integral(log(x)*exp(-x), (x, 0, oo))", "rel": "=",
     "rhs": "-EulerGamma + 10**-12"},
    {"given": {"a": "real"}, "lhs": "Integral(exp(-a*x)*sin(x)/x, (x, 0, oo))", "rel": "=",
     "rhs": "atan(1/a)"},
    {"given": {"b": "real"}, "lhs": "Integral(exp(-x**2)*cos(b*x), (x, 0, oo))", "rel": "=",
     "rhs": "sqrt(pi)*exp(-b**2/2)/2"},
    {"given": {"b": "real"}, "lhs": "Integral(cos(b*x)/(1 + x**2), (x, 0, oo))", "rel": "=",
     "rhs": "pi*exp(-b)/2"},
    {"given": {}, "lhs": "Integral(exp(-x)*sin(-x)/x, (x, 0, oo))", "rel": "=", "rhs": "pi/4"},
]  # fmt: skip
#: Exponents of the substitutions x = u**p.
EXPONENTS = (fmpq(1, 2), fmpq(2), fmpq(1, 3), fmpq(1, 4), fmpq(3))
#: Parts of an integrand at most; a polynomial of high degree has more, and is none of these.
LONGEST = 400
#: Where the exponents are read off a logarithmic derivative times x*(1 + r*x), from 0 to where.
KINDS = {"beta": (-1, ONE), "beta to infinity": (1, OO), "gamma": (0, OO)}


def value(
    context: Context, integral: Term, search: Search, deep: bool = False
) -> tuple[Proof, Term] | None:
    """How the checker shows the value of an integral that is one of Euler's, or is carried to one,
    and that value; ``deep``: also by making a part of the integrand the variable."""
    try:
        for integral_there, move in _moves(context, integral, search, deep):
            how = _way(context, integral_there, search)
            if how is None:
                continue
            shown = text(checker.by_euler(context, integral_there, how))
            item: Proof = {"is": shown, **({**move, "then": how} if move else how)}
            found = search.accepted(context, integral, item)
            if found is not None:
                return found
    except (Rejected, ArithmeticError, ValueError):
        return None
    return None


def _moves(
    context: Context, integral: Term, search: Search, deep: bool
) -> Iterator[tuple[Term, Proof]]:
    """The integral as it is, or after a substitution, if it looks like one of Euler's then."""
    if _exponents(context, integral) is not None:
        yield integral, {}
        return
    ways = [_substitutions(integral), inversions.substitutions(context, integral) if deep else ()]
    for g, ends in chain(*ways):
        search.check_time()
        g = checker.parse(text(g), context.names | {matching.NAME})
        try:
            new = _carried(integral, g, True, ends)
            looks = _exponents(context, new) is not None
        except (Rejected, ArithmeticError, ValueError):
            continue
        move = matching.substitution(context, integral, g, ends, search) if looks else None
        needs = search.defined(context.within(integral), integral[1]) if move is not None else None
        if move is not None and needs is not None:
            yield _carried(integral, g, move["rising"], ends), {**move, "defined": needs}


def _carried(integral: Term, g: Term, rising: bool, ends: tuple[Term, Term]) -> Term:
    """The integral after ``x = g(u)``."""
    body = matching.carried_body(integral, g, rising)
    return Term(("integral", body, matching.NAME, *ends))


def looks(context: Context, integral: Term) -> bool:
    """Whether an integral looks like one of Euler's."""
    try:
        return _exponents(context, integral) is not None
    except (Rejected, ArithmeticError, ValueError):
        return False


def convergence(context: Context, integral: Term, search: Search) -> Proof | None:
    """How the checker shows that an integral converges, if it is one of a sine or a cosine."""
    waves = any(t[0] in ("sin", "cos") for t in subterms(integral[1]))
    return _way(context, integral, search) if waves and integral[4] == OO else None


def _way(context: Context, integral: Term, search: Search) -> Proof | None:
    """How the checker shows an integral to be one of Euler's."""
    found = _exponents(context, integral)
    needs = search.defined(context.within(integral), integral[1]) if found is not None else None
    if found is None or needs is None:
        return None
    item: Proof = {"by": "euler", "defined": needs, "positive": {}, **found}
    a, b = (checker.parse(item[key], context.names) for key in ("a", "b"))
    ranges = {
        "sine": [b, ONE - a, ONE + a], "cosine": [b, ONE - a, a], "laplace": [a], "gauss": [a],
    }.get(item["of"], [a, b])  # fmt: skip
    for i, exponent in enumerate(ranges):
        if not context.holds(">", exponent):
            proof = search.prove(Goal(context, ">", exponent))
            if proof is None:
                return None
            item["positive"][str(i)] = proof
    times = checker.parse(item["times"], context.names)
    item["times_defined"] = search.defined(context, times)
    return item if item["times_defined"] is not None else None


def _exponents(context: Context, integral: Term) -> dict[str, str] | None:
    """Which of Euler's integrals it is, with its exponents and what stands before it."""
    _, body, name, low, high = integral
    inner, x = context.within(integral), checker.sym(name)
    body = simplified(inner, body)
    if sum(1 for _ in subterms(body)) > LONGEST:
        return None
    for of, (r, end) in KINDS.items():
        if (low, high) != (ZERO, end):
            continue
        rate = checker.diff(body, name) / body * x * (ONE + num(r) * x)
        line = _line(inner, rate, name)
        if line is None:
            continue
        start, slope = line
        a = start + ONE
        b = {-1: ONE - slope - start, 0: -slope, 1: -slope - ONE}[r]
        a, b = (reread(context, simplified(context, t)) for t in (a, b))
        shape = {
            -1: x ** (a - ONE) * (ONE - x) ** (b - ONE), 0: x ** (a - ONE) * checker.exp(-b * x),
            1: x ** (a - ONE) * (ONE + x) ** (-(a + b)),
        }[r]  # fmt: skip
        times = simplified(inner, body / shape)
        if name not in checker.symbols(times):
            return {"of": of, "a": text(a), "b": text(b), "times": text(times)}
    if (low, high) != (ZERO, OO):
        return None
    parts = [*subterms(integral[1]), *subterms(body)]
    return _oscillating(context, inner, Term(("integral", body, name, low, high)), parts)


def _oscillating(
    context: Context, inner: Context, integral: Term, parts: list[Term]
) -> dict[str, str] | None:
    """The same where a sine, a cosine or a logarithm of the variable is a factor."""
    _, body, name, *_ = integral
    x = checker.sym(name)
    for of, wave, b in _waves(parts, name):
        rest = simplified(inner, body / wave)
        if rest == ZERO:
            continue
        rate = simplified(inner, checker.diff(rest, name) / rest)
        line = _line(inner, x * rate, name)
        found = _damped(context, inner, of, rate, name)
        if found is not None:
            of, a = found
        elif line is None or (line[1] != ZERO if of != "logarithm" else line[0] != ZERO):
            continue
        else:
            a = line[0] + ONE
            b = b if of != "logarithm" else -line[1]
        a, b = (reread(context, simplified(context, t)) for t in (a, b))
        factor = {
            "logarithm": checker.exp(-b * x), "laplace": checker.exp(-a * x) / x,
            "gauss": checker.exp(-a * x * x), "lorentz": ONE / (x * x + a * a),
        }.get(of, x ** (a - ONE))  # fmt: skip
        times = simplified(inner, rest / factor)
        if of != "logarithm" and context.holds(">", -b):  # a cosine is even, a sine is odd
            b = reread(context, simplified(context, -b))
            times = -times if of in ("sine", "laplace") else times
        if name not in checker.symbols(times):
            return {"of": of, "a": text(a), "b": text(b), "times": text(times)}
    return None


def _damped(
    context: Context, inner: Context, of: str, rate: Term, name: str
) -> tuple[str, Term] | None:
    """The kind and the first parameter of a wave times what falls: exp(-a*x)/x for a sine, or
    exp(-a*x**2) or 1/(x**2 + a**2) for a cosine, from the logarithmic derivative of that."""
    x = checker.sym(name)
    if of == "sine":
        slope = simplified(inner, -rate - ONE / x)
        falls = slope if slope != ZERO else None
        return ("laplace", slope) if falls and name not in checker.symbols(slope) else None
    if of != "cosine":
        return None
    slope = simplified(inner, -rate / (checker.TWO * x))
    if slope == ZERO or rate == ZERO:
        return None
    if name not in checker.symbols(slope):
        return "gauss", slope
    square = simplified(inner, ONE / slope - x * x)
    if name in checker.symbols(square) or not context.holds(">", square):
        return None
    return "lorentz", simplified(context, square**HALF)


def _waves(parts: list[Term], name: str) -> Iterator[tuple[str, Term, Term]]:
    """Sines and cosines of multiples of a variable in an integrand, or of twice as many for a
    product of two; and its logarithm."""
    x = checker.sym(name)
    for part in dict.fromkeys(parts):
        if part == checker.log(x):
            yield "logarithm", part, ZERO
        if part[0] not in ("sin", "cos"):
            continue
        rate = checker.diff(part[1], name)
        if rate != ZERO and name not in checker.symbols(rate):
            for often in (ONE, checker.TWO):
                angle = checker.times(often, rate)
                yield "sine", checker.sin(angle * x), angle
                yield "cosine", checker.cos(angle * x), angle


def _line(inner: Context, term: Term, name: str) -> tuple[Term, Term] | None:
    """The value at 0 and the slope of a term that is of degree 1 at most in a variable."""

    def job(form: NormalForm) -> tuple[Term, Term] | None:
        a, x = form.of(term), checker.sym(name)
        if x not in form.kernels:
            return (a.term(), ZERO) if name not in checker.symbols(a.term()) else None
        k = form.kernels.index(x)
        degrees = (a.n.degrees()[k], a.d.degrees()[k])
        if degrees[0] > 1 or degrees[1] > 0:
            return None
        slope = form.ratio(a.n.derivative(k), a.d).term()
        start = form.ratio(a.n - a.n.derivative(k) * form.gens[k], a.d).term()
        free = not {name} & (checker.symbols(slope) | checker.symbols(start))
        return (start, slope) if free else None

    found: tuple[Term, Term] | None = in_normal_form(inner, job)
    return found


def _substitutions(integral: Term) -> Iterator[tuple[Term, tuple[Term, Term]]]:
    """What x is in a new variable, and the range of that."""
    u = checker.sym(matching.NAME)
    low, high = integral[3:]
    unit, half_line = inversions.UNIT, inversions.HALF_LINE
    if (low, high) == half_line:
        yield from ((u ** num(p), half_line) for p in EXPONENTS)
    if (low, high) == (-OO, ZERO):
        yield -u, half_line
    if low == ZERO and high != OO:
        yield from ((checker.times(high, u ** num(p)), unit) for p in EXPONENTS)
        if high != ONE:
            yield high * u, unit
        if checker.vanishes(Context({}, {}, [], []), high - HALF * PI):
            yield checker.asin(u**HALF), unit
    if (low, high) == unit:
        yield checker.exp(-u), half_line
    if (low, high) == (ONE, OO):
        yield checker.exp(u), half_line
    if OO not in (low, high) and -OO not in (low, high) and low != ZERO:
        yield low + (high - low) * u, unit
