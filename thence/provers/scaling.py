"""A goal that is the same in every scale: the variables in units of one of them.

Where the term with ``x = u y`` for the others x, and y > 0, is a power of y times what is free of
y, the goal is about the u alone: log(t/s) + s**2/(2 t**2) >= 1/2 becomes u**2/2 - log(u) >= 1/2.
"""

from __future__ import annotations

from itertools import chain, combinations

from thence import checker
from thence.checker import OO, ZERO, NormalForm, Proof, Term
from thence.provers.goal import Goal, Search, in_normal_form, subterms, text

NAME = "scaling"
COST = 2
MUST_NOT_PROVE = [
    {"given": {"s": "positive", "t": "positive"}, "lhs": "log(t/s) + s**2/(2*t**2)", "rel": ">=",
     "rhs": "1/2 + 10**-12"},
    {"given": {"s": "positive", "t": "positive"}, "lhs": "log(t/s) + s**2/(2*t**2)", "rel": ">",
     "rhs": "1/2"},
    {"given": {"s": "positive", "t": "nonnegative"}, "lhs": "s*exp(-t/s)", "rel": "<", "rhs": "s"},
    {"given": {"s": "positive", "t": "real"}, "lhs": "s*exp(t/s)", "rel": ">=",
     "rhs": "s + t + 10**-12*s"},
    # of degree 1, which is not the sign of y where that may be negative
    {"given": {"s": "real", "t": "positive"}, "assuming": ["s != 0"], "lhs": "s*exp(t/s)",
     "rel": ">=", "rhs": "s + t"},
]  # fmt: skip
#: What polynomials have other tactics for.
FUNCTIONS = ("log", "exp", "atan", "erf", "sin", "cos", "asin")
#: Powers of the unit that are divided out.
DEGREES = (0, 1, 2, -1, -2, 3, 4)


def attempt(goal: Goal, search: Search) -> Proof | None:
    """All other variables, or one of them, in units of each that is positive."""
    context = goal.context
    if goal.rel not in (">", ">=") or len(goal.free) < 2 or goal.free & context.whole:
        return None
    if not any(part[0] in FUNCTIONS for part in subterms(goal.term)):
        return None
    if any(goal.free & checker.symbols(h) for _, h in context.hypotheses):
        return None
    for unit in sorted(goal.free):
        others = sorted(goal.free - {unit})
        if not context.holds(">", checker.sym(unit)) or not _unbounded(goal, unit):
            continue
        for chosen in chain((others,), combinations(others, 1) if len(others) > 1 else ()):
            found = _in_units(goal, unit, list(chosen), search)
            if found is not None:
                return found
    return None


def _unbounded(goal: Goal, name: str) -> bool:
    """Whether the domain of a variable is a line, or a half line from 0 on."""
    return all(end in (ZERO, OO, -OO) for end in goal.context.ends[name])


def _in_units(goal: Goal, unit: str, chosen: list[str], search: Search) -> Proof | None:
    context, y = goal.context, checker.sym(unit)
    inner, lets, moved = context, dict[str, Proof](), goal.term
    for name in chosen:
        new = f"{name}_per_{unit}"
        if new in inner.box or not _unbounded(goal, name):
            return None
        lets[new] = {"is": text(checker.sym(name) / y), "in": _domain(goal, name)}
        inner = inner.having(new, context.domain(lets[new]["in"]))
        moved = checker.substitute(moved, {name: checker.sym(new) * y})

    def job(form: NormalForm) -> tuple[Term, int] | None:
        whole, scale = form.of(moved), form.of(y)
        for degree in DEGREES:
            found = (whole * scale**-degree).term()
            if unit not in checker.symbols(found):
                return found, degree
        return None

    free = in_normal_form(inner, job)
    if free is None:
        return None
    to = checker.parse(text(free[0]), inner.names)
    needs = search.defined(inner, to)
    then = search.prove(Goal(inner, goal.rel, to)) if needs is not None else None
    if then is None:
        return None
    by = text(y ** checker.num(-free[1]))
    return {
        "rule": "rewrite", "by": by, "by_positive": {"rule": "bounds"}, "let": lets,
        "to": text(to), "to_defined": needs, "then": then,
    }  # fmt: skip


def _domain(goal: Goal, name: str) -> str:
    """The domain of a variable in positive units, which is the domain itself."""
    whole, (low, high) = goal.context.box[name], goal.context.ends[name]
    left, right = "(" if whole.lo_open else "[", ")" if whole.hi_open else "]"
    below, above = ("-oo" if low == -OO else "0"), ("oo" if high == OO else "0")
    return f"{left}{below}, {above}{right}"
