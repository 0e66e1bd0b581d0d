"""f(a) >= f(b) where a >= b: the goal in variables for the two arguments, of which that is known.

``atan(S**2/Q) <= atan(n)`` becomes ``atan(u) - atan(v) >= 0`` where ``u >= v``, that is, whether
atan rises.
"""

from __future__ import annotations

from thence import checker
from thence.checker import NormalForm, Proof, Term, num
from thence.provers.goal import Goal, Search, behind_lemmas, keeping
from thence.provers.terms import in_normal_form, reread, subterms, text

NAME = "arguments"
COST = 2
#: One application of a function is left of two.
PREPARES = True
AB = {"a": "positive", "b": "positive"}
MUST_NOT_PROVE = [
    {"given": AB, "lhs": "atan(sqrt(a*b))", "rel": "<", "rhs": "atan((a + b)/2)"},
    {"given": AB, "lhs": "atan(sqrt(a*b))", "rel": "<=", "rhs": "atan((a + b)/2 - 10**-12)"},
    {"given": AB, "lhs": "atan(a*b)", "rel": "<=", "rhs": "atan((a + b)/2)"},
    {"given": AB, "lhs": "sin(sqrt(a*b))", "rel": "<=", "rhs": "sin((a + b)/2)"},
    {"given": AB, "lhs": "erf(sqrt(a*b))", "rel": "<=", "rhs": "(1 - 10**-12)*erf((a + b)/2)"},
    {"given": {"a": "[0, 1]", "b": "[0, 1]"}, "lhs": "asin(a*b)", "rel": ">=",
     "rhs": "asin((a**2 + b**2)/2)"},
]  # fmt: skip
HEADS = ("asin", "atan", "erf", "log")
#: Intervals that the arguments may lie in.
INTERVALS = ("[-1, 1]", "(0, oo)", "[0, oo)", "(-oo, oo)")
NAMES = ("argument_1", "argument_2")


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal behind the order of the arguments, where it says nothing but of their functions."""
    context = goal.context
    if goal.rel not in (">", ">=") or NAMES[0] in context.box or len(goal.free) < 2:
        return None
    if len({part for part in subterms(goal.term) if part[0] in HEADS}) < 2:
        return None
    found = in_normal_form(context, lambda form: _applications(form, goal.term))
    if found is None:
        return None
    _, (more, less) = found
    facts = [(goal.rel, reread(context, more[1] - less[1]))]
    return behind_lemmas(
        goal, facts, search, lambda there: _named(there, found, search), stated=True
    )


def _applications(form: NormalForm, term: Term) -> tuple[Term, tuple[Term, Term]] | None:
    """A positive number and two applications of one function: the term is that number times their
    difference."""
    whole = form.of(term)
    monomials = whole.n.to_dict()
    if len(monomials) != 2 or not whole.d.is_constant() or any(sum(e) != 1 for e in monomials):
        return None
    places = [(exponents.index(1), c) for exponents, c in monomials.items()]
    (i, c), (k, d) = sorted(places, key=lambda one: -one[1])
    more, less = form.kernels[i], form.kernels[k]
    alike = more[0] == less[0] and more[0] in HEADS
    return (num(c) / form.term(whole.d), (more, less)) if alike and c == -d else None


def _named(goal: Goal, found: tuple[Term, tuple[Term, Term]], search: Search) -> Proof | None:
    """The goal in variables for the arguments, behind what is known of them."""
    context, inner, lets = goal.context, goal.context, dict[str, Proof]()
    times, applications = found
    for name, (_, argument) in zip(NAMES, applications, strict=True):
        whole = next((d for d in INTERVALS if context.inside(argument, context.domain(d))), None)
        if whole is None:
            return None
        lets[name] = {"is": text(argument), "in": whole}
        inner = inner.having(name, context.domain(whole))
    u, v = (checker.sym(name) for name in NAMES)
    last = len(context.hypotheses)
    there = inner.assuming((goal.rel, u - v))
    head = applications[0][0]
    to = times * (Term((head, u)) - Term((head, v)))
    needs = search.defined(there, to)
    then = keeping(Goal(there, goal.rel, to), [last], search) if needs is not None else None
    return then and {
        "rule": "rewrite", "let": lets, "known": {str(last - 1): text(u - v)}, "to": text(to),
        "to_defined": needs, "then": then,
    }  # fmt: skip
