"""Sums inside a function, by the equations: where p and q add up to 1, the logarithm of
``1 + S (p_i - q_i)**2/q_i`` is that of ``S p_i**2/q_i``, to which Jensen's inequality applies.

What the sums of the normal form are worth by the equations is put in for them.  That the function
is no less there, or no more, is shown by a proof of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from thence import checker
from thence.checker import Context, NormalForm, Proof, Term, rational
from thence.provers.goal import Goal, Search, holds
from thence.provers.terms import in_normal_form, subterms, text

NAME = "equal sums"
COST = 0
PREPARES = True
N = {"n": "integer>=1", "p": "positive[n]", "q": "positive[n]"}
ONES = ["Sum(p[i], (i, 1, n)) = 1", "Sum(q[i], (i, 1, n)) = 1"]
KL = "Sum(p[i]*log(p[i]/q[i]), (i, 1, n))"
CHI2 = "Sum((p[i] - q[i])**2/q[i], (i, 1, n))"
H2 = "Sum((sqrt(p[i]) - sqrt(q[i]))**2, (i, 1, n))/2"
#: What shows that two sums are equal under the equations.
_FOR_SUMS = ("normal form", "equations", "multipliers")
MUST_NOT_PROVE = [
    {"given": N, "assuming": ONES, "lhs": KL, "rel": "<=", "rhs": f"log(1 + {CHI2}) - 10**-12"},
    {"given": N, "assuming": ONES, "lhs": KL, "rel": "<", "rhs": f"log(1 + {CHI2})"},
    {"given": N, "assuming": ONES, "lhs": KL, "rel": "<=", "rhs": f"log(1 + {CHI2}/2)"},
    {"given": N, "assuming": ONES[:1], "lhs": KL, "rel": "<=", "rhs": f"log(1 + {CHI2})"},
    {"given": N, "assuming": ONES, "lhs": KL, "rel": ">=", "rhs": f"-2*log(1 - {H2}) + 10**-12"},
    {"given": N, "assuming": ONES, "lhs": KL, "rel": ">=", "rhs": f"-3*log(1 - {H2})"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal with what stands in its functions as the equations have it, and what is over."""
    if goal.rel not in (">", ">=") or NAME in search.path[:-1]:
        return None
    context, term, lets = goal.context, goal.term, dict[str, Proof]()
    known = dict(_values(context))
    slopes = list[str]()
    for number, old in enumerate(_functions(goal.term) if known else (), 1):
        new = _by_values(context, old, known)
        name = f"over_{number}"
        if new is None or name in context.box:
            continue
        slope = rational(checker.diff(checker.replaced(term, old, checker.sym(name)), name))
        gap = old - new if slope and slope > 0 else new - old
        needs = search.defined(context, gap) if slope else None
        if not slope or needs is None:
            continue
        low = _no_less(goal, *((old, new) if slope > 0 else (new, old)), search)
        if low is None:
            return None
        lets[name] = {"is": text(gap), "in": "[0, oo)", "low": low, "defined": needs}
        slopes.append(f"{abs(slope)}*{name}")
        term = checker.replaced(term, old, new)
    if not lets:
        return None
    needs, rest = search.defined(context, term), search.prove(goal.of(term))
    if rest is None or needs is None:
        return None
    domain = "(0, oo)" if goal.rel == ">" else "[0, oo)"
    lets["rest"] = {"is": text(term), "in": domain, "low": rest, "defined": needs}
    to = " + ".join(["rest", *slopes])
    return {"rule": "rewrite", "let": lets, "to": to, "then": {"rule": "bounds"}}


def _no_less(goal: Goal, more: Term, less: Term, search: Search) -> Proof | None:
    """That a function at one of two equal arguments is no less than at the other one: the argument
    that should be larger is the other one and what is over, which is at least 0."""
    falls = more[0] == "pow" and (rational(more[2]) or 1) < 0
    small, large = (more[1], less[1]) if falls else (less[1], more[1])
    over = search.prove(goal.of(large - small, ">="), only=_FOR_SUMS)
    needs = [search.defined(goal.context, term) for term in (small, large - small)]
    sign = next((rel for rel in (">", ">=") if goal.context.holds(rel, small)), "")
    if over is None or None in needs or not sign:
        return None
    lets: dict[str, Proof] = {
        "part": {"is": text(small), "in": f"{'(' if sign == '>' else '['}0, oo)",
                 "low": {"rule": "bounds"}, "defined": needs[0]},
        "more": {"is": text(large - small), "in": "[0, oo)", "low": over, "defined": needs[1]},
    }  # fmt: skip
    context = goal.context.forgetting()
    for name, let in lets.items():
        context = context.having(name, context.domain(let["in"]))
    whole, part = checker.sym("part") + checker.sym("more"), checker.sym("part")
    at = (part, whole) if falls else (whole, part)
    to = Term((more[0], at[0], *more[2:])) - Term((less[0], at[1], *less[2:]))
    then = search.prove(Goal(context, ">=", to))
    if then is None:
        return None
    found: Proof = {"rule": "rewrite", "let": lets, "to": text(to), "to_defined": {},
                    "then": {"rule": "forget", "then": then}}  # fmt: skip
    return found if holds(goal.of(more - less, ">="), found) else None


def _values(context: Context) -> Iterator[tuple[Term, Term]]:
    """The sums of the normal form of which equations say what they are."""
    for rel, equation in context.hypotheses:
        solved = in_normal_form(context, partial(_solved, equation=equation))
        if rel == "=" and solved is not None:
            yield solved


def _solved(form: NormalForm, equation: Term) -> tuple[Term, Term] | None:
    n = form.whole(equation).n
    sums = [i for i, k in enumerate(form.kernels) if k[0] == "sum" and n.degrees()[i]]
    if len(sums) != 1 or n.degrees()[sums[0]] != 1:
        return None
    slope = n.derivative(sums[0])
    rest = n - slope * form.gens[sums[0]]
    return form.kernels[sums[0]], -form.term(rest) / form.term(slope)


def _functions(term: Term) -> list[Term]:
    """Logarithms and powers of sums, that stand in no sum themselves."""
    if term[0] in checker.BINDERS:
        return []
    if term[0] in ("log", "pow") and any(part[0] == "sum" for part in subterms(term[1])):
        return [term]
    return list(dict.fromkeys(one for part in term.parts() for one in _functions(part)))


def _by_values(context: Context, old: Term, known: dict[Term, Term]) -> Term | None:
    """The function with the values put in, if that changes it."""

    def job(form: NormalForm) -> Term:
        found = form.of(old[1]).term()
        for total, value in known.items():
            found = checker.replaced(found, total, value)
        return form.of(found).term()

    new = in_normal_form(context, job)
    made = Term((old[0], new, *old[2:]))
    return None if checker.vanishes(context, made - old) else made
