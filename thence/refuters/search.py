"""The stages of refutation, and the cross-check by the numeric backends."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
from flint import arb

from thence import checker
from thence import verdict as v
from thence.calculus import at
from thence.claim import SHAPES, Statement
from thence.errors import InputError
from thence.expr import RELATIONS, Expr, walk
from thence.parser import parse_expression
from thence.provers import closed_forms, minimax
from thence.provers.cas import TimeUp, clock
from thence.provers.goal import OutOfTime, Search
from thence.provers.statements import sealed
from thence.refuters import asymptotics, divergence, families, points
from thence.verdict import Evidence, Verdict
from thence_numeric import highprecision, sampling

MINIMAX = ("Minimax", "ArgMinimax")
SPECIAL = 60
ROUNDS = 6
#: What is evaluated in closed form before balls can tell two sides apart.
CLOSED = ("Integral", "Limit")
#: Points of a cross-check by quadrature.
QUADRATURES = 3
#: Seconds that the search for a divergent integral may take.
DIVERGENCE = 3
#: Seconds that the value of a side at a point, which is shown beside it, may take.
SHOWN = 2


def cheap(statement: Statement, seed: int, seconds: float) -> Verdict | None:
    """False, or not defined, at a special or a sampled point; an integral or a limit where one
    evaluation finds it false."""
    if statement.towards is not None:
        return None
    if families.occur(statement):
        return _written_out(statement, seed)
    if statement.lhs.head in MINIMAX:
        lost = points.undefined_inside(statement, SPECIAL, seed)
        return None if lost is None else _ill_posed(statement, lost)
    listed = _sample(statement, SPECIAL, seed)
    false = points.false_at(statement, listed) or points.false_at_ends(statement, listed[:6])
    if false is not None:
        return _refuted(statement, false)
    undefined = points.undefined_at(statement, listed) or divergence.diverges_at(
        statement, listed[:3], DIVERGENCE
    )
    if undefined is not None:
        return _ill_posed(statement, undefined)
    if families.counted(statement) and (found := _written_out(statement, seed)):
        return found
    return _by_closed_form(statement, seed, 1, seconds) if _has_closed(statement) else None


def _has_closed(statement: Statement) -> bool:
    nodes = (node for e in (statement.lhs, statement.rhs) for node in walk(e))
    return any(node.head in CLOSED or (node.head == "Sum" and _infinite(node)) for node in nodes)


def _infinite(total: Expr) -> bool:
    ends = (end for bounds in total.args[1:] for end in bounds.args[1:])
    return any(node.head == "const" and node.name == "oo" for end in ends for node in walk(end))


def deep(statement: Statement, seed: int, seconds: float) -> Verdict | None:
    """Many vectorised points, and ever closer to the worst of them."""
    end = time.monotonic() + seconds
    if statement.towards is not None:
        return _other_order(statement, seed, seconds * 0.6)
    if _has_closed(statement):
        return _by_closed_form(statement, seed, 6, seconds)
    if statement.lhs.head == "Minimax":
        return _too_small(statement, seconds)
    if statement.rel == "iff":
        false = points.false_at(statement, _beside_boundary(statement, seed))
        return None if false is None else _refuted(statement, false)
    if families.occur(statement):
        return _at_lengths(statement, lambda concrete: _near_worst(concrete, seed, end))
    listed = _sample(statement, SPECIAL, seed)
    false = (
        points.false_at(statement, sampling.far_points(statement))
        or points.not_monotone(statement, listed)
        or points.crossing(statement, listed)
    )
    if false is not None:
        return _refuted(statement, false)
    if families.counted(statement):
        found = _at_lengths(statement, lambda concrete: _near_worst(concrete, seed, end))
        if found is not None:
            return found
    elif statement.rel in RELATIONS and points.sides_are_plain(statement):
        for point in _worst(statement, seed, end):
            false = points.false_at(statement, _simpler(point))
            if false is not None:
                return _refuted(statement, false)
    return _precisely(statement, seed, end)


def _other_order(statement: Statement, seed: int, seconds: float) -> Verdict | None:
    """An order of growth where the quotient of the sides is shown to tend to something else."""
    false = asymptotics.refuted_at(statement, _simple_instances(statement, seed), seconds)
    return None if false is None else _refuted(statement, false)


def _simple_instances(
    statement: Statement, seed: int
) -> Iterator[tuple[Statement, points.Point, dict[str, Any]]]:
    """The statement at a few lengths of its families and few points, all variables alike first."""
    whole = families.instances(statement) if families.occur(statement) else [({}, statement)]
    for fixed, concrete in whole:
        names = concrete.given
        alike = [dict.fromkeys(names, Fraction(value)) for value in points.SIMPLE]
        fits = [p for p in alike if all(sampling.inside(names[n], v) for n, v in p.items())]
        listed = _sample(concrete, 3, seed)
        for values in [*fits, *listed] if names and not concrete.assuming else listed:
            yield concrete, values, families.point(statement, fixed, points.texts(values))


def _near_worst(statement: Statement, seed: int, end: float) -> Iterable[dict[str, Fraction]]:
    for point in _worst(statement, seed, end):
        yield from _simpler(point)


def _written_out(statement: Statement, seed: int) -> Verdict | None:
    """False, or not defined, at sampled points of a few lengths."""
    found = _at_lengths(statement, lambda concrete: _sample(concrete, SPECIAL // 3, seed))
    return found or _out_of_range(statement, seed)


def _at_lengths(
    statement: Statement, candidates: Callable[[Statement], Iterable[dict[str, Fraction]]]
) -> Verdict | None:
    """A statement about families or finite sums, at candidate points of a few lengths."""
    data = statement.as_json()
    for fixed, concrete in families.instances(statement):
        for values in candidates(concrete):
            holds = highprecision.holds(concrete, values)
            if holds:
                continue
            point = families.point(statement, fixed, points.texts(values))
            # None may mean that it is not defined, or that the sides may be equal.
            if holds is None and (lost := points.confirmed(data, "undefined", point)):
                return _ill_posed(statement, lost)
            if false := points.confirmed(data, "false", point):
                return _refuted(statement, false, concrete)
    return None


def _out_of_range(statement: Statement, seed: int) -> Verdict | None:
    """Not defined, as an index leaves its family or a sum runs backwards."""
    data = statement.as_json()
    for fixed, domain in families.leaving(statement):
        for values in _sample(domain, 2, seed):
            point = families.point(statement, fixed, points.texts(values))
            if lost := points.confirmed(data, "undefined", point):
                return _ill_posed(statement, lost)
    return None


def _by_closed_form(statement: Statement, seed: int, count: int, seconds: float) -> Verdict | None:
    """Where high precision does not find it true, the integrals, sums and limits at the point
    between bounds or in closed form, which balls then tell apart; at ``count`` points."""
    end = time.monotonic() + seconds
    data = statement.as_json()
    for point in _sample(statement, count, seed):
        try:
            with clock(max((end - time.monotonic()) / 2, 0.05)):
                holds = highprecision.holds(statement, point)
        except TimeUp:  # a quadrature that is hard in floating point need not be so in balls
            holds = None
        if holds:
            continue
        at = points.texts(point)
        try:
            left = end - time.monotonic()
            for items in closed_forms.at_point(data, at, left, holds is False):
                certificate = sealed(data, "false", {"point": at, "values": items})
                if points.accepted(data, certificate):
                    return _refuted(statement, certificate)
        except OutOfTime:
            return None
    return None


def other_optimum(statement: Statement, certificate: dict[str, Any]) -> Verdict | None:
    """A certificate that encloses a minimax, turned against digits that are not its own."""
    if statement.lhs.head not in MINIMAX:
        return None
    body = {k: v for k, v in certificate.items() if k not in ("version", "conclusion", "digest")}
    return _refuted(statement, sealed(statement.as_json(), "false", {**body, "point": {}}))


def _too_small(statement: Statement, seconds: float) -> Verdict | None:
    """Digits of a minimax that its value is above, two units and more."""
    data, digits = statement.as_json(), str(statement.rhs.value)
    decimals = len(digits.partition(".")[2])
    level = Fraction(digits) + Fraction(2, 10**decimals)
    with checker.precision():
        left = checker.parse(data["lhs"], set())
        try:
            body = minimax.above(checker.context_of(data), left, str(level), Search(seconds))
        except (OutOfTime, checker.Rejected):
            return None
    return (
        None if body is None else _refuted(statement, sealed(data, "false", {**body, "point": {}}))
    )


def _beside_boundary(statement: Statement, seed: int) -> Iterable[dict[str, Fraction]]:
    """Points ever closer to where the relation on the left turns over, on both sides."""
    from thence_numeric import vectorised

    names, gap = list(statement.given), Expr("-", statement.lhs.args)
    rows = sampling.sample_array(statement, 400, seed)

    def sides(at_rows: Any) -> Any:
        return vectorised.evaluate(gap, names, at_rows) > 0

    above = sides(rows)
    if above.all() or not above.any():
        return
    inside, outside = rows[above][:12], rows[~above][:12]
    for a, b in product(inside, outside):
        for _ in range(60):
            middle = (a + b) / 2
            a, b = (middle, b) if sides(middle[None])[0] else (a, middle)
        for scale, end in product((1e-3, 1e-5, 1e-7, 1e-9, 1e-11), (a, b)):
            for sign in (1, -1):
                yield {
                    n: Fraction(float(v * (1 + sign * scale)))
                    for n, v in zip(names, end, strict=True)
                }


def _precisely(statement: Statement, seed: int, end: float) -> Verdict | None:
    """The sampled points again, with the precision doubled as far as time allows."""
    bits = 1024
    while bits <= 4096 and time.monotonic() < end:
        false = points.false_at(statement, _sample(statement, 12, seed), bits)
        if false is not None:
            return _refuted(statement, false)
        bits *= 4
    return None


def _sample(statement: Statement, count: int, seed: int) -> list[dict[str, Fraction]]:
    return sampling.sample(statement, count, seed) if statement.given else [{}]


def _worst(statement: Statement, seed: int, end: float) -> Iterable[dict[str, Fraction]]:
    """The points with the largest violation in float64, zoomed in on."""
    names = list(statement.given)
    if not names or any(d.integer for d in statement.given.values()):
        return
    batch = sampling.sample_array(statement, 20_000, seed)
    if not len(batch):
        return
    random = np.random.default_rng(seed)
    for round_ in range(ROUNDS):
        if time.monotonic() > end:
            return
        gaps = _violations(statement, names, batch)
        order = np.argsort(-gaps)[:8]
        for i in order:
            if np.isfinite(gaps[i]):
                yield {n: Fraction(float(batch[i, k])) for k, n in enumerate(names)}
        spread = 0.3 * 0.2**round_
        best = batch[order]
        noise = random.normal(size=(len(order), 500, len(names))) * spread
        batch = (best[:, None, :] * (1 + noise) + noise * 0.1).reshape(-1, len(names))


def _violations(statement: Statement, names: list[str], batch: Any) -> Any:
    """How far each point is from satisfying the relation; -inf where it is not defined."""
    from thence_numeric import vectorised

    left = vectorised.evaluate(statement.lhs, names, batch)
    right = vectorised.evaluate(statement.rhs, names, batch)
    sign = {"<": 1, "<=": 1, ">": -1, ">=": -1}.get(statement.rel)
    with np.errstate(all="ignore"):  # overflow and inf - inf end as "not finite" below
        gap = left - right
        scale = 1 + np.abs(left) + np.abs(right)
        found = (np.abs(gap) if sign is None else sign * gap) / scale
    return np.where(np.isfinite(found), found, -np.inf)


def _simpler(point: dict[str, Fraction]) -> list[dict[str, Fraction]]:
    """The point rounded to fewer and fewer digits, the roundest first."""
    rounded = [
        {n: value.limit_denominator(d) for n, value in point.items()}
        for d in (1, 2, 4, 10, 100, 10**4)
    ]
    return [*rounded, point]


def refuted_at(statement: Statement, point: Mapping[str, str]) -> Verdict | None:
    """The verdict that a point of the domain is a counterexample, or None if it is not."""
    certificate = points.confirmed(statement.as_json(), "false", point)
    return None if certificate is None else _refuted(statement, certificate)


def _refuted(
    statement: Statement,
    certificate: dict[str, Any],
    concrete: Statement | None = None,
) -> Verdict | None:
    """``concrete``: the statement at the lengths of its families."""
    certificate = points.simplest(statement.as_json(), certificate)
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


def _ill_posed(statement: Statement, certificate: dict[str, Any]) -> Verdict | None:
    certificate = points.simplest(statement.as_json(), certificate)
    point = certificate.get("inside", certificate["point"])
    why = families.no_value(statement, certificate["point"])
    text = f"not defined at {families.in_words(point) or 'all'}" + (f": {why}" if why else "")
    if "diverges" in certificate:
        where = families.in_words(point)
        text = _diverging(certificate["diverges"]) + (f" at {where}" if point else "")
    shown: dict[str, Any] = {"point": point, "lhs": "", "rhs": "", "text": text}
    if not families.occur(statement) and not {"diverges", "inside"} & certificate.keys():
        shown = _counterexample(statement, point, point) | {"text": text}
    needs = [f"{n} != {value}" for n, value in point.items()]
    if len(needs) == 1 and not why:
        shown["text"] += f"; {needs[0]} is needed there"
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
    if statement.rel == "!=":  # equal, as was shown; what is 0 comes out as some 1e-130
        sides = [min(sides, key=len)] * 2
    where = families.in_words(point)
    text = f"{where}: " if where else ""
    if statement.rel == "iff":
        text += "one relation holds and the other does not"
    else:
        text += f"left side {sides[0]}, right side {sides[1]}"
    return {"point": point, "lhs": sides[0], "rhs": sides[1], "text": text}


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
        found = f"{data['lhs']}, and {data['rhs']} at {name} = {certificate['other']}"
    return {"point": point, **data, "text": f"{families.in_words(point)}: {found}"}


def _equal_between(statement: Statement, certificate: dict[str, Any]) -> dict[str, Any]:
    """Two values of a variable between which the sides are equal somewhere."""
    point, name = certificate["point"], certificate["var"]
    at_values = {n: parse_expression(text) for n, text in point.items()}
    sides = [_side(side, at_values, 12) for side in (statement.lhs, statement.rhs)]
    ends = [float(Fraction(text)) for text in (point[name], certificate["to"])]
    others = families.in_words({n: value for n, value in point.items() if n != name})
    text = f"the sides are equal between {name} = {ends[0]:.12g} and {name} = {ends[1]:.12g}"
    return {"point": point, "lhs": sides[0], "rhs": sides[1],
            "text": f"{others}: {text}" if others else text}  # fmt: skip


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


def cross_check(
    statement: Statement, seed: int, count: int, batch: int, seconds: float
) -> list[Evidence]:
    """Agreement of the high-precision and the vectorised backends at ``count`` and ``batch``
    points of the domain; at few where each takes a quadrature, so that time does not decide."""
    if statement.rel not in ("=", "!=", "<", "<=", ">", ">=", "~digits"):
        return []
    if families.occur(statement):
        return _over_lengths(statement, seed, count, batch, seconds)
    if statement.lhs.head in MINIMAX:
        return [_minimax_in_floats(statement)]
    count = min(count, QUADRATURES) if _has_closed(statement) else count
    found = [_high_precision(statement, seed, count, seconds)]
    if statement.given and points.sides_are_plain(statement) and statement.rel != "~digits":
        found.append(_vectorised(statement, seed, batch))
    return [e for e in found if e is not None]


def _over_lengths(
    statement: Statement, seed: int, count: int, batch: int, seconds: float
) -> list[Evidence]:
    """The cross-check of a statement about families, at each of a few lengths and indices."""
    merged: dict[str, Evidence] = {}
    listed = list(families.instances(statement))
    for _, concrete in listed:
        for found in cross_check(
            concrete, seed, max(count // len(listed), 2), batch, seconds / len(listed)
        ):
            before = merged.get(found.method)
            if before is not None and found.method != "alarm":
                data = {k: found.data[k] + before.data[k] for k in ("agreed",)}
                found = Evidence(found.method, before.text, {**before.data, **data})
            merged[found.method] = found
    where = f"over {len(listed)} choices of lengths and indices"
    return [
        e
        if e.method == "alarm"
        else Evidence(e.method, f"agrees at {e.data['agreed']} points, {where}", e.data)
        for e in merged.values()
    ]


def _high_precision(statement: Statement, seed: int, count: int, seconds: float) -> Evidence | None:
    agreed, differ, outside = 0, [], 0
    end = time.monotonic() + seconds
    for point in _sample(statement, count, seed):
        try:
            with clock(max(end - time.monotonic(), 0.05)):
                holds = highprecision.holds(statement, point)
        except TimeUp:
            break
        if holds is None:
            outside += 1
        elif holds:
            agreed += 1
        else:
            differ.append(families.in_words({n: str(x) for n, x in point.items()}))
    data = {"agreed": agreed, "outside_domain": outside, "digits": 30, "seed": seed}
    if differ:
        return Evidence("alarm", f"high precision disagrees at {differ[0] or 'all'}", data)
    if not agreed:
        return None
    return Evidence("high precision", f"agrees to 30 digits at {agreed} points", data)


def _minimax_in_floats(statement: Statement) -> Evidence:
    """The minimax again, by a golden section over b of the worst of many float64 points x."""
    from thence_numeric import vectorised

    body, b_bounds, x_bounds = statement.lhs.args
    b, x = b_bounds.args[0].name, x_bounds.args[0].name
    spread = np.sinh(np.linspace(-7, 7, 40_001))
    low, high = (highprecision.number(e) for e in x_bounds.args[1:])
    grid = spread[(spread >= low) & (spread <= high)]
    if np.isfinite(low) and np.isfinite(high):
        grid = np.linspace(low, high, 40_001)

    def worst(at: float) -> float:
        rows = np.column_stack([np.full_like(grid, at), grid])
        return float(np.nanmax(vectorised.evaluate(body, [b, x], rows)))

    left, right = (highprecision.number(e) for e in b_bounds.args[1:])
    left, right = max(left, -1e3), min(right, 1e3)
    ratio = (5**0.5 - 1) / 2
    for _ in range(60):
        inner, outer = right - ratio * (right - left), left + ratio * (right - left)
        left, right = (left, outer) if worst(inner) < worst(outer) else (inner, right)
    place = (left + right) / 2
    value = worst(place)
    found = value if statement.lhs.head == "Minimax" else place
    data = {"value": _rounded(value), "place": _rounded(place), "points": len(grid)}
    text = f"float64: least worst value {value:.6g}, at {b} = {place:.6g}"
    near = abs(found - float(str(statement.rhs.value))) <= 1e-3 * max(1.0, abs(found))
    return Evidence("vectorised" if near else "alarm", text, data)


def _vectorised(statement: Statement, seed: int, batch: int) -> Evidence | None:
    sample = sampling.sample_array(statement, batch, seed)
    names = list(statement.given)
    if not len(sample):
        return None
    worst = _violations(statement, names, sample)
    finite = worst[np.isfinite(worst)]
    data = {"agreed": int((finite <= 1e-6).sum()), "points": len(sample), "seed": seed}
    if statement.rel == "!=" or not len(finite):
        return None
    if (finite > 1e-6).any():
        n = int((finite > 1e-6).sum())
        return Evidence("vectorised", f"float64 cannot tell at {n} of {len(sample)} points", data)
    return Evidence("vectorised", f"agrees in float64 at {data['agreed']} points", data)


def _rounded(value: float) -> float:
    return float(f"{value:.6g}")
