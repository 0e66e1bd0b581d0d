from xml.etree import ElementTree

import pytest

from thence_reports import drawings, plots

XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink" '


def curves(name="x", label="left: x"):
    return drawings.Curves(name, (-1, 0, 1), (1, float("nan"), 2), (1, 1, 1), (label, "right"))


NAMES = ["x", "变量", "$x^", "a_b", "<b>&amp;", "\\input{x}", "‮"]


@pytest.mark.parametrize("name", NAMES)
def test_the_same_drawing_gives_the_same_file(tmp_path, name):
    for file in ("a.pdf", "b.pdf"):
        plots.save_pdf(curves(name), tmp_path / file)
    first = (tmp_path / "a.pdf").read_bytes()
    assert first == (tmp_path / "b.pdf").read_bytes()
    assert first.startswith(b"%PDF")
    assert b"CreationDate" not in first


@pytest.mark.parametrize("name", NAMES)
def test_svg_is_well_formed_and_in_the_colours_of_the_page(name):
    drawing = curves(name)
    text = str(plots.svg(drawing, "salt"))
    assert text == plots.svg(drawing, "salt")
    root = ElementTree.fromstring(text.replace("<svg ", f"<svg {XLINK}", 1))
    assert root.get("aria-label") == drawing.caption
    assert "var(--left)" in text
    assert not {"script", "metadata", "style"} & {e.tag.rpartition("}")[2] for e in root.iter()}
    assert not any(colour in text for colour in plots.VARIABLES)


def test_ids_differ_between_the_figures_of_a_page_and_are_never_those_of_steps():
    ids = [
        {e.get("id") for e in ElementTree.fromstring(str(text).replace("xlink:", "")).iter()}
        - {None}
        for text in (plots.svg(curves(), salt) for salt in ("1", "2"))
    ]
    assert all(ids)
    assert not ids[0] & ids[1]
    assert all(name.startswith(":") for name in ids[0] | ids[1])


def test_a_users_own_settings_change_nothing(tmp_path):
    import matplotlib as mpl

    plain = plots.svg(curves(), "1")
    with mpl.rc_context({"lines.linewidth": 9, "axes.grid": False, "font.size": 30}):
        assert plots.svg(curves(), "1") == plain
