"""How much of the checker a proof leans on: the lines of it that run when one certificate is read.

The checker is the part of thence that has to be trusted.  Its size is what there is to read; what
one verdict rests on is smaller: the lines that ran when its certificate was accepted.

    python benchmarks/bench_checker.py [RECORD]

Without a record it takes that of the committed reports.  Lines are lines of source that hold code;
comments, docstrings and blank lines do not count.
"""

from __future__ import annotations

import gzip
import json
import statistics
import sys
import tokenize
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import Any

from thence import checker
from thence.recheck import recheck

FOLDER = Path(checker.__file__).parent
GOLDEN = Path(__file__).parent.parent / "reports" / "golden" / "record.json.gz"
NO_CODE = {
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT,
    tokenize.ENCODING, tokenize.ENDMARKER,
}  # fmt: skip
#: A line of a module.
Line = tuple[str, int]


class Lines:
    """The lines of the checker that run while it is in force."""

    def __init__(self) -> None:
        self.seen: set[Line] = set()

    def __enter__(self) -> set[Line]:
        sys.settrace(self._enter)
        return self.seen

    def __exit__(self, *_: object) -> None:
        sys.settrace(None)

    def _enter(self, frame: FrameType, event: str, _: Any) -> Any:
        inside = frame.f_code.co_filename.startswith(str(FOLDER))
        return self._step if inside else None

    def _step(self, frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            self.seen.add((frame.f_code.co_filename, frame.f_lineno))
        return self._step


def code() -> set[Line]:
    """The lines of the checker that hold code."""
    found: set[Line] = set()
    for path in FOLDER.glob("*.py"):
        with path.open("rb") as file:
            tokens = [t for t in tokenize.tokenize(file.readline) if t.type not in NO_CODE]
        for before, token in zip([None, *tokens], tokens, strict=False):
            alone = before is None or before.end[0] != token.start[0]
            if not (
                token.type == tokenize.STRING and alone and token.string.startswith(('"""', 'r"""'))
            ):
                found |= {(str(path), n) for n in range(token.start[0], token.end[0] + 1)}
    return found


def leaned_on(record: Mapping[str, Any], claim: Mapping[str, Any]) -> set[Line]:
    """What runs when the certificates of one claim are read."""
    with Lines() as seen:
        problems = [check.problem for check in recheck({**record, "claims": [claim]})]
    assert not any(problems), (claim["id"], problems)
    return seen


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else GOLDEN
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    record, there = json.loads(text), code()
    claims: dict[str, set[Line]] = {}
    posts: defaultdict[str, set[Line]] = defaultdict(set)
    for claim in record["claims"]:
        if seen := leaned_on(record, claim) & there:
            claims[claim["id"]] = seen
            posts[claim["id"].split(".")[0]] |= seen
    sizes = sorted(map(len, claims.values()))
    print(f"lines of the checker              {len(there):6}")
    print(f"run for all of the record         {len(set().union(*claims.values())):6}")
    for name, seen in sorted(posts.items(), key=lambda item: len(item[1])):
        print(f"  for {name:27} {len(seen):6}")
    print(f"run for one claim: median         {statistics.median(sizes):6.0f}")
    print(f"run for one claim: nine in ten    {sizes[len(sizes) * 9 // 10]:6}")
    largest = max(claims, key=lambda name: len(claims[name]))
    print(f"run for one claim: most           {sizes[-1]:6}  {largest}")


if __name__ == "__main__":
    main()
