"""f(x) > f(y) where a hypothesis says x > y: f rises.

The term is 0 at x = y, and with x = y + g rises in the gap g, which is taken in units of the
distance to the end of the domain where that is finite.  Where the slope is free of y, it is a goal
of its own, on all of the domain of x.
"""

from __future__ import annotations

from collections.abc import Iterator

from thence import checker
from thence.checker import ONE, OO, Context, NormalForm, Proof, Term, num, sym
from thence.provers.goal import Goal, OutOfTime, Search, holds
from thence.provers.one_variable.univariate import vanishes
from thence.provers.several_variables.valleys import has_functions
from thence.provers.terms import in_normal_form, reread, simplified, subterms, text

NAME = "comparisons"
COST = 1
ANGLES, POSITIVE = {"x": "(0, pi/2)", "y": "(0, pi/2)"}, {"x": "positive", "y": "positive"}
MUST_NOT_PROVE = [
    {"given": ANGLES, "assuming": ["x > y"], "lhs": "tan(x)/x", "rel": "<", "rhs": "tan(y)/y"},
    {"given": ANGLES, "assuming": ["x >= y"], "lhs": "tan(x)/x", "rel": ">", "rhs": "tan(y)/y"},
    {"given": ANGLES, "assuming": ["x > y"], "lhs": "tan(x) - tan(y)", "rel": ">",
     "rhs": "(1 + 10**-9)*(x - y)"},
    {"given": {"x": "(0, 3*pi/2)", "y": "(0, 3*pi/2)"}, "assuming": ["x > y"],
     "lhs": "sin(x)/x + 10**-9*x", "rel": "<", "rhs": "sin(y)/y + 10**-9*y"},
    {"given": POSITIVE, "assuming": ["x > y"], "lhs": "x*log(x)", "rel": ">", "rhs": "y*log(y)"},
    {"given": POSITIVE, "assuming": ["x > y - 10**-9"], "lhs": "exp(x)", "rel": ">",
     "rhs": "exp(y)"},
    {"given": {"x": "real", "y": "real"}, "lhs": "Abs(x*exp(-x**2) - y*exp(-y**2))", "rel": "<=",
     "rhs": "(1 - 10**-9)*Abs(x - y)"},
    {"given": {"x": "real", "y": "real"}, "lhs": "Abs(sqrt(1 + x**2) - sqrt(1 + y**2))",
     "rel": "<=", "rhs": "(1 - 10**-9)*Abs(x - y)"},
    {"given": {"a": "positive", "b": "positive", "x": "real"}, "assuming": ["a < b"],
     "lhs": "a*exp(x/a)", "rel": "<=", "rhs": "b*exp(x/b) + (b - a)/10**9"},
    {"given": {"x": "real", "y": "real"}, "assuming": ["x > y"], "lhs": "x*exp(x)",
     "rel": ">", "rhs": "y*exp(y)"},
    {"given": ANGLES, "assuming": ["x < y"], "lhs": "x*tan(y)", "rel": "<=", "rhs": "y*tan(x)"},
    {"given": {"x": "(0, 5)", "y": "(0, 5)"}, "assuming": ["x < y"], "lhs": "x*sin(y)",
     "rel": "<=", "rhs": "y*sin(x)"},
    {"given": {"x": "(-1, 1)", "y": "(-1, 1)"}, "assuming": ["x < y"], "lhs": "x*exp(y)",
     "rel": "<=", "rhs": "y*exp(x) - 10**-12"},
]  # fmt: skip
#: Seconds for the slope by itself, and in both variables.
SECONDS = 3.0
SEEN: Proof = {"rule": "normal form"}


def attempt(goal: Goal, search: Search) -> Proof | None:
    """From each variable to each that a hypothesis says is more, or less, if the term is 0 where
    the two are equal."""
    context = goal.context
    if goal.rel not in (">", ">=") or len(goal.free) < 2 or context.sizes:
        return None
    if goal.free & context.whole or not (has_functions(goal.term) or _has_roots(goal.term)):
        return None
    apart = _separated(goal) if len(goal.free) == 2 else None
    if apart is not None and (found := _by_quotient(goal, *apart, search)) is not None:
        return found
    plain = _without_moduli(goal, search)
    for k, name, other, above in _pairs(goal):
        strict = context.hypotheses[k][0] == ">"
        if goal.rel == ">" and not strict:
            continue
        if _bent(plain, name) or not _equal(plain, name, other):
            continue
        found = _rising(plain, name, other, above, strict, search)
        if found is not None and plain != goal:
            found = {"rule": "rewrite", "to": text(plain.term), "then": found}
        if found is not None and holds(goal, found):
            return found
    return None


def _separated(goal: Goal) -> tuple[Term, Term] | None:
    """Where the numerator is ``A(x) B(y) - C(x) D(y)``: the denominator over ``C(x) B(y)``, and
    ``A(x)/C(x) - D(y)/B(y)``; if these are no sooner apart, nothing."""

    def job(form: NormalForm) -> tuple[Term, Term] | None:
        whole, sides = form.of(goal.term), list[dict[str, Term]]()
        terms = sorted(whole.n.to_dict().items(), key=lambda item: item[1])
        if len(terms) != 2 or terms[0][1] + terms[1][1] != 0:
            return None
        for powers, _ in terms:
            parts = dict.fromkeys((one, other), ONE)
            for kernel, e in zip(form.kernels, powers, strict=False):
                if not e:
                    continue
                names = checker.symbols(kernel)
                if len(names) != 1:
                    return None
                (name,) = names
                parts[name] = checker.times(parts[name], kernel ** num(e))
            sides.append(parts)
        (less, more), scale = sides, num(terms[1][1])
        if ONE in (less[one], more[other]):
            return None
        by = form.term(whole.d) / (scale * less[one] * more[other])
        return by, more[one] / less[one] - less[other] / more[other]

    one, other = sorted(goal.free)
    found: tuple[Term, Term] | None = in_normal_form(goal.context, job)
    return found


def _by_quotient(goal: Goal, by: Term, to: Term, search: Search) -> Proof | None:
    """The goal by a difference of values of one function, such as tan(x)/x."""
    by, to = (reread(goal.context, term) for term in (by, to))
    by_needs = search.defined(goal.context, by)
    if by_needs is None:
        return None
    positive = search.prove(goal.of(by, ">"), only=("bounds", "normal form", "factors"))
    needs = search.defined(goal.context, to) if positive is not None else None
    then = search.prove(goal.of(to), only=(NAME,)) if needs is not None else None
    found = then and {
        "rule": "rewrite", "by": text(by), "by_defined": by_needs, "by_positive": positive,
        "to": text(to), "to_defined": needs, "then": then,
    }  # fmt: skip
    return found if found is not None and holds(goal, found) else None


def _equal(goal: Goal, name: str, other: str) -> bool:
    return vanishes(goal.context, checker.substitute(goal.term, {name: sym(other)}))


def _has_roots(term: Term) -> bool:
    powers = (checker.rational(t[2]) for t in subterms(term) if t[0] == "pow")
    return any(power is not None and power.q != 1 for power in powers)


def _without_moduli(goal: Goal, search: Search) -> Goal:
    """The goal with what stands in a modulus for it, or the negative of that, where its sign is
    seen."""
    context, term = goal.context, goal.term
    for modulus in [t for t in subterms(term) if t[0] == "abs"]:
        for value in (modulus[1], -modulus[1]):
            if search.prove(goal.of(value, ">="), only=("normal form",)) is not None:
                term = checker.replaced(term, modulus, value)
                break
    return goal if term == goal.term else goal.of(reread(context, term))


def _pairs(goal: Goal) -> Iterator[tuple[int, str, str, bool]]:
    """Hypotheses that put two variables of one domain in order: which of them moves away from the
    other one, and whether upwards."""
    context = goal.context
    for k, (rel, known) in enumerate(context.hypotheses):
        names = sorted(checker.symbols(known))
        if rel not in (">", ">=") or len(names) != 2 or not set(names) <= goal.free:
            continue
        if repr(context.ends[names[0]]) != repr(context.ends[names[1]]):
            continue
        for more, less in (names, names[::-1]):
            slope = checker.rational(checker.diff(known, more))
            if slope is None or slope <= 0:
                continue
            if vanishes(context, known - num(slope) * (sym(more) - sym(less))):
                yield k, more, less, True
                yield k, less, more, False


def _bent(goal: Goal, name: str) -> bool:
    """Whether a variable stands in a modulus, which has no slope where it is 0."""
    return any(part[0] == "abs" and name in checker.symbols(part) for part in subterms(goal.term))


def _rising(
    goal: Goal, name: str, other: str, above: bool, strict: bool, search: Search
) -> Proof | None:
    """The goal in the gap between two variables, in which it rises from 0."""
    if f"{name}_gap" in goal.context.box:
        return None
    gap = _Gap(goal, name, other, above, strict)
    inside = checker.interior(gap.inner, gap.name)
    slope, moved = checker.diff(gap.to, gap.name), checker.diff(goal.term, name)
    short = Search(min(SECONDS, search.left()))
    place = _Place(goal, name, other, gap.point)
    here = simplified(goal.context.forgetting(), gap.sign * moved)
    try:
        needs = place.defined(gap.inner, gap.to, goal.term, short)
        if needs is None:
            return None
        slope_needs = place.defined(inside, slope, moved, short)
        start = None
        if slope_needs is not None:
            start = place.defined(gap.closed(), gap.to, goal.term, short)
        if start is None:
            return None
        steep = place.shown(inside, goal.rel, here, short, ONE / gap.unit)
        if steep is None and has_functions(goal.term):
            steep = short.prove(Goal(inside, goal.rel, slope))
    except OutOfTime:
        search.check_time()
        return None
    then: Proof | None = steep and {
        "rule": "slope", "var": gap.name, "at": "lo", "slope": steep, "slope_defined": slope_needs,
        "base": SEEN, "strict": True, "defined": start,
    }  # fmt: skip
    return then and gap.whole(then, needs)


class _Gap:
    """The gap between two variables, in units of the distance to the end of the domain, where that
    is finite; it is a variable that starts at 0."""

    def __init__(self, goal: Goal, name: str, other: str, above: bool, strict: bool) -> None:
        context, self.name, gap = goal.context, f"{name}_gap", sym(f"{name}_gap")
        end, domain = context.ends[name][above], context.box[name]
        self.sign = num(1 if above else -1)
        self.unit = ONE if end in (OO, -OO) else (end - sym(other)) * self.sign
        shut = domain.hi_open if above else domain.lo_open
        self.right = "oo)" if self.unit == ONE else "1)" if shut else "1]"
        self.let: Proof = {
            "is": text((sym(name) - sym(other)) * self.sign / self.unit),
            "in": f"{'(' if strict else '['}0, {self.right}", "low": SEEN,
            **({} if self.unit == ONE else {"high": SEEN}),
        }  # fmt: skip
        hypotheses = context.hypotheses
        self.kept = [k for k, (_, h) in enumerate(hypotheses) if name not in checker.symbols(h)]
        known = context.forgetting().assuming(*(hypotheses[k] for k in self.kept))
        self.inner = known.having(self.name, context.domain(self.let["in"]))
        self.point = sym(other) + self.sign * gap * self.unit
        self.to = reread(self.inner, checker.substitute(goal.term, {name: self.point}))

    def closed(self) -> Context:
        """The context with a gap of 0 as well."""
        return self.inner.having(self.name, self.inner.domain(f"[0, {self.right}"))

    def whole(self, then: Proof, needs: dict[str, Proof]) -> Proof:
        """The proof of the goal from one of the term in the gap."""
        return {
            "rule": "rewrite", "let": {self.name: self.let}, "to": text(self.to),
            "to_defined": needs,
            "then": {"rule": "forget", "keep": self.kept, "defined": needs, "then": then},
        }  # fmt: skip


class _Place:
    """The variable that moves as a variable of its own, on all of its domain: what is about it
    alone has to be shown there."""

    def __init__(self, goal: Goal, name: str, other: str, point: Term) -> None:
        self.name, self.other = name, other
        self.place, self.point = sym(f"{name}_place"), point
        whole, ends = goal.context.box[name], goal.context.ends[name]
        left, right = "(" if whole.lo_open else "[", ")" if whole.hi_open else "]"
        first, last = ("-oo" if end == -OO else text(end) for end in ends)
        self.let: Proof = {"is": text(point), "in": f"{left}{first}, {last}{right}"}
        if ends != (-OO, OO):
            self.let |= dict.fromkeys(("low", "high"), SEEN)

    def shown(
        self, context: Context, rel: str, of: Term, search: Search, by: Term = ONE
    ) -> Proof | None:
        """``of/by`` at the place the variable has moved to, if the other one is not in it."""
        names = checker.symbols(of)
        if self.name not in names or self.other in names or self.place[1] in context.box:
            return None
        there = context.having(self.place[1], context.domain(self.let["in"]))
        to = reread(there, checker.substitute(of, {self.name: self.place}))
        needs = search.defined(there, to)
        then = search.prove(Goal(there, rel, to)) if needs is not None else None
        return then and {
            "rule": "rewrite", "by": text(by), "by_positive": SEEN,
            "let": {self.place[1]: self.let}, "to": text(to), "to_defined": needs, "then": then,
        }  # fmt: skip

    def defined(
        self, context: Context, moved: Term, term: Term, search: Search
    ) -> dict[str, Proof] | None:
        """Proofs of what the term needs with the variable moved: what is not seen is shown at the
        place, where the term needs as much."""
        before = [(rel, what) for rel, what in checker.obligations(term) if rel != "each"]
        found: dict[str, Proof] = {}
        for k, (rel, what) in enumerate(checker.obligations(moved)):
            if context.holds(rel, what):
                continue
            proof = None
            for like in (b for kind, b in before if kind == rel):
                if vanishes(context, what - checker.substitute(like, {self.name: self.point})):
                    proof = self.shown(context, rel, like, search)
                    break
            if proof is None:
                return search.defined(context, moved)
            found[str(k)] = proof
        return found
