"""An inverse sine asin(x) of a variable is the variable instead: x = sin(u).

What is singular at x = 1 is smooth there in u, and sqrt(1 - x**2) is cos(u).
"""

from __future__ import annotations

from thence import checker
from thence.checker import Proof, Term, sym
from thence.provers.goal import Goal, Search, renamed
from thence.provers.terms import simplified, subterms, text

NAME = "angles"
COST = 4
MUST_NOT_PROVE = [
    {"given": {"x": "[0, 1]"}, "lhs": "asin(x)", "rel": "<=",
     "rhs": "(pi - 10**-12)*x/(2 + sqrt(1-x**2))"},
    {"given": {"x": "[0, 1]"}, "lhs": "asin(x)", "rel": "<", "rhs": "pi*x/(2 + sqrt(1-x**2))"},
    {"given": {"x": "[-1, 1]"}, "lhs": "asin(x)", "rel": "<=", "rhs": "pi*x/(2 + sqrt(1-x**2))"},
    {"given": {"x": "[0, 1]"}, "lhs": "acos(x)", "rel": ">", "rhs": "pi/2*(1-x)"},
    {"given": {"x": "[0, 1/2]"}, "lhs": "asin(x)", "rel": "<", "rhs": "pi/6"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal in the angle, on its interval."""
    context = goal.context
    if goal.rel not in (">", ">=") or context.sizes:
        return None
    known = {t[1][1] for t in subterms(goal.term) if t[0] == "asin" and t[1][0] == "sym"}
    for name in sorted(known - context.whole):
        new = f"{name}_angle"
        if new in context.box or any(name in checker.symbols(h) for _, h in context.hypotheses):
            continue
        let = _let(goal, name)
        inner = context.having(new, context.domain(let["in"]))
        moved = checker.replaced(goal.term, Term(("asin", sym(name))), sym(new))
        to = simplified(inner, checker.substitute(moved, {name: checker.sin(sym(new))}))
        found = renamed(goal, inner, {new: let}, to, search)
        if found is not None:
            return found
    return None


def _let(goal: Goal, name: str) -> Proof:
    """The angle, which grows between those of the ends."""
    whole, ends = goal.context.box[name], goal.context.ends[name]
    left, right = "(" if whole.lo_open else "[", ")" if whole.hi_open else "]"
    first, last = (simplified(goal.context, Term(("asin", end))) for end in ends)

    def rises(at: str, strict: bool) -> Proof:
        return {
            "rule": "slope", "var": name, "at": at, "slope": {"rule": "normal form"},
            "base": {"rule": "normal form"}, **({"strict": True} if strict else {}),
        }  # fmt: skip

    return {
        "is": f"asin({name})", "in": f"{left}{text(first)}, {text(last)}{right}",
        "low": rises("lo", whole.lo_open), "high": rises("hi", whole.hi_open),
    }  # fmt: skip
