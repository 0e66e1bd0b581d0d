"""The rule of a period: one of them will do, if there is one and the variable is free to move."""

import pytest

REAL = {"x": "real"}
BOTH = {"x": "real", "y": "real"}
SINE = "2 + sin(x)"
BOUNDS = {"rule": "bounds"}


def over(half):
    """A proof over one period of x, by bounds."""
    return {"rule": "period", "var": "x", "half": half, "then": BOUNDS, "end": BOUNDS}


def test_one_period_will_do(shows):
    assert shows(REAL, ">=", "2 + sin(x) + cos(2*x)/2", over("pi"))
    assert shows(REAL, ">=", "2 + cos(sin(x))", over("pi/2"))
    assert shows(BOTH, ">=", "cos(x)**2 + sin(pi*y)**2 + 1/10", over("pi/2"))


@pytest.mark.parametrize(
    ("term", "half"),
    [
        ("2 + sin(x) + cos(2*x)/2", "pi/2"),
        ("2 + sin(x)", "3"),
        ("2 + sin(x) + x/100", "pi"),
        ("10 - x**2", "1"),
        ("2 + sin(x)", "0"),
        ("2 + sin(x)", "-pi"),
        ("10 + x", "0"),
        ("2 + sin(x)", "oo"),
        ("2 + sin(x)", "1/0"),
    ],
)
def test_what_is_no_period_is_rejected(shows, term, half):
    assert not shows(REAL, ">=", term, over(half))


@pytest.mark.parametrize("given", ["[0, oo)", "[-10, 10]", "integer"])
def test_a_variable_that_may_not_be_any_real_number_is_rejected(shows, given):
    assert not shows({"x": given}, ">=", SINE, over("pi"))


def test_a_variable_that_is_tied_is_rejected(shows):
    assert shows(BOTH, ">=", SINE, over("pi"))
    assert not shows(BOTH, ">=", SINE, over("pi"), ["x >= 4"])
    assert not shows(BOTH, ">=", SINE, over("pi"), ["x >= y"])


def test_the_goal_on_the_period_has_to_be_shown(shows):
    assert not shows(REAL, ">=", "sin(x) - 1/2", over("pi"))
    assert not shows(REAL, ">", "1 + sin(x)", over("pi"))


def test_the_end_of_the_period_has_to_be_shown(shows):
    high = {**over("pi"), "then": {"rule": "normal form"}}
    assert not shows(REAL, ">", "1 + cos(x)", high)
    assert not shows(REAL, ">", "1 + cos(x)", {**high, "end": {"rule": "normal form"}})
    assert shows(REAL, ">=", "1 + cos(x)", {**high, "end": {"rule": "normal form"}})
