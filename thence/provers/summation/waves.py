"""Sums of sines and cosines of angles that grow by equal steps, by telescoping.

``cos(u) = (sin(u + a/2) - sin(u - a/2))/(2*sin(a/2))`` for u that grows by a: so a sum of them is
Dirichlet's kernel, and over the corners of a regular polygon it is 0.  Products and powers of sines
and cosines are sums of them first.
"""

from __future__ import annotations

from thence import checker
from thence.checker import HALF, ONE, PI, TWO, ZERO, Context, Proof, Rejected, Term
from thence.provers.goal import Search
from thence.provers.summation.sums import accepted_value
from thence.provers.terms import simplified, subterms, text

N = {"n": "integer>=1", "x": "real"}
MUST_NOT_PROVE = [
    {"given": N, "lhs": "Sum(cos(2*pi*k/n), (k, 0, n - 1))", "rel": "=", "rhs": "0"},
    {"given": {"n": "integer>=2"}, "lhs": "Sum(cos(2*pi*k/n)**2, (k, 0, n - 1))", "rel": "=",
     "rhs": "n/2"},
    {"given": N, "lhs": "Sum(cos(k*x), (k, 1, n))", "rel": "=",
     "rhs": "sin(n*x/2)*cos((n + 1)*x/2)/sin(x/2)"},
    {"given": N, "assuming": ["sin(x/2) != 0"], "lhs": "Sum(cos(k*x), (k, 0, n))", "rel": "=",
     "rhs": "sin(n*x/2)*cos((n + 1)*x/2)/sin(x/2)"},
    {"given": {"n": "integer>=2"}, "lhs": "Sum(cos(pi*k/n), (k, 0, n - 1))", "rel": "=",
     "rhs": "1 + 10**-12"},
]  # fmt: skip
#: A factor, and the angle of which the cosine stands behind it, or None for a constant.
Wave = tuple[Term, Term | None]
MOST_WAVES, MOST_POWER = 16, 6


def value(context: Context, total: Term, search: Search) -> tuple[Proof, Term] | None:
    """How the checker shows the value of a finite sum of waves, and that value."""
    _, body, name, low, high = total
    if checker.infinite(total) or not any(part[0] in ("sin", "cos") for part in subterms(body)):
        return None
    try:
        step = _telescope(context.within(total), _waves(body, name), name)
    except Rejected:
        return None
    first = checker.substitute(step, {name: low})
    last = checker.substitute(step, {name: high + ONE})
    return accepted_value(context, total, last - first, {"G": text(step)}, search)


def _telescope(inner: Context, waves: list[Wave], name: str) -> Term:
    """The function whose steps are the waves."""
    step = ZERO
    for factor, angle in waves:
        turn = ZERO if angle is None else simplified(inner, checker.diff(angle, name))
        if angle is None or turn == ZERO:
            each = factor if angle is None else factor * checker.cos(angle)
            step = checker.plus(step, each * checker.sym(name))
        else:
            half = HALF * turn
            part = checker.sin(angle - half) / (TWO * checker.sin(half))
            step = checker.plus(step, checker.times(factor, part))
    return step


def _waves(term: Term, name: str) -> list[Wave]:
    """A term as a sum of multiples of cosines, whose angles are linear in the index."""
    head = term[0]
    if name not in checker.symbols(term):
        return [(term, None)]
    if head == "+":
        return _waves(term[1], name) + _waves(term[2], name)
    if head == "*":
        return _product(_waves(term[1], name), _waves(term[2], name))
    if head == "/" and name not in checker.symbols(term[2]):
        return [(factor / term[2], angle) for factor, angle in _waves(term[1], name)]
    power = checker.rational(term[2]) if head == "pow" else None
    if power is not None and power.q == 1 and 1 < power <= MOST_POWER:
        waves = found = _waves(term[1], name)
        for _ in range(int(power) - 1):
            found = _product(found, waves)
        return found
    if head in ("sin", "cos") and name not in checker.symbols(checker.diff(term[1], name)):
        return [(ONE, term[1] - HALF * PI if head == "sin" else term[1])]
    raise Rejected("no sum of sines and cosines")


def _product(first: list[Wave], second: list[Wave]) -> list[Wave]:
    """``cos u cos v = (cos(u + v) + cos(u - v))/2``, for each pair."""
    found = list[Wave]()
    for (a, u), (b, v) in ((one, other) for one in first for other in second):
        factor = checker.times(a, b)
        if u is None or v is None:
            found.append((factor, v if u is None else u))
        else:
            found += [(HALF * factor, u + v), (HALF * factor, u - v)]
    if len(found) > MOST_WAVES:
        raise Rejected("too many waves")
    return found
