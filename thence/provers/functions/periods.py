"""One period of a variable that occurs through sines and cosines alone."""

from __future__ import annotations

from math import gcd, lcm

from flint import fmpq

from thence import checker
from thence.checker import ONE, OO, PI, TWO, Proof, Term, num, sym
from thence.provers.goal import Goal, Search
from thence.provers.one_variable.univariate import vanishes
from thence.provers.terms import simplified, subterms, text

NAME = "periods"
COST = 2
PREPARES = True
MUST_NOT_PROVE = [
    {"given": {"x": "real"}, "lhs": "sin(x) + cos(x)", "rel": "<=", "rhs": "sqrt(2) - 10**-12"},
    {"given": {"x": "real"}, "lhs": "sin(x) + cos(x)", "rel": "<", "rhs": "sqrt(2)"},
    {"given": {"x": "real"}, "lhs": "sin(x) + sin(x/3)", "rel": "<=", "rhs": "19/10 - x/10**3"},
    {"given": {"x": "real"}, "lhs": "sin(x/10) + cos(x)", "rel": "<=", "rhs": "15/10"},
    {"given": {"x": "real"}, "lhs": "sin(cos(x))", "rel": "<", "rhs": "cos(sin(x)) - 2/5"},
    {"given": {"x": "real"}, "lhs": "sin(x) + cos(sqrt(2)*x)", "rel": "<=", "rhs": "199/100"},
    {"given": {"x": "real", "y": "real"}, "lhs": "cos(x) + cos(y) - cos(x+y)", "rel": "<=",
     "rhs": "3/2 - 10**-12"},
    {"given": {"x": "real", "y": "real"}, "lhs": "cos(x)", "rel": "<=", "rhs": "1 - y**2/10**9"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """A period of each such variable, one after the other."""
    if goal.rel not in (">", ">=") or goal.context.sizes:
        return None
    for name in sorted(goal.free - goal.context.whole):
        if goal.context.ends[name] != (-OO, OO):
            continue
        if any(name in checker.symbols(h) for _, h in goal.context.hypotheses):
            continue
        half = _half(goal, name)
        if half is None:
            continue
        there = goal.context.at(name, half)
        end = search.prove(Goal(there, goal.rel, checker.substitute(goal.term, {name: half})))
        inside = goal.context.between(-half, half, True, True)
        then = end and search.prove(goal.on(goal.context.having(name, inside)))
        return then and {
            "rule": "period", "var": name, "half": text(half), "end": end, "then": then,
        }  # fmt: skip
    return None


def _half(goal: Goal, name: str) -> Term | None:
    """Half of a period: the least of one that is sure, its half and its quarter."""
    rates = _rates(goal.term, name)
    if not rates:
        return None
    ratios = [checker.rational(simplified(goal.context, rate / PI)) for rate in rates]
    unit, known = (ONE, ratios) if None not in ratios else (PI, map(checker.rational, rates))
    found = [rate for rate in known if rate is not None]
    if len(found) < len(rates):
        return None
    common = fmpq(gcd(*(int(r.p) for r in found)), lcm(*(int(r.q) for r in found)))
    for share in (4, 2, 1):
        half = simplified(goal.context, unit / num(common * share))
        moved = checker.substitute(goal.term, {name: sym(name) + TWO * half})
        if vanishes(goal.context, moved - goal.term):
            return half
    return None


def _rates(term: Term, name: str) -> list[Term] | None:
    """By what the arguments of sines and cosines grow with a variable; None if it is elsewhere."""
    if name not in checker.symbols(term):
        return []
    if term[0] in ("sin", "cos"):
        rate = checker.diff(term[1], name)
        if not checker.symbols(rate) and _linear(term[1]):
            return [rate]
    if term[0] == "sym":
        return None
    found: list[Term] = []
    for part in term.parts():
        inner = _rates(part, name)
        if inner is None:
            return None
        found += inner
    return found


def _linear(term: Term) -> bool:
    """Whether a term is made of sums and products alone, whose derivative is what it looks like."""
    return all(t[0] in ("num", "sym", "pi", "+", "*", "/", "pow") for t in subterms(term))
