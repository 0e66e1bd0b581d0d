"""What changes its sign between two points is 0 between them."""

from fractions import Fraction

import pytest

from thence.claim import Claim
from thence.pipeline import decide
from thence.refuters import crossings
from thence.statement import read_statement


@pytest.mark.parametrize(
    ("given", "lhs", "rhs", "between", "needs"),
    [
        ({"x": "positive"}, "1/(exp(x) - x - 2)", "-1/(2 + x - exp(x))",
         "between x = 1.146193", "exp(x) - x - 2 != 0"),
        ({"x": "(0, 1)"}, "1 + tan(x**2 + x + 1)", "tan(1 + x + x**2) + 1",
         "between x = 0.40597810", "cos(x**2 + x + 1) != 0"),
        ({"x": "(0, 2)", "y": "real"}, "y/(cos(x) - x)", "-y/(x - cos(x))",
         "between x = 0.739085", "cos(x) - x != 0"),
        ({"x": "real"}, "log((x**3 - x - 1)**2)", "2*log(Abs(x**3 - x - 1))",
         "between x = 1.324717", "x**3 - x - 1 != 0"),
    ],
)  # fmt: skip
def test_where_no_number_that_can_be_written_is_the_point(given, lhs, rhs, between, needs):
    claim = Claim("t.t", "identity", (read_statement(given, [], lhs, "=", rhs),))
    entry = decide(claim, seed=0, seconds=10)
    assert entry["grade"] == "ill-posed"
    texts = [evidence["text"] for evidence in entry["statements"][0]["evidence"]]
    assert any(between in text for text in texts), texts
    assert any(text.startswith("certified, given ") and needs in text for text in texts), texts


def test_what_is_nowhere_zero_is_asked_for_in_vain():
    statement = read_statement({"x": "real"}, [], "1/(exp(x) - x - 1/2)", "=", "1")
    listed = [{"x": Fraction(k)} for k in range(-3, 4)]
    assert crossings.undefined_between(statement, listed) is None
