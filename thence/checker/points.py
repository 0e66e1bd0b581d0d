"""Counterexamples: a point at which a statement is certainly false, or not defined."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import reduce
from typing import Any

from flint import fmpq

from .context import Context
from .intervals import Interval
from .limits import approach, plain
from .minimax import MINIMAX, minimax, printed
from .rules import SHAPES, defined, interior, positive, prove
from .terms import (
    BINDING,
    ONE,
    OO,
    ZERO,
    Rejected,
    Term,
    diff,
    infinite,
    num,
    obligations,
    oriented,
    parse,
    plus,
    rational,
    read,
    relation,
    substitute,
    sym,
    symbols,
    tree,
)  # fmt: skip
from .values import binders, evaluated

#: Words of statements that no point shows to be undefined, as what they need is not known; and of
#: those where it is known of what is inside a limit or an integral.
DERIVED = ("Derivative", "Product", "Minimax")
LIMITS = ("Limit", "Integral")


class NoValue(Rejected):
    """There is certainly no value: a family has no entry of an index, or a sum runs backwards or
    not over integers."""


class Point:
    """Exact values of the variables in their domains, and of the entries of families."""

    def __init__(self, context: Context, given: dict[str, str], values: dict[str, Any]) -> None:
        self.here = Context({}, {}, [], context.ledger)
        held = {name.partition("[")[0]: name for name in context.names}
        if held.keys() != values.keys() or len(held) != len(context.names):
            raise Rejected("the point gives other variables than the statement")
        plain = held.keys() - {name.partition("[")[0] for name in context.sizes}
        self.scalars = {name: parse(values[name], set()) for name in plain}
        self.families = dict[str, dict[tuple[int, ...], Term]]()
        for name, value in self.scalars.items():
            exact = rational(value)
            if given[name].startswith(("integer", "index")) and (exact is None or exact.q != 1):
                raise Rejected("a variable should be an integer")
            self.check(context, name, value)
        for name, sizes in context.sizes.items():
            counts = [rational(self.at(size)) for size in sizes]
            found = self.families[name] = dict(_entries(values[name.partition("[")[0]], counts))
            for value in found.values():
                self.check(context, name, value)
        for rel, hypothesis in context.hypotheses:
            known = self.at(hypothesis)
            defined(self.here, known, {})
            if not self.here.holds(rel, known):
                raise Rejected("a hypothesis is not met at the point")

    def check(self, context: Context, name: str, value: Term) -> None:
        """The value lies in the domain of the name; an index may be the last one, whose place the
        box does not know."""
        defined(self.here, value, {})
        low, high = (self.at(end) for end in context.ends[name])
        domain = context.box[name], (low, high)
        if any(map(symbols, context.ends[name])):
            domain = self.here.between(low, high, False, False)
        if not self.here.inside(value, domain):
            raise Rejected("the point is outside the domain")

    def at(self, term: Term, free: str = "") -> Term:
        """The term at the point, but for a variable that is left ``free``: sums written out,
        entries and deltas replaced by their values."""
        values = {n: v for n, v in self.scalars.items() if n != free}
        return self._unrolled(substitute(term, values))

    def _unrolled(self, term: Term) -> Term:
        if infinite(term):
            return term
        if term[0] == "sum":
            body, name, *ends = term[1:]
            low, high = (rational(self._unrolled(end)) for end in ends)
            if low is None or high is None or high - low >= 5000:
                raise Rejected("a sum cannot be written out")
            if low.q * high.q != 1:
                raise NoValue("an end of a sum is no integer")
            if high - low < -1:
                raise NoValue("a sum runs backwards")
            range_ = (low + k for k in range(int(high - low) + 1))
            terms = (self._unrolled(substitute(body, {name: num(k)})) for k in range_)
            return reduce(plus, terms, ZERO)
        if term[0] not in ("at", "delta"):
            return Term(self._unrolled(a) if isinstance(a, Term) else a for a in term)
        values = [rational(self._unrolled(part)) for part in term.parts()]
        if any(value is None or value.q != 1 for value in values):
            raise Rejected("an index is not an integer")
        if term[0] == "delta":
            return ONE if values[0] == values[1] else ZERO
        index = tuple(int(value.p) for value in values if value is not None)
        if index not in self.families[term[1]]:
            raise NoValue("an index is out of range")
        return self.families[term[1]][index]


def _entries(
    value: Any, counts: list[fmpq | None], index: tuple[int, ...] = ()
) -> Iterator[tuple[tuple[int, ...], Term]]:
    """The entries of a family, from lists in lists, with their indices."""
    if not counts:
        yield index, parse(value, set())
        return
    if not isinstance(value, list) or len(value) != counts[0]:
        raise Rejected("a family has another size")
    for k, part in enumerate(value, 1):
        yield from _entries(part, counts[1:], (*index, k))


def at_point(context: Context, statement: dict[str, Any], certificate: dict[str, Any]) -> None:
    """A point of the domain at which the statement is certainly false, or not defined."""
    names, rel = context.names, statement["rel"]
    point = Point(context, statement["given"], certificate["point"])
    both = rel not in ("~digits", "defined", *SHAPES)
    texts = [statement["lhs"], statement["rhs"]] if both else [statement["lhs"]]
    sides = [relation(t, names) if rel == "iff" else (rel, parse(t, names)) for t in texts]
    if "diverges" in certificate and certificate["conclusion"] == "undefined":
        terms = [point.at(side) for _, side in sides]
        _diverges(point.here, terms, certificate["diverges"])
    elif "inside" in certificate and certificate["conclusion"] == "undefined":
        if any(word in texts[0] for word in DERIVED if word != "Minimax"):
            raise Rejected("what the body needs is not known")
        _undefined_inside(point.here, point.at(sides[0][1]), certificate["inside"])
    elif "to" in certificate and certificate["conclusion"] == "undefined":
        if any(word in text for text in texts for word in DERIVED):
            raise Rejected("what a side needs is not known")
        needs = (need for _, side in sides for need in obligations(side))
        gaps = [gap for rel, what in needs if rel in ("!=", ">") for gap in vanishing(what)]
        gap = gaps[int(certificate["which"])]
        _crosses(context, point, statement["given"], certificate, gap)
    elif certificate["conclusion"] == "undefined":
        pairs = zip(sides, texts, strict=True)
        if not any(_undefined(point, side, text, names) for (_, side), text in pairs):
            raise Rejected("everything may be defined at the point")
    elif rel in SHAPES and "other" in certificate:
        other = {**certificate["point"], statement["rhs"]: certificate["other"]}
        pair = point, Point(context, statement["given"], other)
        _stays(pair, sides[0][1], rel, statement["rhs"])
    elif rel in SHAPES:
        _bends(context, point, sides[0][1], rel, statement["rhs"])
    elif rel == "!=" and "to" in certificate:
        _crosses(context, point, statement["given"], certificate, sides[0][1] - sides[1][1])
    elif rel == "~digits" and sides[0][1][0] in MINIMAX:
        _differs(statement["rhs"], minimax(context, sides[0][1], certificate))
    else:
        terms = [point.at(term) for _, term in sides]
        here, terms = evaluated(point.here, terms, certificate.get("values", []))
        for term, key in zip(terms, ("defined", "defined_right"), strict=False):
            defined(here, term, certificate.get(key, {}))
        if rel == "~digits":
            _differs(statement["rhs"], here.bounds(terms[0]))
        elif not _refuted(here, rel, terms, [r for r, _ in sides]):
            raise Rejected("the statement may hold at the point")


def _undefined(point: Point, side: Term, text: str, names: set[str]) -> bool:
    """Whether a side, read from the text, certainly has no value at the point; or where it takes
    derivatives, whether one of these is of what has none."""
    try:
        there = [point.at(side)]
    except NoValue:
        return not any(word in text for word in LIMITS)
    if any(word in text for word in DERIVED):
        parsed = tree(text.replace(" = ", " == "))
        there = [point.at(part) for part in _differentiated(parsed, names)]
    return any(_lost(point.here, *need) for part in there for need in _needs(part))


def _differentiated(node: Any, names: set[str]) -> Iterator[Term]:
    """What derivatives are taken of, outside of sums, products, integrals and limits."""
    head = getattr(getattr(node, "func", None), "id", "")
    if head == "Derivative" and not any(word in ast.unparse(node.args[0]) for word in DERIVED):
        yield read(node.args[0], names)
    elif head == "Derivative" or head not in BINDING:
        for child in ast.iter_child_nodes(node):
            yield from _differentiated(child, names)


def _needs(term: Term) -> list[tuple[str, Term]]:
    """What a term needs to be defined; of limits and integrals what their ends need, and what the
    body needs at every place alike, even where the range is a point."""
    needs = obligations(term)
    for _, body, name, *ends in binders(term):
        needs += [need for end in ends for need in obligations(end)]
        needs += [(rel, what) for rel, what in obligations(body) if name not in symbols(what)]
    return needs


def _undefined_inside(here: Context, left: Term, values: dict[str, str]) -> None:
    """A place in the ranges of a minimax at which its body is not defined: it compares nothing."""
    if left[0] not in MINIMAX:
        raise Rejected("not a minimax")
    _, (_, body, x, *x_ends), b, *b_ends = left
    place = {name: parse(values[name], set()) for name in (x, b)}
    for name, (low, high) in ((x, x_ends), (b, b_ends)):
        defined(here, place[name], {})
        if not here.inside(place[name], here.between(low, high, low == -OO, high == OO)):
            raise Rejected("the place is outside the ranges")
    if not any(_lost(here, *need) for need in obligations(substitute(body, place))):
        raise Rejected("the body may be defined at the place")


def vanishing(term: Term) -> Iterator[Term]:
    """Terms for which this holds: where one of them is 0, the given one is 0 or not defined."""
    yield term
    exponent = rational(term[2]) if term[0] == "pow" else None
    if term[0] in ("*", "abs") or (exponent is not None and exponent > 0):
        for part in term.parts() if term[0] == "*" else [term[1]]:
            yield from vanishing(part)


def _crosses(
    context: Context, point: Point, given: dict[str, str], certificate: dict[str, Any], gap: Term
) -> None:
    """From the point ``to`` another value of one variable the gap is continuous and changes its
    sign, and the hypotheses hold: at some point between it is 0."""
    name = certificate["var"]
    other = Point(context, given, {**certificate["point"], name: certificate["to"]})
    low, high = point.scalars[name], other.scalars[name]
    if name in context.whole or not point.here.holds(">", high - low):
        raise Rejected("no interval between the points")
    line = point.here.having(name, point.here.between(low, high, False, False))
    defined(line, plain(point.at(gap, free=name)), {})
    for rel, hypothesis in context.hypotheses:
        known = point.at(hypothesis, free=name)
        defined(line, known, {})
        if not line.holds(rel, known):
            raise Rejected("a hypothesis may not be met between the points")
    ends = [end.at(gap) for end in (point, other)]
    if not any(
        point.here.holds(">", num(s) * ends[0]) and point.here.holds(">", num(-s) * ends[1])
        for s in (1, -1)
    ):
        raise Rejected("the gap may have one sign between the points")


def _diverges(here: Context, terms: list[Term], proof: dict[str, Any]) -> None:
    r"""An integral whose body is at least c/\|x - end\| next to one end, or on one side of a point
    ``at`` inside, c/\|x\| towards infinity, or at most the negative of that: no value of it exists.
    Or a limit of what grows."""
    if OO in terms or -OO in terms:
        raise Rejected("an infinite value is what is stated")
    found = [b for t in terms for b in binders(t) if b[0] in ("integral", "limit") or infinite(b)]
    binder = found[int(proof.get("which", 0))]
    if binder[0] != "integral":
        {"limit": _grows, "sum": _adds_up}[binder[0]](here, binder, proof)
        return
    _, body, name, low, high = binder
    end, edge, x = (high if proof["end"] == "high" else low), parse(proof["near"], set()), sym(name)
    if "at" in proof:
        end = parse(proof["at"], set())
        defined(here, end, {})
    cut = "at" in proof
    inside = [end - low] * (cut and low != -OO) + [high - end] * (cut and high != OO)
    beside = [end - edge if proof["end"] == "high" else edge - end] * (end not in (OO, -OO))
    if not all(here.holds(">", gap) for gap in (*inside, *beside)):
        raise Rejected("no neighbourhood on that side of a point of the range")
    for gap in ([edge - low] if low != -OO else []) + ([high - edge] if high != OO else []):
        if not here.holds(">=", gap):
            raise Rejected("the neighbourhood leaves the range")
    ends = (edge, end) if proof["end"] == "high" else (end, edge)
    near = here.within(Term(("integral", body, name, *ends)))
    distance = (end - x) if proof["end"] == "high" else (x - end)
    if end in (OO, -OO):
        distance = x if end == OO else -x
    least = positive(proof["bound"])
    if abs(int(proof["sign"])) != 1:
        raise Rejected("no sign")
    defined(near, body, proof.get("defined", {}))
    prove(near, ">=", num(int(proof["sign"])) * body * distance - num(least), proof["proof"])


def _grows(here: Context, limit: Term, proof: dict[str, Any]) -> None:
    r"""A body that is at least c scale**p near the target, p > 0, or at most the negative of that:
    scale is \|x\| towards infinity, and 1/\|x - target\| towards a point."""
    _, body, name, target = limit
    near, scale = approach(here, name, target, False, proof)
    least, power = (positive(proof[key]) for key in ("bound", "power"))
    defined(near, body, proof.get("defined", {}))
    sign = num(1 if int(proof["sign"]) > 0 else -1)
    prove(near, ">=", sign * body - num(least) * scale ** num(power), proof["proof"])


def _adds_up(here: Context, binder: Term, proof: dict[str, Any]) -> None:
    """An infinite sum with a summand that is not defined; or with summands that from an index on
    are at least c/k, or at most the negative of that; or whose squares are at least c > 0."""
    _, body, name, low, high = binder
    start = parse(proof["near"], set())
    if high != OO or not here.integral(low) or not here.integral(start):
        raise Rejected("no infinite sum from an integer on")
    if proof.get("undefined"):
        needs = obligations(substitute(body, {name: start}))
        if not here.holds(">=", start - low) or not any(_lost(here, *need) for need in needs):
            raise Rejected("every summand may be defined")
        return
    least, k = positive(proof["bound"]), sym(name)
    near = here.within(Term(("sum", body, name, start, OO)))
    if not near.holds(">", k):
        raise Rejected("an index that may not be positive")
    defined(near, body, proof.get("defined", {}))
    large = body * body if proof["sign"] == 0 else num(1 if proof["sign"] > 0 else -1) * body * k
    prove(near, ">=", large - num(least), proof["proof"])


def _bends(context: Context, point: Point, term: Term, rel: str, name: str) -> None:
    """The derivative whose sign is the shape has the other sign at the point, where all that it
    is made of is defined: so nearby, in an interval that belongs to the domain."""
    interior(context, name)
    low, high = context.ends[name]
    long = low == -OO or high == OO or context.holds(">", high - low)
    if name in context.whole or not long:
        raise Rejected("the domain has no interval around the point")
    order, sign, _ = SHAPES[rel]
    for _ in range(order + 1):
        here = point.at(term)
        defined(point.here, here, {})
        last, term = here, diff(term, name)
    if not point.here.holds(">", num(-sign) * last):
        raise Rejected("the function may have that shape")


def _stays(pair: tuple[Point, Point], term: Term, rel: str, name: str) -> None:
    """Of two points that differ in one variable, the one further on has no larger value, of a
    function that should increase strictly; or no smaller one; if it need not do so strictly, a
    smaller one, or a larger one."""
    first, second = (point.at(term) for point in pair)
    here, (order, sign, how) = pair[0].here, SHAPES[rel]
    step = pair[1].scalars[name] - pair[0].scalars[name]
    defined(here, first, {})
    defined(here, second, {})
    contrary = ">=" if how == ">" else ">"
    falls = here.holds(">", step) and here.holds(contrary, num(sign) * (first - second))
    if order != 1 or not falls:
        raise Rejected("the function may be monotone")


def _differs(digits: str, value: Interval) -> None:
    if printed(digits, value) is not False:
        raise Rejected("the digits may be the leading ones")


def _refuted(at: Context, rel: str, terms: list[Term], relations: list[str]) -> bool:
    if rel != "iff":
        return len(terms) == 2 and _fails(at, *oriented(terms[0], rel, terms[1]))
    first, second = zip(relations, terms, strict=True)
    return (at.holds(*first) and _fails(at, *second)) or (_fails(at, *first) and at.holds(*second))


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
    return rel != "each" and _fails(at, rel, what)
