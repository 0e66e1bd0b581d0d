"""What a reader hands on: a document of tasks and of input that could not be read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from thence.errors import InputError
from thence.readers.undeclared import Lack
from thence.runner import Task


@dataclass(frozen=True, slots=True)
class BadInput:
    """A claim that could not be read: the error, the place, its id where no other has it, and the
    declarations for want of which it could not."""

    error: InputError
    file: str
    line: int = 0
    id: str = ""
    lacks: tuple[Lack, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One file: its entry for the record's list of derivations, and its claims in order."""

    header: dict[str, Any]
    items: Iterator[Task | BadInput]


class Ids:
    """The ids in use and where each was used first."""

    def __init__(self) -> None:
        self._places: dict[str, str] = {}

    def claim(self, name: str, place: str) -> None:
        """Take an id; :class:`InputError` names the place that has it already."""
        first = self._places.get(name)
        if first is not None:
            raise InputError(
                f"the id {name} is used twice.",
                hint=f"The first use is at {first}. Give each claim an id of its own.",
            )
        self._places[name] = place


def shown(path: Path) -> str:
    """The path as reports show it: from the current folder where it lies inside."""
    try:
        return Path(os.path.abspath(path)).relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)


def bare_header(path: Path) -> dict[str, Any]:
    """The record's entry of a file that says nothing about itself."""
    return {
        "slug": path.stem,
        "title": path.name,
        "title_original": "",
        "url": "",
        "date": "",
        "file": shown(path),
        "assumptions": [],
        "symbols": {},
    }
