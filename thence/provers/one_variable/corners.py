"""Next to an end where a logarithm has no value, but its product with the distance has bounds.

For the distance d to the end, w = d log d lies between c log c and 0 as long as d <= c < 1/e.  With
w/d for the logarithm the term is smooth up to the end, w being a variable: x**x is exp(w).
"""

from __future__ import annotations

from math import floor

from flint import arb, fmpq

from thence import checker
from thence.checker import ONE, NormalForm, Proof, Term, num, sym
from thence.provers.goal import Goal, Search, renamed
from thence.provers.one_variable.chords import parted, singular
from thence.provers.terms import in_normal_form, simplified, text

NAME = "corners"
COST = 6
MUST_NOT_PROVE = [
    {"given": {"x": "(0, 1)"}, "lhs": "log(x)*log(1-x)", "rel": "<=", "rhs": "log(2)**2 - 10**-12"},
    {"given": {"x": "(0, 1)"}, "lhs": "x**x + (1-x)**(1-x)", "rel": ">=",
     "rhs": "sqrt(2) + 10**-9"},
    {"given": {"x": "(0, 1)"}, "lhs": "x**x", "rel": "<=", "rhs": "1 - 10**-12"},
    {"given": {"x": "(0, 1)"}, "lhs": "x*log(x) + 10**-4", "rel": ">=", "rhs": "0"},
    {"given": {"x": "(0, 1/10)"}, "lhs": "-x*log(x)", "rel": "<=", "rhs": "7*x"},
    {"given": {"x": "(0, 1)"}, "lhs": "-log(x)", "rel": "<=", "rhs": "10**6"},
]  # fmt: skip
#: What shows the goal next to the end.
QUICK = ("bounds", "normal form", "squares", "covers")
#: Next to the end a distance is less than this, which is less than 1/e; the unit of the low end.
CLOSE, GRAIN = fmpq(9, 25), 1024


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The product for a variable next to each such end, and other tactics elsewhere."""
    if goal.rel not in (">", ">=") or len(goal.free) != 1 or search.path.count(NAME) > 2:
        return None
    (name,) = goal.free
    if any(name in checker.symbols(h) for _, h in goal.context.hypotheses):
        return None
    for at in ("lo", "hi"):
        if singular(goal, name, at):
            return parted(goal, name, at, search, _corner)
    return None


def _corner(goal: Goal, name: str, at: str, search: Search) -> Proof | None:
    """The goal between the end and a cut, in the distance and its product with the logarithm."""
    context, whole = goal.context, goal.context.box[name]
    y, w = sym(f"{name}_gap"), sym(f"{name}_log")
    near, far = context.ends[name] if at == "lo" else context.ends[name][::-1]
    width = checker.rational(checker.plus(far, -near))
    if width is None or {y[1], w[1]} & context.box.keys() or not abs(width) < CLOSE:
        return None
    d = sym(name) - near if at == "lo" else near - sym(name)
    c = abs(arb(width))
    low = num(fmpq(floor(float(c * c.log()) * GRAIN) - 1, GRAIN))
    falls: Proof = {
        "rule": "slope", "var": name, "at": "hi" if at == "lo" else "lo",
        "slope": {"rule": "rewrite", "to": text(-checker.log(d) - ONE), "then": {"rule": "bounds"}},
        "base": {"rule": "bounds"},
    }  # fmt: skip
    shut = ")" if (whole.hi_open if at == "lo" else whole.lo_open) else "]"
    lets: dict[str, Proof] = {
        y[1]: {"is": text(d), "in": f"(0, {text(num(abs(width)))}{shut}"},
        w[1]: {
            "is": text(d * checker.log(d)), "in": f"[{text(low)}, 0)",
            "low": falls, "high": {"rule": "normal form"},
        },
    }  # fmt: skip
    inner = context
    for new, let in lets.items():
        inner = inner.having(new, context.domain(let["in"]))
    moved = checker.substitute(goal.term, {name: near + y if at == "lo" else near - y})
    to, power = _smooth(goal.on(inner).of(moved), y, w)
    by: Proof = {"by": text(d ** num(power)), "by_positive": {"rule": "normal form"}}
    return renamed(goal, inner, lets, to, search, QUICK, by)


def _smooth(goal: Goal, y: Term, w: Term) -> tuple[Term, int]:
    """The term with w/y for log y, times the power of y that is left of it, and that power."""
    smooth = checker.replaced(simplified(goal.context, goal.term), checker.log(y), w / y)

    def job(form: NormalForm) -> tuple[Term, int]:
        whole = form.of(smooth)
        if y not in form.kernels:
            return whole.term(), 0
        i = form.kernels.index(y)
        powers = [min(m[i] for m in part.to_dict()) for part in (whole.d, whole.n)]
        return (whole * form.of(y) ** (powers[0] - powers[1])).term(), powers[0] - powers[1]

    return in_normal_form(goal.context, job)
