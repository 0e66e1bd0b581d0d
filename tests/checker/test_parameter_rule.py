"""Integrals by their slope in a parameter: what is shown, and certificates that cheat rejected."""

import copy

import pytest

from thence import checker
from thence.provers.goal import Search
from thence.provers.statements import certify, sealed
from thence.statement import read_statement

OWEN = "Integral(erf(a*x)*exp(-x**2), (x, 0, oo))"
PLAIN = {"rule": "normal form"}


def statement(lhs, rhs, domain="positive"):
    return read_statement({"a": domain}, [], lhs, "=", rhs)


@pytest.fixture(scope="module")
def owen():
    found = certify(statement(OWEN, "atan(a)/sqrt(pi)"), None, Search(30))
    assert found is not None
    return found


def resealed(found, data, **changes):
    """The certificate with other entries of the step in a parameter."""
    body = {k: v for k, v in copy.deepcopy(found).items() if k not in ("version", "digest")}
    (step,) = [item for item in body["values"] if item.get("by") == "parameter"]
    step |= changes
    return sealed(data, body.pop("conclusion"), body)


def rejected(found, **changes):
    data = statement(OWEN, "atan(a)/sqrt(pi)").as_json()
    with pytest.raises(checker.Rejected) as caught:
        checker.check(data, resealed(found, data, **changes))
    return str(caught.value)


def test_an_integral_is_what_its_slope_gains(owen):
    data = statement(OWEN, "atan(a)/sqrt(pi)").as_json()
    checker.check(data, owen)
    checker.check(data, resealed(owen, data))


@pytest.mark.parametrize(
    "changes",
    [
        {"at": "1"},
        {"at": "oo"},
        {"at": "a"},
        {"at": "-1"},
        {"F": "atan(2*a)/sqrt(pi)"},
        {"F": "atan(a)/sqrt(pi) + 10**-12*a"},
        {"rising": False},
        {"var": "x"},
        {"bound": "0", "converges": {"pieces": [{}]}, "above": PLAIN, "below": PLAIN},
        {"bound": "a*x", "converges": {}, "above": PLAIN, "below": PLAIN},
    ],
    ids=str,
)
def test_a_step_in_a_parameter_that_cheats_is_rejected(owen, changes):
    assert rejected(owen, **changes)


def test_a_constant_that_the_slope_does_not_see_is_not_gained(owen):
    data = statement(OWEN, "atan(a)/sqrt(pi) + 1").as_json()
    with pytest.raises(checker.Rejected):
        checker.check(data, resealed(owen, data, F="atan(a)/sqrt(pi) + 1"))


def test_an_integrand_that_jumps_at_the_start_is_not_continuous_there():
    """The integral of a*exp(-a*x) is 1 for a > 0 and 0 for a = 0; its slope in a has no sign."""
    claim = statement("Integral(a*exp(-a*x), (x, 0, oo))", "0")
    data = claim.as_json()
    step = {
        "kind": "integral", "by": "parameter", "var": "a", "at": "0", "F": "0", "sign": PLAIN,
        "gain": {"pieces": [{"F": "x*exp(-a*x)", "slope": PLAIN, "ends": [{}, {}]}]},
        "is": "Integral(0, (x, 0, oo))",
    }  # fmt: skip
    with pytest.raises(checker.Rejected):
        checker.check(data, sealed(data, "true", {"values": [step], "proof": PLAIN}))


def test_an_integral_around_a_place_anywhere_converges():
    with checker.precision():
        context = checker.context_of({"given": {"m": "real"}, "assuming": []})
        integral = checker.parse("Integral(1/(1 + (x - m)**2), (x, -oo, oo))", context.names)
        assert Search(20).defined(context, integral) is not None
