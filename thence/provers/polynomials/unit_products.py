"""Positive numbers with a given product, such as a*b*c = 1, as quotients of others without one.

Either ``a = x/y``, ``b = y/z``, ``c = z/x``, or ``a = x**2/(y*z)`` and so on, or the inverse of
that.  What comes out is homogeneous, and the equation is used up.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial, reduce
from itertools import accumulate

from flint import fmpq

from thence import checker
from thence.checker import ONE, NormalForm, Proof, Rejected, Term, num, sym
from thence.provers.goal import Goal, Search
from thence.provers.terms import in_normal_form, reread, text

NAME = "unit products"
COST = 0
MUST_NOT_PROVE = [
    {"given": {"a": "positive", "b": "positive", "c": "positive"}, "assuming": ["a*b*c = 1"],
     "lhs": "1/(1+a+b) + 1/(1+b+c) + 1/(1+c+a)", "rel": "<=", "rhs": "1 - 10**-12"},
    {"given": {"a": "positive", "b": "positive", "c": "positive"}, "assuming": ["a*b*c = 1"],
     "lhs": "1/(1+a+b) + 1/(1+b+c) + 1/(1+c+a)", "rel": "<", "rhs": "1"},
    {"given": {"a": "real", "b": "real", "c": "real"}, "assuming": ["a*b*c = 1"],
     "lhs": "(a-1+1/b)*(b-1+1/c)*(c-1+1/a)", "rel": "<=", "rhs": "1"},
    {"given": {"a": "positive", "b": "positive", "c": "positive"}, "assuming": ["a*b*c = 2"],
     "lhs": "(a+b)*(b+c)*(c+a)", "rel": ">=", "rhs": "4*(a+b+c-1)+10"},
    {"given": {"a": "(0, 1]", "b": "positive"}, "assuming": ["a*b = 1"], "lhs": "a", "rel": ">=",
     "rhs": "b"},
]  # fmt: skip


#: A name for each new variable, what it is in the old ones, and what those are in the new ones.
Change = tuple[dict[str, Term], dict[str, Term]]


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal in the new variables, the changes that make it short first."""
    context = goal.context
    if goal.rel not in (">", ">=") or len(goal.free) < 2:
        return None
    for k, (rel, known) in enumerate(context.hypotheses):
        found = given_product(goal, known) if rel == "=" else None
        if found is None:
            continue
        names, constant = found
        last = num(constant) / reduce(checker.times, map(sym, names[:-1]))
        kept = context.forgetting()
        there = Goal(kept, goal.rel, checker.substitute(goal.term, {names[-1]: last}))
        changes = changes_of(names, constant, [*map(sym, names[:-1]), last])
        for to, change in sorted(_moved(goal, there, changes), key=lambda m: len(text(m[0]))):
            then = _in_new(there, to, change, search)
            if then is not None:
                return _without(names[-1], last, k, known, context, then)
    return None


def _without(
    name: str, value: Term, k: int, equation: Term, context: checker.Context, then: Proof
) -> Proof:
    """The proof with the last variable replaced, as the equation determines it."""
    factor = checker.num(-1) / checker.diff(equation, name)
    is_ = sym(name) - value
    return {
        "rule": "lemma", "is": "=", "of": text(is_),
        "proof": {
            "rule": "rewrite", "use": {str(k): text(factor)}, "to": "0",
            "then": {"rule": "normal form"},
        },
        "then": {
            "rule": "substitute", "var": name, "use": str(len(context.hypotheses)), "slope": "1",
            "is": text(value), "then": {"rule": "forget", "then": then},
        },
    }  # fmt: skip


def _in_new(goal: Goal, to: Term, change: Change, search: Search) -> Proof | None:
    """A proof in the new variables."""
    inner = with_parts(goal, change)
    needs = search.defined(inner, to)
    then = search.prove(Goal(inner, goal.rel, to)) if needs is not None else None
    lets = {new: {"is": text(is_), "in": "(0, oo)"} for new, is_ in change[0].items()}
    return then and {
        "rule": "rewrite", "let": lets, "to": text(to), "to_defined": needs, "then": then,
    }  # fmt: skip


def with_parts(goal: Goal, change: Change) -> checker.Context:
    """The context of a goal with the new variables."""
    context = goal.context
    for new in change[0]:
        context = context.having(new, context.domain("(0, oo)"))
    return context


def given_product(goal: Goal, equation: Term) -> tuple[list[str], fmpq] | None:
    """The variables of the goal, and the number that the equation says is their product, if it
    does, and they have any positive values."""

    def job(form: NormalForm) -> tuple[list[str], fmpq] | None:
        found = form.of(equation)
        terms = found.n.to_dict() if found.d == 1 else {}
        used = [e for e in terms if any(e)]
        if len(terms) != 2 or len(used) != 1 or max(used[0]) != 1:
            return None
        kernels = [k for k, e in zip(form.kernels, used[0], strict=False) if e]
        constant = -sum(c for e, c in terms.items() if e != used[0]) / terms[used[0]]
        if any(k[0] != "sym" for k in kernels) or constant <= 0:
            return None
        return sorted(k[1] for k in kernels), constant

    try:
        found: tuple[list[str], fmpq] | None = in_normal_form(goal.context, job)
    except Rejected:
        return None
    if found is None or set(found[0]) != goal.free or goal.free & goal.context.whole:
        return None
    free = all(
        goal.context.box[n].lo == 0 and goal.context.box[n].hi == checker.INF for n in found[0]
    )
    tied = sum(bool(checker.symbols(h) & goal.free) for _, h in goal.context.hypotheses)
    return found if free and tied == 1 else None


def changes_of(names: list[str], constant: fmpq, old: list[Term]) -> Iterator[Change]:
    """The changes of variables for these names with that product, of which the values are ``old``:
    the last of them what it is in the others."""
    new = [f"{name}_part" for name in names]
    parts = [sym(name) for name in new]
    tails = list(accumulate(reversed(old[:-1]), checker.times, initial=ONE))
    turned = [*parts[1:], parts[0]]
    back = {n: p / q for n, p, q in zip(names, parts, turned, strict=True)}
    back[names[-1]] = num(constant) * back[names[-1]]
    yield dict(zip(new, reversed(tails), strict=True)), back
    root = _root(constant, len(names))
    if root is None:
        return
    every = reduce(checker.times, parts)
    for sign in (1, -1):
        power = num(fmpq(sign, len(names)))
        shares = ((p ** num(len(names)) / every) ** num(sign) for p in parts)
        yield (
            {p: v**power for v, p in zip(old, new, strict=True)},
            {n: num(root) * share for n, share in zip(names, shares, strict=True)},
        )


def _moved(goal: Goal, there: Goal, changes: Iterator[Change]) -> Iterator[tuple[Term, Change]]:
    """The term in new variables, where the checker sees that it is the same."""
    for change in changes:
        if change[0].keys() & goal.context.box.keys():
            continue
        inner = with_parts(there, change)
        moved = partial(summand_by_summand, term=checker.substitute(goal.term, change[1]))
        try:
            to = reread(inner, in_normal_form(inner, moved))
            gap = there.term - checker.substitute(to, change[0])
            if checker.vanishes(there.context, gap):
                yield to, change
        except Rejected:
            continue


def summand_by_summand(form: NormalForm, term: Term) -> Term:
    """Each of the summands of a term in its normal form."""
    if term[0] == "+":
        return summand_by_summand(form, term[1]) + summand_by_summand(form, term[2])
    return form.of(term).term()


def _root(value: fmpq, k: int) -> fmpq | None:
    """The rational k-th root of a positive rational number, or None."""
    p, q = value.p.root(k), value.q.root(k)
    return fmpq(p, q) if fmpq(p, q) ** k == value else None
