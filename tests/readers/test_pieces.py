"""Rows that make several claims, or state a condition: which is which, and what is refused."""

import pytest

from thence.readers import BadInput, read

HEAD = (
    "<!-- thence: x, y, a real; b, c positive; m integer>=1; n integer>=1; i, j index[n] -->\n"
    "<!-- thence: u real[n]; define f(x), g(x), \\mu, z_i -->\n"
)


def lines(tmp_path, row):
    """What is claimed by a row, with its conditions; or the error."""
    path = tmp_path / "post.md"
    path.write_text(f"{HEAD}$${row}$$")
    found = []
    for item in read(path):
        if isinstance(item, BadInput):
            found.append(f"error: {item.error.what}")
        else:
            found += [
                " if ".join([str(s) + (" is defined" if s.rel == "defined" else "")]
                            + list(map(str, s.assuming)))
                for s in item.statements
            ]  # fmt: skip
    return found


#: Rows that would say less if a claim of them were taken for a condition.
CLAIMS = {
    r"x = y, \quad y = x + a - a": ["error: a condition, or a claim of its own?"],
    r"x^2 = 0, \qquad y + 1 \ge 0": ["x**2 = 0", "y + 1 >= 0"],
    r"x^2 \ge 0, \qquad \sqrt{x^2} \ge x": ["x**2 >= 0", "sqrt(x**2) >= x"],
    r"x^2 \ge 0, \qquad |x| \le x^2": ["x**2 >= 0", "Abs(x) <= x**2"],
    r"x y > 0 \quad\text{and}\quad 2x > 0": ["x*y > 0", "2*x > 0"],
    r"\mu = x^2, \quad \mu > 1": ["x**2 is defined", "x**2 > 1"],
    r"u_i \le 1, \quad u_j \ge 0": ["u[i] <= 1", "u[j] >= 0"],
    r"x \le 1 \quad\text{and}\quad x + y \le 2": ["x <= 1", "x + y <= 2"],
    r"x y \ge 0 \text{ and } a > 0": ["x*y >= 0", "a > 0"],
    r"x > 0 \text{ and } y > 0": ["x > 0", "y > 0"],
    r"x^2 \ge 0 \quad\text{and}\quad |x| \le 1": ["x**2 >= 0", "Abs(x) <= 1"],
    r"f(x) = x^2, \; g(x) = f(x) + 1": ["x**2 is defined", "x**2 + 1 is defined"],
    r"f(x) = x \quad\text{and}\quad f(x) \ge 0": ["x is defined", "x >= 0"],
    r"x^2 \ge 0, \qquad x^2 \text{ is convex in } x": ["x**2 >= 0", "x**2 convex x"],
    r"x^2 \ge 0 \text{ and } e^x \text{ is strictly increasing in } x": [
        "x**2 >= 0",
        "exp(x) increasing x",
    ],
    r"\pi = 3.14\ldots, \quad e = 2.71\ldots": ["pi ~digits 3.14", "E ~digits 2.71"],
}


@pytest.mark.parametrize(
    "row",
    [
        r"x = y, .\quad y = x",
        r"x = y \quad . , y = x",
        r"x = y \text{ if } .",
        r"x = y, y = x \text{ if } ,.",
        r"\text{for } . \text{ and } x = y",
        r"x \to y, . \text{ and } .",
    ],
)
def test_lone_punctuation_is_no_part_of_anything(tmp_path, row):
    assert any(line.startswith("error: ") for line in lines(tmp_path, row))


@pytest.mark.parametrize(("row", "wanted"), CLAIMS.items())
def test_what_says_more_than_a_bound_is_a_claim(tmp_path, row, wanted):
    assert lines(tmp_path, row) == wanted


CONDITIONS = {
    r"x^2 \ge 4 \quad \text{with } x = 2": ["x**2 >= 4 if x = 2"],
    r"x^2 > 0 \text{ where } y = 3": ["x**2 > 0 if y = 3"],
    r"x^2 \ge 4 \quad \text{where } x = \frac{b}{c}": ["x**2 >= 4 if x = b/c"],
    r"\log(1+x) \le x, \quad x > -1": ["log(1 + x) <= x if x > -1"],
    r"\log(1+x) \le x \qquad (x > -1)": ["log(1 + x) <= x if x > -1"],
    r"\log(1+x) \le x \text{ for all } x > -1.": ["log(1 + x) <= x if x > -1"],
    r"\forall x > -1 :\ \log(1+x) \le x": ["log(1 + x) <= x if x > -1"],
    r"\text{If } x > 1, \text{ then } \log x > 0": ["log(x) > 0 if x > 1"],
    r"\text{for } x > 1 \text{ and } y > 1, \quad x y > 1": ["x*y > 1 if x > 1 if y > 1"],
    r"x y a > 0 \text{ if } x > 0, y > 0 \text{ and } a > 0": [
        "x*y*a > 0 if x > 0 if y > 0 if a > 0"],
    r"x y > 0, \quad x > 0 \text{ and } y > 0": ["x*y > 0 if x > 0 if y > 0"],
    r"(1-b c)^2 < 1, \quad 0 < b < \frac{2}{c}": ["(1 - b*c)**2 < 1 if 0 < b if b < 2/c"],
    r"x y \ge 1, \quad x, y \ge 1": ["x*y >= 1 if x >= 1 if y >= 1"],
    r"\frac{x}{x} = 1, \quad x \ne 0": ["x/x = 1 if x != 0"],
    r"x^2 \le 1 \quad \forall x \in [-1, 1]": ["x**2 <= 1 if -1 <= x if x <= 1"],
    r"x^2 > 0 \quad \text{for } x \in (0, \infty)": ["x**2 > 0 if 0 < x"],
    r"x^2 \ge 0 \quad \forall x, y \in \mathbb{R}": ["x**2 >= 0"],
    r"u_i^2 \ge 0 \quad \forall i": ["u[i]**2 >= 0"],
    r"u_i^2 \ge 0, \quad i = 1, \dots, n": ["u[i]**2 >= 0"],
    r"2^m \ge 2, \quad m \in \mathbb{N}": ["2**m >= 2"],
    r"|u_i| = u_i \quad \text{if } u_i \ge 0": ["Abs(u[i]) = u[i] if u[i] >= 0"],
    r"x = a \quad \text{if } x = a": ["x = a if x = a"],
    r"x > 1 \text{ if and only if } 2x > 2": ["x > 1 iff 2*x > 2"],
    r"x > 1 \text{ implies } x > 0": ["x > 0 if x > 1"],
    r"\forall x > 1: \quad x^2 > 1, \quad x^3 > 1": ["x**2 > 1 if x > 1", "x**3 > 1 if x > 1"],
}  # fmt: skip


@pytest.mark.parametrize(("row", "wanted"), CONDITIONS.items())
def test_conditions_of_a_row(tmp_path, row, wanted):
    assert lines(tmp_path, row) == wanted


OTHER = {
    # a definition behind "where" comes first
    r"2 f(x) > x \quad\text{where}\quad f(x) = x + 1": ["x + 1 is defined", "2*(x + 1) > x"],
    r"z_i > 0, \text{ with } z_i = e^{u_i}": ["exp(u[i]) is defined", "exp(u[i]) > 0"],
    r"x^2 > 0 \text{ where } x > 0": ["x**2 > 0 if x > 0"],
    # reasons claim nothing
    r"x^2 \ge 0 \quad\text{by definition}": ["x**2 >= 0"],
    r"x^2 \ge 0 \qquad\text{(from above)}": ["x**2 >= 0"],
    # columns, and rows that go on from the last claim
    r"\begin{aligned} (x+1)^2 &= x^2+2x+1 & (x-1)^2 &= x^2-2x+1 \\ && &\ge 0 \end{aligned}": [
        "(x + 1)**2 = x**2 + 2*x + 1", "(x - 1)**2 = x**2 - 2*x + 1", "x**2 - 2*x + 1 >= 0"],
}  # fmt: skip


@pytest.mark.parametrize(("row", "wanted"), OTHER.items())
def test_definitions_reasons_and_columns(tmp_path, row, wanted):
    assert lines(tmp_path, row) == wanted


REFUSED = {
    r"x^2 > 0 \text{ where } u = 3": '"where" before what is no definition',
    r"x^2 > 0 \text{ where } x + y = 3": '"where" before what is no definition',
    # either a bound on what the other one holds for, or a claim
    r"(1 - b c)^n \le e^{-b c n}, \qquad b c \le 1": "a condition, or a claim of its own?",
    r"x^2 \ge 0, \qquad x \le x^2": "a condition, or a claim of its own?",
    r"x y > 0, \quad 2x > 0": "a condition, or a claim of its own?",
    r"u_i \le 1, \quad u_i \ge 0": "a condition, or a claim of its own?",
    r"x > 0, \quad y > 0": "a condition, or a claim of its own?",
    r"0 \le x < 1, \quad y \ne 0": "a condition, or a claim of its own?",
    r"\frac{1}{1 - x^2} > 0, \quad |x| < 1": "a condition, or a claim of its own?",
    r"u_i \le 1, \quad \|u\| \le 1": "a condition, or a claim of its own?",
    r"u_i \le 1, \quad \textstyle\sum_j u_j = 1": "a condition, or a claim of its own?",
    r"x = 1, 2, 3": "',' is not expected",
    r"x, y \ge 1": "',' is not expected",
    r"x^2 = 4, \quad x = 2": "a condition, or a claim",
    r"x = 2, \quad x^2 = 4": "a condition, or a claim",
    r"x^2 > 1, \quad x^3 > 1, \quad x > 1": "on which of these claims",
    r"b^2 \ge 0 \quad \forall b \in \mathbb{R}": r"b is declared as positive, here it is in",
    r"2^m \ge 2, \quad m \in \mathbb{Z}": r"m is declared as integer>=1, here it is in",
    r"x^2 \ge 0 \quad \forall x \in S": "the set S is not read",
    r"\textstyle\sum_i u_i \ge 0 \quad \text{if } u_j \ge 0": "of one j, or of all?",
    r"u_i^2 \ge 0, \quad i = 1, \dots, m": "not declared as an index of this range",
    r"u_i^2 \ge 0, \quad i = 2, \dots, n": "not declared as an index of this range",
    r"x^2 > 0 \quad \text{for all } w": "w is not declared",
    r"x^2 > 0 \quad \forall \in \mathbb{R}": "this is not a condition",
}


@pytest.mark.parametrize(("row", "what"), REFUSED.items())
def test_what_may_be_either_is_refused(tmp_path, row, what):
    found = lines(tmp_path, row)
    assert any(line.startswith("error: ") and what in line for line in found), found


@pytest.mark.parametrize("words", ["for large", "for some", "unless", "almost surely for"])
def test_words_that_may_be_a_condition_cost_the_claim_before_them_too(tmp_path, words):
    found = lines(tmp_path, rf"x^2 > a \quad \text{{{words}}} x > 0")
    assert found == [f"error: the text '{words}' is not a name."]


def test_the_ids_of_several_claims_of_a_row(tmp_path):
    path = tmp_path / "post.md"
    path.write_text(
        f"{HEAD}$$x^2 \\ge 0, \\quad y^2 \\ge 0 \\label{{eq:both}}$$\n"
        "\\begin{align} x^2 &\\ge 0, & a^2 &\\ge 0 \\label{eq:one} \\\\ y^2 &\\ge 0 \\label{eq:two}"
        "\\end{align}\n<!-- thence: expect: refuted -->\n$$x > 0, \\quad y^2 < 0$$"
    )
    found = list(read(path))
    assert [item.id for item in found] == [
        "post.both.1", "post.both.2", "post.one.1", "post.one.2", "post.two",
        "post.eq3.1", "post.eq3.2",
    ]  # fmt: skip
    assert [item.source.line for item in found] == [3, 3, 4, 4, 4, 6, 6]
    assert found[1].source.says == r"y^2 \ge 0"
    assert [item.expect for item in found[-2:]] == ["refuted", "refuted"]


BOUNDS = {
    r"x^2 \in [0, \infty)": ["0 <= x**2"],
    r"|x| \in [0, 2) \quad \text{for } x \in (-2, 2)": [
        "0 <= Abs(x) if -2 < x if x < 2", "Abs(x) < 2 if -2 < x if x < 2"],
    r"x \in [0, 1]": ["error: '\\\\in' is not expected here."],
    r"x^2 \in \{0, 1\}": ["error: '\\\\in' is not expected here."],
}  # fmt: skip


@pytest.mark.parametrize(("row", "wanted"), BOUNDS.items())
def test_a_value_in_an_interval(tmp_path, row, wanted):
    assert lines(tmp_path, row) == wanted
