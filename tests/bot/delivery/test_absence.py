"""After an absence there is one digest: somebody who had blocked the bot, and a bot that was away itself."""

import pytest

from storage.delivery.subjects import Kind, Subject
from storage.delivery.subscribers import Address
from tests.bot.delivery.followers import counts, followers, heard, ledger, tale
from tests.builders import story
from tests.driver import Telegram, visible

HOUR = 3600.0
DAY = 24 * HOUR


async def publish(telegram: Telegram, *numbers: int) -> None:
    """New stories, with the time to tell of them."""
    await telegram.bring(*map(tale, numbers), notify=True)
    await telegram.pass_time(20)


@pytest.mark.parametrize("way", ["start", "unblock"])
async def test_who_returns_gets_one_digest_of_what_they_missed(telegram: Telegram, way: str) -> None:
    """By /start or an unblock: one message, once; what comes later comes as ever."""
    ada, ben = await followers(telegram, 2)
    await publish(telegram, 1)
    telegram.world.block(ada.id)
    await telegram.settled()
    await publish(telegram, 2, 3)
    await telegram.skip_time(5 * DAY)
    await publish(telegram, 4)
    assert heard(telegram, ada.id) == [1]
    telegram.world.unblock(ada.id)
    if way == "start":
        await ada.start()
    await telegram.settled()
    await telegram.pass_time(10)
    assert visible(ada.last()).startswith("3 stories came meanwhile")
    messages = len(telegram.world.messages(ada.id))
    await telegram.skip_time(DAY)
    assert len(telegram.world.messages(ada.id)) == messages
    await publish(telegram, 5)
    assert heard(telegram, ada.id) == [1, 5]
    assert heard(telegram, ben.id) == [1, 2, 3, 4, 5]
    assert set(await ledger(telegram)) == {("sent", None)}
    assert await counts(telegram, 2) == ("done", {"sent": 2})


async def test_what_was_on_its_way_when_they_went_is_in_it(telegram: Telegram) -> None:
    """The send that met the block, and the one behind it, were skipped: both are told on return."""
    ada, _ = await followers(telegram, 2)
    blocked = "Forbidden: bot was blocked by the user"
    telegram.world.faults.add(method="sendMessage", chat=ada.id, status=403, description=blocked)
    await publish(telegram, 1, 2)
    assert await ledger(telegram) == {("sent", None): 2, ("skipped", "unreachable"): 2}
    await ada.start()
    await telegram.pass_time(10)
    assert visible(ada.last()).startswith("2 stories came meanwhile")
    assert await counts(telegram, 1) == ("done", {"sent": 2})


async def test_only_what_is_wanted_and_not_too_old_is_told(telegram: Telegram) -> None:
    """Not what came more than thirty days ago, was withdrawn, or has a word that they leave out."""
    (ada,) = await followers(telegram, 1)
    await ada.say("/subscriptions -lantern")
    telegram.world.block(ada.id)
    await telegram.settled()
    await publish(telegram, 1)
    await telegram.skip_time(20 * DAY)
    await publish(telegram, 2, 3)
    await telegram.withdraw(3)
    await telegram.bring(story("Tale 4 of the lantern.", source_id="tale-4"), notify=True)
    await telegram.skip_time(15 * DAY)
    telegram.world.unblock(ada.id)
    await telegram.pass_time(20)
    assert heard(telegram, ada.id) == [2]


async def test_what_was_not_followed_yet_was_not_missed(telegram: Telegram) -> None:
    """Somebody whose first subscription came after a story; the one after it was missed."""
    (ada,) = await followers(telegram, 1)
    services, address = telegram.services, Address(ada.id)
    await services.subscriptions.unfollow(address, [], services.now())
    await services.subscribers.lost(ada.id, services.now())
    await publish(telegram, 1)
    await services.subscriptions.follow(address, Subject(Kind.ALL), services.now(), set_by=ada.id, language="en")
    await telegram.pass_time(20)
    assert heard(telegram, ada.id) == []
    await services.subscribers.lost(ada.id, services.now())
    await publish(telegram, 2)
    await services.subscriptions.follow(address, Subject(Kind.AUTHOR, 1), services.now(), set_by=ada.id, language="en")
    await telegram.pass_time(20)
    assert heard(telegram, ada.id) == [2]


async def test_who_returns_in_their_quiet_hours_hears_when_these_end(telegram: Telegram) -> None:
    """A sign of life at night is no wish for a message at night."""
    (ada,) = await followers(telegram, 1)
    await ada.say("/settings")
    await ada.press("Notifications")
    await ada.press("Quiet hours")
    await ada.press("13:00")
    await ada.press("15:00")
    telegram.world.block(ada.id)
    await telegram.settled()
    await publish(telegram, 1, 2)
    await telegram.skip_time(1.5 * HOUR)
    telegram.world.unblock(ada.id)
    await telegram.pass_time(20)
    assert await ledger(telegram) == {("held", None): 2}
    await telegram.skip_time(2 * HOUR)
    assert visible(ada.last()).startswith("2 stories came meanwhile")


async def test_a_group_that_comes_back_goes_on_with_what_is_new(telegram: Telegram) -> None:
    """Nobody there has missed anything that they could not look up."""
    (ada,) = await followers(telegram, 1)
    group = telegram.world.add_group("Readers", [ada.id], kind="supergroup")
    services = telegram.services
    await services.subscriptions.follow(Address(group), Subject(Kind.ALL), services.now(), set_by=ada.id, language="en")
    await services.subscribers.lost(group, services.now())
    await publish(telegram, 1)
    await services.subscribers.returned(group)
    await telegram.pass_time(20)
    await publish(telegram, 2)
    assert heard(telegram, group) == [2]


async def test_a_bot_that_was_away_sends_one_digest_to_each_chat(telegram: Telegram) -> None:
    """Twenty stories came in by the command line while it was stopped for days: one message instead of twenty."""
    people = await followers(telegram, 3)
    await telegram.end()
    assert telegram.clock is not None
    for number in range(1, 21):
        await telegram.bring(tale(number), notify=True)
        telegram.clock.jump(4 * HOUR)
    telegram.clock.jump(DAY)
    await telegram.begin()
    await telegram.pass_time(20)
    for person in people:
        assert heard(telegram, person.id) == []
        assert visible(person.last()).startswith("20 stories came meanwhile")
    assert await ledger(telegram) == {("sent", None): 63}
    await publish(telegram, 21)
    assert [heard(telegram, person.id) for person in people] == [[21]] * 3


async def test_rows_that_were_left_due_are_gathered_too(telegram: Telegram) -> None:
    """Planned before the stop, and one leased: after days they come as one digest, the one that is new on its own."""
    (ada,) = await followers(telegram, 1)
    telegram.world.faults.add(method="sendMessage", chat=ada.id, parameters={"retry_after": 300})
    await publish(telegram, 1, 2, 3)
    await telegram.end()
    assert telegram.clock is not None
    telegram.clock.jump(3 * DAY)
    await telegram.bring(tale(4), notify=True)
    await telegram.begin()
    await telegram.pass_time(20)
    assert heard(telegram, ada.id) == [4]
    assert any(visible(message).startswith("3 stories") for message in telegram.world.messages(ada.id)[-2:])
    assert await counts(telegram, 1) == ("done", {"sent": 1})


async def test_a_machine_that_slept_gathers_as_well(telegram: Telegram) -> None:
    """The program went on running, but no time passed for it."""
    (ada,) = await followers(telegram, 1)
    telegram.world.faults.add(method="sendMessage", chat=ada.id, parameters={"retry_after": 300})
    await publish(telegram, 1, 2)
    await telegram.skip_time(2 * DAY)
    await telegram.pass_time(20)
    assert heard(telegram, ada.id) == []
    assert visible(ada.last()).startswith("2 stories came meanwhile")


async def test_a_short_stop_changes_nothing(telegram: Telegram) -> None:
    """An hour later each story still comes as its card."""
    (ada,) = await followers(telegram, 1)
    await telegram.end()
    await telegram.bring(tale(1), tale(2), notify=True)
    assert telegram.clock is not None
    telegram.clock.jump(HOUR)
    await telegram.begin()
    await telegram.pass_time(20)
    assert heard(telegram, ada.id) == [1, 2]
