"""A hypothesis that bounds a modulus bounds what stands in it, from both sides."""

from __future__ import annotations

from thence.checker import NormalForm, Proof, Term, without_moduli
from thence.provers.goal import Goal, Search
from thence.provers.terms import in_normal_form, subterms, text

NAME = "moduli of hypotheses"
COST = 1
PREPARES = True
MUST_NOT_PROVE = [
    {"given": {"x": "real", "y": "real"}, "assuming": ["Abs(x + y) < 1", "Abs(x) < 1"],
     "lhs": "x*(x + y)", "rel": ">", "rhs": "-1 + 10**-12"},
    {"given": {"x": "real"}, "assuming": ["Abs(x) > 1"], "lhs": "x", "rel": ">", "rhs": "1"},
    {"given": {"x": "real", "y": "real"}, "assuming": ["Abs(x) <= y"], "lhs": "y", "rel": ">",
     "rhs": "x"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The two bounds as lemmas, in the place of each such hypothesis."""
    context = goal.context
    found = {k: _bounds(goal, known) for k, (_, known) in enumerate(context.hypotheses)}
    lemmas = [(context.hypotheses[k][0], b) for k, bounds in found.items() for b in bounds]
    if not lemmas:
        return None
    more = context.assuming(*lemmas)
    kept = [j for j in range(len(more.hypotheses)) if not found.get(j)]
    fewer = context.forgetting().assuming(*(more.hypotheses[j] for j in kept))
    needs = search.defined(fewer, goal.term)
    then = None if needs is None else search.prove(goal.on(fewer))
    if then is None:
        return None
    proof: Proof = {"rule": "forget", "keep": kept, "defined": needs, "then": then}
    for rel, bound in reversed(lemmas):
        shown: Proof = {"rule": "normal form"}
        proof = {"rule": "lemma", "of": text(bound), "is": rel, "proof": shown, "then": proof}
    return proof


def _bounds(goal: Goal, known: Term) -> list[Term]:
    """The bounds that a hypothesis gives to what stands in its moduli."""
    if not any(term[0] == "abs" for term in subterms(known)):
        return []

    def job(form: NormalForm) -> list[Term]:
        whole = form.of(known)
        return [form.term(m) for m in without_moduli(form, whole.n)] if whole.d == 1 else []

    bounds: list[Term] = in_normal_form(goal.context, job)
    return bounds
