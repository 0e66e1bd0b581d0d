"""Sums of angles of two variables, in each quadrant."""

import pytest

from thence import checker
from thence.provers.goal import Search
from thence.provers.statements import certify
from thence.statement import read_statement

XY = {"x": "real", "y": "real"}
TRUE = [
    ("atan(x) + atan(y)", "atan2(x + y, 1 - x*y)"),
    ("atan(x) - atan(y)", "atan2(x - y, 1 + x*y)"),
]
FALSE = [
    ("atan(x) + atan(y)", "atan2(x + y, 1 - x*y) + 10**-12"),
    ("atan(x) - atan(y)", "atan2(x - y, 1 - x*y)"),
    ("atan(x) + atan(y)", "asin((x + y)/sqrt((1 + x**2)*(1 + y**2)))"),
]


@pytest.mark.parametrize(("lhs", "rhs"), TRUE)
def test_sums_of_angles_are_the_angle_of_a_point(lhs, rhs):
    statement = read_statement(XY, [], lhs, "=", rhs)
    certificate = certify(statement, None, Search(20))
    assert certificate is not None
    assert checker.check(statement.as_json(), certificate) == []


@pytest.mark.parametrize(("lhs", "rhs"), FALSE)
def test_what_is_a_turn_off_somewhere_is_not_shown(lhs, rhs):
    assert certify(read_statement(XY, [], lhs, "=", rhs), None, Search(4)) is None
