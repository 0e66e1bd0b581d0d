"""PDF files of the LaTeX reports, by latexmk and XeLaTeX."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from thence.errors import InputError

#: What has to be installed, on Debian and Ubuntu.
PACKAGES = (
    "texlive-xetex texlive-latex-recommended texlive-latex-extra texlive-fonts-recommended "
    "texlive-lang-chinese lmodern latexmk fonts-noto-cjk fonts-dejavu-core"
)
#: Seconds that TeX may take for one document.
TIME_LIMIT = 300


def compile_all(files: Sequence[Path], jobs: int) -> list[Path]:
    """The PDF of each .tex file, which lies next to it; ``jobs`` are made at a time.

    Raises :class:`InputError` where TeX is not installed, fails, or takes too long.
    """
    for program in ("latexmk", "xelatex"):
        if shutil.which(program) is None:
            kept = f" The LaTeX source is in {files[0].parent}." if files else ""
            hint = f"Install TeX: sudo apt-get install {PACKAGES}"
            raise InputError(f"{program} is not installed.{kept}", hint=hint)
    # The largest first, so that no core waits for it at the end.
    waiting = sorted(files, key=lambda file: file.stat().st_size)
    running: list[_Run] = []
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                running.append(_Run(waiting.pop()))
            time.sleep(0.02)
            running = [run for run in running if not run.done()]
    finally:
        for run in running:
            run.kill()
    return [file.with_suffix(".pdf") for file in files]


class _Run:
    """latexmk at work on one file."""

    def __init__(self, tex: Path) -> None:
        self.tex = tex
        self.end = time.monotonic() + TIME_LIMIT
        command = ["latexmk", "-xelatex", "-norc", "-interaction=nonstopmode", "-halt-on-error"]
        command += ["-no-shell-escape", "-file-line-error", tex.name]
        # Files above this folder are out of reach, and so are absolute paths.
        guarded = {**os.environ, "openin_any": "p", "openout_any": "p", "max_print_line": "1000"}
        self.process = subprocess.Popen(
            command,
            cwd=tex.parent,
            env=guarded,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def done(self) -> bool:
        """Whether the PDF is made; :class:`InputError` where it will not be."""
        code = self.process.poll()
        if code is None and time.monotonic() > self.end:
            raise InputError(f"TeX ran over {TIME_LIMIT} s.", str(self.tex))
        if code:
            log = self.tex.with_suffix(".log")
            what = f"TeX failed: {_first_error(log)}"
            raise InputError(what, str(self.tex), f"The log is {log}.")
        return code is not None

    def kill(self) -> None:
        """Stop it, with the programs that latexmk has started: the whole session goes."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def _first_error(log: Path) -> str:
    text = log.read_text("utf-8", errors="replace") if log.exists() else ""
    found = re.search(r"^(?:! |[^:\n]+:\d+: )(.*)$", text, re.MULTILINE)
    return found.group(1) if found else "it wrote no error."
