"""``verify`` and ``check``: decide claims, write the record, say what was found."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from thence.cli.options import (
    BAD_INPUT,
    FALLS_SHORT,
    INTERRUPTED,
    Outputs,
    Settings,
    options,
    outputs,
    split,
)
from thence.cli.selecting import Selection, changed, chosen, everything
from thence.shown import printable

# Everything else is imported where it is used: --help must not wait for torch.
if TYPE_CHECKING:
    from thence.record import Recorder
    from thence.runner import Task

_CHANGED = click.option(
    "--changed-since", metavar="REV", help="Only what is new or different since a git revision."
)


@click.command()
@click.argument("targets", nargs=-1, metavar="[PATH|ID]...")
@options()
@outputs()
@_CHANGED
def verify(targets: tuple[str, ...], changed_since: str | None, **given: Any) -> None:
    """Decide the suite, or the files, derivations and claims named.

    Without arguments: derivations/ in the current folder, or else those that come with thence.
    """
    sys.exit(_decide(chosen(targets), changed_since, *split(given)))


@click.command(short_help="Decide the claims of files: .py, .jsonl, .md and .tex.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@options()
@outputs()
@_CHANGED
@click.option("--skip-others", is_flag=True, help="Leave out files without anything for thence.")
def check(
    files: tuple[Path, ...], changed_since: str | None, skip_others: bool, **given: Any
) -> None:
    """Decide the claims of files: .py derivations, .jsonl claim files, .md and .tex documents."""
    from thence.readers import holds_claims

    if skip_others:
        files = tuple(file for file in files if file.is_dir() or holds_claims(file))
    sys.exit(_decide(everything(files), changed_since, *split(given)))


def _decide(found: Selection, revision: str | None, settings: Settings, wanted: Outputs) -> int:
    """Decide the claims, write the record, show what was found; returns the exit code."""
    from thence import baseline
    from thence.record import UNREAD

    if revision is not None:
        found = changed(found, revision)
        if not found.items and not settings.as_json:
            click.echo(f"nothing changed since {revision}")
    before = baseline.read(wanted.baseline) if wanted.baseline else {}
    found.unread()
    record = run(found, settings)
    if wanted.write_baseline and "unfinished" not in record:
        baseline.write(wanted.write_baseline, record)
        before = baseline.read(wanted.write_baseline)
    known = baseline.known(record, before)
    _write(record, wanted, known, settings.as_json)
    _show(record, settings, known)
    if "unfinished" in record:
        return INTERRUPTED
    new = [claim for claim in record["claims"] if not claim["meets"] and claim["id"] not in known]
    if any(claim["kind"] == UNREAD for claim in new):
        return BAD_INPUT
    return FALLS_SHORT if new else 0


def run(found: Selection, settings: Settings) -> dict[str, Any]:
    """Run the tasks and make the record, also of what an interruption left."""
    from thence.cache import Cache, default_folder
    from thence.executor import available_cores
    from thence.record import Recorder
    from thence.runner import run as decided
    from thence.terminal import progress
    from thence.verdict import Grade

    seed, seconds, memory_mb = settings.seed, settings.budget, settings.memory
    recorder = Recorder(
        settings.out,
        seed=seed,
        seconds=seconds,
        memory_mb=memory_mb,
        required=Grade(settings.require),
    )
    for header in found.headers:
        recorder.derivation(header)
    tasks = list(_tasks(found, recorder))
    cache = None
    if not settings.no_cache:
        cache = Cache(default_folder(), seed=seed, seconds=seconds, memory_mb=memory_mb)
    unfinished = {index: task.the_claim.id for index, task in tasks}
    results = decided(
        (task for _, task in tasks),
        workers=min(settings.jobs or available_cores(), max(len(tasks), 1)),
        seconds=seconds,
        memory_mb=memory_mb,
        seed=seed,
        cache=cache,
    )
    try:
        with closing(results), progress() as bar:
            line = bar.add_task("deciding", total=len(tasks))
            for result in results:
                index = tasks[result.index][0]
                recorder.add(index, result.entry, result.seconds)
                del unfinished[index]
                bar.advance(line)
    except KeyboardInterrupt:
        return recorder.finish(unfinished.values())
    return recorder.finish()


def _tasks(found: Selection, recorder: Recorder) -> Iterator[tuple[int, Task]]:
    """What is to be decided, with its place; what could not be read goes into the record."""
    from thence.readers import BadInput
    from thence.record import unread_entry

    for index, item in enumerate(found.items):
        if isinstance(item, BadInput):
            name = item.id or (f"{item.file}:{item.line}" if item.line else item.file)
            recorder.add(index, unread_entry(item.error, item.file, item.line, name), 0.0)
        else:
            yield index, item


def _write(record: dict[str, Any], wanted: Outputs, known: frozenset[str], as_json: bool) -> None:
    """The outputs for other programs; with --json, standard output is the record alone."""
    from thence.cache import write_atomically
    from thence.outputs.junit import junit
    from thence.outputs.markdown import markdown
    from thence.outputs.sarif import sarif

    for path, made in ((wanted.junit, junit), (wanted.sarif, sarif)):
        if path is not None:
            write_atomically(path, made(record, known))
    if wanted.markdown is not None:
        # Steps of a workflow share the file of their summaries.
        with wanted.markdown.open("a", encoding="utf-8") as file:
            file.write(markdown(record, known))
    if wanted.github:
        from thence.outputs.github import commands

        for line in commands(record, known):
            click.echo(line, err=as_json)


def _show(record: dict[str, Any], settings: Settings, known: frozenset[str]) -> None:
    from thence import terminal
    from thence.record import to_json

    if settings.as_json:
        click.echo(to_json(record), nl=False)
        return
    out = terminal.console()
    if not settings.quiet:
        out.print(terminal.table(record["claims"]))
        out.print()
    for line in terminal.summary(record, known):
        out.print(printable(line), markup=False)
    if settings.out and not settings.quiet:
        out.print(f"record: {settings.out}", markup=False)
