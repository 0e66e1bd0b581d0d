"""What changed since a revision, by git: files, and the claims in those that are read as text."""

from __future__ import annotations

import subprocess
from pathlib import Path

from thence.errors import InputError

SECONDS = 60


class Changes:
    """The differences between the working tree and the point where it left a revision."""

    def __init__(self, revision: str, folder: Path | None = None) -> None:
        self.folder = folder or Path.cwd()
        hint = "Fetch enough history: fetch-depth: 0 for actions/checkout."
        commit = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        given = self._git(*commit, what=f"no revision {revision}.", hint=hint).strip()
        common = f"{revision} and HEAD have no common ancestor here."
        self.base = self._git("merge-base", given, "HEAD", what=common, hint=hint).strip()
        self.top = Path(self._git("rev-parse", "--show-toplevel").strip())
        changed = self._git("diff", "--name-only", "-z", "--no-renames", self.base, "--")
        new = self._git("ls-files", "--others", "--exclude-standard", "--full-name", "-z", self.top)
        self.files = {self.top / name for name in (changed + new).split("\0") if name}

    def touched(self, path: Path) -> bool:
        """Whether the file is new or not what it was."""
        return path.resolve() in {file.resolve() for file in self.files}

    def before(self, path: Path) -> str | None:
        """The text of the file at the revision; None where there was none."""
        try:
            name = path.resolve().relative_to(self.top.resolve()).as_posix()
        except ValueError:
            return None
        try:
            return self._git("cat-file", "blob", f"{self.base}:{name}")
        except InputError:
            return None

    def _git(self, *arguments: str | Path, what: str = "git failed.", hint: str = "") -> str:
        """The output of a git command; nothing in it goes through a shell."""
        try:
            done = subprocess.run(
                ["git", *map(str, arguments)],
                cwd=self.folder,
                capture_output=True,
                encoding="utf-8",
                errors="surrogateescape",
                timeout=SECONDS,
                check=True,
            )
        except FileNotFoundError:
            raise InputError("git is not installed.", hint="--changed-since needs it.") from None
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            said = str(error.stderr or "").strip().partition("\n")[0]
            raise InputError(what, said, hint or "Run it inside a git repository.") from None
        return done.stdout
