"""Goals that are plainly false, found in floating point: no tactic need be tried on them.

A goal is evaluated at some points of its context, with a first-order bound of the rounding errors.
What this finds is never on record: it spares the time of a search that must fail.  It works on the
terms of the checker, which the numeric backends do not know, and without the time to load one.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from thence import checker
from thence.checker import Context, Term, sym

Array = Any
#: A value and a bound of its error, at every point.
Value = tuple[Array, Array]
Point = dict[Term, Value]
#: A function of a variable in which an equation may be linear, its inverse, and its slope.
Way = tuple[Callable[[Array], Array], Callable[[Array], Array], Callable[[Array], Array]]
_WAYS: tuple[Way, ...] = (
    (np.positive, np.positive, np.ones_like),
    (np.reciprocal, np.reciprocal, lambda x: 1 / x**2),
    (np.square, np.sqrt, lambda x: 2 * x),
)
#: Points that are looked at.
COUNT = 128
#: Summands up to which a sum is added up.
MOST_SUMMANDS = 24
#: Terms with more nodes than this are not evaluated.
LARGEST = 2000
#: Bounds of the relative error of an operation and, as what is tiny loses digits, of the absolute
#: one; and by how much a violation has to exceed its bound.
UNIT, TINY, MARGIN = 4e-16, 1e-300, 100.0


class _Unknown(Exception):
    """Something that has no value in floating point here."""


def false_somewhere(context: Context, rel: str, term: Term) -> bool:
    """Whether a point of the context was found where ``term rel 0`` is clearly false."""
    names = checker.symbols(term)
    hypotheses = _tied(context, names)
    whole = [term, *(h for _, h in hypotheses)]
    try:
        with np.errstate(all="ignore"):
            return sum(map(_size, whole)) <= LARGEST and _violated(context, rel, term, hypotheses)
    except _Unknown:
        return False


def _tied(context: Context, names: set[str]) -> list[tuple[str, Term]]:
    """The hypotheses, but for those about families that say nothing of these names, nor of names
    tied to them by others."""
    plain = {n for n in context.box if n not in context.sizes}
    found = [h for h in context.hypotheses if checker.symbols(h[1]) <= plain]
    rest = [h for h in context.hypotheses if h not in found]
    known = names.union(*(checker.symbols(h) for _, h in found))
    while near := [h for h in rest if checker.symbols(h[1]) & known]:
        found += near
        known = known.union(*(checker.symbols(h) for _, h in near))
        rest = [h for h in rest if h not in near]
    return found


def _size(term: Term) -> int:
    return 1 + sum(map(_size, term.parts()))


def _violated(context: Context, rel: str, term: Term, hypotheses: list[tuple[str, Term]]) -> bool:
    random = np.random.default_rng(0)
    variables = _variables([term, *(h for _, h in hypotheses)])
    point: Point = {
        v: (_numbers(context, v[1], random), np.zeros(COUNT)) for v in sorted(variables, key=repr)
    }
    equations = [known for kind, known in hypotheses if kind == "="]
    for number, known in enumerate(equations):
        if not _solved(context, known, equations[:number], point, random):
            return False
    inside = np.isfinite([values for values, _ in point.values()]).all(axis=0)
    for kind, known in hypotheses:
        if kind != "=":
            inside &= _clearly(kind, _evaluated(known, point))
    return bool((_clearly(_CONTRARY[rel], _evaluated(term, point)) & inside).any())


def _solved(
    context: Context, equation: Term, earlier: list[Term], point: Point, random: Any
) -> bool:
    """Whether some variable of an equation, which is in none of the earlier ones, could be put
    where the equation holds: it is linear in that variable, in its reciprocal, or in its square.
    Where there is no such place inside its interval the variable is not a number."""
    value, error = _evaluated(equation, point)
    if not (np.abs(value) > MARGIN * error).any():  # it holds anyhow
        return True
    taken = set[str]().union(*map(checker.symbols, earlier))
    for variable in sorted(_variables([equation]), key=repr):
        name = variable[1]
        if variable[0] != "sym" or name in taken or name in context.whole:
            continue
        first, second = point[variable], (_numbers(context, name, random), np.zeros(COUNT))
        for way in _WAYS:
            root, error = _root(equation, variable, point, (first, second), way)
            low, high = float(context.box[name].lo), float(context.box[name].hi)
            known = np.isfinite(root) & (root - error > low) & (root + error < high)
            if known.any():
                point[variable] = np.where(known, root, np.nan), error
                return True
        point[variable] = first
    return False


def _root(equation: Term, variable: Term, point: Point, at: tuple[Value, Value], way: Way) -> Value:
    """Where the line through the values at two places vanishes, if the equation does so too; with
    how far from there its root may be."""
    turned, back, steepness = way
    values = [_evaluated(equation, point | {variable: place}) for place in at]
    t, u = (turned(place[0]) for place in at)
    slope = (values[1][0] - values[0][0]) / (u - t)
    root = back(t - values[0][0] / slope)
    left, error = _evaluated(equation, point | {variable: (root, np.zeros(COUNT))})
    off = MARGIN * error / np.abs(slope * steepness(root)) + UNIT * np.abs(root)
    return np.where(np.abs(left) <= MARGIN * error, root, np.nan), off


def _variables(terms: list[Term]) -> set[Term]:
    """The variables of terms, and the entries of families, each of which has a single one."""
    found = set[Term]()
    for term in terms:
        found |= {term} if term[0] in ("sym", "at") else _variables(term.parts())
        if term[0] == "sum":
            found.discard(sym(term[2]))
            if any(v[0] == "at" and term[2] in checker.symbols(v) for v in found):
                raise _Unknown
    families = [v[1] for v in found if v[0] == "at"]
    if len(set(families)) < len(families):  # two entries may be one
        raise _Unknown
    return found


_CONTRARY = {">": "<", ">=": "<", "=": "!=", "!=": "never"}


def _clearly(rel: str, found: Value) -> Array:
    """Where the relation of a value to 0 is beyond the error."""
    value, error = found
    error = MARGIN * error
    known = np.isfinite(value) & np.isfinite(error)
    if rel in (">", ">="):
        return known & (value > error)
    if rel == "<":
        return known & (value < -error)
    return known & (np.abs(value) > error) if rel == "!=" else known & False


def _numbers(context: Context, name: str, random: Any) -> Array:
    """Numbers of the interval of a variable: of moderate size, large, and close to its ends."""
    if name not in context.box:
        raise _Unknown(name)
    whole = context.box[name]
    low, high = float(whole.lo), float(whole.hi)
    sizes = np.exp(random.normal(scale=np.where(np.arange(COUNT) % 3, 1.0, 5.0)))
    if math.isfinite(low) and math.isfinite(high):
        share = random.random(COUNT)
        near = np.minimum(sizes, 1 / sizes) / 2
        share = np.where(np.arange(COUNT) % 3, share, np.where(share < 0.5, near, 1 - near))
        found = low + (high - low) * share
    elif math.isfinite(low):
        found = low + sizes
    elif math.isfinite(high):
        found = high - sizes
    else:
        found = sizes * random.choice((-1.0, 1.0), size=COUNT)
    if name in context.whole:
        found = np.round(found)
        return np.where((found >= low) & (found <= high), found, np.nan)
    return np.where((found > low) & (found < high), found, np.nan)


def _evaluated(term: Term, point: Point) -> Value:
    head = term[0]
    if head == "num":
        value = np.full(COUNT, int(term[1].p) / int(term[1].q))
        return value, UNIT * np.abs(value)
    if head in ("sym", "at"):
        return point[term]
    if head in _CONSTANTS:
        return np.full(COUNT, _CONSTANTS[head]), np.full(COUNT, UNIT)
    if head == "sum":
        return _added_up(term, point)
    if head not in _OPERATIONS:
        raise _Unknown(head)
    value, error = _OPERATIONS[head](*(_evaluated(part, point) for part in term.parts()))
    return value, error + UNIT * np.abs(value) + TINY


def _added_up(term: Term, point: Point) -> Value:
    """A sum where it has few summands, and its ends are integers."""
    _, body, index, *ends = term
    low, high = (np.round(_evaluated(end, point)[0]) for end in ends)
    count: Array = high - low + 1
    known = (count >= 0) & (count <= MOST_SUMMANDS)
    if not known.any() or sym(index) in point:
        raise _Unknown("sum")
    value: Array = np.zeros(COUNT)
    error: Array = np.zeros(COUNT)
    for k in range(int(count[known].max())):
        here = point | {sym(index): (low + k, np.zeros(COUNT))}
        one, off = (np.where(k < count, part, 0.0) for part in _evaluated(body, here))
        value, error = value + one, error + off + UNIT * np.abs(value)
    return np.where(known, value, np.nan), error


_CONSTANTS = {"pi": math.pi, "euler": np.euler_gamma}


def _sum(a: Value, b: Value) -> Value:
    return a[0] + b[0], a[1] + b[1]


def _product(a: Value, b: Value) -> Value:
    return a[0] * b[0], np.abs(a[0]) * b[1] + np.abs(b[0]) * a[1]


def _quotient(a: Value, b: Value) -> Value:
    value = a[0] / b[0]
    return value, (a[1] + np.abs(value) * b[1]) / np.abs(b[0])


def _power(a: Value, b: Value) -> Value:
    value = a[0] ** b[0]
    by_base = np.where(a[1] > 0, np.abs(b[0] * value / a[0]) * a[1], 0.0)
    by_exponent = np.where(b[1] > 0, np.abs(value * np.log(np.abs(a[0]))) * b[1], 0.0)
    return value, by_base + by_exponent


def _with_slope(
    function: Callable[[Array], Array], slope: Callable[[Array], Array]
) -> Callable[[Value], Value]:
    """A function of one argument by its values and those of its derivative."""
    return lambda a: (function(a[0]), np.abs(slope(a[0])) * a[1])


def _reciprocal_gamma(a: Value) -> Value:
    """1/gamma, whose slope is less than that of exp(log(gamma)) by the digamma function, which is
    at most the logarithm of ``a + 1`` for arguments from 1 on; others are not looked at."""
    inside = (a[0] >= 1) & (a[0] < 170)
    value = np.array([1 / math.gamma(v) for v in np.where(inside, a[0], 1.0)])
    value = np.where(inside, value, np.nan)
    return value, np.abs(value) * (np.log1p(a[0]) * a[1] + 20 * UNIT)


def _error_function(values: Array) -> Array:
    return np.array([math.erf(v) if math.isfinite(v) else math.nan for v in values])


_OPERATIONS: dict[str, Callable[..., Value]] = {
    "+": _sum, "*": _product, "/": _quotient, "pow": _power,
    "exp": _with_slope(np.exp, np.exp),
    "log": _with_slope(np.log, lambda v: 1 / v),
    "sin": _with_slope(np.sin, np.cos),
    "cos": _with_slope(np.cos, np.sin),
    "asin": _with_slope(np.arcsin, lambda v: 1 / np.sqrt(1 - v * v)),
    "atan": _with_slope(np.arctan, lambda v: 1 / (1 + v * v)),
    "erf": _with_slope(_error_function, lambda v: 2 / math.sqrt(math.pi) * np.exp(-v * v)),
    "abs": _with_slope(np.abs, np.ones_like),
    "rgamma": _reciprocal_gamma,
}  # fmt: skip
