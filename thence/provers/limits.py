"""Limits at infinity and one-sided limits at a point, by naming the parts that tend to 0."""

from __future__ import annotations

from typing import Any

from flint import fmpq

from thence import checker
from thence.checker import ONE, OO, Context, NormalForm, Proof, Ratio, Rejected, Term, num
from thence.provers.goal import Search, in_normal_form, replaced, text

MUST_NOT_PROVE = [
    {"given": {}, "lhs": "Limit(x*exp(-x), x, oo)", "rel": "=", "rhs": "10**-12"},
    {"given": {}, "lhs": "Limit(Abs(x)/x, x, 0)", "rel": "=", "rhs": "-1"},
    {"given": {}, "lhs": "Limit(sin(x), x, oo)", "rel": "=", "rhs": "0"},
    {"given": {}, "lhs": "Limit(sqrt(x**2+x)-x, x, oo)", "rel": "=", "rhs": "0"},
]


def value(context: Context, limit: Term, is_: Term, search: Search) -> Proof | None:
    """How the checker shows that a limit is ``is_``."""
    _, body, name, target = limit
    return tends(context, body, name, target, is_, search)


def tends(
    context: Context, body: Term, name: str, target: Term, is_: Term, search: Search
) -> Proof | None:
    """How the checker shows that ``body`` tends to ``is_`` towards infinity or a point from the
    right."""
    x = checker.sym(name)
    ladder = (1, 4, 16, 64) if target == OO else (1, fmpq(1, 8), fmpq(1, 64))
    for step in ladder:
        search.check_time()
        edge = num(step) if target == OO else target + num(step)
        try:
            candidates = _near(context, body, x, target, edge, search)
        except Rejected:
            continue
        for found in candidates:
            item = {"near": text(edge), "is": text(is_), **found}
            try:
                checker.tends(context, body, name, target, False, is_, item)
            except Rejected:
                continue
            return item
    return None


def _near(
    context: Context, body: Term, x: Term, target: Term, edge: Term, search: Search
) -> list[dict[str, Any]]:
    """The body in small variables: as its normal form, and with one root moved below."""
    ends = (edge, OO) if target == OO else (target, edge)
    near = context.having(x[1], context.between(*ends, True, True))
    needs = search.defined(near, body)
    if needs is None:
        return []
    t = Term(("sym", f"{x[1]}_t"))
    part, variable = (-ONE / x, num(-1) / t) if target == OO else (x - target, target + t)
    small = "(-1, 0)" if target == OO else "(0, 1)"
    inner = near.having(t[1], near.domain(small))
    moved = checker.substitute(body, {x[1]: variable})

    exps, moved = in_normal_form(inner, lambda form: _kernels(form, moved, t))
    lets = {t[1]: _let(part, ONE, {"rule": "normal form"}, {"rule": "normal form"})}
    for i, kernel in enumerate(exps):
        if target != OO:
            return []
        w = Term(("sym", f"{x[1]}_w{i}"))
        lets[w[1]] = _dominated(near, kernel, x, t, part, edge)
        moved = replaced(moved, kernel, w * t ** num(4))
        inner = inner.having(w[1], inner.domain("(0, 1)"))
    variants: list[Term] = in_normal_form(inner, lambda form: _variants(form, moved))
    return [{"let": lets, "to": text(to), "defined": needs} for to in variants]


def _kernels(form: NormalForm, moved: Term, t: Term) -> tuple[list[Term], Term]:
    ratio = form.of(moved)
    exps = [k for k in form.kernels if k[0] == "exp" and t[1] in checker.symbols(k)]
    return exps, ratio.term()


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
    near: Context, kernel: Term, x: Term, t: Term, part: Term, edge: Term
) -> dict[str, Any]:
    """``w = x**4 exp(-phi)`` falls faster than 1/x beyond the edge."""
    decaying = checker.substitute(kernel, {t[1]: part}) * x ** num(4)
    falls: Proof = {"rule": "slope", "var": x[1], "at": "lo", "slope": {"rule": "normal form"}}
    peak = near.bounds(checker.substitute(decaying * x, {x[1]: edge})).hi
    bound = num(int(peak.ceil().unique_fmpz() or 0) + 1)
    return _let(decaying, bound, {**falls, "base": {"rule": "bounds"}}, {"rule": "normal form"})


def _let(part: Term, bound: Term, above: Proof, below: Proof) -> dict[str, Any]:
    return {"is": text(part), "bound": text(bound), "above": above, "below": below}
