"""Following with one tap, from a card of a story or from the list of an author or hashtag; and back with another."""

import asyncio
from collections.abc import Mapping

from handlers.callbacks import Follow, FollowList, Press, Turn
from handlers.cards import draw, put, readable
from handlers.catalogue import Words
from handlers.context import OnPress, Services, Tap, toast_words
from handlers.lists import listed, subject_of
from storage.delivery.subjects import Kind, Subject, mainly
from storage.delivery.subscribers import Address
from storage.readers import ReaderId
from threads.model import AuthorId, TagId


async def on_follow(tap: Tap, press: Follow, services: Services) -> None:
    """Follow the author of a story. On a shared card it is for whoever pressed, and only a toast tells."""
    story = await readable(press.spot.thread, services, tap, fresh=True)
    words = await toast_words(tap, services)
    if story is None or tap.reader is None:
        await services.gateway.answer(tap.query, words.say("This story is not available any more."))
        return
    toast = await _toggle(tap, tap.reader, mainly(story), words, services)
    card = await draw(tap, story, press.spot, services)
    async with asyncio.TaskGroup() as group:
        group.create_task(services.gateway.answer(tap.query, toast))
        if tap.private:
            await put(tap, card, services)


async def on_follow_list(tap: Tap, press: FollowList, services: Services) -> None:
    """Follow the author or the hashtag whose stories a list shows."""
    turn = Turn(press.listing, press.subject, press.page)
    subject = subject_of(turn)
    words = await toast_words(tap, services)
    if subject is None or tap.reader is None or not await _is_there(subject, services):
        await services.gateway.answer(tap.query, words.say("There is nothing to follow here any more."))
        return
    toast = await _toggle(tap, tap.reader, subject, words, services)
    card = await listed(tap, turn, services)
    async with asyncio.TaskGroup() as group:
        group.create_task(services.gateway.answer(tap.query, toast))
        if tap.private:
            await put(tap, card, services)


async def _is_there(subject: Subject, services: Services) -> bool:
    """Whether there is something to follow: ids in a press may be forged."""
    match subject.kind:
        case Kind.ALL:
            return True
        case Kind.AUTHOR:
            return await services.authors.get(AuthorId(subject.id)) is not None
        case Kind.TAG:
            return await services.tags.get(TagId(subject.id)) is not None


async def _toggle(tap: Tap, reader: ReaderId, subject: Subject, words: Words, services: Services) -> str:
    """Follow it, or no longer when it is followed already; what there is to say of it."""
    address, now = Address(reader), services.now()
    if tap.private:
        await services.readers.start(reader, now)
    elif not await services.readers.knows(reader):
        return words.say("Open the bot once, then you can follow from here too.")
    if await services.subscriptions.unfollow(address, [subject], now):
        return words.say("No longer followed.")
    await services.subscriptions.follow(address, subject, now, set_by=reader, language=tap.client)
    return words.say("Followed: new stories come to our private chat. /subscriptions has all you follow.")


PRESSES: Mapping[type[Press], OnPress] = {Follow: on_follow, FollowList: on_follow_list}
