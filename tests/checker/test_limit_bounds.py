"""The bound of a part that tends to 0: it is defined, for every value of the parameters."""

from copy import deepcopy

import pytest

from thence import checker
from thence.checker import Rejected
from thence.provers.goal import Search
from thence.provers.statements import certify, sealed
from thence.statement import read_statement

STATEMENT = read_statement(
    {"x": "positive", "t": "positive"}, ["x < 1"], "(1 - x)**t", "o", "1", "t -> oo"
)
BOUNDS, NF = {"rule": "bounds"}, {"rule": "normal form"}


@pytest.fixture(scope="module")
def found():
    """A proof in which a bound has log(1 - x) below, which x < 1 alone keeps from 0."""
    certificate = certify(STATEMENT, None, Search(30))
    assert certificate is not None
    assert checker.check(STATEMENT.as_json(), certificate) == []
    return certificate


def part(certificate):
    (let,) = [one for one in certificate["sides"][0]["let"].values() if "bound_defined" in one]
    return let


@pytest.mark.parametrize(
    "changes",
    [
        {"bound_defined": {}},
        {"bound_defined": {"0": BOUNDS}},
        {"bound_defined": {"1": BOUNDS}},
        {"bound_defined": {"1": NF}},
        {"bound_defined": {"1": {"rule": "sign", "below": True, "then": BOUNDS}}},
        {"bound_defined": {"1": {"rule": "sign", "below": False, "then": NF}}},
        {"bound": "1"},
        {"bound": "119*(1/log(1 - x))**4"},
        {"bound": "t"},
        {"bound": "1/(x - x)"},
        {"bound": "120*(-1/log(1 - x))**5/t"},
        {"power": "0"},
    ],
)
def test_a_bent_bound_is_rejected(found, changes):
    bent = deepcopy(found)
    part(bent).update(changes)
    data = STATEMENT.as_json()
    body = {k: v for k, v in bent.items() if k not in ("version", "conclusion", "digest")}
    with pytest.raises(Rejected):
        checker.check(data, sealed(data, "true", body))


@pytest.mark.parametrize(
    ("given", "assuming"),
    [({"x": "positive"}, []), ({"x": "[0, oo)"}, ["x < 1"]), ({"x": "positive"}, ["x <= 1"])],
)
def test_it_shows_no_statement_of_more_parameters(found, given, assuming):
    other = read_statement(given | {"t": "positive"}, assuming, "(1 - x)**t", "o", "1", "t -> oo")
    data = other.as_json()
    body = {k: v for k, v in found.items() if k not in ("version", "conclusion", "digest")}
    with pytest.raises(Rejected):
        checker.check(data, sealed(data, "true", body))
