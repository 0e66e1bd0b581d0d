"""Substitutions that make a part of an integrand the new variable: u = (x/b)**k, u = exp(-x)."""

from __future__ import annotations

from collections.abc import Iterator

from flint import arb

from thence import checker
from thence.checker import ONE, OO, ZERO, Context, Rejected, Term, num, sym, symbols
from thence.provers.integration.matching import NAME
from thence.provers.terms import a_number, simplified, subterms, text

MUST_NOT_PROVE = [
    {"given": {"t": "(-1, 1]"}, "lhs": "Integral(exp(t*x - x)/(1 + exp(-x))**2, (x, -oo, oo))",
     "rel": "=", "rhs": "gamma(1 - t)*gamma(1 + t)"},
    {"given": {"k": "real"}, "lhs": "Integral(k*x**(k - 1)*exp(-x**k), (x, 0, oo))", "rel": "=",
     "rhs": "1"},
    {"given": {"a": "positive"}, "lhs": "Integral(1/(1 + x**a), (x, 0, oo))", "rel": "=",
     "rhs": "pi/(a*sin(pi/a))"},
    {"given": {"b": "positive"}, "lhs": "Integral(exp(-b/x)/x**2, (x, 0, oo))", "rel": "=",
     "rhs": "1/b + 10**-12"},
    {"given": {}, "lhs": "Integral(x**3*exp(-x**2), (x, -oo, 0))", "rel": "=", "rhs": "1/2"},
    {"given": {"m": "real", "s": "positive"}, "rel": "=", "rhs": "exp(m + s**2)",
     "lhs": "Integral(exp(-(log(x) - m)**2/(2*s**2))/(sqrt(2*pi)*s), (x, 0, oo))"},
]  # fmt: skip
#: The ranges that are aimed at.
UNIT, HALF_LINE = (ZERO, ONE), (ZERO, OO)
#: How many parts of an integrand are tried.
MOST = 16
#: How far out, or how near, an end is looked at, and what is taken for 0 there.
FAR, NONE = 2**100, arb("1e-3")


def substitutions(context: Context, integral: Term) -> Iterator[tuple[Term, tuple[Term, Term]]]:
    """What x is in a new variable, and the range of that: for parts of the integrand that go
    between 0 and 1 or infinity, once they are scaled."""
    _, body, name, *ends = integral
    if ends[0] == -OO and ends[1] == ZERO:  # a power has its inverse on the positive side
        inner = context.within(Term(("integral", ZERO, name, ZERO, OO)))
        turned = simplified(inner, checker.substitute(body, {name: -sym(name)}))
        for positive, new in substitutions(context, Term(("integral", turned, name, ZERO, OO))):
            yield -positive, new
        return
    for part in _parts(body, name):
        for to, new in _normalised(context, part, integral):
            g = inverse(part, name, to)
            if g is not None:
                yield g, new


def logarithm(context: Context, integral: Term) -> Term | None:
    """The integral in the logarithm of what its variable is a multiple of, from 0 to infinity, if
    the integrand has one."""
    _, body, name, low, high = integral
    parts = (t for t in subterms(body) if t[0] == "log" and name in symbols(t))
    if (low, high) != HALF_LINE:
        return None
    return next((g for t in parts if (g := inverse(t, name, sym(NAME))) is not None), None)


def _parts(body: Term, name: str) -> list[Term]:
    """The parts of an integrand in which its variable stands once, the shortest first."""
    found = [t for t in subterms(body) if t[0] != "num" and name in symbols(t)]
    once = [t for t in found if sum(s == sym(name) for s in subterms(t)) == 1]
    shortest = sorted(dict.fromkeys(once), key=lambda t: len(text(t)))[:MOST]
    return [signed for t in shortest for signed in (t, -t)]


def inverse(term: Term, name: str, value: Term) -> Term | None:
    """What a variable is where a term has a value, on the positive branch of powers."""
    if term == sym(name):
        return value
    head = term[0]
    if head in ("exp", "log"):
        return inverse(term[1], name, checker.log(value) if head == "exp" else checker.exp(value))
    if head not in ("+", "*", "/", "pow"):
        return None
    first, second = term[1:]
    left = name in symbols(first)
    part, other = (first, second) if left else (second, first)
    if head == "+":
        return inverse(part, name, value - other)
    if head == "*":
        return inverse(part, name, value / other)
    if head == "/":
        return inverse(part, name, value * other if left else other / value)
    power = checker.rational(other)
    if left:
        return inverse(part, name, value ** (ONE / other if power is None else num(1 / power)))
    return inverse(part, name, checker.log(value) / checker.log(other))


def _normalised(
    context: Context, part: Term, integral: Term
) -> Iterator[tuple[Term, tuple[Term, Term]]]:
    """What the part is in a new variable that goes over a unit or a half line, and that range."""
    u, (low, high) = sym(NAME), [_value(context, part, integral, end) for end in integral[3:]]
    if {low, high} == {ZERO, OO}:
        yield u, HALF_LINE
        return
    scale = next((v for v in (low, high) if v not in (None, ZERO, OO)), None)
    if scale is None or None in (low, high):
        return
    if ZERO in (low, high):
        yield scale * u, UNIT
    if OO in (low, high):
        yield scale / u, UNIT
        yield scale + u, HALF_LINE


def _value(context: Context, part: Term, integral: Term, end: Term) -> Term | None:
    """The value at an end where the part has one, or what it seems to tend to: 0, 1, infinity."""
    if end not in (OO, -OO):
        try:
            return simplified(context, checker.substitute(part, {integral[2]: end}))
        except (Rejected, ArithmeticError, ValueError):
            pass
    found = _number(context, part, integral, end)
    if found is None:
        return None
    if abs(found) < NONE:
        return ZERO
    return OO if found > 1 / NONE else ONE if abs(found - 1) < NONE else None


def _number(context: Context, part: Term, integral: Term, end: Term) -> arb | None:
    """The part next to an end, the parameters having some values."""
    boxes = {n: a_number(box, k) for k, (n, box) in enumerate(context.box.items())}
    here = Context(boxes, context.ends, [], [], context.sizes, context.whole)
    try:
        if end in (OO, -OO):
            at = arb(FAR if end == OO else -FAR)
        else:
            step = 1 / arb(FAR)
            at = here.bounds(end).ball().mid() + (step if end == integral[3] else -step)
        there = here.having(integral[2], (checker.exactly(at.mid()), (-OO, OO)))
        found: arb = there.bounds(part).ball()
    except Rejected:
        return None
    return found
