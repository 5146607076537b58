"""Pictures and films inside an archive: which are found for a story, and which stay closed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.films import mp4, png
from tests.threads.sources.x_archives import Files, folder, id_of, packed, picture, tweet, tweets_js, whole
from threads.errors import UnreadableSource
from threads.sources import x_archive
from threads.sources.document import Document
from threads.sources.x_archive_files import MAX_RATIO

Make = Callable[[Path, Files], Document]
PHOTO = "https://pbs.twimg.com/media/lamp.jpg"
FILM = "https://video.twimg.com/ext/1280x720/wide_-1.mp4?tag=14"


def found(document: Document) -> dict[str, bytes]:
    """What an archive holds of its stories' media."""
    with x_archive.archive(document) as archive:
        held = [each for story in archive.stories(archive.threads()) for each in archive.media(story)]
        content = {}
        for each in held:
            with each.opened() as stream:
                content[each.url] = stream.read()
    assert len(held) == len(content)
    return content


@pytest.mark.parametrize("make", [packed, folder])
@pytest.mark.parametrize("place", ["tweets_media", "tweet_media", "community_tweet_media"])
def test_the_files_of_each_vintage_are_found(tmp_path: Path, make: Make, place: str) -> None:
    """By tweet and the end of the address, without what stands behind it; the preview of a film too."""
    files = whole(
        tweet(1, **picture(1)), tweet(2, to=1, **picture(2, "poster.jpg", film=FILM)), tweet(3, to=2, **picture(3))
    ) | {
        f"data/{place}/{id_of(1)}-lamp.jpg": png(),
        f"data/{place}/{id_of(2)}-wide_-1.mp4": mp4(),
        f"data/{place}/{id_of(9)}-other.jpg": b"of no thread",
    }
    assert found(make(tmp_path / "a", files)) == {PHOTO: png(), FILM: mp4()}
    files[f"data/{place}/{id_of(2)}-poster.jpg"] = png(9, 9)
    assert found(make(tmp_path / "b", files))["https://pbs.twimg.com/media/poster.jpg"] == png(9, 9)


def test_tweets_alone_have_no_pictures(tmp_path: Path) -> None:
    """Files that lie beside tweets.js are none of its."""
    tmp_path.joinpath("tweets_media").mkdir()
    tmp_path.joinpath("tweets_media", f"{id_of(1)}-lamp.jpg").write_bytes(png())
    tmp_path.joinpath("tweets.js").write_text(tweets_js(tweet(1, **picture(1)), tweet(2, to=1)))
    assert found(Document.open(tmp_path / "tweets.js")) == {}


@pytest.mark.parametrize("make", [packed, folder])
@pytest.mark.parametrize("name", ["..", "x/../../direct-messages.js", "a b.jpg", "%2e%2e", "lamp.jpg/", "lämp.jpg"])
def test_an_address_leads_to_no_other_file(tmp_path: Path, make: Make, name: str) -> None:
    """Whatever an archive says that its pictures are called."""
    files = whole(tweet(1, **picture(1, name)), tweet(2, to=1)) | {f"data/tweets_media/{id_of(1)}-a b.jpg": png()}
    assert found(make(tmp_path / "a", files)) == {}


def test_a_link_in_the_folder_is_not_followed(tmp_path: Path) -> None:
    """It may lead out of the archive."""
    document = folder(tmp_path / "a", whole(tweet(1, **picture(1)), tweet(2, to=1)))
    tmp_path.joinpath("a", "data", "tweets_media").mkdir()
    tmp_path.joinpath("secret.png").write_bytes(png())
    tmp_path.joinpath("a", "data", "tweets_media", f"{id_of(1)}-lamp.jpg").symlink_to(tmp_path / "secret.png")
    assert found(document) == {}


def test_a_damaged_or_hostile_picture_is_told(tmp_path: Path) -> None:
    """Bytes that are not what the zip says, and what is packed as no picture is."""
    files = whole(tweet(1, **picture(1)), tweet(2, to=1)) | {f"data/tweets_media/{id_of(1)}-lamp.jpg": png()}
    packed(tmp_path / "a.zip", files)
    whole_zip = tmp_path.joinpath("a.zip").read_bytes()
    place = whole_zip.index(b"-lamp.jpg") + len("-lamp.jpg")
    tmp_path.joinpath("a.zip").write_bytes(whole_zip[:place] + b"\xff\xff" + whole_zip[place + 2 :])
    with pytest.raises(UnreadableSource, match="damaged"):
        found(Document.open(tmp_path / "a.zip"))
    files[f"data/tweets_media/{id_of(1)}-lamp.jpg"] = b"\0" * MAX_RATIO * 10_000
    with pytest.raises(UnreadableSource, match="hostile"):
        found(packed(tmp_path / "b.zip", files))
