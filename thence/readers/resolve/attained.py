r"""The least or largest value of a function, ``\min_x f(x) = c``, and where it is taken.

Both are claimed of a place: a bound that no point reaches is no least value.
``\arg\min_x f(x) = a`` says that f is least at a and nowhere else.  For
``\min_x f(x) = c`` the place is what the author says in a comment, ``at x = a``, or what the row
itself does, ``\min_x f(x) = f(a)``.
"""

from __future__ import annotations

from dataclasses import replace

from thence.domain import REAL, Domain
from thence.errors import ReadError
from thence.expr import MINUS_OO, OO, Expr, free_symbols, walk
from thence.readers.scope import Scope
from thence.readers.syntax.nodes import APPLIED, OPEN_END, OVER, Extreme, Link

#: What is claimed of a function and its least value, or the place of it.
_RELATIONS = {
    "min": "least at",
    "max": "greatest at",
    "argmin": "least only at",
    "argmax": "greatest only at",
}


def attained(link: Link, scope: Scope) -> Link:
    """The link as a function, and its extreme value or the place of it, where it says that."""
    nodes = [side for side in (link.lhs, link.rhs) if side is not None and side.head == OVER]
    if link.rel != "=" or len(nodes) != 1 or link.lhs is None:
        return link
    (node,) = nodes
    other = link.rhs if node is link.lhs else link.lhs
    (body, bounds), kind = node.args, str(node.value)
    variable, *ends = bounds.args
    own = scope.domains.get(variable.name)
    single = own is not None and not own.sizes and own.index_of is None
    if own is None or not single or any(n.head == OVER for n in walk(body)):
        return link
    if variable.name in free_symbols(other):
        raise ReadError(
            f"{variable} on both sides, where an extreme over {variable} is taken.",
            hint="Use another letter for one of them.",
        )
    if kind.startswith("arg") and node is link.rhs and other.head == "sym":
        what = f"{other} = arg{kind[3:]}: is that what {other} is, or a claim about it?"
        hint = (
            rf"Write \arg\{kind[3:]}_{variable} f({variable}) = ... for a claim, with the formula "
            f"of the place; or skip: why."
        )
        raise ReadError(what, hint=hint)
    domain, hypotheses = _range(variable, ends, own)
    place = None
    if not kind.startswith("arg") and body == Expr(APPLIED, (variable,), body.value):
        place = other.args[0] if (other.head, other.value) == (APPLIED, body.value) else None
    return replace(
        link,
        lhs=body,
        rel=_RELATIONS[kind],
        rhs=other,
        assuming=(*link.assuming, *hypotheses),
        extreme=Extreme(variable.name, domain, place, len(hypotheses)),
    )


def _range(variable: Expr, ends: list[Expr], own: Domain) -> tuple[Domain | None, tuple[Expr, ...]]:
    """The domain that a written range gives to its variable, and the ends that are no constants."""
    if not ends:
        return None, ()
    if own.integer:
        hint = "Declare the range, and leave it out here."
        raise ReadError(f"a range of {variable}, which is an integer.", hint=hint)
    domain, hypotheses = REAL, list[Expr]()
    for end, rel in zip(ends, (">", "<"), strict=True):
        opened = end.head == OPEN_END
        value = end.args[0] if opened else end
        if value in (OO, MINUS_OO):
            continue
        if free_symbols(value):
            hypotheses.append(Expr(rel + "=" * (not opened), (variable, value)))
        elif rel == ">":
            domain = replace(domain, lo=value, lo_open=opened)
        else:
            domain = replace(domain, hi=value, hi_open=opened)
    return domain, tuple(hypotheses)
