"""Integrals of the two sides of an equation, made to match: by splitting ranges where others end,
and by substitutions ``x = g(u)`` that carry one range to another.

The integrals over one range count as one.  For two ranges, g is an affine function of the new
variable, or of something that it occurs in, which takes the ends to the ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial, reduce
from itertools import pairwise, permutations, product
from typing import Any

from flint import arb, fmpq

from thence import checker
from thence.checker import (
    ONE,
    OO,
    ZERO,
    Context,
    Interval,
    NormalForm,
    Proof,
    Rejected,
    Term,
    num,
    sym,
)
from thence.provers import limits
from thence.provers.goal import Goal, Search
from thence.provers.terms import a_number, in_normal_form, reread, simplified, subterms, text

MUST_NOT_PROVE = [
    {"given": {}, "lhs": "Integral(x**2, (x, -1, 2))", "rel": "=",
     "rhs": "Integral(sqrt(u)/2, (u, 1, 4))"},
    {"given": {}, "lhs": "Integral(cos(x)**2, (x, 0, 2*pi))", "rel": "=",
     "rhs": "Integral(sqrt(1 - u**2), (u, 0, 0))"},
    {"given": {}, "lhs": "Integral(exp(-x), (x, 0, 1))", "rel": "=",
     "rhs": "Integral(exp(-u**2)*2*u, (u, 0, 1 + 10**-12))"},
    {"given": {"a": "real"}, "lhs": "Integral(exp(-a**2*x**2), (x, 0, 1))", "rel": "=",
     "rhs": "Integral(exp(-u**2)/a, (u, 0, a))"},
    {"given": {}, "lhs": "Integral(1/x**2, (x, -1, 1))", "rel": "=",
     "rhs": "2*Integral(1/x**2, (x, 0, 1))"},
    {"given": {}, "lhs": "Integral(sin(x)**2, (x, 0, 3))", "rel": "=",
     "rhs": "Integral(sin(x)**2, (x, 0, 1)) + Integral(sin(x)**2, (x, 2, 3))"},
    {"given": {}, "lhs": "Integral(1/(1 + x**4), (x, 0, oo))", "rel": "=",
     "rhs": "Integral(u**2/(1 + u**4), (u, 1, oo))"},
]  # fmt: skip
#: The variable of what is written anew.
NAME = "w_1"
#: Monomials of a normal form that is written out.
LONGEST = 40
Sides = tuple[Term, Term]


def items(
    context: Context, left: Term, right: Term, search: Search
) -> tuple[list[Proof], list[Proof]] | None:
    """How the checker takes the integrals of both sides to integrals that cancel."""
    if not integrals_of(left) or not integrals_of(right):
        return None
    try:
        match = Match(context, (left, right), search)
        if match.solved() and all(search.defined(context, s) is not None for s in match.sides):
            return match.found
        return None
    except Rejected:
        return None


class Match:
    """Both sides of an equation, and the items that got them there."""

    def __init__(self, context: Context, sides: Sides, search: Search) -> None:
        self.context, self.sides, self.search = context, list(sides), search
        self.found: tuple[list[Proof], list[Proof]] = ([], [])

    def solved(self) -> bool:
        """Whether the two sides become equal."""
        for _ in range(4):
            self.search.check_time()
            if vanishes(self.context, self.sides[0] - self.sides[1]):
                return True
            if not (self.reflected() or self.substituted() or self.cut()):
                return False
        return False

    def integrals(self) -> list[Term]:
        """The integrals of the difference, those over one range being joined to one."""
        found: list[Term] = []
        for c, binder in weighted(self.sides[0] - self.sides[1]):
            body = c * checker.substitute(binder[1], {binder[2]: sym(NAME)})
            same = [i for i, other in enumerate(found) if self.same_range(binder, other)]
            if same:
                (i,) = same
                found[i] = Term(("integral", checker.plus(found[i][1], body), *found[i][2:]))
            else:
                found.append(Term(("integral", body, NAME, *binder[3:])))
        inner = self.context.within
        return [f for f in found if not vanishes(inner(f), f[1])]

    def replace(self, where: Term, how: Callable[[Term], Proof | None]) -> bool:
        """Every integral over the range of ``where`` replaced by what ``how`` makes of it."""
        done = False
        for side in (0, 1):
            seen = 0
            while seen < len(listed := integrals_of(self.sides[side])):
                binder = listed[seen]
                if self.same_range(binder, where):
                    item = how(binder)
                    if item is None or not self.accepted(side, seen, binder, item):
                        return False
                    seen += len(integrals_of(checker.parse(item["is"], self.context.names)))
                    done = True
                else:
                    seen += 1
        return done

    def accepted(self, side: int, which: int, binder: Term, item: Proof) -> bool:
        """Whether the checker lets an item replace an integral of a side; if so, it does."""
        value = checker.parse(item["is"], self.context.names)
        needs = self.search.defined(self.context, value)
        if needs is None:
            return False
        item = {"kind": "integral", "which": which, **item, "value_defined": needs}
        checker.evaluated(self.context, [self.sides[side]], [item])
        self.found[side].append(item)
        self.sides[side] = checker.replaced(self.sides[side], binder, value)
        return True

    def same_range(self, a: Term, b: Term) -> bool:
        """Whether two integrals have the same ends."""
        for end, other in zip(a[3:], b[3:], strict=True):
            if end != other and (
                {end, other} & {OO, -OO} or not checker.vanishes(self.context, end - other)
            ):
                return False
        return True

    def substituted(self) -> bool:
        """One range carried to another."""
        for one, other in permutations(self.integrals(), 2):
            for g in substitutions(self.context, one, other):
                self.search.check_time()
                move = substitution(self.context, one, g, other[3:], self.search)
                if move is None or not self.carried(one, other, g, move["rising"]):
                    continue
                if self.replace(one, partial(self.moved, move=move)):
                    return True
        return False

    def reflected(self) -> bool:
        """An integral of the left side carried to its own range, turned around or scaled."""
        listed = integrals_of(self.sides[0])
        groups = self.integrals()
        for c, binder in weighted(self.sides[0]):
            rest = [g[1] for g in groups if self.same_range(g, binder)]
            if not rest:
                continue
            here = Term(("integral", c * binder[1], *binder[2:]))
            falling = [(g, False) for g in reflections(self.context, binder)]
            for g, rising in (*falling, *((g, True) for g in scalings(self.context, binder))):
                turned = carried_body(here, g, rising) - carried_body(here, sym(NAME), True)
                if not Numeric(self.context, here).zero(turned + rest[0]):
                    continue
                move = substitution(self.context, binder, g, binder[3:], self.search)
                item = None if move is None else self.moved(binder, move)
                if item is not None:
                    return self.accepted(0, listed.index(binder), binder, item)
        return False

    def carried(self, one: Term, other: Term, g: Term, rising: bool) -> bool:
        """Whether ``one`` becomes the negative of ``other``."""
        inner = self.context.within(other)
        return checker.vanishes(inner, carried_body(one, g, rising) + other[1])

    def moved(self, binder: Term, move: Proof) -> Proof | None:
        """The integral after the substitution."""
        return moved(self.context, binder, move, self.search)

    def cut(self) -> bool:
        """A range split where another ends, or in the middle of a symmetric one."""
        found = self.integrals()
        ends = [e for b in found for e in b[3:] if e not in (OO, -OO)]
        for one in found:
            for point in dict.fromkeys([*ends, ZERO]):
                at_point = partial(split, self.context, points=[point], search=self.search)
                if inside(self.context, point, one) and self.replace(one, at_point):
                    return True
        return False


def vanishes(context: Context, term: Term) -> bool:
    """Whether a term is 0 by its normal form, if it has one: a power may be too high to expand."""
    try:
        return checker.vanishes(context, term)
    except Rejected:
        return False


def scalings(context: Context, integral: Term) -> Iterator[Term]:
    """Multiples of the variable by powers of parameters, where they take the range to itself."""
    if {*integral[3:]} <= {ZERO, OO, -OO}:
        for name in sorted(n for n in context.names if not n.endswith("[]")):
            for q, p in product((1, 2, 3), (1, -1)):
                yield sym(name) ** num(fmpq(p, q)) * sym(NAME)


def weighted(term: Term) -> Iterator[tuple[Term, Term]]:
    """The integrals of a term that is linear in them, each with what it is multiplied by."""
    head = term[0]
    if head == "integral":
        yield ONE, term
    elif head == "+":
        for part in term.parts():
            yield from weighted(part)
    elif head == "/":
        yield from ((c / term[2], b) for c, b in weighted(term[1]))
    elif head == "*":
        for one, other in (term[1:], term[:0:-1]):
            if not any(b[0] == "integral" for b in checker.binders(other)):
                yield from ((checker.times(other, c), b) for c, b in weighted(one))


def integrals_of(term: Term) -> list[Term]:
    """The outermost integrals of a term."""
    return [b for b in checker.binders(term) if b[0] == "integral"]


def inside(context: Context, point: Term, integral: Term) -> bool:
    """Whether a point certainly lies inside the range of an integral."""
    low, high = integral[3:]
    above = low == -OO or context.holds(">", point - low)
    return above and (high == OO or context.holds(">", high - point))


def split(context: Context, binder: Term, points: list[Term], search: Search) -> Proof | None:
    """The integral cut at points, which are in order."""
    head, body, name, low, high = binder
    parts = [Term((head, body, name, *ends)) for ends in pairwise([low, *points, high])]
    needs = [search.defined(context.within(part), body) for part in parts]
    if None in needs:
        return None
    return {
        "by": "splitting", "at": list(map(text, points)), "pieces": [{"defined": n} for n in needs],
        "is": text(reduce(checker.plus, parts)),
    }  # fmt: skip


def rewritten(
    context: Context, integral: Term, body: Term, search: Search, shown: str = ""
) -> tuple[Proof, Term] | None:
    """The integral of what the integrand is equal to, by 0 as an antiderivative of the difference;
    ``shown``: that integral as it is to be written."""
    head, old, name, *ends = integral
    inner = context.within(integral)
    body = reread(inner, body)
    needs = [search.defined(inner, term) for term in (old, body)]
    equal = search.prove(Goal(inner, "=", body - old)) if None not in needs else None
    if equal is None:
        return None
    constant: Proof = {"is": "0", "let": {}, "to": "0"}  # the limits of F = 0
    edges = {OO: "1", -OO: "-1"}
    piece: Proof = {
        "F": "0", "rest": text(body), "defined": needs[0], "rest_defined": needs[1],
        "slope": equal,
        "ends": [{"near": edges[e], **constant} if e in edges else {} for e in ends],
    }  # fmt: skip
    item = {"is": shown or text(Term((head, body, name, *ends))), "pieces": [piece]}
    return search.accepted(context, integral, item)


def plain(context: Context, term: Term) -> Term:
    """The term in its normal form, if that is not too long."""

    def job(form: NormalForm) -> Term:
        ratio = form.of(term)
        long = len(ratio.n.to_dict()) + len(ratio.d.to_dict()) > LONGEST
        return term if long else ratio.term()

    found: Term = in_normal_form(context, job)
    return found


def carried_body(integral: Term, g: Term, rising: bool) -> Term:
    """The integrand after ``x = g(NAME)``."""
    slope = checker.diff(g, NAME)
    body: Term = checker.substitute(integral[1], {integral[2]: g})
    return body * (slope if rising else -slope)


def moved(context: Context, binder: Term, move: Proof, search: Search) -> Proof | None:
    """The integral after a substitution, in its normal form."""
    head, body = binder[0], binder[1]
    ends = [checker.parse(end, context.names) for end in move["range"]]
    needs = search.defined(context.within(binder), body)
    inner = context.within(Term((head, ZERO, NAME, *ends)))
    g = checker.parse(move["g"], inner.names)
    if needs is None:
        return None
    new = plain(inner, carried_body(binder, g, move["rising"]))
    return {**move, "defined": needs, "is": text(Term((head, new, NAME, *ends)))}


def substitution(
    context: Context, integral: Term, g: Term, ends: Any, search: Search
) -> Proof | None:
    """How the checker shows that ``x = g(NAME)`` carries the range of an integral to ``ends``."""
    inner = context.within(Term(("integral", ZERO, NAME, *ends)))
    g = reread(inner, g)
    slope = checker.diff(g, NAME)
    needs = [search.defined(inner, term) for term in (g, slope)]
    if None in needs:
        return None
    for rising in (True, False):
        sign = search.prove(Goal(inner, ">", slope if rising else -slope))
        if sign is None:
            continue
        images = integral[3:] if rising else reversed(integral[3:])
        proofs = []
        for end, image, below in zip(ends, images, (False, True), strict=True):
            at = _reaches(context, inner, g, end, image, below, search)
            if at is None:
                return None
            proofs.append(at)
        return {
            "by": "substitution", "var": NAME, "range": [text(end) for end in ends],
            "g": text(g), "g_defined": needs[0], "slope_defined": needs[1], "rising": rising,
            "slope": sign, "ends": proofs,
        }  # fmt: skip
    return None


def affine(
    context: Context, integral: Term, shift: Term, stretch: Term, search: Search
) -> Iterator[tuple[Term, Proof]]:
    """The integral after ``x = shift + stretch*NAME``, where ``stretch`` > 0, and how the checker
    gets there."""
    shift, stretch = (reread(context, term) for term in (shift, stretch))
    g = checker.parse(f"{text(shift)} + ({text(stretch)})*{NAME}", context.names | {NAME})
    ends = [
        e if e in (OO, -OO) else reread(context, simplified(context, (e - shift) / stretch))
        for e in integral[3:]
    ]
    inner = context.within(Term(("integral", ZERO, NAME, *ends)))
    rises = search.prove(Goal(inner, ">", checker.diff(g, NAME)))
    needs = search.defined(context.within(integral), integral[1])
    if rises is None or needs is None:
        return
    proofs = [_far(context, shift, stretch, e) if e in (OO, -OO) else {} for e in ends]
    yield Term(("integral", carried_body(integral, g, True), NAME, *ends)), {
        "by": "substitution", "var": NAME, "range": [text(end) for end in ends], "g": text(g),
        "rising": True, "slope": rises, "ends": proofs, "defined": needs,
    }  # fmt: skip


def _far(context: Context, shift: Term, stretch: Term, end: Term) -> Proof:
    """How the checker sees that 1/(a + b w) tends to 0 towards an infinite end, b > 0: with v as
    the modulus of w and a as above or below 0, v/(a + b v) is at most 2/b where v is more than
    1 + 2*abs(a)/b."""
    normal: Proof = {"rule": "normal form"}
    sign = ONE if end == OO else num(-1)
    v, a, b = sign * sym(NAME), sign * shift, stretch
    known = [t for t in (a, -a) if context.shows(">=", t)]
    size = reread(context, known[0]) if known else checker.absolute(a)
    edge = ONE + checker.TWO * size / b
    gap, rest, down = sym("gap_1"), sym("rest_1"), sym("down_1")
    modulus: Proof = {"rule": "modulus", "on": text(a), "above": normal, "below": normal}
    modulus = normal if known else modulus
    lets: dict[str, Proof] = {
        "gap_1": {"is": text(v - edge), "in": "(0, oo)", "low": normal},
        "rest_1": {"is": text(a + size), "in": "[0, oo)", "low": modulus},
        "size_1": {
            "is": text(size),
            "in": "[0, oo)",
            "low": {"rule": "bounds"} if known else normal,
        },
        "rate_1": {"is": text(b), "in": "(0, oo)", "low": normal},
    }
    size, b = sym("size_1"), sym("rate_1")
    level = b * gap + b + size + rest
    positive: Proof = {
        "rule": "rewrite", "let": lets, "to": text(level), "then": {"rule": "bounds"},
    }  # fmt: skip
    down_is: Proof = {"is": text(sign * (shift + stretch * sym(NAME))), "in": "(0, oo)"}
    lets = {**lets, "down_1": {**down_is, "low": positive}}
    nearer = (b * gap + b + checker.TWO * rest) / (b * down)
    other = (num(3) * b * gap + num(3) * b + num(4) * size + checker.TWO * rest) / (b * down)
    near, far = (
        Proof({"rule": "rewrite", "let": lets, "to": text(to), "then": {"rule": "bounds"}})
        for to in (nearer, other)
    )
    inverse = ONE / (shift + stretch * sym(NAME))
    apart: Proof = {"rule": "sign", "below": end != OO, "then": positive}
    defined: Proof = {str(len(checker.obligations(inverse)) - 1): apart}
    part: Proof = {
        "is": text(inverse), "bound": text(checker.TWO / stretch),
        "defined": defined, "above": near if end == OO else far,
        "below": far if end == OO else near,
    }  # fmt: skip
    return {"near": text(sign * edge), "let": {"tiny_1": part}, "to": "tiny_1", "defined": defined}


def _reaches(
    context: Context, inner: Context, g: Term, end: Term, image: Term, below: bool, search: Search
) -> Proof | None:
    """How g is seen to have the value or the limit ``image`` at an end."""
    if image in (OO, -OO):
        return limits.tends(context, ONE / g, NAME, end, ZERO, search, below)
    try:
        value = checker.value_at(context, inner, g, NAME, end, below, {})
        return {} if checker.vanishes(context, value - image) else None
    except Rejected:
        return limits.tends(context, g, NAME, end, image, search, below)


# ---------------------------------------------------------------- candidates


def reflections(context: Context, integral: Term) -> list[Term]:
    """Functions that take a range to itself, its ends being exchanged."""
    w, (low, high) = sym(NAME), integral[3:]
    if (low, high) == (-OO, OO):
        return [-w]
    if high == OO:
        centres = [
            ONE,
            *(sym(n) * sym(n) for n in sorted(context.names & checker.symbols(integral))),
        ]
        return [c / w for c in centres] if low == ZERO else []
    if low == -OO:
        return []
    found = [low + high - w]
    if low == ZERO:
        found.append(high * (high - w) / (high + w))
    return found


def substitutions(context: Context, one: Term, other: Term) -> Iterator[Term]:
    """Candidates for g, from the variable of ``other`` to that of ``one``, that numerics let
    through: affine functions of what occurs in either integrand that fit the ends."""
    test = Numeric(context, other)
    w = sym(NAME)
    for kernel in dict.fromkeys([w, *_parts(other[1]), *_standard(w)]):
        for g in _fitted(context, kernel, one[3:], other[3:]):
            body = carried_body(one, g, True)
            if test.zero(body + other[1], other[1] - body):
                yield g


def _parts(body: Term) -> list[Term]:
    found = [t for t in subterms(body) if NAME in checker.symbols(t) and t != body]
    found += [t[1] ** checker.HALF for t in found if t[0] == "pow" and t[2] == num(-1)]
    return sorted(dict.fromkeys(found), key=lambda t: len(text(t)))[:24]


def _standard(w: Term) -> list[Term]:
    half = checker.HALF
    return [
        w * w, w**half, ONE / w, checker.exp(w), checker.log(w), Term(("sin", w)),
        Term(("cos", w)), Term(("sin", w)) / Term(("cos", w)), Term(("atan", w)), w ** num(3),
        checker.TWO * Term(("atan", w)), ONE / (ONE + w), Term(("sin", half * w)),
        Term(("cos", checker.TWO * w)), w ** num(fmpq(1, 3)),
    ]  # fmt: skip


def _fitted(context: Context, kernel: Term, ends: Any, new: Any) -> Iterator[Term]:
    """The kernel as it is, and the affine functions of it that take the new ends to the ends."""
    yield kernel
    if {*ends, *new} & {OO, -OO}:
        return
    try:
        first, last = (plain(context, checker.substitute(kernel, {NAME: e})) for e in new)
        for a, b in (ends, ends[::-1]):
            steep = plain(context, (b - a) / (last - first))
            flat = plain(context, a - steep * first)
            yield checker.plus(checker.times(steep, kernel), flat)
    except Rejected:
        return


class Numeric:
    """Balls at points of a range, which tell most candidates apart."""

    def __init__(self, context: Context, integral: Term) -> None:
        values = {n: a_number(box, k) for k, (n, box) in enumerate(context.box.items())}
        here = Context(values, context.ends, [], [], context.sizes, context.whole)
        try:
            low, high = (_number(here, end) for end in integral[3:])
        except Rejected:
            low, high = arb(0), arb(1)
        points = [a_number(Interval(low, high), k) for k in (1, 2)]
        self.at = [here.having(NAME, (point, (-OO, OO))) for point in points]

    def zero(self, term: Term, or_else: Term | None = None) -> bool:
        """Whether a term, or another one, may be 0 at the points."""
        try:
            for here in self.at:
                zero = here.bounds(term).ball().contains(0)
                if not zero and (or_else is None or not here.bounds(or_else).ball().contains(0)):
                    return False
        except Rejected:
            return False
        return True


def _number(here: Context, end: Term) -> arb:
    if end in (OO, -OO):
        return arb("inf") if end == OO else arb("-inf")
    return here.bounds(end).ball().mid()
