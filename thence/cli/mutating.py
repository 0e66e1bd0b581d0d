"""``mutate``: whether small changes to claims are noticed."""

from __future__ import annotations

import sys
from typing import Any

import click

from thence.cli.deciding import run
from thence.cli.options import FALLS_SHORT, INTERRUPTED, Settings, options
from thence.cli.selecting import chosen
from thence.stated import as_text


@click.command(short_help="Change each claim a little: is the change noticed?")
@click.argument("targets", nargs=-1, metavar="[PATH|ID]...")
@click.option(
    "--each",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Mutants of a claim for every kind of change.",
)
@click.option(
    "--sample", type=click.IntRange(min=1), help="So many of all mutants, picked by the seed."
)
@click.option(
    "--at-least",
    type=click.FloatRange(0, 100),
    default=0,
    metavar="PERCENT",
    help="Exit with 1 where a smaller share of the mutants is decided.",
)
@options("seed", "budget", "memory", "no-cache", "jobs", "require", "out", "quiet", "json")
def mutate(
    targets: tuple[str, ...], each: int, sample: int | None, at_least: float, **given: Any
) -> None:
    """Change each claim a little: every mutant must be refuted, or certified to be still true."""
    from thence import mutate as mutating
    from thence import terminal
    from thence.readers import BadInput
    from thence.runner import Task

    settings = Settings(**given)
    found = chosen(targets)
    if bad := [item for item in found.items if isinstance(item, BadInput)]:
        raise bad[0].error
    claims = [item.the_claim for item in found.items if not isinstance(item, BadInput)]
    every = [m for claim in claims for m in mutating.mutants(claim, each, settings.seed)]
    picked = every if sample is None else mutating.picked(every, sample, settings.seed)
    found.items = [Task(mutant) for mutant in picked]
    record = run(found, settings)
    decided = mutating.share_decided(record["claims"])
    out = terminal.console()
    if not settings.quiet:
        out.print(terminal.mutants_table(mutating.tally(record["claims"])))
        for claim in record["claims"]:
            if claim["grade"] not in mutating.DECIDED:
                (statement,) = claim["statements"]
                text = as_text(statement)
                out.print(f"{claim['id']}: {claim['grade']}: {text}", markup=False)
    total = str(len(record["claims"])) + (f" of {len(every)}" if sample else "")
    out.print(f"{decided:.1f} % of {total} mutants decided; record: {settings.out}", markup=False)
    if "unfinished" in record:
        sys.exit(INTERRUPTED)
    sys.exit(FALLS_SHORT if decided < at_least else 0)
