"""The claim: inert data that says what is to be decided, and nothing about how.

A :class:`Claim` is one entry of a derivation, under a permanent id.  It holds one or more
statements, each a relation between two expressions over variables with domains; a chain
``a = b <= c`` is one statement a link.  A claim holds when every statement of it holds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from thence.asymptotics import ORDERS
from thence.expr import MINIMAX, Expr
from thence.form import Form
from thence.measurement import Measurement
from thence.statement import MONOTONE, Statement

#: Kinds that are exact: a proof is possible, and expected.
EXACT_KINDS = (
    "definition",
    "identity",
    "inequality",
    "chain",
    "derivative",
    "integral",
    "sum",
    "limit",
    "asymptotic",
    "monotone",
    "convex",
    "condition",
    "constant",
    "minimax",
    "minimiser",
    "maximiser",
    "solve",
    "recurrence",
    "vector",
    "lemma",
)

#: Kinds that are approximate, statistical or about a program's run: measured at best.
MEASURED_KINDS = ("approximation", "probability", "scaling", "algorithm")

#: Something the source says that no computation of ours can decide.
REMARK = "remark"

KINDS = (*EXACT_KINDS, *MEASURED_KINDS, REMARK)


@dataclass(frozen=True, slots=True)
class Source:
    """Where the claim stands: its place in the post (``E3 (2)``) and its LaTeX as printed."""

    where: str = ""
    says: str = ""
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """One entry of a derivation.

    ``form``: what the author said, where the statements take it apart.  ``consequences`` are
    implied by the claim: a false one refutes it.  ``sufficient``: the statements imply the claim,
    and may be false though it holds.
    """

    id: str
    kind: str
    statements: tuple[Statement, ...] = ()
    source: Source = Source()
    expect: str | None = None
    note: str = ""
    lemma: str = ""
    hints: Mapping[str, str] = field(default_factory=dict)
    experiment: Callable[[int], Measurement] | None = None
    form: Form | None = None
    consequences: tuple[Statement, ...] = ()
    sufficient: bool = False

    @property
    def group(self) -> str:
        """What stands before the first dot of the id."""
        return self.id.partition(".")[0]

    def as_json(self) -> dict[str, Any]:
        """The claim as the record holds it, without what was found about it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "source": {
                "where": self.source.where,
                "says": self.source.says,
                "file": self.source.file,
                "line": self.source.line,
            },
            "expect": self.expect,
            "note": self.note,
            "lemma": self.lemma,
            **({} if self.form is None else {"form": self.form.as_json()}),
            "statements": [s.as_json() for s in self.statements],
        }

    def key(self) -> str:
        """A hash of all that decides the verdict: statements, lemma, hints, kind."""
        content: list[Any] = [
            self.kind,
            self.lemma,
            dict(self.hints),
            [s.as_json() for s in self.statements],
        ]
        if self.consequences:
            content += [[s.as_json() for s in self.consequences], self.sufficient]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def default_kind(statement: Statement) -> str:
    """The kind of a claim that does not state one."""
    kind = _kind_of_relation(statement.lhs, statement.rel)
    families = any(d.sizes or d.index_of for d in statement.given.values())
    return "vector" if families and kind in ("identity", "inequality", "sum") else kind


def _kind_of_relation(lhs: Expr, rel: str) -> str:
    if rel == "~digits":
        return "minimax" if lhs.head in MINIMAX else "constant"
    if rel in MONOTONE:
        return "monotone"
    if rel in ("convex", "concave"):
        return "convex"
    special = {"iff": "condition", "defined": "definition", **dict.fromkeys(ORDERS, "asymptotic")}
    if rel in special:
        return special[rel]
    heads = {"Derivative": "derivative", "Integral": "integral", "Sum": "sum", "Limit": "limit"}
    return heads.get(lhs.head, "identity") if rel == "=" else "inequality"
