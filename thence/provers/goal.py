"""Goals and their search: what every tactic shares.

A goal is what :mod:`thence.checker` proves: ``term rel 0`` on a context.  A tactic looks for a
proof object; whatever it returns is checked again by the checker before it counts, so a tactic
may guess.  Tactics are tried in the order of their ``COST``, each may ask for sub-goals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from pkgutil import walk_packages
from typing import Any, Protocol

from thence import checker
from thence.checker import Context, Proof, Rejected, Term
from thence.deadline import Deadline
from thence.notation import readable
from thence.provers.samples import false_somewhere
from thence.provers.terms import reread, subterms, text


@dataclass(frozen=True)
class Goal:
    """``term rel 0`` with ``rel`` in ``= > >= !=``, on every point of the context."""

    context: Context
    rel: str
    term: Term

    def on(self, context: Context) -> Goal:
        """The same relation on another context."""
        return Goal(context, self.rel, self.term)

    def of(self, term: Term, rel: str | None = None) -> Goal:
        """Another term, on the same context."""
        return Goal(self.context, rel or self.rel, term)

    @cached_property
    def free(self) -> set[str]:
        """The variables that occur in the term; families and the indices of entries are none."""
        entries = (t for t in subterms(self.term) if t[0] == "at")
        indices = {n for t in entries for index in t[2:] for n in checker.symbols(index)}
        return checker.symbols(self.term) - self.context.sizes.keys() - indices


class OutOfTime(Exception):
    """The search has used its share of the budget."""


class Search:
    """A depth-first search over tactics with a deadline and a bound on nesting; ``only`` those that
    are named, where any are."""

    def __init__(self, seconds: float, max_depth: int = 5, only: tuple[str, ...] = ()) -> None:
        self.only = only
        self.deadline = Deadline(seconds)
        self.max_depth = max_depth
        self.depth = 0
        self.path: list[str] = []
        self.tried: dict[str, int] = {}
        self.active: set[str] = set()
        self.failed: dict[tuple[str, tuple[str, ...]], int] = {}
        #: What was reduced to and not shown, by how much it was nested.
        self.stuck: dict[str, int] = {}

    def left(self) -> float:
        """Seconds until the deadline."""
        return self.deadline.left()

    def check_time(self) -> None:
        """Raise :class:`OutOfTime` after the deadline."""
        if self.deadline.passed():
            raise OutOfTime

    def prove(self, goal: Goal, only: tuple[str, ...] = ()) -> Proof | None:
        """A proof of the goal, or None; ``only`` restricts the tactics by name."""
        self.check_time()
        box = sorted((name, _shape(v)) for name, v in goal.context.box.items())
        key = repr((goal.rel, goal.term, box, goal.context.hypotheses))
        nested = self.failed.get((key, only), self.max_depth)
        if self.depth >= nested or key in self.active:  # it failed when more could be nested in it
            return None
        if not only and false_somewhere(goal.context, goal.rel, goal.term):
            self.failed[key, only] = 0
            return None
        self.active.add(key)
        try:
            for tactic in tactics():
                if any(names and tactic.NAME not in names for names in (only, self.only)):
                    continue
                self.check_time()
                self.tried[tactic.NAME] = self.tried.get(tactic.NAME, 0) + 1
                proof = self.attempted(tactic, goal)
                if proof is not None:
                    return proof
            self.failed[key, only] = self.depth
            if not only:
                self.stuck.setdefault(described(goal), self.depth)
            return None
        finally:
            self.active.discard(key)

    def attempted(self, tactic: Tactic, goal: Goal) -> Proof | None:
        """What a tactic finds; a preparation leaves as many steps for what comes after it."""
        step = 0 if getattr(tactic, "PREPARES", False) else 1
        self.depth += step
        self.path.append(tactic.NAME)
        try:
            return _attempt(tactic, goal, self)
        finally:
            self.path.pop()
            self.depth -= step

    def defined(self, context: Context, term: Term) -> dict[str, Proof] | None:
        """Proofs of the obligations of ``term`` that do not hold at sight, or None."""
        proofs: dict[str, Proof] = {}
        for i, (rel, what) in enumerate(checker.obligations(term)):
            if rel == "each":
                if (inner := self.each(context, what)) is None:
                    return None
                proofs[str(i)] = inner
            elif not self._shown(context, rel, what, str(i), proofs):
                return None
        return proofs

    def _shown(
        self, context: Context, rel: str, what: Term, label: str, proofs: dict[str, Proof]
    ) -> bool:
        """Whether an obligation holds, its proof entered under the label if it needs one."""
        if context.holds(rel, what):
            return True
        proof = self.prove(Goal(context, rel, what))
        if proof is not None:
            proofs[label] = proof
        return proof is not None

    def accepted(self, context: Context, binder: Term, item: Proof) -> tuple[Proof, Term] | None:
        """An item with what its value needs, and that value as the checker reads it, if the checker
        accepts it as the value of a limit, an integral or a sum."""
        try:
            value = checker.parse(item["is"], context.names)
            needs = self.defined(context, value)
            if needs is None:
                return None
            item = {**item, "value_defined": needs}
            checker.evaluated(context, [binder], [{"kind": binder[0], **item}])
        except Rejected:
            return None
        return item, value

    def each(self, context: Context, what: Term) -> dict[str, Proof] | None:
        """Proofs of what a power or every summand of a sum needs, or that an integral converges,
        or None."""
        if what[0] == "integral" or checker.infinite(what):
            shown: dict[str, Proof] | None = convergence(what[0]).proofs(context, what, self)
            return shown
        if what[0] in ("pow", "binomial"):
            found: dict[str, Proof] = {}
            needs = checker.enough(context, what)
            met = (self._shown(context, *n, str(i), found) for i, n in enumerate(needs))
            return found if all(met) else None
        inner: dict[str, Proof] | None = {}
        if what[0] == "sum" and checker.rational(checker.count(what)) != 0:
            inner = self.defined(context.within(what), what[1])
        try:
            checker.each(context, what, inner or {})
        except Rejected:
            return None
        return inner


def _shape(interval: checker.Interval) -> str:
    return f"{interval.lo.str(20)} {interval.hi.str(20)} {interval.lo_open}{interval.hi_open}"


def _attempt(tactic: Tactic, goal: Goal, search: Search) -> Proof | None:
    try:
        return tactic.attempt(goal, search)
    except (Rejected, ValueError, ArithmeticError, RecursionError):  # flint's own failures too
        return None


class Tactic(Protocol):
    """A module of :mod:`thence.provers` that proves goals."""

    NAME: str
    COST: int

    @staticmethod
    def attempt(goal: Goal, search: Search) -> Proof | None:
        """A proof of the goal, or None."""
        ...


@cache
def _modules() -> tuple[Any, ...]:
    """The modules of this package.  They are found, not imported above: most are built on this."""
    import thence.provers as package

    found = walk_packages(package.__path__, f"{package.__name__}.")
    return tuple(import_module(m.name) for m in found)


@cache
def tactics() -> tuple[Any, ...]:
    """The modules that define ``attempt``, cheapest first; of those that cost the same, the ones
    that lean on a named lemma come last."""
    return tuple(sorted((m for m in _modules() if hasattr(m, "attempt")), key=_order))


@cache
def convergence(head: str) -> Any:
    """The module whose ``proofs`` show that integrals, or infinite sums, converge."""
    return next(m for m in _modules() if getattr(m, "CONVERGENCE_OF", None) == head)


def _order(tactic: Any) -> tuple[int, bool, str]:
    return tactic.COST, hasattr(tactic, "LEMMA"), tactic.__name__.rpartition(".")[2]


def described(goal: Goal) -> str:
    """The goal in words, with the intervals of its variables."""
    box = goal.context.box
    where = ", ".join(f"{name} in {_ends(box[name])}" for name in sorted(goal.free) if name in box)
    return f"{readable(text(goal.term))} {goal.rel} 0" + (f" for {where}" if where else "")


def _ends(whole: checker.Interval) -> str:
    left, right = "(" if whole.lo_open else "[", ")" if whole.hi_open else "]"
    low = "-oo" if whole.lo == -checker.INF else f"{float(whole.lo):.4g}"
    high = "oo" if whole.hi == checker.INF else f"{float(whole.hi):.4g}"
    return f"{left}{low}, {high}{right}"


def keeping(goal: Goal, keep: list[int], search: Search) -> Proof | None:
    """A proof that uses only those hypotheses of the goal that are kept, by their numbers, and the
    families that it or they have entries of."""
    kept = [goal.context.hypotheses[k] for k in keep]
    context = goal.context.forgetting().assuming(*kept).about(goal.term, *(h for _, h in kept))
    needs = search.defined(context, goal.term)
    then = search.prove(goal.on(context)) if needs is not None else None
    return then and {"rule": "forget", "keep": keep, "defined": needs, "then": then}


def renamed(
    goal: Goal, inner: Context, lets: dict[str, Proof], to: Term, search: Search,
    only: tuple[str, ...] = (), more: Proof | None = None,
) -> Proof | None:  # fmt: skip
    """The goal by a proof of ``to`` on the ``inner`` context, where parts of it have the names of
    ``lets``, if the checker accepts that; ``more``: what else the rewriting says."""
    to = reread(inner, to)
    needs = search.defined(inner, to)
    then = search.prove(Goal(inner, goal.rel, to), only) if needs is not None else None
    found: Proof | None = then and {
        "rule": "rewrite", **(more or {}), "let": lets, "to": text(to), "to_defined": needs,
        "then": then,
    }  # fmt: skip
    return found if found is not None and holds(goal, found) else None


def behind_lemmas(
    goal: Goal, facts: Iterable[tuple[str, Term]], search: Search,
    then: Callable[[Goal], Proof | None], stated: bool = False,
) -> Proof | None:  # fmt: skip
    """What ``then`` finds where the facts are known: those that do not hold at sight, or all if
    they are to be ``stated``, are shown, each as a lemma from the hypotheses of the goal."""
    context, lemmas = goal.context, list[Proof]()
    keep = list(range(len(context.hypotheses)))
    for rel, fact in facts:
        if not stated and context.holds(rel, fact):
            continue
        needs = search.defined(goal.context, fact)
        proof = search.prove(Goal(goal.context, rel, fact)) if needs is not None else None
        if proof is None:
            return None
        proof = {"rule": "forget", "keep": keep, "defined": needs, "then": proof}
        lemmas.append(
            {"rule": "lemma", "is": rel, "of": text(fact), "defined": needs, "proof": proof}
        )
        context = context.assuming((rel, fact))
    found = then(goal.on(context))
    for lemma in reversed(lemmas if found else []):
        found = {**lemma, "then": found}
    return found


def holds(goal: Goal, proof: Proof) -> bool:
    """Whether the checker accepts the proof of the goal."""
    try:
        checker.prove(goal.context, goal.rel, goal.term, proof)
    except Rejected:
        return False
    return True


# ---------------------------------------------------------------- printing terms
