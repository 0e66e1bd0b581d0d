"""How a claim is decided: refute, define, prove, cross-check, and write down what was found."""

from __future__ import annotations

from typing import Any

from thence import verdict as v
from thence.claim import EXACT_KINDS, REMARK, Claim
from thence.deadline import Deadline
from thence.errors import InputError
from thence.expr import MINIMAX
from thence.provers.goal import Search
from thence.provers.statements import certify
from thence.refuters import agreement, counterexamples
from thence.refuters import search as refuting
from thence.refuters.curves import curves
from thence.statement import SHAPES, Statement
from thence.verdict import Evidence, Grade, Verdict

#: Parts of the budget of a claim that go to its stages; each stops early when it has an answer.
PROVE_SHARE = 0.7
CHEAP_SHARE = 0.4
#: Part of it that goes to a proof of an order of growth: a refutation takes as long.
ORDER_SHARE = 0.45
#: Part of it that goes to where an ill-posed statement is defined.
MENDED_SHARE = 0.9
#: How many parts of the domain are looked at for one on which it is defined, and for how long.
SIDES, SIDES_SECONDS = 6, 4.0
#: Part of it that goes to what the claim implies, before its statements are looked at.
CONSEQUENCES_SHARE = 0.3
#: How many of the goals that a search got stuck at are told.
STUCK = 2
#: Points of the cross-check: at high precision, and on the vectorised backend.
CROSS_POINTS = 24
BATCH_POINTS = 2_000


def decide(claim: Claim, *, seed: int, seconds: float) -> dict[str, Any]:
    """The record's entry of a claim: its grade, its evidence, its certificates."""
    entry = claim.as_json()
    if claim.kind == REMARK:
        evidence = Evidence("out-of-scope", claim.note)
        return _finished(entry, [v.undecided(evidence)], [evidence])
    if claim.experiment is not None:
        return _measured(entry, claim, seed)
    deadline, verdicts = Deadline(seconds), []
    broken = _broken(claim, seed, seconds * CONSEQUENCES_SHARE)
    if broken is not None:
        implied, found = broken
        entry["statements"] = [implied.as_json()]
        _describe(entry["statements"][0], implied, found)
        return _finished(entry, [found], [])
    for done, statement in enumerate(claim.statements):
        # What one statement leaves of its share goes to the others.
        share = 1 if done == len(claim.statements) - 1 else 0.6
        left = max(deadline.left(), 0.1)
        verdicts.append(_Decision(statement, claim, seed, left * share).verdict())
    for data, statement, found in zip(entry["statements"], claim.statements, verdicts, strict=True):
        _describe(data, statement, found)
    if claim.sufficient and v.weakest(verdicts) in (Grade.REFUTED, Grade.ILL_POSED):
        open_ = Evidence("sufficient", "its statements would show it, but not all of them hold")
        return _finished(entry, [v.undecided(open_)], [open_])
    return _finished(entry, verdicts, [])


def _broken(claim: Claim, seed: int, seconds: float) -> tuple[Statement, Verdict] | None:
    """The first statement that the claim implies and that is false, where one is."""
    deadline = Deadline(seconds)
    for statement in claim.consequences:
        if deadline.passed():
            return None
        found = refuting.cheap(statement, seed, deadline.left())
        if found is not None and found.grade is Grade.REFUTED:
            return statement, found
    return None


def _describe(data: dict[str, Any], statement: Statement, found: Verdict) -> None:
    from thence.latex import statement_latex

    data["latex"] = statement_latex(statement)
    data["grade"] = str(found.grade)
    data["evidence"] = [e.as_json() for e in found.evidence]
    data["certificate"] = found.certificate
    data["assumed"] = list(found.assumed)


def _measured(entry: dict[str, Any], claim: Claim, seed: int) -> dict[str, Any]:
    assert claim.experiment is not None
    found = claim.experiment(seed)
    data = {
        "value": found.value, "low": found.low, "high": found.high, "unit": found.unit,
        "points": found.points, "seed": seed, "control": found.control,
    }  # fmt: skip
    evidence = [Evidence("experiment", found.detail, data)]
    if found.plot is not None:
        text = f"{found.plot.ylabel} as a function of {found.plot.xlabel}"
        evidence.append(Evidence("series", text, found.plot.as_json()))
    return _finished(entry, [v.measured(found, *evidence)], evidence)


def _finished(
    entry: dict[str, Any], verdicts: list[Verdict], evidence: list[Evidence]
) -> dict[str, Any]:
    weakest = v.weakest(verdicts)
    found = [e for verdict in verdicts if verdict.grade is weakest for e in verdict.evidence]
    entry["grade"] = str(weakest)
    entry["evidence"] = [e.as_json() for e in evidence]
    entry["assumed"] = sorted({a for verdict in verdicts for a in verdict.assumed})
    vacuous = [any(e.method == "vacuous" for e in verdict.evidence) for verdict in verdicts]
    # Of a claim that is taken apart some statements may say nothing.
    entry["vacuous"] = all(vacuous) if entry.get("form") else any(vacuous)
    shown = [e.data for e in found if e.method in ("counterexample", "undefined point")]
    entry["counterexample"] = shown[0] if shown else None
    return entry


class _Decision:
    """One statement on its way through the stages."""

    def __init__(
        self, statement: Statement, claim: Claim, seed: int, seconds: float, inner: bool = False
    ) -> None:
        self.statement, self.claim, self.seed, self.seconds = statement, claim, seed, seconds
        #: Whether it is about a part of what is decided: a proof or a counterexample is enough.
        self.inner = inner
        self.deadline = Deadline(seconds)
        self.notes: list[Evidence] = []

    def left(self) -> float:
        """Seconds of the budget that are left."""
        return self.deadline.left()

    def verdict(self) -> Verdict:
        """The stages in order; the first conclusive one decides."""
        statement = self.statement
        if statement.lhs == statement.rhs and statement.rel in ("=", "<=", ">=", "~", "O"):
            self.notes.append(Evidence("vacuous", "both sides were written the same"))
        found = refuting.cheap(statement, self.seed, self.seconds * CHEAP_SHARE)
        if found is not None and found.grade is Grade.ILL_POSED and not self.inner:
            found = self.mended(found)
        if found is None:
            found = self.proved()
        if found is None:
            found = refuting.deep(statement, self.seed, self.left() * 0.6)
        if found is None:
            found = self.agreed()
        drawn = [] if self.inner else curves(statement, found)
        return found.with_evidence(*self.notes, *drawn)

    def mended(self, found: Verdict) -> Verdict:
        """What holds where an ill-posed statement is defined: a counterexample there is one to the
        statement as it stands; a proof is on record, with what it needs."""
        from thence.provers.definedness import where_defined

        narrower = where_defined(self.statement)
        if narrower is not None and len(narrower.assuming) > len(self.statement.assuming):
            inner = self.under(narrower, self.left() * MENDED_SHARE / 2)
            if inner.grade is Grade.REFUTED and inner.certificate is not None:
                return counterexamples.refuted_as(self.statement, inner.certificate) or found
            if inner.grade is not Grade.ILL_POSED:
                return found.with_evidence(_elsewhere(self.statement, narrower, inner))
        return self.in_range(found)

    def in_range(self, found: Verdict) -> Verdict:
        """On which side of a point at which an ill-posed statement in one variable is not defined
        it is certified, if it is on one: another such point there leaves less of it."""
        from thence.provers.definedness import beside, supposing

        sides = beside(self.statement, (), found.certificate)
        deadline = Deadline(min(self.left() / 2, SIDES_SECONDS))
        for _ in range(SIDES):
            if not sides or deadline.passed():
                break
            bounds = sides.pop(0)
            narrower = supposing(self.statement, bounds)
            if narrower is None:
                continue
            inner = self.under(narrower, deadline.left())
            if inner.grade is Grade.REFUTED and inner.certificate is not None:
                return counterexamples.refuted_as(self.statement, inner.certificate) or found
            if inner.grade is Grade.CERTIFIED:
                return found.with_evidence(_elsewhere(self.statement, narrower, inner))
            if inner.grade is Grade.ILL_POSED:
                sides += beside(self.statement, bounds, inner.certificate)
        return found

    def under(self, narrower: Statement, seconds: float) -> Verdict:
        """The verdict on a statement with more hypotheses."""
        return _Decision(narrower, self.claim, self.seed, seconds, inner=True).verdict()

    def proved(self) -> Verdict | None:
        """Certified, with the cross-check on record; or None."""
        alone = self.statement.lhs.head in MINIMAX  # the search after it is short
        share = 0.8 if alone else PROVE_SHARE if self.statement.towards is None else ORDER_SHARE
        search = Search(self.seconds * share)
        certificate = certify(self.statement, self.claim, search)
        data = {"attempts": search.tried, "stuck": _stuck(search)}
        tried = Evidence("provers", _tried(search), data)
        if certificate is None:
            self.notes.append(tried)
            return None
        try:
            found = v.certified(self.statement, certificate, _accepted(certificate))
        except v.Rejected as rejected:
            other = refuting.other_optimum(self.statement, certificate)
            if other is not None:
                return other
            self.notes.append(Evidence("alarm", f"the checker rejected a proof: {rejected}"))
            return None
        return found.with_evidence(*self.cross_check(found))

    def cross_check(self, found: Verdict) -> list[Evidence]:
        """The other backends at points: agreement, or an alarm."""
        if self.inner:
            return []
        seconds = max(self.left() * 0.5, 0.5)
        return agreement.cross_check(self.statement, self.seed, CROSS_POINTS, BATCH_POINTS, seconds)

    def agreed(self) -> Verdict:
        """Without a proof: what computer algebra says, and at how many points the sides agree."""
        seconds = max(self.left() * 0.5, 0.5)
        checks = agreement.cross_check(self.statement, self.seed, CROSS_POINTS * 4, 10_000, seconds)
        count = sum(e.data.get("agreed", 0) for e in checks if e.method == "high precision")
        if any(e.method == "alarm" or e.data.get("undefined") for e in checks):
            return v.undecided(*checks)
        if count == 0:
            reached = self.statement.given or self.statement.rel in ("=", "<", "<=", ">", ">=")
            note = "no point of the domain was reached" if reached else "nothing to sample"
            return v.undecided(*checks, Evidence("vacuous" if checks else "sampling", note))
        transformation = self.by_algebra()
        if transformation and self.defined():
            return v.symbolic(transformation, count, *checks)
        if self.claim.kind in EXACT_KINDS and self.statement.rel not in SHAPES:
            return v.numeric(count, *checks)
        return v.undecided(*checks)

    def defined(self) -> bool:
        """Whether there is no hole for the algebra to have passed over."""
        from thence.provers.definedness import is_defined

        return is_defined(self.statement, max(self.left() * 0.7, 0.1))

    def by_algebra(self) -> str:
        """The SymPy transformation that reduces the statement to true, or nothing."""
        from thence.provers import cas

        try:
            return cas.reduces(self.statement, max(self.left() * 0.7, 0.1))
        except InputError:
            return ""


def _elsewhere(statement: Statement, narrower: Statement, found: Verdict) -> Evidence:
    """What holds of a statement under more hypotheses, which it needs to be defined."""
    needs = [str(h) for h in narrower.assuming[len(statement.assuming) :]]
    data = {
        "needs": needs, "grade": str(found.grade), "certificate": found.certificate,
        "assumed": list(found.assumed),
    }  # fmt: skip
    return Evidence("where defined", f"{found.grade}, given {', '.join(needs)}", data)


def _accepted(certificate: dict[str, Any]) -> Evidence:
    import json

    size = len(json.dumps(certificate))
    rules = sorted(_rules(certificate))
    text = f"certificate accepted: {', '.join(rules) or 'ball arithmetic'}"
    return Evidence("certificate", text, {"bytes": size, "rules": rules})


def _rules(node: Any) -> set[str]:
    """The names of the rules that a certificate uses."""
    if isinstance(node, dict):
        own = {node["rule"]} if isinstance(node.get("rule"), str) else set()
        return own.union(*(_rules(child) for child in node.values()))
    if isinstance(node, list):
        return set[str]().union(*(_rules(child) for child in node))
    return set()


def _tried(search: Search) -> str:
    if not search.tried:
        return "no prover applies"
    stuck = "; ".join(_stuck(search))
    return f"no proof found by {len(search.tried)} provers" + (
        f"; stuck at {stuck}" if stuck else ""
    )


def _stuck(search: Search) -> list[str]:
    """What the goal was reduced to and could not be shown: the simplest few, the goal last."""
    reduced = [goal for goal, depth in search.stuck.items() if depth > 1]
    whole = [goal for goal, depth in search.stuck.items() if depth == 1]
    return [*sorted(reduced, key=len)[:STUCK], *whole[:1]]


__all__ = ["Grade", "decide"]
