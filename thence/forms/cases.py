r"""Functions by cases: a claim about one is a claim about each case, under what holds in it.

``Piecewise((a, c), (b, True))`` is ``a`` where ``c`` holds and ``b`` elsewhere, so ``f rel g`` is
the same relation with ``a`` under ``c`` and with ``b`` under its contrary.  A case that the domain
leaves no room for is dropped; where the cases leave a part of the domain out, the claim is refused.

A derivative is taken inside a case: where a case ends, there may be none, so that place has to be
excluded by a hypothesis.  Under a sum or an integral whose variable the conditions name there are
no cases of the whole: the range of an integral is split at constants, numbers by cases are written
as a formula, and anything else is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from itertools import pairwise

from thence.claim import Claim
from thence.domain import REAL, Domain
from thence.errors import ReadError
from thence.expr import ONE, OO, ZERO, Expr, bound_names, call, free_symbols, num, rebuild, walk
from thence.feasible import check_feasible
from thence.form import Form
from thence.forms import relation
from thence.statement import SHAPES, Statement, narrowed

#: Statements that a claim may be taken apart into.
MOST = 64
CONTRARY = {"<": ">=", ">=": "<", ">": "<=", "<=": ">", "=": "!=", "!=": "="}
#: The signs that the difference of the sides may have.
_SIGNS = {"<": {-1}, "<=": {-1, 0}, ">": {1}, ">=": {0, 1}, "=": {0}, "!=": {-1, 1}}
_STRICT = {"<=": "<", ">=": ">"}
#: Of what conditions are made that hold around a place if they hold there.
_CONTINUOUS = {*_SIGNS, "num", "sym", "at", "const", "+", "-", "*", "neg", "Abs", "Max", "Min"}

Hypotheses = tuple[Expr, ...]


def taken_apart(claim: Claim) -> Claim:
    """The claim with a statement for each case, and what it said as a whole as its form; the claim
    itself where nothing is by cases."""
    if not any(_first(_extremes_apart(statement)) for statement in claim.statements):
        return claim
    statements = tuple(
        part for whole in claim.statements for part in by_cases(_extremes_apart(whole))
    )
    return replace(claim, form=claim.form or said(claim.statements), statements=statements)


def _extremes_apart(statement: Statement) -> Statement:
    """The statement with cases for the maxima and minima in what a derivative is taken of."""
    return _with_sides(statement, [_slopes_apart(side, frozenset()) for side in _sides(statement)])


def _slopes_apart(expr: Expr, over: frozenset[str]) -> Expr:
    """The expression with cases for what is a maximum or minimum of these variables."""
    if expr.head == "Derivative":
        body, *bounds = expr.args
        names = (node.name for b in bounds for node in walk(b) if node.head in ("sym", "at"))
        return Expr("Derivative", (_slopes_apart(body, over.union(names)), *bounds))
    made = rebuild(expr, lambda part: _slopes_apart(part, over))
    if made.head not in ("Max", "Min") or not any(
        node.name in over for node in walk(made) if node.head in ("sym", "at")
    ):
        return made
    order = ">=" if made.head == "Max" else "<="
    first, *others = made.args
    for other in others:
        case = call("case", first, Expr(order, (first, other)))
        first = call("Piecewise", case, call("case", other))
    return first


def said(statements: Sequence[Statement], otherwise: str = "case by case") -> Form:
    """What one statement says, as a form; of several, how they are taken apart."""
    one, *more = statements
    if more or one.rel in SHAPES or one.towards is not None:
        return Form((otherwise,), one.given, one.assuming)
    if one.rel == "defined":
        return Form((one.lhs, "is defined"), one.given, one.assuming)
    return Form((relation(one.lhs, one.rel, one.rhs),), one.given, one.assuming)


def by_cases(statement: Statement) -> tuple[Statement, ...]:
    """A statement for each case of every ``Piecewise`` in it that has points in the domain.

    >>> from thence.statement import read_statement
    >>> relu = "Piecewise((x, x > 0), (0, True))"
    >>> for case in by_cases(read_statement({"x": "real"}, [], relu, ">=", "x")):
    ...     print(case, "where", *case.assuming)
    x >= x where x > 0
    0 >= x where x <= 0
    """
    for side in _sides(statement):
        _check_size(side)
    whole = _with_sides(statement, [_unbound(side, frozenset()) for side in _sides(statement)])
    done: list[Statement] = []
    open_ = [whole]
    while open_:
        one = open_.pop()
        node = _first(one)
        if node is None:
            pinned = _pinned(one.assuming)
            done.append(narrowed(replace(one, assuming=(*one.assuming, *pinned))))
        else:
            open_ += reversed(list(_resolved(one, node)))
        if len(done) + len(open_) > MOST:
            raise ReadError(f"more than {MOST} cases.", hint="Split the claim into steps.")
    if not done:
        raise ReadError("no case has a point in the domain.", hint="Check the conditions.")
    return tuple(done)


def _check_size(expr: Expr) -> None:
    """That there are not so many cases and conditions that comparing them takes long."""
    nodes = [node for node in walk(expr) if node.head == "Piecewise"]
    if len(nodes) > MOST or sum(len(case.args) for node in nodes for case in node.args) > 2 * MOST:
        raise ReadError(f"more than {MOST} cases.", hint="Split the claim into steps.")


def left_out(node: Expr, known: Hypotheses, given: Mapping[str, Domain]) -> Hypotheses | None:
    """What holds where no case of a ``Piecewise`` may be meant, or None where there is no place."""
    outside = _outside([case.args[1:] for case in node.args])
    return next((holds for holds in outside if _possible((*known, *holds), given)), None)


# ---------------------------------------------------------------- the cases of one node


def _sides(statement: Statement) -> tuple[Expr, ...]:
    return statement.lhs, statement.rhs, *statement.assuming


def _with_sides(statement: Statement, sides: Sequence[Expr]) -> Statement:
    lhs, rhs, *assuming = sides
    return replace(statement, lhs=lhs, rhs=rhs, assuming=tuple(dict.fromkeys(assuming)))


def _first(statement: Statement) -> Expr | None:
    """A ``Piecewise`` of the statement with none in its conditions."""
    nodes = (node for side in _sides(statement) for node in walk(side))
    found = [node for node in nodes if node.head == "Piecewise"]
    return next((n for n in found if not any(map(_has_cases, _conditions(n)))), None)


def _has_cases(expr: Expr) -> bool:
    return any(node.head == "Piecewise" for node in walk(expr))


def _conditions(node: Expr) -> list[Expr]:
    return [condition for case in node.args for condition in case.args[1:]]


def _resolved(statement: Statement, node: Expr) -> Iterator[Statement]:
    """The statement with each case of the node in its place, where that has points."""
    known, given = statement.assuming, statement.given
    names = _names(_conditions(node))
    _check_local(statement, names)
    moving = any(_varied(side, node) & names for side in _sides(statement))
    for value, holds in _cases(node, known, given):
        inside = [_opened(one, known, given) for one in holds] if moving else holds
        if _possible((*known, *inside), given):
            sides = [_put(side, node, value) for side in _sides(statement)]
            one = _with_sides(statement, [*sides, *inside])
            if _possible(one.assuming, given):
                yield one
    rest = left_out(node, known, given)
    if rest is not None:
        what = f"no case is said for {', '.join(map(str, rest))}."
        raise ReadError(what, hint="Say what is left, as (value, True), or otherwise.")


def _check_local(statement: Statement, names: frozenset[str]) -> None:
    """That what the statement says of a function it says of it place by place."""
    if statement.rel in SHAPES and statement.rhs.name in names:
        hint = "Claim that its derivative increases, case by case."
        raise ReadError(f"{statement.rel} in what has cases in {statement.rhs}.", hint=hint)
    if statement.towards is not None and statement.towards.name in names:
        what = f"cases in {statement.towards.name}, which tends somewhere."
        raise ReadError(what, hint="Write the case that counts there.")


def _cases(
    node: Expr, known: Hypotheses, given: Mapping[str, Domain]
) -> Iterator[tuple[Expr, Hypotheses]]:
    """Each value, and what holds where it is the first whose condition does: nothing is said of
    earlier cases that its own conditions exclude."""
    for k, case in enumerate(node.args):
        value, *own = case.args
        earlier = [one.args[1:] for one in node.args[:k]]
        met = [holds for holds in earlier if _possible((*known, *own, *holds), given)]
        for outside in _outside(met):
            yield value, tuple(dict.fromkeys((*outside, *own)))


def _outside(conditions: Sequence[Hypotheses]) -> list[Hypotheses]:
    """Where none of the conditions holds, each a conjunction: in parts that do not overlap."""
    found: list[Hypotheses] = [()]
    for holds in conditions:
        contrary = [(*holds[:k], Expr(CONTRARY[one.head], one.args)) for k, one in enumerate(holds)]
        found = [(*before, *part) for before in found for part in contrary]
        if len(found) > MOST:
            raise ReadError(f"more than {MOST} cases.", hint="Split the claim into steps.")
    return found


def _put(expr: Expr, node: Expr, value: Expr) -> Expr:
    """The expression with a node replaced, wherever it occurs."""
    return value if expr == node else rebuild(expr, lambda arg: _put(arg, node, value))


# ---------------------------------------------------------------- derivatives, sums and integrals


def _varied(expr: Expr, node: Expr) -> frozenset[str]:
    """The variables of derivatives of what holds the node."""
    found = frozenset[str]().union(*(_varied(arg, node) for arg in expr.args))
    if expr.head == "Derivative" and any(part == node for part in walk(expr.args[0])):
        over = (n.name for b in expr.args[1:] for n in walk(b) if n.head in ("sym", "at"))
        return found.union(over)
    return found


def _opened(condition: Expr, known: Hypotheses, given: Mapping[str, Domain]) -> Expr:
    """The condition without its edge, which has to be excluded; of continuous functions, so that it
    holds around a place if it holds there."""
    edge = Expr("=", condition.args)
    if condition.head == "=":
        what, hint = f"a derivative in the case {condition}.", "Claim it of the other cases alone."
        raise ReadError(what, hint=hint)
    if any(part.head not in _CONTINUOUS for part in walk(condition)):
        hint = "Claim the derivative of each case, under its condition."
        raise ReadError(f"a derivative where {condition}, which may end anywhere.", hint=hint)
    if condition.head in _STRICT and _possible((*known, edge), given):
        hint = f"Exclude it: assume {Expr('!=', condition.args)}."
        raise ReadError(f"a derivative where {edge}, at the end of a case?", hint=hint)
    return Expr(_STRICT.get(condition.head, condition.head), condition.args)


def _unbound(expr: Expr, bound: frozenset[str]) -> Expr:
    """The expression with split ranges, or formulas, for cases that depend on a variable of an
    integral or a sum around them."""
    bound |= bound_names(expr)
    if expr.head == "Integral" and len(expr.args) == 2:
        expr = _split_range(rebuild(expr, _split_ranges)) or expr
    made = rebuild(expr, lambda part: _unbound(part, bound))
    if made.head != "Piecewise" or not any(free_symbols(c) & bound for c in _conditions(made)):
        return made
    if any(case.args[0].head != "num" for case in made.args):
        hint = "Write it with max, min or absolute values, or split the range."
        raise ReadError("cases inside a sum, an integral or a limit over them.", hint=hint)
    *cases, last = made.args
    if last.args[1:]:
        hint = "Say what is left, as (value, True), or otherwise."
        raise ReadError("no case is said for what is left inside a sum or an integral.", hint=hint)
    total = last.args[0]
    for case in reversed(cases):
        total = _chosen(case.args[0], total, _indicator(case.args[1:]))
    return total


def _split_ranges(expr: Expr) -> Expr:
    """The expression with every integral over cases split, where it can be."""
    made = rebuild(expr, _split_ranges)
    split = made.head == "Integral" and len(made.args) == 2
    return (_split_range(made) or made) if split else made


def _split_range(integral: Expr) -> Expr | None:
    """An integral from one constant to another as a sum of such, in each of which one case holds;
    None where that is not seen."""
    body, (t, low, high) = integral.args[0], integral.args[1].args
    nodes = [n for n in walk(body) if n.head == "Piecewise" and t.name in _names(_conditions(n))]
    cuts = [low, high]
    for condition in {c: None for node in nodes for c in _conditions(node)}:
        sides = [side for side in condition.args if side != t]
        if len(sides) != 1 or free_symbols(sides[0]):
            return None
        places = [k for k, cut in enumerate(cuts) if _below(sides[0], cut)]
        if len(places) < len(cuts) and sides[0] not in cuts and places:
            cuts.insert(places[0], sides[0])
    if not nodes or not all(_below(a, b) for a, b in pairwise(cuts)):
        return None
    parts = [_on(body, t, a, b) for a, b in pairwise(cuts)]
    return None if None in parts else reduce(Expr.__add__, [part for part in parts if part])


def _on(body: Expr, t: Expr, low: Expr, high: Expr) -> Expr | None:
    """The integral over a part of the range where each ``Piecewise`` has one case."""
    between = [(">", low), ("<", high)]
    inside = tuple(Expr(rel, (t, end)) for rel, end in between if end not in (OO, -OO))
    given = {t.name: REAL}
    while (node := next((n for n in walk(body) if n.head == "Piecewise"), None)) is not None:
        met = (case for case in node.args if _possible((*inside, *case.args[1:]), given))
        case = next(met, None)
        if case is None or left_out(Expr("Piecewise", (case,)), inside, given) is not None:
            return None
        body = _put(body, node, case.args[0])
    return call("Integral", body, call("tuple", t, low, high))


def _below(a: Expr, b: Expr) -> bool:
    """Whether a constant is surely less than another one."""
    return not free_symbols(a) | free_symbols(b) and not _possible((Expr(">=", (a, b)),), {})


def _names(expressions: Sequence[Expr]) -> frozenset[str]:
    return frozenset[str]().union(*map(free_symbols, expressions))


def _chosen(value: Expr, other: Expr, indicator: Expr) -> Expr:
    """One value where the indicator is 1, the other where it is 0."""
    if other == ZERO:
        return indicator if value == ONE else value * indicator
    if (value, other) == (ZERO, ONE):
        return ONE - indicator
    return other + (value - other) * indicator


def _indicator(conditions: Sequence[Expr]) -> Expr:
    """1 where all relations hold, 0 elsewhere, of signs."""
    first, *rest = map(_indicates, conditions)
    for factor in rest:
        first = first * factor
    return first


def _indicates(condition: Expr) -> Expr:
    left, right = condition.args
    if condition.head in (">", "<"):
        gap = left - right if condition.head == ">" else right - left
        return call("Max", call("sign", gap), ZERO)
    if condition.head in (">=", "<="):
        return num(1) - _indicates(Expr(CONTRARY[condition.head], condition.args))
    apart = call("Abs", call("sign", left - right))
    return apart if condition.head == "!=" else num(1) - apart


# ---------------------------------------------------------------- what excludes what


def _possible(hypotheses: Hypotheses, given: Mapping[str, Domain]) -> bool:
    """Whether the hypotheses do not exclude each other at sight."""
    if not all(_signs(hypotheses).values()):
        return False
    used = _names(hypotheses)
    if used - given.keys() or any(map(_has_cases, hypotheses)):
        return True
    domains = {name: domain for name, domain in given.items() if name in used}
    try:
        check_feasible(Statement(ZERO, "=", ZERO, domains, hypotheses))
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
