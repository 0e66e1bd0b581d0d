"""Run claims: each in a process of its own, in parallel, with what is known already from the cache.

A claim that hangs, takes too much memory or crashes its process costs only itself: it gets the
grade ``error`` with evidence that says which limit it met.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, replace
from typing import Any

from thence.cache import Cache
from thence.claim import Claim
from thence.executor import ProcessExecutor, WorkerError, available_cores
from thence.verdict import Grade

_Found = Future[tuple[dict[str, Any], float]]

#: What the worker processes have imported before they start.
PRELOAD = ("thence.preload",)

#: A claim is asked to stop at its budget, and killed this much later, in seconds.
GRACE = 2.0


@dataclass(frozen=True, slots=True)
class Task:
    """A claim to decide.

    ``load`` makes the claim again in the worker; it is needed where a claim holds a function of a
    file loaded by path, which cannot be sent to another process.  ``code`` then identifies the
    text of that file, for the cache.
    """

    claim: Claim | None
    load: Callable[[], Claim] | None = None
    code: str = ""

    @property
    def the_claim(self) -> Claim:
        """The claim, made again where only the way to make it was sent."""
        if self.claim is not None:
            return self.claim
        if self.load is None:
            raise ValueError("a task has a claim, or a way to load it")
        return self.load()


@dataclass(frozen=True, slots=True)
class Result:
    """What was found: ``entry`` is the claim's entry of the record, ``index`` its place."""

    index: int
    entry: dict[str, Any]
    seconds: float
    cached: bool = False


def work(task: Task, seconds: float, seed: int) -> tuple[dict[str, Any], float]:
    """Decide one claim, here and now: the record's entry, and the wall time in seconds."""
    from thence.pipeline import decide

    start = time.monotonic()
    entry = decide(task.the_claim, seed=seed, seconds=seconds)
    return entry, time.monotonic() - start


def run(
    jobs: Iterable[Task],
    *,
    seconds: float,
    memory_mb: int,
    seed: int = 0,
    workers: int = 0,
    executor: Executor | None = None,
    cache: Cache | None = None,
) -> Generator[Result, None, None]:
    """Decide claims and yield each result as it comes.

    ``seconds`` of time and ``memory_mb`` of memory a claim; ``workers`` processes at a time
    (0: as many as there are cores).  ``executor`` replaces the processes of this machine, by a
    cluster's for example; its limits are then its own.  The jobs are read as they are needed.
    Closing the iterator kills what is still running.
    """
    workers = workers or available_cores()
    own = None
    if executor is None:
        limit = seconds + GRACE
        own = executor = ProcessExecutor(
            workers, seconds=limit, memory_mb=memory_mb, preload=PRELOAD
        )
    queue = enumerate(jobs)
    waiting: dict[_Found, tuple[int, Task]] = {}
    try:
        while True:
            # One call ahead of each worker keeps them busy; more would only fill memory.
            while len(waiting) < 2 * workers and (job := next(queue, None)) is not None:
                index, task = job
                known = cache.get(task.the_claim, task.code) if cache else None
                if known is not None:
                    yield Result(index, *known, cached=True)
                else:
                    sent = replace(task, claim=None) if task.load else task
                    waiting[executor.submit(work, sent, seconds, seed)] = job
            if not waiting:
                return
            ready = wait(waiting, return_when=FIRST_COMPLETED).done
            for future in sorted(ready, key=lambda f: waiting[f][0]):
                yield _result(future, *waiting.pop(future), seconds, cache)
    finally:
        if own is not None:
            own.shutdown(cancel_futures=True)


def _result(future: _Found, index: int, task: Task, budget: float, cache: Cache | None) -> Result:
    """What became of one call; whatever went wrong with it is an ``error`` of its claim."""
    claim = task.the_claim
    try:
        entry, seconds = future.result()
    except WorkerError as error:
        if error.limit == "time":
            text = f"ran over its {budget:g} s and was killed"
            return Result(index, failed_entry(claim, "time", text), budget)
        return Result(index, failed_entry(claim, error.limit, error.text), 0.0)
    # An executor of a cluster raises what it likes; the claim was not decided, that is all.
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
        return Result(index, failed_entry(claim, "exception", text), 0.0)
    if cache is not None and worth_keeping(entry, seconds, budget):
        cache.put(claim, task.code, entry, seconds)
    return Result(index, entry, seconds)


def worth_keeping(entry: dict[str, Any], seconds: float, budget: float) -> bool:
    """Whether deciding again would find the same: an error, or want of time, might not recur."""
    conclusive = (Grade.CERTIFIED, Grade.SYMBOLIC, Grade.REFUTED, Grade.ILL_POSED, Grade.KERNEL)
    return entry["grade"] in conclusive or (
        entry["grade"] != Grade.ERROR and seconds < 0.8 * budget
    )


def failed_entry(claim: Claim, limit: str, text: str) -> dict[str, Any]:
    """The record's entry of a claim that no worker came to a result about."""
    entry = claim.as_json()
    for statement in entry["statements"]:
        statement |= {
            "latex": "",
            "grade": str(Grade.ERROR),
            "evidence": [],
            "certificate": None,
            "assumed": [],
        }
    return entry | {
        "grade": str(Grade.ERROR),
        "evidence": [{"method": "limit", "text": text, "data": {"limit": limit}}],
        "assumed": [],
        "vacuous": False,
        "counterexample": None,
    }
