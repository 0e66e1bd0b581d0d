"""Integrals of logarithms of sines, which are multiples of themselves: by x = 2 u, or x = h - 2 u,
an integral I from 0 to h becomes one from 0 to h/2, and there the sum of the integrand and of
itself turned around differs from that by something simple.  So I = 2 I - I is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from thence import checker
from thence.checker import HALF, OO, TWO, ZERO, Context, Proof, Rejected, Term, sym
from thence.provers.goal import Search
from thence.provers.integration import matching
from thence.provers.integration.matching import NAME
from thence.provers.terms import reread, simplified, subterms, text

MUST_NOT_PROVE = [
    {"given": {}, "lhs": "Integral(log(sin(x)), (x, 0, pi/2))", "rel": "=",
     "rhs": "-pi*log(2)/2 + 10**-12"},
    {"given": {}, "lhs": "Integral(log(cos(x)), (x, 0, pi/2))", "rel": "=", "rhs": "pi*log(2)/2"},
    {"given": {}, "lhs": "Integral(log(sin(x)), (x, 0, pi/3))", "rel": "=",
     "rhs": "-pi*log(2)/3"},
    {"given": {}, "lhs": "Integral(log(sin(x)), (x, 0, 2*pi))", "rel": "=", "rhs": "-2*pi*log(2)"},
    {"given": {}, "lhs": "Integral(log(cos(x)), (x, 0, pi))", "rel": "=", "rhs": "-pi*log(2)"},
    {"given": {}, "lhs": "Integral(1/sin(x)*log(sin(x)), (x, 0, pi/2))", "rel": "=", "rhs": "0"},
]  # fmt: skip


class Steps(NamedTuple):
    """Items one after the other, what they make of an integral, and the integrals that are left
    and cancel."""

    items: list[Proof]
    value: Term
    left: frozenset[Term]


def steps(context: Context, integral: Term, search: Search) -> Steps | None:
    """How the checker shows the value of an integral that is a multiple of itself; or the step to
    one that is, on half of its range."""
    if not _has_waves(integral) or integral[3] != ZERO or integral[4] == OO:
        return None
    try:
        return _doubled(context, integral, search) or _halved(context, integral, search)
    except (Rejected, ArithmeticError, ValueError):
        return None


def leads(context: Context, integral: Term) -> bool:
    """Whether an integral is a multiple of itself, or becomes one on half of its range."""
    if not _has_waves(integral) or integral[3] != ZERO or integral[4] == OO:
        return False
    head, body, name, low, high = integral
    middle = simplified(context, HALF * high)
    try:
        if _doubling(context, integral) is not None:
            return True
        moved = checker.substitute(body, {name: TWO * sym(name)})
        turned = checker.substitute(body, {name: high - sym(name)})
        parts = [
            Term((head, simplified(context.within(Term((head, ZERO, name, low, middle))), f), name,
                  low, middle))
            for f in (body, turned, moved)
        ]  # fmt: skip
        found = [_doubling(context, part) is not None for part in parts]
        return all(found[:2]) or found[2]
    except (Rejected, ArithmeticError, ValueError):
        return False


def _has_waves(integral: Term) -> bool:
    """Whether the integrand has the logarithm of something with a sine or a cosine."""
    logs = (t for t in subterms(integral[1]) if t[0] == "log")
    return any(t[0] in ("sin", "cos") for log in logs for t in subterms(log))


def _moves(high: Term) -> Iterator[Term]:
    """What x may be in a new variable from 0 to half of the range."""
    yield TWO * sym(NAME)
    yield high - TWO * sym(NAME)


def _doubling(context: Context, integral: Term) -> Term | None:
    """The move after which all logarithms cancel."""
    _, body, name, _, high = integral
    short = Term(("integral", ZERO, NAME, ZERO, simplified(context, HALF * high)))
    inner, u = context.within(short), sym(NAME)
    both = checker.substitute(body, {name: u}) + checker.substitute(body, {name: high - u})
    for g in _moves(high):
        rest = simplified(inner, both - checker.substitute(body, {name: g}))
        if NAME not in checker.symbols(rest):
            return g
    return None


def _doubled(context: Context, integral: Term, search: Search) -> Steps | None:
    """``I = 2 I - I``, the first cut in the middle and folded, the second moved."""
    g = _doubling(context, integral)
    if g is None:
        return None
    low, high = integral[3:]
    middle = reread(context, simplified(context, HALF * high))
    run = _Run(context, integral, search)
    move = matching.substitution(context, integral, g, (low, middle), search)
    moved = move and matching.moved(context, integral, move, search)
    converges = search.each(context, integral)
    if not moved or converges is None:
        return None
    other = checker.parse(moved["is"], context.names)
    moved |= {"is": text(TWO * integral - other), "weight": "-1", "converges": converges}
    turn = high - sym(NAME)
    done = (
        run.step(0, moved)
        and run.step(0, matching.split(context, integral, [middle], search))
        and run.folded(1, turn, (low, middle))
    )
    return run.found() if done else None


def _halved(context: Context, integral: Term, search: Search) -> Steps | None:
    """The integral in half of its variable, or folded, if it is a multiple of itself then."""
    head, body, name, low, high = integral
    middle = reread(context, simplified(context, HALF * high))
    run = _Run(context, integral, search)
    part = Term((head, body, name, low, middle))
    turned = simplified(context.within(part), checker.substitute(body, {name: high - sym(name)}))
    folded = Term((head, turned, name, low, middle))
    if all(_doubling(context, f) is not None for f in (part, folded)):
        cut = matching.split(context, integral, [middle], search)
        if run.step(0, cut) and run.folded(1, high - sym(NAME), (low, middle)):
            return run.found(settled=False)
    move = matching.substitution(context, integral, TWO * sym(NAME), (low, middle), search)
    moved = move and matching.moved(context, integral, move, search)
    if not moved or _doubling(context, checker.parse(moved["is"], context.names)) is None:
        return None
    return run.found(settled=False) if run.step(0, moved) else None


class _Run:
    """An integral on its way through items that the checker accepts."""

    def __init__(self, context: Context, integral: Term, search: Search) -> None:
        self.context, self.side, self.search = context, integral, search
        self.items: list[Proof] = []

    def step(self, which: int, item: Proof | None) -> bool:
        """Whether the checker lets an item replace an integral; if so, it does."""
        if item is None:
            return False
        binder = matching.integrals_of(self.side)[which]
        value = checker.parse(item["is"], self.context.names)
        needs = self.search.defined(self.context, value)
        if needs is None:
            return False
        item = {"kind": "integral", "which": which, **item, "value_defined": needs}
        checker.evaluated(self.context, [self.side], [item])
        self.items.append(item)
        self.side = checker.replaced(self.side, binder, value)
        return True

    def folded(self, which: int, g: Term, ends: tuple[Term, Term]) -> bool:
        """Whether an integral is carried to a range by ``x = g(u)``."""
        binder = matching.integrals_of(self.side)[which]
        move = matching.substitution(self.context, binder, g, ends, self.search)
        if move is None:
            return False
        return self.step(which, matching.moved(self.context, binder, move, self.search))

    def found(self, settled: bool = True) -> Steps:
        """What was done; the integrals that are left cancel if all is ``settled``."""
        left = frozenset(matching.integrals_of(self.side) if settled else ())
        return Steps(self.items, self.side, left)
