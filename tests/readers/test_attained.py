r"""Least and largest values, and their places: ``\min_x f(x) = c``, ``\arg\min_x f(x) = a``."""

import pytest

from thence.errors import InputError
from thence.pipeline import decide
from thence.readers import BadInput, read

HEAD = (
    "<!-- thence: x, y, b, c real; a, t positive; p (0, 1); n integer>=1; z real[n] -->\n"
    "<!-- thence: i index[n]; define f(x) -->\n\n$$f(x) = x^2 - 2 x$$\n\n"
)


def found(tmp_path, text, orders=""):
    path = tmp_path / "post.md"
    path.write_text(f"{HEAD}<!-- thence: {orders} -->\n$$\n{text}\n$$\n")
    return list(read(path))[1]


READ = {
    (r"\min_x f(x) = -1", "at x = 1"): "x**2 - 2*x is least at x = 1, with the value -1",
    (r"\min_x f(x) = f(1)", ""): "x**2 - 2*x is least at x = 1, with the value 1**2 - 2*1",
    (r"-1 = \inf_x f(x)", "at x = 1"): "x**2 - 2*x is least at x = 1, with the value -1",
    (r"\arg\min_x f(x) = 1", ""): "x**2 - 2*x is least only at x = 1",
    (r"\operatorname{argmin}_x f(x) = 1", ""): "x**2 - 2*x is least only at x = 1",
    (r"\operatorname*{arg\,max}_x (-f(x)) = 1", ""): "-(x**2 - 2*x) is greatest only at x = 1",
    (r"\max_{0 \le x \le 1} x(1 - x) = \frac14", r"at x = \frac12"): (
        "x*(1 - x) is greatest at x = 1/2, with the value 1/4"
    ),
    (r"\min_x f(x) = f(1) = -1", ""): (
        "x**2 - 2*x is least at x = 1, with the value 1**2 - 2*1 and 1**2 - 2*1 = -1"
    ),
}


@pytest.mark.parametrize(("text", "orders"), READ)
def test_what_is_claimed(tmp_path, text, orders):
    claim = found(tmp_path, text, orders)
    assert str(claim.form) == READ[text, orders]
    assert claim.kind in ("minimiser", "maximiser")
    assert decide(claim, seed=0, seconds=20)["grade"] == "certified"


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        (r"\min_x f(x) = 0", "at x = 1"),
        (r"\min_x f(x) = f(2)", ""),
        (r"\min_x f(x) = f(1) = -2", ""),
        (r"\max_x f(x) = f(1)", ""),
        (r"\min_{x \ge 2} f(x) = -1", "at x = 1"),  # outside of the range
        (r"\min_{x > 1} f(x) = -1", "at x = 1"),  # not reached
        (r"\max_{x \le b} x = b + 1", "at x = b + 1"),
        (r"\sup_{0 < x < 1} x = 1", "at x = 1"),
        (r"\arg\min_x |x^2 - 1| = 1", ""),  # nor the only place
        (r"\arg\max_x f(x) = 1", ""),
        (r"\min_{0 \le x \le b} x = 0", "at x = 0"),  # an empty range has no least value
        (r"\min_{x \ge 0} (a x^2 + b x) = -\frac{b^2}{4a}", "at x = -b/(2*a)"),
    ],
)
def test_what_is_false_is_refuted(tmp_path, text, orders):
    assert decide(found(tmp_path, text, orders), seed=0, seconds=20)["grade"] == "refuted"


@pytest.mark.parametrize(
    ("text", "orders", "what"),
    [
        (r"\min_x f(x) = -1", "", "where is it taken?"),
        (r"\min_x f(x) = -1", "at y = 1", "where is it taken?"),
        (r"\min_x f(x) = -1", "at x > 1", "is no place"),
        (r"f(x) = -1", "at x = 1", "nothing is said of an extreme value"),
        (r"y = \arg\min_x f(x)", "", "is that what y is, or a claim about it?"),
        (r"\min_x f(x) = f(x)", "", "x on both sides"),
        (r"\min_x x y = x", "at x = 1", "x on both sides"),
        (r"\min_x f(x) + 1 = 0", "at x = 1", "an extremum inside a formula"),
        (r"\min_x f(x) = \max_y (-f(y))", "at x = 1", "an extremum inside a formula"),
        (r"\min_{x > 0} f(x) = -1", "at x = 1; assuming x < 5", "a hypothesis about it as well"),
        (r"\min_{x > 0} f(x) = -1", "at x = 1; given x (0, 5)", "is given another one"),
        (r"\min_{n > 1} n = 2", "at n = 2", "a range of n, which is an integer"),
        (r"\max_i z_i = c", "at i = 1", "an extremum inside a formula"),
        (r"\min_x f(x) = f(1) \approx -1.0", "", "beside what is no plain relation"),
        (r"\min_z z_1 = 1", "", "which is a vector"),
    ],
)
def test_what_has_two_readings_or_none_is_refused(tmp_path, text, orders, what):
    bad = found(tmp_path, text, orders)
    assert isinstance(bad, BadInput)
    assert what in bad.error.what


@pytest.mark.parametrize(
    ("text", "beyond"),
    [
        (r"\max_{p \ge 0} p \le 1", True),
        (r"\max_{p \in \mathbb{R}} p \le 1", True),
        (r"\max_{0 \le p \le 1} p \le 1", True),
        (r"c \ge \max_{t \ge b} t", True),
        (r"\sup_{0 < p < 1} p \le 1", False),
        (r"\sup_{0 < p < \frac12} p \le 1", False),
        # the same end in other words
        (r"\sup_{0 < p < \frac22} p \le 1", False),
        (r"\max_{0 < p \le \frac22} p \le 1", True),
        (r"\sup_{t > 0} (1 - t) \le 1", False),
        (r"\max_{x \le b} x \le b", False),
    ],
)
def test_a_range_beyond_the_domain_is_refused(tmp_path, text, beyond):
    claim = found(tmp_path, text)
    assert isinstance(claim, BadInput) == beyond
    if beyond:
        with pytest.raises(InputError, match="beyond its domain"):
            raise claim.error
