from html.parser import HTMLParser

from thence_reports import html, view

VOID = {"meta", "input", "br", "link", "img"}


class Page(HTMLParser):
    """What a browser would find: tags in balance, ids, links, scripts, text."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.ids, self.links = [], [], [], []
        self.attributes, self.text, self.scripts = set(), "", []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.ids += [value for name, value in attrs if name == "id"]
        self.links += [value for name, value in attrs if name in ("href", "src", "xlink:href")]

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] == "script":
            self.scripts.append(data)
        elif self.open and self.open[-1] != "style":
            self.text += data


def read(path):
    return Page(path.read_text("utf-8"))


def test_pages(html_reports):
    names = [path.name for path in html_reports]
    assert names == ["index.html", "squareplus.html", "hostile-post.html"]
    for path in html_reports:
        page = read(path)
        assert len(page.ids) == len(set(page.ids))
        assert page.scripts == [html.SCRIPT]
        assert "img" not in page.tags
        assert not {name for name in page.attributes if name.startswith("on")}
        for link in page.links:
            file, _, anchor = link.partition("#")
            if file.startswith("https:"):
                assert file.startswith("https://kexue.fm/")
                continue
            target = read(path.with_name(file)) if file else page
            assert not anchor or anchor in target.ids


def test_every_step_has_an_anchor_and_is_shown_in_order(html_reports, record):
    for path, (_, claims) in zip(html_reports[1:], view.derivations_of(record), strict=True):
        page = read(path)
        steps = [name for name in page.ids if not name.startswith(":")]
        assert len(steps) == len(claims)
        for claim in claims:
            assert claim["id"] in page.text
    assert "squareplus.jensen" in read(html_reports[1]).ids


def test_errata_are_on_the_front_page(html_reports):
    page = read(html_reports[0])
    assert "hostile-post.html#hostile.sqrt_of_square" in page.links
    assert "The post means x >= 0." in page.text


def test_malice_stays_text(html_reports):
    text = html_reports[2].read_text("utf-8")
    page = Page(text)
    assert "<script>alert(1)</script>" in page.text
    assert "<img src=x onerror=alert(1)>" in page.text
    assert r"\input{/etc/passwd}" in page.text
    assert r"\write18{ls}" in page.text
    assert "javascript:alert(1)" in page.text
    assert "\u202e" not in text
    assert "[U+202E]" in page.text
    assert text.count("<script>") == 1


def test_equations_are_mathml(html_reports):
    page = read(html_reports[1])
    assert page.tags.count("math") > 20
    assert {"mfrac", "msqrt", "msup", "svg"} <= set(page.tags)
    assert "\\" not in page.text


def test_the_same_record_gives_the_same_bytes(html_reports, record, tmp_path):
    for first, again in zip(html_reports, html.write(record, tmp_path), strict=True):
        assert first.read_bytes() == again.read_bytes()


def test_a_derivation_called_index_does_not_hide_the_index(record, tmp_path):
    record["derivations"][0]["slug"] = "index"
    record["claims"] = []
    names = [path.name for path in html.write(record, tmp_path)]
    assert names[:2] == ["index.html", "index-2.html"]


def test_an_empty_record(tmp_path, record):
    record |= {"derivations": [], "claims": [], "ledger": [], "counts": {}}
    (index,) = html.write(record, tmp_path)
    assert "There are no steps." in read(index).text


def claimed(record):
    """The record with one claim that is taken apart, and one about an order of growth."""
    first, second = record["claims"][:2]
    first["form"] = {
        "parts": [{"math": "x**2 = b"}, {"words": "exactly <where>"}, {"math": "x = sqrt(b)"}],
        "given": {"x": "positive", "b": "positive"},
        "assuming": ["b != 1"],
    }
    second["statements"] = second["statements"][:1]
    second["statements"][0] |= {
        "given": {"b": "positive"}, "assuming": [], "lhs": "sqrt(x**2 + b) - x", "rel": "o",
        "rhs": "1", "tends": "x -> oo", "latex": r"\sqrt{x^{2} + b} = x + o(1)",
    }  # fmt: skip
    return record


def test_what_is_taken_apart_is_shown_as_it_was_said(record, tmp_path):
    pages = html.write(claimed(record), tmp_path)
    text = pages[1].read_text("utf-8")
    assert "<mtext>exactly &lt;where&gt;</mtext>" in text
    assert "<mo>=</mo><mi>x</mi><mo>+</mo><mi>o</mi>" in text
    assert "<mi>x</mi><mo>→</mo><mi>∞</mi>" in text
    assert "<mi>b</mi><mo>≠</mo><mn>1</mn>" in text


def test_a_form_that_cannot_be_read_is_left_out(record, tmp_path):
    claimed(record)["claims"][0]["form"]["parts"][0]["math"] = "x ++"
    assert "exactly" not in html.write(record, tmp_path)[1].read_text("utf-8")
