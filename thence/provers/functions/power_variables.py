"""A variable x that occurs through a power x**k alone: that power is the variable instead.

``x**15 - x**5`` is u**3 - u with u = x**5, of a degree that other tactics can handle, and its
least value lies at a square root.
"""

from __future__ import annotations

from math import gcd

from thence import checker
from thence.checker import OO, ZERO, Context, Proof, Term, num, sym
from thence.provers.goal import Goal, Search, renamed
from thence.provers.terms import text

NAME = "power variables"
COST = 3
MUST_NOT_PROVE = [
    {"given": {"x": "[0, 1]"}, "lhs": "x**5 - x**15", "rel": "<=",
     "rhs": "2*sqrt(3)/9 - 10**-12"},
    {"given": {"x": "[-1, 1]"}, "lhs": "x**15 - x**5", "rel": ">", "rhs": "-2*sqrt(3)/9"},
    {"given": {"x": "[-1, 1/2]"}, "lhs": "x**4 + x**2", "rel": "<=", "rhs": "5/16"},
    {"given": {"x": "[-1/2, 1]"}, "lhs": "x**4 + x**2", "rel": "<=", "rhs": "2 - 10**-12"},
    {"given": {"x": "(0, 1)"}, "lhs": "x**9 + x**3", "rel": ">", "rhs": "10**-12"},
    {"given": {"x": "real"}, "lhs": "x**9 + x**3", "rel": ">=", "rhs": "0"},
    {"given": {"x": "[1, 2]"}, "lhs": "x**6 - 2*x**3", "rel": ">", "rhs": "-1"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal with the powers of all variables that occur through one for variables."""
    context = goal.context
    free = goal.free - context.whole
    if goal.rel not in (">", ">=") or context.sizes or not free:
        return None
    if any(checker.symbols(h) & goal.free for _, h in context.hypotheses):
        return None
    common = {name: _common(goal.term, name) for name in sorted(free)}
    inner, lets, moves = context, dict[str, Proof](), dict[str, tuple[Term, int]]()
    for name, k in common.items():
        new = f"{name}_power"
        if k < 2:
            continue
        domain = _domain(context, name, k)
        if domain is None or new in context.box:
            return None
        lets[new] = {"is": text(sym(name) ** num(k)), "in": domain}
        inner = inner.having(new, context.domain(domain))
        moves[name] = sym(new), k
    if not lets:
        return None
    return renamed(goal, inner, lets, _moved(goal.term, moves), search)


def _common(term: Term, name: str) -> int:
    """The largest k such that the variable occurs only in powers that k divides; 1 for none."""
    if term == sym(name):
        return 1
    if term[0] == "pow" and term[1] == sym(name):
        exponent = checker.rational(term[2])
        return int(exponent.p) if exponent is not None and exponent.q == 1 else 1
    return abs(gcd(0, *(_common(part, name) for part in term.parts())))


def _domain(context: Context, name: str, k: int) -> str | None:
    """The interval of the power of a variable; of an even one only where it reaches from 0."""
    whole, (low, high) = context.box[name], context.ends[name]
    left, right = "(" if whole.lo_open else "[", ")" if whole.hi_open else "]"
    first, last = _raised(low, k), _raised(high, k)
    if first is None or last is None:
        return None
    if k % 2 == 0 and not whole.lo >= 0:
        if low != -high and checker.plus(low, high) != ZERO:
            return None
        left, first = "[", "0"
    return f"{left}{first}, {last}{right}"


def _raised(end: Term, k: int) -> str | None:
    """The text of the power of an end that is rational or infinite."""
    value = checker.rational(end)
    if value is not None:
        return text(num(value**k))
    return {OO: "oo", -OO: "-oo"}.get(end)


def _moved(term: Term, moves: dict[str, tuple[Term, int]]) -> Term:
    """A term with the powers as variables."""
    if term[0] == "pow" and term[1][0] == "sym" and term[1][1] in moves:
        power, k = moves[term[1][1]]
        exponent = checker.rational(term[2])
        if exponent is not None:
            return power if exponent == k else power ** num(exponent / k)
    return Term(_moved(part, moves) if isinstance(part, Term) else part for part in term)
