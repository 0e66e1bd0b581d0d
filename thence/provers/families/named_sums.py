"""Sums that are nowhere negative, for variables: a norm, a variance, a mean of squares.

``S (x_i - m)**2/(v + e) <= n``, where v is 1/n of the sum of those squares, is ``s/(s/n + e) <= n``
for s >= 0.  The normal form writes s out as ``S x_i**2 - (S x_i)**2/n``, so one of its sums is put
in terms of s; the goal is taken only if no entry is left then.  Then with sums of any sign, too:
``exp(S x_i y_i) >= 1 + S x_i y_i`` holds for any number in their place.  A product of factors below
1 is the exponential of a negative sum, beside which entries may stand: ``(1 - P)/(1 - a_t P) < 1``.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from thence import checker
from thence.checker import HALF, Context, NormalForm, Proof, Rejected, Term
from thence.provers.goal import Goal, Search, holds, keeping
from thence.provers.terms import evident, in_normal_form, reread, simplified, subterms, text

NAME = "named sums"
COST = 0
#: The rules by which a summand is not negative at sight.
AT_SIGHT: tuple[Proof, ...] = ({"rule": "normal form"}, {"rule": "bounds"})
N = {"n": "integer>=1", "x": "real[n]"}
X2 = "Sum(x[i]**2, (i, 1, n))"
MUST_NOT_PROVE = [
    {"given": N, "lhs": f"sqrt({X2})/(1 + sqrt({X2}))", "rel": "<=", "rhs": "1 - 10**-12"},
    {"given": N, "lhs": X2, "rel": ">", "rhs": "0"},
    {"given": N, "lhs": f"{X2}/(1 + {X2})", "rel": "<=", "rhs": "1/2"},
    {"given": N, "lhs": "Sum(x[i], (i, 1, n))/(1 + Sum(x[i], (i, 1, n))**2)", "rel": ">=",
     "rhs": "0"},
    {"given": N, "lhs": "exp(Sum(x[i], (i, 1, n)))", "rel": ">=",
     "rhs": "1 + Sum(x[i], (i, 1, n)) + 10**-12"},
    {"given": N, "lhs": "exp(Sum(x[i], (i, 1, n)))", "rel": ">=",
     "rhs": "1 + 101/100*Sum(x[i], (i, 1, n))"},
    {"given": N, "lhs": f"{X2}*(1 - 10**-12)", "rel": ">=", "rhs": "Sum(x[i], (i, 1, n))**2/n"},
    {"given": N | {"k": "positive"}, "lhs": f"sqrt({X2})/Max(1, sqrt({X2})/k)", "rel": "<=",
     "rhs": "k - 10**-12"},
    {"given": N | {"b": "[0, 1)[n]"}, "lhs": "Product(1 - b[s], (s, 1, n))", "rel": "<",
     "rhs": "1"},
    {"given": N | {"b": "(0, 1)[n]"}, "lhs": "Product(1 - b[s], (s, 1, n - 1))", "rel": "<",
     "rhs": "1"},
    {"given": N | {"b": "(0, 1)[n]", "t": "index[n]"}, "rel": "<",
     "lhs": "1/(1 - Product(1 - b[s], (s, 1, t - 1)))",
     "rhs": "1/(1 - Product(1 - b[s], (s, 1, t)))"},
    {"given": N | {"b": "(0, 1)[n]", "t": "index[n]"}, "assuming": ["t >= 2"], "rel": "<=",
     "lhs": "Product(1 - b[s], (s, 1, t - 1))", "rhs": "1 - b[t]"},
]  # fmt: skip
#: A sum, whether it stands under a root, and what shows that it is not negative, if it is not.
Sum = tuple[Term, bool, Proof | None]
#: Tactics that show the sign of a sum of logarithms.
SIGNS = ("bounds", "normal form", "factors", "entries", "positive sums", "summands")
#: Names of the variables.
VARIABLE = "total_{}"


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal in variables for its sums, if that rids it of families."""
    if goal.rel == "=" or VARIABLE.format(1) in goal.context.box:
        return None
    sums: list[Sum] = list(nonnegative(goal, search))
    found = named(goal, sums, search) if sums else None
    if found is not None:
        return found
    known = {total for total, *_ in sums}
    others = [total for total in outermost(simplified(goal.context, goal.term))
              if total not in known]  # fmt: skip
    more: list[Sum] = [(total, False, sign(goal, total, search)) for total in others]
    return named(goal, [*sums, *more], search) if others else None


def outermost(term: Term) -> list[Term]:
    """The sums that stand in no other sum."""
    if term[0] == "sum":
        return [term]
    return list(dict.fromkeys(total for part in term.parts() for total in outermost(part)))


def named(goal: Goal, sums: list[Sum], search: Search) -> Proof | None:
    """The goal with a variable for each sum, real where nothing is known of its sign, and what the
    hypotheses say of these."""
    context, inner, lets = goal.context, goal.context, dict[str, Proof]()
    terms, put = in_normal_form(context, lambda form: _replacements(form, goal, sums))
    for number, (one, pairs) in enumerate(zip(sums, put, strict=True), 1):
        let = _let(goal, one, search) if pairs else {}
        if let is None:
            return None
        if let:
            lets[VARIABLE.format(number)] = let
            inner = inner.having(VARIABLE.format(number), context.domain(let["in"]))
    to, *known = (_moved(inner, term, put) for term in terms)
    if not lets or (_has_sums(to) if products(sums) else _has_families(to)):
        return None
    said = {k: h for k, h in enumerate(known) if checker.symbols(h) and not _has_families(h)}
    anew = {k: reread(inner, h) for k, h in said.items()}
    anew = {k: h for k, h in anew.items() if evident(inner, h)}
    parts = {name: checker.parse(let["is"], context.names) for name, let in lets.items()}
    if not checker.vanishes(context, goal.term - checker.substitute(to, parts)):
        return None
    needs = search.defined(inner, to)
    there = inner.assuming(*((context.hypotheses[k][0], h) for k, h in anew.items()))
    kept = [k + len(context.hypotheses) for k in range(len(anew))]
    then = keeping(Goal(there, goal.rel, to), kept, search) if needs is not None else None
    return then and {
        "rule": "rewrite", "let": lets, "known": {str(k): text(h) for k, h in anew.items()},
        "to": text(to), "to_defined": needs, "then": then,
    }  # fmt: skip


def _let(goal: Goal, one: Sum, search: Search) -> Proof | None:
    """What a sum, or its root, is, and where it lies."""
    total, root, each = one
    is_ = total**HALF if root else total
    if each is None:
        needs = search.defined(goal.context, total)
        whole: Proof = {"in": "(-oo, oo)"}
        if needs is not None and products([one]):
            whole = _below_zero(goal, total, search) or whole
        return {"is": text(is_), "defined": needs, **whole} if needs is not None else None
    positive = search.prove(goal.of(is_, ">"), only=("normal form",))
    if positive is not None:
        return {"is": text(is_), "in": "(0, oo)", "low": positive}
    return {"is": text(is_), "in": "[0, oo)"} | ({} if root else {"low": each})


def products(sums: list[Sum]) -> bool:
    """Whether these are sums of logarithms, as products are written."""
    return all(total[0] == "sum" and total[1][0] == "log" for total, *_ in sums)


def _below_zero(goal: Goal, total: Term, search: Search) -> Proof | None:
    """Where a sum lies of which the summands are nowhere positive, and what shows it."""
    for rel, end in ((">", ")"), (">=", "]")):
        low = search.prove(goal.of(checker.ZERO - total, rel), only=SIGNS)
        if low is not None:
            return {"in": f"(-oo, 0{end}", "high": low}
    return None


def _replacements(
    form: NormalForm, goal: Goal, sums: list[Sum]
) -> tuple[list[Term], list[list[tuple[Term, Term]]]]:
    """The goal and its hypotheses in one normal form, and for each sum what is put for parts of
    them: nothing where it is not in terms of its variable."""
    terms = [form.of(t).term() for t in (goal.term, *(h for _, h in goal.context.hypotheses))]
    put = list[list[tuple[Term, Term]]]()
    for number, (total, root, _) in enumerate(sums, 1):
        variable = checker.sym(VARIABLE.format(number))
        known = _solved(form, total, variable**checker.TWO if root else variable)
        roots = [(form.of(total**HALF).term(), variable)] if root else []
        put.append([*roots, known] if known else [])
    return terms, put


def _solved(form: NormalForm, total: Term, variable: Term) -> tuple[Term, Term] | None:
    """A sum of the normal form, and what it is where ``total`` is the variable."""
    ratio = form.whole(total)
    for i, kernel in enumerate(form.kernels):
        if kernel[0] == "sum" and ratio.n.degrees()[i] == 1 and ratio.d.degrees()[i] == 0:
            slope = ratio.n.derivative(i)
            rest = ratio.n - slope * form.gens[i]
            if not any(k[0] == "sum" for k in subterms(form.term(slope))):
                value = (variable * form.term(ratio.d) - form.term(rest)) / form.term(slope)
                return kernel, value
    return None


def _moved(inner: Context, term: Term, put: list[list[tuple[Term, Term]]]) -> Term:
    """A term with the variables in place of the sums."""
    for part, variable in chain(*put):
        term = checker.replaced(term, part, variable)
    return simplified(inner, term)


def _has_families(term: Term) -> bool:
    return any("[" in name for name in checker.symbols(term)) or _has_sums(term)


def _has_sums(term: Term) -> bool:
    return any(part[0] == "sum" for part in subterms(term))


def nonnegative(goal: Goal, search: Search) -> Iterator[tuple[Term, bool, Proof]]:
    """The sums of what is nowhere negative at sight, whether they stand under a root, and what
    shows it."""
    roots = {t[1] for t in subterms(goal.term) if t[0] == "pow" and t[2] == HALF}
    for total in dict.fromkeys(subterms(goal.term)):
        if total[0] == "sum" and any("[" in name for name in checker.symbols(total)):
            each = sign(goal, total, search)
            if each is not None:
                yield total, total in roots, each


def sign(goal: Goal, total: Term, search: Search) -> Proof | None:
    """What shows that a sum of what is nowhere negative at sight is not either."""
    try:
        inner = Goal(goal.context.within(total), ">=", total[1])
        each = next((rule for rule in AT_SIGHT if holds(inner, rule)), None)
        needs = search.defined(goal.context, total) if each else None
    except Rejected:
        return None
    if needs is None:
        return None
    return {"rule": "summands", "sum": text(total), "each": each, "defined": needs}
