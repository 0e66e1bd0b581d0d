"""Rows: chains of relations, cases, digits that go on, implications."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lark import Token, Transformer, v_args

from thence.expr import Expr, call, sym
from thence.forms.cases import CONTRARY
from thence.readers.syntax.binders import BinderBuilder
from thence.readers.syntax.nodes import Link, error_at
from thence.readers.syntax.parts import Case, Chain, Part, Side, relations


@v_args(inline=True)
class RowBuilder(BinderBuilder):
    """Makes the links of a row."""

    def digits(self, *parts: Token) -> Part:
        text = "".join(parts[:-1])
        return Part.of(Expr("decimal", value=text), parts[0], "digits", text)

    def condition(self, found: Chain | Token) -> tuple[Expr, ...] | None:
        return None if isinstance(found, Token) else tuple(relations(found))

    def case(self, value: Part, *rest: Any) -> Case:
        return Case(value, next(part for part in rest if not isinstance(part, Token)))

    def cases(self, *parts: Case | Token) -> tuple[Case, ...]:
        return tuple(part for part in parts if isinstance(part, Case))

    def single(self, side: Side) -> Chain:
        return Chain([side], [])

    def going_on(self, rel: Token, side: Side) -> Chain:
        return Chain([None, side], [rel])

    def link(self, chain: Chain, rel: Token, side: Side) -> Chain:
        chain.sides.append(side)
        chain.relations.append(rel)
        return chain

    def bare_remainder(self, sign: Token, _: Token, part: Part, __: Token) -> Part:
        return Part.of(call(str(sign), part.expr), sign, "order")

    def added_remainder(self, known: Part, _: Token, sign: Token, *rest: Any) -> Part:
        made = known.expr + call(str(sign), rest[1].expr)
        return Part(made, known.at, known.first, "order")

    def tending(self, chain: Chain, *rest: Any) -> list[Link]:
        towards = self._way(rest[1], *rest[3])
        return [replace(link, towards=towards) for link in _links(chain)]

    def row(self, chain: Chain) -> list[Link]:
        return list(_links(chain))

    def shape(self, part: Part, word: Token, name: Token) -> list[Link]:
        return [Link(part.expr, str(word), sym(str(name)))]

    def is_defined(self, part: Part, _: Token) -> list[Link]:
        return [Link(part.expr, "defined", part.expr)]

    def both_ways(self, left: Chain, _: Token, right: Chain) -> list[Link]:
        """An equivalence; of chains, each relation of one side from all of the other one."""
        one, other = (tuple(relations(chain)) for chain in (left, right))
        if len(one) == len(other) == 1:
            return [Link(one[0], "iff", other[0])]
        return [
            Link(relation.args[0], relation.head, relation.args[1], hypotheses)
            for hypotheses, relations in ((one, other), (other, one))
            for relation in relations
        ]

    def one_way(self, left: Chain, _: Token, right: Chain) -> list[Link]:
        hypotheses = tuple(relations(left))
        return [replace(link, assuming=(*hypotheses, *link.assuming)) for link in _links(right)]


def _links(chain: Chain) -> Iterator[Link]:
    """The links of a chain as they are claimed: cases one by one, printed digits as digits."""
    for left, rel, right in chain.links():
        if isinstance(left, tuple):
            raise error_at(rel, "cases on the left of a relation.", "Put them on the right.")
        if left is not None and left.expr.head == "decimal":
            raise error_at(left.at, "digits that go on, on the left.", "Put them on the right.")
        lhs = None if left is None else left.expr
        if isinstance(right, tuple):
            yield from _case_links(lhs, right, rel)
        else:
            yield _plain_link(lhs, rel, right)


def _plain_link(lhs: Expr | None, rel: Token, right: Part) -> Link:
    r"""A link that is not of cases; digits that go on, or after ``\approx``, are leading digits."""
    if right.expr.head != "decimal" and rel != "approx":
        return Link(lhs, str(rel), right.expr)
    if rel not in ("=", "approx"):
        raise error_at(right.at, f"digits that go on, after {rel}.", "Put = before them.")
    if not right.digits:
        hint = "Say what it means in an equation of its own, or skip it: thence: skip: why."
        raise error_at(rel, "an approximation is not a claim.", hint)
    relation = "~digits" if right.expr.head == "decimal" else "approx"
    return Link(lhs, relation, Expr("decimal", value=right.digits))


def _case_links(lhs: Expr | None, cases: tuple[Case, ...], at: Token) -> Iterator[Link]:
    if at != "=":
        raise error_at(at, "cases after a relation other than =.", "Claim them one by one.")
    given = [case.condition for case in cases if case.condition is not None]
    for case in cases:
        if case.condition is not None:
            yield Link(lhs, "=", case.value.expr, case.condition)
            continue
        if case is not cases[-1] or any(len(condition) != 1 for condition in given):
            raise error_at(at, "what is otherwise here?", "Write the condition out.")
        rest = tuple(Expr(CONTRARY[c[0].head], c[0].args) for c in given)
        yield Link(lhs, "=", case.value.expr, rest)


def builder() -> Transformer[Token, Any]:
    """What makes links of the rules of the grammar."""
    return RowBuilder()
