"""Hypotheses that narrow a finite interval close to its end."""

import pytest

S = {"s": "[0, 1]"}


@pytest.mark.parametrize(
    ("assuming", "left", "rel", "right"),
    [
        (["s <= 4/5"], "6889/2000*s - 191/40*s**3 + 4063/2000*s**5", ">=", "s"),
        (["s**2 <= 998001/1000000"], "s", "<=", "999/1000"),
        (["s >= 999/1000"], "exp(s)*s", ">", "27/10"),
    ],
)
def test_they_are_seen(certificate, assuming, left, rel, right):
    assert certificate(S, assuming, left, rel, right, seconds=5)


def test_and_no_more_than_they_say(certificate):
    left = "6889/2000*s - 191/40*s**3 + 4063/2000*s**5"
    assert certificate(S, ["s <= 87/100"], left, ">=", "s + 1/10**4", seconds=3) is None


def test_a_logarithm_that_a_hypothesis_alone_gives_a_value_is_not_0(certificate):
    given = {"e": "positive", "l": "positive"}
    assert certificate(given, ["e*l < 1"], "-3*log(1 - e*l)", "!=", "0", seconds=5)
    assert certificate(given, ["e*l <= 1"], "log(2 - e*l)", "!=", "0", seconds=2) is None
