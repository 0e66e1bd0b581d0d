"""Derivatives, limits, sums and extrema: what their variables are, and where they range."""

from __future__ import annotations

import re

from thence.expr import (
    MINIMAX,
    MINUS_OO,
    ONE,
    OO,
    Expr,
    call,
    free_symbols,
    num,
    substitute,
    sym,
    walk,
)
from thence.readers.resolve.declared import Declared
from thence.readers.syntax.nodes import APPLIED, ONE_SIDED, TWO_SIDED

#: Subscripts that are words, though each of their letters may be an integer.
_WORDS = frozenset(["in", "min"])


class Binders(Declared):
    """Completes what has a variable of its own."""

    def check_bound(self, expr: Expr, bound: frozenset[str] | set[str]) -> None:
        """A variable of a sum or integral is in sight in its body, or not meant there; limits
        are of what the document has defined with their variable, as derivatives are."""
        for name in sorted(bound):
            if not name.isidentifier() or name in self.scope.defined:
                raise self.error(name, f"{name} cannot be bound here.", "Use another letter.")
        for node in walk(expr.args[0]):
            name = str(node.value) if node.head in ("sym", APPLIED) else ""
            found = self.scope.defined.get(name)
            own = {*found.parameters, found.index} if found else set()
            hidden = free_symbols(found.body) - own if found else frozenset()
            if hidden & bound and expr.head not in (
                *MINIMAX,
                "Limit",
                TWO_SIDED,
                *ONE_SIDED.values(),
            ):
                what = f"{name} contains {min(hidden & bound)}, which is bound here."
                raise self.error(name, what, f"Write {name} out.")
            parts = name.split("_")[1:] if node.head == "sym" and name not in bound else []
            for part in parts:
                if counts := self._counted_by(part, bound):
                    sizes = "n" if part in bound else ", ".join("lmn"[-len(part) :])
                    family = name.removesuffix(f"_{part}")
                    hint = f"Declare the family: thence: {family} real[{sizes}]"
                    what = f"{name} depends on the index {counts[0]}."
                    letters = (part,) if part in bound else (*re.sub(r"\d", "", part),)
                    raise self.lacking(name, "entry", what, hint, letters)

    def _counted_by(self, part: str, bound: frozenset[str] | set[str]) -> list[str]:
        """The bound variables in a part of a subscript that is made of nothing but them, digits and
        other integers, as that of ``W_{ij}``; of three letters, where two are bound."""
        if part in bound:
            return [part]
        here = bound | self.around
        integers = {name for name, domain in self.scope.domains.items() if domain.integer}
        letters = [letter for letter in part if not letter.isdigit()]
        found = [letter for letter in letters if letter in here]
        counts = part not in _WORDS and here | integers >= {*letters}
        return found if counts and (len(part) < 3 or len(found) > 1) else []

    def derivative(self, expr: Expr) -> Expr:
        """A derivative of something in its variable: dy/dx of a bare symbol y is not 0."""
        for bound in expr.args[1:]:
            name = (bound.args[0] if bound.head == "tuple" else bound).name
            if name in self.scope.defined:
                raise self.error(name, f"a derivative in {name}, which is a formula.")
            self.check_real(name, "derivative")
            self.check_varies(expr.args[0], name)
        return expr

    def limit(self, expr: Expr) -> Expr:
        """A limit from the right, or at infinity, of something that depends on the variable."""
        name = expr.args[1].name
        self.check_real(name, "limit")
        self.check_varies(expr.args[0], name)
        if name in free_symbols(expr.args[2]):
            raise self.error(name, f"{name} tends to what holds {name}.", "Use another letter.")
        return expr

    def series(self, expr: Expr) -> Expr:
        """A sum over an index alone, with the declared range."""
        bounds = expr.args[1]
        if len(bounds.args) == 3:
            return expr
        name = bounds.args[0].name
        domain = self.scope.domains.get(name)
        size = domain.index_of if domain else None
        ends = self.scope.indices.get(name) or ((ONE, size) if size is not None else None)
        if ends is None:
            hint = f"Declare it, thence: index {name} = 1..n; or write \\sum_{{{name}=1}}^{{n}}."
            raise self.lacking(name, "index", f"the range of {name} is not given.", hint)
        return Expr(expr.head, (expr.args[0], call("tuple", sym(name), *ends)))

    def minimax(self, expr: Expr) -> Expr:
        """The ranges of an extremum; the declared domain where none is written, if it is closed."""
        body, *ranges = expr.args
        found = []
        for part in ranges:
            name = part.args[0].name
            domain = self.scope.domains.get(name)
            if len(part.args) == 1:
                open_end = domain and (
                    (domain.lo_open and domain.lo != MINUS_OO)
                    or (domain.hi_open and domain.hi != OO)
                    or domain.integer
                )
                if domain is None or open_end:
                    hint = r"Write it, such as \min_{b \ge 0}."
                    raise self.error(name, f"the range of {name} is not closed or given.", hint)
                part = Expr("tuple", (*part.args, domain.lo, domain.hi))
            found.append(part)
        return Expr(expr.head, (body, *found))

    def from_below(self, expr: Expr) -> Expr:
        """A limit from the left, as the limit from the right of the function mirrored there."""
        body, name, target = self.limit(expr).args
        try:
            mirror = -name if target == num(0) else num(2) * target - name
            mirrored = substitute(body, {name.name: mirror})
        except ValueError as error:
            raise self.error(name.name, f"a limit from below: {error}.") from None
        return Expr("Limit", (mirrored, name, target))

    def two_sided(self, expr: Expr) -> Expr:
        """A limit of unsaid side is refused inside a formula."""
        hint = r"Write x \to a^+ or a^-; only a whole side of an equation is taken from both."
        raise self.error(expr.args[1].name, "a limit without its side inside a formula.", hint)
