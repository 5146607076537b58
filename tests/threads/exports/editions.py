"""Editions for tests of the files that are made of stories."""

from typing import Any

from tests.builders import DAY, story, tweets_of
from threads.exports.edition import Edition
from threads.exports.wording import english
from threads.model import (
    Author,
    Gap,
    Media,
    MediaKind,
    Moment,
    Poll,
    PollOption,
    Quote,
    Thread,
    Tweet,
    TweetNumber,
)

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)
GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00"
GIF += b"\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
WEBP = bytes.fromhex("524946461a000000574542505650384c0d0000002f00000010071011118888fe0700")


def edition(thread: Thread, **fields: Any) -> Edition:
    """An edition in English."""
    return Edition(thread=thread, wording=english(thread), **fields)


def full_story(**fields: Any) -> Thread:
    """A story with everything in it that a file has a form for."""
    tweets = (
        "A kettle sings on the pier, says @otto. #harbour\n\n  It is https://sea.example/kettle?a=1&b=2 again.",
        Tweet(
            number=TweetNumber(2),
            text="Look:",
            written=Moment(at=DAY.at),
            source_url="https://x.com/mira_tides/status/2",
            lang="en",
            media=(
                Media(kind=MediaKind.PHOTO, url="https://sea.example/kettle.png", alt="A [red] kettle."),
                Media(kind=MediaKind.PHOTO, url="https://sea.example/lost.png"),
                Media(
                    kind=MediaKind.VIDEO, url="https://sea.example/film.mp4", preview_url="https://sea.example/f.webp"
                ),
                Media(kind=MediaKind.VIDEO, url="https://sea.example/other.mp4", alt="The pier."),
                Media(kind=MediaKind.GIF, url="https://sea.example/wave.gif", sensitive=True),
            ),
        ),
        Tweet(number=TweetNumber(3), text="Nobody lit the stove.", content_warning="Ghosts"),
        Tweet(number=TweetNumber(4), gap=Gap.DELETED),
        Tweet(
            number=TweetNumber(7),
            text="Who was it?",
            quote=Quote(
                url="https://x.com/otto/status/9",
                author=Author(name="Otto", handle="otto"),
                text="I was not\nthere. #alibi",
            ),
            poll=Poll(
                options=(PollOption(label="The wind", votes=3), PollOption(label="A ghost", votes=1)), closes=DAY
            ),
        ),
        Tweet(
            number=TweetNumber(8),
            quote=Quote(url="https://x.com/otto/status/10"),
            poll=Poll(options=(PollOption(label="Yes"), PollOption(label="No"))),
        ),
    )
    values: dict[str, Any] = {
        "author": Author(
            handle="mira_tides",
            name="Mira Tides",
            bio="Tide tables and ghosts.",
            avatar_url="https://sea.example/mira.png",
        ),
        "source_url": "https://x.com/mira_tides/status/1",
        "title": "The kettle on the pier",
    }
    return story(**(values | {"tweets": tweets_of(tweets)} | fields))


PICTURES = {
    "https://sea.example/mira.png": PNG,
    "https://sea.example/kettle.png": PNG,
    "https://sea.example/f.webp": WEBP,
    "https://sea.example/wave.gif": GIF,
}

HOSTILE = story(
    "a\x00b ]]> <script>alert(1)</script> & \ufffe \ud800 \x0b\x85\U0001fffe",
    "https://exa mple.com/%zz https://ex.com/a|b[c]{d}?x=%&y=\\ https://a_b-.com/ #tag &amp; @name",
    Tweet(
        number=TweetNumber(3),
        text="---\n\n***\n```\n# x\n![a](https://b.example/d)\n<!-- --> <![CDATA[",
        content_warning="<b>warned</b>\x01",
        lang='x" onload="',
        media=(
            Media(kind=MediaKind.PHOTO, url="https://[bad/\\|x", alt="]]>\x02\"'"),
            Media(kind=MediaKind.PHOTO, url="http://user:pw@ex_a.com:99999/", alt="x"),
            Media(kind=MediaKind.VIDEO, url="https://é.example:8080/ü?ß#漢", preview_url="https://sea.example/f.webp"),
        ),
        quote=Quote(url="https://::1/", text="> quoted ]]>"),
        poll=Poll(options=(PollOption(label="<a>", votes=0), PollOption(label="--", votes=0)), closes=DAY),
    ),
    Tweet(number=TweetNumber(9), gap=Gap.UNAVAILABLE),
    title="]]> <T> & \"'\x1b",
    lang="en-xx-!!",
    source_url="https://[::1]:80/%",
    author=Author(handle='<h"', name="]]>\x03", bio="<b>", avatar_url="https://sea.example/mira.png"),
)
