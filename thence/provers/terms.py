"""Terms as provers handle them: their parts, their normal form, and their text in the notation that
the checker reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from flint import arb, fmpq

from thence import checker
from thence.checker import Context, NormalForm, Rejected, Term, normalised

T = TypeVar("T")

#: How often a text is read and written again until it stays as it is.
REREADINGS = 4


def subterms(term: Term) -> Iterator[Term]:
    """The term and every term in it."""
    yield term
    for part in term.parts():
        yield from subterms(part)


def in_normal_form(context: Context, job: Callable[[NormalForm], T]) -> T:
    """``job`` done in the checker's normal form over this context."""
    return normalised(context, job)


def simplified(context: Context, term: Term) -> Term:
    """The term in its normal form."""
    return in_normal_form(context, lambda form: form.of(term).term())


def evident(context: Context, term: Term) -> bool:
    """Whether a term is defined at sight."""
    try:
        checker.defined(context, term, {})
    except Rejected:
        return False
    return True


def reread(context: Context, term: Term) -> Term:
    """A term as the checker reads it, which may differ in how its parts are put together, and with
    that in what its Taylor forms show: one that is read as the very same from its own text."""
    for _ in range(REREADINGS):
        term, before = checker.parse(text(term), context.names), term
        if term == before:
            break
    return term


def a_number(box: checker.Interval, k: int) -> checker.Interval:
    """One of the numbers inside an interval, another for every ``k``."""
    shift = arb(fmpq(1 + 3 * k, 7 + 5 * k))
    if box.lo.is_finite() and box.hi.is_finite():
        return checker.exactly((box.lo + (box.hi - box.lo) * shift).mid())
    if box.lo.is_finite():
        return checker.exactly((box.lo + shift).mid())
    return checker.exactly(((box.hi if box.hi.is_finite() else arb(1)) - shift).mid())


def text(term: Term) -> str:
    """A term in the notation that the checker reads."""
    return _text(term)[0]


def exact_text(term: Term, names: set[str]) -> str | None:
    """A text that the checker reads as the very same term, or None: :func:`text` writes a square
    root as a power, whose exponent is read as a quotient."""
    written = text(_with_roots(term))
    return written if checker.parse(written, names) == term else None


def _with_roots(term: Term) -> Term:
    parts = [_with_roots(part) if isinstance(part, Term) else part for part in term]
    root = term[0] == "pow" and term[2] == checker.HALF
    return Term(("sqrt", parts[1])) if root else Term(parts)


_LEVEL = {"+": 1, "*": 2, "/": 2, "pow": 4}


def _text(term: Term) -> tuple[str, int]:
    """The text, and how tightly it binds."""
    head = term[0]
    if head in ("num", "sym", "pi", "oo", "euler"):
        return _atom(term)
    if head == "diff":
        return _text(term[1])
    if head not in _LEVEL:
        return _call(term), 5
    level = _LEVEL[head]
    left, right = term[1:]
    if head == "pow":
        return f"{_wrapped(left, 5)}**{_wrapped(right, 5)}", 4
    if head == "+" and (positive := _negated(right)) is not None:
        return f"{_wrapped(left, 1)} - {_wrapped(positive, 2)}", 1
    symbol = {"+": " + ", "*": "*", "/": "/"}[head]
    return f"{_wrapped(left, level)}{symbol}{_wrapped(right, level + 1)}", level


def _atom(term: Term) -> tuple[str, int]:
    head = term[0]
    if head == "num":
        value = term[1]
        written, level = (str(value.p), 5) if value.q == 1 else (f"{value.p}/{value.q}", 2)
        return written, level if value >= 0 else 1
    if head == "sym":
        return _name(term[1]), 5
    return {"euler": "EulerGamma"}.get(head, head), 5


def _call(term: Term) -> str:
    """An entry of a family, a sum or the like with its range, or a function of its arguments."""
    head = term[0]
    if head == "at":
        return f"{term[1].partition('[')[0]}[{_list(term[2:])}]"
    if head in checker.BINDERS:
        body, name, *ends = term[1:]
        inside = ", ".join([_name(name), *map(text, ends)])
        inside = inside if head == "limit" else f"({inside})"
        return f"{head.capitalize()}({text(body)}, {inside})"
    name = {"abs": "Abs", "delta": "KroneckerDelta"}.get(head, head)
    return f"{name}({_list(term[1:])})"


def _list(terms: Iterable[Term]) -> str:
    return ", ".join(map(text, terms))


def _wrapped(arg: Term, least: int) -> str:
    inner, level = _text(arg)
    return inner if level >= least else f"({inner})"


def _negated(term: Term) -> Term | None:
    """The negative of a term with a negative factor in front, or None."""
    if term[0] == "num":
        return -term if term[1] < 0 else None
    first = _negated(term[1]) if term[0] == "*" else None
    return None if first is None else checker.times(first, term[2])


def _name(name: str) -> str:
    """A name as the checker reads it: the normal form calls the index of a sum ``#0 ...``."""
    return f"i_{name[1:].partition(' ')[0]}" if name.startswith("#") else name
