r"""From TeX tokens to the words of mathematics, with the declarations at hand.

Here it is decided what a name is, whether it is a function, where ``d`` is a differential and
which bar opens.  Whatever is not known is refused, with its place and what would settle it.

Each module looks down on those before it: ``vocabulary``, ``words`` with their scripts,
``delimiters``, ``operators``, ``identifiers``, ``lexer``.
"""

from thence.readers.lexer.lexer import math_tokens

__all__ = ["math_tokens"]
