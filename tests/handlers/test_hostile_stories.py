"""Stories made to break the cards they stand on: every list and card is still a message that Telegram takes."""

from dataclasses import replace
from typing import Any

import pytest

from tests.builders import story, tweets_of
from tests.driver import Telegram, entities_of, labels, visible
from threads.model import Author, Media, MediaKind, Poll, PollOption, Quote, Thread, Tweet, TweetNumber

FLAGS = "🇮🇷🇺🇦🇧🇷" * 20


def _by(name: str, handle: str, **fields: Any) -> Thread:
    return replace(story("A tweet. #tag"), author=Author(name=name, handle=handle), **fields)


HOSTILE = {
    "marks": [story("a" + "\u0301" * 5000 + " #tag")],
    "title": [story("A tweet. #tag", title="An endless title. " * 300)],
    "name": [_by("N" * 5000, "h" * 5000)],
    "names": [_by("N" * 500, f"h{n}", source_id=f"s{n}") for n in range(10)],
    "tag": [story("#" + "t" * 4500)],
    "flags": [story(f"{FLAGS} #tag {n}", source_id=f"s{n}") for n in range(10)],
    "families": [story("👩‍👩‍👧‍👦" * 300 + " #tag", source_id=f"s{n}") for n in range(10)],
}


@pytest.mark.parametrize("kind", list(HOSTILE))
async def test_every_card_of_a_hostile_story_is_shown(telegram: Telegram, kind: str) -> None:
    """Endless clusters, titles, names and tags: each command and link is answered, and nothing is refused."""
    await telegram.bring(*HOSTILE[kind])
    ada = telegram.person()
    for words in ("/start", "/latest", "/authors", "/tags", "/start t_1", "/start t_1_1", "/start a_1", "/start g_1"):
        assert len(await ada.say(words)) == 1, words
    await ada.start("t_1_1")
    await ada.press("↗ Share")
    await ada.press("Back")
    await ada.press("# Tags")
    assert "Back" in str(labels(ada.last()))


async def test_pictures_without_words_and_author_end_like_other_stories(telegram: Telegram) -> None:
    """The end card has a label for every story like it, also for one without words and author."""
    pictures = [
        replace(
            story(source_id=f"s{n}"),
            author=Author(),
            tweets=tweets_of([_picture(f"https://example.org/{n}.jpg")]),
        )
        for n in range(3)
    ]
    await telegram.bring(*pictures)
    ada = telegram.person()
    await ada.start("t_1_1")
    await ada.press("Finish ✓")
    assert "Finished" in visible(ada.last())


def _picture(url: str) -> Tweet:
    return Tweet(number=TweetNumber(1), media=(Media(kind=MediaKind.PHOTO, url=url),))


async def test_nothing_outside_the_tweets_own_links_is_linked_by_telegram(telegram: Telegram) -> None:
    """Signs in names, quotes, polls, warnings, descriptions and our own sentences open no search of Telegram's."""
    signs = "#tag @someone $CASH"
    rich = Tweet(
        number=TweetNumber(1),
        text="Words.",
        quote=Quote(text=signs, author=Author(name="Q #tag")),
        poll=Poll(options=(PollOption(label=signs),)),
    )
    warned = Tweet(number=TweetNumber(2), text="Hidden.", content_warning=signs)
    shown = Tweet(
        number=TweetNumber(3), media=(Media(kind=MediaKind.PHOTO, url="https://example.org/a.jpg", alt=signs),)
    )
    elsewhere = Tweet(number=TweetNumber(4), text="By @somebody here.")
    await telegram.bring(
        replace(story(rich, warned, shown, elsewhere), source="mastodon", author=Author(name="Ada #BLM @x"))
    )
    ada = telegram.person()
    for words in ("/help", "hello there", "/latest", "/authors", "t_1", "t_1_1", "t_1_2", "t_1_3", "t_1_4", "a_1"):
        (card,) = await (ada.say(words) if words[1] != "_" else ada.start(words))
        kinds = {entity["type"] for entity in entities_of(card)}
        assert not kinds & {"hashtag", "mention", "cashtag"}, words
