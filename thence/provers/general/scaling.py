"""A goal that is the same in every scale: the variables in units of one of them.

Where the term with ``x = u y`` for the others x, and y > 0, is a power of y times what is free of
y, the goal is about the u alone: log(t/s) + s**2/(2 t**2) >= 1/2 becomes u**2/2 - log(u) >= 1/2.
Or with ``x = u/y``: of x tanh(b x) the least value is one in b x, over b.  Where y < 0 the unit is
``-y``.
"""

from __future__ import annotations

from itertools import chain, combinations, product

from thence import checker
from thence.checker import OO, ZERO, NormalForm, Proof, Term, num
from thence.provers.goal import Goal, Search, holds
from thence.provers.several_variables.valleys import has_functions
from thence.provers.terms import in_normal_form, reread, text

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
    {"given": {"s": "positive", "t": "real"}, "lhs": "t*tanh(s*t)", "rel": ">=",
     "rhs": "Abs(t) - 278/(1000*s)"},
    {"given": {"s": "positive", "t": "nonnegative"}, "lhs": "t*exp(-s*t)", "rel": "<",
     "rhs": "exp(-1)/s"},
    {"given": {"s": "real", "t": "real"}, "assuming": ["s != 0"], "lhs": "t/(1 + exp(-s*t))",
     "rel": ">=", "rhs": "-279/(1000*s)"},
    {"given": {"s": "negative", "t": "real"}, "lhs": "s*exp(t/s)", "rel": "<=",
     "rhs": "s + t + 10**-12*s"},
    {"given": {"s": "negative", "t": "real"}, "lhs": "s*exp(t/s)", "rel": ">=", "rhs": "s + t"},
    # of degree 1, which is not the sign of y where that may be negative
    {"given": {"s": "real", "t": "positive"}, "assuming": ["s != 0"], "lhs": "s*exp(t/s)",
     "rel": ">=", "rhs": "s + t"},
]  # fmt: skip
#: Powers of the unit that are divided out.
DEGREES = (0, 1, 2, -1, -2, 3, 4)


def attempt(goal: Goal, search: Search) -> Proof | None:
    """All other variables, or one of them, in units of each whose sign is known."""
    context = goal.context
    if goal.rel not in (">", ">=") or len(goal.free) < 2 or goal.free & context.whole:
        return None
    if not has_functions(goal.term):
        return None
    for unit in sorted(goal.free):
        others = sorted(goal.free - {unit})
        signs = (s for s in (1, -1) if context.holds(">", num(s) * checker.sym(unit)))
        sign = next(signs, 0)
        if not sign or not _unbounded(goal, unit):
            continue
        several = chain((others,), combinations(others, 1) if len(others) > 1 else ())
        for chosen, inverse in product(several, (False, True)):
            found = _in_units(goal, (unit, sign), list(chosen), inverse, search)
            if found is not None:
                return found
    return None


def _unbounded(goal: Goal, name: str) -> bool:
    """Whether the domain of a variable is a line, or a half line from 0 on."""
    return all(end in (ZERO, OO, -OO) for end in goal.context.ends[name])


def _in_units(
    goal: Goal, of: tuple[str, int], chosen: list[str], inverse: bool, search: Search
) -> Proof | None:
    """The goal for the quotients of the chosen variables by the unit, which is a variable or minus
    it, or for the products."""
    context, (unit, sign) = goal.context, of
    y = checker.sym(unit) if sign > 0 else -checker.sym(unit)
    by_unit = checker.ONE / y if inverse else y
    inner, lets, moved = context.forgetting(), dict[str, Proof](), goal.term
    for name in chosen:
        new = f"{name}_{'by' if inverse else 'per'}_{unit}"
        if new in inner.box or not _unbounded(goal, name):
            return None
        lets[new] = _product(goal, name, y) if inverse else _let(goal, name, of)
        inner = inner.having(new, context.domain(lets[new]["in"]))
        moved = checker.substitute(moved, {name: checker.sym(new) * by_unit})

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
    to = reread(inner, free[0])
    needs = search.defined(inner, to)
    then = search.prove(Goal(inner, goal.rel, to)) if needs is not None else None
    if then is None:
        return None
    by = text(y ** checker.num(-free[1]))
    found = {
        "rule": "rewrite", "by": by, "by_positive": {"rule": "bounds"}, "let": lets,
        "to": text(to), "to_defined": needs,
        "then": {"rule": "forget", "defined": needs, "then": then},
    }  # fmt: skip
    return found if not context.hypotheses or holds(goal, found) else None


def _product(goal: Goal, name: str, unit: Term) -> Proof:
    """A variable times what is positive: its domain is that of the variable."""
    whole, (low, high) = goal.context.box[name], goal.context.ends[name]
    left = f"{'(' if whole.lo_open else '['}{'-oo' if low == -OO else '0'}"
    right = f"{'oo' if high == OO else '0'}{')' if whole.hi_open else ']'}"
    return {"is": text(checker.sym(name) * unit), "in": f"{left}, {right}"}


def _let(goal: Goal, name: str, of: tuple[str, int]) -> Proof:
    """A variable in positive units: its domain, which is that of the variable, or what hypotheses
    about the two of them leave of it."""
    whole, (low, high), (unit, sign) = goal.context.box[name], goal.context.ends[name], of
    is_ = checker.sym(name) / (checker.sym(unit) if sign > 0 else -checker.sym(unit))
    left = "(" if whole.lo_open else "[", "-oo" if low == -OO else "0"
    right = ")" if whole.hi_open else "]", "oo" if high == OO else "0"
    let: Proof = {"is": text(is_)}
    for rel, hypothesis in goal.context.hypotheses:
        if rel not in (">", ">=") or checker.symbols(hypothesis) != {name, unit}:
            continue
        slope, share = (checker.diff(hypothesis, v) for v in (name, unit))
        m, n = checker.rational(slope), checker.rational(share)
        flat = checker.substitute(hypothesis, {name: ZERO, unit: ZERO})
        if not m or n is None or not checker.vanishes(goal.context, flat):
            continue
        end = text(num(-sign * n / m))
        if m > 0:
            left, let["low"] = ("(" if rel == ">" else "[", end), {"rule": "normal form"}
        else:
            right, let["high"] = (")" if rel == ">" else "]", end), {"rule": "normal form"}
    if "low" in let or "high" in let:
        let = {"low": {"rule": "normal form"}, "high": {"rule": "normal form"}} | let
    return {**let, "in": f"{left[0]}{left[1]}, {right[1]}{right[0]}"}
