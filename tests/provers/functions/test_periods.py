"""Terms that are periodic in a real variable."""

import pytest

from thence import checker
from thence.claim import read_statement
from thence.provers.goal import Search
from thence.provers.statements import certify

TRUE = [
    ("sin(cos(x))", "<", "cos(sin(x))", "pi"),
    ("sin(x) + sin(2*x)", "<=", "177/100", "pi"),
    ("sin(x)*(1 + cos(x))", "<=", "3*sqrt(3)/4", "pi"),
    ("cos(x/2) + cos(x/3)", ">=", "-19/10", "6*pi"),
    ("sin(pi*x) + sin(2*pi*x)", "<=", "177/100", "1"),
]


@pytest.mark.parametrize("claim", TRUE, ids=lambda c: c[0])
def test_one_period_is_covered(claim):
    left, rel, right, half = claim
    statement = read_statement({"x": "real"}, [], left, rel, right)
    certificate = certify(statement, None, Search(30))
    assert certificate is not None
    assert f"'half': '{half}'" in str(certificate)
    assert checker.check(statement.as_json(), certificate) == []
