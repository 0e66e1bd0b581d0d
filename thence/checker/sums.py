"""Values of sums over an index: splitting, telescoping, and classical series."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from math import factorial

from flint import fmpq, fmpz

from .context import Context
from .limits import tends
from .normal_form import vanishes
from .rules import Proof, beginning, defined, each, following, prove, same, shown, stated, variable
from .terms import (
    HALF,
    ONE,
    OO,
    PI,
    TWO,
    ZERO,
    Rejected,
    Term,
    atan,
    cos,
    exp,
    infinite,
    log,
    num,
    parse,
    rational,
    rgamma,
    sin,
    substitute,
    sym,
    symbols,
)  # fmt: skip


def sum_(context: Context, binder: Term, value: Term, item: Proof) -> None:
    """The value of a sum by the way that the item takes.  Each way shows that the sum and what it
    gives are equal, and that one of them exists if the other does."""
    if "parts" in item:
        other = by_series(context, binder, item)
    elif "pair" in item:
        other = by_pairs(context, binder, item)
    elif "recurrence" in item:
        other = by_recurrence(context, binder, item)
    elif "split" in item:
        other = by_splitting(context, binder, item)
    else:
        other = by_telescoping(context, binder, item)
    same(context, other, value)


def by_splitting(context: Context, binder: Term, item: Proof) -> Term:
    """At an index of the range."""
    each(context, binder, item.get("defined", {}))
    head, body, name, low, high = binder
    cut = parse(item["split"], context.names)
    gaps = (cut + ONE - low, high - cut)
    if not context.integral(cut) or not all(context.holds(">=", gap) for gap in gaps):
        raise Rejected("the sum is not split inside its range")
    parts = [Term((head, body, name, *ends)) for ends in ((low, cut), (cut + ONE, high))]
    return parts[0] + parts[1]


def by_pairs(context: Context, binder: Term, item: Proof) -> Term:
    """An infinite sum two summands at a time: its partial sums are those of the pairs, or one
    summand more, and the summands tend to 0."""
    head, body, name, low, high = binder
    if high != OO or not context.integral(low):
        raise Rejected("no infinite sum over integers")
    defined(context.within(binder), body, item.get("defined", {}))
    tends(context, body, name, OO, False, ZERO, item["limit"], whole=True)
    first = low + TWO * sym(name)
    pair = substitute(body, {name: first}) + substitute(body, {name: first + ONE})
    index = context.within(Term((head, pair, name, ZERO, OO)))
    to = stated(index, item["pair"], item.get("pair_defined"))
    same(index, pair, to)
    return Term((head, to, name, ZERO, OO))


def by_telescoping(context: Context, binder: Term, item: Proof) -> Term:
    """By a function G with G(i + 1) - G(i) the summand less a ``rest``; of an infinite sum, G has
    a limit."""
    head, body, name, low, high = binder
    inner = context.within(binder)
    if not infinite(binder):
        each(context, binder, item.get("defined", {}))
    elif high != OO or not context.integral(low):
        raise Rejected("an index may not be an integer")
    else:
        defined(inner, body, item.get("defined", {}))
    step, rest = parse(item["G"], inner.names), parse(item.get("rest", "0"), inner.names)
    later = substitute(step, {name: sym(name) + ONE})
    for term in (step, later, rest):
        defined(inner, term, {})
    same(inner, later - step, body - rest)
    first = substitute(step, {name: low})
    defined(context, first, {})
    if infinite(binder):
        last = stated(context, item["limit"]["is"])
        tends(context, step, name, OO, False, last, item["limit"], whole=True)
    else:
        last = substitute(step, {name: high + ONE})
        defined(context, last, {})
    return last - first + Term((head, rest, name, low, high))


def by_recurrence(context: Context, binder: Term, item: Proof) -> Term:
    """By induction over an integer n, from ``start`` on and by itself before (Zeilberger).  On the
    range, a F(n + 1, k) - b F(n, k) is G(k + 1) - G(k), so that a S(n + 1) - b S(n) is what these
    sum up to and a times the summands that are ``more`` at n + 1; as it is of the value."""
    _, body, index, low, high = binder
    name, more, start = variable(item, context), int(item["more"]), int(item["start"])
    move, value = {name: sym(name) + ONE}, parse(item["is"], context.names)
    first = rational(beginning(context, name))
    each(context, binder, item.get("defined", {}))
    longer = substitute(high, move) - high - num(more)
    if name in symbols(low) or not 0 <= more <= MOST or not vanishes(context, longer):
        raise Rejected("the range does not grow as it is said to")
    if first is None or not 0 <= start - first <= MOST:
        raise Rejected("the induction begins too late")
    for n in range(int(first), start + 1):
        same(context.at(name, num(n)), *(substitute(t, {name: num(n)}) for t in (binder, value)))
    above = context.having(name, context.between(num(start), OO, False, True))
    inner = above.within(binder)
    a, b = (parse(text, above.names) for text in item["recurrence"])
    step, later = parse(item["G"], inner.names), substitute(body, move)
    after = substitute(step, {index: sym(index) + ONE})
    for term in (step, after, later):
        defined(inner, term, {})
    same(inner, a * later - b * body, after - step)
    ends = [substitute(step, {index: end}) for end in (high + ONE, low)]
    added = [substitute(later, {index: high + num(j + 1)}) for j in range(more)]
    grown = following(above, value, name)
    for term in (a, b, value, grown, *ends, *added):
        defined(above, term, {})
    prove(above, "!=", a, item["nonzero"])
    total = reduce(Term.__add__, added, ZERO)
    same(above, a * (grown - total) - b * value, ends[0] - ends[1])
    return value


def by_series(context: Context, binder: Term, item: Proof) -> Term:
    """An infinite sum that is a combination of classical series: in each part, ``times`` the
    series ``of`` that name at ``at``, without its first ``skip`` summands."""
    _, body, name, low, high = binder
    if high != OO or not context.integral(low):
        raise Rejected("no infinite sum over integers")
    inner, summand, value = context.within(binder), ZERO, ZERO
    defined(inner, body, item.get("defined", {}))
    for part in item["parts"]:
        u, times = (parse(part[key], context.names) for key in ("at", "times"))
        for term in (u, times):
            defined(context, term, {})
        skip, m = int(part.get("skip", 0)), int(part.get("m", 0))
        if not (0 <= skip <= MOST and 0 <= m <= MOST):
            raise Rejected("too many summands to leave out")
        needs, term_at, total = SERIES[part["of"]](u, m)
        for i, (rel, need) in enumerate(needs):
            shown(context, rel, need, str(i), part.get("needs", {}))
        summand += times * term_at(sym(name) - low + num(skip))
        left_out = reduce(Term.__add__, (term_at(num(i)) for i in range(skip)), ZERO)
        value += times * (total - left_out)
    defined(inner, summand, item.get("summand_defined", {}))
    defined(context, value, item.get("total_defined", {}))
    same(inner, body, summand)
    return value


MOST = 60
#: What a series needs, its summand at an index from 0 on, and its value.
Series = tuple[list[tuple[str, Term]], Callable[[Term], Term], Term]


def _geometric(u: Term, m: int) -> Series:
    r"""The binomial series of (1 - u)**(-m - 1), for \|u\| < 1."""

    def term(j: Term) -> Term:
        rising = reduce(Term.__mul__, (j + num(i) for i in range(1, m + 1)), ONE)
        return rising * u**j / num(factorial(m))

    return [(">", ONE - u), (">", ONE + u)], term, (ONE - u) ** num(-m - 1)


def _exponential(u: Term, m: int) -> Series:
    """Of ``u**m * exp(u)``, the summands being those of exp(u) times j*(j - 1)*...*(j - m + 1)."""

    def term(j: Term) -> Term:
        falling = reduce(Term.__mul__, (j - num(i) for i in range(m)), ONE)
        return falling * u**j * rgamma(j + ONE)

    return [], term, u ** num(m) * exp(u)


def _logarithm(u: Term, m: int) -> Series:
    """Of ``-log(1 - u)``, for -1 <= u < 1: Mercator's, and Abel's theorem at -1."""
    needs = [(">", ONE - u), (">=", ONE + u)]
    return needs, lambda j: u ** (j + ONE) / (j + ONE), -log(ONE - u)


def _odd(u: Term, j: Term) -> Term:
    return num(-1) ** j * u ** (TWO * j + ONE)


def _arctangent(u: Term, m: int) -> Series:
    r"""Of atan u, for \|u\| <= 1: Gregory's, and Abel's theorem at the ends."""
    needs = [(">=", ONE - u), (">=", ONE + u)]
    return needs, lambda j: _odd(u, j) / (TWO * j + ONE), atan(u)


def _artanh(u: Term, m: int) -> Series:
    r"""Of half the logarithm of (1 + u)/(1 - u), for \|u\| < 1."""
    needs = [(">", ONE - u), (">", ONE + u)]
    total = HALF * log((ONE + u) / (ONE - u))
    return needs, lambda j: u ** (TWO * j + ONE) / (TWO * j + ONE), total


def _sine(u: Term, m: int) -> Series:
    return [], lambda j: _odd(u, j) * rgamma(TWO * j + TWO), sin(u)


def _cosine(u: Term, m: int) -> Series:
    return [], lambda j: num(-1) ** j * u ** (TWO * j) * rgamma(TWO * j + ONE), cos(u)


def _sinh(u: Term, m: int) -> Series:
    total = HALF * (exp(u) - exp(-u))
    return [], lambda j: u ** (TWO * j + ONE) * rgamma(TWO * j + TWO), total


def _cosh(u: Term, m: int) -> Series:
    return [], lambda j: u ** (TWO * j) * rgamma(TWO * j + ONE), HALF * (exp(u) + exp(-u))


def _zeta(u: Term, m: int) -> Series:
    """Euler's values at 2 m, m > 0: abs(B_2m)*(2 pi)**(2 m)/(2*(2 m)!); u is not used."""
    if m == 0:
        raise Rejected("the harmonic series diverges")
    scale = abs(fmpq.bernoulli(2 * m)) / (2 * factorial(2 * m))
    return [], lambda j: (j + ONE) ** num(-2 * m), num(scale) * (TWO * PI) ** num(2 * m)


def _eta(u: Term, m: int) -> Series:
    """The same with alternating signs: the even summands twice are 2**(1 - 2 m) of all."""
    _, term, total = _zeta(u, m)
    return [], lambda j: num(-1) ** j * term(j), num(1 - fmpq(2) ** (1 - 2 * m)) * total


def _odd_zeta(u: Term, m: int) -> Series:
    """The same over the odd numbers: the even ones have 2**(-2 m) of all."""
    _, _, total = _zeta(u, m)
    return [], lambda j: (TWO * j + ONE) ** num(-2 * m), num(1 - fmpq(2) ** (-2 * m)) * total


def _leibniz(u: Term, m: int) -> Series:
    """Euler's values at 2 m + 1 over the odd numbers with alternating signs:
    abs(E_2m)*pi**(2 m + 1)/(4**(m + 1)*(2 m)!); the first is Leibniz's."""
    scale = fmpq(abs(fmpz.euler_number(2 * m)), 4 ** (m + 1) * factorial(2 * m))

    total, power = num(scale) * PI ** num(2 * m + 1), num(-2 * m - 1)
    return [], lambda j: num(-1) ** j * (TWO * j + ONE) ** power, total


def _central(u: Term, m: int) -> Series:
    r"""The binomial series of (1 - 4 u)**(-1/2), for \|4 u\| < 1."""
    needs, total = [(">", ONE - num(4) * u), (">", ONE + num(4) * u)], ONE - num(4) * u
    return needs, lambda j: u**j * rgamma(j + ONE) ** TWO / rgamma(TWO * j + ONE), total**-HALF


#: Classical power series and values.
SERIES: dict[str, Callable[[Term, int], Series]] = {
    "geometric": _geometric, "exponential": _exponential, "logarithm": _logarithm,
    "arctangent": _arctangent, "artanh": _artanh, "sine": _sine, "cosine": _cosine,
    "sinh": _sinh, "cosh": _cosh, "zeta": _zeta, "eta": _eta,
    "odd": _odd_zeta, "leibniz": _leibniz, "central": _central,
}  # fmt: skip
