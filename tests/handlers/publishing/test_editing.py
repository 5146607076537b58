"""Correcting stories in the chat: drafts and published ones, by buttons and by answers, by several admins."""

import pytest

from tests.builders import story
from tests.driver import Message, Person, Telegram, button, labels, links, visible
from tests.handlers.publisher import control, publisher
from tests.quiet import remember

TALE = "/add The lamp went out at nine.\n\nNobody had touched it.\n\nThe keeper wrote it down."


async def opened(person: Person, number: int = 0) -> Message:
    """The card with which a draft, or the tweet at that place of it, is corrected: it stands where the control did."""
    await person.press("Edit", control(person))
    if number:
        await person.press(str(number), person.last())
    return person.last()


async def texts(person: Person, thread: int = 1) -> list[str]:
    """The tweets of a story as a reader reads them, from the first to the last."""
    seen = []
    (frame,) = await person.start(f"t_{thread}")
    await person.press("▶", frame)
    while True:
        shown = person.last()
        lines = visible(shown).split("\n\n")
        seen.append(lines[-2] if len(lines) > 2 else lines[0])
        if "Finish ✓" in str(labels(shown)):
            return seen
        await person.press("Next ▶", shown)


async def numbered(telegram: Telegram, thread: int = 1) -> list[tuple[int, str]]:
    """The tweets' own numbers and texts, in order."""
    found = await telegram.services.threads.fresh(thread)  # type: ignore[arg-type]  # an id
    assert found is not None
    return [(tweet.number, tweet.text) for tweet in found.thread]


async def test_a_tweet_is_corrected_by_an_answer_also_after_a_restart(telegram: Telegram) -> None:
    """The question shows what stands there; the next message takes its place."""
    (olga,) = await publisher(telegram)
    await olga.say(TALE)
    await opened(olga, 2)
    assert labels(olga.last()) == [
        ["Correct", "Remove"],
        ["Split"],
        ["↑ Up", "↓ Down", "Join with next"],
        ["Content warning", "Back"],
    ]
    await olga.press("Correct")
    assert "Nobody had touched it." in visible(olga.last())
    await telegram.restart()
    told, card = await olga.say("Somebody had touched it.")
    assert visible(told) == "Corrected."
    assert "Tweet 2/3\n\nSomebody had touched it." in visible(card)
    assert (await numbered(telegram))[1] == (2, "Somebody had touched it.")
    (found,) = await olga.say("lanterns")
    assert "Corrected" not in visible(found)


async def test_tweets_are_moved_joined_split_and_removed(telegram: Telegram) -> None:
    """Each keeps its own number; a new part has the next one, which is never one that was used."""
    (olga,) = await publisher(telegram)
    await olga.say(TALE)
    await opened(olga, 3)
    await olga.press("↑ Up")
    assert [number for number, _ in await numbered(telegram)] == [1, 3, 2]
    await olga.press("Join with next")
    assert await numbered(telegram) == [
        (1, "The lamp went out at nine."),
        (3, "The keeper wrote it down.\n\nNobody had touched it."),
    ]
    await olga.press("Split at blank lines")
    assert [number for number, _ in await numbered(telegram)] == [1, 3, 4]
    await olga.press("Split")
    await olga.say("wrote it")
    assert (await numbered(telegram))[1:3] == [(3, "The keeper"), (5, "wrote it down.")]
    await olga.press("Remove")
    await olga.press("Yes, remove it")
    assert [number for number, _ in await numbered(telegram)] == [1, 5, 4]


async def test_what_is_known_of_a_story_is_corrected(telegram: Telegram) -> None:
    """Author, date, source, language, warning and tags: each is asked for, and shown by the reader's own cards."""
    (olga,) = await publisher(telegram)
    await olga.say(TALE)
    await opened(olga)
    for label, answer in (
        ("Author", "Mira Tides @mira_tides"),
        ("Date", "2024-05-01"),
        ("Source link", "https://tides.example/lamp"),
        ("Language", "en"),
        ("Hashtags", "#lamps, keepers"),
        ("Content warning", "darkness"),
    ):
        await olga.press(label)
        remember(answer)
        told, _ = await olga.say(answer)
        assert visible(told) == "Corrected.", label
    below = olga.last()
    assert "Mira Tides @mira_tides · May 1, 2024 · https://tides.example/lamp · en · #lamps #keepers" in visible(
        olga.last()
    )
    assert "Content warning: darkness" in visible(olga.last())
    await olga.start("t_1")
    assert visible(olga.last()).startswith("Mira Tides @mira_tides")
    assert "#lamps #keepers" in visible(olga.last())
    await olga.press("▶ Read")
    assert labels(olga.last())[0] == ["Show"]
    assert "https://tides.example/lamp" in links(olga.last()).values()
    await olga.press("Back", below)
    await olga.press("Publish", control(olga))
    ada = telegram.person()
    (page,) = await ada.say("#keepers")
    assert visible(page).startswith("#keepers · 1 story")


@pytest.mark.parametrize(
    ("label", "answer", "why"),
    [
        ("Date", "yesterday", "I can't read that."),
        ("Date", "2024-13-40", "I can't read that."),
        ("Source link", "tides.example", "I can't read that."),
        ("Language", "the language of the sea", "I can't read that."),
        ("Author", "x" * 300, "I can't read that."),
        ("Hashtags", "#", "Send one tag or several"),
    ],
)
async def test_an_answer_that_can_not_be_read_changes_nothing(
    telegram: Telegram, label: str, answer: str, why: str
) -> None:
    """A sentence says so, and what was asked for is asked again."""
    (olga,) = await publisher(telegram)
    await olga.say(TALE)
    before = await telegram.services.threads.fresh(1)  # type: ignore[arg-type]  # an id
    await opened(olga)
    await olga.press(label)
    told, *_ = await olga.say(answer)
    assert why in visible(told)
    after = await telegram.services.threads.fresh(1)  # type: ignore[arg-type]  # an id
    assert before and after and before.revision == after.revision


async def test_a_correction_can_be_called_off(telegram: Telegram) -> None:
    """Cancel: the next message is a search."""
    (olga,) = await publisher(telegram)
    await olga.say(TALE)
    await opened(olga, 1)
    await olga.press("Correct")
    await olga.press("Cancel")
    (found,) = await olga.say("lanterns")
    assert "Corrected" not in visible(found)


async def test_a_readers_old_card_shows_the_correction_at_the_next_press(telegram: Telegram) -> None:
    """Also when tweets were moved meanwhile: a button still leads to its own tweet."""
    (olga,) = await publisher(telegram)
    await telegram.bring(story())
    ada = telegram.person()
    (frame,) = await ada.start("t_1_1")
    (card,) = await olga.say("/edit 1")
    assert "Correct story 1" in visible(card)
    await olga.press("2", card)
    await olga.press("Correct")
    await olga.say("Nobody lit the stove, ever. #harbour")
    await ada.press("Next ▶", frame)
    assert "Nobody lit the stove, ever." in visible(ada.last())
    await olga.press("↑ Up")
    await ada.press("◀ Prev")
    assert "This is the first tweet" not in visible(ada.last())
    (frame,) = await ada.start("t_1_2")
    assert "Nobody lit the stove, ever." in visible(frame)
    assert labels(frame)[0][1] == "1/3"


async def test_a_published_story_is_found_anew_by_its_corrected_words(telegram: Telegram) -> None:
    """And not by those that it has no more."""
    (olga,) = await publisher(telegram)
    await telegram.bring(story())
    await olga.start("t_1_3")
    await olga.say("/edit")
    assert "Tweet 3/3" in visible(olga.last())
    await olga.press("Correct")
    await olga.say("It was the neighbour.")
    ada = telegram.person()
    (found,) = await ada.say("neighbour")
    assert labels(found)[0] == ["1"]
    (found,) = await ada.say('"the wind"')
    assert ["1"] not in labels(found)


async def test_two_admins_do_not_overwrite_each_other(telegram: Telegram) -> None:
    """Who is second is told who was first and with what, and sees the story as it is; nothing of theirs is done."""
    olga, omar = await publisher(telegram, "Olga", "Omar")
    await olga.say(TALE)
    await omar.say("/drafts")
    await omar.press("1")
    await opened(omar, 2)
    await omar.press("Correct")
    await opened(olga, 2)
    await olga.press("Correct")
    await olga.say("Olga had touched it.")
    told, card = await omar.say("Omar had touched it.")
    assert visible(told) == "Olga has changed it meanwhile (the words of a tweet): look at it again."
    assert "Olga had touched it." in visible(card)
    assert (await numbered(telegram))[1] == (2, "Olga had touched it.")
    await omar.press("Correct")
    await omar.say("Both had touched it.")
    answer = await olga.press("↓ Down")
    assert answer["text"] == "\u2068Omar\u2069 has changed it meanwhile (the words of a tweet): look at it again."
    assert [number for number, _ in await numbered(telegram)] == [1, 2, 3]


async def test_publishing_what_somebody_else_has_changed_asks_to_look_again(telegram: Telegram) -> None:
    """Whoever corrected it alone publishes at once; the other sees it first."""
    olga, omar = await publisher(telegram, "Olga", "Omar")
    await olga.say(TALE)
    await omar.say("/drafts")
    await omar.press("1")
    before = control(omar)
    await opened(olga, 2)
    await olga.press("Correct")
    await olga.say("Olga had touched it.")
    answer = await omar.press("Publish", before)
    assert "changed meanwhile" in answer["text"]
    await omar.press("Publish", control(omar))
    assert visible(omar.last()) == "Published."


async def test_a_second_tap_on_a_step_does_it_once(telegram: Telegram) -> None:
    """Two taps on Join join two tweets, not three."""
    (olga,) = await publisher(telegram)
    await olga.say(TALE)
    card = await opened(olga, 1)
    data = button(card, "Join with next")["callback_data"]
    for _ in range(2):
        telegram.world.press(olga.id, data, chat=olga.id, message_id=card["message_id"])
    await telegram.settled()
    assert len(await numbered(telegram)) == 2


async def test_nobody_else_corrects(telegram: Telegram) -> None:
    """A forged press and the command answer with a sentence, and a reader's message is a search."""
    (olga,) = await publisher(telegram)
    ada = telegram.person()
    await ada.start()
    await olga.say(TALE)
    card = await opened(olga, 1)
    for label in ("Correct", "Remove", "↓ Down", "Back"):
        answer = await ada.press_data(button(card, label)["callback_data"], ada.last(), forged=True)
        assert "operators" in answer["text"]
    (answered,) = await ada.say("/edit 1")
    assert "operators" in visible(answered)
    assert await numbered(telegram) == [
        (1, "The lamp went out at nine."),
        (2, "Nobody had touched it."),
        (3, "The keeper wrote it down."),
    ]


async def test_a_draft_that_is_discarded_meanwhile_can_not_be_corrected(telegram: Telegram) -> None:
    """Its cards and questions say that it is gone."""
    olga, omar = await publisher(telegram, "Olga", "Omar")
    await olga.say(TALE)
    below = control(olga)
    await omar.say("/drafts")
    await omar.press("1")
    await opened(omar, 1)
    await omar.press("Correct")
    await olga.press("Discard", below)
    told, _ = await omar.say("The lamp went out at ten.")
    assert "not available any more" in visible(told)
