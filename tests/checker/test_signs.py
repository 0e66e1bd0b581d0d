"""Signs that the normal form knows at sight: no more than what the hypotheses and ranges give."""

import pytest

from thence import checker

POSITIVE_N = {"n": "integer>=1", "m": "integer>=1", "j": "integer>=0"}


def shown(given, assuming, rel, term):
    with checker.precision():
        context = checker.context_of({"given": given, "assuming": assuming})
        return context.holds(rel, checker.parse(term, context.names))


@pytest.mark.parametrize(
    ("assuming", "rel", "term", "known"),
    [
        (["j < n", "n <= m"], ">", "m - j", True),  # one of the two is strict
        (["j <= n", "n <= m"], ">=", "m - j", True),
        (["j <= n", "n <= m"], ">", "m - j", False),
        (["j <= n", "n < m"], ">", "m - j", True),
        (["j < n", "n <= m"], ">", "m - j - 2", False),
        (["n <= j", "n <= m"], ">=", "m - j", False),  # nothing is known of j and m
    ],
)
def test_two_hypotheses_add_up(assuming, rel, term, known):
    assert shown(POSITIVE_N, assuming, rel, term) is known


@pytest.mark.parametrize(
    ("given", "rel", "term", "known"),
    [
        ("integer>=3", ">", "cos(pi/n)", True),
        ("integer>=2", ">", "sin(pi/n)", True),
        ("integer>=1", ">", "sin(pi/n)", False),  # 0 at n = 1
        ("integer>=2", ">", "cos(pi/n)", False),  # 0 at n = 2
        ("integer>=1", ">=", "cos(pi/n)", False),  # -1 at n = 1
        ("(0, 1)", ">", "sin(pi/n)", False),
        ("real", ">", "sin(pi/n)", False),
    ],
)
def test_angles_over_a_positive_denominator(given, rel, term, known):
    assert shown({"n": given}, [], rel, term) is known
