"""Functions by cases: a claim about one is a claim about each case, under what holds in it.

``Piecewise((a, c), (b, True))`` is ``a`` where ``c`` holds and ``b`` elsewhere, so ``f rel g`` is
the same relation with ``a`` under ``c`` and with ``b`` under its contrary.  A case that the domain
leaves no room for is dropped; where the cases leave a part of the domain out, the claim is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from thence.claim import Claim, Statement, narrowed
from thence.errors import ReadError
from thence.expr import RELATIONS, Expr, bound_names, free_symbols, rebuild, walk
from thence.feasible import check_feasible
from thence.forms import Form, relation

#: Statements that a claim may be taken apart into.
MOST = 32
CONTRARY = {"<": ">=", ">=": "<", ">": "<=", "<=": ">", "=": "!=", "!=": "="}


def taken_apart(claim: Claim) -> Claim:
    """The claim with a statement for each case, and what it said as a whole as its form; the claim
    itself where nothing is by cases."""
    if not any(_first(statement) for statement in claim.statements):
        return claim
    statements = tuple(part for whole in claim.statements for part in by_cases(whole))
    if claim.form is not None or len(claim.statements) > 1:
        return replace(claim, statements=statements)
    (said,) = claim.statements
    return replace(claim, form=_form(said), statements=statements)


def by_cases(statement: Statement) -> tuple[Statement, ...]:
    """A statement for each case of every ``Piecewise`` in it that has points in the domain.

    >>> from thence.claim import read_statement
    >>> relu = "Piecewise((x, x > 0), (0, True))"
    >>> for case in by_cases(read_statement({"x": "real"}, [], relu, ">=", "x")):
    ...     print(case, "where", *case.assuming)
    x >= x where x > 0
    0 >= x where x <= 0
    """
    for side in _sides(statement):
        _check(side, frozenset())
    if _first(statement) and statement.rel not in (*RELATIONS, "defined"):
        what = f"a function by cases, of which {statement.rel} is said."
        raise ReadError(what, hint="Claim what it says of each case, under its condition.")
    done: list[Statement] = []
    open_ = [statement]
    while open_:
        one = open_.pop()
        node = _first(one)
        if node is None:
            done.append(narrowed(one))
        else:
            open_ += reversed(list(_resolved(one, node)))
        if len(done) + len(open_) > MOST:
            raise ReadError(f"more than {MOST} cases.", hint="Split the claim into steps.")
    if not done:
        raise ReadError("no case has a point in the domain.", hint="Check the conditions.")
    return tuple(done)


def _form(said: Statement) -> Form:
    parts = (said.lhs, "is defined") if said.rel == "defined" else None
    return Form(parts or (relation(said.lhs, said.rel, said.rhs),), said.given, said.assuming)


def _sides(statement: Statement) -> tuple[Expr, ...]:
    return statement.lhs, statement.rhs, *statement.assuming


def _first(statement: Statement) -> Expr | None:
    """A ``Piecewise`` of the statement with none in its conditions."""
    nodes = (node for side in _sides(statement) for node in walk(side))
    found = [node for node in nodes if node.head == "Piecewise"]
    inner = (n for n in found if not any(c.head == "Piecewise" for c in _of_conditions(n)))
    return next(inner, None)


def _of_conditions(node: Expr) -> Iterator[Expr]:
    """What stands in the conditions of a ``Piecewise``."""
    return (part for case in node.args for holds in case.args[1:] for part in walk(holds))


def _check(expr: Expr, bound: frozenset[str]) -> None:
    """That no condition is about a variable that a sum, an integral or a limit runs over."""
    if expr.head == "Piecewise":
        names = {n for case in expr.args for holds in case.args[1:] for n in free_symbols(holds)}
        if caught := sorted(names & bound):
            raise ReadError(
                f"{caught[0]} decides between cases inside what runs over it.",
                hint="Split the range there, or claim each case under its condition.",
            )
    bound |= bound_names(expr)
    for arg in expr.args:
        _check(arg, bound)


def _resolved(statement: Statement, node: Expr) -> Iterator[Statement]:
    """The statement with each case of the node in its place, where that has points."""
    if len(node.args) > MOST:
        raise ReadError(f"more than {MOST} cases.", hint="Split the claim into steps.")
    moving = frozenset[str]().union(*(_moving(side, node) for side in _sides(statement)))
    for value, holds in _cases(node):
        holds = tuple(_inside(statement, one, moving) for one in holds)
        lhs, rhs, *assuming = (_put(side, node, value) for side in _sides(statement))
        more = [h for h in dict.fromkeys(holds) if h not in assuming]
        one = replace(statement, lhs=lhs, rhs=rhs, assuming=(*assuming, *more))
        if not _empty(one):
            yield one
    for holds in _outside([case.args[1:] for case in node.args]):
        rest = replace(statement, assuming=(*statement.assuming, *holds))
        if not _empty(rest):
            where = ", ".join(map(str, holds))
            raise ReadError(f"no case is said for {where}.", hint="End with (value, True).")


def _cases(node: Expr) -> Iterator[tuple[Expr, tuple[Expr, ...]]]:
    """Each value, and what holds where it is the first whose condition does."""
    for k, case in enumerate(node.args):
        value, *conditions = case.args
        for outside in _outside([earlier.args[1:] for earlier in node.args[:k]]):
            yield value, (*outside, *conditions)


def _outside(conditions: list[tuple[Expr, ...]]) -> list[tuple[Expr, ...]]:
    """Where none of the conditions holds, each a conjunction: in parts that do not overlap."""
    found: list[tuple[Expr, ...]] = [()]
    for holds in conditions:
        contrary = [(*holds[:k], Expr(CONTRARY[one.head], one.args)) for k, one in enumerate(holds)]
        found = [(*before, *part) for before in found for part in contrary]
        if len(found) > MOST:
            raise ReadError(f"more than {MOST} cases.", hint="Split the claim into steps.")
    return found


def _moving(expr: Expr, node: Expr) -> frozenset[str]:
    """The variables that derivatives are taken in of what the node is a part of."""
    found = frozenset[str]().union(*(_moving(arg, node) for arg in expr.args))
    if expr.head == "Derivative" and any(part == node for part in walk(expr.args[0])):
        over = (a.args[0] if a.head == "tuple" else a for a in expr.args[1:])
        return found.union(*map(free_symbols, over))
    return found


def _inside(statement: Statement, holds: Expr, moving: frozenset[str]) -> Expr:
    """A condition that still holds when the variables that move do so a little: one that leaves
    out the places where the case ends, as the statement has to say; of continuous functions."""
    if not free_symbols(holds) & moving:
        return holds
    strict = Expr({"<=": "<", ">=": ">"}.get(holds.head, holds.head), holds.args)
    what = f"a derivative by cases is taken where {holds}."
    if holds.head != "=" and any(n.head not in _CONTINUOUS for n in walk(strict)):
        raise ReadError(what, hint="Claim the derivative of each case, under its condition.")
    edge = Expr("!=", holds.args)
    if holds.head == "=" or (strict != holds and edge not in statement.assuming):
        raise ReadError(what, hint=f"Leave out where the case ends: assume {edge}.")
    return strict


#: Of what conditions are made that hold around a place if they hold there.
_CONTINUOUS = {"<", ">", "!=", "num", "sym", "const", "+", "-", "*", "neg", "Abs", "Max", "Min"}


def _put(expr: Expr, node: Expr, value: Expr) -> Expr:
    return value if expr == node else rebuild(expr, lambda arg: _put(arg, node, value))


def _empty(statement: Statement) -> bool:
    """Whether the statement is surely about no point at all."""
    known = set(statement.assuming)
    if any(Expr(CONTRARY[h.head], h.args) in known for h in known):
        return True
    try:
        check_feasible(statement)
    except ReadError:
        return True
    return False
