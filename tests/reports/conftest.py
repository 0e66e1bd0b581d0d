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
