"""Documents: encodings, limits and refusals."""

import io
import os
from pathlib import Path

import pytest

from threads.errors import UnreadableSource
from threads.sources.document import HEAD_BYTES, MAX_BYTES, Document


def refusal(document: Document) -> str:
    """Why the document's text is refused."""
    with pytest.raises(UnreadableSource) as caught:
        document.text()
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_reads_every_encoding_of_unicode(encoding: str) -> None:
    """UTF-8 and UTF-16, with and without a mark, give the same text, with plain line ends."""
    document = Document.of("tale.txt", "Of a small boat\r\nand a café 🌊, told in one long evening".encode(encoding))
    assert document.text() == "Of a small boat\nand a café 🌊, told in one long evening"
    assert document.head == document.text()
    assert list(document.lines()) == ["Of a small boat", "and a café 🌊, told in one long evening"]


def test_utf_16_big_endian_with_its_mark() -> None:
    """The mark tells the order of the bytes."""
    assert Document.of("tale.txt", b"\xfe\xff" + "día".encode("utf-16-be")).text() == "día"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\nrest", "a PNG picture"),
        (b"PK\x03\x04rest", "a zip archive"),
        (b"%PDF-1.7", "a PDF document"),
        (b"text\x00\x01\x02text and more", "a binary file"),
        ("wide text".encode("utf-32"), "a binary file"),
    ],
)
def test_binary_is_refused_by_what_it_seems_to_be(data: bytes, kind: str) -> None:
    """A picture or an archive is named as such, whether read whole or by lines."""
    assert kind in refusal(Document.of("thing", data))


def test_lines_refuse_an_archive() -> None:
    """Streaming does not get round the look at the first bytes."""
    with pytest.raises(UnreadableSource, match="zip archive"):
        list(Document.of("thing", b"PK\x03\x04rest").lines())


def test_damaged_utf8_is_refused_with_its_line() -> None:
    """The sentence says which line holds the bytes that are no text."""
    document = Document.of("tale.txt", b"one\ntwo\nthr\xffee\n")
    assert refusal(document) == (
        "tale.txt has bytes that are not UTF-8 text in line 3: save it as UTF-8 and try again."
    )
    assert document.head == "one\ntwo\nthr\ufffdee\n"
    with pytest.raises(UnreadableSource, match="not UTF-8 text after line"):
        list(document.lines())


def test_damaged_utf16_is_refused() -> None:
    """Half a surrogate pair is no text."""
    assert "not UTF-16 text in line 1" in refusal(Document.of("tale.txt", b"\xff\xfe\x00\xd8a\x00"))


def test_text_is_limited_in_size() -> None:
    """One byte more than the limit is refused, the limit itself is read."""
    assert len(Document.of("tale.txt", b"a" * MAX_BYTES).text()) == MAX_BYTES
    assert "larger than 16 MiB" in refusal(Document.of("tale.txt", b"a" * (MAX_BYTES + 1)))


def test_lines_of_any_file_size_but_limited_length() -> None:
    """A file beyond the limit streams by lines; a line beyond it is refused."""
    line = b"x" * (MAX_BYTES // 2)
    assert [len(each) for each in Document.of("big", line + b"\n" + line + b"\n" + line).lines()] == [len(line)] * 3
    with pytest.raises(UnreadableSource, match="Line 2 of big is longer than 16 MiB"):
        list(Document.of("big", b"a\n" + b"x" * (MAX_BYTES + 1)).lines())


def test_head_is_the_beginning_only() -> None:
    """Detection never decodes a whole large file."""
    assert len(Document.of("big", b"a" * MAX_BYTES).head) == HEAD_BYTES


def test_open_reads_a_file(tmp_path: Path) -> None:
    """A document from a path bears the file's name, and can be read more than once."""
    path = tmp_path / "tale.txt"
    path.write_bytes(b"once\nupon")
    document = Document.open(path)
    assert (document.name, document.text(), list(document.lines())) == ("tale.txt", "once\nupon", ["once", "upon"])


def test_open_refuses_what_is_no_file(tmp_path: Path) -> None:
    """A missing file, a folder, a pipe, and a name that no file can have are each refused in a sentence."""
    os.mkfifo(tmp_path / "pipe")
    for path, why in (
        (tmp_path / "gone.txt", "There is no file"),
        (tmp_path, "is a folder"),
        (tmp_path / "pipe", "is not a regular file"),
        (tmp_path / "nul\0name", "can't be reached"),
    ):
        with pytest.raises(UnreadableSource, match=why):
            Document.open(path)


def test_a_file_that_vanishes_is_refused(tmp_path: Path) -> None:
    """The file is opened late; by then it may be gone."""
    path = tmp_path / "tale.txt"
    path.write_bytes(b"once")
    document = Document.open(path)
    path.unlink()
    assert "can't be read" in refusal(document)
    with pytest.raises(UnreadableSource, match="can't be read"):
        list(document.lines())


def test_a_disk_that_fails_is_a_refusal() -> None:
    """An error while reading is no traceback."""

    class Failing(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError

        def read1(self, size: int | None = -1, /) -> bytes:
            raise OSError

    assert "can't be read" in refusal(Document("tape", Failing))


def test_a_disk_that_fails_between_lines_is_a_refusal() -> None:
    """The same, when the beginning could still be read."""
    streams = iter((io.BytesIO(b"one"), _FailingLater(b"one")))
    with pytest.raises(UnreadableSource, match="can't be read"):
        list(Document("tape", lambda: next(streams)).lines())


def test_tail_is_the_end_only() -> None:
    """The end of a large file is read as its beginning is; a small file is all end."""
    assert Document.of("tale.txt", "\ufeffdía".encode("utf-16-le")).tail == "día"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
        tail = Document.of("tale.txt", ("a" * 3 * HEAD_BYTES + "\nthe end").encode(encoding)).tail
        assert tail.endswith("aa\nthe end")
        assert len(tail) in (HEAD_BYTES, HEAD_BYTES + 1, HEAD_BYTES // 2)


def test_a_disk_that_fails_at_the_end_is_a_refusal() -> None:
    """The same, for the look at the end."""

    class Closing(io.BytesIO):
        def seek(self, offset: int, whence: int = 0, /) -> int:
            raise OSError

    with pytest.raises(UnreadableSource, match="can't be read"):
        _ = Document("tape", lambda: Closing(b"one")).tail


class _FailingLater(io.BytesIO):
    def read1(self, size: int | None = -1, /) -> bytes:
        raise OSError
