r"""Names as they look: letters, accents and scripts.

>>> from thence.readers.tex import tokens
>>> look_of(tokens(r"\hat{x}_{\max,2}"))[0]
Name(base='x', accents=('hat',), subscripts=('max', '2'), verbatim=False)
"""

from __future__ import annotations

from collections.abc import Sequence

from thence.notation import GREEK, Name
from thence.readers.tex import Tex, TexError, group, plain, tokens
from thence.readers.unread import what_to_write

SPACES = frozenset(
    [r"\,", r"\;", r"\:", r"\!", r"\ ", r"\>", "~", r"\limits", r"\nolimits", r"\displaystyle"]
    + [r"\textstyle", r"\nonumber", r"\notag", r"\mathstrut", "&"]
    + [rf"\{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r")]
)
UPRIGHT = frozenset([r"\text", r"\mathrm", r"\operatorname", r"\textrm", r"\mathit", r"\mbox"])
_ACCENTS = {r"\hat": "hat", r"\bar": "bar", r"\tilde": "tilde", r"\vec": "vec"}
_ACCENTS |= {r"\widehat": "hat", r"\overline": "bar", r"\widetilde": "tilde"}
_ACCENTS |= {r"\dot": "dot", r"\ddot": "ddot"}
_LETTERING = {r"\mathcal": "cal", r"\mathbf": "bold", r"\boldsymbol": "bold", r"\mathbb": "bb"}
_LETTERING |= {r"\bm": "bold", r"\mathscr": "scr", r"\mathfrak": "frak", r"\mathsf": "sf"}
#: Letters that make one name with the letter behind them, where that is declared: ``\Delta W``.
DIFFERENCES = frozenset([r"\Delta", r"\delta"])
_DRESSING = UPRIGHT | _LETTERING.keys() | _ACCENTS.keys()
_STARS = frozenset(["*", r"\star", r"\ast"])
_BRACKETS = ("(", "[", "{", r"\{"), (")", "]", "}", r"\}")


def text_at(stream: Sequence[Tex], index: int) -> str:
    """The token in this place, empty past the end."""
    return stream[index].text if index < len(stream) else ""


def read_scripts(
    stream: Sequence[Tex], index: int
) -> tuple[Sequence[Tex], Sequence[Tex], int, int]:
    """The subscript, the superscript, the number of primes, and where they end."""
    below: Sequence[Tex] = ()
    above: Sequence[Tex] = ()
    primes = 0
    while index < len(stream) and (
        stream[index].text in ("_", "^", "'") or stream[index].text in SPACES - {"&"}
    ):
        token = stream[index]
        if token.text in SPACES:
            following = text_at(stream, index + 1)
            if token.text not in (r"\limits", r"\nolimits", r"\!") or following not in "_^":
                break
            index += 1
            continue
        if token.text == "'":
            primes, index = primes + 1, index + 1
            continue
        start = index + 1
        inner, index = group(stream, start)
        if not inner:
            raise token.error("an empty script.", "Remove it.")
        if text_at(stream, start) in _DRESSING and text_at(stream, index) == "{":  # D_\mathrm{KL}
            _, index = group(stream, index)
            inner = stream[start:index]
        if (below if token.text == "_" else above) or (primes and token.text == "^"):
            raise token.error("a second script on one symbol.", "Use braces or parentheses.")
        below, above = (inner, above) if token.text == "_" else (below, inner)
    return below, above, primes, index


def read_name(stream: Sequence[Tex], index: int) -> tuple[Name, int]:
    """A name without its scripts.  An upright word of several letters has accent ``word``."""
    token = stream[index]
    text = token.text
    if text.isalpha() and text.isascii():
        return Name(text), index + 1
    if text[0] == "\\" and text[1:] in GREEK:
        return Name(text[1:]), index + 1
    if text in UPRIGHT or text == r"\mathtt":
        inner, end = group(stream, index + 1)
        word = plain(inner)
        if not word.isidentifier():
            hint = "Put a condition into a comment: thence: assuming ...; or skip: why."
            raise token.error(f"the text {word[:40]!r} is not a name.", hint)
        if text == r"\mathtt":
            return Name(word, verbatim=True), end
        return Name(word, ("rm" if len(word) == 1 and word.isascii() else "word",)), end
    if text in _ACCENTS or text in _LETTERING:
        inner, end = group(stream, index + 1)
        while text_at(inner, 0) == "{" and group(inner, 0)[1] == len(inner):  # \hat{{x}}
            inner = group(inner, 0)[0]
        look, last = read_name(inner, 0) if inner else (Name(""), 1)
        if last != len(inner):
            raise token.error(f"{text} on more than one symbol.", "Accents go on one letter.")
        accent = {**_ACCENTS, **_LETTERING}[text]
        own = () if look.accents == ("word",) else look.accents
        return Name(look.base, (accent, *own)), end
    if text[0] == "\\":
        what = f"the command {text} is not mathematics that thence reads."
        raise token.error(what, what_to_write(text))
    raise token.error(f"{text!r} is not read in an equation.", "Remove it, or skip: why.")


def read_subscripts(stream: Sequence[Tex]) -> tuple[str, ...]:
    """The parts of a subscript: letters, digits and words, with commas between."""
    parts, current, index = [], "", 0
    while index < len(stream):
        token = stream[index]
        if token.text == ",":
            parts.append(current)
            current, index = "", index + 1
            continue
        if token.text in SPACES:
            index += 1
            continue
        if token.text.isdigit() and token.text.isascii():
            current, index = current + token.text, index + 1
            continue
        if token.text in (r"\max", r"\min"):
            look, index = Name(token.text[1:]), index + 1
        elif token.text in ("+", "-", "(", "|", "*", "=", "{", "/"):
            hint = "A subscript is a part of a declared name: letters, digits and commas."
            if token.text in ("+", "-"):
                hint = "Declare a family and its index, thence: x real[n]; t index[n]; for x_{t-1}."
            raise token.error(f"{token.text!r} in a subscript is not read.", hint)
        else:
            look, index = read_name(stream, index)
        upright = " rm" if look.accents == ("rm",) else ""
        if look.accents and look.accents not in (("rm",), ("word",)):
            raise token.error("an accent in a subscript is not read.", "Use letters.")
        current += look.base + upright
    parts.append(current)
    if not all(parts):
        raise stream[0].error("an empty part of a subscript.", "Remove the comma.")
    return tuple(parts)


def own_subscripts(stream: Sequence[Tex]) -> tuple[str, ...] | None:
    """The parts of a subscript that belongs to a name; None for other text."""
    try:
        return read_subscripts(stream) if stream else ()
    except TexError:
        return None


def two_names(stream: Sequence[Tex]) -> bool:
    """Whether two letters or digits stand side by side, as the indices of a delta may."""
    names = [token.text for token in stream]
    return len(names) == 2 and all(name.isalnum() or name[1:] in GREEK for name in names)


def commas_of(stream: Sequence[Tex]) -> list[int]:
    """Where commas stand outside brackets."""
    found, depth = [], 0
    for index, token in enumerate(stream):
        depth += (token.text in _BRACKETS[0]) - (token.text in _BRACKETS[1])
        if token.text == "," and not depth:
            found.append(index)
    return found


def is_parenthesised(stream: Sequence[Tex]) -> bool:
    """Whether one pair of parentheses surrounds everything."""
    depth = 0
    for index, token in enumerate(stream):
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if not depth:
            return index == len(stream) - 1 and token.text == ")"
    return False


def look_of(stream: Sequence[Tex], square: bool = False) -> tuple[Name, int]:
    r"""The name that a declaration gives in LaTeX, with its scripts; and where it ends.

    ``square``: whether ``\sigma^2`` is one.
    """
    if not stream:
        raise TexError("a name is missing.", hint="Such as x, or s_i.")
    look, end = read_whole_name(stream, 0)
    below, above, primes, last = read_scripts(stream, end)
    accents = () if look.accents == ("word",) else look.accents
    accents += ("prime",) * primes
    if above:
        mark = mark_of(above) or ("squared" if square and plain(above) == "2" else "")
        if not mark:
            hint = r"Marks are x^*, x', x^{(k)} and x^{\text{new}}; or use a subscript."
            raise above[0].error("this superscript is no part of a name.", hint)
        accents = (*accents, mark)
    parts = read_subscripts(below) if below else ()
    return Name(look.base, accents, parts, look.verbatim), last


def read_whole_name(stream: Sequence[Tex], index: int) -> tuple[Name, int]:
    r"""A name without its scripts, or two that are written as one, ``\Delta W``."""
    look, end = read_name(stream, index)
    if stream[index].text not in DIFFERENCES or end >= len(stream):
        return look, end
    if stream[end].text in ("_", "^", "'", "(", ",") or stream[end].text in SPACES:
        return look, end
    inner, last = read_name(stream, end)
    return Name(inner.base, (*inner.accents, look.base), verbatim=inner.verbatim), last


def mark_of(above: Sequence[Tex]) -> str:
    r"""What a superscript says that marks a name and is never a power, ``x^*``, ``h^{(t)}`` or
    ``\theta^{\text{new}}``; empty for any other."""
    if plain(above) in _STARS:
        return "star"
    if is_parenthesised(above) and len(above) > 2:
        parts = [token.text.lstrip("\\") for token in above[1:-1]]
        return "".join(parts) if all(part.isalnum() for part in parts) else ""
    if above and above[0].text in UPRIGHT:
        word, end = group(above, 1)
        text = plain(word)
        return text if end == len(above) and len(text) > 1 and text.isidentifier() else ""
    return ""


def written(look: Name) -> str:
    r"""A name in LaTeX, so that :func:`look_of` finds it; empty for one that it would not find.

    >>> written(Name("theta", ("hat", "star"), ("max", "2")))
    '\\hat{\\theta}^{*}_{\\max,2}'
    """
    text, above = _letters(look.base), ""
    for accent in look.accents:
        if accent in _COMMANDS:
            text = f"{_COMMANDS[accent]}{{{text}}}"
        elif rf"\{accent}" in DIFFERENCES:
            text = rf"\{accent} {text}"
        elif accent == "prime":
            text += "'"
        else:
            above = {"star": "^{*}", "squared": "^2"}.get(accent, rf"^{{({accent})}}")
    below = ",".join(map(_letters, look.subscripts))
    text += above + (f"_{below}" if len(below) == 1 else f"_{{{below}}}" if below else "")
    stream = tokens(text)
    try:
        return text if look_of(stream, square=True) == (look, len(stream)) else ""
    except TexError:
        return ""


#: The commands of accents and letterings, one for each.
_COMMANDS = {name: command for command, name in reversed([*_ACCENTS.items(), *_LETTERING.items()])}


def _letters(word: str) -> str:
    if word in GREEK or word in ("max", "min"):
        return rf"\{word}"
    return word if len(word) == 1 or word.isdigit() else rf"\text{{{word}}}"
