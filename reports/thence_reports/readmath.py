r"""LaTeX mathematics from elsewhere, read into parts that a writer sets anew.

Nothing but the commands listed here can come out: in LaTeX by :mod:`thence_reports.texmath`, in
MathML by :mod:`thence_reports.mathml`.  What the reader does not understand (``\input``, ``\def``,
an unbalanced brace, a second exponent) it refuses as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SYMBOLS = _words(r"""
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
#: Symbols that are functions with an argument after them.
FUNCTIONS = _words("""
    log ln lg exp sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan arg deg det dim
    gcd hom ker Pr
    """)
OPERATORS = _words(
    "sum prod int iint iiint oint coprod bigcup bigcap bigoplus bigotimes bigvee bigwedge "
    "lim limsup liminf max min sup inf"
)
#: Commands with one argument of mathematics.
ONE = _words(
    "hat bar tilde vec dot ddot check breve overline underline widehat widetilde overrightarrow "
    "overleftarrow mathrm mathbf mathit mathsf mathtt mathbin mathrel mathop boldsymbol "
    "underbrace overbrace boxed operatorname substack"
)
TWO = _words("frac dfrac tfrac cfrac binom dbinom tbinom overset underset stackrel")
LETTERS = {"mathbb": "[A-Zk]+", "mathcal": "[A-Z]+", "mathscr": "[A-Z]+", "mathfrak": "[A-Za-z]+"}
TEXT = {"text": "text", "textbf": "textbf", "textit": "textit", "textrm": "textrm", "mbox": "text"}
_RENAMED = {"bm": "boldsymbol", "lt": "<", "gt": ">", "mathds": "mathbb", "pmb": "boldsymbol"}
_SPACES = frozenset({",", ";", ":", "!", " ", ">"})
#: Environments with the columns that they may have; displays are set inside their line.
ENVIRONMENTS = {
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
NESTED = {
    **dict.fromkeys(
        ["boldsymbol", "overset", "underset", "stackrel", "overrightarrow", "overleftarrow"], 3
    ),
    "root": 3,
    **dict.fromkeys(
        ["hat", "bar", "tilde", "vec", "dot", "ddot", "check", "breve", "widehat", "widetilde"], 1
    ),
}
_DELIMITERS = _words("( ) [ ] | / . < >")
DELIMITER_COMMANDS = _words(
    "{ } | langle rangle lfloor rfloor lceil rceil lvert rvert lVert rVert vert Vert "
    "uparrow downarrow backslash"
)
SIZES = frozenset(
    size + side for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m")
)
#: Relations that may be struck through.
NEGATED = ("=", "<", ">", r"\in", r"\equiv", r"\subset", r"\sim")
_MAX_LENGTH = 6_000
_MAX_DEPTH = 30
_TOKEN = re.compile(r"\\(?:[A-Za-z]+\*?|.)|.", re.DOTALL)
_ROW_SPACE = re.compile(r"\[\d{0,3}\.?\d{0,3}(?:pt|em|ex|mm|cm)\]")
_PLAIN = re.compile(r"[A-Za-z0-9+\-=<>()\[\]|/*,.:;!?']")


class _RefusedError(Exception):
    """Not mathematics that the reader understands."""


@dataclass(frozen=True, slots=True)
class Atom:
    """A part as it was written, and what it is: ``operator`` with limits, ``function`` such as log.

    ``opening`` is a fence that opens, next to which a function needs no space.
    """

    text: str
    kind: str = ""


class Writer(Protocol):
    """How a language spells the parts.  Whatever it is given is its own, but for plain text."""

    def row(self, items: Sequence[Atom]) -> str:
        """Parts next to each other."""

    def scripted(self, base: Atom, limits: str, scripts: Sequence[tuple[str, str]]) -> str:
        """Primes (``"'"`` with the marks), exponent and subscript, in the order of the source."""

    def group(self, inner: str) -> str:
        """What stands in braces."""

    def character(self, char: str) -> str:
        """One of the plain characters of mathematics."""

    def special(self, name: str) -> str:
        r"""A space such as ``\,``, or a character that is written with a backslash."""

    def foreign(self, text: str) -> str:
        """Characters that are not ASCII."""

    def symbol(self, name: str) -> str:
        """A symbol of :data:`SYMBOLS`."""

    def operator(self, name: str, argument: str | None) -> str:
        """An operator with limits; ``operatorname*`` has its name as the argument."""

    def command(self, name: str, arguments: Sequence[str]) -> str:
        """A command of :data:`ONE` or :data:`TWO`."""

    def stack(self, rows: Sequence[str]) -> str:
        """Rows below each other, in a subscript."""

    def root(self, text: str, degree: str | None) -> str:
        """A root, which is square where there is no degree."""

    def fence(self, marks: Sequence[str], rows: Sequence[str]) -> str:
        """Rows between fences that grow; each row stands between two marks."""

    def delimiter(self, token: str) -> str:
        """A fence by itself."""

    def sized(self, size: str, mark: str) -> str:
        """A fence of a given size."""

    def table(
        self, name: str, columns: str, rows: Sequence[Sequence[str]], ruled: Collection[int]
    ) -> str:
        """An environment of :data:`ENVIRONMENTS`, or an array with its columns.

        ``ruled``: the rows that have a line above them.
        """

    def negated(self, token: str) -> str:
        """A relation that is struck through."""

    def letters(self, alphabet: str, text: str) -> str:
        """Letters of an alphabet."""

    def words(self, style: str, text: str) -> str:
        """Plain text."""


class _Reader:
    """A reader of LaTeX mathematics by recursive descent; it writes what it understood."""

    def __init__(self, text: str, writer: Writer) -> None:
        if len(text) > _MAX_LENGTH:
            raise _RefusedError
        self.tokens = _TOKEN.findall(text)
        self.position = 0
        self.depth = 0
        self.inside: dict[int, int] = {}
        self.write = writer

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
        items: list[Atom] = []
        self.skip_spaces()
        while self.peek() not in ends:
            items.append(self.scripted())
            self.skip_spaces()
        self.depth -= 1
        return self.write.row(items)

    def scripted(self) -> Atom:
        """An atom with its primes, exponent and subscript, each once at the most."""
        atom = Atom(self.write.group("")) if self.peek() in ("^", "_") else self.atom()
        limits, scripts = "", dict[str, str]()
        while True:
            self.skip_spaces()
            token = self.peek()
            if token in (r"\limits", r"\nolimits") and atom.kind == "operator" and not scripts:
                limits = self.take()
            elif token == "'" and not scripts.keys() & {"'", "^"}:
                marks = ""
                while self.peek() == "'":
                    marks += self.take()
                scripts["'"] = marks
            elif token in ("^", "_") and token not in scripts:
                self.take()
                scripts[token] = self.argument()
            elif token in ("^", "_", "'", r"\limits", r"\nolimits"):
                raise _RefusedError
            elif scripts or limits:
                text = self.write.scripted(atom, limits, list(scripts.items()))
                return Atom(text, atom.kind)
            else:
                return atom

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

    def atom(self) -> Atom:
        token = self.peek()
        if token == "{":
            return Atom(self.write.group(self.group()))
        self.take()
        if token.startswith("\\") and len(token) > 1:
            return self.command(token[1:])
        if _PLAIN.fullmatch(token) and token != "'":
            return Atom(self.write.character(token), "opening" if token in "([" else "")
        if token == "~":
            return Atom(self.write.special(" "))
        if token.isascii():
            raise _RefusedError
        while self.peek() and not self.peek().isascii():
            token += self.take()
        return Atom(self.write.foreign(token))

    def command(self, name: str) -> Atom:
        name = _RENAMED.get(name, name)
        if name in ("<", ">"):
            return Atom(self.write.character(name))
        if name in SYMBOLS:
            return Atom(self.write.symbol(name), "function" if name in FUNCTIONS else "")
        if name in OPERATORS or name == "operatorname*":
            argument = self.argument() if name.endswith("*") else None
            return Atom(self.write.operator(name, argument), "operator")
        if name in ONE or name in TWO:
            return self.nested(name)
        if name in _SPACES or name in ("{", "}", "%", "_", "#", "&", "$", "|"):
            return Atom(self.write.special(name))
        reader = {
            "sqrt": self.root,
            "left": self.fence,
            "begin": self.environment,
            "not": self.negation,
            "tag": self.tag,
        }.get(name)
        if reader is not None:
            return reader()
        if name in LETTERS or name in TEXT:
            return Atom(self.letters(name))
        if name in SIZES:
            return Atom(self.write.sized(name, self.delimiter()))
        raise _RefusedError

    def nested(self, name: str) -> Atom:
        """A command before its arguments."""
        if name == "substack":
            return self.stack()
        most = self.enter(name)
        arguments = [self.argument() for _ in range(1 + (name in TWO))]
        self.inside[most] -= 1
        text = self.write.command(name, arguments)
        return Atom(text, "function" if name == "operatorname" else "")

    def enter(self, name: str) -> int:
        """Count a command that may be nested so deep only; commands of one kind count together."""
        most = NESTED.get(name, _MAX_DEPTH)
        self.inside[most] = self.inside.get(most, 0) + 1
        if self.inside[most] > most:
            raise _RefusedError
        return most

    def stack(self) -> Atom:
        self.skip_spaces()
        if self.take() != "{":
            raise _RefusedError
        rows = [self.row((r"\\", "}", ""))]
        while self.take() == r"\\":
            rows.append(self.row((r"\\", "}", "")))
        if self.tokens[self.position - 1] != "}":
            raise _RefusedError
        return Atom(self.write.stack(rows))

    def root(self) -> Atom:
        self.skip_spaces()
        if self.peek() != "[":
            return Atom(self.write.root(self.argument(), None))
        self.take()
        degree = self.row(("]", ""))
        self.take()
        most = self.enter("root")
        text = self.write.root(self.argument(), degree)
        self.inside[most] -= 1
        return Atom(text)

    def delimiter(self) -> str:
        self.skip_spaces()
        token = self.take()
        if token in _DELIMITERS or token[1:] in DELIMITER_COMMANDS:
            return self.write.delimiter(token)
        raise _RefusedError

    def fence(self) -> Atom:
        marks, rows = [self.delimiter()], list[str]()
        while True:
            rows.append(self.row((r"\right", r"\middle", "")))
            closing = self.take() == r"\right"
            marks.append(self.delimiter())
            if closing:
                return Atom(self.write.fence(marks, rows), "opening")

    def environment(self) -> Atom:
        name = self.braced()
        columns = ""
        if name == "array":
            columns = self.braced()
            if not re.fullmatch(r"[clr|]{1,20}", columns):
                raise _RefusedError
            shown, most = name, len(columns.replace("|", ""))
        else:
            shown = _DISPLAYS.get(name, name)
            most = ENVIRONMENTS.get(shown, 0)
        rows: list[list[str]] = [[]]
        ruled: set[int] = set()
        while len(rows[-1]) < most:
            if name == "array" and not rows[-1] and self.rules():
                ruled.add(len(rows) - 1)
            rows[-1].append(self.row(("&", r"\\", r"\end", "")))
            token = self.take()
            if token == r"\end":
                if self.braced() != name:
                    break
                return Atom(self.write.table(shown, columns, rows, ruled))
            if token == r"\\":
                rows.append([])
            self.row_space()
        raise _RefusedError

    def rules(self) -> bool:
        """Take the lines above a row of an array."""
        self.skip_spaces()
        found = self.peek() == r"\hline"
        while self.peek() == r"\hline":
            self.take()
            self.skip_spaces()
        return found

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

    def negation(self) -> Atom:
        self.skip_spaces()
        token = self.take()
        if token not in NEGATED:
            raise _RefusedError
        return Atom(self.write.negated(token))

    def tag(self) -> Atom:
        """The number of the equation: where it stands is said elsewhere."""
        self.braced()
        return Atom("")

    def letters(self, name: str) -> str:
        """An alphabet, which has some letters only, or words, which are escaped."""
        self.skip_spaces()
        if self.peek() != "{":
            text = self.take()
        else:
            text = self.plain()
        if name in TEXT:
            return self.write.words(TEXT[name], text)
        if name == "mathbb" and text == "1":
            return self.write.letters("mathbf", text)
        if not re.fullmatch(LETTERS[name], text):
            raise _RefusedError
        return self.write.letters("mathcal" if name == "mathscr" else name, text)

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


def read(text: str, writer: Writer) -> str | None:
    """The mathematics as the writer spells it, or None where it is not understood."""
    try:
        written = _Reader(text.strip(), writer).row(("",))
    except _RefusedError:
        return None
    return written if written.strip() else None
