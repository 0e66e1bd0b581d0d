"""What is declared: every free symbol, families by their entries alone, integers as indices."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TypeVar

from lark import Token

from thence.errors import ReadError
from thence.expr import Expr, free_symbols, walk
from thence.parser import check_size
from thence.readers.arrays import Arrays, names_in
from thence.readers.scope import Scope
from thence.readers.syntax.nodes import error_at
from thence.readers.tex import TexError
from thence.readers.undeclared import Undeclared

T = TypeVar("T")


class Declared(ABC):
    """Expressions over the names of a scope."""

    def __init__(self, places: dict[str, Token], start: Token, scope: Scope) -> None:
        self.places = places
        self.start = start
        self.scope = scope
        self.hypotheses: list[Expr] = []
        #: Where the parameters of definitions are, of which derivatives are taken there.
        self.points: dict[str, Expr] = {}
        #: The symbols that have a value in what is read: those of both sides, outside such sums.
        self.fixed: frozenset[str] = frozenset()
        #: The variables that are bound around what is read.
        self.around: frozenset[str] = frozenset()
        #: Those of them that count the terms of a sum or product.
        self.counting: frozenset[str] = frozenset()

    @abstractmethod
    def inlined(self, expr: Expr) -> Expr:
        """The expression with definitions put in and every binder complete."""

    def error(self, name: str, what: str, hint: str = "") -> TexError:
        """An error where the name stands first."""
        return error_at(self.places.get(name, self.start), what, hint)

    def lacking(
        self, name: str, role: str, what: str, hint: str, indices: tuple[str, ...] = ()
    ) -> Undeclared:
        """An error for want of a declaration."""
        look = self.scope.look_of(name)
        return Undeclared.of(self.error(name, what, hint), look, role, indices)

    def in_arrays(self, make: Callable[[Arrays], T]) -> T:
        """What is made of arrays; an error is placed where the row begins."""
        try:
            return make(Arrays(self.scope.domains, self.scope.identities))
        except ReadError as error:
            raise self.error("", error.what, error.hint) from None

    def _declaration(self, name: str) -> str:
        """How to declare a name; a delta with two indices is likely to be Kronecker's."""
        base, _, below = name.rpartition("_")
        domains = [self.scope.domains.get(letter) for letter in below]
        pair = len(domains) == 2 and all(d is not None and d.index_of is not None for d in domains)
        return r"kronecker \delta" if base == "delta" and pair else f"{name} real"

    def undeclared(self, name: str, role: str = "number") -> None:
        """Say how to declare a name; one that stands first may be what the equation defines."""
        if name == "i_rm":
            hint = "Everything is real: write its real and its imaginary part; or skip: why."
            raise self.error(name, "the imaginary unit is not read.", hint)
        if name == "i":
            hint = "Everything is real: write cosines and sines for e^{i x}; or declare an index."
            what = "i is not declared: an index, or the imaginary unit?"
            raise self.lacking(name, "index", what, hint)
        declaration = self._declaration(name)
        hint = f"Declare it: thence: {declaration}"
        if declaration.startswith(name) and self.places.get(name) is self.start:
            hint += f"; or, if this equation says what it is: thence: define {name}"
        if name == "gamma_":
            hint += r"; Euler's constant is \gamma_{\mathrm{E}}."
        raise self.lacking(name, role, f"the symbol {name} is not declared.", hint)

    def checked(self, found: Expr) -> Expr:
        """The same expression, if every free symbol is declared and it is of bounded size."""
        for name in sorted(free_symbols(found) - self.scope.domains.keys()):
            self.undeclared(name, "length" if name in _lengths(found) else "number")
        self.check_entries(found)
        try:
            check_size(found)
        except ReadError as error:
            raise self.error("", error.what, error.hint) from None
        return found

    def check_entries(self, expr: Expr) -> None:
        """Families occur by their entries alone, whose indices are integers."""
        for node in walk(expr):
            domain = self.scope.domains.get(node.name) if node.head in ("sym", "at") else None
            if node.head == "sym" and domain is not None and domain.sizes:
                hint = r"Write one entry of it; for x \ne 0 write \Vert x\Vert > 0."
                raise self.error(node.name, f"{node.name} is a family.", hint)
            if node.head == "at" and domain is not None and len(node.args) != len(domain.sizes):
                what = f"{node.name} takes {len(domain.sizes)} indices, not {len(node.args)}."
                raise self.error(node.name, what, "Its domain says how many it has.")
            indices = names_in(*node.args) if node.head == "at" else ()
            for name in sorted(indices):
                own = self.scope.domains.get(name)
                if own is not None and not own.integer:
                    hint = f"Declare it: thence: {name} index[n]"
                    what = f"the index {name} is not an integer."
                    raise self.lacking(name, "index", what, hint)

    def check_real(self, name: str, what: str) -> None:
        """Derivatives and limits are in real variables."""
        domain = self.scope.domains.get(name)
        if domain is not None and domain.integer:
            hint = "Declare it real, if it holds for reals."
            raise self.error(name, f"a {what} in {name}, which is an integer.", hint)

    def check_varies(self, body: Expr, name: str) -> None:
        """A bare symbol is no function of another one."""
        known = self.scope.domains.keys() | self.around | {name}
        for other in sorted(free_symbols(body) - known):
            if "@" not in other:
                self.undeclared(other)
        if free_symbols(body) and name not in free_symbols(body):
            hint = "If it is a function, define it above: thence: define y."
            raise self.error(name, f"{body} does not depend on {name}.", hint)


def _lengths(expr: Expr) -> set[str]:
    """The symbols in the ends of sums and products."""
    bounds = [node.args[1] for node in walk(expr) if node.head in ("Sum", "Product")]
    return {name for bound in bounds for end in bound.args[1:] for name in free_symbols(end)}
