"""The edges of an orthant: where no variable is 0, and where one is."""

from __future__ import annotations

from functools import partial, reduce

from thence import checker
from thence.checker import Proof
from thence.provers.goal import Goal, Search
from thence.provers.polynomials import ordering

#: Tactics that show at sight what holds.
SEEN = ("bounds", "normal form")


def on_edges(goal: Goal, names: list[str], leaf: ordering.Leaf, search: Search) -> Proof | None:
    """The goal where no variable is 0, by the leaf, and where one is: variables that may be
    exchanged, or turned, are put in order, so that it is the first."""
    context = goal.context
    loose = [n for n in names if not context.holds(">", checker.sym(n))]
    if any(context.ends[n][0] != checker.ZERO for n in loose):
        return leaf(goal)
    alike = ordering.alike(goal)
    if set(loose) <= set(alike):
        whole = ordering.symmetric(goal, alike)
        cycle = [] if whole else ordering.turning(goal, alike)
        if whole or cycle:
            first, *rest = whole or cycle
            inside = partial(_others_positive, least=first, rest=rest, leaf=leaf)
            split = partial(_cases, names=[first], leaf=inside, search=search)
            return ordering.in_order(goal, whole or cycle, not whole, split)
    return _cases(goal, loose, leaf, search)


def _others_positive(goal: Goal, least: str, rest: list[str], leaf: ordering.Leaf) -> Proof | None:
    """The leaf where the least variable is positive, hence all are, as lemmas."""
    lemmas, context = list[Proof](), goal.context
    for name in rest:
        parts = [{"of": [least], "basis": ["1"], "gram": [["1"]]},
                 {"of": [f"{name} - {least}"], "basis": ["1"], "gram": [["1"]]}]  # fmt: skip
        shown = {"rule": "squares", "parts": parts, "strict": 0}
        lemmas.append({"rule": "lemma", "of": name, "is": ">", "proof": shown})
        context = context.assuming((">", checker.sym(name)))
    then = leaf(goal.on(context))
    return then and reduce(lambda inner, lemma: {**lemma, "then": inner}, reversed(lemmas), then)


def _cases(goal: Goal, names: list[str], leaf: ordering.Leaf, search: Search) -> Proof | None:
    """The goal where the variables are positive, by the leaf, and where one of them is 0."""
    if not names:
        return leaf(goal)
    name, *rest = names
    x, context = checker.sym(name), goal.context
    place = len(context.hypotheses)
    above = _cases(goal.on(context.assuming((">", x))), rest, leaf, search)
    zero = above and _at_zero(goal, name, search)
    if not zero:
        return None
    below = {"rule": "contradiction", "hypothesis": place, "proof": {"rule": "bounds"}}
    edge = {"rule": "substitute", "var": name, "is": "0", "use": place, "slope": "1", "then": zero}
    return {"rule": "cases", "on": name, "above": above, "below": below, "zero": edge}


def _at_zero(goal: Goal, name: str, search: Search) -> Proof | None:
    """The goal where a variable is 0, which is a contradiction if something known not to be 0
    then is, or the other way round."""
    context = goal.context.assuming(("=", checker.sym(name)))
    inner = context.assuming(*checker.substituted(context, name, checker.ZERO))
    for k, (rel, known) in enumerate(inner.hypotheses):
        if rel in (">", "!=") and checker.vanishes(inner.forgetting(), known):
            return {"rule": "contradiction", "hypothesis": k, "proof": {"rule": "normal form"}}
        if rel == "=" and inner.forgetting().holds("!=", known):
            proof = search.prove(Goal(inner.forgetting(), "!=", known), only=SEEN)
            return proof and {"rule": "contradiction", "hypothesis": k, "proof": proof}
    about = [checker.symbols(known) for _, known in inner.hypotheses]
    keep = [k for k, names in enumerate(about) if names and name not in names]
    fewer = inner.forgetting().assuming(*(inner.hypotheses[k] for k in keep))
    term = checker.substitute(goal.term, {name: checker.ZERO})
    needs = search.defined(fewer, term)
    then = search.prove(Goal(fewer, goal.rel, term)) if needs is not None else None
    return then and {"rule": "forget", "keep": keep, "defined": needs, "then": then}
