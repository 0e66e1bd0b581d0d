"""Statements: what a certificate has to show for each relation, true, false or undefined."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flint import ctx

from .asymptotics import ORDERS, asymptotic, unlike
from .context import Context
from .minimax import MINIMAX, minimax, printed
from .points import at_point
from .rules import SHAPES, defined, interior, prove
from .terms import Rejected, diff, num, oriented, parse, relation
from .values import evaluated

VERSION = 1
BITS = 256
Data = dict[str, Any]


@contextmanager
def precision(bits: int = BITS) -> Iterator[None]:
    """The working precision of the balls, in bits, for a while."""
    before = ctx.prec
    try:
        ctx.prec = bits
        yield
    finally:
        ctx.prec = before


def digest(statement: Data, certificate: Data) -> str:
    """The SHA-256 of the statement and of all of the certificate but the digest itself."""
    body = {k: v for k, v in certificate.items() if k != "digest"}
    return hashlib.sha256(json.dumps([statement, body], sort_keys=True).encode()).hexdigest()


def check(statement: Data, certificate: Data) -> list[str]:
    """Check that the certificate shows what it concludes of the statement.

    Returns the named lemmas that the proof takes on trust; raises :class:`Rejected` otherwise,
    whatever is wrong with the certificate.
    """
    try:
        seal = digest(statement, certificate)
        if certificate["version"] != VERSION or certificate["digest"] != seal:
            raise Rejected("the certificate was made for another statement, or changed")
        with precision(min(max(BITS, int(certificate.get("bits", BITS))), 16384)):
            context = context_of(statement)
            conclusion = {"true": _true, "false": at_point, "undefined": at_point}
            if statement["rel"] in ORDERS:
                conclusion = {"true": asymptotic, "false": unlike}
            elif "tends" in statement:
                raise Rejected("only orders of growth are as something tends to something")
            if certificate["conclusion"] == "true":
                settled(context, statement)
            conclusion[certificate["conclusion"]](context, statement, certificate)
            return sorted(set(context.ledger))
    except Rejected:
        raise
    except Exception as error:  # a malformed certificate must be a rejection, whatever it breaks
        raise Rejected(f"malformed: {type(error).__name__}: {error}") from None


def context_of(statement: Data) -> Context:
    """The box and the hypotheses of a statement, which holds of the points where they are defined
    and met."""
    context = Context({}, {}, [], [])
    for name, text in statement["given"].items():
        context = context.declare(name, text)
    return context.assuming(*(relation(h, context.names) for h in statement["assuming"]))


def settled(context: Context, statement: Data) -> None:
    """Reject a hypothesis about a derivative that is not shown to exist at sight.  What the rules
    of differentiation need would count as known, and it may exist without that."""
    for text in statement["assuming"]:
        if "Derivative" in text:
            defined(context.forgetting(), relation(text, context.names)[1], {})


def _equivalent(context: Context, statement: Data, certificate: Data) -> None:
    """Two relations whose sides are defined hold together: each is shown with the other one as a
    hypothesis, or left * by = right with by > 0, so that the two have the same sign."""
    one, other = (relation(statement[k], context.names) for k in ("lhs", "rhs"))
    for (_, term), needs in ((one, "defined"), (other, "defined_right")):
        defined(context, term, certificate.get(needs, {}))
    if "there" in certificate:
        prove(context.assuming(one), *other, certificate["there"])
        prove(context.assuming(other), *one, certificate["back"])
        return
    by = parse(certificate["by"], context.names)
    defined(context, by, {})
    prove(context, ">", by, certificate["by_positive"])
    if one[0] != other[0]:
        raise Rejected("the two relations differ in kind")
    prove(context, "=", one[1] * by - other[1], certificate["proof"])


def _true(context: Context, statement: Data, certificate: Data) -> None:
    rel, names, proofs = statement["rel"], context.names, certificate.get("defined", {})
    if rel == "iff":
        _equivalent(context, statement, certificate)
        return
    items = certificate.get("values", [])
    context, (left,) = evaluated(context, [parse(statement["lhs"], names)], items)
    if left[0] not in MINIMAX or rel != "~digits":
        defined(context, left, proofs)
    if rel == "~digits":
        value = minimax(context, left, certificate) if left[0] in MINIMAX else context.bounds(left)
        if printed(statement["rhs"], value) is not True:
            raise Rejected("the digits are not shown to be the leading ones")
    elif rel in SHAPES:
        order, sign, how = SHAPES[rel]
        inner = interior(context, statement["rhs"])
        for _ in range(order):
            left = diff(left, statement["rhs"])
        defined(inner, left, certificate.get("slope_defined", {}))
        prove(inner, how, num(sign) * left, certificate["proof"])
    elif rel != "defined":
        right = parse(statement["rhs"], names)
        context, (right,) = evaluated(context, [right], certificate.get("values_right", []))
        defined(context, right, certificate.get("defined_right", {}))
        prove(context, *oriented(left, rel, right), certificate["proof"])
