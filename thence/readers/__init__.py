"""Read claims from files: Python derivations, claim files, Markdown and LaTeX documents.

A reader never stops at the first bad claim: what cannot be read becomes a :class:`BadInput` in its
place, with the file, the line, what is wrong and what to do next, and reading goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from thence.claim import Claim
from thence.errors import InputError
from thence.readers import jsonl, markdown, python_file
from thence.readers.document import BadInput, Document, Ids, shown
from thence.readers.recognise import holds_claims

__all__ = ["BadInput", "Document", "documents", "holds_claims", "read"]

_READERS = {
    ".py": python_file.document,
    ".jsonl": jsonl.document,
    ".md": markdown.document,
    ".tex": markdown.document,
}
#: A document in a folder is read where it has something to say to thence.
_DOCUMENTS = (".md", ".tex")


def documents(paths: Iterable[Path]) -> Iterator[Document]:
    """One document a file, in the order given; folders recursively, their files sorted.

    Claim ids are unique over all of them: a second use is a :class:`BadInput`.
    :class:`InputError` for a path that does not exist or is of no kind that thence reads.
    """
    ids = Ids()
    for path in paths:
        for file in _files(path):
            yield _READERS[file.suffix](file, ids)


def read(path: Path) -> Iterator[Claim | BadInput]:
    """The claims of one file or folder, in order, with what could not be read among them."""
    for document in documents([path]):
        for item in document.items:
            yield item if isinstance(item, BadInput) else item.the_claim


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(
            file
            for file in path.rglob("*")
            if file.suffix in _READERS
            and file.is_file()
            and not _hidden(file.relative_to(path))
            and (file.suffix not in _DOCUMENTS or holds_claims(file))
        )
        if not found:
            raise InputError(
                "no claims in this folder.",
                shown(path),
                "It holds no .py, no .jsonl and no .md or .tex for it.",
            )
        return found
    if not path.exists():
        raise InputError("no such file.", shown(path), "Check the path.")
    if path.suffix not in _READERS:
        raise InputError(
            f"files that end in {path.suffix or 'nothing'!r} are not read.",
            shown(path),
            "Give a derivation (.py), a claim file (.jsonl) or a document (.md, .tex).",
        )
    return [path]


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "_")) for part in path.parts)
