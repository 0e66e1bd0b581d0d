"""Cut the domain where a part of the goal changes its sign, so that the sign is known."""

from __future__ import annotations

from collections.abc import Iterator

from thence import checker
from thence.checker import NormalForm, Proof, Term
from thence.provers.goal import Goal, Search, holds
from thence.provers.terms import in_normal_form, subterms, text

NAME = "signs"
COST = 4
MUST_NOT_PROVE = [
    {"given": {"x": "real", "y": "real"}, "lhs": "Abs(x + y)", "rel": "=",
     "rhs": "Abs(x) + Abs(y)"},
    {"given": {"x": "real"}, "lhs": "sign(x)**2", "rel": "=", "rhs": "1"},
    {"given": {"x": "real"}, "lhs": "acot(x)", "rel": "=", "rhs": "pi/2 - atan(x)"},
    {"given": {"x": "real", "y": "real"}, "assuming": ["x != 0"], "lhs": "atan2(y, x)", "rel": "=",
     "rhs": "atan(y/x)"},
    {"given": {"x": "real"}, "lhs": "Max(x, x**2)", "rel": "=", "rhs": "x**2"},
    {"given": {"x": "[-1, 1]"}, "lhs": "sign(x - 10**-12)", "rel": "=", "rhs": "sign(x)"},
]  # fmt: skip
#: What is tried on each side.
INNER = ("bounds", "normal form", "equations", "inverses", "powers", NAME)
#: What may settle the sign of a part.
SETTLING = ("bounds", "normal form", "moduli of hypotheses", "coupled", "squares")
MOST_CUTS = 6


def attempt(goal: Goal, search: Search) -> Proof | None:
    """A proof for each sign of a part whose sign the goal depends on."""
    if goal.rel not in ("=", "!="):
        return None
    # Where a part is 0, a step may have another value, and a product says nothing of its factors.
    apart = any(map(_steps, subterms(goal.term))) or any(
        rel in (">=", "=") and len(checker.symbols(known)) > 1
        for rel, known in goal.context.hypotheses
    )
    for part, nonzero in _undecided(goal):
        steps = apart and not nonzero
        proof = (
            _settled(goal, part, search)
            or _at_root(goal, part, steps, search)
            or _cases(goal, part, steps, search)
        )
        if proof is not None:
            return proof
    return None


def _steps(term: Term) -> bool:
    """Whether a kernel may have another value where what it is made of is 0 than next to it."""
    return term[0] == "sign" or (term[0] == "pow" and checker.rational(term[2]) is None)


def _undecided(goal: Goal) -> list[tuple[Term, bool]]:
    """The factors of unknown sign in what stands under a modulus, a sign or a root, or below in
    the argument of an angle, and whether they are known not to be 0; the shortest first."""

    def job(form: NormalForm) -> list[tuple[Term, bool]]:
        form.of(goal.term)
        found = []
        for kernel in list(form.kernels):
            if kernel[0] not in ("abs", "sign", "pow", "atan", "asin"):
                continue
            for f, e, sign in form.split(form.of(kernel[1]))[1]:
                if kernel[0] in ("atan", "asin") and e > 0:  # an angle turns at its poles
                    continue
                if sign in ("", "!=") or (sign == ">=" and _steps(kernel)):
                    part = form.term(f)
                    while part[0] in ("atan", "asin", "erf"):
                        part = part[1]
                    found.append((part, sign == "!="))
        return found

    known = [term for rel, term in goal.context.hypotheses if rel != "!="]
    parts = [pair for pair in in_normal_form(goal.context, job) if pair[0] not in known]
    return sorted(dict.fromkeys(parts), key=lambda pair: len(text(pair[0])))[:MOST_CUTS]


def _settled(goal: Goal, part: Term, search: Search) -> Proof | None:
    """The sign of a part that the hypotheses tell, as a lemma."""
    if len(checker.symbols(part)) < 2 or not goal.context.hypotheses:
        return None
    for side in (part, -part):
        shown = search.prove(goal.of(side, ">"), only=SETTLING)
        if shown is not None:
            then = search.prove(goal.on(goal.context.assuming((">", side))), only=INNER)
            if then is None:
                return None
            return {"rule": "lemma", "of": text(side), "is": ">", "proof": shown, "then": then}
    return None


def _at_root(goal: Goal, part: Term, steps: bool, search: Search) -> Proof | None:
    """Cut the domain of a variable in which the part is linear with a constant root."""
    names = checker.symbols(part)
    if len(names) != 1:
        return None
    (name,) = names
    slope = checker.rational(checker.diff(part, name))
    start = checker.rational(checker.substitute(part, {name: checker.ZERO}))
    if slope is None or slope == 0 or start is None or name in goal.context.sizes:
        return None
    cut = checker.num(-start / slope)
    context, whole, (low, high) = goal.context, goal.context.box[name], goal.context.ends[name]
    if not whole.lo < context.bounds(cut).lo < whole.hi:
        return None
    proofs = []
    for a, b, left, right in ((low, cut, whole.lo_open, steps), (cut, high, steps, whole.hi_open)):
        piece = context.having(name, context.between(a, b, left, right))
        proofs.append(search.prove(goal.on(piece), only=INNER))
        if proofs[-1] is None:
            return None
    proof: Proof = {"rule": "split", "var": name, "at": [text(cut)], "proofs": proofs}
    if steps:
        there = Goal(context.at(name, cut), goal.rel, checker.substitute(goal.term, {name: cut}))
        at = search.prove(there, only=INNER)
        proof["points"] = [at]
        return None if at is None else proof
    return proof


def _cases(goal: Goal, part: Term, steps: bool, search: Search) -> Proof | None:
    rel = ">" if steps else ">="
    proof: Proof = {"rule": "cases", "on": text(part)}
    for key, hypothesis in _sides(part, rel):
        inner = goal.on(goal.context.assuming(hypothesis))
        found = _impossible(inner) or search.prove(inner, only=INNER)
        if found is None:
            return None
        proof[key] = found
    return proof


def _impossible(goal: Goal) -> Proof | None:
    """A proof where the box alone contradicts the last hypothesis."""
    proof: Proof = {"rule": "contradiction", "hypothesis": len(goal.context.hypotheses) - 1,
                    "proof": {"rule": "normal form"}}  # fmt: skip
    return proof if holds(goal, proof) else None


def _sides(part: Term, rel: str) -> Iterator[tuple[str, tuple[str, Term]]]:
    yield "above", (rel, part)
    yield "below", (rel, -part)
    if rel == ">":
        yield "zero", ("=", part)
