"""Constants are written as a person would, and are the same numbers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thence import checker
from thence.refuters import constants


@pytest.mark.parametrize(
    ("constant", "text"),
    [
        ("(1 - sqrt(5))/2", "1/2 - sqrt(5)/2"),
        ("-pi/2", "-pi/2"),
        ("3*exp(-1)/7 - 2", "3*exp(-1)/7 - 2"),
        ("2*2**(1/3)", "2*2**(1/3)"),
        ("sqrt(8)/4", "sqrt(2)/2"),
        ("log(2)/3 - pi + 1", "1 + log(2)/3 - pi"),
        ("(2 + 4)/4", "3/2"),
    ],
)
def test_constants_are_written_as_a_person_would(constant, text):
    assert constants.as_written(checker.parse(constant, set())) == text


NUMBERS = st.recursive(
    st.sampled_from(["pi", "sqrt(2)", "sqrt(5)", "exp(1)", "log(3)", "2**(1/3)", "1", "2", "7/3"]),
    lambda inner: st.builds("({}{}{})".format, inner, st.sampled_from("+-*/"), inner),
    max_leaves=5,
)


@settings(max_examples=60, deadline=None)
@given(NUMBERS)
def test_and_are_the_same_number(constant):
    with checker.precision():
        nowhere = checker.Context({}, {}, [], [])
        before = checker.parse(constant, set())
        try:
            checker.defined(nowhere, before, {})
        except checker.Rejected:
            return
        after = checker.parse(constants.as_written(before), set())
        gap = nowhere.bounds(before - after).ball()
    assert gap.contains(0)
    assert gap.rad() < 1e-20
