"""What a statement needs to be defined, as short as it can be said."""

import pytest

from thence.provers.definedness import where_defined
from thence.statement import read_statement

REALS = dict.fromkeys("abc", "real")


@pytest.mark.parametrize(
    ("given", "lhs", "needs"),
    [
        (dict.fromkeys("abc", "nonnegative"), "1/(a + b)**2", ["a + b != 0"]),
        (dict.fromkeys("abc", "positive"), "1/(a + b)**2", []),
        (REALS, "1/(a**2 - a*b + b**2 + 1)", []),
        (REALS, "log(a)", ["a > 0"]),
        (REALS, "sqrt(a)", ["a >= 0"]),
        (REALS, "log(a**2)", ["a != 0"]),
        (REALS, "log((1 + Abs(a))/(1 - Abs(a)))", ["1 - Abs(a) > 0"]),
        (REALS, "log(exp(a)*b)", ["b > 0"]),
        (REALS, "log(a*b)", ["a*b > 0"]),
    ],
)
def test_needs(given, lhs, needs):
    found = where_defined(read_statement(given, [], lhs, ">=", "0"))
    assert [str(h) for h in found.assuming] == needs


@pytest.mark.parametrize(
    ("lhs", "needs"),
    [
        # Of the terms of sums what does not hold their index; what then holds is no need.
        ("Sum(exp(s[i]/x)/Sum(exp(s[j]/x), (j, 1, n)), (i, 1, n))", ["x != 0"]),
        ("Sum(s[i]/sqrt(Sum(s[j]**2, (j, 1, n))), (i, 1, n))", ["Sum(s[j]**2, (j, 1, n)) != 0"]),
        ("Sum(log(x)/s[i], (i, 1, n))", ["x > 0"]),
        ("s[k]/x", ["x != 0"]),
        ("Integral(exp(-t**2/(2*x**2))/sqrt(2*pi*x**2), (t, -oo, oo))", ["x != 0"]),
    ],
)
def test_needs_of_families(lhs, needs):
    given = {"n": "integer>=1", "x": "real", "s": "real[n]", "k": "index[n]"}
    found = where_defined(read_statement(given, [], lhs, "=", "1"))
    assert [str(h) for h in found.assuming] == needs
