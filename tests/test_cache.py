"""The cache under parallel runs, kills and clearing: an entry is whole or not there."""

import multiprocessing
import time

from thence.cache import Cache, clear, stored
from thence.claim import Claim
from thence.statement import read_statement

LIMITS = {"seed": 0, "seconds": 10, "memory_mb": 2048}
CLAIM = Claim("c.one", "inequality", (read_statement({"x": "real"}, [], "x**2", ">=", "0"),))
ENTRY = {"id": "c.one", "grade": "certified", "text": "x" * 200_000}


def write_for_ever(folder):
    """Puts the same entry again and again, until killed."""
    cache = Cache(folder, **LIMITS)
    while True:
        cache.put(CLAIM, "", ENTRY, 0.5)


def test_parallel_runs_kills_and_clearing(tmp_path):
    # not "forkserver": there is one for the whole process, and it is the executor's
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write_for_ever, args=(tmp_path,)) for _ in range(3)]
    cache, met = Cache(tmp_path, **LIMITS), 0
    for writer in writers:
        writer.start()
    try:
        for writer in writers:
            met, end = 0, time.monotonic() + 30
            while met < 50 and time.monotonic() < end:
                found = cache.get(CLAIM)
                if found is not None:
                    entry, seconds = found
                    assert (entry["text"], seconds) == (ENTRY["text"], 0.5)
                    met += 1
                if met == 25:
                    clear(tmp_path)
            assert met == 50
            writer.kill()
    finally:
        for writer in writers:
            writer.kill()
            writer.join()
    # What a killed writer left half done is no entry, and goes with the rest.
    clear(tmp_path)
    assert list(stored(tmp_path)) == []
    assert cache.get(CLAIM) is None


def test_a_file_that_is_no_entry_is_decided_again(tmp_path):
    cache = Cache(tmp_path, **LIMITS)
    cache.put(CLAIM, "", ENTRY, 0.5)
    (found,) = stored(tmp_path)
    for text in ("", "{", "[]", '{"entry": 1, "seconds": "x"}', '{"engine": 3}'):
        found.path.write_text(text)
        assert cache.get(CLAIM) is None
        assert len(list(stored(tmp_path))) == 1


def test_what_changes_a_verdict_changes_the_place(tmp_path):
    cache = Cache(tmp_path, **LIMITS)
    cache.put(CLAIM, "", ENTRY, 0.5)
    assert cache.get(CLAIM) is not None
    assert cache.get(CLAIM, "other code") is None
    for name, value in (("seed", 1), ("seconds", 11), ("memory_mb", 4096)):
        assert Cache(tmp_path, **{**LIMITS, name: value}).get(CLAIM) is None
    narrower = read_statement({"x": "positive"}, [], "x**2", ">=", "0")
    assumed = read_statement({"x": "real"}, ["x > 1"], "x**2", ">=", "0")
    for statement in (narrower, assumed):
        assert cache.get(Claim("c.one", "inequality", (statement,))) is None
