import sys

import pytest

from thence.errors import InputError
from thence.readers import BadInput, read
from thence.readers.python_file import load


@pytest.fixture
def write(tmp_path):
    def write_it(text, name="post.py"):
        path = tmp_path / name
        path.write_text(text)
        return path

    return write_it


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("x = 1\ny = 1 / 0\n", 2, "ZeroDivisionError: division by zero"),
        ("x = 1\n\ndef broken(:\n", 3, "invalid syntax"),
        ("import no_such_module_at_all\n", 1, "ModuleNotFoundError"),
        ("def f():\n    raise ValueError('no')\n\nf()\n", 2, "ValueError: no"),
        ("import sys\nsys.exit(0)\n", 2, "SystemExit: 0"),
        (
            "from thence.errors import InputError\nraise InputError('what', 'here', 'next')",
            2,
            "what",
        ),
    ],
)
def test_a_failing_file_names_its_line(write, text, line, what):
    with pytest.raises(InputError) as caught:
        load(write(text))
    assert what in caught.value.what
    assert f"post.py:{line}" in caught.value.where
    assert caught.value.hint


def test_a_failing_file_is_one_bad_input(write):
    (bad,) = read(write("1 / 0"))
    assert isinstance(bad, BadInput)


def test_a_file_without_a_derivation(write):
    with pytest.raises(InputError, match="holds no derivation"):
        load(write("x = 1\n"))


def test_modules_have_names_of_their_own(write):
    before = set(sys.modules)
    with pytest.raises(InputError):
        load(write("import numbers as real\nreal.Number\n", "numbers.py"))
    assert not {name for name in set(sys.modules) - before if not name.startswith("_thence_file_")}
    import numbers

    assert hasattr(numbers, "Number")


def test_the_file_is_read_as_it_is_now(write):
    for what in ("first", "other"):
        path = write(f"raise ValueError('{what}')\n")
        with pytest.raises(InputError, match=what):
            load(path)
    assert not list(path.parent.rglob("*.pyc"))
