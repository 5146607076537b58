"""What a file is and how large, told from its headers."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.films import box, gif, jpeg, mp4, png, track, webp
from threads.content import Content, Type, content_of, type_of
from threads.model import MediaKind


@pytest.mark.parametrize(
    ("data", "type"),
    [
        (png(640, 360), Type.PNG),
        (jpeg(640, 360), Type.JPEG),
        (jpeg(640, 360, profile=60_000), Type.JPEG),
        (jpeg(640, 360, filling=b"\xff\xff"), Type.JPEG),
        (gif(640, 360), Type.GIF),
        (webp(640, 360, b"VP8X"), Type.WEBP),
        (webp(640, 360, b"VP8L"), Type.WEBP),
        (webp(640, 360, b"VP8 "), Type.WEBP),
        (mp4(640, 360), Type.MP4),
        (box(b"ftyp", b"isom") + box(b"mdat", b"\0" * 99, long=True) + box(b"moov", track(640, 360)), Type.MP4),
    ],
)
def test_what_a_file_is_and_how_large(data: bytes, type: Type) -> None:
    """By its headers, wherever they stand in it."""
    assert content_of(data) == Content(type=type, width=640, height=360)
    assert content_of(io.BytesIO(data)) == content_of(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<!DOCTYPE html><html><title>Not found</title>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        mp4(brand=b"avif"),
        mp4(brand=b"heic"),
        mp4(brand=b"mif1"),
        png(0, 5),
        b"\x89PNG\r\n\x1a\n",
        jpeg()[:12],
        b"\xff\xd8" + b"\xff\xe1\x00\x02" * 3_000,
        gif(0, 2),
        webp(640, 360, b"VP8X").replace(b"VP8X", b"VP9X"),
    ],
)
def test_what_is_no_picture_of_a_size_is_nothing(data: bytes) -> None:
    """Pages, documents, kinds that Telegram can't show, and pictures that were cut off before their size."""
    assert content_of(data) is None


@pytest.mark.parametrize(
    "data",
    [
        b"\x1a\x45\xdf\xa3" + b"\0" * 40,
        mp4()[:200],
        box(b"ftyp", b"isom") + box(b"moov", track(0, 0)),
        box(b"ftyp", b"isom") + b"\0\0\0\3moov",
        box(b"ftyp", b"isom") + b"\0\0\0\0moov" + b"\0" * 20,
        box(b"ftyp", b"isom") + box(b"moov", box(b"trak", box(b"tkhd", b"\0"))),
        box(b"ftyp", b"isom") + box(b"free") * 2_000,
        box(b"ftyp", b"isom") + box(b"free") + b"\0\0",
    ],
)
def test_a_film_need_not_tell_its_size(data: bytes) -> None:
    """Then only its kind is known; what is damaged is judged by whoever plays it."""
    found = content_of(data)
    assert found is not None
    assert (found.width, found.height, found.type.is_picture) == (None, None, False)


@pytest.mark.parametrize(
    ("kind", "types"),
    [
        (MediaKind.PHOTO, {Type.JPEG, Type.PNG, Type.WEBP}),
        (MediaKind.VIDEO, {Type.MP4, Type.WEBM}),
        (MediaKind.GIF, {Type.GIF, Type.MP4}),
    ],
)
def test_what_can_be_shown_as_what(kind: MediaKind, types: set[Type]) -> None:
    """A film is no photo, and a GIF of most networks is a film."""
    assert {type for type in Type if type.fits(kind)} == types


@given(st.binary(max_size=200), st.sampled_from([png(), jpeg(), gif(), webp(2, 2, b"VP8X"), mp4(moved=4)]), st.data())
def test_any_bytes_are_judged_without_an_error(junk: bytes, whole: bytes, data: st.DataObject) -> None:
    """Arbitrary ones, and real files with a piece replaced."""
    place = data.draw(st.integers(0, len(whole)))
    for file in (junk, whole[:place] + junk + whole[place:], whole[:place] + junk):
        found = content_of(file)
        assert found is None or found.type is type_of(file[:32])
