"""How fast powers fall whose base is kept below 1 by hypotheses."""

import pytest

T = {"t": "integer>=1"}
EL = T | {"e": "positive", "l": "positive"}


@pytest.mark.parametrize(
    ("given", "assuming", "power"),
    [
        (T | {"x": "positive"}, ["x < 1"], "(1 - x)**t"),
        (EL, ["0 < e*l", "e*l < 1"], "(1 - e*l)**t"),
        (EL, ["e*l < 1"], "t**2*(1 - e*l)**t"),
    ],
)
def test_they_tend_to_0(certificate, given, assuming, power):
    assert certificate(given, assuming, power, "o", "1", "integer t -> oo", seconds=20)


@pytest.mark.parametrize(
    ("given", "assuming", "power"),
    [
        (T | {"x": "nonnegative"}, ["x < 1"], "(1 - x)**t"),
        (EL, ["e*l <= 2"], "(1 - e*l)**t"),
        (EL, ["e < 1"], "(1 - e*l)**t"),
    ],
)
def test_and_those_that_may_not_do_not(certificate, given, assuming, power):
    found = certificate(given, assuming, power, "o", "1", "integer t -> oo", seconds=1)
    assert found is None
