"""Definitions by cases and indicators: what they make of an equation, and what is refused."""

import pytest

from thence.pipeline import decide
from thence.readers import BadInput, read

HEAD = (
    "<!-- thence: t, u, a, b real; v nonnegative; s positive; n integer>=1; z real[n]; i, j, k "
    "index[n]; define r(t), h(u), c(t), p_i -->\n"
    "$$r(t) = \\begin{cases} t & \\text{if } t > 0 \\\\ 0 & \\text{otherwise} \\end{cases}$$\n"
    "$$h(u) = \\begin{cases} u^2/2 & |u| \\le s \\\\ s|u| - s^2/2 & |u| > s \\end{cases}$$\n"
    "$$c(t) = \\begin{cases} -1 & t < -1 \\\\ t & -1 \\le t \\le 1 \\\\ 1 & t > 1 \\end{cases}$$\n"
    "$$p_i = \\frac{e^{z_i}}{\\sum_j e^{z_j}}$$\n"
)


def read_row(tmp_path, row, head=HEAD):
    path = tmp_path / "post.md"
    path.write_text(f"{head}$${row}$$")
    *_, last = read(path)
    return last


def lines(item):
    assert not isinstance(item, BadInput), item.error
    return [" if ".join([str(s), *map(str, s.assuming)]) for s in item.statements]


def grade(item):
    return decide(item, seed=0, seconds=20)


REFUTED = [
    r"r(t) = t",
    r"r(t) = \max(t, 10^{-12})",
    r"r(a + b) = r(a) + r(b)",
    r"r'(t) = \begin{cases} 1 & t > 0 \\ 1 & t < 0 \end{cases}",
    r"h(u) \ge s|u|",
    r"h(u) < u^2/2",  # equal near 0
    r"c(t) < 1",  # at the edge of a case
    r"c(t) = \max(-1, \min(t, 1 + 10^{-12}))",
    r"\mathbb{1}[v \ge s] \le \frac{v}{s} - 10^{-12}",
    r"\mathbf{1}\{v > s\} < \frac{v}{s + v}",
    r"\mathbb{1}[t > 0] + \mathbb{1}[-t > 0] = 1",  # not at 0
    r"\frac{\partial p_i}{\partial z_j} = p_i(\mathbb{1}[i \ne j] - p_j)",
]


@pytest.mark.parametrize("row", REFUTED)
def test_false_claims_about_cases(tmp_path, row):
    assert grade(read_row(tmp_path, row))["grade"] == "refuted"


CERTIFIED = [
    r"r(t) - r(-t) = t",
    r"r(t) = \max(t, 0)",
    r"r(a + b) \le r(a) + r(b)",
    r"r'(t) = \begin{cases} 1 & t > 0 \\ 0 & t < 0 \end{cases}",
    r"r'(t) \le 1 \quad \text{for } t \ne 0",
    r"h(u) \le u^2/2",
    r"h'(u) = u \quad \text{if } |u| < s",
    r"c(t) = \max(-1, \min(t, 1))",
    r"\mathbb{1}[v \ge s] \le \frac{v}{s}",
    r"\mathbb{1}_{\{v \ge s\}} + \mathbb{1}_{v < s} = 1",
    r"\mathbb{1}[0 < t < 1] \le e^t",
    r"\frac{\partial p_i}{\partial z_j} = p_i(\mathbb{1}[i = j] - p_j)",
    r"\frac{\partial p_i}{\partial z_j} = \begin{cases} p_i(1-p_i) & i = j \\ -p_i p_j & i \ne j"
    r" \end{cases}",
    r"\sum_{k=1}^n \mathbb{1}[k = i] z_k = z_i",
    r"\int_{-1}^1 r(t)\, dt = \frac12",
]


@pytest.mark.parametrize("row", CERTIFIED)
def test_true_claims_about_cases(tmp_path, row):
    entry = grade(read_row(tmp_path, row))
    assert (entry["grade"], entry["vacuous"]) == ("certified", False)


LINES = {
    r"r(t) + 1 > 0": ["t + 1 > 0 if t > 0", "0 + 1 > 0 if t <= 0"],
    r"r(t) \ge 0 \quad \text{if } t \le 0": ["0 >= 0 if t <= 0"],
    r"r(t) = 0 \text{ for } t < -1": ["0 = 0 if t < -1 if t <= 0"],
    r"r(t) r(-t) = 0": [
        "t*0 = 0 if t > 0 if -t <= 0",
        "0*(-t) = 0 if t <= 0 if -t > 0",
        "0*0 = 0 if t <= 0 if -t <= 0 if t = 0",
    ],
    r"r(t) > 1 \implies t > 1": ["t > 1 if t > 1 if t > 0"],
    r"\mathbb{1}[a < t < b] \ge 0": [
        "1 >= 0 if a < t if t < b",
        "0 >= 0 if a >= t",
        "0 >= 0 if a < t if t >= b",
    ],
    # under a sum over the condition: a formula
    r"\sum_{k=1}^n \mathbb{1}[z_k > t] \le n": ["Sum(Max(sign(z[k] - t), 0), (k, 1, n)) <= n"],
    r"\int_0^1 \mathbb{1}[x \le a] dx \le 1": ["Integral(1 - Max(sign(x - a), 0), (x, 0, 1)) <= 1"],
    r"\sum_{k=1}^n \mathbb{1}[k \ne i] = n - 1": [
        "Sum(1 - KroneckerDelta(k, i), (k, 1, n)) = n - 1"
    ],
}


@pytest.mark.parametrize(("row", "wanted"), LINES.items())
def test_one_statement_for_each_case(tmp_path, row, wanted):
    assert lines(read_row(tmp_path, row)) == wanted


SLOPES_OF_MAXIMA = {
    r"\frac{d}{dt} \max(t, 0) = \begin{cases} 1 & t > 0 \\ 0 & t < 0 \end{cases}": "certified",
    r"\frac{d}{dt} \max(t, 0) = 1 \quad \text{for } t \ne 0": "refuted",
    r"\frac{d}{dt} \min(t, 1) = 1 \quad \text{for } t < 1": "certified",
    r"\frac{d}{dt} \left(\max(a, b) t\right) = \max(a, b)": "certified",
    r"\frac{d}{dt} \max(t, 0) \ge 0": None,  # there is none at 0
}


@pytest.mark.parametrize(("row", "wanted"), SLOPES_OF_MAXIMA.items())
def test_the_slope_of_a_maximum_is_taken_case_by_case(tmp_path, row, wanted):
    item = read_row(tmp_path, row)
    assert isinstance(item, BadInput) if wanted is None else grade(item)["grade"] == wanted


REFUSED = {
    r"r'(t) \ge 0": "a derivative where t = 0, at the end of a case?",
    r"r'(0) = 0": "a derivative where t = 0",
    r"c'(t) = 1 \quad \text{for } -1 \le t \le 1": "a derivative where",
    r"h'(u) \le s": "a derivative where Abs(u) = s",
    r"h(u) \text{ is convex in } u": "convex in what has cases in u",
    r"\int_0^a r(t)\, dt = \frac{a^2}{2}": "cases inside a sum, an integral or a limit",
    r"\lim_{t \to 0^+} r(t) = 0": "cases inside a sum, an integral or a limit",
    r"r(t) \sim t \quad (t \to \infty)": "cases in t, which tends somewhere",
    r"\mathbb{1}[t] = 1": "no relation",
}


@pytest.mark.parametrize(("row", "what"), REFUSED.items())
def test_what_cases_do_not_settle(tmp_path, row, what):
    item = read_row(tmp_path, row)
    assert isinstance(item, BadInput)
    assert what is None or what in item.error.what


@pytest.mark.parametrize(
    ("row", "wanted"),
    {
        r"r(t) \text{ is convex in } t": "certified",
        r"r(t) \text{ is concave in } t": "refuted",
        r"c(t) + t \text{ is strictly increasing in } t": "certified",
        r"c(t) + t \text{ is convex in } t": "refuted",
    }.items(),
)
def test_shapes_of_cases_with_ends_that_are_numbers(tmp_path, row, wanted):
    assert grade(read_row(tmp_path, row))["grade"] == wanted


DEFINED = {
    r"t & t \ge 0 \\ -t & t < 0": "",
    r"t & t \ge 0 \\ -t & 0 > t": "",
    r"1 & t > 0 \\ 0 & t = 0 \\ -1 & t < 0": "",
    r"0 & t < a \\ 1 & a \le t < b \\ 2 & t \ge b": "",
    r"1 & t > 0 \\ -1 & t < 0": "may leave something out",  # at 0
    r"1 & t > 1 \\ 0 & t < -1": "may leave something out",
    r"0 & t < a \\ 1 & a < t < b \\ 2 & t \ge b": "may leave something out",
    r"0 & t < 0 \\ 1 & a \ge 0": "may leave something out",
    r"1 & t \ne 0 \\ 2 & t \ne 0": "may leave something out",
}


@pytest.mark.parametrize(("cases", "what"), DEFINED.items())
def test_the_cases_of_a_definition_leave_nothing_out(tmp_path, cases, what):
    head = "<!-- thence: t, a, b real; define f(t) -->\n"
    item = read_row(tmp_path, rf"f(t) = \begin{{cases}} {cases} \end{{cases}}", head)
    if what:
        assert isinstance(item, BadInput)
        assert what in item.error.what
    else:
        assert grade(item)["grade"] == "certified"
