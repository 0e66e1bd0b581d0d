"""Sums over all but one, definitions with two indices, defined names in intervals, vectors that
move: what they are read as, and what is refused."""

import pytest

from thence.readers import BadInput, read

HEAD = (
    "<!-- thence: n, d integer>=1; i, j, k, l index[n]; s, x real[n]; a, t real; c positive -->\n"
    "<!-- thence: z_0, z_1 real[d]; r index[d]; V real[n, d] -->\n"
    "<!-- thence: define A_{ij}, B_{i,r}, z_t, h, p_i, O_{ij} -->\n"
    r"$$A_{ij} = \frac{\exp(s_i x_j)}{\sum_{l=1}^n \exp(s_i x_l)}$$" "\n\n"
    r"$$z_t = (1 - t) z_0 + t z_1, \qquad h = \frac{c}{c + 1}, \qquad p_i = s_i^2$$" "\n\n"
    r"$$B_{ir} = s_i V_{ir}$$" "\n\n"
)  # fmt: skip
SOFT = "exp(s[{0}]*x[{1}])/Sum(exp(s[{0}]*x[{2}]), ({2}, 1, n))"


def said(tmp_path, row):
    """The statements of a row, or its error."""
    path = tmp_path / "post.md"
    path.write_text(f"{HEAD}$${row}$$\n")
    (*_, last) = read(path)
    if isinstance(last, BadInput):
        return f"error: {last.error.what}"
    return "; ".join(map(str, last.statements))


READ = {
    r"x_k + \sum_{j \ne k} x_j = a": "x[k] + Sum((1 - KroneckerDelta(j, k))*x[j], (j, 1, n)) = a",
    r"x_k = \sum_{j\neq k} e^{x_j - x_k}": (
        "x[k] = Sum((1 - KroneckerDelta(j, k))*exp(x[j] - x[k]), (j, 1, n))"
    ),
    r"\sum_{j \ne 1} x_j^2 = a": "Sum((1 - KroneckerDelta(j, 1))*x[j]**2, (j, 1, n)) = a",
    r"\sum_{j=1, j \ne k}^n x_j x_k = a": (
        "Sum((1 - KroneckerDelta(j, k))*(x[j]*x[k]), (j, 1, n)) = a"
    ),
    r"\sum_{i=1}^n \sum_{j \ne i} x_i x_j = a": (
        "Sum(Sum((1 - KroneckerDelta(j, i))*(x[i]*x[j]), (j, 1, n)), (i, 1, n)) = a"
    ),
    r"\sum_{j=1}^n A_{ij} = 1": f"Sum({SOFT.format('i', 'j', 'l')}, (j, 1, n)) = 1",
    r"A_{j,l} \le 1": f"{SOFT.format('j', 'l', 'l_1')} <= 1",
    r"A_{ii} \le 1": f"{SOFT.format('i', 'i', 'l')} <= 1",
    r"A_{ji} = A_{ij}": f"{SOFT.format('j', 'i', 'l')} = {SOFT.format('i', 'j', 'l')}",
    r"B_{kr} = s_k V_{kr}": "s[k]*V[k, r] = s[k]*V[k, r]",
    r"c + 1 = 1 + O(c) \quad (c \to 0)": "c + 1 - 1 O c as c -> 0+",
    r"h \in (0, 1)": "0 < c/(c + 1); c/(c + 1) < 1",
    r"p_j \in [0, \infty)": "0 <= s[j]**2",
    r"\frac{\partial z_t}{\partial t} = z_1 - z_0": (
        "Derivative((1 - t)*z_0[r] + t*z_1[r], t) = z_1[r] - z_0[r]"
    ),
}
REFUSED = {
    # One index or two?
    r"\sum_{i \ne j} x_i x_j = a": "is this a sum over i, or over j too?",
    r"\sum_{i \ne j} x_i x_j = \sum_{j=1}^n x_j^2": "is this a sum over i, or over j too?",
    r"\sum_{i \ne j} x_i x_j = \sum_{i \ne j} x_j^2": "is this a sum over i, or over j too?",
    # Where the summand has no value at what is left out, its product with 0 has none.
    r"x_k = \sum_{j \ne k} \frac{1}{x_j - x_k}": "the summand may have no value at j = k.",
    r"x_k = \sum_{j \ne k} \log|x_j - x_k|": "the summand may have no value at j = k.",
    r"x_k = \sum_{j \ne k} (x_j - x_k)^{-1}": "the summand may have no value at j = k.",
    r"x_k = \sum_{j > k} x_j": "a sum whose range does not begin.",
    r"x_k = \sum_{j = 1, l \ne k}^n x_j": "the range of a sum.",
    r"x_k = \sum_{j = 1, j > k}^n x_j": "the range of a sum.",
    r"x_k = \sum_{j \ne j} x_j": "j contains j.",
    r"A = 1": "A without its indices.",
    r"A_i = 1": "the symbol A_i is not declared.",
    r"a \in (0, 1)": "'\\\\in' is not expected here.",
}


@pytest.mark.parametrize("row", READ)
def test_what_is_read(tmp_path, row):
    assert said(tmp_path, row) == READ[row]


@pytest.mark.parametrize("row", REFUSED)
def test_what_is_refused(tmp_path, row):
    assert said(tmp_path, row) == f"error: {REFUSED[row]}"
