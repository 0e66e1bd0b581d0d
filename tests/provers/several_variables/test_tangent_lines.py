"""Sums of functions of one variable each, under an equation; and roots for variables."""

import pytest

from thence import checker
from thence.provers.statements import sealed
from thence.statement import read_statement

ABC = dict.fromkeys("abc", "positive")
NONNEGATIVE = dict.fromkeys("abc", "nonnegative")
ANGLES = dict.fromkeys("abc", "(0, pi)")
SHARP = dict.fromkeys("abc", "(0, pi/2)")
X = {"x": "nonnegative"}
TRUE = [
    (ANGLES, ["a + b + c = pi"], "sin(a) + sin(b) + sin(c)", "<=", "3*sqrt(3)/2"),
    (SHARP, ["a + b + c = pi"], "tan(a) + tan(b) + tan(c)", ">=", "3*sqrt(3)"),
    (ABC, ["a + b + c = 3"], "a*log(a) + b*log(b) + c*log(c)", ">=", "0"),
    (ABC, ["a*b*c = 1"], "exp(a) + exp(b) + exp(c)", ">=", "3*exp(1)"),
    (NONNEGATIVE, ["a + b + c = 3"], "sqrt(1+a) + sqrt(1+b) + sqrt(1+c)", "<=", "3*sqrt(2)"),
    (NONNEGATIVE, ["a + b + c = 3"], "sqrt(a) + sqrt(b) + sqrt(c)", ">=", "a*b + b*c + c*a"),
    (ABC, ["a + b + c = 1"], "a*b + b*c + c*a", "<=", "1/3 + a*log(3*a) + b*log(3*b) + c*log(3*c)"),
    # only as far as the equation lets a variable go: log(1 + a**2) rises more slowly than a
    (NONNEGATIVE, ["a + b + c = 3"], "log(1+a**2) + log(1+b**2) + log(1+c**2)", "<=",
     "3*log(2) + 3"),
    # roots for variables
    (X, [], "sqrt(x) + x**2/2", ">=", "3*x/2"),
    ({"x": "[0, 2]"}, [], "x**(1/3)", "<=", "2**(1/3)"),
    ({"x": "[2, 5]"}, [], "sqrt(x) + x", ">=", "2 + sqrt(2)"),
    (NONNEGATIVE, [], "a**(1/3)*b**(2/3)", "<=", "a/3 + 2*b/3"),
    ({"x": "(0, 1)"}, [], "log(1 + sqrt(x))", "<=", "sqrt(x) - x/2 + x**(3/2)/3"),
]  # fmt: skip
FALSE = [
    (NONNEGATIVE, ["a + b + c = 3"], "a**2 + b**2 + c**2 + 1/(1+a)", "<=", "9 + 1/4 - 10**-9"),
    ({"x": "[2, 5]"}, [], "sqrt(x) + x", ">", "2 + sqrt(2)"),
    (dict.fromkeys("abc", "real"), ["a*b*c = 1"], "exp(a) + exp(b) + exp(c)", ">=", "3*exp(1)"),
]


@pytest.mark.parametrize("claim", TRUE, ids=lambda c: c[2][:40])
def test_true_inequalities_are_certified(claim, certificate):
    assert certificate(*claim)


@pytest.mark.parametrize("claim", FALSE, ids=lambda c: c[2][:40])
def test_false_inequalities_are_not(claim, certificate):
    # The true ones are proved within a second.
    assert certificate(*claim, seconds=4) is None


def test_another_multiple_of_the_equation_is_rejected(certificate):
    data = read_statement(*TRUE[0]).as_json()
    found = certificate(*TRUE[0])
    found["proof"]["use"] = {"0": "1/3"}
    with pytest.raises(checker.Rejected):
        checker.check(data, sealed(data, "true", found))
