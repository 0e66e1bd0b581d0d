"""JUnit XML: one test case a claim, one suite a file, as test dashboards read it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from itertools import groupby
from typing import Any
from xml.etree import ElementTree as ET

from thence.outputs.findings import finding
from thence.stated import as_text
from thence.verdict import Grade

#: Characters that XML 1.0 has no way to write.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(record: Mapping[str, Any], known: Set[str] = frozenset()) -> str:
    """The record as a JUnit report; claims in ``known`` count as skipped."""
    suites = ET.Element("testsuites", name="thence")
    for file, group in groupby(record["claims"], key=lambda claim: claim["source"]["file"]):
        claims = list(group)
        cases = [_case(claim, known) for claim in claims]
        counted = {kind: sum(case.find(kind) is not None for case in cases) for kind in _KINDS}
        suite = ET.SubElement(
            suites,
            "testsuite",
            name=_clean(file),
            tests=str(len(cases)),
            failures=str(counted["failure"]),
            errors=str(counted["error"]),
            skipped=str(counted["skipped"]),
            time=_seconds(claims),
        )
        suite.extend(cases)
    for name in ("tests", "failures", "errors", "skipped"):
        suites.set(name, str(sum(int(suite.get(name, "0")) for suite in suites)))
    suites.set("time", _seconds(record["claims"]))
    ET.indent(suites)
    return ET.tostring(suites, encoding="unicode", xml_declaration=True) + "\n"


_KINDS = ("failure", "error", "skipped")


def _case(claim: Mapping[str, Any], known: Set[str]) -> ET.Element:
    source = claim["source"]
    case = ET.Element(
        "testcase",
        classname=_clean(claim["id"].partition(".")[0]),
        name=_clean(claim["id"]),
        file=_clean(source["file"]),
        line=str(source["line"]),
        time=_seconds([claim]),
    )
    properties = ET.SubElement(case, "properties")
    for name in ("kind", "grade"):
        ET.SubElement(properties, "property", name=name, value=claim[name])
    if claim["meets"]:
        return case
    found = finding(claim, known)
    kind = "error" if claim["grade"] == Grade.ERROR else "failure"
    if claim["id"] in known:
        kind = "skipped"
    ET.SubElement(case, kind, type=found.reason, message=_clean(found.text)).text = _clean(
        "\n".join(_lines(claim))
    )
    return case


def _lines(claim: Mapping[str, Any]) -> Sequence[str]:
    """The statements of a claim and every finding about them."""
    lines = [e["text"] for e in claim["evidence"]]
    for statement in claim["statements"]:
        lines.append(as_text(statement))
        lines += [f"  {e['method']}: {e['text']}" for e in statement["evidence"]]
    return lines


def _seconds(claims: Sequence[Mapping[str, Any]]) -> str:
    return f"{sum(claim['seconds'] for claim in claims):.3f}"


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("�", text)
