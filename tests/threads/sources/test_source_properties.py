"""What holds for any input: stories or a refusal, nothing else; and plain text loses nothing."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threads.errors import UnreadableSource
from threads.model import Thread, is_blank
from threads.sources import plain_text, registry, thread_reader_html, thread_reader_text
from threads.sources.document import Document
from threads.text import clean

TODAY = date(2026, 3, 14)

PIECES = (
    *(
        "\n",
        "\n\n",
        "\n\n\n",
        "---",
        "***",
        "===",
        "```",
        "~~~",
        "# ",
        "@ada",
        "1/",
        "2/3",
        "3.",
        "by @ada",
        "title: x",
        "date: y",
    ),
    *(
        "Ada Profile picture",
        "May 4, 2021, 2 tweets",
        "Feb 30, 2021, 0 tweets",
        "Jun 22 • 3 tweets • 1 min read •",
        "• • •",
        "Keep scrolling",
    ),
    *(
        "Discover more beautiful Scrolly Tales like this.",
        "\u200b",
        "\v",
        "\f",
        "![a](https://a.example/b)",
        "[image: https://a.example]",
        "[",
        "](",
    ),
    *(
        'thread#showTweet" data-tweet="12">',
        "<video src=https://a.example/c>",
        "[**a**](https://a.example)",
        "\\.",
        "\x00",
    ),
    *(
        "<div class=content-tweet id=tweet_1 data-tweet=12>",
        "</div>",
        "<hr>",
        "<sup class=tw-permalink>",
        "<br>",
        "&#0;&#13;",
    ),
    *(
        "<a class=entity-url href=https://a.example>",
        "<span class=entity-embed>",
        "<img data-src=//a.example/d.png>",
        "</a>",
    ),
    *(
        '<video poster="//a.example">',
        "<div class=thread-info><a class=time data-time=99999999999>",
        "\ud800",
        "&#xd800;",
    ),
)
texts = st.one_of(
    st.text(), st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=25).map("".join)
)
contents = st.one_of(
    st.binary(),
    texts.map(lambda text: text.encode("utf-8", "surrogatepass")),
    texts.map(lambda text: text.encode("utf-16", "surrogatepass")),
)


def values(thread: Thread) -> Iterator[str]:
    """Every text that the story holds."""
    yield from (thread.title, thread.author.handle, thread.author.name, thread.author.bio, thread.own_id or "")
    for tweet in thread:
        yield from (tweet.text, *(item.alt for item in tweet.media), *(item.url for item in tweet.media))


@pytest.mark.parametrize(
    "format", [None, *(module.NAME for module in (thread_reader_html, thread_reader_text, plain_text))]
)
@given(data=contents)
def test_stories_or_a_refusal(format: str | None, data: bytes) -> None:
    """No importer raises anything but its refusal, and every text it gives is clean."""
    with suppress(UnreadableSource):
        for thread in registry.read(Document.of("any", data), today=TODAY, format=format):
            assert all(clean(value) == value for value in values(thread))


def visible(text: str) -> str:
    """The signs that can be seen and are not used by separators, headings, front matter and pictures."""
    signs = re.sub(r"[\s\-–—─*_=~•·#]|\[break\]", "", text)
    return "".join(sign for sign in signs if not is_blank(sign))


@given(text=texts.filter(lambda text: not re.search(r"!\[|\[image:|@|---|\[break\]", text, re.IGNORECASE)))
def test_plain_text_loses_nothing(text: str) -> None:
    """All that is no separator is in a tweet or in the title."""
    text = text.encode("utf-8", "replace").decode()
    try:
        (thread,) = plain_text.read(Document.of("any", text.encode()), TODAY)
    except UnreadableSource:
        return
    assert visible("".join((thread.title, *(tweet.text for tweet in thread)))) == visible(clean(text))
