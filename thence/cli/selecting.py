"""Which claims a command is about: those of paths, derivations and ids, or what changed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import thence
from thence.errors import InputError
from thence.shown import printable

if TYPE_CHECKING:
    from thence.changed import Changes
    from thence.readers import BadInput
    from thence.runner import Task

#: Documents whose earlier text may be read as well: reading them executes nothing.
_READ_AS_TEXT = frozenset([".md", ".tex", ".jsonl"])


@dataclass(slots=True)
class Selection:
    """Everything read: the headers of the files, and the items in order."""

    headers: list[dict[str, Any]]
    items: list[Task | BadInput]

    @property
    def slugs(self) -> dict[str, str]:
        """The slug of each file."""
        return {header["file"]: header["slug"] for header in self.headers}

    def keep(self, items: list[Task | BadInput]) -> Selection:
        """Some of the items, with the headers of their files."""
        files = {file_of(item) for item in items}
        return Selection([h for h in self.headers if h["file"] in files], items)

    def unread(self) -> list[BadInput]:
        """What could not be read; it is said on standard error, with the command that proposes
        what is not declared."""
        from thence.readers import BadInput
        from thence.terminal import say_error

        bad = [item for item in self.items if isinstance(item, BadInput)]
        for item in bad:
            say_error(item.error)
        say_undeclared(bad)
        return bad


def say_undeclared(bad: Iterable[BadInput]) -> None:
    """Which command proposes what documents do not declare, on standard error."""
    for file in dict.fromkeys(item.file for item in bad if any(k.certain for k in item.lacks)):
        click.echo(printable(f"to see what could be declared: thence declare {file}"), err=True)


def everything(paths: Iterable[Path]) -> Selection:
    """All claims of files and folders."""
    from thence.readers import documents

    found = Selection([], [])
    for document in documents(paths):
        found.headers.append(document.header)
        found.items.extend(document.items)
    return found


def content_folder() -> Path:
    """The derivations in the current folder, or else those that come with thence."""
    package = Path(thence.__file__).parent
    for folder in (Path("derivations"), package / "_content/derivations"):
        if folder.is_dir():
            return folder
    return package.parent / "derivations"


def chosen(targets: tuple[str, ...]) -> Selection:
    """The claims of paths, slugs and ids; all of the default folder where none is named."""
    paths = tuple(Path(t) for t in targets if Path(t).exists() or _looks_like_path(t))
    names = [t for t in targets if Path(t) not in paths]
    if not names:
        return everything(paths or (content_folder(),))
    found = everything(tuple(dict.fromkeys((*paths, *_files_of(names)))))
    explicit = {header["file"] for header in everything(paths).headers} if paths else set()
    _all_found(names, found)
    wanted, slugs = {*names}, found.slugs
    return found.keep(
        [i for i in found.items if file_of(i) in explicit or is_wanted(i, wanted, slugs)]
    )


def _looks_like_path(target: str) -> bool:
    return "/" in target or target.endswith((".py", ".jsonl", ".md", ".tex"))


def _files_of(names: list[str]) -> Iterator[Path]:
    """The files that ids are looked for in: that of their slug, or else all there are."""
    folder = content_folder()
    for name in names:
        own = folder / f"{name.partition('.')[0]}.py"
        if not own.is_file():
            yield from sorted((*folder.rglob("*.py"), *folder.rglob("*.jsonl")))
        else:
            yield own


def file_of(item: Task | BadInput) -> str:
    """The file that an item comes from."""
    from thence.readers import BadInput

    return item.file if isinstance(item, BadInput) else item.the_claim.source.file


def _names(task: Task, slugs: dict[str, str]) -> set[str]:
    """What a claim can be asked for by: its id, its part before the dot, the slug of its file."""
    claim = task.the_claim
    return {claim.id, claim.group, slugs.get(claim.source.file, claim.group)}


def is_wanted(item: Task | BadInput, names: set[str], slugs: dict[str, str]) -> bool:
    """Whether an item is named; what could not be read always is."""
    from thence.readers import BadInput

    return isinstance(item, BadInput) or not names.isdisjoint(_names(item, slugs))


def _all_found(names: list[str], found: Selection) -> None:
    from thence.readers import BadInput
    from thence.record import did_you_mean

    tasks = [item for item in found.items if not isinstance(item, BadInput)]
    known = {name for task in tasks for name in _names(task, found.slugs)}
    for name in names:
        if name not in known and len(tasks) == len(found.items):
            raise InputError(f"no claim or derivation {name}.", hint=did_you_mean(name, known))


def changed(found: Selection, revision: str) -> Selection:
    """What is new or different since a revision.

    A file that did not change is left out; of a document or claim file that did, so is every claim
    that stood in it before.  A Python derivation is taken whole: its earlier text is not executed.
    """
    from thence.changed import Changes
    from thence.readers import BadInput

    changes = Changes(revision)
    touched = {h["file"]: changes.touched(Path(h["file"])) for h in found.headers}
    before = {name: _claimed_before(Path(name), changes) for name, new in touched.items() if new}
    kept = []
    for item in found.items:
        name = file_of(item)
        if touched[name] and (isinstance(item, BadInput) or _content(item) not in before[name]):
            kept.append(item)
    return found.keep(kept)


def _content(task: Task) -> tuple[str, str | None]:
    return task.the_claim.key(), task.the_claim.expect


def _claimed_before(path: Path, changes: Changes) -> set[tuple[str, str | None]]:
    """The claims of a document as it was."""
    from thence.readers import BadInput

    text = changes.before(path) if path.suffix in _READ_AS_TEXT else None
    if text is None:
        return set()
    with tempfile.TemporaryDirectory() as folder:
        old = Path(folder, path.name)
        old.write_text(text, "utf-8", errors="surrogateescape")
        items = everything([old]).items
    return {_content(item) for item in items if not isinstance(item, BadInput)}
