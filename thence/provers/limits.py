"""Limits at infinity and one-sided limits at a point, by naming the parts that tend to 0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flint import fmpq

from thence import checker
from thence.checker import ONE, OO, Context, NormalForm, Proof, Ratio, Rejected, Term, num
from thence.provers.goal import Goal, Search, in_normal_form, text

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
]


def value(context: Context, limit: Term, is_: Term, search: Search) -> Proof | None:
    """How the checker shows that a limit is ``is_``."""
    _, body, name, target = limit
    return tends(context, body, name, target, is_, search)


def tends(
    context: Context, body: Term, name: str, target: Term, is_: Term, search: Search,
    below: bool = False,
) -> Proof | None:  # fmt: skip
    """How the checker shows that ``body`` tends to ``is_`` towards infinity, or towards a point
    from the right or from ``below``."""
    for step in (1, 4, 16, 64) if target in (OO, -OO) else (1, fmpq(1, 8), fmpq(1, 64)):
        search.check_time()
        try:
            way = Approach.towards(context, name, target, below, num(step))
            candidates = _near(way, body, search)
        except Rejected:
            continue
        for found in candidates:
            item = {"near": text(way.edge), "is": text(is_), **found}
            try:
                checker.tends(context, body, name, target, below, is_, item)
            except Rejected:
                continue
            return item
    return None


@dataclass(frozen=True)
class Approach:
    """A way towards a target: beyond ``edge``, ``x`` is ``variable`` in a small ``t`` = ``part``,
    and ``scale`` is 1/|t|."""

    near: Context
    x: Term
    edge: Term
    part: Term
    t: Term
    variable: Term
    small: str
    scale: Term
    start: str

    @classmethod
    def towards(
        cls, context: Context, name: str, target: Term, below: bool, step: Term
    ) -> Approach:
        """The way to a target at infinity, or from one side to a point."""
        x, t = checker.sym(name), checker.sym(f"{name}_t")
        if target in (OO, -OO):
            sign = ONE if target == OO else num(-1)
            edge, part, variable = sign * step, -sign / x, -sign / t
            small, scale, ends = "(-1, 0)", sign * x, (edge, OO) if target == OO else (-OO, edge)
        else:
            edge = target - step if below else target + step
            part, variable, ends = (
                x - target,
                target + t,
                (edge, target) if below else (target, edge),
            )
            small, scale = ("(-1, 0)", -ONE / part) if below else ("(0, 1)", ONE / part)
        near = context.having(name, context.between(*ends, True, True))
        start = "lo" if ends[0] == edge else "hi"
        return cls(near, x, edge, part, t, variable, small, scale, start)


def _near(way: Approach, body: Term, search: Search) -> list[dict[str, Any]]:
    """The body in small variables: as its normal form, and with one root moved below."""
    near, t = way.near, way.t
    needs = search.defined(near, body)
    if needs is None:
        return []
    inner = near.having(t[1], near.domain(way.small))
    moved = checker.substitute(body, {way.x[1]: way.variable})
    kernels, moved = in_normal_form(inner, lambda form: _kernels(form, moved, t))
    lets = {t[1]: _let(way.part, ONE, {"rule": "normal form"}, {"rule": "normal form"})}
    for i, kernel in enumerate(kernels):
        w = checker.sym(f"{way.x[1]}_w{i}")
        domain = "(-1, 1)"
        if kernel == checker.log(t):
            lets[w[1]], small, domain = *_logarithm(way, w), "(-4, 4)"
        elif kernel[0] == "log":
            continue
        else:
            settle = _dominated if kernel[0] == "exp" else _settling
            found = settle(way, kernel, w, search)
            if found is None:
                return []
            lets[w[1]], small = found
            domain = "(0, 1)" if kernel[0] == "exp" else domain
        moved = checker.replaced(moved, kernel, small)
        inner = inner.having(w[1], inner.domain(domain))
    if checker.log(t) in kernels:  # w / t**(1/2) cancels where t is the square of what is small
        root = checker.sym(f"{way.x[1]}_r")
        normal: Proof = {"rule": "normal form"}
        lets[root[1]] = {**_let(way.part**checker.HALF, ONE, normal, normal), "power": "1/2"}
        del lets[t[1]]
        moved = checker.substitute(moved, {t[1]: root * root})
        inner = inner.having(root[1], inner.domain("(0, 1)"))
    variants: list[Term] = in_normal_form(inner, lambda form: _variants(form, moved))
    return [{"let": lets, "to": text(to), "defined": needs} for to in variants]


def _kernels(form: NormalForm, moved: Term, t: Term) -> tuple[list[Term], Term]:
    ratio = form.of(moved)
    kinds = ("exp", "erf", "atan", "log")
    found = [k for k in form.kernels if k[0] in kinds and t[1] in checker.symbols(k)]
    return found, ratio.term()


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
    let = _let(way.scale ** num(4) * checker.exp(-u), bound, below, {"rule": "normal form"})
    tiny = w * way.t ** num(4)
    return let, ONE / tiny if grows else tiny


def _logarithm(way: Approach, w: Term) -> tuple[dict[str, Any], Term]:
    """``w = t**(1/2) log t`` stays below ``4 t**(1/4)``, since u log u >= u - 1 for its root u."""
    u = way.part ** num(fmpq(1, 4))
    known = {"rule": "known", "of": "log", "at": text(u), "positive": {"rule": "bounds"}}
    gap, small = checker.log(u) - ONE + ONE / u, checker.sym("gap")
    below: Proof = {
        "rule": "rewrite", "let": {"gap": {"is": text(gap), "in": "[0, oo)", "low": known}},
        "to": text(num(4) * u * small + num(4) * u), "then": {"rule": "bounds"},
    }  # fmt: skip
    part = way.part**checker.HALF * checker.log(way.part)
    let = _let(part, num(4), {"rule": "bounds"}, below)
    return {**let, "power": "1/4"}, w / way.t**checker.HALF


def _settling(
    way: Approach, kernel: Term, w: Term, search: Search
) -> tuple[dict[str, Any], Term] | None:
    """erf or atan of what grows: its limit, and how the rest stays below C/scale."""
    kernel = checker.substitute(kernel, {way.t[1]: way.part})
    sign = num(-1) if way.near.holds(">", -kernel[1]) else ONE
    limit = ONE if kernel[0] == "erf" else checker.HALF * checker.PI
    u, rest, small = sign * kernel[1], kernel - sign * limit, checker.sym("gap")
    positive = search.prove(Goal(way.near, ">", u))
    gap = Term((kernel[0], u)) - limit + ONE / u
    known = {"rule": "known", "of": kernel[0], "at": text(u), "positive": positive}
    lets = {"gap": {"is": text(gap), "in": "[0, oo)", "low": known}}
    inner = way.near.having("gap", way.near.domain("[0, oo)"))
    for bound in (checker.substitute(way.scale / u, {way.x[1]: way.edge}), ONE, num(4)):
        to = way.scale * small + (bound - way.scale / u)
        then = search.prove(Goal(inner, ">=", to))
        if positive is not None and then is not None:
            near: Proof = {"rule": "rewrite", "let": lets, "to": text(to), "then": then}
            far = (
                _short_of_a_right_angle(way, u, bound)
                if kernel[0] == "atan"
                else {"rule": "bounds"}
            )
            proofs = (far, near) if sign == ONE else (near, far)
            return _let(rest, bound, *proofs), sign * limit + w
    return None


def _short_of_a_right_angle(way: Approach, u: Term, bound: Term) -> Proof:
    """``bound + scale*(pi/2 - atan u) >= 0``, the angle being named: pi is no exact ball."""
    angle, rest = checker.HALF * checker.PI - Term(("atan", u)), checker.sym("gap")
    known = {"rule": "known", "of": "acot", "at": text(u), "positive": {"rule": "normal form"}}
    return {
        "rule": "rewrite", "let": {"gap": {"is": text(angle), "in": "[0, oo)", "low": known}},
        "to": text(way.scale * rest + bound), "then": {"rule": "normal form"},
    }  # fmt: skip


def _let(part: Term, bound: Term, above: Proof, below: Proof) -> dict[str, Any]:
    return {"is": text(part), "bound": text(bound), "above": above, "below": below}
