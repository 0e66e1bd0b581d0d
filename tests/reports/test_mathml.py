"""Mathematics of a source in MathML: well formed, of known elements, and with the right marks."""

import re
from xml.etree import ElementTree

import pytest

from thence_reports import readmath
from thence_reports.mathml import mathml

SHOWN = {
    "12.5x": "<mn>12.5</mn><mi>x</mi>",
    "1.": "<mn>1</mn><mo>.</mo>",
    "1,2": "<mn>1</mn><mo>,</mo><mn>2</mn>",
    "12^23": "<mn>1</mn><msup><mn>2</mn><mn>2</mn></msup><mn>3</mn>",
    "x''^2": "<msup><mi>x</mi><mrow><mo>′′</mo><mn>2</mn></mrow></msup>",
    "a=-b": '<mi>a</mi><mo>=</mo><mo form="prefix">−</mo><mi>b</mi>',
    "(a)-b": '<mo stretchy="false">(</mo><mi>a</mi><mo stretchy="false">)</mo><mo>−</mo><mi>b</mi>',
    r"\log x": '<mi>log</mi><mo>&#x2061;</mo><mspace width="0.17em"></mspace><mi>x</mi>',
    r"\log(x)": '<mi>log</mi><mo>&#x2061;</mo><mo stretchy="false">(</mo><mi>x</mi>'
    '<mo stretchy="false">)</mo>',
    r"\sum_{i=1}^n": '<munderover><mo movablelimits="false">∑</mo><mrow><mi>i</mi><mo>=</mo>'
    "<mn>1</mn></mrow><mi>n</mi></munderover>",
    r"\int_0^1": '<msubsup><mo movablelimits="false">∫</mo><mn>0</mn><mn>1</mn></msubsup>',
    r"\mathbb{R}": '<mi mathvariant="normal">ℝ</mi>',
    r"\mathcal{LA}": '<mi mathvariant="normal">ℒ𝒜</mi>',
    r"\mathfrak{C}": '<mi mathvariant="normal">ℭ</mi>',
    r"\mathrm{ReLU}": '<mrow><mi mathvariant="normal">ReLU</mi></mrow>',
    r"\left(x\right.": '<mrow><mo form="prefix" fence="true" stretchy="true">(</mo><mi>x</mi>'
    "</mrow>",
    r"\begin{array}{c|r}a&b\\\hline c&d\end{array}": "<mtable>"
    '<mtr><mtd class="c"><mi>a</mi></mtd><mtd class="bar r"><mi>b</mi></mtd></mtr>'
    '<mtr class="ruled"><mtd class="c"><mi>c</mi></mtd><mtd class="bar r"><mi>d</mi></mtd></mtr>'
    "</mtable>",
    r"\text{a < b & c}": "<mtext>a\xa0&lt;\xa0b\xa0&amp;\xa0c</mtext>",
    "变\u202e": "<mtext>变[U+202E]</mtext>",
}
ELEMENTS = frozenset(["math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt"])
ELEMENTS |= {"mroot", "msub", "msup", "msubsup", "munder", "mover", "munderover"}
ELEMENTS |= {"mtable", "mtr", "mtd"}
#: How many children an element of MathML must have.
CHILDREN = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2}
CHILDREN |= {"msubsup": 3, "munderover": 3}


@pytest.mark.parametrize(("text", "wanted"), SHOWN.items())
def test_shown(text, wanted):
    assert mathml(text) == f'<math display="block">{wanted}</math>'


def everything():
    """Each command that the reader knows, alone and in odd places."""
    yield from (f"\\{name} x" for name in readmath.SYMBOLS)
    yield from (f"\\{name}_a^b x" for name in readmath.OPERATORS)
    yield from (f"\\{name}{{ab}}_1^2" for name in readmath.ONE)
    yield from (f"\\{name}{{a}}{{b+c}}" for name in readmath.TWO)
    yield from (f"\\{name}{{A}}" for name in readmath.LETTERS)
    yield from (f"\\{name}{{a b}}" for name in readmath.TEXT)
    yield from (rf"\begin{{{name}}}a\\b\end{{{name}}}" for name in readmath.ENVIRONMENTS)
    yield from (rf"\left\{name} x \right." for name in readmath.DELIMITER_COMMANDS)
    yield from (f"\\{name}(" for name in readmath.SIZES)
    yield from (rf"\not{token} x" for token in readmath.NEGATED)
    yield from (r"\,\;\:\!\ x", r"\{\}\%\_\#\&\$\|", r"\sqrt[3]{x}", "^2", "a/b~c", "|x|*y!")


def test_every_command_is_spelled_in_well_formed_mathml_core():
    for text in everything():
        written = mathml(text)
        assert written is not None, text
        assert "\\" not in re.sub(r"<mo[^>]*>\\</mo>", "", written), text
        for element in ElementTree.fromstring(written).iter():
            assert element.tag in ELEMENTS, text
            assert len(element) == CHILDREN.get(element.tag, len(element)), text
