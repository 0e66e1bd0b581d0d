"""Functions that tend to 0 or to a limit, each named by what is small and bounded by how fast."""

from __future__ import annotations

from functools import cache
from typing import Any

from flint import fmpq

from thence import checker
from thence.checker import ONE, OO, Context, NormalForm, Proof, Term, num
from thence.provers.goal import Goal, Search
from thence.provers.limits.approach import GAP, SIMPLE, Approach, grows, named, simply
from thence.provers.terms import in_normal_form, reread, simplified, text

ROOT_OF_PI = checker.PI**checker.HALF


def falling_exponential(
    way: Approach, kernel: Term, w: Term, search: Search
) -> tuple[dict[str, Any], Term] | None:
    """``w = S**4 exp(-u)`` falls faster than 1/S, as ``exp(u) >= u**5/5!`` and u/S grows from the
    edge on; the kernel is ``exp(-u)``, or ``exp(u)`` where that grows."""
    kernel = checker.substitute(kernel, {way.t[1]: way.part})
    grows = way.near.holds(">", kernel[1])
    if not grows and not way.near.holds(">", -kernel[1]):  # a hypothesis may say it
        grows = search.prove(Goal(way.near, ">", kernel[1])) is not None
    u = kernel[1] if grows else -kernel[1]
    positive = search.prove(Goal(way.near, ">", u))
    if positive is None:
        return None
    gap, small = checker.exp(u) - u ** num(5) / num(120), checker.sym(GAP)
    slowest = checker.substitute(way.scale / u, {way.x[1]: way.edge})
    bound = num(120) * slowest ** num(5)
    inner = way.near.having(GAP, way.near.domain("[0, oo)"))
    to = bound * small + ((slowest * u) ** num(5) - way.scale ** num(5))
    then, needs = search.prove(Goal(inner, ">=", to)), search.defined(way.outer, bound)
    by = search.prove(Goal(way.near, ">", checker.exp(u)), only=SIMPLE)
    to_defined = search.defined(inner, to)
    if then is None or needs is None or by is None or to_defined is None:
        return None
    known = {"rule": "known", "of": "exp", "at": text(u), "positive": positive}
    below: Proof = {
        "rule": "rewrite", "by": text(checker.exp(u)), "by_positive": by,
        "let": {GAP: {"is": text(gap), "in": "[0, oo)", "low": known}},
        "to": text(to), "to_defined": to_defined, "then": then,
    }  # fmt: skip
    part: Term = way.scale ** num(4) * checker.exp(-u)
    above_zero = _above_zero(way, bound, part, needs, search)
    let = named(part, bound, below, above_zero) | ({"bound_defined": needs} if needs else {})
    tiny = w * way.t ** num(4)
    return let, ONE / tiny if grows else tiny


def _above_zero(
    way: Approach, bound: Term, part: Term, needs: dict[str, Proof], search: Search
) -> Proof:
    """That the bound of a positive part is not below its negative."""
    normal: Proof = {"rule": "normal form"}
    if way.near.holds(">=", bound + part * way.scale):
        return normal
    level, to = checker.sym("level"), checker.sym("level") + part * way.scale
    there = way.near.having(level[1], way.near.domain("[0, oo)"))  # a sum takes no hypotheses
    let = {"is": text(bound), "in": "[0, oo)", "defined": needs,
           "low": search.prove(Goal(way.near, ">=", bound))}  # fmt: skip
    then = search.prove(Goal(there, ">=", to), only=SIMPLE)
    return {"rule": "rewrite", "let": {level[1]: let}, "to": text(to), "then": then}


def variable_power(way: Approach, kernel: Term, w: Term) -> tuple[dict[str, Any], Term] | None:
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
        rest = reread(way.near, simplified(way.near, ratio - most))
        small = way.part**rest
        proofs = [{"rule": "rewrite", "to": str(k), "then": {"rule": "bounds"}} for k in (0, 2)]
        return {**named(small, ONE, *proofs), "power": text(rest)}, w * way.t**most
    least = num(most[1] - fmpq(1, 2))
    rest = ratio - least
    falls = ONE - checker.exp(-(rest - checker.HALF) * checker.log(way.scale))
    above: Proof = {"rule": "rewrite", "to": text(falls), "then": {"rule": "bounds"}}
    let = named(way.part**rest, ONE, above, {"rule": "bounds"})
    return {**let, "power": "1/2"}, w * way.t**least


def completed_square(
    way: Approach, tilt: Term, sign: Term, c: Term, w: Term
) -> tuple[dict[str, Any], Term]:
    """``w = t exp(b/t - c/t**2)``, which is at most t times exp(b**2/(4 c)): a square in the
    exponent is completed.  And the kernel, ``exp(b/t)`` or 1 over that, in it."""
    b = simplified(way.near, sign * checker.substitute(tilt[1], {way.t[1]: ONE}))
    c = reread(way.near, c)
    level, x = checker.exp(b * b / (num(4) * c)), way.scale
    part = way.part * checker.exp(b * x - c * x * x)
    square = (x - b / (checker.TWO * c)) ** checker.TWO
    near = level * (ONE - checker.exp(-(c * square)))
    proofs: list[Proof] = [
        {"rule": "rewrite", "to": text(near), "then": {"rule": "bounds"}}, {"rule": "normal form"},
    ]  # fmt: skip
    small = w / way.t * checker.exp(c / (way.t * way.t))
    return named(part, level, *proofs), small if sign == ONE else ONE / small


def oscillating(way: Approach, kernel: Term, w: Term) -> tuple[dict[str, Any], Term]:
    """``w = t sin u``, which is at most t however u grows."""
    wave = checker.substitute(kernel, {way.t[1]: way.part})
    proofs: list[Proof] = [
        {"rule": "rewrite", "to": text(ONE - sign * wave), "then": {"rule": "bounds"}}
        for sign in (ONE, num(-1))
    ]
    return named(way.part * wave, ONE, *proofs), w / way.t


def vanishing(
    way: Approach, kernel: Term, w: Term, search: Search
) -> tuple[dict[str, Any], Term] | None:
    """For u = c t**k: ``w = sin(u)/u - 1`` lies between -u**2/6 and 0, and ``w = log(1 + u)/u - 1``
    between -u and 0."""
    inner = way.near.having(way.t[1], way.near.domain("(0, 1)"))
    tiny = in_normal_form(
        inner, lambda form: (form.of(way.t), small_argument(form, kernel, way.t))[1]
    )
    if tiny is None:
        return None
    u = checker.substitute(tiny, {way.t[1]: way.part})
    whole, small = Term((kernel[0], u if kernel[0] == "sin" else ONE + u)), checker.sym(GAP)
    bound = checker.substitute(tiny, {way.t[1]: ONE})
    bound = bound * bound if kernel[0] == "sin" else bound
    lowest = u - u ** num(3) / num(6) if kernel[0] == "sin" else ONE - ONE / (ONE + u)
    known: tuple[dict[str, Any], ...] = (
        {"of": "sin above", "at": text(u)}, {"of": "sin below", "at": text(u)},
    ) if kernel[0] == "sin" else (
        {"of": "log", "at": text(ONE / (ONE + u))}, {"of": "log", "at": text(ONE + u)},
    )  # fmt: skip
    inner = way.near.having(GAP, way.near.domain("[0, oo)"))

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
        then = simply(Goal(inner, ">=", to), search)
        if then is None or positive is None:
            return None
        low = {"rule": "known", **fact, "positive": positive}
        lets = {GAP: {"is": text(gap), "in": "[0, oo)", "low": low}}
        proofs.append({"rule": "rewrite", "let": lets, "to": text(to), "then": then})
    return named(whole / u - ONE, bound, *proofs), tiny * (ONE + w)


def small_argument(form: NormalForm, kernel: Term, t: Term) -> Term | None:
    """The u > 0 with ``c t**k = u``, if the kernel is the sine of u or the logarithm of 1 + u."""
    whole = form.of(kernel[1] if kernel[0] == "sin" else kernel[1] - ONE)
    i = form.kernels.index(t)
    k, bare = whole.n.degrees()[i], not whole.d.degrees()[i]
    u = whole.term()
    rate = (whole * form.of(t) ** -k).term()
    if not bare or k < 1 or t[1] in checker.symbols(rate):
        return None
    return u if form.context.holds(">", rate) else None


def logarithm(way: Approach, w: Term) -> tuple[dict[str, Any], Term]:
    """``w = t**(1/2) log t`` stays below ``4 t**(1/4)``, since u log u >= u - 1 for its root u."""
    far = {OO, -OO} & {*way.near.ends[way.x[1]]}
    distance = way.part if far else checker.sym("distance")
    u = distance ** num(fmpq(1, 4))
    known = {"rule": "known", "of": "log", "at": text(u), "positive": {"rule": "bounds"}}
    gap, small = checker.log(u) - ONE + ONE / u, checker.sym(GAP)
    below: Proof = {
        "rule": "rewrite", "let": {GAP: {"is": text(gap), "in": "[0, oo)", "low": known}},
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
    let = named(part, num(4), above, below)
    return {**let, "power": "1/4"}, w / way.t**checker.HALF


def _from_the_end(way: Approach, to: Term, then: Proof) -> Proof:
    """The proof with the distance to the target as a variable: the box just misses to know that it
    is positive where the target is no ball's end."""
    end = {"rule": "end", "var": way.x[1], "at": "hi" if way.start == "lo" else "lo"}
    low: Proof = {**end, "to": "1", "then": {"rule": "bounds"}}
    let = {"is": text(way.part), "in": "(0, 2)", "low": low, "high": {"rule": "bounds"}}
    return {"rule": "rewrite", "let": {"distance": let}, "to": text(to), "then": then}


def settling(
    way: Approach, kernel: Term, w: Term, search: Search
) -> tuple[dict[str, Any], Term] | None:
    """erf or atan of what grows: its limit, and how the rest stays below C/scale."""
    kernel = checker.substitute(kernel, {way.t[1]: way.part})
    sign = num(-1) if way.near.holds(">", -kernel[1]) else ONE
    limit = ONE if kernel[0] == "erf" else checker.HALF * checker.PI
    u, rest, small = sign * kernel[1], kernel - sign * limit, checker.sym(GAP)
    positive = search.prove(Goal(way.near, ">", u), only=SIMPLE)
    gap = Term((kernel[0], u)) - limit + ONE / u
    known = {"rule": "known", "of": kernel[0], "at": text(u), "positive": positive}
    lets = {GAP: {"is": text(gap), "in": "[0, oo)", "low": known}}
    inner = way.near.having(GAP, way.near.domain("[0, oo)"))
    for power in (fmpq(1), fmpq(1, 2), fmpq(1, 4)):
        scale = way.scale if power == 1 else way.scale ** num(power)
        if grows(way, checker.substitute(scale / u, {way.x[1]: way.variable})):
            continue
        for bound in (checker.substitute(scale / u, {way.x[1]: way.edge}), ONE, num(4)):
            to = scale * small + (bound - scale / u)
            then = simply(Goal(inner, ">=", to), search)
            if positive is not None and then is not None:
                near: Proof = {"rule": "rewrite", "let": lets, "to": text(to), "then": then}
                far: Proof = {"rule": "bounds"}
                if kernel[0] == "atan":
                    far = _short_of_a_right_angle(scale, u, bound)
                proofs = (far, near) if sign == ONE else (near, far)
                return {**named(rest, bound, *proofs), "power": text(num(power))}, sign * limit + w
    return None


def mills_ratio(
    way: Approach, kernel: Term, w: Term, search: Search
) -> tuple[dict[str, Any], Term] | None:
    """erf of what grows, to its first order: for ``u > 0`` it is ``1 - (1 + w) exp(-u**2)/(u
    sqrt(pi))`` with w between -1/(2 u**2) and 0, and that is at most C/scale."""
    u = checker.substitute(kernel[1], {way.t[1]: way.part})
    sign = num(-1) if way.near.holds(">", -u) else ONE
    u, v = sign * u, checker.sym(f"{way.x[1]}_u")
    facts = bounds_of_mills_ratio(v[1])
    positive = search.prove(Goal(way.near, ">", u), only=SIMPLE)
    if not facts or positive is None:
        return None
    inner, gap = way.near.having(GAP, way.near.domain("[0, oo)")), checker.sym(GAP)
    for power in (fmpq(1), fmpq(1, 2), fmpq(1, 4)):
        rate = way.scale ** num(power)
        over = rate / (num(2) * u * u)
        bound = checker.substitute(over, {way.x[1]: way.edge})
        proofs = []
        for (fact, proof), to in zip(facts, (bound, bound - over), strict=True):
            then = simply(Goal(inner, ">=", rate * gap + to), search)
            if then is None:
                break
            proofs.append(_with_gap(fact, proof, v, u, positive, rate * gap + to, then))
        else:
            let = {**named(_mills(u) - ONE, bound, *proofs), "power": text(num(power))}
            u = sign * kernel[1]
            return let, sign * (ONE - (ONE + w) * checker.exp(-(u * u)) / (u * ROOT_OF_PI))
    return None


def _mills(u: Term) -> Term:
    """``sqrt(pi) u exp(u**2) erfc(u)``, which tends to 1."""
    return ROOT_OF_PI * u * checker.exp(u * u) * (ONE - Term(("erf", u)))


@cache
def bounds_of_mills_ratio(name: str) -> list[tuple[Term, Proof]]:
    """What is at least 0 for every positive number of this name, with proofs: how far
    ``sqrt(pi) v exp(v**2) erfc(v)`` is below 1, and above 1 - 1/(2 v**2)."""
    v, context = checker.sym(name), Context({}, {}, [], [])
    context = context.having(name, context.domain("(0, oo)"))
    facts = (ONE - _mills(v), _mills(v) - ONE + ONE / (num(2) * v * v))
    proofs = [Search(4.0).prove(Goal(context, ">=", fact), only=("alone",)) for fact in facts]
    return [(f, p) for f, p in zip(facts, proofs, strict=True) if p] if all(proofs) else []


def _with_gap(
    fact: Term, proof: Proof, v: Term, u: Term, positive: Proof, to: Term, then: Proof
) -> Proof:
    """A proof of ``to``, in which ``gap`` is a fact about v at v = u."""
    low: Proof = {
        "rule": "rewrite", "let": {v[1]: {"is": text(u), "in": "(0, oo)", "low": positive}},
        "to": text(fact), "then": proof,
    }  # fmt: skip
    gap = checker.substitute(fact, {v[1]: u})
    lets = {GAP: {"is": text(gap), "in": "[0, oo)", "low": low}}
    return {"rule": "rewrite", "let": lets, "to": text(to), "then": then}


def _short_of_a_right_angle(scale: Term, u: Term, bound: Term) -> Proof:
    """``bound + scale*(pi/2 - atan u) >= 0``, the angle being named: pi is no exact ball."""
    angle, rest = checker.HALF * checker.PI - Term(("atan", u)), checker.sym(GAP)
    known = {"rule": "known", "of": "acot", "at": text(u), "positive": {"rule": "normal form"}}
    return {
        "rule": "rewrite", "let": {GAP: {"is": text(angle), "in": "[0, oo)", "low": known}},
        "to": text(scale * rest + bound), "then": {"rule": "normal form"},
    }  # fmt: skip
