"""Away from where the term is 0, whatever the other variables are: it rises to both sides.

Where the term vanishes at ``v = e``, another variable, a number, or a root of its derivative, put
``v = e + g`` above and ``v = e - g`` below, in units of the distance to an end where there is one.
It is at least 0 if it rises in g: Pinsker's inequality, a concave function above its chords, and
what is Lipschitz.  At an end of the domain it may be more than 0, which is then a goal with one
variable less, and so may the derivative be that rises in turn: y tanh x <= sinh(x y).
"""

from __future__ import annotations

from collections.abc import Iterator

from thence import checker
from thence.checker import ONE, OO, Context, NormalForm, Proof, Rejected, Term, num, sym
from thence.provers.goal import Goal, OutOfTime, Search, holds
from thence.provers.one_variable.univariate import vanishes
from thence.provers.samples import false_somewhere
from thence.provers.terms import in_normal_form, reread, subterms, text

NAME = "valleys"
COST = 1
MUST_NOT_PROVE = [
    {"given": {"p": "(0, 1)", "q": "(0, 1)"}, "lhs": "p*log(p/q) + (1-p)*log((1-p)/(1-q))",
     "rel": ">=", "rhs": "(2 + 10**-9)*(p-q)**2"},
    {"given": {"p": "(0, 1)", "q": "(0, 1)"}, "lhs": "p*log(p/q) + (1-p)*log((1-p)/(1-q))",
     "rel": ">", "rhs": "2*(p-q)**2"},
    {"given": {"x": "real", "y": "real"}, "lhs": "Abs(1/(1+exp(-x)) - 1/(1+exp(-y)))", "rel": "<=",
     "rhs": "(1/4 - 10**-9)*Abs(x-y)"},
    {"given": {"x": "real", "y": "real"}, "assuming": ["x >= y - 1"], "lhs": "atan(x) - atan(y)",
     "rel": "<=", "rhs": "x - y"},
    {"given": {"x": "positive", "t": "[0, 1]"}, "lhs": "log(t*x + 1 - t)", "rel": ">=",
     "rhs": "(1 + 10**-9)*t*log(x)"},
    # right in the limit, and from an end that belongs to the domain
    {"given": {"x": "positive", "a": "positive", "b": "positive"},
     "lhs": "log(1 + x/a)*log(1 + b/x)", "rel": "<", "rhs": "(1 - 10**-9)*b/a"},
    {"given": {"x": "nonnegative", "y": "positive"}, "lhs": "y*tanh(x)", "rel": "<",
     "rhs": "sinh(x*y)"},
    {"given": {"x": "positive", "y": "positive"}, "lhs": "y*tanh(x)", "rel": "<=",
     "rhs": "(1 - 10**-9)*sinh(x*y)"},
    {"given": {"x": "positive", "y": "(1 - 10**-9, oo)"}, "lhs": "y*sinh(x)", "rel": "<=",
     "rhs": "sinh(x*y)"},
    {"given": {"x": "(0, 2)", "y": "(0, 1)"}, "lhs": "(x-y)**2*(3-2*x)", "rel": ">=", "rhs": "0"},
]  # fmt: skip
#: What polynomials have other tactics for.
FUNCTIONS = ("log", "exp", "atan", "erf", "sin", "cos", "asin")
#: How the derivative may be shown, and in how many seconds: it is one of many attempts.
QUICK = (
    "bounds", "normal form", "factors", "products", "squares", "univariate", "abstraction", "apart",
)  # fmt: skip
SECONDS = 1.0
#: Derivatives that are taken.
STEPS = 2


def attempt(goal: Goal, search: Search) -> Proof | None:
    """Each variable in turn, from each place where the term is seen to be 0."""
    if goal.rel not in (">", ">=") or len(goal.free) < 2:
        return None
    if goal.context.sizes or not has_functions(goal.term):
        return None
    names = sorted(goal.free - goal.context.whole)
    return _tried(goal, [(name, _bottoms(goal, name)) for name in names], search) or _tried(
        goal, [(name, _finite_ends(goal, name)) for name in names], _short(search)
    )


def _tried(goal: Goal, places: list[tuple[str, Iterator[Term]]], search: Search) -> Proof | None:
    """From each of the places of each variable."""
    for name, bottoms in places:
        for bottom in bottoms:
            proof = _from(goal, name, bottom, search)
            if proof is not None and holds(goal, proof):
                return proof
    return None


def _short(search: Search, only: tuple[str, ...] = ()) -> Search:
    return Search(min(SECONDS, search.left()), only=only)


def has_functions(term: Term) -> bool:
    """Whether a term has a function in it for which polynomials have no tactics."""
    return any(
        t[0] in FUNCTIONS or (t[0] == "pow" and checker.rational(t[2]) is None)
        for t in subterms(term)
    )


def _finite_ends(goal: Goal, name: str) -> Iterator[Term]:
    """Ends of the domain of a variable that are no places of their own: the term is no less than 0
    there, as is to be shown; for >, ends outside the domain alone."""
    whole, ends = goal.context.box[name], goal.context.ends[name]
    for end, is_open in zip(ends, (whole.lo_open, whole.hi_open), strict=True):
        if (is_open or goal.rel == ">=") and end not in (OO, -OO):
            found = checker.substitute(goal.term, {name: end})
            needs = all(goal.context.holds(*need) for need in checker.obligations(found))
            if needs and not false_somewhere(goal.context, ">=", found):
                yield end


def _bottoms(goal: Goal, name: str) -> Iterator[Term]:
    """Places in the domain of a variable at which the term is 0, whatever the others are."""
    if goal.rel == ">":
        return
    others = [sym(other) for other in sorted(goal.free - {name})]
    for at in dict.fromkeys([*others, num(0), num(1), *_flat(goal, name)]):
        try:
            there = goal.context.inside(at, (goal.context.box[name], goal.context.ends[name]))
            found = checker.substitute(goal.term, {name: at})
            needs = all(goal.context.holds(*need) for need in checker.obligations(found))
        except Rejected:
            continue
        if there and needs and vanishes(goal.context, found):
            yield at


def _flat(goal: Goal, name: str) -> list[Term]:
    """Where a factor of the derivative that is linear in the variable is 0."""

    def job(form: NormalForm) -> list[Term]:
        _, parts = form.split(form.of(checker.diff(goal.term, name)))
        found = []
        for f, e, _ in parts:
            inside = [i for i, k in enumerate(form.kernels) if name in checker.symbols(k)]
            used = [i for i in inside if f.degrees()[i]]
            if e > 0 and len(used) == 1 and form.kernels[used[0]] == sym(name):
                slope = f.derivative(used[0])
                if not slope.degrees()[used[0]]:
                    rest = f - slope * form.gens[used[0]]
                    found.append(form.of(-form.term(rest) / form.term(slope)).term())
        return found

    try:
        found: list[Term] = in_normal_form(goal.context, job)
    except Rejected:
        return []
    return found


def _from(goal: Goal, name: str, bottom: Term, search: Search) -> Proof | None:
    """Both sides of the place, or the one that a hypothesis says."""
    gap = sym(name) - bottom
    context = goal.context
    for above, known in ((True, gap), (False, -gap)):
        if context.holds(">=", known) or _assumed(context, known):
            return _side(goal, name, bottom, above, search)
    proofs = []
    for above, known in ((True, gap), (False, -gap)):
        there = goal.on(context.assuming((">=", known)))
        proof = _side(there, name, bottom, above, search)
        if proof is None:
            return None
        proofs.append(proof)
    return {"rule": "cases", "on": text(gap), "above": proofs[0], "below": proofs[1]}


def _assumed(context: Context, known: Term) -> bool:
    """Whether a hypothesis says that a term is at least 0."""
    given = (h for rel, h in context.hypotheses if rel in (">", ">="))
    return any(vanishes(context, h - known) for h in given)


def _side(goal: Goal, name: str, bottom: Term, above: bool, search: Search) -> Proof | None:
    """The goal on one side of the place, where it rises in the distance from there."""
    context, new = goal.context, f"{name}_beyond"
    if new in context.box:
        return None
    sign = num(1 if above else -1)
    end, whole = context.ends[name][above], context.box[name]
    unit = ONE if end in (OO, -OO) else (end - bottom) * sign
    if unit != ONE and not context.holds(">", unit):
        return None
    shut = "]" if not (whole.hi_open if above else whole.lo_open) else ")"
    left = "(" if context.holds(">", (sym(name) - bottom) * sign) else "["
    domain = f"{left}0, oo)" if unit == ONE else f"{left}0, 1{shut}"
    is_ = (sym(name) - bottom) * sign / unit
    let: Proof = {"is": text(is_), "in": domain, "low": {"rule": "normal form"}}
    if unit != ONE:
        let["high"] = {"rule": "normal form"}
    others = [h for h in context.hypotheses if name not in checker.symbols(h[1])]
    keep = [k for k, h in enumerate(context.hypotheses) if h in others]
    inner = context.forgetting().assuming(*others).having(new, context.domain(domain))
    to = checker.substitute(goal.term, {name: bottom + sign * sym(new) * unit})
    to = reread(inner, to)
    quick = _short(search, QUICK)
    try:
        needs = quick.defined(inner, to)
    except OutOfTime:
        return None
    rising = _rising(Goal(inner, goal.rel, to), new, search) if needs is not None else None
    return rising and {
        "rule": "rewrite", "let": {new: let}, "to": text(to), "to_defined": needs,
        "then": {"rule": "forget", "keep": keep, "defined": needs, "then": rising},
    }  # fmt: skip


def _rising(goal: Goal, name: str, search: Search, steps: int = STEPS) -> Proof | None:
    """A term that is at least 0 where the variable is 0, as is seen or shown first, and whose
    derivative is at least 0, since that one rises from there too if need be."""
    slope, inside = checker.diff(goal.term, name), checker.interior(goal.context, name)
    whole, ends = goal.context.box[name], goal.context.ends[name]
    closed = goal.context.having(name, (checker.Interval(whole.lo, whole.hi, False, True), ends))
    start = Goal(closed, ">=", checker.substitute(goal.term, {name: num(0)}))
    base: Proof | None = {"rule": "normal form"}
    if false_somewhere(inside, goal.rel, slope):
        return None
    quick = _short(search, QUICK)
    try:
        needs = quick.defined(inside, slope)
        at_end = quick.defined(closed, goal.term) if whole.lo_open and needs is not None else {}
        if needs is None or at_end is None:
            return None
        if not vanishes(closed, start.term):
            base = _short(search).prove(start)
        steep = quick.prove(Goal(inside, goal.rel, slope)) if base is not None else None
    except OutOfTime:
        return None
    if steep is None and base is not None and steps > 1:
        steep = _rising(Goal(inside, goal.rel, slope), name, search, steps - 1)
    return steep and {
        "rule": "slope", "var": name, "at": "lo", "strict": goal.rel == ">", "slope": steep,
        "slope_defined": needs, "base": base, "defined": at_end,
    }  # fmt: skip
