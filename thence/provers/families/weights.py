"""Sums of weights that are known in closed form: each is a lemma, shown by induction, and what is
free of the index is then spread over the summands.

The weights are factors of summands that hold no entry, as in a mean that forgets exponentially; or
what the rest of a goal grows by from one length to the next, so that ``n*(n - 1)/2`` is taken apart
into 0, 1, 2, ... and compared summand by summand, whatever is known of n.
"""

from __future__ import annotations

from collections.abc import Iterator

from thence import checker
from thence.checker import ONE, ZERO, NormalForm, Proof, Rejected, Term
from thence.provers.families.ranges import product_of
from thence.provers.goal import Goal, Search, holds
from thence.provers.summation import sums
from thence.provers.terms import in_normal_form, simplified, subterms, text

NAME = "weights"
COST = 2
A = {"t": "integer>=1", "g": "real[t]", "beta": "(0, 1)"}
MEAN, SQUARE = (f"Sum(beta**(t - i)*g[i]{e}, (i, 1, t))" for e in ("", "**2"))
B = {"n": "integer>=1", "m": "integer>=1"}
MUST_NOT_PROVE = [
    {"given": A, "lhs": f"((1 - beta)*{MEAN})**2", "rel": "<=",
     "rhs": f"(1 - beta**(t - 1))*(1 - beta)*{SQUARE}"},
    {"given": A | {"beta": "positive"}, "lhs": f"((1 - beta)*{MEAN})**2", "rel": "<=",
     "rhs": f"(1 - beta)*{SQUARE}"},
    {"given": {"n": "integer>=1", "g": "real[n]"}, "lhs": "Sum(i*g[i], (i, 1, n))**2",
     "rel": "<=", "rhs": "n**2/2*Sum(i*g[i]**2, (i, 1, n))"},
    {"given": B, "assuming": ["n <= m"], "lhs": "Sum(log(1 - i/m), (i, 0, n - 1))", "rel": "<=",
     "rhs": "-n*(n + 1)/(2*m)"},
    {"given": B, "assuming": ["n <= m"], "lhs": "Sum(log(1 - i/m), (i, 0, n - 1))", "rel": "<=",
     "rhs": "-n*(n - 1)/(2*m) - 10**-12"},
]  # fmt: skip
#: Lemmas of one goal, at most; and what uses them.
MOST = 3
USING = ("summands", "multipliers")


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal with the value of a sum of weights for a hypothesis."""
    if goal.rel != ">=" or NAME in search.path[:-1]:
        return None
    if not any(part[0] == "sum" for part in subterms(goal.term)):
        return None
    bare = goal.context.forgetting()
    for total, value in list(_known(goal, search))[:MOST]:
        search.check_time()
        lemma = checker.parse(text(total - value), goal.context.names)
        needs = search.defined(bare, lemma)
        shown = search.prove(Goal(bare, "=", lemma), ("induction",)) if needs is not None else None
        if shown is None:
            continue
        then = search.prove(goal.on(goal.context.assuming(("=", lemma))), USING)
        found = then and {
            "rule": "lemma", "of": text(lemma), "is": "=", "defined": needs,
            "proof": {"rule": "forget", "keep": [], "defined": needs, "then": shown}, "then": then,
        }  # fmt: skip
        if found is not None and holds(goal, found):
            return found
    return None


def _known(goal: Goal, search: Search) -> Iterator[tuple[Term, Term]]:
    """Sums of weights and their values."""
    totals, rest = _parted(goal)
    for total in dict.fromkeys(totals):
        yield from _steps(goal, total, rest)
    for weighted in dict.fromkeys(filter(None, map(_weight, totals))):
        found = sums.value(goal.context.forgetting(), weighted, search)
        if found is not None:
            yield weighted, found[1]


def _parted(goal: Goal) -> tuple[list[Term], Term]:
    """The sums of a goal, and what it has besides."""

    def job(form: NormalForm) -> tuple[list[Term], Term]:
        whole = form.of(goal.term)
        found, rest = list[Term](), ZERO
        for powers, c in whole.n.to_dict().items():
            kernels = zip(form.kernels, powers, strict=False)
            factors = [kernel for kernel, e in kernels for _ in range(e)]
            within = [f for f in factors if f[0] == "sum" and f[1][0] != "sum"]
            found += [checker.parse(text(f), goal.context.names) for f in within]
            if not any(part[0] == "sum" for f in factors for part in subterms(f)):
                rest = checker.plus(rest, product_of(c, factors))
        return found, rest / form.term(whole.d)

    found: tuple[list[Term], Term] = in_normal_form(goal.context, job)
    return found


def _steps(goal: Goal, total: Term, rest: Term) -> Iterator[tuple[Term, Term]]:
    """What the rest grows by as the last index grows by one, added up."""
    _, _, index, low, high = total
    names = checker.symbols(high) & checker.symbols(rest)
    if len(names) != 1 or rest == ZERO:
        return
    (name,) = names
    shift = checker.rational(simplified(goal.context, high - checker.sym(name)))
    if shift is None:
        return

    def at(last: Term) -> Term:
        moved: Term = checker.substitute(rest, {name: last - checker.num(shift)})
        return moved

    try:
        inner = goal.context.within(total)
        step = simplified(inner, at(checker.sym(index)) - at(checker.sym(index) - ONE))
        value = simplified(goal.context, rest - at(low - ONE))
    except Rejected:
        return
    if step != ZERO:
        yield Term(("sum", step, index, low, high)), value


def _weight(total: Term) -> Term | None:
    """The sum of the factors of a summand that depend on the index alone."""
    _, body, index, *ends = total
    parts = [f for f in _factors(body) if index in checker.symbols(f)]
    free = [f for f in parts if not any(part[0] in ("at", "sum") for part in subterms(f))]
    if not free or len(free) == len(parts):
        return None
    return Term(("sum", product_of(1, free), index, *ends))


def _factors(term: Term) -> Iterator[Term]:
    if term[0] == "*":
        yield from _factors(term[1])
        yield from _factors(term[2])
    elif term[0] == "/":
        yield from _factors(term[1])
        yield from (ONE / factor for factor in _factors(term[2]))
    else:
        yield term
