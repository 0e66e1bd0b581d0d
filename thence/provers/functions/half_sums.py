"""Sines and cosines of two variables that are even in half their sum and half their difference.

With x = u + v and y = u - v, ``cos x cos y = cos(u)**2 + cos(v)**2 - 1``: so the products and
squares that triangles have are polynomials in two numbers between -1 and 1.
"""

from __future__ import annotations

from thence import checker
from thence.checker import NormalForm, Proof, Term, num, sym
from thence.provers.goal import Goal, Search, renamed
from thence.provers.terms import in_normal_form, subterms, text

NAME = "half sums"
COST = 2
XY = {"x": "real", "y": "real"}
THIRD = dict.fromkeys("xyz", "(0, pi)")
MUST_NOT_PROVE = [
    {"given": XY, "lhs": "-cos(x)*cos(y)*cos(x + y)", "rel": "<", "rhs": "1/8"},
    {"given": XY, "lhs": "-cos(x)*cos(y)*cos(x + y)", "rel": "<=", "rhs": "1/8 - 10**-12"},
    {"given": XY, "lhs": "sin(x)**2 + sin(y)**2 + sin(x + y)**2", "rel": "<=",
     "rhs": "9/4 - 10**-12"},
    {"given": XY, "lhs": "sin(x)**2 + sin(y)**2 + sin(x + y)**2", "rel": ">=", "rhs": "10**-12"},
    {"given": THIRD, "assuming": ["x + y + z = pi"], "lhs": "cos(x)*cos(y)*cos(z)", "rel": ">=",
     "rhs": "-1 + 10**-12"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal in the cosines of half the sum and half the difference, if that is all it has."""
    names = sorted(goal.free)
    if goal.rel not in (">", ">=") or len(names) != 2 or not _waves_of(goal.term, names):
        return None
    x, y = map(sym, names)
    halves = [num(1) / num(2) * (x + y), num(1) / num(2) * (x - y)]
    inner, angles = goal.context.forgetting(), [f"{'_'.join(names)}_{end}" for end in ("u", "v")]
    cosines = [f"{angle}_cos" for angle in angles]
    if goal.context.box.keys() & {*angles, *cosines}:
        return None
    for angle in angles:
        inner = inner.having(angle, inner.domain("(-oo, oo)"))
    u, v = map(sym, angles)
    moved = checker.substitute(goal.term, {names[0]: u + v, names[1]: u - v})

    def job(form: NormalForm) -> Term:
        return form.of(moved).term()

    to = in_normal_form(inner, job)
    for angle, name in zip(angles, cosines, strict=True):
        to = checker.replaced(to, checker.cos(sym(angle)), sym(name))
    if checker.symbols(to) & {*angles, *names}:
        return None
    context, lets = goal.context, dict[str, Proof]()
    for name, half in zip(cosines, halves, strict=True):
        lets[name] = {"is": text(checker.cos(half)), "in": "[-1, 1]"}
        context = context.having(name, context.domain("[-1, 1]"))
    return renamed(goal, context, lets, to, search)


def _waves_of(term: Term, names: list[str]) -> bool:
    """Whether the variables stand in sines and cosines alone, and both of them in some."""
    waves = [part for part in subterms(term) if part[0] in ("sin", "cos")]
    rest = term
    for wave in waves:
        rest = checker.replaced(rest, wave, checker.ZERO)
    inside = set[str]().union(*map(checker.symbols, waves))
    return bool(waves) and not checker.symbols(rest) and inside == set(names)
