"""Name a kernel: where x occurs only through exp(x), prove the statement for every u > 0; where it
occurs only through sin(x) and cos(x), for numbers between -1 and 1."""

from __future__ import annotations

from itertools import islice

from thence import checker
from thence.checker import OO, NormalForm, Proof, Term
from thence.provers.goal import Goal, Search
from thence.provers.terms import in_normal_form, subterms, text

NAME = "abstraction"
COST = 5
MUST_NOT_PROVE = [
    {"given": {"x": "real"}, "lhs": "exp(x)", "rel": ">", "rhs": "10**-40"},
    {"given": {"x": "real"}, "lhs": "exp(2*x) - exp(x)", "rel": ">=", "rhs": "-1/4 + 10**-12"},
    {
        "given": {"x": "real"},
        "lhs": "cos(x)*sin(x)**2",
        "rel": "<=",
        "rhs": "2/(3*sqrt(3)) - 10**-12",
    },
    {"given": {"x": "(0, pi)"}, "lhs": "cos(x)*sin(x)**2", "rel": ">=", "rhs": "0"},
    {"given": {"x": "(0, pi)"}, "lhs": "Abs(sin(x))", "rel": "<=", "rhs": "sin(x)**2"},
    {
        "given": {"x": "real", "y": "real"},
        "lhs": "Abs(sin(x+y))",
        "rel": "<=",
        "rhs": "Abs(sin(x)) + Abs(sin(y)) - 10**-12*sin(x)**2",
    },
]
#: The length of a normal form that nothing is looked for in, such as that of a second derivative.
MOST_NODES = 2_000
#: Kernels with bounds that are alike on any domain.
WAVES = ("sin", "cos")


def attempt(goal: Goal, search: Search) -> Proof | None:
    """Replace a kernel, or all waves, so that a variable is gone, and prove the new goal."""
    if goal.rel == "=":
        return None

    def job(form: NormalForm) -> tuple[Term, list[Term]]:
        term = form.of(goal.term).term()
        kinds = ("exp", "pow", "log", "atan", *WAVES)
        return term, [k for k in form.kernels if k[0] in kinds]

    term, kernels = in_normal_form(goal.context, job)
    if sum(1 for _ in islice(subterms(term), MOST_NODES)) == MOST_NODES:
        return None
    present = set(subterms(term))
    waves = [k for k in kernels if k[0] in WAVES and k in present]
    alone = [[k] for k in kernels if k[0] not in WAVES]
    for chosen in [*alone, waves] if waves else alone:
        proof = named(goal, term, chosen, search)
        if proof is not None:
            return proof
    return None


def named(goal: Goal, term: Term, kernels: list[Term], search: Search) -> Proof | None:
    """A proof with names for these kernels, if their variables are gone with them."""
    lets, inner, to = dict[str, Proof](), goal.context, term
    gone = set().union(*(checker.symbols(kernel) for kernel in kernels))
    for kernel in kernels:
        names = checker.symbols(kernel)
        name = f"{'_'.join(sorted(names))}_{kernel[0]}"
        if name in inner.box or (len(names) != 1 and kernel[0] != "exp"):
            return None
        domain = _domain(goal, kernel, sorted(names))
        lets[name] = {"is": text(kernel), "in": domain}
        if not goal.context.inside(kernel, goal.context.domain(domain)):
            return None
        inner = inner.having(name, goal.context.domain(domain))
        to = checker.replaced(to, kernel, Term(("sym", name)))
    if gone & checker.symbols(to):
        return None
    then = search.prove(Goal(inner, goal.rel, to))
    needs = search.defined(inner, to) if then is not None else None
    if then is None or needs is None:
        return None
    proof: Proof = {"rule": "rewrite", "let": lets, "to": text(to), "then": then}
    return {**proof, "to_defined": needs} if needs else proof


def _domain(goal: Goal, kernel: Term, names: list[str]) -> str:
    """The range of a kernel of these variables as the text of a domain."""
    if kernel[0] in WAVES:
        return _between(goal, kernel)
    return _range(goal, kernel, *names) if len(names) == 1 else "(0, oo)"


def _between(goal: Goal, kernel: Term) -> str:
    """The numbers from -1 to 1 that have the sign of a sine or cosine, as the text of a domain."""
    signs = [(goal.context.holds(">", k), goal.context.holds(">=", k)) for k in (kernel, -kernel)]
    low = "(0" if signs[0][0] else "[0" if signs[0][1] else "[-1"
    high = "0)" if signs[1][0] else "0]" if signs[1][1] else "1]"
    return f"{low}, {high}"


def _range(goal: Goal, kernel: Term, name: str) -> str:
    """The range of a monotone kernel as the text of a domain."""
    whole, ends = goal.context.bounds(kernel), goal.context.ends[name]
    if goal.context.holds(">=", -checker.diff(kernel, name)):  # it falls
        ends = ends[::-1]
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
