"""Name a kernel: where x occurs only through exp(x), prove the statement for every u > 0."""

from __future__ import annotations

from thence import checker
from thence.checker import OO, NormalForm, Proof, Term
from thence.provers.goal import Goal, Search, in_normal_form, text

NAME = "abstraction"
COST = 5
MUST_NOT_PROVE = [
    {"given": {"x": "real"}, "lhs": "exp(x)", "rel": ">", "rhs": "10**-40"},
    {"given": {"x": "real"}, "lhs": "exp(2*x) - exp(x)", "rel": ">=", "rhs": "-1/4 + 10**-12"},
]


def attempt(goal: Goal, search: Search) -> Proof | None:
    """Replace a kernel so that its variable is gone, and prove the new goal."""
    if goal.rel == "=":
        return None

    def job(form: NormalForm) -> tuple[Term, list[Term]]:
        term = form.of(goal.term).term()
        return term, [k for k in form.kernels if k[0] in ("exp", "pow", "log", "atan")]

    term, kernels = in_normal_form(goal.context, job)
    for kernel in kernels:
        names = checker.symbols(kernel)
        name = f"{'_'.join(sorted(names))}_{kernel[0]}"
        if len(names) != 1 or name in goal.context.box:
            continue
        to = checker.replaced(term, kernel, Term(("sym", name)))
        if names & checker.symbols(to):
            continue
        let = {"is": text(kernel), "in": _range(goal, kernel, *names)}
        domain = goal.context.domain(let["in"])
        if not goal.context.inside(kernel, domain):
            continue
        inner = goal.context.having(name, domain)
        then = search.prove(Goal(inner, goal.rel, to))
        needs = search.defined(inner, to) if then is not None else None
        if then is not None and needs is not None:
            proof: Proof = {"rule": "rewrite", "let": {name: let}, "to": text(to), "then": then}
            return {**proof, "to_defined": needs} if needs else proof
    return None


def _range(goal: Goal, kernel: Term, name: str) -> str:
    """The range of a monotone kernel as the text of a domain."""
    whole, ends = goal.context.bounds(kernel), goal.context.ends[name]
    values = []
    for end, limit in zip(ends, (whole.lo, whole.hi), strict=True):
        if abs(limit) == checker.INF:
            values.append("oo" if limit > 0 else "-oo")
        elif end in (OO, -OO):
            at_infinity = {"exp": "0", "atan": "pi/2" if limit > 0 else "-pi/2"}
            values.append(at_infinity.get(kernel[0], "0"))
        else:
            values.append(text(checker.substitute(kernel, {name: end})))
    left, right = "(" if whole.lo_open else "[", ")" if whole.hi_open else "]"
    return f"{left}{values[0]}, {values[1]}{right}"
