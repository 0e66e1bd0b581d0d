"""PDF files of the LaTeX reports, by latexmk and XeLaTeX."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from thence.errors import InputError

#: What has to be installed, on Debian and Ubuntu.
PACKAGES = (
    "texlive-xetex texlive-latex-recommended texlive-latex-extra texlive-fonts-recommended "
    "texlive-lang-chinese lmodern latexmk fonts-noto-cjk fonts-dejavu-core"
)
INSTALL_HINT = f"Install TeX: sudo apt-get install {PACKAGES}"
#: Seconds that TeX may take for one document.
TIME_LIMIT = 300


def compile_all(files: Sequence[Path], jobs: int) -> Iterator[Path]:
    """The PDF of each .tex file, which lies next to it; ``jobs`` are made at a time.

    Raises :class:`InputError` where TeX is not installed, fails, or takes too long.
    """
    for program in ("latexmk", "xelatex"):
        if shutil.which(program) is None:
            kept = f"The LaTeX source is in {files[0].parent}." if files else ""
            raise InputError(f"{program} is not installed. {kept}".strip(), hint=INSTALL_HINT)
    # The largest first, so that no core waits for it at the end.
    largest = sorted(files, key=lambda file: -file.stat().st_size)
    with ThreadPoolExecutor(jobs) as pool:
        made = dict(zip(largest, pool.map(compile_pdf, largest), strict=True))
    yield from (made[file] for file in files)


def compile_pdf(tex: Path) -> Path:
    """Run latexmk with XeLaTeX over a file; the PDF lies next to it."""
    command = ["latexmk", "-xelatex", "-norc", "-interaction=nonstopmode", "-halt-on-error"]
    command += ["-no-shell-escape", "-file-line-error", tex.name]
    # Files above this folder are out of reach, and so are absolute paths.
    guarded = {**os.environ, "openin_any": "p", "openout_any": "p", "max_print_line": "1000"}
    with subprocess.Popen(
        command,
        cwd=tex.parent,
        env=guarded,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            code_ = process.wait(TIME_LIMIT)
        except BaseException as error:
            # latexmk has started xelatex: the whole session goes.
            os.killpg(process.pid, signal.SIGKILL)
            if isinstance(error, subprocess.TimeoutExpired):
                raise InputError(f"TeX ran over {TIME_LIMIT} s.", str(tex)) from None
            raise
    if code_:
        log = tex.with_suffix(".log")
        raise InputError(f"TeX failed: {_first_error(log)}", str(tex), f"The log is {log}.")
    return tex.with_suffix(".pdf")


def _first_error(log: Path) -> str:
    text = log.read_text("utf-8", errors="replace") if log.exists() else ""
    found = re.search(r"^(?:! |[^:\n]+:\d+: )(.*)$", text, re.MULTILINE)
    return found.group(1) if found else "it wrote no error."
