"""Both sides of a relation raised to a power: what the rule accepts, and what it must not."""

import pytest

from thence import checker
from thence.provers.statements import sealed


def accepted(domain, lhs, rel, rhs, **proof):
    statement = {"given": {"x": domain}, "assuming": [], "lhs": lhs, "rel": rel, "rhs": rhs}
    shown = {"rule": "bounds"}
    proof = {"rule": "powers", "power": 2, "left_sign": shown, "right_sign": shown, **proof}
    certificate = sealed(statement, "true", {"proof": {**proof, "then": shown}})
    try:
        checker.check(statement, certificate)
    except checker.Rejected:
        return False
    return True


@pytest.mark.parametrize("power", [2, 3, 4])
def test_an_order_follows_from_powers_where_the_larger_side_is_not_negative(power):
    assert accepted("[2, 3]", "x", ">", "1", left="x", right="1", power=power)
    # the smaller side may be negative
    assert accepted("[-1/2, 1/4]", "1", ">=", "x", left="1", right="x", power=power)


@pytest.mark.parametrize(
    ("domain", "lhs", "rel", "rhs", "left", "right", "power"),
    [
        ("[-3, -2]", "x", ">", "1", "x", "1", 2),  # false: the square is larger, x is not
        ("[-3, -2]", "x", ">=", "1", "x", "1", 2),
        ("[2, 3]", "1", ">", "x", "1", "x", 2),
        ("[2, 3]", "x", ">", "1", "x", "2", 2),  # other sides than those of the goal
        ("[2, 3]", "x", "!=", "1", "x", "1", 2),
        ("[2, 3]", "x", ">", "4", "x", "4", 0),  # a power that says nothing
        ("[2, 3]", "x", ">", "4", "x", "4", -2),
        ("[-3, -2]", "x", "=", "-x", "x", "-x", 2),
    ],
)
def test_what_powers_do_not_show(domain, lhs, rel, rhs, left, right, power):
    assert not accepted(domain, lhs, rel, rhs, left=left, right=right, power=power)
