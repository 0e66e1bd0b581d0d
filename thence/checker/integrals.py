"""Integrals: when they converge, and ways from one to another or to its value.

An integral is improper where it has to be: the limit of the integrals over closed parts of the
range, at each end and at each cut by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import reduce

from .context import Context
from .intervals import Interval
from .limits import approach, plain, tends, value_at
from .rules import NEEDS, Proof, defined, fresh, interior, prove, same, shown, stated, variable
from .terms import (
    EULER,
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
    diff,
    exp,
    log,
    parse,
    rgamma,
    sin,
    substitute,
    sym,
    symbols,
)  # fmt: skip


def pieces(context: Context, binder: Term, item: Proof) -> Iterator[tuple[Context, Term, Proof]]:
    """The range cut at the points ``at``, from left to right: each piece with the context of its
    inside, on which the integrand is defined; and what it needs at every place alike, it needs
    even where a piece is a point."""
    head, body, name, low, high = binder
    cuts = [low, *(stated(context, cut) for cut in item.get("at", [])), high]
    for proof, a, b in zip(item["pieces"], cuts[:-1], cuts[1:], strict=True):
        ordered(context, a, b, proof.get("ends", []))
        piece = Term((head, plain(body), name, a, b))
        inner = context.within(piece)
        defined(inner, body, proof.get("defined", {}), (context, name))
        yield inner, piece, proof


def reached(context: Context, ends: Sequence[Term]) -> None:
    """The ends of a range are defined, or infinite."""
    for end in ends:
        if end not in (OO, -OO):
            defined(context, end, {})


def ordered(context: Context, a: Term, b: Term, ends: list[Proof]) -> None:
    """The ends of a range are in order; and not equal if limits at them are used, which then need
    not fit together: the limits of atan(1/x) at both ends of (0, 0) differ."""
    limits = any({"is", "near"} & end.keys() for end in ends)
    if {a, b}.isdisjoint({OO, -OO}) and not context.holds(">" if limits else ">=", b - a):
        raise Rejected("the ends or cuts are not in order")


def converges(context: Context, binder: Term, proofs: Proof) -> None:
    r"""Each end of each piece belongs to where the integrand is defined, hence continuous; or
    there \|integrand\| is O(distance**-p) with p < 1, at infinity O(\|x\|**-p) with p > 1.  One of
    Euler's integrals has a value."""
    if "of" in proofs:
        by_euler(context, binder, proofs)
        return
    reached(context, binder[3:])
    for inner, (_, body, name, *ends), proof in pieces(context, binder, {"pieces": [{}], **proofs}):
        for end, below, item in zip(ends, (False, True), proof.get("ends", [{}, {}]), strict=True):
            if "power" not in item:
                if end in (OO, -OO):
                    raise Rejected("a limit at infinity does not make an integral converge")
                value_at(context, inner, body, name, end, below, item)
                continue
            power, x = stated(context, item["power"]), sym(name)
            far = x if end == OO else -x if end == -OO else ONE / (end - x if below else x - end)
            fast = power - ONE if end in (OO, -OO) else ONE - power
            if not context.holds(">", fast):
                raise Rejected("the integrand may not fall fast enough")
            scaled = body * far ** (power if end in (OO, -OO) else -power)
            if "bound" in item:
                _bounded(context, scaled, name, end, below, item)
            else:
                value_at(context, inner, scaled, name, end, below, item)


def _bounded(context: Context, body: Term, name: str, end: Term, below: bool, item: Proof) -> None:
    r"""\|body\| stays below a bound near an end."""
    near, _ = approach(context, name, end, below, item)
    bound = stated(context, item["bound"])
    defined(near, body, item.get("defined", {}))
    prove(near, ">=", bound - body, item["above"])
    prove(near, ">=", bound + body, item["below"])


def integral(context: Context, binder: Term, value: Term, item: Proof) -> None:
    """The value of an integral by the way that is named.  Each way shows that the integral and
    what it gives are equal, and that one of them converges if the other does; what is an integral
    again may go another way (``then``).  With a ``weight`` w the value may be 1 - w of the one and
    w of the other, and both have to converge."""
    other = WAYS[item.get("by", "antiderivative")](context, binder, item)
    if "then" in item:
        if other[0] != "integral":
            raise Rejected("no integral is left")
        other = WAYS[item["then"]["by"]](context, other, item["then"])
    if "weight" in item:
        NEEDS["integral"](context, binder, item.get("converges", {}))
        weight = stated(context, item["weight"])
        other = binder + weight * (other - binder)
    same(context, other, value)


def by_antiderivative(context: Context, binder: Term, item: Proof) -> Term:
    """By a function F on pieces of the range whose derivative is the integrand less a ``rest``,
    and which is continuous or has a limit at the ends: its increments and the integral of the
    rest, that is, integration by parts.  Without a rest, the fundamental theorem."""
    if "hull" in item:
        return across(context, binder, item)
    total = ZERO
    for inner, piece, proof in pieces(context, binder, item):
        _, body, name, a, b = piece
        antiderivative = plain(parse(proof["F"], inner.names))
        rest = stated(inner, proof.get("rest", "0"), proof.get("rest_defined"))
        slope = diff(antiderivative, name)
        defined(inner, antiderivative, proof.get("F_defined", {}))
        defined(inner, slope, proof.get("slope_defined", {}))
        prove(inner, "=", slope + rest - body, proof["slope"])
        lower, upper = proof["ends"]
        total += value_at(context, inner, antiderivative, name, b, True, upper)
        total -= value_at(context, inner, antiderivative, name, a, False, lower)
        if rest != ZERO:
            total += Term(("integral", plain(rest), name, a, b))
    return total


def across(context: Context, binder: Term, item: Proof) -> Term:
    """What an antiderivative on an open interval that holds both ends gains from one to the other,
    whichever of them is the smaller: the integral from b to a is the negative of that from a to b.
    """
    head, body, name, *ends = binder
    low, high = (parse(end, context.names) for end in item["hull"])
    domain = context.between(low, high, True, True)
    reached(context, ends)
    if {OO, -OO} & {*ends} or not all(context.inside(end, domain) for end in ends):
        raise Rejected("an end is infinite, or may lie outside the interval")
    inner = context.within(Term((head, ZERO, name, low, high)))
    antiderivative = plain(parse(item["F"], inner.names))
    slope = diff(antiderivative, name)
    defined(inner, plain(body), item.get("defined", {}))
    defined(inner, antiderivative, item.get("F_defined", {}))
    defined(inner, slope, item.get("slope_defined", {}))
    prove(inner, "=", slope - body, item["slope"])
    lower, upper = (substitute(antiderivative, {name: end}) for end in ends)
    return upper - lower


def by_splitting(context: Context, binder: Term, item: Proof) -> Term:
    """The range cut at points inside it."""
    return reduce(Term.__add__, (piece for _, piece, _ in pieces(context, binder, item)))


def by_substitution(context: Context, binder: Term, item: Proof) -> Term:
    """``x = g(u)`` with g strictly monotone and differentiable from one open range onto the other:
    g' keeps its sign, and g tends to one end of the range at each end of that of u."""
    whole = {"pieces": [{"defined": item.get("defined", {})}]}
    [(_, (head, body, name, low, high), _)] = pieces(context, binder, whole)
    u = fresh(item["var"], context)
    ends = [parse(end, context.names) for end in item["range"]]
    reached(context, ends)
    ordered(context, ends[0], ends[1], item["ends"])
    inner = context.within(Term((head, ZERO, u, *ends)))
    g = plain(parse(item["g"], inner.names))
    slope = diff(g, u)
    defined(inner, g, item.get("g_defined", {}))
    defined(inner, slope, item.get("slope_defined", {}))
    rising = item.get("rising", True) is True
    prove(inner, ">", slope if rising else -slope, item["slope"])
    images = (low, high) if rising else (high, low)
    for end, image, below, proof in zip(ends, images, (False, True), item["ends"], strict=True):
        if image in (OO, -OO):  # monotone, so that it tends there where 1/g tends to 0
            tends(context, ONE / g, u, end, below, ZERO, proof)
        else:
            same(context, value_at(context, inner, g, u, end, below, proof), image)
    moved = substitute(body, {name: g}) * (slope if rising else -slope)
    return Term((head, moved, u, *ends))


def by_euler(context: Context, binder: Term, item: Proof) -> Term:
    """Euler's integrals, for a, b > 0: of ``x**(a - 1)*(1 - x)**(b - 1)`` from 0 to 1 and of
    ``x**(a - 1)/(1 + x)**(a + b)`` from 0 to infinity, gamma(a)*gamma(b)/gamma(a + b); of
    ``x**(a - 1)*exp(-b*x)`` from 0 to infinity, gamma(a)/b**a; and of these, from 0 to infinity:
    ``x**(a - 1)*sin(b*x)`` for -1 < a < 1, and ``x**(a - 1)*cos(b*x)`` for 0 < a < 1,
    gamma(a)/b**a times the sine or cosine of pi*a/2, by Euler's formula for gamma(a)*gamma(1 - a)
    defined at a = 0 as well; and ``log(x)*exp(-b*x)``, gamma' at 1 being minus Euler's constant.
    With a > 0 and any b, from 0 to infinity, by their slopes in b: ``exp(-a*x)*sin(b*x)/x``, which
    is atan(b/a), and ``exp(-a*x**2)*cos(b*x)``, of which the slope is -b/(2*a) times itself.
    With a, b > 0, ``cos(b*x)/(x**2 + a**2)``, by residues."""
    whole = {"pieces": [{"defined": item.get("defined", {})}]}
    [(inner, (_, body, name, low, high), _)] = pieces(context, binder, whole)
    a, b = (stated(context, item[key]) for key in ("a", "b"))
    times = stated(context, item["times"], item.get("times_defined"))
    kind, sine = item["of"], item["of"] == "sine"
    ranges = [b, ONE - a, ONE + a if sine else a] if kind in ("sine", "cosine") else [a, b]
    ranges = [a] if kind in ("laplace", "gauss") else ranges
    for i, term in enumerate(ranges):
        shown(context, ">", term, str(i), item.get("positive", {}))
    x, far, wave = sym(name), kind != "beta", sin if sine else cos
    power, both = x ** (a - ONE), ONE / (rgamma(a) * rgamma(b)) * rgamma(a + b)
    quarter = (cos if sine else sin)(HALF * PI * a)
    integrand, value = {
        "beta": (power * (ONE - x) ** (b - ONE), both),
        "beta to infinity": (power * (ONE + x) ** (-(a + b)), both),
        "gamma": (power * exp(-b * x), ONE / (rgamma(a) * b**a)),
        "sine": (power * wave(b * x), HALF * PI * rgamma(ONE - a) / (quarter * b**a)),
        "cosine": (power * wave(b * x), HALF * PI * rgamma(ONE - a) / (quarter * b**a)),
        "logarithm": (log(x) * exp(-b * x), -(EULER + log(b)) / b),
        "laplace": (exp(-a * x) * sin(b * x) / x, atan(b / a)),
        "gauss": (exp(-a * x * x) * cos(b * x), HALF * (PI / a * exp(-b * b / (TWO * a))) ** HALF),
        "lorentz": (cos(b * x) / (x * x + a * a), HALF * PI * exp(-a * b) / a),
    }[kind]
    if low != ZERO or high != (OO if far else ONE):
        raise Rejected("no range of an integral of Euler's")
    same(inner, body, times * integrand)
    return times * value


def by_frullani(context: Context, binder: Term, item: Proof) -> Term:
    """``(f(a*x) - f(b*x))/x`` from 0 to infinity for a, b > 0, and f continuous with limits at both
    ends.  From e to R it is the integral of f(u)/u from a*e to b*e less that from a*R to b*R, which
    tend to log(b/a) times the limits of f."""
    whole = {"pieces": [{"defined": item.get("defined", {})}]}
    [(inner, (_, body, name, low, high), _)] = pieces(context, binder, whole)
    a, b = (stated(context, item[key]) for key in ("a", "b"))
    for i, term in enumerate((a, b)):
        shown(context, ">", term, str(i), item.get("positive", {}))
    f = plain(parse(item["f"], inner.names))
    defined(inner, f, item.get("f_defined", {}))
    if low != ZERO or high != OO:
        raise Rejected("no range of an integral of Frullani's")
    x, ends = sym(name), item["ends"]
    same(inner, body, (substitute(f, {name: a * x}) - substitute(f, {name: b * x})) / x)
    first = value_at(context, inner, f, name, low, False, ends[0])
    last = value_at(context, inner, f, name, high, True, ends[1])
    return (first - last) * log(b / a)


def by_parameter(context: Context, binder: Term, item: Proof) -> Term:
    r"""In a parameter p: the integral at a place ``at`` of p, and what F gains from there, where F'
    is the integral of the slope of the integrand in p.  Between there and p, both are gained at
    the rate of these slopes, being continuous up to ``at``.  The order of the two integrals does
    not matter, since the slope has one sign (Tonelli), or its modulus is below a function of x
    alone of which the integral converges (Fubini)."""
    p, at = variable(item, context), stated(context, item["at"])
    inner, whole, (low, high) = interior(context, p), context.box[p], context.ends[p]
    sides = (whole.lo_open and at != low, whole.hi_open and at != high)
    domain = Interval(whole.lo, whole.hi, *sides), (low, high)
    closed = inner.having(p, domain)
    shown_there = {"pieces": [{"defined": item.get("defined", {})}]}
    [(_, (head, body, name, *ends), _)] = pieces(closed, binder, shown_there)
    tied = at in (OO, -OO) or p in symbols(at).union(*map(symbols, ends))
    if tied or not context.inside(at, domain):
        raise Rejected("no place of a parameter that the range is free of")
    total = plain(parse(item["F"], context.names))
    slope, gain = diff(body, p), diff(total, p)
    there = inner.within(Term((head, slope, name, *ends)))
    for here, term, key in ((closed, total, "F"), (inner, gain, "gain"), (there, slope, "slope")):
        defined(here, term, item.get(f"{key}_defined", {}))
    integral(inner, Term((head, slope, name, *ends)), gain, item["gain"])
    if "bound" in item:
        bound = parse(item["bound"], there.names - {p})
        converges(context, Term((head, bound, name, *ends)), item["converges"])
        prove(there, ">=", bound - slope, item["above"])
        prove(there, ">=", bound + slope, item["below"])
    else:
        prove(there, ">=", slope if item.get("rising", True) is True else -slope, item["sign"])
    first: Term = substitute(binder, {p: at})
    return total - substitute(total, {p: at}) + first


WAYS: dict[str, Callable[[Context, Term, Proof], Term]] = {
    "antiderivative": by_antiderivative,
    "splitting": by_splitting,
    "substitution": by_substitution,
    "euler": by_euler,
    "frullani": by_frullani,
    "parameter": by_parameter,
}
NEEDS["integral"] = converges
