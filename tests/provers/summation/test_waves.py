"""Finite sums of sines and cosines: the cosine schedule, Dirichlet's kernel, roots of unity."""

import pytest

CASES = [
    ("integer>=1", "Sum((1 + cos(pi*k/n))/2, (k, 0, n - 1))", "(n + 1)/2", "certified"),
    ("integer>=1", "Sum((1 + cos(pi*k/n))/2, (k, 0, n - 1))", "n/2", "refuted"),
    ("integer>=2", "Sum(cos(2*pi*k/n), (k, 0, n - 1))", "0", "certified"),
    ("integer>=1", "Sum(cos(2*pi*k/n), (k, 0, n - 1))", "0", "refuted"),
    ("integer>=3", "Sum(cos(2*pi*k/n)**2, (k, 0, n - 1))", "n/2", "certified"),
    ("integer>=2", "Sum(cos(2*pi*k/n)**2, (k, 0, n - 1))", "n/2", "refuted"),
]


@pytest.mark.parametrize(("domain", "lhs", "rhs", "expected"), CASES)
def test_what_is_decided(grade, domain, lhs, rhs, expected):
    assert grade({"n": domain}, lhs, "=", rhs) == expected
