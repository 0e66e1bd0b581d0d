"""Integrals of series, term by term."""

from __future__ import annotations

from .context import Context
from .integrals import WAYS, integral, pieces
from .rules import NEEDS, Proof, defined, fresh, prove, same, stated
from .sums import by_series
from .terms import ONE, OO, ZERO, Term, parse


def by_terms(context: Context, binder: Term, item: Proof) -> Term:
    """The theorem of Tonelli and Fubini: the integrand is a series of functions, each of which has
    an integral and is nowhere negative but for a factor ``sign``, which is 1 or -1.  If the moduli
    of these integrals have a sum, then the integral converges to the sum of them."""
    whole = {"pieces": [{"defined": item.get("defined", {})}]}
    [(inner, (_, body, name, low, high), _)] = pieces(context, binder, whole)
    index = fresh(item["index"], inner)
    term = parse(item["term"], inner.names | {index})
    same(inner, body, by_series(inner, Term(("sum", term, index, ZERO, OO)), item["series"]))
    every = context.within(Term(("sum", ZERO, index, ZERO, OO)))
    one, how = Term(("integral", term, name, low, high)), item["each"]
    value = stated(every, how["is"], how.get("value_defined"))
    integral(every, one, value, how)
    sign = stated(every, item["sign"])
    same(every, sign * sign, ONE)
    there = every.within(one)
    defined(there, term, item.get("term_defined", {}))
    prove(there, ">=", sign * term, item["one_sign"])
    total = Term(("sum", value, index, ZERO, OO))
    NEEDS["series"](context, total, item["converges"])
    return total


WAYS["terms"] = by_terms
