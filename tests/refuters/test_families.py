"""Statements about indexed families of symbolic length, from the text to the verdict."""

import pytest

from thence.claim import Claim
from thence.derivation import Derivation
from thence.errors import InputError
from thence.latex import domain_latex, statement_latex
from thence.mathml import statement_mathml
from thence.pipeline import decide
from thence.refuters import families
from thence.refuters.search import deep
from thence.statement import read_statement
from thence.verdict import Grade

N = {"n": "integer>=1", "i": "index[n]"}
S = N | {"s": "real[n]", "l": "real"}
Z = "Sum(exp(l*s[i]), (i, 1, n))"
P = f"exp(l*s[i])/{Z.replace('i', 'j')}"
MEAN = f"Sum({P}*s[i], (i, 1, n))"

TRUE = [
    (f"Sum({P}, (i, 1, n))", "=", "1"),
    (f"-Sum({P}*log({P}), (i, 1, n))", "=", f"log({Z}) - l*{MEAN}"),
    (f"log({Z})", "=", f"log(n) + log({Z}/n)"),
    (
        f"Derivative(log({Z}) - l*{MEAN}, l)",
        "=",
        f"-l*(Sum({P}*s[i]**2, (i, 1, n)) - ({MEAN})**2)",
    ),
    ("Sum(i, (i, 1, n))", "=", "n*(n + 1)/2"),
    (
        "Sum(i*(exp(-i) - exp(-i - 1)), (i, 1, n))",
        "=",
        "-n*exp(-n - 1) + Sum(exp(-i), (i, 1, n))",
    ),
    (
        "Sum(exp(-i**2), (i, -n, n))",
        "=",
        "Sum(exp(-i**2), (i, -n, 0)) + Sum(exp(-i**2), (i, 1, n))",
    ),
    ("Derivative(Sum(s[i]**2, (i, 1, n)), s[k])", "=", "2*s[k]"),
]
RANGES = [
    ("Sum(s[j], (j, n, n))", "=", "s[n]"),
    ("Sum(s[j], (j, 1, n))", "=", "Sum(s[j], (j, 1, n - 1)) + s[n]"),
    ("Sum(s[j]**2, (j, 1, n))", ">=", "Sum(s[j]**2, (j, 2, n))"),
    ("Sum((1 - s[j])**2, (j, 1, n - 1)) + n", ">=", "n"),
    (
        "Sum(s[j]*exp(s[j]), (j, 2, n))**2",
        "<=",
        "Sum(exp(s[j]), (j, 1, n))*Sum(s[j]**2*exp(s[j]), (j, 1, n))",
    ),
    ("log(Sum(exp(s[j]), (j, 1, n)))", ">=", "Sum(s[j], (j, 1, n))/n"),
    ("log(n*Sum(exp(s[j]), (j, 1, n)))", ">=", "log(n) + Sum(s[j], (j, 1, n))/n"),
]
FALSE_RANGES = [
    ("Sum(s[j], (j, n, n))", "=", "s[1]"),
    ("Sum(j, (j, n, n))", "=", "n + 10**-12"),
    ("Sum(s[j], (j, 1, n))", ">=", "Sum(s[j], (j, 1, n - 1))"),
    ("Sum(s[j]**2, (j, 1, n))", ">", "Sum(s[j]**2, (j, 2, n))"),
    (
        "Sum(s[j]*exp(s[j]), (j, 1, n))**2",
        "<=",
        "Sum(exp(s[j]), (j, 1, n))*Sum(s[j]**2*exp(s[j]), (j, 2, n))",
    ),
    ("log(Sum(exp(s[j]), (j, 1, n)))", ">=", "10**-9 + Sum(s[j], (j, 1, n))/n"),
]
FALSE = [
    (
        "Sum(i*(exp(-i) - exp(-i - 1)), (i, 1, n))",
        "=",
        "-(n + 1)*exp(-n - 1) + Sum(exp(-i), (i, 1, n))",
    ),
    (f"-Sum({P}*log({P}), (i, 1, n))", "=", f"log({Z}) + l*{MEAN}"),
    ("Derivative(Sum(s[i]**2, (i, 1, n)), s[k])", "=", "2*s[1]"),
    ("Sum(s[i], (i, 1, n))**2", "<=", "Sum(s[i]**2, (i, 1, n))"),
    (f"Sum({P}, (i, 1, n))", "=", "n"),
    ("s[k]", "<=", "Sum(s[i], (i, 1, n))"),
]


def grade(lhs, rel, rhs, given=S, assuming=()):
    statement = read_statement(given | {"k": "index[n]"}, list(assuming), lhs, rel, rhs)
    return decide(Claim("t.t", "identity", (statement,)), seed=1, seconds=8)


@pytest.mark.parametrize(("lhs", "rel", "rhs"), TRUE)
def test_what_holds_for_every_length_is_certified(lhs, rel, rhs):
    assert grade(lhs, rel, rhs)["grade"] == "certified"


@pytest.mark.parametrize(("lhs", "rel", "rhs"), RANGES)
def test_ranges_that_differ_by_an_index(lhs, rel, rhs):
    assert grade(lhs, rel, rhs)["grade"] == "certified"


@pytest.mark.parametrize(("lhs", "rel", "rhs"), [*FALSE, *FALSE_RANGES])
def test_what_fails_at_some_length_is_refuted_there(lhs, rel, rhs):
    found = grade(lhs, rel, rhs)
    assert found["grade"] == "refuted"
    assert int(found["counterexample"]["point"]["n"]) >= 1


def test_a_length_at_which_a_sum_vanishes():
    found = grade("1/Sum(s[i], (i, 1, n))", "!=", "0")
    assert found["grade"] == "ill-posed"
    assert "s = (0" in found["counterexample"]["text"]
    # What is false where it is defined is false.
    found = grade("1/Sum(s[i], (i, 1, n))", "<=", "5")
    assert found["grade"] == "refuted"


def test_true_for_two_entries_is_not_true():
    """(n - 1)*(n - 2) times anything is 0 at the first lengths that one would try."""
    found = grade("(n - 1)*(n - 2)*Sum(s[i], (i, 1, n))", "=", "0")
    assert found["grade"] == "refuted"


MISSING = [
    ("s[i + 1]**2", ">=", "0", "there is no s[3]"),
    ("Sum(s[j + 1] - s[j], (j, 1, n))", "=", "s[n + 1] - s[1]", "there is no s[3]"),
    ("Product(exp(s[j - 1]), (j, 1, n))", ">", "0", "there is no s[0]"),
    ("s[1]*s[2]", "=", "s[2]*s[1]", "n = 1"),
    ("Sum(j, (j, 3, n))", ">=", "0", "the sum from 3 to 1 runs backwards"),
]


@pytest.mark.parametrize(("lhs", "rel", "rhs", "text"), MISSING)
def test_an_entry_beyond_the_last_makes_a_statement_ill_posed(lhs, rel, rhs, text):
    found = grade(lhs, rel, rhs)
    assert found["grade"] == "ill-posed"
    assert text in found["counterexample"]["text"]


@pytest.mark.parametrize(
    ("given", "lhs", "rhs", "point"),
    [
        ({"n": "integer>=-1"}, "Sum(k, (k, 1, n))", "n*(n + 1)/2", {"n": "-1"}),
        ({"n": "integer>=0"}, "Product(k, (k, 2, n))", "factorial(n)", {"n": "0"}),
        ({"m": "integer>=1", "n": "integer>=1"}, "Sum(1/(k*(k + 1)), (k, m, n))",
         "1/m - 1/(n + 1)", {"m": "3", "n": "1"}),
    ],
)  # fmt: skip
def test_a_closed_form_is_ill_posed_where_its_sum_runs_backwards(given, lhs, rhs, point):
    found = grade(lhs, "=", rhs, given)
    assert found["grade"] == "ill-posed"
    assert found["counterexample"]["point"] == point


@pytest.mark.parametrize(
    ("lhs", "rel", "rhs", "assuming"),
    [
        ("Sum(s[j + 1] - s[j], (j, 1, n - 1))", "=", "Sum(s[j + 1] - s[j], (j, 1, n - 1))", []),
        ("s[i + 1]**2", ">=", "0", ["i < n"]),
        ("s[n + 1 - i]**2", ">=", "0", []),
    ],
)
def test_entries_that_exist_are_no_reason(lhs, rel, rhs, assuming):
    assert grade(lhs, rel, rhs, assuming=assuming)["grade"] != "ill-posed"


def test_a_family_with_an_entry_is_not_empty():
    lengths = S | {"n": "integer>=0"}
    assert grade(f"exp(l*s[k])/{Z}", ">", "0", lengths)["grade"] == "certified"
    assert grade(f"1/{Z}", ">", "0", lengths)["grade"] == "ill-posed"


def test_what_fails_at_the_last_index_alone_is_refuted():
    found = grade("i", "<", "n")
    assert found["grade"] == "refuted"
    point = found["counterexample"]["point"]
    assert point["i"] == point["n"]


def test_hypotheses_over_a_family():
    positive = N | {"p": "positive[n]"}
    mean_one = ["Sum(p[i], (i, 1, n)) = n"]
    assert grade("Sum(2*p[i], (i, 1, n))", "=", "2*n", positive, mean_one)["grade"] == "certified"
    assert grade("Sum(2*p[i], (i, 1, n))", "=", "2*n", positive)["grade"] == "refuted"


@pytest.mark.parametrize(
    ("given", "lhs", "message"),
    [
        ({"s": "real[m]"}, "s[1]", "symbol m is not declared"),
        ({"m": "real", "s": "real[m]"}, "s[1]", "not declared as an integer"),
        (S, "s", "is a family"),
        (S, "l[1]", "not declared as a family"),
        (S, "s[1", "expected ']'"),
    ],
)
def test_errors_say_what_is_wrong(given, lhs, message):
    with pytest.raises(InputError, match=message.replace("[", r"\[")):
        read_statement(given, [], lhs, "<=", "1")


def test_a_statement_is_written_out_at_a_length():
    statement = read_statement(S, [], f"Sum({P}, (i, 1, n))", "=", "1")
    concrete = families.instance(statement, {"n": 2})
    assert set(concrete.given) == {"l", "s[1]", "s[2]"}
    assert str(concrete.lhs).count("/") == 2
    with pytest.raises(families.NotFinite):
        families.instance(read_statement(S, [], "s[n + 1]", "<=", "1"), {"n": 2})


def test_python_derivations_declare_families():
    from sympy import Derivative, KroneckerDelta, Sum, Symbol, exp

    post = Derivation("demo", "Softmax")
    n = post.integer("n")
    s = post.family("s", n)
    k, m = post.index("k", n), post.index("m", n)
    i = Symbol("i")
    total = Sum(exp(s[i]), (i, 1, n))
    p = exp(s[k]) / total
    q = exp(s[m]) / total
    post.claim("jacobian", Derivative(p, s[m]), "=", p * (KroneckerDelta(k, m) - q))
    (claim,) = post.claims
    assert list(claim.statements[0].given) == ["n", "s", "k", "m"]
    assert decide(claim, seed=1, seconds=8)["grade"] == "certified"


def test_entries_in_print():
    statement = read_statement(S | {"k": "index[n]"}, [], "s[k]", "<=", f"log({Z})")
    assert statement_latex(statement).startswith(r"s_{k} \le \log")
    assert r"\sum_{i = 1}^{n} e^{l s_{i}}" in statement_latex(statement)
    assert r"s_{1}, \ldots, s_{n} \in \mathbb{R}" in domain_latex(statement)
    assert "<msub><mi>s</mi><mi>k</mi></msub>" in statement_mathml(statement)


def test_what_each_summand_needs_is_never_seen_at_sight():
    """A search that meets such a need goes on; the sum over an empty range has no logarithm."""
    given = N | {"b": "nonnegative[n]", "l": "nonnegative"}
    z = "Sum(exp(-l*b[i]), (i, 1, n))"
    entropy = f"log({z}) + l*Sum(b[i]*exp(-l*b[i]), (i, 1, n))/{z}"
    statement = read_statement(given, [], entropy, ">=", f"log({z})")
    found = decide(Claim("t.t", "inequality", (statement,)), seed=0, seconds=20)
    assert found["grade"] in ("certified", "numeric")


PQ = N | {"p": "positive[n]", "q": "positive[n]"}
OF_P, OF_Q = "Sum(p[i], (i, 1, n)) = 1", "Sum(q[i], (i, 1, n)) = 1"
DIVERGENCE = "Sum(p[i]*log(p[i]/q[i]), (i, 1, n))"
ENTROPY = "-Sum(p[i]*log(p[i]), (i, 1, n))"


@pytest.mark.parametrize(
    ("lhs", "rel", "rhs", "assuming"),
    [
        (DIVERGENCE, ">=", "0", [OF_P, OF_Q]),
        (ENTROPY, "<=", "-Sum(p[i]*log(q[i]), (i, 1, n))", [OF_P, OF_Q]),
        (ENTROPY, "<=", "log(n)", [OF_P]),
        # log q <= log p + (q - p)/p, without a hypothesis
        (DIVERGENCE, ">=", "Sum(p[i], (i, 1, n)) - Sum(q[i], (i, 1, n))", []),
    ],
)
def test_the_inequality_of_gibbs(lhs, rel, rhs, assuming):
    assert grade(lhs, rel, rhs, PQ, assuming)["grade"] == "certified"


@pytest.mark.parametrize(
    ("lhs", "rel", "rhs", "assuming"),
    [
        (DIVERGENCE, ">", "0", [OF_P, OF_Q]),
        (DIVERGENCE, ">=", "10**-12", [OF_P, OF_Q]),
        (DIVERGENCE, ">=", "0", [OF_P, "Sum(q[i], (i, 1, n)) = 2"]),
        (ENTROPY, "<", "log(n)", [OF_P]),
        (ENTROPY, "<=", "log(n)", []),
    ],
)
def test_the_inequality_of_gibbs_bent(lhs, rel, rhs, assuming):
    assert grade(lhs, rel, rhs, PQ, assuming)["grade"] == "refuted"


def test_entries_in_an_interval():
    inside = N | {"p": "[0, 1][n]"}
    squares = "Sum(p[i]**2, (i, 1, n))"
    assert grade(squares, "<=", "Sum(p[i], (i, 1, n))", inside)["grade"] == "certified"
    assert grade(squares, "<", "Sum(p[i], (i, 1, n))", inside)["grade"] == "refuted"
    assert grade("p[i]", "<=", "1 - 10**-9", inside)["grade"] == "refuted"
    assert grade("p[i]", "<", "1", N | {"p": "(0, 1)[n]"})["grade"] == "certified"


@pytest.mark.parametrize("rhs", ["1/n", "2/n"])
def test_a_limit_with_families_is_looked_at_in_time_and_at_its_lengths(rhs):
    """Nothing is raised, as where no point has a value for n."""
    lhs = "Limit(exp(s[i]/t)/Sum(exp(s[j]/t), (j, 1, n)), t, oo)"
    statement = read_statement(
        {"n": "integer>=1", "i": "index[n]", "s": "real[n]"}, [], lhs, "=", rhs
    )
    grade = decide(Claim("limit", "limit", (statement,)), seed=0, seconds=4)["grade"]
    assert grade in (("certified", "numeric") if rhs == "1/n" else ("refuted", "undecided"))


@pytest.mark.parametrize(
    ("lhs", "rel", "rhs", "grade"),
    [
        ("A[1, 1]", "=", "A[1, 2]", "refuted"),
        ("A[1, 1]*A[1, 2]", "=", "A[1, 2]*A[1, 1]", "certified"),
        ("(A[1, 1] + A[1, 2])**2", "<=", "2*(A[1, 1]**2 + A[1, 2]**2)", "certified"),
        ("(A[1, 1] + A[1, 2])**2", "<=", "19/10*(A[1, 1]**2 + A[1, 2]**2)", "refuted"),
        ("1/A[1, 1]", "<=", "1/A[1, 1] + 1", "ill-posed"),
        ("A[1, 3]", "=", "A[1, 3]", "ill-posed"),
    ],
)
def test_a_family_of_a_fixed_size(lhs, rel, rhs, grade):
    statement = read_statement({"A": "real[2,2]"}, [], lhs, rel, rhs)
    assert decide(Claim("test.fixed", "vector", (statement,)), seed=0, seconds=20)["grade"] == grade


@pytest.mark.parametrize(
    ("lhs", "limit", "bound"),
    [
        ("Sum(1/k**2, (k, 1, n))", "pi**2/6", "164/100"),
        ("Product(1 + 1/k**2, (k, 1, n))", "4", "7/2"),
    ],
)
def test_what_fails_at_a_large_length_alone(lhs, limit, bound):
    given = {"n": "integer>=1"}
    found = deep(read_statement(given, [], lhs, "<=", bound), 0, 10)
    assert found is not None
    assert found.grade is Grade.REFUTED
    assert deep(read_statement(given, [], lhs, "<=", limit), 0, 5) is None
