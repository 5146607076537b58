"""Delivery end to end: who hears of a story, when, how often, and what the ledger says of it."""

from itertools import pairwise

import pytest

from storage.delivery.subscribers import Address
from tests.bot.delivery.followers import counts, followers, follows, heard, ledger, tale
from tests.driver import Person, Telegram, buttons, labels, visible

MINUTE = 60.0


async def test_a_follower_hears_of_a_new_story_once(telegram: Telegram) -> None:
    """A title card with the way in, which leads to the first tweet, and a link that survives a forward."""
    (ada,) = await followers(telegram, 1)
    ben = telegram.person("Ben")
    await ben.start()
    await telegram.bring(tale(1), notify=True)
    await telegram.pass_time(10)
    assert heard(telegram, ada.id) == [1]
    assert heard(telegram, ben.id) == []
    card = ada.last()
    assert "Tale 1 of the lighthouse." in visible(card)
    assert card["link_preview_options"] == {"is_disabled": True}
    assert await counts(telegram) == ("done", {"sent": 1})
    await ada.press("▶ Read", card)
    assert labels(ada.last())[0][1] == "1/2"


async def test_quiet_stories_and_updates_tell_nobody(telegram: Telegram) -> None:
    """Neither what is imported quietly nor what was there already."""
    (ada,) = await followers(telegram, 1)
    await telegram.bring(tale(1))
    await telegram.bring(tale(1), notify=True)
    await telegram.pass_time(10)
    assert heard(telegram, ada.id) == []


async def test_stories_come_in_the_order_of_their_publication(telegram: Telegram) -> None:
    """To everybody, at most about one a second to a chat."""
    people = await followers(telegram, 3)
    for number in range(1, 6):
        await telegram.bring(tale(number), notify=True)
    await telegram.pass_time(30)
    for person in people:
        assert heard(telegram, person.id) == [1, 2, 3, 4, 5]
        dates = [message["date"] for message in telegram.world.messages(person.id)][-5:]
        assert all(later > earlier for earlier, later in pairwise(dates))


async def test_turns_are_evenly_spaced(telegram: Telegram) -> None:
    """At 25 a second some 25 of fifty messages go out in a second, some ten in the next four tenths."""
    await followers(telegram, 50)
    before = len(telegram.calls("sendMessage"))
    await telegram.bring(tale(1), notify=True)
    while len(telegram.calls("sendMessage")) == before:
        await telegram.pass_time(0.04)
    for seconds, least, most in ((1.0, 24, 27), (0.4, 9, 12)):
        before = len(telegram.calls("sendMessage"))
        await telegram.pass_time(seconds)
        assert least <= len(telegram.calls("sendMessage")) - before <= most
    await telegram.pass_time(3)
    assert await counts(telegram) == ("done", {"sent": 50})


async def test_a_429_pauses_that_chat_alone(telegram: Telegram) -> None:
    """The others hear meanwhile; the chat hears when its time is over, and not before."""
    ada, ben = await followers(telegram, 2)
    telegram.world.faults.add(method="sendMessage", chat=ada.id, parameters={"retry_after": 40})
    await telegram.bring(tale(1), tale(2), notify=True)
    await telegram.pass_time(30)
    assert (heard(telegram, ada.id), heard(telegram, ben.id)) == ([], [1, 2])
    await telegram.pass_time(30)
    assert heard(telegram, ada.id) == [1, 2]
    assert await counts(telegram) == ("done", {"sent": 2})


async def test_a_second_chats_429_pauses_the_lane_but_no_tap(telegram: Telegram) -> None:
    """For as long as told nothing is sent to anybody; whoever taps is answered at once."""
    people = await followers(telegram, 20)
    for person in people[:2]:
        telegram.world.faults.add(method="sendMessage", chat=person.id, parameters={"retry_after": 50})
    await telegram.bring(tale(1), notify=True)
    await telegram.pass_time(20)
    before = sum(len(heard(telegram, person.id)) for person in people)
    assert before < 10
    (card,) = await people[-1].start("t_1_1")
    assert labels(card)[0][1] == "1/2"
    await telegram.pass_time(20)
    assert sum(len(heard(telegram, person.id)) for person in people) == before + 1
    await telegram.pass_time(40)
    assert [heard(telegram, person.id)[-1:] for person in people] == [[1]] * 20


@pytest.mark.parametrize("way", ["start", "unblock"])
async def test_a_block_skips_the_rest_and_ends_with_a_sign_of_life(telegram: Telegram, way: str) -> None:
    """No further call is made for the chat; after /start or an unblock new stories come again."""
    ada, ben = await followers(telegram, 2)
    blocked = "Forbidden: bot was blocked by the user"
    telegram.world.faults.add(method="sendMessage", chat=ada.id, status=403, description=blocked)
    await telegram.bring(tale(1), tale(2), notify=True)
    await telegram.pass_time(20)
    assert await ledger(telegram) == {("sent", None): 2, ("skipped", "unreachable"): 2}
    if way == "unblock":
        telegram.world.block(ada.id)
        telegram.world.unblock(ada.id)
        await telegram.settled()
    else:
        await ada.start()
    await telegram.bring(tale(3), notify=True)
    await telegram.pass_time(20)
    assert heard(telegram, ada.id) == [3]
    assert heard(telegram, ben.id) == [1, 2, 3]


async def test_a_block_that_telegram_tells_of_is_believed(telegram: Telegram) -> None:
    """my_chat_member is enough: nothing is even tried."""
    (ada,) = await followers(telegram, 1)
    telegram.world.block(ada.id)
    await telegram.settled()
    calls = len(telegram.calls("sendMessage"))
    await telegram.bring(tale(1), notify=True)
    await telegram.pass_time(20)
    assert len(telegram.calls("sendMessage")) == calls


async def test_an_account_that_is_gone_is_skipped(telegram: Telegram) -> None:
    """Telegram tells nobody of it; the first send finds out, and nothing more is sent."""
    (ada,) = await followers(telegram, 1)
    telegram.world.deactivate(ada.id)
    await telegram.bring(tale(1), tale(2), notify=True)
    await telegram.pass_time(20)
    assert await ledger(telegram) == {("skipped", "unreachable"): 2}


async def test_a_permanent_error_is_not_tried_again(telegram: Telegram) -> None:
    """It has failed, and the next story comes all the same."""
    (ada,) = await followers(telegram, 1)
    telegram.world.faults.add(method="sendMessage", status=400, description="Bad Request: CHAT_RESTRICTED")
    await telegram.bring(tale(1), tale(2), notify=True)
    await telegram.pass_time(600)
    assert heard(telegram, ada.id) == [2]
    assert await ledger(telegram) == {("failed", "rejected"): 1, ("sent", None): 1}


async def test_a_passing_error_is_tried_again_with_growing_pauses(telegram: Telegram) -> None:
    """After half a minute, two, ten; and what comes later to the chat waits for it."""
    (ada,) = await followers(telegram, 1)
    telegram.world.faults.add(method="sendMessage", status=500, times=3)
    await telegram.bring(tale(1), tale(2), notify=True)
    await telegram.pass_time()
    heard_after = []
    for minutes in (0.6, 2.1, 9.0, 1.5):
        await telegram.skip_time(minutes * MINUTE)
        heard_after.append(heard(telegram, ada.id))
    assert heard_after == [[], [], [], [1, 2]]


async def test_passing_errors_come_to_an_end(telegram: Telegram) -> None:
    """Whoever can't be sent to for hours has failed, and is left alone."""
    (ada,) = await followers(telegram, 1)
    telegram.world.faults.add(method="sendMessage", status=500, times=1000)
    await telegram.bring(tale(1), notify=True)
    for _ in range(12):
        await telegram.skip_time(60 * MINUTE)
    assert await ledger(telegram) == {("failed", "tried too often"): 1}
    assert heard(telegram, ada.id) == []


@pytest.mark.parametrize(("fault", "repeated"), [("drop_before", 0), ("drop_after", 1)])
async def test_a_lost_answer_is_sent_once_more_after_some_minutes(
    telegram: Telegram, fault: str, repeated: int
) -> None:
    """Not at once, and once: whether it had arrived or not, nobody goes without; a later story waits for it."""
    (ada,) = await followers(telegram, 1)
    telegram.world.faults.add(method="sendMessage", kind=fault)  # type: ignore[arg-type]  # one of the kinds
    await telegram.bring(tale(1), tale(2), notify=True)
    await telegram.pass_time(60)
    assert heard(telegram, ada.id) == [1] * repeated
    assert (await ledger(telegram))["unknown", None] == 1
    await telegram.skip_time(5 * MINUTE)
    assert heard(telegram, ada.id) == [1] * repeated + [1, 2]
    assert await counts(telegram) == ("done", {"sent": 1})


async def test_an_answer_lost_twice_stays_unknown(telegram: Telegram) -> None:
    """It is not sent a third time, and the ledger doesn't pretend to know."""
    (ada,) = await followers(telegram, 1)
    telegram.world.faults.add(method="sendMessage", kind="drop_after", times=2)
    await telegram.bring(tale(1), notify=True)
    for _ in range(4):
        await telegram.skip_time(10 * MINUTE)
    assert heard(telegram, ada.id) == [1, 1]
    assert await counts(telegram) == ("done", {"unknown": 1})


@pytest.mark.parametrize("sign", ["service message", "error"])
async def test_a_group_that_becomes_a_supergroup_hears_on(telegram: Telegram, sign: str) -> None:
    """Under its new id, whichever sign comes first; once for each story."""
    ada = telegram.person()
    group = telegram.world.add_group("Readers", [ada.id])
    await telegram.settled()
    await follows(telegram, group)
    if sign == "error":
        await telegram.bring(tale(1), notify=True)
        telegram.world.faults.add(method="getUpdates", kind="delay", seconds=0.5)
        new = telegram.world.migrate(group)
    else:
        new = telegram.world.migrate(group)
        await telegram.settled()
        await telegram.bring(tale(1), notify=True)
    await telegram.pass_time(20)
    await telegram.bring(tale(2), notify=True)
    await telegram.pass_time(20)
    assert heard(telegram, new) == [1, 2]
    if sign == "service message":
        assert not any(call["chat_id"] == group for call in telegram.calls("sendMessage"))


async def test_a_story_that_was_withdrawn_meanwhile_is_not_told(telegram: Telegram) -> None:
    """Those who have not heard yet never will."""
    await followers(telegram, 2)
    await telegram.bring(tale(1), notify=True)
    await telegram.withdraw(1)
    await telegram.pass_time(20)
    assert await ledger(telegram) == {("skipped", "withdrawn"): 2}


async def test_who_unsubscribed_meanwhile_is_not_told(telegram: Telegram) -> None:
    """Also when their row was written before."""
    ada, ben = await followers(telegram, 2)
    telegram.world.faults.add(method="sendMessage", chat=ada.id, parameters={"retry_after": 60})
    await telegram.bring(tale(1), notify=True)
    await telegram.pass_time(10)
    await unfollow(telegram, ada)
    await telegram.pass_time(90)
    assert (heard(telegram, ada.id), heard(telegram, ben.id)) == ([], [1])
    assert await ledger(telegram) == {("sent", None): 1, ("skipped", "unsubscribed"): 1}


async def unfollow(telegram: Telegram, person: Person) -> None:
    """Unsubscribe from everything."""
    await telegram.services.subscriptions.unfollow(Address(person.id), [], telegram.services.now())


async def test_a_dead_network_loses_nothing(telegram: Telegram) -> None:
    """While Telegram can't be reached no row is spent; when it is back everybody hears, nobody twice."""
    people = await followers(telegram, 3)
    await telegram.bring(tale(1), notify=True)
    port = await telegram.vanish()
    await away(telegram, 600)
    assert {state for state, _ in await ledger(telegram)} <= {"planned", "leased"}
    await telegram.serve(port)
    await telegram.pass_time(120)
    assert [heard(telegram, person.id) for person in people] == [[1]] * 3
    assert await counts(telegram) == ("done", {"sent": 3})


async def away(telegram: Telegram, seconds: float) -> None:
    """Time passes for a bot that can't reach Telegram."""
    assert telegram.clock is not None
    await telegram.clock.run(seconds, lambda: telegram.app.resting)


async def test_a_topic_hears_in_its_place(telegram: Telegram) -> None:
    """A notification for a topic goes into that topic; the card is one for everybody."""
    ada = telegram.person()
    forum = telegram.world.add_group("Readers", [ada.id], kind="supergroup", is_forum=True)
    topic = telegram.world.add_topic(forum, "Tales")
    await telegram.settled()
    await follows(telegram, forum, topic=topic)
    await telegram.bring(tale(1), notify=True)
    await telegram.pass_time(20)
    card = telegram.world.messages(forum)[-1]
    assert (card["message_thread_id"], heard(telegram, forum)) == (topic, [1])
    assert any("callback_data" in key for key in buttons(card))


async def test_a_restart_goes_on_where_it_was(telegram: Telegram) -> None:
    """What was sent stays sent, the rest follows; nothing twice."""
    people = await followers(telegram, 60)
    await telegram.bring(tale(1), notify=True)
    await telegram.pass_time(2.5)
    await telegram.restart()
    await telegram.pass_time(10)
    assert [heard(telegram, person.id) for person in people] == [[1]] * 60
