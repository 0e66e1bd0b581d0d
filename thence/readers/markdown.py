r"""Markdown and LaTeX documents: declarations in comments, equations in the order of the text.

Displayed equations are picked up, ``$$...$$``, ``\[...\]`` and the environments of amsmath; code
blocks, inline formulas and prose are left alone.  A row that begins with a relation goes on from
the row above it.  Every row is a claim at its own line; one that cannot be read is an error at
its line and column, and reading goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from thence.asymptotics import has_remainder
from thence.claim import (
    REMARK,
    Claim,
    Source,
    Statement,
    check_declared,
    default_kind,
    in_order,
    narrowed,
    order_of_growth,
)
from thence.domain import Domain
from thence.errors import InputError, ReadError
from thence.expr import Expr, call, free_symbols, num, sym
from thence.feasible import check_feasible
from thence.forms import cases
from thence.readers.directives import Header, Order, Wishes, declare, orders, wishes
from thence.readers.document import BadInput, Document, Ids, bare_header, shown
from thence.readers.latex import Link, define, math_tokens, read_words
from thence.readers.pieces import (
    RELATION,
    WIDE,
    check_entries,
    pieces,
    read_conditions,
    would_define,
)
from thence.readers.scope import Scope
from thence.readers.tex import (
    Macro,
    Tex,
    TexError,
    expand,
    group,
    macros,
    plain,
    split,
    tokens,
)
from thence.runner import Task

MAX_BYTES = 2_000_000
MAX_EQUATIONS = 5_000

_ENVIRONMENTS = "equation|align|gather|multline|flalign|eqnarray|displaymath"
_WRAPPERS = frozenset(["aligned", "split", "gathered", "alignedat"])
_EQUATION = (
    rf"(?P<env>\\begin\{{(?P<name>(?:{_ENVIRONMENTS})\*?)\}})|(?P<bracket>\\\[)|(?P<dollars>\$\$)"
)
_INLINE = r"|(?P<inline>\$)|\\."
_OPENERS = {
    ".md": re.compile(
        r"(?P<fence>^[ \t]*(?P<mark>```+|~~~+))|(?P<comment><!--)|(?P<code>`+)|"
        + _EQUATION
        + _INLINE,
        re.MULTILINE,
    ),
    ".tex": re.compile(
        r"(?P<percent>%[^\n]*)|(?P<verbatim>\\begin\{(?P<kind>verbatim|lstlisting|comment)\*?\})|"
        + _EQUATION
        + _INLINE
    ),
}
_MARK = re.compile(r"\s*thence:(.*)", re.DOTALL)
_ROW_COMMENT = re.compile(r"(?<!\\)%[ \t]*thence:([^\n]*)")
_TITLES = {
    ".md": re.compile(r"^#[ \t]+(.+?)[ \t#]*$", re.MULTILINE),
    ".tex": re.compile(r"\\title\{([^{}\n]+)\}"),
}
_COMMENTS = re.compile(r"(?<!\\)%[^\n]*")
_FENCED = re.compile(r"^[ \t]*(```+|~~~+).*?^[ \t]*\1", re.MULTILINE | re.DOTALL)
#: Orders that are said in words.
_IN_WORDS = frozenset(["note", "skip", "skip all", "title"])
_NAME = re.compile(r"[^\s,;]{1,80}")


@dataclass(frozen=True, slots=True)
class _Comment:
    """The text of a comment for thence."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class _Display:
    """A displayed equation: its text without its delimiters, where it starts, its environment."""

    text: str
    line: int
    column: int
    environment: str = ""


@dataclass(slots=True)
class _Row:
    """One row of an equation: its tokens, its label and tag, and the orders that stand in it.

    A row that makes several claims is one for each of them, numbered by ``piece``, with the
    ``conditions`` that it states.
    """

    stream: list[Tex]
    says: str
    line: int
    label: str = ""
    tag: str = ""
    orders: list[Order] = field(default_factory=list)
    piece: int = 0
    conditions: list[list[Tex]] = field(default_factory=list)
    bad: TexError | None = None


class _Text:
    """A text in which offsets are places."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(m.end() for m in re.finditer("\n", text))]

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column of an offset, from 1."""
        from bisect import bisect_right

        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def slice(self, stream: list[Tex]) -> str:
        """What is written from the first of these tokens to the last, without the marks at which
        rows are aligned."""
        start, end = self._offset(stream[0]), self._offset(stream[-1]) + len(stream[-1].text)
        depth, parts = 0, []
        for token in stream:
            depth += {r"\begin": 1, r"\end": -1}.get(token.text, 0)
            at = self._offset(token)
            if not depth and start <= at < end and self.text[at] == "&":
                parts.append(self.text[start:at].strip())
                parts += [token.text] * (token.text != "&")  # the wide space of a column
                start = at + 1
        return " ".join(filter(None, [*parts, self.text[start:end].strip()]))

    def _offset(self, token: Tex) -> int:
        return self.starts[token.line - 1] + token.column - 1


def _blocks(text: _Text, suffix: str) -> Iterator[_Comment | _Display]:
    """Comments for thence and displayed equations, in order."""
    content, position = text.text, 0
    while match := _OPENERS[suffix].search(content, position):
        kind = match.lastgroup or ""
        found = next((k for k in match.groupdict() if match[k] and k in _CLOSERS), kind)
        line, column = text.place(match.end())
        if found == "percent":
            if marked := _MARK.fullmatch(match["percent"][1:]):
                yield _Comment(marked[1], line)
            position = match.end()
            continue
        if found not in _CLOSERS:
            position = match.end()
            continue
        end = _CLOSERS[found](content, match)
        if end is None:
            if found in ("inline", "code"):  # a lone dollar or backtick is prose
                position = match.end()
                continue
            opening = text.place(match.start())
            raise TexError(
                f"{match.group().strip()} is never closed.",
                f"{opening[0]}:{opening[1]}",
                "Nothing after it is read. Close it.",
            )
        inner = content[match.end() : end[0]]
        if found == "comment" and (marked := _MARK.fullmatch(inner)):
            yield _Comment(marked[1], line)
        if found in ("env", "bracket", "dollars"):
            name = (match["name"] or "").rstrip("*")
            yield _Display(inner, line, column, name)
        position = end[1]


def _until(closing: str, same_paragraph: bool = False) -> Any:
    """A closer: where a mark stands next, and where what follows it begins."""

    def close(text: str, match: re.Match[str]) -> tuple[int, int] | None:
        mark = closing or match.group()
        limit = len(text)
        if same_paragraph:
            blank = text.find("\n\n", match.end())
            limit = blank if blank >= 0 else limit
        start = text.find(mark, match.end(), limit)
        return None if start < 0 else (start, start + len(mark))

    return close


def _until_dollar(text: str, match: re.Match[str]) -> tuple[int, int] | None:
    """The end of an inline formula; a dollar before a displayed equation is prose."""
    end: tuple[int, int] | None = _until("$", same_paragraph=True)(text, match)
    return None if end is None or text.startswith("$$", end[0]) else end


def _until_end(text: str, match: re.Match[str]) -> tuple[int, int] | None:
    mark = match.group().replace("begin", "end")
    start = text.find(mark, match.end())
    return None if start < 0 else (start, start + len(mark))


def _until_fence(text: str, match: re.Match[str]) -> tuple[int, int] | None:
    found = re.compile(rf"^[ \t]*{match['mark']}", re.MULTILINE).search(text, match.end())
    return (found.start(), found.end()) if found else (len(text), len(text))


_CLOSERS = {
    "fence": _until_fence,
    "comment": _until("-->"),
    "code": _until("", same_paragraph=True),
    "env": _until_end,
    "verbatim": _until_end,
    "bracket": _until(r"\]"),
    "dollars": _until("$$"),
    "inline": _until_dollar,
}


class _Reader:
    """Reads the blocks of a document one by one; the scope grows with the declarations."""

    def __init__(self, path: Path, text: str, ids: Ids) -> None:
        self.file = shown(path)
        self.suffix = path.suffix
        self.text = _Text(text)
        self.slug = re.sub(r"\W", "_", path.stem)
        self.ids = ids
        self.scope = Scope()
        self.header = Header()
        self.number = 0
        self.pending: list[Order] = []
        unread = _COMMENTS.sub("", _FENCED.sub("", text) if path.suffix == ".md" else text)
        self.macros: dict[str, Macro] = macros(unread)

    def items(self) -> Iterator[Task | BadInput]:
        """Every equation as a task, or as input that could not be read."""
        try:
            for block in _blocks(self.text, self.suffix):
                if isinstance(block, _Comment):
                    yield from self._comment(block)
                else:
                    yield from self._display(block)
            if not self.number:
                yield self._bad(ReadError("no displayed equation.", hint="Such as $$x = x$$."), 1)
        except TexError as error:
            yield self._bad(error, 0)
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

    def _comment(self, comment: _Comment) -> Iterator[BadInput]:
        before = ""
        for order in orders(comment.text, comment.line):
            words, before = before, order.word
            if order.for_equation:
                self.pending.append(order)
                continue
            try:
                declare(order, self.scope, self.header)
            except InputError as error:
                hint = error.hint
                if order.word == "domain" and words in _IN_WORDS:
                    hint = f"A semicolon ends the {words} before it: use a comma there."
                yield self._bad(ReadError(error.what, hint=hint), order.line)

    def _display(self, display: _Display) -> Iterator[Task | BadInput]:
        self.number += 1
        above, self.pending = self.pending, []
        try:
            if self.number > MAX_EQUATIONS:
                raise TexError(f"more than {MAX_EQUATIONS} equations.", f"{display.line}:1")
            rows = _rows(display, self.macros, self.text)
        except TexError as error:
            if any(order.word == "skip" for order in above):
                rows = [_Row([], display.text.strip(), display.line)]
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

    def _pieces(self, row: _Row) -> list[_Row]:
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

    def _name(self, row: _Row, rows: list[_Row], number: int, above: list[Order]) -> str:
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
        self, row: _Row, name: str, above: list[Order], last: Expr | None
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
            self._not_read(row)
            return self._bad(error, row.line, own), None

    def _not_read(self, row: _Row) -> None:
        """Remember what the row would have defined."""
        if name := would_define(row.stream, self.scope):
            self.scope.unread.setdefault(name, row.line)

    def _where(self, row: _Row) -> str:
        return f"E{self.number}" + (f" ({row.tag})" if row.tag else "")

    def _links(self, row: _Row, last: Expr | None) -> list[Link]:
        """The links of a row; what goes on from the row above has its last side on the left."""
        if row.bad is not None:
            raise row.bad
        words = math_tokens(row.stream, self.scope)
        links = define(words, self.scope) or read_words(words, self.scope, last)
        links = self._under(row, links)
        for link in links:
            if link.lhs is None or link.lhs.head == "decimal":
                what = "the row goes on from one that was not read."
                raise row.stream[0].error(what, "Begin it with a left side, or mend that row.")
            if has_remainder(link.lhs):
                hint = "Begin a new equation after O(...)."
                raise row.stream[0].error("a relation that goes on from O(...).", hint)
        return links

    def _under(self, row: _Row, links: list[Link]) -> list[Link]:
        """The links under the conditions that the row states."""
        said = [part for link in links for part in (link.lhs, link.rhs) if part is not None]
        names = frozenset[str]().union(*map(free_symbols, said))
        for condition in row.conditions:
            hypotheses = tuple(read_conditions(condition, self.scope))
            check_entries(hypotheses, names, condition[0])
            links = [replace(link, assuming=(*link.assuming, *hypotheses)) for link in links]
        return links

    def _claim(self, name: str, links: list[Link], wish: Wishes, source: Source) -> Claim:
        exact = [_exact(link, wish) for link in links]
        domains = in_order(self.scope.domains | wish.domains)
        said = [replace(link, assuming=(*wish.assuming, *link.assuming)) for link in exact]
        statements = tuple(_statement(link, domains) for link in said)
        first = statements[0]
        kind = default_kind(first) if exact == links else "asymptotic"
        if len({link.lhs for link in exact}) > 1 and first.rel != "defined":
            kind = "limit" if kind == "limit" else "chain"
        claim = cases.taken_apart(Claim(name, kind, statements, source, wish.expect, wish.note))
        try:
            claim.key()
        except RecursionError:
            raise ReadError("too long or too deep.", hint="Split the equation.") from None
        return claim


def _statement(link: Link, domains: dict[str, Domain]) -> Statement:
    """A link over the domains of the variables that occur in it."""
    assert link.lhs is not None
    if link.towards is not None:
        statement = order_of_growth(
            link.lhs, link.rel, link.rhs, domains, link.assuming, link.towards
        )
    else:
        statement = narrowed(Statement(link.lhs, link.rel, link.rhs, domains, link.assuming))
    check_declared(statement)
    check_feasible(statement)
    return statement


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


def _rows(display: _Display, known: dict[str, Macro], text: _Text) -> list[_Row]:
    """The rows of an equation, those that only continue a formula joined to the one before."""
    stream = expand(tokens(display.text, display.line, display.column), known)
    inner = _unwrapped(stream)
    parts = [part for part in split(inner, r"\\") if part]
    if not parts:
        raise TexError("an equation without a formula.", f"{display.line}:{display.column}")
    found: list[_Row] = []
    for part in parts:
        row = _row_of(part, text)
        if found and _continues(row.stream, found[-1].stream, display.environment):
            found[-1].stream += row.stream
            found[-1].says += " " + row.says
            found[-1].label, found[-1].tag = found[-1].label or row.label, found[-1].tag or row.tag
        elif row.stream:
            found.append(row)
    for match in _ROW_COMMENT.finditer(display.text):
        line = display.line + display.text.count("\n", 0, match.start())
        below = [row for row in found if row.stream[-1].line >= line]
        given = list(orders(match[1], line))
        if not all(order.for_equation for order in given):
            raise TexError("a declaration inside an equation.", f"{line}:1", "Put it above.")
        (below or found[-1:])[0].orders += given
    return found


def _unwrapped(stream: list[Tex]) -> list[Tex]:
    """What is inside ``aligned`` and its like, where they surround the whole equation."""
    labels: list[Tex] = []
    while stream and stream[0].text in (r"\label", r"\tag"):
        _, end = group(stream, 1)
        labels, stream = labels + stream[:end], stream[end:]
    if not stream or stream[0].text != r"\begin":
        return labels + stream
    name, start = group(stream, 1)
    ends = [i for i, token in enumerate(stream) if token.text == r"\end"]
    if plain(name) not in _WRAPPERS or not ends:
        return labels + stream
    if plain(name) == "alignedat":
        _, start = group(stream, start)
    inner = stream[start : ends[-1]]
    if sum({r"\begin": 1, r"\end": -1}.get(t.text, 0) for t in inner):
        return labels + stream
    _, after = group(stream, ends[-1] + 1)
    return [*labels, *inner, *stream[after:]]


#: Prose between rows, which is none of either.
_PROSE = frozenset([r"\intertext", r"\shortintertext"])


def _row_of(part: list[Tex], text: _Text) -> _Row:
    """A row without its label and tag."""
    kept: list[Tex] = []
    marks = {r"\label": "", r"\tag": ""}
    index = 0
    while index < len(part):
        if part[index].text in marks:
            kind = part[index].text
            start = index + 1 + (kind == r"\tag" and part[index + 1 : index + 2] != [])
            starred = start < len(part) and part[index + 1].text == "*"
            inner, index = group(part, index + 2 if starred else index + 1)
            marks[kind] = plain(inner)
        elif part[index].text in _PROSE:
            _, index = group(part, index + 1)
        else:
            kept.append(part[index])
            index += 1
    kept = _columns(kept)
    start = next((i for i, t in enumerate(kept) if t.text not in WIDE | {"&"}), 0)
    kept = [token for token in kept[:start] if token.text == "&"] + kept[start:]
    label = marks[r"\label"].removeprefix("eq:").replace(" ", "-")
    says = text.slice(kept) if kept else ""
    return _Row(kept, says, part[0].line, label, marks[r"\tag"])


def _columns(stream: list[Tex]) -> list[Tex]:
    """The row with a wide space where a column begins: every other mark is an alignment point."""
    kept: list[Tex] = []
    depth = columns = 0
    for token in stream:
        depth += {r"\begin": 1, r"\end": -1, "{": 1, "}": -1}.get(token.text, 0)
        mark = token.text == "&" and not depth
        columns += mark
        kept.append(replace(token, text=r"\qquad") if mark and columns % 2 == 0 else token)
    return kept


_JOINING = frozenset(["+", r"\cdot", r"\times", "/"])


def _continues(row: list[Tex], before: list[Tex], environment: str) -> bool:
    """Whether a row goes on in the middle of the formula of the row before it."""
    shown_first = next((t for t in row if t.text not in WIDE | {"&"}), None)
    if shown_first is None or not before:
        return False
    if environment == "multline" or before[-1].text in RELATION | _JOINING | {"-"}:
        return True
    first = shown_first.text
    if first in _JOINING:
        return True
    if first != "-" or row[0].text != "&":
        return False
    if any(token.text in RELATION for token in row):
        hint = "Begin a row with a relation, or with the left side of a new equation."
        raise shown_first.error("does this row go on, or begin anew?", hint)
    return True


def _header(path: Path, text: str) -> dict[str, Any]:
    """The record's entry of the document: what its comments declare, and its title."""
    header, scope = Header(), Scope()
    try:
        for block in _blocks(_Text(text), path.suffix):
            for order in orders(block.text, 1) if isinstance(block, _Comment) else ():
                if not order.for_equation:
                    declare(order, scope, header)
    except InputError:
        pass  # told where the items are read
    titled = _TITLES[path.suffix].search(text)
    title = header.about.get("title") or (titled[1] if titled else path.name)
    symbols = {name: {"domain": str(d), "says": ""} for name, d in scope.domains.items()}
    own = {key: header.about.get(key, "") for key in ("url", "date")}
    return bare_header(path) | own | {"title": title, "symbols": symbols}


def document(path: Path, ids: Ids) -> Document:
    """The claims of a Markdown or LaTeX document, read as they are asked for."""
    try:
        raw = path.read_bytes()
        if len(raw) > MAX_BYTES:
            raise InputError(f"longer than {MAX_BYTES} bytes.", shown(path), "Split the document.")
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        bad = InputError(f"cannot be read: {error.strerror}.", shown(path))
        return Document(bare_header(path), iter([BadInput(bad, shown(path))]))
    except UnicodeDecodeError as error:
        bad = InputError(f"byte {error.start + 1} is not UTF-8.", shown(path), "Save it as UTF-8.")
        return Document(bare_header(path), iter([BadInput(bad, shown(path))]))
    except InputError as error:
        return Document(bare_header(path), iter([BadInput(error, shown(path))]))
    return Document(_header(path, text), _Reader(path, text, ids).items())
