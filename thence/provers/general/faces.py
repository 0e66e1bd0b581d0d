"""The closed ends of the domains by themselves: the term there, and then on the open rest.

On the rest the distance to an end is positive, which logarithms and quotients need.  A single
variable or an integer only where a power is one of 0: ``(1 - 1/n)**n`` for n = 1.
"""

from __future__ import annotations

from thence import checker
from thence.checker import Context, Proof, rational
from thence.provers.goal import Goal, Search
from thence.provers.several_variables.valleys import has_functions
from thence.provers.terms import simplified, subterms, text

NAME = "faces"
COST = 4
MUST_NOT_PROVE = [
    {"given": {"p": "[0, 1]", "t": "real"}, "lhs": "p*exp(t) + 1 - p", "rel": ">", "rhs": "p"},
    {"given": {"p": "[0, 1]", "t": "real"}, "lhs": "p*exp(t*(1-p)) + (1-p)*exp(-t*p)", "rel": ">",
     "rhs": "1"},
    {"given": {"p": "[0, 1]", "t": "real"}, "lhs": "p*exp(t*(1-p)) + (1-p)*exp(-t*p)",
     "rel": "<=", "rhs": "exp(t**2/8) - 10**-12*(1-p)"},
    {"given": {"n": "integer>=1"}, "lhs": "(1 - 1/n)**n", "rel": "<=", "rhs": "exp(-1) - 10**-12"},
    {"given": {"n": "integer>=1"}, "lhs": "(1 - 1/n)**n", "rel": ">", "rhs": "0"},
    {"given": {"x": "[1, oo)"}, "lhs": "(1 - 1/x)**x", "rel": ">=", "rhs": "1/4"},
    {"given": {"a": "[0, pi]", "b": "[0, pi]"}, "lhs": "sin((a+b)/2)", "rel": ">=",
     "rhs": "(sin(a)+sin(b))/2 + 10**-12"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """Every closed end of every variable taken off, once in a proof."""
    if goal.rel not in (">", ">=") or search.path.count(NAME) > 1:
        return None
    if goal.context.sizes or not has_functions(goal.term):
        return None
    if len(goal.free) < 2 or goal.free & goal.context.whole:
        return _without_value(goal, search)
    return (
        _opened(goal, sorted(goal.free), search) if any(_ends(goal, n) for n in goal.free) else None
    )


def _without_value(goal: Goal, search: Search) -> Proof | None:
    """The end at which a power of what varies is one of 0, and then the rest: a logarithm has no
    value there."""
    powers = [t for t in subterms(goal.term) if t[0] == "pow" and rational(t[2]) is None]
    for name in sorted(goal.free):
        for k in _ends(goal, name):
            at = {name: goal.context.ends[name][k]}
            if any(rational(simplified(goal.context, checker.substitute(t[1], at))) == 0
                   for t in powers):  # fmt: skip
                return _opened(goal, [name], search)
    return None


def _ends(goal: Goal, name: str) -> list[int]:
    """The ends of a variable that belong to its domain, 0 the lower, 1 the upper; rational ones, at
    which bounds are exact."""
    whole, ends = goal.context.box[name], goal.context.ends[name]
    found = [k for k, is_open in enumerate((whole.lo_open, whole.hi_open)) if not is_open]
    return [k for k in found if checker.rational(ends[k]) is not None]


def _opened(goal: Goal, names: list[str], search: Search) -> Proof | None:
    """The ends of the first of the variables, then those of the rest, then what is inside."""
    if not names:
        return search.prove(goal)
    name, *rest = names
    found = _ends(goal, name)
    if not found:
        return _opened(goal, rest, search)
    context, (low, high) = goal.context, goal.context.ends[name]
    proof: Proof = {"rule": "narrow", "var": name}
    for k in found:
        at = (low, high)[k]
        there = Goal(context.at(name, at), goal.rel, checker.substitute(goal.term, {name: at}))
        face = search.prove(there)
        if face is None:
            return None
        proof["above" if k else "below"] = {
            "rule": "lemma", "is": "=", "of": text(checker.sym(name) - at),
            "proof": {"rule": "bounds"},
            "then": {
                "rule": "substitute", "var": name, "use": str(len(context.hypotheses)),
                "slope": "1", "is": text(at), "then": face,
            },
        }  # fmt: skip
    whole = context.box[name]
    left = "(" if 0 in found or whole.lo_open else "["
    right = ")" if 1 in found or whole.hi_open else "]"
    proof["in"] = f"{left}{text(low)}, {text(high)}{right}"
    inner: Context = context.having(name, context.domain(proof["in"]))
    proof["then"] = _opened(goal.on(inner), rest, search)
    return proof if proof["then"] is not None else None
