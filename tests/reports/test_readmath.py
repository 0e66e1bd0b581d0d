import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thence.latex import latex, statement_latex
from thence.parser import parse_expression
from thence_reports import mathml, readmath
from thence_reports.texmath import mathematics

UNDERSTOOD = {
    r"\frac{x+\sqrt{x^2+b}}2": r"\frac{x + \sqrt{x^{2} + b}}{2}",
    r"x''^2": "x''^{2}",
    r"\left(a\right.": r"\left( a \right.",
    r"\text{若 a_b & 50\% }x": r"\text{若 a\_b \& 50\% } x",
    r"\begin{align*}a&=b\\[3pt]&=c\end{align*}": (
        r"\begin{aligned} a & = b \\{}  & = c \end{aligned}"
    ),
    r"\begin{array}{c|c}a&b\end{array}": r"\begin{array}{c|c} a & b \end{array}",
    r"\sqrt[3]{x}": r"\sqrt[{3}]{x}",
    r"\sum\limits_{i=1}^n": r"\sum \limits_{i = 1}^{n}",
    r"\mathbb{R}\tag{2}": r"\mathbb{R} ",
    r"\mathbb 1": r"\mathbf{1}",
    r"\substack{a\\b}": r"\substack{a\\{}b}",
    r"\begin{array}{c|c}\hline a&b\\\hline c&d\end{array}": (
        r"\begin{array}{c|c} \hline a & b \\ \hline c & d \end{array}"
    ),
    "x~": "x \\ ",
    "变量^2": r"\text{变量}^{2}",
    "^2": "{}^{2}",
}


@pytest.mark.parametrize(("text", "wanted"), UNDERSTOOD.items())
def test_understood(text, wanted):
    assert mathematics(text) == wanted


REFUSED = [
    r"\input{/etc/passwd}",
    r"\write18{ls}",
    r"\immediate\write18{ls}",
    r"\def\x{1}",
    r"\catcode`\%=12",
    r"\csname input\endcsname",
    r"\newcommand{\x}{1}",
    r"\begin{document}",
    r"\end{document}",
    r"\text{$\input{x}$}",
    r"\text{\input{x}}",
    r"\href{x}{y}",
    r"\operatorname{\input x}",
    "a^^5cinput{x}",
    "{a",
    "a}",
    "x^a^b",
    "x_a_b",
    "x^2'",
    "x^",
    "a & b",
    r"a \\ b",
    "a % b",
    "$a$",
    "#1",
    r"\frac1",
    r"\sqrt[3",
    r"\left(a",
    r"a\right)",
    r"\left\frac1\right)",
    r"\begin{cases}a&b&c\end{cases}",
    r"\begin{array}{c}a&b\end{array}",
    r"\begin{array}{p{9in}}a\end{array}",
    r"\begin{matrix}a\end{pmatrix}",
    r"\begin{matrix}a",
    r"\mathbb{a}",
    r"\limits",
    r"\hline x",
    r"\begin{cases}\hline a\end{cases}",
    r"\hat{\mathbf{\bar{x}}}",
    r"x\limits_1",
    r"\sqrt[2]{" * 4 + "x" + "}" * 4,
    "{" * 200 + "}" * 200,
    "x" * 10_000,
    "\\",
    "",
    "  ",
]


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text):
    assert mathematics(text) is None
    assert mathml.mathml(text) is None


KNOWN = readmath.SYMBOLS | readmath.OPERATORS | readmath.ONE | readmath.TWO | readmath.SIZES
KNOWN |= set(readmath.LETTERS) | set(readmath.TEXT) | readmath.DELIMITER_COMMANDS
KNOWN |= {"sqrt", "left", "right", "middle", "begin", "end", "not", "limits", "nolimits", "hline"}
KNOWN |= {"operatorname*", "unichar", "codepoint", "rtl", "allowbreak", "kern"}
KNOWN |= {"textbackslash", "textasciitilde", "textasciicircum", "textquotedbl", "textasciigrave"}

PIECES = [
    "x", "1", "{", "}", "^", "_", "&", "\\\\", "'", "%", "$", "#", "\\", " ", "[", "]", "中",
    r"\frac", r"\sqrt", r"\left(", r"\right)", r"\text{a}", r"\input{x}", r"\def", r"\sum",
    r"\limits", r"\begin{cases}", r"\end{cases}", r"\begin{aligned}", r"\end{aligned}",
    r"\mathbb{R}", r"\write18", r"\tag{1}", r"\not=", r"\big(", r"\overset", "^^5c",
]  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_what_comes_out_is_balanced_and_made_of_known_commands(text):
    written = mathematics(text)
    if written is None:
        return
    assert set(re.findall(r"\\([A-Za-z]+\*?)", written)) <= KNOWN
    assert "^^" not in written
    assert written.count(r"\left") == written.count(r"\right")
    ElementTree.fromstring(mathml.mathml(text))
    plain = re.sub(r"\\.", "", written)
    assert plain.count("{") == plain.count("}")
    assert not set("%$#") & set(plain)


def test_what_thence_prints_is_understood(record):
    for claim in record["claims"]:
        if claim["id"].startswith("squareplus."):
            for statement in claim["statements"]:
                assert mathematics(statement["latex"]) is not None, statement["latex"]


@pytest.mark.parametrize(
    "text",
    [
        "Integral(exp(-t**2), (t, -oo, oo)) + Sum(k, (k, 0, n))",
        "Limit(sin(t)/t, t, 0)*Derivative(log(x)/x, (x, 2))*binomial(n, 2)",
        "Max(Abs(x), floor(x/2))*cbrt(x)*gamma(x)*relu*x_hat*EulerGamma",
        "Minimax(x*n, (r, 0, oo), (t, -1, 1))",
    ],
)
def test_every_notation_of_thence_is_understood(text):
    printed = latex(parse_expression(text, ["x", "n", "relu", "x_hat"]))
    assert mathematics(printed) is not None, printed


def test_relations_of_thence_are_understood():
    from thence.statement import read_statement

    for rel, lhs, rhs in [("iff", "x > 0", "x != 1"), ("convex", "x", "x"), ("~digits", "x", "1")]:
        statement = read_statement({"x": "real"}, [], lhs, rel, rhs)
        assert mathematics(statement_latex(statement)) is not None
