r"""What is not read, with what an author may write instead."""

from __future__ import annotations

from collections.abc import Sequence

from thence.readers.tex import Tex, group, plain

_PROBABILITY = "For a probability write the number, sum or integral that it is; or skip: why."
_HIDDEN = r"Say what it means in an equation of its own: \le with its constant; or skip: why."
_LABELS = r"Only labels as in \overset{(a)}{=} and \text{def} are read above a relation."
_COLOURS = "Leave colours and strokes out of the formula, or skip: why."
_EXTREMUM = r"Write \arg\min_x f(x) = c, with the formula of the place; or skip: why."

_HINTS = {
    **dict.fromkeys([r"\Pr", r"\mathbb{P}", r"\mid"], _PROBABILITY),
    **dict.fromkeys([r"\lesssim", r"\gtrsim", r"\ll", r"\gg", r"\simeq", r"\asymp"], _HIDDEN),
    **dict.fromkeys([r"\overset", r"\stackrel", r"\underset"], _LABELS),
    **dict.fromkeys([r"\cancel", r"\color", r"\textcolor", r"\colorbox"], _COLOURS),
    **dict.fromkeys([r"\arg", r"\argmin", r"\argmax"], _EXTREMUM),
    r"\not": r"Write \ne, or the opposite: > for what is not \le.",
    r"\pm": "Write two equations, one for each sign.",
    r"\mp": "Write two equations, one for each sign.",
    r"\%": "Write the number as a fraction, such as 0.1.",
    r"\lg": r"Write \log_2 or \log_{10}.",
    r"\choose": r"Write \binom{n}{k}.",
    r"\therefore": "Leave it out: every row is a claim.",
    r"\because": "Leave it out, or skip: why.",
}
_OTHER = r"Define it with \newcommand, or skip the equation: thence: skip: why."


def what_to_write(command: str) -> str:
    """What an author may write instead of a command."""
    return _HINTS.get(command, _OTHER)


def check_no_float(digits: str, behind: Sequence[Tex]) -> None:
    """Refuse ``1e-8`` as programs write it, where no blank says that e is a factor."""
    texts = [token.text for token in behind]
    glued = len(texts) == 3 and all(token.glued for token in behind)
    if not glued or texts[0] not in ("e", "E") or texts[1] not in ("+", "-"):
        return
    letter, sign, power = texts
    if power.isdigit():
        what = f"{digits}{letter}{sign}{power}: a power of ten, or the number {letter}?"
        ten = f"10^{{{sign.strip('+')}{power}}}"
        hint = rf"Write {digits} \cdot {ten}; or blanks around {sign}, if that is meant."
        raise behind[0].error(what, hint)


#: Commands for words of the text.
_PROSE = frozenset([r"\text", r"\textrm", r"\mbox"])


def check_no_prose(stream: Sequence[Tex], index: int) -> None:
    """Refuse a text with a blank at one of its ends: that is prose, and no name."""
    token = stream[index]
    if token.text not in _PROSE or [t.text for t in stream[index + 1 : index + 2]] != ["{"]:
        return
    inner, end = group(stream, index + 1)
    if inner and plain(inner).isalpha() and not (inner[0].glued and stream[end - 1].glued):
        hint = "Put a condition into a comment: thence: assuming ...; or skip: why."
        raise token.error(f"the text {plain(inner)[:40]!r} is no name.", hint)
