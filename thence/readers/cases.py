r"""What is given by cases, as ReLU(t) after its definition or ``\mathbb{1}[x > t]``: one link for
each case, under its condition.

A derivative is taken inside a case: where a case ends, there may be none, so that place has to be
excluded by a hypothesis.  Under a sum or integral whose variable the conditions name there are no
cases of the whole; an indicator is written as a formula there, and anything else is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from thence.claim import SHAPES, Statement
from thence.domain import Domain
from thence.errors import ReadError
from thence.expr import ONE, ZERO, Expr, bound_names, call, free_symbols, num, rebuild, walk
from thence.readers.feasible import check_feasible
from thence.readers.mathtree import CASES, OPPOSITE, Link

#: So many links at most come of one.
MAX_CASES = 64
#: The signs that the difference of the sides may have.
_SIGNS = {"<": {-1}, "<=": {-1, 0}, ">": {1}, ">=": {0, 1}, "=": {0}, "!=": {-1, 1}}
_STRICT = {"<=": "<", ">=": ">"}


def in_cases(link: Link, domains: Mapping[str, Domain]) -> list[Link]:
    """The links that together say what a link says."""
    assert link.lhs is not None
    flat = replace(
        link,
        lhs=_without_bound(link.lhs, frozenset()),
        rhs=_without_bound(link.rhs, frozenset()),
        assuming=tuple(_without_bound(h, frozenset()) for h in link.assuming),
    )
    found = list(_split(flat, domains))
    if not found:
        raise ReadError("no case is possible under the hypotheses.", hint="Check the conditions.")
    return found


def _split(link: Link, domains: Mapping[str, Domain]) -> Iterator[Link]:
    parts = [part for part in (link.lhs, link.rhs, *link.assuming) if part is not None]
    node = next((n for part in parts for n in walk(part) if n.head == CASES), None)
    if node is None:
        yield replace(link, assuming=(*link.assuming, *_pinned(link.assuming)))
        return
    conditions = [c for case in node.args for c in case.args[1:]]
    names = frozenset[str]().union(*map(free_symbols, conditions))
    if link.rel in SHAPES and link.rhs.name in names:
        hint = "Claim that its derivative increases, case by case."
        raise ReadError(f"{link.rel} in what has cases in {link.rhs}.", hint=hint)
    if link.towards is not None and link.towards.name in names:
        hint = "Write the case that counts there."
        raise ReadError(f"cases in {link.towards.name}, which tends somewhere.", hint=hint)
    differentiated = any(_varied(part, node) & names for part in parts)
    count = 0
    for case in node.args:
        value, *own = case.args
        if differentiated:
            own = [_opened(condition, link.assuming, domains) for condition in own]
        if not _possible((*link.assuming, *own), domains):
            continue
        lhs, rhs, *assuming = (_put(part, node, value) for part in parts)
        under = tuple(dict.fromkeys([*assuming, *own]))
        for one in _split(replace(link, lhs=lhs, rhs=rhs, assuming=under), domains):
            if not _possible(one.assuming, domains):
                continue
            count += 1
            if count > MAX_CASES:
                raise ReadError(f"more than {MAX_CASES} cases.", hint="Split the equation.")
            yield one


def _put(expr: Expr, node: Expr, value: Expr) -> Expr:
    """The expression with a node replaced, wherever it occurs."""
    return value if expr == node else rebuild(expr, lambda part: _put(part, node, value))


def _varied(expr: Expr, node: Expr) -> frozenset[str]:
    """The variables of derivatives of what holds the node."""
    if expr.head == "Derivative" and any(one == node for one in walk(expr.args[0])):
        over = {n.name for b in expr.args[1:] for n in walk(b) if n.head in ("sym", "at")}
        return frozenset(over)
    return frozenset[str]().union(*(_varied(part, node) for part in expr.args))


def _opened(condition: Expr, known: Sequence[Expr], domains: Mapping[str, Domain]) -> Expr:
    """The condition without its edge, which has to be excluded."""
    if condition.head in _STRICT:
        edge = Expr("=", condition.args)
        if _possible((*known, edge), domains):
            hint = rf"Exclude it: \text{{for }} {condition.args[0]} \ne {condition.args[1]}."
            raise ReadError(f"a derivative where {edge}, at the end of a case?", hint=hint)
        return Expr(_STRICT[condition.head], condition.args)
    if condition.head == "=":
        hint = "Claim it of the other cases alone."
        raise ReadError(f"a derivative in the case {condition}.", hint=hint)
    return condition


def _possible(hypotheses: Sequence[Expr], domains: Mapping[str, Domain]) -> bool:
    """Whether the hypotheses do not exclude each other at sight."""
    signs = _signs(hypotheses)
    if not all(signs.values()):
        return False
    used = frozenset[str]().union(*map(free_symbols, hypotheses))
    given = {name: domain for name, domain in domains.items() if name in used}
    if any(free_symbols(h) - given.keys() or _has_cases(h) for h in hypotheses):
        return True
    try:
        check_feasible(Statement(ZERO, "=", ZERO, given, tuple(hypotheses)))
    except ReadError:
        return False
    return True


def _signs(hypotheses: Sequence[Expr]) -> dict[tuple[Expr, ...], set[int]]:
    """The signs that are left for the difference of two sides, at sight."""
    signs: dict[tuple[Expr, ...], set[int]] = {}
    for hypothesis in hypotheses:
        args, allowed = hypothesis.args, _SIGNS[hypothesis.head]
        if args[0].head == "neg" and args[1] == ZERO:
            args, allowed = (args[0].args[0], ZERO), {-sign for sign in allowed}
        if args[::-1] in signs:
            args, allowed = args[::-1], {-sign for sign in allowed}
        signs[args] = signs.get(args, {-1, 0, 1}) & allowed
    return signs


def _pinned(hypotheses: Sequence[Expr]) -> list[Expr]:
    """Equations that hold because nothing else is left, as of ``t <= 0`` and ``-t <= 0``."""
    left = [Expr("=", args) for args, signs in _signs(hypotheses).items() if signs == {0}]
    return [equation for equation in left if equation not in hypotheses]


def _has_cases(expr: Expr) -> bool:
    return any(node.head == CASES for node in walk(expr))


def _without_bound(expr: Expr, bound: frozenset[str]) -> Expr:
    """The expression with formulas for cases that depend on a variable of a sum around them."""
    bound |= bound_names(expr)
    made = rebuild(expr, lambda part: _without_bound(part, bound))
    if made.head != CASES:
        return made
    conditions = [c for case in made.args for c in case.args[1:]]
    if not any(free_symbols(c) & bound for c in conditions):
        return made
    if any(case.args[0].head != "num" for case in made.args):
        hint = "Write it with max, min or absolute values, or an indicator."
        raise ReadError("cases inside a sum, an integral or a limit over them.", hint=hint)
    total = ZERO
    for case in made.args:
        value, *own = case.args
        if value != ZERO:
            part = _product([*([] if value == ONE else [value]), *map(_indicator, own)])
            total = part if total == ZERO else total + part
    return total


def _product(factors: list[Expr]) -> Expr:
    first, *rest = factors
    for factor in rest:
        first = first * factor
    return first


def _indicator(condition: Expr) -> Expr:
    """1 where a relation holds, 0 elsewhere, of signs."""
    left, right = condition.args
    if condition.head in (">", "<"):
        gap = left - right if condition.head == ">" else right - left
        return call("Max", call("sign", gap), ZERO)
    if condition.head in (">=", "<="):
        return num(1) - _indicator(Expr(OPPOSITE[condition.head], condition.args))
    apart = call("Abs", call("sign", left - right))
    return apart if condition.head == "!=" else num(1) - apart


def covers(cases: Sequence[Sequence[Expr]]) -> bool:
    """Whether conditions are one relation and its opposite, or intervals of one variable whose ends
    fit together: in that many pairs, one fewer than cases, one of two holds, so that not every case
    can fail."""
    if len(cases) == 2 and len(cases[0]) == len(cases[1]) == 1:
        (one,), (other,) = cases
        signs = _SIGNS[other.head]
        signs = signs if one.args == other.args else {-sign for sign in signs}
        same = one.args in (other.args, other.args[::-1])
        if same and not _SIGNS[one.head] & signs and len(_SIGNS[one.head] | signs) == 3:
            return True
    lower: list[tuple[Expr, bool]] = []
    upper: list[tuple[Expr, bool]] = []
    whole = set.intersection(*(_bounded(c) for case in cases for c in case))
    if len(whole) != 1:
        return False
    for case in cases:
        for condition in case:
            (left, right), rel = condition.args, condition.head
            if rel == "=":
                lower.append((right, True))
                upper.append((right, True))
                continue
            if left.head != "sym" or left.name not in whole:
                left, right = right, left
                rel = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}.get(rel, rel)
            if rel == "!=":
                return False
            (lower if rel[0] == ">" else upper).append((right, rel[-1] == "="))
    meeting = sorted((str(end), not closed) for end, closed in upper)
    return (
        len(lower) == len(upper) == len(cases) - 1
        and sorted((str(end), closed) for end, closed in lower) == meeting
    )


def _bounded(condition: Expr) -> set[str]:
    """The variables that a condition bounds by what does not hold them."""
    sides = (condition.args, condition.args[::-1])
    return {
        one.name
        for one, other in sides
        if one.head == "sym" and one.name not in free_symbols(other)
    }
