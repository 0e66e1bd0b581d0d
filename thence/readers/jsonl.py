"""Claim files: one JSON object a line, from programs that nobody has to trust.

The text is bounded before it is parsed and read by :mod:`thence.parser`; nothing in it is ever
executed.  Fields: ``id given lhs rel rhs``, and optionally ``assuming tends kind expect note
source``, and those of some kinds: ``solutions``, ``value``, ``sequence``.
Other fields are left alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from thence.claim import KINDS, REMARK, Claim, Source, default_kind
from thence.errors import InputError, ReadError
from thence.feasible import check_feasible
from thence.forms import cases, shapes, slopes
from thence.forms.reading import taken_apart
from thence.readers.document import BadInput, Document, Ids, bare_header, shown
from thence.runner import Task
from thence.statement import Statement, check_declared, read_statement
from thence.verdict import Grade

#: The longest line that is parsed, in bytes.
MAX_LINE = 1_000_000
MAX_ID = 200
MAX_SYMBOLS = 64
MAX_HYPOTHESES = 64

_SHAPE = '{"id": "my.claim", "given": {"x": "real"}, "assuming": [], "lhs": "x", ...}'
_TYPES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "id": (lambda v: isinstance(v, str), '"my.claim"'),
    "given": (
        lambda v: isinstance(v, dict) and all(isinstance(d, str) for d in v.values()),
        '{"x": "real"}',
    ),
    "assuming": (
        lambda v: isinstance(v, list) and all(isinstance(h, str) for h in v),
        '["x != 0"]',
    ),
    "lhs": (lambda v: isinstance(v, str), '"x**2"'),
    "rel": (lambda v: isinstance(v, str), '">="'),
    "rhs": (lambda v: isinstance(v, str), '"0"'),
    "tends": (lambda v: isinstance(v, str), '"x -> oo"'),
    "solutions": (
        lambda v: isinstance(v, list) and all(isinstance(p, str) for p in v),
        '["x = 0", "x = 3"]',
    ),
    "value": (lambda v: isinstance(v, str), '"-1"'),
    "sequence": (
        lambda v: isinstance(v, dict) and all(isinstance(t, str) for t in v.values()),
        '{"a[0]": "1", "a[n+1]": "2*a[n] + 1"}',
    ),
    "kind": (lambda v: isinstance(v, str), '"identity"'),
    "expect": (lambda v: v is None or isinstance(v, str), '"refuted"'),
    "note": (lambda v: isinstance(v, str), '"why the step is here"'),
    "source": (
        lambda v: (
            isinstance(v, str)
            or (isinstance(v, dict) and all(isinstance(t, str) for t in v.values()))
        ),
        '"E3" or {"where": "E3", "says": "x^2 \\\\ge 0"}',
    ),
}
REQUIRED = ("id", "given", "lhs", "rel", "rhs")


def document(path: Path, ids: Ids) -> Document:
    """The claims of a file, read as they are asked for."""
    return Document(bare_header(path), _items(path, ids))


def _items(path: Path, ids: Ids) -> Iterator[Task | BadInput]:
    file = shown(path)
    try:
        with path.open("rb") as stream:
            for number, line in enumerate(_lines(stream), 1):
                if line.strip():
                    yield _item(line, file, number, ids)
    except OSError as error:
        yield BadInput(InputError(f"cannot be read: {error.strerror}.", file), file)


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    """The lines of a file, each cut off just past the bound, however long it is."""
    while line := stream.readline(MAX_LINE + 1):
        rest = line
        while not rest.endswith(b"\n") and (rest := stream.readline(MAX_LINE)):
            pass
        yield line


def _item(line: bytes, file: str, number: int, ids: Ids) -> Task | BadInput:
    place, name, own = f"{file}:{number}", "", ""
    try:
        row = _object(line)
        if _is_id(row.get("id")):
            name = row["id"]
            ids.claim(name, place)
            own = name
        _check_fields(row)
        return Task(_claim(row, file, number))
    except InputError as error:
        return BadInput(error.at(f"{place}, claim {name}" if name else place), file, number, own)


def _is_id(value: object) -> bool:
    if not isinstance(value, str) or not 0 < len(value) <= MAX_ID:
        return False
    return value.isprintable() and " " not in value


def _object(line: bytes) -> dict[str, Any]:
    if len(line) > MAX_LINE:
        raise ReadError(
            f"the line is longer than {MAX_LINE} bytes.", hint="Split the claim into smaller steps."
        )
    try:
        text = line.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise ReadError(
            f"byte {error.start + 1} of the line (0x{line[error.start]:02x}) is not UTF-8.",
            hint="Save the file as UTF-8.",
        ) from None
    try:
        row = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_twins)
    except json.JSONDecodeError as error:
        raise ReadError(
            f"not JSON: {error.msg}.", f"column {error.colno}", f"One object a line: {_SHAPE}"
        ) from None
    except RecursionError:
        raise ReadError("JSON nested too deeply.", hint=f"A claim is flat: {_SHAPE}") from None
    except ReadError:
        raise
    except ValueError:
        # Python refuses to convert integers of more than some thousand digits.
        raise ReadError("a number is too long.", hint="Write numbers inside strings.") from None
    if not isinstance(row, dict):
        raise ReadError("the line is not a JSON object.", hint=f"Such as {_SHAPE}")
    return row


def _no_constant(name: str) -> None:
    raise ReadError(f"{name} is not JSON.", hint="Leave the field out, or write a string.")


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs):
        names = [name for name, _ in pairs]
        twin = next(name for name in names if names.count(name) > 1)
        raise ReadError(f"the field {twin!r} stands twice in one object.", hint="Keep one.")
    return row


def _check_fields(row: dict[str, Any]) -> None:
    """Every field that is needed, of the right type; :class:`ReadError` names all that lack."""
    remark = row.get("kind") == REMARK
    needed = ("id",) if remark else REQUIRED
    missing = [name for name in needed if name not in row]
    if row.get("rel") == "defined" and "rhs" in missing:
        missing.remove("rhs")
    if missing:
        plural = "s" if len(missing) > 1 else ""
        raise ReadError(f"missing field{plural} {', '.join(missing)}.", hint=f"Such as {_SHAPE}")
    for name, (right, example) in _TYPES.items():
        if name in row and not right(row[name]):
            got = json.dumps(row[name])[:40]
            raise ReadError(f"{name} has the wrong type: {got}.", hint=f"Such as {example}.")
    _check_values(row)


def _check_values(row: dict[str, Any]) -> None:
    if not _is_id(row["id"]):
        raise ReadError(
            f"{row['id'][:40]!r} is not an id.",
            hint=f"1 to {MAX_ID} printable characters without spaces, such as post.step.",
        )
    if row.get("kind") not in (None, *KINDS):
        raise ReadError(f"unknown kind {row['kind'][:40]!r}.", hint=f"One of {', '.join(KINDS)}.")
    if row.get("expect") not in (None, *Grade):
        grades = ", ".join(Grade)
        raise ReadError(
            f"unknown grade {row['expect'][:40]!r} in expect.", hint=f"One of {grades}."
        )
    bounded = (("given", MAX_SYMBOLS), ("assuming", MAX_HYPOTHESES), ("solutions", MAX_SYMBOLS))
    for field, most in bounded:
        if len(row.get(field, ())) > most:
            raise ReadError(f"more than {most} entries in {field}.", hint="Split the claim.")


def _claim(row: dict[str, Any], file: str, line: int) -> Claim:
    said = row.get("source", {})
    place = {"where": said} if isinstance(said, str) else said
    source = Source(place.get("where", ""), place.get("says", ""), file, line)
    name, note, expect = row["id"], row.get("note", ""), row.get("expect")
    if row.get("kind") == REMARK:
        return Claim(name, REMARK, (), source, expect or Grade.UNDECIDED.value, note)
    try:
        taken = taken_apart(row)
        if taken is not None:
            kind, parts = taken
            claim = parts.claimed(Claim(name, row.get("kind") or kind, (), source, expect, note))
            check_feasible(parts.form.quantified)
        else:
            statement = _statement(row)
            kind = row.get("kind") or default_kind(statement)
            claim = Claim(name, kind, (statement,), source, expect, note)
        claim = slopes.taken_apart(cases.taken_apart(shapes.taken_apart(claim)))
        claim.key()
    except RecursionError:
        raise ReadError(
            "an expression is nested too deeply, or a sum is too long.",
            hint="Split the claim into smaller steps.",
        ) from None
    return claim


def _statement(row: dict[str, Any]) -> Statement:
    statement = read_statement(
        row["given"],
        row.get("assuming", []),
        row["lhs"],
        row["rel"],
        row.get("rhs", ""),
        row.get("tends", ""),
    )
    check_declared(statement)
    check_feasible(statement)
    return statement
