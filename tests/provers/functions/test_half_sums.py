"""Angles of a triangle, in half the sum of two of them and half their difference."""

import pytest

ANGLES = dict.fromkeys("xyz", "(0, pi)")
TRUE = [
    ("cos(x)*cos(y)*cos(z)", "1/8"),
    ("sin(x)**2 + sin(y)**2 + sin(z)**2", "9/4"),
    ("sin(x/2)*sin(y/2)*sin(z/2)", "1/8"),
    ("cos(x) + cos(y) + cos(z)", "3/2"),
    ("-cos(2*x) - cos(2*y) - cos(2*z)", "3/2"),
]


@pytest.mark.parametrize(("left", "right"), TRUE)
def test_what_holds_for_the_angles_of_a_triangle(left, right, certificate):
    assert certificate(ANGLES, ["x + y + z = pi"], left, "<=", right, seconds=10)


def test_the_angles_need_not_be_those_of_a_triangle(certificate):
    given = {"x": "real", "y": "real"}
    claim = given, [], "cos(x)**2 + cos(y)**2 + cos(x + y)**2", ">="
    assert certificate(*claim, "3/4", seconds=10)
    assert certificate(*claim, "3/4 + 10**-12", seconds=2) is None
