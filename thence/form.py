"""What an author said, in words and formulas, where the statements of a claim take it apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from thence.domain import Domain, parse_domain
from thence.expr import BINDERS, FUNCTIONS, RELATIONS, ZERO, Expr
from thence.parser import parse_expression, parse_relation
from thence.statement import Statement

_NAME = re.compile(r"([^\W\d]\w*)(?:\s*\[([^\]]*)\])?")


@dataclass(frozen=True, slots=True)
class Form:
    """Words (strings) and formulas in the order of a sentence, and the domains it is said on."""

    parts: tuple[str | Expr, ...]
    given: Mapping[str, Domain] = field(default_factory=dict)
    assuming: tuple[Expr, ...] = ()

    def __str__(self) -> str:
        return re.sub(r" ([,:])", r"\1", " ".join(map(str, self.parts)))

    @property
    def quantified(self) -> Statement:
        """A statement with the domains and hypotheses of the form."""
        return Statement(ZERO, "=", ZERO, self.given, self.assuming)

    def as_json(self) -> dict[str, Any]:
        """The form as the record holds it."""
        return {
            "parts": [{"words" if isinstance(p, str) else "math": str(p)} for p in self.parts],
            "given": {name: str(domain) for name, domain in self.given.items()},
            "assuming": [str(h) for h in self.assuming],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Form:
        """The form of a record; :class:`thence.errors.ReadError` where a formula cannot be read."""
        given = data["given"]
        return cls(
            tuple(p["words"] if "words" in p else formula(p["math"]) for p in data["parts"]),
            {name: parse_domain(text, given) for name, text in given.items()},
            tuple(formula(text) for text in data["assuming"]),
        )


def _depths(text: str) -> Iterator[int]:
    """How many parentheses each character is in."""
    return accumulate({"(": 1, ")": -1}.get(c, 0) for c in text)


def formula(text: str) -> Expr:
    """An expression or a relation over whatever names occur in it, which is not claimed."""
    found = {match[1]: match[2] for match in _NAME.finditer(text)}
    names = {n if i is None else f"{n}[{',' * i.count(',')}]" for n, i in found.items()}
    names |= {n for i in found.values() for n in re.findall(r"[^\W\d]\w*", i or "")}
    names -= {*FUNCTIONS, *BINDERS, "Piecewise", "And", "True"}
    # The relations of cases are in parentheses; those of formulas are not.
    outside = "".join(c for c, depth in zip(text, _depths(text), strict=True) if not depth)
    if any(rel in outside for rel in RELATIONS):
        return parse_relation(text, names)
    return parse_expression(text, names)
