"""What a run looks like on a terminal, and without one: plain text that needs no colour."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from thence.account import account, elsewhere
from thence.claim import Claim
from thence.errors import InputError
from thence.shown import printable
from thence.stated import as_text
from thence.statement import Statement
from thence.verdict import Grade

_STYLES = {
    "kernel": "green",
    "certified": "green",
    "symbolic": "green",
    "measured": "green",
    "numeric": "yellow",
    "undecided": "yellow",
    "ill-posed": "magenta",
    "refuted": "red",
    "error": "red",
}


def console() -> Console:
    """The console of standard output, as wide as the terminal."""
    return Console(highlight=False, soft_wrap=False)


def progress() -> Progress:
    """A progress bar on standard error; silent where that is not a terminal."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )


def say_error(error: InputError) -> None:
    """What is wrong, where, and what next, on standard error."""
    lines = [f"error: {error.what}"]
    if error.where:
        lines.append(f"  where: {error.where}")
    if error.hint:
        lines.append(f"  next: {error.hint}")
    print(printable("\n".join(lines)), file=sys.stderr)


@dataclass(frozen=True, slots=True)
class Understood:
    """An equation as written and as understood, or why it was not."""

    line: int
    name: str
    written: str
    meant: str
    read: bool = True

    @classmethod
    def of(cls, claim: Claim) -> Understood:
        """What a claim was taken to say, with its domains and hypotheses."""
        source = claim.source
        meant = "\n".join(_meant(s) for s in claim.statements) or f"skipped: {claim.note}"
        if claim.expect is not None and claim.statements:
            meant += f"\nexpected: {claim.expect}"
        return cls(source.line, claim.id, source.says, meant)

    @classmethod
    def unread(cls, error: InputError, line: int) -> Understood:
        """An equation that could not be read."""
        text = "\n".join(part for part in (f"error: {error.what}", error.hint) if part)
        return cls(line, error.where, "", text, False)


def _meant(statement: Statement) -> str:
    """A statement in words of its own: the relation, its domains, its hypotheses."""
    text = as_text(statement.as_json())
    if statement.rel == "~digits":
        text = f"{statement.lhs} = {statement.rhs}... (these are the leading digits)"
    domains = [f"{name} {domain}" for name, domain in statement.given.items()]
    lines = [text, f"  for {', '.join(domains)}" if domains else ""]
    lines += [f"  if {hypothesis}" for hypothesis in statement.assuming]
    return "\n".join(line for line in lines if line)


def understanding(rows: Sequence[Understood]) -> Table:
    """Each equation as written beside what it was taken to say."""
    table = Table(pad_edge=False, header_style="bold", show_lines=True)
    table.add_column("line", justify="right", no_wrap=True)
    table.add_column("as written", overflow="fold", ratio=1)
    table.add_column("as understood", overflow="fold", ratio=1)
    for row in rows:
        style = "" if row.read else "red"
        written, meant = (escape(printable(t)) for t in (row.written or row.name, row.meant))
        table.add_row(str(row.line or ""), written, meant, style=style)
    return table


def result_word(claim: Mapping[str, Any]) -> str:
    """Whether the claim is as it should be."""
    if not claim["meets"]:
        if claim["vacuous"] and claim["grade"] not in (Grade.REFUTED, Grade.ILL_POSED):
            return "VACUOUS"
        return f"not {claim['expect']}" if claim["expect"] else "SHORT"
    return "expected" if claim["expect"] else "ok"


def table(claims: list[Mapping[str, Any]]) -> Table:
    """One row a claim; long ids are folded, never cut."""
    rows = Table(box=None, pad_edge=False, header_style="bold")
    rows.add_column("claim", overflow="fold", min_width=20)
    rows.add_column("kind", no_wrap=True)
    rows.add_column("grade", no_wrap=True)
    rows.add_column("result", no_wrap=True)
    rows.add_column("s", justify="right", no_wrap=True)
    for claim in claims:
        grade = claim["grade"]
        rows.add_row(
            escape(claim["id"]),
            claim["kind"],
            f"[{_STYLES[grade]}]{grade}[/]",
            result_word(claim),
            f"{claim['seconds']:.1f}",
        )
    return rows


def mutants_table(tally: Mapping[str, Mapping[str, int]]) -> Table:
    """One row for each kind of change, and one for all of them."""
    rows = Table(box=None, pad_edge=False, header_style="bold")
    rows.add_column("change")
    names = list(next(iter(tally.values()), {}))
    for name in ("mutants", *names):
        rows.add_column(name, justify="right")
    total = {name: sum(counts[name] for counts in tally.values()) for name in names}
    for change, counts in (*sorted(tally.items()), ("all", total)):
        figures = [counts[name] for name in names]
        rows.add_row(change, str(sum(figures)), *map(str, figures))
    return rows


def alarms(claim: Mapping[str, Any]) -> Iterator[str]:
    """The disagreements between methods that were found about a claim."""
    for part in (claim, *claim["statements"]):
        for evidence in part["evidence"]:
            if evidence["method"] == "alarm":
                yield evidence["text"]


def summary(record: Mapping[str, Any], known: Set[str] = frozenset()) -> Iterator[str]:
    """Counterexamples and alarms, one line each, then the counts and what falls short.

    ``known``: what falls short and is let pass.
    """
    claims = record["claims"]
    for claim in claims:
        if found := claim["counterexample"]:
            rest = "".join(f"; elsewhere {text}" for text in elsewhere(claim))
            yield f"{_place(claim)}{claim['id']}: {claim['grade']}: {found['text']}{rest}"
    for claim in claims:
        for text in alarms(claim):
            yield f"ALARM {claim['id']}: {text}"
    for claim in claims:
        if claim["grade"] == "error":
            text = claim["evidence"][0]["text"].removeprefix(f"{claim['id']}: ")
            yield f"{claim['id']}: error: {text}"
    counted = ", ".join(f"{count} {grade}" for grade, count in record["counts"].items())
    total = len(claims)
    yield f"{total} claim{'' if total == 1 else 's'}" + (f": {counted}" if counted else "")
    short = [claim["id"] for claim in claims if not claim["meets"]]
    if passed := [name for name in short if name in known]:
        yield f"{len(passed)} in the baseline: {', '.join(passed)}"
    if short := [name for name in short if name not in known]:
        yield f"{len(short)} fall{'s' if len(short) == 1 else ''} short: {', '.join(short)}"
    if left := record.get("unfinished"):
        yield f"interrupted: {len(left)} claims were not decided"


def _place(claim: Mapping[str, Any]) -> str:
    """Where a claim of a document stands; those of other files are found by their ids."""
    source = claim["source"]
    written = source["file"].endswith((".md", ".tex"))
    return f"{source['file']}:{source['line']}: " if written else ""


def erratum(claim: Mapping[str, Any]) -> Iterator[str]:
    """A claim that is wrong: what it says, why that is wrong, the counterexample, the effect."""
    said = claim["source"]["says"] or claim["statements"][0]["latex"]
    place = claim["source"]["where"]
    yield f"{claim['id']}: {claim['grade']}" + (f" ({place})" if place else "")
    if said:
        yield f"  says: {said}"
    yield f"  erratum: {claim['note']}"
    if shown := claim["counterexample"]:
        yield f"  counterexample: {shown['text']}" + _effect(shown)
    yield ""


def _effect(shown: Mapping[str, Any]) -> str:
    """How far apart the two sides are, where they are numbers."""
    try:
        apart = abs(float(shown["lhs"]) - float(shown["rhs"]))
    except (KeyError, ValueError):
        return ""
    return f"; off by {apart:.6g}"


def explain(claim: Mapping[str, Any], whole: bool = False) -> Iterator[str]:
    """One claim in full: what was understood, what was found, and on what it rests; ``whole``
    certificates too."""
    source = claim["source"]
    yield f"{claim['id']}: {claim['kind']}, {claim['grade']} ({result_word(claim)})"
    place = f"{source['file']}:{source['line']}" if source["file"] else ""
    for label, text in (
        ("place", ", ".join(p for p in (source["where"], place) if p)),
        ("as printed", source["says"]),
        ("claim", _form(claim)),
        ("expected", claim["expect"] or ""),
        ("note", claim["note"]),
        ("lemma", claim["lemma"]),
        ("assumed", "; ".join(claim["assumed"])),
        ("vacuous", "yes: it checks nothing" if claim["vacuous"] else ""),
        ("counterexample", (claim["counterexample"] or {}).get("text", "")),
    ):
        if text:
            yield f"  {label}: {text}"
    yield from _evidence(claim, "  ")
    for number, statement in enumerate(claim["statements"], 1):
        yield from _statement(number, statement, whole)


def _form(claim: Mapping[str, Any]) -> str:
    """What a claim says that is taken apart into statements."""
    parts = claim["form"]["parts"] if "form" in claim else []
    said = " ".join(str(part.get("words", part.get("math"))) for part in parts)
    return said.replace(" ,", ",").replace(" :", ":")


def _statement(number: int, statement: Mapping[str, Any], whole: bool) -> Iterator[str]:
    yield f"  statement {number}: {as_text(statement)}"
    for name, domain in statement["given"].items():
        yield f"    for {name}: {domain}"
    for hypothesis in statement["assuming"]:
        yield f"    assuming: {hypothesis}"
    yield f"    grade: {statement['grade']}"
    yield from _evidence(statement, "    ")
    if statement["assumed"]:
        yield f"    assumed: {'; '.join(statement['assumed'])}"
    certificate = statement["certificate"]
    if certificate and certificate["conclusion"] == "true":
        yield "    the proof:"
        yield from (f"      {line}" for line in account(certificate))
    if certificate and whole:
        yield "    certificate:"
        yield from _data(certificate, "      ")


def _evidence(part: Mapping[str, Any], indent: str) -> Iterator[str]:
    for evidence in part["evidence"]:
        yield f"{indent}{evidence['method']}: {evidence['text']}"


def _data(value: Any, indent: str) -> Iterator[str]:
    """Nested data as indented lines; long texts are cut, since the record has them whole."""
    items = value.items() if isinstance(value, dict) else ((f"{i}", v) for i, v in enumerate(value))
    for key, item in items:
        if isinstance(item, dict | list) and item:
            yield f"{indent}{key}:"
            yield from _data(item, indent + "  ")
        else:
            text = str(item)
            yield f"{indent}{key}: {text if len(text) <= 200 else text[:197] + '...'}"
