r"""The LaTeX report: a ``.tex`` file for the suite and one a derivation, views of the record alone.

Whatever a template puts in is escaped, unless it is :class:`thence_reports.tex.Tex`; what a record
calls LaTeX goes through :func:`thence_reports.texmath.mathematics` first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from thence.latex import conditions_latex, form_latex, latex, statement_latex
from thence.notation import take_apart
from thence.stated import as_text
from thence.statement import Statement
from thence_reports import drawings, plots, view
from thence_reports.plots import Drawing
from thence_reports.tex import Tex, code, escape
from thence_reports.texmath import mathematics, same

#: The name of the suite's report.
SUITE = "suite"
#: A library is used by most claims: the record lists them all.
_MOST_USERS = 4


def write(record: dict[str, Any], out_dir: Path) -> list[Path]:
    """Write the suite's report and one for each derivation; returns the .tex files.

    Their figures lie next to them.  The same record gives the same files, byte for byte.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    environment = _environment()
    parts = view.derivations_of(record)
    names = view.file_names([{"slug": SUITE}, *(derivation for derivation, _ in parts)])
    chapters = []
    for number, (name, (derivation, claims)) in enumerate(zip(names[1:], parts, strict=True), 1):
        figures = _Figures(out_dir, name)
        chapters.append(_Chapter(record, derivation, claims, number, figures).context())
    whole = _run(record)
    documents = [
        ("suite", whole | _front(record, chapters)),
        *(("derivation", whole | {"it": chapter}) for chapter in chapters),
    ]
    written = []
    for name, (template, context) in zip(names, documents, strict=True):
        path = out_dir / f"{name}.tex"
        text = environment.get_template(f"{template}.tex.j2").render(context)
        path.write_text(text, encoding="utf-8", newline="\n")
        written.append(path)
    return written


def _environment() -> Environment:
    """Jinja with delimiters that are at home in LaTeX, escaping everything by default."""
    environment = Environment(
        block_start_string=r"\BLOCK{",
        block_end_string="}",
        variable_start_string=r"\VAR{",
        variable_end_string="}",
        comment_start_string=r"\COMMENT{",
        comment_end_string="}",
        trim_blocks=True,
        lstrip_blocks=False,
        keep_trailing_newline=True,
        autoescape=False,
        undefined=StrictUndefined,
        finalize=lambda value: value if isinstance(value, Tex) else escape(str(value)),
        loader=PackageLoader("thence_reports"),
    )
    environment.filters["code"] = code
    return environment


def _front(record: Mapping[str, Any], chapters: list[dict[str, Any]]) -> dict[str, Any]:
    """What the front page of the suite shows, with the chapters that come after it."""
    claims = record["claims"]
    grades = view.counts(claims)
    return {
        "outcome": view.outcome(claims),
        "counts": _counts(claims),
        "grades": [Tex(grade) for grade, _, _ in grades],
        "columns": Tex("r" * len(grades)),
        "chapters": chapters,
        "rows": [
            {
                "anchor": chapter["anchor"],
                "title": chapter["title"],
                "total": chapter["total"],
                "counts": [chapter["by_grade"].get(grade, "") for grade, _, _ in grades],
            }
            for chapter in chapters
        ],
        "sums": [count for _, count, _ in grades],
        "total": len(claims),
        "ledger": _ledger(record["ledger"]),
    }


def _run(record: Mapping[str, Any]) -> dict[str, Any]:
    """What belongs to the run as a whole."""
    return {"version": record["thence"], "run": view.run(record)}


def _counts(claims: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of the table of grades, with the share of the bar that each has."""
    return [
        {
            "grade": Tex(grade),
            "colour": Tex(_colour(grade)),
            "count": count,
            "meaning": meaning,
            "share": Tex(f"{count / len(claims):.4f}"),
        }
        for grade, count, meaning in view.counts(claims)
    ]


def _halves(steps: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The steps in two columns, row by row."""
    half = -(-len(steps) // 2)
    return [steps[row::half] for row in range(half)]


def _colour(grade: str) -> str:
    return "faint" if grade == view.OUT_OF_SCOPE else grade


def _ledger(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"item": row["item"], "kind": row["kind"], "users": _listed(row["used_by"], row["kind"])}
        for row in rows
    ]


class _Chapter:
    """A derivation as the templates show it."""

    def __init__(
        self,
        record: Mapping[str, Any],
        derivation: Mapping[str, Any],
        claims: list[dict[str, Any]],
        number: int,
        figures: _Figures,
    ) -> None:
        self.record, self.derivation, self.claims = record, derivation, claims
        self.number, self.figures = number, figures

    def context(self) -> dict[str, Any]:
        """Everything that the template shows."""
        derivation, claims = self.derivation, self.claims
        steps = [self.step(claim, number) for number, claim in enumerate(claims, 1)]
        return {
            "anchor": Tex(f"derivation-{self.number}"),
            "bookmark": re.sub(r"[^A-Za-z0-9.-]+", "-", derivation["slug"])[:60],
            "slug": derivation["slug"],
            "title": derivation["title"] or derivation["slug"],
            "title_original": derivation["title_original"],
            "url": _url(derivation["url"]),
            "date": derivation["date"],
            "file": derivation["file"],
            "outcome": view.outcome(claims),
            "total": len(claims),
            "counts": _counts(claims),
            "by_grade": {grade: count for grade, count, _ in view.counts(claims)},
            "short": [step for step in steps if not step["meets"]],
            "errata": [step for step in steps if step["grade"] in view.WRONG],
            "alarms": [step for step in steps if step["alarms"]],
            "assumptions": derivation["assumptions"],
            "ledger": _ledger(view.ledger(self.record, derivation, claims)),
            "symbols": [_symbol(*item) for item in derivation["symbols"].items()],
            "steps": steps,
            "glance": _halves(steps),
        }

    def step(self, claim: Mapping[str, Any], number: int) -> dict[str, Any]:
        """One claim."""
        source, statements = claim["source"], claim["statements"]
        grades = {statement["grade"] for statement in statements}
        printed = _printed(source["says"]) if source["says"] else ""
        shown = [_statement(statement) for statement in statements]
        if len(shown) == 1 and same(source["says"], statements[0]["latex"]):
            printed = ""
        return {
            "anchor": Tex(f"step-{self.number}-{number}"),
            "number": number,
            "bookmark": re.sub(r"[^A-Za-z0-9.-]+", "-", claim["id"])[:60],
            "id": claim["id"],
            "about": " · ".join(part for part in (source["where"], claim["kind"]) if part),
            "printed": printed,
            "grade": Tex(view.shown_grade(claim)),
            "colour": Tex(_colour(view.shown_grade(claim))),
            "meets": claim["meets"],
            "expected": _expected(claim),
            "vacuous": claim["vacuous"],
            "alarms": list(view.alarms(claim)),
            "form": _form(claim),
            "statements": shown,
            "graded": len(grades) > 1,
            "method": view.method(claim),
            "counterexample": view.counterexample(claim["counterexample"]),
            "undefined": claim["grade"] == "ill-posed",
            "findings": [
                *(_item(e) for e in claim["evidence"] if e["method"] not in view.UNSHOWN),
                *([code(f"{source['file']}:{source['line']}")] if source["line"] else []),
            ],
            "assumed": Tex("; ".join(escape(text) for text in claim["assumed"])),
            "lemma": claim["lemma"],
            "note": view.note(claim),
            "note_label": "erratum" if claim["grade"] in view.WRONG else "note",
            "figures": [self.figures.draw(drawing) for drawing in drawings.of_step(claim)],
        }


def _listed(names: Sequence[str], kind: str) -> Tex:
    """Who uses an entry of the ledger; of those who use a library, the first few."""
    if kind == "library" and len(names) > _MOST_USERS:
        return Tex(f"{len(names)} steps")
    return Tex(", ".join(code(name) for name in names))


def _url(text: str) -> Tex | str:
    """A link where the address is a plain one; any other text is shown as it is."""
    if not re.fullmatch(r"https?://[A-Za-z0-9.:-]+(/[A-Za-z0-9._~/?=&+,;:@%#-]*)?", text):
        return text
    target = re.sub(r"([%#&_~])", r"\\\1", text)
    return Tex(rf"\href{{{target}}}{{{code(text)}}}")


def _symbol(name: str, declared: Mapping[str, str]) -> dict[str, Any]:
    """A row of the table of symbols: its letter, and what is said of it."""
    from thence.expr import sym

    printed = mathematics(latex(sym(name))) if take_apart(name) and name.isidentifier() else None
    shown = Tex(f"${printed}$") if printed else code(name)
    return {"name": shown, "domain": code(declared["domain"]), "says": declared["says"]}


class _Figures:
    """Draws the figures of a report, and names them by their number, not by any text."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name, self.count = folder, name, 0

    def draw(self, drawing: Drawing) -> dict[str, Any]:
        """The file of a figure, and what it shows."""
        self.count += 1
        file = f"{self.name}-{self.count}.pdf"
        plots.save_pdf(drawing, self.folder / file)
        return {"file": Tex(file), "caption": drawing.caption}


def _expected(claim: Mapping[str, Any]) -> Tex:
    """How the grade compares with what was asked for; nothing where that is plain."""
    if claim["kind"] == view.REMARK and claim["meets"]:
        return Tex("")
    if claim["expect"]:
        if claim["meets"]:
            return Tex(r"\good{as expected}")
        return Tex(rf"\bad{{not as expected:}} \grade{{{_grade(claim['expect'])}}}")
    return Tex("" if claim["meets"] else r"\bad{short of what it needs}")


def _grade(text: str) -> str:
    return text if text in view.GRADES else "error"


def _printed(text: str) -> Tex:
    """A formula as wide as the line allows; one that is not understood is shown as it is typed."""
    return _formula(text, text)


def _formula(text: str, fallback: str) -> Tex:
    written = mathematics(text)
    if written is None:
        return code(fallback)
    return Tex(rf"\formula{{{written}}}{{{escape(fallback)}}}")


def _form(claim: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a claim says that is taken apart into statements."""
    form = view.form_of(claim)
    if form is None:
        return None
    return {
        "formula": _formula(form_latex(form), str(form)),
        "conditions": _conditions(form.quantified.as_json(), form.quantified),
    }


def _statement(statement: Mapping[str, Any]) -> dict[str, Any]:
    read = view.statement_of(statement)
    text = statement["latex"] or (statement_latex(read) if read else "")
    shown = [e for e in statement["evidence"] if e["method"] not in view.UNSHOWN]
    items = [_item(e) for e in shown]
    described = any(e["method"] == "certificate" for e in statement["evidence"])
    if statement["certificate"] is not None and not described:
        kind = view.certificate_kind(statement["certificate"])
        items.append(Tex(rf"\emph{{certificate}} {escape(kind)}"))
    if statement["assumed"]:
        items.append(escape(f"taken on trust: {'; '.join(statement['assumed'])}"))
    return {
        "grade": Tex(_grade(statement["grade"])),
        "formula": _formula(text, as_text(statement)),
        "conditions": _conditions(statement, read),
        "findings": items,
    }


def _conditions(statement: Mapping[str, Any], read: Statement | None) -> Tex:
    """Domains and hypotheses, in mathematics where they can be read."""
    given = [f"{name}: {domain}" for name, domain in statement["given"].items()]
    typed = [*given, *statement["assuming"]]
    printed = conditions_latex(read) if read else []
    safe = [mathematics(part) for part in printed]
    if not printed or any(part is None for part in safe):
        return Tex(", ".join(code(part) for part in typed))
    together = escape(", ".join(typed))
    return Tex(", ".join(rf"\inlineformula{{{part}}}{{{together}}}" for part in safe))


def _item(evidence: Mapping[str, Any]) -> Tex:
    """One finding in one sentence: who found it, what it says, how far it goes."""
    text, finder = escape(view.sentence(evidence)), escape(view.finder(evidence))
    if evidence["method"] == "alarm":
        return Tex(rf"\bad{{{finder}}} {text}")
    return Tex(rf"\emph{{{finder}}} {text}" if finder else text)
