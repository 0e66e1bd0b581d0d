"""A hypothesis that couples variables, such as x < y or x + y < 1: its linear form becomes a
variable of its own, on an interval, in place of one of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from flint import arb

from thence import checker
from thence.checker import Context, NormalForm, Proof, Rejected, Term, num, sym
from thence.provers.goal import Goal, Search, keeping
from thence.provers.one_variable.univariate import as_fmpq, as_fraction
from thence.provers.terms import in_normal_form, reread, simplified, text

NAME = "coupled"
COST = 5
MUST_NOT_PROVE = [
    {"given": {"x": "real", "y": "real"}, "assuming": ["x < y"], "lhs": "exp(x)", "rel": "<",
     "rhs": "exp(y) - 10**-12"},
    {"given": {"x": "real", "y": "real"}, "assuming": ["x <= y"], "lhs": "exp(x)", "rel": "<",
     "rhs": "exp(y)"},
    {"given": {"x": "positive", "y": "positive"}, "assuming": ["x + y < 4"],
     "lhs": "sin(x - y)", "rel": "<=", "rhs": "2*sin(x)*cos(y)"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal with the linear form of a hypothesis for a variable."""
    if goal.rel not in (">", ">=") or len(goal.free) < 2:
        return None
    context = goal.context
    for form in dict.fromkeys(_linear(goal)):
        name = "gap" + "_" * sum(n.startswith("gap") for n in context.box)
        low, high = _ends(context, form, 1), _ends(context, form, -1)
        domain = f"{low or '(-oo'}, {high or 'oo)'}"
        inner = context.having(name, context.domain(domain))
        for variable in sorted(checker.symbols(form)):
            coefficient = checker.diff(form, variable)
            others = checker.substitute(form, {variable: checker.ZERO})
            to = checker.substitute(goal.term, {variable: (sym(name) - others) / coefficient})
            there = Goal(inner, goal.rel, to)
            known = enumerate(context.hypotheses)
            keep = [k for k, (_, h) in known if checker.symbols(h) <= there.free]
            proof = keeping(there, keep, search)
            needs = search.defined(inner, reread(inner, to)) if proof else None
            if needs is not None:
                let = {name: {"is": text(form), "in": domain}}
                return {"rule": "rewrite", "let": let, "to": text(to), "to_defined": needs,
                        "then": proof}  # fmt: skip
    return None


def _linear(goal: Goal) -> Iterator[Term]:
    """The linear forms of hypotheses that are orders, up to their constants and signs."""

    def job(form: NormalForm, hypothesis: Term) -> Term | None:
        found = form.of(hypothesis)
        n = found.n - form.one * found.n.to_dict().get((0,) * len(form.gens), 0)
        kernels = [k for k, e in zip(form.kernels, n.degrees(), strict=False) if e]
        if found.d != 1 or n.total_degree() != 1 or any(k[0] != "sym" for k in kernels):
            return None
        return form.term(n if n.leading_coefficient() > 0 else -n) if len(kernels) > 1 else None

    for rel, hypothesis in goal.context.hypotheses:
        if rel in (">", ">=") and checker.symbols(hypothesis) <= goal.free:
            try:
                found = in_normal_form(goal.context, partial(job, hypothesis=hypothesis))
            except Rejected:
                continue
            if found is not None:
                yield found


def _ends(context: Context, form: Term, side: int) -> str:
    """The lower end of a form as a domain has it, or the upper one: the best of what the box and
    the hypotheses tell; nothing where there is none."""
    found = list[tuple[arb, str]]()
    bounds = context.bounds(num(side) * form)
    if bounds.lo > -checker.INF:
        end = num(side * as_fmpq(as_fraction(bounds.lo)))
        found.append((bounds.lo, _end(end, bounds.lo_open, side)))
    for rel, hypothesis in context.hypotheses:
        rest = hypothesis - num(side) * form
        constant = checker.rational(simplified(context, rest))
        if rel in (">", ">=") and constant is not None:
            found.append((arb(-constant), _end(num(-side * constant), rel == ">", side)))
    return max(found, key=lambda item: float(item[0]))[1] if found else ""


def _end(value: Term, is_open: bool, side: int) -> str:
    if side > 0:
        return f"{'(' if is_open else '['}{text(value)}"
    return f"{text(value)}{')' if is_open else ']'}"
