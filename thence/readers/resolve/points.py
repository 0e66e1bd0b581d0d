"""Derivatives at a point, and factors behind a derivative."""

from __future__ import annotations

from thence.expr import ONE, Expr, call, free_symbols, rebuild, substitute, sym, walk
from thence.readers.arrays import renamed
from thence.readers.resolve.definitions import Definitions
from thence.readers.syntax.nodes import APPLIED, EVALUATED, GRADIENT, OPEN, PRIMED
from thence.readers.tex import TexError


class Points(Definitions):
    """Takes derivatives where they are meant."""

    def primed(self, name: str, argument: Expr, order: Expr) -> Expr:
        """A derivative at its argument; where that is composed, in the parameter of the definition
        under the hypothesis that it has this value."""
        variable = argument
        found = self.scope.defined.get(name)
        if argument.head == "sym":
            self.check_alone(name, argument.name)
        else:  # what is put in for it is composed
            variable = sym(found.parameters[0]) if found and found.parameters else argument
            if self.around or variable.head != "sym" or variable.name in free_symbols(argument):
                hint = r"Write \frac{d}{dx} f(x), or define the derivative by itself."
                raise self.error(name, "a prime on a function of something composed.", hint)
            if self.points.setdefault(variable.name, argument) != argument:
                hint = f"Give the definition of {name} another variable, or split the equation."
                raise self.error(name, f"derivatives in {variable.name} at two places.", hint)
        over = variable if order == ONE else call("tuple", variable, order)
        return self.derivative(call("Derivative", self.applied(name, (variable,)), over))

    def check_alone(self, name: str, at: str) -> None:
        """A function whose derivative is taken at a letter has it in the place of its parameter
        alone: ``f'(b)`` of ``f(x) = x^2 + b`` is ``2*b``."""
        found = self.scope.defined.get(name)
        (own, *_) = found.parameters if found and found.parameters else (at,)
        if own != at and at in free_symbols(self.applied(name, (sym(own),))):
            hint = rf"Write \left. \frac{{d}}{{d{own}}} {name}({own}) \right|_{{{own} = {at}}}."
            raise self.error(name, f"a derivative of {name} at {at}, which it holds besides.", hint)

    def evaluated(self, body: Expr, variable: Expr, value: Expr) -> Expr:
        """What has a bar behind it: with the value put in, or under the hypothesis that the
        variable has it, where a derivative is taken in it."""
        inside, value = self.inlined(body), self.inlined(value)
        if variable.name in free_symbols(value) or variable.name in self.scope.defined:
            hint = "Give one of the two another letter."
            raise self.error(variable.name, "a bar with one letter for two things.", hint)
        self.check_varies(inside, variable.name)
        self.check_moves(variable.name, inside, {variable.name: value})
        try:
            return substitute(renamed(inside, free_symbols(value)), {variable.name: value})
        except ValueError:
            return self.at_point(inside, variable.name, value)

    def check_not_put_in(self, body: Expr, *over: Expr) -> None:
        r"""``\frac{d}{dx} \left. f \right|_{x = a}``: the derivative there, or that of a number?"""
        names = {node.name for one in over for node in walk(one) if node.head in ("sym", "at")}
        put_in = (node.args[1].name for node in walk(body) if node.head == EVALUATED)
        self.check_slots(body, names)
        for name in sorted(names.intersection(put_in)):
            hint = r"Write \left. \frac{d}{dx} f \right|_{x = a} for the derivative at a."
            raise self.error(name, f"a derivative in {name} of what stands at a value of it.", hint)

    def check_slots(self, body: Expr, names: set[str]) -> None:
        r"""``\partial_x F(y, x)`` is the derivative in the first slot of F(x, y), or in x?"""
        found = self.scope.defined.get(str(body.value)) if body.head == APPLIED else None
        own = found.parameters if found else ()
        for name in sorted(names.intersection(own) if len(own) == len(body.args) > 1 else ()):
            where = [k for k, one in enumerate(body.args) if name in free_symbols(one)]
            if where != [own.index(name)] or body.args[where[0]] != sym(name):
                hint = "Write the formula out, or define it with another letter."
                place = f"{body.value}({', '.join(own)})"
                raise self.error(name, f"a derivative in {name}, or in its place in {place}?", hint)

    def at_point(self, expr: Expr, name: str, value: Expr) -> Expr:
        """What stands at a point, which is a hypothesis of the whole equation."""
        if self.around:
            hint = r"Write the derivative out, or the sum around it."
            raise self.error(name, "a derivative at a point inside a sum or integral.", hint)
        if self.points.setdefault(name, value) != value:
            hint = "Give the second one another variable, or split the equation."
            raise self.error(name, f"derivatives in {name} at two places.", hint)
        return expr

    def check_points(self, *parts: Expr | None) -> None:
        """What stands beside ``f'(0)`` does not depend on the parameter of f."""
        for part in parts:
            met = self.points.keys() & free_symbols(self.inlined(self.elsewhere(part or ONE)))
            if met:
                name = min(met)
                hint = "Give the definition another variable, or split the equation."
                raise self.error(name, f"{name} = {self.points[name]} in a derivative alone?", hint)

    def elsewhere(self, expr: Expr) -> Expr:
        """The expression with ``f'(a)`` for a composed a as this a, and a bar as its value."""
        made = rebuild(expr, self.elsewhere)
        if made.head == EVALUATED:
            return made.args[2]
        point = made.args[0] if made.head == PRIMED else None
        plain = point is not None and point.head == "sym" and point.name not in self.scope.defined
        return made if point is None or plain else point

    def taken_in(self, expr: Expr) -> Expr:
        """A derivative with the factor behind it: of constants alone it would be no derivative."""
        operator, factor = expr.args
        if operator.head == OPEN:
            operator = self.taken_in(operator)
        known, *over = operator.args
        names = {node.name for one in over for node in walk(one) if node.head in ("sym", "at")}
        if operator.head not in ("Derivative", GRADIENT) or names & self.names_in(known):
            hint = r"Write parentheses: \frac{d}{dx} (f g), or (\frac{d}{dx} f) g."
            raise TexError("is this differentiated as well?", str(expr.value), hint)
        return Expr(operator.head, (known * factor, *over), operator.value)

    def names_in(self, expr: Expr) -> frozenset[str]:
        """The names that occur in an expression once definitions are put in."""
        return free_symbols(self.inlined(expr))
