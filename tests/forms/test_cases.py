"""Claims about functions by cases: what they are taken apart into, and what is refused."""

import json

import pytest
import sympy

from thence import Derivation
from thence.claim import Claim
from thence.errors import ReadError
from thence.form import Form
from thence.forms import cases
from thence.latex import form_latex
from thence.mathml import form_mathml
from thence.pipeline import decide
from thence.statement import read_statement

X = {"x": "real"}
RELU = "Piecewise((x, x > 0), (0, True))"
HUBER = "Piecewise((x**2/2, Abs(x) <= d), (d*(Abs(x) - d/2), True))"


def taken_apart(given, lhs, rel, rhs, assuming=()):
    statement = read_statement(given, list(assuming), lhs, rel, rhs)
    return cases.taken_apart(Claim("t.t", "identity", (statement,)))


def statements(given, lhs, rel, rhs, assuming=()):
    found = taken_apart(given, lhs, rel, rhs, assuming).statements
    return [f"{s} where {', '.join(map(str, s.assuming))}" for s in found]


def decided(given, lhs, rel, rhs, assuming=()):
    claim = taken_apart(given, lhs, rel, rhs, assuming)
    return decide(claim, seed=0, seconds=20)["grade"]


def test_a_claim_without_cases_stays_as_it_is():
    claim = taken_apart(X, "x**2", ">=", "0")
    assert claim.form is None
    assert [str(s) for s in claim.statements] == ["x**2 >= 0"]


def test_each_case_is_claimed_under_what_holds_in_it():
    three = "Piecewise((0, x < 0), (1, And(x >= 0, x <= 1)), (2, True))"
    assert statements(X, three, "<=", "2") == [
        "0 <= 2 where x < 0",
        "1 <= 2 where x >= 0, x <= 1",
        "2 <= 2 where x >= 0, x > 1",
    ]


def test_the_same_cases_twice_are_taken_once():
    assert len(statements(X, f"{RELU} + {RELU}**2", ">=", "x")) == 2
    other = RELU.replace("x", "(-x)")  # x > 0 and -x > 0 exclude each other
    assert len(statements(X, f"{RELU}*{other}", "=", "0")) == 3


def test_a_case_without_points_is_dropped():
    assert statements({"x": "positive"}, RELU, "=", "x") == ["x = x where x > 0"]
    both = "Piecewise((x, x > y), (y, x <= y))"
    assert len(statements({"x": "real", "y": "real"}, both, "=", "Max(x, y)")) == 2


def test_cases_in_values_conditions_and_hypotheses():
    nested = "Piecewise((Piecewise((1, x > 1), (2, True)), x > 0), (3, True))"
    assert len(statements(X, nested, ">=", "1")) == 3
    assert decided(X, f"Piecewise((1, {RELU} > 1), (0, True))", "<=", "1") == "certified"
    assert decided(X, "x", ">", "1", [f"{RELU} > 1"]) == "certified"


TRUE = [
    (X, [], "Piecewise((x, x >= 0), (-x, True))", "=", "Abs(x)"),
    (X, [], RELU, "=", "Max(x, 0)"),
    (X, [], "Piecewise((x, x > 0), (exp(x) - 1, True))", ">", "-1"),
    ({"x": "real", "d": "positive"}, [], HUBER, "<=", "x**2/2"),
    ({"x": "real", "d": "positive"}, [], HUBER, ">=", "d*Abs(x) - d**2/2"),
    (X, [], "Piecewise((1, Eq(x, 0)), (sin(x)/x, True))", "<=", "1"),
    (X, ["x != 0"], f"Derivative({RELU}, x)", "=", "Piecewise((1, x > 0), (0, True))"),
    (
        {"x": "real", "d": "positive"}, ["Abs(x) != d"],
        f"Derivative({HUBER}, x)", "=", "Max(-d, Min(x, d))",
    ),
]  # fmt: skip
FALSE = [
    (X, [], RELU, ">", "x"),
    # wrong in one case alone, at its edge alone, by 1e-12
    (X, [], "Piecewise((x, x >= 0), (-x - 10**-12, True))", "=", "Abs(x)"),
    (X, [], "Piecewise((x, x > 0), (1, True))", ">", "10**-12*x + x"),
    (X, [], "Piecewise((x, x != 0), (10**-12, True))", "=", "x"),
    ({"x": "real", "d": "positive"}, [], HUBER, "<", "x**2/2 + 10**-12*(x - d)**2"),
    (X, ["x != 0"], f"Derivative({RELU}, x)", "=", "1"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "assuming", "lhs", "rel", "rhs"), TRUE)
def test_what_is_true_is_certified(given, assuming, lhs, rel, rhs):
    assert decided(given, lhs, rel, rhs, assuming) == "certified"


@pytest.mark.parametrize(("given", "assuming", "lhs", "rel", "rhs"), FALSE)
def test_what_is_false_is_refuted(given, assuming, lhs, rel, rhs):
    assert decided(given, lhs, rel, rhs, assuming) == "refuted"


def test_what_is_undefined_in_its_case_alone_is_ill_posed():
    assert decided(X, "Piecewise((log(x), x > 0), (0, True))", "defined", "0") == "certified"
    assert decided(X, "Piecewise((log(x), x >= 0), (0, True))", "defined", "0") == "ill-posed"


@pytest.mark.parametrize(
    ("given", "lhs", "rel", "why"),
    [
        (X, "Piecewise((x, x > 0), (0, x < 0))", ">=", "no case is said for x <= 0, x >= 0"),
        (X, "Integral(Piecewise((t, t < x), (1, True)), (t, 0, 1))", "<=", "cases inside"),
        (X, "Integral(Piecewise((t, t**2 < 2), (1, True)), (t, 0, 3))", "<=", "cases inside"),
        (X, "Integral(Piecewise((0, t < x), (1, t >= x)), (t, 0, 1))", "<=", "what is left"),
        (X, f"Derivative({RELU}, x)", "<=", "a derivative where x = 0, at the end of a case"),
        (X, "Derivative(Piecewise((x, floor(x) > 0), (0, True)), x)", "<=", "where floor"),
        (X, "Derivative(Piecewise((2*x, Eq(x, 0)), (x, True)), x)", "=", "in the case x = 0"),
        (X, RELU, "convex", "convex in what has cases in x"),
        (X, " + ".join(f"Piecewise((x, x > {k}), (0, True))" for k in range(70)), ">", "than 64"),
        (X, "Piecewise(" + "(x, x > 0), " * 65 + "(0, True))", ">=", "more than 64 cases"),
        ({"y": "real", **X}, f"Piecewise((1, {' ,'.join(['And(x > y, y > x**2)'])}), (x, x < y))",
         ">", "no case is said"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_apart_is_refused(given, lhs, rel, why):
    with pytest.raises(ReadError, match=why):
        taken_apart(given, lhs, rel, "x" if rel == "convex" else "1")


@pytest.mark.parametrize(
    "text",
    ["Piecewise()", "Piecewise(x)", "Piecewise((x, 0))", "Piecewise((x, False))",
     "Piecewise((x, x > 0, 1))", "Piecewise((x, And()))", "Piecewise((x, x > 0) (0, True))"],
)  # fmt: skip
def test_cases_that_are_not_written_as_such_are_refused(text):
    with pytest.raises(ReadError):
        read_statement(X, [], text, "=", "0")


def test_numbers_by_cases_inside_a_sum_are_a_formula():
    given = {"n": "integer>=1", "s": "real[n]", **X}
    total = "Sum(Piecewise((1, s[i] > x), (0, True)), (i, 1, n))"
    assert statements(given, total, "<=", "n") == [
        "Sum(Max(sign(s[i] - x), 0), (i, 1, n)) <= n where "
    ]
    assert decided(given, total, "<=", "n") == "certified"
    assert decided(given, total, "<", "n") == "refuted"


def test_the_range_of_an_integral_is_split_at_constants():
    three = "Integral(Piecewise((2, t < 1), (5, t <= 2), (3, True)), (t, 0, 3))"
    assert statements({}, three, "=", "10") == [
        "Integral(2, (t, 0, 1)) + Integral(5, (t, 1, 2)) + Integral(3, (t, 2, 3)) = 10 where "
    ]
    assert decided({}, three, "=", "10") == "certified"
    assert decided({}, three, "=", "10 + 10**-12") == "refuted"
    mean = "Integral(Piecewise((t, t > 0), (0, True))*exp(-t**2/2), (t, -oo, oo))"
    assert decided({}, mean, "=", "1") == "certified"
    first, second = "Piecewise((t, t > log(2)), (0, True))", "Piecewise((1, t < pi), (t, True))"
    both = f"Integral({first}*{second}, (t, 0, 9))"
    assert decided({}, both, "=", "(pi**2 - log(2)**2)/2 + (9**3 - pi**3)/3") == "certified"
    assert decided({}, both, "=", "(pi**2 - log(2)**2)/2 + (9**3 - pi**3)/3 - 10**-9") == "refuted"


def test_no_domain_ends_by_cases():
    with pytest.raises(ReadError, match="by cases"):
        read_statement({"x": "[Piecewise((0, 1 > 0), (1, True)), oo)"}, [], "x", ">=", "0")


def test_the_form_says_what_was_claimed():
    form = taken_apart({"x": "real", "d": "positive"}, HUBER, "<=", "x**2/2").form
    assert str(form) == f"{HUBER} <= x**2/2"
    assert Form.from_json(json.loads(json.dumps(form.as_json()))).as_json() == form.as_json()
    assert form_latex(form) == (
        r"\begin{cases} \frac{x^{2}}{2} & \lvert x \rvert \le d \\ "
        r"d \left( \lvert x \rvert - \frac{d}{2} \right) & \text{otherwise} \end{cases} "
        r"\le \frac{x^{2}}{2}"
    )
    assert "<mtable" in form_mathml(form)
    defined = taken_apart(X, RELU, "defined", "0").form
    assert str(defined) == f"{RELU} is defined"


def test_sympy_s_own_cases_are_read_in_a_derivation():
    post = Derivation("demo", "A demonstration")
    x = post.real("x")
    post.claim("relu", sympy.Piecewise((x, x > 0), (0, True)), ">=", x)
    window = sympy.Piecewise((1, sympy.And(x > 0, x < 1, evaluate=False)), (0, True))
    post.claim("window", window, "<=", 1)
    first, second = post.claims
    assert [len(first.statements), len(second.statements)] == [2, 3]
