r"""LaTeX mathematics from elsewhere in MathML Core, which browsers set without any script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from itertools import pairwise

from markupsafe import Markup, escape

from thence_reports import readmath, view
from thence_reports.readmath import Atom

_THIN = '<mspace width="0.17em"></mspace>'
_APPLY = "<mo>&#x2061;</mo>"


def _pairs(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


#: Symbols that stand for a quantity.
_IDENTIFIERS = _pairs("""
    alpha α beta β gamma γ delta δ epsilon ϵ zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ
    nu ν xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi ϕ chi χ psi ψ omega ω Gamma Γ Delta Δ
    Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω varepsilon ε vartheta ϑ
    varphi φ varrho ϱ varsigma ς varpi ϖ ell ℓ hbar ℏ imath ı jmath ȷ Re ℜ Im ℑ aleph ℵ
    partial ∂ infty ∞ emptyset ∅ varnothing ∅ top ⊤ bot ⊥
    """)
_SIGNS = _pairs("""
    nabla ∇ forall ∀ exists ∃ neg ¬ lnot ¬ angle ∠ prime ′ circ ∘ bullet ∙ star ⋆ ast ∗ dagger †
    cdot ⋅ times × div ÷ pm ± mp ∓ cap ∩ cup ∪ setminus ∖ wedge ∧ vee ∨ land ∧ lor ∨ oplus ⊕
    otimes ⊗ odot ⊙ ominus ⊖ le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ ll ≪ gg ≫ equiv ≡ approx ≈ cong ≅
    sim ∼ simeq ≃ propto ∝ prec ≺ preceq ⪯ succ ≻ succeq ⪰ perp ⟂ parallel ∥ mid ∣ nmid ∤ in ∈
    notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ leqslant ⩽ geqslant ⩾ lesssim ≲
    gtrsim ≳ triangleq ≜ doteq ≐ asymp ≍ models ⊨ vdash ⊢ colon : to → gets ← rightarrow →
    leftarrow ← Rightarrow ⇒ Leftarrow ⇐ leftrightarrow ↔ Leftrightarrow ⇔ mapsto ↦
    longrightarrow ⟶ Longrightarrow ⟹ Longleftrightarrow ⟺ longmapsto ⟼ uparrow ↑ downarrow ↓
    iff ⟺ implies ⟹ impliedby ⟸ rightharpoonup ⇀ hookrightarrow ↪ ldots … cdots ⋯ vdots ⋮
    ddots ⋱ dots … dotsc … dotsb ⋯
    """)
_FENCES = _pairs(r"""
    langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ lvert | rvert | lVert ‖ rVert ‖ vert |
    Vert ‖ | ‖ { { } } < ⟨ > ⟩ uparrow ↑ downarrow ↓ backslash \
    """)
_BIG = _pairs("""
    sum ∑ prod ∏ int ∫ iint ∬ iiint ∭ oint ∮ coprod ∐ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂
    bigvee ⋁ bigwedge ⋀
    """)
_TWO_WORDS = {"limsup": "lim sup", "liminf": "lim inf"}
_ACCENTS = _pairs("""
    hat ^ bar ¯ tilde ~ vec → dot ˙ ddot ¨ check ˇ breve ˘ overline ‾ widehat ^ widetilde ~
    overrightarrow → overleftarrow ← overbrace ⏞
    """)
_BELOW = {"underline": "_", "underbrace": "⏟"}
#: Accents that grow with what they stand over.
_WIDE = ("overline", "widehat", "widetilde", "overrightarrow", "overleftarrow", "overbrace")
#: Commands that change the letters, with the class that the style sheet knows.
_FACES = {
    "mathrm": "",
    "mathop": "",
    "mathit": "italic",
    "mathbf": "bold",
    "boldsymbol": "bold",
    "mathsf": "sans",
    "mathtt": "mono",
}
_SPACES = {",": 0.17, ";": 0.28, ":": 0.22, ">": 0.22, "!": -0.17, " ": 0.25}
_SIZES = {"big": 1.2, "Big": 1.8, "bigg": 2.4, "Bigg": 3.0}
_ALPHABETS = {
    "mathbb": ("MATHEMATICAL DOUBLE-STRUCK {}", "DOUBLE-STRUCK {}"),
    "mathcal": ("MATHEMATICAL SCRIPT {}", "SCRIPT {}"),
    "mathfrak": ("MATHEMATICAL FRAKTUR {}", "BLACK-LETTER {}"),
}
_BRACKETS = {"pmatrix": "()", "bmatrix": "[]", "Bmatrix": "{}", "vmatrix": "||", "Vmatrix": "‖‖"}
_NEGATED = {"=": "≠", "<": "≮", ">": "≯", "in": "∉", "equiv": "≢", "subset": "⊄", "sim": "≁"}
_MINUS, _SIGN, _POINT = "<mo>−</mo>", '<mo form="prefix">−</mo>', "<mo>.</mo>"
_DIGIT, _NUMBER = re.compile(r"<mn>\d</mn>"), re.compile(r"<mn>([\d.]+)</mn>")
#: What a sign may stand after: any operator but a closing fence.
_EXPECTS = re.compile(r"<mo[^>]*>[^)\]|‖⟩⌋⌉!′]</mo>$")
_LETTERS_ALONE = re.compile(r"(?:<m[in]>[^<]*</m[in]>)+")


def _sign(text: str, attributes: str = "") -> str:
    return f"<mo{attributes}>{escape(text)}</mo>"


def _single(text: str) -> str:
    """One element, where a place takes one only."""
    whole = re.fullmatch(r"<(m[ino])[^>]*>[^<]*</\1>", text)
    return text if whole else f"<mrow>{text}</mrow>"


def _fence(text: str, form: str = "") -> str:
    shape = f' form="{form}"' if form else ""
    return _sign(text, f'{shape} fence="true" stretchy="true"')


def _letter(alphabet: str, char: str) -> str:
    """A letter by the name that Unicode has for it."""
    if alphabet not in _ALPHABETS:
        return char
    case = "CAPITAL" if char.isupper() else "SMALL"
    for name in _ALPHABETS[alphabet]:
        try:
            return unicodedata.lookup(name.format(f"{case} {char.upper()}"))
        except KeyError:
            continue
    return char


class _MathML:
    """The spelling of the parts in MathML; see :class:`thence_reports.readmath.Writer`."""

    def row(self, items: Sequence[Atom]) -> str:
        parts: list[str] = []
        for item, after in pairwise([*items, Atom("", "opening")]):
            text, before = item.text, parts[-1] if parts else ""
            if text == _MINUS and (not before or _EXPECTS.search(before)):
                text = _SIGN
            elif _DIGIT.fullmatch(text) and (number := _NUMBER.fullmatch(before)):
                # The digits of a number, and the point between them, are one element.
                parts[-1], text = "", f"<mn>{number[1]}{text[4:]}"
            elif text == _POINT and _NUMBER.fullmatch(before) and _DIGIT.match(after.text):
                parts[-1], text = "", before.replace("</mn>", ".</mn>")
            parts.append(text)
            if item.kind == "function":
                parts.append(_APPLY if after.kind == "opening" else _APPLY + _THIN)
            elif item.kind == "operator":
                parts.append("" if after.kind == "opening" else _THIN)
        return "".join(parts)

    def scripted(self, base: Atom, limits: str, scripts: Sequence[tuple[str, str]]) -> str:
        marks = dict(scripts)
        above = [_sign("′" * len(marks["'"]))] if "'" in marks else []
        above += [marks["^"]] if "^" in marks else []
        integral = "∫" in base.text or "∬" in base.text or "∭" in base.text or "∮" in base.text
        under = limits == r"\limits" or (base.kind == "operator" and not (limits or integral))
        under = under or base.text.startswith(('<munder class="brace">', '<mover class="brace">'))
        names = ("munder", "mover", "munderover") if under else ("msub", "msup", "msubsup")
        below = marks.get("_")
        name = names[2 if below is not None and above else 1 if above else 0]
        inner = _single(base.text)
        inner += _single(below) if below is not None else ""
        inner += _single("".join(above)) if above else ""
        return f"<{name}>{inner}</{name}>"

    def group(self, inner: str) -> str:
        return f"<mrow>{inner}</mrow>"

    def character(self, char: str) -> str:
        if char.isalpha():
            return f"<mi>{char}</mi>"
        if char.isdigit():
            return f"<mn>{char}</mn>"
        still = ' stretchy="false"' if char in "()[]|" else ""
        still = ' lspace="0" rspace="0"' if char == "/" else still
        return _sign({"-": "−", "*": "∗"}.get(char, char), still)

    def special(self, name: str) -> str:
        if name in _SPACES:
            return f'<mspace width="{_SPACES[name]}em"></mspace>'
        if name in "{}|":
            return _sign(_FENCES[name], ' stretchy="false"')
        return f"<mi>{escape(name)}</mi>"

    def foreign(self, text: str) -> str:
        return self.words("text", text)

    def symbol(self, name: str) -> str:
        if name in readmath.FUNCTIONS:
            return f"<mi>{name}</mi>"
        if name in _IDENTIFIERS:
            return f"<mi>{_IDENTIFIERS[name]}</mi>"
        if name in _SIGNS:
            return _sign(_SIGNS[name])
        if name in _FENCES:
            return _sign(_FENCES[name], ' stretchy="false"')
        space = {"quad": 1, "qquad": 2}.get(name)
        # Styles of display change nothing here: the whole is set in display style.
        return f'<mspace width="{space}em"></mspace>' if space else ""

    def operator(self, name: str, argument: str | None) -> str:
        if argument is not None:
            return f"<mrow>{self._upright(argument)}</mrow>"
        if name in _BIG:
            return _sign(_BIG[name], ' movablelimits="false"')
        return f"<mi>{_TWO_WORDS.get(name, name)}</mi>"

    def command(self, name: str, arguments: Sequence[str]) -> str:
        first, second = _single(arguments[0]), _single(arguments[-1])
        if name in _FACES or name in ("operatorname", "mathbin", "mathrel"):
            return self._face(name, arguments[0])
        if name in _ACCENTS:
            stretch = ' stretchy="true"' if name in _WIDE else ' stretchy="false"'
            kind = ' class="brace"' if name == "overbrace" else ' accent="true"'
            return f"<mover{kind}>{first}{_sign(_ACCENTS[name], stretch)}</mover>"
        if name in _BELOW:
            kind = ' class="brace"' if name == "underbrace" else ' accentunder="true"'
            mark = _sign(_BELOW[name], ' stretchy="true"')
            return f"<munder{kind}>{first}{mark}</munder>"
        if name == "boxed":
            return f'<mrow class="boxed">{arguments[0]}</mrow>'
        if name.endswith("frac"):
            return f"<mfrac>{first}{second}</mfrac>"
        if name.endswith("binom"):
            stacked = f'<mfrac linethickness="0">{first}{second}</mfrac>'
            return self.fence(["(", ")"], [stacked])
        if name == "underset":
            return f"<munder>{second}{first}</munder>"
        return f"<mover>{second}{first}</mover>"

    def _face(self, name: str, text: str) -> str:
        kind = _FACES.get(name, "")
        if name not in ("boldsymbol", "mathit"):
            text = self._upright(text)
        return f'<mrow class="{kind}">{text}</mrow>' if kind else f"<mrow>{text}</mrow>"

    def _upright(self, text: str) -> str:
        """Letters that are set upright; those of a word stand together."""
        if _LETTERS_ALONE.fullmatch(text):
            word = re.sub(r"<[^>]*>", "", text)
            return f'<mi mathvariant="normal">{word}</mi>'
        return text.replace("<mi>", '<mi mathvariant="normal">')

    def stack(self, rows: Sequence[str]) -> str:
        return self.table("gathered", "", [[row] for row in rows], ())

    def root(self, text: str, degree: str | None) -> str:
        if degree is None:
            return f"<msqrt>{text}</msqrt>"
        return f"<mroot>{_single(text)}{_single(degree)}</mroot>"

    def fence(self, marks: Sequence[str], rows: Sequence[str]) -> str:
        first, *middle, last = marks
        text = (_fence(first, "prefix") if first != "." else "") + rows[0]
        for mark, row in zip(middle, rows[1:], strict=True):
            text += (_fence(mark, "infix") if mark != "." else "") + row
        return f"<mrow>{text}{_fence(last, 'postfix') if last != '.' else ''}</mrow>"

    def delimiter(self, token: str) -> str:
        return _FENCES.get(token.lstrip("\\") or token, token)

    def sized(self, size: str, mark: str) -> str:
        side, times = size[-1], _SIZES[size.rstrip("lrm")]
        form = {"l": "prefix", "r": "postfix"}.get(side, "")
        shape = f' form="{form}"' if form else ""
        if mark == ".":
            return ""
        return _sign(mark, f'{shape} stretchy="true" minsize="{times}em" maxsize="{times}em"')

    def table(
        self, name: str, columns: str, rows: Sequence[Sequence[str]], ruled: Collection[int]
    ) -> str:
        aligned = {"aligned": "rl" * 10, "cases": "ll", "array": columns}
        sides = re.findall(r"\|*[clr]", aligned.get(name, "c" * 20))
        kinds = [side.replace("|", "bar ") for side in sides]
        body = ""
        for number, row in enumerate(rows):
            cells = zip(row, kinds, strict=False)
            inner = "".join(f'<mtd class="{kind}">{cell}</mtd>' for cell, kind in cells)
            ruling = ' class="ruled"' if number in ruled else ""
            body += f"<mtr{ruling}>{inner}</mtr>"
        shown = f"<mtable>{body}</mtable>"
        if name == "cases":
            return f"<mrow>{_fence('{', 'prefix')}{shown}</mrow>"
        if name in _BRACKETS:
            return self.fence(_BRACKETS[name], [shown])
        return shown

    def negated(self, token: str) -> str:
        return _sign(_NEGATED[token.lstrip("\\")])

    def letters(self, alphabet: str, text: str) -> str:
        shown = "".join(_letter(alphabet, char) for char in text)
        kind = ' class="bold"' if alphabet == "mathbf" else ""
        return f'<mi mathvariant="normal"{kind}>{shown}</mi>'

    def words(self, style: str, text: str) -> str:
        kind = {"textbf": ' class="bold"', "textit": ' class="italic"'}.get(style, "")
        # Spaces at the ends would be lost.
        return f"<mtext{kind}>{escape(view.seen(text)).replace(' ', chr(0xA0))}</mtext>"


_WRITER = _MathML()


def mathml(text: str) -> Markup | None:
    r"""The mathematics as a ``math`` element in display style, or None where it is not understood.

    >>> mathml(r"\frac12")
    Markup('<math display="block"><mfrac><mn>1</mn><mn>2</mn></mfrac></math>')
    """
    written = readmath.read(text, _WRITER)
    return None if written is None else Markup(f'<math display="block">{written}</math>')
