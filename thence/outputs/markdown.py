"""A summary in Markdown, for the page of a workflow run or a comment on a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from typing import Any

from thence.outputs.findings import Finding, Level, findings

_MARKS = {Level.ERROR: "❌", Level.WARNING: "⚠️", Level.NOTE: "known"}
#: More than this many rows are counted, not listed: summaries have a size limit.
MAX_ROWS = 200


def markdown(record: Mapping[str, Any], known: Set[str] = frozenset()) -> str:
    """What was decided, then a row for each claim that falls short."""
    return "\n".join(_lines(record, known)) + "\n"


def _lines(record: Mapping[str, Any], known: Set[str]) -> Iterator[str]:
    found = list(findings(record, known))
    new = [f for f in found if f.level != Level.NOTE]
    total = len(record["claims"])
    verdict = f"{len(new)} of {total} claims fall short" if new else f"all {total} claims hold"
    yield f"## thence: {verdict}"
    yield ""
    if record["counts"]:
        yield "| " + " | ".join(record["counts"]) + " |"
        yield "|" + "---:|" * len(record["counts"])
        yield "| " + " | ".join(map(str, record["counts"].values())) + " |"
        yield ""
    if found:
        yield "| | claim | place | what was found |"
        yield "|---|---|---|---|"
        yield from map(_row, found[:MAX_ROWS])
        if len(found) > MAX_ROWS:
            yield f"| | and {len(found) - MAX_ROWS} more | | |"


def _row(found: Finding) -> str:
    place = f"{found.file}:{found.line}" if found.line else found.file
    return f"| {_MARKS[found.level]} | {_code(found.claim)} | {_code(place)} | {_cell(found)} |"


def _cell(found: Finding) -> str:
    text = found.text.removeprefix(f"{found.claim}: ")
    return _code(text if len(text) <= 300 else text[:297] + "...")


def _code(text: str) -> str:
    """Text as code in a cell of a table: nothing in it is markup."""
    flat = " ".join(text.split()).replace("|", "\\|")
    longest = max((len(run) for run in re.findall("`+", flat)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest else ""
    return f"{fence}{pad}{flat}{pad}{fence}" if flat else ""
