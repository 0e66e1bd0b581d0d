"""What changed between two records, in Markdown, for a pull request.

Whatever a record says stands in code spans, where it is text: no link, no tag, no mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from thence.stated import as_text, stated
from thence_reports import view

#: What of a claim says what is claimed, beside its statements.
_CLAIMED = ("kind", "expect", "lemma")


def markdown(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """The changes from one record to another."""
    before = {claim["id"]: claim for claim in old["claims"]}
    now = {claim["id"]: claim for claim in new["claims"]}
    both = [(before[name], now[name]) for name in now if name in before]
    fallen = [pair for pair in both if pair[0]["meets"] and not pair[1]["meets"]]
    mended = [pair for pair in both if pair[1]["meets"] and not pair[0]["meets"]]
    graded = [
        pair for pair in both
        if pair[0]["grade"] != pair[1]["grade"] and pair[0]["meets"] == pair[1]["meets"]
    ]  # fmt: skip
    parts = [
        "# What changed between two records",
        _summary(before, now, fallen, mended),
        _counts(old, new),
        _section("Short of what they need now", map(_regraded, fallen)),
        _section("No longer short", map(_regraded, mended)),
        _section("Other grades", map(_regraded, graded)),
        _section("Other statements", (line for pair in both if (line := _restated(*pair)))),
        _section("Other figures", (line for pair in both if (line := _remeasured(*pair)))),
        _section("New", (_listed(now[name]) for name in now if name not in before)),
        _section("Gone", (_listed(before[name]) for name in before if name not in now)),
        _section("Taken on trust", _ledger(old, new)),
        _section("Made with", _setting(old, new)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


_Pairs = list[tuple[dict[str, Any], dict[str, Any]]]


def _summary(
    before: Mapping[str, Any], now: Mapping[str, Any], fallen: _Pairs, mended: _Pairs
) -> str:
    short = sum(not claim["meets"] for claim in now.values())
    return (
        f"{len(before)} steps before, {len(now)} now; {short} short of what they need: "
        f"{len(fallen)} newly so, {len(mended)} no longer."
    )


def _counts(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """The table of grades, where it changed."""
    before, now = (
        {grade: count for grade, count, _ in view.counts(record["claims"])} for record in (old, new)
    )
    if before == now:
        return ""
    rows = [
        f"| {grade} | {before.get(grade, 0)} | {now.get(grade, 0)} | "
        f"{now.get(grade, 0) - before.get(grade, 0):+d} |"
        for grade in (*view.GRADES, view.OUT_OF_SCOPE)
        if grade in before or grade in now
    ]
    return "\n".join(["| grade | before | now | |", "|---|--:|--:|--:|", *rows])


def _section(title: str, lines: Iterable[str]) -> str:
    items = [f"- {line}" for line in lines]
    return "\n".join([f"## {title}", "", *items]) if items else ""


def _regraded(pair: tuple[Mapping[str, Any], Mapping[str, Any]]) -> str:
    """A claim with its grade before and now, and what speaks against it now."""
    before, now = pair
    line = f"{_code(now['id'])}: {_grade(before)} → {_grade(now)}"
    why = view.counterexample(now["counterexample"]) or " ".join(view.alarms(now))
    if not why and now["grade"] in ("error", "undecided"):
        parts = (now, *now["statements"])
        why = next((e["text"] for part in parts for e in part["evidence"]), "")
    return f"{line}; {_code(why)}" if why else line


def _restated(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """Where a claim says something else."""
    changes = [
        f"{key} {_code(before[key] or 'none')} → {_code(now[key] or 'none')}"
        for key in _CLAIMED
        if before[key] != now[key]
    ]
    if [_stated(s) for s in before["statements"]] != [_stated(s) for s in now["statements"]]:
        old, new = ("; ".join(map(_said, c["statements"])) or "nothing" for c in (before, now))
        changes.append(f"{_code(old)} → {_code(new)}")
    return f"{_code(now['id'])}: {', '.join(changes)}" if changes else ""


def _stated(statement: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(stated(statement).values())


def _said(statement: Mapping[str, Any]) -> str:
    """The statement with its domains and hypotheses."""
    given = [f"{name}: {domain}" for name, domain in statement["given"].items()]
    conditions = ", ".join([*given, *statement["assuming"]])
    return f"{as_text(statement)}{' for ' * bool(conditions)}{conditions}"


def _remeasured(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """Where an experiment gives another figure."""
    old, new = (
        next(filter(None, (view.measurement(e["data"]) for e in claim["evidence"])), "")
        for claim in (before, now)
    )
    return f"{_code(now['id'])}: {_code(old)} → {_code(new)}" if old and new and old != new else ""


def _listed(claim: Mapping[str, Any]) -> str:
    return f"{_code(claim['id'])}: {_grade(claim)}{'' if claim['meets'] else ', short'}"


def _grade(claim: Mapping[str, Any]) -> str:
    grade = view.shown_grade(claim)
    return grade if grade in (*view.GRADES, view.OUT_OF_SCOPE) else _code(grade)


def _ledger(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterable[str]:
    """Lemmas and assumptions that came or went; libraries are told with the versions."""
    before, now = (
        {(row["kind"], row["item"]) for row in record["ledger"] if row["kind"] != "library"}
        for record in (old, new)
    )
    yield from (f"now: {_code(kind)} {_code(item)}" for kind, item in sorted(now - before))
    yield from (f"no longer: {_code(kind)} {_code(item)}" for kind, item in sorted(before - now))


def _setting(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterable[str]:
    """Versions, seed and budget that differ."""
    before, now = (
        {"thence": r["thence"], **r["versions"], "seed": r["seed"], **r["budget"]}
        for r in (old, new)
    )
    for name in dict.fromkeys((*before, *now)):
        if before.get(name) != now.get(name):
            values = (_code(str(side.get(name, "none"))) for side in (before, now))
            yield f"{_code(name)}: {' → '.join(values)}"


def _code(text: str) -> str:
    """Any text in a code span, whatever backticks it has, on one line."""
    flat = view.seen(" ".join(text.split()))
    longest = max((len(run) for run in re.findall("`+", flat)), default=0)
    fence, space = "`" * (longest + 1), " " * (not flat or "`" in (flat[0], flat[-1]))
    return f"{fence}{space}{flat}{space}{fence}"
