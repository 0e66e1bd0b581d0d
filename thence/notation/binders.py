"""Integrals, derivatives, limits, sums and extrema in print."""

from __future__ import annotations

from dataclasses import replace

from thence.domain import Domain
from thence.expr import BINDERS, MINUS_OO, ONE, OO, ZERO, Expr, walk
from thence.notation.domains import DomainPrinter
from thence.notation.style import Level, Open, Piece, Place


class BinderPrinter(DomainPrinter):
    """Prints what has a variable of its own."""

    def _integral(self, node: Expr, args: list[Piece]) -> Piece:
        if not all(a.head in ("sym", "tuple") for a in node.args[1:]):
            return self._call(node, args)
        bounds = []
        for bound in node.args[1:]:
            variable, *ends = bound.args if bound.head == "tuple" else (bound,)
            low, high = (self._small(e) for e in ends) if ends else ("", "")
            bounds.append((self.print(variable).text, low, high))
        body = self._wrapped(args[0], Level.SIGNED)
        text = self.style.integral(bounds, body.before(Open.FACTOR))
        piece = Piece(text, Level.PRODUCT, first="op", tall=True)
        return self._closing(replace(piece, level=Level.FACTOR), Open.FACTOR)

    def _derivative(self, node: Expr, args: list[Piece]) -> Piece:
        over = _derivative_orders(node)
        if over is None:
            return self._call(node, args)
        free = _names_free(node.args[0]) | {str(name) for name, _ in over}
        printed = [(self.print(name).text, order) for name, order in over]
        total = sum(order for _, order in over)
        sign = self.style.derivative(total, len(free) > 1, printed)
        body = self._wrapped(args[0], Level.FACTOR)
        text = self.style.times(sign, body.text, "op" if body.first == "op" else "")
        piece = Piece(text, Level.FACTOR, first="frac", tall=True)
        return self._closing(piece, Open.FACTOR)

    def _limit(self, node: Expr, args: list[Piece]) -> Piece:
        """A limit at a finite point is one from the right, which has to be said."""
        target = self._small(node.args[2])
        if node.args[2] not in (OO, MINUS_OO):
            point = self._wrapped(self.print(node.args[2], Place.SCRIPT), Level.ATOM)
            target = self.style.one_sided(point.text, "+")
        below = self.style.infix(args[1].text, "->", target)
        return self._operator("lim", below, "", args[0])

    def _big(self, node: Expr, args: list[Piece]) -> Piece:
        bounds = node.args[1:]
        if node.head in ("Sum", "Product"):
            if not all(b.head in ("sym", "tuple") for b in bounds):
                return self._call(node, args)
            body = args[0]
            for bound in bounds:
                body = self._indexed("sum" if node.head == "Sum" else "prod", bound, body)
            return body
        if len(bounds) != 2 or not all(b.head == "tuple" for b in bounds):
            return self._call(node, args)
        inner = self._operator("max", self._range(bounds[1]), "", args[0])
        name = "min" if node.head == "Minimax" else "argmin"
        return self._operator(name, self._range(bounds[0]), "", inner)

    def _indexed(self, name: str, bound: Expr, body: Piece) -> Piece:
        variable, *ends = bound.args if bound.head == "tuple" else (bound,)
        below, above = self.print(variable).text, ""
        if ends:
            below = self.style.infix(below, "=", self._small(ends[0]))
            above = self._small(ends[1])
        return self._operator(name, below, above, body)

    def _operator(self, name: str, below: str, above: str, body: Piece) -> Piece:
        inner = self._wrapped(body, Level.PRODUCT)
        text = self.style.operator(name, below, above, inner.text)
        piece = Piece(text, Level.FACTOR, first="op", tall=True)
        return self._closing(piece, Open.TERM)

    def _range(self, bound: Expr) -> str:
        """``(x, a, b)`` of a minimax: ends that are finite belong to the range."""
        variable, low, high = bound.args
        domain = Domain(low, high, low == MINUS_OO, high == OO)
        return self.membership([variable.name], domain)


def _derivative_orders(node: Expr) -> list[tuple[Expr, int]] | None:
    """Variables with the order in each, last taken first; None for a form without a notation."""
    over: list[tuple[Expr, int]] = []
    for arg in reversed(node.args[1:]):
        name, count = (arg, ONE) if arg.head in ("sym", "at") else (*arg.args, ZERO, ZERO)[:2]
        if name.head not in ("sym", "at") or count.head != "num" or count.number.denominator != 1:
            return None
        if count.number < 1:
            return None
        before = over.pop()[1] if over and over[-1][0] == name else 0
        over.append((name, before + int(count.number)))
    return over


def _names_free(expr: Expr) -> set[str]:
    """The names that occur, less those that a binder inside binds."""
    bound = {
        (arg.args[0] if arg.head == "tuple" else arg).name
        for node in walk(expr)
        if node.head in BINDERS and node.head != "Derivative"
        for arg in node.args[1:]
        if arg.head == "sym" or (arg.head == "tuple" and arg.args[0].head == "sym")
    }
    return {node.name for node in walk(expr) if node.head in ("sym", "at")} - bound
