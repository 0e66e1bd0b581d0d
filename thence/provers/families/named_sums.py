"""Sums that are nowhere negative, for variables: a norm, a variance, a mean of squares.

``S (x_i - m)**2/(v + e) <= n``, where v is 1/n of the sum of those squares, is ``s/(s/n + e) <= n``
for s >= 0.  The normal form writes s out as ``S x_i**2 - (S x_i)**2/n``, so one of its sums is put
in terms of s; the goal is taken only if no entry is left then.  Then with sums of any sign, too:
``exp(S x_i y_i) >= 1 + S x_i y_i`` holds for any number in their place.
"""

from __future__ import annotations

from collections.abc import Iterator

from thence import checker
from thence.checker import HALF, NormalForm, Proof, Rejected, Term
from thence.provers.goal import Goal, Search, in_normal_form, simplified, subterms, text

NAME = "named sums"
COST = 0
N = {"n": "integer>=1", "x": "real[n]"}
X2 = "Sum(x[i]**2, (i, 1, n))"
MUST_NOT_PROVE = [
    {"given": N, "lhs": f"sqrt({X2})/(1 + sqrt({X2}))", "rel": "<=", "rhs": "1 - 10**-12"},
    {"given": N, "lhs": X2, "rel": ">", "rhs": "0"},
    {"given": N, "lhs": f"{X2}/(1 + {X2})", "rel": "<=", "rhs": "1/2"},
    {"given": N, "lhs": "Sum(x[i], (i, 1, n))/(1 + Sum(x[i], (i, 1, n))**2)", "rel": ">=",
     "rhs": "0"},
    {"given": N, "lhs": "exp(Sum(x[i], (i, 1, n)))", "rel": ">=",
     "rhs": "1 + Sum(x[i], (i, 1, n)) + 10**-12"},
    {"given": N, "lhs": "exp(Sum(x[i], (i, 1, n)))", "rel": ">=",
     "rhs": "1 + 101/100*Sum(x[i], (i, 1, n))"},
    {"given": N, "lhs": f"{X2}*(1 - 10**-12)", "rel": ">=", "rhs": "Sum(x[i], (i, 1, n))**2/n"},
    {"given": N | {"k": "positive"}, "lhs": f"sqrt({X2})/Max(1, sqrt({X2})/k)", "rel": "<=",
     "rhs": "k - 10**-12"},
]  # fmt: skip
#: A sum, whether it stands under a root, and what shows that it is not negative, if it is not.
_Sum = tuple[Term, bool, Proof | None]
#: Names of the variables.
VARIABLE = "total_{}"


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal in variables for its sums, if that rids it of families."""
    if goal.rel == "=" or VARIABLE.format(1) in goal.context.box:
        return None
    sums: list[_Sum] = list(nonnegative(goal, search))
    found = _named(goal, sums, search) if sums else None
    if found is not None:
        return found
    known = {total for total, *_ in sums}
    others = [total for total in _outermost(simplified(goal.context, goal.term))
              if total not in known]  # fmt: skip
    signless: list[_Sum] = [(total, False, None) for total in others]
    return _named(goal, [*sums, *signless], search) if others else None


def _outermost(term: Term) -> list[Term]:
    """The sums that stand in no other sum."""
    if term[0] == "sum":
        return [term]
    return list(dict.fromkeys(total for part in term.parts() for total in _outermost(part)))


def _named(goal: Goal, sums: list[_Sum], search: Search) -> Proof | None:
    """The goal with a variable for each sum, real where nothing is known of its sign."""
    inner, term = goal.context, simplified(goal.context, goal.term)
    lets = dict[str, Proof]()
    for number, (total, root, each) in enumerate(sums, 1):
        name = VARIABLE.format(number)
        is_ = total**HALF if root else total
        domain = "(-oo, oo)" if each is None else "[0, oo)"
        there = inner.having(name, goal.context.domain(domain))
        variable = checker.sym(name) ** checker.TWO if root else checker.sym(name)
        known = _solved(goal, total, variable)
        if known is None:
            continue
        if root:
            term = checker.replaced(term, simplified(goal.context, is_), checker.sym(name))
        term = checker.replaced(term, *known)
        lets[name] = {"is": text(is_), "in": domain}
        if each is None:
            needs = search.defined(goal.context, total)
            if needs is None:
                return None
            lets[name]["defined"] = needs
        elif not root:
            lets[name]["low"] = each
        inner = there
    to = simplified(inner, term) if lets else term
    entries = any("[" in name for name in checker.symbols(to))
    if not lets or entries or any(part[0] == "sum" for part in subterms(to)):
        return None
    then = search.prove(Goal(inner, goal.rel, to))
    needs = search.defined(inner, to) if then is not None else None
    if then is None or needs is None:
        return None
    return {"rule": "rewrite", "let": lets, "to": text(to), "to_defined": needs, "then": then}


def nonnegative(goal: Goal, search: Search) -> Iterator[tuple[Term, bool, Proof]]:
    """The sums of what is nowhere negative at sight, whether they stand under a root, and what
    shows it."""
    roots = {t[1] for t in subterms(goal.term) if t[0] == "pow" and t[2] == HALF}
    for total in dict.fromkeys(subterms(goal.term)):
        if total[0] != "sum" or not any("[" in name for name in checker.symbols(total)):
            continue
        try:
            inside = goal.context.within(total).holds(">=", total[1])
            needs = search.defined(goal.context, total) if inside else None
        except Rejected:
            continue
        if needs is not None:
            each: Proof = {"rule": "summands", "sum": text(total), "each": {"rule": "normal form"},
                           "defined": needs}  # fmt: skip
            yield total, total in roots, each


def _solved(goal: Goal, total: Term, variable: Term) -> tuple[Term, Term] | None:
    """A sum of the normal form, and what it is where ``total`` is the variable."""

    def job(form: NormalForm) -> tuple[Term, Term] | None:
        ratio = form.whole(total)
        for i, kernel in enumerate(form.kernels):
            if kernel[0] == "sum" and ratio.n.degrees()[i] == 1 and ratio.d.degrees()[i] == 0:
                slope = ratio.n.derivative(i)
                rest = ratio.n - slope * form.gens[i]
                if not any(k[0] == "sum" for k in subterms(form.term(slope))):
                    value = (variable * form.term(ratio.d) - form.term(rest)) / form.term(slope)
                    return kernel, value
        return None

    found: tuple[Term, Term] | None = in_normal_form(goal.context, job)
    return found
