"""The command line.

Exit codes: 0 when every claim is as required or expected, 1 when something falls short, 2 for bad
input or usage, 130 when interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from thence import __version__
from thence.errors import InputError

# Everything else is imported where it is used: --help must not wait for torch.
if TYPE_CHECKING:
    from thence.readers import BadInput
    from thence.runner import Task

F = TypeVar("F", bound=Callable[..., Any])

DEFAULT_RECORD = Path("out/record.json")
FALLS_SHORT, BAD_INPUT, INTERRUPTED = 1, 2, 130


class _Commands(click.Group):
    """Turns :class:`InputError` into its three lines and exit code 2, for every command."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except InputError as error:
            from thence.terminal import say_error

            say_error(error)
            ctx.exit(BAD_INPUT)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="thence")
def main() -> None:
    """Check mathematical derivations step by step and grade the evidence for each step."""


@dataclass(frozen=True, slots=True)
class _Settings:
    """The options that verify, check and explain share."""

    seed: int
    budget: float
    memory: int
    no_cache: bool
    as_json: bool
    jobs: int = 0
    require: str = "symbolic"
    out: Path | None = None
    quiet: bool = False


_OPTIONS: dict[str, Callable[[Any], Any]] = {
    "json": click.option("--json", "as_json", is_flag=True, help="JSON on standard output."),
    "seed": click.option("--seed", default=0, show_default=True, help="Of all that is sampled."),
    "budget": click.option(
        "--budget",
        type=click.FloatRange(min=0, min_open=True),
        default=20.0,
        show_default=True,
        metavar="SECONDS",
        help="Wall time of one claim.",
    ),
    "memory": click.option(
        "--memory",
        type=click.IntRange(min=512),
        default=4096,
        show_default=True,
        metavar="MB",
        help="Memory of one claim.",
    ),
    "no-cache": click.option("--no-cache", is_flag=True, help="Decide every claim again."),
    "jobs": click.option("--jobs", type=click.IntRange(min=0), default=0, help="0: one a core."),
    "require": click.option(
        "--require",
        type=click.Choice(["kernel", "certified", "symbolic", "measured", "numeric"]),
        default="symbolic",
        show_default=True,
        help="The weakest grade that a claim without an expectation may have.",
    ),
    "out": click.option(
        "--out",
        type=click.Path(path_type=Path, dir_okay=False),
        default=DEFAULT_RECORD,
        show_default=True,
        help="Where the record goes.",
    ),
    "quiet": click.option("-q", "--quiet", is_flag=True, help="The summary alone."),
}


def _options(*names: str) -> Callable[[F], F]:
    """Options that several commands share, by name; all of them where none is named."""

    def add(command: F) -> F:
        for name in reversed(names or tuple(_OPTIONS)):
            command = _OPTIONS[name](command)
        return command

    return add


@main.command()
@click.argument("targets", nargs=-1, metavar="[PATH|ID]...")
@_options()
def verify(targets: tuple[str, ...], **options: Any) -> None:
    """Decide the suite, or the files, derivations and claims named.

    Without arguments: derivations/ in the current folder, or else those that come with thence.
    """
    sys.exit(_decide(_chosen(targets), _Settings(**options)))


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@_options()
def check(files: tuple[Path, ...], **options: Any) -> None:
    """Decide the claims of files: .py derivations, .jsonl claim files, .md and .tex documents."""
    sys.exit(_decide(_everything(files), _Settings(**options)))


@dataclass(slots=True)
class _Input:
    """Everything read: the headers of the files, and the items in order."""

    headers: list[dict[str, Any]]
    items: list[Task | BadInput]


def _everything(paths: tuple[Path, ...]) -> _Input:
    from thence.readers import documents

    found = _Input([], [])
    for document in documents(paths):
        found.headers.append(document.header)
        found.items.extend(document.items)
    return found


def content_folder() -> Path:
    """The derivations in the current folder, or else those that come with thence."""
    package = Path(__file__).parent
    for folder in (Path("derivations"), package / "_content/derivations"):
        if folder.is_dir():
            return folder
    return package.parent / "derivations"


def _chosen(targets: tuple[str, ...]) -> _Input:
    """The claims of paths, slugs and ids; all of the default folder where none is named."""
    paths = tuple(Path(t) for t in targets if Path(t).exists() or _looks_like_path(t))
    names = [t for t in targets if Path(t) not in paths]
    if not names:
        return _everything(paths or (content_folder(),))
    found = _everything(tuple(dict.fromkeys((*paths, *_files_of(names)))))
    explicit = {header["file"] for header in _everything(paths).headers} if paths else set()
    kept = [item for item in found.items if _is_wanted(item, names, explicit)]
    _all_found(names, found)
    files = {_file(item) for item in kept}
    return _Input([h for h in found.headers if h["file"] in files], kept)


def _looks_like_path(target: str) -> bool:
    return "/" in target or target.endswith((".py", ".jsonl", ".md", ".tex"))


def _files_of(names: list[str]) -> Iterator[Path]:
    """The files that ids are looked for in: that of their slug, or else all there are."""
    folder = content_folder()
    for name in names:
        own = folder / f"{name.partition('.')[0]}.py"
        if not own.is_file():
            yield from sorted((*folder.rglob("*.py"), *folder.rglob("*.jsonl")))
        else:
            yield own


def _file(item: Task | BadInput) -> str:
    from thence.readers import BadInput

    return item.file if isinstance(item, BadInput) else item.the_claim.source.file


def _is_wanted(item: Task | BadInput, names: list[str], explicit: set[str]) -> bool:
    from thence.readers import BadInput

    if isinstance(item, BadInput) or _file(item) in explicit:
        return True
    claim = item.the_claim
    return claim.id in names or claim.derivation in names


def _all_found(names: list[str], found: _Input) -> None:
    from thence.readers import BadInput
    from thence.record import did_you_mean

    claims = [i.the_claim for i in found.items if not isinstance(i, BadInput)]
    known = {c.id for c in claims} | {c.derivation for c in claims}
    for name in names:
        if name not in known and not any(isinstance(i, BadInput) for i in found.items):
            raise InputError(f"no claim or derivation {name}.", hint=did_you_mean(name, known))


def _decide(found: _Input, settings: _Settings) -> int:
    """Decide the claims, write the record, show what was found; returns the exit code."""
    from thence.readers import BadInput
    from thence.record import to_json
    from thence.terminal import say_error

    bad = [item for item in found.items if isinstance(item, BadInput)]
    for item in bad:
        say_error(item.error)
    record = _run(found, settings)
    if settings.as_json:
        click.echo(to_json(record), nl=False)
    else:
        _show(record, settings)
    if "unfinished" in record:
        return INTERRUPTED
    if bad:
        return BAD_INPUT
    return 0 if all(claim["meets"] for claim in record["claims"]) else FALLS_SHORT


def _run(found: _Input, settings: _Settings) -> dict[str, Any]:
    """Run the tasks and make the record, also of what an interruption left."""
    from thence.cache import Cache, default_folder
    from thence.executor import available_cores
    from thence.readers import BadInput
    from thence.record import Recorder, unread_entry
    from thence.runner import run
    from thence.terminal import progress
    from thence.verdict import Grade

    seed, seconds, memory_mb = settings.seed, settings.budget, settings.memory
    recorder = Recorder(
        settings.out,
        seed=seed,
        seconds=seconds,
        memory_mb=memory_mb,
        required=Grade(settings.require),
    )
    for header in found.headers:
        recorder.derivation(header)
    tasks: list[tuple[int, Task]] = []
    for index, item in enumerate(found.items):
        if isinstance(item, BadInput):
            name = item.id or (f"{item.file}:{item.line}" if item.line else item.file)
            recorder.add(index, unread_entry(item.error, item.file, item.line, name), 0.0)
        else:
            tasks.append((index, item))
    cache = None
    if not settings.no_cache:
        cache = Cache(default_folder(), seed=seed, seconds=seconds, memory_mb=memory_mb)
    unfinished = {index: task.the_claim.id for index, task in tasks}
    results = run(
        (task for _, task in tasks),
        workers=min(settings.jobs or available_cores(), max(len(tasks), 1)),
        seconds=seconds,
        memory_mb=memory_mb,
        seed=seed,
        cache=cache,
    )
    try:
        with closing(results), progress() as bar:
            line = bar.add_task("deciding", total=len(tasks))
            for result in results:
                index = tasks[result.index][0]
                recorder.add(index, result.entry, result.seconds)
                del unfinished[index]
                bar.advance(line)
    except KeyboardInterrupt:
        return recorder.finish(unfinished.values())
    return recorder.finish()


def _show(record: dict[str, Any], settings: _Settings) -> None:
    from thence import terminal

    out = terminal.console()
    if not settings.quiet:
        out.print(terminal.table(record["claims"]))
        out.print()
    for line in terminal.summary(record):
        out.print(line, markup=False)
    if not settings.quiet:
        out.print(f"record: {settings.out}", markup=False)


@main.command()
@click.argument("name", metavar="ID")
@click.option("--record", type=click.Path(path_type=Path), default=DEFAULT_RECORD)
@click.option("--file", type=click.Path(path_type=Path), help="Decide the claim of this file now.")
@_options("json", "seed", "budget", "memory", "no-cache")
def explain(name: str, record: Path, file: Path | None, **options: Any) -> None:
    """Show one claim in full: as understood, what was found, the certificate."""
    from thence.readers import BadInput
    from thence.record import find_claim, read_record
    from thence.terminal import explain as lines

    if file is None:
        claim = find_claim(read_record(record), name, str(record))
    else:
        found = _everything((file,))
        for item in found.items:
            if isinstance(item, BadInput) and item.id in (name, ""):
                raise item.error
        found.items = [i for i in found.items if _is_wanted(i, [name], set())]
        claim = find_claim(_run(found, _Settings(**options)), name, str(file))
    if options["as_json"]:
        import json

        click.echo(json.dumps(claim, indent=1, ensure_ascii=False))
        return
    for line in lines(claim):
        click.echo(line)


@main.command()
@click.option("--record", type=click.Path(path_type=Path), default=DEFAULT_RECORD)
@click.option(
    "--format",
    "kind",
    type=click.Choice(["tex", "pdf", "html"]),
    default="tex",
    show_default=True,
    help="LaTeX source, the same compiled by latexmk, or pages for a browser.",
)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("out"))
@click.option(
    "--diff",
    nargs=2,
    metavar="OLD NEW",
    type=click.Path(path_type=Path),
    help="Instead, print what changed between two records, in Markdown.",
)
def report(record: Path, kind: str, out: Path, diff: tuple[Path, Path] | None) -> None:
    """Write the reports of a record; nothing is computed again."""
    from thence.executor import available_cores
    from thence.record import read_record
    from thence_reports import html, latex, pdf

    if diff is not None:
        from thence_reports.diff import markdown

        click.echo(markdown(*map(read_record, diff)), nl=False)
        return
    content = read_record(record)
    paths: Iterable[Path] = (html if kind == "html" else latex).write(content, out)
    if kind == "pdf":
        paths = pdf.compile_all(list(paths), available_cores())
    for path in paths:
        click.echo(path)


@main.command()
@click.argument("record", type=click.Path(path_type=Path), default=DEFAULT_RECORD)
@click.option("-q", "--quiet", is_flag=True, help="Failures and the summary alone.")
def recheck(record: Path, quiet: bool) -> None:
    """Run the independent checker over every certificate of a record."""
    from thence.recheck import load
    from thence.recheck import recheck as checks

    total = failed = 0
    for found in checks(load(record)):
        total += 1
        failed += bool(found.problem)
        if found.problem or not quiet:
            verdict = found.problem or "accepted"
            click.echo(f"{found.claim} [{found.statement}] {found.grade}: {verdict}")
    click.echo(f"{total - failed} of {total} accepted")
    sys.exit(FALLS_SHORT if failed else 0)


@main.command()
@click.argument("targets", nargs=-1, metavar="[PATH|ID]...")
@click.option(
    "--each",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Mutants of a claim for every kind of change.",
)
@click.option(
    "--at-least",
    type=click.FloatRange(0, 100),
    default=0,
    metavar="PERCENT",
    help="Exit with 1 where a smaller share of the mutants is decided.",
)
@_options("seed", "budget", "memory", "no-cache", "jobs", "require", "out", "quiet", "json")
def mutate(targets: tuple[str, ...], each: int, at_least: float, **options: Any) -> None:
    """Change each claim a little: every mutant must be refuted, or certified to be still true."""
    from thence import mutate as mutating
    from thence import terminal
    from thence.readers import BadInput
    from thence.runner import Task

    settings = _Settings(**options)
    found = _chosen(targets)
    if bad := [item for item in found.items if isinstance(item, BadInput)]:
        raise bad[0].error
    claims = [item.the_claim for item in found.items if not isinstance(item, BadInput)]
    found.items = [
        Task(mutant) for claim in claims for mutant in mutating.mutants(claim, each, settings.seed)
    ]
    record = _run(found, settings)
    decided = mutating.share_decided(record["claims"])
    out = terminal.console()
    if not settings.quiet:
        out.print(terminal.mutants_table(mutating.tally(record["claims"])))
        for claim in record["claims"]:
            if claim["grade"] not in mutating.DECIDED:
                (statement,) = claim["statements"]
                text = f"{statement['lhs']} {statement['rel']} {statement['rhs']}"
                out.print(f"{claim['id']}: {claim['grade']}: {text}", markup=False)
    total = len(record["claims"])
    out.print(f"{decided:.1f} % of {total} mutants decided; record: {settings.out}", markup=False)
    if "unfinished" in record:
        sys.exit(INTERRUPTED)
    sys.exit(FALLS_SHORT if decided < at_least else 0)


@main.command("list")
@click.argument("targets", nargs=-1, metavar="[PATH|ID]...")
@click.option("--errata", is_flag=True, help="Only the claims expected to be wrong.")
def list_claims(targets: tuple[str, ...], errata: bool) -> None:
    """List the claims without deciding them."""
    from thence.readers import BadInput
    from thence.terminal import say_error

    failed = False
    for item in _chosen(targets).items:
        if isinstance(item, BadInput):
            say_error(item.error)
            failed = True
            continue
        claim = item.the_claim
        if not errata:
            said = "; ".join(str(s) for s in claim.statements)
            click.echo(f"{claim.id}  {claim.kind}  {said}".rstrip())
        elif claim.expect in ("refuted", "ill-posed"):
            click.echo(f"{claim.id}  {claim.expect}  {claim.note}".rstrip())
    sys.exit(BAD_INPUT if failed else 0)


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def understand(files: tuple[Path, ...]) -> None:
    """Show each equation as it is written and as it was understood, without deciding it."""
    from thence import terminal
    from thence.readers import BadInput, documents

    failed = False
    out = terminal.console()
    for document in documents(files):
        rows = []
        for item in document.items:
            if isinstance(item, BadInput):
                rows.append(terminal.Understood.unread(item.error, item.line))
                failed = True
            else:
                rows.append(terminal.Understood.of(item.the_claim))
        out.print(document.header["file"], markup=False, style="bold")
        out.print(terminal.understanding(rows))
    sys.exit(BAD_INPUT if failed else 0)


@main.command()
def schema() -> None:
    """Print the JSON Schema of the record."""
    import json

    from thence.record import schema as load

    click.echo(json.dumps(load(), indent=2))
