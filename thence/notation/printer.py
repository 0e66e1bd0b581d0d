"""Expressions, statements and forms in print."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from thence.asymptotics import Towards
from thence.domain import Domain
from thence.expr import MINIMAX, RELATIONS, Expr, call, sym
from thence.form import Form
from thence.notation.binders import BinderPrinter
from thence.notation.names import GREEK, Name, take_apart
from thence.notation.style import Level, Open, Piece, Place, Style
from thence.statement import SHAPES, Statement


class Printer(BinderPrinter):
    """Prints expressions in a style; ``names`` says how each symbol looks."""

    def __init__(self, style: Style, names: dict[str, Name]) -> None:
        super().__init__(style, names)
        special: dict[str, Callable[[Expr, list[Piece]], Piece]] = {
            "neg": self._negative,
            "**": self._power,
            "exp": self._exponential,
            "sqrt": self._root,
            "cbrt": self._root,
            "Abs": self._fenced,
            "floor": self._fenced,
            "ceiling": self._fenced,
            "factorial": self._factorial,
            "binomial": self._binomial,
            "Piecewise": self._by_cases,
            "tuple": self._call,
            "Integral": self._integral,
            "Derivative": self._derivative,
            "Limit": self._limit,
        }
        big = dict.fromkeys(("Sum", "Product", *MINIMAX), self._big)
        sums = dict.fromkeys(("+", "-"), self._sum)
        self._special = special | big | sums

    def print(self, expr: Expr, place: Place = Place.LINE) -> Piece:
        """The expression in print, as it is set in this place."""
        done: list[Piece] = []
        stack: list[tuple[Expr, Place, bool]] = [(expr, place, False)]
        while stack:
            node, own, ready = stack.pop()
            if not ready:
                stack.append((node, own, True))
                stack.extend((arg, inner, False) for arg, inner in _parts(node, own))
                continue
            count = len(node.args)
            args = [done.pop() for _ in range(count)]
            done.append(self._node(node, args, own))
        return done[0]

    def _node(self, node: Expr, args: list[Piece], place: Place) -> Piece:
        if node.head == "num":
            return self._number(node.number, place > Place.LINE)
        if node.head == "sym":
            name = self.names.get(node.name) or take_apart(node.name)
            wide = name.verbatim or (len(name.base) > 1 and name.base not in GREEK)
            end = "word" if wide else ""
            return Piece(self.style.symbol(name), first=end, last=end)
        if node.head == "at":
            family = self.names.get(node.name) or take_apart(node.name)
            index = self.style.sequence([arg.text for arg in args])
            return Piece(self.style.entry(family, index))
        if node.head == "KroneckerDelta":
            index = self.style.sequence([arg.text for arg in args])
            return Piece(self.style.entry(Name("delta"), index))
        if node.head == "const":
            return Piece(self.style.constant(node.name))
        if node.head == "decimal":
            return Piece(self.style.number(str(node.value)), first="digit", last="digit")
        if node.head in RELATIONS:
            left, right = (arg.before(Open.TERM) for arg in args)
            tall = any(arg.tall for arg in args)
            return Piece(self.style.infix(left, node.head, right), Level.RELATION, tall=tall)
        if node.head == "/":
            return self._slanted(args) if place else self._fraction(args)
        if node.head == "*":
            return self._product(args, place)
        return self._special.get(node.head, self._call)(node, args)

    def statement(self, statement: Statement) -> str:
        """The relation that the statement asserts."""
        left = self.print(statement.lhs)
        if statement.rel == "defined":
            return self.style.phrase([left.text, self.style.words("is defined")])
        if statement.rel in SHAPES:
            words = self.style.words(f"is {statement.rel} in")
            return self.style.phrase([left.text, words, self.print(statement.rhs).text])
        right = self.print(statement.rhs)
        if statement.rel == "~digits":
            return self.style.infix(left.text, "=", self.style.digits(right.text))
        if statement.towards is not None:
            return self._order(statement, statement.towards)
        return self.style.infix(left.text, statement.rel, right.text)

    def _order(self, statement: Statement, towards: Towards) -> str:
        """``f ~ g (x -> oo)``; what a remainder is of stands before it, as authors write it."""
        lhs, rel, rhs = statement.lhs, statement.rel, statement.rhs
        if rel != "~":
            rel, rhs = "=", call(rel, rhs)
            if lhs.head == "-":
                lhs, rhs = lhs.args[0], lhs.args[1] + rhs
        said = self.style.infix(self.print(lhs).text, rel, self.print(rhs).text)
        target = self.print(towards.target)
        where = target.text
        if towards.side:
            where = self.style.one_sided(self._wrapped(target, Level.ATOM).text, towards.side)
        way = self.style.infix(self.print(sym(towards.name)).text, "->", where)
        return self.style.aside(said, self.style.fence("(", way, ")", False))

    def form(self, form: Form) -> str:
        """What a form says; a comma or a colon stands close to what it ends."""
        said: list[str] = []
        for part in form.parts:
            text = self.style.words(part) if isinstance(part, str) else self.print(part).text
            if said and isinstance(part, str) and part[:1] in (",", ":"):
                said[-1] += text
            else:
                said.append(text)
        return self.style.phrase(said)

    def conditions(self, statement: Statement) -> list[str]:
        """The domains of the variables, like ones together, and then the hypotheses."""
        groups: list[tuple[list[str], Domain]] = []
        for name, domain in statement.given.items():
            if groups and groups[-1][1] == domain:
                groups[-1][0].append(name)
            else:
                groups.append(([name], domain))
        found = [self.membership(names, domain) for names, domain in groups]
        return found + [self.print(hypothesis).text for hypothesis in statement.assuming]


def _parts(node: Expr, place: Place) -> Iterator[tuple[Expr, Place]]:
    """The arguments of a node and where each is set."""
    indexed = node.head in ("at", "KroneckerDelta")
    every = tuple(range(len(node.args)))
    raised = every if indexed else {"**": (1,), "exp": (0,)}.get(node.head, ())
    script = Place.INDEX if indexed else Place.SCRIPT
    for index, arg in enumerate(node.args):
        yield arg, max(place, script) if index in raised else place
