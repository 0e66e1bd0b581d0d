"""Formulas of certificates, as a person would write them."""

from __future__ import annotations

import re

#: What certificates write out, and how it reads: signs as factors, factors and divisors 1.
_CLUMSY = (
    (r"(?<![\w.)])0 \+ ", ""),
    (r"(?<!\*)\*1(?![\d.*/])", ""),
    (r"(?<![\w.)*/])1\*(?!\*)", ""),
    (r"/1(?![\d.*/])", ""),
    (r"\*\*1(?![\d.*/])", ""),
    (r" \+ \(-1\)\*", " - "),
    (r" \+ \(-(\d+)\)\*", r" - \1*"),
    (r"\(-1\)\*", "-"),
)


def readable(text: str) -> str:
    """A formula of a certificate as a person would write it.

    >>> readable("0 + (-2)*y*1 + x**1/1")
    '(-2)*y + x'
    """
    for clumsy, plain in _CLUMSY:
        text = re.sub(clumsy, plain, text)
    return text
