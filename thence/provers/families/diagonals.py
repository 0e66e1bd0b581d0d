"""A double sum of what is not negative is at least its diagonal.

``(S f)(S g) >= S f_i g_i`` for f, g >= 0, and ``SS f_ij >= S f_ii``: so the norm with index 2 is at
most that with index 1, and ``(tr C)**2 <= n norm(C)**2``.
"""

from __future__ import annotations

from collections.abc import Iterator

from thence import checker
from thence.checker import NormalForm, Proof, Rejected, Term
from thence.provers.families.ranges import peeled, product_of
from thence.provers.families.summands import INDICES
from thence.provers.general.parts import together
from thence.provers.goal import Goal, Search
from thence.provers.terms import in_normal_form, reread, simplified, text

NAME = "diagonals"
COST = 5
V = {"n": "integer>=1", "x": "real[n]", "c": "real[n, n]"}
X1, X2 = "Sum(Abs(x[i]), (i, 1, n))", "sqrt(Sum(x[i]**2, (i, 1, n)))"
TRACE = "Sum(c[i, i], (i, 1, n))**2"
MUST_NOT_PROVE = [
    {"given": V, "lhs": X2, "rel": "<", "rhs": X1},
    {"given": V, "lhs": f"{X2} + 10**-12", "rel": "<=", "rhs": X1},
    {"given": V, "lhs": X2, "rel": "<=", "rhs": "Abs(Sum(x[i], (i, 1, n)))"},
    {"given": V, "lhs": f"{X1}**2", "rel": "<=", "rhs": "Sum(x[i]**2, (i, 1, n))"},
    {"given": V, "lhs": "Sum(x[i]**2, (i, 1, n))", "rel": "<=", "rhs": "Sum(x[i], (i, 1, n))**2"},
    {"given": V, "lhs": TRACE, "rel": "<=", "rhs": "Sum(c[i, j]**2, (i, 1, n), (j, 1, n))"},
    {"given": V, "lhs": TRACE, "rel": "<=",
     "rhs": "n*Sum(c[i, j]*c[j, i], (i, 1, n), (j, 1, n))"},
    {"given": V, "lhs": "Sum(c[i, i], (i, 1, n))", "rel": "<=",
     "rhs": "Sum(c[i, j], (i, 1, n), (j, 1, n))"},
]  # fmt: skip

#: What shows the sign of a summand.
QUICK = ("bounds", "normal form", "factors", "products", "summands", "entries", "moduli")


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal with one double sum replaced by its diagonal; what it is more is not negative."""
    if goal.rel != ">=" or NAME in search.path[:-1] or INDICES[0] in goal.context.box:
        return None
    for written, rest in _doubles(goal):
        search.check_time()
        total = reread(goal.context, written)
        inner, needs = goal.context.within(total), search.defined(goal.context, total)
        each = search.prove(Goal(inner, ">=", total[1]), QUICK) if needs is not None else None
        if each is not None:
            shown = {"rule": "summands", "sum": text(total), "each": each, "defined": needs}
            less = simplified(goal.context, goal.term - total)
            found = together(goal, [total, less], search, {0: shown}, rest)
            if found is not None:
                return found
    return None


def _doubles(goal: Goal) -> Iterator[tuple[Term, tuple[str, ...]]]:
    """What positive multiples of double sums over one range are more than their diagonals, and
    what may show the rest: of a product of sums more is known than its diagonal."""

    def job(form: NormalForm) -> list[tuple[Term, list[Term]]]:
        whole = form.of(goal.term)
        if not whole.d.is_constant():
            return []
        constant, found = 1 / whole.d.leading_coefficient(), []
        for powers, c in whole.n.to_dict().items():
            kernels = zip(form.kernels, powers, strict=False)
            factors = [kernel for kernel, e in kernels for _ in range(e)]
            sums = [f for f in factors if f[0] == "sum"]
            by = product_of(c * constant, [f for f in factors if f[0] != "sum"])
            if c * constant > 0 and form.context.holds(">=", by):
                found.append((by, sums))
        return found

    try:
        multiples: list[tuple[Term, list[Term]]] = in_normal_form(goal.context, job)
    except Rejected:
        return
    for by, sums in multiples:
        opened = [peeled(one) for one in sums]
        if [len(indices) for _, indices in opened] == [1, 1]:
            for found in _products(by, sums, *(body for body, _ in opened)):
                yield found, QUICK
        elif [len(indices) for _, indices in opened] == [2]:
            ((body, (first, second)),) = opened
            for found in _nested(by, body, first, second):
                yield found, ()


Ranged = tuple[str, Term, Term]


def _products(by: Term, sums: list[Term], f: Term, g: Term) -> Iterator[Term]:
    """``S f_i (S g - g_i)``."""
    (_, _, first, *ends), (_, _, second, *others) = sums
    if ends == others:
        i, j = map(checker.sym, INDICES[:2])
        inner = Term(("sum", checker.substitute(g, {second: j}), INDICES[1], *ends))
        rest = inner - checker.substitute(g, {second: i})
        body = checker.times(by, checker.substitute(f, {first: i})) * rest
        yield Term(("sum", body, INDICES[0], *ends))


def _nested(by: Term, body: Term, first: Ranged, second: Ranged) -> Iterator[Term]:
    """``S (S f_ij - f_ii)``."""
    if first[1:] == second[1:]:
        i, j = map(checker.sym, INDICES[:2])
        each = checker.substitute(body, {first[0]: i, second[0]: j})
        inner = Term(("sum", each, INDICES[1], *second[1:]))
        rest = inner - checker.substitute(each, {INDICES[1]: i})
        yield Term(("sum", checker.times(by, rest), INDICES[0], *first[1:]))
