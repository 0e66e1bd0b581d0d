"""The signs, commands and names that mean something wherever they are not declared."""

from __future__ import annotations

from thence.expr import FUNCTIONS
from thence.notation import FUNCTION_NAMES, Name
from thence.readers.syntax.nodes import DETERMINANT, RECIPROCALS, TRACE


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Words that are functions wherever they are not declared to be something else.
WORDS = {
    **{name: name for name in FUNCTIONS if name not in ("Max", "Min", "factorial", "binomial")},
    **{printed: name for name, printed in FUNCTION_NAMES.items() if name not in ("Max", "Min")},
    "ln": "log",
    **{name: name for name in RECIPROCALS},
    "lgamma": "loggamma",
    "tr": TRACE,
    "Tr": TRACE,
    "det": DETERMINANT,
}
COMMANDS = _words("exp log ln sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan det")
RELATIONS = {
    "=": "=",
    "<": "<",
    ">": ">",
    r"\lt": "<",
    r"\gt": ">",
    r"\approx": "approx",
    r"\sim": "~",
    r"\propto": "propto",
    **dict.fromkeys([r"\le", r"\leq", r"\leqslant"], "<="),
    **dict.fromkeys([r"\ge", r"\geq", r"\geqslant"], ">="),
    **dict.fromkeys([r"\ne", r"\neq"], "!="),
    **dict.fromkeys([r"\triangleq", r"\coloneqq", r"\equiv"], "="),
}
_KINDS = r"""
PLUS + | MINUS - | CDOT * \cdot \times | SLASH / | FACT ! | COMMA , ; | NEWROW \\
LPAR ( | RPAR ) | LSQ [ | RSQ ] | LBAR \lvert | RBAR \rvert | LSET \{ | RSET \}
LNORM \lVert | RNORM \rVert | LANGLE \langle | RANGLE \rangle | ODOT \odot
LFLOOR \lfloor | RFLOOR \rfloor | LCEIL \lceil | RCEIL \rceil
SUM \sum | PROD \prod | INT \int | LIM \lim | MAX \max | MIN \min
SUPREMUM \sup | INFIMUM \inf | NABLA \nabla
PARTIAL \partial | IN \in | TO \to \rightarrow | DOTS \ldots \cdots \dots
IFF \iff \Leftrightarrow \Longleftrightarrow | IMPLIES \implies \Rightarrow \Longrightarrow
"""
#: What stands for one word of the grammar, whatever is around it.
SIMPLE = {
    text: kind
    for kind, *texts in map(str.split, _KINDS.strip().replace("\n", "|").split("|"))
    for text in texts
}
BIG = _words("SUM PROD INT LIM MAX MIN SUPREMUM INFIMUM NABLA")
#: Where a function is least or largest, as one word and as two.
PLACES = {"argmin": "ARGMIN", "argmax": "ARGMAX", r"\min": "ARGMIN", r"\max": "ARGMAX"}
FRACTIONS = dict.fromkeys([r"\frac", r"\dfrac", r"\tfrac", r"\cfrac"], "FRAC")
FRACTIONS |= dict.fromkeys([r"\nicefrac", r"\sfrac"], "FRAC")
FRACTIONS |= dict.fromkeys([r"\binom", r"\dbinom", r"\tbinom"], "BINOM")
#: Environments of matrices, in what brackets whatever.
MATRICES = _words("matrix pmatrix bmatrix Bmatrix smallmatrix vmatrix")
#: What may stand at the right end of an operand.
ENDS = _words(
    "NUMBER NAME ARRAY CONST RPAR RSQ RBAR RNORM RANGLE RFLOOR RCEIL RBRACE FACT TRANSPOSED "
    "POSITIVE ENDMATRIX"
)
SEPARATORS = _words("PLUS MINUS CDOT ODOT SLASH REL COMMA GIVEN IFF IMPLIES NEWROW AMP")
OPENING = _words("LPAR LSQ LNORM LANGLE LFLOOR LCEIL LSET LBRACE MATRIX")
CLOSING = _words("RPAR RSQ RNORM RANGLE RFLOOR RCEIL RSET RBRACE ENDMATRIX")
#: The signs of a transpose, and of a norm.
TURNED = frozenset([r"\top", r"\intercal"])
DOUBLE_BARS = frozenset([r"\|", r"\Vert"])
#: Spaces wide enough to part two things.
WIDE = frozenset([r"\quad", r"\qquad"])

#: How names look that mean something if they are not declared.
EXPECTATION, NORMAL = Name("E", ("bb",)), Name("N", ("cal",))
PROBABILITY = Name("P", ("bb",))
VARIANCES = (Name("Var"), Name("V", ("bb",)))
ORDERS = {Name("O"): "O", Name("O", ("cal",)): "O", Name("o"): "o"}
DIFFERENTIAL, UPRIGHT_D, UPRIGHT_E = Name("d"), Name("d", ("rm",)), Name("e", ("rm",))
CONSTANTS = {
    Name("e"): "E",
    Name("pi"): "pi",
    Name("gamma", (), ("E rm",)): "EulerGamma",
    Name("varphi", (), ("gold",)): "GoldenRatio",
}
