"""Correcting stories, drafts and published ones alike: by buttons, and by answers to what was asked for.

What is asked for is kept, so that the answer counts after a restart too. Nobody's work is overwritten: a correction is
made on the version that was looked at, or not at all.
"""

import asyncio
from collections.abc import Mapping

from handlers.admins import is_admin
from handlers.callbacks import Press
from handlers.cards import post, put
from handlers.catalogue import Words
from handlers.context import Ask, Command, OnPress, Services, Tap, Visit, toast_words, words_for
from handlers.presses.desk import AtDesk, Deskwork, Edit, Editing
from handlers.publishing.corrections import correction_of
from handlers.views.card import Card
from handlers.views.desk import said
from handlers.views.editing import overtaken_sentence, question, story_card, surely_card, tweet_card
from handlers.views.notices import sentence, withdrawn
from handlers.views.recognising import in_words
from storage.desk.audit import AdminId
from storage.desk.awaiting import Asked, Awaited
from storage.desk.revising import Change, Changed, Correction, Editor, Missing, Overtaken, Revised
from storage.errors import OptedOut
from storage.threads import Status, StoredThread
from threads import editing, links
from threads.errors import InvalidThread
from threads.links import StoryLink
from threads.model import MAX_ID, ThreadId, TweetNumber

LARGEST_PAGE = 10_000

_ASKING = {
    Editing.TEXT: Asked.TEXT,
    Editing.SPLIT: Asked.SPLIT,
    Editing.WARNING: Asked.WARNING,
    Editing.AUTHOR: Asked.AUTHOR,
    Editing.DATE: Asked.DATE,
    Editing.SOURCE: Asked.SOURCE,
    Editing.LANGUAGE: Asked.LANGUAGE,
    Editing.TAGS: Asked.TAGS,
}
_ANSWERS = frozenset(_ASKING.values())


async def edit(ask: Ask, services: Services) -> None:
    """/edit with a story's number or link; without, the story that was read last, at that tweet."""
    words = await words_for(ask, services)
    if ask.personal is None or not is_admin(ask, services):
        await post(ask, sentence(words.say("This is for the operators of this bot."), words), services)
        return
    named = _named(ask.text.strip())
    if named is None and not ask.text.strip():
        named = await services.readers.last_seen(ask.personal)
    story = await _correctable(named[0], services) if named else None
    if named is None or story is None:
        await post(ask, said(words.say("Which story? Send /edit with its number or its link.")), services)
        return
    await post(ask, _card(story, named[1], words), services)


async def take(ask: Ask, services: Services) -> bool:
    """Take a message of an admin for the answer to what was asked for; whether it is one."""
    if ask.personal is None or not is_admin(ask, services) or ask.text.startswith("/"):
        return False
    awaited = await services.desk.awaiting.get(ask.personal, services.now())
    if awaited is None or awaited.what not in _ANSWERS:
        return False
    words = await words_for(ask, services)
    clock = await services.readers.clock(ask.personal)
    correction = correction_of(awaited, ask.text, clock, services.now())
    story = await _correctable(ThreadId(awaited.thread), services)
    if correction is None and story is not None:
        await post(ask, said(words.say("I can't read that.")), services)
        await post(ask, question(awaited, story, words), services)
        return True
    await services.desk.awaiting.forget(ask.personal)
    thread, number = ThreadId(awaited.thread), TweetNumber(awaited.number)
    why = await _revised(ask, thread, awaited.revision, correction, services) if correction else None
    await post(ask, said(why or words.say("Corrected.")), services)
    await post(ask, await _shown(thread, number, words, services), services)
    return True


async def on_edit(tap: Tap, press: Edit, services: Services) -> None:
    """A press that corrects, asks, or shows what there is to correct. Only for admins: a press may be forged."""
    toast, words = await toast_words(tap, services), await words_for(tap, services)
    if not is_admin(tap, services):
        await services.gateway.answer(tap.query, toast.say("This is for the operators of this bot."))
        return
    thread, number = ThreadId(press.thread), TweetNumber(press.number)
    if press.editing in _ASKING:
        await _ask_for(tap, press, words, services)
        return
    if press.editing is Editing.OPEN:
        await services.gateway.answer(tap.query)
        await post(tap, await _shown(thread, number, words, services), services)
        return
    correction = _step(press.editing, number)
    why = await _revised(tap, thread, press.revision, correction, services) if correction else None
    card = await _after(press, words, services)
    async with asyncio.TaskGroup() as group:
        group.create_task(services.gateway.answer(tap.query, why or ""))
        await put(tap, card, services)


async def on_edit_draft(tap: Tap, press: AtDesk, services: Services) -> None:
    """From a draft's control to what can be corrected in it."""
    card = await _shown(ThreadId(press.number), TweetNumber(0), await words_for(tap, services), services)
    async with asyncio.TaskGroup() as group:
        group.create_task(services.gateway.answer(tap.query))
        await put(tap, card, services)


async def _ask_for(tap: Tap, press: Edit, words: Words, services: Services) -> None:
    story = await _correctable(ThreadId(press.thread), services)
    await services.gateway.answer(tap.query)
    if story is None or tap.personal is None:
        await put(tap, withdrawn(words), services)
        return
    what = _ASKING[press.editing]
    awaited = Awaited(what=what, thread=press.thread, number=press.number, revision=press.revision)
    await services.desk.awaiting.expect(tap.personal, awaited, services.now())
    await post(tap, question(awaited, story, words), services)


def _step(step: Editing, number: TweetNumber) -> Correction | None:
    """What a press does at once; None for one that only shows something."""
    match step:
        case Editing.UP | Editing.DOWN:
            by = -1 if step is Editing.UP else 1
            return _exact(Changed.MOVE, number, lambda story: editing.moved(story.thread, number, by))
        case Editing.JOIN:
            return _exact(Changed.JOIN, number, lambda story: editing.joined(story.thread, number))
        case Editing.GAPS:
            return _exact(
                Changed.SPLIT, number, lambda story: editing.split_at_gaps(story.thread, number, story.next_number)
            )
        case Editing.REMOVE_SURELY:
            return _exact(Changed.REMOVE, number, lambda story: editing.removed(story.thread, number))
        case _:
            return None


def _exact(what: Changed, number: int, change: Change) -> Correction:
    return Correction(what=what, number=number, change=change, exact=True)


async def _revised(
    visit: Visit, thread: ThreadId, revision: int, correction: Correction, services: Services
) -> str | None:
    """Correct a story; why not, in a sentence, when it was not done."""
    words = await words_for(visit, services)
    by = Editor(id=AdminId(visit.personal or 0), name=visit.name)
    try:
        outcome = await services.desk.revising.revise(thread, revision, correction, services.now(), by=by)
    except InvalidThread as error:
        return in_words(str(error), words)
    except OptedOut:
        return words.say("Its author does not want their stories here.")
    match outcome:
        case Overtaken(own=True):
            return words.say("This has been done already: look at how it is now.")
        case Overtaken():
            return overtaken_sentence(outcome, words)
        case Missing():
            return words.say("This story is not available any more.")
        case Revised():
            return None


async def _after(press: Edit, words: Words, services: Services) -> Card:
    thread, number = ThreadId(press.thread), TweetNumber(press.number)
    story = await _correctable(thread, services)
    if story is None:
        return withdrawn(words)
    match press.editing:
        case Editing.STORY:
            return story_card(story, min(press.number, LARGEST_PAGE), words)
        case Editing.REMOVE:
            return surely_card(story, number, words)
        case Editing.REMOVE_SURELY:
            return story_card(story, 0, words)
        case _:
            return tweet_card(story, number, words)


async def _shown(thread: ThreadId, number: TweetNumber, words: Words, services: Services) -> Card:
    story = await _correctable(thread, services)
    return _card(story, number, words) if story else withdrawn(words)


def _card(story: StoredThread, number: int, words: Words) -> Card:
    return tweet_card(story, TweetNumber(number), words) if number else story_card(story, 0, words)


async def _correctable(thread: ThreadId, services: Services) -> StoredThread | None:
    story = await services.threads.fresh(thread)
    return story if story and story.status is not Status.WITHDRAWN else None


def _named(text: str) -> tuple[ThreadId, TweetNumber] | None:
    """The story, and the tweet or 0, that a number or a link names."""
    if text.isdecimal() and len(text) < 19:
        return ThreadId(min(int(text), MAX_ID)), TweetNumber(0)
    link = links.decode(text.partition("start=")[2] or text)
    return (link.thread, TweetNumber(link.number or 0)) if isinstance(link, StoryLink) else None


COMMANDS: Mapping[str, Command] = {"edit": edit}
PRESSES: Mapping[type[Press], OnPress] = {Edit: on_edit}
DESKWORK: Mapping[Deskwork, OnPress] = {Deskwork.EDIT: on_edit_draft}
"""What is done with presses at the desk here, by admins alone."""
