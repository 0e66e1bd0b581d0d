r"""LaTeX mathematics from elsewhere, made safe to set.

:func:`mathematics` reads it into parts and writes it anew, so that nothing but the commands listed
here can come out.  What it does not understand (``\input``, ``\def``, an unbalanced brace, a
second exponent) it refuses as a whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from thence_reports.tex import Tex, escape


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SYMBOLS = _words(r"""
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau
    upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
    varepsilon vartheta varphi varrho varsigma varpi ell hbar imath jmath Re Im aleph partial nabla
    infty emptyset varnothing forall exists neg top bot angle prime circ bullet star ast dagger
    cdot times div pm mp cap cup setminus wedge vee land lor oplus otimes odot ominus
    le leq ge geq ne neq ll gg equiv approx cong sim simeq propto prec succ preceq succeq perp
    parallel mid nmid in notin ni subset supset subseteq supseteq leqslant geqslant lesssim gtrsim
    triangleq doteq asymp models vdash lnot colon
    to gets rightarrow leftarrow Rightarrow Leftarrow leftrightarrow Leftrightarrow mapsto
    longrightarrow Longrightarrow Longleftrightarrow longmapsto uparrow downarrow iff implies
    impliedby rightharpoonup hookrightarrow
    ldots cdots vdots ddots dots dotsc dotsb
    langle rangle lfloor rfloor lceil rceil lvert rvert lVert rVert vert Vert
    log ln lg exp sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan arg deg det dim
    gcd hom ker Pr displaystyle textstyle
    quad qquad
    """)
_OPERATORS = _words(
    "sum prod int iint iiint oint coprod bigcup bigcap bigoplus bigotimes bigvee bigwedge "
    "lim limsup liminf max min sup inf"
)
#: Commands with one argument of mathematics.
_ONE = _words(
    "hat bar tilde vec dot ddot check breve overline underline widehat widetilde overrightarrow "
    "overleftarrow mathrm mathbf mathit mathsf mathtt mathbin mathrel mathop boldsymbol "
    "underbrace overbrace boxed operatorname substack"
)
_TWO = _words("frac dfrac tfrac cfrac binom dbinom tbinom overset underset stackrel")
_LETTERS = {"mathbb": "[A-Zk]+", "mathcal": "[A-Z]+", "mathscr": "[A-Z]+", "mathfrak": "[A-Za-z]+"}
_TEXT = {"text": "text", "textbf": "textbf", "textit": "textit", "textrm": "textrm", "mbox": "text"}
_RENAMED = {"bm": "boldsymbol", "lt": "<", "gt": ">", "mathds": "mathbb", "pmb": "boldsymbol"}
_SPACES = frozenset({",", ";", ":", "!", " ", ">"})
#: Environments with the columns that they may have; displays are set inside their line.
_ENVIRONMENTS = {
    "aligned": 20,
    "gathered": 1,
    "cases": 2,
    "smallmatrix": 20,
    **dict.fromkeys(["matrix", "pmatrix", "bmatrix", "vmatrix", "Vmatrix", "Bmatrix"], 10),
}
_DISPLAYS = {
    **dict.fromkeys(["align", "align*", "split", "equation", "equation*"], "aligned"),
    **dict.fromkeys(["gather", "gather*"], "gathered"),
}
#: Commands whose argument TeX sets several times, so that nesting them could take for ever, with
#: how deep they may be nested.  Accents in accents go wrong in amsmath as well.
_NESTED = {
    **dict.fromkeys(
        ["boldsymbol", "overset", "underset", "stackrel", "overrightarrow", "overleftarrow"], 3
    ),
    "root": 3,
    **dict.fromkeys(
        ["hat", "bar", "tilde", "vec", "dot", "ddot", "check", "breve", "widehat", "widetilde"], 1
    ),
}
_DELIMITERS = _words("( ) [ ] | / . < >")
_DELIMITER_COMMANDS = _words(
    "{ } | langle rangle lfloor rfloor lceil rceil lvert rvert lVert rVert vert Vert "
    "uparrow downarrow backslash"
)
_SIZES = frozenset(
    size + side for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m")
)
_MAX_LENGTH = 6_000
_MAX_DEPTH = 30
_TOKEN = re.compile(r"\\(?:[A-Za-z]+\*?|.)|.", re.DOTALL)
_ROW_SPACE = re.compile(r"\[\d{0,3}\.?\d{0,3}(?:pt|em|ex|mm|cm)\]")
_PLAIN = re.compile(r"[A-Za-z0-9+\-=<>()\[\]|/*,.:;!?']")


class _RefusedError(Exception):
    """Not mathematics that the reader understands."""


@dataclass(frozen=True, slots=True)
class _Atom:
    text: str
    operator: bool = False


class _Reader:
    """A reader of LaTeX mathematics by recursive descent; it writes what it understood."""

    def __init__(self, text: str) -> None:
        if len(text) > _MAX_LENGTH:
            raise _RefusedError
        self.tokens = _TOKEN.findall(text)
        self.position = 0
        self.depth = 0
        self.inside: dict[int, int] = {}

    def peek(self) -> str:
        return self.tokens[self.position] if self.position < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        if not token:
            raise _RefusedError
        self.position += 1
        return token

    def skip_spaces(self) -> None:
        while self.peek() and self.peek().isspace():
            self.position += 1

    def row(self, ends: tuple[str, ...]) -> str:
        """Items up to one of the ``ends``, which is left to be taken."""
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise _RefusedError
        items: list[str] = []
        self.skip_spaces()
        while self.peek() not in ends:
            items.append(self.scripted())
            self.skip_spaces()
        self.depth -= 1
        return " ".join(items)

    def scripted(self) -> str:
        """An atom with its primes, exponent and subscript, each once at the most."""
        atom = _Atom("{}") if self.peek() in ("^", "_") else self.atom()
        text, seen = atom.text, set[str]()
        while True:
            self.skip_spaces()
            token = self.peek()
            if token in (r"\limits", r"\nolimits") and atom.operator and not seen:
                text += self.take()
            elif token == "'" and not seen & {"'", "^"}:
                while self.peek() == "'":
                    text += self.take()
                seen.add("'")
            elif token in ("^", "_") and token not in seen:
                seen.add(self.take())
                text += f"{token}{{{self.argument()}}}"
            elif token in ("^", "_", "'", r"\limits", r"\nolimits"):
                raise _RefusedError
            else:
                return text

    def argument(self) -> str:
        """A group in braces, or a single atom."""
        self.skip_spaces()
        if self.peek() == "{":
            return self.group()
        if self.peek() in ("}", "^", "_", "&", ""):
            raise _RefusedError
        return self.atom().text

    def group(self) -> str:
        self.take()
        inner = self.row(("}", ""))
        if self.take() != "}":
            raise _RefusedError
        return inner

    def atom(self) -> _Atom:
        token = self.peek()
        if token == "{":
            return _Atom(f"{{{self.group()}}}")
        self.take()
        if token.startswith("\\") and len(token) > 1:
            return self.command(token[1:])
        if _PLAIN.fullmatch(token) and token != "'":
            return _Atom(token)
        if token == "~":
            return _Atom(r"\ ")
        if token.isascii():
            raise _RefusedError
        while self.peek() and not self.peek().isascii():
            token += self.take()
        return _Atom(rf"\text{{{escape(token)}}}")

    def command(self, name: str) -> _Atom:
        name = _RENAMED.get(name, name)
        if name in ("<", ">"):
            return _Atom(name)
        if name in _SYMBOLS:
            return _Atom(f"\\{name} ")
        if name in _OPERATORS or name == "operatorname*":
            argument = f"{{{self.argument()}}}" if name.endswith("*") else ""
            return _Atom(f"\\{name}{argument} ", operator=True)
        if name in _ONE or name in _TWO:
            return self.nested(name)
        if name in _SPACES or name in ("{", "}", "%", "_", "#", "&", "$", "|"):
            return _Atom(f"\\{name}")
        reader = {
            "sqrt": self.root,
            "left": self.fence,
            "begin": self.environment,
            "not": self.negation,
            "tag": self.tag,
        }.get(name)
        if reader is not None:
            return reader()
        if name in _LETTERS or name in _TEXT:
            return self.letters(name)
        if name in _SIZES:
            return _Atom(f"\\{name}{self.delimiter()}")
        raise _RefusedError

    def nested(self, name: str) -> _Atom:
        """A command before its arguments."""
        if name == "substack":
            return self.stack()
        most = self.enter(name)
        text = f"\\{name}" + "".join(f"{{{self.argument()}}}" for _ in range(1 + (name in _TWO)))
        self.inside[most] -= 1
        return _Atom(text)

    def enter(self, name: str) -> int:
        """Count a command that may be nested so deep only; commands of one kind count together."""
        most = _NESTED.get(name, _MAX_DEPTH)
        self.inside[most] = self.inside.get(most, 0) + 1
        if self.inside[most] > most:
            raise _RefusedError
        return most

    def stack(self) -> _Atom:
        self.skip_spaces()
        if self.take() != "{":
            raise _RefusedError
        rows = [self.row((r"\\", "}", ""))]
        while self.take() == r"\\":
            rows.append(self.row((r"\\", "}", "")))
        if self.tokens[self.position - 1] != "}":
            raise _RefusedError
        return _Atom(r"\substack{" + r"\\{}".join(rows) + "}")

    def root(self) -> _Atom:
        self.skip_spaces()
        if self.peek() != "[":
            return _Atom(rf"\sqrt{{{self.argument()}}}")
        self.take()
        degree = self.row(("]", ""))
        self.take()
        most = self.enter("root")
        text = rf"\sqrt[{{{degree}}}]{{{self.argument()}}}"
        self.inside[most] -= 1
        return _Atom(text)

    def delimiter(self) -> str:
        self.skip_spaces()
        token = self.take()
        if token in _DELIMITERS:
            return token
        if token[1:] in _DELIMITER_COMMANDS:
            return f"{token} "
        raise _RefusedError

    def fence(self) -> _Atom:
        text = rf"\left{self.delimiter()} "
        while True:
            text += self.row((r"\right", r"\middle", ""))
            if self.take() == r"\right":
                return _Atom(rf"{text} \right{self.delimiter()}")
            text += rf" \middle{self.delimiter()} "

    def environment(self) -> _Atom:
        name = self.braced()
        columns, cells = "", 1
        if name == "array":
            columns = self.braced()
            if not re.fullmatch(r"[clr|]{1,20}", columns):
                raise _RefusedError
            shown, most = name, len(columns.replace("|", ""))
            columns = f"{{{columns}}}"
        else:
            shown = _DISPLAYS.get(name, name)
            most = _ENVIRONMENTS.get(shown, 0)
        text = rf"\begin{{{shown}}}{columns} "
        while cells <= most:
            text += self.row(("&", r"\\", r"\end", ""))
            token = self.take()
            if token == r"\end":
                if self.braced() != name:
                    break
                return _Atom(rf"{text} \end{{{shown}}}")
            cells = cells + 1 if token == "&" else 1
            # An empty group keeps what follows from being read as the optional argument.
            text += " & " if token == "&" else r" \\{} "
            self.row_space()
        raise _RefusedError

    def row_space(self) -> None:
        """Leave out the space that a line break may ask for, such as ``[3pt]``."""
        ahead = "".join(self.tokens[self.position : self.position + 12])
        if self.tokens[self.position - 1] == r"\\" and (found := _ROW_SPACE.match(ahead)):
            self.position += found.end()

    def braced(self) -> str:
        """The plain text of a group."""
        self.skip_spaces()
        text = ""
        if self.take() != "{":
            raise _RefusedError
        while (token := self.take()) != "}":
            text += token
        return text

    def negation(self) -> _Atom:
        self.skip_spaces()
        token = self.take()
        if token not in ("=", "<", ">", r"\in", r"\equiv", r"\subset", r"\sim"):
            raise _RefusedError
        return _Atom(rf"\not{token} ")

    def tag(self) -> _Atom:
        """The number of the equation: where it stands is said elsewhere."""
        self.braced()
        return _Atom("")

    def letters(self, name: str) -> _Atom:
        """An alphabet, which has some letters only, or words, which are escaped."""
        self.skip_spaces()
        if self.peek() != "{":
            text = self.take()
        else:
            text = self.plain()
        if name in _TEXT:
            return _Atom(rf"\{_TEXT[name]}{{{_padded(text)}}}")
        if name == "mathbb" and text == "1":
            return _Atom(r"\mathbf{1}")
        if not re.fullmatch(_LETTERS[name], text):
            raise _RefusedError
        return _Atom(rf"\{'mathcal' if name == 'mathscr' else name}{{{text}}}")

    def plain(self) -> str:
        r"""The words of a group: plain characters, ``\_`` and the like; no commands."""
        self.take()
        text = ""
        while (token := self.take()) != "}":
            if token.startswith("\\") and len(token) == 2 and token[1] in " _%&#${}":
                token = token[1]
            elif token in ("{", "$", "\\") or len(token) > 1:
                raise _RefusedError
            text += token
        return text


def _padded(text: str) -> str:
    """Escaped words, with a space kept at either end."""
    return f"{' ' * text.startswith(' ')}{escape(text.strip())}{' ' * text.endswith(' ')}"


def mathematics(text: str) -> Tex | None:
    r"""The same mathematics in LaTeX that is safe to set, or None where it is not understood.

    >>> mathematics(r"\frac12(1+x)")
    '\\frac{1}{2} ( 1 + x )'
    >>> mathematics(r"\input{secret}") is None
    True
    """
    try:
        reader = _Reader(text.strip())
        written = reader.row(("",))
    except _RefusedError:
        return None
    return Tex(written) if written.strip() else None
