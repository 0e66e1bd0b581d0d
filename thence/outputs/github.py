"""Annotations of GitHub Actions: lines on standard output that mark a place in a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import Any

from thence.outputs.findings import Finding, Level, findings

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def commands(record: Mapping[str, Any], known: Set[str] = frozenset()) -> Iterator[str]:
    """One workflow command for each claim that falls short."""
    for found in findings(record, known):
        yield _annotation(found)


def _annotation(found: Finding) -> str:
    line = str(found.line) if found.file and found.line else ""
    fields = {"file": found.file, "line": line, "title": f"thence: {found.reason}"}
    listed = ",".join(f"{name}={_field(text)}" for name, text in fields.items() if text)
    return f"::{_COMMANDS[found.level]} {listed}::{_data(found.text)}"


def _data(text: str) -> str:
    """Text that cannot end the command or begin another one."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _field(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
