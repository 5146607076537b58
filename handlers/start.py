"""The first touch, and every deep link: whatever stands behind `?start=` opens at once, without a form before it."""

from collections.abc import Mapping

from handlers.callbacks import Frame, Title
from handlers.cards import arrive, draw, post, readable
from handlers.context import Ask, Command, Services, words_for
from handlers.lists import author_page, latest_below, tag_page
from handlers.reporting import ask_why
from handlers.views.card import Card
from handlers.views.menu import admin_commands
from handlers.views.notices import unknown_link, welcome
from storage.shares import Way
from threads import links, reading
from threads.hashtag import tag_key
from threads.links import AuthorLink, ReportLink, StoryLink, TagIdLink, TagLink
from threads.reading import Place


async def start(ask: Ask, services: Services) -> None:
    """/start, with or without a payload."""
    if ask.private and ask.reader is not None:
        await services.readers.start(ask.reader, services.now(), ask.language)
        await services.subscribers.returned(ask.reader)
        await services.holding.returned(ask.reader, services.now())
    payload = ask.text.strip()
    link = links.decode(payload)
    if isinstance(link, ReportLink):
        await ask_why(ask, link.thread, services)
        return
    welcomed = payload in ("", links.HOME)
    await post(ask, await (_welcomed(ask, services) if welcomed else _opened(ask, payload, services)), services)
    if ask.personal in services.admins:
        await _list_for_admin(ask, services)
    if isinstance(link, StoryLink) and await readable(link.thread, services):
        await services.shares.count(Way.LINK if ask.private else Way.GROUP)


async def _list_for_admin(ask: Ask, services: Services) -> None:
    """Show an operator the commands that only they have; at every start, in the language of that time."""
    listed = admin_commands(await words_for(ask, services))
    commands = [{"command": name, "description": text} for name, text in listed.items()]
    scope = {"type": "chat", "chat_id": ask.chat}
    await services.gateway.call("setMyCommands", {"scope": scope, "commands": commands})


async def _welcomed(ask: Ask, services: Services) -> Card:
    words = await words_for(ask, services)
    newest = (await services.threads.latest(0)).items[:1]
    story = await readable(newest[0].id, services, fresh=True) if newest else None
    return welcome(await draw(ask, story, Title(story.id), services) if story else None, words)


async def _opened(ask: Ask, payload: str, services: Services) -> Card:
    match links.decode(payload):
        case StoryLink() as link:
            return await _story(ask, link, services)
        case TagLink(key):
            return await tag_page(ask, await services.tags.of_key(tag_key(key)), services)
        case TagIdLink(tag):
            return await tag_page(ask, await services.tags.get(tag), services)
        case AuthorLink(author):
            return await author_page(ask, await services.authors.get(author), services)
        case ReportLink() | None:
            return await latest_below(unknown_link(await words_for(ask, services)), ask, services)


async def _story(ask: Ask, link: StoryLink, services: Services) -> Card:
    story = await readable(link.thread, services, ask, fresh=True)
    number = link.number
    if story is None:
        words = await words_for(ask, services)
        return await latest_below(words.say("This story is not available any more. There are others:"), ask, services)
    if number is None:
        return await draw(ask, story, Title(story.id), services)
    if not reading.has(story.thread, number):
        words = await words_for(ask, services)
        said = words.say("The tweet of this link is not in the story any more. Here is the nearest one:")
        await post(ask, Card(said), services)
    card = await arrive(ask, link.thread, lambda story: Frame(story.id, Place(number)), services)
    return card or await latest_below(unknown_link(await words_for(ask, services)), ask, services)


COMMANDS: Mapping[str, Command] = {"start": start}
