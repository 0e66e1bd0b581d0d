"""From a statement to a sealed certificate: one function for each kind of relation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flint import ctx

from thence import checker
from thence.checker import Context, Proof, Rejected, Term
from thence.claim import Claim
from thence.provers import closed_forms, minimax
from thence.provers.families import jensen
from thence.provers.functions.conjugate import conjugates
from thence.provers.goal import Goal, OutOfTime, Search, holds
from thence.provers.limits import asymptotics
from thence.provers.terms import evident, in_normal_form, text
from thence.statement import SHAPES, Statement


def sealed(statement: Mapping[str, Any], conclusion: str, body: dict[str, Any]) -> dict[str, Any]:
    """A certificate with its version, conclusion and digest, in place of any that are there."""
    certificate = {"version": checker.VERSION, **body, "conclusion": conclusion}
    certificate["digest"] = checker.digest(dict(statement), certificate)
    return certificate


def certify(statement: Statement, claim: Claim | None, search: Search) -> dict[str, Any] | None:
    """A certificate that the statement is true, or None.  The checker has the last word."""
    data = statement.as_json()
    with checker.precision():
        try:
            context = checker.context_of(data)
            checker.settled(context, data)
            body = _body(context, statement, data, claim, search)
        except (Rejected, OutOfTime, RecursionError):
            return None
    return None if body is None else sealed(data, "true", body)


def _body(
    context: Context,
    statement: Statement,
    data: dict[str, Any],
    claim: Claim | None,
    search: Search,
) -> dict[str, Any] | None:
    rel = statement.rel
    if rel in checker.ORDERS:
        return asymptotics.certificate(context, data, search)
    if rel == "iff":
        return _equivalence(context, data, search)
    left = checker.parse(data["lhs"], context.names)
    if left[0] in ("minimax", "argminimax"):
        digits = len(data["rhs"].partition(".")[2])
        return minimax.certificate(context, left, digits, search)
    right = (
        left
        if rel in ("defined", "~digits", *SHAPES)
        else checker.parse(data["rhs"], context.names)
    )
    if rel == "defined" and (needs := search.defined(context, left)) is not None:
        return {"defined": needs}  # an integral that converges needs no closed form
    narrow = _enclosed(context, left, right, data, search)
    return narrow or _evaluated(context, left, right, data, claim, search)


def _evaluated(
    context: Context,
    left: Term,
    right: Term,
    data: dict[str, Any],
    claim: Claim | None,
    search: Search,
) -> dict[str, Any] | None:
    """The body in which the values of integrals, sums and limits stand in their places."""
    rel = data["rel"]
    found_values = closed_forms.both(context, left, right, rel, search)
    if found_values is None:
        return None
    keys = ("values", "values_right")
    values = {key: items for key, items in zip(keys, found_values, strict=True) if items}
    context, (left,) = checker.evaluated(context, [left], values.get("values", []))
    context, (right,) = checker.evaluated(context, [right], values.get("values_right", []))
    needs = search.defined(context, left)
    if needs is None:
        return None
    if rel == "defined":
        return {**values, "defined": needs}
    if rel == "~digits":
        return {**values, "defined": needs, **digits_body(context, left, data["rhs"])}
    if rel in SHAPES:
        proof = _shape(context, left, rel, data["rhs"], search)
        return None if proof is None else {**values, "defined": needs, **proof}
    right_needs = search.defined(context, right)
    if right_needs is None:
        return None
    proof = _compared(Goal(context, *checker.oriented(left, rel, right)), claim, search)
    if proof is None:
        return None
    return {**values, "defined": needs, "defined_right": right_needs, "proof": proof}


def _compared(goal: Goal, claim: Claim | None, search: Search) -> Proof | None:
    """A proof of the goal: by the lemma that the claim names, or any."""
    found = None
    if claim is not None and claim.lemma == jensen.LEMMA:
        found = jensen.proof(goal, claim.hints, search)
    if found is not None and not holds(goal, found):
        found = jensen.with_slack(goal, found, search) if goal.rel == ">=" else None
    return found or search.prove(goal)  # not every step of a claim is the lemma's instance


def _enclosed(
    context: Context, left: Term, right: Term, data: dict[str, Any], search: Search
) -> dict[str, Any] | None:
    """An inequality or digits of constants by enclosures of their integrals and infinite sums."""
    rel = data["rel"]
    if rel in ("=", "defined", *SHAPES):
        return None
    sides = [left] if rel == "~digits" else [left, right]
    for error in closed_forms.ERRORS:
        found = closed_forms.enclosed(context, sides, error, search)
        if found is None:
            return None
        there, (left_side,) = checker.evaluated(context, [left], found[0])
        body = {"values": found[0], "defined": search.defined(there, left_side)}
        if rel == "~digits":
            if checker.printed(data["rhs"], there.bounds(left_side)):
                return body
            continue
        there, (right_side,) = checker.evaluated(there, [right], found[1])
        body |= {"values_right": found[1], "defined_right": search.defined(there, right_side)}
        goal = Goal(there, *checker.oriented(left_side, rel, right_side))
        proof = None if None in body.values() else search.prove(goal, only=("bounds",))
        if proof is not None:
            return {**body, "proof": proof}
    return None


def digits_body(context: Context, left: Term, digits: str) -> dict[str, Any]:
    """The precision at which the value shows its printed digits, in bits."""
    bits = checker.BITS
    while bits <= 16384:
        ctx.prec = bits
        if checker.printed(digits, context.bounds(left)) is not None:
            break
        bits *= 2
    ctx.prec = checker.BITS
    return {"bits": bits} if bits > checker.BITS else {}


def _shape(
    context: Context, left: Term, rel: str, name: str, search: Search
) -> dict[str, Any] | None:
    order, sign, how = checker.SHAPES[rel]
    inner = checker.interior(context, name)
    for _ in range(order):
        left = checker.diff(left, name)
    needs = search.defined(inner, left)
    goal = Goal(inner, how, checker.num(sign) * left)
    proof = search.prove(goal) if needs is not None else None
    return None if proof is None else {"slope_defined": needs, "proof": proof}


def _equivalence(context: Context, data: dict[str, Any], search: Search) -> dict[str, Any] | None:
    """Two relations that hold together: of one sign, or each follows from the other one."""
    (rel1, left), (rel2, right) = (checker.relation(data[k], context.names) for k in ("lhs", "rhs"))
    needs, right_needs = search.defined(context, left), search.defined(context, right)
    if needs is None or right_needs is None:
        return None
    known = {"defined": needs, "defined_right": right_needs}
    if rel1 == rel2 and (found := _of_one_sign(context, rel1, left, right, search)):
        return {**known, **found}
    if rel1 == rel2 == "=" and (found := _through_a_factor(context, left, right, search)):
        return {**known, **found}
    one, other = (rel1, left), (rel2, right)
    there = search.prove(Goal(context.assuming(one), *other))
    back = None if there is None else search.prove(Goal(context.assuming(other), *one))
    return None if back is None else {**known, "there": there, "back": back}


def _of_one_sign(
    context: Context, rel: str, left: Term, right: Term, search: Search
) -> dict[str, Any] | None:
    """One side is the other times something positive."""
    candidates = [by for by, _ in conjugates(Goal(context, rel, left))]
    candidates += [checker.ONE / by for by, _ in conjugates(Goal(context, rel, right))]
    for by in [checker.ONE, *candidates]:
        scaled = _constant_ratio(context, left * by, right)
        if scaled is None:
            continue
        by = by * scaled
        if not evident(context, by):
            continue
        positive = search.prove(Goal(context, ">", by))
        proof = search.prove(Goal(context, "=", left * by - right))
        if positive is not None and proof is not None:
            return {"by": text(by), "by_positive": positive, "proof": proof}
    return None


def _through_a_factor(
    context: Context, left: Term, right: Term, search: Search
) -> dict[str, Any] | None:
    """``left = 0`` and ``right = 0``, where the left side is the right one times what is not 0, as
    of a quadratic equation and its one root in the domain."""
    k = len(context.hypotheses)
    for factor, _ in conjugates(Goal(context, "=", right)):
        scaled = _constant_ratio(context, right * factor, left)
        if scaled is None or (needs := search.defined(context, factor * scaled)) is None:
            continue
        by = factor * scaled
        apart = search.prove(Goal(context, "!=", by))
        zero: Proof = {"rule": "rewrite", "to": "0", "then": {"rule": "bounds"}}
        without = {"rule": "forget", "keep": list(range(k)), "then": apart}
        there = {**zero, "by": text(by), "by_defined": needs, "by_positive": without}
        there |= {"use": {str(k): "-1"}}
        back = {**zero, "use": {str(k): text(-by)}}
        on_left, on_right = context.assuming(("=", left)), context.assuming(("=", right))
        if apart is not None and (
            holds(Goal(on_left, "=", right), there) and holds(Goal(on_right, "=", left), back)
        ):
            return {"there": there, "back": back}
    return None


def _constant_ratio(context: Context, a: Term, b: Term) -> Term | None:
    """``b / a`` where that is a positive constant."""
    try:
        ratio = in_normal_form(context, lambda form: form.of(b / a))
    except Rejected:
        return None
    if not (ratio.n.is_constant() and ratio.d.is_constant()):
        return None
    value = ratio.n.leading_coefficient() / ratio.d.leading_coefficient()
    return checker.num(value) if value > 0 else None
