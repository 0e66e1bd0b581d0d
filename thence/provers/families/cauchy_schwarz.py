"""Sums in variables, with what Cauchy and Schwarz say of three of them.

Where ``f h = g**2`` for the summands, and f >= 0 and h >= 0, ``(S g)**2 <= S f S h``; with h = 1
that is ``(S g)**2 <= n S g**2``.  A goal about the sums alone is one about numbers so related:
``exp(S x_i y_i) <= e`` for unit vectors is ``exp(t) <= e`` where ``t**2 <= 1``.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations_with_replacement

from thence import checker
from thence.checker import HALF, ONE, Context, Proof, Term
from thence.provers.families.named_sums import VARIABLE, Sum, named, outermost, sign
from thence.provers.goal import Goal, Search, behind_lemmas
from thence.provers.terms import simplified, subterms

NAME = "cauchy and schwarz"
#: Goals about numbers are left.
PREPARES = True
COST = 3
V = {"n": "integer>=1", "x": "real[n]", "y": "real[n]"}
X2, Y2, XY = (f"Sum({f}, (i, 1, n))" for f in ("x[i]**2", "y[i]**2", "x[i]*y[i]"))
M = {"n": "integer>=1", "m": "integer>=1", "x": "real[n, m]", "y": "real[n, m]"}
IN_BALL = "sqrt(Sum(x[i, j]**2, (i, 1, n), (j, 1, m))) <= 1"
Y2M, XYM = (f"Sum({f}, (i, 1, n), (j, 1, m))" for f in ("y[i, j]**2", "x[i, j]*y[i, j]"))
ON_SPHERES = [f"{X2} = 1", f"{Y2} = 1"]
MUST_NOT_PROVE = [
    {"given": V, "assuming": ON_SPHERES, "lhs": f"exp({XY})", "rel": "<", "rhs": "exp(1)"},
    {"given": V, "assuming": ON_SPHERES, "lhs": f"exp({XY})", "rel": "<=",
     "rhs": "exp(1) - 10**-12"},
    {"given": V, "assuming": [f"{X2} = 1", f"{Y2} <= 1 + 10**-12"], "lhs": f"exp({XY})",
     "rel": "<=", "rhs": "exp(1)"},
    {"given": V, "assuming": [f"{X2} <= 1"], "lhs": "exp(Sum(x[i], (i, 1, n)))", "rel": "<=",
     "rhs": "exp(1)"},
    {"given": M, "assuming": [IN_BALL], "lhs": XYM, "rel": ">=", "rhs": f"-{Y2M}"},
    {"given": M, "assuming": [IN_BALL], "lhs": XYM, "rel": ">",
     "rhs": f"-sqrt({Y2M}) - 10**-12*{Y2M}"},
    {"given": M, "assuming": [IN_BALL], "lhs": XYM, "rel": "<=", "rhs": f"sqrt({Y2M}) - 10**-12"},
    {"given": V, "lhs": "Sum((x[i] - y[i])**2, (i, 1, n))", "rel": ">=",
     "rhs": f"(sqrt({X2}) - sqrt({Y2}))**2 + 10**-12"},
    {"given": V | {"e": "nonnegative"}, "assuming": [f"{X2} > 0", f"{Y2} > 0"],
     "lhs": f"{XY}/sqrt(({X2} + e)*({Y2} + e))", "rel": "<", "rhs": "1"},
]  # fmt: skip
#: Sums that are named.
MOST = 4


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal about numbers, behind what is known of them."""
    context = goal.context
    if goal.rel not in (">", ">=") or not context.sizes or VARIABLE.format(1) in context.box:
        return None
    terms = [simplified(context, t) for t in (goal.term, *(h for _, h in context.hypotheses))]
    totals = list(dict.fromkeys(total for term in terms for total in outermost(term)))
    totals = [t for t in totals if any("[" in name for name in checker.symbols(t))]
    if not 0 < len(totals) <= MOST:
        return None
    if _has_entries(terms[0], totals):
        return None
    roots = {t[1] for term in terms for t in subterms(term) if t[0] == "pow" and t[2] == HALF}
    facts = [fact for total in totals for fact in _facts(context, total, totals, roots)]
    sums: list[Sum] = [(t, t in roots, sign(goal, t, search)) for t in totals]
    if not facts or any(root and each is None for _, root, each in sums):
        return None
    known = [(">=", fact) for fact in facts]
    return behind_lemmas(goal, known, search, lambda there: named(there, sums, search), stated=True)


def _has_entries(term: Term, totals: list[Term]) -> bool:
    """Whether a term has entries outside the sums."""
    for total in totals:
        term = checker.replaced(term, total, ONE)
    return any("[" in name for name in checker.symbols(term))


def _facts(context: Context, total: Term, totals: list[Term], roots: set[Term]) -> Iterator[Term]:
    """What is not negative by Cauchy and Schwarz: of the sum and two others, or one and how many
    there are; where these stand under roots, of their roots."""
    for f, h in combinations_with_replacement([*totals, ONE], 2):
        if f == total or h in (total, f) or not _over(total, f) or not _over(total, h):
            continue
        product, square = _summand(f, total) * _summand(h, total), _summand(total, total)
        if not checker.vanishes(_inside(context, total), product - square * square):
            continue
        many = checker.count(total)
        left, right = (many if part == ONE else part for part in (f, h))
        yield left * right - total * total
        if {f, h} & roots:
            bound = left**HALF * right**HALF
            yield bound - total
            yield bound + total


def _inside(context: Context, total: Term) -> Context:
    """The context of the summands of a sum over one index or several."""
    while total[0] == "sum":
        context, total = context.within(total), total[1]
    return context


def _over(total: Term, other: Term) -> bool:
    """Whether another sum, or the number of summands, is over the same ranges."""
    if other == ONE:
        return bool(total[1][0] != "sum")
    if total[0] != "sum" or other[0] != "sum":
        return bool(total[0] != "sum" and other[0] != "sum")
    return bool(total[3:] == other[3:]) and _over(total[1], _body(other, total[2]))


def _summand(total: Term, like: Term) -> Term:
    """The summand at the indices of another sum over these ranges; of the number of summands, 1."""
    while total != ONE and like[0] == "sum":
        total, like = _body(total, like[2]), like[1]
    return total


def _body(total: Term, index: str) -> Term:
    """What a sum is over, at an index."""
    return checker.substitute(total[1], {total[2]: checker.sym(index)})
