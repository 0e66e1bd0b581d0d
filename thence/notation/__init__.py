"""How expressions are set in print, whatever they are printed in.

One printer decides what a reader must be able to rely on: precedence, parentheses, what is a
fraction and what is slanted.  A :class:`Style` only spells the decisions, in LaTeX or MathML.
Parentheses that the author wrote between terms of one kind, ``a + (b + c)``, stay; no others are
printed than those that the meaning needs.

The printer works from the leaves up, without recursion, so a sum of thousands of terms prints.

Each module looks down on those before it: ``names``, ``style``, ``terms``, ``domains``,
``binders``, ``printer``; ``certificates`` stands by itself.
"""

from thence.notation.certificates import readable
from thence.notation.names import GREEK, Name, form_names, names_of, statement_names, take_apart
from thence.notation.printer import Printer
from thence.notation.terms import FUNCTION_NAMES

__all__ = [
    "FUNCTION_NAMES",
    "GREEK",
    "Name",
    "Printer",
    "form_names",
    "names_of",
    "readable",
    "statement_names",
    "take_apart",
]
