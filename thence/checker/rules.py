"""Rules: how a proof shows ``term rel 0`` on a context.

Invariant: :func:`prove` is only asked about terms that were shown to be defined on the context.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from itertools import pairwise
from math import factorial
from typing import Any

from flint import arb, fmpq

from .context import Context, count
from .intervals import Interval, exactly, product, raised
from .normal_form import integral, signed, vanishes
from .series import Expansion, coefficients
from .terms import (
    BINDERS,
    CONSTANTS,
    FUNCTIONS,
    HALF,
    ONE,
    OO,
    PI,
    TWO,
    ZERO,
    Rejected,
    Term,
    absolute,
    atan,
    cos,
    diff,
    erf,
    exp,
    infinite,
    log,
    num,
    obligations,
    parse,
    rational,
    replaced,
    sin,
    substitute,
    sym,
    symbols,
)  # fmt: skip

JENSEN = "Jensen's inequality: F'' <= 0 on an interval puts F of a mean above the mean of F"
Proof = dict[str, Any]
#: How a binder is shown to have a value, for those that other modules of this package know.
NEEDS: dict[str, Callable[[Context, Term, Proof], None]] = {}


def prove(context: Context, rel: str, term: Term, proof: Proof) -> None:
    """Show ``term rel 0`` on the context by the rule that the proof names, or reject."""
    if proof["rule"] not in RULES:
        raise Rejected(f"unknown rule {proof['rule']!r}")
    if not RULES[proof["rule"]](context, rel, term, proof):
        raise Rejected(f"the rule {proof['rule']} does not show {rel} 0")


def defined(
    context: Context, term: Term, proofs: Proof, outer: tuple[Context, str] | None = None
) -> None:
    """Show every obligation of ``term``: by the proof given for it, or at sight; those that are
    free of a name on the ``outer`` context, where that name has perhaps no value."""
    for i, (rel, what) in enumerate(obligations(term)):
        here = outer[0] if outer and outer[1] not in symbols(what) else context
        if rel == "each":
            each(here, what, proofs.get(str(i), {}))
        else:
            shown(here, rel, what, str(i), proofs)


def stated(context: Context, text: str, proofs: Proof | None = None) -> Term:
    """A term as a text has it, shown to be defined."""
    term = parse(text, context.names)
    defined(context, term, proofs or {})
    return term


def shown(context: Context, rel: str, what: Term, label: str, proofs: Proof) -> None:
    """Show one obligation by the proof given under its label, or at sight."""
    if label in proofs:
        prove(context, rel, what, proofs[label])
    elif not context.holds(rel, what):
        raise Rejected(f"obligation {label} ({rel} 0) is not shown")


def enough(context: Context, what: Term) -> list[tuple[str, Term]]:
    """What suffices for a power that varies or a binomial coefficient to be defined.  A positive
    power of 0 is 0, and 0**0 is 1 for an integer exponent; an integer power of any other number
    is defined."""
    if what[0] == "binomial":
        return [(">", what[1] + ONE)]
    base, exponent = what[1:]
    if not integral(context, exponent):
        return [(">=" if context.holds(">", exponent) else ">", base)]
    return [] if context.holds(">=", exponent) else [("!=", base)]


def each(context: Context, what: Term, proofs: Proof) -> None:
    """Show that a power is defined, that an entry exists, that a delta is of integers (of reals it
    would not be continuous, nor pick a summand), that a sum has a range and its summands, if it has
    any, are defined, or that an integral or an infinite sum converges."""
    kind = "series" if infinite(what) else what[0]
    if kind in NEEDS:
        NEEDS[kind](context, what, proofs)
        return
    if what[0] in ("pow", "binomial"):
        for i, need in enumerate(enough(context, what)):
            shown(context, *need, str(i), proofs)
        return
    if what[0] == "sum":
        if rational(count(what)) != 0:
            defined(context.within(what), what[1], proofs)
        needs, whole = [count(what)], what[3:]
    elif what[0] == "at":
        whole = what[2:]
        ranges = zip(whole, context.sizes[what[1]], strict=True)
        needs = [gap for index, size in ranges for gap in (index - ONE, size - index)]
    elif what[0] == "delta":
        needs, whole = [], what[1:]
    else:
        raise Rejected(f"a {what[0]} has to be evaluated first")
    if not all(map(context.integral, whole)):
        raise Rejected("an index may not be an integer")
    if not all(context.holds(">=", need) for need in needs):
        raise Rejected("an index may be out of range")


def fresh(name: str, context: Context) -> str:
    if name in context.box or name in FUNCTIONS or name in CONSTANTS or not name.isidentifier():
        raise Rejected(f"the name {name!r} is taken, or is none")
    return name


def same(context: Context, a: Term, b: Term) -> None:
    if not vanishes(context, a - b):
        raise Rejected("two terms that should be equal are not shown to be")


def by_bounds(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """Interval arithmetic over the box."""
    return context.bounds(term).satisfies(rel)


def by_normal_form(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """The normal form is 0, or its factors have known signs."""
    return signed(context, rel, term)


def by_rewriting(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """``term * by = to``, with ``by`` > 0, after naming parts of it: each name ``let`` is given
    ranges over an interval that holds the part, and ``to`` is shown for the whole interval.
    ``use`` adds multiples of hypotheses that are equations; ``known`` says hypotheses anew, of the
    names."""
    by = stated(context, proof.get("by", "1"), proof.get("by_defined"))
    if by != ONE:
        prove(context, "!=" if rel in ("=", "!=") else ">", by, proof["by_positive"])
    inner, parts = context, {}
    for name, let in proof.get("let", {}).items():
        part, domain = parse(let["is"], context.names), context.domain(let["in"])
        defined(context, part, let.get("defined", {}))
        if "low" in let or "high" in let:
            (low, high), (_, lo_open), (_, hi_open) = domain[1], *domain[0].ends
            if low != -OO:
                prove(context, ">" if lo_open else ">=", part - low, let["low"])
            if high != OO:
                prove(context, ">" if hi_open else ">=", high - part, let["high"])
        elif not context.inside(part, domain):
            raise Rejected(f"the part {name!r} may leave its interval")
        parts[fresh(name, inner)] = part
        inner = inner.having(name, domain)
    for k, text in proof.get("known", {}).items():
        kind, known = context.hypotheses[int(k)]
        anew = stated(inner, text)
        same(context, known, substitute(anew, parts))
        inner = inner.assuming((kind, anew))
    to = parse(proof["to"], inner.names)
    for k, factor in proof.get("use", {}).items():
        kind, zero = context.hypotheses[int(k)]
        multiple = stated(context, factor)
        if kind != "=":
            raise Rejected("only an equation may be added")
        term += multiple * zero / by
    same(context, term * by, substitute(to, parts))
    defined(inner, to, proof.get("to_defined", {}))
    prove(inner, rel, to, proof["then"])
    return True


def by_cases(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """Where a term is at least 0, and where it is at most 0; or above, at, and below 0."""
    on = stated(context, proof["on"])
    sides = ">" if "zero" in proof else ">="
    prove(context.assuming((sides, on)), rel, term, proof["above"])
    prove(context.assuming((sides, -on)), rel, term, proof["below"])
    if "zero" in proof:
        prove(context.assuming(("=", on)), rel, term, proof["zero"])
    return True


def by_modulus(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """A modulus is what stands in it where that is at least 0, and its negative where it is at
    most 0.  A case that is left out needs a proof that the other is all there is."""
    on = stated(context, proof["on"], proof.get("on_defined"))
    for value, key in ((on, "above"), (-on, "below")):
        if key in proof:
            inner = replaced(term, absolute(on), value)
            prove(context.assuming((">=", value)), rel, inner, proof[key])
        else:
            prove(context, ">=", -value, proof["sign"])
    return "above" in proof or "below" in proof


def by_splitting(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """The domain of a variable cut at points, a proof for each piece; the pieces are open at the
    cuts if there is a proof for each of those as well."""
    name = variable(proof, context)
    low, high = context.ends[name]
    cuts, apart = [parse(t, set()) for t in proof["at"]], "points" in proof
    ends = [low, *cuts, high]
    ordered(context, *ends)
    for i, inner in enumerate(proof["proofs"]):
        piece = context.part(name, ends[i], ends[i + 1], apart, apart)
        prove(context.having(name, piece), rel, term, inner)
    for cut, inner in zip(cuts, proof.get("points", []), strict=apart):
        prove(context.at(name, cut), rel, substitute(term, {name: cut}), inner)
    return len(proof["proofs"]) == len(ends) - 1


def by_contradiction(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """One of the hypotheses holds nowhere on the box: there is nothing to show."""
    (kind, known), bare = context.hypotheses[int(proof["hypothesis"])], context.forgetting()
    opposite = {">": ">=", ">=": ">", "=": "!=", "!=": "="}[kind]
    defined(bare, known, {})
    prove(bare, opposite, known if kind in ("=", "!=") else -known, proof["proof"])
    return True


def by_narrowing(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """A smaller domain of a variable, what lies ``below`` it and ``above`` it being shown too: by
    a contradiction, if the hypotheses leave nothing there."""
    name = variable(proof, context)
    whole, (low, high) = context.box[name], context.ends[name]
    inner, (start, stop) = context.domain(proof["in"])
    for pair in ((low, start), (start, stop), (stop, high)):
        ordered(context, *dict.fromkeys(pair))
    loose = (whole.lo_open > inner.lo_open, whole.hi_open > inner.hi_open)
    if (start == low and loose[0]) or (stop == high and loose[1]):
        raise Rejected("the new domain is no part of the old one")
    if start != low or inner.lo_open > whole.lo_open:
        outer = context.part(name, low, start, whole.lo_open, not inner.lo_open)
        prove(context.having(name, outer), rel, term, proof["below"])
    if stop != high or inner.hi_open > whole.hi_open:
        outer = context.part(name, stop, high, not inner.hi_open, whole.hi_open)
        prove(context.having(name, outer), rel, term, proof["above"])
    prove(context.having(name, (inner, (start, stop))), rel, term, proof["then"])
    return True


def ordered(context: Context, *ends: Term) -> None:
    """The ends of intervals lie in order, no two at the same place."""
    for low, high in pairwise(ends):
        if low != -OO and high != OO and not context.holds(">", high - low):
            raise Rejected("the ends of intervals are not in order")


def by_forgetting(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """With those hypotheses alone that are kept, if the term is defined without the others too, and
    the families that these have entries of."""
    kept = [context.hypotheses[int(k)] for k in proof.get("keep", [])]
    fewer = context.forgetting().assuming(*kept).about(term, *(known for _, known in kept))
    defined(fewer, term, proof.get("defined", {}))
    prove(fewer, rel, term, proof["then"])
    return True


def by_lemma(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """A relation that is shown first, and then used as a hypothesis."""
    of = stated(context, proof["of"], proof.get("defined"))
    if proof["is"] not in ("=", "!=", ">", ">="):
        raise Rejected("not a relation")
    prove(context, proof["is"], of, proof["proof"])
    prove(context.assuming((proof["is"], of)), rel, term, proof["then"])
    return True


def by_angle(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """A multiple of the term has the cosine 1 and lies strictly between -2*pi and 2*pi: it is 0."""
    multiple = _times(proof) * term
    around, size = _loosened(context, multiple)
    if not all(around.shows(">", TWO * PI + turn) for turn in (size, -size)):
        raise Rejected("the angle may be a full turn")
    same(context, cos(multiple), ONE)
    return rel == "="


def _loosened(context: Context, term: Term) -> tuple[Context, Term]:
    """The term with a variable of its range for each inverse sine or tangent, which is defined but
    has no bounds at sight."""
    if term[0] in ("asin", "atan"):
        try:
            context.bounds(term)
        except Rejected:
            name, half = f"#angle {len(context.box)}", context.bounds(HALF * PI).hi
            return context.having(name, (Interval(-half, half), (-OO, OO))), sym(name)
    parts: list[Any] = []
    for part in term:
        if isinstance(part, Term):
            context, part = _loosened(context, part)
        parts.append(part)
    return context, Term(parts)


def by_substituting(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """A variable replaced by what a hypothesis says that it is."""
    name, to = variable(proof, context), stated(context, proof["is"], proof.get("defined"))
    kind, known = context.hypotheses[int(proof["use"])]
    slope = stated(context, proof["slope"])
    if kind != "=" or not context.holds("!=", slope):
        raise Rejected("the hypothesis does not determine the variable")
    same(context, known, slope * (Term(("sym", name)) - to))
    inner = context.assuming(*substituted(context, name, to))
    prove(inner, rel, substitute(term, {name: to}), proof["then"])
    return True


def substituted(context: Context, name: str, to: Term) -> list[tuple[str, Term]]:
    """What the hypotheses about a variable say of its value."""
    about = [(rel, h) for rel, h in context.hypotheses if name in symbols(h)]
    return [(rel, substitute(h, {name: to})) for rel, h in about]


def by_exponential(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """``exp(k*term)`` is related to 1 as the term is to 0."""
    return signed(context, rel, exp(_times(proof) * term) - ONE)


def by_powers(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """``a - b`` is 0 if a and b are not negative and have an equal power: that is one-to-one.  A
    power is increasing there, and where b is negative ``a - b`` is positive at once; so an order
    needs no sign of b."""
    keys, k = ("left", "right"), num(int(proof["power"]))
    a, b = (stated(context, proof[key], proof.get(f"{key}_defined")) for key in keys)
    for side, key in ((a, "left"), (b, "right"))[: 2 if rel == "=" else 1]:
        prove(context, ">=", side, proof[f"{key}_sign"])
    same(context, term, a - b)
    prove(context, rel, a**k - b**k, proof["then"])
    return rel != "!=" and int(proof["power"]) >= 1


def _times(proof: Proof) -> Term:
    return num(positive(proof.get("times", "1")))


def positive(text: str) -> fmpq:
    """A positive rational number as it is written."""
    value = rational(parse(text, set()))
    if value is None or value <= 0:
        raise Rejected("not a positive number")
    return value


def variable(proof: Proof, context: Context) -> str:
    name: str = proof["var"]
    if name in context.sizes:
        raise Rejected("a family is no variable")
    return name


def interior(context: Context, name: str) -> Context:
    """The inside of the interval of a variable, all real numbers of which belong to it: no
    hypothesis and no variable end leaves any out, and an integer is no more known to be one."""
    if any(name in symbols(h) for _, h in context.hypotheses) or any(
        map(symbols, context.ends[name])
    ):
        raise Rejected(f"a hypothesis or another variable ties {name!r}")
    whole = context.box[name]
    inner = context.having(name, (Interval(whole.lo, whole.hi, True, True), context.ends[name]))
    inner.whole -= {name}
    return inner


def by_period(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """A term with the period ``2*half`` in an untied real variable: one period, and its end."""
    name, half = variable(proof, context), parse(proof["half"], set())
    tied = context.whole.union(*(symbols(end) for ends in context.ends.values() for end in ends))
    free = interior(context, name).ends[name] == (-OO, OO) and name not in tied
    same(context, substitute(term, {name: sym(name) + TWO * half}), term)
    inside = context.between(-half, half, True, True)
    prove(context.having(name, inside), rel, term, proof["then"])
    prove(context.at(name, half), rel, substitute(term, {name: half}), proof["end"])
    return free and context.holds(">", half)


def by_slope(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """From the derivative in one variable and the value at one end of its interval (``lo`` or
    ``hi``), or for ``=`` at a point: the mean value theorem.  An end that is not in the domain
    needs the term to be defined, hence continuous, there too."""
    name, at = variable(proof, context), proof["at"]
    inner, slope, whole = interior(context, name), diff(term, name), context.box[name]
    point = context.ends[name][at == "hi"] if at in ("lo", "hi") else parse(at, set())
    sides = (whole.lo_open and at != "lo", whole.hi_open and at != "hi")
    closed = Interval(whole.lo, whole.hi, *sides)
    if rel == "!=" or (rel != "=" and at not in ("lo", "hi")) or point in (OO, -OO):
        raise Rejected("a slope shows an order from an end, or an equality")
    if at not in ("lo", "hi") and not context.inside(point, (whole, context.ends[name])):
        raise Rejected("the point is outside the domain")
    defined(inner, slope, proof.get("slope_defined", {}))
    outside = at in ("lo", "hi") and (whole.hi_open if at == "hi" else whole.lo_open)
    if outside or name in context.whole:
        defined(inner.having(name, (closed, context.ends[name])), term, proof.get("defined", {}))
    # A term that rises strictly from 0 at an end outside the domain is above 0 inside.
    strict = rel == ">" and outside and bool(proof.get("strict"))
    steep = rel if rel == "=" else ">" if strict else ">="
    prove(inner, steep, slope if at != "hi" or rel == "=" else -slope, proof["slope"])
    prove(context, ">=" if strict else rel, substitute(term, {name: point}), proof["base"])
    return True


def by_tangent(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """Convex in one variable, and flat at a point ``at`` of its interval, given in terms of the
    others: the term is least there."""
    name, at = variable(proof, context), stated(context, proof["at"], proof.get("at_defined"))
    inner, slope = interior(context, name), diff(term, name)
    bend = diff(slope, name)
    if name in symbols(at) or not context.inside(at, (inner.box[name], inner.ends[name])):
        raise Rejected("the point may leave the interval")
    defined(inner, slope, proof.get("slope_defined", {}))
    defined(inner, bend, proof.get("bend_defined", {}))
    prove(inner, ">=", bend, proof["convex"])
    prove(context, "=", substitute(slope, {name: at}), proof["flat"])
    prove(context, rel, substitute(term, {name: at}), proof["base"])
    return rel in (">", ">=")


def coefficient(term: Term, context: Context, name: str, at: Interval, order: int) -> Interval:
    """The Taylor coefficients of one order around every point of ``at``, the other variables
    ranging over the box.  Rejected unless the term and its derivatives are defined on all of it:
    the terms of this checker are smooth where every derivative is defined."""
    there = context.having(name, (at, context.ends[name]))
    for _ in range(order):
        there.bounds(term)
        term = diff(term, name)
    return product(there.bounds(term), exactly(1 / arb(factorial(order))))


def ball_box(context: Context) -> dict[str, arb]:
    """The box in balls, without the families."""
    return {n: whole.ball() for n, whole in context.box.items() if n not in context.sizes}


def by_taylor(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """A Taylor form around the middle of the interval of a variable, or of the box of several:
    the values lie in the sum of the coefficients there and a last one from all of the box."""
    names, order = proof["vars"], int(proof["order"])
    if not 0 < order <= 24 or not names:
        raise Rejected("the order of a Taylor form is from 1 to 24")
    return exactly(Expansion(term, ball_box(context), names, order).bound(order)).satisfies(rel)


def by_contact(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """A Taylor form around a point of contact, where all but the last coefficient are exactly 0:
    that one is taken over the interval, in balls or (``exact``) with exact ends."""
    name, order, at = variable(proof, context), int(proof["order"]), parse(proof["at"], set())
    whole, (low, high) = context.box[name], context.ends[name]
    if at not in (low, high) and not context.inside(at, (whole, (low, high))):
        raise Rejected("the contact is outside the interval")
    point, closed = context.bounds(at), Interval(whole.lo, whole.hi)
    above = (arb(0), whole.lo_open) if at == low else (whole.lo - point.hi, whole.lo_open)
    below = (arb(0), whole.hi_open) if at == high else (whole.hi - point.lo, whole.hi_open)
    steps = Interval(above[0], below[0], above[1], below[1])
    if proof.get("exact"):
        lead = coefficient(term, interior(context, name), name, closed, order)
    else:
        line = {n: (ball, arb(n == name)) for n, ball in ball_box(context).items()}
        lead = exactly(coefficients(term, line, order)[order])
    for _ in range(order):
        same(context, substitute(term, {name: at}), ZERO)
        term = diff(term, name)
    return 0 < order <= 12 and product(lead, raised(steps, fmpq(order))).satisfies(rel)


def by_summands(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """A sum of what is nowhere negative, or less one of its summands, which may be sums again."""
    total = body = stated(context, proof["sum"], proof.get("defined"))
    inner = context
    while body[0] == "sum":
        inner, body = inner.within(body), body[1]
    prove(inner, ">=", body, proof["each"])
    one = ZERO
    if "less" in proof:
        one, low, high = parse(proof["less"], context.names), *total[3:]
        inside = context.holds(">=", one - low) and context.holds(">=", high - one)
        if not context.integral(one) or not inside:
            raise Rejected("no summand has that index")
        one = substitute(total[1], {total[2]: one})
        defined(context, one, {})
    same(context, term, total - one)
    return rel == ">="


def by_known(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """Classical bounds for u > 0: log u >= 1 - 1/u, 0 < pi/2 - atan u < 1/u, 1 - erf u < 1/u,
    exp u > u**5/5! and u > sin u > u - u**3/6."""
    u = stated(context, proof["at"])
    prove(context, ">", u, proof["positive"])
    gaps = {
        "log": log(u) - ONE + ONE / u, "atan": atan(u) - HALF * PI + ONE / u,
        "acot": HALF * PI - atan(u),
        "erf": erf(u) - ONE + ONE / u, "exp": exp(u) - u ** num(5) / num(120),
        "sin above": u - sin(u), "sin below": sin(u) - u + u ** num(3) / num(6),
    }  # fmt: skip
    same(context, term, gaps[proof["of"]])
    return rel == ">=" or (rel == ">" and proof["of"] != "log")


def by_end(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """``term`` is the distance to an exact end of a variable's interval (``lo`` or ``hi``) times
    ``to``: positive where the end is open, else at least 0."""
    name, at = variable(proof, context), proof["at"]
    end, x, whole = context.ends[name][at == "hi"], sym(name), context.box[name]
    outside, gap = (whole.hi_open, end - x) if at == "hi" else (whole.lo_open, x - end)
    if end in (OO, -OO) or rel == "=" or not (outside or rel == ">="):
        raise Rejected("the distance to that end shows nothing")
    if symbols(end) and not context.holds(rel, gap):  # the box has bounds of that end alone
        raise Rejected("the distance to an end that varies is not known")
    to = stated(context, proof["to"], proof.get("defined"))
    same(context, term, gap * to)
    prove(context, rel, to, proof["then"])
    return True


def by_power(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """A power of what is positive is positive."""
    base, exponent = (stated(context, proof[key]) for key in ("base", "exponent"))
    prove(context, ">", base, proof["then"])
    same(context, term, base**exponent)
    return rel != "="


def by_induction(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """From the first value of an integer variable n upwards, the next one behind an open end:
    ``term`` at n + 1 is ``times`` the term at n, with ``times >= 0`` (or any, for an equation), and
    a ``rest`` that has the relation.  Families of length n, of which no hypothesis knows, have one
    more entry there, and the others are such a family; nothing else depends on n."""
    name = variable(proof, context)
    first, later = beginning(context, name, alone=False), longer(context, name)
    if rel == "!=":
        raise Rejected("an induction shows an equation, > or >=")
    prove(context.at(name, first), rel, substitute(term, {name: first}), proof["base"])
    keys = ("times", "rest")
    times, rest = (stated(later, proof[k], proof.get(f"{k}_defined")) for k in keys)
    same(later, following(later, term, name), times * term + rest)
    if rel != "=":
        prove(later, ">=", times, proof["nonnegative"])
    prove(later, rel, rest, proof["step"])
    return True


def beginning(context: Context, name: str, alone: bool = True) -> Term:
    """The first value of an integer variable for an induction, on which nothing else depends, save
    perhaps the lengths of families."""
    (low, high), whole = context.ends[name], context.box[name]
    others = [h for _, h in context.hypotheses]
    others += [end for size in context.sizes.values() for end in size if alone]
    if name not in context.whole or high != OO or any(name in symbols(t) for t in others):
        raise Rejected("no induction over that variable")
    if not context.integral(low) or symbols(low):
        raise Rejected("an induction begins at an integer")
    return low + ONE if whole.lo_open else low


def longer(context: Context, name: str) -> Context:
    """The context in which each family whose length is that variable has one entry more."""
    grown, found = {sym(name): sym(name) + ONE}, context.assuming()
    found.sizes = {k: tuple(grown.get(e, e) for e in size) for k, size in context.sizes.items()}
    known = {k for k, size in found.sizes.items() if size != context.sizes[k]}
    odd = (e not in grown and name in symbols(e) for k in context.sizes for e in context.sizes[k])
    if any(odd) or any(known & symbols(h) for _, h in context.hypotheses):
        raise Rejected("a family is tied to the variable of an induction")
    return found


def following(context: Context, term: Term, name: str) -> Term:
    """``term`` at the next value of a variable; of a sum that is longer there by one, and is no sum
    that runs backwards at the value before, the last summand is written out."""
    move = {name: sym(name) + ONE}
    if term[0] == "sum" and name not in symbols(term[3]) | {term[2]} and not infinite(term):
        _, body, index, low, high = term
        one_more = vanishes(context, substitute(high, move) - high - ONE)
        if one_more and context.holds(">=", count(term)):
            last = following(context, substitute(body, {index: high}), name)
            return Term(("sum", substitute(body, move), index, low, high)) + last
    if term[0] in BINDERS:
        return substitute(term, move)
    parts = (following(context, a, name) if isinstance(a, Term) else a for a in term)
    return substitute(term, move) if term[0] == "sym" else Term(parts)


def by_jensen(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """``F(sum w p) >= sum w F(p)`` for F concave on an interval that holds the points p: listed,
    or one for each index of a sum, ``over`` its index and ends."""
    name, domain = fresh(proof["var"], context), context.domain(proof["on"])
    inner = context.having(name, domain)
    concave = stated(inner, proof["F"], proof.get("defined"))
    second = diff(diff(concave, name), name)
    defined(inner, second, proof.get("second_defined", {}))
    prove(inner, ">=", -second, proof["concave"])
    each_one = context
    if "over" in proof:
        index, *ends = proof["over"]
        label, ends = fresh(index, context), [parse(end, context.names) for end in ends]
        each_one = context.within(Term(("sum", ZERO, label, *ends)))
    pairs = [
        (stated(each_one, w), stated(each_one, p))
        for w, p in zip(proof["weights"], proof["points"], strict=True)
    ]
    for weight, point in pairs:
        if not each_one.holds(">=", weight) or not each_one.inside(point, domain):
            raise Rejected("a weight may be negative, or a point outside the interval")

    def total(values: list[Term]) -> Term:
        added = reduce(Term.__add__, values)
        return Term(("sum", added, label, *ends)) if "over" in proof else added

    same(context, total([w for w, _ in pairs]), ONE)
    mean = total([w * p for w, p in pairs])
    right = total([w * substitute(concave, {name: p}) for w, p in pairs])
    defined(context, mean, {})
    same(context, term, substitute(concave, {name: mean}) - right)
    context.ledger.append(JENSEN)
    return rel == ">="


RULES: dict[str, Callable[[Context, str, Term, Proof], bool]] = {
    "bounds": by_bounds, "normal form": by_normal_form, "rewrite": by_rewriting, "cases": by_cases,
    "split": by_splitting, "slope": by_slope, "taylor": by_taylor, "contact": by_contact,
    "modulus": by_modulus,
    "contradiction": by_contradiction, "narrow": by_narrowing, "forget": by_forgetting,
    "jensen": by_jensen, "known": by_known, "summands": by_summands, "lemma": by_lemma,
    "angle": by_angle, "exponential": by_exponential, "powers": by_powers, "power": by_power,
    "tangent": by_tangent, "period": by_period, "substitute": by_substituting,
    "induction": by_induction, "end": by_end,
}  # fmt: skip
#: Shapes of a function: the order of the derivative whose sign they are, and the sign.
#: The derivative that has a sign, that, and whether it may be 0.
SHAPES = {
    "increasing": (1, 1, ">"), "nondecreasing": (1, 1, ">="), "convex": (2, 1, ">="),
    "decreasing": (1, -1, ">"), "nonincreasing": (1, -1, ">="), "concave": (2, -1, ">="),
}  # fmt: skip
