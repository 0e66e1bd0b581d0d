"""Steps from an integral to one of the logarithm of a sine: a part with an antiderivative split
off, by parts, the mean with the range turned around, and x as a sine or a tangent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import reduce
from itertools import chain, islice
from typing import Any, NamedTuple

from thence import checker
from thence.checker import (
    HALF,
    ONE,
    OO,
    PI,
    TWO,
    ZERO,
    Context,
    NormalForm,
    Proof,
    Rejected,
    Term,
    num,
    sym,
)
from thence.provers.goal import Search
from thence.provers.integration import (
    antiderivatives,
    doubling,
    euler,
    integrals,
    matching,
    multiples,
)
from thence.provers.integration.matching import NAME
from thence.provers.terms import in_normal_form, reread, simplified, subterms, text

MUST_NOT_PROVE = [
    {"given": {}, "lhs": "Integral(x*cos(x)/sin(x), (x, 0, pi/2))", "rel": "=",
     "rhs": "pi*log(2)/2 + 10**-12"},
    {"given": {}, "lhs": "Integral(x*cos(x)/sin(x), (x, 0, pi))", "rel": "=", "rhs": "-pi*log(2)"},
    {"given": {}, "lhs": "Integral(log(sin(x)/x), (x, 0, pi/2))", "rel": "=",
     "rhs": "pi*(1 + log(pi))/2"},
    {"given": {}, "lhs": "Integral(log(1 + x**2)/(1 + x**2), (x, -oo, oo))", "rel": "=",
     "rhs": "pi*log(2)"},
    {"given": {}, "lhs": "Integral(asin(x)/x**2, (x, 0, 1))", "rel": "=", "rhs": "pi*log(2)/2"},
    {"given": {}, "lhs": "Integral(log(x)/sqrt(x - x**2), (x, 0, 1))", "rel": "=",
     "rhs": "10**-12 - 2*pi*log(2)"},
    {"given": {}, "lhs": "Integral(log(x)/(x*sqrt(1 - x)), (x, 0, 1))", "rel": "=",
     "rhs": "-2*pi*log(2)"},
]  # fmt: skip
#: So many steps are looked ahead.
DEPTH = 2


class Step(NamedTuple):
    """The integral that a step leads to, and how the checker shows it."""

    integral: Term
    item: Callable[[], tuple[Proof, Term] | None]


def value(context: Context, integral: Term, search: Search) -> tuple[Proof, Term] | None:
    """How the checker shows the first step towards an integral of the logarithm of a sine, and
    what that makes of the integral."""
    if not _has_angles(integral[1]):
        return None
    if doubling.leads(context, integral) or euler.looks(context, integral):
        return None
    if _is_known(context, integral):
        return _summands(context, integral, _apart(context, integral), search)
    for step in chain(_steps(context, integral, search), _means(context, integral, search)):
        if _leads(context, step.integral, search, DEPTH):
            found = step.item()
            if found is not None:
                return found
    return None


def _leads(context: Context, integral: Term, search: Search, depth: int) -> bool:
    if _is_known(context, integral):
        return True
    steps = _steps(context, integral, search) if depth else iter(())
    return any(_leads(context, step.integral, search, depth - 1) for step in steps)


def _is_known(context: Context, integral: Term) -> bool:
    """Whether an integral, or that of each of its summands, is a multiple of itself."""
    if doubling.leads(context, integral) or euler.looks(context, integral):
        return True
    parts = _apart(context, integral)
    return len(parts) > 1 and all(doubling.leads(context, part) for part in parts)


def _apart(context: Context, integral: Term) -> list[Term]:
    """The integrals of the summands with logarithms, each with a constant part of the rest."""
    head, body, name, *ends = integral

    def job(form: NormalForm) -> list[Term]:
        return [num(c) * summand.term() for c, summand in form.of(body).summands()]

    try:
        found = in_normal_form(context.within(integral), job)
    except (Rejected, ArithmeticError, ValueError):
        return []
    return [Term((head, part, name, *ends)) for part in found]


def apart(context: Context, integral: Term, search: Search) -> tuple[Proof, Term] | None:
    """The integral as those of its summands, if each is one of Euler's; the summands may have
    multiples of an angle in place of powers of sines and cosines."""
    for parts in (_apart(context, integral), _multiplied(context, integral)):
        if len(parts) >= 2 and all(euler.looks(context, part) for part in parts):
            return _summands(context, integral, parts, search)
    return None


def _multiplied(context: Context, integral: Term) -> list[Term]:
    """The integrals of the sines and cosines of multiples of an angle that the integrand is a sum
    of, over a denominator without them."""
    head, body, name, *ends = integral

    def job(form: NormalForm) -> list[Term]:
        ratio, found = form.of(body), []
        for i, kernel in enumerate(form.kernels):
            sine = Term(("sin", *kernel[1:]))
            if kernel[0] != "cos" or sine not in form.kernels:
                continue
            k = form.kernels.index(sine)
            waves = multiples.series(form, ratio.n, i, k)
            if waves is None or ratio.d.degrees()[i] > 0 or ratio.d.degrees()[k] > 0:
                continue
            for wave, terms in zip((checker.cos, checker.sin), waves, strict=True):
                for m, c in terms.items():
                    factor = form.term(c) / form.term(ratio.d)
                    found.append(factor * wave(num(m) * kernel[1]) if m else factor)
            return found
        return []

    try:
        parts = in_normal_form(context.within(integral), job)
    except (Rejected, ArithmeticError, ValueError):
        return []
    return [Term((head, part, name, *ends)) for part in parts]


def _summands(
    context: Context, integral: Term, parts: list[Term], search: Search
) -> tuple[Proof, Term] | None:
    """The integral as those of its summands: it is linear."""
    parts = [reread(context, part) for part in parts]
    shown = text(reduce(checker.plus, parts))
    return matching.rewritten(context, integral, integral[1], search, shown)


def _has_angles(body: Term) -> bool:
    """Whether something in an integrand is or may become an angle or its logarithm."""
    heads = {t[0] for t in subterms(body)}
    return bool(heads & {"sin", "cos", "asin", "log"}) and not heads & {"exp", "erf", "abs"}


def _steps(context: Context, integral: Term, search: Search) -> Iterator[Step]:
    try:
        search.check_time()
        yield from _by_parts(context, integral, search)
        yield from _angles(context, integral, search)
    except (Rejected, ArithmeticError, ValueError):
        return


def _by_parts(context: Context, integral: Term, search: Search) -> Iterator[Step]:
    """A part that has an antiderivative split off; a power of x or an inverse function
    differentiated, and all else integrated."""
    _, body, name, *ends = integral
    inner = context.within(integral)
    logs, others, power = in_normal_form(inner, lambda form: _parted(form, body, name))
    if logs != ZERO and others != ZERO:
        for guess in islice(antiderivatives.candidates(inner, others, name), 1):
            yield _increments(context, integral, guess, logs, search)
    factors = [sym(name) ** num(power) if power > 1 else sym(name)] if power else []
    factors += [t for t in dict.fromkeys(subterms(body)) if t[0] in ("asin", "atan")]
    for factor in factors:
        rest = simplified(inner, body / factor)
        for part in islice(antiderivatives.candidates(inner, rest, name), 1):
            left = -checker.diff(factor, name) * part
            if factor[0] not in ("asin", "atan"):
                left = simplified(inner, left)
            elif factor in subterms(left):
                continue
            yield _increments(context, integral, factor * part, left, search)
    if ends == [ZERO, OO] and (order := _falls(inner, body, name)) > 1:
        part = sym(name) ** num(1 - order) / num(1 - order)
        factor = body * sym(name) ** num(order)
        left = simplified(inner, -checker.diff(simplified(inner, factor), name) * part)
        yield _increments(context, integral, simplified(inner, factor * part), left, search)


def _parted(form: NormalForm, body: Term, name: str) -> tuple[Term, Term, int]:
    """The summands with logarithms of sines, the others, and the power of x that divides all."""
    ratio, parts = form.of(body), [ZERO, ZERO]
    x = form.kernels.index(sym(name)) if sym(name) in form.kernels else -1
    power = min((int(m[x]) for m in ratio.n.to_dict()), default=0) if x >= 0 else 0
    waves = [
        i for i, k in enumerate(form.kernels)
        if k[0] == "log" and any(t[0] in ("sin", "cos") for t in subterms(k))
    ]  # fmt: skip
    for c, summand in ratio.summands():
        other = not any(summand.n.degrees()[i] for i in waves)
        parts[other] = checker.plus(parts[other], num(c) * summand.term())
    return parts[0], parts[1], power


def _falls(inner: Context, body: Term, name: str) -> int:
    """The power of x that an integrand is divided by."""

    def job(form: NormalForm) -> int:
        ratio = form.of(body)
        x = sym(name)
        return int(ratio.d.degrees()[form.kernels.index(x)]) if x in form.kernels else 0

    return in_normal_form(inner, job)


def _increments(context: Context, integral: Term, guess: Term, rest: Term, search: Search) -> Step:
    head, body, name, *ends = integral
    inner = context.within(integral)
    rest = reread(inner, rest)
    left = Term((head, rest, name, *ends))

    def item() -> tuple[Proof, Term] | None:
        antiderivative = reread(inner, guess)
        needs = search.defined(inner, body), search.defined(inner, rest)
        found = integrals.increments(context, inner, integral, antiderivative, search, rest)
        if found is None or None in needs:
            return None
        piece, total = found
        piece |= {"defined": needs[0], "rest": text(rest), "rest_defined": needs[1]}
        return search.accepted(context, integral, {"is": text(total + left), "pieces": [piece]})

    return Step(left, item)


def _means(context: Context, integral: Term, search: Search) -> Iterator[Step]:
    """The mean with the range turned around, if it is simpler."""
    head, body, name, low, high = integral
    if low != ZERO or high == OO or not any(t == sym(name) for t in subterms(body)):
        return
    g = high - sym(NAME)
    half = checker.substitute(body, {name: sym(NAME)}) + checker.substitute(body, {name: g})
    new = Term((head, ZERO, NAME, low, high))
    try:
        mean = simplified(context.within(new), HALF * half)
    except (Rejected, ArithmeticError, ValueError):
        return
    target = Term((head, mean, NAME, low, high))

    def item() -> tuple[Proof, Term] | None:
        move = matching.substitution(context, integral, g, (low, high), search)
        converges: Any = search.each(context, integral)
        if move is None or converges is None:
            return None
        how: Proof = {"is": text(target), **move, "weight": "1/2", "converges": converges}
        how["defined"] = converges["pieces"][0]["defined"]
        return search.accepted(context, integral, how)

    yield Step(target, item)


def _angles(context: Context, integral: Term, search: Search) -> Iterator[Step]:
    """x as the sine, its square or the tangent of an angle up to a right one."""
    head, body, _, *ends = integral
    u, quarter = sym(NAME), HALF * PI
    sine, cosine = checker.sin(u), checker.cos(u)
    new = {(ZERO, ONE): (sine, sine**TWO), (ZERO, OO): (sine / cosine,)}
    if any(t[0] in ("sin", "cos") for t in subterms(body)):
        return
    for g in new.get((ends[0], ends[1]), ()):
        short = Term((head, ZERO, NAME, ZERO, quarter))
        moved = simplified(context.within(short), matching.carried_body(integral, g, True))

        def item(g: Term = g) -> tuple[Proof, Term] | None:
            move = matching.substitution(context, integral, g, (ZERO, quarter), search)
            how = move and matching.moved(context, integral, move, search)
            return search.accepted(context, integral, how) if how else None

        yield Step(Term((head, moved, NAME, ZERO, quarter)), item)
