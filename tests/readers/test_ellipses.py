r"""Sums with dots, ``1 + 2 + \cdots + n``: what they are read as, and where they are refused."""

import pytest

from thence.domain import INTEGER, REAL, parse_domain
from thence.notation import Name
from thence.pipeline import decide
from thence.readers import BadInput
from thence.readers import read as read_file
from thence.readers.latex import read_formula
from thence.readers.scope import of_names
from thence.readers.tex import TexError


def read(text):
    names = dict.fromkeys(["n", "m"], INTEGER) | dict.fromkeys(["x", "a", "k", "b"], REAL)
    scope = of_names(names)
    for name in ("s", "p"):
        scope.declare(Name(name), parse_domain("real[n]", ["n"]))
    (link,) = read_formula(f"{text} = a", scope)
    return str(link.lhs)


READ = {
    r"1 + 2 + \cdots + n": "Sum(j, (j, 1, n))",
    r"0 + 1 + \dots + (n-1)": "Sum(j, (j, 0, n - 1))",
    r"1 + 2 + 3 + \ldots + 10": "Sum(j, (j, 1, 10))",
    r"2 + 4 + \cdots + 2n": "Sum(2 + 2*(j - 1), (j, 1, (2*n - 2)/2 + 1))",
    r"1 + 3 + 5 + \cdots + (2n-1)": "Sum(1 + 2*(j - 1), (j, 1, (2*n - 1 - 1)/2 + 1))",
    r"1^2 + 2^2 + \cdots + n^2": "Sum(j**2, (j, 1, n))",
    r"1 + \frac12 + \cdots + \frac1n": "Sum(1/j, (j, 1, n))",
    r"1 + x + \cdots + x^n": "Sum(x**j, (j, 0, n))",
    r"1 + x + x^2 + \cdots + x^{n-1}": "Sum(x**j, (j, 0, n - 1))",
    r"x + 2x^2 + \cdots + n x^n": "Sum(j*x**j, (j, 1, n))",
    r"1 + 2 + 4 + \cdots + 2^n": "Sum(2**j, (j, 0, n))",
    r"1 + \frac12 + \frac14 + \cdots + \frac1{2^n}": "Sum(1/2**j, (j, 0, n))",
    r"\frac1{1 \cdot 2} + \frac1{2 \cdot 3} + \cdots + \frac1{n(n+1)}":
        "Sum(1/(j*(j + 1)), (j, 1, n))",
    r"s_1 + \cdots + s_n": "Sum(s[j], (j, 1, n))",
    r"s_1 + s_2 + \cdots + s_m": "Sum(s[j], (j, 1, m))",
    r"s_1 p_1 + \cdots + s_n p_n": "Sum(s[j]*p[j], (j, 1, n))",
    r"(s_1 - b)^2 + \cdots + (s_n - b)^2": "Sum((s[j] - b)**2, (j, 1, n))",
    r"b (1 + 2 + \cdots + n)": "b*Sum(j, (j, 1, n))",
    r"(1 + 2 + \cdots + n) + (n + 1)": "Sum(j, (j, 1, n)) + (n + 1)",
    r"\sum_{l=1}^{n} (1 + 2 + \cdots + l)": "Sum(Sum(j, (j, 1, l)), (l, 1, n))",
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), READ.items())
def test_what_goes_on_in_one_way(text, wanted):
    assert read(text) == wanted


REFUSED = [
    r"1 + \cdots + n",  # in steps of what?
    r"1 + 2 + \cdots + 2^n",  # every integer, or every power?
    r"2 + 4 + \cdots + 2^n",
    r"1 + \frac12 + \cdots + \frac1{2^n}",
    r"1 + 2 + \cdots + 64",
    r"1 + 2 + 4 + \cdots + n",
    r"1 + 2 + 4 + 7 + \cdots + n",
    r"1 + 3 + \cdots + n",  # n may be even
    r"1 + 3 + \cdots + 2n",
    r"1 + 4 + \cdots + n^2",
    r"1^2 + 3^2 + \cdots + (2n-1)^2",
    r"1 + 2 + \cdots + x",  # x is no integer
    r"1 + 2 + \cdots + 1",
    r"3 + 2 + \cdots + n",
    r"1 + 1 + \cdots + 1",
    r"b + 1 + 2 + \cdots + n",
    r"1 - 2 + \cdots + n",
    r"1 + 2 + \cdots + n - 1",  # to n - 1, or 1 less?
    r"1 + 2 + \cdots + n + 1",
    r"(1 + 2) + 3 + \cdots + n",
    r"1 + x + \cdots + x^{2n} + b",
    r"x^2 + x^4 + \cdots + x^{2n}",
    r"s_1 + \cdots + s_{2n}",
    r"s_1 + s_3 + \cdots + s_n",
    r"s_2 + s_1 + \cdots + s_n",
    r"s_1 p_n + s_2 p_{n-1} + \cdots + s_n p_1",
    r"s_1 + p_2 + \cdots + s_n",
    r"s_1 + 2 s_2 + \cdots + s_n",
    r"1 \cdot n + 2 (n-1) + \cdots + n \cdot 1",
    r"1 + 2 + \cdots",
    r"1 \cdot 2 \cdots n",
]


@pytest.mark.parametrize("text", REFUSED)
def test_what_may_go_on_otherwise_is_refused(text):
    with pytest.raises(TexError) as caught:
        read(text)
    assert caught.value.hint


def test_sums_with_dots_are_decided(tmp_path):
    path = tmp_path / "post.md"
    path.write_text(
        "<!-- thence: n integer>=1; m integer>=0; x real; p nonnegative[n]; define S(m) -->\n"
        "$$1 + 2 + \\cdots + n = \\frac{n(n+1)}{2}$$\n"
        "<!-- thence: assuming x != 1 -->\n"
        "$$1 + x + \\cdots + x^n = \\frac{1 - x^{n+1}}{1 - x}$$\n"
        "$$S(m) = 1 + 2 + \\cdots + m \\quad S(3) = 6$$\n"
        "<!-- thence: expect: refuted -->\n"
        "$$1 + 3 + \\cdots + (2n - 1) = n^2 + 1$$\n"
        "$$p_1 + \\cdots + p_n \\ge 0$$\n"
    )
    for claim in read_file(path):
        assert not isinstance(claim, BadInput), claim.error
        assert decide(claim, seed=0, seconds=20)["grade"] == (claim.expect or "certified"), claim.id
