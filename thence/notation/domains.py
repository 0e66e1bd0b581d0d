"""What it means in print to be in a domain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from thence.domain import INTEGER, NONNEGATIVE, POSITIVE, REAL, Domain
from thence.expr import MINUS_OO, ONE, OO, entry, sym
from thence.notation.terms import TermPrinter


class DomainPrinter(TermPrinter):
    """Prints domains."""

    def membership(self, names: Sequence[str], domain: Domain) -> str:
        """What it means for the named variables to be in the domain."""
        style = self.style
        entries = [sym(name) for name in names]
        if domain.sizes:
            ends = ((ONE,) * len(domain.sizes), domain.sizes)
            pairs = [[self._small(entry(name, *end)) for end in ends] for name in names]
            who = style.sequence([style.listed(first, last) for first, last in pairs])
            return self._membership(who, replace(domain, sizes=()))
        return self._membership(style.sequence([self._small(e) for e in entries]), domain)

    def _membership(self, who: str, domain: Domain) -> str:
        style = self.style
        if domain in (REAL, INTEGER):
            return style.infix(who, "in", style.set("Z" if domain.integer else "R", ""))
        low, high = (self._small(end) for end in (domain.lo, domain.hi))
        if domain.integer and domain.hi == OO:
            return style.infix(who, "in", style.set("Z", low))
        if domain.integer and domain.lo != MINUS_OO and not domain.lo_open | domain.hi_open:
            return style.infix(who, "in", style.one_of(low, high))
        within = style.interval(low, high, domain.lo_open, domain.hi_open)
        if domain.integer:
            return style.infix(who, "in", style.infix(style.set("Z", ""), "cap", within))
        if domain in (POSITIVE, NONNEGATIVE) or domain.hi == OO:
            return style.infix(who, ">" if domain.lo_open else ">=", low)
        if domain.lo == MINUS_OO:
            return style.infix(who, "<" if domain.hi_open else "<=", high)
        return style.infix(who, "in", within)
