"""Claims that say more than one relation: each is taken apart into statements that are decided.

A :class:`Form` keeps what the author said, in words and formulas, for the reader of the record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Any

from thence.claim import Claim, Statement, check_declared
from thence.domain import Domain, parse_domain
from thence.errors import ReadError
from thence.expr import BINDERS, FUNCTIONS, RELATIONS, ZERO, Expr, substitute, walk
from thence.parser import MAX_NODES, parse_expression, parse_relation

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


@dataclass(frozen=True, slots=True)
class Parts:
    """What a claim says, the statements that show it, and those that it implies.

    ``sufficient``: a statement may be false although the claim holds.
    """

    form: Form
    statements: tuple[Statement, ...]
    consequences: tuple[Statement, ...] = ()
    sufficient: bool = False

    def beside(self, others: tuple[Statement, ...]) -> Parts:
        """The same with further statements, which the claim makes as well."""
        relations = (relation(one.lhs, one.rel, one.rhs) for one in others)
        said = tuple(part for one in relations for part in ("and", one))
        given = dict(self.form.given)
        for one in others:
            given |= one.given
        form = replace(self.form, parts=(*self.form.parts, *said), given=given)
        return replace(self, form=form, statements=(*self.statements, *others))

    def claimed(self, claim: Claim) -> Claim:
        """The claim, taken apart."""
        for statement in self.statements:
            check_declared(statement)
        return replace(
            claim,
            form=self.form,
            statements=self.statements,
            consequences=self.consequences,
            sufficient=self.sufficient,
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


def parts(expr: Expr) -> int:
    """How many parts an expression has."""
    return sum(1 for _ in walk(expr))


def check_growth(expr: Expr, becomes: Callable[[Expr], int]) -> None:
    """That an expression stays of bounded size where each part becomes so many; before that."""
    if sum(map(becomes, walk(expr))) > MAX_NODES:
        raise ReadError(f"more than {MAX_NODES} parts once it is put in.", hint="Name the parts.")


def put(expr: Expr, values: Mapping[str, Expr]) -> Expr:
    """An expression with values for some of its variables."""
    sizes = {name: parts(value) for name, value in values.items()}
    check_growth(expr, lambda node: sizes.get(node.name, 1) if node.head == "sym" else 1)
    try:
        return substitute(expr, values)
    except ValueError as error:
        hint = "Carry derivatives out, and rename what is bound."
        raise ReadError(f"{error}.", hint=hint) from None


def relation(lhs: Expr, rel: str, rhs: Expr) -> Expr:
    """A relation as a formula."""
    return Expr(rel, (lhs, rhs))
