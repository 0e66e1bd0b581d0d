"""``list``, ``understand`` and ``explain``: look at claims."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from thence.cli.deciding import run
from thence.cli.options import BAD_INPUT, DEFAULT_RECORD, Settings, options
from thence.cli.selecting import chosen, everything, is_wanted, say_undeclared
from thence.shown import printable


@click.command(short_help="Show one claim in full, with evidence and proof.")
@click.argument("name", metavar="ID")
@click.option(
    "--record",
    type=click.Path(path_type=Path),
    default=DEFAULT_RECORD,
    show_default=True,
    help="What verify or check wrote.",
)
@click.option("--file", type=click.Path(path_type=Path), help="Decide the claim of this file now.")
@click.option("--certificate", is_flag=True, help="The whole certificates too.")
@options("json", "seed", "budget", "memory", "no-cache")
def explain(name: str, record: Path, file: Path | None, certificate: bool, **given: Any) -> None:
    """Show one claim in full: as understood, what was found, what its proof does."""
    from thence.readers import BadInput
    from thence.record import find_claim, read_record
    from thence.terminal import explain as lines

    if file is None:
        claim = find_claim(read_record(record), name, str(record))
    else:
        found = everything((file,))
        for item in found.items:
            if isinstance(item, BadInput) and item.id in (name, ""):
                raise item.error
        found.items = [i for i in found.items if is_wanted(i, {name}, {})]
        claim = find_claim(run(found, Settings(**given)), name, str(file))
    if given["as_json"]:
        import json

        click.echo(json.dumps(claim, indent=1, ensure_ascii=False))
        return
    for line in lines(claim, certificate):
        click.echo(printable(line))


@click.command("list", short_help="List the claims; with --errata those that are wrong.")
@click.argument("targets", nargs=-1, metavar="[PATH|ID]...")
@click.option("--errata", is_flag=True, help="The claims expected to be wrong, and why they are.")
@options("jobs", "seed", "budget", "memory", "no-cache")
def list_claims(targets: tuple[str, ...], errata: bool, **given: Any) -> None:
    """List the claims; with --errata those that are wrong, which are decided for it."""
    from thence import terminal
    from thence.readers import BadInput

    found = chosen(targets)
    bad = found.unread()
    tasks = [item for item in found.items if not isinstance(item, BadInput)]
    if errata:
        wrong = [t for t in tasks if t.the_claim.expect in ("refuted", "ill-posed")]
        for entry in run(found.keep([*wrong]), Settings(**given))["claims"]:
            for line in terminal.erratum(entry):
                click.echo(printable(line))
    else:
        for claim in (task.the_claim for task in tasks):
            said = "; ".join(str(s) for s in claim.statements)
            click.echo(f"{claim.id}  {claim.kind}  {said}".rstrip())
    sys.exit(BAD_INPUT if bad else 0)


@click.command(short_help="Show how the equations of a document were read.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def understand(files: tuple[Path, ...]) -> None:
    """Show each equation as it is written and as it was understood, without deciding it."""
    from thence import terminal
    from thence.readers import BadInput, documents

    unread: list[BadInput] = []
    out = terminal.console()
    for document in documents(files):
        rows = []
        for item in document.items:
            if isinstance(item, BadInput):
                rows.append(terminal.Understood.unread(item.error, item.line))
                unread.append(item)
            else:
                rows.append(terminal.Understood.of(item.the_claim))
        out.print(document.header["file"], markup=False, style="bold")
        out.print(terminal.understanding(rows))
    say_undeclared(unread)
    sys.exit(BAD_INPUT if unread else 0)
