"""Derivatives, integrals, sums, limits and extrema: what binds a variable."""

from __future__ import annotations

from typing import Any

from lark import Token, v_args

from thence.asymptotics import Towards
from thence.expr import MINUS_OO, OO, Expr, call, entry, num, sym
from thence.readers.syntax.atoms import AtomBuilder
from thence.readers.syntax.nodes import (
    APART,
    EVALUATED,
    GRADIENT,
    ONE_SIDED,
    OPEN_END,
    OVER,
    OWN,
    TWO_SIDED,
    error_at,
)
from thence.readers.syntax.parts import Part

#: The variable of an extremum, and the two ends of its range, if they are written.
_Range = tuple[Token, tuple[Expr, ...]]
_BOTH_ENDS = r"Write both ends, \sum_{s=1}^{t}."
_EXTREMA = {"MAX": "max", "SUPREMUM": "max", "MIN": "min", "INFIMUM": "min"}
_EXTREMA |= {"ARGMIN": "argmin", "ARGMAX": "argmax"}
_MINIMAX = {"MIN": "Minimax", "ARGMIN": "ArgMinimax"}


def _ends(name: Token, rel: str, end: Expr) -> tuple[Expr, Expr]:
    """The range ``x >= end`` or the like."""
    if rel not in ("<", "<=", ">", ">="):
        raise error_at(name, "this range is not read.", r"Write \ge or \le.")
    kept = end if rel[-1] == "=" or end in (OO, MINUS_OO) else Expr(OPEN_END, (end,))
    return (kept, OO) if rel[0] == ">" else (MINUS_OO, kept)


@v_args(inline=True)
class BinderBuilder(AtomBuilder):
    """Makes parts of what has a variable of its own."""

    def d(self, token: Token) -> Token:
        return token

    def order(self, *parts: Token) -> int:
        if len(parts[2]) > 2 or not parts[2].isdigit():
            raise error_at(parts[2], f"a derivative of order {parts[2]}.")
        return int(parts[2])

    def over(self, *parts: Any) -> Any:
        """``dx^2`` below a fraction of differentials, or a slanted quotient."""
        if len(parts) == 3 and isinstance(parts[2], Part):
            return super().over(*parts)
        return sym(str(parts[1])), parts[2] if len(parts) > 2 else 1

    def over_entry(self, *parts: Any) -> tuple[Expr, int]:
        family, indices = parts[1:3]
        return entry(str(family), *indices), parts[3] if len(parts) > 3 else 1

    def ds(self, *parts: tuple[Expr, int]) -> tuple[tuple[Expr, int], ...]:
        return parts

    def operator(self, sign: Token, *rest: Any) -> tuple[Token, tuple[Expr, ...]]:
        order = rest[2] if isinstance(rest[2], int) else 1
        return sign, self._variables(sign, order, rest[-2])

    def _variables(
        self, sign: Token, order: int, parts: tuple[tuple[Expr, int], ...]
    ) -> tuple[Expr, ...]:
        if sum(count for _, count in parts) != order:
            raise error_at(sign, "the orders above and below differ.", "Make them equal.")
        return tuple(
            variable if count == 1 else call("tuple", variable, num(count))
            for variable, count in reversed(parts)
        )

    def differentiated(self, operator: tuple[Token, tuple[Expr, ...]], part: Part) -> Part:
        sign, variables = operator
        expr = call("Derivative", part.expr, *variables)
        return Part(expr, sign, "fraction", "derivative", bound=part.bound)

    def differential_quotient(self, sign: Token, *rest: Any) -> Part:
        order = rest[2] if isinstance(rest[2], int) else 1
        body: Part = rest[3] if isinstance(rest[2], int) else rest[2]
        variables = self._variables(sign, order, rest[-2])
        return Part.of(call("Derivative", body.expr, *variables), sign, "fraction")

    def partial(self, sign: Token, *rest: Any) -> Part:
        name, order, body = rest[2], rest[-2] if isinstance(rest[-2], int) else 1, rest[-1]
        if order > 9:
            raise error_at(sign, f"a derivative of order {order}.")
        variables = self._variables(sign, order, ((sym(str(name)), order),))
        made = call("Derivative", body.expr, *variables)
        return Part(made, sign, "fraction", "derivative", bound=body.bound)

    def of_function(self, sign: Token, *rest: Any) -> Part:
        r"""``\frac{\partial f}{\partial x}`` of a function, at what it is defined with."""
        order = rest[2] if isinstance(rest[2], int) else 1
        name = next(part for part in rest if isinstance(part, Token) and part.type == "DEF")
        body = Expr(OWN, (), str(name))
        variables = self._variables(sign, order, rest[-2])
        return Part.of(call("Derivative", body, *variables), sign, "fraction")

    def evaluated(self, opening: Token, *rest: Any) -> Part:
        body, name, rel, value = rest[0], rest[4], rest[5], rest[6]
        if rel != "=":
            raise error_at(rel, "a bar with a relation below it.", r"Write \Big|_{x = a}.")
        made = Expr(EVALUATED, (body.expr, sym(str(name)), value.expr))
        return Part.of(made, opening, "bars")

    def integral(self, sign: Token, *rest: Any) -> Part:
        _, low, _, high, body, _, name = rest
        bounds = call("tuple", sym(str(name)), low.expr, high.expr)
        return Part(call("Integral", body.expr, bounds), sign, "big", "integral")

    def series(self, sign: Token, *rest: Any) -> Part:
        name, rel, low = rest[2:5]
        high, body = rest[-2:]
        if rel != "=":
            raise error_at(rel, "the range of a sum.", r"Write \sum_{k=1}^{n}.")
        bounds = call("tuple", sym(str(name)), low.expr, high.expr)
        return self._big("Sum" if sign.type == "SUM" else "Product", sign, name, body, bounds)

    def apart(self, sign: Token, *rest: Any) -> Part:
        r"""``\sum_{j \ne k}``: over all values of j but one."""
        name, rel, other, body = rest[2], rest[3], rest[4], rest[-1]
        if rel != "!=":
            raise error_at(other.at, "a sum whose range does not begin.", _BOTH_ENDS)
        made = Expr(APART, (body.expr, sym(str(name)), other.expr))
        return Part(made, sign, "big", body.last, bound=body.bound | {str(name)})

    def apart_in_range(self, sign: Token, *rest: Any) -> Part:
        r"""``\sum_{j = 1, j \ne k}^n``: the range is written, and one value of j left out."""
        name, rel, low, _, again, unequal, other = rest[2:9]
        high, body = rest[-2:]
        if (rel, unequal, again) != ("=", "!=", name):
            raise error_at(rel, "the range of a sum.", r"Write \sum_{j=1, j \ne k}^{n}.")
        ends = (low.expr, high.expr)
        made = Expr(APART, (body.expr, sym(str(name)), other.expr, *ends))
        return Part(made, sign, "big", body.last, bound=body.bound | {str(name)})

    def names(self, *parts: Token) -> list[Token]:
        found = [part for part in parts if part.type == "NAME"]
        if len({*found}) < len(found):
            raise error_at(found[0], "an index is summed over twice.", "Use another letter.")
        return found

    def indexed(self, sign: Token, *rest: Any) -> Part:
        names: list[Token] = rest[2]
        part: Part = rest[-1]
        head = "Sum" if sign.type == "SUM" else "Product"
        for name in reversed(names):
            part = self._big(head, sign, name, part, call("tuple", sym(str(name))))
        return part

    def _big(self, head: str, sign: Token, name: Token, body: Part, *rest: Expr) -> Part:
        bound = body.bound | {str(name)}
        return Part(Expr(head, (body.expr, *rest)), sign, "big", body.last, bound=bound)

    def target(self, part: Part, side: Token | None = None) -> tuple[Expr, str]:
        return part.expr, str(side or "")

    def limit(self, sign: Token, *rest: Any) -> Part:
        name, (target, side), body = rest[2], rest[4], rest[-1]
        self._way(name, target, side)
        head = "Limit" if target in (OO, MINUS_OO) else ONE_SIDED.get(side, TWO_SIDED)
        return self._big(head, sign, name, body, sym(str(name)), target)

    def _way(self, name: Token, target: Expr, side: str) -> Towards:
        if target in (OO, MINUS_OO) and side:
            raise error_at(name, "a side at infinity.", "Remove it.")
        return Towards(str(name), target, side)

    def range(self, name: Token, *rest: Any) -> _Range:
        """The variable of an extremum and its ends; none where its domain gives them."""
        if not rest:
            return name, ()
        if rest[0].type == "REL":
            return name, _ends(name, rest[0], rest[1].expr)
        if rest[1].type == "NAME":
            if rest[1] != "R_bb":
                raise error_at(rest[1], f"the set {rest[1]}.", r"Write \mathbb{R} or [a, b].")
            return name, (MINUS_OO, OO)
        return name, (rest[2].expr, rest[4].expr)

    def range_open(self, name: Token, *rest: Any) -> _Range:
        return name, (*_ends(name, ">", rest[2].expr)[:1], *_ends(name, "<", rest[4].expr)[1:])

    def range_between(self, low: Token, rel: Token, name: Token, *rest: Any) -> _Range:
        if {str(rel), str(rest[0])} - {"<", "<="}:
            raise error_at(rel, "this range is not read.", r"Such as 0 \le x \le 1.")
        first = _ends(name, {"<": ">", "<=": ">="}[rel], num(str(low)))
        return name, (*first[:1], *_ends(name, str(rest[0]), rest[1].expr)[1:])

    def gradient(self, sign: Token, *rest: Any) -> Part:
        variable, body = rest[2], rest[-1]
        over = sym(str(variable)) if isinstance(variable, Token) else variable.expr
        made = Expr(GRADIENT, (body.expr, over))
        return Part(made, sign, "fraction", "derivative", bound=body.bound)

    def extremal(self, token: Token) -> Token:
        return token

    def several(self, *parts: Token) -> list[Token]:
        return self.names(*parts)

    def over_several(self, sign: Token, *rest: Any) -> Part:
        r"""``\max_{i,j}``: over each of the indices."""
        names: list[Token] = rest[2]
        part: Part = rest[-1]
        for name in reversed(names):
            part = self.over_range(sign, *rest[:2], (name, ()), part)
        return part

    def over_range(self, sign: Token, *rest: Any) -> Part:
        """An extremum over a range; a least value of largest values is a minimax."""
        name, ends = rest[2]
        body: Part = rest[-1]
        bounds = call("tuple", sym(str(name)), *ends)
        bound = body.bound | {str(name)}
        made = Expr(OVER, (body.expr, bounds), _EXTREMA[sign.type])
        if body.expr.head == OVER and body.expr.value == "max" and sign.type in _MINIMAX:
            inner, ranged = body.expr.args
            if any(end.head == OPEN_END for end in (*bounds.args, *ranged.args)):
                raise error_at(sign, "an open end of a range.", r"Write \ge or \le.")
            made = call(_MINIMAX[sign.type], inner, bounds, ranged)
        return Part(made, sign, "big", body.last, bound=bound)
