"""What to say of the first word of a formula at which its grammar ends."""

from __future__ import annotations

from lark import Token

from thence.notation import Name
from thence.readers.syntax.nodes import error_at
from thence.readers.tex import TexError
from thence.readers.undeclared import Undeclared

#: How words are shown whose text is another one.
_SHOWN = {"D": "d", "LSQ": "[", "SUP": "^", "SUB": "_", "QUAD": "a wide space"}
#: What to do about a word that nothing more is known of.
_HINTS = {
    "QUAD": 'Put a condition into a comment, thence: assuming x > 0, or "after comma".',
    "COMMA": "One equation at a time; put a condition into a comment, thence: assuming x > 0.",
    "DEF": "Is an operator missing?",
    "NORMAL": (
        r"Distributions are read below \mathbb{E} alone; \mathcal{N}(x; \mu, \sigma^2) is the "
        "density at x."
    ),
    "SIDE": "A power needs an exponent.",
    "IN": "Put the domain into a comment, thence: x (0, 1).",
    "IMPLIES": "Write that from which it follows on the left of it, or leave it out.",
    "IFF": "Write that from which it follows on the left of it, or leave it out.",
    "ORDER": "O(...) and o(...) stand last on the right of =, such as 1 + h + o(h).",
    "AS": r'What tends to what stands last: "as x \to \infty".',
    "DOTS": r"Write the sum with its range, \sum_{k=1}^{n} k: dots may go on in several ways.",
    "TO": r"Limits are written \lim_{x \to a}.",
}


def unexpected(token: Token, words: list[Token]) -> TexError:
    """The error at the first token that does not fit."""
    if token.type == "$END":
        return error_at(words[-1], "the equation ends too early.", "Is a bracket or a dx missing?")
    if token.type == "CONST" and token == "E":
        hint = r"Declare it to be a symbol, thence: e real; and write \exp(...) for exponentials."
        return error_at(token, "e is the base of the exponential here.", hint)
    if token.type == "D":
        hint = r"Declare it, thence: d real; a differential stands in \int or \frac{d}{dx}."
        return Undeclared.of(error_at(token, "d is not declared.", hint), Name("d"), "number")
    place = next((i for i, word in enumerate(words) if word is token), 0)
    if token.type == "COMMA" and (said := _in_parentheses(words[:place])):
        return error_at(token, *said)
    if place and (found := _behind(words, place)):
        return found
    shown = _SHOWN.get(token.type, str(token))
    return error_at(token, f"{shown!r} is not expected here.", _HINTS.get(token.type, ""))


def _behind(words: list[Token], place: int) -> TexError | None:
    """What to say of a word for what stands before it."""
    token, before = words[place], words[place - 1]
    if before.type == "INT":
        hint = r"Write \int_a^b, or \int_{-\infty}^{\infty}; an antiderivative by its derivative."
        return error_at(before, "an integral without its ends.", hint)
    if [word.type for word in words[place - 2 : place]] == ["PLUS", "DOTS"]:
        hint = (
            r"Write a series with its range, \sum_{k=1}^{\infty}; behind dots stands a last term."
        )
        return error_at(before, "a sum that ends in dots.", hint)
    if said := _below_a_sign(words, place):
        return error_at(token if token.type == "ARRAY" else before, *said)
    if before.type in ("D", "PARTIAL") and token.type == "FUNC":
        hint = r"Write the chain rule out: x \frac{d}{dx} for \frac{d}{d \log x}."
        return error_at(token, f"a derivative in {token}.", hint)
    if before.type == "DEF":
        return error_at(token, f"{before} is a function and needs its argument in parentheses.")
    return None


def _below_a_sign(words: list[Token], place: int) -> tuple[str, str] | None:
    """What to say of a range below a sign that is not read: of a vector, or without a beginning."""
    kinds = [word.type for word in words[:place]]
    extremes = ("MAX", "MIN", "ARGMAX", "ARGMIN", "SUPREMUM", "INFIMUM")
    if (
        words[place].type == "ARRAY"
        and kinds[-2:] == ["SUB", "LBRACE"]
        and {*kinds[-3:-2]} <= {*extremes}
    ):
        hint = "Claim the bound for every such vector, and that it is met, in two equations."
        return f"an extreme over {words[place]}, which is a vector.", hint
    signs = [k for k, kind in enumerate(kinds) if kind in ("SUM", "PROD")]
    if not signs or kinds[-1] != "RBRACE" or "SUP" in kinds[signs[-1] :]:
        return None
    below = words[signs[-1] : place]
    if (
        any(word.type == "REL" and word != "=" for word in below)
        and "RBRACE" not in kinds[signs[-1] : -1]
    ):
        return "a sum whose range does not begin.", r"Write both ends, \sum_{s=1}^{t}."
    return None


def _in_parentheses(words: list[Token]) -> tuple[str, str] | None:
    """What to say of a comma inside parentheses: is there an argument of what is no function?"""
    depth = 0
    for index in range(len(words) - 1, -1, -1):
        depth += (words[index].type == "RPAR") - (words[index].type == "LPAR")
        if depth < 0:
            name = words[index - 1] if index else None
            if name is not None and name.type in ("NAME", "ARRAY"):
                hint = f"Define it, thence: define {name}(x, y); an equation above says what it is."
                return f"{name} is no function that is known here.", hint
            return "several things in parentheses.", "Write an equation for each of them."
    return None
