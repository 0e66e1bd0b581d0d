"""The rule for a term that falls towards infinity: what makes a certificate of it wrong."""

import pytest
from flint import arb

from thence import checker
from thence.checker import OO, Context, Interval, Rejected, num, parse

BOUNDS = {"rule": "bounds"}
NF = {"rule": "normal form"}
NAMES = {"x", "c"}


def beyond(low=1, high=OO):
    """x from ``low`` on, and a number c."""
    interval = Interval(arb(low), arb("inf") if high == OO else arb(high), False, high == OO)
    whole = Interval(-arb("inf"), arb("inf"), True, True)
    ends = {"x": (num(low), OO if high == OO else num(high)), "c": (-OO, OO)}
    return Context({"x": interval, "c": whole}, ends, [], [])


def tends_to(value):
    """1/x, and what is a multiple of it, plus a number, tend to that number."""
    let = {"x_t": {"is": "1/x", "bound": "1", "above": NF, "below": NF}}
    return {"near": "1", "is": value, "let": let, "to": f"x_t + {value}"}


def proof(value="0", **changes):
    found = {"rule": "limit", "var": "x", "at": "hi", "slope": NF, "base": BOUNDS}
    return found | {"limit": tends_to(value)} | changes


def prove(term, rel=">=", context=None, **changes):
    with checker.precision():
        where = context or beyond()
        checker.prove(where, rel, parse(term, NAMES), proof(**changes))


def test_what_falls_to_its_limit_is_above_it():
    prove("1/x", ">")
    prove("1/x", ">=")
    prove("1/x + 3", ">", value="3")


@pytest.mark.parametrize(
    ("term", "rel", "changes"),
    [
        ("1/x - 10**-12", ">=", {"value": "-1/1000000000000"}),  # the limit is below 0
        ("1/x", "=", {}),
        ("1/x", "!=", {}),
        ("-1/x", ">=", {}),  # it rises
        ("0*x", ">", {"limit": {"near": "1", "is": "0", "let": {}, "to": "0"}}),  # not strictly
        ("1/x", ">=", {"at": "lo"}),  # that end is a number
        ("1/x + 1", ">=", {"value": "0"}),  # another limit
        ("1/x", ">=", {"value": "x - x"}),  # the limit names the variable
    ],
)
def test_a_wrong_step_is_rejected(term, rel, changes):
    with pytest.raises(Rejected):
        prove(term, rel, **changes)


def test_a_bounded_interval_or_a_tied_variable_has_no_limit():
    with pytest.raises(Rejected):
        prove("1/x", context=beyond(high=7))
    with pytest.raises(Rejected):
        prove("1/x", context=beyond().assuming((">=", parse("c - x", NAMES))))


def test_of_an_integer_the_term_is_defined_between_the_integers_too():
    """1/(x - 3/2)**2 is defined at every integer, falls from 2 on, and is not defined at 3/2."""
    context = beyond()
    context.whole = frozenset({"x"})
    prove("1/x", ">", context)
    with pytest.raises(Rejected):
        prove("1/(x - 3/2)**2", ">=", context)
