"""Shared cards: in a group every member steps, nothing on the card is personal, and places only move forward."""

from tests.builders import long_story, story
from tests.driver import Person, Telegram, button, labels, visible


def _group(telegram: Telegram, *people: Person) -> int:
    return telegram.world.add_group("Readers", [person.id for person in people], kind="supergroup")


async def test_every_member_can_step_a_shared_card(telegram: Telegram) -> None:
    """A card opened by one is stepped by another; it has both rows and no personal state."""
    await telegram.bring(story())
    ada, ben = telegram.person("Ada"), telegram.person("Ben")
    group = _group(telegram, ada, ben)
    await ada.start("t_1_2")
    await ada.press("🔖 Save")
    (card,) = await ada.start("t_1", chat=group)
    assert labels(card) == [["▶ Read"], ["🔖 Save", "↗ Share"], ["🔔 Follow", "🔗 Open"]]
    await ben.press("▶ Read", chat=group)
    await ada.press("Next ▶", chat=group)
    assert labels(ada.last(group)) == [["◀ Prev", "2/3", "Next ▶"], ["🔖 Save", "# Tags", "↗ Share", "🔗 Open"]]


async def test_a_link_brings_the_bot_into_a_group_with_the_story(telegram: Telegram) -> None:
    """As Telegram does it: the bot is added, and the member's /start names it, which privacy mode lets through."""
    await telegram.bring(story())
    ada, ben = telegram.person("Ada"), telegram.person("Ben")
    await ada.start("t_1_2")
    await ada.press("↗ Share")
    link = button(ada.last(), "Add to a group")["url"]
    assert link == "https://t.me/spool_bot?startgroup=t_1_2"
    group = telegram.world.add_group("Readers", [ben.id], admins=[ada.id], bot_status="left")
    telegram.world.add_bot(group)
    (card,) = await ada.say(f"/start@spool_bot {link.partition('=')[2]}", chat=group)
    assert labels(card)[0] == ["◀ Prev", "2/3", "Next ▶"]
    await ben.press("Next ▶", card)
    assert labels(ada.last(group))[0][1] == "3/3"
    assert await ben.say("what a story", chat=group) == []


async def test_a_step_on_a_shared_card_moves_a_members_own_place_only_forward(telegram: Telegram) -> None:
    """Stepping back in the group does not take back what a member has read in private."""
    await telegram.bring(long_story(9))
    ada = telegram.person()
    group = _group(telegram, ada)
    await ada.start("t_1_4")
    await ada.start("t_1_2", chat=group)
    await ada.press("◀ Prev", chat=group)
    (card,) = await ada.start("t_1")
    assert labels(card)[0] == ["▶ Continue 4/9"]
    await ada.start("t_1_5", chat=group)
    await ada.press("Next ▶", chat=group)
    (card,) = await ada.start("t_1")
    assert labels(card)[0] == ["▶ Continue 6/9"]


async def test_members_who_never_started_the_bot_can_step_but_nothing_is_kept_of_them(telegram: Telegram) -> None:
    """No row is written for someone who never opened the bot; saving tells them how."""
    await telegram.bring(long_story(9))
    ada, ben = telegram.person("Ada"), telegram.person("Ben")
    group = _group(telegram, ada, ben)
    await ada.start("t_1_1", chat=group)
    await ben.press("Next ▶", chat=group)
    assert labels(ada.last(group))[0][1] == "2/9"
    answer = await ben.press("🔖 Save", chat=group)
    assert answer["text"].startswith("Open the bot once")
    (card,) = await ben.start("t_1")
    assert labels(card)[0] == ["▶ Read"]


async def test_saving_on_a_shared_card_answers_with_a_toast_only(telegram: Telegram) -> None:
    """The card shows the same to everybody; the story is saved for the one who pressed."""
    await telegram.bring(story())
    ada = telegram.person()
    group = _group(telegram, ada)
    await ada.start()
    (card,) = await ada.start("t_1_1", chat=group)
    answer = await ada.press("🔖 Save", chat=group)
    assert answer["text"].startswith("Saved")
    assert ada.last(group) == card
    (saved,) = await ada.say("/saved")
    assert "A kettle sings" in visible(saved)


async def test_tags_and_similar_stories_of_a_shared_card_are_links_into_the_bot(telegram: Telegram) -> None:
    """What leads away from the card opens in the member's own chat, and leaves the group's card alone."""
    await telegram.bring(story(source_id="s1"), story("By the same hand.", source_id="s2"))
    ada = telegram.person()
    group = _group(telegram, ada)
    await ada.start("t_1_3", chat=group)
    await ada.press("# Tags", chat=group)
    assert button(ada.last(group), "#ghosts")["url"] == "https://t.me/spool_bot?start=h_Z2hvc3Rz"
    await ada.press("Back", chat=group)
    await ada.press("Finish ✓", chat=group)
    assert button(ada.last(group), "By the same hand.")["url"] == "https://t.me/spool_bot?start=t_2"


async def test_personal_commands_in_a_group_point_to_the_private_chat(telegram: Telegram) -> None:
    """/continue, /saved and /settings show nobody's places to everybody."""
    await telegram.bring(story())
    ada = telegram.person()
    group = _group(telegram, ada)
    for command in ("/continue@spool_bot", "/saved@spool_bot", "/settings@spool_bot"):
        (card,) = await ada.say(command, chat=group)
        assert "private chat" in visible(card)
    (card,) = await ada.say("/latest@spool_bot", chat=group)
    assert "A kettle sings" in visible(card)


async def test_the_bot_says_nothing_to_ordinary_talk_in_a_group(telegram: Telegram) -> None:
    """Text that is no command is not for the bot, hashtags included."""
    await telegram.bring(story())
    ada = telegram.person()
    group = _group(telegram, ada)
    assert await ada.say("what a #harbour", chat=group) == []


async def test_answers_stay_in_the_topic_where_they_were_asked(telegram: Telegram) -> None:
    """In a forum the card and what opens from it come in the same topic."""
    await telegram.bring(story())
    ada = telegram.person()
    group = telegram.world.add_group("Forum", [ada.id], kind="supergroup", is_forum=True)
    topic = telegram.world.add_topic(group, "Stories")
    telegram.world.say(ada.id, "/latest", chat=group, thread=topic)
    await telegram.settled()
    assert ada.last(group)["message_thread_id"] == topic
    await ada.press("1", chat=group)
    assert ada.last(group)["message_thread_id"] == topic
