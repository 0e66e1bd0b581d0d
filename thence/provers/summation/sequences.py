"""What sequences are far on, with their sums added up: numbers to guess by, which show nothing."""

from __future__ import annotations

from typing import Any

from flint import arb

from thence import checker
from thence.checker import Context, Rejected, Term, num

#: Members that are looked at, and by how much what is bounded may grow between them.
PLACES = (16, 64, 256)
GROWTH = 1.25
#: The longest sum that is added up.
LONGEST = 300


def member(context: Context, term: Term, name: str, n: int) -> arb | None:
    """About what a term is at a whole number."""
    try:
        here, moved = _added_up(context, checker.substitute(term, {name: num(n)}))
        value = here.bounds(moved).ball()
    except Rejected:
        return None
    return value if value.is_finite() else None


def _added_up(context: Context, term: Term) -> tuple[Context, Term]:
    """The term with a name for each sum over known ends, and their values in the context."""
    if term[0] == "sum":
        _, body, index, low, high = term
        first, last = checker.rational(low), checker.rational(high)
        if first is None or last is None or not 0 <= last - first <= LONGEST:
            raise Rejected("no sum of a few terms")
        total = arb(0)
        for k in range(int(last - first) + 1):
            here, part = _added_up(context, checker.substitute(body, {index: num(first + k)}))
            total += here.bounds(part).ball()
        label = f"sum_{len(context.box)}"
        return context.having(label, (checker.exactly(total.mid()), (low, high))), checker.sym(
            label
        )
    parts: list[Any] = []
    for part in term:
        if isinstance(part, Term):
            context, named = _added_up(context, part)
            parts.append(named)
        else:
            parts.append(part)
    return context, Term(parts)


def bounded(context: Context, term: Term, name: str, bound: int) -> bool:
    """Whether the members that are looked at stay within a bound, and do not seem to grow."""
    values = [member(context, term, name, n) for n in PLACES]
    if any(value is None for value in values):
        return True  # nothing is known
    sizes = [float(abs(value).mid()) for value in values if value is not None]
    return sizes[-1] <= max(GROWTH * sizes[-2], 1e-9) and sizes[-1] <= bound
