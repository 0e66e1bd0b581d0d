"""Angles that are products or sums, as variables of their own."""

import pytest

W = {"w": "real", "m": "integer", "n": "integer"}
TRUE = [
    (W, "cos(w*m)*cos(w*n) + sin(w*m)*sin(w*n)", "<=", "1"),
    (W, "Abs(cos(w*(m - n)))", "<=", "1"),
    ({"d": "integer>=1", "w": "real[d]", "a": "real", "b": "real"},
     "Sum(cos(w[j]*(a - b)), (j, 1, d))", "<=", "d"),
    ({"x": "real", "y": "real"}, "cos(x*y)**2 + cos(x)*sin(x*y)", "<=", "5/4"),
    # an integer and a real number, whose product is symmetric
    (W, "Abs(sin(w*n))", "<=", "Abs(w*n)"),
]  # fmt: skip


@pytest.mark.parametrize("claim", TRUE, ids=lambda c: f"{c[1]} {c[2]} {c[3]}")
def test_they_are_certified(certificate, claim):
    given, left, rel, right = claim
    assert certificate(given, [], left, rel, right, seconds=10)
