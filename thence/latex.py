r"""LaTeX of expressions, statements and domains, for amsmath's math mode.

>>> from thence.parser import parse_expression
>>> latex(parse_expression("(x + sqrt(x**2 + b))/2", ["x", "b"]))
'\\frac{x + \\sqrt{x^{2} + b}}{2}'
>>> latex(parse_expression("Derivative(log(x)/x, (x, 2))", ["x"]))
'\\frac{d^{2}}{dx^{2}} \\frac{\\log x}{x}'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from thence.expr import Expr
from thence.form import Form
from thence.notation import GREEK, Name, Printer, form_names, names_of, statement_names
from thence.statement import Statement

_OPERATORS = {
    "!=": r"\neq",
    "<=": r"\le",
    ">=": r"\ge",
    "in": r"\in",
    "cap": r"\cap",
    "->": r"\to",
    "iff": r"\iff",
    "~": r"\sim",
}
_CONSTANTS = {
    "pi": r"\pi",
    "E": "e",
    "GoldenRatio": r"\varphi_{\mathrm{gold}}",
    "EulerGamma": r"\gamma_{\mathrm{E}}",
    "oo": r"\infty",
}
#: Functions that amsmath has a command for; the others are set as operators.
_COMMAND_NAMES = "exp log sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan max min"
_COMMANDS = frozenset(_COMMAND_NAMES.split())
_SPECIAL_CALLS = {
    "gamma": r"\Gamma",
    "loggamma": r"\operatorname{lgamma}",
    "O": "O",
    "o": "o",
}
_BIG = {
    "sum": r"\sum",
    "prod": r"\prod",
    "lim": r"\lim",
    "max": r"\max",
    "min": r"\min",
    "argmin": r"\operatorname*{arg\,min}",
}
_GAPS = {"dot": r" \cdot ", "thin": r" \, ", "op": " ", "": " "}
_FENCES = {
    "⌊": (r"\lfloor", r"\rfloor"),
    "⌈": (r"\lceil", r"\rceil"),
    "|": (r"\lvert", r"\rvert"),
    "(": ("(", ")"),
}
#: Greek letters typed as letters, and their names.
_TYPED = "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩϵϑϕ"
_TYPED_NAMES = (
    "alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho "
    "sigma tau upsilon varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon "
    "Phi Psi Omega epsilon vartheta phi"
)
_GREEK_LETTERS = dict(zip(_TYPED, _TYPED_NAMES.split(), strict=True))


def _letters(text: str) -> str:
    """A name, or a part of one: a letter, a Greek letter, or an upright word."""
    name = _GREEK_LETTERS.get(text, text)
    if name in GREEK:
        return f"\\{name}"
    escaped = text.replace("_", r"\_")
    if not text.isascii():
        return rf"\text{{{escaped}}}"
    return escaped if len(text) == 1 or text.isdigit() else rf"\mathrm{{{escaped}}}"


class _Latex:
    """The spelling of mathematics in LaTeX; see :class:`thence.notation.Style`."""

    def number(self, digits: str) -> str:
        return digits

    def symbol(self, name: Name) -> str:
        if name.verbatim:
            escaped = name.base.replace("_", r"\_")
            return rf"\mathtt{{{escaped}}}" if name.base.isascii() else rf"\text{{{escaped}}}"
        text = _letters(name.base)
        for accent in name.accents:
            text = rf"\{accent}{{{text}}}"
        if name.subscripts:
            text += "_{" + ",".join(_letters(part) for part in name.subscripts) + "}"
        return text

    def entry(self, family: Name, index: str) -> str:
        bare = self.symbol(replace(family, subscripts=()))
        parts = [*(_letters(part) for part in family.subscripts), index]
        return f"{bare}_{{{','.join(parts)}}}"

    def constant(self, name: str) -> str:
        return _CONSTANTS[name]

    def infix(self, left: str, operator: str, right: str) -> str:
        if operator == "/":
            return f"{left}/{right}"
        return f"{left} {_OPERATORS.get(operator, operator)} {right}"

    def negative(self, text: str) -> str:
        return f"-{text}"

    def times(self, left: str, right: str, gap: str) -> str:
        return f"{left}{_GAPS[gap]}{right}"

    def fraction(self, top: str, bottom: str) -> str:
        return rf"\frac{{{top}}}{{{bottom}}}"

    def power(self, base: str, exponent: str) -> str:
        return f"{base}^{{{exponent}}}"

    def root(self, text: str, degree: str) -> str:
        return rf"\sqrt[{degree}]{{{text}}}" if degree else rf"\sqrt{{{text}}}"

    def fence(self, left: str, text: str, right: str, tall: bool) -> str:
        opening, closing = _FENCES[left]
        if tall:
            return rf"\left{opening} {text} \right{closing}"
        return f"({text})" if left == "(" else f"{opening} {text} {closing}"

    def sequence(self, parts: Sequence[str]) -> str:
        return ", ".join(parts)

    def apply(self, function: str, argument: str, bare: bool) -> str:
        command = _SPECIAL_CALLS.get(function)
        if command is None:
            named = function in _COMMANDS
            command = f"\\{function}" if named else rf"\operatorname{{{function}}}"
        # \left would put a space between the name and its parenthesis.
        glue = " " if bare else r"\!" if argument.startswith(r"\left") else ""
        return f"{command}{glue}{argument}"

    def binomial(self, top: str, bottom: str) -> str:
        return rf"\binom{{{top}}}{{{bottom}}}"

    def factorial(self, text: str) -> str:
        return f"{text}!"

    def cases(self, rows: Sequence[tuple[str, str]]) -> str:
        lines = r" \\ ".join(f"{value} & {condition}" for value, condition in rows)
        return rf"\begin{{cases}} {lines} \end{{cases}}"

    def derivative(self, order: int, partial: bool, over: Sequence[tuple[str, int]]) -> str:
        d = r"\partial " if partial else "d"
        raised = f"^{{{order}}}" if order > 1 else ""
        below = r"\,".join(f"{d}{name}" + (f"^{{{n}}}" if n > 1 else "") for name, n in over)
        return rf"\frac{{{d.strip()}{raised}}}{{{below}}}"

    def one_sided(self, target: str, side: str) -> str:
        return f"{target}^{{{side}}}"

    def operator(self, name: str, below: str, above: str, body: str) -> str:
        limits = (f"_{{{below}}}" if below else "") + (f"^{{{above}}}" if above else "")
        return rf"{_BIG[name]}{limits} {body}"

    def integral(self, bounds: Sequence[tuple[str, str, str]], body: str) -> str:
        signs = r" \! ".join(
            r"\int" + (f"_{{{low}}}^{{{high}}}" if high else "") for _, low, high in bounds[::-1]
        )
        return f"{signs} {body} " + " ".join(rf"\, d{name}" for name, _, _ in bounds)

    def words(self, text: str) -> str:
        return rf"\text{{{text}}}"

    def phrase(self, parts: Sequence[str]) -> str:
        return r"\ ".join(parts)

    def aside(self, said: str, where: str) -> str:
        return rf"{said} \quad {where}"

    def digits(self, text: str) -> str:
        return rf"{text}\ldots"

    def interval(self, low: str, high: str, low_open: bool, high_open: bool) -> str:
        left, right = "(" if low_open else "[", ")" if high_open else "]"
        return rf"{left}{low}, {high}{right}"

    def listed(self, first: str, last: str) -> str:
        return rf"{first}, \ldots, {last}"

    def one_of(self, first: str, last: str) -> str:
        return rf"\{{{first}, \ldots, {last}\}}"

    def set(self, name: str, at_least: str) -> str:
        return rf"\mathbb{{{name}}}" + (rf"_{{\ge {at_least}}}" if at_least else "")


def latex(expr: Expr) -> str:
    """The expression in LaTeX; symbols that would look alike are printed as they are typed."""
    return Printer(_Latex(), names_of((expr,))).print(expr).text


def statement_latex(statement: Statement) -> str:
    """The relation in LaTeX, without the domains that it is said on."""
    return Printer(_Latex(), statement_names(statement)).statement(statement)


def form_latex(form: Form) -> str:
    """What a claim says that is taken apart into statements."""
    return Printer(_Latex(), form_names(form)).form(form)


def conditions_latex(statement: Statement) -> list[str]:
    """The domains of the variables and the hypotheses, each in LaTeX by itself."""
    return Printer(_Latex(), statement_names(statement)).conditions(statement)


def domain_latex(statement: Statement) -> str:
    r"""The quantification of a statement, such as ``x \in \mathbb{R},\ b > 0``."""
    return r",\ ".join(conditions_latex(statement))
