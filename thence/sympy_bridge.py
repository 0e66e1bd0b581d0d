"""Between SymPy and inert expressions.  SymPy is imported when it is first needed."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from thence.domain import Domain
from thence.errors import InputError
from thence.expr import (
    BINDERS,
    FUNCTIONS,
    MINIMAX,
    OO,
    RELATIONS,
    Expr,
    call,
    const,
    entry,
    num,
    sym,
)

_CONSTANTS = {"Pi": "pi", "Exp1": "E", "GoldenRatio": "GoldenRatio", "EulerGamma": "EulerGamma"}
_RELATIONS = {
    "Equality": "=", "Unequality": "!=", "StrictLessThan": "<", "LessThan": "<=",
    "StrictGreaterThan": ">", "GreaterThan": ">=",
}  # fmt: skip


def from_sympy(value: Any) -> Expr:
    """The inert tree of a SymPy expression, argument by argument, evaluating nothing.

    Raises :class:`InputError` for a head that claims cannot hold.
    """
    import sympy

    if isinstance(value, int | Fraction):
        return num(value)
    if value is sympy.oo:
        return OO
    if value is -sympy.oo:
        return -OO
    if isinstance(value, sympy.Rational):
        return _rational(Fraction(int(value.p), int(value.q)))
    if isinstance(value, sympy.Symbol):
        return sym(value.name)
    if isinstance(value, sympy.Indexed):
        return _entry(value)
    name = type(value).__name__
    if name in _CONSTANTS:
        return const(_CONSTANTS[name])
    if isinstance(value, sympy.Add):
        return _added([from_sympy(a) for a in value.as_ordered_terms()])
    if isinstance(value, sympy.Mul):
        return _multiplied(value)
    if isinstance(value, sympy.Pow):
        return _power(value)
    if name in _RELATIONS:
        return Expr(_RELATIONS[name], (from_sympy(value.lhs), from_sympy(value.rhs)))
    if name in BINDERS:
        return _binder(name, value)
    if name in FUNCTIONS:
        return call(name, *(from_sympy(a) for a in value.args))
    if name == "Piecewise":
        return call(name, *(_case(*pair) for pair in value.args))
    if isinstance(value, sympy.Float):
        raise InputError(f"{value} is a floating-point number.", hint="Write Rational(...) for it.")
    raise InputError(f"a claim cannot hold {name}.", hint=f"Known: {', '.join(sorted(FUNCTIONS))}.")


def _case(value: Any, condition: Any) -> Expr:
    """A case of a function by cases, whose condition is a relation, or several that all hold."""
    import sympy

    if condition == sympy.true:
        return Expr("case", (from_sympy(value),))
    holds = [from_sympy(c) for c in sympy.And.make_args(condition)]
    return Expr("case", (from_sympy(value), *holds))


def _entry(value: Any) -> Expr:
    return entry(value.base.label.name, *map(from_sympy, value.indices))


def _rational(value: Fraction) -> Expr:
    if value < 0:
        return -_rational(-value)
    return num(value) if value.denominator == 1 else num(value.numerator) / num(value.denominator)


def _added(terms: list[Expr]) -> Expr:
    total = terms[0]
    for term in terms[1:]:
        total = total - term.args[0] if term.head == "neg" else total + term
    return total


def _multiplied(value: Any) -> Expr:
    """A product as a quotient, with its sign in front."""
    import sympy

    negative = value.could_extract_minus_sign() and value.as_coeff_Mul()[0].is_negative
    above, below = sympy.fraction(-value if negative else value)
    result = _product(above)
    if below != 1:
        result = result / _product(below)
    return -result if negative else result


def _product(value: Any) -> Expr:
    import sympy

    factors = [from_sympy(a) for a in sympy.Mul.make_args(value)]
    total = factors[0]
    for factor in factors[1:]:
        total = total * factor
    return total


def _power(value: Any) -> Expr:
    import sympy

    if value.base is sympy.E:
        return call("exp", from_sympy(value.exp))
    if value.exp == sympy.Rational(1, 2):
        return call("sqrt", from_sympy(value.base))
    if value.exp.is_negative and value.exp.is_number:
        return num(1) / from_sympy(value.base ** (-value.exp))
    return from_sympy(value.base) ** from_sympy(value.exp)


def _binder(name: str, value: Any) -> Expr:
    if name == "Limit":
        body, variable, target = value.args[:3]
        return call(name, from_sympy(body), from_sympy(variable), from_sympy(target))
    body = from_sympy(value.args[0])
    bounds = [Expr("tuple", tuple(from_sympy(b) for b in limits)) for limits in value.args[1:]]
    return call(name, body, *bounds)


def to_sympy(expr: Expr, domains: Mapping[str, Domain] | None = None) -> Any:
    """A SymPy expression, with symbols real (and positive or integer where a domain says so)."""
    import sympy

    if expr.head == "num":
        return sympy.Rational(expr.number.numerator, expr.number.denominator)
    if expr.head == "sym":
        return _symbol(expr.name, domains)
    if expr.head == "const":
        return sympy.oo if expr.name == "oo" else getattr(sympy, expr.name)
    args = [to_sympy(a, domains) for a in expr.args]
    if expr.head == "at":
        return sympy.IndexedBase(expr.name, real=True)[tuple(args)]
    if expr.head == "tuple":
        return tuple(args)
    if expr.head == "neg":
        return -args[0]
    operations = {
        "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b,
        "/": lambda a, b: a / b, "**": lambda a, b: a**b,
    }  # fmt: skip
    if expr.head in operations:
        return operations[expr.head](*args)
    if expr.head in RELATIONS or expr.head in (*MINIMAX, "decimal"):
        raise InputError(f"SymPy has no counterpart of {expr.head}.")
    return getattr(sympy, expr.head)(*args)


def _symbol(name: str, domains: Mapping[str, Domain] | None) -> Any:
    import sympy

    domain = (domains or {}).get(name)
    if domain is None:
        return sympy.Symbol(name, real=True)
    zero = domain.lo.head == "num" and domain.lo.number >= 0
    positive = zero and (domain.lo.number > 0 or domain.lo_open)
    return sympy.Symbol(
        name,
        real=True,
        integer=True if domain.integer else None,
        positive=True if positive else None,
        nonnegative=True if zero else None,
    )
