"""What sequences are far on: values of their members, and whether they seem to stay bounded."""

import pytest

from thence import checker
from thence.provers.summation.sequences import bounded, member

HERE = checker.Context({}, {}, [], [])


def parsed(text):
    return checker.parse(text, {"n"})


@pytest.mark.parametrize(
    ("text", "n", "wanted"),
    [
        ("Sum(1/k, (k, 1, n)) - log(n)", 200, 0.5797),
        ("Sum(Sum(j/k, (j, 1, k)), (k, 1, n))/n", 4, 1.75),
        ("n**2", 3, 9),
    ],
)
def test_members(text, n, wanted):
    with checker.precision():
        value = member(HERE, parsed(text), "n", n)
    assert value is not None
    assert abs(float(value.mid()) - wanted) < 1e-4


@pytest.mark.parametrize("text", ["Sum(1/k, (k, 1, n**3))", "1/(n - 20)", "Sum(1/k, (k, n, oo))"])
def test_what_has_no_member_that_is_known(text):
    with checker.precision():
        assert member(HERE, parsed(text), "n", 20) is None


def test_what_grows_is_not_taken_for_bounded():
    with checker.precision():
        assert bounded(HERE, parsed("Sum(1/k, (k, 1, n)) - log(n)"), "n", 4)
        assert not bounded(HERE, parsed("Sum(1/sqrt(k), (k, 1, n))"), "n", 4)
        assert not bounded(HERE, parsed("sqrt(n)/16"), "n", 4)
        assert bounded(HERE, parsed("1/(n - 16)"), "n", 4)  # nothing is known
