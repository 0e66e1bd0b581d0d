"""The pages in a real browser: what is drawn, found, folded, reached by keys, read aloud, printed.

The browser fetches nothing: every request that is not for a file of the reports fails the test.
"""

import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parents[2] / "reports/golden"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
DESKTOP, PHONE = {"width": 1100, "height": 900}, {"width": 390, "height": 800}


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@contextmanager
def opened(chromium, path, viewport=DESKTOP, anchor="", **options):
    """A page, which must neither fetch anything nor complain of anything."""
    context = chromium.new_context(viewport=viewport, **options)
    complaints = []
    page = context.new_page()
    page.on("request", lambda request: complaints.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(path.as_uri() + anchor)
    yield page
    context.close()
    asked = [text for text in complaints if not text.startswith(path.parent.as_uri())]
    assert asked == []


def golden_pages():
    return sorted(GOLDEN.glob("*.html"))


#: What of a page is not as it should be: a formula that is not drawn as mathematics, one that is
#: cut off, a figure without a line.
FAULTS = """() => {
  const faults = [], name = (part) => part.outerHTML.slice(0, 200);
  for (const math of document.querySelectorAll("math")) {
    const box = math.getBoundingClientRect();
    const folded = math.closest("details:not([open])");
    if (!folded && !(box.width > 0 && box.height > 0)) faults.push(["not drawn", name(math)]);
    if (!getComputedStyle(math).display.includes("math")) faults.push(["not math", name(math)]);
    for (const part of math.querySelectorAll("*")) {
      if (part.namespaceURI !== math.namespaceURI) faults.push(["not MathML", name(part)]);
      const inner = part.getBoundingClientRect();
      const visible = inner.width > 0 && !["mo", "mspace"].includes(part.localName);
      if (visible && (inner.top < box.top - 3 || inner.bottom > box.bottom + 3))
        faults.push(["sticks out", name(part)]);
    }
  }
  for (const box of document.querySelectorAll(".formula")) {
    if (box.scrollHeight > box.clientHeight + 1) faults.push(["cut off", name(box)]);
    if (box.scrollWidth > box.clientWidth && box.tabIndex !== 0)
      faults.push(["out of reach of keys", name(box)]);
  }
  for (const drawing of document.querySelectorAll("figure svg")) {
    // The first line has this colour; grid and axes do not, and in the legend it is short.
    const lines = [...drawing.querySelectorAll("path[style*='var(--left)']")].filter(
      (line) => line.getBoundingClientRect().width > 60);
    if (!lines.length) faults.push(["empty", name(drawing)]);
  }
  return faults;
}"""


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("path", golden_pages(), ids=lambda path: path.stem)
def test_every_equation_and_figure_is_drawn(chromium, path, viewport):
    with opened(chromium, path, viewport) as page:
        assert page.evaluate(FAULTS) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
        assert "\\" not in page.evaluate("document.body.innerText")
        if path.stem != "index":
            assert page.locator("math").count() > 40


def test_what_is_hostile_is_drawn_as_text(chromium, html_reports):
    for viewport in (DESKTOP, PHONE):
        with opened(chromium, html_reports[2], viewport) as page:
            assert page.evaluate(FAULTS) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
            text = page.evaluate("document.body.innerText")
            assert "<script>alert(1)</script>" in text
            assert r"\input{/etc/passwd}" in text
            assert page.locator("script").count() == 1


def steps(page):
    """The ids of the steps that are shown."""
    shown = "all => all.filter(step => step.checkVisibility()).map(step => step.id)"
    return page.locator("article").evaluate_all(shown)


def test_filter_search_and_links(chromium, html_reports, record):
    grades = {c["id"]: c["grade"] for c in record["claims"] if c["id"].startswith("squareplus.")}
    certified = [name for name, grade in grades.items() if grade == "certified"]
    assert 0 < len(certified) < len(grades)
    with opened(chromium, html_reports[1]) as page:
        status = page.get_by_role("status")
        assert steps(page) == list(grades)
        page.get_by_role("checkbox", name="certified").check()
        assert steps(page) == certified
        assert status.inner_text() == f"{len(certified)} of {len(grades)} steps"
        page.get_by_role("searchbox").fill("SQUAREPLUS jensen")
        assert steps(page) == ["squareplus.jensen"]
        # A link to a step that is filtered away shows it.
        page.get_by_role("link", name="squareplus.code").or_(
            page.locator("nav a[href='#squareplus.code']")
        ).first.click()
        assert "squareplus.code" in steps(page)
        assert page.url.endswith("#squareplus.code")
        assert page.locator("article:target").get_attribute("id") == "squareplus.code"
        page.get_by_role("searchbox").fill("no such step")
        assert steps(page) == []
        assert status.inner_text() == f"0 of {len(grades)} steps"


def test_a_step_is_reached_by_its_address(chromium, html_reports):
    with opened(chromium, html_reports[1], anchor="#squareplus.minimax") as page:
        box = page.locator("article:target").bounding_box()
        assert 0 <= box["y"] < DESKTOP["height"]


def test_from_the_errata_of_the_front_page_to_the_step(chromium, html_reports):
    with opened(chromium, html_reports[0]) as page:
        page.get_by_role("link", name="hostile.sqrt_of_square").click()
        assert page.locator("article:target h3").inner_text().endswith("hostile.sqrt_of_square")
        page.get_by_role("link", name="All derivations").click()
        assert page.locator("h1").inner_text() == "Checked derivations"


def test_evidence_is_folded_and_unfolded_with_the_keys(chromium, html_reports):
    with opened(chromium, html_reports[1]) as page:
        details = page.locator("#squareplus\\.jensen details")
        assert not details.locator(".evidence").is_visible()
        details.locator("summary").focus()
        page.keyboard.press("Enter")
        assert details.locator(".evidence").is_visible()
        page.get_by_role("searchbox").focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        assert page.get_by_role("checkbox").first.is_checked()


def test_without_scripts_everything_is_there(chromium, html_reports, record):
    with opened(chromium, html_reports[1], java_script_enabled=False) as page:
        count = sum(claim["id"].startswith("squareplus.") for claim in record["claims"])
        assert page.locator("article").count() == count
        assert not page.get_by_role("searchbox").is_visible()


def test_what_is_folded_is_printed(chromium, html_reports, tmp_path):
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed")
    with opened(chromium, html_reports[1]) as page:
        page.pdf(path=tmp_path / "page.pdf")
    command = ["pdftotext", str(tmp_path / "page.pdf"), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "SquarePlus" in text
    assert "derivations/squareplus.py:" in text
    assert "Search the steps" not in text


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(chromium, html_reports, scheme, viewport):
    from axe_playwright_python.sync_playwright import Axe

    for path in html_reports:
        options = {"color_scheme": scheme, "bypass_csp": True}
        with opened(chromium, path, viewport, **options) as page:
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            found = Axe().run(page).response["violations"]
            assert [(v["id"], v["impact"], v["nodes"][0]["html"]) for v in found] == []
