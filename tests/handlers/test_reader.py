"""Reading a story in a private chat, button by button."""

import asyncio
from dataclasses import replace

import pytest

from tests.builders import DAY, long_story, story, tweets_of
from tests.driver import Telegram, button, labels, links, visible
from threads.model import Gap, Poll, PollOption, Quote, Tweet, TweetNumber


async def test_a_story_is_read_from_its_title_card_to_its_end_card(telegram: Telegram) -> None:
    """Read, Next, Next, Finish: one message is edited all the way, and each frame shows its own tweet."""
    await telegram.bring(story())
    ada = telegram.person()
    (card,) = await ada.start("t_1")
    assert "3 tweets" in visible(card)
    assert labels(card) == [["▶ Read"], ["🔖 Save", "↗ Share"], ["🔔 Follow", "🔗 Open"]]

    await ada.press("▶ Read")
    assert "A kettle sings" in visible(ada.last())
    assert labels(ada.last()) == [["◀ Prev", "1/3", "Next ▶"], ["🔖 Save", "# Tags", "↗ Share", "🔗 Open"]]
    await ada.press("Next ▶")
    assert "Nobody lit the stove" in visible(ada.last())
    await ada.press("Next ▶")
    assert labels(ada.last())[0] == ["◀ Prev", "3/3", "Finish ✓"]
    await ada.press("Finish ✓")

    assert "Finished" in visible(ada.last())
    assert labels(ada.last()) == [["↗ Share", "⟲ Read again"], ["🔔 Follow @mira_tides"], ["🔗 Open"]]
    assert len(telegram.world.messages(ada.id)) == 2


async def test_prev_goes_back_and_on_the_first_tweet_only_says_so(telegram: Telegram) -> None:
    """Prev leads to the tweet before; on the first one a toast answers and the card stays as it is."""
    await telegram.bring(story())
    ada = telegram.person()
    await ada.start("t_1_2")
    await ada.press("◀ Prev")
    assert labels(ada.last())[0][1] == "1/3"
    before = ada.last()

    answer = await ada.press("◀ Prev")

    assert answer["text"] == "This is the first tweet."
    assert ada.last() == before


async def test_a_frame_names_author_date_and_source_and_links_its_tags_into_the_bot(telegram: Telegram) -> None:
    """Hashtags lead to tag pages, the date to the source, and the Open button to this very tweet."""
    await telegram.bring(story(source_url="https://x.com/mira_tides/status/1"))
    ada = telegram.person()
    (frame,) = await ada.start("t_1_2")
    assert visible(frame).startswith("Mira_Tides @mira_tides · Mar 9, 2024\n\nNobody lit the stove. #harbour #ghosts")
    found = {words.strip("\u2068\u2069"): url for words, url in links(frame).items()}
    assert found["#ghosts"] == "https://t.me/spool_bot?start=h_Z2hvc3Rz"
    assert found["Mar 9, 2024"] == "https://x.com/mira_tides/status/1"
    assert button(frame, "🔗 Open")["url"] == "https://t.me/spool_bot?start=t_1_2"
    assert "hashtag" not in {entity["type"] for entity in frame["entities"]}


async def test_two_quick_taps_on_one_frame_end_one_step_on(telegram: Telegram) -> None:
    """A target is fixed by the frame it was pressed on, so a double tap is not two steps."""
    await telegram.bring(story())
    ada = telegram.person()
    (frame,) = await ada.start("t_1_1")
    data = button(frame, "Next ▶")["callback_data"]
    for _ in range(2):
        telegram.world.press(ada.id, data, chat=ada.id, message_id=frame["message_id"])
    await telegram.settled()
    assert labels(ada.last())[0][1] == "2/3"


async def test_a_press_is_answered_before_a_slow_edit_is_done(telegram: Telegram) -> None:
    """The answer to a press does not wait for the card to be edited."""
    await telegram.bring(story())
    ada = telegram.person()
    (frame,) = await ada.start("t_1_1")
    telegram.world.faults.add(method="editMessageText", kind="delay", seconds=0.4)
    query = telegram.world.press(
        ada.id, button(frame, "Next ▶")["callback_data"], chat=ada.id, message_id=frame["message_id"]
    )
    async with asyncio.timeout(0.3):
        while telegram.world.answer(query) is None:
            await asyncio.sleep(0.005)
    assert labels(ada.last())[0][1] == "1/3"
    await telegram.settled()
    assert labels(ada.last())[0][1] == "2/3"


async def test_the_place_is_kept_and_offered_on_the_title_card(telegram: Telegram) -> None:
    """Opening a story again offers to continue at the last frame seen, also after a restart."""
    await telegram.bring(long_story(9))
    ada = telegram.person()
    await ada.start("t_1_3")
    await ada.press("Next ▶")
    await telegram.restart()
    (card,) = await ada.start("t_1")
    assert labels(card)[0] == ["▶ Continue 4/9"]
    await ada.press("▶ Continue 4/9")
    assert "Step 4 of the stairs" in visible(ada.last())


async def test_a_finished_story_offers_to_be_read_anew_and_read_again_begins_at_the_first(telegram: Telegram) -> None:
    """Once the last tweet was seen there is nothing to continue; Read again starts a new reading."""
    await telegram.bring(story())
    ada = telegram.person()
    await ada.start("t_1_3")
    (card,) = await ada.start("t_1")
    assert labels(card)[0] == ["▶ Read"]
    await ada.start("t_1_3")
    await ada.press("Finish ✓")
    await ada.press("⟲ Read again")
    assert labels(ada.last())[0][1] == "1/3"
    (card,) = await ada.start("t_1")
    assert labels(card)[0] == ["▶ Continue 1/3"]


async def test_the_end_card_offers_stories_like_this_one(telegram: Telegram) -> None:
    """Same author first, then shared tags, never one that was finished; each opens as a card of its own."""
    await telegram.bring(
        story(source_id="s1"),
        story("Fog again. #harbour", source_id="s2", handle="someone_else"),
        story("Nothing shared here.", source_id="s3", handle="a_third"),
        story("By the same hand.", source_id="s4"),
        story("Read already. #ghosts", source_id="s5", handle="a_fourth"),
    )
    ada = telegram.person()
    await ada.start("t_5_1")
    await ada.start("t_1_3")
    await ada.press("Finish ✓")
    assert [row[0] for row in labels(ada.last())[2:-1]] == ["By the same hand.", "Fog again. #harbour"]
    await ada.press("By the same hand.")
    assert labels(ada.last())[0] == ["▶ Read"]


@pytest.mark.parametrize(
    ("changed", "shown"),
    [
        (story(*(f"Leaf {n}." for n in range(1, 6))), "Leaf 3."),
        (story("Leaf 1.", "Leaf 2.", "Leaf 3.", "Leaf 4.", "A new leaf.", "Another one."), "Leaf 3."),
        (story("Leaf 1.", "Leaf 2.", "Leaf 4.", "Leaf 5."), "Leaf 4."),
        (story("Leaf 5.", "Leaf 4.", "Leaf 3.", "Leaf 2.", "Leaf 1."), "Leaf 1."),
        (story("Leaf 1.", "Leaf 1 and a half.", "Leaf 2.", "Leaf 3.", "Leaf 4.", "Leaf 5."), "Leaf 3."),
    ],
    ids=["unchanged", "grown", "shrunk", "reversed", "split"],
)
async def test_next_on_an_old_card_leads_on_from_its_own_tweet(telegram: Telegram, changed: object, shown: str) -> None:
    """A card made before a restart and before the story changed: Next on tweet 2 leads to what follows it now."""
    await telegram.bring(story(*(f"Leaf {n}." for n in range(1, 6))))
    ada = telegram.person()
    (old,) = await ada.start("t_1_2")
    await telegram.bring(changed)  # type: ignore[arg-type]  # the parameter is a story
    await telegram.restart()
    await ada.press("Next ▶", old)
    assert shown in visible(ada.last())


async def test_a_story_that_grew_goes_on_from_its_old_last_card(telegram: Telegram) -> None:
    """Finish on a card made before two tweets were added leads to the first new one, and the title continues there."""
    await telegram.bring(story("One.", "Two."))
    ada = telegram.person()
    (old,) = await ada.start("t_1_2")
    assert labels(old)[0][2] == "Finish ✓"
    await telegram.bring(story("One.", "Two.", "Three.", "Four."))
    (card,) = await ada.start("t_1")
    assert labels(card)[0] == ["▶ Continue 3/4"]
    await ada.press("Finish ✓", old)
    assert "Three." in visible(telegram.world.message(ada.id, old["message_id"]))


async def test_a_correction_by_another_process_shows_on_the_next_tap(telegram: Telegram) -> None:
    """The bot has the story in memory; the write of the place tells that it has changed."""
    await telegram.bring(story("One.", "Two with a tpyo.", "Three."))
    ada = telegram.person()
    await ada.start("t_1_1")
    await telegram.bring(story("One.", "Two without a typo.", "Three."))
    await ada.press("Next ▶")
    assert "Two without a typo." in visible(ada.last())


async def test_a_withdrawn_story_is_gone_on_the_next_tap(telegram: Telegram) -> None:
    """A takedown by another process is seen at once, and the card says so kindly."""
    await telegram.bring(story(), story("Another one.", source_id="s2"))
    ada = telegram.person()
    await ada.start("t_1_1")
    await telegram.withdraw(1)
    await ada.press("Next ▶")
    assert visible(ada.last()).startswith("This story is not available any more.")
    assert "Latest" in labels(ada.last())[0]


async def test_a_card_that_telegram_no_longer_shows_the_bot_is_sent_anew(telegram: Telegram) -> None:
    """A press on an inaccessible message (date 0) is answered with a new card at the right tweet."""
    await telegram.bring(story())
    ada = telegram.person()
    (old,) = await ada.start("t_1_1")
    telegram.world.forget(ada.id, old["message_id"])
    await ada.press("Next ▶", old)
    assert ada.last()["message_id"] != old["message_id"]
    assert labels(ada.last())[0][1] == "2/3"


async def test_a_long_post_becomes_pages_that_next_goes_through(telegram: Telegram) -> None:
    """A post of 9,000 characters is shown whole, page by page, inside its tweet; Prev comes back to its last page."""
    words = " ".join(f"Sentence number {n} of the letter." for n in range(1, 280))
    await telegram.bring(story("Before.", words, "After."))
    ada = telegram.person()
    await ada.start("t_1_1")
    read = ""
    while True:
        await ada.press("Next ▶")
        if "After." in visible(ada.last()):
            break
        assert labels(ada.last())[0][1] == "2/3"
        assert f"2/3 · page {read.count('|') + 1}" in visible(ada.last())
        read += visible(ada.last()).partition("\n\n")[2].rpartition("\n\n")[0] + " |"
    assert read.replace("|", "").split() == words.split()
    await ada.press("◀ Prev")
    assert "page 3" in visible(ada.last())


async def test_everything_that_hangs_on_a_tweet_is_shown(telegram: Telegram) -> None:
    """Quote, poll with counts and closing time, gap: each has its place. Pictures are in test_media.py."""
    rich = Tweet(
        number=TweetNumber(1),
        text="What I saw.",
        quote=Quote(url="https://x.com/b/status/2", text="It was enormous."),
        poll=Poll(options=(PollOption(label="Big", votes=3), PollOption(label="Bigger", votes=1)), closes=DAY),
    )
    gap = Tweet(number=TweetNumber(2), gap=Gap.DELETED)
    await telegram.bring(story(rich, gap))
    ada = telegram.person()
    (frame,) = await ada.start("t_1_1")
    text = visible(frame)
    for part in (
        "It was enormous.\nquoted tweet",
        "▫ Big — 3 votes (75%)\n▫ Bigger — 1 vote (25%)",
        "Voting until: Mar 9, 2024",
    ):
        assert part in text
    assert "blockquote" in {entity["type"] for entity in frame["entities"]}
    assert links(frame)["quoted tweet"] == "https://x.com/b/status/2"
    await ada.press("Next ▶")
    assert "A tweet is missing here: it was deleted at its source." in visible(ada.last())


async def test_a_press_by_someone_never_seen_before_works_and_keeps_their_place(telegram: Telegram) -> None:
    """After the database was begun anew, an old card still opens and its reader is known from then on."""
    await telegram.bring(story())
    ada = telegram.person()
    (frame,) = await ada.start("t_1_1")
    await ada.say("/privacy")
    await ada.press("Delete my data")
    await ada.press("Yes, delete")
    await ada.press("Next ▶", frame)
    assert labels(telegram.world.message(ada.id, frame["message_id"]))[0][1] == "2/3"
    (card,) = await ada.start("t_1")
    assert labels(card)[0] == ["▶ Continue 2/3"]


async def test_same_words_in_another_order_keep_their_numbers(telegram: Telegram) -> None:
    """After two tweets changed places a link still opens the words it was made for."""
    await telegram.bring(story("Red.", "Green.", "Blue."))
    await telegram.bring(replace(story(), tweets=tweets_of(["Blue.", "Red.", "Green."])))
    ada = telegram.person()
    (frame,) = await ada.start("t_1_3")
    assert "Blue." in visible(frame)
    assert labels(frame)[0][1] == "1/3"
