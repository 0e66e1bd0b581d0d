"""SymPy as a last resort for equalities: named transformations, under a clock, never a proof."""

from __future__ import annotations

import gc
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from thence.statement import Statement


class TimeUp(BaseException):
    """The clock has run out.  Not an ``Exception``, lest SymPy catch it."""


#: How SymPy gives up: it divides by zero, overflows, runs out of precision, or raises at random.
GAVE_UP = (
    TimeUp, RecursionError, ValueError, TypeError, AttributeError, NotImplementedError,
    ArithmeticError, KeyError, IndexError, StopIteration, AssertionError,
)  # fmt: skip


#: Seconds until the clock rings again, where the first ring could not be heard.
SNOOZE = 0.05


#: Where Python imports a module.
_IMPORTING = "<frozen importlib._bootstrap>"


def _must_wait(frame: FrameType | None) -> bool:
    """Whether an exception raised here would be dropped or do harm: in a finaliser or a callback of
    the garbage collector nobody is above to catch it, and an import must not stop half-way."""
    callbacks = {getattr(callback, "__code__", None) for callback in gc.callbacks}
    while frame is not None:
        code = frame.f_code
        if code.co_name == "__del__" or code.co_filename == _IMPORTING or code in callbacks:
            return True
        frame = frame.f_back
    return False


@contextmanager
def clock(seconds: float) -> Iterator[None]:
    """Stop what runs inside after ``seconds`` of work, where signals are to be had.  It rings until
    it is heard, once; a clock around it goes on afterwards."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_number: int, frame: FrameType | None) -> None:
        if not _must_wait(frame):
            signal.setitimer(signal.ITIMER_PROF, 0)  # or it would ring again on the way out
            raise TimeUp

    def unheard(dropped: sys.UnraisableHookArgs) -> None:
        if isinstance(dropped.exc_value, TimeUp):  # as in the callback of a weak reference
            signal.setitimer(signal.ITIMER_PROF, SNOOZE, SNOOZE)
        else:
            hook(dropped)

    hook, sys.unraisablehook = sys.unraisablehook, unheard
    outer, _ = signal.getitimer(signal.ITIMER_PROF)
    start = time.process_time()
    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, min(seconds, outer or seconds), SNOOZE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        sys.unraisablehook = hook
        signal.signal(signal.SIGPROF, before)
        if outer:
            left = outer - (time.process_time() - start)
            signal.setitimer(signal.ITIMER_PROF, max(left, SNOOZE))


def reduces(statement: Statement, seconds: float) -> str:
    """The name of a transformation that takes ``lhs - rhs`` to 0, or nothing."""
    if statement.rel != "=":
        return ""
    import sympy

    from thence.sympy_bridge import to_sympy

    try:
        with clock(seconds):
            left = to_sympy(statement.lhs, statement.given)
            right = to_sympy(statement.rhs, statement.given)
            gap = left.doit() - right.doit()
            for name in ("expand", "simplify"):
                if getattr(sympy, name)(gap) == 0:
                    return f"SymPy's {name} takes the difference to 0"
    except GAVE_UP:
        return ""
    return ""
