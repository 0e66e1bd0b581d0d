"""x that goes away with w = exp(-c x) for a variable: log(1 + exp(x)) - x is log(1 + w).

On a half line w is a number of an interval, at whose ends are the points of contact.
"""

from __future__ import annotations

from flint import fmpq

from thence import checker
from thence.checker import OO, NormalForm, Proof, Term, num, sym
from thence.provers.goal import Goal, Search, renamed
from thence.provers.terms import in_normal_form, subterms, text

NAME = "exponential variables"
COST = 2
PREPARES = True
MUST_NOT_PROVE = [
    {"given": {"x": "positive"}, "lhs": "log(1 + exp(-x))", "rel": "<=",
     "rhs": "(log(2) - 10**-9)*exp(-x/2)"},
    {"given": {"x": "nonnegative"}, "lhs": "log(1 + exp(-x))", "rel": "<",
     "rhs": "log(2)*exp(-x/2)"},
    {"given": {"x": "(-10**-9, oo)"}, "lhs": "log(1 + exp(-x))", "rel": "<=",
     "rhs": "log(2)*exp(-x/2)"},
    {"given": {"x": "(-oo, 0)"}, "lhs": "log(1 + exp(x)) - x", "rel": ">", "rhs": "log(2) - 2*x"},
    {"given": {"x": "positive"}, "lhs": "log(1 + exp(-x))", "rel": ">=", "rhs": "10**-12"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal in w on (0, 1], or up to where the half line begins."""
    if len(goal.free) != 1 or goal.rel not in (">", ">=") or goal.context.hypotheses:
        return None
    if not {"exp", "log"} <= {part[0] for part in subterms(goal.term)}:
        return None
    (name,) = goal.free
    w = sym(f"{name}_exp")
    unit = _unit(goal, name)
    if unit is None or w[1] in goal.context.box:
        return None
    let = _let(goal, name, unit)
    if let is None:
        return None
    inner = goal.context.having(w[1], goal.context.domain(let["in"]))
    moved = checker.substitute(goal.term, {name: -checker.log(w) / num(unit)})
    to = in_normal_form(inner, lambda form: form.of(moved).term())
    if checker.log(w) in set(subterms(to)):
        return None
    return renamed(goal, inner, {w[1]: let}, to, search)


def _unit(goal: Goal, name: str) -> fmpq | None:
    """The rate of the only exponential of the normal form, with the sign that makes w small."""
    high = goal.context.ends[name][1]

    def job(form: NormalForm) -> list[Term]:
        form.of(goal.term)
        return [k[1] for k in form.kernels if k[0] == "exp" and name in checker.symbols(k)]

    exponents = in_normal_form(goal.context, job)
    rate = checker.rational(checker.diff(exponents[0], name)) if len(exponents) == 1 else None
    return None if not rate else abs(rate) if high == OO else -abs(rate)


def _let(goal: Goal, name: str, unit: fmpq) -> Proof | None:
    """What w is, and in which interval, on a half line."""
    whole, (low, high) = goal.context.box[name], goal.context.ends[name]
    if (low == -OO) == (high == OO):
        return None
    end, is_open = (low, whole.lo_open) if high == OO else (high, whole.hi_open)
    last = in_normal_form(goal.context, lambda form: form.of(checker.exp(num(-unit) * end)).term())
    shut = ")" if is_open else "]"
    is_ = text(checker.exp(num(-unit) * sym(name)))
    found: Proof = {"is": is_, "in": f"(0, {text(last)}{shut}"}
    inside = goal.context.inside(checker.parse(is_, goal.context.names),
                                 goal.context.domain(found["in"]))  # fmt: skip
    return found if inside else None
