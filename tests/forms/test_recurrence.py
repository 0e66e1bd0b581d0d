"""Sequences by induction: closed forms and bounds, and the first term that breaks them."""

import pytest

from thence import Derivation
from thence.errors import InputError
from thence.form import Form
from thence.pipeline import decide

HANOI = {"a[0]": 0, "a[n+1]": "2*a[n] + 1"}
FIBONACCI = {"a[0]": 0, "a[1]": 1, "a[n+2]": "a[n+1] + a[n]"}


def claimed(sequence, *chain, least=0, **options):
    post = Derivation("t", "T")
    post.integer("n", least=least)
    post.real("q")
    post.recurrence("r", sequence, *chain, **options)
    return post.claims[-1]


def found(sequence, *chain, **options):
    return decide(claimed(sequence, *chain, **options), seed=0, seconds=12)


@pytest.mark.parametrize(
    ("sequence", "chain", "options"),
    [
        (HANOI, ("a[n]", "=", "2**n - 1"), {}),
        ({"a[0]": 0, "a[n]": "2*a[n - 1] + 1"}, ("2**n - 1", "=", "a[n]"), {}),
        ({"a[1]": 1, "a[n]": "a[n - 1] + n"}, ("a[n]", "=", "n*(n + 1)/2"), {"least": 1}),
        (
            {"a[0]": 1, "a[n+1]": "q*a[n] + 1"},
            ("a[n]", "=", "(1 - q**(n + 1))/(1 - q)"),
            {"assuming": ["q != 1"]},
        ),
        (
            FIBONACCI,
            ("a[n]", "=", "(GoldenRatio**n - (1 - GoldenRatio)**n)/sqrt(5)"),
            {},
        ),
        ({"a[0]": 0, "a[n+1]": "sqrt(2 + a[n])"}, (0, "<=", "a[n]", "<", 2), {}),
        ({"a[0]": 1, "a[n+1]": "a[n]/2"}, ("a[n]", "<=", 1), {}),
        (FIBONACCI, ("a[n]", ">=", 0), {}),
        (HANOI, ("a[n]", "=", "2**n - 1"), {"least": 3}),
    ],
)
def test_what_holds_of_every_term(sequence, chain, options):
    assert found(sequence, *chain, **options)["grade"] == "certified"


@pytest.mark.parametrize(
    ("sequence", "chain", "said"),
    [
        (HANOI, ("a[n]", "=", "n**2"), "n = 2: left side 3, right side 4"),
        (HANOI, ("a[n]", "=", "n*(n + 1)/2"), "n = 3: left side 7, right side 6"),
        (FIBONACCI, ("a[n]", "<=", "2*n"), "n = 8: left side 21, right side 16"),
        # Right for four terms.
        (
            {"a[0]": 1, "a[n+1]": "2*a[n]"},
            ("a[n]", "=", "1 + n + n*(n - 1)/2 + n*(n - 1)*(n - 2)/6"),
            "n = 4: left side 16, right side 15",
        ),
        ({"a[0]": 0, "a[n+1]": "sqrt(2 + a[n])"}, ("a[n]", "<", "3/2"), "n = 2"),
        ({"a[0]": 1, "a[n+1]": "q*a[n] + 1"}, ("a[n]", "=", "1 + q*n"), "n = 2"),
        ({"a[0]": "1 + 10**-12", "a[n+1]": "a[n]"}, ("a[n]", "=", 1), "n = 0"),
    ],
)
def test_the_first_term_that_breaks_it(sequence, chain, said):
    entry = found(sequence, *chain)
    assert entry["grade"] == "refuted"
    assert said in entry["counterexample"]["text"]
    assert [statement["grade"] for statement in entry["statements"]] == ["refuted"]


def test_a_step_that_fails_for_other_numbers_refutes_nothing():
    """a[n] = 2**-(2**n) stays below 2, which the bound alone does not show: (-3)**2 > 2."""
    entry = found({"a[0]": "1/2", "a[n+1]": "a[n]**2"}, "a[n]", "<", 2)
    assert entry["grade"] == "undecided"
    assert entry["counterexample"] is None
    stronger = found({"a[0]": "1/2", "a[n+1]": "a[n]**2"}, 0, "<", "a[n]", "<", 1)
    assert stronger["grade"] == "certified"
    undefined = found({"a[0]": 1, "a[n+1]": "1/a[n]"}, "a[n]", "<", 2)
    assert undefined["grade"] == "undecided"


@pytest.mark.parametrize(
    ("index", "sequence"),
    [
        # 10 at n = 17, were a_n_ not taken for a term; and 1 at n = 18, were the terms not one.
        ("n", {"a[0]": "0*a_n", "a[n+1]": "a[n] + 2*Max(n - 15, 0)*(a_n_ - a[n])"}),
        ("next", {"a[0]": 0, "a[1]": -1, "a[next+2]": "a[next] + M*(a[next] - a[next+1])"}),
    ],
)
def test_terms_have_names_of_their_own(index, sequence):
    post = Derivation("t", "T")
    post.integer(index, least=0)
    post.real("a_n")
    post.positive("a_n_")
    late = f"Max({index} - 15, 0)"
    texts = {key: str(text).replace("M*", f"{late}*") for key, text in sequence.items()}
    post.recurrence("r", texts, f"a[{index}]", "<=", "0" if index == "next" else "a_n_ + 0*a_n")
    assert decide(post.claims[-1], seed=0, seconds=5)["grade"] not in ("certified", "symbolic")


@pytest.mark.parametrize("bound", ["k", "Sum(p[i], (i, 1, n))"])
def test_no_domain_grows_with_the_index(bound):
    post = Derivation("t", "T")
    n = post.integer("n", least=1)
    post.index("k", n)
    post.family("p", n, "[0, 1]")
    with pytest.raises(InputError, match="which n changes"):
        post.recurrence("r", {"a[1]": 9, "a[n+1]": "a[n]"}, "a[n]", ">=", bound)


def test_a_closed_form_that_fails_late_is_refuted_by_its_step():
    late = "2**n - 1 + " + "*".join(f"(n - {k})" for k in range(14))
    entry = found(HANOI, "a[n]", "=", late)
    assert entry["grade"] == "refuted"


def test_statements_of_an_induction():
    claim = claimed(FIBONACCI, "a[n]", "<=", "2**n", least=1)
    assert [str(s) for s in claim.statements] == [
        "1 <= 2**1",
        "1 <= 2**2",
        "a_next + a_n <= 2**(n + 2)",
    ]
    assert [str(h) for h in claim.statements[-1].assuming] == [
        "a_n <= 2**n",
        "a_next <= 2**(n + 1)",
    ]
    assert str(claim.statements[-1].given["n"]) == "integer>=1"
    assert claim.sufficient
    said = "a[0] = 0, a[1] = 1, a[n + 2] = a[n + 1] + a[n]: a[n] <= 2**n"
    assert str(claim.form) == said
    assert Form.from_json(claim.form.as_json()) == claim.form
    closed = claimed(HANOI, "a[n]", "=", "2**n - 1")
    assert not closed.sufficient
    assert len(closed.consequences) == 12


@pytest.mark.parametrize(
    ("sequence", "chain", "options", "said"),
    [
        ({"a[0]": 1}, ("a[n]", "=", 1), {}, "one step is needed"),
        ({"a[n+1]": "a[n]"}, ("a[n]", "=", 1), {}, "1 start value(s) in a row"),
        ({"a[0]": 1, "a[2]": 1, "a[n+2]": "a[n]"}, ("a[n]", "=", 1), {}, "in a row"),
        ({"a[0]": 1, "a[n+3]": "a[n]"}, ("a[n]", "=", 1), {}, "by 1 to 2 terms"),
        ({"a[0]": 1, "a[n+1]": "n"}, ("a[n]", "=", 1), {}, "by 1 to 2 terms"),
        ({"a[0]": 1, "a[n]": "a[n + 1]"}, ("a[n]", "=", 1), {}, "come later"),
        ({"a[0]": 1, "a[2*n]": "a[n]"}, ("a[n]", "=", 1), {}, "is not n and a number"),
        ({"a[0]": 1, "a[n+1]": "a[n**2]"}, ("a[n]", "=", 1), {}, "is not n and a number"),
        ({"a[0]": 1, "b[n+1]": "a[n]"}, ("a[n]", "=", 1), {}, "of one sequence"),
        ({"a[0]": "n", "a[n+1]": "a[n]"}, ("a[n]", "=", 1), {}, "no start value"),
        ({"a[1/2]": 1, "a[n+1]": "a[n]"}, ("a[n]", "=", 1), {}, "no start value"),
        ({"a[q]": 1, "a[n+1]": "a[n]"}, ("a[n]", "=", 1), {}, "one step is needed"),
        ({"q[0]": 1, "q[n+1]": "q[n]"}, ("q[n]", "=", 1), {}, "q is declared"),
        (HANOI, ("a[n + 1]", "=", 1), {}, "is not about a[n]"),
        (HANOI, ("n", "=", 1), {}, "is not about a[n]"),
        (HANOI, ("a[n]", "=", 1), {"assuming": ["n > 2"]}, "a hypothesis about n"),
        (HANOI, ("a[n]", "=", 1), {"least": 40}, "too far from the start"),
        ({"a[5]": 1, "a[n+1]": "a[n]"}, ("a[n]", "=", 1), {}, "the sequence starts at 5"),
    ],
)
def test_sequences_that_are_none(sequence, chain, options, said):
    with pytest.raises(InputError) as error:
        claimed(sequence, *chain, **options)
    assert said in str(error.value)


def test_terms_that_explode_are_not_written_out():
    claim = claimed({"a[0]": "q", "a[n+1]": "a[n]**2*(1 - a[n])"}, "a[n]", "<", "q + 100")
    assert 2 <= len(claim.consequences) <= 8
    tower = claimed({"a[0]": 9, "a[n+1]": "a[n]**a[n]"}, "a[n]", ">", 1)
    assert tower.statements


@pytest.mark.parametrize("domain", ["integer in (0, oo)", "integer in [1/2, oo)", "integer>=1"])
def test_an_induction_starts_at_the_first_index_of_the_domain(domain):
    """From the base at 0 the step, which holds from 1 on, leads nowhere."""
    post = Derivation("t", "T")
    post.symbol("n", domain)
    post.recurrence("r", {"a[0]": 0, "a[n+1]": "a[n] + n*(n + 1)"}, "a[n]", "=", "n*(n**2 - 1)/3")
    assert str(post.claims[0].statements[0]) == "0 = 1*(1**2 - 1)/3"
    late = {"c[0]": 0, "c[n+1]": "c[n] + 1 - Max(1 - n, 0)"}  # 0, 0, 1, 2, ...
    post.recurrence("late", late, "c[n]", "=", "n - 1")
    post.recurrence("false", late, "c[n]", "=", "n")
    grades = [decide(claim, seed=0, seconds=8)["grade"] for claim in post.claims]
    assert grades == ["certified", "certified", "refuted"]
