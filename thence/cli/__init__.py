"""The command line.

Exit codes: 0 when every claim is as required or expected, 1 when something falls short, 2 for bad
input or usage, 130 when interrupted.
"""

from __future__ import annotations

from typing import Any

import click

from thence import __version__
from thence.cli import authoring, caching, deciding, looking, mutating, records
from thence.cli.options import BAD_INPUT
from thence.errors import InputError


class _Commands(click.Group):
    """Turns :class:`InputError` into its three lines and exit code 2, for every command."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except InputError as error:
            from thence.terminal import say_error

            say_error(error)
            ctx.exit(BAD_INPUT)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="thence")
def main() -> None:
    """Check mathematical derivations step by step and grade the evidence for each step."""


for _command in (
    deciding.verify,
    deciding.check,
    looking.explain,
    looking.list_claims,
    looking.understand,
    records.report,
    records.recheck,
    records.compare,
    records.schema,
    mutating.mutate,
    authoring.new,
    authoring.declare,
    authoring.watch,
    caching.cache,
):
    main.add_command(_command)
