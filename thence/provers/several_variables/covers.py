"""Several variables on a box: Taylor forms on ever smaller boxes, and steps to a face.

A box is done where a Taylor form, or the bounds, show the relation; where a hypothesis holds
nowhere; where the term vanishes on a face and rises from it; or where it is monotone in a variable
and the relation holds on the face that is lowest.  Else it is cut in two.
"""

from __future__ import annotations

from fractions import Fraction

from flint import arb

from thence import checker
from thence.checker import Context, Proof, Rejected, Term
from thence.deadline import Deadline
from thence.provers.goal import Goal, Search, holds
from thence.provers.one_variable.univariate import as_fmpq, as_fraction, short_near, vanishes
from thence.provers.terms import subterms, text

NAME = "covers"
COST = 3
ORDER = 4
MAX_LEAVES = 4000
#: Share of the time that is left.
SHARE = 0.4
#: Seconds where the box has no end, and so seldom a cover.
ENDLESS = 0.15
#: What polynomials have provers of their own for.
ALGEBRAIC = ("num", "sym", "pi", "+", "*", "/", "pow", "abs")
MAX_LEVEL = 60
MUST_NOT_PROVE = [
    {"given": {"x": "[0, 1]", "y": "[0, 1]"}, "lhs": "x*(1-y)", "rel": "<=", "rhs": "1-10**-12"},
    {"given": {"x": "[-1, 1]", "y": "[-1, 1]"}, "lhs": "cos(x)+cos(y)", "rel": "<=",
     "rhs": "2-10**-12"},
    {"given": {"x": "[0, 1]", "y": "[0, 1]"}, "assuming": ["x + y <= 1"], "lhs": "exp(x+y)",
     "rel": "<", "rhs": "exp(1)"},
    {"given": {"x": "positive", "y": "positive"}, "assuming": ["x*y = 1"], "lhs": "x+y",
     "rel": ">", "rhs": "2"},
    {"given": {"x": "[0, 1]", "y": "[0, 1]"}, "lhs": "sin(x+y)", "rel": "<=",
     "rhs": "sin(x)+sin(y)-x*y/10**9"},
]  # fmt: skip


class Stuck(Exception):
    """The goal is false at a point, or the cover has too many leaves."""


def attempt(goal: Goal, search: Search) -> Proof | None:
    """A cover of the box of the variables of the term and of the hypotheses."""
    tied = (checker.symbols(known) for _, known in goal.context.hypotheses)
    several = len(goal.free.union(*tied)) > 1
    if not several or not goal.free or goal.rel not in (">", ">=") or goal.context.sizes:
        return None
    if all(part[0] in ALGEBRAIC for part in subterms(goal.term)):
        return None
    try:
        return Cover(goal, search).proof(goal.context, goal.term, 0)
    except Stuck:
        return None


class Cover:
    """The search for one cover, with a bound on its leaves."""

    def __init__(self, goal: Goal, search: Search) -> None:
        self.rel, self.search, self.leaves = goal.rel, search, 0
        ends = [end for name in goal.free for end in goal.context.ends[name]]
        most = ENDLESS if {checker.OO, -checker.OO} & set(ends) else search.left()
        self.deadline = Deadline(min(search.left() * SHARE, most))

    def proof(self, context: Context, term: Term, level: int) -> Proof | None:
        """A proof on the box, by a leaf or by halves."""
        self.search.check_time()
        self.leaves += 1
        if self.leaves > MAX_LEAVES or level > MAX_LEVEL or self.deadline.passed():
            raise Stuck
        found = self.leaf(context, term)
        if found is None and level > 1:
            found = self.from_face(context, term, level)
        return found or self.halves(context, term, level)

    def leaf(self, context: Context, term: Term) -> Proof | None:
        """A Taylor form, the bounds, or a hypothesis that holds nowhere on the box."""
        names = self.finite(context, term)
        try:
            box = checker.ball_box(context)
            expansion = checker.Expansion(term, box, names, ORDER) if names else None
        except Rejected:
            expansion = None
        if expansion is not None:
            for order in range(1, ORDER + 1):
                if checker.exactly(expansion.bound(order)).satisfies(self.rel):
                    proof = {"rule": "taylor", "vars": names, "order": order}
                    # the coefficients of a shorter series may be other balls
                    if order == ORDER or holds(Goal(context, self.rel, term), proof):
                        return proof
        if context.shows(self.rel, term):
            return {"rule": "bounds"}
        void = self.contradiction(context)
        if void is None and expansion is not None and expansion.near[0] < 0:
            self.check_false(context, names)
        return void

    def check_false(self, context: Context, names: list[str]) -> None:
        """Give up if the middle of the box, where the term is negative, is in the domain."""
        for name in names:
            middle = (context.box[name].ball().mid(),) * 2
            point = checker.Interval(*middle)
            context = context.having(name, (point, context.ends[name]))
        bare = context.forgetting()
        if all(bare.shows(rel, known) for rel, known in context.hypotheses):
            raise Stuck

    def contradiction(self, context: Context) -> Proof | None:
        """A hypothesis that holds nowhere on the box."""
        bare = context.forgetting()
        for k, (rel, known) in enumerate(context.hypotheses):
            if rel in (">", ">=") and bare.shows(">=" if rel == ">" else ">", -known):
                return {"rule": "contradiction", "hypothesis": k, "proof": {"rule": "bounds"}}
        return None

    def finite(self, context: Context, term: Term) -> list[str]:
        """The variables of the term whose interval is bounded and no point."""
        box = context.box
        return sorted(
            n for n in checker.symbols(term) if -checker.INF < box[n].lo < box[n].hi < checker.INF
        )

    def from_face(self, context: Context, term: Term, level: int) -> Proof | None:
        """Without the hypotheses: the term vanishes on a face and rises from it, or is monotone
        and right on the lowest face."""
        bare = context.forgetting()
        if any(not bare.holds(rel, what) for rel, what in checker.obligations(term)):
            return None
        for name in self.finite(bare, term):
            found = self.contact(bare, term, name) or self.monotone(bare, term, name, level)
            if found is not None:
                forget = {"rule": "forget", "then": found}
                return forget if context.hypotheses else found
        return None

    def contact(self, context: Context, term: Term, name: str) -> Proof | None:
        """A zero on a face, whatever the other variables are, of an order that shows."""
        whole, box = context.box[name], checker.ball_box(context)
        for side, at in enumerate(context.ends[name]):
            end = (whole.hi if side else whole.lo, arb(1))
            still = {n: (ball, arb(0)) for n, ball in box.items()}
            try:
                near = checker.coefficients(term, {**still, name: end}, 3)
                far = checker.coefficients(term, {**still, name: (box[name], arb(1))}, 3)
            except Rejected:
                continue
            for order in (1, 2, 3):
                if not near[order - 1].contains(0):
                    break
                lead = far[order] * (-1 if side and order % 2 else 1)
                proof: Proof = {"rule": "contact", "var": name, "at": text(at), "order": order}
                if lead > 0 and self.accepted(context, term, proof):
                    return proof
                if not lead > 0 and lead.mid() > lead.rad() * arb("0.99"):  # 0 at an edge
                    proof["exact"] = True
                    if self.accepted(context, term, proof):
                        return proof
        return None

    def accepted(self, context: Context, term: Term, proof: Proof) -> bool:
        """Whether the checker accepts the proof on the box."""
        try:
            checker.prove(context, self.rel, term, proof)
        except Rejected:
            return False
        return True

    def monotone(self, context: Context, term: Term, name: str, level: int) -> Proof | None:
        """The sign of the derivative over the box, and the relation on a face."""
        line = {n: (ball, arb(n == name)) for n, ball in checker.ball_box(context).items()}
        try:
            slope = checker.coefficients(term, line, 1)[1]
            clear = abs(slope.mid()) > slope.rad() * arb("0.9")
            if abs(slope.mid()) < slope.rad() * arb("0.7"):  # far from one sign
                return None
            at, sign = ("lo", 1) if slope.mid() > 0 else ("hi", -1)
            rising = checker.num(sign) * checker.diff(term, name)
            point = context.ends[name][at == "hi"]
            inner = checker.interior(context, name)
        except Rejected:
            return None
        steep = self.rises(inner, rising)
        if steep is None:
            return None
        face = checker.substitute(term, {name: point})
        try:  # where the slope was hardly shown, a face is not worth a cover of its own
            base = self.flat(context, face) or (
                self.proof(context, face, level + 1) if clear else self.leaf(context, face)
            )
        except Stuck:
            base = None
        if base is None:
            return None
        return {"rule": "slope", "var": name, "at": at, "slope": steep, "base": base}

    def flat(self, context: Context, face: Term) -> Proof | None:
        """A face on which the term is 0."""
        line = {n: (ball.mid(), arb(0)) for n, ball in checker.ball_box(context).items()}
        try:
            (value,) = checker.coefficients(face, line, 0)
        except Rejected:
            return None
        zero = self.rel == ">=" and value.contains(0) and vanishes(context, face)
        return {"rule": "normal form"} if zero else None

    def rises(self, context: Context, slope: Term) -> Proof | None:
        """A proof in one step that a derivative is nowhere negative."""
        inner = Cover(Goal(context, ">=", slope), self.search)
        found = inner.leaf(context, slope)
        for name in () if found else self.finite(context, slope):
            found = found or inner.contact(context, slope, name)
        return found

    def halves(self, context: Context, term: Term, level: int) -> Proof | None:
        """The box cut across the variable in which the term varies most."""
        name = self.widest(context, term)
        if name is None:
            return None
        whole, (low, high) = context.box[name], context.ends[name]
        cut = checker.num(as_fmpq(inside(whole)))
        proofs = []
        for piece in (
            context.between(low, cut, whole.lo_open, False),
            context.between(cut, high, False, whole.hi_open),
        ):
            found = self.proof(context.having(name, piece), term, level + 1)
            if found is None:
                return None
            proofs.append(found)
        return {"rule": "split", "var": name, "at": [text(cut)], "proofs": proofs}

    def widest(self, context: Context, term: Term) -> str | None:
        """A variable without a bound first, then that of the largest slope times width."""
        names = set(checker.symbols(term)).union(
            *(checker.symbols(h) for _, h in context.hypotheses)
        )
        box = checker.ball_box(context)
        unbounded = [n for n in sorted(names) if not box[n].is_finite()]
        if unbounded:
            return min(unbounded, key=lambda n: _reach(context, n))
        best: tuple[float, str] | None = None
        for name in sorted(names):
            line = {n: (ball, arb(n == name)) for n, ball in box.items()}
            width = float(box[name].rad())
            try:
                size = float(abs(checker.coefficients(term, line, 1)[1]).upper())
            except Rejected:
                size = 1.0
            weight = width * (size + 1e-3)
            if width > 0 and (best is None or weight > best[0]):
                best = weight, name
        return best[1] if best else None


def _reach(context: Context, name: str) -> float:
    """How far from 0 the finite end of an unbounded interval is."""
    low, high = context.box[name].lo, context.box[name].hi
    ends = [abs(float(v)) for v in (low, high) if abs(v) < checker.INF]
    return max(ends, default=0.0)


def inside(whole: checker.Interval) -> Fraction:
    """A short number where to cut an interval: 0 if that is inside, or further out without end."""
    if whole.lo < 0 < whole.hi:
        return as_fraction(arb(0))
    low, high = whole.lo, whole.hi
    if high == checker.INF:
        return short_near(as_fraction(low.max(arb("0.5"))) * 2, as_fraction(arb("0.25")))
    if low == -checker.INF:
        return short_near(as_fraction(high.min(arb("-0.5"))) * 2, as_fraction(arb("0.25")))
    a, b = as_fraction(low), as_fraction(high)
    return short_near((a + b) / 2, (b - a) / 8)
