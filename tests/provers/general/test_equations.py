"""Hypotheses that are equations: what they determine is put in, where its factor is not 0."""

import pytest

LENS = dict.fromkeys("fab", "positive")
XYZ = dict.fromkeys("xyz", "positive")
TRUE = [
    (LENS, ["1/f = 1/a + 1/b"], "a*b/(a + b)", "=", "f"),
    (LENS, ["1/f = 1/a + 1/b"], "f**2*(1/a + 1/b)**2", "=", "1"),
    (dict.fromkeys("abc", "real"), ["a*c = b", "a != 0"], "b**2/a**2", "=", "c**2"),
    (XYZ, ["x*y*z = 1"], "1/(1+x+x*y) + 1/(1+y+y*z) + 1/(1+z+z*x)", "=", "1"),
    ({"p": "(0, 1)", "q": "(0, 1)"}, ["p/(1-p) = 2*q/(1-q)"], "p", "=", "2*q/(1+q)"),
    # in an exponent
    ({"x": "positive", "p": "(1, oo)", "q": "real"}, ["1/p + 1/q = 1", "q > 0"], "(x**(p-1))**q",
     "=", "x**p"),
    # of a higher degree in what goes away; the values are no rational numbers
    ({"x": "real"}, ["x**2 = x + 1"], "x**5", "=", "5*x + 3"),
    ({"x": "positive"}, ["x + 1/x = 3"], "x**3 + 1/x**3", "=", "18"),
    ({"t": "real"}, ["t**3 = t + 1"], "t**5", "=", "t**2 + t + 1"),
    ({"x": "real", "y": "real"}, ["x**2 = x*y + 1"], "x**3", "=", "x**2*y + x"),
]  # fmt: skip
FALSE = [
    (LENS, ["1/f = 1/a + 1/b"], "f*(a + b)", "=", "a*b + 10**-12"),
    (dict.fromkeys("abc", "real"), ["a*c = a*b"], "c", "=", "b"),
    (dict.fromkeys("abc", "real"), ["a*c = a*b"], "c**2", "=", "b*c"),
    ({"x": "real"}, ["x**2 = x + 1"], "x**5", "=", "5*x + 3 + 10**-12"),
    ({"x": "real", "y": "real"}, ["y*x**2 = y*x + y"], "x**2", "=", "x + 1"),
    ({"x": "real"}, ["x**2 = 3*x - 2"], "x", "=", "2"),
]  # fmt: skip


@pytest.mark.parametrize("claim", TRUE, ids=lambda c: f"{c[2]} {c[3]} {c[4]}")
def test_what_an_equation_determines_is_put_in(claim, certificate):
    assert certificate(*claim, seconds=10)


@pytest.mark.parametrize("claim", FALSE, ids=lambda c: f"{c[2]} {c[3]} {c[4]}")
def test_what_it_does_not_determine_is_not(claim, certificate):
    assert certificate(*claim, seconds=4) is None
