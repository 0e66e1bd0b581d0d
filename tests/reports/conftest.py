import json
from pathlib import Path

import pytest

SAMPLE = Path(__file__).with_name("sample_record.json")


@pytest.fixture
def record():
    """A record made up for these tests: the entries of SquarePlus, and a post full of malice.

    Its evidence and its grades are invented. It holds what reports have to survive.
    """
    return json.loads(SAMPLE.read_text("utf-8"))


@pytest.fixture(scope="session")
def tex_reports(tmp_path_factory):
    """The LaTeX reports of the sample, written once."""
    from thence_reports import latex

    record = json.loads(SAMPLE.read_text("utf-8"))
    return latex.write(record, tmp_path_factory.mktemp("tex"))


@pytest.fixture(scope="session")
def html_reports(tmp_path_factory):
    """The HTML pages of the sample, written once."""
    from thence_reports import html

    record = json.loads(SAMPLE.read_text("utf-8"))
    return html.write(record, tmp_path_factory.mktemp("html"))
