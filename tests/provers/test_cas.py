"""SymPy under a clock: the clock is heard, wherever it rings."""

import gc
import importlib
import signal
import sys
import time
import weakref
from pathlib import Path

import pytest

from thence.provers.cas import TimeUp, clock, reduces
from thence.statement import read_statement


def spin() -> None:
    """Run for longer than any test waits."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        pass


def outlast(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


def test_the_clock_stops_what_runs_inside() -> None:
    with pytest.raises(TimeUp), clock(0.01):
        spin()


def test_the_clock_rings_again_where_a_finaliser_would_swallow_it() -> None:
    class Slow:
        def __del__(self) -> None:
            outlast(0.03)

    def drop_one() -> None:
        Slow()
        spin()

    with pytest.raises(TimeUp), clock(0.01):
        drop_one()


def test_the_clock_rings_again_where_a_callback_of_the_collector_would_swallow_it() -> None:
    def slow(_phase: str, _info: dict[str, int]) -> None:
        outlast(0.03)

    def collect() -> None:
        gc.collect()
        spin()

    gc.callbacks.append(slow)
    try:
        with pytest.raises(TimeUp), clock(0.01):
            collect()
    finally:
        gc.callbacks.remove(slow)


def test_the_clock_rings_again_where_a_weak_reference_swallows_it() -> None:
    class Held:
        pass

    def slow(_reference: object) -> None:
        outlast(0.03)

    def drop_one() -> None:
        held = Held()
        reference = weakref.ref(held, slow)
        del held
        assert reference() is None
        spin()

    with pytest.raises(TimeUp), clock(0.01):
        drop_one()


def test_the_clock_leaves_other_errors_in_finalisers_to_whoever_sees_to_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Broken:
        def __del__(self) -> None:
            raise ValueError

    seen: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda dropped: seen.append(dropped.exc_type))
    with clock(1):
        Broken()
    assert seen == [ValueError]


def test_the_clock_does_not_stop_an_import_half_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ["import time", "end = time.process_time() + 0.03"]
    lines += ["while time.process_time() < end:", "    pass", "ended = True"]
    (tmp_path / "a_slow_module.py").write_text("\n".join(lines))
    monkeypatch.syspath_prepend(tmp_path)

    def fetch() -> None:
        importlib.import_module("a_slow_module")
        spin()

    with pytest.raises(TimeUp), clock(0.01):
        fetch()
    assert sys.modules.pop("a_slow_module").ended


def test_the_clock_is_silent_once_all_is_done() -> None:
    with clock(0.01):
        pass
    outlast(0.1)


def test_a_clock_goes_on_after_one_inside_it() -> None:
    def twice() -> None:
        with clock(0.01):
            outlast(0)
        spin()

    with pytest.raises(TimeUp), clock(0.1):
        twice()
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_a_clock_inside_ends_no_later_than_the_one_around_it() -> None:
    def inside() -> None:
        with clock(60):
            spin()

    with pytest.raises(TimeUp), clock(0.05):
        inside()


def test_a_transformation_is_named_and_a_false_identity_has_none() -> None:
    true = read_statement({"x": "real"}, [], "(x + 1)**2", "=", "x**2 + 2*x + 1")
    false = read_statement({"x": "real"}, [], "(x + 1)**2", "=", "x**2 + 1")
    assert "expand" in reduces(true, 5)
    assert reduces(false, 5) == ""
