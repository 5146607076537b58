"""/follow: authors and feeds whose new threads come in by themselves. Only for operators."""

from collections.abc import Coroutine, Mapping
from typing import Any

from handlers.admins import is_admin
from handlers.callbacks import Press
from handlers.cards import post, put
from handlers.catalogue import Words
from handlers.context import Ask, Command, OnPress, Services, Tap, Visit, toast_words, words_for
from handlers.errands import Begun
from handlers.errors import guarded
from handlers.presses.acts import Following, FollowSource
from handlers.views.card import Card
from handlers.views.refusals import sentence
from handlers.views.sources import followed_card, refused_card, sources_card
from storage.desk.audit import AdminId
from storage.sources import SourceId
from threads.errors import SpoolError


async def follow(ask: Ask, services: Services) -> None:
    """Who is followed; with a link, follow whoever is behind it."""
    words = await words_for(ask, services)
    if not is_admin(ask, services) or ask.reader is None:
        await post(ask, Card(words.say("This is for the operators of this bot.")), services)
        return
    link = ask.text.strip()
    if not link:
        await post(ask, await _listed(0, words, services), services)
        return
    admin = AdminId(ask.reader)

    def work() -> Coroutine[Any, Any, None]:
        return guarded(_followed(ask, admin, link, services), int(ask.chat or admin), ask, services)

    if services.errands.begin(admin, ("follow", link), work) is Begun.BUSY:
        said = words.say("One thing at a time: the one before is still being read. Send it again in a moment.")
        await post(ask, Card(said), services)


async def _followed(visit: Visit, admin: AdminId, link: str, services: Services) -> None:
    words = await words_for(visit, services)
    try:
        source = await services.desk.find(link)
    except SpoolError as error:
        await post(visit, refused_card(sentence(error, words)), services)
        return
    is_new = await services.desk.sources.add(source, services.now(), by=admin)
    await post(visit, followed_card(source, is_new, words), services)


async def on_follow_source(tap: Tap, press: FollowSource, services: Services) -> None:
    """Turn the list, or follow somebody no more. Only for operators: a press may be forged."""
    toast = await toast_words(tap, services)
    if not is_admin(tap, services) or tap.reader is None:
        await services.gateway.answer(tap.query, toast.say("This is for the operators of this bot."))
        return
    page, said = press.number, ""
    if press.following is Following.STOP:
        page = 0
        if await services.desk.sources.remove(SourceId(press.number), services.now(), by=AdminId(tap.reader)):
            said = toast.say("No longer followed. Stories that came in stay.")
    await services.gateway.answer(tap.query, said)
    await put(tap, await _listed(page, await words_for(tap, services), services), services)


async def _listed(page: int, words: Words, services: Services) -> Card:
    return sources_card(await services.desk.sources.all(), page, services.now(), words)


COMMANDS: Mapping[str, Command] = {"follow": follow}
PRESSES: Mapping[type[Press], OnPress] = {FollowSource: on_follow_source}
