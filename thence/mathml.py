"""MathML Core of expressions, statements and domains: what browsers set without any script.

>>> from thence.parser import parse_expression
>>> mathml(parse_expression("x/2", ["x"]))
'<math><mfrac><mi>x</mi><mn>2</mn></mfrac></math>'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape

from thence.expr import Expr
from thence.form import Form
from thence.notation import Name, Printer, form_names, names_of, statement_names
from thence.statement import Statement

_OPERATORS = {
    "!=": "≠",
    "<=": "≤",
    ">=": "≥",
    "<": "&lt;",
    ">": "&gt;",
    "-": "−",
    "in": "∈",
    "cap": "∩",
    "->": "→",
    "iff": "⟺",
    "~": "∼",
}
_CONSTANTS = {
    "pi": "<mi>π</mi>",
    "E": "<mi>e</mi>",
    "GoldenRatio": "<mi>φ</mi>",
    "EulerGamma": "<msub><mi>γ</mi><mi mathvariant='normal'>E</mi></msub>",
    "oo": "<mi>∞</mi>",
}
_NAMES = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau "
    "upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega "
    "varepsilon vartheta varphi varrho varsigma ell"
)
_LETTERS = "αβγδϵζηθικλμνξπρστυϕχψωΓΔΘΛΞΠΣΥΦΨΩεϑφϱςℓ"
_GREEK = dict(zip(_NAMES.split(), _LETTERS, strict=True))
_ACCENTS = {"hat": "^", "bar": "¯", "tilde": "~"}
_CALLS = {"gamma": "Γ", "loggamma": "log Γ"}
_BIG = {"sum": "∑", "prod": "∏", "argmin": "arg min"}
_THIN = '<mspace width="0.17em"></mspace>'
_GAPS = {"dot": "<mo>⋅</mo>", "thin": _THIN, "op": _THIN, "": "<mo>&#x2062;</mo>"}


def _row(text: str) -> str:
    """One element, where a place takes one only."""
    single = text.startswith(("<mi>", "<mn>"))
    return text if single and text.count("<") == 2 else f"<mrow>{text}</mrow>"


def _letters(text: str) -> str:
    if text.isdigit():
        return f"<mn>{text}</mn>"
    return f"<mi>{escape(_GREEK.get(text, text))}</mi>"


class _MathML:
    """The spelling of mathematics in MathML; see :class:`thence.notation.Style`."""

    def number(self, digits: str) -> str:
        sign = "<mo>−</mo>" if digits.startswith("-") else ""
        return f"{sign}<mn>{digits.lstrip('-')}</mn>"

    def symbol(self, name: Name) -> str:
        if name.verbatim:
            return f"<mtext>{escape(name.base)}</mtext>"
        text = _letters(name.base)
        for accent in name.accents:
            text = f'<mover accent="true">{text}<mo>{_ACCENTS[accent]}</mo></mover>'
        if not name.subscripts:
            return text
        below = "<mo>,</mo>".join(_letters(part) for part in name.subscripts)
        return f"<msub>{text}{_row(below)}</msub>"

    def entry(self, family: Name, index: str) -> str:
        bare = self.symbol(replace(family, subscripts=()))
        parts = [*(_letters(part) for part in family.subscripts), index]
        return f"<msub>{bare}{_row('<mo>,</mo>'.join(parts))}</msub>"

    def constant(self, name: str) -> str:
        return _CONSTANTS[name]

    def infix(self, left: str, operator: str, right: str) -> str:
        return f"{left}<mo>{_OPERATORS.get(operator, operator)}</mo>{right}"

    def negative(self, text: str) -> str:
        return f'<mo form="prefix">−</mo>{text}'

    def times(self, left: str, right: str, gap: str) -> str:
        return f"{left}{_GAPS[gap]}{right}"

    def fraction(self, top: str, bottom: str) -> str:
        return f"<mfrac>{_row(top)}{_row(bottom)}</mfrac>"

    def power(self, base: str, exponent: str) -> str:
        return f"<msup>{_row(base)}{_row(exponent)}</msup>"

    def root(self, text: str, degree: str) -> str:
        if degree:
            return f"<mroot>{_row(text)}<mn>{degree}</mn></mroot>"
        return f"<msqrt>{text}</msqrt>"

    def fence(self, left: str, text: str, right: str, tall: bool) -> str:
        stretch = "true" if tall else "false"
        opening = f'<mo form="prefix" fence="true" stretchy="{stretch}">{left}</mo>'
        closing = f'<mo form="postfix" fence="true" stretchy="{stretch}">{right}</mo>'
        return f"<mrow>{opening}{text}{closing}</mrow>"

    def sequence(self, parts: Sequence[str]) -> str:
        return "<mo>,</mo>".join(parts)

    def apply(self, function: str, argument: str, bare: bool) -> str:
        name = _CALLS.get(function, function)
        return f"<mi>{name}</mi><mo>&#x2061;</mo>{_THIN if bare else ''}{argument}"

    def binomial(self, top: str, bottom: str) -> str:
        stacked = f'<mfrac linethickness="0">{_row(top)}{_row(bottom)}</mfrac>'
        return self.fence("(", stacked, ")", True)

    def factorial(self, text: str) -> str:
        return f'{text}<mo form="postfix">!</mo>'

    def cases(self, rows: Sequence[tuple[str, str]]) -> str:
        cells = (
            f'<mtd class="l">{_row(value)}</mtd><mtd class="l">{_row(c)}</mtd>' for value, c in rows
        )
        table = "".join(f"<mtr>{cell}</mtr>" for cell in cells)
        brace = '<mo form="prefix" fence="true" stretchy="true">{</mo>'
        return f"<mrow>{brace}<mtable>{table}</mtable></mrow>"

    def derivative(self, order: int, partial: bool, over: Sequence[tuple[str, int]]) -> str:
        d = "<mi>∂</mi>" if partial else "<mi mathvariant='normal'>d</mi>"
        raised = f"<msup>{d}<mn>{order}</mn></msup>" if order > 1 else d
        below = "".join(
            d + (f"<msup>{_row(name)}<mn>{n}</mn></msup>" if n > 1 else name) for name, n in over
        )
        return f"<mfrac><mrow>{raised}</mrow><mrow>{below}</mrow></mfrac>"

    def one_sided(self, target: str, side: str) -> str:
        return f"<msup>{_row(target)}<mo>{_OPERATORS.get(side, side)}</mo></msup>"

    def operator(self, name: str, below: str, above: str, body: str) -> str:
        sign = f'<mo movablelimits="false">{_BIG.get(name, name)}</mo>'
        if above:
            sign = f"<munderover>{sign}{_row(below)}{_row(above)}</munderover>"
        elif below:
            sign = f"<munder>{sign}{_row(below)}</munder>"
        return f"{sign}{_THIN}{body}"

    def integral(self, bounds: Sequence[tuple[str, str, str]], body: str) -> str:
        signs = "".join(
            f"<msubsup><mo>∫</mo>{_row(low)}{_row(high)}</msubsup>" if high else "<mo>∫</mo>"
            for _, low, high in bounds[::-1]
        )
        ends = "".join(f"{_THIN}<mi mathvariant='normal'>d</mi>{name}" for name, _, _ in bounds)
        return f"{signs}{body}{ends}"

    def words(self, text: str) -> str:
        return f"<mtext>{escape(text)}</mtext>"

    def phrase(self, parts: Sequence[str]) -> str:
        return '<mspace width="0.3em"></mspace>'.join(parts)

    def aside(self, said: str, where: str) -> str:
        return f'{said}<mspace width="1em"></mspace>{where}'

    def digits(self, text: str) -> str:
        return f"{text}<mo>…</mo>"

    def interval(self, low: str, high: str, low_open: bool, high_open: bool) -> str:
        left, right = "(" if low_open else "[", ")" if high_open else "]"
        return self.fence(left, f"{low}<mo>,</mo>{high}", right, False)

    def listed(self, first: str, last: str) -> str:
        return f"{first}<mo>,</mo><mo>…</mo><mo>,</mo>{last}"

    def one_of(self, first: str, last: str) -> str:
        return self.fence("{", f"{first}<mo>,</mo><mo>…</mo><mo>,</mo>{last}", "}", False)

    def set(self, name: str, at_least: str) -> str:
        letter = {"R": "<mi>ℝ</mi>", "Z": "<mi>ℤ</mi>"}[name]
        if not at_least:
            return letter
        return f'<msub>{letter}<mrow><mo form="prefix">≥</mo>{at_least}</mrow></msub>'


def mathml(expr: Expr) -> str:
    """The expression as a ``math`` element."""
    return f"<math>{Printer(_MathML(), names_of((expr,))).print(expr).text}</math>"


def statement_mathml(statement: Statement) -> str:
    """The relation as a ``math`` element in display style."""
    printed = Printer(_MathML(), statement_names(statement)).statement(statement)
    return f'<math display="block">{printed}</math>'


def form_mathml(form: Form) -> str:
    """What a claim says that is taken apart into statements, as a ``math`` element."""
    printed = Printer(_MathML(), form_names(form)).form(form)
    return f'<math display="block">{printed}</math>'


def conditions_mathml(statement: Statement) -> list[str]:
    """The domains of the variables and the hypotheses, each a ``math`` element."""
    printed = Printer(_MathML(), statement_names(statement)).conditions(statement)
    return [f"<math>{part}</math>" for part in printed]
