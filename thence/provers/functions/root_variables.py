"""A variable x of which roots occur by itself: its root is the variable instead, with x = r**q.

``sqrt(x) + x**2/2 - 3*x/2`` is a polynomial in r = sqrt(x) that factors, and has derivatives at 0.
"""

from __future__ import annotations

from math import lcm

from flint import fmpq

from thence import checker
from thence.checker import OO, ZERO, Proof, Term, num, sym
from thence.provers.goal import Goal, Search, renamed
from thence.provers.terms import reread, subterms, text

NAME = "root variables"
COST = 1
MUST_NOT_PROVE = [
    {"given": {"x": "nonnegative"}, "lhs": "sqrt(x) + x**2/2", "rel": ">=",
     "rhs": "(3/2 + 10**-9)*x"},
    {"given": {"x": "nonnegative"}, "lhs": "sqrt(x) + x**2/2", "rel": ">", "rhs": "3*x/2"},
    {"given": {"x": "[0, 2]"}, "lhs": "sqrt(x)", "rel": "<=", "rhs": "sqrt(2) - 10**-12"},
    {"given": {"x": "[1/2, 3]"}, "lhs": "x**(1/3)", "rel": ">", "rhs": "(1/2)**(1/3)"},
    {"given": {"x": "positive", "y": "positive"}, "lhs": "sqrt(x) + sqrt(y)", "rel": "<=",
     "rhs": "(sqrt(2) - 10**-12)*sqrt(x + y)"},
    {"given": {"x": "positive", "y": "positive"}, "lhs": "sqrt(2*x) + sqrt(2*y)", "rel": "<",
     "rhs": "2*sqrt(x + y)"},
    {"given": {"x": "nonnegative", "y": "nonnegative"}, "lhs": "x**(1/3)*y**(2/3)", "rel": "<=",
     "rhs": "x/3 + 2*y/3 - 10**-12*y"},
]  # fmt: skip
#: What bounds the roots that are left.
BOUNDED = ("bounds of roots",)
#: The finest root that is taken.
FINEST = 12


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal with the roots of all variables that have some for variables."""
    context = goal.context
    if goal.rel not in (">", ">=") or context.sizes or not goal.free:
        return None
    if any(checker.symbols(h) & goal.free for _, h in context.hypotheses):
        return None
    inner, lets, roots = context, dict[str, Proof](), dict[str, tuple[Term, int]]()
    for name in sorted(goal.free - context.whole):
        q = _finest(goal.term, name)
        low = context.ends[name][0]
        new = f"{name}_root"
        if q == 1:
            continue
        if q > FINEST or low == -OO or not context.holds(">=", low) or new in context.box:
            return None
        lets[new] = _let(goal, name, q)
        inner = inner.having(new, context.domain(lets[new]["in"]))
        roots[name] = sym(new), q
    if not lets:
        return None
    to = reread(inner, _moved(goal.term, roots))
    if not _has_roots(to):
        return renamed(goal, inner, lets, to, search)
    several = len(lets) > 1 and lets.keys() == {f"{name}_root" for name in goal.free}
    return renamed(goal, inner, lets, to, search, only=BOUNDED) if several else None


def _has_roots(term: Term) -> bool:
    powers = (checker.rational(t[2]) for t in subterms(term) if t[0] == "pow")
    return any(e is not None and e.q != 1 for e in powers)


def _finest(term: Term, name: str) -> int:
    """The common denominator of the exponents of a variable."""
    bases = (sym(name), *(t for t in subterms(term) if t[0] == "*" and _multiple(t, name)))
    powers = (t for t in subterms(term) if t[0] == "pow" and t[1] in bases)
    exponents = (checker.rational(t[2]) for t in powers)
    return lcm(*(int(e.q) for e in exponents if e is not None))


def _multiple(term: Term, name: str) -> bool:
    """Whether it is the variable times a number."""
    rest = [part for part in term.parts() if part != sym(name)]
    return len(rest) == 1 and checker.rational(rest[0]) is not None


def _let(goal: Goal, name: str, q: int) -> Proof:
    """The root of a variable, and proofs that it lies between those of its ends."""
    whole, (low, high) = goal.context.box[name], goal.context.ends[name]
    power = num(fmpq(1, q))
    is_ = sym(name) ** power
    ends = ["0" if low == ZERO else text(low**power), "oo" if high == OO else text(high**power)]
    left, right = "(" if whole.lo_open else "[", ")" if whole.hi_open else "]"
    let: Proof = {"is": text(is_), "in": f"{left}{', '.join(ends)}{right}"}

    def above(one: str, other: str) -> Proof:
        return {
            "rule": "powers", "left": one, "right": other, "power": q,
            "left_sign": {"rule": "bounds"}, "then": {"rule": "normal form"},
        }  # fmt: skip

    let["low"] = above(text(is_), ends[0])
    if high != OO:
        let["high"] = above(ends[1], text(is_))
    return let


def _moved(term: Term, roots: dict[str, tuple[Term, int]]) -> Term:
    """A term with the variables as powers of their roots."""
    if term[0] == "sym" and term[1] in roots:
        root, q = roots[term[1]]
        return root ** num(q)
    if term[0] == "pow" and term[1][0] == "sym" and term[1][1] in roots:
        exponent = checker.rational(term[2])
        if exponent is not None:
            root, q = roots[term[1][1]]
            return root if exponent * q == 1 else root ** num(exponent * q)
    return Term(_moved(part, roots) if isinstance(part, Term) else part for part in term)
