"""Logarithms of both sides: ``Q exp(r) > P exp(s)`` with P, Q > 0 where ``log(Q/P) + r - s > 0``.

Powers that vary count as exponentials.  The derivative of the new term is free of them, so that
the ladder proves what no Taylor form can on an unbounded interval.
"""

from __future__ import annotations

from functools import reduce
from math import lcm
from typing import Any

from flint import fmpq

from thence import checker
from thence.checker import ONE, ZERO, NormalForm, Proof, Term, num
from thence.provers.goal import Goal, Search, holds
from thence.provers.terms import in_normal_form, text

NAME = "exponentials"
COST = 4
VARIABLE = "l_exp"
#: Variables up to which one exponential is set against several.
VARIABLES = 2
#: Up to which denominator the exponents of powers are brought to integers.
MOST = 100
MUST_NOT_PROVE = [
    {"given": {"x": "real"}, "lhs": "exp(x)", "rel": ">", "rhs": "1 + x"},
    {"given": {"x": "(-1, oo)"}, "lhs": "exp(x)", "rel": ">=", "rhs": "(1 + x/2)**2 + 10**-12"},
    {"given": {"x": "(-oo, 1)"}, "lhs": "exp(x)*(1-x)", "rel": "<=", "rhs": "1 - 10**-12"},
    {"given": {"x": "(0, 3)"}, "lhs": "exp(x)", "rel": ">=", "rhs": "1 + x + x**2/2 + x**3/5"},
    {"given": {"x": "real"}, "lhs": "cosh(x)", "rel": "<=", "rhs": "exp(x**2/2) - 10**-12"},
    {"given": {"x": "real"}, "lhs": "cosh(x)", "rel": "<=", "rhs": "exp((1/2 - 10**-9)*x**2)"},
    {"given": {"x": "real"}, "lhs": "cosh(x)", "rel": "<", "rhs": "exp(x**2/2)"},
    {
        "given": {"p": "[0, 1]", "t": "real"},
        "lhs": "p*exp(t*(1-p)) + (1-p)*exp(-t*p)",
        "rel": "<=",
        "rhs": "exp((1/8 - 10**-9)*t**2)",
    },
    {
        "given": {"p": "[0, 1]", "t": "real"},
        "lhs": "p*exp(t*(1-p)) + (1-p)*exp(-t*p)",
        "rel": "<",
        "rhs": "exp(t**2/8)",
    },
]


def attempt(goal: Goal, search: Search) -> Proof | None:
    """Name the logarithm of the quotient of the two sides, and show its sign."""
    if goal.rel not in (">", ">=") or VARIABLE in goal.context.box:
        return None
    parts = in_normal_form(goal.context, lambda form: _sides(form, goal.term))
    if parts is None:
        return None
    scale, gap = parts
    needs = search.defined(goal.context, gap)
    shown = search.prove(goal.of(gap)) if needs is not None else None
    if shown is None:
        return None
    domain = "(0, oo)" if goal.rel == ">" else "[0, oo)"
    to = checker.exp(checker.sym(VARIABLE)) - ONE
    found = {
        "rule": "rewrite",
        "by": text(scale),
        "by_positive": {"rule": "normal form"},
        "let": {VARIABLE: {"is": text(gap), "in": domain, "low": shown}},
        "to": text(to),
        "then": {"rule": "bounds"},
    }
    known = [*checker.obligations(scale), *checker.obligations(gap), (">", scale)]
    at_sight = all(goal.context.holds(*need) for need in known)
    return found if at_sight else _with_lemma(goal, scale, found, needs, search)


def _with_lemma(
    goal: Goal, scale: Term, found: Proof, needs: dict[str, Proof] | None, search: Search
) -> Proof | None:
    """The proof behind a lemma, that what the goal is multiplied by is positive."""
    defined = search.defined(goal.context, scale)
    positive = search.prove(goal.of(scale, ">")) if defined is not None else None
    if positive is None:
        return None
    keep = list(range(len(goal.context.hypotheses)))
    let = found["let"][VARIABLE]
    let["low"] = {"rule": "forget", "keep": keep, "defined": needs, "then": let["low"]}
    lemma: Proof = {
        "rule": "lemma", "is": ">", "of": text(scale), "defined": defined, "proof": positive,
        "then": found,
    }  # fmt: skip
    return lemma if holds(goal, lemma) else None


def _sides(form: NormalForm, term: Term) -> tuple[Term, Term] | None:
    """``(s, L)``: the term times s > 0 is ``exp(L) - 1``."""
    whole = form.of(term)
    parts = _by_growth(form, whole.n)
    below = form.term(whole.d)
    if len(parts) < 2 or not form.signed(">", below):
        return None
    if len(parts) > 2:
        few = len(checker.symbols(term)) <= VARIABLES
        real = not checker.symbols(term) & form.context.whole
        return _one_against_all(form, parts, below) if few and real else None
    ordered = sorted(parts.items(), key=lambda part: part[0])
    for (low, p), (high, q) in (ordered, ordered[::-1]):
        less, more = form.term(-p), form.term(q)
        if form.signed(">", less) and form.signed(">", more):
            powers = [
                (kernel, up - down)
                for kernel, down, up in zip(form.kernels, low, high, strict=False)
                if up != down
            ]
            kept = (kernel ** num(e) for kernel, e in zip(form.kernels, low, strict=False) if e)
            scale: Term = below / reduce(checker.times, kept, less)
            return scale, _logarithm(more / less, powers)
    return None


def _one_against_all(
    form: NormalForm, parts: dict[tuple[int, ...], Any], below: Term
) -> tuple[Term, Term] | None:
    """The same where one monomial has one sign, and several have the other."""
    signs = {key: form.signed(">=", form.term(p)) - form.signed(">=", form.term(-p))
             for key, p in parts.items()}  # fmt: skip
    for sign in (1, -1):
        alone = [key for key, s in signs.items() if s == sign]
        if len(alone) != 1 or any(s not in (sign, -sign) for s in signs.values()):
            continue
        if not form.signed(">", form.term(parts[alone[0]] * sign)):
            continue
        powers = [(k, e) for k, e in zip(form.kernels, alone[0], strict=False) if e]
        one = _logarithm(form.term(parts[alone[0]] * sign), powers)
        rest = [_monomial(form, key, -sign * p) for key, p in parts.items() if key != alone[0]]
        total = reduce(checker.plus, rest)
        against = one - checker.log(total)
        if sign > 0:
            return below / total, against
        return below / _monomial(form, alone[0], -parts[alone[0]]), -against
    return None


def _monomial(form: NormalForm, key: tuple[int, ...], p: Any) -> Term:
    kept = (kernel ** num(e) for kernel, e in zip(form.kernels, key, strict=False) if e)
    found: Term = reduce(checker.times, kept, form.term(p))
    return found


def _logarithm(quotient: Term, powers: list[tuple[Term, int]]) -> Term:
    """The logarithm of a quotient times powers of kernels, with one logarithm in it at most."""
    bases, total = [(quotient, fmpq(1))], ZERO
    for kernel, e in powers:
        exponent = checker.rational(kernel[2]) if kernel[0] == "pow" else None
        if kernel[0] == "exp":
            total = checker.plus(total, kernel[1] * num(e))
        elif exponent is None:
            total = checker.plus(total, kernel[2] * checker.log(kernel[1]) * num(e))
        else:
            bases.append((kernel[1], exponent * e))
    common = lcm(*(int(e.q) for _, e in bases))
    if common > MOST:
        logs = (checker.log(base) * num(e) for base, e in bases if checker.rational(base) != 1)
        return reduce(checker.plus, logs, total)
    inside = reduce(checker.times, (base ** num(e * common) for base, e in bases), ONE)
    if checker.rational(inside) == 1:
        return total
    return checker.plus(checker.log(inside) * num(fmpq(1, common)), total)


def _by_growth(form: NormalForm, p: Any) -> dict[tuple[int, ...], Any]:
    """The coefficients of the monomials in exponentials and powers that vary."""
    grows = [
        k[0] in ("exp", "pow") and bool(checker.symbols(k)) for k in form.kernels
    ] + [False] * (len(form.gens) - len(form.kernels))  # fmt: skip
    make, found = p.context().from_dict, dict[tuple[int, ...], Any]()
    for exponents, c in p.to_dict().items():
        key = tuple(e if g else 0 for e, g in zip(exponents, grows, strict=True))
        rest = tuple(0 if g else e for e, g in zip(exponents, grows, strict=True))
        found[key] = found.get(key, 0 * form.one) + make({rest: c})
    return found
