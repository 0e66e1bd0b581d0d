"""A ``concurrent.futures`` executor that gives every call a process of its own, with hard limits.

The processes are forked from a server that has the engine imported already, so a fresh one costs
some ten milliseconds.  A call that hangs, even inside C code, is killed; one that takes too much
memory or crashes the interpreter takes only itself down.  Nothing is left behind in a process for
the next call to find, so what a call returns does not depend on what ran before it.

POSIX only: it relies on fork and on resource limits.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from math import ceil
from multiprocessing import connection, forkserver, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

#: One thread a worker: there is a worker a core, and sums come out the same on every machine.
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")

#: After the limit has passed, how long a worker whose parent is gone may work on, in seconds; and
#: how many times its limit it may sleep.
_ORPHAN, _ASLEEP = 5.0, 20


class WorkerError(Exception):
    """A call that did not return; ``limit`` is ``time``, ``memory``, ``crash`` or ``exception``."""

    def __init__(self, limit: str, text: str) -> None:
        super().__init__(text)
        self.limit = limit
        self.text = text


def available_cores() -> int:
    """The number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class ProcessExecutor(Executor):
    """Runs each submitted call in a process of its own, ``workers`` of them at a time.

    ``seconds`` is the time of a call, counted from the moment that its process exists, less what it
    waited for a core (which Linux tells), so that a busy machine takes nothing from it.
    ``memory_mb`` bounds the data of the process (``RLIMIT_DATA``: what it allocates, not the
    libraries that it maps).  Functions are sent by name, so they must be importable.  A call that
    fails raises :class:`WorkerError` from its future.
    """

    def __init__(
        self, workers: int, *, seconds: float, memory_mb: int, preload: tuple[str, ...] = ()
    ) -> None:
        self.seconds = seconds
        self.memory_mb = memory_mb
        self._context = get_context("forkserver")
        self._context.set_forkserver_preload(list(preload))
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="thence")
        self._running: set[BaseProcess] = set()
        self._closed = False
        # multiprocessing reads an exit status once, from whichever thread asks first.
        self._lock = threading.Lock()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Queue a call; its future holds the result or the :class:`WorkerError`."""
        return self._threads.submit(self._supervise, fn, args, kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Stop; with ``cancel_futures`` the running calls are killed as well."""
        if cancel_futures:
            with self._lock:
                self._closed = True
                for process in self._running:
                    process.kill()
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)

    def _supervise(self, fn: Callable[..., T], args: Any, kwargs: Any) -> T:
        reader, writer = self._context.Pipe(duplex=False)
        process = self._context.Process(
            target=_child,
            args=(writer, fn, args, kwargs, self.seconds, self.memory_mb),
            daemon=True,
        )
        with self._lock:
            if self._closed:
                raise CancelledError
            with _server_environment():
                process.start()
            self._running.add(process)
        writer.close()
        try:
            found: T = self._result(process, reader)
            return found
        finally:
            self._end(process)
            reader.close()

    def _result(self, process: BaseProcess, reader: Connection) -> Any:
        start, left = time.monotonic(), self.seconds
        while not connection.wait([reader, process.sentinel], left):
            left = self.seconds - (time.monotonic() - start - _queued(process.pid))
            if left <= 0:
                raise WorkerError("time", f"killed at its limit of {self.seconds:g} s")
            left = max(left, _LEAST)
        try:
            status, value = reader.recv()
        except (EOFError, OSError):
            raise WorkerError("crash", _death(self._end(process))) from None
        if status == "memory":
            raise WorkerError("memory", f"ran over its memory of {self.memory_mb} MB")
        if status == "exception":
            raise WorkerError("exception", value)
        return value

    def _end(self, process: BaseProcess) -> int | None:
        """Make sure that the process is gone, and return its exit code."""
        # A crash takes a moment to be reported; only what is still there after it is killed.
        connection.wait([process.sentinel], 0.2)
        with self._lock:
            process.kill()
            process.join()
            self._running.discard(process)
            return process.exitcode


#: Least time until a call that has waited for a core is looked at again, in seconds.
_LEAST = 0.05


def _queued(pid: int | None) -> float:
    """Seconds for which a process has been ready to run and had no core; 0 where nobody knows."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


@contextmanager
def _server_environment() -> Iterator[None]:
    """What the fork server must inherit: one thread, and the import path of this process.

    Python 3.11 does not hand ``sys.path`` on to the server's preloading.
    """
    wanted = dict.fromkeys(_ONE_THREAD, "1")
    wanted["PYTHONPATH"] = os.pathsep.join(p or os.getcwd() for p in sys.path)
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        forkserver.ensure_running()
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _death(code: int | None) -> str:
    """What an exit code says, in words."""
    if code is not None and code < 0:
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = "unknown"
        likely = {"SIGKILL": ", perhaps for want of memory", "SIGABRT": ", perhaps out of memory"}
        return f"its process died of signal {-code} ({name}{likely.get(name, '')})"
    return f"its process ended without a result (exit code {code})"


def _child(
    writer: Connection,
    fn: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    seconds: float,
    memory_mb: int,
) -> None:
    """The whole life of a worker process."""
    _confine(seconds, memory_mb)
    try:
        message = ("done", fn(*args, **kwargs))
    except MemoryError:
        message = ("memory", None)
    # The parent decides what any other failure means; SystemExit of a derivation is one of them.
    except BaseException as error:
        message = ("exception", f"{type(error).__name__}: {error}"[:2000])
    writer.send(message)
    writer.close()


def _confine(seconds: float, memory_mb: int) -> None:
    """Limit this process, and keep it quiet: standard output belongs to the record."""
    # Ctrl-C reaches the whole process group; the parent alone decides what to do about it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Should the parent be gone, the kernel ends this process, in C code or not.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, _ASLEEP * seconds)
    work = ceil(seconds + _ORPHAN)
    resource.setrlimit(resource.RLIMIT_CPU, (work, work))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    limit = memory_mb * 2**20
    # Not RLIMIT_AS: torch maps far more address space than it uses.
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    os.close(quiet)
