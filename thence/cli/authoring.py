"""``new``, ``declare`` and ``watch``: begin a derivation, and see it checked as it is written."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from thence.cli.options import BAD_INPUT, FALLS_SHORT, Settings, options
from thence.errors import InputError
from thence.shown import printable


@click.command(short_help="Write a derivation or a post to fill in.")
@click.argument("slug")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["python", "markdown"]),
    default="python",
    show_default=True,
    help="A derivation in Python, or a post with its declarations.",
)
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Another folder for it.",
)
def new(slug: str, kind: str, folder: Path | None) -> None:
    """Write a derivation to fill in: derivations/SLUG.py or posts/SLUG.md."""
    from importlib import resources

    from thence.cache import write_atomically

    if not (slug.isidentifier() and slug.isascii()):
        raise InputError(f"{slug!r} is not a name.", hint="Letters, digits and _, such as my_post.")
    suffix, usual = {"python": (".py", "derivations"), "markdown": (".md", "posts")}[kind]
    path = (folder or Path(usual)) / f"{slug}{suffix}"
    if path.exists():
        raise InputError("the file is there already.", str(path), "Choose another name.")
    template = resources.files("thence").joinpath(f"templates/derivation{suffix}.txt")
    text = template.read_text("utf-8").replace("SLUG", slug)
    write_atomically(path, text.replace("TITLE", slug.replace("_", " ").capitalize()))
    click.echo(f"{path}: fill it in, then run: thence check {path}")


@click.command(short_help="Propose declarations for the symbols of a document.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--write", is_flag=True, help="Put them into the file, above its equations.")
def declare(file: Path, write: bool) -> None:
    """Propose declarations for what a Markdown or LaTeX document uses and does not declare.

    Symbols are proposed as real numbers, what stands below them as an index where sums say so, and
    what an equation begins with as its definition.  Read them before you put them in.
    """
    from thence.cache import write_atomically
    from thence.readers.proposals import inserted, proposal

    found = proposal(file)
    comments = found.comments()
    for line in comments:
        click.echo(printable(line))
    read = f"{found.equations - len(found.unread)} of {found.equations} equations are read"
    how = "with these declarations" if comments else "as it is; nothing else can be declared"
    click.echo(f"{read} {how}", err=True)
    if write and comments:
        write_atomically(file, inserted(file, comments))
        click.echo(f"{file}: see how they are read: thence understand {file}", err=True)
    elif comments:
        hint = "narrow the domains where it matters: positive, (0, 1), integer>=1"
        click.echo(f"put them into {file}, or run this again with --write; {hint}", err=True)


@click.command(short_help="Check a file whenever it is saved; keep its page fresh.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--pages",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("out/watch"),
    show_default=True,
    help="Where the HTML pages go; they reload themselves.",
)
@click.option("--once", is_flag=True, help="Check once and stop.")
@options("seed", "budget", "memory", "no-cache", "jobs", "require")
def watch(file: Path, pages: Path, once: bool, **given: Any) -> None:
    """Check a file now and whenever it is saved, and keep its HTML page fresh."""
    from thence.cli.watching import Watcher

    settings = Settings(**given, out=pages / "record.json")
    watcher = Watcher(file, pages, settings)
    try:
        if once:
            found = watcher.check()
            sys.exit(BAD_INPUT if found is None else 0 if found else FALLS_SHORT)
        watcher.run()
    except KeyboardInterrupt:
        click.echo()
