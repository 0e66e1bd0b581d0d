"""A double sum of what is not negative is at least its diagonal: norms and traces of any size."""

import pytest

GIVEN = {"n": "integer>=1", "x": "real[n]", "p": "nonnegative[n]", "c": "real[n, n]"}
SQUARES = "Sum(c[i, j]**2, (i, 1, n), (j, 1, n))"
TRUE = [
    ("sqrt(Sum(x[i]**2, (i, 1, n)))", "Sum(Abs(x[i]), (i, 1, n))"),
    ("Sum(p[i]**2, (i, 1, n))", "Sum(p[i], (i, 1, n))**2"),
    ("Sum(c[i, i], (i, 1, n))**2", f"n*{SQUARES}"),
    ("Abs(Sum(c[i, i], (i, 1, n)))", f"sqrt(n)*sqrt({SQUARES})"),
]


@pytest.mark.parametrize(("lhs", "rhs"), TRUE)
def test_the_diagonal_is_at_most_the_whole(lhs, rhs, certificate):
    assert certificate(GIVEN, [], lhs, "<=", rhs, seconds=20)
