import pytest

from thence.errors import InputError
from thence.readers import read


@pytest.mark.parametrize(
    ("name", "what", "hint"),
    [
        ("post.md", "Markdown files are not read yet", ".jsonl"),
        ("post.tex", "LaTeX files are not read yet", ".jsonl"),
        ("post.docx", "'.docx' are not read", ".py"),
        ("post", "'nothing' are not read", ".py"),
    ],
)
def test_other_files(tmp_path, name, what, hint):
    (tmp_path / name).touch()
    with pytest.raises(InputError) as caught:
        list(read(tmp_path / name))
    assert what in caught.value.what
    assert hint in caught.value.hint


def test_missing_files_and_empty_folders(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        list(read(tmp_path / "none.jsonl"))
    with pytest.raises(InputError, match="no claims in this folder"):
        list(read(tmp_path))


def test_folders_are_read_recursively_in_order(tmp_path):
    text = '{"id": "%s", "given": {}, "assuming": [], "lhs": "1", "rel": "=", "rhs": "1"}'
    for name in ("b.jsonl", "a/c.jsonl", ".hidden/d.jsonl", "_draft.jsonl"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text % name)
    assert [claim.id for claim in read(tmp_path)] == ["a/c.jsonl", "b.jsonl"]
