"""Contexts: a box of intervals with hypotheses, over which terms are bounded."""

from __future__ import annotations

from flint import arb

from .intervals import (
    INF,
    Interval,
    at_end,
    exactly,
    floored,
    gamma_reciprocal,
    increasing,
    magnitude,
    product,
    raised,
    reciprocal,
    stepped,
    wave,
)
from .normal_form import signed, vanishes
from .terms import (
    BINDERS,
    HALF,
    ONE,
    OO,
    PI,
    STEPS,
    ZERO,
    Rejected,
    Term,
    absolute,
    chosen,
    diff,
    exp,
    log,
    num,
    plus,
    rational,
    read,
    substitute,
    sym,
    symbols,
    tree,
    written_out,
)  # fmt: skip

Domain = tuple[Interval, tuple[Term, Term]]
NAMED_DOMAINS = {
    "real": "(-oo, oo)", "integer": "(-oo, oo)", "positive": "(0, oo)", "negative": "(-oo, 0)",
    "nonnegative": "[0, oo)", "nonpositive": "(-oo, 0]",
}  # fmt: skip


class Context:
    """A box of intervals, their exact ends, and hypotheses ``(rel, term)``; the lemmas that a
    proof takes on trust are entered in its ledger.  A family ``p`` is held as ``p[]``, a matrix
    ``w`` as ``w[,]``: the box has the interval of its entries, ``sizes`` up to where each index
    goes.  ``whole``: names of integers."""

    def __init__(
        self, box: dict[str, Interval], ends: dict[str, tuple[Term, Term]],
        hypotheses: list[tuple[str, Term]], ledger: list[str],
        sizes: dict[str, tuple[Term, ...]] | None = None, whole: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        self.box, self.ends, self.hypotheses, self.ledger = box, ends, hypotheses, ledger
        self.sizes, self.whole, self.names = sizes or {}, whole, set(box)
        self.memo = dict[int, tuple[Term, Interval]]()

    def having(self, name: str, domain: Domain) -> Context:
        """This context with a variable's domain set."""
        box, ends = {**self.box, name: domain[0]}, {**self.ends, name: domain[1]}
        return Context(box, ends, self.hypotheses, self.ledger, self.sizes, self.whole)

    def at(self, name: str, value: Term) -> Context:
        """This context where a variable has a value."""
        found = self.having(name, (self.bounds(value), (value, value)))
        found.hypotheses = [(rel, substitute(h, {name: value})) for rel, h in self.hypotheses]
        return found

    def integral(self, term: Term) -> bool:
        """Whether a term is made of integers alone."""
        if term[0] in ("num", "sym"):
            return term[1].q == 1 if term[0] == "num" else term[1] in self.whole
        if term[0] == "pow":
            power = rational(term[2])
            return power is not None and power >= 0 and all(map(self.integral, term.parts()))
        return term[0] in STEPS or (
            term[0] in ("+", "*", "abs") and all(map(self.integral, term.parts()))
        )

    def assuming(self, *hypotheses: tuple[str, Term]) -> Context:
        """This context under more hypotheses, which are defined on it."""
        found = [*self.hypotheses, *hypotheses]
        return Context(self.box, self.ends, found, self.ledger, self.sizes, self.whole)

    def forgetting(self) -> Context:
        """This context without its hypotheses."""
        return Context(self.box, self.ends, [], self.ledger, self.sizes, self.whole)

    def about(self, *terms: Term) -> Context:
        """This context without the families of which none of the terms has an entry."""
        box, ends, sizes = self.box.copy(), self.ends.copy(), self.sizes.copy()
        for name in self.sizes.keys() - set().union(*map(symbols, terms)):
            del box[name], ends[name], sizes[name]
        return Context(box, ends, self.hypotheses, self.ledger, sizes, self.whole)

    def within(self, binder: Term) -> Context:
        """This context with the variable of a sum or an integral ranging between its ends."""
        head, _, name, low, high = binder
        if name in self.box and name[0] != "#":  # of one of the normal form all know the range
            raise Rejected(f"a name of the context, {name!r}, is bound")
        domain = self.between(low, high, head != "sum", head != "sum")
        inner, rel = self.having(name, domain), ">=" if head == "sum" else ">"
        inner.whole |= {name} if head == "sum" else set()
        gaps = [(low, sym(name) - low), (high, high - sym(name))]  # the box knows constant ends
        return inner.assuming(*((rel, gap) for end, gap in gaps if symbols(end)))

    def declare(self, name: str, text: str) -> Context:
        """This context with a variable as a statement declares it: ``index[n]`` is an integer from
        1 to n, ``positive[n]`` or ``[0, 1][n]`` a family of n such numbers, ``real[m, n]`` a
        matrix."""
        if not name.isidentifier():
            raise Rejected(f"{name!r} is no name")
        kind, _, size = text.rpartition("[")
        if not (kind and size.endswith("]")) or kind.startswith("integer"):
            found = self.having(name, self.domain(text))
            found.whole |= {name} if text.startswith("integer") else set()
            return found
        sizes = tuple(read(end, self.names) for end in tree(f"({size[:-1]},)").elts)
        if kind == "index":
            (last,) = sizes
            return self.within(Term(("sum", ZERO, name, ONE, last)))
        held = f"{name}[{',' * (len(sizes) - 1)}]"
        family = self.having(held, self.domain(kind))
        family.sizes = {**self.sizes, held: sizes}
        return family

    def domain(self, text: str) -> Domain:
        """Read a domain: its interval, rounded outwards, and its exact ends."""
        text = NAMED_DOMAINS.get(text, text).removeprefix("integer in ").strip()
        text = f"[{text[9:]}, oo)" if text.startswith("integer>=") else text
        if text[0] not in "([" or text[-1] not in ")]":
            raise Rejected(f"cannot read the domain {text!r}")
        low, high = (read(end, set()) for end in tree(f"({text[1:-1]},)").elts)
        return self.between(low, high, text[0] == "(", text[-1] == ")")

    def between(self, low: Term, high: Term, lo_open: bool, hi_open: bool) -> Domain:
        lo = -INF if low == -OO else self.bounds(low).lo
        hi = INF if high == OO else self.bounds(high).hi
        if lo > hi:
            raise Rejected("an interval is empty")
        return Interval(lo, hi, lo_open, hi_open), (low, high)

    def part(self, name: str, low: Term, high: Term, lo_open: bool, hi_open: bool) -> Domain:
        """A part of the domain of a variable: where it has an end of the whole, it reaches as far
        as the box does, which for an end that varies is farther than what is known of that end."""
        found, ends = self.between(low, high, lo_open, hi_open)
        first, last = (low == self.ends[name][0], high == self.ends[name][1])
        (lo, lo_open), (hi, hi_open) = (
            (self.box[name] if kept else found).ends[i] for i, kept in enumerate((first, last))
        )
        return Interval(lo, hi, lo_open, hi_open), ends

    def inside(self, value: Term, domain: Domain) -> bool:
        """Whether a value certainly lies in a domain, its exact ends considered."""
        (low, high), (_, lo_open), (_, hi_open) = domain[1], *domain[0].ends
        above = low == -OO or self.holds(">" if lo_open else ">=", plus(value, -low))
        return above and (high == OO or self.holds(">" if hi_open else ">=", plus(high, -value)))

    def bounds(self, term: Term) -> Interval:
        """Holds every value of ``term`` on the box; rejected where it may be undefined."""
        if id(term) not in self.memo:  # the memo holds the term, so that its id stays its own
            found = self._bounds(term)
            for rel, known in self.hypotheses:
                if known == term:
                    found = found.meeting(rel)
            self.memo[id(term)] = term, found
        return self.memo[id(term)][1]

    def _bounds(self, term: Term) -> Interval:
        head = term[0]
        if head in ("num", "pi", "euler"):
            constants = {"pi": arb.pi, "euler": arb.const_euler}
            return exactly(arb(term[1]) if head == "num" else constants[head]())
        if head in ("sym", "at"):
            if term[1] not in self.box:
                raise Rejected(f"no domain of {term[1]}")
            return self.box[term[1]]
        if head == "delta":
            return Interval(arb(0), arb(1))
        if head == "sum":  # the summands, or each of so many lies between the bounds of the body
            summands = written_out(term, rational(plus(term[4], -term[3])))
            if summands is not None:
                return self.bounds(summands)
            times = self.bounds(count(term)).meeting(">=")
            return product(times, self.within(term).bounds(term[1]))
        if head in BINDERS or head == "oo":
            raise Rejected(f"no bounds for {head}")
        if head == "binomial":
            return self.bounds(chosen(term))
        a = self.bounds(term[1])
        if head == "pow":
            power = rational(term[2])
            if power is None:
                return self.power(*term[1:])
            found = raised(a, power)
            return found.meeting("!=") if ("!=", term[1]) in self.hypotheses else found
        if head == "*" and term[1] == term[2]:
            return self.bounds(term[1] ** num(2))
        if head in ("+", "*", "/"):
            b = self.bounds(term[2])
            if head == "+":
                lo_open, hi_open = a.lo_open or b.lo_open, a.hi_open or b.hi_open
                return Interval(a.lo + b.lo, a.hi + b.hi, lo_open, hi_open)
            return product(a, b if head == "*" else reciprocal(b))
        if head == "abs":
            found = magnitude(a)
            return found.meeting("!=") if ("!=", term[1]) in self.hypotheses else found
        if head in ("sin", "cos"):
            return self.half_wave(wave(head, a), term[1] if head == "sin" else term[1] + HALF * PI)
        if head in ("sign", "floor", "rgamma"):
            return {"sign": stepped, "floor": floored, "rgamma": gamma_reciprocal}[head](a)
        if head == "log" and not a.satisfies(">"):
            raise Rejected("a logarithm of what may not be positive")
        if head == "asin" and not (a.lo >= -1 and a.hi <= 1):
            raise Rejected("asin of what may lie outside [-1, 1]")
        return increasing(lambda v: at_end(head, v), a)

    def power(self, base: Term, exponent: Term) -> Interval:
        """A power that varies; of a base that may be negative if the exponent is an integer."""
        if self.shows(">", base) or not self.integral(exponent):
            return self.bounds(exp(exponent * log(base)))
        size = self.bounds(exp(exponent * log(absolute(base))))
        return Interval(-size.hi, size.hi)

    def half_wave(self, found: Interval, angle: Term) -> Interval:
        """The bounds of the sine of an angle that lies between two multiples of pi, which a box
        with such ends just misses to know: its sign is that of the half wave.  The angle is
        linear in a variable, and its values at the exact ends are compared."""
        a, names = self.bounds(angle), symbols(angle)
        if not (found.lo < 0 < found.hi and a.hi - a.lo < 4 and len(names) == 1):
            return found
        (name,) = names
        k = round(float((a.ball().mid() / arb.pi() - arb("0.5")).mid()))
        rate, ends = rational(diff(angle, name)), self.ends.get(name, (OO, OO))
        if rate is None or OO in ends or -OO in ends or any(map(symbols, ends)):
            return found
        low, high = (substitute(angle, {name: end}) for end in (ends if rate > 0 else ends[::-1]))
        gaps = plus(low, num(-k) * PI), plus(num(k + 1) * PI, -high)
        inside = [self.shows(">", gap) for gap in gaps]
        if not all(far or vanishes(self, gap) for far, gap in zip(inside, gaps, strict=True)):
            return found
        outside = [self.box[name].lo_open, self.box[name].hi_open][:: 1 if rate > 0 else -1]
        strict = all(far or out for far, out in zip(inside, outside, strict=True))
        rel = ">" if strict else ">="
        if k % 2 == 0:
            return found.meeting(rel)
        negated = Interval(-found.hi, -found.lo, found.hi_open, found.lo_open).meeting(rel)
        return Interval(-negated.hi, -negated.lo, negated.hi_open, negated.lo_open)

    def shows(self, rel: str, term: Term) -> bool:
        """Whether the bounds of a term satisfy a relation."""
        try:
            return self.bounds(term).satisfies(rel)
        except Rejected:
            return False

    def holds(self, rel: str, term: Term) -> bool:
        """Whether ``term rel 0`` follows from the box, or from the signs of the factors of the
        normal form and the hypotheses.  False says nothing; what ``each`` summand needs, for which
        no relation stands, is never seen at sight."""
        if not self.box and (self.shows("<", term) or (rel == "=" and self.shows(">", term))):
            return rel == "!="  # of a number, without a normal form that would take long
        try:
            return rel != "each" and (self.shows(rel, term) or signed(self, rel, term))
        except Rejected:
            return False


def count(term: Term) -> Term:
    """The number of summands of a sum."""
    return plus(plus(term[4], -term[3]), ONE)
