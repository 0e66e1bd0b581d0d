"""Young's inequality and the inequality of weighted means, with symbolic exponents."""

import pytest

XY = {"x": "positive", "y": "positive"}
CONJUGATE = XY | {"p": "(1, oo)", "q": "(1, oo)"}
SHARES = XY | {"a": "positive", "b": "positive"}
TRUE = [
    (XY | {"p": "(1, oo)"}, [], "x*y", "x**p/p + y**(p/(p - 1))*(1 - 1/p)"),
    (XY | {"p": "(1, oo)", "e": "positive"}, [], "x*y",
     "e*x**p/p + (1 - 1/p)*e**(-1/(p - 1))*y**(p/(p - 1))"),
    (XY | {"p": "(1, oo)", "n": "integer>=1"}, [], "p*y**(p - 1)*(n*x - y)", "(n*x)**p - y**p"),
    (SHARES, [], "x**(a/(a + b))*y**(b/(a + b))", "(a*x + b*y)/(a + b)"),
    # under an equation between the exponents
    (CONJUGATE, ["1/p + 1/q = 1"], "x*y", "x**p/p + y**q/q"),
    (CONJUGATE, ["p + q = p*q"], "x*y", "x**p/p + y**q/q"),
    (SHARES, ["a + b = 1"], "1/(a/x + b/y)", "x**a*y**b"),
    (SHARES | {"z": "positive", "c": "positive"}, ["a + b + c = 1"], "x**a*y**b*z**c",
     "a*x + b*y + c*z"),
]  # fmt: skip


@pytest.mark.parametrize("claim", TRUE, ids=lambda c: f"{c[2]} <= {c[3]}")
def test_weighted_means_are_certified_without_a_lemma(claim, certificate):
    given, assuming, left, right = claim
    assert certificate(given, assuming, left, "<=", right, seconds=10)


@pytest.mark.parametrize(
    ("assuming", "left", "right"),
    [
        (["a*b*c*d*e = 1"], "5", "a + b + c + d + e"),
        ([], "5*a*b*c*d*e", "a**5 + b**5 + c**5 + d**5 + e**5"),
        ([], "5", "a/b + b/c + c/d + d/e + e/a"),
    ],
)
def test_polynomials_of_many_positive_variables(assuming, left, right, certificate):
    given = dict.fromkeys("abcde", "positive")
    assert certificate(given, assuming, left, "<=", right, seconds=10)
