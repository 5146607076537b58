"""Which pictures a story's files want, and what a picture is."""

import pytest

from tests.builders import DAY, story
from tests.threads.exports.editions import GIF, PNG, WEBP, edition, full_story
from threads.exports.pictures import Wanted, ending_of, wanted_of
from threads.model import Gap, Media, MediaKind, Moment, Tweet, TweetNumber


def test_every_picture_is_wanted_once() -> None:
    """The author's, photos, the previews of films, a GIF itself; nothing of a film that has no preview."""
    assert [wanted.url.rpartition("/")[2] for wanted in wanted_of(full_story())] == [
        *("mira.png", "kettle.png", "lost.png", "f.webp", "wave.gif")
    ]
    kettle = (Media(kind=MediaKind.PHOTO, url="https://sea.example/kettle.png"),)
    twice = (Tweet(number=TweetNumber(number), media=kettle) for number in (1, 2))
    gone = Tweet(
        number=TweetNumber(3), media=(Media(kind=MediaKind.GIF, url="https://sea.example/g"),), gap=Gap.DELETED
    )
    assert list(wanted_of(story(*twice, gone))) == [Wanted("https://sea.example/kettle.png", MediaKind.PHOTO)]


@pytest.mark.parametrize(
    ("data", "ending"),
    [(PNG, "png"), (b"\xff\xd8\xff\xe0", "jpg"), (GIF, "gif"), (WEBP, "webp"), (b"<svg/>", None), (b"", None)],
)
def test_a_picture_is_told_by_its_first_bytes(data: bytes, ending: str | None) -> None:
    """Whatever its address or its server says."""
    assert ending_of(data) == ending


def test_a_moment_that_nobody_wrote_out_is_written_by_the_rules() -> None:
    """Never left out: a day, or a day and a time."""
    wording = edition(story(written=None)).wording
    assert wording.moment(DAY) == "2024-03-09"
    assert wording.moment(Moment(at=DAY.at)) == "2024-03-09T00:00"
