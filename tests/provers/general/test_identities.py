"""Identities: true ones are certified with the conditions that they need, and not without."""

import pytest

from thence import checker
from thence.claim import Claim
from thence.pipeline import decide
from thence.statement import read_statement

X, XY, POSITIVE = {"x": "real"}, {"x": "real", "y": "real"}, {"x": "positive"}
N = {"n": "integer"}
NX = {"n": "integer>=0", "x": "real"}

TRUE = [
    # signs and steps
    (X, [], "x*sign(x)", "Abs(x)"),
    (XY, [], "sign(x*y)", "sign(x)*sign(y)"),
    ({"a": "real", "b": "real", "c": "real"}, [], "Max(a, Max(b, c))", "Max(Max(a, b), c)"),
    (X, [], "tanh(Abs(x))", "Abs(tanh(x))"),
    (X, [], "ceiling(x)", "-floor(-x)"),
    ({"n": "integer", "x": "real"}, [], "floor(x - 2*n)", "floor(x) - 2*n"),
    (N, [], "floor(n/3) + ceiling(2*n/3)", "n"),
    ({"x": "(1, 2]"}, [], "ceiling(x)", "2"),
    # integers
    (N, [], "(-1)**(n*(n + 1))", "1"),
    (N, [], "cos(3*pi*n)", "(-1)**n"),
    ({"n": "integer", "x": "real"}, [], "sin(x - pi*n)", "(-1)**n*sin(x)"),
    (NX, [], "(-x)**(2*n)*x", "x**(2*n + 1)"),
    ({"n": "integer>=1", "x": "real"}, [], "Abs(x**n)", "Abs(x)**n"),
    ({"n": "integer", "x": "real"}, ["x != 0"], "(x**2)**n", "x**(2*n)"),
    (POSITIVE, [], "0**x", "0"),
    # gamma and its kin
    (POSITIVE, [], "gamma(x + 2)", "x*(x + 1)*gamma(x)"),
    ({"x": "(-1, 0)"}, [], "gamma(x + 1)", "x*gamma(x)"),
    (POSITIVE, [], "loggamma(x + 1) - loggamma(x)", "log(x)"),
    ({"n": "integer>=1"}, [], "binomial(n + 1, 2)", "n + binomial(n, 2)"),
    ({"n": "integer>=1", "k": "integer>=1"}, ["k < n"], "binomial(n, k)",
     "binomial(n - 1, k - 1) + binomial(n - 1, k)"),
    ({}, [], "gamma(7/2)", "15*sqrt(pi)/8"),
    # what is divided by is other than 0 under an equation: the variance of a step of diffusion
    ({"a": "(0,1)", "b": "(0,1)", "p": "(0,1)"}, ["b = 1 - a"],
     "1/(a/b + 1/(1 - p))", "(1 - p)/(1 - a*p)*b"),
    # inverse functions on their branches
    ({"x": "[-pi/2, pi/2]"}, [], "asin(sin(x))", "x"),
    ({"x": "[pi/2, 3*pi/2]"}, [], "asin(sin(x))", "pi - x"),
    ({"x": "[0, pi]"}, [], "acos(cos(x))", "x"),
    ({"x": "(pi/2, 3*pi/2)"}, [], "atan(tan(x))", "x - pi"),
    (XY, ["x*y < 1"], "atan(x) + atan(y)", "atan((x + y)/(1 - x*y))"),
    (X, [], "atan(sinh(x))", "2*atan(exp(x)) - pi/2"),
    ({"x": "(-1, 1]"}, [], "atan(sqrt((1 - x)/(1 + x)))", "acos(x)/2"),
    (X, ["x != 0"], "acot(x)", "atan(1/x)"),
    ({"x": "positive", "y": "real"}, [], "atan2(y, x)", "atan(y/x)"),
    (XY, ["x**2 + y**2 > 0"], "cos(atan2(y, x))", "x/sqrt(x**2 + y**2)"),
    (X, [], "acosh(2*x**2 + 1)", "2*asinh(Abs(x))"),
    ({}, [], "2*atan(1/3) + atan(1/7)", "pi/4"),
    # roots and logarithms, their signs discharged
    ({"x": "[0, 2*pi]"}, [], "sqrt((1 - cos(x))/2)", "sin(x/2)"),
    (XY, ["x*y >= 0"], "sqrt(x*y)", "sqrt(Abs(x))*sqrt(Abs(y))"),
    (X, ["1/x > 0"], "log(1/x)", "-log(x)"),
    ({"x": "[1, 2]"}, [], "sqrt(x - 2*sqrt(x - 1))", "1 - sqrt(x - 1)"),
    ({"x": "positive", "y": "positive"}, [], "sqrt(x + y - 2*sqrt(x*y))",
     "Abs(sqrt(x) - sqrt(y))"),
    ({}, [], "cbrt(10 + 6*sqrt(3)) - cbrt(6*sqrt(3) - 10)", "2"),
    ({}, [], "sin(pi/8)", "sqrt(2 - sqrt(2))/2"),
    ({}, [], "cos(pi/5)", "GoldenRatio/2"),
    ({"x": "(-pi, pi)"}, [], "tan(x/2)", "sin(x)/(1 + cos(x))"),
]  # fmt: skip

#: Right somewhere: on another branch, away from a point, for one sign, or to many digits.
FALSE = [
    (X, [], "sign(x)**2", "1"),
    (X, [], "ceiling(x)", "floor(x) + 1"),
    ({"x": "[1, 2]"}, [], "ceiling(x)", "2"),
    (X, [], "floor(2*x)", "2*floor(x)"),
    (N, [], "(-1)**(n*(n + 1)/2)", "1"),
    ({"n": "integer>=0"}, [], "0**n", "0"),
    ({"x": "nonnegative"}, [], "0**x", "0"),
    ({"n": "real"}, [], "(-1)**(2*n)", "1"),
    ({"n": "integer", "x": "real"}, ["x != 0"], "(x**2)**n", "Abs(x)**n"),
    (X, [], "gamma(x + 1)", "x*gamma(x)"),
    ({"n": "integer>=0"}, [], "factorial(n)", "n*factorial(n - 1)"),
    (POSITIVE, [], "gamma(x + 1)", "x*gamma(x) + 10**-30"),
    ({"x": "[0, pi]"}, [], "asin(sin(x))", "x"),
    ({"x": "[-10**-9, pi]"}, [], "acos(cos(x))", "x"),
    (XY, ["x*y != 1"], "atan(x) + atan(y)", "atan((x + y)/(1 - x*y))"),
    ({"x": "[-1, 1]"}, [], "atan(sqrt((1 - x)/(1 + x)))", "acos(x)/2"),
    (X, [], "acot(x)", "atan(1/x)"),
    (XY, ["x != 0"], "atan2(y, x)", "atan(y/x)"),
    (X, [], "acosh(2*x**2 + 1)", "2*asinh(x)"),
    ({}, [], "4*atan(1/5) - atan(1/239)", "pi/4 + 10**-50"),
    ({"x": "[0, 2*pi]"}, [], "sqrt((1 + cos(x))/2)", "cos(x/2)"),
    (X, ["1/x != 0"], "log(1/x)", "-log(x)"),
    ({"x": "[1, 2 + 10**-9]"}, [], "sqrt(x - 2*sqrt(x - 1))", "1 - sqrt(x - 1)"),
    ({}, [], "cbrt(10 + 6*sqrt(3)) - cbrt(6*sqrt(3) - 10)", "2 - 10**-40"),
    ({"x": "[-pi, pi]"}, [], "tan(x/2)", "sin(x)/(1 + cos(x))"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "assuming", "lhs", "rhs"), TRUE, ids=lambda v: str(v)[:60])
def test_true_identities_are_certified(given, assuming, lhs, rhs, certificate):
    assert certificate(given, assuming, lhs, "=", rhs)


@pytest.mark.parametrize(("given", "assuming", "lhs", "rhs"), FALSE, ids=lambda v: str(v)[:60])
def test_false_identities_are_refuted(given, assuming, lhs, rhs):
    statement = read_statement(given, assuming, lhs, "=", rhs)
    entry = decide(Claim("t.t", "identity", (statement,)), seed=0, seconds=10)
    assert entry["grade"] in ("refuted", "ill-posed")


def rejected(given, assuming, lhs, rhs, proof):
    """The checker does not let a proof through that is made for the statement by hand."""
    data = read_statement(given, assuming, lhs, "=", rhs).as_json()
    certificate = {"version": checker.VERSION, "conclusion": "true", "proof": proof}
    certificate["digest"] = checker.digest(data, certificate)
    with pytest.raises(checker.Rejected):
        checker.check(data, certificate)


NF, BOUNDS = {"rule": "normal form"}, {"rule": "bounds"}
FORGED = [
    # a full turn, the other branch
    ({"x": "[0, 2*pi]"}, [], "acos(cos(x))", "x", {"rule": "angle"}),
    ({}, [], "atan(1) + atan(2) + atan(3)", "3*pi", {"rule": "angle"}),
    # an even power of sides that may be negative
    (X, [], "x", "Abs(x)",
     {"rule": "powers", "power": 2, "left": "x", "right": "Abs(x)", "left_sign": NF,
      "right_sign": NF, "then": NF}),
    ({}, [], "1", "2",
     {"rule": "powers", "power": 0, "left": "1", "right": "2", "left_sign": NF, "right_sign": NF,
      "then": NF}),
    # hypotheses that are none
    (XY, ["x*y = 0"], "x", "0",
     {"rule": "substitute", "var": "x", "is": "0", "slope": "1", "use": "0", "then": NF}),
    (XY, ["x + y >= 0"], "x", "-y",
     {"rule": "substitute", "var": "x", "is": "-y", "slope": "1", "use": "0", "then": NF}),
    (X, [], "x", "0", {"rule": "lemma", "of": "x", "is": "=", "proof": NF, "then": NF}),
    (X, [], "x", "1", {"rule": "lemma", "of": "1", "is": "<", "proof": NF, "then": NF}),
    # a case or a point left out
    (X, [], "sign(x)**2", "1",
     {"rule": "split", "var": "x", "at": ["0"], "proofs": [NF, NF]}),
    (X, [], "sign(x)**2", "1",
     {"rule": "split", "var": "x", "at": ["0"], "proofs": [NF, NF], "points": []}),
    (X, [], "sign(x)**2", "1", {"rule": "cases", "on": "x", "above": NF, "below": NF}),
    (X, [], "sign(x)", "1",
     {"rule": "cases", "on": "x", "above": NF, "below": NF, "zero": NF}),
    # exp(k*t) = 1 for k = 0
    (X, [], "x", "1", {"rule": "exponential", "times": "0"}),
]  # fmt: skip


@pytest.mark.parametrize("forged", FORGED, ids=lambda v: str(v[2:])[:70])
def test_forged_proofs_are_rejected(forged):
    rejected(*forged)
