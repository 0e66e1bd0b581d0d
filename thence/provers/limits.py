"""Limits at infinity and one-sided limits at a point, by naming the parts that tend to 0."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial, reduce
from itertools import product
from math import lcm
from typing import Any

from flint import arb, fmpq

from thence import checker
from thence.checker import ONE, OO, ZERO, Context, NormalForm, Proof, Ratio, Rejected, Term, num
from thence.provers.goal import (
    Goal,
    OutOfTime,
    Search,
    a_number,
    in_normal_form,
    simplified,
    subterms,
    text,
)
from thence.provers.summation import sequences

#: Tactics for what is simple by construction.
SIMPLE = ("bounds", "normal form", "factors", "slope", "univariate", "tails")
#: How often the exponent of one exponential may stand in that of another.
MULTIPLES = (1, -1, 2, -2, fmpq(1, 2), fmpq(-1, 2))
#: How often l'Hopital's rule is used at most.
MOST_DERIVATIVES = 6
#: Seconds for a bound near a target, and the largest number that is tried as one.
EACH, MOST = 1.5, 100
#: Distances from a target, or inverse ones, at which a term is looked at.
PLACES = (*(fmpq(1, (2 + k % 2) ** (2 * k + 1)) for k in range(20)), fmpq(1, 2**200))
MUST_NOT_PROVE = [
    {"given": {}, "lhs": "Limit(x*exp(-x), x, oo)", "rel": "=", "rhs": "10**-12"},
    {"given": {}, "lhs": "Limit(Abs(x)/x, x, 0)", "rel": "=", "rhs": "-1"},
    {"given": {}, "lhs": "Limit(sin(x), x, oo)", "rel": "=", "rhs": "0"},
    {"given": {"c": "real"}, "lhs": "Limit(x*exp(-c*x), x, oo)", "rel": "=", "rhs": "0"},
    {"given": {"c": "nonnegative"}, "lhs": "Limit(exp(-c*x), x, oo)", "rel": "=", "rhs": "0"},
    {"given": {}, "lhs": "Limit(atan(x), x, oo)", "rel": "=", "rhs": "pi/2 - 10**-12"},
    {"given": {}, "lhs": "Limit(exp(1/x), x, 0)", "rel": "=", "rhs": "0"},
    {"given": {}, "lhs": "Limit(KroneckerDelta(x, 0), x, 0)", "rel": "=", "rhs": "1"},
    {"given": {}, "lhs": "Limit(sqrt(x**2+x)-x, x, oo)", "rel": "=", "rhs": "0"},
    # l'Hopital's rule: wrong by a little, no quotient 0/0, not smooth at the point.
    {"given": {}, "lhs": "Limit((exp(h) - 1 - h)/h**2, h, 0)", "rel": "=", "rhs": "1/2 + 10**-12"},
    {"given": {}, "lhs": "Limit((1 + h)/(2 + h), h, 0)", "rel": "=", "rhs": "1"},
    {"given": {}, "lhs": "Limit((sqrt(h) + h)/h, h, 0)", "rel": "=", "rhs": "1"},
    {"given": {}, "lhs": "Limit(h**2*sin(1/h)/h, h, 0)", "rel": "=", "rhs": "1"},
    {"given": {}, "lhs": "Limit(Abs(sin(h) - h**2)/h, h, 0)", "rel": "=", "rhs": "0"},
    {"given": {"a": "real"}, "lhs": "Limit((exp(a*h) - 1)/(a*h), h, 0)", "rel": "=", "rhs": "1"},
    {"given": {}, "lhs": "Limit(floor(1 + h)*h/h, h, 0)", "rel": "=", "rhs": "2"},
]


def value(context: Context, limit: Term, is_: Term, search: Search) -> Proof | None:
    """How the checker shows that a limit is ``is_``."""
    _, body, name, target = limit
    return tends(context, body, name, target, is_, search)


def tends(
    context: Context, body: Term, name: str, target: Term, is_: Term | None, search: Search,
    below: bool = False, whole: bool = False,
) -> Proof | None:  # fmt: skip
    """How the checker shows that ``body`` tends to ``is_``, or to whatever it is seen to tend to,
    towards infinity, perhaps through ``whole`` numbers, or towards a point from the right or from
    ``below``."""
    smooth = _by_derivatives(context, body, name, target, is_, below, search)
    if smooth is not None:
        return smooth or None
    for step in (1, 4, 16, 64) if target in (OO, -OO) else (1, fmpq(1, 8), fmpq(1, 64)):
        search.check_time()
        try:
            way = Approach.towards(context, name, target, below, num(step), whole)
            candidates = _near(way, body, search)
        except Rejected:
            continue
        for found in candidates:
            try:
                seen = is_ if is_ is not None else _at_zero(context, found)
            except Rejected:
                continue
            item = {"near": text(way.edge), "is": text(seen), **found}
            if _accepted(context, body, name, target, below, seen, item, whole):
                return item
    return _as_a_whole(context, body, name, target, is_, search, below, whole)


#: How much the body may differ from its limit: less than 1/scale, its root, or 1/log(scale).
RATES = ((fmpq(1), False), (fmpq(1, 2), False), (fmpq(1), True))
#: The same for a sequence, where bounds are shown by induction.
OF_SEQUENCES = ((fmpq(1), False), (fmpq(1), True), (fmpq(1, 2), False))


def _as_a_whole(
    context: Context, body: Term, name: str, target: Term, is_: Term | None, search: Search,
    below: bool, whole: bool,
) -> Proof | None:  # fmt: skip
    """The limit, 0 where none is given, of a body whose distance from it is small as a whole."""
    seen = checker.ZERO if is_ is None else is_
    w, part = checker.sym(f"{name}_w"), body - seen
    steps = (fmpq(2),) if whole else (fmpq(2), fmpq(64)) if target in (OO, -OO) else (fmpq(1, 8),)
    for shown in (_built_up, soon) if whole else (soon,):
        for step, (power, slow) in product(steps, OF_SEQUENCES if whole else RATES):
            try:
                way = Approach.towards(context, name, target, below, num(step), whole)
                rate = (checker.log(way.scale) if slow else way.scale) ** num(power)
                least = _least(way, part * rate, whole)
                needs = search.defined(way.near, body) if least is not None else None
            except Rejected:
                continue
            if needs is None or least is None:
                continue
            bound = num(2 * least)
            signed = (s * part * rate for s in (ONE, -ONE))
            proofs = [shown(Goal(way.near, ">=", bound - side), search) for side in signed]
            if None in proofs:
                continue
            let = {"is": text(part), "bound": text(bound), "power": str(power), "slow": slow}
            let |= {"above": proofs[0], "below": proofs[1], "defined": needs}
            item = {"near": text(way.edge), "is": text(seen), "defined": needs}
            item |= {"let": {w[1]: let}, "to": text(seen + w)}
            if _accepted(context, body, name, target, below, seen, item, whole):
                return item
    return None


def _least(way: Approach, term: Term, whole: bool) -> int | None:
    """A whole number that a term seems to stay under near the target, if there is one."""
    if not whole:
        return sampled(way, term)
    return 2 if sequences.bounded(way.near, term, way.x[1], 4) else None


def _built_up(goal: Goal, search: Search) -> Proof | None:
    """A proof of a bound of a sequence step by step."""
    return search.prove(goal, only=("induction", "receding"))


def _accepted(
    context: Context, body: Term, name: str, target: Term, below: bool, value: Term, item: Proof,
    whole: bool = False,
) -> bool:  # fmt: skip
    """Whether the checker accepts how a limit is shown."""
    try:
        checker.tends(context, body, name, target, below, value, item, whole)
    except Rejected:
        return False
    return True


def sampled(way: Approach, term: Term) -> int | None:
    """A whole number that a term stays under at a few places near the target, if there is one."""
    moved, found = checker.substitute(term, {way.x[1]: way.variable}), 1
    for k, small in enumerate(PLACES):
        boxes = {n: a_number(box, k) for n, box in way.near.box.items() if n != way.x[1]}
        boxes[way.t[1]] = checker.exactly(arb(small))
        here = Context(boxes, way.near.ends, [], [], way.near.sizes, way.near.whole)
        value = abs(here.bounds(moved).ball())
        if not value.is_finite() or value.upper() > MOST:
            return None
        found = max(found, int(value.upper().ceil().unique_fmpz() or found))
    return found


def soon(goal: Goal, search: Search) -> Proof | None:
    """A proof of a bound that is found in a moment, as it stands or in its normal form."""
    short = Search(min(search.left(), EACH))
    try:
        return _simply(goal, short) or short.prove(goal)
    except OutOfTime:
        search.check_time()
        return None


def _by_derivatives(
    context: Context, body: Term, name: str, target: Term, is_: Term | None, below: bool,
    search: Search,
) -> Proof | None:  # fmt: skip
    """The limit of a quotient at a point by l'Hopital's rule, where both sides are smooth there;
    nothing where they are and it tends to something else."""
    if body[0] != "/" or target in (OO, -OO):
        return None
    x = checker.sym(name)
    moved = {name: target - x if below else target + x}
    beside = context.having(name, (checker.Interval(arb(0), arb("1e-40")), (-OO, OO)))
    f, g = (checker.substitute(part, moved) for part in body.parts())
    needs: dict[str, Any] = {}
    zeros: dict[str, Any] = {}
    try:
        for order in range(MOST_DERIVATIVES + 1):
            for label, part in (("f", f), ("g", g)):
                shown = search.defined(beside, part)
                if shown is None:
                    return None
                needs |= {f"{label}{order}": shown} if shown else {}
            top, bottom = (checker.substitute(part, {name: checker.ZERO}) for part in (f, g))
            if context.holds("!=", bottom):
                seen = is_ if is_ is not None else _simple(context, top / bottom)
                last = _zero(context, top - seen * bottom, "last", search)
                item: Proof = {"order": order, "is": text(seen), "defined": needs}
                item["zeros"] = {**zeros, **(last or {})}
                return item if _accepted(context, body, name, target, below, seen, item) else {}
            for label, term in ((f"f{order}", top), (f"g{order}", bottom)):
                shown = _zero(context, term, label, search)
                if shown is None:
                    return {} if label == f"f{order}" and context.holds("!=", term) else None
                zeros |= shown
            f, g = checker.diff(f, name), checker.diff(g, name)
    except Rejected:
        return None
    return None


def _zero(context: Context, term: Term, label: str, search: Search) -> dict[str, Proof] | None:
    """A proof that a term is 0, under its label, if its normal form does not show it."""
    if checker.vanishes(context, term):
        return {}
    if context.holds("!=", term):
        return None
    proof = soon(Goal(context, "=", term), search)
    return None if proof is None else {label: proof}


def _simple(context: Context, value: Term) -> Term:
    """A value in its normal form, as the checker will read it."""
    return checker.parse(text(simplified(context, value)), context.names)


def attained(
    context: Context, inner: Context, body: Term, name: str, end: Term, below: bool, search: Search
) -> Proof | None:
    """How the checker shows that the body is defined, hence continuous, up to an end."""
    if end in (OO, -OO):
        return None
    needs = search.defined(checker.closed(context, inner, name, end, below), body)
    return None if needs is None else {"defined": needs} if needs else {}


def _at_zero(context: Context, found: dict[str, Any]) -> Term:
    """What the body is where its small parts are 0."""
    to = checker.parse(found["to"], context.names | found["let"].keys())
    return _simple(context, checker.substitute(to, dict.fromkeys(found["let"], checker.ZERO)))


@dataclass(frozen=True)
class Approach:
    """A way towards a target: beyond ``edge``, ``x`` is ``variable`` in a small ``t`` = ``part``,
    and ``scale`` is 1/t."""

    near: Context
    x: Term
    edge: Term
    part: Term
    t: Term
    variable: Term
    scale: Term
    start: str

    @classmethod
    def towards(
        cls, context: Context, name: str, target: Term, below: bool, step: Term, whole: bool = False
    ) -> Approach:
        """The way to a target at infinity, or from one side to a point."""
        x, t = checker.sym(name), checker.sym(f"{name}_t")
        if target in (OO, -OO):
            sign = ONE if target == OO else num(-1)
            edge, part, variable = sign * step, sign / x, sign / t
            scale, ends = sign * x, (edge, OO) if target == OO else (-OO, edge)
        elif below:
            edge, part, variable = target - step, target - x, target - t
            scale, ends = ONE / part, (edge, target)
        else:
            edge, part, variable = target + step, x - target, target + t
            scale, ends = ONE / part, (target, edge)
        near = context.having(name, context.between(*ends, True, True))
        near.whole |= {name} if whole else set()
        start = "lo" if ends[0] == edge else "hi"
        return cls(near, x, edge, part, t, variable, scale, start)


def _near(way: Approach, body: Term, search: Search) -> list[dict[str, Any]]:
    """The body in small variables: as its normal form, and with one root moved below."""
    near, t = way.near, way.t
    needs = search.defined(near, body)
    if needs is None:
        return []
    body = simplified(near, body) if way.x[1] in near.whole else body  # sums in closed form
    inner = near.having(t[1], near.domain("(0, 1)"))
    written = checker.substitute(body, {way.x[1]: way.variable})
    lets = {t[1]: _let(way.part, ONE, {"rule": "normal form"}, {"rule": "normal form"})}
    tilts = in_normal_form(inner, partial(_tilts, written=written, t=t))
    for i, (tilt, sign, c) in enumerate(tilts):
        w = checker.sym(f"{way.x[1]}_g{i}")
        lets[w[1]], small = _levelled(way, tilt, sign, c, w)
        written = checker.replaced(simplified(inner, written), tilt, small)
        inner = inner.having(w[1], inner.domain("(0, oo)"))
    pair = None if tilts else in_normal_form(inner, partial(_outweighed, written=written, t=t))
    if pair is not None:  # exp(a/t) exp(-b/t), where b > a: the first is small over the second
        kernel, once, others, whole = pair
        w = checker.sym(f"{way.x[1]}_g")
        falling = _dominated(way, checker.exp(whole), w, search)
        if falling is not None:
            lets[w[1]], small = falling
            small = small / others if once == 1 else others / small
            written = checker.replaced(simplified(inner, written), kernel, small)
            inner = inner.having(w[1], inner.domain("(0, 1)"))
    kernels, moved = in_normal_form(inner, lambda form: _kernels(form, written, t))
    for i, kernel in enumerate(kernels):
        w = checker.sym(f"{way.x[1]}_w{i}")
        if kernel[0] in ("atan", "erf", "cos") and not _grows(way, kernel[1]):
            continue
        found = _named(way, kernel, w, search)
        if found is not None:
            lets[w[1]], small, domain = found
            moved = checker.replaced(moved, kernel, small)
            written = _with_powers(inner, _balanced(inner, written, kernel), kernel, small, t)
            inner = inner.having(w[1], inner.domain(domain))
        elif kernel[0] != "log":
            return []
    if any(k[0] == "log" for k in kernels) and checker.log(t) not in kernels:
        late, moved = in_normal_form(inner, partial(_kernels, written=moved, t=t))
        if checker.log(t) in late:  # it was hidden in log(sin(t)), for one
            w = checker.sym(f"{way.x[1]}_w{len(kernels)}")
            kernels.append(checker.log(t))
            lets[w[1]], small = _logarithm(way, w)
            moved = checker.replaced(moved, checker.log(t), small)
            inner = inner.having(w[1], inner.domain("(-4, 4)"))
    q: int = in_normal_form(inner, lambda form: _fraction(form, moved, t))
    q = lcm(q, 2) if checker.log(t) in kernels else q
    if q > 1:  # what is left of t**(1/q) cancels where t is the q-th power of what is small
        root, power = checker.sym(f"{way.x[1]}_r"), num(fmpq(1, q))
        normal: Proof = {"rule": "normal form"}
        lets[root[1]] = {**_let(way.part**power, ONE, normal, normal), "power": text(power)}
        del lets[t[1]]
        moved = checker.substitute(moved, {t[1]: root ** num(q)})
        written = checker.substitute(written, {t[1]: root ** num(q)})
        inner = inner.having(root[1], inner.domain("(0, 1)"))
    # The normal form takes log(1 + 1/g) apart where g is an exponential, but not once it is small.
    variants: list[Term] = in_normal_form(inner, lambda form: _variants(form, moved))
    variants += in_normal_form(inner, lambda form: _variants(form, written))
    return [{"let": lets, "to": text(to), "defined": needs} for to in dict.fromkeys(variants)]


def _balanced(context: Context, term: Term, kernel: Term) -> Term:
    """Each log(A) as k*u + log(A*exp(-k*u)), where A grows as exp(k*u) for the kernel exp(u)."""

    def growth(form: NormalForm, inside: Term) -> int:
        ratio = form.of(inside)
        if kernel[0] != "exp" or kernel not in form.kernels:
            return 0
        i = form.kernels.index(kernel)
        return int(ratio.n.degrees()[i] - ratio.d.degrees()[i])

    for part in dict.fromkeys(subterms(term)):
        k: int = in_normal_form(context, partial(growth, inside=part[1])) if part[0] == "log" else 0
        if k:
            exponent = num(k) * kernel[1]
            level = simplified(context, part[1] * checker.exp(-exponent))
            term = checker.replaced(term, part, exponent + checker.log(level))
    return term


def _with_powers(context: Context, term: Term, kernel: Term, small: Term, t: Term) -> Term:
    """The term with the kernel replaced, also where it is part of another exponential:
    exp(c*u + v) is exp(u)**c * exp(v), where v is free of t."""
    term = checker.replaced(term, kernel, small)
    for part in dict.fromkeys(subterms(term)) if kernel[0] == "exp" else ():
        for c in MULTIPLES if part[0] == "exp" else ():
            rest = simplified(context, part[1] - num(c) * kernel[1])
            if t[1] not in checker.symbols(rest):
                term = checker.replaced(term, part, small ** num(c) * checker.exp(rest))
                break
    return term


def _named(
    way: Approach, kernel: Term, w: Term, search: Search
) -> tuple[dict[str, Any], Term, str] | None:
    """A part that tends to 0, what the kernel is in it, and where the part lies."""
    if kernel == checker.log(way.t):
        return *_logarithm(way, w), "(-4, 4)"
    power = _power(way, kernel, w)
    if power is not None:
        return *power, "(0, 1)"
    if kernel[0] in ("sin", "cos") and _grows(way, kernel[1]):
        return *_oscillating(way, kernel, w), "(-1, 1)"
    settle = {"exp": _dominated, "sin": _vanishing, "log": _vanishing}.get(kernel[0], _settling)
    found = settle(way, kernel, w, search)
    return None if found is None else (*found, "(0, 1)" if kernel[0] == "exp" else "(-1, 1)")


def _fraction(form: NormalForm, moved: Term, t: Term) -> int:
    """The q of the ``t**(1/q)`` that occurs."""
    form.of(moved)
    return int(max((k[2][1].q for k in form.kernels if k[0] == "pow" and k[1] == t), default=1))


def _kernels(form: NormalForm, written: Term, t: Term) -> tuple[list[Term], Term]:
    ratio = form.of(written)
    kinds = ("exp", "erf", "atan", "log", "sin", "cos")
    found = [k for k in form.kernels if k[0] in kinds and t[1] in checker.symbols(k)]
    steady = [k for k in found if k[0] != "sin" or form.of(k[1]).d.degrees()[form.kernels.index(t)]
              or _small(form, k, t) is not None]  # fmt: skip
    return sorted(steady, key=lambda k: -sum(1 for _ in subterms(k))), ratio.term()


def _small(form: NormalForm, kernel: Term, t: Term) -> Term | None:
    """The u > 0 with ``c t**k = u``, if the kernel is the sine of u or the logarithm of 1 + u."""
    whole = form.of(kernel[1] if kernel[0] == "sin" else kernel[1] - ONE)
    i = form.kernels.index(t)
    k, bare = whole.n.degrees()[i], not whole.d.degrees()[i]
    u = whole.term()
    rate = (whole * form.of(t) ** -k).term()
    if not bare or k < 1 or t[1] in checker.symbols(rate):
        return None
    return u if form.context.holds(">", rate) else None


def _variants(form: NormalForm, moved: Term) -> list[Term]:
    """The normal form, and the same after multiplying by a conjugate above and below."""
    ratio = form.of(moved)
    found = [ratio.term()]
    for i, (power, value) in list(form.relations.items()):
        if power == 2 and ratio.n.degrees()[i] == 1:
            r, b = form.gens[i], ratio.n.derivative(i)
            a = ratio.n - b * r
            product = Ratio(form, a * a - b * b * value, ratio.d)
            found.append(product.term() / form.term(a - b * r))
    return found


def _dominated(
    way: Approach, kernel: Term, w: Term, search: Search
) -> tuple[dict[str, Any], Term] | None:
    """``w = S**4 exp(-u)`` falls faster than 1/S, as ``exp(u) >= u**5/5!`` and u/S grows from the
    edge on; the kernel is ``exp(-u)``, or ``exp(u)`` where that grows."""
    kernel = checker.substitute(kernel, {way.t[1]: way.part})
    grows = way.near.holds(">", kernel[1])
    u = kernel[1] if grows else -kernel[1]
    positive = search.prove(Goal(way.near, ">", u))
    if positive is None:
        return None
    gap, small = checker.exp(u) - u ** num(5) / num(120), checker.sym("gap")
    slowest = checker.substitute(way.scale / u, {way.x[1]: way.edge})
    bound = num(120) * slowest ** num(5)
    inner = way.near.having("gap", way.near.domain("[0, oo)"))
    to = bound * small + ((slowest * u) ** num(5) - way.scale ** num(5))
    then = search.prove(Goal(inner, ">=", to))
    if then is None:
        return None
    known = {"rule": "known", "of": "exp", "at": text(u), "positive": positive}
    below: Proof = {
        "rule": "rewrite", "by": text(checker.exp(u)), "by_positive": {"rule": "normal form"},
        "let": {"gap": {"is": text(gap), "in": "[0, oo)", "low": known}},
        "to": text(to), "then": then,
    }  # fmt: skip
    part: Term = way.scale ** num(4) * checker.exp(-u)
    above_zero: Proof = {"rule": "normal form"}
    if not way.near.holds(">=", bound + part * way.scale):  # a sum whose first part has hypotheses
        lets = {"level": {"is": text(bound), "in": "[0, oo)", "low": above_zero}}
        to = checker.sym("level") + part * way.scale
        above_zero = {"rule": "rewrite", "let": lets, "to": text(to), "then": {"rule": "bounds"}}
    let = _let(part, bound, below, above_zero)
    tiny = w * way.t ** num(4)
    return let, ONE / tiny if grows else tiny


def _power(way: Approach, kernel: Term, w: Term) -> tuple[dict[str, Any], Term] | None:
    """``t**c = w t**m`` for a variable exponent c > m: w is t**(c - m).  If c may be equal to m,
    ``w t**(m - 1/2)`` where w = t**(c - m + 1/2) is at most t**(1/2)."""
    if kernel[0] != "exp":
        return None
    ratio = in_normal_form(way.near.having(way.t[1], way.near.domain("(0, 1)")), lambda form: (
        form.of(kernel[1] / checker.log(way.t)).term()))  # fmt: skip
    if {way.t[1], way.x[1]} & checker.symbols(ratio) or checker.rational(ratio) is not None:
        return None
    low = way.near.bounds(ratio).lo
    if not low.is_finite():
        return None
    most = num(fmpq(int((low * 2).floor().unique_fmpz() or 0), 2))
    if way.near.holds(">", ratio - most):
        rest = checker.parse(text(simplified(way.near, ratio - most)), way.near.names)
        small = way.part**rest
        proofs = [{"rule": "rewrite", "to": str(k), "then": {"rule": "bounds"}} for k in (0, 2)]
        return {**_let(small, ONE, *proofs), "power": text(rest)}, w * way.t**most
    least = num(most[1] - fmpq(1, 2))
    rest = ratio - least
    falls = ONE - checker.exp(-(rest - checker.HALF) * checker.log(way.scale))
    above: Proof = {"rule": "rewrite", "to": text(falls), "then": {"rule": "bounds"}}
    let = _let(way.part**rest, ONE, above, {"rule": "bounds"})
    return {**let, "power": "1/2"}, w * way.t**least


def _tilts(form: NormalForm, written: Term, t: Term) -> list[tuple[Term, Term, Term]]:
    """The kernels ``exp(b/t)`` beside an ``exp(-a/t**2)`` that are not known to fall, each
    with the sign of its power and a c > 0: ``exp(c/t**2)`` for all of them together grows less than
    the other falls.
    """
    ratio, found, falls = form.of(written), list[tuple[Term, int]](), ZERO
    for kernel, up, down in zip(form.kernels, ratio.n.degrees(), ratio.d.degrees(), strict=False):
        rate = (form.of(kernel[-1]) * form.of(t)).term() if kernel[0] == "exp" else None
        if rate is None or not (up or down):
            continue
        square = (form.of(kernel[1]) * form.of(t) ** 2).term()
        if t[1] not in checker.symbols(rate):
            falling = -rate if up else rate
            if not (up and down) and not form.context.holds(">", falling):
                found.append((kernel, int(up) - int(down)))
        elif t[1] not in checker.symbols(square):
            falls = checker.plus(falls, num(int(down) - int(up)) * square)
    if not found or falls == ZERO or not form.context.holds(">", falls):
        return []
    share = num(2 * len(found))
    return [
        (k, num(1 if e > 0 else -1), form.of(falls / (share * num(abs(e)))).term())
        for k, e in found
    ]


def _outweighed(form: NormalForm, written: Term, t: Term) -> tuple[Term, int, Term, Term] | None:
    """A kernel ``exp(a/t)`` that may grow beside others that make it fall, for all that is known
    of the parameters: the kernel, its power, the others, and the exponent of them all."""
    ratio = form.of(written)
    monomials = list(ratio.n.to_dict())
    if not monomials:
        return None
    found: list[tuple[Term, int, bool]] = []
    for kernel, up, down in zip(form.kernels, monomials[0], ratio.d.degrees(), strict=False):
        power = int(up) - int(down)
        if kernel[0] == "exp" and power and t[1] in checker.symbols(kernel):
            rate = (form.of(kernel[1]) * form.of(t) * form.of(num(-power))).term()
            if t[1] in checker.symbols(rate):
                return None
            found.append((kernel, power, form.context.holds(">", rate)))
    growing = [(k, e) for k, e, falls in found if not falls]
    if len(growing) != 1 or len(found) < 2 or abs(growing[0][1]) != 1:
        return None
    (kernel, power), rest = growing[0], [(k, e) for k, e, falls in found if falls]
    others = reduce(Term.__mul__, (k ** num(e) for k, e in rest))
    whole = reduce(checker.plus, (num(e) * k[1] for k, e, _ in found))
    return kernel, power, others, whole


def _levelled(
    way: Approach, tilt: Term, sign: Term, c: Term, w: Term
) -> tuple[dict[str, Any], Term]:
    """``w = t exp(b/t - c/t**2)``, which is at most t times exp(b**2/(4 c)): a square in the
    exponent is completed.  And the kernel, ``exp(b/t)`` or 1 over that, in it."""
    b = simplified(way.near, sign * checker.substitute(tilt[1], {way.t[1]: ONE}))
    c = checker.parse(text(c), way.near.names)
    level, x = checker.exp(b * b / (num(4) * c)), way.scale
    part = way.part * checker.exp(b * x - c * x * x)
    square = (x - b / (checker.TWO * c)) ** checker.TWO
    near = level * (ONE - checker.exp(-(c * square)))
    proofs: list[Proof] = [
        {"rule": "rewrite", "to": text(near), "then": {"rule": "bounds"}}, {"rule": "normal form"},
    ]  # fmt: skip
    small = w / way.t * checker.exp(c / (way.t * way.t))
    return _let(part, level, *proofs), small if sign == ONE else ONE / small


def _oscillating(way: Approach, kernel: Term, w: Term) -> tuple[dict[str, Any], Term]:
    """``w = t sin u``, which is at most t however u grows."""
    wave = checker.substitute(kernel, {way.t[1]: way.part})
    proofs: list[Proof] = [
        {"rule": "rewrite", "to": text(ONE - sign * wave), "then": {"rule": "bounds"}}
        for sign in (ONE, num(-1))
    ]
    return _let(way.part * wave, ONE, *proofs), w / way.t


def _vanishing(
    way: Approach, kernel: Term, w: Term, search: Search
) -> tuple[dict[str, Any], Term] | None:
    """For u = c t**k: ``w = sin(u)/u - 1`` lies between -u**2/6 and 0, and ``w = log(1 + u)/u - 1``
    between -u and 0."""
    inner = way.near.having(way.t[1], way.near.domain("(0, 1)"))
    tiny = in_normal_form(inner, lambda form: (form.of(way.t), _small(form, kernel, way.t))[1])
    if tiny is None:
        return None
    u = checker.substitute(tiny, {way.t[1]: way.part})
    whole, small = Term((kernel[0], u if kernel[0] == "sin" else ONE + u)), checker.sym("gap")
    bound = checker.substitute(tiny, {way.t[1]: ONE})
    bound = bound * bound if kernel[0] == "sin" else bound
    lowest = u - u ** num(3) / num(6) if kernel[0] == "sin" else ONE - ONE / (ONE + u)
    known: tuple[dict[str, Any], ...] = (
        {"of": "sin above", "at": text(u)}, {"of": "sin below", "at": text(u)},
    ) if kernel[0] == "sin" else (
        {"of": "log", "at": text(ONE / (ONE + u))}, {"of": "log", "at": text(ONE + u)},
    )  # fmt: skip
    inner = way.near.having("gap", way.near.domain("[0, oo)"))

    def rise(gap: Term) -> Term:
        if kernel[0] == "sin":
            return bound + gap / (u * way.part) - u * u / (num(6) * way.part)
        return bound + gap / (u * way.part) - u / ((ONE + u) * way.part)

    proofs: list[dict[str, Any]] = []
    for fact, gap, to in zip(
        known,
        (u - whole, whole - lowest),
        (bound + small / (u * way.part), rise(small)),
        strict=True,
    ):
        positive = search.prove(Goal(way.near, ">", checker.parse(fact["at"], way.near.names)))
        then = _simply(Goal(inner, ">=", to), search)
        if then is None or positive is None:
            return None
        low = {"rule": "known", **fact, "positive": positive}
        lets = {"gap": {"is": text(gap), "in": "[0, oo)", "low": low}}
        proofs.append({"rule": "rewrite", "let": lets, "to": text(to), "then": then})
    return _let(whole / u - ONE, bound, *proofs), tiny * (ONE + w)


def _logarithm(way: Approach, w: Term) -> tuple[dict[str, Any], Term]:
    """``w = t**(1/2) log t`` stays below ``4 t**(1/4)``, since u log u >= u - 1 for its root u."""
    far = {OO, -OO} & {*way.near.ends[way.x[1]]}
    distance = way.part if far else checker.sym("distance")
    u = distance ** num(fmpq(1, 4))
    known = {"rule": "known", "of": "log", "at": text(u), "positive": {"rule": "bounds"}}
    gap, small = checker.log(u) - ONE + ONE / u, checker.sym("gap")
    below: Proof = {
        "rule": "rewrite", "let": {"gap": {"is": text(gap), "in": "[0, oo)", "low": known}},
        "to": text(num(4) * u * small + num(4) * u), "then": {"rule": "bounds"},
    }  # fmt: skip
    above: Proof = {"rule": "bounds"}
    if not far:
        grown = u * checker.log(distance)
        above, below = (
            _from_the_end(way, num(4) - sign * grown, then)
            for sign, then in ((ONE, above), (num(-1), below))
        )
    part = way.part**checker.HALF * checker.log(way.part)
    let = _let(part, num(4), above, below)
    return {**let, "power": "1/4"}, w / way.t**checker.HALF


def _from_the_end(way: Approach, to: Term, then: Proof) -> Proof:
    """The proof with the distance to the target as a variable: the box just misses to know that it
    is positive where the target is no ball's end."""
    end = {"rule": "end", "var": way.x[1], "at": "hi" if way.start == "lo" else "lo"}
    low: Proof = {**end, "to": "1", "then": {"rule": "bounds"}}
    let = {"is": text(way.part), "in": "(0, 2)", "low": low, "high": {"rule": "bounds"}}
    return {"rule": "rewrite", "let": {"distance": let}, "to": text(to), "then": then}


def _settling(
    way: Approach, kernel: Term, w: Term, search: Search
) -> tuple[dict[str, Any], Term] | None:
    """erf or atan of what grows: its limit, and how the rest stays below C/scale."""
    kernel = checker.substitute(kernel, {way.t[1]: way.part})
    sign = num(-1) if way.near.holds(">", -kernel[1]) else ONE
    limit = ONE if kernel[0] == "erf" else checker.HALF * checker.PI
    u, rest, small = sign * kernel[1], kernel - sign * limit, checker.sym("gap")
    positive = search.prove(Goal(way.near, ">", u), only=SIMPLE)
    gap = Term((kernel[0], u)) - limit + ONE / u
    known = {"rule": "known", "of": kernel[0], "at": text(u), "positive": positive}
    lets = {"gap": {"is": text(gap), "in": "[0, oo)", "low": known}}
    inner = way.near.having("gap", way.near.domain("[0, oo)"))
    for power in (fmpq(1), fmpq(1, 2), fmpq(1, 4)):
        scale = way.scale if power == 1 else way.scale ** num(power)
        if _grows(way, checker.substitute(scale / u, {way.x[1]: way.variable})):
            continue
        for bound in (checker.substitute(scale / u, {way.x[1]: way.edge}), ONE, num(4)):
            to = scale * small + (bound - scale / u)
            then = _simply(Goal(inner, ">=", to), search)
            if positive is not None and then is not None:
                near: Proof = {"rule": "rewrite", "let": lets, "to": text(to), "then": then}
                far: Proof = {"rule": "bounds"}
                if kernel[0] == "atan":
                    far = _short_of_a_right_angle(scale, u, bound)
                proofs = (far, near) if sign == ONE else (near, far)
                return {**_let(rest, bound, *proofs), "power": text(num(power))}, sign * limit + w
    return None


def _simply(goal: Goal, search: Search) -> Proof | None:
    """A proof by bounds, as it stands or in its normal form, if there is one."""
    short = search.prove(goal, only=("bounds", "normal form"))
    if short is not None:
        return short
    to = simplified(goal.context, goal.term)
    then = search.prove(goal.of(to), only=("bounds", "normal form"))
    if then is not None:
        return {"rule": "rewrite", "to": text(to), "then": then}
    return search.prove(goal, only=SIMPLE)


def _grows(way: Approach, u: Term) -> bool:
    """Whether an argument is large near the target, as far as balls see it."""
    values = []
    for small in (fmpq(1, 2**20), fmpq(1, 2**40)):
        boxes = {n: a_number(box, k) for k, (n, box) in enumerate(way.near.box.items())}
        boxes[way.t[1]] = checker.exactly(arb(small))
        here = Context(boxes, way.near.ends, [], [], way.near.sizes, way.near.whole)
        values.append(abs(here.bounds(u).ball().mid()))
    return bool(values[1] > 2 * values[0] and values[1] > 16)


def _short_of_a_right_angle(scale: Term, u: Term, bound: Term) -> Proof:
    """``bound + scale*(pi/2 - atan u) >= 0``, the angle being named: pi is no exact ball."""
    angle, rest = checker.HALF * checker.PI - Term(("atan", u)), checker.sym("gap")
    known = {"rule": "known", "of": "acot", "at": text(u), "positive": {"rule": "normal form"}}
    return {
        "rule": "rewrite", "let": {"gap": {"is": text(angle), "in": "[0, oo)", "low": known}},
        "to": text(scale * rest + bound), "then": {"rule": "normal form"},
    }  # fmt: skip


def _let(part: Term, bound: Term, above: Proof, below: Proof) -> dict[str, Any]:
    return {"is": text(part), "bound": text(bound), "above": above, "below": below}
