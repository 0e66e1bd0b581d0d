"""From the names of a row to declared symbols: definitions put in, ranges and sides settled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from lark import Token

from thence.errors import ReadError
from thence.expr import (
    MINIMAX,
    ONE,
    OO,
    ZERO,
    Expr,
    bound_names,
    call,
    entry,
    free_symbols,
    num,
    rebuild,
    substitute,
    sym,
    walk,
)
from thence.parser import check_size
from thence.readers.arrays import Arrays, Shape, free_indices, names_in, renamed
from thence.readers.scope import Definition, Scope
from thence.readers.syntax.nodes import (
    APPLIED,
    EACH,
    EVALUATED,
    GRADIENT,
    INDICATOR,
    LENGTH,
    MINUS_OO,
    ONE_SIDED,
    OPEN,
    OPEN_END,
    OVER,
    OWN,
    PICK,
    PRIMED,
    TWO_SIDED,
    VECTOR,
    WEIGHT,
    Link,
    error_at,
)
from thence.readers.tex import TexError

T = TypeVar("T")


class Resolver:
    """Puts definitions in, gives sums their ranges, and finds what is not declared."""

    def __init__(self, places: dict[str, Token], start: Token, scope: Scope) -> None:
        self.places = places
        self.start = start
        self.scope = scope
        self.hypotheses: list[Expr] = []
        #: Where the parameters of definitions are, of which derivatives are taken there.
        self.points: dict[str, Expr] = {}
        #: The variables that are bound around what is read.
        self.around: frozenset[str] = frozenset()
        #: Those of them that count the terms of a sum or product.
        self.counting: frozenset[str] = frozenset()

    def error(self, name: str, what: str, hint: str = "") -> TexError:
        """An error where the name stands first."""
        return error_at(self.places.get(name, self.start), what, hint)

    def read(self, expr: Expr) -> Expr:
        """The number that an expression is, over declared symbols."""
        found = self.inlined(expr)
        return self.checked(self.in_arrays(lambda arrays: arrays.number(found)))

    def shape(self, expr: Expr) -> Shape:
        """The shape of an expression as it stands in a row."""
        found = self.inlined(expr)
        return self.in_arrays(lambda arrays: arrays.shape(found))

    def read_sides(self, lhs: Expr | None, rel: str, rhs: Expr) -> tuple[Expr | None, Expr]:
        """Both sides of a relation; of arrays, one entry of each, at indices that are free."""
        sides = self.inlined(rhs if lhs is None else lhs), self.inlined(rhs)

        def entries(arrays: Arrays) -> tuple[Expr, ...]:
            shape, other = map(arrays.shape, sides)
            if not shape.sizes or not other.sizes:
                return tuple(map(arrays.number, sides))
            if shape != other:
                raise ReadError(f"{shape} and {other}, in one equation.", hint="Transpose one?")
            if rel == "!=" or (rel != "=" and len(shape.sizes) > 1):
                hint = r"Write it for the entries, as W_{ij} \le A_{ij}."
                raise ReadError(f"{rel} between {shape} and another: entry by entry?", hint=hint)
            used = {str(node.value) for side in sides for node in walk(side)}
            indices = free_indices(self.scope.domains, shape.sizes, frozenset(used))
            if indices is None:
                kind = "vectors" if len(shape.sizes) == 1 else "matrices"
                ranges = "; ".join(
                    f"{i} index[{size}]" for i, size in zip("kl", shape.sizes, strict=False)
                )
                hint = f"Declare an index that is not used here, thence: {ranges}"
                raise ReadError(f"an equation of {kind}, for each entry.", hint=hint)
            return tuple(arrays.entry(side, indices) for side in sides)

        left, right = map(self.checked, self.in_arrays(entries))
        return None if lhs is None else left, right

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

    def undeclared(self, name: str) -> None:
        """Say how to declare a name; one that stands first may be what the equation defines."""
        if name == "i_rm":
            hint = "Everything is real: write its real and its imaginary part; or skip: why."
            raise self.error(name, "the imaginary unit is not read.", hint)
        declaration = self._declaration(name)
        hint = f"Declare it: thence: {declaration}"
        if declaration.startswith(name) and self.places.get(name) is self.start:
            hint += f"; or, if this equation says what it is: thence: define {name}"
        raise self.error(name, f"the symbol {name} is not declared.", hint)

    def checked(self, found: Expr) -> Expr:
        """The same expression, if every free symbol is declared and it is of bounded size."""
        for name in sorted(free_symbols(found) - self.scope.domains.keys()):
            self.undeclared(name)
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
                    raise self.error(name, f"the index {name} is not an integer.", hint)

    def inlined(self, expr: Expr) -> Expr:
        """The expression with definitions put in and every binder complete."""
        if expr.head == "sym" and expr.name in self.scope.defined:
            return self.applied(expr.name, ())
        if expr.head == "at" and expr.name in self.scope.defined:
            whole = self.applied(expr.name, ())
            return Expr(PICK, (whole, *map(self.inlined, expr.args)))
        if expr.head == OPEN:
            return self.inlined(self.taken_in(expr))
        if expr.head == OWN:
            return self.own(str(expr.value))
        if expr.head == EVALUATED:
            return self.evaluated(*expr.args)
        bound = bound_names(expr) if expr.head not in _SPECIAL else {expr.args[1].name}
        if bound:
            self.check_bound(expr, bound)
        if expr.head == "tuple" and expr.args[0].head == "sym":
            return Expr("tuple", (expr.args[0], *(self.inlined(end) for end in expr.args[1:])))
        before = self.around, self.counting
        self.around |= bound
        self.counting |= bound if expr.head in ("Sum", "Product") else frozenset()
        made = rebuild(expr, self.inlined)
        self.around, self.counting = before
        if expr.head == APPLIED:
            return self.applied(str(expr.value), made.args)
        if expr.head == INDICATOR:
            return self.indicator(made.args)
        if expr.head == PRIMED:
            return self.primed(str(expr.value), *made.args)
        if expr.head in (WEIGHT, LENGTH):
            return self.distribution(expr)
        if expr.head == OVER:
            hint = (
                r"Only \max_x f(x) \le c and \min_x f(x) \ge c are read, and a minimax: "
                "say that bound, and that f takes the value c, in two equations."
            )
            raise self.error(expr.args[1].args[0].name, "an extremum inside a formula.", hint)
        if expr.head in _FINISH:
            return _FINISH[expr.head](self, made)
        return made

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
            raise self.error(name, f"{name} is not defined yet.", hint)
        if name in self.scope.formulas and not arguments:  # the vector of these entries
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

    def indicator(self, relations: tuple[Expr, ...]) -> Expr:
        """A Kronecker delta where integers are compared for equality, and cases otherwise."""
        relation = relations[0]
        names = free_symbols(relation)
        integers = {name for name, domain in self.scope.domains.items() if domain.integer}
        if (
            len(relations) == 1
            and relation.head in ("=", "!=")
            and names <= integers | self.counting
        ):
            delta = call("KroneckerDelta", *relation.args)
            return delta if relation.head == "=" else ONE - delta
        return call("Piecewise", call("case", ONE, *relations), call("case", ZERO))

    def primed(self, name: str, argument: Expr, order: Expr) -> Expr:
        """A derivative at its argument; where that is composed, in the parameter of the definition
        under the hypothesis that it has this value."""
        variable = argument
        if argument.head != "sym":  # what is put in for it is composed
            found = self.scope.defined.get(name)
            variable = sym(found.parameters[0]) if found and found.parameters else argument
            if self.around or variable.head != "sym" or variable.name in free_symbols(argument):
                hint = r"Write \frac{d}{dx} f(x), or define the derivative by itself."
                raise self.error(name, "a prime on a function of something composed.", hint)
            if self.points.setdefault(variable.name, argument) != argument:
                hint = f"Give the definition of {name} another variable, or split the equation."
                raise self.error(name, f"derivatives in {variable.name} at two places.", hint)
        over = variable if order == ONE else call("tuple", variable, order)
        return self.derivative(call("Derivative", self.applied(name, (variable,)), over))

    def own(self, name: str) -> Expr:
        """A function at what it is defined with."""
        found = self.scope.defined.get(name)
        parameters = found.parameters if found else ()
        return self.applied(name, tuple(map(sym, parameters)))

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

    def of_each(self, found: Definition, argument: Expr) -> Expr | None:
        """A function of a number, at each entry of an array; None where the argument is what it is
        a function of."""
        (name,) = found.parameters
        domain = self.scope.domains.get(name)
        shape = self.in_arrays(lambda arrays: arrays.shape(argument))
        if not shape.sizes or domain is None or domain.sizes:
            return None
        return Expr(EACH, (found.body, argument), name)

    def distribution(self, expr: Expr) -> Expr:
        """The weight of an index, or the number of weights: they are assumed to add up to 1."""
        name = str(expr.value)
        domain = self.scope.domains.get(name)
        if domain is None or len(domain.sizes) != 1 or domain.lo != num(0):
            hint = f"Declare it, thence: {name} nonnegative[n]; or write the sum or integral."
            raise self.error(name, f"{name} is no distribution that is declared.", hint)
        if expr.head == LENGTH:
            return domain.sizes[0]
        index = expr.args[0]
        total = call("Sum", entry(name, index), call("tuple", index, ONE, domain.sizes[0]))
        hypothesis = Expr("=", (total, ONE))
        if hypothesis not in self.hypotheses:
            self.hypotheses.append(hypothesis)
        return entry(name, index)

    def check_bound(self, expr: Expr, bound: frozenset[str] | set[str]) -> None:
        """A variable of a sum or integral is in sight in its body, or not meant there at all."""
        for name in sorted(bound):
            if not name.isidentifier() or name in self.scope.defined:
                raise self.error(name, f"{name} cannot be bound here.", "Use another letter.")
        for node in walk(expr.args[0]):
            name = str(node.value) if node.head in ("sym", APPLIED) else ""
            found = self.scope.defined.get(name)
            own = {*found.parameters, found.index} if found else set()
            hidden = free_symbols(found.body) - own if found else frozenset()
            if hidden & bound and expr.head not in MINIMAX:
                what = f"{name} contains {min(hidden & bound)}, which is bound here."
                raise self.error(name, what, f"Write {name} out.")
            parts = name.split("_")[1:] if node.head == "sym" and name not in bound else []
            for index in bound & set(parts):
                hint = f"Declare the family: thence: {name.removesuffix(f'_{index}')} real[n]"
                raise self.error(name, f"{name} depends on the index {index}.", hint)

    def derivative(self, expr: Expr) -> Expr:
        """A derivative of something in its variable: dy/dx of a bare symbol y is not 0."""
        for bound in expr.args[1:]:
            name = (bound.args[0] if bound.head == "tuple" else bound).name
            if name in self.scope.defined:
                raise self.error(name, f"a derivative in {name}, which is a formula.")
            self.check_real(name, "derivative")
            self.check_varies(expr.args[0], name)
        return expr

    def check_varies(self, body: Expr, name: str) -> None:
        """A bare symbol is no function of another one."""
        known = self.scope.domains.keys() | self.around | {name}
        for other in sorted(free_symbols(body) - known):
            if "@" not in other:
                self.undeclared(other)
        if free_symbols(body) and name not in free_symbols(body):
            hint = "If it is a function, define it above: thence: define y."
            raise self.error(name, f"{body} does not depend on {name}.", hint)

    def check_real(self, name: str, what: str) -> None:
        """Derivatives and limits are in real variables."""
        domain = self.scope.domains.get(name)
        if domain is not None and domain.integer:
            hint = "Declare it real, if it holds for reals."
            raise self.error(name, f"a {what} in {name}, which is an integer.", hint)

    def limit(self, expr: Expr) -> Expr:
        """A limit from the right, or at infinity, of something that depends on the variable."""
        self.check_real(expr.args[1].name, "limit")
        self.check_varies(expr.args[0], expr.args[1].name)
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
            raise self.error(name, f"the range of {name} is not given.", hint)
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


#: A bound on the largest value holds for each value; on a least one from below likewise.
_EACH = {("max", "<="): "lhs", ("min", ">="): "lhs", ("max", ">="): "rhs", ("min", "<="): "rhs"}


def for_each(link: Link) -> Link:
    """``max_x f(x) <= c`` as ``f(x) <= c``, for every x of the range."""
    for name, side, other in (("lhs", link.lhs, link.rhs), ("rhs", link.rhs, link.lhs)):
        if side is None or side.head != OVER or _EACH.get((str(side.value), link.rel)) != name:
            continue
        body, (variable, *ends) = side.args[0], side.args[1].args
        if other is None or variable.name in free_symbols(other):
            continue
        relations = [
            Expr(rel[0], (variable, *end.args))
            if end.head == OPEN_END
            else Expr(rel, (variable, end))
            for rel, end in zip((">=", "<="), ends, strict=False)
        ]
        kept = tuple(r for r in relations if r.args[1] not in (OO, MINUS_OO))
        lhs, rhs = (body, other) if name == "lhs" else (other, body)
        return for_each(replace(link, lhs=lhs, rhs=rhs, assuming=(*link.assuming, *kept)))
    return link


_SPECIAL = frozenset({TWO_SIDED, ONE_SIDED["-"]})
_FINISH = {
    "Derivative": Resolver.derivative,
    "Limit": Resolver.limit,
    "Sum": Resolver.series,
    "Product": Resolver.series,
    "Minimax": Resolver.minimax,
    "ArgMinimax": Resolver.minimax,
    ONE_SIDED["-"]: Resolver.from_below,
    TWO_SIDED: Resolver.two_sided,
}
