"""``report``, ``recheck``, ``compare`` and ``schema``: what is made of a record."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from thence.cli.options import DEFAULT_RECORD, FALLS_SHORT
from thence.shown import printable


@click.command()
@click.option(
    "--record",
    type=click.Path(path_type=Path),
    default=DEFAULT_RECORD,
    show_default=True,
    help="What verify or check wrote.",
)
@click.option(
    "--format",
    "kind",
    type=click.Choice(["tex", "pdf", "html"]),
    default="tex",
    show_default=True,
    help="LaTeX source, the same compiled by latexmk, or pages for a browser.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("out"),
    show_default=True,
    help="Where the reports go.",
)
@click.option(
    "--diff",
    nargs=2,
    metavar="OLD NEW",
    type=click.Path(path_type=Path),
    help="Instead, print what changed between two records, in Markdown.",
)
def report(record: Path, kind: str, out: Path, diff: tuple[Path, Path] | None) -> None:
    """Write the reports of a record; nothing is computed again."""
    from thence.executor import available_cores
    from thence.record import read_record
    from thence_reports import html, latex, pdf
    from thence_reports.diff import markdown

    if diff is not None:
        click.echo(markdown(*map(read_record, diff)), nl=False)
        return
    content = read_record(record)
    paths = (html if kind == "html" else latex).write(content, out)
    if kind == "pdf":
        paths = pdf.compile_all(paths, available_cores())
    for path in paths:
        click.echo(path)


@click.command(short_help="Run the independent checker over a record.")
@click.argument("record", type=click.Path(path_type=Path), default=DEFAULT_RECORD)
@click.option("-q", "--quiet", is_flag=True, help="Failures and the summary alone.")
@click.option(
    "--budget",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="Time of one certificate; waiting for a core is not counted.",
)
@click.option(
    "--memory",
    type=click.IntRange(min=256),
    default=2048,
    show_default=True,
    metavar="MB",
    help="Memory of one certificate.",
)
def recheck(record: Path, quiet: bool, budget: float, memory: int) -> None:
    """Run the independent checker over every certificate of a record."""
    from thence.recheck import load, within_limits

    total = failed = 0
    for found in within_limits(load(record), seconds=budget, memory_mb=memory):
        total += 1
        failed += bool(found.problem)
        if found.problem or not quiet:
            verdict = found.problem or "accepted"
            line = f"{found.claim} [{found.statement}] {found.grade}: {verdict}"
            click.echo(printable(line, keep=""))
    click.echo(f"{total - failed} of {total} accepted")
    sys.exit(FALLS_SHORT if failed else 0)


@click.command(short_help="Show where two records differ, times aside.")
@click.argument("first", type=click.Path(path_type=Path))
@click.argument("second", type=click.Path(path_type=Path))
def compare(first: Path, second: Path) -> None:
    """Show where two records differ, times aside: two runs with one seed should not."""
    from thence.record import differences, read_record

    found = list(differences(read_record(first), read_record(second)))
    for line in found:
        click.echo(printable(line))
    click.echo(f"{len(found)} difference{'' if len(found) == 1 else 's'}, times aside")
    sys.exit(FALLS_SHORT if found else 0)


@click.command()
def schema() -> None:
    """Print the JSON Schema of the record."""
    import json

    from thence.record import schema as load

    click.echo(json.dumps(load(), indent=2))
