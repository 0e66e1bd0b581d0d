"""Statements with equations among their hypotheses: refuted where these hold, exactly."""

import pytest

from thence import checker
from thence.deadline import Deadline
from thence.refuters.search import cheap, deep
from thence.refuters.surfaces import false_on
from thence.statement import read_statement
from thence.verdict import Grade

PLANE = {"x": "real", "y": "real"}
POSITIVE = {"a": "positive", "b": "positive", "c": "positive"}

#: Hypotheses, and what is the least upper bound of a term under them.
TIGHT = [
    (PLANE, ["x**2 + y**2 = 1"], "x + y", "sqrt(2)"),
    (PLANE, ["x**2 + y**2 = 1", "x = y"], "x", "sqrt(2)/2"),
    ({"x": "real"}, ["x**2 = x + 1"], "x", "(1 + sqrt(5))/2"),
    ({"x": "real"}, ["x**3 = 2"], "x", "2**(1/3)"),
    (PLANE, ["exp(x) + exp(y) = 1"], "x + y", "-2*log(2)"),
    (POSITIVE, ["a*b + b*c + c*a = 1"], "-a - b - c", "-sqrt(3)"),
    (POSITIVE, ["a + b + c = 1", "a**2 + b**2 + c**2 = 1/2"], "a", "2/3"),
]


@pytest.mark.parametrize(("given", "assuming", "lhs", "most"), TIGHT)
def test_a_bound_that_is_a_little_too_small_is_refuted(given, assuming, lhs, most):
    false = read_statement(given, assuming, lhs, "<=", f"{most} - 10**-6")
    certificate = false_on(false, 0, Deadline(30))
    assert certificate is not None
    checker.check(false.as_json(), certificate)


@pytest.mark.parametrize(("given", "assuming", "lhs", "most"), TIGHT)
def test_the_bound_itself_is_not(given, assuming, lhs, most):
    true = read_statement(given, assuming, lhs, "<=", most)
    assert false_on(true, 0, Deadline(2)) is None


@pytest.mark.parametrize(
    ("assuming", "lhs", "rel", "rhs"),
    [
        (["x**2 = x + 1"], "x**5", "=", "5*x + 4"),
        (["x**2 = 2"], "x", "=", "sqrt(2)"),
        (["x**4 = 5*x**2 - 6"], "x**2", "=", "2"),
        (["x**3 = -2"], "x", ">=", "-1"),
    ],
)
def test_isolated_solutions(assuming, lhs, rel, rhs):
    false = read_statement({"x": "real"}, assuming, lhs, rel, rhs)
    certificate = false_on(false, 0, Deadline(30))
    assert certificate is not None
    checker.check(false.as_json(), certificate)


@pytest.mark.parametrize("assuming", [["x**2 = -1"], ["cos(x) = x"], ["x**5 = x + 1"]])
def test_what_has_no_solution_or_none_in_closed_form(assuming):
    false = read_statement({"x": "real"}, assuming, "x", ">", "5")
    assert false_on(false, 0, Deadline(5)) is None


def test_entries_of_families():
    given = {"n": "integer>=2", "u": "real[n]"}
    norm = ["Sum(u[i]**2, (i, 1, n)) = 1"]
    false = read_statement(given, norm, "Sum(u[i], (i, 1, n))", "<=", "sqrt(n) - 10**-4")
    verdict = deep(false, 0, 30)
    assert verdict is not None
    assert verdict.grade is Grade.REFUTED
    (found,) = (e for e in verdict.evidence if e.method == "counterexample")
    assert found.data["point"]["n"] == "2"


def test_angles_that_add_up_to_pi_are_looked_at_early():
    given = dict.fromkeys("xyz", "(0, pi)")
    sines = ["x + y + z = pi"], "sin(x) + sin(y) + sin(z)", "<="
    false = cheap(read_statement(given, *sines, "3*sqrt(3)/2 - 1/100"), 0, 5)
    assert false is not None
    assert false.grade is Grade.REFUTED
    assert cheap(read_statement(given, *sines, "3*sqrt(3)/2"), 0, 5) is None
