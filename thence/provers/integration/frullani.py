"""Integrals of (f(a x) - f(b x))/x from 0 to infinity, after Frullani, and such of powers of x over
log x from 0 to 1, by x = exp(-u)."""

from __future__ import annotations

from collections.abc import Iterator

from thence import checker
from thence.checker import ONE, OO, ZERO, Context, NormalForm, Proof, Rejected, Term, num, sym
from thence.provers.goal import Goal, Search
from thence.provers.integration import integrals, matching
from thence.provers.integration.matching import NAME
from thence.provers.terms import in_normal_form, reread, simplified, subterms, text

MUST_NOT_PROVE = [
    {"given": {"b": "real"}, "lhs": "Integral((exp(-x) - exp(-b*x))/x, (x, 0, oo))", "rel": "=",
     "rhs": "log(b)"},
    {"given": {"a": "positive", "b": "positive"}, "rel": "=", "rhs": "log(b/a) + 10**-12",
     "lhs": "Integral((exp(-a*x) - exp(-b*x))/x, (x, 0, oo))"},
    {"given": {}, "lhs": "Integral((atan(3*x) - atan(x))/x, (x, 0, oo))", "rel": "=",
     "rhs": "log(3)"},
    {"given": {}, "lhs": "Integral((exp(2*x) - exp(x))/x, (x, 0, oo))", "rel": "=",
     "rhs": "-log(2)"},
    {"given": {}, "lhs": "Integral((1/x - 1/(2*x))/x, (x, 0, oo))", "rel": "=", "rhs": "0"},
    {"given": {"a": "[-1, oo)"}, "lhs": "Integral((x**a - 1)/log(x), (x, 0, 1))", "rel": "=",
     "rhs": "log(a + 1)"},
]  # fmt: skip


def value(context: Context, integral: Term, search: Search) -> tuple[Proof, Term] | None:
    """How the checker shows the value of an integral of Frullani's, and that value."""
    try:
        if integral[3:] == (ZERO, OO):
            item = _item(context, integral, search)
            return search.accepted(context, integral, item) if item is not None else None
        logarithm = checker.log(sym(integral[2]))
        if integral[3:] != (ZERO, ONE) or logarithm not in subterms(integral[1]):
            return None
        move = matching.substitution(context, integral, checker.exp(-sym(NAME)), (ZERO, OO), search)
        needs = search.defined(context.within(integral), integral[1])
        if move is None or needs is None:
            return None
        g = checker.parse(move["g"], context.names | {NAME})
        moved = matching.carried_body(integral, g, move["rising"])
        item = _item(context, Term(("integral", moved, NAME, ZERO, OO)), search)
        if item is None:
            return None
        item = {**move, "defined": needs, "is": item["is"], "then": item}
        return search.accepted(context, integral, item)
    except (Rejected, ArithmeticError, ValueError):
        return None


def _item(context: Context, integral: Term, search: Search) -> Proof | None:
    _, body, name, *_ = integral
    inner = context.within(integral)
    for f, a, b in _pairs(inner, body, name):
        f = reread(inner, f)
        ends = [
            integrals.at_end(context, inner, f, name, end, end == OO, search) for end in (ZERO, OO)
        ]
        needs, more = search.defined(inner, body), search.defined(inner, f)
        if None in (*ends, needs, more):
            continue
        positive: Proof = {}
        for i, rate in enumerate((a, b)):
            proof = search.prove(Goal(context, ">", rate))
            if proof is None:
                return None
            positive[str(i)] = proof
        (first_item, first), (last_item, last) = (end for end in ends if end is not None)
        shown = simplified(context, (first - last) * checker.log(b / a))
        return {
            "by": "frullani", "f": text(f), "a": text(a), "b": text(b), "positive": positive,
            "defined": needs, "f_defined": more, "ends": [first_item, last_item], "is": text(shown),
        }  # fmt: skip
    return None


def _pairs(inner: Context, body: Term, name: str) -> Iterator[tuple[Term, Term, Term]]:
    """f, a and b where x times the integrand is f(a x) - f(b x): for two exponentials from their
    rates, and else each multiple of x in one summand as a x, and each in the other as b x."""
    x = sym(name)

    def job(form: NormalForm) -> list[Term]:
        return [num(c) * m.term() for c, m in form.of(x * body).summands()]

    parts = in_normal_form(inner, job)
    if len(parts) != 2 or not all(name in checker.symbols(part) for part in parts):
        return
    rates = [simplified(inner, -checker.diff(part, name) / part) for part in parts]
    if not any(name in checker.symbols(rate) for rate in rates):
        factor = simplified(inner, checker.substitute(parts[0], {name: ZERO}))
        yield checker.times(factor, checker.exp(-x)), rates[0], rates[1]
        return
    for a in _multiples(inner, parts[0], name):
        f = simplified(inner, checker.substitute(parts[0], {name: x / a}))
        for b in _multiples(inner, parts[1], name):
            moved = checker.substitute(f, {name: b * x})
            if a != b and checker.vanishes(inner, moved + parts[1]):
                yield f, a, b


def _multiples(inner: Context, part: Term, name: str) -> list[Term]:
    """Of which multiples of a variable a term is made."""
    terms = [t for t in subterms(part) if t[0] in ("*", "sym") and name in checker.symbols(t)]
    rates = (simplified(inner, checker.diff(term, name)) for term in terms)
    return [r for r in dict.fromkeys(rates) if name not in checker.symbols(r) and r != ZERO]
