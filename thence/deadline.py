"""Deadlines in seconds of work: what else the machine does meanwhile does not count."""

from __future__ import annotations

from time import process_time


class Deadline:
    """The moment when this process will have worked for so many ``seconds`` more.

    Work is processor time of the process, so that a verdict is the same on a busy machine; who
    waits without working has to be stopped from outside (:mod:`thence.executor`).
    """

    __slots__ = ("_end",)

    def __init__(self, seconds: float) -> None:
        self._end = process_time() + seconds

    def left(self) -> float:
        """Seconds until the deadline, negative after it."""
        return self._end - process_time()

    def passed(self) -> bool:
        """Whether it is over."""
        return self.left() < 0
