"""Hard limits: what hangs, bombs or crashes takes down its own call and nothing else."""

import ctypes
import operator
import os
import time
import timeit
from pathlib import Path

import pytest
from flint import fmpz

from thence.executor import ProcessExecutor, WorkerError


@pytest.fixture(scope="module")
def executor():
    with ProcessExecutor(2, seconds=1.0, memory_mb=1024) as pool:
        yield pool


@pytest.mark.parametrize(
    ("limit", "call"),
    [
        pytest.param("time", (time.sleep, 600), id="sleep"),
        # Neither returns to the interpreter, so no signal handler of Python ever runs.
        pytest.param("time", (pow, 3, 10**10), id="hang in C"),
        pytest.param("time", (fmpz.fac_ui, 10**9), id="hang in flint"),
        pytest.param("memory", (bytearray, 2**34), id="memory bomb"),
        pytest.param("crash", (os._exit, 3), id="exit"),
        pytest.param("crash", (ctypes.string_at, 0), id="segmentation fault"),
        pytest.param("exception", (operator.truediv, 1, 0), id="exception"),
        pytest.param("exception", (exit, 0), id="SystemExit"),
    ],
)
def test_a_failure_costs_its_own_call_alone(executor, limit, call):
    before = executor.submit(operator.add, 1, 2)
    failing = executor.submit(*call)
    after = [executor.submit(operator.add, n, n) for n in range(4)]
    with pytest.raises(WorkerError) as caught:
        failing.result()
    assert caught.value.limit == limit
    assert before.result() == 3
    assert [future.result() for future in after] == [0, 2, 4, 6]


def test_the_words_name_the_limit(executor):
    with pytest.raises(WorkerError, match="its limit of 1 s"):
        executor.submit(time.sleep, 600).result()
    with pytest.raises(WorkerError, match="its memory of 1024 MB"):
        executor.submit(bytearray, 2**34).result()
    with pytest.raises(WorkerError, match=r"signal 11 \(SIGSEGV\)"):
        executor.submit(ctypes.string_at, 0).result()
    with pytest.raises(WorkerError, match="exit code 3"):
        executor.submit(os._exit, 3).result()
    with pytest.raises(WorkerError, match="ZeroDivisionError: division by zero"):
        executor.submit(operator.truediv, 1, 0).result()


def test_large_results_arrive_whole(executor):
    assert len(executor.submit(operator.mul, b"x", 10**7).result()) == 10**7


def test_processes_share_nothing(executor):
    first, second = (executor.submit(os.getpid).result() for _ in range(2))
    assert len({first, second, os.getpid()}) == 3


def test_workers_are_quiet(executor, capfd):
    executor.submit(print, "to standard output").result()
    executor.submit(os.system, "echo to standard error >&2").result()
    assert capfd.readouterr() == ("", "")


def test_shutdown_kills_what_runs():
    pool = ProcessExecutor(1, seconds=600, memory_mb=1024)
    futures = [pool.submit(time.sleep, 600) for _ in range(2)]
    while not futures[0].running():
        time.sleep(0.01)
    pool.shutdown(cancel_futures=True)
    assert all(future.done() for future in futures)


def test_the_environment_is_left_alone(executor):
    before = dict(os.environ)
    assert executor.submit(os.getenv, "OMP_NUM_THREADS").result() == "1"
    assert dict(os.environ) == before


@pytest.mark.skipif(not Path("/proc/self/schedstat").exists(), reason="nobody tells the waiting")
def test_what_a_call_waits_for_a_core_is_not_its_own():
    """Six calls on one core, each of which works for a third of its limit."""
    core = min(os.sched_getaffinity(0))
    confined = f"import os, time; os.sched_setaffinity(0, {{{core}}})"
    with ProcessExecutor(6, seconds=2.0, memory_mb=1024) as pool:
        work = (timeit.timeit, "while time.process_time() < 0.7: pass", confined)
        found = [pool.submit(*work, number=1) for _ in range(6)]
        assert all(future.result() > 0 for future in found)
