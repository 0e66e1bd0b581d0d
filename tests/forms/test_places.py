"""Solutions and extrema: what they are taken apart into, and what becomes of false ones."""

import pytest

from thence import Derivation
from thence.errors import InputError
from thence.form import Form
from thence.latex import form_latex
from thence.mathml import form_mathml
from thence.pipeline import decide


def post():
    made = Derivation("t", "T")
    made.real("x")
    made.real("y")
    made.positive("a")
    return made


def found(made):
    return decide(made.claims[-1], seed=0, seconds=10)


def solved(lhs, rhs, solutions, **options):
    made = post()
    made.solve("s", lhs, "=", rhs, solutions=solutions, **options)
    return found(made)


def least(function, place, **options):
    made = post()
    made.minimiser("m", function, place, **options)
    return found(made)


@pytest.mark.parametrize(
    ("lhs", "rhs", "solutions", "options"),
    [
        ("x**2", "3*x", ["x = 0", "x = 3"], {}),
        ("exp(x)", "-1", [], {}),
        ("x**2", "a", ["x = sqrt(a)", "x = -sqrt(a)"], {}),
        ("x**2", "a**2", [{"x": "a"}], {"given": {"x": "positive"}}),
        ("x**2 + y**2", "2*x + 4*y - 5", ["x = 1, y = 2"], {}),
        ("exp(x)", "1 + x", ["x = 0"], {}),
        ("x**2", "2", ["x = sqrt(2)", "x = -sqrt(2)"], {}),
        ("x*log(x)", "0", ["x = 1"], {"given": {"x": "positive"}}),
        ("x**2", "x", ["x = 1"], {"assuming": ["x != 0"]}),
    ],
)
def test_all_solutions(lhs, rhs, solutions, options):
    assert solved(lhs, rhs, solutions, **options)["grade"] == "certified"


@pytest.mark.parametrize(
    ("lhs", "rhs", "solutions", "options", "said"),
    [
        ("x**2", "3*x", ["x = 0"], {}, "x = 3: left side 9, right side 9"),
        ("x**2", "3*x", ["x = 0", "x = 3", "x = 1"], {}, "left side 1, right side 3"),
        ("x**2", "3*x", ["x = 0", "x = 3 + 10**-12"], {}, "left side 9.0"),
        ("cos(x)", "x", [], {}, "between x = 0.739085133 and x = 0.739085134"),
        ("x**2", "2", ["x = sqrt(2)"], {}, "equal between x = -1.414"),
        ("x**2", "4", ["x = 2", "x = -2"], {"given": {"x": "positive"}}, "left side -2"),
        ("2*x", "1", ["x = 1/2"], {"given": {"x": "integer"}}, "left side 0, right side 0.5"),
        ("x**2", "x", ["x = 0", "x = 1"], {"assuming": ["x != 0"]}, "left side 0, right side 0"),
        ("exp(x)", "a", ["x = a - 1"], {}, "right side"),
    ],
)
def test_missing_and_extraneous_solutions(lhs, rhs, solutions, options, said):
    entry = solved(lhs, rhs, solutions, **options)
    assert entry["grade"] == "refuted"
    assert said in entry["counterexample"]["text"]


@pytest.mark.parametrize(
    ("function", "place", "options"),
    [
        ("x**2 - 2*x", {"x": 1}, {"value": -1, "unique": True}),
        ("x**2 + y**2 - 2*x*y", "x = 1, y = 1", {}),
        ("x**2 + y**2 - 2*x - 4*y", "x = 1, y = 2", {"unique": True, "value": -5}),
        ("x + a/x", {"x": "sqrt(a)"}, {"unique": True, "given": {"x": "positive"}}),
        ("exp(x) - x", {"x": 0}, {"value": 1, "unique": True}),
        ("x", {"x": 0}, {"given": {"x": "[0, 1]"}, "unique": True}),
    ],
)
def test_minimisers(function, place, options):
    assert least(function, place, **options)["grade"] == "certified"


@pytest.mark.parametrize(
    ("function", "place", "options", "said"),
    [
        ("x**4 - 2*x**2 + x/4", {"x": 1}, {}, "x = -1"),  # a local one
        ("x**2 - y**2", "x = 0, y = 0", {}, "y = 1"),  # a saddle
        ("exp(x)", {"x": -10}, {}, "x = -"),  # the infimum is not attained
        ("-x**2", {"x": 0}, {"given": {"x": "[-1, 1]"}}, "left side -1"),  # an end is missed
        ("1/x", {"x": 1}, {"given": {"x": "(0, 1)"}}, "left side 1, right side 1"),  # outside
        ("x**2 + y**2 - 2*x*y", "x = 1, y = 1", {"unique": True}, "x = 0, y = 0"),
        ("x**2", {"x": 0}, {"value": "10**-12"}, "right side"),
        ("(x - 10**-3)**2", {"x": 0}, {}, "left side"),
    ],
)
def test_what_is_not_a_minimiser(function, place, options, said):
    entry = least(function, place, **options)
    assert entry["grade"] == "refuted"
    assert said in entry["counterexample"]["text"]


def test_a_maximiser_is_the_other_way_round():
    made = post()
    made.maximiser("m", "x*(1 - x)", {"x": "1/2"}, value="1/4", unique=True)
    assert found(made)["grade"] == "certified"
    made.maximiser("end", "x**2", {"x": 0}, given={"x": "[-1, 1]"})
    assert found(made)["grade"] == "refuted"
    assert [claim.kind for claim in made.claims] == ["maximiser", "maximiser"]


def test_the_record_says_what_the_author_said():
    made = post()
    made.solve("s", "x**2", "=", "a", solutions=["x = sqrt(a)", "x = -sqrt(a)"])
    made.minimiser("m", "x**2", {"x": 0}, value=0)
    said = "x**2 = a exactly where x = sqrt(a) or x = -sqrt(a)"
    first, second = (claim.form for claim in made.claims)
    assert str(first) == said
    assert form_latex(first) == (
        r"x^{2} = a\ \text{exactly where}\ x = \sqrt{a}\ \text{or}\ x = -\sqrt{a}"
    )
    assert form_latex(second) == r"x^{2}\ \text{is least at}\ x = 0\text{, with the value}\ 0"
    assert "<mtext>or</mtext>" in form_mathml(first)
    for form in (first, second):
        assert Form.from_json(form.as_json()) == form


@pytest.mark.parametrize(
    ("solutions", "said"),
    [
        (["x"], "is no place"),
        (["x < 1"], "is no place"),
        (["2*x = 1"], "is no place"),
        (["x = 1, x = 2"], "is no place"),
        (["x = y, y = 1"], "depends on y"),
        (["z = 1"], "z is not declared"),
        ([{"z": 1}], "z is not declared"),
        (["x = 1", "y = 1"], "different variables"),
    ],
)
def test_places_that_are_none(solutions, said):
    with pytest.raises(InputError) as error:
        post().solve("s", "x", "=", "y", solutions=solutions)
    assert said in str(error.value)


def test_what_is_no_equation_has_no_solutions():
    with pytest.raises(InputError, match="no equation"):
        post().solve("s", "x", "<", "y", solutions=[])
    with pytest.raises(InputError, match="unknown option 'lemma'"):
        post().solve("s", "x", "=", "y", solutions=[], lemma="jensen")
    with pytest.raises(InputError, match="cannot substitute"):
        post().minimiser("m", "Derivative(x**3, x)", {"x": 0})
