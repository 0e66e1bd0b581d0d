"""Induction over an integer variable: the first value, and the step from one to the next.

With T(n) the term of the goal, T(n + 1) is ``times*T(n) + rest``.  For sums ``times`` is 1, and
``rest`` is what is added to them; for powers, factorials and binomial coefficients it is what one
of them grows by, so that it cancels.  A family of length n has one entry more at n + 1, as in
``(1 + a_1) ... (1 + a_n) >= 1 + a_1 + ... + a_n``.
"""

from __future__ import annotations

from thence import checker
from thence.checker import ONE, OO, NormalForm, Proof, Ratio, Term
from thence.provers.goal import Goal, Search
from thence.provers.terms import in_normal_form, reread, simplified, subterms, text

NAME = "induction"
COST = 1
#: What is built up step by step as its index grows.
GROWING = ("sum", "pow", "rgamma", "binomial", "exp")
#: Tactics within each other up to which it is tried where there is no sum.
DEEPEST = 3
N = {"n": "integer>=1"}
MUST_NOT_PROVE = [
    {"given": N, "lhs": "Sum(1/k, (k, 1, n))", "rel": "<=", "rhs": "1 + log(n) - 10**-12"},
    # true of the step, false at the start
    {"given": N, "lhs": "Sum(1/k**2, (k, 1, n))", "rel": "<=", "rhs": "2 - 1/n - 10**-12"},
    {"given": N, "lhs": "factorial(n)", "rel": ">", "rhs": "2**(n - 1)"},
    # true at the start, false later on
    {"given": N, "lhs": "Sum(1/sqrt(k), (k, 1, n))", "rel": "<=", "rhs": "2*sqrt(n) - log(n + 1)"},
    {"given": {"n": "integer>=0"}, "lhs": "2**n", "rel": ">=", "rhs": "n**2 + 1"},
    {"given": N, "lhs": "Sum(1/sqrt(k), (k, 1, n))", "rel": "<", "rhs": "2*sqrt(n) - 1"},
    {"given": N, "lhs": "Sum(1/sqrt(k), (k, 1, n))", "rel": "<=",
     "rhs": "2*sqrt(n) - 1 - (n - 1)/10**9"},
    {"given": N, "lhs": "Sum((-1)**k, (k, 1, n))", "rel": "<=", "rhs": "-1/2"},
    {"given": {"n": "integer>=0"}, "lhs": "Sum(1/(k + 1), (k, 0, n - 1))", "rel": ">=",
     "rhs": "log(n + 1) + 10**-12"},
    # what is added depends on the number of summands
    {"given": N | {"m": "integer>=1"}, "assuming": ["n <= m"],
     "lhs": "Sum(1/k, (k, 1, n))", "rel": ">=", "rhs": "n/m + 10**-12"},
    # the entry that is added may have any sign, or be more than the rest
    {"given": N | {"a": "real[n]"}, "lhs": "Product(1 + a[i]**2, (i, 1, n))", "rel": ">=",
     "rhs": "1 + Sum(a[i], (i, 1, n))"},
    {"given": N | {"a": "nonnegative[n]"}, "lhs": "Product(1 + a[i], (i, 1, n))", "rel": ">",
     "rhs": "1 + Sum(a[i], (i, 1, n))"},
    {"given": N | {"a": "positive[n]"}, "rel": "<=",
     "lhs": "Sum(a[t]/sqrt(Sum(a[s], (s, 1, t))), (t, 1, n))",
     "rhs": "2*sqrt(Sum(a[t], (t, 1, n))) - 10**-12"},
    {"given": N | {"a": "[0, 1][n]"}, "lhs": "Sum(a[i], (i, 1, n))", "rel": "<=", "rhs": "1"},
    {"given": N | {"a": "real[n]"}, "assuming": ["Sum(a[i], (i, 1, n)) = 1"],
     "lhs": "Sum(a[i]**2, (i, 1, n))", "rel": ">=", "rhs": "1"},
    # the summands move with their number
    {"given": N | {"b": "positive"}, "lhs": "(1 - b)*Sum(b**(n - k), (k, 1, n))", "rel": "=",
     "rhs": "1 - b**n + 10**-12"},
    {"given": N, "lhs": "Sum(n - k, (k, 1, n))", "rel": "=", "rhs": "n*(n + 1)/2"},
    # true from 0 on, and the domain has no first value
    {"given": {"n": "integer"}, "lhs": "2**n + n", "rel": ">=", "rhs": "1"},
    {"given": {"x": "[1, oo)"}, "lhs": "2**x", "rel": ">=", "rhs": "2*x"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The base and the step, for a variable that something in the goal is built up by, and that
    less of it is left in the step."""
    if goal.rel == "!=" or NAME in search.path[:-1]:
        return None
    sums = any(part[0] == "sum" for part in subterms(goal.term))
    if not sums and len(search.path) > DEEPEST:
        return None
    for name in sorted(goal.free & goal.context.whole):
        if _may_start(goal, name):
            for times in _multipliers(goal, name):
                found = _proof(goal, name, times, search)
                if found is not None:
                    return found
    return None


def _may_start(goal: Goal, name: str) -> bool:
    """Whether the variable has a first value and nothing but the term depends on it."""
    context = goal.context
    low, high = context.ends[name]
    first = checker.rational(low)
    if high != OO or first is None or first.q != 1:
        return False
    return not any(name in checker.symbols(h) for _, h in context.hypotheses)


def _multipliers(goal: Goal, name: str) -> list[Term]:
    """What a growing part is multiplied by from one value to the next, and 1: first, if there are
    sums."""
    growing = [t for t in subterms(goal.term) if t[0] in GROWING and _grows(t, name)]
    ratios = [_ratio(goal, part, name) for part in dict.fromkeys(growing) if part[0] != "sum"]
    found = [r for r in dict.fromkeys(ratios) if r is not None and r != ONE]
    if len(ratios) == len(growing):
        return [*found, ONE] if growing else []
    return [ONE, *found]


def _ratio(goal: Goal, part: Term, name: str) -> Term | None:
    """The quotient of two values of a part that follow each other, if it does not grow itself."""
    later = checker.longer(goal.context, name)
    ratio = checker.following(later, part, name) / part
    ratio = ONE / ratio if part[0] == "rgamma" else ratio
    found = simplified(later, ratio)
    grown = any(t[0] in GROWING and _grows(t, name) for t in subterms(found))
    return None if grown else found


def _grows(part: Term, name: str) -> bool:
    """Whether a part is built up by the variable: it is the end of a sum, or in an exponent."""
    if part[0] == "sum":
        return name in checker.symbols(part[4])
    if part[0] == "pow":
        return name in checker.symbols(part[2])
    return name in checker.symbols(part)


def _growing(form: NormalForm, ratio: Ratio, name: str) -> int:
    """The number of generators of a fraction that grow."""
    kernels = zip(form.kernels, ratio.n.degrees(), ratio.d.degrees(), strict=False)
    used = (kernel for kernel, *powers in kernels if any(p > 0 for p in powers))
    return sum(any(t[0] in GROWING and _grows(t, name) for t in subterms(k)) for k in used)


def _proof(goal: Goal, name: str, times: Term, search: Search) -> Proof | None:
    context, there = goal.context, goal.on(checker.longer(goal.context, name))
    low, _ = context.ends[name]
    later = checker.following(there.context, goal.term, name)

    def job(form: NormalForm) -> Term | None:
        found = form.of(later - times * goal.term)
        fewer = _growing(form, found, name) < _growing(form, form.of(goal.term), name)
        return found.term() if fewer else None

    rest = in_normal_form(there.context, job)
    if rest is None:
        return None
    times, rest = (reread(there.context, t) for t in (times, rest))
    needs = [search.defined(there.context, t) for t in (times, rest)]
    if None in needs:
        return None
    signed = {} if goal.rel == "=" else {"nonnegative": search.prove(there.of(times, ">="))}
    step = search.prove(there.of(rest)) if None not in signed.values() else None
    if step is None:
        return None
    first = low + ONE if context.box[name].lo_open else low
    base = search.prove(
        Goal(context.at(name, first), goal.rel, checker.substitute(goal.term, {name: first}))
    )
    return base and {
        "rule": NAME, "var": name, "base": base, "times": text(times), "rest": text(rest),
        "times_defined": needs[0], "rest_defined": needs[1], **signed, "step": step,
    }  # fmt: skip
