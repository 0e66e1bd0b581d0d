"""What of a record belongs to a derivation, and how its figures read: shared by all reports."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from thence.account import elsewhere
from thence.errors import InputError
from thence.form import Form
from thence.statement import Statement, read_statement

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
#: What stands in place of a grade for what is listed and not checked.
OUT_OF_SCOPE = "out of scope"
_SKIPPED = "Listed, and not checked: no computation here can decide it."
#: Grades that say that something is wrong with the source.
WRONG = ("refuted", "ill-posed")

#: Findings that are shown in a place of their own.
UNSHOWN = frozenset({"curves", "series", "out-of-scope"})
_SCALARS = (str, int, float)
#: Fields of a finding that are shown in a place of their own.
_ELSEWHERE = frozenset(
    {"value", "low", "high", "unit", "control", "hint", "lhs", "rhs", "text", "limit"}
)
#: Characters that change the direction or are not seen.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
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


def shown_grade(claim: Mapping[str, Any]) -> str:
    """The grade, or that the claim is out of scope."""
    return OUT_OF_SCOPE if claim["kind"] == REMARK else str(claim["grade"])


def counts(claims: Iterable[Mapping[str, Any]]) -> list[tuple[str, int, str]]:
    """Grades with the number of claims that have them and what they mean, best grade first."""
    found = Counter(shown_grade(claim) for claim in claims)
    meanings = GRADES | {OUT_OF_SCOPE: _SKIPPED}
    return [(grade, found[grade], meanings[grade]) for grade in meanings if found[grade]]


def run(record: Mapping[str, Any]) -> str:
    """How the record was made: version, seed, budget, libraries."""
    budget = record["budget"]
    libraries = ", ".join(f"{name} {version}" for name, version in record["versions"].items())
    return (
        f"thence {record['thence']}, seed {record['seed']}; {budget['seconds']:g} s and "
        f"{budget['memory_mb']} MB for each step. {libraries}."
    )


def outcome(claims: Sequence[Mapping[str, Any]]) -> str:
    """In one sentence: does everything hold that has to."""
    short = sum(not claim["meets"] for claim in claims)
    wrong = sum(claim["grade"] in WRONG for claim in claims)
    if not claims:
        return "There are no steps."
    total = f"{_many(len(claims), 'step')}"
    if short:
        return f"{total}; {short} short of the support that they need."
    errata = f"; {wrong} of them {'does' if wrong == 1 else 'do'} not hold, as expected"
    return f"{total}{errata if wrong else ''}. Each is as well supported as it has to be."


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def ledger(
    record: Mapping[str, Any], derivation: Mapping[str, Any], claims: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The rows of the ledger that a derivation uses, with those of its claims that do."""
    ids = {claim["id"] for claim in claims} | {derivation["slug"]}
    rows = [
        row | {"used_by": [user for user in row["used_by"] if user in ids]}
        for row in record["ledger"]
        # What the derivation assumes as a whole is listed before the table.
        if row["kind"] != "assumption"
    ]
    return [row for row in rows if row["used_by"]]


def statement_of(statement: Mapping[str, Any]) -> Statement | None:
    """The statement read from its text in the record, or None where that is not possible."""
    try:
        return read_statement(
            statement["given"],
            list(statement["assuming"]),
            statement["lhs"],
            statement["rel"],
            "" if statement["rel"] == "defined" else statement["rhs"],
            statement.get("tends", ""),
        )
    except InputError:
        return None


def form_of(claim: Mapping[str, Any]) -> Form | None:
    """What a claim says that is taken apart, or None where it is not or cannot be read."""
    try:
        return Form.from_json(claim["form"]) if "form" in claim else None
    except InputError:
        return None


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
    asked = [data.get(key) for key in ("value", "low", "high")]
    numbers = [v for v in asked if isinstance(v, int | float) and not isinstance(v, bool)]
    if len(numbers) < len(asked):
        return ""
    unit = f" ({data['unit']})" if data.get("unit") else ""
    shown, least, most = _apart(*numbers)
    return f"Measured {shown}{unit}; the claim allows {least} to {most}."


def _apart(*values: float) -> list[str]:
    """Figures with as many digits as it takes to tell them apart, four at the least."""
    for digits in range(4, 17):
        shown = [f"{value:.{digits}g}" for value in values]
        if len(set(shown)) == len(set(values)):
            break
    return shown


def certificate_kind(certificate: Mapping[str, Any]) -> str:
    """What a certificate is and how large."""
    size = len(json.dumps(certificate, separators=(",", ":"), ensure_ascii=False).encode())
    kind = certificate.get("method") or certificate.get("kind") or ""
    return f"{kind + ', ' if isinstance(kind, str) and kind else ''}{size:,} bytes"


def method(claim: Mapping[str, Any]) -> str:
    """How the grade was reached, in one sentence."""
    statements, grade = claim["statements"], claim["grade"]
    if claim["kind"] == REMARK:
        reason = " ".join(e["text"] for e in claim["evidence"]) or claim["note"]
        return f"Not checked. {reason}".strip()
    if grade == "certified":
        rules = sorted({rule for statement in statements for rule in _rules(statement)})
        by = f" by {_listed(rules)}" if rules else ""
        each = f", each of the {len(statements)} lines" if len(statements) > 1 else ""
        return f"Proved{by}{each}; the independent checker accepted the proof."
    measured = next(filter(None, (measurement(e["data"]) for e in claim["evidence"])), "")
    if measured:
        return measured
    found = _METHODS.get(grade, GRADES[grade])
    return " ".join([found, *(f"Elsewhere {text}." for text in elsewhere(claim))])


_METHODS = {
    "symbolic": "Computer algebra reduces it to true, and every numeric check agrees; unproved.",
    "numeric": "No proof was found; it holds at every point that was tried.",
    "undecided": "Neither proved nor refuted inside the budget.",
    "ill-posed": "Not defined at a point of its domain, as the independent checker confirms.",
    "refuted": "False at a point of its domain, as the independent checker confirms.",
    "error": "It could not be read, or ran over its time or memory.",
}


def _rules(statement: Mapping[str, Any]) -> list[str]:
    """The rules that the certificate of a statement uses."""
    found = [e["data"].get("rules") for e in statement["evidence"] if e["method"] == "certificate"]
    return [str(rule) for rules in found if isinstance(rules, list) for rule in rules]


def _listed(words: Sequence[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def seen(text: str) -> str:
    """Text with the characters that are not seen, or turn its direction, shown by number."""
    return _UNSEEN.sub(lambda found: f"[U+{ord(found.group()):04X}]", text)


def language(text: str) -> str:
    """The language tag of a title, where its script gives it away."""
    if re.search("[\u3041-\u30ff]", text):
        return "ja"
    if re.search("[\uac00-\ud7a3]", text):
        return "ko"
    return "zh" if re.search("[\u4e00-\u9fff]", text) else ""


def note(claim: Mapping[str, Any]) -> str:
    """The note, where the method does not say it already."""
    text: str = claim["note"]
    return "" if claim["kind"] == REMARK and text in method(claim) else text


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


def finder(evidence: Mapping[str, Any]) -> str:
    """Who found it, where the finding does not say so itself."""
    found: str = {"assumption": "hidden assumption"}.get(evidence["method"], evidence["method"])
    return "" if evidence["text"].startswith(found) else found


def sentence(evidence: Mapping[str, Any]) -> str:
    """What a finding says and how far it goes, in one sentence."""
    data = evidence["data"]
    parts = [evidence["text"], *figures(evidence)]
    if isinstance(data.get("control"), str) and data["control"]:
        parts.append(f"control: {data['control']}")
    text = "; ".join(part for part in parts if part)
    hint = data.get("hint")
    return f"{text.rstrip('.')}. {hint}" if isinstance(hint, str) and hint else text
