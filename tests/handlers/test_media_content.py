"""What a frame with pictures shows: pages, descriptions, spoilers, warnings."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.builders import DAY, story
from tests.driver import Message, Telegram, entities_of, labels, links, visible
from tests.handlers.leaves import address, held, photo, reading_in, tweet
from threads.model import Gap, Media, MediaKind, Moment, Tweet, TweetNumber


async def test_several_photos_of_one_tweet_are_paged_inside_the_message(telegram: Telegram) -> None:
    """Next goes through them, the position says which, the words stand with the first, and the next tweet follows."""
    await telegram.bring(story("Before.", tweet(2, "photos"), "After."))
    ada = telegram.person()
    await ada.start("t_1_1")
    for part in (1, 2, 3):
        await ada.press("Next ▶")
        assert f"2/3 · photo {part}/3" in visible(ada.last())
        assert "page" not in visible(ada.last())
        assert telegram.world.file_url(ada.last()["photo"][-1]["file_id"]) == address(2, part, "jpg")
        assert ("Leaf 2" in visible(ada.last())) is (part == 1)
    await ada.press("Next ▶")
    assert "After." in visible(ada.last())
    await ada.press("◀ Prev")
    assert "2/3 · photo 3/3" in visible(ada.last())


async def test_alt_text_stands_in_an_expandable_quotation_under_its_own_picture(telegram: Telegram) -> None:
    """What is longer than the caption leaves room for goes on under the same picture; nothing of it is lost."""
    alt = " ".join(f"Wave {n} comes in." for n in range(1, 120))
    rich = Tweet(
        number=TweetNumber(1),
        text="The sea today.",
        media=(photo(address(1, 1, "jpg"), alt=alt), photo(address(1, 2, "jpg"), alt="A gull.")),
    )
    await telegram.bring(story(rich, "After."))
    ada = telegram.person()
    (frame,) = await ada.start("t_1_1")
    read = ""
    while "photo 2/2" not in visible(ada.last()):
        quoted = [entity for entity in entities_of(ada.last()) if entity["type"] == "expandable_blockquote"]
        assert len(quoted) == 1
        assert telegram.world.file_url(ada.last()["photo"][-1]["file_id"]) == address(1, 1, "jpg")
        read += _part(ada.last(), quoted[0]).removeprefix("Picture: ").strip("\u2068\u2069") + " "
        await ada.press("Next ▶")
    assert read.split() == alt.split()
    assert ada.last()["message_id"] == frame["message_id"]
    assert "Picture: A gull." in visible(ada.last())


def _part(message: Message, entity: dict[str, Any]) -> str:
    units: bytes = message["caption"].encode("utf-16-le")
    return units[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le")


async def test_words_too_long_for_a_caption_come_first_and_the_pictures_behind_them(telegram: Telegram) -> None:
    """A long post with a photo: pages of text, then the photo; and back."""
    words = " ".join(f"Sentence number {n} of the letter." for n in range(1, 60))
    await telegram.bring(story(Tweet(number=TweetNumber(1), text=words, media=(photo(address(1, 1, "jpg")),)), "End."))
    ada = telegram.person()
    (frame,) = await ada.start("t_1_1")
    assert "Sentence number 59" in visible(frame)
    assert "1/2 · page 1" in visible(frame)
    await ada.press("Next ▶")
    assert held(ada.last()) == "photo"
    assert "1/2 · page 2" in visible(ada.last())
    await ada.press("◀ Prev")
    assert ada.last()["text"] == frame["text"]
    assert len(telegram.world.messages(ada.id)) == 2


async def test_sensitive_media_stand_under_a_spoiler(telegram: Telegram) -> None:
    """Sent and edited, photo and film; the others don't."""
    covered = tuple(
        Media(kind=kind, url=address(1, part, "bin"), sensitive=True) for part, kind in enumerate(MediaKind, 1)
    )
    await telegram.bring(story(Tweet(number=TweetNumber(1), media=(*covered, photo(address(1, 9, "jpg"))))))
    ada = telegram.person()
    (frame,) = await ada.start("t_1_1")
    for _ in covered:
        assert ada.last()["has_media_spoiler"]
        await ada.press("Next ▶")
    assert "has_media_spoiler" not in ada.last()
    assert ada.last()["message_id"] == frame["message_id"]


async def test_a_sensitive_picture_is_not_previewed_in_an_inline_card(telegram: Telegram) -> None:
    """A preview can't be covered: there it is a link; one that is not sensitive is previewed large."""
    first = Tweet(number=TweetNumber(2), text="Two.", media=(photo(address(2, 1, "jpg"), sensitive=True),))
    await telegram.bring(story("One.", first, tweet(3, "photo")))
    reading = await reading_in(telegram, "inline", later=False)
    await reading.press("Next ▶", "text")
    assert reading.card["link_preview_options"] == {"is_disabled": True}
    assert links(reading.card)["Picture"] == address(2, 1, "jpg")
    await reading.press("Next ▶", "text")
    shown = {"url": address(3, 1, "jpg"), "prefer_large_media": True, "show_above_text": True}
    assert reading.card["link_preview_options"] == shown


async def test_a_content_warning_hides_the_tweet_until_one_tap(telegram: Telegram) -> None:
    """Show opens it in place; its other pages stay open, and coming back to it finds it closed again."""
    behind = Tweet(
        number=TweetNumber(2),
        text="It had eight legs.",
        content_warning="spiders",
        media=(photo(address(2, 1, "jpg")), photo(address(2, 2, "jpg"))),
    )
    await telegram.bring(story("One.", behind, "Three."))
    ada = telegram.person()
    await ada.start("t_1_1")
    await ada.press("Next ▶")
    hidden = ada.last()
    assert "Content warning: spiders" in visible(hidden)
    assert "eight legs" not in visible(hidden)
    assert hidden["link_preview_options"] == {"is_disabled": True}
    assert labels(hidden) == [["Show"], ["◀ Prev", "2/3", "Next ▶"], ["🔖 Save", "↗ Share", "🔗 Open"]]
    await ada.press("Show")
    assert "It had eight legs." in visible(ada.last())
    assert (held(ada.last()), ada.last()["message_id"]) == ("photo", hidden["message_id"])
    assert labels(ada.last())[0] == ["◀ Prev", "2/3", "Next ▶"]
    await ada.press("🔖 Save")
    assert "It had eight legs." in visible(ada.last())
    await ada.press("Next ▶")
    assert "2/3 · photo 2/2" in visible(ada.last())
    await ada.press("◀ Prev")
    assert "It had eight legs." in visible(ada.last())
    await ada.press("◀ Prev")
    assert "One." in visible(ada.last())
    await ada.press("Next ▶")
    assert labels(ada.last())[0] == ["Show"]
    await ada.press("Next ▶")
    assert "Three." in visible(ada.last())
    await ada.press("◀ Prev")
    assert labels(ada.last())[0] == ["Show"]
    assert len(telegram.world.messages(ada.id)) == 2


async def test_what_was_revealed_is_one_tweet_and_not_the_one_that_takes_its_place(telegram: Telegram) -> None:
    """An open card whose tweet is gone shows what follows it, and that stands behind its own warning."""
    one, two, three = "One.", tweet(2, "warning"), tweet(3, "warning")
    await telegram.bring(story(one, two, three))
    ada = telegram.person()
    await ada.start("t_1_2")
    await ada.press("Show")
    await telegram.bring(replace(story(one), tweets=(*story(one).tweets, three)))
    await ada.press("🔖 Save")
    assert "Leaf 3" not in visible(ada.last())
    assert labels(ada.last())[0] == ["Show"]


async def test_what_stands_behind_a_warning_is_told_nowhere_else(telegram: Telegram) -> None:
    """Neither the title card, nor a list, nor the end card quotes it."""
    behind = Tweet(number=TweetNumber(1), text="The butler did it.", content_warning="the end of a novel")
    await telegram.bring(story(behind, "A harmless word."))
    ada = telegram.person()
    (title,) = await ada.start("t_1")
    (listed,) = await ada.say("/latest")
    (last,) = await ada.start("t_1_2")
    await ada.press("Finish ✓", last)
    for card in (title, listed, ada.last()):
        assert "butler" not in str(card)
        assert "A harmless word." in visible(card)


async def test_a_time_is_shown_in_the_readers_own_zone_and_the_source_beside_it(telegram: Telegram) -> None:
    """Known to the second: a time entity with UTC words in it; no link fits into that, so it stands by the position."""
    noon = Moment(at=datetime(2024, 3, 9, 12, 30, tzinfo=UTC))
    timed = Tweet(number=TweetNumber(1), text="High tide.", written=noon, source_url="https://x.com/a/status/7")
    await telegram.bring(story(timed, "Later that day."))
    ada = telegram.person()
    (frame,) = await ada.start("t_1_1")
    (moment,) = [entity for entity in entities_of(frame) if entity["type"] == "date_time"]
    assert (moment["unix_time"], moment["date_time_format"]) == (int(noon.at.timestamp()), "Dt")
    assert "Mar 9, 2024, 12:30\u202fPM UTC\n\nHigh tide." in visible(frame)
    assert visible(frame).endswith("1/2 · source")
    assert links(frame)["source"] == "https://x.com/a/status/7"


@pytest.mark.parametrize("kind", ["text", "gap", "poll", "warning", "photo", "video"])
@pytest.mark.parametrize("moment", [DAY, Moment(at=DAY.at.replace(hour=5)), None], ids=["day", "time", "unknown"])
async def test_every_frame_leads_to_the_source(telegram: Telegram, kind: str, moment: Moment | None) -> None:
    """Its own tweet's where that is known, else the story's."""
    own = replace(tweet(1, kind), source_url="https://x.com/a/status/7", written=moment)
    await telegram.bring(story(own, tweet(2, kind), source_url="https://x.com/a/status/1", written=moment))
    ada = telegram.person()
    for number, url in ((1, "https://x.com/a/status/7"), (2, "https://x.com/a/status/1")):
        (frame,) = await ada.start(f"t_1_{number}")
        assert list(links(frame).values()).count(url) == 1


async def test_the_title_card_says_how_many_of_the_tweets_are_there(telegram: Telegram) -> None:
    """Gaps and tweets that never came count as missing; a whole story has no "of"."""
    await telegram.bring(
        story("One.", tweet(2, "gap"), "Three.", declared_count=5, source_id="a"),
        story("One of two.", tweet(2, "gap"), source_id="b"),
        story("All here.", "Two.", declared_count=2, source_id="c"),
    )
    ada = telegram.person()
    for payload, measure in (("t_1", "2 of 5 tweets"), ("t_2", "1 of 2 tweets"), ("t_3", " 2 tweets")):
        (card,) = await ada.start(payload)
        assert measure in visible(card)


@pytest.mark.parametrize("gap", list(Gap))
async def test_a_gap_says_why_and_can_be_stepped_over(telegram: Telegram, gap: Gap) -> None:
    """It is a frame of its own and counts."""
    reasons = {
        Gap.DELETED: "it was deleted at its source",
        Gap.PRIVATE: "its account is private",
        Gap.BLOCKED: "its source does not show it",
        Gap.UNAVAILABLE: "its source no longer has it",
    }
    await telegram.bring(story("One.", Tweet(number=TweetNumber(2), gap=gap), "Three."))
    ada = telegram.person()
    await ada.start("t_1_1")
    await ada.press("Next ▶")
    assert f"A tweet is missing here: {reasons[gap]}." in visible(ada.last())
    assert labels(ada.last())[0][1] == "2/3"
    await ada.press("Next ▶")
    assert "Three." in visible(ada.last())


async def test_the_first_link_of_a_text_is_previewed_unless_the_tweet_has_media(telegram: Telegram) -> None:
    """A link card by Telegram's own preview; beside a long text whose picture follows there is none."""
    words = "Read https://sea.example/log and https://sea.example/map today."
    long = Tweet(number=TweetNumber(2), text=f"{words} " + "On and on. " * 90, media=(photo(address(2, 1, "jpg")),))
    await telegram.bring(story(words, long))
    ada = telegram.person()
    (frame,) = await ada.start("t_1_1")
    assert frame["link_preview_options"] == {"url": "https://sea.example/log", "prefer_small_media": True}
    (frame,) = await ada.start("t_1_2")
    assert frame["link_preview_options"] == {"is_disabled": True}
