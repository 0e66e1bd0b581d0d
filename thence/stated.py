"""The statement of an entry of the record: its fields, and its text in claim files' notation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: What of an entry is the statement itself; ``tends`` is there for orders of growth alone.
FIELDS = ("given", "assuming", "lhs", "rel", "rhs", "tends")


def stated(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The statement of an entry, without what was found about it."""
    return {key: entry[key] for key in FIELDS if key in entry or key != "tends"}


def as_text(entry: Mapping[str, Any]) -> str:
    """The relation that an entry states.

    >>> as_text({"lhs": "x + 1", "rel": "~", "rhs": "x", "tends": "x -> oo"})
    'x + 1 ~ x as x -> oo'
    """
    if entry["rel"] == "defined":
        return f"{entry['lhs']} is defined"
    tends = f" as {entry['tends']}" if "tends" in entry else ""
    return f"{entry['lhs']} {entry['rel']} {entry['rhs']}{tends}"
