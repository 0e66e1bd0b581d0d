"""What falls towards its limit as one of several variables grows."""

import pytest

K = {"k": "integer>=1", "m": "nonnegative"}
TRUE = [
    ("k*log((k + m + 1)/(k + m))", "log((k + m + 1)/(m + 1))"),
    ("k*log(k + 1) - k*log(k)", "1 + k*log(k + m + 1) - k*log(k + m)"),
]


@pytest.mark.parametrize(("left", "right"), TRUE)
def test_steps_of_binomial_coefficients(left, right, certificate):
    assert certificate(K, [], left, "<=", right, seconds=10)
    assert certificate(K, [], left, "<=", f"{right} - 10**-12", seconds=2) is None
