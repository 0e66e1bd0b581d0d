"""One variable on a bounded interval: Taylor forms, bisection, and contact points.

Where the term vanishes, no ball can separate it from 0.  There the order k of the contact is
found and shown exactly, and balls show that the k-th derivative keeps its sign nearby; bisection
does the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from flint import arb, fmpq

from thence import checker
from thence.checker import OO, Context, Proof, Rejected, Term
from thence.provers.goal import Goal, Search, holds
from thence.provers.terms import text

NAME = "univariate"
COST = 2
ORDER = 8
MAX_LEAVES = 1500
MAX_LEVEL = 60
MAX_CONTACT = 10
MUST_NOT_PROVE = [
    {"given": {"x": "[0, 1]"}, "lhs": "x", "rel": ">", "rhs": "0"},
    {"given": {"x": "[0, 1]"}, "lhs": "(x - 1/3)**2", "rel": ">", "rhs": "0"},
    {"given": {"x": "[0, 1]"}, "lhs": "exp(x)", "rel": ">=", "rhs": "1 + x + 10**-12"},
    {"given": {"x": "[-1, 1]"}, "lhs": "x - sin(x)", "rel": ">=", "rhs": "0"},
    {"given": {"x": "[0, 3]"}, "lhs": "(x - sqrt(2))**2", "rel": ">=", "rhs": "10**-14"},
    {"given": {"x": "[0, 1]"}, "lhs": "sin(x)", "rel": "=",
     "rhs": "x-x**3/6+x**5/120-x**7/5040+x**9/362880-x**11/39916800+x**13/6227020800"},
    {"given": {"x": "real"}, "lhs": "(x+sqrt(x**2+4*log(2)**2-10**-9))/2", "rel": ">=",
     "rhs": "log(1+exp(x))"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """Cover the interval of the only variable; unbounded ends are left to the tails."""
    if len(goal.free) != 1 or goal.rel == "=":
        return None
    (name,) = goal.free
    low, high = goal.context.ends[name]
    if low == -OO or high == OO or goal.rel == "!=":
        return None
    return Cover(goal, name, search).proof()


@dataclass(frozen=True)
class Piece:
    """A piece of the interval, with its proof once there is one."""

    low: Term
    high: Term
    level: int = 0
    proof: Proof | None = None


def vanishes(context: Context, term: Term) -> bool:
    """Whether a term is exactly 0, by its normal form."""
    try:
        return checker.vanishes(context, term)
    except Rejected:
        return False


class Cover:
    """A cover of one interval by leaves: Taylor forms where the term is away from 0, contacts
    where it is not."""

    def __init__(self, goal: Goal, name: str, search: Search) -> None:
        self.goal, self.name, self.search = goal, name, search
        self.leaves, self.hopeless = 0, False
        self.values = dict[Term, arb | None]()

    def proof(self) -> Proof | None:
        """The proof over the whole interval: one leaf, or a split into leaves."""
        pieces = self.pieces()
        if pieces is None:
            return None
        if len(pieces) == 1:
            return pieces[0].proof
        return {
            "rule": "split",
            "var": self.name,
            "at": [text(piece.high) for piece in pieces[:-1]],
            "proofs": [piece.proof for piece in pieces],
        }

    def pieces(self) -> list[Piece] | None:
        """Proved pieces in order, or None where the search is stuck."""
        low, high = self.goal.context.ends[self.name]
        stack, done = [Piece(low, high)], []
        while stack:
            self.search.check_time()
            piece = stack.pop()
            if piece.proof is None:
                piece = replace(piece, proof=self.leaf(piece))
            if piece.proof is not None:
                done.append(piece)
                continue
            if self.leaves > MAX_LEAVES or piece.level > MAX_LEVEL or self.fails(piece):
                return None
            stack += reversed(self.contact(piece) or self.halves(piece))
            if self.hopeless:
                return None
        return done

    def fails(self, piece: Piece) -> bool:
        """Whether the term is certainly negative at an end that is a point of the domain."""
        whole, (low, high) = self.goal.context.box[self.name], self.goal.context.ends[self.name]
        inside = [piece.low] * (piece.low != low or not whole.lo_open)
        inside += [piece.high] * (piece.high != high or not whole.hi_open)
        values = [self.value_at(at) for at in inside]
        return any(value is not None and value < 0 for value in values)

    def context(self, piece: Piece) -> Context:
        """The context on a piece: its ends are open where those of the whole are."""
        whole, ends = self.goal.context.box[self.name], self.goal.context.ends[self.name]
        lo_open = whole.lo_open and piece.low == ends[0]
        hi_open = whole.hi_open and piece.high == ends[1]
        context = self.goal.context
        return context.having(self.name, context.between(piece.low, piece.high, lo_open, hi_open))

    def halves(self, piece: Piece) -> list[Piece]:
        """The piece cut at a short dyadic number near its middle."""
        a, b = self.rational(piece.low), self.rational(piece.high)
        middle = checker.num(as_fmpq(short_near((a + b) / 2, (b - a) / 8)))
        level = piece.level + 1
        return [Piece(piece.low, middle, level), Piece(middle, piece.high, level)]

    def leaf(self, piece: Piece) -> Proof | None:
        """A Taylor form of the least order that does, or else the bounds."""
        self.leaves += 1
        context = self.context(piece)
        try:
            box = checker.ball_box(context)
            expansion = checker.Expansion(self.goal.term, box, [self.name], ORDER)
        except Rejected:
            return {"rule": "bounds"} if context.shows(self.goal.rel, self.goal.term) else None
        for order in range(1, ORDER + 1):
            if checker.exactly(expansion.bound(order)).satisfies(self.goal.rel):
                proof = {"rule": "taylor", "vars": [self.name], "order": order}
                # the coefficients of a shorter series may be other balls
                if order == ORDER or holds(self.goal.on(context), proof):
                    return proof
        at_end = piece.level == 0 or not {piece.low, piece.high}.isdisjoint(
            self.goal.context.ends[self.name]
        )
        return {"rule": "bounds"} if at_end and context.shows(*self.claimed) else None

    @property
    def claimed(self) -> tuple[str, Term]:
        """The relation and the term of the goal."""
        return self.goal.rel, self.goal.term

    def contact(self, piece: Piece) -> list[Piece] | None:
        """The piece cut so that a contact in it or at its ends is proved, or None."""
        for at in (piece.low, piece.high):
            value = self.value_at(at)
            near = value is not None and value.contains(0)
            found = self.end_contact(piece, at) if near else None
            if found is not None:
                return found
        return self.inner_contact(piece) if piece.level % 4 == 3 else None

    def value_at(self, at: Term) -> arb | None:
        """A ball of the value at a point where the term is analytic."""
        if at not in self.values:
            try:
                point = (self.goal.context.bounds(at).ball(), arb(0))
                (self.values[at],) = checker.coefficients(self.goal.term, {self.name: point}, 0)
            except Rejected:
                self.values[at] = None
        return self.values[at]

    def rational(self, point: Term) -> Fraction:
        """A rational near a constant."""
        exact = checker.rational(point)
        if exact is not None:
            return Fraction(int(exact.p), int(exact.q))
        return as_fraction(self.goal.context.bounds(point).ball())

    def end_contact(self, piece: Piece, at: Term) -> list[Piece] | None:
        """A neighbourhood of an end at which the term vanishes, with its proof."""
        order = self.order_at(at)
        if order is None:
            return None
        a, b = self.rational(piece.low), self.rational(piece.high)
        at_low = at == piece.low
        for shrink in range(24):
            width = (b - a) / 2**shrink
            near = short_near(a + width if at_low else b - width, width / 8)
            cut = checker.num(as_fmpq(near)) if shrink else piece.high if at_low else piece.low
            parts = [Piece(piece.low, cut, piece.level), Piece(cut, piece.high, piece.level)]
            around = parts[not at_low] if shrink else piece
            sign = 1 if at_low or order % 2 == 0 else -1
            proof = self.touching(around, at, order, sign)
            if proof is None:
                continue
            if not self.proves(around, proof):
                return None
            parts[not at_low] = replace(around, proof=proof)
            return parts if shrink else [parts[not at_low]]
        return None

    def touching(self, piece: Piece, at: Term, order: int, sign: int) -> Proof | None:
        """The proof around a contact, if the coefficient of its order keeps its sign."""
        self.search.check_time()
        box = checker.ball_box(self.context(piece))
        line = {n: (ball, arb(n == self.name)) for n, ball in box.items()}
        proof: Proof = {"rule": "contact", "var": self.name, "at": text(at), "order": order}
        try:
            lead = checker.coefficients(self.goal.term, line, order)[order] * sign
        except Rejected:
            return None
        return proof if lead > 0 else None

    def proves(self, piece: Piece, proof: Proof) -> bool:
        """Whether the checker accepts the proof on the piece."""
        try:
            checker.prove(self.context(piece), self.goal.rel, self.goal.term, proof)
        except Rejected:
            return False
        return True

    def order_at(self, at: Term) -> int | None:
        """The order to which the term vanishes at a point, exactly; None if it does not."""
        order = self.order_in_balls(at)
        derivative, strict = self.goal.term, self.goal.rel != ">="
        for _ in range(order or 0):
            self.search.check_time()
            value = checker.substitute(derivative, {self.name: at})
            try:
                checker.defined(self.goal.context, value, {})
            except Rejected:
                return None
            if not vanishes(self.goal.context, value):
                return None
            derivative = checker.diff(derivative, self.name)
        domain = self.goal.context.box[self.name], self.goal.context.ends[self.name]
        self.hopeless |= bool(strict and order and self.goal.context.inside(at, domain))
        return order

    def order_in_balls(self, at: Term) -> int | None:
        """The order of the first coefficient at a point that is certainly not 0."""
        line = {self.name: (self.goal.context.bounds(at).ball(), arb(1))}
        try:
            found = checker.coefficients(self.goal.term, line, MAX_CONTACT)
        except Rejected:
            return None
        return next((k for k, c in enumerate(found) if not c.contains(0)), None) or None

    def inner_contact(self, piece: Piece) -> list[Piece] | None:
        """A zero inside a piece on which bisection is stuck, recognised and shown."""
        a, b = self.rational(piece.low), self.rational(piece.high)
        for point in recognised(self.refined(a, b)):
            order = self.order_at(point) if a < self.rational(point) < b else None
            if order is None or order % 2:
                continue
            x = self.rational(point)
            for shrink in range(1, 16):
                width = min(x - a, b - x) / 2**shrink
                ends = [short_near(x + sign * width, width / 16) for sign in (-1, 1)]
                left, right = (checker.num(as_fmpq(end)) for end in ends)
                around = Piece(left, right, piece.level)
                proof = self.touching(around, point, order, 1)
                if proof is not None and self.proves(around, proof):
                    before, after = Piece(piece.low, left), Piece(right, piece.high)
                    level = piece.level + 1
                    around = replace(around, proof=proof)
                    return [replace(before, level=level), around, replace(after, level=level)]
        return None

    def refined(self, a: Fraction, b: Fraction) -> arb | None:
        """Newton's method on the derivative: where the minimum of the piece lies."""
        x = arb(as_fmpq((a + b) / 2))
        low, high = arb(as_fmpq(a)), arb(as_fmpq(b))
        for _ in range(30):
            try:
                line = {self.name: (x, arb(1))}
                _, slope, bend = checker.coefficients(self.goal.term, line, 2)
            except Rejected:
                return None
            step = slope / (2 * bend)
            if not step.is_finite():
                return None
            x = (x - step).mid()
            if not (low - (high - low) <= x <= high + (high - low)):
                return None
            if abs(step) < arb(2) ** -150:
                return x
        return x


def short_near(x: Fraction, tolerance: Fraction) -> Fraction:
    """A dyadic number with few bits, within a tolerance of ``x``; x itself without tolerance."""
    if tolerance <= 0:
        return x
    scale = tolerance.numerator.bit_length() - tolerance.denominator.bit_length()
    unit = Fraction(2) ** (scale - 1 if Fraction(2) ** scale > tolerance else scale)
    return round(x / unit) * unit


def as_fraction(value: arb) -> Fraction:
    """The middle of a ball, exactly."""
    man, expo = value.mid().man_exp()
    return Fraction(int(man)) * Fraction(2) ** int(expo)


def as_fmpq(value: Fraction) -> fmpq:
    """The same number for flint."""
    return fmpq(value.numerator, value.denominator)


#: Where a term is looked at for a change of sign, beyond the ends of its interval.
GRID = [arb(k) / 4 for k in range(-40, 41)]
SCALES = (
    "1", "pi", "log(2)", "log(3)", "sqrt(2)", "sqrt(3)", "sqrt(5)", "exp(1)", "1/pi", "log(10)",
)  # fmt: skip


def recognised(x: arb | None) -> list[Term]:
    """Simple exact numbers near ``x``: rationals with few digits for the precision that ``x``
    has, multiples of a few constants, and square roots."""
    found: list[Term] = []
    if x is None:
        return found
    for scale in SCALES:
        unit = checker.parse(scale, set())
        ratio = x / Context({}, {}, [], []).bounds(unit).ball()
        q = _short_fraction(ratio, 10**9 if scale == "1" else 1000)
        if q is not None:
            found.append(checker.num(q) if scale == "1" else checker.num(q) * unit)
    q = _short_fraction(x * x, 1000)
    if q is not None and q > 0:
        root = checker.num(q) ** checker.HALF
        found.append(root if x > 0 else -root)
    return found


def _short_fraction(x: arb, denominator: int) -> fmpq | None:
    q = as_fmpq(as_fraction(x).limit_denominator(denominator))
    tolerance = arb(2) ** (-60 if denominator <= 1000 else -100)
    return q if abs(x - arb(q)) < tolerance else None


def sign_changes(context: Context, name: str, f: Term) -> list[Term]:
    """Exact points inside the interval at which ``f`` seems to change its sign."""
    whole, (low, high) = context.box[name], context.ends[name]

    def value(x: arb) -> arb | None:
        try:
            return checker.coefficients(f, {name: (x, arb(0))}, 0)[0].mid()
        except Rejected:
            return None

    ends = [whole.lo] * (low != -OO) + [whole.hi] * (high != OO)
    points = [x for x in GRID if whole.lo < x < whole.hi]
    if len(ends) == 2:
        points += [(whole.lo + (whole.hi - whole.lo) * k / 32).mid() for k in range(1, 32)]
    points = sorted({float(x): x for x in points}.values(), key=float)
    found: list[Term] = []
    for a, b in pairwise(points):
        left, right = value(a), value(b)
        if left is None or right is None or not (left * right <= 0):
            continue
        for _ in range(160):
            middle = ((a + b) / 2).mid()
            at = value(middle)
            if at is None:
                break
            a, b = (a, middle) if at * left <= 0 else (middle, b)
        found += [c for c in recognised(b)[:1] if c not in found]
    return found
