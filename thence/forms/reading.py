"""Claims of claim files that are taken apart: which fields say so, and what they say."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

from thence.domain import Domain
from thence.errors import ReadError
from thence.expr import RELATIONS, Expr
from thence.forms import Parts
from thence.forms.places import EXTREMA, extremum, parse_place, solutions
from thence.forms.recurrence import about, by_induction, parse_sequence
from thence.parser import parse_expression, parse_relation
from thence.statement import declared, in_field, read_domains


def taken_apart(row: Mapping[str, Any]) -> tuple[str, Parts] | None:
    """The kind and the parts of a claim with ``solutions`` or a ``sequence``, or of an extremum;
    None for any other claim."""
    extreme = row["rel"] in EXTREMA
    given_fields = [name for name in ("solutions", "sequence", "tends") if name in row]
    if len(given_fields) + extreme > 1 or ("value" in row and not extreme):
        field = "value" if "value" in row and not extreme else given_fields[-1]
        raise ReadError(f"{field} does not go with the rest.", field, "Leave it out.")
    if not (extreme or "solutions" in row or "sequence" in row):
        return None
    given = read_domains(row["given"])
    names = declared(given)
    assuming = tuple(
        in_field("assuming", str(k), partial(parse_relation, text, names))
        for k, text in enumerate(row.get("assuming", []), 1)
    )
    if "sequence" in row:
        return "recurrence", _induction(row, given, assuming)
    lhs = in_field("lhs", "", lambda: parse_expression(row["lhs"], names))
    if extreme:
        place = in_field("rhs", "", lambda: parse_place(row["rhs"], names))
        value = in_field("value", "", lambda: _value(row.get("value"), names))
        kind = "minimiser" if row["rel"].startswith("least") else "maximiser"
        return kind, extremum(lhs, row["rel"], place, value, given, assuming)
    rhs = in_field("rhs", "", lambda: parse_expression(row["rhs"], names))
    listed = [partial(parse_place, text, names) for text in row["solutions"]]
    places = [in_field("solutions", "", place) for place in listed]
    return "solve", solutions(Expr(row["rel"], (lhs, rhs)), places, given, assuming)


def _induction(
    row: Mapping[str, Any], given: Mapping[str, Domain], assuming: tuple[Expr, ...]
) -> Parts:
    sequence = in_field("sequence", "", lambda: parse_sequence(row["sequence"], given))
    names = {*declared(given), f"{sequence.family}[]"}
    if row["rel"] not in RELATIONS:
        raise ReadError(f"{row['rel']} of a term.", "rel", f"One of {' '.join(RELATIONS)}.")
    sides = (
        in_field(field, "", partial(parse_expression, row[field], names))
        for field in ("lhs", "rhs")
    )
    claimed = in_field("lhs", "", lambda: about(Expr(row["rel"], tuple(sides)), sequence))
    return by_induction(sequence, [claimed], given, assuming)


def _value(text: str | None, names: Collection[str]) -> Expr | None:
    return None if text is None else parse_expression(text, names)
