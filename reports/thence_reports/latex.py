r"""The LaTeX report: one ``.tex`` file a derivation, a view of the record alone.

Whatever a template puts in is escaped, unless it is :class:`thence_reports.tex.Tex`; what a record
calls LaTeX goes through :func:`thence_reports.texmath.mathematics` first.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from thence.claim import Statement
from thence.errors import InputError
from thence.latex import conditions_latex, latex, statement_latex
from thence.notation import take_apart
from thence_reports import plots, view
from thence_reports.tex import Tex, code, escape
from thence_reports.texmath import mathematics

#: What has to be installed for a PDF, on Debian and Ubuntu.
INSTALL = (
    "apt-get install texlive-xetex texlive-latex-extra texlive-lang-chinese latexmk "
    "fonts-noto-cjk fonts-dejavu-core"
)
#: A library is used by most claims: the record lists them all.
_MOST_USERS = 4
#: Seconds that TeX may take for one report.
TIME_LIMIT = 300


def write(record: dict[str, Any], out_dir: Path) -> list[Path]:
    """Write the reports of a record, with their figures next to them; returns the .tex files.

    The same record gives the same files, byte for byte.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    template = _environment().get_template("derivation.tex.j2")
    parts = view.derivations_of(record)
    written = []
    names = view.file_names([derivation for derivation, _ in parts])
    for name, (derivation, claims) in zip(names, parts, strict=True):
        context = _context(record, derivation, claims, out_dir, name)
        path = out_dir / f"{name}.tex"
        path.write_text(template.render(context), encoding="utf-8", newline="\n")
        written.append(path)
    return written


def compile_pdf(tex: Path) -> Path:
    """Run latexmk with XeLaTeX over a report; the PDF lies next to it.

    Raises :class:`InputError` where TeX is not installed, fails, or takes too long.
    """
    for program in ("latexmk", "xelatex"):
        if shutil.which(program) is None:
            raise InputError(f"{program} is not installed.", str(tex), f"Install TeX: {INSTALL}")
    command = ["latexmk", "-xelatex", "-norc", "-interaction=nonstopmode", "-halt-on-error"]
    command += ["-no-shell-escape", "-file-line-error", tex.name]
    # Files above this folder are out of reach, and so are absolute paths.
    guarded = {**os.environ, "openin_any": "p", "openout_any": "p", "max_print_line": "1000"}
    with subprocess.Popen(
        command,
        cwd=tex.parent,
        env=guarded,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            code_ = process.wait(TIME_LIMIT)
        except BaseException as error:
            # latexmk has started xelatex: the whole session goes.
            os.killpg(process.pid, signal.SIGKILL)
            if isinstance(error, subprocess.TimeoutExpired):
                raise InputError(f"TeX ran over {TIME_LIMIT} s.", str(tex)) from None
            raise
    if code_:
        log = tex.with_suffix(".log")
        raise InputError(f"TeX failed: {_first_error(log)}", str(tex), f"The log is {log}.")
    return tex.with_suffix(".pdf")


def _first_error(log: Path) -> str:
    text = log.read_text("utf-8", errors="replace") if log.exists() else ""
    found = re.search(r"^(?:! |[^:\n]+:\d+: )(.*)$", text, re.MULTILINE)
    return found.group(1) if found else "it wrote no error."


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


def _context(
    record: Mapping[str, Any],
    derivation: Mapping[str, Any],
    claims: list[dict[str, Any]],
    out_dir: Path,
    name: str,
) -> dict[str, Any]:
    """Everything that the template shows."""
    drawn = _Figures(out_dir, name)
    shown = [_claim(claim, number, drawn) for number, claim in enumerate(claims, 1)]
    decided = [row for row in shown if not row["remark"]]
    return {
        "version": record["thence"],
        "slug": derivation["slug"],
        "title": derivation["title"] or derivation["slug"],
        "title_original": derivation["title_original"],
        "url": _url(derivation["url"]),
        "date": derivation["date"],
        "file": derivation["file"],
        "seed": record["seed"],
        "budget": f"{record['budget']['seconds']:g} s and {record['budget']['memory_mb']} MB",
        "total": f"{len(claims)} claim{'' if len(claims) == 1 else 's'}",
        "counts": [
            {"grade": Tex(grade), "count": count, "meaning": view.GRADES[grade]}
            for grade, count in view.counts([c for c in claims if c["kind"] != view.REMARK])
        ],
        "short": [row for row in shown if not row["meets"]],
        "errata": [row for row in shown if row["grade"] in ("refuted", "ill-posed")],
        "alarms": [row for row in shown if row["alarms"]],
        "assumptions": derivation["assumptions"],
        "ledger": [
            {"item": item, "kind": kind, "users": _listed(users, kind)}
            for item, kind, users in view.ledger(record, derivation, claims)
        ],
        "symbols": [_symbol(*item) for item in derivation["symbols"].items()],
        "claims": decided,
        "remarks": [row for row in shown if row["remark"]],
        "versions": [f"{library} {version}" for library, version in record["versions"].items()],
    }


def _listed(names: Sequence[str], kind: str) -> Tex:
    """Who uses an entry of the ledger; of those who use a library, the first few."""
    most = _MOST_USERS if kind == "library" else len(names)
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return Tex(", ".join(code(name) for name in names[:most]) + rest)


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
    """Draws the figures of a report, and names them by the claim's number, not by its text."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.name = name

    def draw(self, claim: Mapping[str, Any], number: int, index: int) -> Tex | None:
        """The file name of the figure of a statement, if it has curves."""
        statement = claim["statements"][index]
        curves = plots.read_curves(statement)
        if curves is None:
            return None
        found = claim["counterexample"] if statement["grade"] == "refuted" else None
        place = plots.place_of(curves, found["point"] if found else None)
        file = f"{self.name}-{number}-{index + 1}.pdf"
        plots.draw(curves, self.folder / file, place)
        return Tex(file)


def _claim(claim: Mapping[str, Any], number: int, drawn: _Figures) -> dict[str, Any]:
    """One claim as the template shows it."""
    source = claim["source"]
    statements = claim["statements"]
    line = f"{source['file']}:{source['line']}" if source["file"] and source["line"] else ""
    evidence = claim["evidence"]
    remark = claim["kind"] == view.REMARK
    return {
        "anchor": Tex(f"claim-{number}"),
        "number": number,
        "bookmark": re.sub(r"[^A-Za-z0-9.-]+", "-", claim["id"])[:60],
        "id": claim["id"],
        "kind": claim["kind"],
        "remark": remark,
        "where": source["where"],
        "line": line,
        "says": _formula(source["says"], source["says"]) if source["says"] else "",
        "grade": Tex(claim["grade"]),
        "meets": claim["meets"],
        "outcome": _outcome(claim),
        "vacuous": claim["vacuous"],
        "alarms": list(view.alarms(claim)),
        "statements": [
            _statement(statement) | {"figure": drawn.draw(claim, number, index)}
            for index, statement in enumerate(statements)
        ],
        "counterexample": view.counterexample(claim["counterexample"]),
        "findings": [_item(e) for e in evidence],
        "assumed": Tex("; ".join(escape(text) for text in claim["assumed"])),
        "lemma": claim["lemma"],
        "note": claim["note"],
        "reason": " ".join(e["text"] for e in evidence) or claim["note"],
    }


def _outcome(claim: Mapping[str, Any]) -> Tex:
    """How the grade compares with what was asked for; nothing where that is plain."""
    if claim["expect"]:
        expected = rf"expected \grade{{{_grade(claim['expect'])}}}"
        return Tex(
            rf"\good{{As {expected}.}}" if claim["meets"] else rf"\bad{{Not as {expected}.}}"
        )
    return Tex("" if claim["meets"] else r"\bad{Short of what it needs.}")


def _grade(text: str) -> str:
    return text if text in view.GRADES else "error"


def _formula(text: str, fallback: str) -> Tex:
    """A formula on a line of its own; one that is not understood is shown as it is typed."""
    written = mathematics(text)
    if written is None:
        return Tex(rf"\par\smallskip\hspace*{{1.2em}}{code(fallback)}\par\smallskip ")
    return Tex(rf"\formula{{{written}}}{{{escape(fallback)}}}")


def _statement(statement: Mapping[str, Any]) -> dict[str, Any]:
    read = view.statement_of(statement)
    text = statement["latex"] or (statement_latex(read) if read else "")
    items = [_item(e) for e in statement["evidence"] if e["method"] != "curves"]
    described = any(e["method"] == "certificate" for e in statement["evidence"])
    if statement["certificate"] is not None and not described:
        kind = view.certificate_kind(statement["certificate"])
        items.append(Tex(rf"\textbf{{certificate}} {escape(kind)}"))
    if statement["assumed"]:
        items.append(escape(f"taken on trust: {'; '.join(statement['assumed'])}"))
    return {
        "grade": Tex(_grade(statement["grade"])),
        "formula": _formula(text, view.plain(statement)),
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
    method = escape(evidence["method"])
    if evidence["method"] == "alarm":
        name = rf"\bad{{{method}}}"
    elif evidence["method"] == "assumption":
        name = r"\textbf{hidden assumption}"
    else:
        name = rf"\textbf{{{method}}}"
    return Tex(f"{name} {escape(view.sentence(evidence))}")
