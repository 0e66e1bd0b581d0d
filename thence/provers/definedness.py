"""What has to be assumed for a statement to be defined on all of its domain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from thence import checker
from thence.checker import NormalForm, Rejected, Term
from thence.errors import InputError
from thence.feasible import check_feasible
from thence.provers.goal import Goal, OutOfTime, Search
from thence.provers.terms import in_normal_form, subterms, text
from thence.statement import Statement, read_statement

#: The relations of statements that may hold where they are defined.
COMPARED = frozenset(["=", "!=", "<", "<=", ">", ">=", "defined"])
#: The tactics that are quick enough to show that a need is no assumption.
QUICK = ("bounds", "normal form", "factors", "products", "apart", "squares")
#: Seconds that they may take; and all of them, where there are sums.
SECONDS = 1.0


def where_defined(statement: Statement) -> Statement | None:
    """The statement under the hypotheses that it is defined, those left out that are shown; None
    where these are no conditions on single points, such as the convergence of a series."""
    if statement.rel not in COMPARED:
        return None
    with checker.precision():
        try:
            needs = _assumptions(statement)
        except (Rejected, RecursionError):
            return None
    if needs is None:
        return None
    return supposing(statement, [f"{text(what)} {rel} 0" for rel, what in _joined(needs)])


def _assumptions(statement: Statement) -> list[tuple[str, Term]] | None:
    """What has to be assumed for both sides to be defined, and does not follow from the rest."""
    data = statement.as_json()
    context = checker.context_of(data)
    known = len(context.hypotheses)
    keys = ("lhs",) if statement.rel == "defined" else ("lhs", "rhs")
    sides = [checker.parse(data[key], context.names) for key in keys]
    needs = dict.fromkeys(need for side in sides for need in _needs(side))
    if any(rel == "each" for rel, _ in needs):
        return None
    quick, every = Search(SECONDS, only=QUICK), Search(SECONDS)
    for need in needs:
        for goal in _parts(Goal(context, *need)):
            sums = any(part[0] == "sum" for part in subterms(goal.term))
            if not _shown(goal, every if sums else quick):
                added = [term for _, term in context.hypotheses[known:]]
                term = next((t for t in added if _same(goal, t)), goal.term)
                context = context.assuming((goal.rel, term))
    found: list[tuple[str, Term]] = context.hypotheses[known:]
    return found


def supposing(statement: Statement, more: Sequence[str]) -> Statement | None:
    """The statement with more hypotheses; None where these cannot hold."""
    data = statement.as_json()
    hypotheses = [*data["assuming"], *more]
    other = data.get("rhs", data["lhs"])
    try:
        found = read_statement(data["given"], hypotheses, data["lhs"], data["rel"], other)
        check_feasible(found)
    except InputError:
        return None
    return found


def _same(goal: Goal, term: Term) -> bool:
    """Whether a term is that of the goal, in other words."""
    equal: bool = in_normal_form(goal.context, lambda form: form.vanishes(goal.term - term))
    return equal


def _joined(needs: list[tuple[str, Term]]) -> list[tuple[str, Term]]:
    """The needs, with one for all those of a term that say together that it is positive."""
    found: dict[Term, set[str]] = {}
    for rel, term in needs:
        found.setdefault(term, set()).add(rel)
    positive = ({">"}, {">", "!="}, {">=", "!="}, {">=", ">"}, {">=", ">", "!="})
    return [
        (rel, term)
        for term, rels in found.items()
        for rel in ([">"] if rels in positive else sorted(rels))
    ]


def _needs(term: Term) -> Iterator[tuple[str, Term]]:
    """What must hold for a term to be defined: of an integral, or a sum over a range of integers,
    what its body needs whatever the variable is; entries are taken to be there."""
    for rel, what in checker.obligations(term):
        if rel != "each":
            yield rel, what
        elif what[0] == "integral" or (what[0] == "sum" and not checker.infinite(what)):
            for need in (need for part in (what[1], *what[3:]) for need in _needs(part)):
                if what[2] not in checker.symbols(need[1]):
                    yield need
        elif what[0] in ("at", "delta"):
            yield from (need for index in what[2:] for need in _needs(index))
        else:
            yield rel, what


def beside(
    statement: Statement, bounds: Sequence[str], certificate: Mapping[str, Any] | None
) -> list[tuple[str, ...]]:
    """Bounds of the variable of a statement that leave the parts below and above a point at which
    a certificate shows it not to be defined within other bounds: the part with two of them first.
    None for a point of several variables, or of an integer."""
    point = (certificate or {}).get("point", {})
    if len(point) != 1 or statement.rel not in COMPARED:
        return []
    ((name, value),) = point.items()
    if statement.given[name].integer or statement.given[name].sizes:
        return []
    found = []
    for rel in (">", "<"):
        kept = [bound for bound in bounds if not bound.startswith(f"{name} {rel} ")]
        found.append((*kept, f"{name} {rel} {value}"))
    return sorted(found, key=len, reverse=True)


def is_defined(statement: Statement, seconds: float) -> bool:
    """Whether both sides are shown to be defined on all of the domain."""
    data = statement.as_json()
    search = Search(seconds)
    with checker.precision():
        try:
            context = checker.context_of(data)
            sides = [checker.parse(data[key], context.names) for key in ("lhs", "rhs")]
            return all(search.defined(context, side) is not None for side in sides)
        except (Rejected, RecursionError, OutOfTime):
            return False


def _parts(goal: Goal) -> list[Goal]:
    """The goal; that a product is not 0 as that its factors are not, and a root as its inside.
    A square or a modulus is positive where it is not 0, and a product or a quotient with a positive
    part where the other one is."""

    def job(form: NormalForm) -> list[Goal]:
        whole = form.of(goal.term)
        _, parts = form.split(whole)
        terms = [form.term(f) for f, e, _ in parts if e > 0]
        insides = [t[1] if t[0] == "pow" else t for t in terms]
        alone = len(terms) == 1 and insides == terms and whole.d == 1
        if alone and len(text(goal.term)) <= len(text(terms[0])):
            return [goal]  # as it was written
        return [goal.of(_as_written(t, goal.term, form)) for t in insides]

    if goal.rel == ">" and (goal.term[0] == "abs" or _is_square(goal.term)):
        return _parts(goal.of(goal.term[1], "!="))
    if goal.rel == ">" and goal.term[0] in ("*", "/"):
        first, second = goal.term[1:]
        for part, other in ((first, second), (second, first)):
            if goal.context.holds(">", part):
                return _parts(goal.of(other))
    if goal.rel != "!=":
        return [goal]
    found: list[Goal] = in_normal_form(goal.context, job)
    return found


def _as_written(part: Term, whole: Term, form: NormalForm) -> Term:
    """A part of a normal form; a sum with the index that its author gave it."""
    sums = (one for one in subterms(whole) if one[0] == part[0] == "sum")
    return next((one for one in sums if form.vanishes(one - part)), part)


def _is_square(term: Term) -> bool:
    exponent = checker.rational(term[2]) if term[0] == "pow" else None
    return exponent is not None and exponent.q == 1 and exponent > 0 and exponent.p % 2 == 0


def _shown(goal: Goal, search: Search) -> bool:
    goals = [goal, goal.of(goal.term, ">")] if goal.rel == "!=" else [goal]
    try:
        return any(
            one.context.holds(one.rel, one.term) or search.prove(one) is not None for one in goals
        )
    except OutOfTime:
        return False
