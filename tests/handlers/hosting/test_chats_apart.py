"""Groups and channels set from an admin's own chat: Telegram's picker, the list there, and answers to it."""

import pytest

from tests.driver import Telegram, button, buttons, labels, links, visible
from tests.handlers.hosts import channel, hall, of, picking, publish, tale, told

DAY = 24 * 3600.0


async def test_a_group_is_chosen_and_set_from_afar(telegram: Telegram) -> None:
    """Telegram brings the bot in; the picker's buttons go; its list is there from now on, and new stories come."""
    ada = await picking(telegram)
    group = telegram.world.add_group("Readers", [], admins=[ada.id], kind="supergroup", bot_status="left")
    said, card = await ada.choose(group, "Choose a group")
    assert visible(said).startswith("Chosen")
    assert telegram.world.keyboard(ada.id) == []
    assert visible(card).startswith("Readers\nFollows nothing yet.")
    await ada.press("🔔 Follow everything", card)
    await ada.press("Back")
    assert labels(ada.last())[0] == ["Readers"]
    await publish(telegram, tale(1))
    assert len(told(telegram.world.messages(group))) == 1
    await of(ada, "Readers")
    await ada.press("✕ 1")
    await publish(telegram, tale(2))
    assert len(told(telegram.world.messages(group))) == 1


async def test_a_channel_gets_cards_with_their_link_alone(telegram: Telegram) -> None:
    """Nobody presses anything for themselves there; the bot is brought in as an admin who may post."""
    ada = await picking(telegram)
    news = await channel(telegram, ada)
    await publish(telegram, tale(1))
    (post,) = told(telegram.world.messages(news))
    assert labels(post) == [["🔗 Open"]]
    assert button(post, "🔗 Open")["url"].endswith("?start=t_1")
    assert not any("callback_data" in key for key in buttons(post))


async def test_choosing_no_chat_takes_the_buttons_away(telegram: Telegram) -> None:
    """And is not taken for something to look for."""
    ada = await picking(telegram)
    (said,) = await ada.say("Choose no chat")
    assert visible(said) == "No chat was chosen."
    assert telegram.world.keyboard(ada.id) == []


async def test_what_a_client_sends_is_not_believed(telegram: Telegram) -> None:
    """The picker shows only chats of an admin; what comes back is checked all the same."""
    ada = await picking(telegram)
    ben = telegram.person("Ben")
    await ben.start()
    group = telegram.world.add_group("Bens", [ada.id], admins=[ben.id], kind="supergroup")
    foreign = telegram.world.add_group("Theirs", [ben.id], admins=[ben.id], kind="supergroup", bot_status="left")
    for chat, why in (
        (group, "Only admins of Bens"),
        (foreign, "I may not write in Theirs yet"),
        (ben.id, "Only groups and channels"),
        (ada.id, "Only groups and channels"),
    ):
        (said,) = await ada.choose(chat, "Choose a group", forged=True)
        assert visible(said).startswith(why)
    await ada.say("/subscriptions")
    await ada.press("Groups and channels")
    assert labels(ada.last()) == [["Choose a chat"], ["Back"]]


async def test_a_channel_without_the_right_to_post_is_not_taken(telegram: Telegram) -> None:
    """Neither where the bot may not post, nor for an admin who may not."""
    ada = await picking(telegram)
    news = telegram.world.add_group("News", [ada.id], kind="channel", admins=[ada.id], bot_status="administrator")
    telegram.world.set_bot_rights(news, can_post_messages=False)
    (said,) = await ada.choose(news, "Choose a channel", forged=True)
    assert visible(said).startswith("I may not write in News yet")


@pytest.mark.parametrize(
    ("method", "status", "description", "said"),
    [
        ("getChat", 400, "Bad Request: chat not found", "I may not write in News yet"),
        ("getChatMember", 403, "Forbidden: bot is not a member of the channel chat", "I may not write in News yet"),
        ("getChatMember", 502, "Bad Gateway", "Telegram does not answer"),
        ("getChat", 502, "Bad Gateway", "Telegram does not answer"),
        ("sendChatAction", 400, "Bad Request: CHAT_ADMIN_REQUIRED", "Chosen"),
        ("sendChatAction", 502, "Bad Gateway", "Chosen"),
    ],
)
async def test_what_telegram_answers_about_a_chosen_chat(
    telegram: Telegram, method: str, status: int, description: str, said: str
) -> None:
    """A chat that can't be seen is named with what to do; trouble is not taken for a no."""
    ada = await picking(telegram)
    news = telegram.world.add_group("News", [ada.id], kind="channel", admins=[ada.id], bot_status="left")
    telegram.world.faults.add(method=method, chat=news, status=status, description=description)
    assert visible((await ada.choose(news, "Choose a channel"))[0]).startswith(said)
    assert telegram.world.keyboard(ada.id) == []


async def test_a_group_that_has_moved_is_chosen_under_its_new_id(telegram: Telegram) -> None:
    """A client may still name the old one."""
    ada = await picking(telegram)
    group = telegram.world.add_group("Readers", [], admins=[ada.id])
    new = telegram.world.migrate(group)
    await ada.choose(group, "Choose a group", forged=True)
    (chat,), _ = await telegram.services.chats.of_admin(ada.id, 0)
    assert chat.address.chat == new


async def test_rights_are_asked_on_every_press_from_afar(telegram: Telegram) -> None:
    """Who is admin no more changes nothing, and the chat is among theirs no longer."""
    ada = await picking(telegram)
    news = await channel(telegram, ada)
    card = await of(ada, "News")
    telegram.world.set_member(news, ada.id, "member")
    assert (await ada.press("✕ 1", card))["text"] == "Only admins of this chat can set what it hears."
    await ada.say("/subscriptions")
    await ada.press("Groups and channels")
    assert labels(ada.last()) == [["Choose a chat"], ["Back"]]
    await publish(telegram, tale(1))
    assert len(told(telegram.world.messages(news))) == 1


async def test_an_answer_to_the_list_sets_hashtags_and_words(telegram: Telegram) -> None:
    """`#tag` and `@author` are followed there, not looked for; `-word` and `+word` as everywhere."""
    await telegram.bring(tale(1, "sea"), tale(2, "fog"))
    ada = await picking(telegram)
    news = await channel(telegram, ada)
    card = ada.last()
    await ada.press("✕ 1", card)
    (card,) = await ada.say("#sea @mira_tides", reply_to=card["message_id"])
    assert visible(card).startswith("Followed: new stories come there.\n\nNews\nFollows 2 things")
    await ada.press("✕ 1", card)
    (card,) = await ada.say("-pier", reply_to=card["message_id"])
    assert "Left out: pier" in visible(card)
    await publish(telegram, tale(3, "sea"))
    assert told(telegram.world.messages(news)) == []
    await ada.say("+pier", reply_to=card["message_id"])
    await publish(telegram, tale(4, "sea"), tale(5, "fog"))
    assert [visible(post)[:6] for post in told(telegram.world.messages(news))] == ["Mira_T"]
    (found,) = await ada.say("#fog", reply_to=telegram.world.messages(ada.id)[1]["message_id"])
    assert "Tale 2" in visible(found)


async def test_an_answer_of_somebody_else_changes_nothing(telegram: Telegram) -> None:
    """An admin who is none any more answers an old list."""
    await telegram.bring(tale(1, "sea"))
    ada = await picking(telegram)
    news = await channel(telegram, ada)
    card = ada.last()
    telegram.world.set_member(news, ada.id, "member")
    (said,) = await ada.say("#sea", reply_to=card["message_id"])
    assert visible(said) == "Only admins of this chat can set what it hears."


async def test_a_channel_that_takes_the_right_to_post_away_rests(telegram: Telegram) -> None:
    """Its admin is told once; given back, it goes on without anybody pressing anything."""
    ada = await picking(telegram)
    news = await channel(telegram, ada)
    telegram.world.set_bot_rights(news, can_post_messages=False)
    await telegram.settled()
    assert visible(ada.last()).startswith("I may not write in News any more")
    before = len(telegram.world.messages(ada.id))
    telegram.world.set_bot_rights(news, can_pin_messages=False)
    await publish(telegram, tale(1))
    telegram.world.set_bot_rights(news, can_post_messages=True)
    await telegram.settled()
    await publish(telegram, tale(2))
    assert ["Tale 2" in visible(post) for post in told(telegram.world.messages(news))] == [True]
    assert len(telegram.world.messages(ada.id)) == before


async def test_deleting_ones_data_leaves_the_group_its_stories(telegram: Telegram) -> None:
    """Nobody is found there as the one who set it; what it hears stays."""
    ada = await picking(telegram)
    news = await channel(telegram, ada)
    await ada.say("/privacy")
    await ada.press("Delete my data")
    await ada.press("Yes, delete")
    chats, _ = await telegram.services.chats.of_admin(ada.id, 0)
    (kept,) = await telegram.services.chats.reachable(news)
    assert (chats, kept.set_by) == ([], None)
    await publish(telegram, tale(1))
    assert len(told(telegram.world.messages(news))) == 1


async def test_a_group_from_which_nothing_is_forwarded_is_read_like_any_other(telegram: Telegram) -> None:
    """Every message there is protected, which says nothing of the story: its card is stepped in place."""
    here = await hall(telegram, is_protected=True)
    await here.listed()
    await here.admin.press("🔔 Follow everything", chat=here.id)
    await publish(telegram, tale(1))
    (post,) = here.posts()
    assert post["has_protected_content"]
    await here.member.press("▶ Read", post)
    await here.member.press("Next ▶", telegram.world.message(here.id, post["message_id"]))
    assert labels(telegram.world.message(here.id, post["message_id"]))[0][1] == "2/2"


async def test_a_digest_in_a_channel_has_links_alone(telegram: Telegram) -> None:
    """What was held for a channel comes as one message, in which every story is a link."""
    ada = await picking(telegram)
    news = await channel(telegram, ada)
    services = telegram.services
    (set_chat,) = await services.chats.reachable(news)
    await services.holding.pause(set_chat.address, None, services.now())
    await publish(telegram, tale(1), tale(2))
    await services.holding.resume(set_chat.address, services.now())
    await telegram.pass_time(10)
    digest = telegram.world.messages(news)[-1]
    assert visible(digest).startswith("2 stories came meanwhile")
    assert buttons(digest) == []
    assert len(links(digest)) == 2
    card = await of(ada, "News")
    await ada.press("Undo", card)
    assert digest["message_id"] not in [message["message_id"] for message in telegram.world.messages(news)]
    assert not any(key["text"] == "Undo" for key in buttons(ada.last()))


async def test_from_a_chat_that_threw_the_bot_out_nothing_is_set(telegram: Telegram) -> None:
    """Nobody's rights can be seen there; its list stays among the admin's, for when the bot is back."""
    ada = await picking(telegram)
    news = await channel(telegram, ada)
    card = ada.last()
    telegram.world.remove_bot(news)
    await telegram.settled()
    answer = await ada.press("✕ 1", card)
    assert answer["text"] == "I can't look into this chat any more: bring me back, and it goes on."
    telegram.world.add_bot(news, "administrator")
    await ada.press("✕ 1", card)
    assert "Follows nothing yet." in visible(ada.last())


async def test_what_telegram_does_not_answer_is_said_and_nothing_is_taken_for_done(telegram: Telegram) -> None:
    """Neither a removal nor a try."""
    here = await hall(telegram)
    await here.listed()
    await here.admin.press("🔔 Follow everything", chat=here.id)
    await publish(telegram, tale(1))
    card = await here.listed()
    telegram.world.faults.add(method="deleteMessage", status=400, description="Bad Request: message can't be deleted")
    assert "two days only" in (await here.admin.press("Undo", card))["text"]
    telegram.world.faults.add(method="deleteMessage", chat=here.id, parameters={"retry_after": 60})
    assert (await here.admin.press("Undo", card))["text"].startswith("Telegram does not answer")
    assert here.tales() == [1]
    telegram.world.mute(here.id)
    await telegram.skip_time(90)
    await publish(telegram, tale(2))
    telegram.world.faults.add(method="sendChatAction", status=502)
    assert (await here.admin.press("Try again"))["text"].startswith("Telegram does not answer")
    assert "I may not write" in visible(here.admin.last())


async def test_a_page_that_is_gone_falls_back_to_the_last(telegram: Telegram) -> None:
    """A press on an old card of a longer list."""
    here = await hall(telegram)
    await here.listed()
    await here.admin.press("🔔 Follow everything", chat=here.id)
    card = here.admin.last(here.id)
    data = button(card, "✕ 1")["callback_data"]
    chat = data.removeprefix("1Gl").partition(".")[0]
    for number in (7, 10**12, 2**63 - 1):
        await here.admin.press_data(f"1Go{chat}.0.{number}", card, forged=True)
        assert "1. Every new story" in visible(here.admin.last(here.id))
        for act in ("h", "b"):
            await here.admin.press_data(f"1G{act}{chat}.0.{number}", card, forged=True)
            assert "Press what is to be followed" in visible(here.admin.last(here.id))
        await here.admin.press_data(f"1Gc0.0.{number}", here.admin.last(), forged=True)
        assert "Groups and channels" in visible(here.admin.last())


async def test_a_chat_has_a_rhythm_of_its_own(telegram: Telegram) -> None:
    """A channel hears once a day at an hour of its admin's clock, in one message of links, without a sound."""
    ada = await picking(telegram)
    news = await channel(telegram, ada)
    await ada.say("/settings UTC+3")
    await of(ada, "News")
    await ada.press("🕗 When they come")
    assert "News" in visible(ada.last())
    await ada.press("Daily")
    await ada.press("🕗 Hour")
    await ada.press("18:00")
    await ada.press("🔇 Without a sound")
    assert "New stories: every day at 18:00." in visible(ada.last())
    await publish(telegram, tale(1), tale(2))
    await telegram.skip_time(2.9 * 3600)
    assert telegram.world.messages(news) == []
    await telegram.skip_time(0.2 * 3600)
    digest = telegram.world.messages(news)[-1]
    assert (len(links(digest)), buttons(digest)) == (2, [])
    assert telegram.calls("sendMessage")[-1]["disable_notification"] is True
    await ada.press("Back")
    assert "News\nFollows 1 thing" in visible(ada.last())


async def test_who_only_looks_has_not_set_the_chat(telegram: Telegram) -> None:
    """Another admin's look at the times changes neither the clock nor the language; a member can't even look."""
    here = await hall(telegram)
    await here.listed()
    other = telegram.person("Cleo", "fa")
    telegram.world.set_member(here.id, other.id, "administrator")
    await other.press("🕗 When they come", chat=here.id)
    await other.press("🌙 Quiet hours", chat=here.id)
    await other.press("22:00", chat=here.id)
    (chat,) = await telegram.services.chats.reachable(here.id)
    assert (chat.set_by, chat.language) == (here.admin.id, "en")
    assert (await here.member.press("07:00", chat=here.id))["text"].startswith("Only admins")
    await other.press("07:00", chat=here.id)
    (chat,) = await telegram.services.chats.reachable(here.id)
    assert (chat.set_by, chat.language) == (other.id, "fa")
    assert (await telegram.services.rhythms.get(chat.address)).rhythm.quiet == (22 * 60, 7 * 60)
    await other.press("🌙 Quiet hours", chat=here.id)
    await other.press("No quiet hours", chat=here.id)
    await other.press("Weekly", chat=here.id)
    await other.press("📅", chat=here.id)
    await other.press("Monday", chat=here.id)
    assert (await telegram.services.rhythms.get(chat.address)).rhythm.weekday == 0


@pytest.mark.parametrize(
    "title", ["<b>{x}</b> &amp; #sea @pier", "\u202eabc\u2069 {chat}", "👩‍👩‍👧‍👦" * 16, "{0}", "\u200b"]
)
async def test_a_chat_may_be_called_anything(telegram: Telegram, title: str) -> None:
    """Its name is never read as markup, as a placeholder or as a hashtag, in lists, on buttons and in sentences."""
    ada = telegram.person("Ada", "ar")
    await ada.start()
    group = telegram.world.add_group(title, [], admins=[ada.id], kind="supergroup")
    await telegram.settled()
    await ada.say("/subscriptions@spool_bot", chat=group)
    await ada.press("متابعة كل شيء", chat=group)
    shown = ada.last(group)
    assert {entity["type"] for entity in shown["entities"]} <= {"bold", "bot_command"}
    await ada.say("/subscriptions")
    await ada.press("المجموعات والقنوات")
    assert labels(ada.last())[0][0].strip()
    telegram.world.mute(group)
    await publish(telegram, tale(1))
    assert "إعادة المحاولة" in labels(ada.last())[0][0]
    assert [call.reply for call in telegram.world.calls if call.reply and not call.ok][1:] == []


async def test_many_chats_are_paged_by_name(telegram: Telegram) -> None:
    """Ten to a page, each found again by its title; a page past the end is the first."""
    ada = telegram.person()
    await ada.start()
    for number in range(12):
        group = telegram.world.add_group(f"Group {number:02}", [], admins=[ada.id])
        await ada.say("/subscriptions@spool_bot", chat=group)
    await ada.say("/subscriptions")
    await ada.press("Groups and channels")
    assert [row[0] for row in labels(ada.last())[:2]] == ["Group 00", "Group 01"]
    await ada.press("▶")
    assert [row[0] for row in labels(ada.last())] == ["Group 10", "Group 11", "◀", "Choose a chat", "Back"]
    await ada.press("Group 11")
    assert visible(ada.last()).startswith("Group 11")
    await ada.press_data("1Gc0.0.7", ada.last(), forged=True)
    assert labels(ada.last())[0] == ["Group 00"]
    await ada.press("Back")
    assert visible(ada.last()).startswith("You follow nothing yet")
