"""Sines and cosines as rational functions of t = tan(x/2): polynomials are left.

On the inside of (-pi, pi), t = sin(x)/(1 + cos(x)) is a variable, sin x is 2t/(1 + t**2) and cos x
is (1 - t**2)/(1 + t**2).
"""

from __future__ import annotations

from thence import checker
from thence.checker import ONE, OO, PI, TWO, NormalForm, Proof, Term, num, sym
from thence.provers.goal import Goal, Search, renamed
from thence.provers.one_variable.univariate import vanishes
from thence.provers.terms import in_normal_form, simplified, subterms, text

NAME = "half angles"
COST = 2
ANGLES = {"x": "(0, pi)", "y": "(0, pi)"}
MUST_NOT_PROVE = [
    {"given": ANGLES, "lhs": "cos(x) + cos(y) - cos(x+y)", "rel": "<=", "rhs": "3/2 - 10**-12"},
    {"given": ANGLES, "lhs": "cos(x) + cos(y) - cos(x+y)", "rel": "<", "rhs": "3/2"},
    {"given": ANGLES, "lhs": "sin(x+y)", "rel": ">=", "rhs": "0"},
    {"given": {"x": "(-pi, 0)", "y": "(-pi, 0)"}, "lhs": "sin(x) + sin(y)", "rel": ">=",
     "rhs": "-2 + 10**-12"},
    {"given": {"x": "(0, pi/2)", "y": "(0, pi/2)"}, "lhs": "sin(x+y)", "rel": ">=",
     "rhs": "sin(x)*sin(y)*(1 + 10**-12)"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal in the tangents of the halves of two variables or more, all of its waves gone."""
    context = goal.context
    if goal.rel not in (">", ">=") or context.sizes or not 1 < len(goal.free) < 4:
        return None
    waves = [t for t in subterms(goal.term) if t[0] in ("sin", "cos")]
    names = sorted(set().union(*map(checker.symbols, waves)))
    if not names or any(checker.symbols(h) & set(names) for _, h in context.hypotheses):
        return None
    lets: dict[str, Proof] = {}
    inner = context
    for name in names:
        let = _let(goal, name)
        if let is None or f"{name}_half" in context.box:
            return None
        lets[f"{name}_half"] = let
        inner = inner.having(f"{name}_half", context.domain(let["in"]))
    to = in_normal_form(context, lambda form: _rational(form, goal.term, names))
    if to is None or set(names) & checker.symbols(to):
        return None
    return renamed(goal, inner, lets, to, search)


def _let(goal: Goal, name: str) -> Proof | None:
    """The tangent of half a variable, which grows from one end to the other."""
    whole, x = goal.context.box[name], sym(name)
    low, high = (_tangent(goal, end) for end in goal.context.ends[name])
    open_ends = whole.lo_open or low != "-oo", whole.hi_open or high != "oo"
    if low is None or high is None or not all(open_ends):
        return None
    left, right = "(" if whole.lo_open else "[", ")" if whole.hi_open else "]"
    let: Proof = {
        "is": text(checker.sin(x) / (ONE + checker.cos(x))), "in": f"{left}{low}, {high}{right}",
    }  # fmt: skip
    for key, at, strict in (("low", "lo", whole.lo_open), ("high", "hi", whole.hi_open)):
        let[key] = {
            "rule": "slope", "var": name, "at": at, "slope": {"rule": "normal form"},
            "base": {"rule": "normal form"}, "strict": strict,
        }  # fmt: skip
    return let


def _tangent(goal: Goal, end: Term) -> str | None:
    """The tangent of half an end between -pi and pi, as the text of an end."""
    context = goal.context
    if end in (OO, -OO) or checker.symbols(end):
        return None
    for edge, infinite in ((PI, "oo"), (-PI, "-oo")):
        if vanishes(context, end - edge):
            return infinite
    if not (context.holds(">", PI - end) and context.holds(">", end + PI)):
        return None
    return text(simplified(context, checker.sin(end) / (ONE + checker.cos(end))))


def _rational(form: NormalForm, term: Term, names: list[str]) -> Term | None:
    """The normal form of a term with the sines and cosines of the variables as fractions."""
    whole = form.of(term).term()
    for name in names:
        x, t = sym(name), sym(f"{name}_half")
        below = ONE + t ** num(2)
        whole = checker.replaced(whole, checker.sin(x), TWO * t / below)
        whole = checker.replaced(whole, checker.cos(x), (ONE - t ** num(2)) / below)
    return whole
