"""``cache``: what was decided before, shown and cleared."""

from __future__ import annotations

from typing import Any

import click


@click.group(
    invoke_without_command=True, short_help="Show what is kept of earlier runs, or clear it."
)
@click.pass_context
def cache(ctx: click.Context) -> None:
    """Show what is kept of earlier runs: where, how many claims, how large."""
    if ctx.invoked_subcommand is not None:
        return
    from thence.cache import default_folder, engine_version, stored

    entries = list(stored(default_folder()))
    current = [entry for entry in entries if entry.engine == engine_version()]
    click.echo(f"folder:  {default_folder()}")
    click.echo(f"claims:  {len(entries)}, {_size(entries)}")
    click.echo(f"of this engine and its libraries: {len(current)}, {_size(current)}")


@cache.command(short_help="Remove what is kept of earlier runs.")
@click.option("--stale", is_flag=True, help="Only what another engine or other libraries decided.")
def clear(stale: bool) -> None:
    """Remove what is kept; runs that are under way go on and keep what they find."""
    from thence.cache import clear as remove
    from thence.cache import default_folder

    removed = remove(default_folder(), stale=stale)
    click.echo(f"removed {removed} file{'' if removed == 1 else 's'}")


def _size(entries: Any) -> str:
    total = sum(entry.bytes for entry in entries)
    return f"{total / 1e6:.1f} MB"
