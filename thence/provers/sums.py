"""Sums in closed form, by telescoping: SymPy proposes G with ``G(i + 1) - G(i)`` the summand."""

from __future__ import annotations

from thence import checker
from thence.checker import Context, Proof, Rejected, Term
from thence.errors import InputError
from thence.provers.cas import GAVE_UP, clock
from thence.provers.goal import Search, subterms, text
from thence.provers.integrals import in_sympy

MUST_NOT_PROVE = [
    {"given": {"n": "integer>=1"}, "lhs": "Sum(k, (k, 1, n))", "rel": "=", "rhs": "n**2/2"},
    {"given": {"n": "integer>=1"}, "lhs": "Sum(k, (k, 0, n))", "rel": "=", "rhs": "n*(n - 1)/2"},
    {"given": {"n": "integer>=1", "q": "real"},
     "lhs": "Sum(q**k, (k, 0, n))", "rel": "=", "rhs": "(1 - q**(n + 1))/(1 - q)"},
    {"given": {"n": "real"}, "lhs": "Sum(k, (k, 1, n))", "rel": "=", "rhs": "n*(n + 1)/2"},
]  # fmt: skip
#: The part of the remaining time that SymPy may use for one sum.
SHARE = 0.3


def value(context: Context, total: Term, search: Search) -> tuple[Proof, Term] | None:
    """How the checker shows the value of a sum over an index, and that value."""
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
            if isinstance(partial, sympy.Piecewise):  # such as q = 1 of a geometric sum
                partial = partial.args[-1][0]
            step = checker.parse(str(from_sympy(partial.subs(upper, i - 1))), inner.names)
            ends = [checker.substitute(step, {name: end}) for end in (low, high + checker.ONE)]
        shown = text(ends[1] - ends[0])
        item: Proof = {"is": shown, "G": text(step), "defined": search.each(context, total)}
        checker.evaluated(context, [total], [{"kind": "sum", **item}])
        return item, checker.parse(shown, context.names)
    except (*GAVE_UP, InputError, Rejected):
        return None
