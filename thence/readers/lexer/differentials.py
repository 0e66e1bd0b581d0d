r"""Which ``d`` is the sign of a differential where the document has a symbol d as well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from thence.notation import GREEK
from thence.readers.lexer.vocabulary import RELATIONS
from thence.readers.names import UPRIGHT
from thence.readers.tex import Tex


def differentials(stream: Sequence[Tex]) -> frozenset[int]:
    r"""The ids of the letters d before a variable, where each integral of a side has one of them:
    an integral is of something ``d x``.

    A side with more of them than integrals is refused, for ``d x \, d x`` could be ``d`` times x.
    """
    found = list[int]()
    for side in _sides(stream):
        missing = sum(token.text == r"\int" for token in side) - _upright(side)
        signs = [index for index in range(len(side)) if _before_a_variable(side, index)]
        if missing == len(signs):
            found += [id(side[index]) for index in signs]
        elif missing > 0 and signs:
            what = "d is declared, and the sign of a differential too?"
            raise side[signs[0]].error(what, r"Write \mathrm{d}x for the differential.")
    return frozenset(found)


def _sides(stream: Sequence[Tex]) -> Iterator[list[Tex]]:
    """What stands between relations outside braces."""
    side, depth = list[Tex](), 0
    for token in stream:
        depth += (token.text == "{") - (token.text == "}")
        if not depth and token.text in RELATIONS:
            yield side
            side = []
        else:
            side.append(token)
    yield side


def _upright(side: Sequence[Tex]) -> int:
    r"""The number of differentials that are written upright, as ``\mathrm{d}``."""
    text = "".join(token.text for token in side)
    return sum(text.count(f"{command}{{d}}") for command in UPRIGHT)


def _before_a_variable(side: Sequence[Tex], index: int) -> bool:
    if side[index].text != "d" or index + 1 >= len(side):
        return False
    if index and side[index - 1].text in ("^", "_"):
        return False
    after = side[index + 1].text
    return (len(after) == 1 and after.isalpha()) or after[1:] in GREEK
