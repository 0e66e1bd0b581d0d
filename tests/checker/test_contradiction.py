"""Boxes that a hypothesis leaves empty: they show anything, and others nothing."""

import pytest

SQUARE = {"x": "[0, 1]", "y": "[0, 1]"}


@pytest.mark.parametrize(
    ("hypothesis", "empty"),
    [
        ("x + y >= 3", True),
        ("x + y >= 2", False),
        ("x + y > 2", True),
        ("x + y = 3", True),
        ("x + y = 2", False),
        ("x + y < 0", True),
        ("x + y <= 0", False),
        ("0*x != 0", True),
        ("x != 0", False),
        ("x + y > 2 - 10**-12", False),
    ],
)
def test_an_empty_box_shows_anything(shows, hypothesis, empty):
    proof = {"rule": "contradiction", "hypothesis": 0, "proof": {"rule": "bounds"}}
    assert shows(SQUARE, ">", "x - 2", proof, [hypothesis]) is empty


def test_an_open_end_is_not_reached(shows):
    proof = {"rule": "contradiction", "hypothesis": 0, "proof": {"rule": "bounds"}}
    assert shows({"x": "(0, 1)"}, ">", "x - 2", proof, ["x >= 1"])
    assert not shows({"x": "(0, 1]"}, ">", "x - 2", proof, ["x >= 1"])
