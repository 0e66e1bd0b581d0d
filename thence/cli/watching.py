"""Check a file whenever it is saved.  Only claims that changed are decided: the cache has the rest.

The file is looked at twice a second.  That needs no library, and works on network folders and in
containers, where notices of changes often do not arrive.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import click

from thence.cli.deciding import run
from thence.cli.options import Settings
from thence.cli.selecting import everything
from thence.errors import InputError
from thence.shown import printable

SECONDS = 0.5
#: Makes a browser load the page again; its own scroll position survives that.
_RELOAD = '<meta http-equiv="refresh" content="2">'


class Watcher:
    """One file, and the folder of its pages."""

    def __init__(self, file: Path, pages: Path, settings: Settings) -> None:
        self.file = file
        self.pages = pages
        self.settings = settings

    def run(self) -> None:
        """Check now and after every change, until interrupted."""
        seen: Any = None
        while True:
            # An editor that replaces the file leaves a moment without one.
            state = self._state()
            if state is not None and state != seen:
                seen = state
                self.check()
            elif seen is None:
                raise InputError("no such file.", str(self.file), "Check the path.")
            time.sleep(SECONDS)

    def check(self) -> bool | None:
        """Whether every claim is as it should be; None where some could not be read."""
        from thence import terminal

        found = everything([self.file])
        bad = found.unread()
        record = run(found, self.settings)
        click.echo(time.strftime("%H:%M:%S ") + str(self.file))
        for line in terminal.summary(record):
            click.echo(printable(f"  {line}"))
        for page in self._write_pages(record):
            click.echo(f"  page: {page}")
        return None if bad else all(claim["meets"] for claim in record["claims"])

    def _write_pages(self, record: dict[str, Any]) -> list[Path]:
        from thence.cache import write_atomically
        from thence_reports import html

        written = list(html.write(record, self.pages))
        for page in written:
            if page.suffix == ".html":
                text = page.read_text("utf-8")
                write_atomically(page, text.replace("<head>", f"<head>{_RELOAD}", 1))
        return written

    def _state(self) -> tuple[int, int] | None:
        try:
            found = self.file.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size
