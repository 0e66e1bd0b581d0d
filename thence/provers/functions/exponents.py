"""What stands in an exponential and occurs nowhere else is a number: x**x >= 1 + x log x.

The exponent ``w = m g``, with a function g such as the logarithm in ``x log x``, is a variable, and
g is ``w/m`` wherever else it stands; the other variables have to be gone with that.
"""

from __future__ import annotations

from collections.abc import Iterator

from thence import checker
from thence.checker import NormalForm, Proof, Term
from thence.provers.goal import Goal, Search, renamed
from thence.provers.terms import in_normal_form, subterms, text

NAME = "exponents"
COST = 2
PREPARES = True
X, XY = {"x": "positive"}, {"x": "positive", "y": "positive"}
MUST_NOT_PROVE = [
    {"given": X, "lhs": "x**x", "rel": ">", "rhs": "1 + x*log(x)"},
    {"given": X, "lhs": "x**x", "rel": ">=", "rhs": "1 + x*log(x) + 10**-12*(x - 1)**2"},
    {"given": X, "lhs": "x**x", "rel": ">=", "rhs": "1 + 10**-12 + x*log(x)"},
    {"given": XY, "lhs": "x**(x*y)", "rel": ">=", "rhs": "1 + 2*x*y*log(x)"},
    {"given": {"x": "(1, oo)"}, "lhs": "x**x", "rel": ">=", "rhs": "1 + 2*x*log(x)"},
]  # fmt: skip
#: What an exponent may be taken apart by.
FUNCTIONS = ("log", "sin", "cos", "atan", "asin", "erf")


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal with an exponent for a variable, if all that it is made of is gone with it."""
    if goal.rel not in (">", ">=") or not goal.free or not _exponents(goal.term):
        return None
    found = in_normal_form(goal.context, lambda form: list(_choices(form, goal.term)))
    for whole, exponent, function in found:
        name = f"{'_'.join(sorted(checker.symbols(exponent)))}_exponent"
        if name in goal.context.box:
            continue
        domain = "(0, oo)" if goal.context.holds(">", exponent) else "(-oo, oo)"
        inner = goal.context.having(name, goal.context.domain(domain))
        moved = checker.replaced(whole, function, checker.sym(name) * function / exponent)
        to = _simpler(inner, moved)
        if checker.symbols(to) & checker.symbols(exponent):
            continue
        let = {name: {"is": text(exponent), "in": domain}}
        proof = renamed(goal, inner, let, to, search)
        if proof is not None:
            return proof
    return None


def _exponents(term: Term) -> bool:
    """Whether something with a function of a variable stands in an exponential or an exponent."""
    for part in subterms(term):
        inside = part[1] if part[0] == "exp" else part[2] if part[0] == "pow" else checker.ONE
        if checker.symbols(inside) and (part[0] == "pow" or _function(inside)):
            return True
    return False


def _function(term: Term) -> bool:
    return any(part[0] in FUNCTIONS for part in subterms(term))


def _choices(form: NormalForm, term: Term) -> Iterator[tuple[Term, Term, Term]]:
    """The term in its normal form, an exponent that is a monomial there, and a function that is a
    factor of it and stands in it once."""
    whole = form.of(term).term()
    for kernel in [k for k in form.kernels if k[0] == "exp"]:
        exponent = form.of(kernel[1])
        terms = exponent.n.to_dict()
        if len(terms) != 1 or exponent.d.total_degree() > 0:
            continue
        ((powers, c),) = terms.items()
        parts = [(k, e) for k, e in zip(form.kernels, powers, strict=False) if e]
        if len(parts) > 1:
            monomial = form.term(exponent.n * (1 / c))
            yield from ((whole, monomial, k) for k, e in parts if e == 1 and k[0] in FUNCTIONS)


def _simpler(context: checker.Context, term: Term) -> Term:
    return in_normal_form(context, lambda form: form.of(term).term())
