"""A derivation as its author writes it: declarations, then claims in the order of the post.

>>> post = Derivation("demo", "A demonstration")
>>> x = post.real("x")
>>> post.claim("square", "x**2", ">=", 0, says="x^2 \\\\ge 0")
>>> [claim.id for claim in post.claims]
['demo.square']
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from thence.asymptotics import ORDERS, parse_side, parse_towards
from thence.claim import KINDS, REMARK, Claim, Source, default_kind
from thence.domain import REAL, Domain, parse_domain
from thence.errors import InputError
from thence.expr import OO, RELATIONS, Expr, sym
from thence.forms import Parts, cases, places, shapes, slopes
from thence.forms.recurrence import about, by_induction, parse_sequence
from thence.measurement import Measurement
from thence.parser import parse_decimal, parse_expression, parse_relation
from thence.statement import (
    SHAPES,
    STATEMENT_RELATIONS,
    Statement,
    check_declared,
    declared,
    finite,
    in_order,
    narrowed,
    order_of_growth,
)
from thence.verdict import Grade


@dataclass(frozen=True)
class Step:
    """A chain ``a = b <= c`` with domains or hypotheses of its own, for ``claim(also=...)``."""

    chain: tuple[Any, ...]
    given: Mapping[str, str] = field(default_factory=dict)
    assuming: tuple[Any, ...] = ()
    tends: str = ""

    @classmethod
    def of(
        cls,
        *chain: Any,
        given: Mapping[str, str] | None = None,
        assuming: Any = (),
        tends: str = "",
    ) -> Step:
        """A step from its chain."""
        return cls(chain, given or {}, tuple(assuming), tends)


class Derivation:
    """Symbols with domains, assumptions, and claims; see the module for an example.

    Symbols are plain SymPy symbols: their domains stand in the claims, so that SymPy simplifies
    nothing on the author's behalf.  Expressions may also be strings in the same notation.
    """

    def __init__(
        self,
        slug: str,
        title: str,
        *,
        title_original: str = "",
        url: str = "",
        date: str = "",
        assumptions: Iterable[str] = (),
    ) -> None:
        if not slug.isidentifier():
            raise InputError(f"the slug {slug!r} is not a name.", hint="Use letters, digits and _.")
        self.slug, self.title, self.title_original = slug, title, title_original
        self.url, self.date = url, date
        self.assumptions = list(assumptions)
        self.symbols: dict[str, tuple[Domain, str]] = {}
        self._claims: dict[str, Claim] = {}

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims in the order in which they were written."""
        return tuple(self._claims.values())

    def header(self) -> dict[str, Any]:
        """What the record says of the derivation as a whole."""
        return {
            "slug": self.slug,
            "title": self.title,
            "title_original": self.title_original,
            "url": self.url,
            "date": self.date,
            "assumptions": self.assumptions,
            "symbols": {
                name: {"domain": str(domain), "says": says}
                for name, (domain, says) in self.symbols.items()
            },
        }

    def symbol(self, name: str, domain: str, says: str = "") -> Any:
        """Declare a symbol with a domain such as ``real`` or ``[0,oo)``."""
        from sympy import Symbol

        if name in self.symbols:
            raise InputError(f"the symbol {name} is declared twice.", hint="Keep one of the two.")
        self.symbols[name] = (parse_domain(domain, self.symbols), says)
        return Symbol(name)

    def real(self, name: str, says: str = "") -> Any:
        """Declare a real symbol."""
        return self.symbol(name, "real", says)

    def positive(self, name: str, says: str = "") -> Any:
        """Declare a positive symbol."""
        return self.symbol(name, "positive", says)

    def integer(self, name: str, says: str = "", *, least: int = 1) -> Any:
        """Declare an integer symbol, such as the length of a family."""
        return self.symbol(name, f"integer>={least}", says)

    def index(self, name: str, size: Any, says: str = "") -> Any:
        """Declare an index that ranges from 1 to ``size``."""
        return self.symbol(name, f"index[{size}]", says)

    def family(self, name: str, size: Any, domain: str = "real", says: str = "") -> Any:
        """Declare an indexed family ``p[1], ..., p[size]`` of numbers of a domain; a tuple of
        sizes gives it as many indices."""
        from sympy import IndexedBase

        sizes = size if isinstance(size, tuple) else (size,)
        self.symbol(name, f"{domain}[{', '.join(map(str, sizes))}]", says)
        return IndexedBase(name)

    def matrix(self, name: str, rows: Any, columns: Any, says: str = "") -> Any:
        """Declare a real matrix: a family with two indices."""
        return self.family(name, (rows, columns), says=says)

    def claim(
        self,
        name: str,
        *chain: Any,
        kind: str = "",
        where: str = "",
        says: str = "",
        given: Mapping[str, str] | None = None,
        assuming: Iterable[Any] = (),
        tends: str = "",
        also: Iterable[Step] = (),
        expect: str | None = None,
        note: str = "",
        lemma: str = "",
        hints: Mapping[str, str] | None = None,
    ) -> None:
        """Claim a chain ``a, "=", b, "<=", c``: each link is a statement, and all must hold.

        The id is ``slug.name``, or the name itself where it has a dot, such as ``floor.final``.
        ``also`` adds further steps under the same id; ``given`` narrows or adds domains; ``tends``
        says what tends to what, such as ``x -> oo``, for the relations ``~``, ``o`` and ``O``.
        """
        first_step = Step(chain, given or {}, tuple(assuming), tends)
        steps = [first_step, *also] if chain else list(also)
        statements = tuple(s for step in steps for s in self._statements(name, step))
        if not statements:
            raise InputError(f"the claim {name} says nothing.", hint="Give it a chain.")
        first = statements[0]
        kind = kind or ("chain" if len(chain) > 3 else default_kind(first))
        self._add(
            Claim(
                id=self._id(name),
                kind=kind,
                statements=statements,
                source=Source(where, says, line=_caller_line()),
                expect=expect,
                note=note,
                lemma=lemma,
                hints=hints or {},
            )
        )

    def define(self, name: str, expression: Any, **options: Any) -> None:
        """Claim that an expression is defined on the whole domain of its symbols."""
        self.claim(name, expression, "defined", 0, kind="definition", **options)

    def solve(
        self,
        name: str,
        lhs: Any,
        rel: str,
        rhs: Any,
        *,
        solutions: Iterable[Any],
        given: Mapping[str, str] | None = None,
        assuming: Iterable[Any] = (),
        **options: str,
    ) -> None:
        """Claim that an equation holds at these places and nowhere else, such as ``["x = 0"]``, or
        ``[{x: 0}]``; no places for an equation without solutions."""
        domains, hypotheses = self._scope(given, assuming)
        found = [self._place(place, domains) for place in solutions]
        equation = Expr(rel, (self._read(lhs, domains), self._read(rhs, domains)))
        parts = places.solutions(equation, found, domains, hypotheses)
        self._add(self._taken_apart(name, "solve", parts, options))

    def minimiser(self, name: str, function: Any, place: Any, **options: Any) -> None:
        """Claim that a function is least at a place, such as ``{x: 1}`` or ``"x = 1, y = 2"``;
        there alone with ``unique=True``, and with the ``value`` that is given."""
        self._extremum(name, "minimiser", "least", function, place, **options)

    def maximiser(self, name: str, function: Any, place: Any, **options: Any) -> None:
        """Claim that a function is greatest at a place; see :meth:`minimiser`."""
        self._extremum(name, "maximiser", "greatest", function, place, **options)

    def _extremum(
        self,
        name: str,
        kind: str,
        word: str,
        function: Any,
        place: Any,
        *,
        value: Any = None,
        unique: bool = False,
        given: Mapping[str, str] | None = None,
        assuming: Iterable[Any] = (),
        **options: str,
    ) -> None:
        domains, hypotheses = self._scope(given, assuming)
        parts = places.extremum(
            self._read(function, domains),
            f"{word} only at" if unique else f"{word} at",
            self._place(place, domains),
            None if value is None else self._read(value, domains),
            domains,
            hypotheses,
        )
        self._add(self._taken_apart(name, kind, parts, options))

    def recurrence(
        self,
        name: str,
        sequence: Mapping[str, Any],
        *chain: Any,
        given: Mapping[str, str] | None = None,
        assuming: Iterable[Any] = (),
        **options: str,
    ) -> None:
        """Claim what holds of every term of a sequence, ``"a[n]", "=", 2**n - 1``, or a chain of
        bounds, by induction.  The sequence is its start values and its step:
        ``{"a[0]": 0, "a[n+1]": "2*a[n] + 1"}``."""
        domains, hypotheses = self._scope(given, assuming)
        texts = {key: str(value) for key, value in sequence.items()}
        read = parse_sequence(texts, domains)
        inside = {**domains, read.family: Domain(sizes=(OO,))}
        relations = [
            about(Expr(str(rel), (self._read(left, inside), self._read(right, inside))), read)
            for left, rel, right in self._links(name, chain)
        ]
        parts = by_induction(read, relations, domains, hypotheses)
        self._add(self._taken_apart(name, "recurrence", parts, options))

    def _taken_apart(self, name: str, kind: str, parts: Parts, options: Mapping[str, str]) -> Claim:
        """A claim whose statements say together what its form says."""
        known = ("where", "says", "expect", "note")
        if unknown := [option for option in options if option not in known]:
            hint = f"One of {', '.join(known)}."
            raise InputError(f"{name}: unknown option {unknown[0]!r}.", hint=hint)
        source = Source(options.get("where", ""), options.get("says", ""), line=_caller_line())
        expect, note = options.get("expect"), options.get("note", "")
        return parts.claimed(Claim(self._id(name), kind, (), source, expect, note))

    def _place(self, place: Any, domains: dict[str, Domain]) -> places.Place:
        """A place from its text, or from the values of its variables."""
        if isinstance(place, str):
            return places.parse_place(place, declared(domains))
        found = {str(name): self._read(value, domains) for name, value in place.items()}
        places.check_place(found)
        return found

    def measure(
        self, name: str, experiment: Callable[[int], Measurement], *, kind: str, **options: Any
    ) -> None:
        """Claim that ``experiment(seed)`` measures a figure in the range that it states."""
        source = Source(options.pop("where", ""), options.pop("says", ""), line=_caller_line())
        self._add(Claim(self._id(name), kind, source=source, experiment=experiment, **options))

    def remark(self, name: str, reason: str, *, where: str = "", says: str = "") -> None:
        """List something that the source says and that no computation here can decide."""
        source = Source(where, says, line=_caller_line())
        self._add(Claim(self._id(name), REMARK, source=source, expect="undecided", note=reason))

    def _id(self, name: str) -> str:
        """The id of a claim: a name with a dot is one already, another goes under the slug."""
        return name if "." in name else f"{self.slug}.{name}"

    def _add(self, claim: Claim) -> None:
        claim = slopes.taken_apart(cases.taken_apart(shapes.taken_apart(claim)))
        if claim.id in self._claims:
            raise InputError(f"two claims have the id {claim.id}.", hint="Rename one of them.")
        if claim.kind not in KINDS:
            raise InputError(f"unknown kind {claim.kind!r}.", hint=f"One of {', '.join(KINDS)}.")
        if claim.expect is not None and claim.expect not in list(Grade):
            grades = ", ".join(Grade)
            raise InputError(f"{claim.expect!r} is not a grade.", hint=f"One of {grades}.")
        self._claims[claim.id] = claim

    def _statements(self, name: str, step: Step) -> list[Statement]:
        domains, assuming = self._scope(step.given, step.assuming)
        return [
            self._link(left, str(rel), right, domains, assuming, step.tends)
            for left, rel, right in self._links(name, step.chain)
        ]

    def _scope(
        self, given: Mapping[str, str] | None, assuming: Iterable[Any]
    ) -> tuple[dict[str, Domain], tuple[Expr, ...]]:
        """The domains and the hypotheses of one claim."""
        domains = {n: domain for n, (domain, _) in self.symbols.items()}
        names = {*domains, *(given or {})}
        domains |= {n: parse_domain(text, names) for n, text in (given or {}).items()}
        domains = in_order(domains)
        return domains, tuple(self._read(h, domains, relational=True) for h in assuming)

    def _links(self, name: str, chain: tuple[Any, ...]) -> list[tuple[Any, Any, Any]]:
        """Each relation of a chain with its sides."""
        sides, relations = chain[::2], chain[1::2]
        if len(relations) != len(sides) - 1:
            raise InputError(
                f"{name}: a chain is a, rel, b, rel, c.", hint='Such as x**2, ">=", 0.'
            )
        return list(zip(sides, relations, sides[1:], strict=False))

    def _link(
        self,
        left: Any,
        rel: str,
        right: Any,
        domains: dict[str, Domain],
        assuming: Any,
        tends: str,
    ) -> Statement:
        if rel not in STATEMENT_RELATIONS:
            known = ", ".join(STATEMENT_RELATIONS)
            raise InputError(f"unknown relation {rel!r}.", hint=f"One of {known}.")
        if tends or rel in ORDERS:
            return self._order(left, rel, right, domains, assuming, tends)
        lhs = self._read(left, domains, relational=rel == "iff")
        if rel == "~digits":
            rhs = parse_decimal(str(right))
        elif rel == "defined":
            rhs = lhs
        elif rel in SHAPES:
            rhs = sym(str(right))
        else:
            rhs = self._read(right, domains, relational=rel == "iff")
        statement = finite(Statement(lhs, rel, rhs, domains, assuming))
        check_declared(statement)
        return narrowed(statement)

    def _order(
        self,
        left: Any,
        rel: str,
        right: Any,
        domains: dict[str, Domain],
        assuming: Any,
        tends: str,
    ) -> Statement:
        """A relation as a variable tends to a target, which is declared here if nowhere else."""
        towards = parse_towards(tends, declared(domains))
        known = {towards.name: REAL, **domains}
        lhs = self._read(left, known)
        text = isinstance(right, str)
        rhs = parse_side(right, declared(known)) if text else self._read(right, known)
        statement = order_of_growth(lhs, rel, rhs, domains, assuming, towards)
        check_declared(statement)
        return statement

    def _read(self, value: Any, domains: Mapping[str, Domain], relational: bool = False) -> Expr:
        if isinstance(value, str):
            read = parse_relation if relational else parse_expression
            return read(value, declared(domains))
        if isinstance(value, Expr):
            return value
        from thence.sympy_bridge import from_sympy

        expr = from_sympy(value)
        if relational != (expr.head in RELATIONS):
            wanted = "a relation" if relational else "an expression"
            raise InputError(f"{value} is not {wanted}.", hint="SymPy may have evaluated it.")
        return expr


def _caller_line() -> int:
    """The line of the derivation file that the call came from."""
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__") == __name__:
        frame = frame.f_back
    return frame.f_lineno
