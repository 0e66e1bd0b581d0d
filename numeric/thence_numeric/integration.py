"""Definite integrals over finite intervals, enclosed by complex balls (Petras' algorithm in Arb).

The integrand has to be real on the whole interval, which real balls over pieces of it show first,
and analytic around most of it, which Arb finds out as it goes.  What does not meet that is
:class:`Unsupported`: an improper integral, or one whose integrand stops being defined at an end.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

from flint import acb, arb, ctx, fmpq

from thence.checker import precision
from thence.expr import Expr, walk
from thence_numeric.backend import Undefined, Unsupported
from thence_numeric.compiled import Closure, Names, bind, carried_out, compile_expression

#: Pieces on which the integrand is shown to be defined, at most.
MAX_PIECES = 2_000
NAN = acb("nan")


class _Complex:
    """Operations on complex balls.  With ``analytic`` set, a function answers nan on a ball on
    which it may not be analytic, as :meth:`acb.integral` asks."""

    def __init__(self) -> None:
        self.analytic = False

    def power(self, a: acb, b: acb) -> acb:
        if b.imag == 0 and b.real.is_integer() and abs(b.real) < 10**6:
            n = int(b.real.unique_fmpz() or 0)
            return a**n if n >= 0 else 1 / a**-n
        return a.pow(b, analytic=self.analytic)

    def cut(self, f: Callable[[acb], acb], crosses: Callable[[acb], Any]) -> Any:
        """A function with branch cuts that Arb does not watch itself."""
        return lambda z: NAN if self.analytic and crosses(z) else f(z)

    def operations(self) -> dict[str, Callable[..., Any]]:
        plain = ("exp", "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh")
        asin = self.cut(acb.asin, lambda z: z.imag.contains(0) and not -1 < z.real < 1)
        acos = self.cut(acb.acos, lambda z: z.imag.contains(0) and not -1 < z.real < 1)
        atanh = self.cut(acb.atanh, lambda z: z.imag.contains(0) and not -1 < z.real < 1)
        acosh = self.cut(acb.acosh, lambda z: z.imag.contains(0) and not z.real > 1)
        atan = self.cut(acb.atan, lambda z: z.real.contains(0) and not -1 < z.imag < 1)
        asinh = self.cut(acb.asinh, lambda z: z.real.contains(0) and not -1 < z.imag < 1)
        lgamma = self.cut(acb.lgamma, lambda z: z.imag.contains(0) and not z.real > 0)
        return {
            "+": lambda a, b: a + b,
            "-": lambda a, b: a - b,
            "*": lambda a, b: a * b,
            "/": lambda a, b: a / b,
            "neg": lambda a: -a,
            "**": self.power,
            "log": lambda z: z.log(analytic=self.analytic),
            "sqrt": lambda z: z.sqrt(analytic=self.analytic),
            "cbrt": lambda z: z.pow(acb(1) / 3, analytic=self.analytic),
            "Abs": lambda z: z.real_abs(analytic=self.analytic),
            "sign": lambda z: z.real_sgn(analytic=self.analytic),
            "Max": lambda *a: reduce(lambda s, t: s.real_max(t, analytic=self.analytic), a),
            "Min": lambda *a: reduce(lambda s, t: s.real_min(t, analytic=self.analytic), a),
            "floor": lambda z: z.real_floor(analytic=self.analytic),
            "ceiling": lambda z: z.real_ceil(analytic=self.analytic),
            "asin": asin,
            "acos": acos,
            "atanh": atanh,
            "acosh": acosh,
            "atan": atan,
            "asinh": asinh,
            "loggamma": lgamma,
            "factorial": lambda z: (z + 1).gamma(),
            **{name: getattr(acb, name) for name in (*plain, "coth", "erf", "erfc", "gamma")},
        }


def _number(expr: Expr) -> acb:
    if expr.head == "num":
        return acb(arb(fmpq(expr.number.numerator, expr.number.denominator)))
    constants: dict[str, Callable[[], arb]] = {
        "pi": arb.pi,
        "E": arb.const_e,
        "EulerGamma": arb.const_euler,
        "GoldenRatio": lambda: (1 + arb(5).sqrt()) / 2,
    }
    if expr.name not in constants:
        raise Unsupported(f"no ball holds {expr.name}")
    return acb(constants[expr.name]())


def compile_integral(
    expr: Expr, names: Names, compiled: Callable[[Expr, Names], Closure]
) -> Closure:
    """A definite integral as a function of the point, ``compiled`` being the real balls'."""
    *rest, last = expr.args
    if len(rest) != 1:
        raise Unsupported("an integral in several variables")
    body, (variable, low, high) = carried_out(rest[0]), last.args
    if any(node.head == "const" and node.name == "oo" for end in (low, high) for node in walk(end)):
        raise Unsupported("an improper integral")
    inner, state = bind(names, variable.name), _Complex()
    ends = [compiled(end, names) for end in (low, high)]
    real = compiled(body, inner)
    function = compile_expression(body, inner, state.operations(), _number)

    def at(point: Any) -> arb:
        a, b = (end(point) for end in ends)
        if not (a.is_finite() and b.is_finite()):
            return arb("nan")
        _defined_between(lambda t: real([*point, t]), a, b)
        complex_point = [acb(v) for v in point]

        def integrand(z: acb, analytic: bool) -> acb:
            state.analytic = analytic
            value: acb = function([*complex_point, z])
            return value

        found: arb = acb.integral(integrand, acb(a), acb(b), eval_limit=200 * ctx.prec).real
        return found

    return at


def _defined_between(function: Callable[[arb], arb], a: arb, b: arb) -> None:
    """Real balls show that the integrand is defined on the whole interval, or
    :class:`Unsupported`.  A piece of it on which it certainly is not raises ``Undefined``; the
    ends are rounded outwards, and what lies beyond them says nothing."""
    left, right = (b, a) if a > b else (a, b)
    pieces, seen = [(left.lower(), right.upper())], 0
    with precision(64):
        while pieces:
            low, high = pieces.pop()
            try:
                if function(low.union(high)).is_finite():
                    continue
            except Undefined:
                if left <= low < high <= right:
                    raise
            seen += 1
            middle = ((low + high) / 2).mid()
            if seen > MAX_PIECES or not low < middle < high:
                raise Unsupported("an integrand that may not be defined all over its interval")
            pieces += [(middle, high), (low, middle)]
