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
        self.links += [value for name, value in attrs if name in ("href", "src")]

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] == "script":
            self.scripts.append(data)
        elif self.open and self.open[-1] != "style":
            self.text += data


def test_pages(record, tmp_path):
    written = html.write(record, tmp_path)
    assert [p.name for p in written] == ["index.html", "squareplus.html", "hostile-post.html"]
    for path in written:
        page = Page(path.read_text("utf-8"))
        assert len(page.ids) == len(set(page.ids))
        assert page.scripts == [html.SCRIPT]
        assert "img" not in page.tags
        assert not {name for name in page.attributes if name.startswith("on")}
        for link in page.links:
            assert link.startswith(("#", "https://kexue.fm/")) or (tmp_path / link).exists()


def test_every_claim_has_an_anchor_and_is_shown(record, tmp_path):
    paths = html.write(record, tmp_path)[1:]
    for path, (_, claims) in zip(paths, view.derivations_of(record), strict=True):
        page = Page(path.read_text("utf-8"))
        links = [link for link in page.links if link.startswith("#")]
        assert {link[1:] for link in links} <= set(page.ids)
        for claim in claims:
            assert claim["id"] in page.text


def test_malice_stays_text(record, tmp_path):
    text = html.write(record, tmp_path)[2].read_text("utf-8")
    page = Page(text)
    assert "<script>alert(1)</script>" in page.text
    assert "<img src=x onerror=alert(1)>" in page.text
    assert r"\input{/etc/passwd}" in page.text
    assert "javascript:alert(1)" in page.text
    assert "\u202e" not in text
    assert "[U+202E]" in page.text
    assert text.count("<script>") == 1


def test_equations_are_mathml(record, tmp_path):
    page = Page(html.write(record, tmp_path)[1].read_text("utf-8"))
    assert page.tags.count("math") > 20
    assert {"mfrac", "msqrt", "msup", "svg"} <= set(page.tags)


def test_the_same_record_gives_the_same_bytes(record, tmp_path):
    for first in html.write(record, tmp_path / "a"):
        html.write(record, tmp_path / "b")
        assert first.read_bytes() == (tmp_path / "b" / first.name).read_bytes()


def test_a_derivation_called_index_does_not_hide_the_index(record, tmp_path):
    record["derivations"][0]["slug"] = "index"
    names = [path.name for path in html.write(record, tmp_path)]
    assert names[:2] == ["index.html", "index-2.html"]
