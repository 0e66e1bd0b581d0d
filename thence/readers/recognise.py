"""Whether a file holds something for thence, found out without executing or parsing it."""

from __future__ import annotations

import re
from pathlib import Path

#: No more than this is looked at, in bytes.
_MOST = 2_000_000
_SIGNS = {
    ".py": re.compile(
        rb"^\s*(?:from|import)\s+thence\b.*?\bDerivation\(", re.MULTILINE | re.DOTALL
    ),
    ".jsonl": re.compile(rb'\s*\{(?=[^\n]*"id"\s*:)(?=[^\n]*"(?:given|kind)"\s*:)'),
    ".md": re.compile(rb"<!--\s*thence:"),
    ".tex": re.compile(rb"%\s*thence:"),
}
#: Code in a Markdown document, which speaks of comments without making any.
_CODE = re.compile(
    rb"^[ \t]*(`{3,30}|~{3,30}).*?^[ \t]*\1|(`{1,30})[^\n]*?\2", re.MULTILINE | re.DOTALL
)


def holds_claims(path: Path) -> bool:
    """Whether the file is a derivation, a claim file, or a document with a comment for thence."""
    sign = _SIGNS.get(path.suffix)
    if sign is None:
        return False
    try:
        with path.open("rb") as file:
            start = file.read(_MOST)
    except OSError:
        return False
    if path.suffix == ".md" and sign.search(start):
        start = _CODE.sub(b"", start)
    return bool(sign.match(start) if path.suffix == ".jsonl" else sign.search(start))
