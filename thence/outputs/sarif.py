"""SARIF 2.1.0, the format of static analysers: every finding at its file and line.

Fields are those of section 3 of the OASIS standard of 2020-03-27.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Set
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from thence.outputs.findings import REASONS, Finding, findings

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_RULES = list(REASONS)


def sarif(record: Mapping[str, Any], known: Set[str] = frozenset()) -> str:
    """The claims that fall short as a SARIF log; those in ``known`` are suppressed."""
    run = {
        "tool": {"driver": _driver(record)},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "where thence was run"}}},
        "results": [_result(found, known) for found in findings(record, known)],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _driver(record: Mapping[str, Any]) -> dict[str, Any]:
    rules = [
        {"id": f"thence/{name}", "name": name.title().replace("-", ""), **_described(text)}
        for name, text in REASONS.items()
    ]
    return {"name": "thence", "version": record["thence"], "rules": rules}


def _described(text: str) -> dict[str, Any]:
    return {key: {"text": text} for key in ("shortDescription", "fullDescription", "help")}


def _result(found: Finding, known: Set[str]) -> dict[str, Any]:
    fingerprint = hashlib.sha256(f"{found.claim}\0{found.reason}".encode()).hexdigest()
    result: dict[str, Any] = {
        "ruleId": f"thence/{found.reason}",
        "ruleIndex": _RULES.index(found.reason),
        "level": str(found.level),
        "message": {"text": found.text},
        "locations": [_location(found)],
        "partialFingerprints": {"thenceClaim/v1": fingerprint},
    }
    if found.claim in known:
        result["suppressions"] = [{"kind": "external", "justification": "in the baseline"}]
    return result


def _location(found: Finding) -> dict[str, Any]:
    path = PurePath(found.file or ".")  # a result without a place is turned away by GitHub
    artifact = (
        {"uri": path.as_uri()}
        if path.is_absolute()
        else {"uri": quote(path.as_posix()), "uriBaseId": "%SRCROOT%"}
    )
    region = {"region": {"startLine": found.line}} if found.line else {}
    logical = [{"fullyQualifiedName": found.claim, "kind": "member"}]
    return {
        "physicalLocation": {"artifactLocation": artifact, **region},
        "logicalLocations": logical,
    }
