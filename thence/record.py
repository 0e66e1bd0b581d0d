"""The record: one JSON document with everything that the reports show.

It is written in two ways at once.  While claims are being decided every entry is appended to a
journal, ``RECORD.partial``, so that a run which is killed loses nothing; at the end the record is
written whole, in the order in which the claims were read, and the journal goes.
"""

from __future__ import annotations

import json
import platform
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import IO, Any

from thence import __version__
from thence.cache import library_versions, write_atomically
from thence.claim import MEASURED_KINDS, REMARK
from thence.errors import InputError
from thence.verdict import Grade

SCHEMA = "thence.record/1"

#: The kind of an entry whose claim could not be read.
UNREAD = "unread"

#: What a claim needs that states no expectation, unless ``--require`` says otherwise.
DEFAULT_REQUIRED = Grade.SYMBOLIC


def meets(entry: Mapping[str, Any], required: Grade = DEFAULT_REQUIRED) -> bool:
    """Whether the grade is the expected one, or good enough where none is expected.

    Exact kinds need ``required`` or better; kinds that are measured by nature need ``measured`` or
    ``required``, whichever is weaker; a remark needs what it expects.  A vacuous check and an
    error never meet anything.
    """
    grade = Grade(entry["grade"])
    if grade is Grade.ERROR or entry["vacuous"]:
        return False
    if entry["kind"] == REMARK:
        return bool(grade == (entry["expect"] or Grade.UNDECIDED))
    if entry["expect"]:
        return bool(grade == entry["expect"])
    bar = required.rank
    if entry["kind"] in MEASURED_KINDS:
        bar = max(bar, Grade.MEASURED.rank)
    return grade.rank <= bar


def unread_entry(error: InputError, file: str, line: int, name: str) -> dict[str, Any]:
    """The entry of a claim that could not be read."""
    text = f"{error.where}: {error.what}" if error.where else error.what
    return {
        "id": name,
        "kind": UNREAD,
        "source": {"where": "", "says": "", "file": file, "line": line},
        "expect": None,
        "note": "",
        "lemma": "",
        "grade": str(Grade.ERROR),
        "meets": False,
        "seconds": 0.0,
        "evidence": [{"method": "reader", "text": text, "data": {"hint": error.hint}}],
        "assumed": [],
        "vacuous": False,
        "counterexample": None,
        "statements": [],
    }


class Recorder:
    """Collects the entries of a run, journals each at once, and writes the record.

    Without a ``path`` nothing is written.
    """

    def __init__(
        self,
        path: Path | None,
        *,
        seed: int,
        seconds: float,
        memory_mb: int,
        required: Grade = DEFAULT_REQUIRED,
    ) -> None:
        self.path = path
        self.required = required
        self._head: dict[str, Any] = {
            "schema": SCHEMA,
            "thence": __version__,
            "versions": {"python": platform.python_version(), **library_versions()},
            "seed": seed,
            "budget": {"seconds": float(seconds), "memory_mb": memory_mb},
        }
        self._derivations: list[dict[str, Any]] = []
        self._entries: dict[int, dict[str, Any]] = {}
        self._journal: IO[str] | None = None

    def derivation(self, header: dict[str, Any]) -> None:
        """Add the entry of a file."""
        self._derivations.append(header)
        self._log({"derivation": header})

    def add(self, index: int, entry: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Add what was found about the claim in place ``index``; returns the whole entry."""
        whole = {**entry, "seconds": round(seconds, 3)}
        whole["meets"] = meets(whole, self.required)
        self._entries[index] = whole
        self._log({"index": index, "claim": whole})
        return whole

    def finish(self, unfinished: Iterable[str] = ()) -> dict[str, Any]:
        """Write the record, drop the journal, and return the record.

        ``unfinished``: the ids that an interrupted run did not come to.
        """
        claims = [self._entries[index] for index in sorted(self._entries)]
        record = _assemble(self._head, self._derivations, claims)
        if left := list(unfinished):
            record["unfinished"] = left
        if self.path is not None:
            write_atomically(self.path, to_json(record))
        if self._journal is not None:
            self._journal.close()
            Path(self._journal.name).unlink(missing_ok=True)
        return record

    def _log(self, line: dict[str, Any]) -> None:
        if self.path is None:
            return
        if self._journal is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            partial = self.path.with_name(self.path.name + ".partial")
            self._journal = partial.open("w", encoding="utf-8")
            self._journal.write(json.dumps(self._head) + "\n")
        self._journal.write(json.dumps(line) + "\n")
        self._journal.flush()


def _assemble(
    head: dict[str, Any], derivations: list[dict[str, Any]], claims: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        **head,
        "derivations": derivations,
        "claims": claims,
        "counts": counts(claims),
        "ledger": ledger(head["versions"], derivations, claims),
    }


def counts(claims: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """How many claims have each grade, best grade first, those of none left out."""
    found = Counter(claim["grade"] for claim in claims)
    return {str(grade): found[grade] for grade in Grade if found[grade]}


def ledger(
    versions: Mapping[str, str],
    derivations: Iterable[Mapping[str, Any]],
    claims: Iterable[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """Everything taken on trust, and by whom: lemmas, assumptions, libraries."""
    used: dict[tuple[str, str], list[str]] = {}

    def note(kind: str, item: str, user: str) -> None:
        users = used.setdefault((kind, item), [])
        if user not in users:
            users.append(user)

    for derivation in derivations:
        for text in derivation["assumptions"]:
            note("assumption", text, derivation["slug"])
    for claim in claims:
        for text in claim["assumed"]:
            note("lemma", text, claim["id"])
        for statement in claim["statements"]:
            for text in statement["assumed"]:
                note("lemma", text, claim["id"])
            for library in _libraries(statement):
                note("library", f"{library} {versions[library]}", claim["id"])
        if claim["grade"] == Grade.MEASURED:
            note("library", f"numpy {versions['numpy']}", claim["id"])
    order = ("lemma", "assumption", "library")
    rows = sorted(used.items(), key=lambda row: (order.index(row[0][0]), row[0][1]))
    return [{"item": item, "kind": kind, "used_by": users} for (kind, item), users in rows]


def _libraries(statement: Mapping[str, Any]) -> tuple[str, ...]:
    """The libraries that the grade of a statement rests on."""
    if statement["certificate"] is not None:
        return ("python-flint",)
    rest_on: dict[str, tuple[str, ...]] = {
        Grade.SYMBOLIC: ("sympy", "mpmath", "torch"),
        Grade.NUMERIC: ("mpmath", "torch"),
        Grade.MEASURED: ("numpy",),
    }
    return rest_on.get(statement["grade"], ())


def to_json(record: Mapping[str, Any]) -> str:
    """The record as text; figures that JSON has no word for are an error."""
    return json.dumps(record, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def schema() -> dict[str, Any]:
    """The JSON Schema of the record (draft 2020-12)."""
    text = resources.files("thence").joinpath("record.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def read_record(path: Path) -> dict[str, Any]:
    """Read a record, or the journal of a run that was cut short.

    :class:`InputError` when it is not there or is not one.
    """
    place = str(path)
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        hint = "Make one: thence verify, or name it with --record."
        raise InputError(f"no record: {error.strerror}.", place, hint) from None
    except UnicodeDecodeError:
        raise InputError("not a record: it is not UTF-8.", place, "Run thence verify.") from None
    try:
        record = _from_journal(text) if path.suffix == ".partial" else json.loads(text)
    except (ValueError, KeyError, RecursionError):
        raise InputError("not a record: it is not JSON.", place, "Run thence verify.") from None
    if not isinstance(record, dict) or record.get("schema") != SCHEMA:
        raise InputError(f"not a record of schema {SCHEMA}.", place, "Run thence verify again.")
    return record


def _from_journal(text: str) -> dict[str, Any]:
    """The record of the whole lines of a journal; the last may have been cut off."""
    lines = text.split("\n")
    head = json.loads(lines[0])
    derivations, entries = [], {}
    for line in lines[1:-1]:
        row = json.loads(line)
        if "derivation" in row:
            derivations.append(row["derivation"])
        else:
            entries[row["index"]] = row["claim"]
    return _assemble(head, derivations, [entries[index] for index in sorted(entries)])


def differences(a: Any, b: Any, place: str = "") -> Iterator[str]:
    """Where two records differ, times aside.

    >>> list(differences({"seconds": 1, "x": [1, 2]}, {"seconds": 2, "x": [1, 3]}))
    ['x[1]: 2, 3']
    """
    if isinstance(a, dict) and isinstance(b, dict):
        for key in dict.fromkeys((*a, *b)):
            if key != "seconds":
                inner = f"{place}.{key}" if place else key
                yield from differences(a.get(key), b.get(key), inner)
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for k, pair in enumerate(zip(a, b, strict=True)):
            yield from differences(*pair, f"{place}[{k}]")
    elif a != b:
        shown = (json.dumps(side, ensure_ascii=False)[:200] for side in (a, b))
        yield f"{place}: {', '.join(shown)}"


def find_claim(record: Mapping[str, Any], name: str, where: str) -> dict[str, Any]:
    """The entry of a claim; :class:`InputError` names the ids that come close."""
    entries: dict[str, dict[str, Any]] = {claim["id"]: claim for claim in record["claims"]}
    if name in entries:
        return entries[name]
    raise InputError(f"no claim {name}.", where, did_you_mean(name, entries))


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """A hint with the names that come close."""
    from difflib import get_close_matches

    known = list(names)
    close = get_close_matches(name, known, n=3) or [n for n in known if name in n][:3]
    return f"Did you mean {' or '.join(close)}?" if close else "thence list shows the ids."
