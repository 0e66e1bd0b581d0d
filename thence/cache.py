"""What was decided before, one small JSON file a claim, in the user's cache directory.

A claim is known again by everything that its verdict could depend on: its own content, the text
of the engine, the versions of the libraries, the seed and the budget.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from thence.claim import Claim

#: The libraries that verdicts rest on, by the names of their distributions.
LIBRARIES = ("sympy", "mpmath", "python-flint", "numpy", "torch", "scipy", "clarabel")

#: Modules and packages that cannot change a verdict.  A reader cannot: what it reads is the claim,
#: and that is part of the key.
_NOT_ENGINE = frozenset(
    ["cli", "outputs", "readers", "baseline.py", "cache.py", "changed.py", "pytest_plugin.py"]
    + ["record.py", "recheck.py", "terminal.py", "_content"]
)


@cache
def library_versions() -> dict[str, str]:
    """The installed version of every library, without importing any."""
    return {name: metadata.version(name) for name in LIBRARIES}


@cache
def engine_version() -> str:
    """A hash of the engine's source files and of the versions of its libraries."""
    digest = hashlib.sha256(json.dumps(library_versions(), sort_keys=True).encode())
    for package in ("thence", "thence_numeric"):
        spec = find_spec(package)
        for root in sorted(spec.submodule_search_locations or ()) if spec else ():
            for file in sorted(Path(root).rglob("*.py")):
                place = file.relative_to(root)
                if place.parts[0] in _NOT_ENGINE:
                    continue
                digest.update(f"{package}/{place.as_posix()}\0".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def default_folder() -> Path:
    """The cache folder of this user."""
    from platformdirs import user_cache_path

    return user_cache_path("thence", appauthor=False)


class Cache:
    """Entries of the record by the content of their claims, for one seed and budget."""

    def __init__(self, folder: Path, *, seed: int, seconds: float, memory_mb: int) -> None:
        self.folder = folder
        self._setting = [engine_version(), seed, seconds, memory_mb]

    def _file(self, claim: Claim, code: str) -> Path:
        content = claim.as_json()
        # Moving a claim about in its file does not change it.
        del content["source"]["file"], content["source"]["line"]
        whole = json.dumps([claim.key(), content, code, *self._setting], sort_keys=True)
        name = hashlib.sha256(whole.encode()).hexdigest()
        return self.folder / name[:2] / f"{name[2:]}.json"

    def get(self, claim: Claim, code: str = "") -> tuple[dict[str, Any], float] | None:
        """The entry of this claim and the seconds that it took, if it was decided before."""
        try:
            found = json.loads(self._file(claim, code).read_text("utf-8"))
            entry, seconds = found["entry"], float(found["seconds"])
            entry["source"] = claim.as_json()["source"]
        except (OSError, ValueError, KeyError, TypeError):
            return None  # not there, or not as this class writes it: decide the claim again
        return entry, seconds

    def put(self, claim: Claim, code: str, entry: dict[str, Any], seconds: float) -> None:
        """Keep an entry; a cache that cannot be written to is only slower."""
        try:
            kept = {"engine": engine_version(), "entry": entry, "seconds": seconds}
            write_atomically(self._file(claim, code), json.dumps(kept))
        except OSError:
            return


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of the cache; ``engine`` is empty where a killed run left half of one."""

    path: Path
    bytes: int
    engine: str


def stored(folder: Path) -> Iterator[Stored]:
    """The files of a cache, while others may write and remove some."""
    for path in sorted(folder.glob("[0-9a-f][0-9a-f]/*.json*")):
        try:
            found = Stored(path, path.stat().st_size, _engine(path))
        except FileNotFoundError:
            continue
        yield found


def _engine(path: Path) -> str:
    try:
        return str(json.loads(path.read_text("utf-8"))["engine"])
    except (ValueError, KeyError, TypeError):
        return ""


def clear(folder: Path, *, stale: bool = False) -> int:
    """Remove the files of a cache, or those of another engine; returns how many."""
    removed = 0
    for found in stored(folder):
        if not stale or found.engine != engine_version():
            found.path.unlink(missing_ok=True)
            removed += 1
    return removed


def write_atomically(path: Path, text: str) -> None:
    """Write a file so that a reader, or a crash, meets the old one or the new one, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
