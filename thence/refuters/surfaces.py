"""Counterexamples where equations among the hypotheses hold.

In float64 the violation is increased along the equations.  At the worst points all variables but
one for each equation are rounded, and the equations solved for those: as rational numbers, roots,
or by inverse functions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, islice, product, takewhile
from typing import Any

from flint import fmpq

from thence import checker
from thence.checker import Context, Rejected, Term, num
from thence.deadline import Deadline
from thence.expr import substitute, sym
from thence.refuters import certificates, constants, roots
from thence.statement import Statement
from thence_numeric import climbing

#: What the other variables are rounded to, as denominators, and the most selections of variables
#: to solve for.
DENOMINATORS = (1, 2, 4, 10, 100, 10**4, 10**8)
SELECTIONS = 6
#: The least violation in float64, next to the size of the sides, that is worth the checker's time.
LEAST = 1e-14
#: So many of the worst points are solved for each time.
POINTS = 2


def false_on(statement: Statement, seed: int, deadline: Deadline) -> dict[str, Any] | None:
    """A certificate that the statement is false at a point where its hypotheses hold, or None."""
    data = statement.as_json()
    found = (
        certificates.confirmed(data, "false", p) for p in candidates(statement, seed, deadline)
    )
    return next((certificate for certificate in found if certificate is not None), None)


def candidates(statement: Statement, seed: int, deadline: Deadline) -> Iterator[dict[str, str]]:
    """Points at which the equations hold and the statement seems to be false."""
    tried = set[tuple[str, ...]]()
    # Entries of families are variables here, whose names the checker does not read.
    names = {name: f"v{k}" for k, name in enumerate(statement.given)}
    with checker.precision():
        equations = list(_equations(statement, names))
    for rows in climbing.worst(statement, seed, deadline) if equations else ():
        for row in rows[climbing.violations(statement, rows) > LEAST][:POINTS]:
            near = dict(zip(names.values(), map(float, row), strict=True))
            with checker.precision():
                found = _solutions(equations, near)
                solutions = list(takewhile(lambda _: not deadline.passed(), found))
            for values in solutions:
                if (key := tuple(values.values())) not in tried:
                    tried.add(key)
                    yield {name: values[short] for name, short in names.items()}


def _equations(statement: Statement, names: Mapping[str, str]) -> Iterator[Term]:
    """What the hypotheses say is 0, in these names for the variables."""
    short = {name: sym(value) for name, value in names.items()}
    for hypothesis in statement.assuming:
        if hypothesis.head == "=":
            left, right = hypothesis.args
            yield checker.parse(str(substitute(left - right, short)), set(names.values()))


def _solutions(equations: list[Term], near: Mapping[str, float]) -> Iterator[dict[str, str]]:
    """Points on all equations near a given one, those with the roundest values first."""
    names = sorted(set[str]().union(*map(checker.symbols, equations)))
    selections = list(islice(combinations(names, len(equations)), SELECTIONS))
    for denominator, unknowns in product(DENOMINATORS, selections):
        fixed = {
            name: num(fmpq(value.numerator, value.denominator))
            for name, at in near.items() if name not in unknowns
            for value in [Fraction(at).limit_denominator(denominator)]
        }  # fmt: skip
        try:
            solved = _solved([checker.substitute(e, fixed) for e in equations], unknowns, near)
        except (Rejected, ArithmeticError, ValueError, RecursionError):
            continue
        if solved is not None:
            values = {**fixed, **solved}
            yield {name: constants.as_written(values[name]) for name in near}


def _solved(
    equations: Sequence[Term], unknowns: Sequence[str], near: Mapping[str, float]
) -> dict[str, Term] | None:
    """Values of the unknowns, as many as there are equations, one eliminated after the other."""
    if not unknowns:
        return {}
    for equation, name in product(equations, unknowns):
        value = _root(equation, name, near[name])
        if value is None:
            continue
        rest = [checker.substitute(e, {name: value}) for e in equations if e is not equation]
        others = _solved(rest, [u for u in unknowns if u != name], near)
        if others is not None:
            return {**others, name: checker.substitute(value, others)}
    return None


def _root(equation: Term, name: str, near: float) -> Term | None:
    """The value of a variable at which a term is 0, in the other variables of it; if there are
    none, the one that is nearest to a number."""
    found = roots.of(equation, name)
    if checker.symbols(equation) == {name}:
        return min(found, key=lambda root: abs(_number(root) - near), default=None)
    return next(iter(found), None)


def _number(constant: Term) -> float:
    try:
        return float(Context({}, {}, [], []).bounds(constant).ball().mid())
    except Rejected:
        return float("inf")
