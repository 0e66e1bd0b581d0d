r"""Largest and least values inside a side: ``f(z) \le \max_i z_i + \log n``."""

import pytest

from thence.errors import InputError
from thence.pipeline import decide
from thence.readers import BadInput, read

HEAD = (
    "<!-- thence: m, n integer>=1; z, x, y real[n]; p nonnegative[n]; q (0, 1)[n]; u [-1, 2][n]; "
    "N integer>=0; v real[N]; W real[m, n]; i, j, k index[n]; r index[m]; c real; t positive -->\n"
)


def found(tmp_path, text, head=HEAD):
    path = tmp_path / "post.md"
    path.write_text(f"{head}$$\n{text}\n$$\n")
    (claim,) = read(path)
    return claim


READ = {
    r"\max_i z_i + c \le 1": "z[i] + c <= 1",
    r"1 > 2\max_i z_i - c": "1 > 2*z[i] - c",
    r"\sum_i z_i \le n \max_i z_i": (
        "Sum(max_z - z_below[i], (i, 1, n)) <= n*max_z for max_z real; z_below nonnegative[n]"
    ),
    r"\max_i z_i - c \ge c + z_1": "max_z - c >= c + (max_z - z_below[1]) for max_z real",
    r"c + \min_{1 \le i \le n} z_i \le z_1": "c + min_z <= min_z + z_above[1] for min_z real",
    r"c \le \min_i z_i + t": "c <= z[i] + t",
    r"- \max_i z_i \ge c": "-z[i] >= c",
    r"c - \max_i z_i \le z_1": "c - max_z <= max_z - z_below[1] for max_z real",
    r"\max_i z_i - \min_j z_j \le c": "z[i] - z[j] <= c",
    r"\max_{r,j} |W_{rj}| \le c": "Abs(W[r, j]) <= c",
    r"c \le \max_{r,j} |W_{rj}|": "c <= max_W for max_W nonnegative",
    r"z_1 \le \Vert z\Vert_\infty": (
        "max_z*z_ratio[1] <= max_z for max_z nonnegative; z_ratio [-1, 1][n]"
    ),
    r"\Vert z\Vert_\infty^2 \le c": "Abs(z[i])**2 <= c",
    r"p_1 \le \max_i p_i": "max_p*p_ratio[1] <= max_p for max_p nonnegative; p_ratio [0, 1][n]",
    r"q_1 \le \max_i q_i": "max_q*q_ratio[1] <= max_q for max_q (0, 1); q_ratio (0, 1][n]",
    r"\min_i p_i \le p_1": (
        "min_p <= min_p + p_above[1] for min_p nonnegative; p_above nonnegative[n]"
    ),
    r"c \le \Vert x\Vert_\infty \Vert y\Vert_\infty": "c <= max_x*max_y for max_x nonnegative",
    r"\log(1 + \max_i p_i) \le c": "log(1 + p[i]) <= c",
    r"c \le \sqrt{\max_i p_i}": "c <= sqrt(max_p)",
    r"-\log\max_i q_i \ge c": "-log(q[i]) >= c",
    # at a number in the place of the extreme there may be no root and no logarithm
    r"\log(1 - \max_i p_i) \le c": None,
    r"c \le \log\max_i p_i": None,
    r"\sqrt{\max_i z_i} \le c": None,
    r"c \le \exp(\max_i z_i) + \log\max_j z_j": None,
    r"c \le \max_i z_i + \max_j z_j": None,
    r"c \cdot \max_i z_i \le 1": None,
    r"(\max_i z_i) c \le 1": None,
    r"z_1 \le (\max_i z_i) c": None,
    r"\frac{1}{\max_i z_i} \le c": None,
    r"(\max_i z_i)^2 \le c": None,
    r"\max_i z_i = c": None,
    r"\max_i z_i \le z_i + c": None,
    r"\sum_k \max_i z_i \le c": None,
    r"c \le \max_i (z_i + x_i)": None,
    r"c \le \max_i u_i": None,
    r"\min_i q_i \le c": None,
    r"c \le \max_{1 \le i \le 3} z_i": None,
    r"c \le \Vert v\Vert_\infty": None,
    r"c \le \Vert x + y\Vert_\infty": None,
    r"\frac{d}{d z_1} \sum_i z_i \le 1 + \max_i z_i": None,
}


@pytest.mark.parametrize("text", READ)
def test_extremes_are_read_where_there_is_one_way(tmp_path, text):
    claim, said = found(tmp_path, text), READ[text]
    if said is None:
        assert isinstance(claim, BadInput)
        return
    (statement,) = claim.statements
    relation, _, domains = said.partition(" for ")
    given = {f"{name} {domain}" for name, domain in statement.given.items()}
    assert str(statement) == relation
    assert {one for one in domains.split("; ") if one} <= given


def test_hypotheses_are_put_in_as_well(tmp_path):
    head = HEAD + "<!-- thence: throughout \\sum_i p_i = 1 -->\n"
    (statement,) = found(tmp_path, r"\frac1n \le \max_i p_i", head).statements
    assert [str(h) for h in statement.assuming] == ["Sum(max_p*p_ratio[i], (i, 1, n)) = 1"]


def test_another_domain_for_one_equation_is_refused(tmp_path):
    head = HEAD + "<!-- thence: given t real -->\n"
    claim = found(tmp_path, r"c \le t \max_i z_i", head)
    assert isinstance(claim, BadInput)
    assert "another domain" in claim.error.what


def test_a_hypothesis_has_no_extremes(tmp_path):
    head = HEAD + "<!-- thence: assuming c \\le \\max_i z_i -->\n"
    assert isinstance(found(tmp_path, r"c \le \sum_i z_i", head), BadInput)


@pytest.mark.parametrize(
    ("text", "grade"),
    {
        r"\log\sum_i e^{z_i} \le \max_j z_j + \log n": "certified",
        r"\log\sum_i e^{z_i} \le \max_j z_j + \frac{99}{100}\log n": "refuted",
        r"\Vert x\Vert \le \sqrt{n} \Vert x\Vert_\infty": "certified",
        r"\Vert x\Vert_1 \le \sqrt{n} \Vert x\Vert_\infty": "refuted",
        r"|\langle x, y\rangle| \le \Vert x\Vert_1 \Vert y\Vert_\infty": "certified",
        r"\max_i z_i - \min_j z_j \le \Vert z\Vert_\infty": "refuted",
        r"\min_i z_i \ge \frac1n \sum_j z_j": "refuted",
    }.items(),
)
def test_what_is_read_is_decided(tmp_path, text, grade):
    assert decide(found(tmp_path, text), seed=0, seconds=20)["grade"] == grade


def test_a_gradient_in_a_number_is_the_derivative(tmp_path):
    (statement,) = found(tmp_path, r"\nabla_t \log t = \frac1t").statements
    assert str(statement) == "Derivative(log(t), t) = 1/t"
    with pytest.raises(InputError):
        raise found(tmp_path, r"\nabla_i i = 1").error


def test_a_condition_may_hold_a_norm(tmp_path):
    (statement,) = found(tmp_path, r"c \le 1 \quad \text{if } \Vert x\Vert > 0").statements
    assert [str(h) for h in statement.assuming] == ["sqrt(Sum(x[l]**2, (l, 1, n))) > 0"]


def test_a_vector_that_is_not_zero(tmp_path):
    for condition in (r"\quad \text{for } x \ne 0", r"\quad \text{if } 0 \ne x"):
        (statement,) = found(tmp_path, rf"c \le 1 {condition}").statements
        assert [str(h) for h in statement.assuming] == ["Sum(x[l]**2, (l, 1, n)) > 0"]
    (statement,) = found(tmp_path, r"c \le 1 \quad \text{for } W \ne 0").statements
    assert str(statement.assuming[0]) == "Sum(Sum(W[l, s]**2, (s, 1, n)), (l, 1, m)) > 0"
    assert isinstance(found(tmp_path, r"c \le 1 \quad \text{for } x \ne 1"), BadInput)
