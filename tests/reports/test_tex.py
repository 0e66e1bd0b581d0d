import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thence_reports.tex import code, escape

ESCAPED = {
    "50% of a_b & #1 $x$ {y}": r"50\% of a\_b \& \#1 \$x\$ \{y\}",
    r"\input{/etc/passwd}": r"\textbackslash{}input\{/etc/passwd\}",
    "~ ^": r"\textasciitilde{} \textasciicircum{}",
    'say "x"': r"say \textquotedbl{}x\textquotedbl{}",
    "a -- b": r"a -\kern0pt - b",
    "a\n\t b": "a b",
    "中文说明": "中文说明",
    "café": r"caf\unichar{00E9}",
    "\U0001f600": r"\unichar{1F600}",
    "a\u202eb\u0000": r"a\codepoint{202E}b\codepoint{0000}",
    "say שלום עולם twice": r"say \rtl{שלום עולם} twice",
    "": "",
}


@pytest.mark.parametrize(("text", "wanted"), ESCAPED.items())
def test_escaped(text, wanted):
    assert escape(text) == wanted


def test_long_words_may_break():
    assert r"\allowbreak" in escape("x" * 100)
    assert r"\allowbreak" not in escape("short words " * 20)
    assert escape("a/b" * 20).replace(r"\allowbreak{}", "") == "a/b" * 20


def test_code_is_escaped_too():
    assert code("a_b") == r"\code{a\_b}"


OURS = ["textbackslash", "textasciitilde", "textasciicircum", "textquotedbl", "textasciigrave"]
OURS += ["unichar", "codepoint", "rtl", "kern0pt", "allowbreak"]


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_nothing_but_our_own_commands_comes_out(text):
    rest = escape(text)
    for char in r"\{}$&#_%":
        if char != "\\":
            rest = rest.replace("\\" + char, "")
    for name in OURS:
        rest = rest.replace(f"\\{name}", "")
    assert "\\" not in rest
    assert not set("$&#_%~^") & set(rest)
    assert rest.count("{") == rest.count("}")
