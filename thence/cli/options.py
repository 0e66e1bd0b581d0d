"""Options that several commands share, and the exit codes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

DEFAULT_RECORD = Path("out/record.json")
FALLS_SHORT, BAD_INPUT, INTERRUPTED = 1, 2, 130


@dataclass(frozen=True, slots=True)
class Settings:
    """How claims are decided, and where the record goes."""

    seed: int = 0
    budget: float = 20.0
    memory: int = 4096
    no_cache: bool = False
    as_json: bool = False
    jobs: int = 0
    require: str = "symbolic"
    out: Path | None = None
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Outputs:
    """What else is written of what was found, and what is let pass."""

    junit: Path | None = None
    sarif: Path | None = None
    github: bool = False
    markdown: Path | None = None
    baseline: Path | None = None
    write_baseline: Path | None = None


def _file(name: str, what: str) -> Callable[[Any], Any]:
    kind = click.Path(path_type=Path, dir_okay=False)
    return click.option(name, type=kind, metavar="FILE", help=what)


_OPTIONS: dict[str, Callable[[Any], Any]] = {
    "json": click.option("--json", "as_json", is_flag=True, help="JSON on standard output."),
    "seed": click.option("--seed", default=0, show_default=True, help="Of all that is sampled."),
    "budget": click.option(
        "--budget",
        type=click.FloatRange(min=0, min_open=True),
        default=20.0,
        show_default=True,
        metavar="SECONDS",
        help="Time of one claim; waiting for a core is not counted.",
    ),
    "memory": click.option(
        "--memory",
        type=click.IntRange(min=512),
        default=4096,
        show_default=True,
        metavar="MB",
        help="Memory of one claim.",
    ),
    "no-cache": click.option("--no-cache", is_flag=True, help="Decide every claim again."),
    "jobs": click.option("--jobs", type=click.IntRange(min=0), default=0, help="0: one a core."),
    "require": click.option(
        "--require",
        type=click.Choice(["kernel", "certified", "symbolic", "measured", "numeric"]),
        default="symbolic",
        show_default=True,
        help="The weakest grade that a claim without an expectation may have.",
    ),
    "out": click.option(
        "--out",
        type=click.Path(path_type=Path, dir_okay=False),
        default=DEFAULT_RECORD,
        show_default=True,
        help="Where the record goes.",
    ),
    "quiet": click.option("-q", "--quiet", is_flag=True, help="The summary alone."),
}
_OUTPUTS: tuple[Callable[[Any], Any], ...] = (
    click.option("--no-record", is_flag=True, help="Write no record."),
    _file("--junit", "Write JUnit XML."),
    _file("--sarif", "Write SARIF 2.1.0."),
    click.option("--github", is_flag=True, help="Annotations of GitHub Actions, on stdout."),
    _file("--markdown", "Append a summary in Markdown, such as to $GITHUB_STEP_SUMMARY."),
    _file("--baseline", "Let pass what fell short when this file was written."),
    _file("--write-baseline", "Write what falls short now, and let it pass."),
)


def options(*names: str) -> Callable[[F], F]:
    """Options that several commands share, by name; all of them where none is named."""
    return _added([_OPTIONS[name] for name in names or _OPTIONS])


def outputs() -> Callable[[F], F]:
    """The options that :class:`Outputs` holds."""
    return _added(_OUTPUTS)


def _added(found: Any) -> Callable[[F], F]:
    def add(command: F) -> F:
        for option in reversed(found):
            command = option(command)
        return command

    return add


def split(given: dict[str, Any]) -> tuple[Settings, Outputs]:
    """The settings and the outputs of a command that has both."""
    wanted = {name: given.pop(name) for name in Outputs.__slots__}
    if given.pop("no_record"):
        given["out"] = None
    return Settings(**given), Outputs(**wanted)
