"""Use a hypothesis that is an equation: eliminate from the goal what it determines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial, reduce
from operator import mul
from typing import Any

from flint import fmpq

from thence import checker
from thence.checker import NormalForm, Proof, Rejected, Term
from thence.provers.goal import Goal, Search, behind_lemmas, keeping
from thence.provers.terms import in_normal_form, simplified, text

NAME = "equations"
COST = 1
MUST_NOT_PROVE = [
    {"given": {"x": "real", "y": "real"}, "assuming": ["x + y = 1"],
     "lhs": "x*y", "rel": "=", "rhs": "1/4"},
    {"given": {"x": "real", "y": "real"}, "assuming": ["x*y = 0"],
     "lhs": "x", "rel": "=", "rhs": "0"},
    {"given": {"n": "integer>=1", "p": "positive[n]"}, "assuming": ["Sum(p[i], (i, 1, n)) = 1"],
     "lhs": "Sum(p[i]**2, (i, 1, n))", "rel": "=", "rhs": "1"},
    {"given": {"x": "real", "y": "real"}, "assuming": ["y = x"],
     "lhs": "(x**2 - y**2)/(x - y)", "rel": "=", "rhs": "x + y"},
    {"given": {"a": "[0,1]", "b": "[0,1]", "p": "[0,1]"}, "assuming": ["b = 1 - a"],
     "lhs": "b/(a*(1 - p) + b)", "rel": "=", "rhs": "(1 - a)/(1 - a*p)"},
    {"given": {"a": "(0,1)", "b": "(0,1)", "p": "(0,1)"}, "assuming": ["b = 1 - a"],
     "lhs": "b/(a*(1 - p) + b)", "rel": "=", "rhs": "(1 - a)/(1 - a*p) + 10**-12"},
    {"given": {"a": "(0,1)", "b": "(0,1)", "x": "real"}, "assuming": ["b = 1 - a"],
     "lhs": "1/(a*x + b)", "rel": ">=", "rhs": "1/(a*x + b) - a - b + 1 - 10**-12*x"},
    {"given": {"x": "real"}, "assuming": ["x**2 = x + 1"], "lhs": "x**5", "rel": "=",
     "rhs": "5*x + 3 + 10**-12"},
    {"given": {"x": "real", "y": "real"}, "assuming": ["y*x**2 = y*x + y"], "lhs": "x**2",
     "rel": "=", "rhs": "x + 1"},
    {"given": {"x": "real"}, "assuming": ["x**2 = 3*x - 2"], "lhs": "x", "rel": "=", "rhs": "2"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """For each equation, the goal with one of its generators eliminated, or a variable that it
    determines replaced."""
    again = NAME in search.path[:-1]
    for k, (rel, equation) in enumerate(goal.context.hypotheses):
        if rel != "=":
            continue
        for name, slope, to in _determined(goal, equation):
            step: Proof = {"var": name, "use": str(k), "slope": text(slope), "is": text(to)}
            facts = _domain(goal, name, to)
            then = partial(_without, name=name, to=to, step=step, search=search)
            inner = behind_lemmas(goal, facts, search, then)
            if inner is not None:
                return inner
        for gone, factor, to, below in _eliminated(goal, equation):
            if again and checker.symbols(gone) <= checker.symbols(to):
                continue  # another equation, or this one, would bring it back
            found = _rewritten(goal, search, str(k), factor, to, below)
            if found is not None:
                return found
    return None


def _domain(goal: Goal, name: str, to: Term) -> list[tuple[str, Term]]:
    """What the domain of a variable says of its value, by ends that are numbers."""
    (low, high), box = goal.context.ends[name], goal.context.box[name]
    gaps = ((to - low, low, box.lo_open), (high - to, high, box.hi_open))
    return [
        (">" if is_open else ">=", gap)
        for gap, end, is_open in gaps
        if end not in (checker.OO, -checker.OO) and not checker.symbols(end)
    ]


def _without(goal: Goal, name: str, to: Term, step: Proof, search: Search) -> Proof | None:
    """The goal with a variable replaced by its value, of which nothing is known any more: else the
    same equation would bring it back."""
    there = goal.context.assuming(*checker.substituted(goal.context, name, to))
    about = [checker.symbols(known) for _, known in there.hypotheses]
    keep = [k for k, names in enumerate(about) if names and name not in names]
    term = checker.substitute(goal.term, {name: to})
    then = keeping(Goal(there, goal.rel, term), keep, search)
    return then and {"rule": "substitute", **step, "then": then}


def _rewritten(
    goal: Goal, search: Search, k: str, factor: Term, to: Term, below: Term
) -> Proof | None:
    """The goal by ``(goal + factor/below * equation) = to/below``; what it is divided by, where
    that is not seen to be other than 0, is shown to be so and left out."""
    if goal.context.holds("!=", below):
        then = search.prove(goal.of(to / below))
        use = {k: text(factor / below)}
        return then and {"rule": "rewrite", "use": use, "to": text(to / below), "then": then}
    then = search.prove(goal.of(to))
    rel = "!=" if goal.rel in ("=", "!=") else ">"
    nonzero = then and search.prove(Goal(goal.context, rel, below))
    return nonzero and {
        "rule": "rewrite", "by": text(below), "by_positive": nonzero,
        "use": {k: text(factor)}, "to": text(to), "then": then,
    }  # fmt: skip


def _determined(goal: Goal, equation: Term) -> Iterator[tuple[str, Term, Term]]:
    """The variables in which the equation is ``slope*(x - to)``, and which occur in the goal where
    elimination does not reach: inside a function; or in an exponent, if the slope is no number; and
    those that are numbers, of which a hypothesis knows."""
    exponents, inside = in_exponents(goal.term), _inside(goal.term)
    for name in sorted(checker.symbols(equation)):
        if name in goal.context.sizes:
            continue
        with suppress(Rejected):
            slope, to = _solved(goal, equation, name)
            varies = checker.rational(slope) is None
            wanted = name in exponents or (name in inside and not varies)
            if name not in checker.symbols(to) and (wanted or _told(goal, name, to)):
                yield name, slope, to


def _told(goal: Goal, name: str, to: Term) -> bool:
    """Whether a number in place of a variable says something new of the others."""
    said = [h for _, h in checker.substituted(goal.context, name, to) if checker.symbols(h)]
    known = [h for _, h in goal.context.hypotheses]
    return not checker.symbols(to) and any(h not in known for h in said)


def _solved(goal: Goal, equation: Term, name: str) -> tuple[Term, Term]:
    """The slope and the value of a variable in which the numerator is linear."""

    def job(form: NormalForm) -> tuple[Term, Term]:
        known, x = form.of(equation), checker.sym(name)
        i = form.kernels.index(x) if x in form.kernels else -1
        slope = known.n.derivative(i) if i >= 0 else known.n * 0
        if known.n.degrees()[i] != 1 or not goal.context.holds("!=", form.term(slope)):
            raise Rejected("not solved for the variable")
        to = form.term(slope * form.gens[i] - known.n) / form.term(slope)
        return simplified(goal.context, form.term(slope) / form.term(known.d)), to

    found: tuple[Term, Term] = in_normal_form(goal.context, job)
    return found[0], simplified(goal.context, found[1])


def in_exponents(term: Term) -> set[str]:
    """The variables in exponents, save in that of E."""
    own = checker.symbols(term[2]) if term[0] == "pow" else ()
    return set[str](own).union(*map(in_exponents, term.parts()))


def _inside(term: Term) -> set[str]:
    """The names that occur in the argument of a function."""
    if term[0] in ("+", "*", "/"):
        return set[str]().union(*map(_inside, term.parts()))
    return checker.symbols(term) if term[0] not in ("sym", *checker.BINDERS) else set()


def _eliminated(goal: Goal, equation: Term) -> list[tuple[Term, Term, Term, Term]]:
    """Tuples ``(g, m, r, d)`` with ``d * goal + m * equation = r``, the generator g gone from
    r; d is a product of factors.  For an identity the equation may be multiplied with its slope
    in the generator, where that is not 0."""

    def job(form: NormalForm) -> list[tuple[Term, Term, Term, Term]]:
        whole, known = form.of(goal.term), form.of(equation)
        found = []
        for i in reversed(range(len(form.kernels))):
            divided = _divided(form, whole.n, known.n, i, varies=goal.rel == "=")
            if divided is None:
                continue
            times, quotient, rest = divided
            factor = checker.num(-1) * form.term(quotient) * form.term(known.d)
            below = _in_factors(form, whole.d * times)
            found.append((form.kernels[i], factor, form.term(rest), below))
        return found

    try:
        found: list[tuple[Term, Term, Term, Term]] = in_normal_form(goal.context, job)
    except Rejected:
        return []
    return found


def _in_factors(form: NormalForm, p: Any) -> Term:
    """A polynomial as a product, of whose factors it is easier to see that none is 0."""
    content, factors = p.factor()
    parts = [form.term(factor) for factor, times in factors for _ in range(times)]
    product: Term = reduce(mul, parts, checker.num(content))
    return product


def _divided(form: NormalForm, p: Any, h: Any, i: int, varies: bool) -> tuple[Any, Any, Any] | None:
    """``c*p = q*h + r`` with generator i gone from r, where h is linear in it; or None.  c is 1, or
    a power of the slope of h, if that ``varies``.  For an identity, where the slope may vary, h may
    be of any degree in the generator, and that of r is below it."""
    g, order = form.gens[i], h.degrees()[i]
    slope = _leading(h, i)
    if not 1 <= order <= p.degrees()[i] or (order > 1 and not varies):
        return None
    if not slope.is_constant() and not (varies and form.context.holds("!=", form.term(slope))):
        return None
    number = slope.leading_coefficient() if slope.is_constant() else fmpq(1)
    by = slope * (1 / number)
    times, quotient, rest = form.one, 0 * form.one, p
    while rest != 0 and (degree := rest.degrees()[i]) >= order:
        step = _leading(rest, i) * g ** (degree - order) * (1 / number)
        times, quotient, rest = times * by, quotient * by + step, rest * by - step * h
    return times, quotient, rest


def _leading(p: Any, i: int) -> Any:
    """The coefficient of the highest power of a generator in a polynomial."""
    for j in range(1, p.degrees()[i] + 1 if p != 0 else 1):
        p = p.derivative(i) * fmpq(1, j)
    return p
