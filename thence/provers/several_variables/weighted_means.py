"""Powers with symbolic exponents: the weighted inequality of the means, as Young's is.

In ``sum c_k M_k`` with monomials ``M_k > 0``, let c_0 alone be negative and r_k = M_k/M_0.  Where
``sum c_k = 0`` and ``sum c_k log M_k = 0``, the sum over M_0 is ``sum c_k (r_k - 1 - log r_k)``,
of which no summand is negative.  Under an equation, such as 1/p + 1/q = 1, multiples of it will do.
"""

from __future__ import annotations

from contextlib import suppress
from functools import reduce

from thence import checker
from thence.checker import ONE, ZERO, NormalForm, Proof, Rejected, Term, log
from thence.provers.goal import Goal, Search, holds
from thence.provers.terms import in_normal_form, simplified, subterms, text

NAME = "weighted means"
COST = 0
XY = {"x": "positive", "y": "positive"}
#: Variables from which polynomials are tried.
MANY = 4
MUST_NOT_PROVE = [
    {"given": XY | {"p": "(1, oo)"}, "lhs": "x*y", "rel": "<=",
     "rhs": "x**p/p + y**(p/(p - 1))*(1 - 1/p) - 10**-12"},
    {"given": XY | {"p": "(1, oo)"}, "lhs": "x*y", "rel": "<",
     "rhs": "x**p/p + y**(p/(p - 1))*(1 - 1/p)"},
    {"given": XY | {"p": "(1 - 10**-9, oo)"}, "lhs": "x*y**(p - 1)", "rel": "<=",
     "rhs": "x**p/p + y**p*(1 - 1/p)"},
    {"given": XY | {"t": "[0, 1 + 10**-12]"}, "lhs": "x**t*y**(1 - t)", "rel": "<=",
     "rhs": "t*x + (1 - t)*y"},
    {"given": XY | {"t": "[0, 1]"}, "lhs": "x**t*y**(1 - t)", "rel": "<=",
     "rhs": "(1 - t)*x + t*y"},
    {"given": XY | {"p": "positive", "q": "positive"}, "assuming": ["1/p + 1/q = 1 - 10**-12"],
     "lhs": "x*y", "rel": "<=", "rhs": "x**p/p + y**q/q"},
    {"given": XY | {"u": "positive", "v": "positive"}, "lhs": "x**4 + y**4 + u**4 + v**4",
     "rel": ">=", "rhs": "(4 + 10**-12)*x*y*u*v"},
    {"given": XY | {"u": "positive", "v": "positive"}, "lhs": "x**4 + y**4 + u**4 + v**4",
     "rel": ">=", "rhs": "4*x*y*u**2"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal over its negative monomial, as a sum of what is at least 0."""
    powers = any(_has_no_degree(part) for part in subterms(goal.term))
    if goal.rel != ">=" or not (powers or _of_several_positive(goal)):
        return None
    groups, below = in_normal_form(goal.context, lambda form: _groups(form, goal.term))
    negative = [m for m, c in groups.items() if not goal.context.holds(">=", c)]
    if len(groups) < 3 or len(negative) != 1:
        return None
    by, use = below / negative[0], _use(goal, groups, negative[0])
    if use is None or not all(goal.context.holds(">", m) for m in [*groups, by]):
        return None
    lets, added = dict[str, Proof](), []
    for k, m in enumerate(m for m in groups if m != negative[0]):
        weight, gap = f"weight_{k + 1}", f"gap_{k + 1}"
        if {weight, gap} & goal.context.box.keys():
            return None
        lets[weight] = {"is": text(groups[m]), "in": "[0, oo)", "low": {"rule": "normal form"}}
        lets[gap] = _tangent(m / negative[0])
        added.append(f"{weight}*{gap}")
    found: Proof = {
        "rule": "rewrite", "by": text(by), "by_positive": {"rule": "normal form"}, "use": use,
        "let": lets, "to": " + ".join(added), "then": {"rule": "bounds"},
    }  # fmt: skip
    return found if holds(goal, found) else None


def _tangent(ratio: Term) -> Proof:
    """``r - 1 - log r`` as a number that is at least 0."""
    low: Proof = {
        "rule": "known", "of": "log", "at": text(ONE / ratio), "positive": {"rule": "normal form"},
    }  # fmt: skip
    return {"is": text(ratio - ONE - log(ratio)), "in": "[0, oo)", "low": low}


def _of_several_positive(goal: Goal) -> bool:
    """Whether there are so many variables that squares take long, all of them positive."""
    names = goal.free
    return len(names) >= MANY and all(goal.context.holds(">", checker.sym(n)) for n in names)


def _has_no_degree(part: Term) -> bool:
    """Whether it is a power that no polynomial has."""
    if part[0] == "pow":
        exponent = checker.rational(part[2])
        return exponent is None or exponent.q != 1
    return part[0] == "exp" and any(inner[0] == "log" for inner in subterms(part[1]))


def _groups(form: NormalForm, term: Term) -> tuple[dict[Term, Term], Term]:
    """The coefficients of the monomials of the numerator, and the denominator.  A parameter, which
    occurs in an exponent, belongs to the coefficients."""
    ratio = form.of(term)
    exponents = [kernel[1] for kernel in form.kernels if kernel[0] == "exp"]
    parameters = set[str]().union(*map(_outside_logarithms, exponents))
    groups: dict[Term, Term] = {}
    for powers, c in ratio.n.to_dict().items():
        monomial, factor = ONE, checker.num(c)
        for kernel, e in zip(form.kernels, powers, strict=False):
            power = kernel ** checker.num(e) if e else ONE
            if kernel[0] in ("exp", "pow") or (kernel[0] == "sym" and kernel[1] not in parameters):
                monomial = checker.times(monomial, power)
            else:
                factor = checker.times(factor, power)
        groups[monomial] = checker.plus(groups.get(monomial, ZERO), factor)
    return groups, form.term(ratio.d)


def _outside_logarithms(term: Term) -> set[str]:
    if term[0] == "sym":
        return {term[1]}
    parts = () if term[0] == "log" else term.parts()
    return set[str]().union(*map(_outside_logarithms, parts))


def _use(goal: Goal, groups: dict[Term, Term], least: Term) -> dict[str, str] | None:
    """Nothing, where the coefficients and the logarithms so weighted add up to 0; the multiple of
    an equation, where they add up to multiples of what is 0 by that; None elsewhere."""
    total = reduce(checker.plus, groups.values())
    logarithms = reduce(checker.plus, (c * log(m) for m, c in groups.items()))
    if all(checker.vanishes(goal.context, what) for what in (total, logarithms)):
        return {}
    excess = total * (ONE - log(least)) + logarithms
    for number, (rel, known) in enumerate(goal.context.hypotheses):
        if rel != "=":
            continue
        multiple = simplified(goal.context, -excess / known)
        with suppress(Rejected):  # not a multiple: what is 0 is below a stroke
            checker.defined(goal.context, multiple, {})
            return {str(number): text(multiple)}
    return None
