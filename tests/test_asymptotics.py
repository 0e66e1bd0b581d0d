"""Orders of growth as they are written: in claim files, in derivations, in print."""

import pytest

from thence.derivation import Derivation
from thence.errors import InputError, ReadError
from thence.latex import statement_latex
from thence.mathml import statement_mathml
from thence.readers.latex import read_formula
from thence.readers.scope import of_statement
from thence.statement import order_of_growth, read_statement


@pytest.mark.parametrize(
    ("lhs", "rel", "rhs", "tends", "printed"),
    [
        ("x + 1", "~", "x", "x -> oo", r"x + 1 \sim x \quad (x \to \infty)"),
        ("sqrt(1+h)", "=", "1 + h/2 + o(h)", "h -> 0",
         r"\sqrt{1 + h} = 1 + \frac{h}{2} + o(h) \quad (h \to 0)"),
        ("log(x)", "o", "x", "x -> oo", r"\log x = o(x) \quad (x \to \infty)"),
        ("sqrt(h)", "O", "h", "h -> 0+",
         r"\sqrt{h} = O(h) \quad (h \to 0^{+})"),
        ("n*(n + 1)/2", "=", "n**2/2 + O(n)", "n -> oo",
         r"\frac{n (n + 1)}{2} = \frac{n^{2}}{2} + O(n) \quad (n \to \infty)"),
    ],
)  # fmt: skip
def test_a_statement_reads_as_its_author_wrote_it(lhs, rel, rhs, tends, printed):
    statement = read_statement({}, [], lhs, rel, rhs, tends)
    assert statement_latex(statement) == printed
    assert "∞" in statement_mathml(statement) or "oo" not in tends
    data = statement.as_json()
    again = read_statement({}, [], data["lhs"], data["rel"], data["rhs"], data["tends"])
    assert again == statement
    (link,) = read_formula(statement_latex(statement), of_statement(statement))
    assert order_of_growth(link.lhs, link.rel, link.rhs, {}, (), link.towards) == statement


@pytest.mark.parametrize(
    ("domain", "tends", "found"),
    [
        ("real", "x -> 0", "x -> 0"),
        ("positive", "x -> 0", "x -> 0+"),
        ("(0, 1]", "x -> 1", "x -> 1-"),
        ("(0, 2]", "x -> 1", "x -> 1"),
        ("integer>=1", "x -> oo", "integer x -> oo"),
        ("[-1/2, oo)", "x -> 0", "x -> 0"),
        ("negative", "x -> -oo", "x -> -oo"),
        ("positive", "x -> 0+", "x -> 0+"),
    ],
)
def test_the_domain_says_from_which_side(domain, tends, found):
    statement = read_statement({"x": domain}, [], "x", "~", "x", tends)
    assert str(statement.towards) == found
    assert "x" not in statement.given


@pytest.mark.parametrize(
    ("given", "lhs", "rel", "rhs", "tends", "said"),
    [
        ({}, "x", "~", "x", "", "does not say what tends to what"),
        ({}, "x", "~", "x", "x", "does not say what tends to what"),
        ({}, "x", "~", "x", "x -> oo+", "infinity has one side"),
        ({}, "x", "~", "x", "integer x -> 0", "an integer tends to 0"),
        ({}, "x", "<", "x", "x -> oo", "< as x -> oo"),
        ({}, "x", "=", "x", "x -> oo", "stands last in the right side"),
        ({}, "x", "=", "O(x) + O(1) + x", "x -> oo", "stands last"),
        ({}, "x", "=", "x*O(1)", "x -> oo", "stands last"),
        ({}, "x", "=", "x + O(O(x))", "x -> oo", "stands last"),
        ({}, "x", "~", "O(x)", "x -> oo", "of what"),
        ({}, "O(x)", "~", "x", "x -> oo", "unknown function O"),
        ({"a": "real"}, "a", "~", "a", "x -> oo", "no side depends on x"),
        ({"x": "positive"}, "x", "~", "x", "x -> -1", "leads out of the domain positive of x"),
        ({"x": "positive"}, "x", "~", "x", "x -> 0-", "leads out of the domain"),
        ({"x": "[0, 1]"}, "x", "~", "x", "x -> oo", "leads out of the domain"),
        ({"x": "integer"}, "x", "~", "x", "x -> 0", "leads out of the domain integer of x"),
        ({"x": "[0, pi]"}, "x", "~", "x", "x -> 3", "leads out of the domain"),
        ({}, "x + y", "~", "x", "x -> oo", "y is not declared"),
        ({}, "x", "~", "x", "x -> y", "y is not declared"),
    ],
)
def test_what_cannot_be_meant_is_refused(given, lhs, rel, rhs, tends, said):
    with pytest.raises(ReadError, match=None) as error:
        read_statement(given, [], lhs, rel, rhs, tends)
    assert said in str(error.value)


def test_a_hypothesis_about_what_tends_is_refused():
    with pytest.raises(ReadError, match="a hypothesis about x"):
        read_statement({"x": "real"}, ["x > 1"], "x", "~", "x", "x -> oo")


def test_a_derivation_states_orders_in_declared_and_other_variables():
    post = Derivation("t", "T")
    x, b = post.real("x"), post.positive("b")
    post.claim("a", "sqrt(x**2 + b)", "~", x, tends="x -> oo")
    post.claim("b", "exp(b*h)", "=", "1 + b*h + O(h**2)", tends="h -> 0")
    post.claim("c", x * b, "o", x**2, tends="x -> oo")
    first, second, third = (claim.statements[0] for claim in post.claims)
    assert [claim.kind for claim in post.claims] == ["asymptotic"] * 3
    assert list(first.given) == list(second.given) == list(third.given) == ["b"]
    assert (second.rel, str(second.rhs)) == ("O", "h**2")
    with pytest.raises(InputError, match="does not say what tends"):
        post.claim("d", x, "~", x)
    with pytest.raises(InputError, match="y is not declared"):
        post.claim("e", "x*y", "~", x, tends="x -> oo")
