"""Markdown and LaTeX documents: declarations, ids, rows, places, and what is left alone."""

import pytest

from thence.errors import InputError
from thence.pipeline import decide
from thence.readers import BadInput, documents, read

HEAD = "<!-- thence: x real; b positive -->\n"


def claims(tmp_path, text, name="post.md"):
    path = tmp_path / name
    path.write_text(text)
    return list(read(path))


def shown(items):
    return {
        item.id: "error" if isinstance(item, BadInput) else "; ".join(map(str, item.statements))
        for item in items
    }


def error_of(tmp_path, text, name="post.md"):
    (item,) = [i for i in claims(tmp_path, text, name) if isinstance(i, BadInput)]
    return item


def test_equations_are_picked_up_in_order(tmp_path):
    text = HEAD + (
        "Prose with $x$ and `$$y$$` and a price of $5.\n\n$$x = x$$\n\n```\n$$ z = 1 $$\n```\n"
        "\\[ b > 0 \\tag{7} \\]\n\\begin{equation}\\label{eq:last} x^2 \\ge 0 \\end{equation}\n"
    )
    found = claims(tmp_path, text)
    assert shown(found) == {"post.eq1": "x = x", "post.eq2": "b > 0", "post.last": "x**2 >= 0"}
    assert [c.source.line for c in found] == [4, 9, 10]
    assert [c.source.where for c in found] == ["E1", "E2 (7)", "E3"]
    assert [c.source.says for c in found] == ["x = x", "b > 0", r"x^2 \ge 0"]
    assert [dict(c.statements[0].given).keys() for c in found] == [{"x"}, {"b"}, {"x"}]


def test_a_price_does_not_swallow_an_equation(tmp_path):
    assert shown(claims(tmp_path, HEAD + "It costs $5. $$x = 1$$ done")) == {"post.eq1": "x = 1"}


def test_rows_are_claims_at_their_lines(tmp_path):
    text = HEAD + (
        "\\begin{align}\n(x+b)^2 &= x^2 \\\\\n&\\quad + 2xb + b^2 \\\\[3pt]\n  &\\ge 0 \\\\\n"
        "x &< b \\label{eq:own}\n\\end{align}\n"
    )
    found = claims(tmp_path, text)
    assert shown(found) == {
        "post.own.1": "(x + b)**2 = x**2 + 2*x*b + b**2",
        "post.own.2": "x**2 + 2*x*b + b**2 >= 0",
        "post.own.3": "x < b",
    }
    assert [c.source.line for c in found] == [3, 5, 6]


def test_orders_for_equations_and_rows(tmp_path):
    text = HEAD + (
        "<!-- thence: assuming x > 1, b \\le 4\\log^2 2; id: named; note: why -->\n$$x > 0$$\n"
        "<!-- thence: given b (0, 1); expect: refuted -->\n$$b > 1$$\n"
        "<!-- thence: skip: a remark -->\n$$H \\approx \\log n$$\n"
        "$$\\begin{aligned} x &= x \\\\\n % thence: expect: refuted\n &= b \\end{aligned}$$\n"
        "<!-- thence: skip all: an appendix -->\n$$\\nonsense$$\n"
        "<!-- thence: check -->\n$$b > 0$$\n$$y = y$$"
    )
    found = {c.id: c for c in claims(tmp_path, text)}
    named = found["post.named"]
    assert [str(h) for h in named.statements[0].assuming] == ["x > 1", "b <= 4*log(2)**2"]
    assert named.note == "why"
    assert str(found["post.eq2"].statements[0].given["b"]) == "(0, 1)"
    assert found["post.eq2"].expect == "refuted"
    assert (found["post.eq3"].kind, found["post.eq3"].note) == ("remark", "a remark")
    assert [found[f"post.eq4.{n}"].expect for n in (1, 2)] == [None, "refuted"]
    assert [found[f"post.eq{n}"].kind for n in (5, 6, 7)] == ["remark", "inequality", "remark"]


def test_definitions_and_macros(tmp_path):
    text = (
        "% thence: x real\n% thence: define \\text{SoftPlus}(x), \\eta\n"
        "\\newcommand{\\half}[1]{\\frac{#1}{2}}\n\\DeclareMathOperator{\\SP}{SoftPlus}\n"
        "\\title{On activations}\n%\\newcommand{\\half}[1]{#1}\n"
        "\\begin{equation}\\SP(x) = \\log(1+e^x)\\end{equation}\n"
        "\\[ \\eta = \\half{\\SP(0)} = \\frac{\\log 2}{2} \\]\n"
    )
    found = claims(tmp_path, text, "post.tex")
    assert shown(found) == {
        "post.eq1": "log(1 + exp(x))",
        "post.eq2": "log(1 + exp(0))/2; log(1 + exp(0))/2 = log(2)/2",
    }
    assert [c.kind for c in found] == ["definition", "definition"]
    (document,) = documents([tmp_path / "post.tex"])
    assert document.header["title"] == "On activations"


@pytest.mark.parametrize(
    "around",
    [
        "%s",
        "\\iffalse\n%s\n\\fi\n",
        "\\begin{verbatim}\n%s\n\\end{verbatim}\n",
        "\\begin{comment}%s\\end{comment}",
    ],
)
def test_macros_that_are_not_printed_are_none(tmp_path, around):
    head = "% thence: x positive\n" + around.replace("%s", "\\renewcommand{\\log}{\\exp}")
    text = head + "\n\\[\\log x = 1\\]\n\\end{document}\n\\renewcommand{\\log}{\\cos}\n"
    wanted = "exp(x) = 1" if around == "%s" else "log(x) = 1"
    assert shown(claims(tmp_path, text, "post.tex")) == {"post.eq1": wanted}


PLACED = {
    HEAD + "$$\\log x = 1$$\n\\renewcommand{\\log}{\\exp}": (":2:3", "defined below, in line 3"),
    HEAD + "```\na\n```\n$$\\a = 1$$\n\\newcommand{\\a}{x}": (":5:3", "defined below, in line 6"),
    HEAD + "<!-- thence: \\a real -->\n$$x = 1$$\n\\newcommand{\\a}{y}": (":2", "defined below"),
    HEAD + "\\renewcommand{\\log}[2][y]{#2}\n$$\\log x = 1$$": (
        ":3:3",
        "in a way that is not read",
    ),
    HEAD + "\\RenewDocumentCommand\\log{m}{x}\n$$\\log x = 1$$": (":3:3", "that is not read"),
    HEAD + "`\\newcommand{\\a}{x}`\n$$\\a = 1$$": (":3:3", "is not mathematics"),
    HEAD + "$$\nx = y\n$$": (":3:5", "y is not declared"),
    HEAD + "\n$$x = x": (":3:1", "never closed"),
    HEAD + "$$x = x$$\n<!-- thence: z real\n\n$$z = z$$": (":3:1", "<!-- is never closed"),
    HEAD + "<!-- thence: x realistic -->\n$$x = x$$": (":2", "not understood"),
    HEAD + "<!-- thence: x positive -->\n$$x = x$$": (":2", "declared twice"),
    HEAD + "$$x = x$$\n<!-- thence: expect: refuted -->": (":3", "before no equation"),
    HEAD + "<!-- thence: expect: wrong -->\n$$x = x$$": (":3, post.eq1", "unknown grade"),
    HEAD + "<!-- thence: skip -->\n$$x = x$$": (":3, post.eq1", "needs a reason"),
    HEAD + "<!-- thence: given z real -->\n$$x = x$$": (":3, post.eq1", "not declared"),
    HEAD + "<!-- thence: assuming x > 1, x < 0 -->\n$$x = x$$": (
        ":3, post.eq1: assuming 2",
        "contradict",
    ),
    HEAD + "$$\\begin{aligned} x &= b \\\\ &- b = 0\\end{aligned}$$": (":2:30", "begin anew"),
    HEAD + "$$= x$$": (":2:3", "goes on from one that was not read"),
    HEAD + "$$\\half$$\n\\def\\half{x = x}": (":2:3", "in a way that is not read"),
    HEAD + "\\newcommand{\\r}{\\r\\r}\n$$\\r$$": (":3:3", "without end"),
    "# No formula": (":1", "no displayed equation"),
}


@pytest.mark.parametrize(("text", "wanted"), PLACED.items())
def test_errors_are_placed(tmp_path, text, wanted):
    item = error_of(tmp_path, text)
    assert item.error.where.endswith(f"post.md{wanted[0]}")
    assert wanted[1] in item.error.what


def test_one_bad_equation_leaves_the_others(tmp_path):
    text = HEAD + "$$\\begin{aligned} x &= z \\\\ &= b \\\\ b &> 0 \\end{aligned}$$\n$$x = x$$"
    assert shown(claims(tmp_path, text)) == {
        "post.eq1.1": "error",
        "post.eq1.2": "error",
        "post.eq1.3": "b > 0",
        "post.eq2": "x = x",
    }


@pytest.mark.parametrize("opening", ["\\begin{align}", "\\[", "\\begin{equation*}"])
def test_an_equation_that_is_never_closed_leaves_those_behind_it(tmp_path, opening):
    found = claims(tmp_path, f"{HEAD}$$x = x$$\n\n{opening}\nx &= b\n\n$$b = b$$\n{opening}")
    assert shown(found) == {"post.eq1": "x = x", "": "error", "post.eq3": "b = b"}


def test_what_is_not_utf_8_leaves_the_equations(tmp_path):
    path = tmp_path / "post.md"
    path.write_bytes(f"{HEAD}f".encode() + b"\xfcr\n$$x = x$$\n$$x\xff = 1$$\n")
    bad, claim, unread = read(path)
    assert (bad.error.what, bad.line) == ("byte 38 is not UTF-8.", 2)
    assert claim.id == "post.eq1"
    assert "is not read in an equation" in unread.error.what
    path.write_bytes("$$x = x$$".encode("utf-16"))
    (item,) = read(path)
    assert item.error.what == "byte 1 is not UTF-8."


def test_a_document_is_read_up_to_its_bound(tmp_path):
    path = tmp_path / "post.md"
    path.write_text(HEAD + "$$x = x$$\n" + "a line\n" * 300_000 + "$$b = b$$")
    bad, claim = read(path)
    assert bad.error.what.startswith("longer than 2000000 bytes: nothing is read from this line")
    assert bad.line > 250_000
    assert claim.id == "post.eq1"
    path.write_text(HEAD + "$$x = x$$\n$$x = " + "1 + " * 600_000 + "1$$")
    assert [getattr(item, "line", 0) for item in read(path)] == [3, 0]


def test_no_more_equations_are_read_than_the_bound(tmp_path):
    *_, last, bad = claims(tmp_path, HEAD + "$$$$\n" * 5_002)
    assert "an equation without a formula" in last.error.what
    assert bad.error.what.startswith("more than 5000 equations")
    assert bad.line == 5_002


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_ends_of_lines_of_other_systems(tmp_path, end):
    path = tmp_path / "post.md"
    path.write_bytes(b"\xef\xbb\xbf" + f"{HEAD}$$x = x$$\n$$x = y$$".replace("\n", end).encode())
    claim, bad = read(path)
    assert claim.source.line == 2
    assert bad.error.where.endswith("post.md:3:7")


def test_ids_are_unique(tmp_path):
    text = HEAD + "$$x = x \\label{eq:a}$$\n$$b = b \\label{eq:a}$$"
    assert "used twice" in error_of(tmp_path, text).error.what


def test_files_that_are_no_text(tmp_path):
    path = tmp_path / "post.md"
    path.write_bytes(b"\xff\xfe")
    (item,) = read(path)
    assert "UTF-8" in item.error.what
    with pytest.raises(InputError, match="no such file"):
        list(read(tmp_path / "none.tex"))


def test_asymptotic_relations_say_where(tmp_path):
    text = HEAD + (
        "<!-- thence: as x -> oo -->\n$$\\sqrt{x^2+b} \\sim x$$\n"
        "<!-- thence: as x \\to 0+ -->\n$$\\sin x \\sim x$$\n"
        "<!-- thence: in b -->\n$$x\\sqrt{b} \\propto \\sqrt{b}$$\n"
        "$$\\sqrt{1+x} = 1 + \\frac{x}{2} + o(x) \\quad (x \\to 0)$$\n"
        "$$\\log x = O(\\sqrt{x}), \\qquad \\text{as } x \\to \\infty$$\n"
        "<!-- thence: as x -> 0-; given x negative -->\n$$b x = \\mathcal{O}\\left(x\\right)$$\n"
        "$$b x + x^2 \\sim b x \\quad (\\text{as } x \\to 0^+).$$\n"
        "$$x \\sim x + b, \\quad x \\to \\infty$$\n$$x = O(x) \\text{ for } x \\to 0$$"
    )
    found = claims(tmp_path, text)
    assert shown(found) == {
        "post.eq1": "sqrt(x**2 + b) ~ x as x -> oo",
        "post.eq2": "sin(x) ~ x as x -> 0+",
        "post.eq3": "Derivative(x*sqrt(b)/sqrt(b), b) = 0",
        "post.eq4": "sqrt(1 + x) - (1 + x/2) o x as x -> 0",
        "post.eq5": "log(x) O sqrt(x) as x -> oo",
        "post.eq6": "b*x O x as x -> 0-",
        "post.eq7": "b*x + x**2 ~ b*x as x -> 0+",
        "post.eq8": "x ~ x + b as x -> oo",
        "post.eq9": "x O x as x -> 0",
    }
    assert {c.kind for c in found} == {"asymptotic"}


@pytest.mark.parametrize(
    ("order", "equation", "wrong"),
    [
        ("note: none", "x \\sim b", "where does what go"),
        ("note: none", "x \\propto b", "in which variable"),
        ("note: none", "x = O(x)", "where does what go"),
        ("as x -> 0", "x = b \\quad (x \\to 0)", "as x -> 0, what"),
        ("as x -> 0", "x \\sim x \\quad (x \\to \\infty)", "where does what go"),
        ("as x -> 0", "x = O(x) + x", "'+' is not expected here"),
        ("as x -> 0", "x = 2 O(x)", "'O' is not expected here"),
        ("as x -> 0", "O(x) = x", "goes on from O(...)"),
        ("as x -> 0", "x = O(x) = 2 x", "goes on from O(...)"),
        ("as x -> 0", "x < O(x)", "< as x -> 0"),
        ("as x -> 0", "x = O(x^2)^2", "'^' is not expected here"),
        ("as x -> 0", "x = O^2(x)", "a power or prime of O"),
        ("as x -> 0", "b = O(x)", "b does not depend on x"),
        ("note: none", "x \\sim x (x \\to 0)", "is not expected here"),
        ("note: none", "x \\sim x \\quad (x \\to 0", "is not expected here"),
        ("note: none", "x \\sim x \\quad (x \\to \\infty^+)", "a side at infinity"),
        ("note: none", "x \\sim x \\quad (z \\to 0)", "z is not declared"),
        ("as x", "x \\sim b", "what goes where"),
        ("as y -> oo", "x \\sim b", "no declared real variable"),
        ("as x -> oo", "x \\sim b", "b does not depend on x"),
        ("in x", "b \\propto x", "b does not depend on x"),
        ("in x, b", "x \\propto b", "no declared real variable"),
    ],
)
def test_asymptotic_relations_that_do_not(tmp_path, order, equation, wrong):
    item = error_of(tmp_path, f"{HEAD}<!-- thence: {order} -->\n$${equation}$$")
    assert wrong in item.error.what


def test_families_in_a_document(tmp_path):
    text = (
        "<!-- thence: n integer>=1; s real[n]; i, k index[n]; kronecker \\delta; define p_i -->\n"
        "$$p_i = \\frac{e^{s_i}}{\\sum_k e^{s_k}}$$\n"
        "$$\\frac{\\partial \\log p_i}{\\partial s_k} = \\delta_{ik} - p_k$$\n"
        "$$\\langle s, s\\rangle \\ge 0$$"
    )
    found = claims(tmp_path, text)
    exp = "exp(s[{0}])/Sum(exp(s[{1}]), ({1}, 1, n))"
    assert shown(found) == {
        "post.eq1": exp.format("i", "k"),
        "post.eq2": f"Derivative(log({exp.format('i', 'k_1')}), s[k])"
        f" = KroneckerDelta(i, k) - {exp.format('k', 'k_1')}",
        "post.eq3": "Sum(s[j]**2, (j, 1, n)) >= 0",
    }
    given = found[1].statements[0].given
    assert {name: str(domain) for name, domain in given.items()} == {
        "n": "integer>=1",
        "s": "real[n]",
        "i": "index[n]",
        "k": "index[n]",
    }


LAYER = r"""
<!-- thence: h, d integer>=1; i, j index[h]; p index[d]; z, c real
     W real[h, d]; x real[d]; b, v real[h]; define \sigma(z); define \hat{y}, \ell, u -->
$$\sigma(z) = \frac{1}{1+e^{-z}}$$
$$\begin{aligned} u &= \boldsymbol{W}\mathbf{x} + \mathbf{b} \\ &= b - W (-x) \end{aligned}$$
$$\hat{y} = v^\top \sigma(u)$$
$$\ell = \frac12 (\hat{y} - c)^2$$
$$\nabla_v \ell = (\hat{y} - c)\,\sigma(u)$$
$$\nabla_W \ell = (\hat{y} - c)\,(v \odot \sigma(u))\,x^\top$$
"""


def test_a_network_in_a_document(tmp_path):
    """Back-propagation through two layers of any width; the last gradient lacks a factor."""
    found = claims(tmp_path, LAYER)
    assert [claim.kind for claim in found][-2:] == ["derivative", "derivative"]
    unit = "1/(1 + exp(-(Sum(W[{0}, {1}]*x[{1}], ({1}, 1, d)) + b[{0}])))"
    output = f"(Sum(v[k]*({unit.format('k', 'm')}), (k, 1, h)) - c)"
    assert str(found[-2].statements[0].lhs) == f"Derivative(1/2*{output}**2, v[i])"
    chain = found[2].statements[0]
    assert str(chain.rhs) == "b[i] - Sum(W[i, k]*(-x[k]), (k, 1, d))"
    grades = {claim.id: decide(claim, seed=0, seconds=20)["grade"] for claim in found[-2:]}
    assert grades == {"post.eq5": "certified", "post.eq6": "refuted"}


def test_rows_of_matrices_go_on_at_the_same_entry(tmp_path):
    text = (
        "<!-- thence: m, n integer>=1; A real[m, n]; B real[n, m]; C real[m, m];"
        " i, j, k index[m] -->\n"
        r"$$\begin{aligned} (A B)^\top &= B^\top A^\top \\ &= C \end{aligned}$$"
    )
    first, second = (claim.statements[0] for claim in claims(tmp_path, text))
    assert str(second) == f"{first.rhs} = C[i, j]"


def test_what_was_not_read_is_named_where_it_is_used(tmp_path):
    text = (
        "<!-- thence: x real; define f(x), c, h -->\n$$f(x) = \\nonsense x$$\n$$f(x) > 0$$\n"
        "<!-- thence: skip: later -->\n$$c = 2 + 2$$\n$$c + 1 = 5$$\n$$h + 1 = c$$\n$$f(x) \\ge 1$$"
    )
    found = [item.error.what for item in claims(tmp_path, text) if isinstance(item, BadInput)]
    assert found[1:] == [
        "f is defined in line 2, which was not read.",
        "c is defined in line 5, which was not read.",
        "h is not defined yet.",
        "f is defined in line 2, which was not read.",
    ]


def test_limits_of_sequences_are_orders(tmp_path):
    text = (
        "<!-- thence: n integer>=1; b (0, 1) -->\n$$\\lim_{n\\to\\infty} b^n = 0$$\n"
        "$$\\lim_{n\\to\\infty} \\sum_{k=1}^n b^k = \\frac{b}{1-b}$$\n"
        "$$\\lim_{n\\to\\infty} n = \\infty$$\n$$\\lim_{n\\to 1} n = 1$$\n"
        "$$\\lim_{n\\to\\infty} b^n \\le 1$$"
    )
    found = claims(tmp_path, text)
    assert shown(found) == {
        "post.eq1": "b**n o 1 as integer n -> oo",
        "post.eq2": "Sum(b**k, (k, 1, n)) - b/(1 - b) o 1 as integer n -> oo",
        "post.eq3": "error",
        "post.eq4": "error",
        "post.eq5": "error",
    }
    assert {i.error.what for i in found if isinstance(i, BadInput)} == {
        "a limit in n, which is an integer."
    }


def test_a_semicolon_ends_a_note(tmp_path):
    item = error_of(tmp_path, HEAD + "<!-- thence: note: wrong; people say so -->\n$$x = x$$")
    assert "'people say so' is not understood" in item.error.what
    assert "A semicolon ends the note before it" in item.error.hint


def test_printed_rows_have_no_alignment_marks(tmp_path):
    text = (
        "\\begin{align} x + b &= b & x b &= x \\\\ &\\ge 0 & &x > 0 \\end{align}\n"
        "$$|x| = \\begin{cases} x & x \\ge 0 \\\\ -x & x < 0 \\end{cases}$$"
    )
    assert [item.source.says for item in claims(tmp_path, HEAD + text)] == [
        "x + b = b",
        "x b = x",
        "\\ge 0 \\qquad x > 0",
        "|x| = \\begin{cases} x & x \\ge 0 \\\\ -x & x < 0 \\end{cases}",
    ]


@pytest.mark.parametrize(
    ("declared", "hint"),
    [
        ("x reall", "Did you mean x real?"),
        ("x, y postive", "Did you mean x, y positive?"),
        ("x", "It has no domain. Write x real, for one."),
        (r"\sigma, x", r"It has no domain. Write \sigma, x real, for one."),
        ("i index", "Of how many? Write i index[n], where n is declared before it."),
        ("people say so", "Such as: x, b real"),
    ],
)
def test_what_is_no_declaration_is_mended_by_the_word_that_was_meant(tmp_path, declared, hint):
    item = error_of(tmp_path, f"<!-- thence: {declared} -->\n$$1 < 2$$\n")
    assert hint in item.error.hint


def test_a_delta_with_two_indices_is_likely_to_be_kroneckers(tmp_path):
    head = "<!-- thence: n integer>=1; i, j index[n]; p real[n] -->\n"
    item = error_of(tmp_path, head + r"$$\delta_{ij} p_i = p_i p_j$$")
    assert item.error.hint == r"Declare it: thence: kronecker \delta"


@pytest.mark.parametrize(
    "reason",
    [
        r"&& \text{geometric series}",
        r"&& \text{(chain rule)}",
        r"\quad \text{(by Jensen)}",
        r"&& \text{definition of the norm}",
    ],
)
def test_a_reason_beside_a_row_claims_nothing(tmp_path, reason):
    text = HEAD + rf"\begin{{align}} x + x &= 2 x {reason} \\ &= x \cdot 2 \end{{align}}"
    assert list(shown(claims(tmp_path, text)).values()) == ["x + x = 2*x", "2*x = x*2"]


def test_text_between_rows_belongs_to_neither(tmp_path):
    text = HEAD + r"\begin{align} x + x &= 2 x \\ \intertext{and so} b + b &= 2 b \end{align}"
    assert list(shown(claims(tmp_path, text)).values()) == ["x + x = 2*x", "b + b = 2*b"]


@pytest.mark.parametrize(
    "words",
    [
        r"&& \text{unless } x = 0",
        r"&& \text{even } x",
        r"&& \text{x large}",
        r"&& \text{small angles}",
        r"&& \text{only if } x > 0",
    ],
)
def test_words_that_may_be_a_condition_are_refused(tmp_path, words):
    error_of(tmp_path, HEAD + rf"\begin{{align}} x + x &= 2 x {words} \end{{align}}")


CONTINUED = {
    r"(x+1)^2 &= x^2 + 2x \\ &\phantom{=} + 1": "(x + 1)**2 = x**2 + 2*x + 1",
    r"(x+1)^2 &= x^2 + 2x \\ &\hspace{2em} + 1": "(x + 1)**2 = x**2 + 2*x + 1",
    r"x b &\stackrel{(a)}{=} b x \\ &\overset{\text{(ii)}}{\le} b x": "x*b = b*x; b*x <= b*x",
    r"x &\overset{\text{def}}{=} b": "x = b",
    r"x &= b \\ &\mathrel{} - 1": "x = b - 1",
    r"x &\not= x + 1": "x != x + 1",
    r"x^2 &> x \\ &\text{for } x > 1": "x**2 > x",
    r"x^2 &> x &&\\ &\text{if } x > 1 \\ x &= b": "x**2 > x; x = b",
}


@pytest.mark.parametrize(("rows", "wanted"), CONTINUED.items())
def test_what_shows_nothing_stands_in_no_way(tmp_path, rows, wanted):
    text = HEAD + rf"\begin{{align}} {rows} \end{{align}}"
    assert "; ".join(shown(claims(tmp_path, text)).values()) == wanted


@pytest.mark.parametrize("row", [r"& \left(x + 1\right)", r"& \frac{1}{b}", r"& \sum_{k=1}^3 k"])
def test_a_row_that_may_end_early_is_no_claim(tmp_path, row):
    """Its formula may go on in a row that has no relation of its own."""
    text = HEAD + rf"\begin{{align}} x &= b \\ {row} \\ x &= x \end{{align}}"
    found = claims(tmp_path, text)
    assert [type(item).__name__ for item in found] == ["BadInput", "BadInput", "Claim"]
    assert "does the row below go on from here?" in found[0].error.what


def test_a_condition_below_a_row_is_its_own(tmp_path):
    text = HEAD + r"\begin{align} x^2 &> x \\ &\text{for } x > 1 \end{align}"
    (claim,) = claims(tmp_path, text)
    assert [str(h) for h in claim.statements[0].assuming] == ["x > 1"]


def test_a_condition_below_several_rows_is_of_one_or_all(tmp_path):
    text = HEAD + r"\begin{align} x^2 &> x \\ &> b \\ &\text{for } x > 1 \end{align}"
    found = claims(tmp_path, text)
    assert all("of all rows above, or of the last" in item.error.what for item in found)


def test_words_below_a_row_do_not_go_on_from_it(tmp_path):
    text = HEAD + r"\begin{align} x + x &= 2 x \\ &\text{(by Jensen)} \end{align}"
    assert claims(tmp_path, text)[0].statements


PICKED_UP = {
    "> $$\n> x + b > x\n> $$": "x + b > x",
    "> $$x + b\n> > x$$": "x + b > x",
    "$$\nx + b\n> x\n$$": "x + b > x",
    "```math\nx + b > x\n```\n\n```python\n$$x < 0$$\n```": "x + b > x",
    "$$\\begin{equation}\\label{eq:b}\nx + b > x\n\\end{equation}$$": "x + b > x",
    "$$\\begin{align*} x &= x + 0 \\\\ &= x \\end{align*}$$": "x = x + 0; x + 0 = x",
    "\\begin{eqnarray} x &=& x + 0 \\\\ &=& x \\end{eqnarray}": "x = x + 0; x + 0 = x",
}


@pytest.mark.parametrize(("text", "wanted"), PICKED_UP.items())
def test_equations_as_they_stand_in_posts(tmp_path, text, wanted):
    assert "; ".join(shown(claims(tmp_path, HEAD + text)).values()) == wanted


def test_what_is_not_printed_is_not_read(tmp_path):
    text = "% Thence : x real\n\\[x = x\\]\\iffalse \\[x = 1\\] \\fi \\end{document} \\[x = 2\\]"
    assert list(shown(claims(tmp_path, text, "post.tex")).values()) == ["x = x"]


def test_a_forgotten_colon_is_told(tmp_path):
    item = claims(tmp_path, "<!-- thence x real -->\n$$x = x$$")[0]
    assert (item.error.what, item.line) == ("a colon is missing behind thence.", 1)
    assert item.error.hint == "Write thence: x real"
    assert shown(claims(tmp_path, HEAD + "<!-- thence we are done -->\n$$x = x$$"))


def test_an_equation_over_an_empty_line_may_not_be_closed(tmp_path):
    items = claims(tmp_path, HEAD + "$$x + 1 > x\n\nMore of it.\n\n$$x = x$$\n")
    assert "line 2 goes on over an empty line" in items[0].error.hint
    assert "the one before it" in items[-1].error.hint
    assert all(isinstance(item, BadInput) for item in items)


def test_macros_are_read_in_declarations_and_orders(tmp_path):
    head = (
        "\\newcommand{\\eps}{\\varepsilon}\n\\newcommand{\\vect}[1]{\\hat{#1}}\n"
        "\\DeclareMathOperator{\\KL}{KL}\n"
        "% thence: n integer>=1; \\eps positive; \\vect{x} real; p, q positive[n]\n"
        "% thence: define \\KL(q \\| p); i index[n]\n"
    )
    text = head + (
        "\\[\\KL(q \\| p) = \\sum_i q_i \\log\\frac{q_i}{p_i}\\]\n"
        "% thence: assuming Sum(p[i], (i, 1, n)) = 1, \\sum_i q_i = 1\n"
        "\\[\\KL(q \\| p) \\ge 0\\]\n% thence: assuming \\eps < 1\n"
        "\\[\\eps^2 < \\vect{x}^2 + 1\\]\n"
    )
    found = claims(tmp_path, text, "post.tex")
    assert not [item.error.what for item in found if isinstance(item, BadInput)]
    assert [str(h) for h in found[1].statements[0].assuming] == [
        "Sum(p[i], (i, 1, n)) = 1", "Sum(q[i], (i, 1, n)) = 1",
    ]  # fmt: skip
    assert str(found[2].statements[0]) == "varepsilon**2 < x_hat**2 + 1"
    text = "\\def\\eps{e}\n% thence: \\eps real; x real\n\\[x = x\\]"
    assert "defined in a way that is not read" in claims(tmp_path, text, "post.tex")[0].error.what


def test_a_name_that_is_none_leaves_the_others(tmp_path):
    text = "<!-- thence: x real; define f(x), s^{3}, g(x) -->\n$$f(x) = x$$\n$$g(x) = f(x)$$"
    bad = error_of(tmp_path, text).error
    assert bad.what == "'s^{3}': this superscript is no part of a name."
    assert "x^{\\text{new}}" in bad.hint
    assert len(claims(tmp_path, text)) == 3


MARKED = {
    r"x' > x": "x_prime > x",
    r"\theta^{\text{new}} = \theta - \eta \theta^\mathrm{old}": "theta_new = theta - eta*theta_old",
    r"x^\ast = x^{*}": "x_star = x_star",
    r"q_i^\ast = 2 q^*_i": "q_star[i] = 2*q_star[i]",
    r"\Delta W + \Delta x = \Delta W_{12}": "error: a matrix and a number added is not read.",
    r"\Delta W_{12} = (\Delta W)_{12}": "W_Delta[1, 2] = W_Delta[1, 2]",
    r"\sigma^2 = \frac{1}{n} \sum_i q_i^2": "1/n*Sum(q[i]**2, (i, 1, n))",
    r"\sigma = 1": "error: sigma^2 is defined, and sigma is not.",
    r"\sigma^4 = 1": "error: sigma^2 is defined, and sigma is not.",
    r"x^{\text{big}} = 1": "error: the superscript big is not a power.",
    r"\theta'' = 1": "error: a prime on a symbol.",
}


@pytest.mark.parametrize(("row", "wanted"), MARKED.items())
def test_names_with_marks(tmp_path, row, wanted):
    head = (
        "<!-- thence: n integer>=1; i index[n]; x, x', x^*, \\theta, \\eta real; "
        "\\theta^{\\text{new}}, \\theta^{\\mathrm{old}} real; q, q^* real[n] -->\n"
        "<!-- thence: \\Delta W real[n, n]; \\Delta x real; define \\sigma^2 -->\n"
    )
    (item,) = claims(tmp_path, f"{head}$${row}$$")
    bad = isinstance(item, BadInput)
    assert (f"error: {item.error.what}" if bad else str(item.statements[0])) == wanted


def test_a_letter_and_its_square_are_not_two_things(tmp_path):
    for text in ("\\sigma real; define \\sigma^2", "define \\sigma^2; \\sigma real"):
        found = claims(tmp_path, f"<!-- thence: {text} -->\n$$1 = 1$$")
        assert found[0].error.what == "sigma and sigma^2 are both declared, as two things."


def test_the_first_row_may_have_its_relation_below(tmp_path):
    rows = r"\begin{align} &(x + b)^2 \\ &\quad - 2 b x \\ &= x^2 + b^2 \\ &> 0 \end{align}"
    found = claims(tmp_path, HEAD + rows)
    assert [str(item.statements[0]) for item in found] == [
        "(x + b)**2 - 2*b*x = x**2 + b**2", "x**2 + b**2 > 0",
    ]  # fmt: skip
    # elsewhere such a row may have ended early
    rows = r"\begin{align} x &= x \\ b + x \\ &= b \end{align}"
    assert isinstance(claims(tmp_path, HEAD + rows)[0], BadInput)


MESSAGES = {
    r"\theta_1 = b": "define theta_1",
    r"e^{\mathrm{i} x} = 1": "Everything is real",
    r"\begin{array}{c} x \end{array} = 1": "Write an equation for each entry",
    r"1 + 2 + \cdots + x = b": r"\sum_{k=1}^{n}",
    r"\frac{d x}{d \log x} = x": r"x \frac{d}{dx} for",
    r"\underbrace{x^2}_{\ge 0} + b > 0": "Say it in an equation of its own",
    r"\operatorname{Var}(x) = b": r"Write \operatorname{Var}_{i \sim p}[...]",
    r"\mathbb{E}_{x}[x] = b": r"Write \mathbb{E}_{i \sim p}[...]",
    r"\frac{\partial y}{\partial x} = 1": "Declare it: thence: y real",
}


@pytest.mark.parametrize(("row", "hint"), MESSAGES.items())
def test_messages_say_what_to_write(tmp_path, row, hint):
    assert hint in error_of(tmp_path, f"{HEAD}$${row}$$").error.hint


def test_a_hypothesis_on_an_entry_of_which_nothing_else_says_is_refused(tmp_path):
    head = "<!-- thence: n integer>=1; i, j index[n]; s real[n]; c positive; define m; \\tau real"
    text = f"{head} -->\n<!-- thence: assuming s_j = c -->\n$$s_i = c$$\n"
    assert "for one j, or for each" in error_of(tmp_path, text).error.what
    text = f"{head} -->\n<!-- thence: assuming s_j = c -->\n$$s_j \\le c + \\sum_i s_i^2$$\n"
    assert len(claims(tmp_path, text)[0].statements[0].assuming) == 1
    text = f"{head}; throughout s_j > 0 -->\n$$s_i = c$$\n$$c > 0$$\n"
    order, equation, other = claims(tmp_path, text)
    assert "for one j, or for each" in order.error.what
    assert "holds throughout, by line 1, was not read" in equation.error.what
    assert shown([other]) == {"post.eq2": "c > 0"}


def test_what_holds_throughout_and_has_no_words_costs_every_equation(tmp_path):
    text = "<!-- thence: x real; throughout x > foo; throughout \\@ -->\n$$x > 1$$\n"
    assert [isinstance(item, BadInput) for item in claims(tmp_path, text)] == [True] * 3


def test_several_domains_stand_in_one_declaration(tmp_path):
    text = (
        "<!-- thence: x, y real, b (1, oo), n integer>=1, s [0, 1)[n] -->\n"
        "<!-- thence: given x (0, 1), b [2, 3] -->\n$$x + b + y + n + \\sum_{i=1}^n s_i > 2$$\n"
    )
    (item,) = claims(tmp_path, text)
    found = {name: str(domain) for name, domain in item.statements[0].given.items()}
    assert found == {"x": "(0, 1)", "y": "real", "b": "[2, 3]", "n": "integer>=1", "s": "[0, 1)[n]"}


def test_ends_of_a_domain_that_are_no_numbers(tmp_path):
    text = "<!-- thence: T positive; t [0, T) -->\n$$T > 0$$\n"
    error = error_of(tmp_path, text).error
    assert "no numbers" in error.what
    assert "throughout 0 <= t < T" in error.hint


def test_a_name_with_the_index_zero_beside_a_family(tmp_path):
    text = (
        "<!-- thence: T integer>=1; t index[T]; x_0, x_t real; define p_t -->\n"
        "$$x_0 + x_t = x_t + x_0$$\n$$p_t = x_t - x_0$$\n$$p_t + x_0 = x_t$$\n"
    )
    assert shown(claims(tmp_path, text)) == {
        "post.eq1": "x_0 + x[t] = x[t] + x_0",
        "post.eq2": "x[t] - x_0",
        "post.eq3": "x[t] - x_0 + x_0 = x[t]",
    }


def test_an_entry_that_is_counted_is_no_other_name(tmp_path):
    text = "<!-- thence: T integer>=1; t index[T]; x_1, x_t real -->\n$$x_1 = x_t$$\n"
    assert "an entry of a family" in error_of(tmp_path, text).error.what


def test_a_limit_is_of_what_is_defined_with_its_variable(tmp_path):
    head = "<!-- thence: \\tau positive; s real; define p -->\n$$p = e^{-s/\\tau}$$\n"
    found = claims(tmp_path, f"{head}$$\\lim_{{\\tau \\to \\infty}} p = 1$$\n")
    assert str(found[1].statements[0]) == "Limit(exp(-(s/tau)), tau, oo) = 1"


def test_the_ends_of_a_domain_may_be_in_latex(tmp_path):
    head = "<!-- thence: a [0, 2\\pi); b (-\\infty, \\pi]; x real -->\n"
    (claim,) = claims(tmp_path, f"{head}$$a + b \\ge x$$\n")
    given = claim.statements[0].given
    assert {name: str(domain) for name, domain in given.items()} == {
        "a": "[0, 2*pi)",
        "b": "(-oo, pi]",
        "x": "real",
    }
