"""Constants as a person would write them: ``1/2 - sqrt(5)/2``."""

from __future__ import annotations

from thence import checker
from thence.checker import Context, Rejected, Term
from thence.provers.terms import exact_text, text


def as_written(constant: Term) -> str:
    """A constant as a person would write it: by its normal form, if that is short."""
    try:
        simple = checker.normalised(Context({}, {}, [], []), lambda form: form.of(constant).term())
    except Rejected:  # not defined: the checker will say so of the point
        return text(constant)
    exact = checker.rational(simple)
    if exact is not None:
        return str(exact)
    return min(_sum(simple), text(constant), key=len)


def _sum(constant: Term) -> str:
    """A sum of numbers, roots and the like, the positive ones first: ``1/2 - sqrt(5)/2``."""
    parts, rest = [], [constant]
    while rest:
        part = rest.pop()
        if part[0] == "+":
            rest += part[1:]
        else:
            parts.append(_fraction(part))
    positive = [shown for sign, shown in parts if sign > 0]
    negative = "".join(f" - {shown}" for sign, shown in parts if sign < 0)
    return (" + ".join(positive) + negative) if positive else "-" + negative.removeprefix(" - ")


def _fraction(term: Term) -> tuple[int, str]:
    """The sign of a term with a number in front, and its modulus with that as a fraction."""
    front = checker.rational(term[1]) if term[0] == "*" else checker.rational(term)
    if front is None:
        return 1, _plainly(term)
    size, sign = abs(front), 1 if front >= 0 else -1
    if term[0] != "*":
        return sign, str(size)
    over = f"{size.p}*" if size.p != 1 else ""
    return sign, f"{over}{_plainly(term[2])}" + (f"/{size.q}" if size.q != 1 else "")


def _plainly(term: Term) -> str:
    written = exact_text(term, set()) or text(term)
    return f"({written})" if term[0] in ("+", "/") else written
