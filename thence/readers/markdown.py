r"""Markdown and LaTeX documents: declarations in comments, equations in the order of the text.

Displayed equations are picked up, ``$$...$$``, ``\[...\]`` and the environments of amsmath; code
blocks, inline formulas and prose are left alone.  A row that begins with a relation goes on from
the row above it.  Every row is a claim at its own line; one that cannot be read is an error at
its line and column, and reading goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from thence.asymptotics import has_remainder
from thence.claim import REMARK, Claim, Source, default_kind
from thence.domain import Domain
from thence.errors import InputError, ReadError
from thence.expr import RELATIONS, Expr, call, free_symbols, num, sym
from thence.feasible import check_feasible
from thence.forms import Parts, cases, shapes, slopes
from thence.forms.places import extremum
from thence.readers.blocks import Comment, Display, Text, Unclosed, blocks
from thence.readers.conditions import check_entries, check_one, indices_of, read_conditions
from thence.readers.directives import (
    Header,
    Order,
    Wishes,
    check_no_index,
    declare,
    names_in,
    orders,
    wishes,
)
from thence.readers.document import BadInput, Document, Ids, bare_header, shown
from thence.readers.latex import Link, define, math_tokens, read_words
from thence.readers.pieces import check_defines_nothing, pieces, would_define
from thence.readers.resolve import for_every, put_in, spread
from thence.readers.rows import Row, rows_of
from thence.readers.scope import Scope
from thence.readers.tex import Macro, TexError, expand_text, macros
from thence.readers.undeclared import lacking
from thence.runner import Task
from thence.statement import Statement, check_declared, finite, in_order, narrowed, order_of_growth

MAX_BYTES = 2_000_000
MAX_EQUATIONS = 5_000

_TITLES = {
    ".md": re.compile(r"^#[ \t]+(.+)$", re.MULTILINE),
    ".tex": re.compile(r"\\title\{([^{}\n]+)\}"),
}
_COMMENTS = re.compile(r"(?<!\\)%[^\n]*")
_UNPRINTED = re.compile(r"\\iffalse\b|\\begin\{(verbatim|lstlisting|comment)")
_CODE = re.compile(r"(?<!`)(`{1,3})(?!`)[^`\n]*\1(?!`)")
_FENCED = re.compile(r"^[ \t]*(`{3,30}|~{3,30}).*?^[ \t]*\1", re.MULTILINE | re.DOTALL)
#: Orders that are said in words.
_IN_WORDS = frozenset(["note", "skip", "skip all", "title"])
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_NAME = re.compile(r"[^\s,;]{1,80}")


class _Reader:
    """Reads the blocks of a document one by one; the scope grows with the declarations."""

    def __init__(self, path: Path, text: str, known: Mapping[str, Macro], ids: Ids) -> None:
        self.file = shown(path)
        self.suffix = path.suffix
        self.text = Text(text)
        self.slug = re.sub(r"\W", "_", path.stem)
        self.ids = ids
        self.scope = Scope()
        self.header = Header()
        self.number = 0
        self.pending: list[Order] = []
        self.macros = known
        #: Whether nothing of the file is left out.
        self.whole = True

    def items(self, above: Iterable[Comment] = ()) -> Iterator[Task | BadInput]:
        """Every equation as a task, or as input that could not be read; under the comments that
        stand above them all."""
        for block in chain(above, blocks(self.text, self.suffix)):
            if isinstance(block, Comment):
                yield from self._comment(block)
                continue
            self.number += 1
            if self.number > MAX_EQUATIONS:
                what = f"more than {MAX_EQUATIONS} equations: nothing is read from this line on."
                yield self._bad(ReadError(what, hint="Split the document."), block.line)
                return
            if isinstance(block, Unclosed):
                yield self._bad(block.error, block.line)
            else:
                yield from map(partial(_over_a_blank, block), self._display(block))
        if not self.number and self.whole:
            yield self._bad(ReadError("no displayed equation.", hint="Such as $$x = x$$."), 1)
        for order in self.pending:
            what = f"{order.word!r} stands before no equation."
            yield self._bad(ReadError(what, hint="Move it up."), order.line)

    def _bad(self, error: InputError, line: int, name: str = "") -> BadInput:
        """An error at its place in the file."""
        if isinstance(error, TexError) and error.where:
            line = int(error.where.partition(":")[0])
            placed = InputError(error.what, f"{self.file}:{error.where}", error.hint)
        else:
            placed = error.at(f"{self.file}:{line}" + (f", {name}" if name else ""))
        return BadInput(placed, self.file, line, name)

    def _comment(self, comment: Comment) -> Iterator[BadInput]:
        before = ""
        if not comment.marked:
            hint = f"Write thence: {comment.text.strip()}"
            yield self._bad(ReadError("a colon is missing behind thence.", hint=hint), comment.line)
            return
        try:
            text = expand_text(comment.text, self.macros, comment.line)
        except TexError as error:
            yield self._bad(ReadError(error.what, hint=error.hint), comment.line)
            return
        for order in orders(text, comment.line):
            words, before = before, order.word
            if order.for_equation:
                self.pending.append(order)
                continue
            try:
                declare(order, self.scope, self.header)
            except InputError as error:
                hint = error.hint
                if order.word == "throughout":
                    self.scope.unheld.append((order.line, names_in(order, self.scope)))
                if order.word == "domain" and words in _IN_WORDS:
                    hint = f"A semicolon ends the {words} before it: use a comma there."
                yield self._bad(ReadError(error.what, hint=hint), order.line)

    def _display(self, display: Display) -> Iterator[Task | BadInput]:
        above, self.pending = self.pending, []
        try:
            rows = rows_of(display, self.macros, self.text)
        except TexError as error:
            if any(order.word == "skip" for order in above):
                rows = [Row([], display.text.strip(), display.line)]
            else:
                yield self._bad(error, display.line)
                return
        last: Expr | None = None
        rows = [piece for row in rows for piece in self._pieces(row)]
        for number, row in enumerate(rows, 1):
            name = self._name(row, rows, number, above)
            item, last = self._row(row, name, above, last)
            if item is not None:
                yield item

    def _pieces(self, row: Row) -> list[Row]:
        """A row for each claim of a row."""
        try:
            found = pieces(row.stream, self.scope)
        except TexError as error:
            return [replace(row, bad=error)]
        if len(found) == 1:
            (piece,) = found
            return [replace(row, stream=piece.stream, conditions=piece.conditions)]
        return [
            replace(
                row,
                stream=piece.stream,
                says=self.text.slice(piece.stream),
                line=piece.stream[0].line,
                piece=number,
                conditions=piece.conditions,
            )
            for number, piece in enumerate(found, 1)
        ]

    def _name(self, row: Row, rows: list[Row], number: int, above: list[Order]) -> str:
        """The id of a row: as ordered, by its label, or by the equation's number."""
        own = [order.text for order in row.orders if order.word == "id"]
        shared = [order.text for order in above if order.word == "id"]
        labels = list(dict.fromkeys(row.label for row in rows if row.label))
        if own or (row.label and len(labels) > 1):
            piece = f".{row.piece}" if row.piece else ""
            return f"{self.slug}.{(own or [row.label])[-1]}{piece}"
        base = (shared or labels or [f"eq{self.number}"])[-1]
        return f"{self.slug}.{base}" + (f".{number}" if len(rows) > 1 else "")

    def _row(
        self, row: Row, name: str, above: list[Order], last: Expr | None
    ) -> tuple[Task | BadInput | None, Expr | None]:
        """The claim of a row, and what it says last, from which the next row may go on."""
        own = ""
        try:
            if not _NAME.fullmatch(name) or not name.isprintable():
                raise ReadError(f"{name!r} is not an id.", hint="id: a name without spaces")
            self.ids.claim(name, f"{self.file}:{row.line}")
            own = name
            found = [*above, *row.orders]
            wish = wishes(found, self.scope, self.header)
            source = Source(self._where(row), row.says, self.file, row.line)
            if wish.skip is not None:
                self._not_read(row)
                remark = Claim(name, REMARK, (), source, "undecided", wish.skip)
                return Task(remark), None
            links = self._links(row, last)
            claim = self._claim(name, links, wish, source)
            return Task(claim), links[-1].says
        except InputError as error:
            if name := self._not_read(row):
                self.scope.mistaken.add(name)
            bad = self._bad(error, row.line, own)
            return replace(bad, lacks=lacking(error, row.stream, self.scope)), None

    def _not_read(self, row: Row) -> str:
        """Remember what the row would have defined."""
        if name := would_define(row.stream, self.scope):
            self.scope.unread.setdefault(name, row.line)
        return name

    def _check_defines(self, row: Row) -> None:
        """Refuse a second equation for a name of which the first had an error: it is a claim."""
        name = would_define(row.stream, self.scope)
        if name in self.scope.mistaken:
            what = f"{name} is defined in line {self.scope.unread[name]}, which was not read."
            raise row.stream[0].error(what, "Mend that line first.")

    def _where(self, row: Row) -> str:
        return f"E{self.number}" + (f" ({row.tag})" if row.tag else "")

    def _links(self, row: Row, last: Expr | None) -> list[Link]:
        """The links of a row; what goes on from the row above has its last side on the left."""
        if row.bad is not None:
            raise row.bad
        words = math_tokens(row.stream, self.scope)
        self._check_defines(row)
        links = define(words, self.scope)
        if links is None:
            check_defines_nothing(row.stream)
            links = read_words(words, self.scope, last)
        links = self._under(row, links)
        for link in links:
            if link.lhs is None or link.lhs.head == "decimal":
                what = "the row goes on from one that was not read."
                raise row.stream[0].error(what, "Begin it with a left side, or mend that row.")
            if has_remainder(link.lhs):
                hint = "Begin a new equation after O(...)."
                raise row.stream[0].error("a relation that goes on from O(...).", hint)
        return links

    def _under(self, row: Row, links: list[Link]) -> list[Link]:
        """The links under the conditions that the row states."""
        said = [part for link in links for part in (link.lhs, link.rhs) if part is not None]
        names = frozenset[str]().union(*map(free_symbols, said))
        every = indices_of(row.conditions, self.scope)
        for condition in row.conditions:
            read = read_conditions(condition, self.scope)
            check_one(read, every & names, said, condition[0])
            hypotheses = tuple(for_every(h, every - names, self.scope) for h in read)
            check_entries(hypotheses, names, condition[0])
            links = [replace(link, assuming=(*link.assuming, *hypotheses)) for link in links]
        return links

    def _claim(self, name: str, links: list[Link], wish: Wishes, source: Source) -> Claim:
        exact = [_exact(link, wish) for link in links]
        for link in exact:
            if other := link.relied & wish.domains.keys():
                hint = "Declare it so above, thence: x positive; or write the entries out."
                raise ReadError(f"an extreme where {min(other)} has another domain.", hint=hint)
        domains = in_order(self.scope.domains | wish.domains)
        said = [self._supposing(link, wish.assuming) for link in exact]
        for k, link in enumerate(said):
            said[k], domains = spread(link, domains)
        extreme, said = _extreme_first(said, domains, wish)
        if extreme is not None:
            kind = "minimiser" if links[0].rel.startswith("least") else "maximiser"
            beside = tuple(_statement(link, domains) for link in said)
            return extreme.beside(beside).claimed(
                Claim(name, kind, (), source, wish.expect, wish.note)
            )
        statements = tuple(_statement(link, domains) for link in said)
        first = statements[0]
        kind = default_kind(first) if exact == links else "asymptotic"
        several = len({link.lhs for link in exact}) > 1 and len({link.says for link in exact}) > 1
        if several and first.rel != "defined":
            kind = "limit" if kind == "limit" else "chain"
        claim = Claim(name, kind, statements, source, wish.expect, wish.note)
        claim = slopes.taken_apart(cases.taken_apart(shapes.taken_apart(claim)))
        try:
            claim.key()
        except RecursionError:
            raise ReadError("too long or too deep.", hint="Split the equation.") from None
        return claim

    def _supposing(self, link: Link, assuming: tuple[Expr, ...]) -> Link:
        """The link under the hypotheses of its equation, and of the document so far."""
        here = (*assuming, *link.assuming)
        sides = [side for side in (link.lhs, link.rhs) if side is not None]
        sides += [sym(one.family) for one in link.bounded]
        for hypothesis in assuming:
            check_no_index(hypothesis, self.scope, *sides)
        known = [h for h in self.scope.supposed(*sides, *here) if h not in here]
        used = frozenset[str]().union(*map(free_symbols, (*sides, *here, *known)))
        for line, names in self.scope.unheld:
            if used & names:
                what = f"what holds throughout, by line {line}, was not read."
                raise ReadError(what, hint="Mend that line first.")
        return replace(link, assuming=(*known, *here))


def _macros(text: str, suffix: str) -> dict[str, Macro]:
    """The macros of a document, those left out that stand in what is not printed as it stands;
    every line is kept."""
    if suffix == ".md":
        text = _FENCED.sub(lambda code: "\n" * code[0].count("\n"), _CODE.sub("", text))
    text = _COMMENTS.sub("", text)
    return macros(text if suffix == ".md" else _printed(text))


def _printed(text: str) -> str:
    """A LaTeX document without what is not printed, and what is printed as it is typed."""
    text, kept, start = text.partition(r"\end{document}")[0], list[str](), 0
    while match := _UNPRINTED.search(text, start):
        end = text.find(rf"\end{{{match[1]}" if match[1] else r"\fi", match.end())
        end = len(text) if end < 0 else end
        kept += [text[start : match.start()], "\n" * text.count("\n", match.start(), end)]
        start = end
    return "".join(kept) + text[start:]


def _over_a_blank(display: Display, item: Task | BadInput) -> Task | BadInput:
    """An equation that goes on over an empty line may be one that was never closed."""
    if isinstance(item, BadInput) and _EMPTY_LINE.search(display.text.strip()):
        error = item.error
        hint = f"The equation of line {display.line} goes on over an empty line: is it closed?"
        return replace(item, error=InputError(error.what, error.where, hint))
    return item


def _statement(link: Link, domains: dict[str, Domain]) -> Statement:
    """A link over the domains of the variables that occur in it."""
    assert link.lhs is not None
    link, domains = _by_bounds(link, domains)
    assert link.lhs is not None
    if link.towards is not None:
        statement = order_of_growth(
            link.lhs, link.rel, link.rhs, domains, link.assuming, link.towards
        )
    else:
        statement = narrowed(
            finite(Statement(link.lhs, link.rel, link.rhs, domains, link.assuming))
        )
    check_declared(statement)
    check_feasible(statement)
    return statement


def _extreme_first(
    links: list[Link], domains: dict[str, Domain], wish: Wishes
) -> tuple[Parts | None, list[Link]]:
    """What the first link says of an extreme value, and the other links."""
    plain = all(link.rel in RELATIONS and not link.extreme for link in links[1:])
    if not plain and any(link.extreme for link in links):
        hint = "Put the two into equations of their own."
        raise ReadError("an extreme value beside what is no plain relation.", hint=hint)
    found = _extreme(links[0], domains, wish)
    if found is None and wish.place:
        hint = r"It is for \min_x f(x) = c, or the like."
        raise ReadError("a place, where nothing is said of an extreme value.", hint=hint)
    return found, links[1:] if found is not None else links


def _extreme(link: Link, domains: dict[str, Domain], wish: Wishes) -> Parts | None:
    """What a link that says an extreme value, or the place of one, is taken apart into."""
    if link.extreme is None or link.lhs is None:
        return None
    name = link.extreme.name
    if link.extreme.domain is not None:
        if wish.domains.get(name, link.extreme.domain) != link.extreme.domain:
            raise ReadError(f"{name} has a range, and is given another one.", hint="Leave one out.")
        if sum(name in free_symbols(h) for h in link.assuming) > link.extreme.ends:
            hint = "Say in the range alone where it ranges."
            raise ReadError(f"{name} has a range, and a hypothesis about it as well.", hint=hint)
        domains = domains | {name: link.extreme.domain}
    value: Expr | None = link.rhs
    if link.rel.endswith("only at"):
        place, value = {name: link.rhs}, None
    elif link.extreme.place is not None:
        place = {name: link.extreme.place}
    else:
        place = wish.place
    if place.keys() != {name} or (wish.place and place is not wish.place):
        hint = f"Say it above, thence: at {name} = ...; or claim a bound alone, with \\le or \\ge."
        raise ReadError(f"an extreme value over {name}: where is it taken?", hint=hint)
    if value is not None and name in free_symbols(value):
        hint = "Use another letter for one of them."
        raise ReadError(f"{name} in the extreme value over {name}.", hint=hint)
    parts = extremum(link.lhs, link.rel, place, value, domains, link.assuming)
    for statement in parts.statements:
        check_feasible(statement)
    return parts


def _by_bounds(link: Link, domains: dict[str, Domain]) -> tuple[Link, dict[str, Domain]]:
    """The link with the entries of families by what bounds them, and the domains of that."""
    assert link.lhs is not None
    own = {one.name: one.domain for one in link.bounded}
    own |= {one.rest: one.rest_domain for one in link.bounded}
    lhs, rhs, *assuming = (put_in(e, link.bounded) for e in (link.lhs, link.rhs, *link.assuming))
    return replace(link, lhs=lhs, rhs=rhs, assuming=tuple(assuming)), domains | own


def _exact(link: Link, wish: Wishes) -> Link:
    r"""The link with what tends to what, where that is needed; ``a \propto b`` as a quotient that
    does not vary."""
    assert link.lhs is not None
    if link.rel == "~" or has_remainder(link.rhs):
        towards = link.towards or wish.tends
        if towards is None or (wish.tends is not None and wish.tends != towards):
            what = r"\sim" if link.rel == "~" else "O(...)"
            hint = "Say it above, once: thence: as x -> oo"
            raise ReadError(f"{what}: where does what go?", hint=hint)
        _check_varies(link if link.rel == "~" else replace(link, rhs=link.lhs), sym(towards.name))
        return replace(link, towards=towards)
    if link.towards is not None:
        hint = r"Write a limit, or f \sim g or f = O(g)."
        raise ReadError(f"as {link.towards}, what?", hint=hint)
    if link.rel != "propto":
        return link
    if wish.varies is None:
        raise ReadError(r"\propto: in which variable?", hint="Say it above: thence: in x")
    _check_varies(link, wish.varies)
    quotient = link.lhs / link.rhs
    return replace(link, lhs=call("Derivative", quotient, wish.varies), rel="=", rhs=num(0))


def _check_varies(link: Link, variable: Expr) -> None:
    """Both sides depend on the variable: a bare symbol is no function of another one."""
    for side in (link.lhs, link.rhs):
        if side is not None and variable.name not in free_symbols(side):
            hint = "If it is a function, define it above: thence: define y."
            raise ReadError(f"{side} does not depend on {variable}.", hint=hint)


def _header(path: Path, text: str, known: Mapping[str, Macro]) -> dict[str, Any]:
    """The record's entry of the document: what its comments declare, and its title."""
    header, scope = Header(), Scope()
    try:
        for block in blocks(Text(text), path.suffix):
            if not isinstance(block, Comment):
                continue
            for order in orders(expand_text(block.text, known, block.line), 1):
                if not order.for_equation:
                    declare(order, scope, header)
    except InputError:
        pass  # told where the items are read
    titled = _TITLES[path.suffix].search(text)
    heading = titled[1].rstrip(" \t#") if titled else ""
    title = header.about.get("title") or heading or path.name
    symbols = {name: {"domain": str(d), "says": ""} for name, d in scope.domains.items()}
    own = {key: header.about.get(key, "") for key in ("url", "date")}
    return bare_header(path) | own | {"title": title, "symbols": symbols}


def document(path: Path, ids: Ids, declarations: Iterable[str] = ()) -> Document:
    """The claims of a Markdown or LaTeX document, read as they are asked for, as if it began with
    these declarations."""
    file = shown(path)
    try:
        with path.open("rb") as stream:
            text, bad = _text(stream.read(MAX_BYTES + 1), file)
    except OSError as error:
        unread = InputError(f"cannot be read: {error.strerror}.", file)
        return Document(bare_header(path), iter([BadInput(unread, file)]))
    except InputError as error:
        return Document(bare_header(path), iter([BadInput(error, file)]))
    known = _macros(text, path.suffix)
    reader = _Reader(path, text, known, ids)
    reader.whole = not bad
    above = [Comment(said, 1) for said in declarations]
    return Document(_header(path, text, known), chain(bad, reader.items(above)))


def _text(raw: bytes, file: str) -> tuple[str, list[BadInput]]:
    """The text of a document as far as it is read, and what of it is not."""
    bad = []
    if len(raw) > MAX_BYTES:
        raw = raw[: raw.rfind(b"\n", 0, MAX_BYTES) + 1]
        line = raw.count(b"\n") + 1
        what = f"longer than {MAX_BYTES} bytes: nothing is read from this line on."
        bad.append(BadInput(InputError(what, f"{file}:{line}", "Split the document."), file, line))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what, hint = f"byte {error.start + 1} is not UTF-8.", "Save it as UTF-8."
        if b"\0" in raw:  # no text, or one in another encoding throughout
            raise InputError(what, file, hint) from None
        line = raw.count(b"\n", 0, error.start) + 1
        bad.append(BadInput(InputError(what, f"{file}:{line}", hint), file, line))
        text = raw.decode("utf-8-sig", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n"), bad
