"""``pytest derivations/ posts/``: every claim is a test.

Installed with thence and idle unless a file matches ``thence_files`` and holds something for
thence; other runs of pytest pay two imports of nothing heavy.  ``-p no:thence`` turns it off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from thence.cache import Cache
    from thence.readers import BadInput
    from thence.runner import Task

FILES = (
    "derivations/*.py",
    "derivations/*.jsonl",
    "derivations/*.md",
    "posts/*.md",
    "posts/*.tex",
    "*.claims.jsonl",
)
_SETTINGS = {
    "thence_require": ("symbolic", "the weakest grade that a claim may have"),
    "thence_budget": ("20", "time of one claim, in seconds"),
    "thence_memory": ("4096", "memory of one claim, in MB"),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """The files, and how their claims are decided."""
    parser.addini("thence_files", "files that hold claims", type="args", default=list(FILES))
    group = parser.getgroup("thence")
    for name, (default, what) in _SETTINGS.items():
        parser.addini(name, what, default=default)
        group.addoption(f"--{name.replace('_', '-')}", default=None, metavar="X", help=what)
    group.addoption("--thence-no-cache", action="store_true", help="decide every claim again")


def pytest_configure(config: pytest.Config) -> None:
    """Say which markers there are; each is registered when the first claim is collected."""
    for line in (
        "thence: a claim of a derivation or document",
        "thence_KIND: a claim of this kind, such as thence_inequality",
        "thence_GRADE: a claim that had this grade when it was last decided, as thence_refuted",
    ):
        config.addinivalue_line("markers", line)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> ClaimFile | None:
    """Files of claims, known by their names and then by what is in them."""
    path, named = PurePath(file_path), parent.config.getini
    if not any(path.match(pattern) for pattern in named("thence_files")):
        return None
    if any(path.match(pattern) for pattern in named("python_files")):
        return None
    from thence.readers import holds_claims

    return ClaimFile.from_parent(parent, path=file_path) if holds_claims(file_path) else None


def _setting(config: pytest.Config, name: str) -> str:
    return str(config.getoption(name) or config.getini(name))


def _decided(config: pytest.Config) -> tuple[dict[str, Any], Cache | None]:
    """The limits of a claim, and what was decided before under the same ones."""
    from thence.cache import Cache, default_folder

    try:
        seconds = float(_setting(config, "thence_budget"))
        memory = int(_setting(config, "thence_memory"))
    except ValueError as error:
        raise pytest.UsageError(f"thence_budget and thence_memory are numbers: {error}") from None
    limits: dict[str, Any] = {"seconds": seconds, "memory_mb": memory, "seed": 0}
    cache = None
    if not config.getoption("thence_no_cache"):
        cache = Cache(default_folder(), **limits)
    return limits, cache


_REGISTERED = pytest.StashKey[bool]()


def _register_markers(config: pytest.Config) -> None:
    """Every kind and grade, so that --strict-markers knows them."""
    from thence.claim import KINDS
    from thence.verdict import Grade

    if not config.stash.setdefault(_REGISTERED, False):
        config.stash[_REGISTERED] = True
        for name in (*KINDS, *Grade):
            config.addinivalue_line("markers", f"thence_{name.replace('-', '_')}: see thence_KIND")


class ClaimFile(pytest.File):
    """A file of claims."""

    def collect(self) -> Iterable[pytest.Item]:
        """One item a claim, and one for each that cannot be read."""
        from thence.readers import BadInput, documents

        _register_markers(self.config)
        _, cache = _decided(self.config)
        for document in documents([self.path]):
            for item in document.items:
                if isinstance(item, BadInput):
                    name = item.id or f"line {item.line}"
                    yield UnreadItem.from_parent(self, name=name, bad=item)
                else:
                    yield ClaimItem.from_parent(self, name=item.the_claim.id, task=item, kept=cache)


class ClaimItem(pytest.Item):
    """A claim as a test."""

    def __init__(self, *, task: Task, kept: Cache | None, **given: Any) -> None:
        super().__init__(**given)
        self.task = task
        self.line = task.the_claim.source.line
        known = kept.get(task.the_claim, task.code) if kept else None
        grades = [known[0]["grade"]] if known else []
        for name in ("thence", *(f"thence_{n}" for n in [task.the_claim.kind, *grades])):
            self.add_marker(name.replace("-", "_"))

    def runtest(self) -> None:
        """Decide the claim in a process of its own, or take what is known."""
        from thence.record import meets
        from thence.runner import run
        from thence.verdict import Grade

        limits, cache = _decided(self.config)
        (result,) = run([self.task], workers=1, cache=cache, **limits)
        required = Grade(_setting(self.config, "thence_require"))
        entry = {**result.entry, "seconds": result.seconds}
        entry["meets"] = meets(entry, required)
        self.user_properties += [("kind", entry["kind"]), ("grade", entry["grade"])]
        if not entry["meets"]:
            raise ClaimFailed(entry)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The claim in words, without a traceback."""
        if isinstance(excinfo.value, ClaimFailed):
            return "\n".join(_story(excinfo.value.entry))
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """The place of the claim."""
        return self.path, max(self.line - 1, 0), f"claim {self.name}"


class UnreadItem(pytest.Item):
    """A claim that could not be read."""

    def __init__(self, *, bad: BadInput, **given: Any) -> None:
        super().__init__(**given)
        self.bad = bad

    def runtest(self) -> None:
        """Fail with what the reader said."""
        raise self.bad.error

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What is wrong, where, and what to do next."""
        return str(excinfo.value)

    def reportinfo(self) -> tuple[Path, int, str]:
        """The place that cannot be read."""
        return self.path, max(self.bad.line - 1, 0), f"claim {self.name}"


class ClaimFailed(Exception):
    """A claim that falls short; ``entry`` is its entry of the record."""

    def __init__(self, entry: Mapping[str, Any]) -> None:
        super().__init__(entry["id"])
        self.entry = entry


def _story(entry: Mapping[str, Any]) -> Iterator[str]:
    """A failure as its author wants to read it: the counterexample first."""
    from thence.outputs.findings import REASONS, finding
    from thence.stated import as_text

    found = finding(entry)
    yield f"{found.file}:{found.line}: {found.text}"
    yield REASONS[found.reason]
    if entry["source"]["says"]:
        yield f"  as printed: {entry['source']['says']}"
    for statement in entry["statements"]:
        yield f"  {as_text(statement)}: {statement['grade']}"
        for name, domain in statement["given"].items():
            yield f"    for {name}: {domain}"
        for hypothesis in statement["assuming"]:
            yield f"    assuming {hypothesis}"
        for evidence in statement["evidence"]:
            yield f"    {evidence['method']}: {evidence['text']}"
