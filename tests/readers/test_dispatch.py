import pytest

from thence.errors import InputError
from thence.readers import read


@pytest.mark.parametrize(
    ("name", "what", "hint"),
    [
        ("post.docx", "'.docx' are not read", ".md"),
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


def test_a_document_in_a_folder_is_read_where_it_speaks_to_thence(tmp_path):
    (tmp_path / "README.md").write_text("$$ y = 1 $$")
    (tmp_path / "post.md").write_text("<!-- thence: x real -->\n$$ x^2 \\ge 0 $$")
    assert [claim.id for claim in read(tmp_path)] == ["post.eq1"]
