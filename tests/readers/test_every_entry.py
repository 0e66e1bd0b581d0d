"""Conditions on every entry of a family: as its domain, or as the form of its entries."""

import pytest

from thence.readers import BadInput, read

HEAD = (
    "<!-- thence: n integer>=1; m integer>=0; i, j index[n]; k index[m]; w real[n]; p positive[n];"
    " v real[m]; s positive; c real -->\n"
)


def only(tmp_path, text):
    path = tmp_path / "post.md"
    path.write_text(HEAD + text)
    (item,) = read(path)
    return item


SUM = r"\sum_{i=1}^n w_i"
READ = {
    # numbers narrow the domain, symbols become the form of the entries
    rf"$${SUM} \le n \quad \text{{if }} 0 \le w_j < 1 \text{{ for all }} j$$": (
        "Sum(w[i], (i, 1, n)) <= n", {"w": "[0, 1)[n]"}, [],
    ),
    rf"$${SUM} \le n c \quad \text{{if }} |w_j| \le c \text{{ for all }} j$$": (
        "Sum(c*w_share[i], (i, 1, n)) <= n*c", {"w_share": "[-1, 1][n]"}, ["0 <= c"],
    ),
    rf"$${SUM} < n c \quad \text{{if }} |w_j| < c \text{{ for each }} j$$": (
        "Sum(c*w_share[i], (i, 1, n)) < n*c", {"w_share": "(-1, 1)[n]"}, ["0 < c"],
    ),
    rf"$${SUM} \le n s \quad \text{{if }} \|w\|_\infty \le s$$": (
        "Sum(s*w_share[i], (i, 1, n)) <= n*s", {"w_share": "[-1, 1][n]"}, ["0 <= s"],
    ),
    rf"<!-- thence: assuming c <= w_i < s for all i -->$${SUM} \le n s$$": (
        "Sum(c + (s - c)*w_share[i], (i, 1, n)) <= n*s", {"w_share": "[0, 1)[n]"}, ["c < s"],
    ),
    rf"<!-- thence: throughout w_i \le c \text{{ for every }} i -->$${SUM} \le n c$$": (
        "Sum(c + -1*w_share[i], (i, 1, n)) <= n*c", {"w_share": "nonnegative[n]"}, [],
    ),
    r"<!-- thence: assuming p_i <= s for all i -->$$\sum_i p_i \le n s$$": (
        "Sum(s*p_share[i], (i, 1, n)) <= n*s", {"p_share": "(0, 1][n]"}, ["0 < s"],
    ),
    # of one entry alone where the claim names it, and of no other
    r"$$w_i^2 \le s^2 \quad \text{if } |w_i| \le s \text{ for all } i$$": (
        "w[i]**2 <= s**2", {"w": "real[n]"}, ["Abs(w[i]) <= s"],
    ),
    # the index of the norm is none of the claim's
    r"$$w_i + w_j \le 2s \quad \text{if } \|w\|_\infty \le s$$": (
        "s*w_share[i] + s*w_share[j] <= 2*s", {"w_share": "[-1, 1][n]"}, ["0 <= s"],
    ),
}  # fmt: skip
REFUSED = {
    rf"$${SUM} \le n \quad \text{{if }} w_j \le 1$$": "of one j, or of all",
    r"$$w_i + w_j \le 2s \quad \text{if } |w_i| \le s \text{ for all } i$$": "of one, or of all",
    rf"<!-- thence: assuming w_i <= i for all i -->$${SUM} \le n^2$$": "for each i",
    rf"<!-- thence: assuming w_i^2 <= s for all i -->$${SUM} \le n$$": "for each i",
    rf"<!-- thence: assuming w_i <= 1 for all i, w_i <= s for all i -->$${SUM} = n$$": "two bounds",
    r"<!-- thence: assuming s <= p_i for all i -->$$\sum_i p_i \ge n s$$": "bounds of p",
    r"<!-- thence: assuming p_i > -1 for all i -->$$\sum_i p_i \le n s$$": "beyond",
    rf"<!-- thence: assuming w_i <= 0 for all i, w_i > 1 for all i -->$${SUM} \le n$$": "no number",
    # of an empty family a condition on every entry says nothing of c
    r"<!-- thence: assuming |v_k| <= c for all k -->$$c \ge 0$$": "may be empty",
    r"<!-- thence: assuming |w_i| <= c for all i -->"
    r"$$\frac{\partial}{\partial w_j} \sum_i w_i = 1$$": "a derivative in w",
    rf"<!-- thence: assuming w_i <= 1 for all c -->$${SUM} \le n$$": "no index",
    rf"$${SUM} \ge s \quad \text{{if }} \|w\|_\infty \ge s$$": "not a condition",
}  # fmt: skip


@pytest.mark.parametrize("text", READ)
def test_a_condition_on_every_entry_is_read(tmp_path, text):
    claim, domains, hypotheses = READ[text]
    (statement,) = only(tmp_path, text).statements
    assert f"{statement.lhs} {statement.rel} {statement.rhs}" == claim
    assert {name: str(statement.given[name]) for name in domains} == domains
    assert list(map(str, statement.assuming)) == hypotheses


@pytest.mark.parametrize("text", REFUSED)
def test_what_may_say_something_else_is_refused(tmp_path, text):
    item = only(tmp_path, text)
    assert isinstance(item, BadInput)
    assert REFUSED[text] in item.error.what
