"""A concave function of a mean is at least the mean of its values: Jensen's inequality.

The function is read off the summands in which one of the variables stands alone: in
``sin((x+y)/2) - (sin(x) + sin(y))/2`` it is the sine.  Weights are all alike, or t and 1 - t.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

from thence import checker
from thence.checker import ONE, ZERO, Proof, Term, num, sym
from thence.provers.families import jensen
from thence.provers.general.equations import in_exponents
from thence.provers.goal import Goal, Search, holds
from thence.provers.polynomials.ordering import alike
from thence.provers.several_variables.tangent_lines import summands
from thence.provers.several_variables.valleys import has_functions
from thence.provers.terms import simplified, text

NAME = "means"
LEMMA = jensen.LEMMA
COST = 1
MUST_NOT_PROVE = [
    {"given": {"x": "[0, pi]", "y": "[0, pi]"}, "lhs": "sin((x+y)/2)", "rel": ">=",
     "rhs": "(sin(x) + sin(y))/2 + 10**-12"},
    {"given": {"x": "[0, pi]", "y": "[0, pi]"}, "lhs": "sin((x+y)/2)", "rel": ">",
     "rhs": "(sin(x) + sin(y))/2"},
    {"given": {"x": "[0, pi + 1/100]", "y": "[0, pi + 1/100]"}, "lhs": "sin((x+y)/2)",
     "rel": ">=", "rhs": "(sin(x) + sin(y))/2"},
    {"given": {"x": "[0, pi]", "y": "[0, pi]", "t": "[0, 1]"}, "lhs": "sin(t*x + (1-t)*y)",
     "rel": ">=", "rhs": "(1-t)*sin(x) + t*sin(y)"},
    {"given": {"x": "[0, pi]", "y": "[0, pi]", "t": "[0, 2]"}, "lhs": "sin(t*x + (1-t)*y)",
     "rel": ">=", "rhs": "t*sin(x) + (1-t)*sin(y)"},
    {"given": {"x": "(0, pi)", "y": "(0, pi/2)"}, "lhs": "cos((x+y)/2)", "rel": ">=",
     "rhs": "(cos(x) + cos(y))/2"},
    {"given": {"x": "positive", "y": "positive", "p": "(1 - 10**-9, oo)"},
     "lhs": "((x + y)/2)**p", "rel": "<=", "rhs": "(x**p + y**p)/2"},
    {"given": {"x": "positive", "y": "positive", "p": "(1, oo)"}, "lhs": "(x + y)**p", "rel": "<=",
     "rhs": "(2**(p - 1) - 10**-12)*(x**p + y**p)"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The instance for each choice of weights."""
    if goal.rel != ">=" or goal.context.sizes or not 1 < len(goal.free) < 6:
        return None
    if not has_functions(goal.term):
        return None
    context = goal.context
    for weights in _weights(goal):
        name, weight = next(iter(weights.items()))
        concave = _function(goal, name, weight)
        if concave is None:
            continue
        whole, (low, high) = context.box[name], context.ends[name]
        left, right = "(" if whole.lo_open else "[", ")" if whole.hi_open else "]"
        hints = {
            "F": text(checker.substitute(concave, {name: sym("_t")})), "var": "_t",
            "on": f"{left}{text(low)}, {text(high)}{right}".replace("(-1)*oo", "-oo"),
            "points": "; ".join(weights), "weights": "; ".join(map(text, weights.values())),
        }  # fmt: skip
        found = jensen.proof(goal, hints, search)
        if found is not None and holds(goal, found):
            return found
    return None


def _weights(goal: Goal) -> Iterator[dict[str, Term]]:
    """The weights of the variables that are alike: equal ones, or t and 1 - t for two of them.  No
    exponent is one of them."""
    free = goal.free - in_exponents(goal.term)
    names = sorted(free & set(alike(goal)))
    if names and set(names) == free:
        yield dict.fromkeys(names, ONE / num(len(names)))
    for share in sorted(free) if len(free) == 3 else ():
        one, other = sorted(free - {share})
        t = sym(share)
        if goal.context.ends[one] == goal.context.ends[other]:
            yield {one: t, other: ONE - t}
            yield {one: ONE - t, other: t}


def _function(goal: Goal, name: str, weight: Term) -> Term | None:
    """What a variable that stands alone is put into, as far as its weight says."""
    exponents = in_exponents(goal.term)
    known = {name} | checker.symbols(weight) | exponents
    parts = summands(goal.term, ONE, exponents)
    alone = [part for part in parts if name in checker.symbols(part) <= known]
    if not alone:
        return None
    concave = simplified(goal.context, -reduce(checker.plus, alone, ZERO) / weight)
    return concave if name in checker.symbols(concave) <= {name} | exponents else None
