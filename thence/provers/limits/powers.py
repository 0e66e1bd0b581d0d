"""Limits of powers whose exponents vary: of exp(h), where h tends to what its logarithm says.

``(1 + l/n)**n`` is exp(h) with h = n log(1 + l/n).  Without parameters the distance of h from its
limit is shown to be small as a whole.  With parameters 1 - 1/b <= log b <= b - 1 puts h between its
limit and a term without logarithms, from an edge on that depends on the parameters.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from flint import fmpq

from thence import checker
from thence.checker import ONE, OO, ZERO, Context, Proof, Rejected, Term, num
from thence.provers.goal import Goal, OutOfTime, Search
from thence.provers.limits.approach import GAP, Approach, accepted, sampled, soon
from thence.provers.terms import reread, simplified, text

MUST_NOT_PROVE = [
    {"given": {}, "lhs": "Limit((1 + 1/n)**n, n, oo)", "rel": "=", "rhs": "E + 10**-12"},
    {"given": {"l": "real"}, "lhs": "Limit((1 + l/n)**(2*n), n, oo)", "rel": "=", "rhs": "exp(l)"},
    {"given": {"l": "positive"}, "lhs": "Limit((1 - h*l)**(1/h), h, 0)", "rel": "=",
     "rhs": "exp(l)"},
    {"given": {"l": "real"}, "lhs": "Limit((1 + l*n)**(1/n), n, oo)", "rel": "=", "rhs": "1"},
    {"given": {"l": "real"}, "lhs": "Limit((1 + l/n)**(n**2), n, oo)", "rel": "=", "rhs": "exp(l)"},
    {"given": {"l": "real"}, "lhs": "Limit((1 + l/n)**n - exp(l), n, oo)", "rel": "=",
     "rhs": "10**-12"},
    {"given": {"l": "real"}, "lhs": "Limit((1 + l/n)**n - exp(2*l) + l, n, oo)", "rel": "=",
     "rhs": "l"},
    {"given": {}, "lhs": "Limit(cos(x)**(1/x), x, 0)", "rel": "=", "rhs": "exp(-1/2)"},
    {"given": {}, "lhs": "Limit(cos(x)**(1/x**2), x, 0)", "rel": "=", "rhs": "exp(1/2)"},
]  # fmt: skip
#: Where an exponent is looked at: over a power of the distance it has no digits any nearer.
PLACES = tuple(fmpq(1, (2 + k % 2) ** (2 * k + 1)) for k in range(7))
#: Edges, and how fast it tends to its limit.
STEPS, RATES = (fmpq(2), fmpq(16)), (fmpq(1), fmpq(1, 2))


def of_a_power(
    context: Context, body: Term, name: str, target: Term, is_: Term | None, search: Search,
    below: bool, whole: bool,
) -> Proof | None:  # fmt: skip
    """How the checker shows the limit of a factor without logarithms times exp(h)."""
    if is_ is None or not any(t[0] == "pow" and name in checker.symbols(t[2]) for t in _all(body)):
        return None
    varies, constant = _apart(body, name)
    rest, powers, plain = _parted(varies, name)
    if name in checker.symbols(rest) or not powers or not context.holds("!=", rest):
        return None
    try:
        own = is_ if constant == ZERO else simplified(context, is_ - constant)
        limit = simplified(context, checker.log(own / rest))
        task = _Task(context, varies, name, target, below, whole, is_, search, body, constant)
        power = _Power(rest, powers, plain, reread(context, limit))
        return task.as_a_whole(power) or task.between(power)
    except (Rejected, ArithmeticError, ValueError):
        return None


def _all(body: Term) -> list[Term]:
    return [body, *(t for part in body.parts() for t in _all(part))]


def _apart(body: Term, name: str) -> tuple[Term, Term]:
    """A body as a part that varies and a constant one, as a sequence less its limit."""
    if body[0] == "/" and body[2] == ONE:
        return _apart(body[1], name)
    if body[0] != "+" or (name in checker.symbols(body[1])) == (name in checker.symbols(body[2])):
        return body, ZERO
    varies, constant = body[1:] if name in checker.symbols(body[1]) else body[:0:-1]
    inner, more = _apart(varies, name)
    return inner, checker.plus(constant, more)


def _parted(term: Term, name: str) -> tuple[Term, list[tuple[Term, Term]], Term]:
    """A term as a factor times powers, each with its base and its exponent, times exp of a rest."""
    head = term[0]
    if name not in checker.symbols(term):
        return term, [], ZERO
    if head == "exp":
        return ONE, [], term[1]
    if head == "pow" and checker.rational(term[2]) is None:
        return ONE, [(term[1], term[2])], ZERO
    if head in ("*", "/"):
        (a, powers, plain), (b, others, rest) = (_parted(part, name) for part in term[1:])
        sign = ONE if head == "*" else num(-1)
        more = [(base, checker.times(sign, e)) for base, e in others]
        both = checker.plus(plain, checker.times(sign, rest))
        return (a * b if head == "*" else a / b), powers + more, both
    return term, [], ZERO


@dataclass(frozen=True)
class _Power:
    """``rest`` times exp(h): the logarithms of bases times exponents, and a part without; and
    what h is to tend to."""

    rest: Term
    powers: list[tuple[Term, Term]]
    plain: Term
    limit: Term

    def gap(self) -> Term:
        """How far h is from its limit."""
        return self.between([checker.log(base) for base, _ in self.powers])

    def between(self, logarithms: list[Term]) -> Term:
        """The same with other terms for the logarithms."""
        terms = [e * log for (_, e), log in zip(self.powers, logarithms, strict=True)]
        return reduce(checker.plus, terms, checker.plus(self.plain, -self.limit))


@dataclass(frozen=True)
class _Task:
    """What is to be shown of a power, and with how much time; ``stated``: what is to tend to
    ``is_``, the power and a constant."""

    context: Context
    body: Term
    name: str
    target: Term
    below: bool
    whole: bool
    is_: Term
    search: Search
    stated: Term
    constant: Term

    @property
    def small(self) -> Term:
        """A name for the part that tends to 0."""
        return checker.sym(f"{self.name}_w")

    def item(self, way: Approach, to: Term, let: dict[str, Any], needs: Any) -> Proof | None:
        """The proof with a small part, if the checker accepts it."""
        found: Proof = {"near": text(way.edge), "is": text(self.is_), "defined": needs}
        found |= {"let": {self.small[1]: let}, "to": text(checker.plus(to, self.constant))}
        place = self.context, self.stated, self.name, self.target, self.below
        return found if accepted(*place, self.is_, found, self.whole) else None

    def as_a_whole(self, power: _Power) -> Proof | None:
        """The gap is at most a number times the distance from the target."""
        far = self.target in (OO, -OO)
        for step in STEPS:
            way = self.way(num(step if far else 1 / step))
            for rate in RATES:
                gap = power.gap() * way.scale ** num(rate)
                try:
                    least = sampled(way, gap, PLACES)
                except Rejected:
                    continue
                if least is None:
                    continue
                needs = [self.search.defined(way.near, t) for t in (self.stated, power.gap())]
                bound = num(2 * least)
                signed = [Goal(way.near, ">=", bound - s * gap) for s in (ONE, num(-1))]
                proofs = (
                    [soon(goal, self.search) for goal in signed] if None not in needs else [None]
                )
                if None not in proofs:
                    let = {"is": text(power.gap()), "bound": text(bound), "defined": needs[1]}
                    let |= {"power": text(num(rate))}
                    let |= {"above": proofs[0], "below": proofs[1]}
                    to = power.rest * checker.exp(power.limit + self.small)
                    return self.item(way, to, let, needs[0])
        return None

    def way(self, step: Term) -> Approach:
        """The way to the target from an edge on that may depend on parameters."""
        args = self.context, self.name, self.target, self.below, step, self.whole
        way = Approach.towards(*args)
        ends = (way.edge, self.target) if way.start == "lo" else (self.target, way.edge)
        near = self.context.within(Term(("integral", ZERO, self.name, *ends)))
        near.whole |= {self.name} if self.whole else set()
        return replace(way, near=near)

    def between(self, power: _Power) -> Proof | None:
        """The logarithm of the body over its limit lies between 0 and a term without logarithms,
        which is at most a multiple of the distance that depends on the parameters."""
        first = self.way(ONE)
        rates = [self.at_target(first, (base - ONE) * first.scale) for base, _ in power.powers]
        size = reduce(checker.plus, map(self.size, rates), ONE)
        far = self.target in (OO, -OO)
        known = _Known(
            self.way(reread(self.context, size if far else ONE / size)), size, self.search
        )
        whole = self.body / (power.rest * checker.exp(power.limit))
        part = whole - ONE
        needs = [known.defined(term) for term in (self.stated, part)]
        ends = known.bounds(power) if None not in needs else None
        if ends is None or (above := known.proof(power, whole, ends[0], ONE, ZERO)) is None:
            return None
        slope = self.at_target(known.way, power.between(ends[1]) * known.way.scale)
        for bound in (num(-2) * slope, ONE + slope * slope):
            if not self.context.holds(">=", bound):
                continue
            bound = reread(self.context, simplified(self.context, bound))
            under = known.proof(power, whole, ends[1], num(-1), bound)
            if under is not None:
                let = {"is": text(part), "bound": text(bound), "defined": needs[1]}
                let |= {"above": _beyond(above, bound), "below": under}
                to = power.rest * checker.exp(power.limit) * (ONE + self.small)
                return self.item(known.way, to, let, needs[0])
        return None

    def at_target(self, way: Approach, term: Term) -> Term:
        """A term without logarithms where the distance is 0."""
        inner = way.near.having(way.t[1], way.near.domain("(0, 1)"))
        moved = simplified(inner, checker.substitute(term, {self.name: way.variable}))
        return simplified(self.context, checker.substitute(moved, {way.t[1]: ZERO}))

    def size(self, rate: Term) -> Term:
        """What a base times the distance has to be small against, if it may be below 1."""
        if self.context.holds(">=", rate):
            return ZERO
        return num(-2) * rate if self.context.holds(">=", -rate) else rate * rate


class _Known:
    """What is beyond an edge, where ``size`` times the distance from the target is below 1."""

    def __init__(self, way: Approach, size: Term, search: Search) -> None:
        self.way, self.search = way, search
        self.small = reread(way.near, ONE - size * way.part)
        self.near = way.near.assuming((">", self.small))
        far = way.part in (ONE / way.x, num(-1) / way.x)
        gap, rate = checker.sym(GAP), way.part if far else size
        low: Proof = {"rule": "normal form"}
        self.why: Proof | None = None
        if checker.symbols(size):
            let = {"is": text(way.near.hypotheses[-1][1]), "in": "(0, oo)", "low": low}
            self.why = {
                "rule": "rewrite", "let": {GAP: let}, "to": text(gap * rate),
                "then": {"rule": "bounds"},
            }  # fmt: skip

    def prove(self, rel: str, term: Term) -> Proof | None:
        """A proof of a relation, which may take a while."""
        try:
            found = Search(min(self.search.left(), 4.0)).prove(Goal(self.near, rel, term))
        except OutOfTime:
            self.search.check_time()
            return None
        if self.why is None or found is None:
            return found
        lemma: Proof = {"rule": "lemma", "of": text(self.small), "is": ">", "proof": self.why}
        return {**lemma, "then": found}

    def defined(self, body: Term) -> dict[str, Proof] | None:
        """Why a term is defined beyond the edge: what the lemma shows at sight needs a proof."""
        found: dict[str, Proof] = {}
        for i, (rel, what) in enumerate(checker.obligations(body)):
            power = rel == "each" and what[0] == "pow"
            if power:  # of a base that is positive
                rel, what = ">=" if self.way.near.holds(">", what[2]) else ">", what[1]
            if rel == "each":
                return None
            if not self.way.near.holds(rel, what):
                proof = self.prove(rel, what)
                if proof is None:
                    return None
                found[str(i)] = {"0": proof} if power else proof
        return found

    def bounds(self, power: _Power) -> tuple[list[Term], list[Term]] | None:
        """What each logarithm is at most where its exponent is positive, and at least elsewhere;
        and the other way round."""
        upper, lower = list[Term](), list[Term]()
        for base, exponent in power.powers:
            ends = base - ONE, ONE - ONE / base
            if not (self.near.holds(">", exponent) or self.near.holds(">", -exponent)):
                return None
            high, low = ends if self.near.holds(">", exponent) else ends[::-1]
            upper, lower = [*upper, high], [*lower, low]
        return upper, lower

    def proof(
        self, power: _Power, whole: Term, terms: list[Term], sign: Term, bound: Term
    ) -> Proof | None:
        """That bound - sign*(whole - 1)*scale is at least 0, where whole is exp(g): by exp(g) >=
        1 + g or exp(-g) >= 1 - g, and of g what is left without logarithms, and what they add."""
        scale, total = self.way.scale, checker.sym("rest")
        rest = reread(self.near, simplified(self.near, bound - sign * power.between(terms) * scale))
        shown = [self.prove(">=", rest), *(self.prove(">", base) for base, _ in power.powers)]
        if None in shown:
            return None
        lets: dict[str, Any] = {"rest": {"is": text(rest), "in": "[0, oo)", "low": shown[0]}}
        for i, ((base, exponent), term) in enumerate(zip(power.powers, terms, strict=True)):
            above = term == base - ONE
            at, gap = (ONE / base, term) if above else (base, -term)
            gap = checker.plus(gap, (num(-1) if above else ONE) * checker.log(base))
            lets[f"gap_{i}"] = _known(at, gap)
            rate = sign * exponent if above else -sign * exponent
            total += checker.sym(f"gap_{i}") * rate * scale
        gap = sign * power.gap()
        lets["more"] = _known(checker.exp(gap), gap - ONE + checker.exp(-gap))
        total += scale * checker.sym("more")
        if sign == ONE:
            let = {"is": text(whole), "in": "(0, oo)", "low": {"rule": "bounds"}}
            lets, total = {**lets, "whole": let}, checker.sym("whole") * total
        found: Proof = {"rule": "rewrite", "let": lets, "to": text(total)}
        found["then"] = {"rule": "bounds"}
        for (base, _), positive in zip(power.powers, shown[1:], strict=True):
            lemma = {"rule": "lemma", "of": text(base), "is": ">", "proof": positive}
            found = {**lemma, "then": found}
        return found


def _known(at: Term, gap: Term) -> Proof:
    """That ``log(at) - 1 + 1/at`` is at least 0, as it is written."""
    known = {"rule": "known", "of": "log", "at": text(at), "positive": {"rule": "bounds"}}
    return {"is": text(gap), "in": "[0, oo)", "low": known}


def _beyond(proof: Proof, bound: Term) -> Proof:
    """The proof that a term is at least 0 as one that with a bound added it is."""
    if proof["rule"] == "lemma":
        return {**proof, "then": _beyond(proof["then"], bound)}
    return {**proof, "to": f"{proof['to']} + {text(bound)}"}
