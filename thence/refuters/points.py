"""Counterexamples at points: special ones first, then sampled, then where the gap is worst."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain, pairwise, product
from math import ceil, floor
from typing import Any

from flint import arb, fmpq

from thence import checker
from thence.checker import Context, Interval, Rejected, Term
from thence.domain import Domain
from thence.expr import MINIMAX, OO, Expr, needs_derivative, walk
from thence.provers.statements import sealed
from thence.provers.terms import exact_text, subterms, text
from thence.refuters import families, roots
from thence.statement import MONOTONE, SHAPES, Statement
from thence_numeric import exact, sampling

Point = Mapping[str, Fraction]

#: False statements that a refuter should refute, and true ones that it must not.
MUST_NOT_REFUTE = [
    {"given": {"x": "real"}, "lhs": "exp(x)", "rel": ">=", "rhs": "1 + x"},
    {"given": {"x": "(0, 1)"}, "lhs": "x", "rel": "<", "rhs": "1"},
    {"given": {"x": "real"}, "lhs": "sin(x)**2 + cos(x)**2", "rel": "=", "rhs": "1"},
    {"given": {"x": "positive"}, "lhs": "log(x**2)", "rel": "=", "rhs": "2*log(x)"},
    {"given": {}, "lhs": "exp(pi*sqrt(163))", "rel": "!=", "rhs": "262537412640768744"},
]


def false_at(statement: Statement, points: Iterable[Point], bits: int = checker.BITS) -> Any:
    """A certificate that the statement is false at the first such point, or None."""
    data = statement.as_json()
    with checker.precision(bits):
        try:
            test = Test(data)
        except Rejected:
            return None
        for point in points:
            if not test.suspicious(point):
                continue
            certificate = confirmed(data, "false", texts(point), bits)
            if certificate is not None:
                return certificate
    return None


def false_at_ends(statement: Statement, points: Iterable[Point]) -> Any:
    """A certificate that the statement is false where variables are at ends of their domain that
    belong to it and are no rational numbers, or None."""
    ends = [
        {name: str(end)}
        for name, domain in statement.given.items()
        for end, outside in ((domain.lo, domain.lo_open), (domain.hi, domain.hi_open))
        if not outside and exact.value(end, {}) is None
    ]
    data = statement.as_json()
    with checker.precision():
        for point, end in product(points if ends else (), ends):
            certificate = confirmed(data, "false", {**texts(point), **end})
            if certificate is not None:
                return certificate
    return None


def texts(point: Point) -> dict[str, str]:
    """The point as certificates hold it."""
    return {name: str(value) for name, value in point.items()}


def confirmed(
    data: dict[str, Any], conclusion: str, point: Mapping[str, Any], bits: int = checker.BITS
) -> dict[str, Any] | None:
    """A certificate that the statement is ``false`` or ``undefined`` at the point, or None."""
    body: dict[str, Any] = {"point": point}
    if bits > checker.BITS:
        body["bits"] = bits
    certificate = sealed(data, conclusion, body)
    return certificate if accepted(data, certificate) else None


def accepted(data: dict[str, Any], certificate: dict[str, Any]) -> bool:
    """Whether the checker accepts a certificate."""
    try:
        checker.check(data, certificate)
    except Rejected:
        return False
    return True


#: Values that a reader can try by hand, the simplest first.
SIMPLE = ("0", "1", "-1", "2", "-2", "1/2", "-1/2", "3", "-3")


def simplest(data: dict[str, Any], certificate: dict[str, Any]) -> dict[str, Any]:
    """The certificate of a point with one value after another replaced by a simpler one, as long
    as the checker accepts it; any other certificate as it is."""
    if certificate.keys() - {"version", "conclusion", "digest", "point"}:
        return certificate
    for _ in range(2):  # a value may get simpler when the others have
        for name, found in certificate["point"].items():
            for place, _ in families.listed(found):
                certificate = _simpler(data, certificate, name, place)
    return certificate


def _simpler(
    data: dict[str, Any], certificate: dict[str, Any], name: str, place: tuple[int, ...]
) -> dict[str, Any]:
    """The certificate with the simplest value of a variable, or of an entry of a family."""
    point = certificate["point"]
    before = dict(families.listed(point[name]))[place]
    for value in (*SIMPLE, *_rounded(before)):
        if value == before:
            break
        to = {**point, name: _changed(point[name], place, value)}
        simpler = confirmed(data, certificate["conclusion"], to)
        if simpler is not None:
            return simpler
    return certificate


def _changed(found: Any, place: tuple[int, ...], value: str) -> Any:
    """The value of a point with the entry of an index replaced."""
    if not place:
        return value
    first, *rest = place
    inner = _changed(found[first - 1], tuple(rest), value)
    return [*found[: first - 1], inner, *found[first:]]


def _rounded(value: str) -> list[str]:
    """A rational number in fewer and fewer round steps; nothing for others."""
    try:
        exact = Fraction(value)
    except ValueError:
        return []
    return [str(exact.limit_denominator(d)) for d in (1, 2, 4, 10, 100, 10**4)]


def not_monotone(statement: Statement, points: Iterable[Point]) -> dict[str, Any] | None:
    """A certificate that a function which should be monotone has no larger value (or no smaller
    one) a step further on, or None; if it need not be so strictly, a smaller (or a larger) one."""
    if statement.rel not in MONOTONE:
        return None
    data, name = statement.as_json(), statement.rhs.name
    for point in points:
        for step in STEPS:
            if not sampling.inside(statement.given[name], point[name] + step):
                continue
            body = {"point": texts(point), "other": str(point[name] + step)}
            certificate = sealed(data, "false", body)
            if accepted(data, certificate):
                return certificate
    return None


def crossing(statement: Statement, points: Iterable[Point]) -> dict[str, Any] | None:
    """A certificate that sides which should differ change places along one variable, or None."""
    if statement.rel != "!=":
        return None
    data = statement.as_json()
    with checker.precision():
        names = checker.context_of(data).names
        left, right = (checker.parse(data[key], names) for key in ("lhs", "rhs"))
        return _changing_sign(statement, left - right, list(points), "false", {})


def undefined_between(statement: Statement, points: Iterable[Point]) -> dict[str, Any] | None:
    """A certificate that what must not be 0 changes its sign along one variable, or None."""
    data, listed = statement.as_json(), list(points)
    with checker.precision():
        try:
            context = checker.context_of(data)
            needs = [need for side in _sides(data, context) for need in checker.obligations(side)]
        except (Rejected, RecursionError):
            return None
        needs = [need for need in needs if need[0] in ("!=", ">")]
        gaps = [(gap, need) for need in needs for gap in checker.vanishing(need[1])]
        for which, (gap, need) in enumerate(gaps):
            if _is_open(context, *need):
                more = {"which": which}
                found = _changing_sign(statement, gap, listed, "undefined", more)
                if found is not None:
                    return found
    return None


def _changing_sign(
    statement: Statement, gap: Term, points: list[Point], conclusion: str, more: dict[str, Any]
) -> dict[str, Any] | None:
    """A certificate that a term changes its sign along one variable, so that the statement is
    ``false`` or ``undefined`` somewhere between two points, or None."""
    data = statement.as_json()
    for name, point in product(sorted(statement.given), points[:BASES]):
        if statement.given[name].integer or name not in checker.symbols(gap):
            continue
        others = {n: v for n, v in _terms(point).items() if n != name}
        along = checker.substitute(gap, others)
        places = _along(statement, name, points)
        known = [(at, side) for at in places if (side := _side(along, name, at))]
        for (low, before), (high, after) in pairwise(known):
            if before == after:
                continue
            start, to = _closer(along, name, low, high)
            body = {"point": {**texts(point), name: str(start)}, "var": name, "to": str(to)}
            certificate = sealed(data, conclusion, {**body, **more})
            if accepted(data, certificate):
                return certificate
    return None


#: Points that are tried as the values of the other variables.
BASES = 3


def _along(statement: Statement, name: str, points: list[Point]) -> list[Fraction]:
    """Values of one variable in its domain, in order."""
    sizes = [Fraction(2) ** k * s for k in range(-6, 7) for s in (1, -1)]
    inside = [v for v in sizes if sampling.inside(statement.given[name], v)]
    return sorted({*inside, *(point[name] for point in points)})


def _side(gap: Term, name: str, at: Fraction) -> int:
    """The sign of a term, 0 where it is not known."""
    try:
        value = Context({name: _exact(at)}, {}, [], []).bounds(gap)
    except Rejected:
        return 0
    return 1 if value.satisfies(">") else -1 if value.hi < 0 else 0


def _closer(gap: Term, name: str, low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """Two decimals close together between which a term changes its sign, if it is continuous."""
    sign, unit = _side(gap, name, low), Fraction(1, 10**9)
    while high - low > unit:
        middle = (low + high) / 2
        low, high = (middle, high) if _side(gap, name, middle) == sign else (low, middle)
    low, high = floor(low / unit) * unit, ceil(high / unit) * unit
    return low, high


#: How far apart two points are at which a function is compared.
STEPS = (Fraction(1), Fraction(1, 100), Fraction(1000))


class Test:
    """The statement at points, by balls: which points are worth the checker's time."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.rel = data["rel"]
        context = checker.context_of(data)
        names = context.names
        self.goals: list[tuple[str, Term]] = []
        if self.rel == "iff":
            self.goals = [checker.relation(data[k], names) for k in ("lhs", "rhs")]
        elif self.rel in checker.SHAPES:
            order, sign, _ = checker.SHAPES[self.rel]
            slope = checker.parse(data["lhs"], names)
            for _ in range(order):
                slope = checker.diff(slope, data["rhs"])
            self.goals = [(">=", checker.num(sign) * slope)]
        elif self.rel == "defined":
            self.goals = []
        elif self.rel == "~digits":
            self.goals = [("~", checker.parse(data["lhs"], names))]
            self.digits = data["rhs"]
        else:
            left, right = (checker.parse(data[k], names) for k in ("lhs", "rhs"))
            self.goals = [checker.oriented(left, self.rel, right)]
        self.inserted = context.whole | _exponents(term for _, term in self.goals)

    def suspicious(self, point: Point) -> bool:
        """Whether balls do not show the statement at the point."""
        here = Context({n: _exact(v) for n, v in point.items()}, {}, [], [])
        values = {n: v for n, v in _terms(point).items() if n in self.inserted}
        signs: list[bool | None] = []
        for rel, term in self.goals:
            try:  # a power of 0 or a negative number depends on what number its exponent is
                value = here.bounds(checker.substitute(term, values) if values else term)
            except Rejected:
                return False
            if rel == "~":
                return checker.printed(self.digits, value) is False
            signs.append(_sign(value, rel))
        if self.rel == "iff":
            return None not in signs and signs[0] != signs[1]
        return signs == [False]


def _exponents(terms: Iterable[Term]) -> set[str]:
    """The names in exponents."""
    parts = (part for term in terms for part in subterms(term) if part[0] == "pow")
    return set[str]().union(*(checker.symbols(part[2]) for part in parts))


def _exact(value: Fraction) -> Interval:
    ball = arb(fmpq(value.numerator, value.denominator))
    return checker.exactly(ball)


def _sign(value: Interval, rel: str) -> bool | None:
    """Whether ``value rel 0`` holds: True, False (or an exact 0 that needs the checker)."""
    if value.satisfies(rel):
        return True
    contrary = {"=": "!=", "!=": "=", ">=": "<", ">": "<="}[rel]
    if contrary in ("<", "<="):
        below = value.hi < 0 or (contrary == "<=" and value.hi <= arb(2) ** -100)
        return False if below else None
    return (
        False if value.satisfies(contrary) or (rel == "!=" and not value.satisfies("!=")) else None
    )


def undefined_at(statement: Statement, points: Iterable[Point]) -> Any:
    """A certificate that something is not defined at a point of the domain, or None."""
    data = statement.as_json()
    with checker.precision():
        try:
            needs = _open_needs(statement, data)
        except (Rejected, RecursionError):
            return None
        powers = any(rel == "each" for rel, _ in needs)  # or sums
        needs = [(rel, what) for rel, what in needs if rel != "each"]
        if not needs and not powers:
            return None
        listed = list(points)
        context = checker.context_of(data)
        for point in chain(_roots((what for _, what in needs), listed), map(_terms, listed)):
            if not powers and not _may_fail(context, needs, point):
                continue
            written = {name: shown(value) for name, value in point.items()}
            certificate = confirmed(data, "undefined", written, checker.BITS)
            if certificate is not None:
                return certificate
    return None


def equal_at(statement: Statement, points: Sequence[Point]) -> Any:
    """A certificate that the sides of a strict inequality are equal at a point, or None: where they
    touch their difference is 0, and so are its derivatives."""
    if statement.rel not in ("<", ">"):
        return None
    data = statement.as_json()
    with checker.precision():
        context = checker.context_of(data)
        left, right = (checker.parse(data[key], context.names) for key in ("lhs", "rhs"))
        rel, gap = checker.oriented(left, statement.rel, right)
        try:
            slopes = [checker.diff(gap, name) for name in sorted(checker.symbols(gap))]
        except Rejected:
            return None
        for point in _roots((gap, *slopes), points):
            if _may_fail(context, [(rel, gap)], point):
                written = {name: shown(value) for name, value in point.items()}
                certificate = confirmed(data, "false", written)
                if certificate is not None:
                    return certificate
    return None


def undefined_inside(statement: Statement, count: int, seed: int) -> Any:
    """A certificate that the body of a minimax is not defined somewhere in its ranges, or None."""
    body, *ranges = statement.lhs.args
    given = {}
    for variable, low, high in (bounds.args for bounds in ranges):
        given[variable.name] = Domain(low, high, lo_open=low == -OO, hi_open=high == OO)
    inside = Statement(body, "defined", body, given)
    found = undefined_at(inside, sampling.sample(inside, count, seed))
    if found is None:
        return None
    place = simplest(inside.as_json(), found)["point"]
    certificate = sealed(statement.as_json(), "undefined", {"point": {}, "inside": place})
    return certificate if accepted(statement.as_json(), certificate) else None


def _terms(point: Point) -> dict[str, Term]:
    return {n: checker.num(fmpq(v.numerator, v.denominator)) for n, v in point.items()}


def _may_fail(context: Context, needs: list[tuple[str, Term]], point: dict[str, Term]) -> bool:
    """Whether balls leave it open that the point lies in the box and that a need fails there."""
    nowhere = Context({}, {}, [], [])
    try:
        box = {n: nowhere.bounds(value) for n, value in point.items()}
    except Rejected:
        return False
    if any(v.hi < context.box[n].lo or v.lo > context.box[n].hi for n, v in box.items()):
        return False
    here = Context(box, {}, [], [])
    return not all(here.shows(rel, what) for rel, what in needs)


def _open_needs(statement: Statement, data: dict[str, Any]) -> list[tuple[str, Term]]:
    """What the statement needs to be defined and what does not hold at sight."""
    context, needs = checker.context_of(data), []
    for term in _sides(data, context):
        needs += checker.obligations(term)
        for binder in checker.binders(term):  # what is inside, alike at every place
            if binder[0] in ("integral", "limit"):
                inside = checker.obligations(binder[1])
                needs += [n for n in inside if binder[2] not in checker.symbols(n[1])]
                needs += [n for end in binder[3:] for n in checker.obligations(end)]
    return [(rel, what) for rel, what in needs if _is_open(context, rel, what)]


def _sides(data: dict[str, Any], context: Context) -> Iterator[Term]:
    """The sides of a statement, in its checker's notation; of a relation between relations what is
    compared with 0."""
    one = data["rel"] in ("~digits", "defined", *SHAPES)
    for side in (data["lhs"],) if one else (data["lhs"], data["rhs"]):
        if data["rel"] == "iff":
            yield checker.relation(side, context.names)[1]
        else:
            yield checker.parse(side, context.names)


def _is_open(context: Context, rel: str, what: Term) -> bool:
    if rel == "each":  # of these, a point can show a power to be undefined, or a sum's range
        if what[0] == "sum" and not checker.infinite(what):
            return not all(map(context.integral, what[3:]))
        return what[0] == "pow" and not all(
            context.holds(*need) for need in checker.enough(context, what)
        )
    return not context.holds(rel, what)


def _roots(terms: Iterable[Term], points: Sequence[Point]) -> Iterator[dict[str, Term]]:
    """Points at which a term may be exactly 0: solved for a variable, or tried at special
    constants, the other variables at sampled values."""
    for what in terms:
        for name in sorted(checker.symbols(what)):
            solve, met = zeros(what, name), set[tuple[Term, ...]]()
            for point in map(_terms, points[:40] or [{}]):
                others = {n: v for n, v in point.items() if n != name}
                if (key := tuple(others.values())) not in met:
                    met.add(key)
                    for solution in solve:
                        yield {**point, name: checker.substitute(solution, others)}


def shown(constant: Term) -> str:
    """A constant as a person would write it: by its normal form, if that is short."""
    try:
        simple = checker.normalised(Context({}, {}, [], []), lambda form: form.of(constant).term())
    except Rejected:  # not defined: the checker will say so of the point
        return text(constant)
    exact = checker.rational(simple)
    if exact is not None:
        return str(exact)
    return min(_as_written(simple), text(constant), key=len)


def _as_written(constant: Term) -> str:
    """A sum of numbers, roots and the like, the positive ones first: ``1/2 - sqrt(5)/2``."""
    parts, rest = [], [constant]
    while rest:
        part = rest.pop()
        if part[0] == "+":
            rest += part[1:]
        else:
            parts.append(_fraction(part))
    positive = [shown for sign, shown in parts if sign > 0]
    negative = "".join(f" - {shown}" for sign, shown in parts if sign < 0)
    return (" + ".join(positive) + negative) if positive else "-" + negative.removeprefix(" - ")


def _fraction(term: Term) -> tuple[int, str]:
    """The sign of a term with a number in front, and its modulus with that as a fraction."""
    front = checker.rational(term[1]) if term[0] == "*" else checker.rational(term)
    if front is None:
        return 1, _plainly(term)
    size, sign = abs(front), 1 if front >= 0 else -1
    if term[0] != "*":
        return sign, str(size)
    over = f"{size.p}*" if size.p != 1 else ""
    return sign, f"{over}{_plainly(term[2])}" + (f"/{size.q}" if size.q != 1 else "")


def _plainly(term: Term) -> str:
    written = exact_text(term, set()) or text(term)
    return f"({written})" if term[0] in ("+", "/") else written


def zeros(what: Term, name: str) -> list[Term]:
    """Zeros of a term in one variable, as terms in the others; with special constants, if it is no
    polynomial of degree 1 or 2."""
    try:
        bend = checker.diff(checker.diff(what, name), name)
    except Rejected:  # an integral or a limit has none
        return []
    found = roots.of(what, name)
    if name in checker.symbols(bend):
        found += [*roots.turning(what, name), *(checker.parse(t, set()) for t in _CONSTANTS)]
    return found


_CONSTANTS = ("pi/2", "-pi/2", "pi", "-pi", "exp(1)", "exp(-1)", "log(2)", "pi/4")


#: What the vectorised backend does not evaluate.
NOT_PLAIN = {"Integral", "Sum", "Product", "Limit", *MINIMAX}
#: What is evaluated in closed form before balls can tell two sides apart.
CLOSED = ("Integral", "Limit")


def sides_are_plain(statement: Statement) -> bool:
    """Whether the vectorised backend can evaluate both sides pointwise."""
    heads = {node.head for e in (statement.lhs, statement.rhs) for node in walk(e)}
    return not heads & NOT_PLAIN and not needs_derivative(statement.rhs)


def takes_quadrature(statement: Statement) -> bool:
    """Whether a side has an integral, a limit or an infinite sum."""
    nodes = (node for e in (statement.lhs, statement.rhs) for node in walk(e))
    return any(node.head in CLOSED or (node.head == "Sum" and _infinite(node)) for node in nodes)


def _infinite(total: Expr) -> bool:
    ends = (end for bounds in total.args[1:] for end in bounds.args[1:])
    return any(node.head == "const" and node.name == "oo" for end in ends for node in walk(end))
