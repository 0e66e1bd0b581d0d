"""Sums in closed form, by telescoping: SymPy proposes G with ``G(i + 1) - G(i)`` the summand.  An
infinite sum may also be a classical series, or G has a limit."""

from __future__ import annotations

from functools import reduce

from thence import checker
from thence.checker import Context, Proof, Rejected, Term
from thence.errors import InputError
from thence.provers import limits
from thence.provers.cas import GAVE_UP, clock
from thence.provers.general.parts import addends
from thence.provers.goal import Search
from thence.provers.integration.integrals import in_sympy
from thence.provers.summation import series
from thence.provers.terms import subterms, text

MUST_NOT_PROVE = [
    {"given": {"n": "integer>=1"}, "lhs": "Sum(k, (k, 1, n))", "rel": "=", "rhs": "n**2/2"},
    {"given": {"n": "integer>=1"}, "lhs": "Sum(k, (k, 0, n))", "rel": "=", "rhs": "n*(n - 1)/2"},
    {"given": {"n": "integer>=1", "q": "real"},
     "lhs": "Sum(q**k, (k, 0, n))", "rel": "=", "rhs": "(1 - q**(n + 1))/(1 - q)"},
    {"given": {"n": "integer>=1", "a": "real"}, "rel": "=",
     "lhs": "Sum(1/(1 + exp(a - k)), (k, -n, n))",
     "rhs": "Sum(1/(1 + exp(a - k)), (k, -n, 0)) + Sum(1/(1 + exp(a - k)), (k, 0, n))"},
    {"given": {"n": "real"}, "lhs": "Sum(k, (k, 1, n))", "rel": "=", "rhs": "n*(n + 1)/2"},
    # A delta of numbers that need not be integers picks no summand.
    {"given": {"x": "[1, 2]"},
     "lhs": "Sum(KroneckerDelta(k, x), (k, 1, 2))", "rel": "=", "rhs": "1"},
    {"given": {"n": "integer>=3", "x": "[1, 3]"},
     "lhs": "Sum(k*KroneckerDelta(k, x), (k, 1, n))", "rel": "=", "rhs": "x"},
]  # fmt: skip
#: The part of the remaining time that SymPy may use for one sum.
SHARE = 0.3


def value(context: Context, total: Term, search: Search) -> tuple[Proof, Term] | None:
    """How the checker shows the value of a sum over an index, and that value."""
    known = series.classical(context, total, search) if checker.infinite(total) else None
    return known or _telescoping(context, total, search)


def _telescoping(context: Context, total: Term, search: Search) -> tuple[Proof, Term] | None:
    import sympy

    from thence.sympy_bridge import from_sympy

    _, body, name, low, high = total
    if any(part[0] in ("at", "sum", "delta") for part in subterms(body)):
        return None
    inner = context.within(total)
    try:
        with clock(max(search.left() * SHARE, 0.1)):
            f, i = in_sympy(body, name, inner)
            first = in_sympy(low, name, inner)[0]
            upper = sympy.Dummy("upper", integer=True)
            partial = sympy.summation(f, (i, first, upper))
            cases = partial.atoms(sympy.Piecewise)  # such as q = 1 of a geometric sum
            partial = partial.xreplace({case: case.args[-1][0] for case in cases})
            step = checker.parse(str(from_sympy(partial.subs(upper, i - 1))), inner.names)
    except (*GAVE_UP, InputError, Rejected):
        return None
    how: Proof = {"G": text(step)}
    first_value = checker.substitute(step, {name: low})
    if checker.infinite(total):
        limit = limits.tends(context, step, name, checker.OO, None, search)
        if limit is None:
            return None
        how["limit"], last = limit, checker.parse(limit["is"], context.names)
    else:
        last = checker.substitute(step, {name: high + checker.ONE})
    return accepted_value(context, total, last - first_value, how, search)


def accepted_value(
    context: Context, total: Term, value: Term, how: Proof, search: Search
) -> tuple[Proof, Term] | None:
    """The item for the checker with the value as it will read it, if it accepts that."""
    shown = text(value)
    if checker.infinite(total):
        needs = search.defined(context.within(total), total[1])
    else:
        needs = search.each(context, total)
    if needs is None:
        return None
    return search.accepted(context, total, {"is": shown, **how, "defined": needs})


def by_parts(
    context: Context, total: Term, other: Term, search: Search
) -> tuple[Proof, Term] | None:
    """Abel's summation, read off the other side: its sum over the same range is the ``rest``, and
    its terms with the last index in them are ``G(last + 1)``."""
    _, _, name, low, high = total
    ends = checker.symbols(high)
    rests = [b for b in subterms(other) if b[0] == "sum" and b[3:] == total[3:]]
    if high[0] != "sym" or ends & checker.symbols(low) or len(rests) != 1:
        return None
    (rest,) = rests
    added = [t for t in addends(other) if ends & checker.symbols(t) and rest not in subterms(t)]
    if not added:
        return None
    last = reduce(checker.plus, added)
    step = checker.substitute(last, {high[1]: checker.sym(name) - checker.ONE})
    kept = checker.substitute(rest[1], {rest[2]: checker.sym(name)})
    boundary = last - checker.substitute(step, {name: low})
    how: Proof = {"G": text(step), "rest": text(kept)}
    value = boundary + Term(("sum", kept, name, low, high))
    return accepted_value(context, total, value, how, search)


def split(
    context: Context, total: Term, sides: list[Term], search: Search
) -> tuple[Proof, Term] | None:
    """The sum in two parts, of which one has the range of another sum of the sides."""
    head, body, name, low, high = total
    others = [b[3:] for side in sides for b in subterms(side) if b[0] == "sum"]
    cuts = [end for start, end in others if start == low and end != high]
    cuts += [start - checker.ONE for start, end in others if end == high and start != low]
    for cut in dict.fromkeys(cuts):
        inside = (cut + checker.ONE - low, high - cut)
        seen = checker.symbols(cut) <= context.names  # that of an inner sum may have an index
        parted = not any(checker.rational(gap) == 0 for gap in inside)
        if seen and parted and all(context.holds(">=", gap) for gap in inside):
            ranges = ((low, cut), (cut + checker.ONE, high))
            parts = [Term((head, body, name, *ends)) for ends in ranges]
            found = accepted_value(
                context, total, parts[0] + parts[1], {"split": text(cut)}, search
            )
            if found is not None:
                return found
    return None
