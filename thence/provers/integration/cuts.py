"""Integrals cut where what stands in a modulus is 0, or in the middle of an even one."""

from __future__ import annotations

from thence import checker
from thence.checker import (
    HALF,
    OO,
    PI,
    TWO,
    ZERO,
    Context,
    Proof,
    Rejected,
    Term,
    cos,
    sin,
    sym,
)
from thence.provers.functions import moduli
from thence.provers.goal import Goal, Search
from thence.provers.integration import euler, matching
from thence.provers.one_variable.univariate import sign_changes
from thence.provers.terms import simplified, subterms

MUST_NOT_PROVE = [
    {"given": {"m": "real"}, "lhs": "Integral(Abs(x - m), (x, 0, 1))", "rel": "=",
     "rhs": "m**2 - m + 1/2"},
    {"given": {}, "lhs": "Integral(Abs(x)*exp(-x**2), (x, -oo, oo))", "rel": "=",
     "rhs": "1 + 10**-12"},
    {"given": {}, "lhs": "Integral(Abs(x)/x**3, (x, -1, 1))", "rel": "=", "rhs": "0"},
    {"given": {"v": "positive"}, "lhs": "Integral((1 + x**2)**(-v), (x, -oo, oo))", "rel": "=",
     "rhs": "sqrt(pi)*gamma(v - 1/2)/gamma(v)"},
    {"given": {"t": "real"}, "lhs": "Integral(exp(t*x - Abs(x)), (x, -oo, oo))", "rel": "=",
     "rhs": "2/(1 - t**2)"},
    {"given": {}, "lhs": "Integral(Abs(sin(x)), (x, 0, 3*pi))", "rel": "=", "rhs": "2"},
    {"given": {}, "lhs": "Integral(Abs(x**2 - 1), (x, 0, 3))", "rel": "=",
     "rhs": "22/3 + 10**-12"},
    {"given": {}, "lhs": "Integral(sqrt(1 - sin(2*x)), (x, 0, pi))", "rel": "=", "rhs": "2"},
    {"given": {}, "lhs": "Integral(sqrt(1 + cos(x)), (x, 0, 2*pi))", "rel": "=", "rhs": "0"},
]  # fmt: skip


def at_moduli(context: Context, integral: Term, search: Search) -> tuple[Proof, Term] | None:
    """The integral cut inside its range where what stands in a modulus changes its sign; or a
    modulus left out, or a root of a square written as one."""
    body = integral[1]
    for modulus in dict.fromkeys(t for t in subterms(body) if t[0] == "abs"):
        try:
            points = _zeros(context, integral, modulus[1])
            found = _cut(context, integral, points, search) if points else None
        except (Rejected, ArithmeticError, ValueError):
            continue
        if found is not None:
            return found
    try:
        new = _without_moduli(context.within(integral), body, search)
        new = _with_moduli(context.within(integral), new, integral[2])
        return matching.rewritten(context, integral, new, search) if new != body else None
    except (Rejected, ArithmeticError, ValueError):
        return None


def _zeros(context: Context, integral: Term, content: Term) -> list[Term]:
    """Where the content of a modulus changes its sign inside the range, from left to right."""
    name, inner = integral[2], context.within(integral)
    slope = checker.diff(content, name)
    if slope == ZERO:
        return []
    if name not in checker.symbols(slope):
        start = checker.substitute(content, {name: ZERO})
        zero = simplified(context, -start / slope)
        return [zero] if matching.inside(context, zero, integral) else []
    if checker.symbols(content) != {name}:
        return []
    zeros = sign_changes(inner, name, content)
    found = {float(context.bounds(zero).ball()): zero for zero in zeros}
    return [found[at] for at in sorted(found) if matching.inside(context, found[at], integral)]


def _without_moduli(inner: Context, body: Term, search: Search) -> Term:
    """The body without the moduli whose contents keep their sign, where normal forms hide that."""
    for modulus in dict.fromkeys(t for t in subterms(body) if t[0] == "abs"):
        stays = any(t[0] == "abs" for t in subterms(simplified(inner, modulus)))
        if len(checker.symbols(modulus)) != 1 or not stays:
            continue
        for signed in (modulus[1], -modulus[1]):
            if search.prove(Goal(inner, ">=", signed), only=moduli.SIMPLE) is not None:
                body = checker.replaced(body, modulus, signed)
    return body


def _with_moduli(inner: Context, body: Term, name: str) -> Term:
    """The body with the roots of 1 + cos u, 1 - sin u and the like, which are squares of half the
    angle, as moduli."""
    for root in dict.fromkeys(t for t in subterms(body) if t[0] == "pow" and t[2] == HALF):
        modulus = _half_angle(inner, root[1], name)
        if modulus is not None:
            body = checker.replaced(body, root, modulus)
    return body


def _half_angle(inner: Context, square: Term, name: str) -> Term | None:
    """``a + b cos u + d sin u`` with a**2 = b**2 + d**2 is 2 a cos((u - t)/2)**2, where b is
    a cos t and d is a sin t: its root, for an angle t that is known."""
    for angle in dict.fromkeys(t[1] for t in subterms(square) if t[0] in ("sin", "cos")):
        flat = checker.replaced(
            checker.replaced(square, cos(angle), sym("c_0")), sin(angle), sym("s_0")
        )
        there = inner.having("c_0", inner.domain("[-1, 1]")).having("s_0", inner.domain("[-1, 1]"))
        b, d = checker.diff(flat, "c_0"), checker.diff(flat, "s_0")
        a = checker.substitute(flat, {"c_0": ZERO, "s_0": ZERO})
        a, b, d = (simplified(there, part) for part in (a, b, d))
        if any({name, "c_0", "s_0"} & checker.symbols(part) for part in (a, b, d)):
            continue
        if not checker.vanishes(inner, a * a - b * b - d * d) or not inner.holds(">", a):
            continue
        turn = simplified(inner, Term(("asin", d / a)))
        if not inner.holds(">=", b):
            turn = simplified(inner, PI - turn)
        half = simplified(inner, HALF * (angle - turn))
        return simplified(inner, (TWO * a) ** HALF) * checker.absolute(cos(half))
    return None


def in_the_middle(context: Context, integral: Term, search: Search) -> tuple[Proof, Term] | None:
    """The integral of an even function over the real line, cut at 0, if the half is one of
    Euler's."""
    _, body, name, *ends = integral
    turned = checker.substitute(body, {name: -checker.sym(name)})
    try:
        if ends == [-OO, OO] and checker.vanishes(context.within(integral), body - turned):
            half = Term(("integral", body, name, ZERO, OO))
            if euler.value(context, half, search, deep=True) is not None:
                return _cut(context, integral, [ZERO], search)
    except Rejected:
        pass
    return None


def _cut(
    context: Context, integral: Term, points: list[Term], search: Search
) -> tuple[Proof, Term] | None:
    item = matching.split(context, integral, points, search)
    return None if item is None else search.accepted(context, integral, item)
