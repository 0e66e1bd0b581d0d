r"""Text for LaTeX: everything is escaped, save mathematics that a strict reader understood.

:func:`escape` shows any text as it is.  :func:`mathematics` reads LaTeX mathematics into a tree
and writes it anew, so that nothing but the commands listed here can come out; what it does not
understand (``\input``, ``\def``, an unbalanced brace, a second exponent) it refuses as a whole.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass


class Tex(str):
    """LaTeX that is known to be safe; every other text is escaped where it is put in."""

    __slots__ = ()


_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "%": r"\%",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
#: Scripts that xeCJK sets with its own fonts; only the parts that every such font has.
_CJK = "\u3001-\u3017\u3041-\u3093\u30a1-\u30f6\u4e00-\u9fa5\uac00-\ud7a3\uff01-\uff5e"
#: Hebrew and Arabic letters, with the spaces between them.
_RTL = "\u05d0-\u05ea\u0621-\u063a\u0641-\u064a"
_RUNS = re.compile(rf"(?P<rtl>[{_RTL}]+(?: [{_RTL}]+)*)|(?P<cjk>[{_CJK}]+)|(?P<one>.)", re.DOTALL)
#: A run without a space is given places to break where it is longer than this.
_LONG = 24
_SPACE = re.compile(r"\s+")


def _character(char: str) -> str:
    """One character outside ASCII: by its number, which the fonts may or may not have."""
    hidden = unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn")
    command = "codepoint" if hidden else "unichar"
    return rf"\{command}{{{ord(char):04X}}}"


def _run(match: re.Match[str]) -> str:
    if match.lastgroup == "rtl":
        return rf"\rtl{{{match.group()}}}"
    if match.lastgroup == "cjk":
        return match.group()
    char = match.group()
    if char in _SPECIAL:
        return _SPECIAL[char]
    return char if " " <= char <= "~" else _character(char)


def _word(word: str) -> str:
    """A run without spaces; places to break are put into a long one."""
    if len(word) <= _LONG:
        return _RUNS.sub(_run, word)
    pieces = re.findall(r"[^-./_,;:=+*()\[\]{}|&?]{1,12}[-./_,;:=+*()\[\]{}|&?]*|.", word, re.DOTALL)
    return r"\allowbreak{}".join(_RUNS.sub(_run, piece) for piece in pieces)


def escape(text: str) -> Tex:
    r"""Any text, shown as it is; white space counts as one space.

    >>> escape(r"50% of \input{x}")
    '50\\% of \\textbackslash{}input\\{x\\}'
    """
    words = _SPACE.sub(" ", text).split(" ")
    out: list[str] = []
    start = 0
    # Words of one right-to-left passage stay together, so that they are set in its order.
    for end in range(1, len(words) + 1):
        if end < len(words) and _is_rtl(words[end - 1]) and _is_rtl(words[end]):
            continue
        out.append(_word(" ".join(words[start:end])))
        start = end
    return Tex(" ".join(out))


def _is_rtl(word: str) -> bool:
    return re.fullmatch(f"[{_RTL}]+", word) is not None


def code(text: str) -> Tex:
    """Any text in the typewriter font."""
    return Tex(rf"\code{{{escape(text)}}}")


# Mathematics

_SYMBOLS = frozenset(
    r"""
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
    """.split()
)
_OPERATORS = frozenset(
    "sum prod int iint iiint oint coprod bigcup bigcap bigoplus bigotimes bigvee bigwedge "
    "lim limsup liminf max min sup inf".split()
)
#: Commands with one argument of mathematics.
_ONE = frozenset(
    "hat bar tilde vec dot ddot check breve overline underline widehat widetilde overrightarrow "
    "overleftarrow mathrm mathbf mathit mathsf mathtt mathbin mathrel mathop boldsymbol "
    "underbrace overbrace boxed operatorname substack".split()
)
_TWO = frozenset("frac dfrac tfrac cfrac binom dbinom tbinom overset underset stackrel".split())
_LETTERS = {"mathbb": "[A-Zk]+", "mathcal": "[A-Z]+", "mathscr": "[A-Z]+", "mathfrak": "[A-Za-z]+"}
_TEXT = {"text": "text", "textbf": "textbf", "textit": "textit", "textrm": "textrm", "mbox": "text"}
_RENAMED = {"bm": "boldsymbol", "lt": "<", "gt": ">", "mathds": "mathbb", "pmb": "boldsymbol"}
_SPACES = frozenset({",", ";", ":", "!", " ", ">"})
_ENVIRONMENTS = frozenset(
    "aligned alignedat gathered split cases matrix pmatrix bmatrix vmatrix Vmatrix Bmatrix "
    "smallmatrix array".split()
) - {"alignedat"}
_DELIMITERS = frozenset("( ) [ ] | / . < >".split())
_DELIMITER_COMMANDS = frozenset(
    "{ } | langle rangle lfloor rfloor lceil rceil lvert rvert lVert rVert vert Vert "
    "uparrow downarrow backslash".split()
)
_SIZES = frozenset(
    size + side for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m")
)
_MAX_LENGTH = 6_000
_MAX_DEPTH = 40
_TOKEN = re.compile(r"\\(?:[A-Za-z]+\*?|.)|.", re.DOTALL)
_PLAIN = re.compile(r"[A-Za-z0-9+\-=<>()\[\]|/*,.:;!?']")


class _Refused(Exception):
    """Not mathematics that the reader understands."""


@dataclass(frozen=True, slots=True)
class _Atom:
    text: str
    operator: bool = False


class _Reader:
    """A reader of LaTeX mathematics by recursive descent; it writes what it understood."""

    def __init__(self, text: str) -> None:
        if len(text) > _MAX_LENGTH:
            raise _Refused
        self.tokens = _TOKEN.findall(text)
        self.position = 0
        self.depth = 0

    def peek(self) -> str:
        return self.tokens[self.position] if self.position < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        if not token:
            raise _Refused
        self.position += 1
        return token

    def skip_spaces(self) -> None:
        while self.peek() and self.peek().isspace():
            self.position += 1

    def row(self, ends: tuple[str, ...]) -> str:
        """Items up to one of the ``ends``, which is left to be taken."""
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise _Refused
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
                raise _Refused
            else:
                return text

    def argument(self) -> str:
        """A group in braces, or a single atom."""
        self.skip_spaces()
        if self.peek() == "{":
            return self.group()
        if self.peek() in ("}", "^", "_", "&", ""):
            raise _Refused
        return self.atom().text

    def group(self) -> str:
        self.take()
        inner = self.row(("}", ""))
        if self.take() != "}":
            raise _Refused
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
            raise _Refused
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
        if name in _ONE:
            return self.one(name)
        if name in _TWO:
            return _Atom(f"\\{name}{{{self.argument()}}}{{{self.argument()}}}")
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
        raise _Refused

    def one(self, name: str) -> _Atom:
        if name != "substack":
            return _Atom(f"\\{name}{{{self.argument()}}}")
        self.skip_spaces()
        if self.take() != "{":
            raise _Refused
        rows = [self.row((r"\\", "}", ""))]
        while self.take() == r"\\":
            rows.append(self.row((r"\\", "}", "")))
        if self.tokens[self.position - 1] != "}":
            raise _Refused
        return _Atom(r"\substack{" + r"\\{}".join(rows) + "}")

    def root(self) -> _Atom:
        self.skip_spaces()
        degree = ""
        if self.peek() == "[":
            self.take()
            degree = f"[{{{self.row((']', ''))}}}]"
            if self.take() != "]":
                raise _Refused
        return _Atom(rf"\sqrt{degree}{{{self.argument()}}}")

    def delimiter(self) -> str:
        self.skip_spaces()
        token = self.take()
        if token in _DELIMITERS:
            return token
        if token[1:] in _DELIMITER_COMMANDS:
            return f"{token} "
        raise _Refused

    def fence(self) -> _Atom:
        text = rf"\left{self.delimiter()} "
        while True:
            text += self.row((r"\right", r"\middle", ""))
            if self.take() == r"\right":
                return _Atom(rf"{text} \right{self.delimiter()}")
            text += rf" \middle{self.delimiter()} "

    def environment(self) -> _Atom:
        name = self.braced()
        if name not in _ENVIRONMENTS:
            raise _Refused
        columns = ""
        if name == "array":
            columns = self.braced()
            if not re.fullmatch(r"[clr|]{1,20}", columns):
                raise _Refused
            columns = f"{{{columns}}}"
        text = rf"\begin{{{name}}}{columns} "
        while True:
            text += self.row(("&", r"\\", r"\end", ""))
            token = self.take()
            if token == r"\end":
                break
            # An empty group keeps what follows from being read as the optional argument.
            text += " & " if token == "&" else r" \\{} "
        if self.braced() != name:
            raise _Refused
        return _Atom(rf"{text} \end{{{name}}}")

    def braced(self) -> str:
        """The plain text of a group."""
        self.skip_spaces()
        text = ""
        if self.take() != "{":
            raise _Refused
        while (token := self.take()) != "}":
            text += token
        return text

    def negation(self) -> _Atom:
        self.skip_spaces()
        token = self.take()
        if token not in ("=", "<", ">", r"\in", r"\equiv", r"\subset", r"\sim"):
            raise _Refused
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
            raise _Refused
        return _Atom(rf"\{'mathcal' if name == 'mathscr' else name}{{{text}}}")

    def plain(self) -> str:
        r"""The words of a group: plain characters, ``\_`` and the like; no commands."""
        self.take()
        text = ""
        while (token := self.take()) != "}":
            if token.startswith("\\") and len(token) == 2 and token[1] in " _%&#${}":
                token = token[1]
            elif token in ("{", "$", "\\") or len(token) > 1:
                raise _Refused
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
    except _Refused:
        return None
    return Tex(written) if written.strip() else None
