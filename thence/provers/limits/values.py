"""Limits at infinity and one-sided limits at a point."""

from __future__ import annotations

from flint import fmpq

from thence import checker
from thence.checker import OO, Context, Proof, Rejected, Term, num
from thence.provers.goal import Search
from thence.provers.limits.approach import Approach, accepted
from thence.provers.limits.powers import of_a_power
from thence.provers.limits.quotients import by_derivatives
from thence.provers.limits.small_parts import at_zero, in_small_parts
from thence.provers.limits.squeezes import as_a_whole
from thence.provers.terms import text

MUST_NOT_PROVE = [
    {"given": {}, "lhs": "Limit(x*exp(-x), x, oo)", "rel": "=", "rhs": "10**-12"},
    {"given": {}, "lhs": "Limit(Abs(x)/x, x, 0)", "rel": "=", "rhs": "-1"},
    {"given": {}, "lhs": "Limit(sin(x), x, oo)", "rel": "=", "rhs": "0"},
    {"given": {"c": "real"}, "lhs": "Limit(x*exp(-c*x), x, oo)", "rel": "=", "rhs": "0"},
    {"given": {"c": "nonnegative"}, "lhs": "Limit(exp(-c*x), x, oo)", "rel": "=", "rhs": "0"},
    {"given": {}, "lhs": "Limit(atan(x), x, oo)", "rel": "=", "rhs": "pi/2 - 10**-12"},
    {"given": {}, "lhs": "Limit(x*exp(x**2)*erfc(x), x, oo)", "rel": "=", "rhs": "1/2"},
    {"given": {}, "lhs": "Limit(x**3*exp(x**2)*erfc(x) - x**2/sqrt(pi), x, oo)", "rel": "=",
     "rhs": "0"},
    {"given": {}, "lhs": "Limit(exp(1/x), x, 0)", "rel": "=", "rhs": "0"},
    {"given": {}, "lhs": "Limit(KroneckerDelta(x, 0), x, 0)", "rel": "=", "rhs": "1"},
    {"given": {}, "lhs": "Limit(sqrt(x**2+x)-x, x, oo)", "rel": "=", "rhs": "0"},
    {"given": {"a": "real", "b": "real"}, "assuming": ["a >= b"], "rel": "=", "rhs": "1",
     "lhs": "Limit(exp(a/t)/(exp(a/t) + exp(b/t)), t, 0)"},
    {"given": {"a": "real", "b": "real", "c": "real"}, "assuming": ["a > b"], "rel": "=",
     "lhs": "Limit(exp(a/t)/(exp(a/t) + exp(b/t) + exp(c/t)), t, 0)", "rhs": "1"},
    {"given": {"a": "real", "b": "real"}, "assuming": ["a > b"], "rel": "=", "rhs": "b",
     "lhs": "Limit(t*log(exp(a/t) + exp(b/t)), t, 0)"},
    {"given": {"a": "real"}, "lhs": "Limit(exp(a*x), x, oo)", "rel": "=", "rhs": "1"},
    {"given": {"a": "real"}, "lhs": "Limit(exp(a/x), x, oo)", "rel": "=", "rhs": "1 + 10**-12"},
    {"given": {"a": "real"}, "lhs": "Limit(exp(a/x), x, 0)", "rel": "=", "rhs": "0"},
]  # fmt: skip


def value(context: Context, limit: Term, is_: Term, search: Search) -> Proof | None:
    """How the checker shows that a limit is ``is_``."""
    _, body, name, target = limit
    return tends(context, body, name, target, is_, search)


def tends(
    context: Context, body: Term, name: str, target: Term, is_: Term | None, search: Search,
    below: bool = False, whole: bool = False,
) -> Proof | None:  # fmt: skip
    """How the checker shows that ``body`` tends to ``is_``, or to whatever it is seen to tend to,
    towards infinity, perhaps through ``whole`` numbers, or towards a point from the right or from
    ``below``."""
    smooth = by_derivatives(context, body, name, target, is_, below, search)
    if smooth is not None:
        return smooth or None
    power = of_a_power(context, body, name, target, is_, search, below, whole)
    if power is not None:
        return power
    for step in (1, 4, 16, 64) if target in (OO, -OO) else (1, fmpq(1, 8), fmpq(1, 64)):
        search.check_time()
        try:
            way = Approach.towards(context, name, target, below, num(step), whole)
            for found in in_small_parts(way, body, search):
                seen = is_ if is_ is not None else at_zero(context, found)
                if seen is None:
                    continue
                item = {"near": text(way.edge), "is": text(seen), **found}
                if accepted(context, body, name, target, below, seen, item, whole):
                    return item
        except Rejected:
            continue
    return as_a_whole(context, body, name, target, is_, search, below, whole)


def attained(
    context: Context, inner: Context, body: Term, name: str, end: Term, below: bool, search: Search
) -> Proof | None:
    """How the checker shows that the body is defined, hence continuous, up to an end."""
    if end in (OO, -OO):
        return None
    needs = search.defined(checker.closed(context, inner, name, end, below), body)
    return None if needs is None else {"defined": needs} if needs else {}
