"""Terms in (-1)**n, which is 1 or -1: A + B*(-1)**n is at least 0 where A + B and A - B are."""

from __future__ import annotations

from thence import checker
from thence.checker import HALF, ONE, NormalForm, Proof, Term, num
from thence.provers.goal import Goal, Search
from thence.provers.terms import in_normal_form, text

NAME = "parity"
COST = 2
MUST_NOT_PROVE = [
    {"given": {"n": "integer>=1"}, "lhs": "2 + (-1)**n*(2 + 1/n)", "rel": ">=", "rhs": "0"},
    {"given": {"n": "integer>=0"}, "lhs": "1 + (-1)**n", "rel": ">=", "rhs": "10**-12"},
    {"given": {"n": "integer"}, "lhs": "n + (-1)**n", "rel": ">=", "rhs": "0"},
    {"given": {"n": "integer>=1"}, "lhs": "1/n + (-1)**n/(n + 1)", "rel": "<=", "rhs": "1/n"},
]
UNIT = "unit"


def attempt(goal: Goal, search: Search) -> Proof | None:
    """Both terms first, as lemmas; then the term is a mean of them."""
    if goal.rel != ">=" or UNIT in goal.context.box:
        return None
    parts = in_normal_form(goal.context, lambda form: _parts(form, goal.term))
    if parts is None:
        return None
    power, even, odd = parts
    names, context = goal.context.names, goal.context
    cases = [checker.parse(text(case), names) for case in (even + odd, even - odd)]
    shown: list[tuple[Term, Proof, Proof]] = []
    for case in cases:
        needs = search.defined(context, case)
        proof = search.prove(Goal(context, ">=", case)) if needs is not None else None
        if needs is None or proof is None:
            return None
        shown.append((case, needs, proof))
    unit = checker.sym(UNIT)
    mean = HALF * (ONE + unit) * cases[0] + HALF * (ONE - unit) * cases[1]
    proof = {
        "rule": "rewrite", "let": {UNIT: {"is": text(power), "in": "[-1, 1]"}}, "to": text(mean),
        "then": {"rule": "bounds"},
    }  # fmt: skip
    before = list(range(len(context.hypotheses)))
    for case, needs, known in reversed(shown):
        known = {"rule": "forget", "keep": before, "defined": needs, "then": known}
        proof = {
            "rule": "lemma", "of": text(case), "is": ">=", "defined": needs, "proof": known,
            "then": proof,
        }  # fmt: skip
    return proof


def _parts(form: NormalForm, term: Term) -> tuple[Term, Term, Term] | None:
    """The power of -1 in a term, and what is without it and before it."""
    a = form.of(term)
    units = [
        i for i, kernel in enumerate(form.kernels)
        if kernel[0] == "pow" and kernel[1] == num(-1) and a.n.degrees()[i]
    ]  # fmt: skip
    if len(units) != 1 or a.d.degrees()[units[0]]:
        return None
    (i,) = units
    before = a.n.derivative(i)
    without = a.n - before * form.gens[i]
    return form.kernels[i], form.ratio(without, a.d).term(), form.ratio(before, a.d).term()
