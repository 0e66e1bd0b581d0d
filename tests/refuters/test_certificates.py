"""Counterexamples become as simple as they can be, and stay counterexamples."""

import pytest

from thence import checker
from thence.refuters import certificates
from thence.statement import read_statement


def first(given, lhs, rel, rhs, conclusion, point):
    data = read_statement(given, [], lhs, rel, rhs).as_json()
    certificate = certificates.confirmed(data, conclusion, point)
    assert certificate is not None
    found = certificates.simplest(data, certificate)
    checker.check(data, found)
    return found["point"]


@pytest.mark.parametrize(
    ("lhs", "rel", "rhs", "point", "simple"),
    [
        ("sqrt(x**2)", "=", "x", "-1234567/1000", "-1"),
        ("x**2", "<=", "2*x", "1000001/100000", "-1"),
        ("x", "<=", "10", "314159/1000", "314"),
        ("Abs(x - 1/3)", ">", "0", "1/3", "1/3"),
    ],
)
def test_a_value_becomes_the_simplest_that_still_refutes(lhs, rel, rhs, point, simple):
    found = first({"x": "real"}, lhs, rel, rhs, "false", {"x": point})
    assert found == {"x": simple}


def test_entries_of_a_family_become_simple_too():
    given = {"n": "integer>=1", "i": "index[n]", "p": "real[n]"}
    point = {"n": "2", "p": ["-7/1000", "12345/1000"]}
    found = first(given, "Sum(p[i], (i, 1, n))", "<=", "10", "false", point)
    assert found == {"n": "2", "p": ["0", "12"]}


def test_where_a_side_is_not_defined():
    found = first({"x": "real", "y": "real"}, "x/y", "=", "x", "undefined", {"x": "5/7", "y": "0"})
    assert found == {"x": "0", "y": "0"}
