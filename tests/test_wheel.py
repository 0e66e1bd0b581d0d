"""What is under test is what it should be: the checkout, or the wheel that Makefile installed."""

import importlib
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
UNDER_TEST = Path(os.environ.get("THENCE_UNDER_TEST", ROOT))
PACKAGES = {"thence": "", "thence_numeric": "numeric", "thence_reports": "reports"}


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_come_from_where_they_should(package):
    found = importlib.import_module(package).__spec__.submodule_search_locations[0]
    source_root = "" if UNDER_TEST != ROOT else PACKAGES[package]
    assert Path(found) == UNDER_TEST / source_root / package


def _files(folder):
    """The files of a package, by their names in it, without the derivations that come with it."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and not {"__pycache__", "_content"} & {*file.parts}
    }


@pytest.mark.skipif(UNDER_TEST == ROOT, reason="the checkout is what is under test")
@pytest.mark.parametrize("package", PACKAGES)
def test_the_wheel_holds_the_files_of_the_checkout(package):
    """Byte for byte, and no others: what the tests of the checkout find, they would find here."""
    here, there = ROOT / PACKAGES[package] / package, UNDER_TEST / package
    assert _files(there) == _files(here)


def test_every_package_is_typed():
    for package in PACKAGES:
        found = importlib.import_module(package).__spec__.submodule_search_locations[0]
        assert (Path(found) / "py.typed").is_file()


def test_the_derivations_are_there(tmp_path, monkeypatch):
    from thence.cli.selecting import content_folder

    monkeypatch.chdir(tmp_path)
    folder = content_folder().resolve()
    assert folder.is_relative_to(UNDER_TEST)
    here = _files(ROOT / "derivations")
    assert here
    assert {p.name: p.read_bytes() for p in folder.glob("*.py")} == here
