"""What a document declares: names and how they are written, functions, conventions.

A name is looked up by what it looks like, a :class:`thence.notation.Name`: letters, accents and
subscripts.  So ``s_{max}`` in LaTeX finds the symbol that was declared as ``s_max``, and ``H``
never finds ``h``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from keyword import iskeyword

from thence.domain import INTEGER, REAL, Domain
from thence.errors import ReadError
from thence.expr import BINDERS, CONSTANTS, FUNCTIONS, Expr, free_symbols, sym, walk
from thence.notation import Name, names_of, statement_names, take_apart
from thence.statement import Statement

MAX_NAMES = 2_000
#: Names with a meaning in claim files.
_MEANT = CONSTANTS | BINDERS | FUNCTIONS.keys()


@dataclass(frozen=True, slots=True)
class Definition:
    """``f(parameters) = body``, or a value where there are no parameters.

    ``index``: what the body is one entry of, as in ``f(z)_i = ...``; it is not among the others.
    """

    parameters: tuple[str, ...]
    body: Expr
    index: str = ""


@dataclass(slots=True)
class Scope:
    """The declarations in force at an equation.

    ``defined`` holds the names that an equation defines, None until that equation is read;
    ``functions`` are those of them that take arguments, ``formulas`` those that take indices, with
    their number.
    ``indices`` gives the range of an index of sums, and ``strangers`` the names that are not
    declared.  ``layered`` are the families whose first index stands above, as ``W^{(t)}``.
    ``brackets`` says what square brackets mean: nothing, ``group`` or ``floor``;
    ``kronecker`` which letter with two indices is 1 where they are equal and 0 elsewhere, and
    ``identities`` which matrices have these entries, with their sizes.  ``unread``: the lines of
    equations that would have defined a name, and were not read; ``mistaken``: those names of which
    the equation had an error, so that another one is no definition instead of it.  ``arrays``: the
    number of indices of what a formula in vectors defines.  ``fresh``: numbers for names that
    nothing else has.
    ``separators``: the bars that stand between the arguments of a function, ``D(q \\| p)``.
    ``listed``: the families that are declared by an entry, ``\\theta_i real``, whose letter alone
    may be another symbol: they are found in ``entries`` then.  ``throughout``: what holds wherever
    its symbols occur; ``unheld``: the lines of what would have, and was not read, with its symbols.
    """

    domains: dict[str, Domain] = field(default_factory=dict)
    looks: dict[Name, str] = field(default_factory=dict)
    functions: set[str] = field(default_factory=set)
    defined: dict[str, Definition | None] = field(default_factory=dict)
    indices: dict[str, tuple[Expr, Expr]] = field(default_factory=dict)
    strangers: dict[Name, str] = field(default_factory=dict)
    brackets: str = ""
    kronecker: Name | None = None
    formulas: dict[str, int] = field(default_factory=dict)
    layered: set[str] = field(default_factory=set)
    identities: dict[str, Expr] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)
    mistaken: set[str] = field(default_factory=set)
    arrays: dict[str, int] = field(default_factory=dict)
    fresh: Iterator[int] = field(default_factory=count)
    separators: dict[str, frozenset[str]] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)
    entries: dict[Name, str] = field(default_factory=dict)
    throughout: list[Expr] = field(default_factory=list)
    unheld: list[tuple[int, frozenset[str]]] = field(default_factory=list)

    def supposed(self, *parts: Expr) -> tuple[Expr, ...]:
        """What holds throughout of the symbols of these parts, and of those tied to them by it."""
        names, found = frozenset[str]().union(*map(free_symbols, parts)), list[Expr]()
        while new := [h for h in self.throughout if h not in found and names & free_symbols(h)]:
            found += new
            names |= frozenset[str]().union(*map(free_symbols, new))
        return tuple(h for h in self.throughout if h in found)

    def family(self, look: Name) -> str:
        """The symbol of the family that looks like this, of which entries are written."""
        look = self.meant(look)
        return self.entries.get(look) or self.looks.get(look, "")

    def arity(self, look: Name) -> int:
        """The number of indices that a name that looks like this takes."""
        return self._arity(self.family(look))

    def _arity(self, name: str) -> int:
        if name in self.identities:
            return 2
        if name in self.formulas or name in self.arrays:
            return self.arrays.get(name) or self.formulas[name]
        return len(self.domains.get(name, REAL).sizes)

    def is_family(self, look: Name) -> bool:
        """Whether a name that looks like this, without an index, is a vector or a matrix."""
        return self._arity(self.looks.get(self.meant(look), "")) > 0

    def known(self, look: Name) -> bool:
        """Whether a name that looks like this is declared."""
        return self.meant(look) in self.looks

    def meant(self, look: Name) -> Name:
        r"""The name that is declared: vectors and matrices may be bold or not, as
        ``\boldsymbol{W}`` with its entries ``W_{ij}``, if only one of the two is declared."""
        if look in self.looks or look.verbatim:
            return look
        plain = tuple(accent for accent in look.accents if accent != "bold")
        accents = plain if plain != look.accents else ("bold", *plain)
        other = replace(look, accents=accents)
        return other if self._arity(self.looks.get(other, "")) else look

    def identifier(self, look: Name) -> str:
        """The symbol that looks like this.

        What is not declared gets a symbol that nothing else has: it is bound, or an error.
        """
        look = self.meant(look)
        known = self.looks.get(look) or self.strangers.get(look)
        if known is None:
            known, taken = identifier(look), {*self.looks.values(), *self.strangers.values()}
            while known in taken:
                known += "_"
            self.strangers[look] = known
        return known

    def look_of(self, name: str) -> Name:
        """What a symbol looks like that is declared, or stands in for what is not."""
        known = (
            look for look, own in (*self.looks.items(), *self.strangers.items()) if own == name
        )
        return next((look for look in known if not look.verbatim), take_apart(name))

    def add(self, look: Name, name: str = "", listed: bool = False) -> str:
        """Declare a name; :class:`ReadError` where another one looks the same in claim files."""
        name = _free(name) if name else identifier(look)
        known = self.looks.get(look, "")
        beside = known and (known in self.listed if not listed else not self._arity(known))
        if known:
            name = f"{known}_" if beside else known
        square = replace(look, accents=(*look.accents, "squared"))
        root = (
            replace(look, accents=look.accents[:-1]) if look.accents[-1:] == ("squared",) else look
        )
        if square in self.looks or (root != look and root in self.looks):
            letter = identifier(root)
            what = f"{letter} and {letter}^2 are both declared, as two things."
            raise ReadError(what, hint=rf"Keep one: \sqrt{{{letter}^2}} is the root of the other.")
        if len(self.looks) > 2 * MAX_NAMES:
            raise ReadError(f"more than {MAX_NAMES} declared names.", hint="Split the document.")
        if not name.isidentifier():
            raise ReadError(f"{name} is not a name for a symbol.", hint="Use another one.")
        if name in self.looks.values() and self.looks.get(look) != name and not beside:
            raise ReadError(f"two declared names are both called {name}.", hint="Rename one.")
        if listed:
            self.listed.add(name)
        if beside:
            self.entries[look] = name if listed else known
        if not (beside and listed):
            self.looks[look] = name
        self.looks[Name(name, verbatim=True)] = name
        return name

    def declare(self, look: Name, domain: Domain, name: str = "", listed: bool = False) -> None:
        """Declare a symbol with its domain; ``listed``: a family by one of its entries."""
        name = self.add(look, name, listed)
        if name in self.defined:
            raise ReadError(f"{name} is declared twice.", hint="Keep the domain or the define.")
        if self.domains.setdefault(name, domain) != domain:
            raise ReadError(
                f"{name} is declared twice, as {self.domains[name]} and as {domain}.",
                hint='Narrow it for one equation with "given".',
            )

    def define(
        self,
        look: Name,
        function: bool = False,
        indices: int = 0,
        separators: frozenset[str] = frozenset(),
    ) -> None:
        """Declare a name that an equation further on defines, with so many indices."""
        name = self.add(look, listed=bool(indices))
        if name in self.domains or name in self.defined:
            raise ReadError(f"{name} is declared twice.", hint="Keep one of the two.")
        self.defined[name] = None
        if function:
            self.functions.add(name)
        if indices:
            self.formulas[name] = indices
        if separators:
            self.separators[name] = separators


def identifier(look: Name) -> str:
    """The name in claim files of what looks like this.

    >>> identifier(Name("x", ("hat",), ("2",)))
    'x_hat_2'
    """
    name = look.base if look.verbatim else "_".join([look.base, *look.accents, *look.subscripts])
    return _free(name)


def _free(name: str) -> str:
    """The name, or one like it where it means something else in claim files."""
    return f"{name}_" if name in _MEANT or iskeyword(name) else name


def of_names(domains: Mapping[str, Domain]) -> Scope:
    """The scope of symbols that are declared by their names in claim files."""
    scope = Scope(dict(domains))
    for name, look in names_of(map(sym, domains)).items():
        scope.looks |= {Name(name, verbatim=True): name, look: name}
    return scope


def of_statement(statement: Statement) -> Scope:
    """The scope in which thence prints a statement."""
    way = statement.towards
    tends = {way.name: INTEGER if way.integer else REAL} if way else {}
    scope = Scope({**statement.given, **tends})
    for name, look in statement_names(statement).items():
        scope.looks |= {Name(name, verbatim=True): name, look: name}
    parts = (statement.lhs, statement.rhs, *statement.assuming)
    if any(node.head == "KroneckerDelta" for part in parts for node in walk(part)):
        scope.kronecker = Name("delta")
    return scope
