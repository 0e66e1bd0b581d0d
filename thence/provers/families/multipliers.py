"""Sums under equations between sums, by multipliers after Lagrange.

For ``S F_i + C >= 0`` where ``S g_i = c`` is a hypothesis: with ``C = m c`` it is
``S (F_i + m g_i) >= 0``, shown summand by summand.  The multiplier m is read off a place where the
two sides are expected to be equal, since a summand is least there: where all entries are alike,
and where families are proportional to one another; or where a summand of one equation is to that of
another as the sums are, as Jensen's inequality has it with weights.  That is how the inequality of
Gibbs, bounds of entropies and other divergences, and bounds of free energies are shown.

The square of a sum D = ``S f_i`` that is subtracted is taken as ``2 D S f_i - D**2``, where D is
any number: Pinsker's inequality is that of its summands, a square in D.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import combinations, product

from flint import fmpq

from thence import checker
from thence.checker import ONE, ZERO, Context, NormalForm, Proof, Rejected, Term
from thence.provers.families.ranges import peeled, product_of
from thence.provers.families.summands import INDICES
from thence.provers.goal import Goal, Search, holds
from thence.provers.terms import in_normal_form, reread, simplified, subterms, text

NAME = "multipliers"
COST = 0
P = {"n": "integer>=1", "p": "positive[n]", "q": "positive[n]"}
ONE_P, ONE_Q = (f"Sum({v}[i], (i, 1, n)) = 1" for v in "pq")
GIBBS = "Sum(p[i]*log(p[i]/q[i]), (i, 1, n))"
TV = "Sum(Abs(p[i] - q[i]), (i, 1, n))"
MUST_NOT_PROVE = [
    {"given": P, "assuming": [ONE_P, ONE_Q], "lhs": GIBBS, "rel": ">", "rhs": "0"},
    {"given": P, "assuming": [ONE_P, ONE_Q], "lhs": GIBBS, "rel": ">=", "rhs": "10**-12"},
    {"given": P, "assuming": [ONE_P], "lhs": GIBBS, "rel": ">=", "rhs": "0"},
    {"given": P, "assuming": [ONE_P, "Sum(q[i], (i, 1, n)) = 1 + 10**-12"], "lhs": GIBBS,
     "rel": ">=", "rhs": "0"},
    {"given": P, "assuming": [ONE_P], "lhs": "-Sum(p[i]*log(p[i]), (i, 1, n))", "rel": "<=",
     "rhs": "log(n) - 10**-12"},
    {"given": P, "assuming": [ONE_P], "lhs": "Sum(p[i]**2, (i, 1, n))", "rel": ">=",
     "rhs": "1/n + 10**-12"},
    {"given": P, "assuming": [ONE_P], "lhs": "Sum(p[i]**2, (i, 1, n))", "rel": "<=",
     "rhs": "1 - 10**-12"},
    {"given": P | {"p": "real[n]"}, "assuming": [ONE_P], "lhs": "Sum(p[i]**2, (i, 1, n))",
     "rel": "<=", "rhs": "1"},
    {"given": P | {"n": "integer>=0"}, "lhs": "Sum(p[i]**2, (i, 1, n))*n + 1", "rel": "<=",
     "rhs": "Sum(p[i], (i, 1, n))**2"},
    {"given": P, "assuming": [ONE_P], "lhs": "log(Sum(q[i], (i, 1, n)))", "rel": ">=",
     "rhs": "Sum(p[i]*log(q[i]/p[i]), (i, 1, n)) + 10**-12"},
    {"given": P | {"r": "real[n]"}, "assuming": [ONE_P], "rel": ">=",
     "lhs": "log(Sum(p[i]*exp(r[i]), (i, 1, n)))", "rhs": "Sum(p[i]*r[i], (i, 1, n)) + 10**-12"},
    {"given": P | {"r": "real[n]"}, "lhs": "log(Sum(p[i]*exp(r[i]), (i, 1, n)))", "rel": ">=",
     "rhs": "Sum(p[i]*r[i], (i, 1, n))"},
    {"given": P | {"r": "real[n]", "b": "real"}, "assuming": [ONE_P, "b != 0"], "rel": ">=",
     "lhs": "b*log(Sum(p[i]*exp(r[i]/b), (i, 1, n)))", "rhs": "Sum(p[i]*r[i], (i, 1, n))"},
    {"given": P, "lhs": "log(Sum(q[i], (i, 1, n)))", "rel": ">=",
     "rhs": "Sum(p[i]*log(q[i]/p[i]), (i, 1, n))"},
    {"given": P, "assuming": [ONE_P, ONE_Q], "lhs": f"{TV}**2/2", "rel": "<=",
     "rhs": f"{GIBBS} - 10**-12"},
    {"given": P, "assuming": [ONE_P, ONE_Q], "lhs": f"{TV}**2*(1/2 + 10**-12)", "rel": "<=",
     "rhs": GIBBS},
    {"given": P, "assuming": [ONE_P], "lhs": f"{TV}**2/2", "rel": "<=", "rhs": GIBBS},
    {"given": P, "assuming": [ONE_P, ONE_Q], "lhs": GIBBS, "rel": "<=",
     "rhs": "log(Sum(p[i]**2/q[i], (i, 1, n))) - 10**-12"},
    {"given": P, "assuming": [ONE_P], "lhs": "-log(Sum(p[i]**2, (i, 1, n)))", "rel": ">=",
     "rhs": "-Sum(p[i]*log(p[i]), (i, 1, n))"},
    {"given": {"n": "integer>=1", "s": "real[n]"}, "lhs": "log(Sum(exp(s[i]), (i, 1, n)))",
     "rel": "<=", "rhs": "Sum(s[i]*exp(s[i]), (i, 1, n))/Sum(exp(s[i]), (i, 1, n))"},
]  # fmt: skip
#: How what the squares of sums leave is shared among the equations.
SHARES: dict[int, list[tuple[fmpq, ...]]] = {
    1: [(fmpq(1),)],
    2: [(fmpq(k, 6), fmpq(6 - k, 6)) for k in (3, 0, 6, 2, 4)],
}
#: Equations of one range that are used together, at most.
MOST = 3
Range = tuple[Term, Term]


@dataclass(frozen=True)
class Equation:
    """``S g = c`` over the range: the hypothesis of a number, over its factor, or (without one) c
    is the sum itself, or the number of summands."""

    g: Term
    c: Term
    number: int | None = None
    factor: Term = ONE


@dataclass(frozen=True)
class Parted:
    """A goal as ``S F + C >= 0`` over one range, with what is known of sums over it."""

    body: Term
    rest: Term
    ends: Range
    squares: list[tuple[Term, Term]] = field(default_factory=list)
    equations: list[Equation] = field(default_factory=list)

    @property
    def whole(self) -> Term:
        """What is added up, what the squares of sums give included."""
        return reduce(checker.plus, (f for f, _ in self.squares), self.body)

    @property
    def count(self) -> Term:
        """The number of summands."""
        low, high = self.ends
        return high - low + ONE


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal as one sum with multiples of the equations added, for each likely choice."""
    index = next((name for name in INDICES if name not in goal.context.box), None)
    if goal.rel != ">=" or index is None or NAME in search.path[:-1]:
        return None
    seen = set[Term]()
    for parted in _partings(goal, index):
        for multiples in _choices(goal.context, parted, index):
            search.check_time()
            h = reduce(checker.plus, (m * e.g for m, e in multiples), parted.whole)
            h = simplified(_inside(goal.context, parted, index), h)
            if h not in seen:
                seen.add(h)
                found = _summed(goal, parted, index, h, multiples, search)
                if found is not None:
                    return found
    return None


def _summed(
    goal: Goal, parted: Parted, index: str, h: Term, multiples: list[tuple[Term, Equation]],
    search: Search,
) -> Proof | None:  # fmt: skip
    """The goal from the sign of the summand ``h``."""
    total = reread(goal.context, Term(("sum", h, index, *parted.ends)))
    inner, body = goal.context.within(total), total[1]
    each = _summand(Goal(inner, ">=", body), parted, index, search)
    needs = search.defined(goal.context, total) if each is not None else None
    if each is None or needs is None:
        return None
    used = ((e.number, text(m / e.factor)) for m, e in multiples if e.number is not None)
    use = {str(number): multiple for number, multiple in used}
    found: Proof = {"rule": "summands", "sum": text(total), "each": each, "defined": needs}
    found = {"rule": "rewrite", "use": use, "to": text(total), "to_defined": needs, "then": found}
    return found if holds(goal, found) else None


# ---------------------------------------------------------------- taking the goal apart


def _partings(goal: Goal, index: str) -> list[Parted]:
    """The goal as a sum over one range and what is free of it: as it is, and with a sum that stands
    in products of sums as a number."""

    def job(form: NormalForm) -> list[Parted]:
        kept = [[], *([s] for s in _in_products(form, goal.term))]
        found = (_taken_apart(form, goal, index, numbers) for numbers in kept)
        return [parted for parted in found if parted is not None]

    try:
        found: list[Parted] = in_normal_form(goal.context, job)
    except Rejected:
        return []
    return found


def _in_products(form: NormalForm, term: Term) -> list[Term]:
    """The sums with which sums are multiplied."""
    n = form.of(term).n
    sums = [i for i, kernel in enumerate(form.kernels) if kernel[0] == "sum"]
    products = [m for m in n.to_dict() if sum(m[i] for i in sums) > 1]
    return [form.kernels[i] for i in sums if any(m[i] for m in products)]


def _taken_apart(
    form: NormalForm, goal: Goal, index: str, numbers: Sequence[Term]
) -> Parted | None:
    """The goal as a sum and what is free of it, where sums that stand in functions and some others
    are ``numbers``."""
    whole = form.of(goal.term)
    ranges = {k[3:] for t in map(form.term, [whole.n]) for k in subterms(t) if k[0] == "sum"}
    below = form.term(whole.d)
    if len(ranges) != 1 or any(part[0] in ("sum", "at") for part in subterms(below)):
        return None
    ((low, high),) = ranges
    ends, own = (low, high), checker.sym(index)
    equations = _equations(goal.context, form, ends, own, numbers)
    inside = [e.c for e in equations if e.number is None]
    body = rest = ZERO
    squares = list[tuple[Term, Term]]()
    for powers, c in whole.n.to_dict().items():
        kernels = zip(form.kernels, powers, strict=False)
        factors = [kernel for kernel, e in kernels for _ in range(e)]
        sums = [f for f in factors if f[0] == "sum"]
        square = _square(c, factors, sums, own)
        if square is not None and sums[0] not in inside:
            squares.append(square)
            continue
        opened = next((s for s in sums if s not in inside), sums[0] if len(sums) == 1 else None)
        if any(s not in inside for s in sums if s != opened):
            return None
        if opened is None:
            rest = checker.plus(rest, product_of(c, factors))
            continue
        factors.remove(opened)
        inner, indices = peeled(opened)
        if len(indices) != 1:
            return None
        inner = checker.substitute(inner, {indices[0][0]: own})
        body = checker.plus(body, product_of(c, [*factors, inner]))
    if body == ZERO:
        return None
    squares = [(f / below, rest / below) for f, rest in squares]
    return Parted(body / below, rest / below, ends, squares, equations)


def _square(c: fmpq, factors: list[Term], sums: list[Term], own: Term) -> tuple[Term, Term] | None:
    """``c D**2`` with c < 0 and D a sum of f, as ``2 c D f`` and ``-c D**2``."""
    if c >= 0 or len(sums) != 2 or sums[0] != sums[1] or sums[0][1][0] == "sum":
        return None
    rest = list(factors)
    rest.remove(sums[0])
    rest.remove(sums[0])
    f = _opened(sums[0], own)
    return product_of(2 * c, [*rest, sums[0], f]), product_of(-c, [*rest, sums[0], sums[0]])


def _equations(
    context: Context, form: NormalForm, ends: Range, own: Term, numbers: Sequence[Term]
) -> list[Equation]:
    """Hypotheses that give a sum over the range, sums that stand in functions, and ``numbers``."""
    found = []
    for number, (rel, known) in enumerate(context.hypotheses):
        sums = [t for t in subterms(form.of(known).term()) if t[0] == "sum"] if rel == "=" else []
        if len(sums) != 1 or sums[0][3:] != ends or sums[0][1][0] == "sum":
            continue
        ratio = form.of(known)
        i = form.kernels.index(sums[0])
        a = ratio.n.derivative(i)
        if ratio.n.degrees()[i] == 1 and form.context.holds("!=", form.term(a)):
            c = -form.term(ratio.n - a * form.gens[i]) / form.term(a)
            factor = form.term(a) / form.term(ratio.d)
            found.append(Equation(_opened(sums[0], own), c, number, factor))
    for kernel in [k for k in form.kernels if k[0] not in ("sum", "at", "sym")] + [*numbers]:
        for part in subterms(kernel):
            if part[0] == "sum" and part[3:] == ends and part[1][0] != "sum":
                found.append(Equation(_opened(part, own), part))
    kept = {e.g: e for e in reversed(found)}  # of two about one sum the hypothesis, which is first
    return [e for e in kept.values() if own[1] in checker.symbols(e.g)][:MOST]


def _opened(total: Term, own: Term) -> Term:
    found: Term = checker.substitute(total[1], {total[2]: own})
    return found


# ---------------------------------------------------------------- multipliers


def _choices(context: Context, parted: Parted, index: str) -> Iterator[list[tuple[Term, Equation]]]:
    """Multiples of the equations that make the goal one sum: for a place of contact of each kind;
    or what is free of the index spread over the equations alone."""
    uniform = Equation(ONE, parted.count)
    inner = _inside(context, parted, index)
    if parted.squares:
        yield from _shared(context, parted, index)
        return
    for level in _levels(parted):
        try:
            chosen = [(_slope(inner, parted, e, level), e) for e in parted.equations]
        except Rejected:
            continue
        if any(m is None for m, _ in chosen):
            continue
        multiples = [(m, e) for m, e in chosen if m is not None]
        left = reduce(checker.plus, (-(m * e.c) for m, e in multiples), parted.rest)
        left = simplified(context, left)
        if left != ZERO and not context.holds("!=", parted.count):
            continue
        yield [*multiples, (left / parted.count, uniform)] if left != ZERO else multiples
    yield from _proportions(inner, parted)
    for m, chosen_ones in product((1,), [[e] for e in parted.equations] + [parted.equations]):
        if chosen_ones and all(context.holds("!=", e.c) for e in chosen_ones):
            share = checker.num(fmpq(m, len(chosen_ones))) * parted.rest
            yield [(simplified(context, share / e.c), e) for e in chosen_ones]


def _shared(context: Context, parted: Parted, index: str) -> Iterator[list[tuple[Term, Equation]]]:
    """Multiples of the equations for what is no square, with shares of what the squares leave."""
    known = [e for e in parted.equations if e.number is not None]
    left = reduce(checker.plus, (square for _, square in parted.squares))
    plain = replace(parted, squares=[], equations=known)
    for shares in SHARES.get(len(known), ()):
        for chosen in _choices(context, plain, index):
            total = dict[Equation, Term](zip(known, (ZERO for _ in known), strict=True))
            for m, e in chosen:
                total[e] = checker.plus(total.get(e, ZERO), m)
            for share, e in zip(shares, known, strict=True):
                more = checker.times(checker.num(share), left) / e.c
                total[e] = simplified(context, checker.plus(total[e], more))
            yield [(m, e) for e, m in total.items()]


def _proportions(inner: Context, parted: Parted) -> Iterator[list[tuple[Term, Equation]]]:
    """Two multiples, which leave a summand no slope where those of two equations are as their sums,
    and add up to the rest."""
    for e1, e2 in combinations(parted.equations, 2):
        for entry in sorted({part for part in _shallow(e1.g / e2.g) if part[0] == "at"}, key=text):
            try:
                found = _proportion(inner, parted, e1, e2, entry)
            except Rejected:
                continue
            if found and not any(part[0] == "at" for m in found for part in _shallow(m)):
                yield list(zip(found, (e1, e2), strict=True))


def _proportion(
    inner: Context, parted: Parted, e1: Equation, e2: Equation, entry: Term
) -> list[Term] | None:
    """The two multiples, where the quotient of the summands is a power of the entry, or an
    exponential of it."""
    new = checker.sym("_entry")
    body, g1, g2 = (checker.replaced(t, entry, new) for t in (parted.body, e1.g, e2.g))
    place = _met(inner, g1 / g2, e1.c / e2.c, entry)
    if place is None:
        return None
    slopes = (checker.diff(t, "_entry") for t in (body, g1, g2))
    slope, s1, s2 = (checker.replaced(t, new, place) for t in slopes)
    below = s1 * e2.c - s2 * e1.c
    first = (-(slope * e2.c) - s2 * parted.rest) / below
    second = (s1 * parted.rest + slope * e1.c) / below
    return [simplified(inner, m) for m in (first, second)]


def _met(inner: Context, ratio: Term, value: Term, entry: Term) -> Term | None:
    """Where a multiple of a power of the entry, or of an exponential of it, has a value."""
    new = checker.sym("_entry")
    slope = checker.diff(ratio, "_entry") / ratio
    for rate, power in ((new * slope, True), (slope, False)):
        k = simplified(inner, rate)
        if "_entry" in checker.symbols(k) or not inner.holds("!=", k):
            continue
        grown = new**k if power else checker.exp(k * new)
        left = value / checker.replaced(ratio / grown, new, entry)
        place: Term = left ** (ONE / k) if power else checker.log(left) / k
        return place
    return None


def _inside(context: Context, parted: Parted, index: str) -> Context:
    return context.within(Term(("sum", ZERO, index, *parted.ends)))


def _levels(parted: Parted) -> Iterator[Term]:
    """What the g are multiples of at a place of contact: of 1/n, or of one of them."""
    yield ONE / parted.count
    for e in parted.equations if len(parted.equations) > 1 else ():
        yield e.g / e.c


def _slope(inner: Context, parted: Parted, e: Equation, level: Term) -> Term | None:
    """The multiplier of an equation, by which a summand has no slope in the entry that g is a
    function of, where each g is its c times ``level``."""
    entry, new = _entry(e.g), checker.sym("_entry")
    slope = checker.diff(checker.replaced(parted.body, entry, new), "_entry")
    below = checker.diff(checker.replaced(e.g, entry, new), "_entry")
    there = -slope / below
    for other in parted.equations:
        one = _entry(other.g)
        base = level == other.g / other.c
        there = checker.replaced(
            there, new if one == entry else one, one if base else _solved(other.g, other.c * level)
        )
    found = simplified(inner, there)
    return None if any(part[0] == "at" for part in _shallow(found)) else found


def _entry(g: Term) -> Term:
    """The one entry that a term is a function of."""
    entries = {part for part in _shallow(g) if part[0] == "at"}
    if len(entries) != 1:
        raise Rejected("not a function of one entry")
    return entries.pop()


def _solved(g: Term, value: Term) -> Term:
    """The entry at which g, linear or the exponential of what is linear, has a value."""
    new = checker.sym("_entry")
    inner = checker.replaced(g, _entry(g), new)
    if inner[0] == "exp":
        inner, value = inner[1], checker.log(value)
    slope = checker.diff(inner, "_entry")
    if "_entry" in checker.symbols(slope):
        raise Rejected("not to be solved for the entry")
    found: Term = (value - checker.substitute(inner, {"_entry": ZERO})) / slope
    return found


# ---------------------------------------------------------------- one summand


def _summand(goal: Goal, parted: Parted, index: str, search: Search) -> Proof | None:
    """The sign of a summand, its entries and the sums in it being any numbers of their domains; a
    nonnegative entry whose sum is a number is at most that."""
    lets, to = dict[str, Proof](), goal.term
    caps = dict[str, Proof]()
    for number, part in enumerate(_wholes(goal.term)):
        name = f"{part[1].partition('[')[0] if part[0] == 'at' else 'sum'}_{number + 1}"
        if name in goal.context.box:
            return None
        lets[name] = {"is": text(part), "in": _domain(goal.context, part)}
        to = checker.replaced(to, part, checker.sym(name))
        if (cap := _cap(goal, part, lets[name]["in"], parted, index)) is not None:
            caps[name] = {**lets[name], **cap}
    choices = [(lets, to)] + ([(lets | caps, to)] if caps else [])
    choices += _beyond_entry(goal, lets, to, parted, index)
    for chosen, written in choices:
        there = goal.context.forgetting()
        for name, let in chosen.items():
            there = there.having(name, there.domain(let["in"]))
        then = search.prove(Goal(there, ">=", written))
        if then is not None:
            needs = search.defined(there, written)
            then = {"rule": "forget", "keep": [], "defined": needs, "then": then}
            return {"rule": "rewrite", "let": chosen, "to": text(written), "then": then}
    return None


def _beyond_entry(
    goal: Goal, lets: dict[str, Proof], to: Term, parted: Parted, index: str
) -> list[tuple[dict[str, Proof], Term]]:
    """A sum of nonnegative entries as the entry at hand and what is beyond it."""
    names = {let["is"]: name for name, let in lets.items()}
    for e in parted.equations:
        entry, total = names.get(text(e.g)), names.get(text(e.c))
        if entry and total and lets[entry]["in"].startswith(("(0,", "[0,")):
            beyond = f"{entry}_beyond"
            whole, less = _at_least_one(goal, e.g, parted, index)
            kept = {name: let for name, let in lets.items() if name != total}
            kept[beyond] = {"is": text(whole - e.g), "in": "[0, oo)", "low": less}
            parts = {total: checker.sym(entry) + checker.sym(beyond)}
            return [(kept, checker.substitute(to, parts))]
    return []


def _wholes(term: Term) -> list[Term]:
    """The entries and the sums of a term that stand in no other sum."""
    found = (part for part in _shallow(term) if part[0] in ("at", "sum"))
    return sorted(dict.fromkeys(found), key=text)


def _shallow(term: Term) -> Iterator[Term]:
    """The term and what is in it, save in sums and in entries."""
    yield term
    if term[0] not in ("sum", "at"):
        for part in term.parts():
            yield from _shallow(part)


def _domain(context: Context, part: Term) -> str:
    """The domain of an entry as its family has it; of a sum by its sign."""
    if part[0] == "sum":
        signs = {">": "(0, oo)", ">=": "[0, oo)"}
        return next((d for rel, d in signs.items() if context.holds(rel, part)), "(-oo, oo)")
    whole, (low, high) = context.box[part[1]], context.ends[part[1]]
    left, right = "(" if whole.lo_open else "[", ")" if whole.hi_open else "]"
    below, above = ("-oo" if e == -checker.OO else "oo" if e == checker.OO else text(e)
                    for e in (low, high))  # fmt: skip
    return f"{left}{below}, {above}{right}"


def _cap(goal: Goal, part: Term, domain: str, parted: Parted, index: str) -> Proof | None:
    """The domain of a nonnegative entry that is at most the number which its sum is."""
    e = next((e for e in parted.equations if e.g == part and e.number is not None), None)
    most = checker.rational(e.c) if e is not None else None
    if e is None or most is None or not domain.endswith(" oo)") or domain[1] != "0":
        return None
    total, less = _at_least_one(goal, part, parted, index)
    use = {str(e.number): text(ONE / e.factor)}
    high: Proof = {"rule": "rewrite", "use": use, "to": text(total - part), "then": less}
    return {"in": f"{domain[:-5]}, {most}]", "low": {"rule": "bounds"}, "high": high}


def _at_least_one(goal: Goal, entry: Term, parted: Parted, index: str) -> tuple[Term, Proof]:
    """A sum of entries that are nowhere negative, and a proof that it is at least one of them."""
    label = next(name for name in INDICES if name not in goal.context.box)
    body = checker.substitute(entry, {index: checker.sym(label)})
    total = Term(("sum", body, label, *parted.ends))
    return total, {
        "rule": "summands", "sum": text(total), "less": index, "each": {"rule": "bounds"},
    }  # fmt: skip
