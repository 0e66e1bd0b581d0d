"""Declarations that are proposed for documents that lack them."""

import re
from pathlib import Path

import pytest

from thence.errors import InputError
from thence.notation import Name
from thence.readers import BadInput, read
from thence.readers.names import look_of, written
from thence.readers.proposals import inserted, proposal
from thence.readers.tex import tokens

DOCS = Path(__file__).parents[2] / "docs"


def proposed(tmp_path, text, suffix=".md"):
    path = tmp_path / f"post{suffix}"
    path.write_text(text, "utf-8")
    return proposal(path)


PROPOSED = {
    r"$$x^2 + b \ge 0$$": ["b, x real"],
    # What an equation begins with is what it defines, with its arguments, bars and indices.
    r"$$f(x) = x^2$$ $$f(2) = 4$$": ["x real", "define f(x)"],
    r"$$g(q \,\|\, p) := q - p$$": ["p, q real", r"define g(q\| p)"],
    r"$$H = -\sum_{i=1}^n p_i \log p_i$$": [
        "n integer>=1", "i index[n]", "p real[n]", "define H",
    ],
    r"$$p_i = \frac{e^{s_i}}{\sum_{j=1}^n e^{s_j}}$$ $$\sum_{i=1}^n p_i = 1$$": [
        "n integer>=1", "i, j index[n]", "s real[n]", "define p_i",
    ],
    # Not what is used above the equation that it stands in first.
    "$$y + 1 > y$$ $$y = 2$$": ["y real"],
    # Entries of matrices, words below a letter, shifted indices, weights.
    r"$$\sum_{i=1}^m \sum_{j=1}^n W_{ij}^2 \ge 0$$": [
        "m, n integer>=1", "j index[n]", "i index[m]", "W real[m, n]",
    ],
    r"$$\eta_{\min} \le \eta_{\max}$$": [r"\eta_{\max}, \eta_{\min} real"],
    r"$$x_{t+1} = x_t - \eta$$": ["n integer>=1", "t index[n]", "x real[n]", r"\eta real"],
    r"$$\mathbb{E}_{i\sim p}[s_i] \le 1$$": [
        "n integer>=1", "i index[n]", "s real[n]", "p nonnegative[n]",
    ],
    r"$$\sum_{j=1}^n \delta_{ij} x_j = x_i$$": [
        "n integer>=1", "i, j index[n]", r"kronecker \delta", "x real[n]",
    ],
    r"$$x_0 = 1, \quad x_{t} = x_{t-1}$$": [
        "n integer>=1", "t index[n]", "x real[n]", "define x_0",
    ],
    # What may be otherwise is tried: arrays in norms, a letter beside its family, a name that an
    # equation begins with and that is used above it.
    r"$$\Vert x + y \Vert \le \Vert x \Vert + \Vert y \Vert$$": ["n integer>=1", "x, y real[n]"],
    r"$$\Vert c W x\Vert \le 1$$": ["n integer>=1", "x real[n]", "W real[n, n]", "c real"],
    r"$$\sum_{i=1}^n p_i = 1$$ $$H(p) = p^2$$": [
        "n integer>=1", "i index[n]", "p, p_i real", "define H(p)",
    ],
    r"$$x_t = (1-t) x_0 + t x_1$$ $$x_0 = x_t - t v$$ $$x_1 = x_0 + v$$": [
        "t, v, x_0, x_1 real", "define x_t",
    ],
    "<!-- thence: x (0, 1) -->\n$$x y > 0$$": ["y real"],
}  # fmt: skip


@pytest.mark.parametrize(("text", "declarations"), PROPOSED.items())
def test_what_is_proposed(tmp_path, text, declarations):
    found = proposed(tmp_path, text)
    assert sorted(found.declarations()) == sorted(declarations)


def test_nothing_is_proposed_for_what_can_not_be_declared(tmp_path):
    found = proposed(tmp_path, r"$$x \heartsuit y = 1$$")
    assert found.declarations() == []
    assert len(found.unread) == found.equations == 1
    assert proposed(tmp_path, "<!-- thence: x real -->\n$$x = x$$").declarations() == []


@pytest.mark.parametrize(
    ("name", "unread"), [("post", 1), ("softmax", 1), ("policy", 1), ("diffusion", 0)]
)
def test_posts_without_their_declarations_are_read_again(tmp_path, name, unread):
    """But for what was skipped, and for what two people may read in two ways."""
    text = (DOCS / f"example_{name}.md").read_text("utf-8")
    found = proposed(tmp_path, re.sub(r"<!-- thence:.*?-->", "", text, flags=re.DOTALL))
    assert len(found.unread) == unread


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("$$x = x$$\n", "{}\n$$x = x$$\n"),
        ("# Title\n\n$$x = x$$\n", "# Title\n\n{}\n$$x = x$$\n"),
        ("---\nkey: 1\n---\n# T\n$$x = x$$\n", "---\nkey: 1\n---\n# T\n\n{}\n$$x = x$$\n"),
    ],
)
def test_declarations_stand_below_the_title(tmp_path, before, after):
    path = tmp_path / "post.md"
    path.write_text(before, "utf-8")
    comments = proposal(path).comments()
    assert comments == ["<!-- thence: x real -->"]
    path.write_text(inserted(path, comments), "utf-8")
    assert path.read_text("utf-8") == after.format(comments[0] + "\n").replace("\n\n\n", "\n\n")
    assert not any(isinstance(item, BadInput) for item in read(path))
    assert proposal(path).declarations() == []


def test_a_tex_file_keeps_its_head_and_its_line_ends(tmp_path):
    path = tmp_path / "post.tex"
    head = b"\\documentclass{article}\r\n\\begin{document}\r\n"
    path.write_bytes(head + b"\\[ y^2 \\ge 0 \\]\r\n\\end{document}\r\n")
    text = inserted(path, proposal(path).comments()).encode()
    assert text.startswith(head + b"% thence: y real\r\n\\[")


def test_errors(tmp_path):
    with pytest.raises(InputError, match="No such file"):
        proposal(tmp_path / "none.md")
    (tmp_path / "a.md").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="not UTF-8"):
        proposal(tmp_path / "a.md")
    (tmp_path / "a.jsonl").write_text("{}")
    with pytest.raises(InputError, match="for documents"):
        proposal(tmp_path / "a.jsonl")
    (tmp_path / "b.md").write_text("x" * 2_000_001)
    with pytest.raises(InputError, match="longer than"):
        proposal(tmp_path / "b.md")


@pytest.mark.parametrize(
    "text",
    ["x", r"\theta^*_{\max,2}", r"\hat{x}_k", r"\Delta W", r"h^{(l)}", "x'_1", r"\mathcal{L}_k",
     r"\text{LSE}", r"\sigma^2", r"\mathbf{x}_{12}", r"\theta^{\text{new}}"],
)  # fmt: skip
def test_names_are_written_so_that_they_are_found(text):
    look, _ = look_of(tokens(text), square=True)
    again = tokens(written(look))
    assert look_of(again, square=True) == (look, len(again))


def test_a_name_that_cannot_be_written_is_not():
    assert written(Name("x", ("no such accent",))) == ""
