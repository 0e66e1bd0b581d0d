"""What stands in sines and cosines alone, made of several variables or of integers, as real ones:
``cos(w m) cos(w n) + sin(w m) sin(w n) <= 1`` holds for any two angles in the place of ``w m`` and
``w n``."""

from __future__ import annotations

from thence import checker
from thence.checker import NormalForm, Proof, Term
from thence.provers.goal import Goal, Search, keeping
from thence.provers.terms import in_normal_form, reread, subterms, text

NAME = "named angles"
COST = 1
W = {"w": "real", "m": "integer", "n": "integer"}
MUST_NOT_PROVE = [
    {"given": W, "lhs": "cos(w*m)*cos(w*n) + sin(w*m)*sin(w*n)", "rel": "<=", "rhs": "1 - 10**-12"},
    {"given": W, "lhs": "cos(w*m)*cos(w*n) + sin(w*m)*sin(w*n)", "rel": "<", "rhs": "1"},
    {"given": W, "lhs": "cos(w*m) + cos(w*n)", "rel": ">=", "rhs": "-2 + 10**-12"},
    {"given": W, "lhs": "Abs(sin(w*m) - sin(w*n))", "rel": "<=", "rhs": "Abs(sin(w*(m - n)))"},
]  # fmt: skip
WAVES = ("sin", "cos")
ANGLE = "angle_{}"


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal in variables for the angles, if all that they are made of is gone then."""
    if goal.rel == "=" or ANGLE.format(1) in goal.context.names:
        return None

    def job(form: NormalForm) -> Term:
        return form.of(goal.term).term()

    term = in_normal_form(goal.context, job)
    waves = dict.fromkeys(part for part in subterms(term) if part[0] in WAVES)
    angles = list(dict.fromkeys(wave[1] for wave in waves))
    made_of = set().union(*map(checker.symbols, angles))
    simpler = len(made_of) > 1 or made_of & goal.context.whole
    if not simpler or not made_of <= goal.context.names:
        return None
    inner, lets = goal.context, dict[str, Proof]()
    for number, angle in enumerate(angles, 1):
        name = ANGLE.format(number)
        lets[name] = {"is": text(angle), "in": "(-oo, oo)"}
        inner = inner.having(name, inner.domain("(-oo, oo)"))
        for wave in WAVES:
            named = Term((wave, checker.sym(name)))
            term = checker.replaced(term, Term((wave, angle)), named)
    if checker.symbols(term) & made_of:
        return None
    to, known = reread(inner, term), goal.context.hypotheses
    needs = search.defined(inner, to)
    kept = [k for k, (_, h) in enumerate(known) if not checker.symbols(h) & made_of]
    then = keeping(Goal(inner, goal.rel, to), kept, search) if needs is not None else None
    return then and {
        "rule": "rewrite", "let": lets, "to": text(to), "to_defined": needs, "then": then,
    }  # fmt: skip
