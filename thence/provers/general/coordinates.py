"""As many linear hypotheses as variables: what they say is positive are the variables.

The sides of a triangle are ``a = (y + z)/2`` and so on for the positive ``x = b + c - a``, of which
nothing more is known.
"""

from __future__ import annotations

from flint import fmpq, fmpq_mat

from thence import checker
from thence.checker import Proof, Term, num, sym
from thence.provers.goal import Goal, Search, holds
from thence.provers.terms import reread, simplified, subterms, text

NAME = "coordinates"
COST = 0
PREPARES = True
SIDES = dict.fromkeys("abc", "positive")
TRIANGLE = ["a < b + c", "b < c + a", "c < a + b"]
ROOTS = "sqrt(a + b - c) + sqrt(b + c - a) + sqrt(c + a - b)"
MUST_NOT_PROVE = [
    {"given": SIDES, "assuming": TRIANGLE, "lhs": ROOTS, "rel": "<",
     "rhs": "sqrt(a) + sqrt(b) + sqrt(c)"},
    {"given": SIDES, "assuming": TRIANGLE, "lhs": ROOTS, "rel": "<=",
     "rhs": "(1 - 10**-12)*(sqrt(a) + sqrt(b) + sqrt(c))"},
    {"given": {"x": "real", "y": "real"}, "assuming": ["x + y > 0", "x > y"],
     "lhs": "sqrt(x + y) + sqrt(x - y)", "rel": "<", "rhs": "2*sqrt(x)"},
    {"given": {"x": "real", "y": "real"}, "assuming": ["x + y >= 0", "x >= y"],
     "lhs": "exp(x)", "rel": ">", "rhs": "1"},
    {"given": {"x": "real", "y": "real"}, "assuming": ["x + y >= 1", "x >= y"],
     "lhs": "exp(x)", "rel": ">=", "rhs": "exp(1/2) + 10**-12"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal in the forms of its hypotheses."""
    context, names = goal.context, sorted(goal.free)
    known = context.hypotheses
    if goal.rel not in (">", ">=") or len(names) < 2 or len(known) != len(names):
        return None
    if context.sizes or goal.free & context.whole or not _rooted(goal.term):
        return None
    rows = [_row(form, names) if rel in (">", ">=") else None for rel, form in known]
    if any(row is None for row in rows):
        return None
    matrix = fmpq_mat([row[:-1] for row in rows if row is not None])
    if matrix.rank() < len(names):
        return None
    inner, lets = context, dict[str, Proof]()
    for k, (rel, form) in enumerate(known):
        new, domain = f"form_{k + 1}", "(0, oo)" if rel == ">" else "[0, oo)"
        if new in context.box:
            return None
        lets[new] = {"is": text(form), "in": domain, "low": {"rule": "normal form"}}
        inner = inner.having(new, context.domain(domain))
    inner = inner.forgetting()
    shifted = [sym(new) - num(row[-1]) for new, row in zip(lets, rows, strict=True) if row]
    values = {
        name: sum((num(c) * form for c, form in zip(row, shifted, strict=True) if c), checker.ZERO)
        for name, row in zip(names, matrix.inv().tolist(), strict=True)
    }
    to = reread(inner, simplified(inner, checker.substitute(goal.term, values)))
    needs = search.defined(inner, to)
    then = search.prove(Goal(inner, goal.rel, to)) if needs is not None else None
    found = then and {
        "rule": "rewrite", "let": lets, "to": text(to), "to_defined": needs,
        "then": {"rule": "forget", "defined": needs, "then": then},
    }  # fmt: skip
    return found if found is not None and holds(goal, found) else None


def _rooted(term: Term) -> bool:
    """Whether roots of variables occur, or functions: polynomials are put so by their prover."""
    for part in subterms(term):
        power = checker.rational(part[2]) if part[0] == "pow" else fmpq(1)
        if (power is None or power.q != 1) and checker.symbols(part):
            return True
        if part[0] in ("exp", "log") and checker.symbols(part):
            return True
    return False


def _row(form: Term, names: list[str]) -> list[fmpq] | None:
    """The coefficients of a linear form, the constant last; None for any other term."""
    if not checker.symbols(form) <= set(names):
        return None
    slopes = [checker.rational(checker.diff(form, name)) for name in names]
    flat = checker.rational(checker.substitute(form, dict.fromkeys(names, checker.ZERO)))
    row = [*slopes, flat]
    return None if None in row else [fmpq(c) for c in row if c is not None]
