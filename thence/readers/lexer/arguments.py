r"""How far the argument of a function without parentheses reaches: ``\sin 2\pi n x``.

By custom a number in front of a name belongs to the argument with it, ``\log 2n``, and so does an
integer in a sine or cosine, ``\cos m\theta``.  Such words become coefficients for the grammar; what
may be read in two ways is refused there, or here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lark import Token

from thence.readers.scope import Scope
from thence.readers.syntax.nodes import error_at

#: Functions of an angle, whose multiples are written without parentheses.
_ANGULAR = frozenset(["sin", "cos", "tan", "cot", "sec", "csc"])
#: What a coefficient may stand before.
_FACTORS = frozenset(["NAME", "CONST", "FAMILY", "FORMULA", "FRAC", "SQRT"])
#: What may be a factor beside the function, or what it is of.
_EITHER = frozenset(["DEF", "CALL", "FUNC"])
#: What stands close behind a number even where it is a factor: ``2\log 2\sqrt{p}``.
_STANDING = frozenset(["FRAC", "SQRT"])
_IN_A_QUOTIENT = frozenset(["LBRACE", "RBRACE", "PLUS", "MINUS", "CDOT"])
_WHOLE = frozenset(["NUMBER", "NAME", "PLUS", "MINUS", "CDOT", "LPAR", "RPAR"])


def with_coefficients(found: Sequence[Token], scope: Scope) -> list[Token]:
    """The words with the coefficients of bare arguments marked as such."""
    made = list(found)
    counting = _counting(found, scope)
    for start, word in enumerate(found):
        if word.type == "FUNC":
            at = _after_scripts(found, start + 1)
            for index in _coefficients(found, at, word, counting):
                kind = "QUOTIENT" if found[index].type == "FRAC" else "COEFFICIENT"
                made[index] = Token.new_borrow_pos(kind, found[index].value, found[index])
            if word in _ANGULAR:
                _check_factor(found, at, counting)
    return made


def _counting(found: Sequence[Token], scope: Scope) -> frozenset[str]:
    """The names of integers: what is declared as one, and what the sums of the row count with."""
    counting = {name for name, domain in scope.domains.items() if domain.integer}
    for index, word in enumerate(found):
        if word.type in ("SUM", "PROD") and index + 1 < len(found) and found[index + 1] == "SUB":
            end = _after_group(found, index + 2)
            below = found[index + 2 : end]
            relation = next((k for k, one in enumerate(below) if one.type == "REL"), len(below))
            names = {str(one) for one in below[:relation] if one.type == "NAME"}
            counting |= names - scope.domains.keys()
    return frozenset(counting)


def _coefficients(
    found: Sequence[Token], at: int, function: Token, counting: frozenset[str]
) -> Iterator[int]:
    """The places of the words from here on that multiply what comes behind them."""
    angular = function in _ANGULAR
    while at < len(found):
        word, end = found[at], at + 1
        if word.type == "FRAC" and angular:
            end = _after_group(found, _after_group(found, end))
            inside = (one for one in found[at + 1 : end] if one.type not in _IN_A_QUOTIENT)
            if not all(_counts(one, counting) for one in inside):
                return
        elif not (_is_number(word) or (angular and _counts(word, counting))):
            return
        after = found[end] if end < len(found) else None
        if after is None or after.type not in _FACTORS | _EITHER:
            return
        if after.type in _EITHER:
            if angular or after.type != "FUNC":
                raise error_at(
                    after, "is this in the argument of the function?", "Add parentheses."
                )
            return
        apart = after.column != (word.column or 0) + len(word)
        if not angular and (apart or (function == "log" and after.type in _STANDING)):
            return  # (log 2) n, perhaps
        yield at
        at = end


def _check_factor(found: Sequence[Token], at: int, counting: frozenset[str]) -> None:
    r"""Refuse ``\cos(m-n)\theta``: angles are no integers, so the angle stands outside."""
    if at >= len(found) or found[at].type != "LPAR":
        return
    end, depth = at + 1, 1
    while end < len(found) and depth:
        depth += {"LPAR": 1, "RPAR": -1}.get(found[end].type, 0)
        end += 1
    inner = found[at + 1 : end - 1]
    whole = all(
        one.type in _WHOLE and (one.type != "NAME" or _counts(one, counting)) for one in inner
    )
    after = found[end] if end < len(found) else None
    if whole and after is not None and after.type == "NAME" and not _counts(after, counting):
        hint = rf"Add parentheses, \cos((m - n) \theta), or put {after} before the function."
        raise error_at(after, "in the argument of the function, or a factor beside it?", hint)


def _is_number(word: Token) -> bool:
    return word.type == "NUMBER" or (word.type == "CONST" and word != "oo")


def _counts(word: Token, counting: frozenset[str]) -> bool:
    """Whether a word is a constant or an integer."""
    return _is_number(word) or (word.type == "NAME" and str(word) in counting)


def _after_scripts(found: Sequence[Token], at: int) -> int:
    """Where the base and the power of a function end."""
    while at < len(found) and found[at].type in ("SUB", "SUP"):
        at = _after_group(found, at + 1)
    return at


def _after_group(found: Sequence[Token], at: int) -> int:
    """Where the group in braces that begins here ends."""
    depth = 0
    while at < len(found):
        depth += {"LBRACE": 1, "RBRACE": -1}.get(found[at].type, 0)
        at += 1
        if depth <= 0:
            break
    return at
