"""Text that others wrote, on a terminal."""

from __future__ import annotations


def printable(text: str, keep: str = "\n") -> str:
    r"""The text with what no terminal prints written out, such as its commands to the terminal.

    >>> printable("a\x1b[31mb\u202ec")
    'a\\x1b[31mb\\u202ec'
    """
    return "".join(c if c.isprintable() or c in keep else repr(c)[1:-1] for c in text)
