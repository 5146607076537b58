"""What groups, channels and topics hear, set by their admins: who may, how, and what is told."""

from storage.readers import ReaderId
from tests.driver import Telegram, button, buttons, labels, visible
from tests.handlers.hosts import LIST, Hall, hall, publish, tale


async def test_an_admin_sets_what_a_group_hears(telegram: Telegram) -> None:
    """By the list's buttons; a new story comes as a card that everybody steps, and no longer when it is taken back."""
    here = await hall(telegram)
    assert "Readers" in visible(await here.listed())
    assert (await here.admin.press("🔔 Follow everything", chat=here.id))["text"] == "Followed: new stories come here."
    await publish(telegram, tale(1))
    (card,) = here.posts()
    assert labels(card) == [["▶ Read"], ["🔗 Open"]]
    await here.member.press("▶ Read", card)
    card = await here.listed()
    await here.admin.press("✕ 1", card)
    assert await here.hears() == []
    await publish(telegram, tale(2))
    assert here.tales() == [1]


async def test_hashtags_and_authors_are_written_behind_the_command(telegram: Telegram) -> None:
    """Several at once; what there is no story of is named; words that are left out keep a story away."""
    await telegram.bring(tale(1, "sea"), tale(2, "fog"))
    here = await hall(telegram)
    assert visible(await here.listed("#sea @mira_tides")).startswith("Followed: new stories come here.")
    assert await here.hears() == ["author Mira_Tides", "tag sea"]
    assert visible(await here.listed("#moon")).startswith("There is no story of #moon yet.")
    assert visible(await here.listed("sea")).startswith("Write a #hashtag or an @author")
    assert "Left out: #fog" in visible(await here.listed("-#fog"))
    await publish(telegram, tale(3, "fog"), tale(4, "sea"))
    assert here.tales() == [4]
    assert visible(await here.listed("+#fog")).startswith("Left out no longer: #fog")


async def test_everyone_else_gets_one_kind_sentence(telegram: Telegram) -> None:
    """A member who sends the command, one who speaks through a channel, and presses: a toast, and nothing changes."""
    await telegram.bring(tale(1))
    here = await hall(telegram)
    (said,) = await here.member.say(f"{LIST} #sea", chat=here.id)
    assert "set by its admins" in visible(said)
    assert not buttons(said)
    channel = telegram.world.add_group("Bens", [], kind="channel", admins=[here.member.id], bot_status="left")
    (said,) = await here.member.say(f"{LIST} #sea", chat=here.id, through=channel)
    assert "set by its admins" in visible(said)
    await here.listed("#sea")
    card = here.admin.last(here.id)
    for label in ("✕ 1", "🔔 Follow everything"):
        answer = await here.member.press(label, card)
        assert answer["text"] == "Only admins of this chat can set what it hears."
    assert await here.hears() == ["tag sea"]
    assert telegram.world.message(here.id, card["message_id"]) == card


async def test_rights_are_asked_of_telegram_on_every_press(telegram: Telegram) -> None:
    """An admin who is one no more between the list and the press changes nothing; a new admin does at once."""
    here = await hall(telegram)
    other = telegram.person("Cleo")
    telegram.world.set_member(here.id, other.id, "administrator")
    card = (await other.say(LIST, chat=here.id))[-1]
    telegram.world.set_member(here.id, other.id, "member")
    assert (await other.press("🔔 Follow everything", card))["text"].startswith("Only admins")
    (said,) = await other.say(LIST, chat=here.id)
    assert "set by its admins" in visible(said)
    assert await here.hears() == []
    telegram.world.set_member(here.id, here.member.id, "administrator")
    await here.member.press("🔔 Follow everything", card)
    assert await here.hears() == ["all"]


async def test_an_admin_may_speak_as_the_group_itself(telegram: Telegram) -> None:
    """The message is proof enough; the press that follows comes from the person, and is checked."""
    await telegram.bring(tale(1))
    here = await hall(telegram)
    card = await here.listed("#sea", anonymous=True)
    assert await here.hears() == ["tag sea"]
    assert (await here.member.press("✕ 1", card))["text"].startswith("Only admins")
    await here.admin.press("✕ 1", card)
    assert await here.hears() == []


async def test_where_members_can_not_be_asked_for_the_admins_are(telegram: Telegram) -> None:
    """A bot that is no admin may be told of no member; who the admins are it is always told."""
    here = await hall(telegram)
    telegram.world.faults.add(
        method="getChatMember", status=400, description="Bad Request: PARTICIPANT_ID_INVALID", times=3
    )
    await here.listed()
    assert (await here.member.press("🔔 Follow everything", chat=here.id))["text"].startswith("Only admins")
    await here.admin.press("🔔 Follow everything", chat=here.id)
    assert await here.hears() == ["all"]


async def test_no_answer_from_telegram_is_no_permission(telegram: Telegram) -> None:
    """Neither for the command nor for a press: try again, and nothing has changed."""
    here = await hall(telegram)
    telegram.world.faults.add(method="getChatMember", status=502, times=1)
    assert "try again" in visible(await here.listed())
    await here.listed()
    telegram.world.faults.add(method="getChatMember", kind="drop_before", times=1)
    assert "try again" in (await here.admin.press("🔔 Follow everything", chat=here.id))["text"]
    assert await here.hears() == []


async def test_the_topics_of_a_forum_hear_apart(telegram: Telegram) -> None:
    """Each what was asked for in it; the general topic is one of its own."""
    await telegram.bring(tale(1, "sea"), tale(2, "fog"))
    here = await hall(telegram, is_forum=True)
    sea, fog = telegram.world.add_topic(here.id, "Sea"), telegram.world.add_topic(here.id, "Fog")
    assert "Readers · Sea" in visible(await here.listed("#sea", thread=sea))
    await here.listed("#fog", thread=fog)
    await here.listed("@mira_tides")
    assert (await here.hears(sea), await here.hears(fog)) == (["tag sea"], ["tag fog"])
    await publish(telegram, tale(3, "sea"), tale(4, "fog"))
    assert (here.tales(sea), here.tales(fog), here.tales(0)) == ([3], [4], [3, 4])


async def test_what_was_removed_comes_back_and_all_of_it_can_go(telegram: Telegram) -> None:
    """As in one's own list: bring back, asked once more before everything goes."""
    await telegram.bring(tale(1))
    here = await hall(telegram)
    await here.listed("#sea @mira_tides")
    await here.admin.press("✕ 1", chat=here.id)
    await here.admin.press("Bring back", chat=here.id)
    assert len(await here.hears()) == 2
    await here.admin.press("Unsubscribe from all", chat=here.id)
    await here.admin.press("Keep", chat=here.id)
    await here.admin.press("Unsubscribe from all", chat=here.id)
    await here.admin.press("Yes, unsubscribe", chat=here.id)
    assert await here.hears() == []


async def test_a_list_of_a_hundred_is_paged(telegram: Telegram) -> None:
    """Ten to a page, forward and back, and a removal stays on its page."""
    await telegram.bring(*(tale(number, f"tag{number}") for number in range(25)))
    here = await hall(telegram)
    for part in (range(12), range(12, 25)):
        await here.listed(" ".join(f"#tag{number}" for number in part))
    await here.admin.press("▶", chat=here.id)
    await here.admin.press("▶", chat=here.id)
    await here.admin.press("✕ 25", chat=here.id)
    assert "✕ 24" in [key["text"] for key in buttons(here.admin.last(here.id))]
    await here.admin.press("◀", chat=here.id)
    assert "✕ 11" in [key["text"] for key in buttons(here.admin.last(here.id))]


async def test_forged_presses_reach_no_other_chat(telegram: Telegram) -> None:
    """A press in one group that names another, or in a private chat that names a stranger's; ids of nobody."""
    here = await hall(telegram)
    card = await here.listed()
    there = telegram.world.add_group("Mine", [here.member.id], admins=[here.member.id], kind="supergroup")
    mine = (await here.member.say(LIST, chat=there))[-1]
    data = button(card, "🔔 Follow everything")["callback_data"]
    for pressed in (mine, here.member.last()):
        assert (await here.member.press_data(data, pressed, forged=True))["text"]
    telegram.world.set_member(there, here.admin.id, "member")
    assert (await here.admin.press_data(data, mine, forged=True))["text"].startswith("This list is not kept")
    for nobody in ("1Ge999.0.0", "1Ge0.0.0", "1Gu999.5", "1Gy1.0.0"):
        assert (await here.member.press_data(nobody, here.member.last(), forged=True))["text"]
    await here.admin.press_data("1Gc0.0.0", card, forged=True)
    assert await here.hears() == []
    assert await Hall(telegram, there, here.member, here.admin).hears() == []


async def test_hashtags_and_authors_are_chosen_by_buttons(telegram: Telegram) -> None:
    """Most used first, in pages, marked when they are followed; another tap takes it back."""
    await telegram.bring(*(tale(number, f"tag{number}") for number in range(33)), tale(33, "tag7"))
    here = await hall(telegram)
    await here.listed()
    await here.admin.press("Tags", chat=here.id)
    card = here.admin.last(here.id)
    assert labels(card)[0][0] == "#tag7"
    await here.admin.press("#tag7", card)
    assert (await here.hears(), labels(here.admin.last(here.id))[0][0]) == (["tag tag7"], "✓ #tag7")
    assert (await here.member.press("✓ #tag7", chat=here.id))["text"].startswith("Only admins")
    await here.admin.press("▶", chat=here.id)
    await here.admin.press("#tag9", chat=here.id)
    assert len(labels(here.admin.last(here.id))[0]) == 2
    await here.admin.press("◀", chat=here.id)
    await here.admin.press("✓ #tag7", chat=here.id)
    assert await here.hears() == ["tag tag9"]
    await here.admin.press("Back", chat=here.id)
    await here.admin.press("Authors", chat=here.id)
    await here.admin.press("Mira_Tides", chat=here.id)
    assert await here.hears() == ["author Mira_Tides", "tag tag9"]


async def test_what_is_not_there_is_not_followed(telegram: Telegram) -> None:
    """A forged hashtag or author; a page past the end is the first."""
    await telegram.bring(tale(1))
    here = await hall(telegram)
    card = await here.listed()
    chat = button(card, "Tags")["callback_data"].removeprefix("1Gh").partition(".")[0]
    for act in ("i", "j"):
        await here.admin.press_data(f"1G{act}{chat}.99.5", here.admin.last(here.id), forged=True)
    assert await here.hears() == []
    assert "Mira_Tides" in [key["text"] for key in buttons(here.admin.last(here.id))]


async def test_plain_labels_say_in_words_what_is_followed(telegram: Telegram) -> None:
    """In the chat of an admin who asked for labels without signs."""
    await telegram.bring(tale(1))
    here = await hall(telegram)
    await here.listed("#sea")
    await telegram.services.readers.set_plain(ReaderId(here.admin.id), True)
    await here.admin.say("/subscriptions")
    await here.admin.press("Groups and channels")
    await here.admin.press("Readers")
    await here.admin.press("Tags")
    assert labels(here.admin.last())[0] == ["#sea (followed)"]
