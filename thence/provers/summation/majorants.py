"""Majorants: functions that fall by at least as much as the modulus of an integrand or a summand.

The modulus is at most a sum of monomials M in which what oscillates is replaced by its bound.  What
falls by M is a multiple of M or of x*M towards infinity, of M times the distance towards a finite
end; for a sequence, of M or of k*M.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from thence import checker
from thence.checker import (
    HALF,
    ONE,
    OO,
    PI,
    ZERO,
    Context,
    NormalForm,
    Proof,
    Rejected,
    Term,
    num,
)
from thence.provers.goal import Goal, Search
from thence.provers.terms import in_normal_form, simplified

#: Kernels that are bounded, and by what.
BOUNDED = {"sin": ONE, "cos": ONE, "atan": HALF * PI, "asin": HALF * PI, "erf": ONE}
#: Multiples to try.
MULTIPLES = (1, 2, 4, 16, 64)
#: How near an end, or how far out, a majorant has to fall fast enough before it is tried, as
#: powers of 2.
PLACES, INDICES = (12, 24, 40), (8, 12)
#: Seconds for the proof of each thing that a majorant has to be.
EACH = 2.0


def of_integrand(inner: Context, body: Term, name: str, end: Term, below: bool) -> Term | None:
    """A majorant towards an end of a range, which is approached from ``below`` or from above."""
    x = checker.sym(name)
    distance = x if end == OO else -x if end == -OO else end - x if below else x - end
    step = num(1 if end == OO or (end != -OO and not below) else -1)
    far = end in (OO, -OO)

    def candidates(monomial: Term) -> Iterator[Term]:
        for size in (monomial, distance * monomial) if far else (distance * monomial,):
            for c in MULTIPLES:
                yield num(c) * simplified(inner, size)

    def falls(majorant: Term, *sizes: Term) -> bool:
        towards = -step if far else step
        fall, origin = towards * checker.diff(majorant, name), ZERO if far else end
        places = [origin + step * num(2) ** num(p if far else -p) for p in PLACES]
        gaps = (checker.substitute(fall - f, {name: place}) for f in sizes for place in places)
        return all(map(_shows, gaps))

    found = _total(inner, body, candidates, falls)
    if found is not None or far:
        return found
    bounds = (num(c) for c in MULTIPLES)  # where what is not bounded cancels
    return next((c * distance for c in bounds if falls(c * distance, body, -body)), None)


def of_summand(inner: Context, body: Term, name: str) -> Term | None:
    """A majorant of a sequence."""
    k = checker.sym(name)

    def candidates(monomial: Term) -> Iterator[Term]:
        ratio = simplified(inner, checker.substitute(monomial, {name: k + ONE}) / monomial)
        if name not in checker.symbols(ratio):
            yield monomial / (ONE - ratio)
        for factor in (ONE, k):
            for c in MULTIPLES:
                yield checker.times(checker.times(num(c), factor), monomial)

    def falls(majorant: Term, *sizes: Term) -> bool:
        fall = majorant - checker.substitute(majorant, {name: k + ONE})
        if checker.symbols(fall) != {name}:
            return all(inner.holds(">=", fall - size) for size in sizes)
        gaps = (checker.substitute(fall - f, {name: num(2**p)}) for f in sizes for p in INDICES)
        return all(map(_shows, gaps))

    power: Term | None = in_normal_form(inner, lambda form: _power(form, body, k))
    if power is not None and falls(power, body, -body):
        return power
    return _total(inner, body, candidates, falls)


def shown(
    near: Context, item: Proof, majorant: Term, fall: Term, body: Term, search: Search
) -> Proof | None:
    """The item with proofs that the majorant is not negative and falls by the modulus."""
    quick = Search(min(search.left(), EACH))
    for key, goal in (("positive", majorant), ("above", fall - body), ("below", fall + body)):
        proof = quick.prove(Goal(near, ">=", goal))
        if proof is None:
            return None
        item[key] = proof
    return item


def _power(form: NormalForm, body: Term, k: Term) -> Term | None:
    """A multiple of the power of k that a rational summand falls like, times k."""
    a = form.of(body)
    if k not in form.kernels:
        return None
    i = form.kernels.index(k)
    if any(e for p in (a.n, a.d) for j, e in enumerate(p.degrees()) if j != i):
        return None
    order = int(a.d.degrees()[i]) - int(a.n.degrees()[i])
    lead = abs(a.n.leading_coefficient() / a.d.leading_coefficient())
    power: Term = num(4 * lead) / k ** num(order - 1)
    return power if order > 1 else None


def _total(
    inner: Context, body: Term, candidates: Callable[[Term], Iterator[Term]],
    falls: Callable[..., bool],
) -> Term | None:  # fmt: skip
    """The sum of what falls fast enough for each monomial of the modulus."""
    total = ZERO
    try:
        for monomial in _modulus(inner, body):
            chosen = next((g for g in candidates(monomial) if falls(g, monomial)), None)
            if chosen is None:
                return None
            total = checker.plus(total, chosen)
    except (Rejected, ArithmeticError, ValueError):
        return None
    return total


def _modulus(inner: Context, body: Term) -> list[Term]:
    """Monomials that are nowhere negative and add up to the modulus or more."""

    def job(form: NormalForm) -> list[Term]:
        a = form.of(body)
        below = _without_sign(inner, form.term(a.d))
        found = []
        for monomial, c in a.n.to_dict().items():
            total = num(abs(c))
            for kernel, e in zip(form.kernels, monomial, strict=False):
                if e:
                    size = BOUNDED.get(kernel[0]) or _without_sign(inner, kernel)
                    total = checker.times(total, size ** num(int(e)) if e > 1 else size)
            found.append(total if below == ONE else total / below)
        return found

    found: list[Term] = in_normal_form(inner, job)
    return [simplified(inner, size) for size in found]


def _without_sign(inner: Context, term: Term) -> Term:
    """The modulus of a term, without bars where its sign is known."""
    if inner.holds(">=", term):
        return term
    if inner.holds(">=", -term):
        return -term
    if term[0] == "pow" and checker.rational(term[2]) is None:
        size: Term = _without_sign(inner, term[1]) ** term[2]
        return size
    return checker.absolute(term)


def _shows(constant: Term) -> bool:
    return Context({}, {}, [], []).shows(">=", constant)
