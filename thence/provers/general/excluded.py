"""Points that hypotheses exclude: what is 0 there alone, or before and behind one of them; what is
defined there, too, is nonnegative without exception."""

from __future__ import annotations

from functools import reduce

from thence import checker
from thence.checker import Proof, Term
from thence.provers.general import factors
from thence.provers.general.hypotheses import linear
from thence.provers.goal import Goal, Search, holds, keeping
from thence.provers.terms import simplified, subterms, text

NAME = "excluded points"
COST = 2
PREPARES = True
MUST_NOT_PROVE = [
    {"given": {"x": "real"}, "assuming": ["x != 0"], "lhs": "x**2", "rel": ">", "rhs": "10**-12"},
    {"given": {"x": "real"}, "assuming": ["x != 0", "x != 1"], "lhs": "x**2*(x - 1)*(x - 2)",
     "rel": "!=", "rhs": "0"},
    {"given": {"x": "real"}, "assuming": ["x != 1"], "lhs": "exp(x)", "rel": ">", "rhs": "1 + x"},
    {"given": {"x": "real"}, "assuming": ["x != 0"], "lhs": "x/Abs(x)", "rel": "=", "rhs": "1"},
    {"given": {"x": "real", "a": "real"}, "assuming": ["x != a"], "lhs": "x**2", "rel": "!=",
     "rhs": "a**2"},
    {"given": {"x": "real"}, "assuming": ["x != 10**-12"], "lhs": "x**2", "rel": ">", "rhs": "0"},
    {"given": {"n": "integer"}, "assuming": ["n != 0"], "lhs": "n**2", "rel": ">=",
     "rhs": "1 + 10**-12"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """A multiple of what is not 0; or cases on which side of the first excluded point it is."""
    context, rels = goal.context, [rel for rel, _ in goal.context.hypotheses]
    if goal.rel == ">=" and "!=" in rels and "=" not in rels and _continuous(goal):
        return keeping(goal, [k for k, rel in enumerate(rels) if rel != "!="], search)
    proof = _multiple(goal, search)
    if proof is not None:
        return proof
    points = [
        (k, name, place)
        for k, (rel, known) in enumerate(context.hypotheses)
        if rel == "!=" and (found := linear(known)) is not None
        for name, place in [found]
        if name in goal.free and not _one_sided(goal, known)
    ]
    if not points or context.sizes:
        return None
    first, name, at = min(points, key=lambda found: _value(goal, found[2]))
    if checker.symbols(at) and goal.rel != "!=" and (proof := factors.attempt(goal, search)):
        return proof  # not in cases on which of two variables is the larger one
    (_, known), proofs = context.hypotheses[first], {}
    rising = checker.rational(checker.diff(known, name))
    for key, term in (("above", known), ("below", -known)):
        inner = goal.on(context.assuming((">", term)))
        before = (key == "below") == (rising is not None and rising > 0)
        gone = {k for k, other, _ in points if k == first or (before and other == name)}
        keep = [k for k in range(len(inner.context.hypotheses)) if k not in gone]
        proof = keeping(inner, keep, search)
        if proof is None:
            return None
        proofs[key] = proof
    return {"rule": "cases", "on": text(known), **proofs, "zero": _nowhere(goal, first, name)}


def _continuous(goal: Goal) -> bool:
    """Whether the term is a polynomial in real numbers, which is as it is nearby."""
    plain = all(t[0] in ("sym", "num", "+", "*", "/", "pow") for t in subterms(goal.term))
    return plain and not goal.free & goal.context.whole and not checker.obligations(goal.term)


def _one_sided(goal: Goal, term: Term) -> bool:
    """Whether there is one side alone, as of a + b != 0 for a, b >= 0: no cases, then."""
    return goal.context.holds(">=", term) or goal.context.holds(">=", -term)


def _multiple(goal: Goal, search: Search) -> Proof | None:
    """The goal as a multiple of all that hypotheses say is not 0; or, where it is above 0, of the
    square of a distance from a point that varies."""
    known = [h for rel, h in goal.context.hypotheses if rel == goal.rel]
    if goal.rel == "!=" and known:
        return _product(goal, known, search)
    for h in known if goal.rel == ">" else ():
        found = linear(h)
        if found is not None and checker.symbols(found[1]):
            proof = _product(goal, [h, h], search)
            if proof is not None:
                return proof
    return None


def _product(goal: Goal, parts: list[Term], search: Search) -> Proof | None:
    """A product of factors, whose signs hypotheses tell, with another one that has the sign."""
    quotient = reduce(Term.__truediv__, parts, goal.term)
    rest = simplified(goal.context, quotient)
    then = search.prove(goal.of(rest), only=("bounds", "normal form"))
    shown: Proof = {"rule": "normal form"}
    proofs = [*((part, shown) for part in parts), (rest, then)]
    found: Proof = {"rule": "product", "of": [[text(part), proof] for part, proof in proofs]}
    return found if then is not None and holds(goal, found) else None


def _value(goal: Goal, place: Term) -> float:
    """About where a point is; a point that varies comes last."""
    if checker.symbols(place):
        return float("inf")
    return float(goal.context.bounds(place).ball().mid())


def _nowhere(goal: Goal, k: int, name: str) -> Proof:
    """The excluded point itself, where the hypothesis says that 0 is not 0."""
    hypotheses = goal.context.hypotheses
    known = hypotheses[k][1]
    slope = checker.diff(known, name)
    place = -checker.substitute(known, {name: checker.ZERO}) / slope
    about = [i for i, (_, h) in enumerate(hypotheses) if name in checker.symbols(h)]
    there = len(hypotheses) + 1 + about.index(k)
    zero: Proof = {"rule": "contradiction", "hypothesis": there, "proof": {"rule": "normal form"}}
    return {
        "rule": "substitute", "var": name, "is": text(place), "slope": text(slope),
        "use": len(hypotheses), "then": zero,
    }  # fmt: skip
