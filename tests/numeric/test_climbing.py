"""Where a statement is violated most: on the equations, inside of the domain, and close to it."""

import numpy as np
import pytest

from thence.deadline import Deadline
from thence.statement import read_statement
from thence_numeric import climbing, sampling

PLANE = {"x": "real", "y": "real"}


@pytest.mark.parametrize(
    ("given", "assuming"),
    [
        (PLANE, ["x**2 + y**2 = 1"]),
        (PLANE, ["exp(x) + exp(y) = 1", "x < y"]),
        ({"x": "positive", "y": "positive", "z": "positive"}, ["x*y*z = 1", "x + y + z = 4"]),
        ({"x": "[0, 1]", "y": "[0, 1]"}, ["x**2 <= y"]),
    ],
)
def test_rows_meet_the_hypotheses_and_get_worse(given, assuming):
    about = read_statement(given, assuming, "x - y", "<=", "0")
    rounds = list(climbing.worst(about, 1, Deadline(20)))
    assert len(rounds) == climbing.ROUNDS
    for rows in rounds:
        assert len(sampling.within(about, rows)) == len(rows)
    found = [climbing.violations(about, rows).max() for rows in rounds]
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("given", "assuming", "lhs", "most"),
    [
        (PLANE, ["x**2 + y**2 = 1"], "x + y", np.sqrt(2)),
        (PLANE, ["x**2 + y**2 <= 1"], "x + y", np.sqrt(2)),
        ({"x": "[0, 1]", "y": "[0, 1]"}, [], "x + 2*y", 3),
        ({"x": "real"}, ["x**3 = 2"], "x", 2 ** (1 / 3)),
    ],
)
def test_the_largest_value_is_found(given, assuming, lhs, most):
    about = read_statement(given, assuming, lhs, "<=", "0")
    *_, rows = climbing.worst(about, 1, Deadline(20))
    best = dict(zip(given, rows[0], strict=True))
    assert eval(lhs, {}, best) == pytest.approx(most, rel=1e-7)


@pytest.mark.parametrize(
    ("given", "assuming", "lhs"),
    [
        ({"n": "integer"}, [], "n"),
        ({}, [], "1"),
        ({"x": "real"}, ["x**2 = -1"], "x"),
        ({"x": "real"}, ["gamma(x)*Abs(x) = 1"], "x"),
    ],
)
def test_where_nothing_can_be_moved(given, assuming, lhs):
    about = read_statement(given, assuming, lhs, "<=", "0")
    assert list(climbing.worst(about, 1, Deadline(5))) == []
