"""A post written with declarations only, from end to end: what holds, and planted errors."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from thence.cli import main
from thence.pipeline import decide
from thence.readers import BadInput, read

DOCS = Path(__file__).parents[2] / "docs"
POST = (DOCS / "example_post.md").read_text("utf-8")
DIFFUSION = (DOCS / "example_diffusion.md").read_text("utf-8")
POLICY = (DOCS / "example_policy.md").read_text("utf-8")
MOMENTUM = (DOCS / "example_momentum.md").read_text("utf-8")
SOFTMAX = (DOCS / "example_softmax.md").read_text("utf-8")

#: What is written instead of what, each once in the post.
PLANTED = {
    "sign": (r"\left(1-\sigma(x)\right)", r"\left(1+\sigma(x)\right)"),
    "factor": (r"\frac{x}{\sqrt{2\pi}} e", r"\frac{x}{\sqrt{\pi}} e"),
    "digit": ("0.693147", "0.693174"),
    "bound": (r"\log 2 + \frac{x}{2}", r"\log 3 + \frac{x}{2}"),
}


#: The same for the post with families of symbolic length.
PLANTED_IN_SOFTMAX = {
    "sign": (r"\text{LSE} - s_k \label", r"\text{LSE} + s_k \label"),
    "sign in a term": (r"\left(\delta_{ik} - p_k\right)", r"\left(\delta_{ik} + p_k\right)"),
    "index start": (r"\sum_{l=0}^{m} r^l", r"\sum_{l=1}^{m} r^l"),
    "range of a sum": (r"\sum_{i=1}^n p_i", r"\sum_{i=2}^n p_i"),
    "missing factor": (r"\frac{1}{\tau}\, q(x)\left(1-", r"q(x)\left(1-"),
    "missing factor of a sum": (r"+ \frac{1}{n}\sum_{i=1}^n s_i", r"+ \sum_{i=1}^n s_i"),
    "factor": (r"\frac{1}{4\tau}", r"\frac{1}{5\tau}"),
    "digit": ("0.693147", "0.693148"),
}

#: The same for the post with entries at neighbouring indices, by the label of the equation.
PLANTED_IN_DIFFUSION = {
    "variance": (r"{1-\bar\alpha_t} \cdot \beta_t", r"{1-\alpha_t} \cdot \beta_t"),
    "less": (r"{1-\bar\alpha_t} < 1", r"{1-\bar\alpha_t} < \beta_t"),
    "snr": (r"} < \frac{\bar", r"} > \frac{\bar"),
    "mean": (r"\frac{1-\alpha_t}{\sqrt", r"\frac{1+\alpha_t}{\sqrt"),
    "kl": (r"- \frac12 &\ge 0", r"- \frac{13}{25} &\ge 0"),
    "distance": (r"&= \frac{(\mu-m)^2}{2", r"&= \frac{(\mu-m)^2}{"),
}


#: The same for the post with sequences, hypotheses throughout and bare arguments.
PLANTED_IN_MOMENTUM = {
    "closed": (r"(1-\beta^t) g \label", r"(1-\beta^{t+1}) g \label"),
    "recurrence": (r"\beta m_{t-1} +", r"\beta m_{t+1} +"),
    "start": (r"m_0 &= 0", r"m_1 &= 0"),
    "limit": (r"\infty} m_t &= g", r"\infty} m_t &= 2g"),
    "weights": (r"\sum_{s=0}^\infty", r"\sum_{s=1}^\infty"),
    "triangle": (r"\frac{n(n+1)}{2}", r"\frac{n(n-1)}{2}"),
    "between": (r"\le \eta_t \le", r"\le 2\eta_t \le"),
    "total": (r"\frac{(T-1)(", r"\frac{(T+1)("),
    "decay": (r"e^{-\eta\lambda t} \label", r"e^{-2\eta\lambda t} \label"),
    "clipped": (r"\right\| \le \kappa", r"\right\| \le \kappa/2"),
    "largest": (r"\le \|w\| \label", r"\le \|w\|/2 \label"),
    "unit": (r"= 2 - 2 w^\top v", r"= 2 + 2 w^\top v"),
    "normalised": (r"\hat{w}_i^2 \le d", r"\hat{w}_i^2 \le 1"),
    "rotation": (r"+ \sin^2 t\theta_j", r"- \sin^2 t\theta_j"),
    "double": (r"\sin 2\theta = 2", r"\sin 2\theta = 3"),
    "orthogonal": (r"\cos \pi t x", r"\cos \pi t x^2"),
}

#: The same for the post with functions that are vectors, bars, macros and laws.
PLANTED_IN_POLICY = {
    "gradient": (r"&= \softmax(z) \label", r"&= 2\softmax(z) \label"),
    "total": (r"\sum_{i=1}^n \softmax(z)_i &= 1", r"\sum_{i=1}^n \softmax(z)_i &= n"),
    "odds": (r"\right)^2", r"\right)^3"),
    "largest": (r"z_i \le \operatorname{LSE}(z)", r"z_i \le \operatorname{LSE}(z) - 1"),
    "positive": (r"k_3(r) \ge 0", r"k_3(r) \ge \frac{1}{100}"),
    "unbiased": (r"\left(\frac{p_i}{q_i}\right)\right]", r"\left(\frac{q_i}{p_i}\right)\right]"),
    "flat": (r"_{r=1} = 0", r"_{r=2} = 0"),
    "curvature": (r"_{r=1} = 1", r"_{r=1} = 2"),
    "slope": (r"&\partial_s f(s) + \beta", r"&\partial_s f(s) - \beta"),
    "between": (r"\in (-\beta, 0)", r"\in (-1, 0)"),
    "noise": (r"[x] = \sigma^2", r"[x] = \sigma"),
    "moments": (r"u_l^2 - \bar{u}^2", r"u_l^2 - \bar{u}"),
    "head": (r"- \eta \Vert u \Vert^2", r"- \eta \Vert u \Vert"),
}


def grades(path, lines=None):
    """The grade of each claim of the file, or of those at these lines, by line."""
    found = {}
    for item in read(path):
        assert not isinstance(item, BadInput), item.error
        if lines is None or item.source.line in lines:
            found[item.source.line] = decide(item, seed=0, seconds=10)["grade"]
    return found


@pytest.mark.parametrize("suffix", [".md", ".tex"])
def test_the_post_holds(tmp_path, suffix):
    path = tmp_path / f"post{suffix}"
    path.write_text(POST if suffix == ".md" else re.sub(r"<!--(.*?)-->", r"%\1", POST))
    if suffix == ".tex":  # the same claims: deciding them once is enough
        (tmp_path / "post.md").write_text(POST)
        assert [c.key() for c in read(path)] == [c.key() for c in read(tmp_path / "post.md")]
        return
    found = grades(path)
    # Every displayed equation; two have three rows.
    assert len(found) == POST.count("$$") // 2 + 2 + 3
    assert set(list(found.values())[:-1]) == {"certified"}
    assert list(found.values())[-1] == "undecided"  # skipped, and listed as such


@pytest.mark.parametrize("error", PLANTED)
def test_a_planted_error_is_found_at_its_line(tmp_path, error):
    right, wrong = PLANTED[error]
    assert POST.count(right) == 1
    line = POST[: POST.index(right)].count("\n") + 1
    path = tmp_path / "post.md"
    path.write_text(POST.replace(right, wrong))
    assert grades(path, {line}).get(line) == "refuted"
    (tmp_path / "right.md").write_text(POST)
    assert grades(tmp_path / "right.md", {line}) == {line: "certified"}


def test_the_post_with_families_holds(tmp_path):
    path = tmp_path / "post.md"
    path.write_text(SOFTMAX)
    found = grades(path)
    assert len(found) == SOFTMAX.count("$$") // 2 + 4
    assert set(list(found.values())[:-1]) == {"certified"}


@pytest.mark.parametrize("error", PLANTED_IN_SOFTMAX)
def test_an_error_planted_in_it_is_found_at_its_line(tmp_path, error):
    right, wrong = PLANTED_IN_SOFTMAX[error]
    assert SOFTMAX.count(right) == 1
    line = SOFTMAX[: SOFTMAX.index(right)].count("\n") + 1
    path = tmp_path / "post.md"
    path.write_text(SOFTMAX.replace(right, wrong))
    assert grades(path, {line}) == {line: "refuted"}


#: Whole posts, and the errors that are planted in the equations with these labels.
POSTS = {
    "policy": (POLICY, PLANTED_IN_POLICY),
    "momentum": (MOMENTUM, PLANTED_IN_MOMENTUM),
    "diffusion": (DIFFUSION, PLANTED_IN_DIFFUSION),
}


@pytest.mark.parametrize("post", POSTS)
def test_a_post_with_labels_holds(tmp_path, post):
    text, planted = POSTS[post]
    path = tmp_path / "post.md"
    path.write_text(text)
    found = {item.id: decide(item, seed=0, seconds=10)["grade"] for item in read(path)}
    assert set(found.values()) == {"certified"}
    assert {name for name in found if ".eq" not in name} == {f"post.{n}" for n in planted}


@pytest.mark.parametrize(
    ("post", "label"), [(post, label) for post, (_, planted) in POSTS.items() for label in planted]
)
def test_an_error_planted_in_its_equation_is_found(tmp_path, post, label):
    text, planted = POSTS[post]
    right, wrong = planted[label]
    assert text.count(right) == 1
    path = tmp_path / "post.md"
    path.write_text(text.replace(right, wrong))
    (item,) = [item for item in read(path) if item.id == f"post.{label}"]
    assert decide(item, seed=0, seconds=10)["grade"] == "refuted"


@pytest.fixture
def _first(tmp_path, monkeypatch):
    """The first document of the documentation, as its reader would save it."""
    text = (DOCS / "documents.md").read_text("utf-8")
    block = re.search(r"```markdown\n(.*?)```", text, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    Path("first.md").write_text(block[1])


@pytest.mark.usefixtures("_first")
def test_the_first_document_of_the_documentation():
    done = CliRunner().invoke(main, ["check", "first.md"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    shown = (DOCS / "documents.md").read_text("utf-8").partition("$ thence check first.md\n")[2]
    wanted = shown.partition("```")[0]

    def table(text):
        """The rows without their times."""
        return [line.split()[:-1] for line in text.partition("\n\n")[0].splitlines()]

    assert table(done.stdout) == table(wanted)
    assert "first.md:11: first.eq3: refuted: x = " in done.stdout


@pytest.mark.usefixtures("_first")
def test_understand_shows_what_was_written_and_what_was_understood():
    done = CliRunner().invoke(main, ["understand", "first.md"], catch_exceptions=False)
    assert done.exit_code == 0
    flat = re.sub(r"[\s│]+", " ", done.stdout)
    assert r"f(x) = \frac{x + " in flat
    assert "for x real, b positive" in flat
    assert "expected: refuted" in flat
    Path("first.md").write_text("<!-- thence: x real -->\n$$x = \\log xx$$")
    done = CliRunner().invoke(main, ["understand", "first.md"], catch_exceptions=False)
    assert done.exit_code == 2
    assert "first.md:2:13" in done.stdout
    assert "error: is this in the argument" in done.stdout
