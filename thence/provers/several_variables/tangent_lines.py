"""A sum of functions of one variable each, under an equation between such: each by itself.

For ``f(a) + g(b) + ... + C >= 0`` where ``h(a) + k(b) + ... = c`` is a hypothesis, a multiple m of
the equation is added, so that the slopes are 0 where all variables are equal: there
``f(a) - f(x) + m (h(a) - h(x))`` is 0, and it is at least 0 elsewhere if f is above its tangent.  A
product of positive numbers is an equation between their logarithms.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import reduce

from flint import fmpq

from thence import checker
from thence.checker import ONE, OO, ZERO, Context, Proof, Rejected, Term, num, sym
from thence.provers.goal import Goal, OutOfTime, Search, holds
from thence.provers.one_variable.univariate import vanishes
from thence.provers.terms import simplified, text

NAME = "tangent lines"
COST = 0
#: Seconds for what each of the variables adds.
SECONDS = 2.0
ABC = {"a": "positive", "b": "positive", "c": "positive"}
ANGLES = {"a": "(0, pi)", "b": "(0, pi)", "c": "(0, pi)"}
MUST_NOT_PROVE = [
    {"given": ANGLES, "assuming": ["a + b + c = pi"], "lhs": "sin(a) + sin(b) + sin(c)",
     "rel": "<=", "rhs": "3*sqrt(3)/2 - 10**-12"},
    {"given": ANGLES, "assuming": ["a + b + c = pi"], "lhs": "sin(a) + sin(b) + sin(c)",
     "rel": "<", "rhs": "3*sqrt(3)/2"},
    {"given": ANGLES, "assuming": ["a + b + c = pi"], "lhs": "cos(a) + cos(b) + cos(c)",
     "rel": "<=", "rhs": "3/2 - 10**-12"},
    {"given": ABC, "assuming": ["a + b + c = 3"], "lhs": "a**a*b**b*c**c", "rel": ">=",
     "rhs": "1 + 10**-12"},
    {"given": ABC, "assuming": ["a + b + c = 3"], "lhs": "sqrt(a) + sqrt(b) + sqrt(c)",
     "rel": ">=", "rhs": "(1 + 10**-9)*(a*b + b*c + c*a)"},
    {"given": ABC, "assuming": ["a + b + c = 3"], "lhs": "sqrt(a) + sqrt(b) + sqrt(c)",
     "rel": ">", "rhs": "a*b + b*c + c*a"},
    {"given": ABC, "assuming": ["a*b*c = 1"], "lhs": "exp(a) + exp(b) + exp(c)", "rel": ">=",
     "rhs": "3*exp(1) + 10**-12"},
    {"given": dict.fromkeys("abc", "real"), "assuming": ["a + b + c = 3"],
     "lhs": "a**3 + b**3 + c**3", "rel": ">=", "rhs": "3"},
    {"given": ABC, "assuming": ["a**2 + b**2 + c**2 = 3"], "lhs": "exp(a) + exp(b) + exp(c)",
     "rel": ">=", "rhs": "3*exp(1)"},
]  # fmt: skip


@dataclass(frozen=True)
class Separate:
    """A term as a sum of terms in one variable each, and a constant."""

    parts: dict[str, Term]
    constant: Term

    def at(self, name: str, value: Term) -> Term:
        """The part of a variable where that has a value."""
        return checker.substitute(self.parts.get(name, ZERO), {name: value})


def attempt(goal: Goal, search: Search) -> Proof | None:
    """By each equation that is separate."""
    own = Search(min(SECONDS * len(goal.free), search.left()))
    try:
        return _by_equations(goal, own)
    except OutOfTime:
        search.check_time()
        return None


def _by_equations(goal: Goal, search: Search) -> Proof | None:
    if goal.rel not in (">", ">=") or len(goal.free) < 2 or goal.context.sizes:
        return None
    for k, (rel, equation) in enumerate(goal.context.hypotheses):
        if rel != "=" or not goal.free <= checker.symbols(equation):
            continue
        proof = _by_equation(goal, k, equation, search) or _by_logarithms(goal, equation, search)
        if proof is not None:
            return proof
    return None


def _by_logarithms(goal: Goal, equation: Term, search: Search) -> Proof | None:
    """By the equation between logarithms that an equation of a product is."""
    names = sorted(checker.symbols(equation))
    if not all(goal.context.holds(">", sym(name)) for name in names):
        return None
    for constant in _products(goal.context, names, equation):
        logs = reduce(checker.plus, (checker.log(sym(n)) for n in names))
        of = logs if constant == 1 else logs - checker.log(num(constant))
        lemma: Proof = {
            "rule": "lemma",
            "is": "=",
            "of": text(of),
            "proof": {"rule": "exponential"},
        }
        inner = goal.on(goal.context.assuming(("=", of)))
        then = _by_equation(inner, len(goal.context.hypotheses), of, search)
        found = then and {**lemma, "then": then}
        if found is not None and holds(goal, found):
            return found
    return None


def _products(context: Context, names: list[str], equation: Term) -> Iterator[fmpq]:
    """The number that an equation says is the product of the variables."""
    product = reduce(checker.times, map(sym, names))
    rest = checker.rational(checker.substitute(equation, dict.fromkeys(names, ZERO)))
    if rest is not None and rest < 0 and vanishes(context, equation - product - num(rest)):
        yield -rest


def _by_equation(goal: Goal, k: int, equation: Term, search: Search) -> Proof | None:
    known = _separate(equation)
    if known is None:
        return None
    found_parts = _separated(goal, known)
    if found_parts is None or found_parts[0].parts.keys() - known.parts.keys():
        return None
    whole, more = found_parts
    names = sorted(known.parts)
    for at in _alike(goal.context, known, names):
        factor = _multiple(goal, whole, known, names, at)
        if factor is None:
            continue
        lets, total = dict[str, Proof](), _simple(goal, _value(whole, names, at))
        for name in names:
            here = checker.plus(whole.parts.get(name, ZERO), factor * known.parts[name])
            gap = here - _simple(goal, checker.substitute(here, {name: at}))
            low = _shown(goal, name, gap, k, known, at, search)
            if low is None:
                return None
            lets[f"{name}_gap"] = {"is": text(gap), "in": "[0, oo)", "low": low}
        to = reduce(checker.plus, map(sym, lets), total)
        use = {str(k): text(checker.plus(factor, more))}
        found: Proof = {
            "rule": "rewrite",
            "use": use,
            "let": lets,
            "to": text(to),
            "then": {"rule": "bounds"},
        }
        if holds(goal, found):
            return found
    return None


def _shown(
    goal: Goal, name: str, gap: Term, k: int, known: Separate, at: Term, search: Search
) -> Proof | None:
    """A proof that the part of one variable is at least 0: anywhere, or as far as the equation
    lets that variable go."""
    context = goal.context
    bare = Goal(context.forgetting(), ">=", gap)
    needs = search.defined(bare.context, gap)
    then = search.prove(bare) if needs is not None else None
    if then is not None:
        return {"rule": "forget", "defined": needs, "then": then}
    domain = _narrower(goal, name, known)
    if domain is None:
        return None
    inner, high = context.domain(domain), context.ends[name][1]
    beyond = context.forgetting().having(
        name, context.between(inner[1][1], high, True, context.box[name].hi_open)
    )
    void = search.prove(Goal(beyond, "!=", context.hypotheses[k][1]))
    there = bare.on(bare.context.having(name, inner))
    needs = search.defined(there.context, gap) if void is not None else None
    then = search.prove(there) if needs is not None else None
    return then and {
        "rule": "narrow", "var": name, "in": domain,
        "above": {"rule": "contradiction", "hypothesis": k, "proof": void},
        "then": {"rule": "forget", "defined": needs, "then": then},
    }  # fmt: skip


def _narrower(goal: Goal, name: str, known: Separate) -> str | None:
    """The domain of a variable up to where the equation is linear or a square in it, and the others
    are 0 or more."""
    context = goal.context
    low, high = context.ends[name]
    if low == -OO or high != OO or not all(context.holds(">=", sym(n)) for n in known.parts):
        return None
    rest = _simple(goal, -known.constant)
    for value in (rest, rest**checker.HALF):
        try:
            there = checker.plus(known.at(name, value), known.constant)
            if context.holds(">", value) and vanishes(context, there):
                return f"{'(' if context.box[name].lo_open else '['}{text(low)}, {text(value)}]"
        except Rejected:
            continue
    return None


def _separated(goal: Goal, known: Separate) -> tuple[Separate, Term] | None:
    """The term as it is, or with a multiple of an equation ``s = c`` for the sum s of the variables
    that takes products of two of them away: the sum of these is (s**2 - a**2 - b**2 - ...)/2."""
    whole = _separate(goal.term)
    if whole is not None:
        return whole, ZERO
    names = sorted(known.parts)
    if any(known.parts[name] != sym(name) for name in names):
        return None
    apart, pairs = ZERO, dict[frozenset[str], fmpq]()
    for piece in summands(goal.term, ONE):
        used = frozenset(checker.symbols(piece))
        if len(used) < 2:
            apart = checker.plus(apart, piece)
            continue
        one, other, *_ = sorted(used)
        slope = checker.rational(checker.diff(checker.diff(piece, one), other))
        if slope is None or not vanishes(goal.context, piece - num(slope) * sym(one) * sym(other)):
            return None
        pairs[used] = pairs.get(used, fmpq(0)) + slope
    if len(set(pairs.values())) != 1 or len(pairs) != len(names) * (len(names) - 1) // 2:
        return None
    half = num(next(iter(pairs.values())) / 2)
    squares = reduce(checker.plus, (sym(name) ** num(2) for name in names))
    total = reduce(checker.plus, map(sym, names))
    found = _separate(
        checker.plus(apart, half * (known.constant * known.constant)) - half * squares
    )
    return None if found is None else (found, -half * (total - known.constant))


def _separate(term: Term) -> Separate | None:
    """The term as a sum of terms in one variable each, or None."""
    parts, constant = dict[str, Term](), ZERO
    for piece in summands(term, ONE):
        names = checker.symbols(piece)
        if len(names) > 1:
            return None
        if names:
            (name,) = names
            parts[name] = checker.plus(parts.get(name, ZERO), piece)
        else:
            constant = checker.plus(constant, piece)
    return Separate(parts, constant)


def summands(term: Term, times: Term, fixed: Set[str] = frozenset()) -> Iterator[Term]:
    """The summands of a term times a constant, in which only ``fixed`` symbols occur."""
    if term[0] == "+":
        yield from summands(term[1], times, fixed)
        yield from summands(term[2], times, fixed)
    elif term[0] == "*" and checker.symbols(term[1]) <= fixed:
        yield from summands(term[2], checker.times(times, term[1]), fixed)
    elif term[0] == "/" and checker.symbols(term[2]) <= fixed:
        yield from summands(term[1], checker.times(times, ONE / term[2]), fixed)
    else:
        yield checker.times(times, term)


def _alike(context: Context, known: Separate, names: list[str]) -> Iterator[Term]:
    """Numbers that satisfy the equation if all variables are equal to them."""
    share = -known.constant / num(len(names))
    for at in dict.fromkeys([share, share**checker.HALF, ONE]):
        try:
            value = _value(known, names, at)
            inside = all(context.inside(at, (context.box[n], context.ends[n])) for n in names)
            if inside and vanishes(context, value):
                yield at
        except Rejected:
            continue


def _value(found: Separate, names: list[str], at: Term) -> Term:
    return reduce(checker.plus, (found.at(name, at) for name in names), found.constant)


def _multiple(
    goal: Goal, whole: Separate, known: Separate, names: list[str], at: Term
) -> Term | None:
    """The multiple of the equation with which all slopes are 0 where the variables are equal."""
    factor = None
    for name in names:
        f, h = (checker.diff(s.parts.get(name, ZERO), name) for s in (whole, known))
        f, h = (checker.substitute(slope, {name: at}) for slope in (f, h))
        try:
            if factor is None:
                factor = _simple(goal, -f / h)
            if not vanishes(goal.context, checker.plus(f, factor * h)):
                return None
        except Rejected:
            return None
    return factor


def _simple(goal: Goal, term: Term) -> Term:
    """A constant in its normal form."""
    return simplified(goal.context.forgetting(), term)
