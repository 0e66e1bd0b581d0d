"""As many linear hypotheses as variables: their forms as variables."""

from thence.provers.general.coordinates import ROOTS, SIDES, TRIANGLE

SUM = "sqrt(a) + sqrt(b) + sqrt(c)"


def test_roots_of_the_sides_of_a_triangle(certificate):
    assert certificate(SIDES, TRIANGLE, ROOTS, "<=", SUM, seconds=10)


def test_forms_with_constants(certificate):
    given = {"x": "real", "y": "real"}
    claim = given, ["x + y >= 1", "x >= y"], "sqrt(x + y - 1) + sqrt(x - y)", "<="
    assert certificate(*claim, "2*sqrt(x - 1/2)", seconds=10)
