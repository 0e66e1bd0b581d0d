"""Variables put in order: free where a goal is symmetric or cyclic, by cases elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, pairwise, permutations

from thence import checker
from thence.checker import Context, NormalForm, Proof, Term, sym
from thence.provers.goal import Goal
from thence.provers.terms import in_normal_form, text

#: Variables of one kind up to which all their orders are gone through.
ORDERED = 3
Leaf = Callable[[Goal], Proof | None]


def plans(goal: Goal) -> Iterator[Callable[[Goal, Leaf], Proof | None]]:
    """Ways to split the goal: as it is, its variables in order."""
    yield lambda g, leaf: leaf(g)
    names = alike(goal)
    if whole := symmetric(goal, names):
        yield lambda g, leaf: in_order(g, whole, False, leaf)
    elif cycle := turning(goal, names):
        yield lambda g, leaf: in_order(g, cycle, True, leaf)
        rest = cycle[1:]
        yield lambda g, leaf: in_order(g, cycle, True, lambda h: _sorted(h, [], rest, leaf))
    elif 1 < len(names) <= ORDERED:
        yield lambda g, leaf: _sorted(g, [], names, leaf)


def alike(goal: Goal) -> list[str]:
    """The largest set of variables with one and the same domain."""
    groups: dict[str, list[str]] = {}
    for name in sorted(goal.free):
        if name in goal.context.box:
            groups.setdefault(repr(goal.context.ends[name]), []).append(name)
    return max(groups.values(), key=len, default=[])


def in_order(goal: Goal, names: list[str], turned: bool, leaf: Leaf) -> Proof | None:
    """The goal with its variables in increasing order, or the first the least."""
    pairs = [(names[0], b) for b in names[1:]] if turned else combinations(names, 2)
    inner = goal.context.assuming(*((">=", sym(b) - sym(a)) for a, b in pairs))
    then = leaf(goal.on(inner))
    if then is None:
        return None
    found = {"rule": "symmetry", "of": names, "then": then}
    return {**found, "turned": True} if turned else found


def _sorted(goal: Goal, placed: list[str], rest: list[str], leaf: Leaf) -> Proof | None:
    """The goal for each order of the variables: each of the rest is put in its place."""
    if not rest:
        return leaf(goal)
    if not placed:
        return _sorted(goal, rest[:1], rest[1:], leaf)
    return _inserted(goal, placed, 0, rest, leaf)


def _inserted(goal: Goal, placed: list[str], k: int, rest: list[str], leaf: Leaf) -> Proof | None:
    """The first of the rest at place k or later among those that are in increasing order."""
    if k == len(placed):
        return _sorted(goal, [*placed, rest[0]], rest[1:], leaf)
    gap = sym(placed[k]) - sym(rest[0])
    before = _sorted(
        goal.on(goal.context.assuming((">=", gap))),
        [*placed[:k], rest[0], *placed[k:]],
        rest[1:],
        leaf,
    )
    if before is None:
        return None
    after = _inserted(goal.on(goal.context.assuming((">=", -gap))), placed, k + 1, rest, leaf)
    return after and {"rule": "cases", "on": text(gap), "above": before, "below": after}


def symmetric(goal: Goal, names: list[str]) -> list[str]:
    """The names, where neighbours may be exchanged and nothing changes, or none."""
    moves = [{a: sym(b), b: sym(a)} for a, b in pairwise(names)]
    return names if len(names) > 1 and all(_fixed(goal, m) for m in moves) else []


def turning(goal: Goal, names: list[str]) -> list[str]:
    """The names in an order that may be rotated and nothing changes, or none."""
    if not 2 < len(names) < 5:
        return []
    first, *rest = names
    for order in permutations(rest):
        turned = [first, *order]
        move = dict(zip(turned, (sym(b) for b in [*order, first]), strict=True))
        if _fixed(goal, move):
            return turned
    return []


def _fixed(goal: Goal, move: dict[str, Term]) -> bool:
    """Whether the term stays the same when its variables are renamed, and the hypotheses do; of
    an integer and a real number it does not, whatever it looks like."""
    context = goal.context
    if any(_kind(context, a) != _kind(context, b[1]) for a, b in move.items()):
        return False

    def job(form: NormalForm) -> bool:
        same = (form.of(goal.term) + -form.of(checker.substitute(goal.term, move))).n == 0
        return same and all(
            any((form.of(checker.substitute(h, move)) + -form.of(k)).n == 0 for _, k in known)
            for _, h in known
        )

    known = context.hypotheses
    return bool(in_normal_form(context, job))


def _kind(context: Context, name: str) -> tuple[bool, bool, bool]:
    """Whether a variable is an integer, and which ends of its interval are left out."""
    whole = context.box[name]
    return name in context.whole, whole.lo_open, whole.hi_open
