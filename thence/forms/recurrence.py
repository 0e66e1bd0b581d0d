"""Sequences given by start values and a step: what holds of every term, by induction.

>>> from thence.domain import parse_domain
>>> from thence.parser import parse_relation
>>> given = {"n": parse_domain("integer>=0")}
>>> hanoi = parse_sequence({"a[0]": "0", "a[n+1]": "2*a[n] + 1"}, given)
>>> claimed = [about(parse_relation("a[n] = 2**n - 1", ["n", "a[]"]), hanoi)]
>>> found = by_induction(hanoi, claimed, given, ())
>>> print(found.form)
a[0] = 0, a[n + 1] = 2*a[n] + 1: a[n] = 2**n - 1
>>> for statement in found.statements:
...     print(statement)
0 = 2**0 - 1
2*(2**n - 1) + 1 = 2**(n + 1) - 1
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import ceil, floor

from thence.domain import REAL, Domain
from thence.errors import ReadError
from thence.expr import OO, ZERO, Expr, entry, free_symbols, num, rebuild, sym, walk
from thence.form import Form
from thence.forms import Parts, check_growth, parts, put, relation, unused
from thence.parser import check_size, exact_value, parse_expression
from thence.statement import Statement, declared, narrowed

#: How many terms before n the step may go back.
MOST_ORDER = 2
#: How many terms are written out, how far from the start, and how large they may get.
TERMS, MOST_PARTS, MOST_BITS = 12, 400, 400
_SUCH = 'Such as {"a[0]": "1", "a[n+1]": "2*a[n] + 1"}.'


@dataclass(frozen=True, slots=True)
class Sequence:
    """``family[start + k]`` is ``starts[k]``, and ``family[index + order]`` the ``step`` in the
    terms before it, for every index from ``start`` on."""

    family: str
    index: str
    start: int
    starts: tuple[Expr, ...]
    step: Expr

    @property
    def order(self) -> int:
        """How many terms the step needs."""
        return len(self.starts)

    def next(self, terms: Mapping[int, Expr], at: Expr) -> Expr:
        """The step at an index, its terms by how far they are from that."""
        return _with_terms(put(self.step, {self.index: at}), self.family, at, terms)

    def terms(self) -> Iterator[tuple[int, Expr]]:
        """The first terms with their indices, numbers worked out, as long as they are short."""
        known = [_folded(value) for value in self.starts]
        for k in range(TERMS):
            if k >= self.order:
                last = dict(enumerate(known[-self.order :]))
                try:
                    known.append(_folded(self.next(last, num(self.start + k - self.order))))
                except ReadError:  # too large
                    return
            if not _is_short(known[k]):
                return
            yield self.start + k, known[k]


def parse_sequence(texts: Mapping[str, str], given: Mapping[str, Domain]) -> Sequence:
    """Read a sequence from its start values and its step, each under the term that it gives."""
    if len(texts) > MOST_ORDER + 1:
        what = f"more than {MOST_ORDER} start values and a step."
        raise ReadError(what, hint=_SUCH)
    family = _family(texts)
    if family in given:
        raise ReadError(f"{family} is declared.", hint="Its terms are what is defined here.")
    names = {*declared(given), f"{family}[]"}
    keys = {parse_expression(key, names): parse_expression(t, names) for key, t in texts.items()}
    fixed: dict[int, Expr] = {}
    steps: list[tuple[Expr, Expr]] = []
    for key, value in keys.items():
        if key.head != "at":
            raise ReadError(f"{key} is no term of {family}.", hint=_SUCH)
        exact = exact_value(key.args[0])
        if exact is None:
            steps.append((key.args[0], value))
        elif exact.denominator != 1 or free_symbols(value) & {family, *_indices(keys)}:
            raise ReadError(f"{key} is no start value.", hint=_SUCH)
        else:
            fixed[int(exact)] = value
    if len(steps) != 1:
        raise ReadError("one step is needed.", hint=_SUCH)
    return _sequence(family, *steps[0], fixed, given)


def _indices(keys: Mapping[Expr, Expr]) -> frozenset[str]:
    """The names that occur in the indices of terms."""
    return frozenset[str]().union(*(free_symbols(k.args[0]) for k in keys if k.head == "at"))


def _family(texts: Mapping[str, str]) -> str:
    names = {key.partition("[")[0].strip() for key in texts}
    if len(names) != 1 or not (name := min(names)).isidentifier():
        raise ReadError("the terms of one sequence are needed.", hint=_SUCH)
    return name


def _sequence(
    family: str, at: Expr, step: Expr, fixed: dict[int, Expr], given: Mapping[str, Domain]
) -> Sequence:
    """The sequence with its step moved so that it goes back to the index itself."""
    indices = [name for name in sorted(free_symbols(at)) if name in given and given[name].integer]
    if len(indices) != 1:
        raise ReadError(f"{family}[{at}] has no index.", hint='Declare n: "integer>=0".')
    index = indices[0]
    offsets = [_offset(n.args[0], index) for n in walk(step) if n.head == "at" and n.name == family]
    last, first = _offset(at, index), min(offsets, default=0)
    if not all(offset < last for offset in offsets):
        raise ReadError("the step needs terms that come later.", hint=_SUCH)
    if not 1 <= last - first <= MOST_ORDER or not offsets:
        what = f"the step has to go back by 1 to {MOST_ORDER} terms."
        raise ReadError(what, hint=_SUCH)
    start = min(fixed, default=0)
    if sorted(fixed) != list(range(start, start + last - first)):
        what = f"{last - first} start value(s) in a row are needed."
        raise ReadError(what, hint=_SUCH)
    moved = put(step, {index: _plus(sym(index), -first)})
    moved = _with_terms(moved, family, sym(index), None)
    return Sequence(family, index, start, tuple(fixed[k] for k in sorted(fixed)), moved)


def _offset(at: Expr, index: str) -> int:
    """The k of an index ``n + k``."""
    left, right = at.args if at.head in ("+", "-") else (at, ZERO)
    if at.head == "+" and right == sym(index):
        left, right = right, left
    shift = exact_value(right)
    if left != sym(index) or shift is None or shift.denominator != 1:
        raise ReadError(f"[{at}] is not {index} and a number.", hint=_SUCH)
    return -int(shift) if at.head == "-" else int(shift)


def _plus(index: Expr, k: int) -> Expr:
    return index if k == 0 else index + k if k > 0 else index - (-k)


def _with_terms(expr: Expr, family: str, at: Expr, terms: Mapping[int, Expr] | None) -> Expr:
    """The terms of a family, whose indices are ``at`` and a number, in their place, or simplified
    where there are none."""
    sizes = {shift: parts(term) for shift, term in (terms or {}).items()}

    def becomes(node: Expr) -> int:
        own = node.head == "at" and node.name == family
        return sizes.get(_shift(node.args[0], at), 1) if own else 1

    check_growth(expr, becomes)
    return _replaced(expr, family, at, terms)


def _replaced(expr: Expr, family: str, at: Expr, terms: Mapping[int, Expr] | None) -> Expr:
    if expr.head == "at" and expr.name == family:
        shift = _shift(expr.args[0], at)
        return entry(family, _plus(at, shift)) if terms is None else terms[shift]
    return rebuild(expr, lambda part: _replaced(part, family, at, terms))


def _shift(index: Expr, at: Expr) -> int:
    """How far an index is from another one."""
    zeros = dict.fromkeys(free_symbols(at), ZERO)
    far, near = (exact_value(put(side, zeros)) for side in (index, at))
    assert far is not None
    assert near is not None
    return int(far - near)


def _is_short(expr: Expr) -> bool:
    try:
        check_size(expr)
    except ReadError:
        return False
    return parts(expr) <= MOST_PARTS


def _folded(expr: Expr) -> Expr:
    """The expression with short numbers worked out."""
    made = rebuild(expr, _folded)
    if not all(part.head == "num" for part in made.args):
        return made
    try:
        exact = exact_value(made)
    except ReadError:  # a power too large to work with
        return made
    short = exact is not None and max(exact.numerator.bit_length(), exact.denominator.bit_length())
    return num(exact) if exact is not None and short < MOST_BITS else made


def about(claimed: Expr, sequence: Sequence) -> Expr:
    """The relation itself, if it is one about the term with the index of the sequence."""
    terms = {node for node in walk(claimed) if node.head == "at" and node.name == sequence.family}
    wanted = entry(sequence.family, sym(sequence.index))
    if terms != {wanted}:
        hint = f"Such as {wanted} = 2**{sequence.index}."
        raise ReadError(f"{claimed} is not about {wanted}.", hint=hint)
    return claimed


def by_induction(
    sequence: Sequence, claimed: list[Expr], given: Mapping[str, Domain], assuming: tuple[Expr, ...]
) -> Parts:
    """The base cases and the step of an induction: with the closed form for the terms before, or
    with any numbers for them that meet what is claimed; which may fail although the claim holds, as
    more may be true of the terms.  What is claimed of the first terms, written out, is implied."""
    index, first = sequence.index, _first(sequence, given)
    if any(index in free_symbols(h) for h in assuming):
        hint = f"Give {index} another domain, such as integer>={first + 1}."
        raise ReadError(f"a hypothesis about {index}.", "assuming", hint)
    _check_domains(sequence, claimed, given)
    from_first = Domain(lo=num(first), lo_open=False, integer=True)
    given = {name: from_first if name == index else domain for name, domain in given.items()}
    known = dict(sequence.terms())
    reached = [k for k in known if k >= first]
    if len(reached) < sequence.order:
        what = f"the terms from {index} = {first} on are too far from the start."
        raise ReadError(what, hint="Start nearer to them, or claim less of the step.")
    others = {name: domain for name, domain in given.items() if name != index}
    base = tuple(
        _narrow(_of_term(c, sequence, num(k), known[k]), others, assuming)
        for k in reached[: sequence.order]
        for c in claimed
    )
    closed = _closed(claimed, sequence)
    step = _closed_step(sequence, closed) if closed else _bounded_step(sequence, claimed, given)
    unknowns, hypotheses, conclusions = step
    steps = tuple(_narrow(c, {**given, **unknowns}, (*assuming, *hypotheses)) for c in conclusions)
    consequences = tuple(
        _only(index, k, _narrow(_of_term(c, sequence, sym(index), known[k]), given, assuming))
        for k in reached
        for c in claimed
    )
    form = _form(sequence, claimed, given, assuming)
    return Parts(form, (*base, *steps), consequences, closed is None)


def _check_domains(sequence: Sequence, claimed: list[Expr], given: Mapping[str, Domain]) -> None:
    """That no domain changes from one term to the next."""
    used = frozenset[str]().union(*map(free_symbols, (*claimed, sequence.step)))
    for name in sorted(used & given.keys()):
        if sequence.index in given[name].parameters:
            hint = "Claim it with numbers that are free of the index."
            raise ReadError(f"{name} is {given[name]}, which {sequence.index} changes.", hint=hint)


def _first(sequence: Sequence, given: Mapping[str, Domain]) -> int:
    """The index from which on the claim is made."""
    domain = given[sequence.index]
    low = exact_value(domain.lo)
    first = None if low is None else floor(low) + 1 if domain.lo_open else ceil(low)
    if domain.hi != OO or first is None or first < sequence.start:
        such = f"integer>={sequence.start}"
        what = f"{sequence.index} is {domain}, and the sequence starts at {sequence.start}."
        raise ReadError(what, "given", f'Declare "{sequence.index}": "{such}".')
    return first


def _only(index: str, k: int, statement: Statement) -> Statement:
    """The statement at one index, which it is said of even if it does not occur."""
    there = Domain(num(k), num(k), lo_open=False, hi_open=False, integer=True)
    return replace(statement, given={**statement.given, index: there})


def _of_term(claimed: Expr, sequence: Sequence, at: Expr, term: Expr) -> Expr:
    """What is claimed, of a term that is written out."""
    whole = _with_terms(claimed, sequence.family, sym(sequence.index), {0: term})
    return put(whole, {sequence.index: at}) if at != sym(sequence.index) else whole


def _closed(claimed: list[Expr], sequence: Sequence) -> Expr | None:
    """The closed form, where one equation gives the term itself."""
    term = entry(sequence.family, sym(sequence.index))
    if len(claimed) != 1 or claimed[0].head != "=" or term not in claimed[0].args:
        return None
    left, right = claimed[0].args
    other = right if left == term else left
    return None if sequence.family in free_symbols(other) else other


_Step = tuple[dict[str, Domain], tuple[Expr, ...], tuple[Expr, ...]]


def _closed_step(sequence: Sequence, closed: Expr) -> _Step:
    """The step from terms in closed form gives the next one."""
    at = sym(sequence.index)

    def value(k: int) -> Expr:
        return put(closed, {sequence.index: _plus(at, k)})

    made = sequence.next({k: value(k) for k in range(sequence.order)}, at)
    return {}, (), (relation(made, "=", value(sequence.order)),)


def _bounded_step(sequence: Sequence, claimed: list[Expr], given: Mapping[str, Domain]) -> _Step:
    """The step from any numbers that meet what is claimed gives another one that does."""
    at, names = sym(sequence.index), _names(sequence, claimed, given)
    terms = {k: sym(name) for k, name in enumerate(names)}
    known = {k: _of_term_at(claimed, sequence, k, term) for k, term in terms.items()}
    made = sequence.next(terms, at)
    conclusions = _of_term_at(claimed, sequence, sequence.order, made)
    return dict.fromkeys(names, REAL), tuple(h for hs in known.values() for h in hs), conclusions


def _of_term_at(claimed: list[Expr], sequence: Sequence, k: int, term: Expr) -> tuple[Expr, ...]:
    """What is claimed of the term k places further on."""
    index = sym(sequence.index)
    moved = [put(c, {sequence.index: _plus(index, k)}) for c in claimed]
    return tuple(_with_terms(c, sequence.family, index, {k: term}) for c in moved)


def _names(sequence: Sequence, claimed: list[Expr], given: Mapping[str, Domain]) -> list[str]:
    """Names for the terms before, as they are written with an index; each of its own."""
    used = [*claimed, sequence.step, *map(sym, given)]
    for stem in (f"{sequence.family}_{sequence.index}", f"{sequence.family}_next"):
        used.append(sym(unused(stem, used)))
    return [used[k].name for k in (-2, -1)][: sequence.order]


def _narrow(said: Expr, given: Mapping[str, Domain], assuming: tuple[Expr, ...]) -> Statement:
    lhs, rhs = said.args
    for side in (lhs, rhs):
        check_size(side)
    return narrowed(Statement(lhs, said.head, rhs, given, assuming))


def _form(
    sequence: Sequence, claimed: list[Expr], given: Mapping[str, Domain], assuming: tuple[Expr, ...]
) -> Form:
    """The sequence, and what holds of its terms."""
    at = sym(sequence.index)
    said: list[str | Expr] = []
    for k, value in enumerate(sequence.starts):
        said += [relation(entry(sequence.family, num(sequence.start + k)), "=", value), ","]
    left = entry(sequence.family, _plus(at, sequence.order))
    said += [relation(left, "=", sequence.step), ":"]
    for number, c in enumerate(claimed):
        said += [","] * (number > 0) + [c]
    used = frozenset[str]().union(*(free_symbols(p) for p in said if isinstance(p, Expr)))
    return Form(tuple(said), {n: d for n, d in given.items() if n in used}, assuming)
