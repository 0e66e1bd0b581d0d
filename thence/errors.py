"""Errors for the person who wrote the input: what is wrong, where, and what to do next."""

from __future__ import annotations


class InputError(Exception):
    """Input that thence cannot work with.

    ``what`` is wrong, ``where`` it stands (file, line, claim, column) and ``hint`` says what to
    do next.  The command line prints all three and exits with 2.
    """

    def __init__(self, what: str, where: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.hint = hint

    def at(self, where: str) -> InputError:
        """The same error, with a place put in front of the one that it names."""
        joined = f"{where}: {self.where}" if self.where else where
        return type(self)(self.what, joined, self.hint)

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text} {self.hint}" if self.hint else text


class ReadError(InputError):
    """Text that is not a well-formed claim, expression or domain."""
