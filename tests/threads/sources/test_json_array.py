"""Objects out of the list of a script, one by one, whatever its size and however it is cut into chunks."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threads.errors import UnreadableSource
from threads.sources.json_array import CHUNK, MAX_OBJECT, MAX_VALUE, assigned, objects

VALUES = st.recursive(
    st.none() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


def read(text: str | bytes) -> list[bytes]:
    """The objects of a file."""
    return list(objects(io.BytesIO(text.encode() if isinstance(text, str) else text), "tweets.js"))


class Slow(io.BytesIO):
    """A file that gives a few bytes at a time."""

    def read(self, size: int | None = -1) -> bytes:
        """Three bytes."""
        return super().read(1024 if self.tell() == 0 else 3)


@given(values=st.lists(st.dictionaries(st.text(), VALUES, max_size=4), max_size=5), indent=st.sampled_from([None, 2]))
def test_every_object_comes_back(values: list[dict[str, object]], indent: int | None) -> None:
    """Brackets and quotes in texts are no structure; chunks may end anywhere."""
    text = "window.YTD.tweets.part0 = " + json.dumps(values, indent=indent, ensure_ascii=False)
    data = text.encode("utf-8", "replace")
    assert [json.loads(each) for each in read(data)] == json.loads(data[data.index(b"=") + 1 :])
    padded = data.replace(b"[", b"[" + b" " * 1024, 1)
    assert list(objects(Slow(padded), "tweets.js")) == read(data)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("[]", 0),
        ("\ufeff[{}]", 1),
        ('a.b = [{"a": {"b": []}}, {}];\n', 2),
        ('x=[1, "a", [{"b": {}}], null, {"c": "\\"}"}] trailing {', 2),
        ('x=[{"a": "=["}]', 1),
    ],
)
def test_lists_of_all_kinds(text: str, count: int) -> None:
    """Whatever is neither text nor number in a list is given out, and what follows the list is nobody's."""
    assert len(read(text)) == count


@pytest.mark.parametrize("text", ["", "x = {}", "alert(1); x = [{}]", "words", "x=" * 700 + "[{}]", "\x00"])
def test_what_is_no_list_is_refused(text: str) -> None:
    """Code before the list is more than a name."""
    with pytest.raises(UnreadableSource, match=r"tweets\.js holds no list of tweets"):
        read(text)


@pytest.mark.parametrize("text", ["x=[", 'x=[{"a": "', "x=[{}, {", 'x=[{"a": [[['])
def test_a_list_that_ends_early_is_refused(text: str) -> None:
    """Half a file is no archive."""
    with pytest.raises(UnreadableSource, match=r"tweets\.js ends in the middle"):
        read(text)


def test_an_endless_object_is_refused() -> None:
    """Also one that is all text."""
    for text in ('x=[{"a": "' + "a" * (MAX_OBJECT + CHUNK * 2), "x=[" + " " * (MAX_OBJECT + CHUNK * 2)):
        with pytest.raises(UnreadableSource, match="larger than any tweet"):
            read(text)


def test_small_files_are_read_whole() -> None:
    """One value behind its name."""
    assert assigned(io.BytesIO(b'window.__THAR_CONFIG = {"a": [1]};\n'), "manifest.js") == {"a": [1]}
    for bad in (b"{", b"x = [1", b'{"a": 1}' + b" " * MAX_VALUE, b"nothing"):
        with pytest.raises(UnreadableSource, match=r"manifest\.js is not"):
            assigned(io.BytesIO(bad), "manifest.js")
