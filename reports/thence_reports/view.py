"""What of a record belongs to a derivation, and how its figures read: shared by all reports."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from thence.claim import Statement, read_statement
from thence.errors import InputError

#: The grades, best first, in one sentence each.
GRADES = {
    "kernel": "A proof that the Coq kernel checked again, statement included.",
    "certified": "A proof whose certificate the independent checker accepted.",
    "symbolic": "Computer algebra reduced it to true and every numeric check agrees; "
    "there is no certificate.",
    "measured": "Approximate or statistical by nature; the figure lies in the range it states.",
    "numeric": "No proof was found; high precision and the vectorised backend agree at points.",
    "undecided": "Nothing conclusive inside the budget.",
    "ill-posed": "Somewhere in the stated domain an expression is not defined; the point is given.",
    "refuted": "False: the counterexample lies in the stated domain, and is confirmed.",
    "error": "It could not be read, or ran over its time or memory; this supports nothing.",
}
REMARK = "remark"

_SCALARS = (str, int, float)
#: Fields of a finding that are shown in a place of their own.
_ELSEWHERE = frozenset(
    {"value", "low", "high", "unit", "control", "hint", "lhs", "rhs", "text", "limit"}
)
#: Figures that say how far evidence goes, with the words that they are read with.
_UNITS = {
    "bytes": "{} bytes",
    "points": "{} points",
    "agreed": "{} points agree",
    "digits": "{} digits",
    "bits": "{} bits",
    "seed": "seed {}",
    "boxes": "{} boxes",
    "device": "on {}",
}


def file_names(derivations: list[dict[str, Any]]) -> list[str]:
    """A file name without an ending for each derivation, from its slug; no two are the same."""
    names: list[str] = []
    for derivation in derivations:
        stem = re.sub(r"[^A-Za-z0-9_-]+", "-", derivation["slug"]).strip("-") or "derivation"
        stem = stem[:80]
        number = 2
        name = stem
        while name in names:
            name, number = f"{stem}-{number}", number + 1
        names.append(name)
    return names


def derivations_of(record: Mapping[str, Any]) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each derivation with its claims in order; what belongs to none comes under a last one."""
    derivations = list(record["derivations"])
    claims: list[list[dict[str, Any]]] = [[] for _ in derivations]
    strays: list[dict[str, Any]] = []
    files = {d["file"]: i for i, d in reversed(list(enumerate(derivations)))}
    slugs = {d["slug"]: i for i, d in reversed(list(enumerate(derivations)))}
    for claim in record["claims"]:
        owner = files.get(claim["source"]["file"], slugs.get(claim["id"].partition(".")[0]))
        (strays if owner is None else claims[owner]).append(claim)
    found = list(zip(derivations, claims, strict=True))
    return [*found, (_nameless(), strays)] if strays else found


def _nameless() -> dict[str, Any]:
    texts = dict.fromkeys(("title_original", "url", "date", "file"), "")
    return {"slug": "claims", "title": "Claims", **texts, "assumptions": [], "symbols": {}}


def counts(claims: list[dict[str, Any]]) -> list[tuple[str, int]]:
    """Grades with the number of claims that have them, best grade first."""
    found = Counter(claim["grade"] for claim in claims)
    return [(grade, found[grade]) for grade in GRADES if found[grade]]


def ledger(
    record: Mapping[str, Any], derivation: Mapping[str, Any], claims: list[dict[str, Any]]
) -> list[tuple[str, str, list[str]]]:
    """The rows of the ledger that a derivation uses: item, kind, and who uses it."""
    ids = {claim["id"] for claim in claims} | {derivation["slug"]}
    rows = []
    for row in record["ledger"]:
        users = [user for user in row["used_by"] if user in ids]
        # What the derivation assumes as a whole is listed before the table.
        if users and row["kind"] != "assumption":
            rows.append((row["item"], row["kind"], users))
    return rows


def statement_of(statement: Mapping[str, Any]) -> Statement | None:
    """The statement read from its text in the record, or None where that is not possible."""
    try:
        return read_statement(
            statement["given"],
            list(statement["assuming"]),
            statement["lhs"],
            statement["rel"],
            "" if statement["rel"] == "defined" else statement["rhs"],
        )
    except InputError:
        return None


def plain(statement: Mapping[str, Any]) -> str:
    """The statement in the notation of claim files."""
    if statement["rel"] == "defined":
        return f"{statement['lhs']} is defined"
    return f"{statement['lhs']} {statement['rel']} {statement['rhs']}"


def figures(evidence: Mapping[str, Any]) -> list[str]:
    """The figures of a finding that its text does not give; lists are left to the record."""
    data, found = evidence["data"], []
    said = set(re.findall(r"\w[\w.]*", evidence["text"]))
    for key, value in data.items():
        if isinstance(value, bool) or not isinstance(value, _SCALARS) or value == "":
            continue
        if key in _ELSEWHERE:
            continue
        shown = _number(value)
        if str(value) in said or (key == "outside_domain" and not value):
            continue
        found.append(
            _UNITS[key].format(shown) if key in _UNITS else f"{key} {shown}".replace("_", " ")
        )
    return found


def _number(value: str | int | float) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    return f"{value:,}" if isinstance(value, int) and abs(value) > 9_999 else str(value)


def measurement(data: Mapping[str, Any]) -> str:
    """What was measured and the range that the claim allows, or nothing."""
    value, low, high = (data.get(key) for key in ("value", "low", "high"))
    if not all(isinstance(v, int | float) and not isinstance(v, bool) for v in (value, low, high)):
        return ""
    unit = f" {data['unit']}" if data.get("unit") else ""
    return f"measured {value:.10g}{unit}; the claim allows {low:.10g} to {high:.10g}"


def certificate_kind(certificate: Mapping[str, Any]) -> str:
    """What a certificate is and how large."""
    size = len(json.dumps(certificate, separators=(",", ":"), ensure_ascii=False).encode())
    kind = certificate.get("method") or certificate.get("kind") or ""
    return f"{kind + ', ' if isinstance(kind, str) and kind else ''}{size:,} bytes"


def alarms(claim: Mapping[str, Any]) -> Iterator[str]:
    """Disagreements between methods about a claim."""
    for part in (claim, *claim["statements"]):
        for evidence in part["evidence"]:
            if evidence["method"] == "alarm":
                yield evidence["text"]


def counterexample(found: Mapping[str, Any] | None) -> str:
    """The point, and the value of either side there."""
    if found is None:
        return ""
    if found.get("text"):
        return str(found["text"])
    point = ", ".join(f"{name} = {value}" for name, value in found["point"].items())
    return f"{point}: left side {found['lhs']}, right side {found['rhs']}"


def sentence(evidence: Mapping[str, Any]) -> str:
    """What a finding says and how far it goes, in one sentence."""
    data = evidence["data"]
    parts = [evidence["text"], measurement(data), *figures(evidence)]
    if isinstance(data.get("control"), str) and data["control"]:
        parts.append(f"control: {data['control']}")
    text = "; ".join(part for part in parts if part)
    hint = data.get("hint")
    return f"{text.rstrip('.')}. {hint}" if isinstance(hint, str) and hint else text
