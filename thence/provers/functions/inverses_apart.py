"""An equation of inverse functions with coefficients of several kinds, such as 1, the square root
of 2 and x: what has one coefficient, angles and logarithms each by themselves, adds up to 0."""

from __future__ import annotations

from thence import checker
from thence.checker import PI, ZERO, NormalForm, Proof, Term, num
from thence.provers.goal import Goal, Search
from thence.provers.terms import in_normal_form, subterms, text

NAME = "inverses apart"
COST = 3
MUST_NOT_PROVE = [
    {"given": {}, "lhs": "sqrt(2)*(atan(1 + sqrt(2)) + atan(sqrt(2) - 1))", "rel": "=",
     "rhs": "pi/2"},
    {"given": {}, "lhs": "sqrt(3)*atan(2) + sqrt(3)*atan(3) + log(2 + sqrt(3))", "rel": "=",
     "rhs": "sqrt(3)*3*pi/4"},
    {"given": {"x": "real", "y": "real"}, "assuming": ["x*y != 1"],
     "lhs": "x*atan(x) + x*atan(y)", "rel": "=", "rhs": "x*atan((x + y)/(1 - x*y))"},
    {"given": {"x": "positive"}, "lhs": "x*(atan(x) + atan(1/x)) + log(x)", "rel": "=",
     "rhs": "x*pi/2"},
]  # fmt: skip
ANGLES, SIMPLE = ("asin", "atan", "pi"), ("normal form", "inverses")


def attempt(goal: Goal, search: Search) -> Proof | None:
    """Each sum of inverse functions with one coefficient is shown to be 0, and then used."""
    if goal.rel != "=" or not {t[0] for t in subterms(goal.term)} & {"asin", "atan"}:
        return None
    sums = in_normal_form(goal.context, lambda form: _sums(form, goal.term))
    if not sums:
        return None
    shown = []
    for part in sums:
        proof = search.prove(goal.of(part), only=SIMPLE)
        if proof is None:
            return None
        shown.append(proof)
    context = goal.context.assuming(*(("=", part) for part in sums))
    proof = search.prove(goal.on(context), only=("equations", "normal form"))
    for part, known in zip(reversed(sums), reversed(shown), strict=True):
        if proof is None:
            return None
        proof = {"rule": "lemma", "is": "=", "of": text(part), "proof": known, "then": proof}
    return proof


def _sums(form: NormalForm, term: Term) -> list[Term]:
    """The sums, or none where something else occurs or there is but one, with a plain number."""
    groups: dict[tuple[tuple[int, ...], bool], Term] = {}
    n = form.of(term).n
    own = {i for i, kernel in enumerate(form.kernels) if kernel[0] in (*ANGLES, "log")}
    for exponents, c in n.to_dict().items():
        found = [i for i in own if i < len(exponents) and exponents[i]]
        if len(found) > 1:  # pi as a coefficient
            found = [i for i in found if form.kernels[i] != PI]
        if len(found) != 1 or exponents[found[0]] != 1:
            return []
        kernel = form.kernels[found[0]]
        rest = tuple(0 if i == found[0] else int(e) for i, e in enumerate(exponents))
        key = (rest, kernel[0] in ANGLES)
        groups[key] = checker.plus(groups.get(key, ZERO), num(c) * kernel)
    plain = len(groups) == 1 and not any(next(iter(groups))[0])
    return [] if plain else list(groups.values())
