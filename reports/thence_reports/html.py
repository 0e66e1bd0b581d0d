"""The HTML report: one page a derivation and an index, a view of the record alone.

Pages stand by themselves: nothing is fetched, and nothing but search and filter needs a script.
Whatever a record says is escaped; the only markup that is put in is what this package made itself.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from thence.mathml import conditions_mathml, form_mathml, statement_mathml
from thence.stated import as_text
from thence_reports import drawings, plots, view
from thence_reports.mathml import mathml
from thence_reports.plots import Drawing
from thence_reports.texmath import same

#: The one script: search, filter, and what has to be unfolded. It is allowed by its hash alone.
SCRIPT = resources.files("thence_reports").joinpath("templates/page.js").read_text("utf-8")
_STYLE = resources.files("thence_reports").joinpath("templates/page.css").read_text("utf-8")


def write(record: dict[str, Any], out_dir: Path) -> list[Path]:
    """Write ``index.html`` and a page for each derivation; returns the files.

    The same record gives the same files, byte for byte.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    environment = _environment()
    parts = view.derivations_of(record)
    names = view.file_names([{"slug": "index"}, *(derivation for derivation, _ in parts)])
    pages = [
        _Page(record, derivation, claims, f"{name}.html").context()
        for name, (derivation, claims) in zip(names[1:], parts, strict=True)
    ]
    common = {
        "run": view.run(record),
        "script": Markup(SCRIPT),
        "style": Markup(_STYLE),
        "script_hash": base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode(),
    }
    contexts = [("index", _index(record, pages)), *(("derivation", page) for page in pages)]
    written = []
    for name, (template, context) in zip(names, contexts, strict=True):
        path = out_dir / f"{name}.html"
        text = environment.get_template(f"{template}.html.j2").render(common | context)
        path.write_text(text, encoding="utf-8", newline="\n")
        written.append(path)
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
    return view.seen(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _index(record: Mapping[str, Any], pages: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the front page shows."""
    claims = record["claims"]
    return {
        "title": "Checked derivations",
        "outcome": view.outcome(claims),
        "total": len(claims),
        "counts": view.counts(claims),
        "pages": pages,
        "ledger": record["ledger"],
    }


class _Page:
    """The page of a derivation."""

    def __init__(
        self,
        record: Mapping[str, Any],
        derivation: Mapping[str, Any],
        claims: list[dict[str, Any]],
        file: str,
    ) -> None:
        self.record, self.derivation, self.claims, self.file = record, derivation, claims, file
        self.figures = 0

    def context(self) -> dict[str, Any]:
        """Everything that the templates show of it."""
        derivation, claims = self.derivation, self.claims
        steps = [self.step(claim, number) for number, claim in enumerate(claims, 1)]
        counts = view.counts(claims)
        return {
            "page": quote(self.file),
            "title": derivation["title"] or derivation["slug"],
            "original": derivation["title_original"],
            "language": view.language(derivation["title_original"]),
            "url": derivation["url"],
            "link": re.match(r"https?://", derivation["url"]) is not None,
            "date": derivation["date"],
            "file": derivation["file"],
            "outcome": view.outcome(claims),
            "total": len(claims),
            "counts": counts,
            "short": [step for step in steps if not step["meets"]],
            "errata": [step for step in steps if step["wrong"]],
            "alarms": [step for step in steps if step["alarms"]],
            "assumptions": derivation["assumptions"],
            "ledger": view.ledger(self.record, derivation, claims),
            "symbols": [(n, s["domain"], s["says"]) for n, s in derivation["symbols"].items()],
            "steps": steps,
        }

    def step(self, claim: Mapping[str, Any], number: int) -> dict[str, Any]:
        """One claim."""
        source, statements = claim["source"], claim["statements"]
        says = source["says"]
        shown = [_statement(statement) for statement in statements]
        drawn = drawings.of_step(claim)
        once = len(shown) == 1 and same(says, statements[0]["latex"])
        return {
            "number": number,
            "anchor": quote(claim["id"]),
            "id": claim["id"],
            "kind": claim["kind"],
            "where": source["where"],
            "line": f"{source['file']}:{source['line']}" if source["line"] else "",
            "printed": None if once or not says else mathml(says) or _code(says),
            "grade": view.shown_grade(claim),
            "wrong": claim["grade"] in view.WRONG,
            "expect": claim["expect"] if claim["kind"] != view.REMARK else None,
            "meets": claim["meets"],
            "vacuous": claim["vacuous"],
            "alarms": list(view.alarms(claim)),
            "form": _form(claim),
            "statements": shown,
            "graded": len({statement["grade"] for statement in statements}) > 1,
            "figures": [self.figure(drawing) for drawing in drawn],
            "counterexample": view.counterexample(claim["counterexample"]),
            "method": view.method(claim),
            "findings": _findings(claim["evidence"]),
            "assumed": claim["assumed"],
            "lemma": claim["lemma"],
            "note": view.note(claim),
        }

    def figure(self, drawing: Drawing) -> dict[str, Any]:
        """A drawing as SVG, with ids of its own, and what it shows."""
        self.figures += 1
        return {
            "svg": plots.svg(drawing, f"{self.file} {self.figures}"),
            "caption": drawing.caption,
        }


def _form(claim: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a claim says that is taken apart into statements."""
    form = view.form_of(claim)
    if form is None:
        return None
    conditions = [Markup(part) for part in conditions_mathml(form.quantified)]
    return {"formula": Markup(form_mathml(form)), "conditions": conditions}


def _statement(statement: Mapping[str, Any]) -> dict[str, Any]:
    """A statement in MathML, or as it is typed where it cannot be read."""
    read = view.statement_of(statement)
    if read is not None:
        formula = Markup(statement_mathml(read))
        conditions = [Markup(part) for part in conditions_mathml(read)]
    else:
        formula = _code(as_text(statement))
        given = [f"{name}: {domain}" for name, domain in statement["given"].items()]
        conditions = [_code(part) for part in [*given, *statement["assuming"]]]
    findings = _findings(statement["evidence"])
    described = any(e["method"] == "certificate" for e in statement["evidence"])
    if statement["certificate"] is not None and not described:
        findings.append(("certificate", view.certificate_kind(statement["certificate"])))
    if statement["assumed"]:
        findings.append(("taken on trust", "; ".join(statement["assumed"])))
    return {
        "grade": statement["grade"],
        "formula": formula,
        "conditions": conditions,
        "findings": findings,
    }


def _code(text: str) -> Markup:
    return Markup("<code>{}</code>").format(_shown(text))


def _findings(evidence: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Who found what; what is drawn is not told."""
    shown = [e for e in evidence if e["method"] not in view.UNSHOWN]
    return [(view.finder(e), view.sentence(e)) for e in shown]
