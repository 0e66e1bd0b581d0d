r"""Matrices that are written out: ``\begin{pmatrix} a & b \\ c & d \end{pmatrix}``."""

import pytest

from thence.pipeline import decide
from thence.readers import BadInput, read

HEAD = (
    "<!-- thence: a, b, c, d, s, t, x, y real; n integer>=1; A, B real[2, 2]; W real[n, n] -->\n"
    "<!-- thence: k, l index[2]; identity I[2]; define R(t), v -->\n"
    r"$$R(t) = \begin{bmatrix} \cos t & -\sin t \\ \sin t & \cos t \end{bmatrix}$$"
    "\n"
    r"$$v = R(t) \begin{pmatrix} x \\ y \end{pmatrix}$$"
    "\n"
)
M = r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}"
ADJUGATE = r"\begin{pmatrix} d & -b \\ -c & a \end{pmatrix}"
XY = r"\begin{pmatrix} x \\ y \end{pmatrix}"


def found(tmp_path, text):
    path = tmp_path / "post.md"
    path.write_text(f"{HEAD}$$\n{text}\n$$\n")
    return list(read(path))[-1]


READ = {
    rf"\det {M} = x": ["a*d - b*c = x"],
    rf"\det({M}) = x": ["a*d - b*c = x"],
    r"\begin{vmatrix} a & b \\ c & d \end{vmatrix}^2 = x": ["(a*d - b*c)**2 = x"],
    rf"\operatorname{{tr}} {M} = x": ["a + d = x"],
    rf"{M} {XY} = {XY}": ["a*x + b*y = x", "c*x + d*y = y"],
    rf"{M}^\top = {M}": ["a - a = 0", "c = b", "b = c", "d - d = 0"],
    rf"{XY}^\top {M} {XY} = 1": ["(x*a + y*c)*x + (x*b + y*d)*y = 1"],
    rf"{XY} \begin{{pmatrix}} a & b \end{{pmatrix}} = I": [
        "x*a = 1",
        "x*b = 0",
        "y*a = 0",
        "y*b = 1",
    ],
    rf"\|{XY}\|^2 = 1": ["x**2 + y**2 = 1"],
    rf"{XY} = 0": ["x = 0", "y = 0"],
    rf"A {XY} = {XY}": ["A[1, 1]*x + A[1, 2]*y = x", "A[2, 1]*x + A[2, 2]*y = y"],
    r"\det A = x": ["A[1, 1]*A[2, 2] - A[1, 2]*A[2, 1] = x"],
    r"v_2 = a": ["sin(t)*x + cos(t)*y = a"],
    rf"{M}^{{-1}} = I": [
        "d/(a*d - b*c) = 1",
        "(-b)/(a*d - b*c) = 0",
        "(-c)/(a*d - b*c) = 0",
        "a/(a*d - b*c) = 1",
    ],
}


@pytest.mark.parametrize("text", READ)
def test_what_is_claimed(tmp_path, text):
    claim = found(tmp_path, text)
    assert not isinstance(claim, BadInput), claim.error
    assert [str(statement) for statement in claim.statements] == READ[text]


@pytest.mark.parametrize(
    ("text", "grade"),
    {
        rf"{M} {ADJUGATE} = (ad - bc) I": "certified",
        rf"{M} {ADJUGATE} = (ad + bc) I": "refuted",
        rf"{M} {ADJUGATE} = {ADJUGATE} {M}": "certified",
        rf"{M} = {M}^\top": "refuted",
        r"R(s) R(t) = R(s + t)": "certified",
        r"R(s)^\top R(t) = R(t - s)": "certified",
        r"R(s)^\top R(t) = R(s - t)": "refuted",
        r"R(t)^{-1} = R(-t)": "certified",
        r"R(t)^2 = R(2t)": "certified",
        r"R(t)^3 = R(2t)": "refuted",
        r"\|v\|^2 = x^2 + y^2": "certified",
        r"\det(A B) = \det(A) \det(B)": "certified",
        r"\det(A + B) = \det(A) + \det(B)": "refuted",
        rf"{M}^{{-1}} {M} = I": "ill-posed",  # where the determinant is 0
        rf"{M}^{{-1}} {M} = I \quad \text{{if }} ad \ne bc": "certified",
        r"\begin{vmatrix} 1 & a & a^2 \\ 1 & b & b^2 \\ 1 & c & c^2 \end{vmatrix}"
        r" = (b - a)(c - a)(c - b)": "certified",
        r"\begin{vmatrix} a & 1 & 0 & 0 \\ 0 & b & 1 & 0 \\ 0 & 0 & c & 1 \\ 1 & 0 & 0 & d"
        r" \end{vmatrix} = abcd - 1": "certified",
        rf"\operatorname{{tr}} {M} = a + d": "certified",
    }.items(),
)
def test_what_is_read_is_decided(tmp_path, text, grade):
    assert decide(found(tmp_path, text), seed=0, seconds=20)["grade"] == grade


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (r"\begin{pmatrix} a & b \\ c \end{pmatrix} = I", "rows of different lengths"),
        (rf"{M} = {XY}", "in one equation"),
        (rf"{M} = 1", "in one equation"),
        (rf"{M} \le I", "<= between a matrix"),
        (rf"{M} = W", "in one equation"),
        (rf"W {XY} = 0", "n and 2 differ"),
        (rf"|{M}| = 1", "of each entry?"),
        (rf"e^{{{M}}} = I", ""),
        (rf"{M}^{{-2}} = I", "a power of a matrix"),
        (r"A^{-1} = B", "a power of a matrix"),
        (r"\det W = 1", "the determinant of a matrix of n times n"),
        (rf"\det {XY} = 1", "the determinant of a vector of 2"),
        (r"v_3 = 1", "an entry that a matrix of"),
        (r"v_k = 1", "at a letter"),
        (r"\begin{pmatrix} a & b = I", "never closed"),
        (r"\begin{pmatrix} 1 & \cdots & 1 \end{pmatrix} = I", "not expected here"),
        (r"\begin{matrix} 1 & 1 & 1 & 1 & 1 & 1 & 1 \end{matrix} = I", "more than 6"),
        (rf"{M * 12} = I", "too many matrices"),
    ],
)
def test_what_is_refused(tmp_path, text, what):
    bad = found(tmp_path, text)
    assert isinstance(bad, BadInput)
    assert what in bad.error.what


def test_a_definition_needs_every_entry(tmp_path):
    path = tmp_path / "post.md"
    path.write_text(
        "<!-- thence: x real; define M -->\n"
        r"$$M = \begin{pmatrix} 1 & x \\ x & \log x \end{pmatrix}$$"
    )
    (claim,) = read(path)
    assert claim.kind == "definition"
    assert decide(claim, seed=0, seconds=20)["grade"] == "ill-posed"
