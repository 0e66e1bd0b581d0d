"""A baseline: the claims that fell short when thence was adopted, which are let pass for now.

A claim passes while it is the same and no worse than it was.  Whatever changes in it, or gets
worse, is new.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from thence.cache import write_atomically
from thence.errors import InputError
from thence.stated import stated
from thence.verdict import Grade

SCHEMA = "thence.baseline/1"


def content_hash(claim: Mapping[str, Any]) -> str:
    """A hash of what an entry of the record claims, wherever it stands in its file."""
    said = [list(stated(statement).values()) for statement in claim["statements"]]
    whole = [claim["kind"], claim["lemma"], claim["source"]["says"], said]
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


def write(path: Path, record: Mapping[str, Any]) -> int:
    """Write what falls short in a record; returns how many claims that are."""
    short = {
        claim["id"]: {"grade": claim["grade"], "content": content_hash(claim)}
        for claim in record["claims"]
        if not claim["meets"]
    }
    text = json.dumps({"schema": SCHEMA, "claims": short}, indent=1, ensure_ascii=False)
    write_atomically(path, text + "\n")
    return len(short)


def read(path: Path) -> dict[str, dict[str, str]]:
    """The claims of a baseline by id; :class:`InputError` where it is none."""
    hint = "Write one: thence check FILE --write-baseline BASELINE."
    try:
        found = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InputError(f"no baseline: {error.strerror}.", str(path), hint) from None
    except (ValueError, RecursionError):
        raise InputError("not a baseline: it is not JSON.", str(path), hint) from None
    claims = found.get("claims") if isinstance(found, dict) else None
    if not isinstance(claims, dict) or found.get("schema") != SCHEMA:
        raise InputError(f"not a baseline of schema {SCHEMA}.", str(path), hint)
    for name, entry in claims.items():
        grade = entry.get("grade") if isinstance(entry, dict) else None
        if grade not in list(Grade) or not isinstance(entry.get("content"), str):
            raise InputError(f"the entry of {name} has no grade or content.", str(path), hint)
    return claims


def known(record: Mapping[str, Any], baseline: Mapping[str, Mapping[str, str]]) -> frozenset[str]:
    """The ids of the claims that fall short and did so before, at least as badly."""
    found = set()
    for claim in record["claims"]:
        before = baseline.get(claim["id"])
        if claim["meets"] or before is None or before["content"] != content_hash(claim):
            continue
        if Grade(claim["grade"]).rank <= Grade(before["grade"]).rank:
            found.add(claim["id"])
    return frozenset(found)
