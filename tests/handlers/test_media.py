"""Every way from one kind of frame to another, in every kind of chat, and what is left in the chat after it."""

import asyncio
from itertools import product

import pytest

from tests.builders import story
from tests.driver import Message, Telegram, button, buttons, labels, visible
from tests.handlers.leaves import DAYS_LATER, KINDS, PLACES, SHOWN, frames, held, reading_in, tweet, walk


@pytest.mark.parametrize("later", [False, True], ids=["at once", "49 hours later"])
@pytest.mark.parametrize("place", PLACES)
async def test_every_step_between_two_kinds_of_frame_leaves_one_card(
    telegram: Telegram, place: str, later: bool
) -> None:
    """Forward to the end card and all the way back, over every pair of kinds in both directions."""
    kinds = walk()
    await telegram.bring(story(*(tweet(number, kind) for number, kind in enumerate(kinds, 1))))
    reading = await reading_in(telegram, place, later=later)
    expected = list(frames(kinds))
    assert held(reading.card) == expected[0]
    for kind in expected[1:]:
        await reading.press("Next ▶", kind)
    await reading.press("Finish ✓", "text")
    await reading.press("⟲ Read again", expected[0])
    while labels(reading.card)[-2][2] != "Finish ✓":
        await reading.person.press("Next ▶", reading.card)
    reading.left_behind = len(telegram.world.messages(reading.chat)) - reading.others - 1
    for kind in expected[-2::-1]:
        await reading.press("◀ Prev", kind)


@pytest.mark.parametrize("later", [False, True], ids=["at once", "49 hours later"])
@pytest.mark.parametrize("place", PLACES)
async def test_every_jump_between_two_kinds_of_frame_leaves_one_card(
    telegram: Telegram, place: str, later: bool
) -> None:
    """By the grid, from each kind to each other one."""
    await telegram.bring(story(*(tweet(number, kind) for number, kind in enumerate(KINDS, 1))))
    reading = await reading_in(telegram, place, later=later)
    first = {kind: SHOWN.get(kind, ["text"])[0] for kind in KINDS}
    for here, there in product(range(len(KINDS)), repeat=2):
        if here == there:
            continue
        await reading.person.press(f"/{len(KINDS)}", reading.card)
        await reading.person.press(f"{here + 1}" if _has(reading.card, here + 1) else f"·{here + 1}·", reading.card)
        reading.left_behind = len(telegram.world.messages(reading.chat)) - reading.others - 1
        await reading.press(f"/{len(KINDS)}", first[KINDS[here]])
        await reading.press(f"{there + 1}", first[KINDS[there]])
        assert f"{there + 1}/8" in visible(reading.card)


def _has(message: Message, place: int) -> bool:
    return any(key["text"] == str(place) for key in buttons(message))


@pytest.mark.parametrize("later", [False, True], ids=["at once", "49 hours later"])
@pytest.mark.parametrize("second", ["Next ▶", "◀ Prev", "🔖 Save"])
async def test_a_second_tap_on_a_card_that_was_replaced_is_answered_only(
    telegram: Telegram, second: str, later: bool
) -> None:
    """From photo to text the old card goes; a tap that was under way on it brings no second card."""
    await telegram.bring(story(tweet(1, "photo"), "Two.", "Three."))
    ada = telegram.person()
    (old,) = await ada.start("t_1_1")
    if later:
        telegram.world.advance(DAYS_LATER)
    telegram.world.faults.add(method="sendMessage", kind="delay", seconds=0.2)
    queries = []
    for label in ("Next ▶", second):
        data = button(old, label)["callback_data"]
        queries.append(telegram.world.press(ada.id, data, chat=ada.id, message_id=old["message_id"]))
        # The second tap comes while the first one is under way: two that both still wait would be one.
        await asyncio.sleep(0.1)
    await telegram.settled()
    assert all(telegram.world.answer(query) is not None for query in queries)
    assert len(telegram.world.messages(ada.id)) == 2 + later
    assert [held(message) for message in telegram.world.messages(ada.id) if buttons(message)] == ["text"]
    assert "Two." in visible(ada.last())


async def test_a_tap_on_a_text_that_has_become_a_photo_meanwhile_leaves_one_card(telegram: Telegram) -> None:
    """The press still says that the message was a text; Telegram's refusal tells that it is none any more."""
    await telegram.bring(story("One.", "Two.", tweet(3, "photo")))
    ada = telegram.person()
    (old,) = await ada.start("t_1_2")
    for label in ("Next ▶", "◀ Prev"):
        telegram.world.press(ada.id, button(old, label)["callback_data"], chat=ada.id, message_id=old["message_id"])
    await telegram.settled()
    assert "One." in visible(ada.last())
    assert len(telegram.world.messages(ada.id)) == 2


async def test_a_photo_is_not_asked_to_become_a_text(telegram: Telegram) -> None:
    """What the pressed message holds is known from the press: no call is made only to be refused."""
    await telegram.bring(story(tweet(1, "photo"), "Two."))
    ada = telegram.person()
    await ada.start("t_1_1")
    await ada.press("Next ▶")
    assert "Two." in visible(ada.last())
    assert telegram.calls("editMessageText") == []


async def test_two_taps_that_lead_to_a_photo_edit_one_card(telegram: Telegram) -> None:
    """The second finds the photo there already."""
    await telegram.bring(story("One.", tweet(2, "photo")))
    ada = telegram.person()
    (old,) = await ada.start("t_1_1")
    for _ in range(2):
        telegram.world.press(ada.id, button(old, "Next ▶")["callback_data"], chat=ada.id, message_id=old["message_id"])
    await telegram.settled()
    assert held(ada.last()) == "photo"
    assert len(telegram.world.messages(ada.id)) == 2


async def test_the_old_card_stays_when_the_new_one_can_not_be_sent(telegram: Telegram) -> None:
    """Nothing is deleted before its successor is there: the reader can press again."""
    await telegram.bring(story(tweet(1, "photo"), "Two."))
    ada = telegram.person()
    (old,) = await ada.start("t_1_1")
    telegram.world.faults.add(method="sendMessage", kind="html")
    await ada.press("Next ▶")
    assert ada.last() == old
    await ada.press("Next ▶")
    assert "Two." in visible(ada.last())
    assert len(telegram.world.messages(ada.id)) == 2


async def test_a_photo_card_that_was_deleted_meanwhile_is_sent_anew(telegram: Telegram) -> None:
    """`message to edit not found` on the way from photo to photo: the frame comes as a new message."""
    await telegram.bring(story(tweet(1, "photo"), tweet(2, "photo")))
    ada = telegram.person()
    (old,) = await ada.start("t_1_1")
    gone = "Bad Request: message to edit not found"
    telegram.world.faults.add(method="editMessageMedia", status=400, description=gone)
    await ada.press("Next ▶")
    assert ada.last()["message_id"] > old["message_id"]
    assert "Leaf 2" in visible(ada.last())
