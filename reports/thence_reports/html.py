"""The HTML report: one page a derivation and an index, a view of the record alone.

Pages stand by themselves: nothing is fetched, and nothing but the search needs a script.  Whatever
a record says is escaped; the only markup that is put in is what this package made itself.
"""

from __future__ import annotations

import base64
import hashlib
import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from thence.mathml import conditions_mathml, statement_mathml
from thence_reports import plots, view

#: The one script: search and filter. It is allowed by its hash; no other may run.
SCRIPT = """
const tools = document.getElementById("tools");
if (tools) {
  const search = document.getElementById("search"), filter = document.getElementById("filter");
  const claims = [...document.querySelectorAll("article")];
  const update = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    for (const claim of claims) {
      const text = claim.textContent.toLowerCase();
      const grade = !filter.value || claim.dataset.grade === filter.value;
      claim.hidden = !(grade && words.every((word) => text.includes(word)));
      shown += !claim.hidden;
    }
    document.getElementById("shown").textContent = `${shown} of ${claims.length}`;
  };
  tools.style.display = "flex";
  search.addEventListener("input", update);
  filter.addEventListener("change", update);
  update();
}
"""
_WIDTH, _HEIGHT, _GAP_HEIGHT, _LEFT = 544, 190, 70, 52
#: Characters that change the direction or are not seen are shown by their number.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def write(record: dict[str, Any], out_dir: Path) -> list[Path]:
    """Write ``index.html`` and a page for each derivation; returns the files.

    The same record gives the same files, byte for byte.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    environment = _environment()
    parts = view.derivations_of(record)
    names = view.file_names([{"slug": "index"}, *(derivation for derivation, _ in parts)])[1:]
    common = {
        "version": record["thence"],
        "seed": record["seed"],
        "script": Markup(SCRIPT),
        "script_hash": base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode(),
    }
    written, rows = [out_dir / "index.html"], []
    page = environment.get_template("derivation.html.j2")
    for name, (derivation, claims) in zip(names, parts, strict=True):
        context = common | _context(record, derivation, claims)
        path = out_dir / f"{name}.html"
        path.write_text(page.render(context), encoding="utf-8", newline="\n")
        written.append(path)
        rows.append(_row(f"{name}.html", derivation, claims))
    index = environment.get_template("index.html.j2")
    context = common | {"title": "Checked derivations", "rows": rows}
    written[0].write_text(index.render(context), encoding="utf-8", newline="\n")
    return written


def _environment() -> Environment:
    return Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
        loader=PackageLoader("thence_reports"),
    )


def _shown(value: Any) -> Any:
    """Text with every character that is not seen replaced by its number."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return _UNSEEN.sub(lambda found: f"[U+{ord(found.group()):04X}]", value)


def _row(
    file: str, derivation: Mapping[str, Any], claims: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    return {
        "file": quote(file),
        "title": derivation["title"] or derivation["slug"],
        "original": derivation["title_original"],
        "total": len(claims),
        "counts": view.counts([dict(c) for c in claims if c["kind"] != view.REMARK]),
        "short": sum(not claim["meets"] for claim in claims),
    }


def _context(
    record: Mapping[str, Any], derivation: Mapping[str, Any], claims: list[dict[str, Any]]
) -> dict[str, Any]:
    shown = [_claim(claim) for claim in claims]
    found = view.counts([claim for claim in claims if claim["kind"] != view.REMARK])
    budget = record["budget"]
    return {
        "title": derivation["title"] or derivation["slug"],
        "original": derivation["title_original"],
        "url": derivation["url"],
        "link": re.match(r"https?://", derivation["url"]) is not None,
        "date": derivation["date"],
        "file": derivation["file"],
        "budget": f"{budget['seconds']:g} s and {budget['memory_mb']} MB",
        "counts": [(grade, count, view.GRADES[grade]) for grade, count in found],
        "short": [claim for claim in shown if not claim["meets"]],
        "assumptions": derivation["assumptions"],
        "ledger": view.ledger(record, derivation, claims),
        "symbols": [(n, s["domain"], s["says"]) for n, s in derivation["symbols"].items()],
        "claims": shown,
        "remarks": [claim for claim in shown if claim["remark"]],
        "versions": list(record["versions"].items()),
    }


def _claim(claim: Mapping[str, Any]) -> dict[str, Any]:
    source = claim["source"]
    line = f"{source['file']}:{source['line']}" if source["file"] and source["line"] else ""
    found = claim["counterexample"]
    statements = []
    for statement in claim["statements"]:
        point = found["point"] if found and statement["grade"] == "refuted" else None
        statements.append(_statement(statement) | {"figure": _figure(statement, point)})
    return {
        "anchor": quote(claim["id"]),
        "id": claim["id"],
        "kind": claim["kind"],
        "remark": claim["kind"] == view.REMARK,
        "where": source["where"],
        "line": line,
        "says": source["says"],
        "grade": claim["grade"],
        "expect": claim["expect"],
        "meets": claim["meets"],
        "vacuous": claim["vacuous"],
        "statements": statements,
        "counterexample": view.counterexample(found),
        "findings": [_finding(e) for e in claim["evidence"]],
        "assumed": claim["assumed"],
        "lemma": claim["lemma"],
        "note": claim["note"],
        "reason": " ".join(e["text"] for e in claim["evidence"]) or claim["note"],
    }


def _statement(statement: Mapping[str, Any]) -> dict[str, Any]:
    """A statement in MathML, or as it is typed where it cannot be read."""
    read = view.statement_of(statement)
    if read is not None:
        formula = Markup(statement_mathml(read))
        conditions = [Markup(part) for part in conditions_mathml(read)]
    else:
        formula = _code(view.plain(statement))
        given = [f"{name}: {domain}" for name, domain in statement["given"].items()]
        conditions = [_code(part) for part in [*given, *statement["assuming"]]]
    findings = [_finding(e) for e in statement["evidence"] if e["method"] != "curves"]
    described = any(e["method"] == "certificate" for e in statement["evidence"])
    if statement["certificate"] is not None and not described:
        text = view.certificate_kind(statement["certificate"])
        findings.append({"method": "certificate", "text": text})
    if statement["assumed"]:
        findings.append({"method": "taken on trust", "text": "; ".join(statement["assumed"])})
    return {
        "grade": statement["grade"],
        "formula": formula,
        "conditions": conditions,
        "findings": findings,
    }


def _code(text: str) -> Markup:
    return Markup("<code>{}</code>").format(_shown(text))


def _finding(evidence: Mapping[str, Any]) -> dict[str, str]:
    return {"method": evidence["method"], "text": view.sentence(evidence)}


# Figures


def _figure(statement: Mapping[str, Any], point: Mapping[str, str] | None) -> Markup | None:
    """Both sides, and the gap below them, as an SVG drawing."""
    curves = plots.read_curves(statement)
    if curves is None:
        return None
    gap = tuple(a - b for a, b in zip(curves.lhs, curves.rhs, strict=True))
    place = plots.place_of(curves, point)
    panels = _panel(curves.x, [(curves.lhs, "left", ""), (curves.rhs, "right", "6 4")], 18, _HEIGHT)
    panels += _panel(curves.x, [(gap, "ink", "")], _HEIGHT + 40, _GAP_HEIGHT)
    total = _HEIGHT + _GAP_HEIGHT + 64
    if place is not None:
        at = _scale(place, min(curves.x), max(curves.x), _LEFT, _WIDTH)
        panels += (
            f'<path d="M{at} 18V{total - 22}" stroke="var(--mark)" stroke-dasharray="2 3"/>'
            f'<text x="{at}" y="{total - 8}" text-anchor="middle">counterexample</text>'
        )
    name = escape(_shown(curves.variable))
    ends = f"{name} from {min(curves.x):.4g} to {max(curves.x):.4g}"
    keys = (
        f'<text x="{_LEFT}" y="12">left side (solid), right side (dashed); below: left − right; '
        f"{ends}</text>"
    )
    opening = f'<svg viewBox="0 0 {_WIDTH + 8} {total}" role="img" aria-label="both sides, {ends}">'
    return Markup(f'{opening}<g fill="none" stroke-width="1.6">{panels}</g>{keys}</svg>')


def _panel(
    x: Sequence[float],
    lines: Sequence[tuple[Sequence[float], str, str]],
    top: int,
    height: int,
) -> str:
    """A frame with the least and greatest value, and a line for each side."""
    values = [v for line, _, _ in lines for v in line if math.isfinite(v)]
    low, high = min(values), max(values)
    if not high > low:
        low, high = low - 1, high + 1
    bottom = top + height
    drawn = f'<path d="M{_LEFT} {top}V{bottom}H{_WIDTH}" stroke="var(--line)"/>'
    for text, place in ((f"{high:.3g}", top + 9), (f"{low:.3g}", bottom)):
        drawn += f'<text x="{_LEFT - 6}" y="{place}" text-anchor="end">{text}</text>'
    for line, colour, dash in lines:
        path, pen = "", "M"
        for at, value in zip(x, line, strict=True):
            if not math.isfinite(value):
                pen = "M"
                continue
            across = _scale(at, min(x), max(x), _LEFT, _WIDTH)
            path += f"{pen}{across} {_scale(value, low, high, bottom, top)}"
            pen = "L"
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        drawn += f'<path d="{path}" stroke="var(--{colour})"{dashes}/>'
    return drawn


def _scale(value: float, low: float, high: float, start: float, end: float) -> float:
    share = (value - low) / (high - low) if high > low else 0.5
    return round(start + share * (end - start), 1)
