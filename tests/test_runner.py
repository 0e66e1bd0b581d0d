"""Running claims: order, failures, the cache, and executors that are not ours."""

import os
import time
from concurrent.futures import Executor, Future
from contextlib import closing
from functools import partial

import pytest

from thence.cache import Cache
from thence.claim import Claim
from thence.runner import Result, Task, failed_entry, run, work, worth_keeping
from thence.statement import read_statement


def claim(name, lhs="x**2 + 1", rel=">", rhs="0"):
    return Claim(name, "inequality", (read_statement({"x": "real"}, [], lhs, rel, rhs),))


def good(name):
    return Task(claim(name))


def bad(name, load):
    """A claim whose loading in the worker does ``load`` instead."""
    return Task(claim(name), load)


class Here(Executor):
    """Runs every call at once, in this process: the least that an executor can be."""

    def submit(self, fn, /, *args, **kwargs):
        future = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path / "cache", seed=0, seconds=10, memory_mb=2048)


LIMITS = {"seconds": 10, "memory_mb": 2048}


def test_each_failure_costs_its_own_claim():
    tasks = [
        good("t.first"),
        bad("t.hang", partial(pow, 3, 10**10)),
        bad("t.bomb", partial(bytearray, 2**34)),
        bad("t.crash", partial(os._exit, 3)),
        bad("t.raise", partial(int, "no number")),
        good("t.last"),
    ]
    results = list(run(tasks, workers=2, seconds=1, memory_mb=2048))
    entries = {r.index: r.entry for r in results}
    assert sorted(entries) == list(range(6))
    limits = {
        e["id"]: e["evidence"][0]["data"].get("limit") for e in entries.values() if e["evidence"]
    }
    assert {k: v for k, v in limits.items() if k not in ("t.first", "t.last")} == {
        "t.hang": "time",
        "t.bomb": "memory",
        "t.crash": "crash",
        "t.raise": "exception",
    }
    for index, task in enumerate(tasks):
        assert entries[index]["id"] == task.claim.id
        assert (entries[index]["grade"] == "error") == (0 < index < 5)
    (hang,) = (e["evidence"][0]["text"] for e in entries.values() if e["id"] == "t.hang")
    assert hang == "ran over its 1 s and was killed"


def test_results_come_before_the_jobs_are_all_read():
    def jobs():
        yield good("t.0")
        for number in range(1, 50):
            if number == 20:
                raise AssertionError("read far ahead of what was decided")
            yield good(f"t.{number}")

    with closing(run(jobs(), workers=1, executor=Here(), **LIMITS)) as results:
        assert next(results).entry["id"] == "t.0"


def test_any_executor_will_do():
    found = list(run([good("t.a"), good("t.b")], executor=Here(), **LIMITS))
    assert sorted(r.entry["id"] for r in found) == ["t.a", "t.b"]


def test_what_an_executor_raises_is_an_error_of_the_claim():
    found = list(run([bad("t.a", partial(int, "nine"))], executor=Here(), **LIMITS))
    assert [r.entry["grade"] for r in found] == ["error"]
    assert "ValueError" in found[0].entry["evidence"][0]["text"]


def test_closing_kills_what_runs():
    tasks = [bad(f"t.{n}", partial(time.sleep, 600)) for n in range(2)] + [good("t.good")]
    with closing(run(tasks, workers=3, seconds=600, memory_mb=2048)) as results:
        assert next(results).entry["id"] == "t.good"


def test_the_second_run_is_from_the_cache(cache):
    tasks = [good("t.a"), good("t.b")]
    first = list(run(tasks, executor=Here(), cache=cache, **LIMITS))
    second = list(run(tasks, executor=None, cache=cache, **LIMITS))
    assert not any(r.cached for r in first)
    assert all(r.cached for r in second)
    key = Result.__getattribute__
    assert sorted((key(r, "index"), r.entry["id"], r.entry["grade"]) for r in first) == sorted(
        (r.index, r.entry["id"], r.entry["grade"]) for r in second
    )


def test_the_cache_knows_claims_by_all_that_matters(cache, tmp_path):
    task = good("t.a")
    entry, seconds = work(task, 10, 0)
    cache.put(task.claim, "", entry, seconds)
    assert cache.get(task.claim) is not None
    assert cache.get(claim("t.a", rhs="1/2")) is None
    assert cache.get(claim("t.b")) is None
    assert cache.get(task.claim, "other code") is None
    for change in ({"seed": 1}, {"seconds": 11}, {"memory_mb": 4096}):
        setting = {"seed": 0, "seconds": 10, "memory_mb": 2048} | change
        assert Cache(cache.folder, **setting).get(task.claim) is None


def test_a_damaged_cache_is_a_miss(cache):
    task = good("t.a")
    cache.put(task.claim, "", failed_entry(task.claim, "crash", ""), 1.0)
    (file,) = (f for f in cache.folder.rglob("*") if f.is_file())
    for text in ("", "{", "[]", '{"entry": 1}', '{"entry": [], "seconds": "x"}'):
        file.write_text(text)
        assert cache.get(task.claim) is None


@pytest.mark.parametrize(
    ("grade", "seconds", "kept"),
    [
        ("certified", 9.9, True),
        ("refuted", 9.9, True),
        ("numeric", 1.0, True),
        ("numeric", 9.9, False),
        ("undecided", 9.9, False),
        ("error", 0.1, False),
    ],
)
def test_what_the_clock_may_have_cut_short_is_not_kept(grade, seconds, kept):
    assert worth_keeping({"grade": grade}, seconds, 10.0) is kept
