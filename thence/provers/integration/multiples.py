"""Polynomials in a sine and a cosine as sums of sines and cosines of multiples of the angle."""

from __future__ import annotations

from math import comb
from typing import Any

from flint import fmpq

from thence.checker import NormalForm

MUST_NOT_PROVE = [
    {"given": {}, "lhs": "Integral(sin(x)**5/x, (x, 0, oo))", "rel": "=",
     "rhs": "3*pi/16 + 10**-12"},
    {"given": {}, "lhs": "Integral(cos(x)**3/x, (x, 0, oo))", "rel": "=", "rhs": "0"},
    {"given": {}, "lhs": "Integral(1/(sin(x)**4 + cos(x)**4), (x, 0, pi))", "rel": "=",
     "rhs": "0"},
    {"given": {"a": "real"}, "lhs": "Integral(1/(1 + a*sin(x)*cos(x)), (x, 0, pi))", "rel": "=",
     "rhs": "2*pi/sqrt(4 - a**2)"},
]  # fmt: skip
#: Powers of a cosine at most.
MOST = 12
#: Coefficients by the multiple of the angle: those of cosines, and those of sines.
Series = tuple[dict[int, Any], dict[int, Any]]


def series(form: NormalForm, p: Any, cosine: int, sine: int) -> Series | None:
    """The coefficients of a polynomial, reduced by sin**2 = 1 - cos**2, in the generators with
    these numbers: by ``cos(u)**n``, the sum of binomial(n, j)*cos((n - 2*j)*u)/2**n, which times
    sin(u) is that of binomial(n, j)*sin((n - 2*j + 1)*u)/2**n."""
    waves: Series = ({}, {})
    for exponents, c in p.to_dict().items():
        n, odd = int(exponents[cosine]), int(exponents[sine])
        if n > MOST or odd > 1:
            return None
        rest = tuple(0 if i in (cosine, sine) else e for i, e in enumerate(exponents))
        part = form.one.context().from_dict({rest: c})
        for j in range(n + 1):
            k, weight = n - 2 * j + odd, fmpq(comb(n, j), 2**n)
            sign = -1 if odd and k < 0 else 1
            if k or not odd:
                found = waves[odd]
                found[abs(k)] = found.get(abs(k), 0 * form.one) + sign * weight * part
    kept = tuple({k: c for k, c in found.items() if c != 0} for found in waves)
    return kept[0], kept[1]
