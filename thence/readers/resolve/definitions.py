"""Functions and values that the document defines, put in where they are used."""

from __future__ import annotations

from collections.abc import Mapping

from thence.expr import Expr, free_symbols, rebuild, substitute, sym, walk
from thence.readers.arrays import Shape, renamed
from thence.readers.resolve.binders import Binders
from thence.readers.scope import Definition
from thence.readers.syntax.nodes import EACH, GRADIENT, PICK, VECTOR


class Definitions(Binders):
    """Puts definitions in."""

    def miscounted(self, name: str, parameters: tuple[str, ...], given: int) -> tuple[str, str]:
        """What is wrong with so many arguments, and what to write."""
        hint = f"Its definition has {', '.join(parameters) or 'none'}."
        return f"{name} takes {len(parameters)} argument(s), not {given}.", hint

    def applied(self, name: str, arguments: tuple[Expr, ...]) -> Expr:
        """A defined function of its arguments, or a defined value."""
        found = self.scope.defined.get(name)
        if found is None:
            if place := self.scope.unread.get(name):
                what = f"{name} is defined in line {place}, which was not read."
                raise self.error(name, what, "Mend that line first.")
            hint = "An equation above must define it, with the name alone on the left."
            raise self.lacking(name, "early", f"{name} is not defined yet.", hint)
        if name in self.scope.formulas and not arguments:  # the vector of these entries
            if len(found.parameters) > 1:
                hint = f"Write {name}_{{{', '.join(found.parameters)}}}."
                raise self.error(name, f"{name} without its indices.", hint)
            return self.entries_of(found.parameters[0], found.body)
        if len(arguments) != len(found.parameters):
            raise self.error(name, *self.miscounted(name, found.parameters, len(arguments)))
        for parameter, argument in zip(found.parameters, arguments, strict=True):
            self.check_fits(name, parameter, argument)
        if len(arguments) == 1 and not found.index and (each := self.of_each(found, arguments[0])):
            return each
        values = dict(zip(found.parameters, arguments, strict=True))
        changed = {key: value for key, value in values.items() if value != sym(key)}
        outside = frozenset[str]().union(*map(free_symbols, changed.values()))
        body = found.body
        self.check_moves(name, body, changed)
        if found.index:
            vector = self.entries_of(found.index, body)
            (body, size), index = vector.args, str(vector.value)
        try:
            held = {_held(key): value for key, value in changed.items()}
            body = substitute(_of_others(renamed(body, outside), changed), changed | held)
        except ValueError as error:
            hint = "Rename a variable, or write the formula out."
            raise self.error(name, f"{name} cannot be put in: {error}.", hint) from None
        return Expr(VECTOR, (body, size), index) if found.index else body

    def entries_of(self, index: str, body: Expr) -> Expr:
        """The vector of which the body is the entry at an index."""
        size = self.scope.domains[index].index_of if index in self.scope.domains else None
        if size is None:
            hint = f"Declare the index it is an entry at, thence: {index} index[n]"
            raise self.error(index, f"{index} is no declared index.", hint)
        name = f"{index}@{next(self.scope.fresh)}"
        made = substitute(renamed(body, frozenset([name])), {index: sym(name)})
        return Expr(VECTOR, (made, size), name)

    def check_fits(self, name: str, parameter: str, argument: Expr) -> None:
        """A vector is put in for a vector of the same length, and a number for a number."""
        domain = self.scope.domains.get(parameter)
        if domain is None or not domain.sizes:
            return
        shape = self.in_arrays(lambda arrays: arrays.shape(argument))
        if shape.sizes != domain.sizes:
            what = f"{name} is defined for {Shape(domain.sizes)}, here it is of {shape}."
            raise self.error(name, what, "Define it for what it is used for.")

    def of_each(self, found: Definition, argument: Expr) -> Expr | None:
        """A function of a number, at each entry of an array; None where the argument is what it is
        a function of."""
        (name,) = found.parameters
        domain = self.scope.domains.get(name)
        shape = self.in_arrays(lambda arrays: arrays.shape(argument))
        if not shape.sizes or domain is None or domain.sizes:
            return None
        return Expr(EACH, (found.body, argument), name)

    def own(self, name: str) -> Expr:
        """A function at what it is defined with."""
        found = self.scope.defined.get(name)
        parameters = found.parameters if found else ()
        return self.applied(name, tuple(map(sym, parameters)))

    def check_moves(self, name: str, body: Expr, values: Mapping[str, Expr]) -> None:
        """What is put in beside a derivative has nothing to do with what the derivative is in."""
        free = free_symbols(body)
        for node in walk(body):
            over = node.args[1:] if node.head in ("Derivative", GRADIENT) else ()
            for variable in (one.args[0] if one.head == "tuple" else one for one in over):
                entries = node.head == GRADIENT or variable.head == "at"
                met = [
                    key
                    for key, value in values.items()
                    if (variable.name in free_symbols(value) and key != variable.name)
                    or (entries and key == variable.name and free_symbols(value) & free - {key})
                ]
                if met:
                    what = f"{met[0]} is put in where a derivative in {variable.name} is taken."
                    hint = "Carry the derivative out, or rename its variable."
                    raise self.error(name, what, hint)


def _held(name: str) -> str:
    """A name for the argument of a function until all of them are put in at once."""
    return f"{name}@"


def _of_others(expr: Expr, values: Mapping[str, Expr]) -> Expr:
    """The entries ``x_i`` of the parameters of a function as those of its arguments."""
    made = rebuild(expr, lambda arg: _of_others(arg, values))
    if made.head == "Derivative" and any(one.head == PICK for one in made.args[1:]):
        raise ValueError(f"a derivative in {made.args[1].args[0].name.removesuffix('@')}")
    value = values.get(made.name) if made.head == "at" else None
    if value is None:
        return made
    if value.head not in ("sym", "at"):
        return Expr(PICK, (sym(_held(made.name)), *made.args))
    return Expr("at", (*value.args, *made.args), value.name)
