"""What somebody answers to a notification: later, a pause, no more of this. Only in their own chat."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta

from handlers.callbacks import Press
from handlers.cards import put, readable
from handlers.catalogue import Words
from handlers.context import OnPress, Services, Tap, words_for
from handlers.presses.acts import Notified, Reply
from handlers.views.card import Card
from handlers.views.frame import Setting
from handlers.views.notification import notification, paused, pausing, unsubscribed
from storage.delivery.subjects import all_of
from storage.delivery.subscribers import Address
from storage.readers import ReaderId
from storage.threads import StoredThread

PAUSES = {Reply.DAY: timedelta(days=1), Reply.WEEK: timedelta(weeks=1), Reply.RETURN: None}
"""How long a pause lasts; None until they return."""


async def on_notified(tap: Tap, press: Notified, services: Services) -> None:
    """Do it, say it, and show the notification with what can be done next."""
    words = await words_for(tap, services)
    story = await readable(press.thread, services, fresh=True)
    if tap.personal is None or story is None:
        gone = words.say("This story is not available any more.")
        await services.gateway.answer(tap.query, gone if tap.personal is not None else "")
        return
    toast, card = await _answered(tap.personal, story, press, words, services)
    async with asyncio.TaskGroup() as group:
        group.create_task(services.gateway.answer(tap.query, toast))
        if card is not None:
            await put(tap, card, services)


async def _answered(
    reader: ReaderId, story: StoredThread, press: Notified, words: Words, services: Services
) -> tuple[str, Card | None]:
    """What there is to say, and the card as it is now; None where it stays as it is."""
    address, now = Address(reader), services.now()
    look, since = Setting(words=words, bot=services.bot), press.since
    match press.reply:
        case Reply.LATER:
            return await _keep(reader, story, words, services), None
        case Reply.PAUSE:
            return "", pausing(story, look, since)
        case Reply.DAY | Reply.WEEK | Reply.RETURN:
            length = PAUSES[press.reply]
            if not await services.holding.pause(address, now + length if length else None, now):
                return words.say("You follow nothing, so there is nothing to pause."), None
            return _paused(words, ends=length is not None), paused(story, look, since)
        case Reply.RESUME:
            await services.holding.resume(address, now)
            return words.say("The pause is over."), notification(story, look, since)
        case Reply.UNSUBSCRIBE:
            removed = await services.subscriptions.unfollow(address, all_of(story), now)
            muted = bool(since) and await services.readers.mute(reader, story.id, True)
            said = words.say("Unsubscribed: nothing like this is told any more. /subscriptions has the rest.")
            toast = said if removed or muted else words.say("You did not follow this.")
            return toast, unsubscribed(story, look, since)
        case Reply.AGAIN:
            unmuted = bool(since) and await services.readers.mute(reader, story.id, False)
            return await _again(address, words, services, unmuted=unmuted), notification(story, look, since)
        case Reply.BACK:
            return "", notification(story, look, since)


def _paused(words: Words, *, ends: bool) -> str:
    """What a pause means, and how one is ended that does not end by itself."""
    if ends:
        return words.say("Paused: what comes meanwhile is kept, and told in one message.")
    return words.say("Paused until you send /start or end the pause: what comes meanwhile is kept for one message.")


async def _keep(reader: ReaderId, story: StoredThread, words: Words, services: Services) -> str:
    """Put the story among the saved ones, where it stays until it is read."""
    await services.readers.start(reader, services.now())
    if not (await services.readers.standing(reader, story.id)).saved:
        await services.readers.toggle_saved(reader, story.id, services.now())
    return words.say("Kept for later: you find it under /saved.")


async def _again(address: Address, words: Words, services: Services, *, unmuted: bool) -> str:
    removed_at = await services.subscriptions.last_removed(address)
    restored = removed_at is not None and await services.subscriptions.restore(address, removed_at)
    if not (restored or unmuted):
        return words.say("There is nothing to bring back any more.")
    return words.say("You follow it again.")


PRESSES: Mapping[type[Press], OnPress] = {Notified: on_notified}
