"""Logarithms and symbolic powers of sums over an index: entropies, divergences and norms."""

import pytest

P = {"n": "integer>=1", "p": "positive[n]", "q": "positive[n]", "a": "(1, oo)"}
ONE_P, ONE_Q = "Sum(p[i], (i, 1, n)) = 1", "Sum(q[i], (i, 1, n)) = 1"
RENYI = "log(Sum(p[i]**a*q[i]**(1 - a), (i, 1, n)))/(a - 1)"
ENTROPY = "-Sum(p[i]*log(p[i]), (i, 1, n))"
U = {"n": "integer>=1", "u": "positive[n]", "v": "positive[n]", "p": "(1, oo)"}
NORM = "Sum(u[i]**p, (i, 1, n))**(1/p)"
TRUE = [
    (P, [ONE_P, ONE_Q], RENYI, ">=", "0"),
    (P, [ONE_P, ONE_Q], RENYI, ">=", "Sum(p[i]*log(p[i]/q[i]), (i, 1, n))"),
    (P, [ONE_P], "log(Sum(p[i]**a, (i, 1, n)))/(1 - a)", "<=", "log(n)"),
    (P, [ONE_P], "log(Sum(p[i]**a, (i, 1, n)))/(1 - a)", "<=", ENTROPY),
    (P | {"a": "(0, 1)"}, [ONE_P], "log(Sum(p[i]**a, (i, 1, n)))/(1 - a)", ">=", ENTROPY),
    # powers of sums
    (U, [], "Sum(u[i]*v[i], (i, 1, n))", "<=",
     f"{NORM}*Sum(v[i]**(p/(p - 1)), (i, 1, n))**(1 - 1/p)"),
    (U | {"q": "(1, oo)"}, ["1/p + 1/q = 1"], "Sum(u[i]*v[i], (i, 1, n))", "<=",
     f"{NORM}*Sum(v[i]**q, (i, 1, n))**(1/q)"),
    (U, [], NORM, ">=", "n**(1/p - 1)*Sum(u[i], (i, 1, n))"),
    (U, [], NORM, "<=", "Sum(u[i], (i, 1, n))"),
]  # fmt: skip
FALSE = [
    (P, [ONE_P, ONE_Q], RENYI, ">=", "(1 + 10**-9)*Sum(p[i]*log(p[i]/q[i]), (i, 1, n))"),
    (U | {"q": "(1, oo)"}, ["1/p + 1/q = 1 + 10**-9"], "Sum(u[i]*v[i], (i, 1, n))", "<=",
     f"{NORM}*Sum(v[i]**q, (i, 1, n))**(1/q)"),
    (U, [], NORM, ">=", "(1 + 10**-9)*n**(1/p - 1)*Sum(u[i], (i, 1, n))"),
    (U | {"p": "(1 - 10**-9, oo)"}, [], NORM, "<=", "Sum(u[i], (i, 1, n))"),
]  # fmt: skip


@pytest.mark.parametrize("claim", TRUE, ids=lambda c: f"{c[2]} {c[3]} {c[4]}")
def test_they_are_certified_without_a_lemma(claim, certificate):
    assert certificate(*claim, seconds=20)


@pytest.mark.parametrize("claim", FALSE, ids=lambda c: f"{c[2]} {c[3]} {c[4]}")
def test_slightly_false_ones_are_not(claim, certificate):
    assert certificate(*claim, seconds=4) is None
