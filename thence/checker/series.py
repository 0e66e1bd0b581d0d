"""Taylor forms: coefficients of all orders at once, in balls, by arithmetic of power series."""

from __future__ import annotations

from flint import arb, arb_series, ctx, fmpq

from .terms import Rejected, Term, exp, log, rational

#: A line through a box: for each variable a ball of points and a ball of slopes.
Line = dict[str, tuple[arb, arb]]


def coefficients(term: Term, line: Line, order: int) -> list[arb]:
    """Balls that hold the coefficients of s**0, ..., s**order of the term at ``point + s*slope``,
    for every point and every slope of the line.  Rejected unless each operation is analytic at
    all of its operands: then the coefficients are derivatives in s over factorials."""
    before, ctx.cap = ctx.cap, order + 1
    try:
        found = _along(term, {name: arb_series(list(pair)) for name, pair in line.items()})
        if found.prec <= order or not all(found[k].is_finite() for k in range(order + 1)):
            raise Rejected("Taylor coefficients without bounds")
        return [found[k] for k in range(order + 1)]
    finally:
        ctx.cap = before


def _along(term: Term, line: dict[str, arb_series]) -> arb_series:
    head = term[0]
    if head in ("num", "pi"):
        return arb_series([arb(term[1]) if head == "num" else arb.pi()])
    if head == "sym" and term[1] in line:
        return line[term[1]]
    if head not in ("+", "*", "/", "pow", "abs", "exp", "log", "sin", "cos", "asin", "atan", "erf"):
        raise Rejected(f"no Taylor coefficients of {head}")
    power = rational(term[2]) if head == "pow" else None
    if head == "pow" and power is None:
        return _along(exp(term[2] * log(term[1])), line)
    a = _along(term[1], line)
    if head in ("+", "*"):
        b = _along(term[2], line)
        return a + b if head == "+" else a * b
    if head == "/":
        return a * _inside("inv", _along(term[2], line)).inv()
    if power is not None and power.q == 1:
        return a ** int(power) if power >= 0 else _inside("inv", a ** int(-power)).inv()
    if power == fmpq(1, 2):
        return _inside("sqrt", a).sqrt()
    if power is not None:
        return (_inside("log", a).log() * arb(power)).exp()
    if head == "abs":
        return a if a[0] > 0 else _inside("sqrt", -a)
    found: arb_series = getattr(_inside(head, a), head)()
    return found


def _inside(head: str, a: arb_series) -> arb_series:
    """The series, once its values are known to lie where a function is analytic."""
    value = a[0]
    inside = {"inv": not value.contains(0), "asin": abs(value) < 1}
    if not inside.get(head, head not in ("log", "sqrt") or value > 0):
        raise Rejected(f"{head} where it may not be analytic")
    return a


class Expansion:
    """A term on a box, as Taylor's theorem gives it in one variable or along the rays from the
    middle of several: coefficients around the middle, and over all of the box."""

    def __init__(self, term: Term, box: dict[str, arb], names: list[str], order: int) -> None:
        alone = len(names) == 1
        still = {name: (ball, arb(0)) for name, ball in box.items()}
        unit = {n: arb(1) if alone else box[n] - box[n].mid() for n in names}
        near = {n: (box[n].mid(), unit[n]) for n in names}
        far = {n: (box[n], unit[n]) for n in names}
        self.radius = box[names[0]].rad() if alone else None
        self.near = coefficients(term, {**still, **near}, order - 1)
        self.far = coefficients(term, {**still, **far}, order)

    def bound(self, order: int) -> arb:
        """A ball of the values: the last coefficient over the box, those before at the middle."""
        total = arb(0)
        for k, c in enumerate([*self.near[:order], self.far[order]]):
            total += c * self.step(k)
        return total

    def step(self, k: int) -> arb:
        """The powers of the distance from the middle."""
        if self.radius is None or k == 0:
            return arb(1)
        most = self.radius**k
        return arb(0, most) if k % 2 else arb(0).union(most)
