"""Small changes to a claim: what a check is worth shows in what it says of them.

A mutant has to come out ``refuted`` or ``ill-posed``, or ``certified`` as true all the same.  One
that comes out as anything less was not told from the original: it is listed as undecided.

>>> from thence.statement import read_statement
>>> truth = read_statement({"x": "real"}, [], "x**2 + 1", ">=", "2*x")
>>> for mutant in list(mutants_of(truth))[:2]:
...     print(mutant.change, "|", mutant.statement)
sign | x**2 - 1 >= 2*x
constant 1e-3 | x**2 + 1001/1000 >= 2*x
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import Any

from thence.claim import Claim
from thence.domain import NONNEGATIVE, REAL, Domain
from thence.expr import ONE, Expr, num
from thence.statement import SHAPES, Statement

#: Relative sizes of a change to a constant.
SIZES = {"1e-3": Fraction(1, 10**3), "1e-6": Fraction(1, 10**6), "1e-9": Fraction(1, 10**9)}
_OPPOSITE = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_STRICTNESS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
_OTHER_SHAPE = {
    "increasing": "decreasing", "decreasing": "increasing",
    "nondecreasing": "nonincreasing", "nonincreasing": "nondecreasing",
    "convex": "concave", "concave": "convex",
}  # fmt: skip
#: A stronger order of growth, or another one.
_OTHER_ORDER = {"O": "o", "o": "~", "~": "o"}
#: Heads whose arguments after the first count something: their integers are not constants.
_COUNTING = frozenset({"Sum", "Product", "Derivative", "at", "KroneckerDelta", "factorial"})


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed statement, and the name of the change."""

    change: str
    statement: Statement


def mutants(claim: Claim, each: int, seed: int) -> Iterator[Claim]:
    """The claim with one of its statements changed: ``each`` of every change, picked by seed.

    Measured claims and remarks have none.
    """
    random = Random(f"{seed} {claim.id}")
    by_change: dict[str, list[tuple[int, Mutant]]] = {}
    for position, statement in enumerate(claim.statements):
        for mutant in mutants_of(statement):
            by_change.setdefault(mutant.change, []).append((position, mutant))
    for change, found in by_change.items():
        for position, mutant in random.sample(found, min(each, len(found))):
            name = f"{claim.id}~{change.replace(' ', '-')}.{found.index((position, mutant)) + 1}"
            yield replace(
                claim, id=name, statements=(mutant.statement,), expect=None, note=change, form=None,
                consequences=(), sufficient=False,
            )  # fmt: skip


def picked(every: Sequence[Claim], count: int, seed: int) -> list[Claim]:
    """``count`` of the mutants, in their order."""
    places = Random(f"{seed} of all").sample(range(len(every)), min(count, len(every)))
    return [every[place] for place in sorted(places)]


def mutants_of(statement: Statement) -> Iterator[Mutant]:
    """Every change to one statement that leaves another statement."""
    for change, found in (
        *_changed_sides(statement),
        *_changed_relation(statement),
        *_changed_domain(statement),
    ):
        if found != statement and found.lhs != found.rhs:
            yield Mutant(change, found)


def _changed_sides(statement: Statement) -> Iterator[tuple[str, Statement]]:
    digits = statement.rel == "~digits"
    shape = statement.rel in SHAPES or statement.rel == "defined"
    for change, rule in _RULES.items():
        for left in _everywhere(statement.lhs, rule):
            right = left if statement.rel == "defined" else statement.rhs
            yield change, replace(statement, lhs=left, rhs=right)
        if not digits and not shape:
            for right in _everywhere(statement.rhs, rule):
                yield change, replace(statement, rhs=right)
    if digits:
        yield "last digit", replace(statement, rhs=_next_digit(statement.rhs))


def _changed_relation(statement: Statement) -> Iterator[tuple[str, Statement]]:
    rel = statement.rel
    if rel in _OPPOSITE:
        yield "direction", replace(statement, rel=_OPPOSITE[rel])
        yield "strictness", replace(statement, rel=_STRICTNESS[rel])
    if rel in _OTHER_SHAPE:
        yield "direction", replace(statement, rel=_OTHER_SHAPE[rel])
    if rel in _OTHER_ORDER:
        yield "order", replace(statement, rel=_OTHER_ORDER[rel])


def _changed_domain(statement: Statement) -> Iterator[tuple[str, Statement]]:
    for k in range(len(statement.assuming)):
        less = statement.assuming[:k] + statement.assuming[k + 1 :]
        yield "dropped hypothesis", replace(statement, assuming=less)
    if statement.towards is not None and statement.towards.side:
        both = replace(statement.towards, side="")
        yield "wider domain", replace(statement, towards=both)
    for name, domain in statement.given.items():
        wider = _wider(domain)
        if wider != domain:
            yield "wider domain", replace(statement, given={**statement.given, name: wider})


def _wider(domain: Domain) -> Domain:
    """The closure of an open interval, and the reals for a closed one; one integer more."""
    if domain.integer:
        fixed = domain.index_of is not None or domain.lo == REAL.lo
        return domain if fixed else replace(domain, lo=_stepped(domain.lo, -1))
    ends = (domain.lo_open and domain.lo != REAL.lo, domain.hi_open and domain.hi != REAL.hi)
    if any(ends):
        return replace(domain, lo_open=domain.lo == REAL.lo, hi_open=domain.hi == REAL.hi)
    return replace(REAL, sizes=domain.sizes) if domain != NONNEGATIVE else REAL


def _next_digit(decimal: Expr) -> Expr:
    text = str(decimal.value)
    return Expr("decimal", value=text[:-1] + str((int(text[-1]) + 5) % 10))


# ------------------------------------------------------------------ changes to an expression

Rule = Callable[[Expr], Iterable[Expr]]


def _everywhere(expr: Expr, rule: Rule) -> Iterator[Expr]:
    """The expression with the rule used once, at each place where it applies."""
    yield from rule(expr)
    fixed = expr.head in _COUNTING or expr.head == "tuple"
    for position, arg in enumerate(expr.args):
        if position > 0 and (fixed or expr.head == "**") and rule not in (_index,):
            continue
        if expr.head == "at" or (expr.head == "tuple" and position == 0):
            continue
        for changed in _everywhere(arg, rule):
            args = (*expr.args[:position], changed, *expr.args[position + 1 :])
            yield Expr(expr.head, args, expr.value)


def _sign(expr: Expr) -> Iterable[Expr]:
    if expr.head in ("+", "-"):
        yield Expr("-" if expr.head == "+" else "+", expr.args)
    elif expr.head == "neg":
        yield expr.args[0]


def _constant(size: Fraction) -> Rule:
    def rule(expr: Expr) -> Iterable[Expr]:
        if expr.head == "num" and expr.number:
            yield num(expr.number * (1 + size))

    return rule


def _exponent(expr: Expr) -> Iterable[Expr]:
    if expr.head == "**" and expr.args[1].head == "num":
        yield Expr("**", (expr.args[0], num(expr.args[1].number + 1)))
    elif expr.head == "sqrt":
        yield Expr("cbrt", expr.args)


def _index(expr: Expr) -> Iterable[Expr]:
    if expr.head in ("Sum", "Product"):
        body, (variable, low, high), *rest = expr.args[0], expr.args[1].args, *expr.args[2:]
        for ends in ((_stepped(low, 1), high), (low, _stepped(high, -1))):
            yield Expr(expr.head, (body, Expr("tuple", (variable, *ends)), *rest))


def _stepped(end: Expr, by: int) -> Expr:
    """An end one integer further on; a number stays one, as domains have them."""
    if end.head == "num":
        return num(end.number + by)
    if end.head == "neg" and end.args[0].head == "num":
        return num(by - end.args[0].number)
    return end + ONE if by > 0 else end - ONE


def _dropped(expr: Expr) -> Iterable[Expr]:
    if expr.head in ("+", "-"):
        yield expr.args[0]
        yield expr.args[1] if expr.head == "+" else -expr.args[1]


def _factor(expr: Expr) -> Iterable[Expr]:
    if expr.head in ("*", "/"):
        yield expr.args[0]
        yield expr.args[1] if expr.head == "*" else ONE / expr.args[1]


_RULES: Mapping[str, Rule] = {
    "sign": _sign,
    **{f"constant {name}": _constant(size) for name, size in SIZES.items()},
    "exponent": _exponent,
    "index range": _index,
    "dropped term": _dropped,
    "dropped factor": _factor,
}


# ------------------------------------------------------------------ what became of them

#: Grades that tell a mutant from a statement that was merely not refuted.
DECIDED = ("refuted", "ill-posed", "certified")


def share_decided(entries: Iterable[Mapping[str, Any]]) -> float:
    """The percentage of the mutants that are decided."""
    grades = [entry["grade"] in DECIDED for entry in entries]
    return 100 * sum(grades) / len(grades) if grades else 100.0


def tally(entries: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    """For each change, how many mutants came out as what; ``undecided`` is all that is left."""
    found: dict[str, dict[str, int]] = {}
    for entry in entries:
        counts = found.setdefault(entry["note"], dict.fromkeys((*DECIDED, "undecided"), 0))
        counts[entry["grade"] if entry["grade"] in DECIDED else "undecided"] += 1
    return found
