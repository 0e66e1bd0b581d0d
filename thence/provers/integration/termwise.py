"""Integrals term by term: the integrand is a factor times a classical series in something.

An exponential, a logarithm, an inverse tangent or a quotient by a binomial is expanded, each
summand is integrated for every index, and the sum of the integrals is left.
"""

from __future__ import annotations

from collections.abc import Iterator

from thence import checker
from thence.checker import (
    ONE,
    OO,
    SERIES,
    ZERO,
    Context,
    NormalForm,
    Proof,
    Rejected,
    Term,
    num,
    sym,
)
from thence.provers.goal import Goal, OutOfTime, Search
from thence.provers.integration import euler, integrals, matching
from thence.provers.summation import convergence
from thence.provers.terms import in_normal_form, reread, simplified, subterms, text

MUST_NOT_PROVE = [
    {"given": {}, "lhs": "Integral(log(1 - x)/x, (x, 0, 1))", "rel": "=",
     "rhs": "-Sum(1/(k + 1)**2, (k, 0, oo)) + 10**-12"},
    {"given": {}, "lhs": "Integral(1/(1 + x), (x, 0, 2))", "rel": "=",
     "rhs": "Sum((-1)**k*2**(k + 1)/(k + 1), (k, 0, oo))"},
    {"given": {}, "lhs": "Integral(1/(1 - x), (x, 0, 1))", "rel": "=",
     "rhs": "Sum(1/(k + 1), (k, 0, oo))"},
    {"given": {}, "lhs": "Integral(exp(-x)/(1 + x), (x, 0, oo))", "rel": "=",
     "rhs": "Sum((-1)**k*factorial(k), (k, 0, oo))"},
    {"given": {}, "lhs": "Integral(x/(exp(x) + 1), (x, 0, oo))", "rel": "=",
     "rhs": "Sum(1/(k + 1)**2, (k, 0, oo))"},
    {"given": {}, "lhs": "Integral(x**x, (x, 0, 1))", "rel": "=",
     "rhs": "Sum(1/(k + 1)**(k + 1), (k, 0, oo))"},
    {"given": {}, "lhs": "Integral(log((1 + x)/(1 - x))/x, (x, 0, 1))", "rel": "=",
     "rhs": "pi**2/8"},
    {"given": {}, "lhs": "Integral(log(x)**2/(1 + x**2), (x, 0, oo))", "rel": "=",
     "rhs": "pi**3/16"},
]  # fmt: skip
INDEX = "k_0"
#: Seconds for one expansion.
EACH = 3.0


def value(context: Context, integral: Term, search: Search) -> tuple[Proof, Term] | None:
    """How the checker shows an integral to be a sum, and that sum."""
    if checker.symbols(integral):
        return None
    try:
        folded = _folded(context, integral, search)
        if folded is not None:
            return folded
        for of, u, times in _expansions(context, integral):
            search.check_time()
            quick = Search(min(search.left(), EACH))
            try:
                found = _item(context, integral, of, u, times, quick)
            except OutOfTime:
                continue
            if found is not None:
                return found
    except (Rejected, ArithmeticError, ValueError):
        return None
    return None


def _folded(context: Context, integral: Term, search: Search) -> tuple[Proof, Term] | None:
    """From 0 to infinity, with a logarithm of x: cut at 1, and what lies beyond by x = 1/u."""
    _, body, name, *ends = integral
    if checker.log(sym(name)) not in subterms(body):
        return None
    if ends == [ZERO, OO]:
        cut = matching.split(context, integral, [ONE], search)
        return search.accepted(context, integral, cut) if cut is not None else None
    if ends != [ONE, OO]:
        return None
    g = ONE / sym(matching.NAME)
    move = matching.substitution(context, integral, g, (ZERO, ONE), search)
    item = matching.moved(context, integral, move, search) if move is not None else None
    return search.accepted(context, integral, item) if item is not None else None


def _expansions(context: Context, integral: Term) -> Iterator[tuple[str, Term, Term]]:
    """Series that the integrand is a multiple of: their kinds, arguments, and the multiples."""
    body, name = integral[1], integral[2]
    inner = context.within(integral)

    def job(form: NormalForm) -> list[tuple[str, Term]]:
        a, found, exponentials = form.of(body), [], []
        for kernel, *powers in zip(form.kernels, a.n.degrees(), a.d.degrees(), strict=False):
            if not any(powers) or name not in checker.symbols(kernel):
                continue
            if kernel[0] == "exp":
                power = int(powers[0]) - int(powers[1])
                exponentials.append(("exponential", num(power) * kernel[1]))
            elif kernel[0] == "log":
                found.append(("logarithm", ONE - kernel[1]))
            elif kernel[0] == "atan":
                found.append(("arctangent", kernel[1]))
        factors = [f for f, e in a.d.factor()[1] if e == 1]
        for f in (a.d, *(f for f in factors if f != a.d)):
            summands = [form.term(f.context().from_dict({m: c})) for m, c in f.to_dict().items()]
            if len(summands) == 2:
                found += [("geometric", -summands[i] / summands[1 - i]) for i in (0, 1)]
        return found + exponentials

    logs = dict.fromkeys(t[1] for t in subterms(body) if t[0] == "log")
    alone = [("logarithm", ONE - v) for v in logs]
    alone += [("artanh", (v - ONE) / (v + ONE)) for v in logs]
    for of, u in [*in_normal_form(inner, job), *alone]:
        u = simplified(inner, u)
        yield of, u, simplified(inner, body / SERIES[of](u, 0)[2])


def _item(
    context: Context, integral: Term, of: str, u: Term, times: Term, search: Search
) -> tuple[Proof, Term] | None:
    _, body, name, low, high = integral
    inner = context.within(integral)
    u, times = (reread(inner, term) for term in (u, times))
    conditions, term_at, closed = SERIES[of](u, 0)
    needs: Proof = {}
    for i, (rel, need) in enumerate(conditions):
        if not inner.holds(rel, need):
            proof = search.prove(Goal(inner, rel, need))
            if proof is None:
                return None
            needs[str(i)] = proof
    every = context.within(Term(("sum", ZERO, INDEX, ZERO, OO)))
    there = every.within(Term(("integral", ZERO, name, low, high)))
    term = reread(there, simplified(there, times * term_at(checker.sym(INDEX))))
    one = Term(("integral", term, name, low, high))
    each = euler.value(every, one, search) or integrals.value(every, one, search)
    if each is None:
        return None
    how, is_ = each
    term_needs, is_needs = search.defined(there, term), search.defined(every, is_)
    signs = _sign(there, term, search)
    total = Term(("sum", is_, INDEX, ZERO, OO))
    converges = convergence.proofs(context, total, search)
    body_needs = search.defined(inner, body)
    if signs is None or converges is None or None in (term_needs, is_needs, body_needs):
        return None
    part = {"of": of, "at": text(u), "times": text(times), "needs": needs}
    summand = times * term_at(checker.sym(INDEX) - ZERO + num(0))  # as the checker writes it
    series = {
        "parts": [part], "defined": term_needs,
        "summand_defined": search.defined(there, summand),
        "total_defined": search.defined(inner, times * closed),
    }  # fmt: skip
    if None in series.values():
        return None
    item: Proof = {
        "by": "terms", "index": INDEX, "term": text(term), "defined": body_needs,
        "series": series, "each": {**how, "value_defined": is_needs}, "term_defined": term_needs,
        **signs, "converges": converges, "is": text(total),
    }  # fmt: skip
    return search.accepted(context, integral, item)


def _sign(there: Context, term: Term, search: Search) -> Proof | None:
    """The factor that makes every summand of the integrand nonnegative."""
    alternating = num(-1) ** checker.sym(INDEX)
    for sign in (ONE, num(-1), alternating, -alternating):
        proof = search.prove(Goal(there, ">=", sign * term), only=("bounds", "normal form"))
        if proof is not None:
            return {"sign": text(sign), "one_sign": proof}
    return None
