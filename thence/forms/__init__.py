"""Claims that say more than one relation: each is taken apart into statements that are decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import count

from thence.claim import Claim
from thence.errors import ReadError
from thence.expr import Expr, substitute, walk
from thence.form import Form
from thence.parser import MAX_NODES
from thence.statement import Statement, check_declared


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


def unused(stem: str, expressions: Iterable[Expr]) -> str:
    """A name that occurs in no expression, neither free nor bound."""
    taken = {str(node.value) for expr in expressions for node in walk(expr)}
    return next(n for k in count() if (n := f"{stem}_{k}" if k else stem) not in taken)
