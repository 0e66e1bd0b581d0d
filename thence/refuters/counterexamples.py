"""Verdicts of refutation: the simplest point that still refutes, and both sides there, in words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from flint import arb

from thence import verdict as v
from thence.calculus import at
from thence.errors import InputError
from thence.expr import MINIMAX, RELATIONS, Expr
from thence.parser import parse_expression
from thence.provers import closed_forms
from thence.provers.cas import TimeUp, clock
from thence.provers.statements import sealed
from thence.refuters import asymptotics, certificates, families
from thence.statement import SHAPES, Statement
from thence.verdict import Evidence, Verdict
from thence_numeric import highprecision
from thence_numeric.backend import takes_quadrature

#: Seconds that the value of a side at a point, which is shown beside it, may take.
SHOWN = 2


def refuted_as(statement: Statement, other: dict[str, Any]) -> Verdict | None:
    """The verdict that what a certificate shows of a statement with more hypotheses is a
    counterexample to this one, or None if it is not."""
    data = statement.as_json()
    body = {key: value for key, value in other.items() if key not in ("version", "digest")}
    certificate = sealed(data, body.pop("conclusion"), body)
    if not certificates.accepted(data, certificate):
        return None
    return refuted(statement, certificate, statement if families.occur(statement) else None)


def refuted(
    statement: Statement,
    certificate: dict[str, Any],
    concrete: Statement | None = None,
) -> Verdict | None:
    """The verdict that a certificate refutes the statement; ``concrete``: the statement at the
    lengths of its families."""
    certificate = certificates.simplest(statement.as_json(), certificate)
    point = certificate["point"]
    if concrete is not None:  # at the lengths of the simplest point
        integers = {name: int(v) for name, v in point.items() if statement.given[name].integer}
        concrete = families.instance(statement, integers)
    if statement.towards is not None:
        shown = _of_other_order(statement, certificate)
    elif "to" in certificate:
        shown = _equal_between(statement, certificate)
    elif statement.rel in SHAPES:
        shown = _not_of_shape(statement, certificate)
    elif statement.lhs.head in MINIMAX:
        shown = _other_value(statement, certificate)
    else:
        sides = closed_forms.sides_at(statement.as_json(), certificate)
        shown = _counterexample(concrete or statement, families.values(point), point, sides)
    try:
        return v.refuted(statement, certificate, Evidence("counterexample", shown["text"], shown))
    except v.Rejected:
        return None


def ill_posed(statement: Statement, certificate: dict[str, Any]) -> Verdict | None:
    """The verdict that something is not defined where a certificate says, at a simple point."""
    certificate = certificates.simplest(statement.as_json(), certificate)
    if "to" in certificate:
        return _ill_posed(statement, certificate, _undefined_between(certificate))
    point = certificate.get("inside", certificate["point"])
    why = families.no_value(statement, certificate["point"])
    text = f"not defined at {families.in_words(point) or 'all'}" + (f": {why}" if why else "")
    if "diverges" in certificate:
        where = families.in_words(point)
        text = _diverging(certificate["diverges"]) + (f" at {where}" if point else "")
    shown: dict[str, Any] = {"point": point, "lhs": "", "rhs": "", "text": text}
    if not families.occur(statement) and not {"diverges", "inside"} & certificate.keys():
        if takes_quadrature(statement):  # it need not have a value, which takes long to find out
            shown |= {"lhs": str(statement.lhs), "rhs": str(statement.rhs)}
        else:
            shown = _counterexample(statement, point, point) | {"text": text}
    needs = [f"{n} != {value}" for n, value in point.items()]
    if len(needs) == 1 and not why:
        shown["text"] += f"; {needs[0]} is needed there"
    return _ill_posed(statement, certificate, shown)


def _ill_posed(
    statement: Statement, certificate: dict[str, Any], shown: dict[str, Any]
) -> Verdict | None:
    try:
        return v.ill_posed(
            statement, certificate, Evidence("undefined point", shown["text"], shown)
        )
    except v.Rejected:
        return None


def _diverging(proof: Mapping[str, Any]) -> str:
    if proof.get("undefined"):
        return f"the summand with index {proof['near']} is not defined"
    kind = "limit" if "power" in proof else "integral" if "end" in proof else "sum"
    return f"the {kind} diverges"


def _counterexample(
    statement: Statement, at_values: Mapping[str, str], point: Mapping[str, Any],
    balls: list[arb] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The point and both sides there, with as many digits as it takes to tell them apart; the
    values of sides that a certificate has evaluated are given."""
    values = {name: parse_expression(text) for name, text in at_values.items()}
    both = (statement.lhs, statement.rhs)
    for digits in (12, 20, 40, 80):
        sides = [_side(side, values, digits) for side in both[len(balls or []) :]]
        sides = [*(_digits(ball, digits) for ball in balls or []), *sides]
        if sides[0] != sides[1]:
            break
    else:  # a strict relation between equals
        sides = [_side(side, values, 12) for side in both]
    if statement.rel in ("!=", "<", ">") and _equal(sides):  # what is 0 comes out as some 1e-130
        sides = [min(sides, key=len)] * 2
    where = families.in_words(point)
    text = f"{where}: " if where else ""
    if statement.rel == "iff":
        text += "one relation holds and the other does not"
    else:
        text += f"left side {sides[0]}, right side {sides[1]}"
    return {"point": point, "lhs": sides[0], "rhs": sides[1], "text": text}


def _equal(sides: list[str]) -> bool:
    """Whether two sides are the same number, as far as that is seen in 80 digits."""
    try:
        return abs(Decimal(sides[0]) - Decimal(sides[1])) < Decimal("1e-60")
    except InvalidOperation:
        return False


def _other_value(statement: Statement, certificate: dict[str, Any]) -> dict[str, Any]:
    """The value of a minimax, or a bound from below, next to the digits that are not its own."""
    exact = certificate["upper"]["is"] if "upper" in certificate else certificate["floor"]
    if statement.lhs.head == "ArgMinimax":
        exact = certificate["upper"]["at"]
    value, digits = highprecision.shown(parse_expression(exact), 8), str(statement.rhs.value)
    found = f"the value is {'' if 'upper' in certificate else 'more than '}{value}, not {digits}"
    return {"point": {}, "lhs": value, "rhs": digits, "text": found}


def _not_of_shape(statement: Statement, certificate: dict[str, Any]) -> dict[str, Any]:
    """Where a function is not monotone or convex: two values, or the sign of a derivative."""
    point, name = certificate["point"], statement.rhs.name
    found, data = f"not {statement.rel} there", {"lhs": "", "rhs": ""}
    if "other" in certificate:
        pair = (point, {**point, name: certificate["other"]})
        values = [{n: parse_expression(text) for n, text in place.items()} for place in pair]
        data = {k: _side(statement.lhs, v, 12) for k, v in zip(data, values, strict=True)}
        level = data["lhs"] == data["rhs"] and statement.rel in ("increasing", "decreasing")
        flat = f", not strictly {statement.rel}" if level else ""
        found = f"{data['lhs']}, and {data['rhs']} at {name} = {certificate['other']}{flat}"
    return {"point": point, **data, "text": f"{families.in_words(point)}: {found}"}


def _equal_between(statement: Statement, certificate: dict[str, Any]) -> dict[str, Any]:
    """Two values of a variable between which the sides are equal somewhere."""
    at_values = {n: parse_expression(text) for n, text in certificate["point"].items()}
    sides = [_side(side, at_values, 12) for side in (statement.lhs, statement.rhs)]
    others, between = _between(certificate)
    text = (
        f"{others}: the sides are equal {between}" if others else f"the sides are equal {between}"
    )
    return {"point": certificate["point"], "lhs": sides[0], "rhs": sides[1], "text": text}


def _undefined_between(certificate: dict[str, Any]) -> dict[str, Any]:
    """Two values of a variable between which something is not defined somewhere."""
    others, between = _between(certificate)
    text = f"not defined somewhere {between}" + (f", at {others}" if others else "")
    name = certificate["var"]
    place = f"[{certificate['point'][name]}, {certificate['to']}]"
    point = {**certificate["point"], name: place}
    return {"point": point, "lhs": "", "rhs": "", "text": text}


def _between(certificate: dict[str, Any]) -> tuple[str, str]:
    """The values of the other variables, and the two of one variable, in words."""
    point, name = certificate["point"], certificate["var"]
    low, high = (float(Fraction(text)) for text in (point[name], certificate["to"]))
    others = families.in_words({n: value for n, value in point.items() if n != name})
    return others, f"between {name} = {low:.12g} and {name} = {high:.12g}"


def _of_other_order(statement: Statement, certificate: dict[str, Any]) -> dict[str, Any]:
    """What the quotient of the sides does instead, at the point and from the side."""
    does, should = asymptotics.in_words(statement, certificate)
    point = certificate["point"]
    where = f"{families.in_words(point)}: " if point else ""
    way = statement.towards and statement.towards.from_side(bool(certificate["which"]))
    text = f"{where}as {way} the quotient of the sides {does}"
    return {"point": point, "lhs": does, "rhs": should, "text": text}


def _digits(ball: arb, digits: int) -> str:
    """The digits of a ball that are certain, so many at most."""
    shown = str(ball.str(digits, radius=False))
    return shown.rstrip("0").removesuffix(".") if "." in shown and "e" not in shown else shown


def _side(side: Expr, values: dict[str, Expr], digits: int) -> str:
    if side.head in RELATIONS:
        return str(side)
    try:
        with clock(SHOWN):
            return highprecision.shown(at(side, values), digits)
    except (InputError, ValueError, TimeUp):
        return str(side)
