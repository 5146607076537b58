"""Suggesting stories: /suggest with a link or text, or before them; and what admins do with what was suggested."""

import asyncio
from collections.abc import Mapping

from handlers.admins import is_admin
from handlers.callbacks import Press
from handlers.cards import post, put
from handlers.catalogue import Words
from handlers.context import Ask, Command, OnPress, Services, Tap, Visit, toast_words, words_for
from handlers.presses.suggestions import Suggested, Suggesting
from handlers.publishing.bringing import Unread, link_in, stories_in
from handlers.publishing.presenting import guessed, present
from handlers.publishing.sent import Sent, loaded
from handlers.publishing.suggesting import drawn, settle, settle_draft
from handlers.publishing.ways_in import WayIn
from handlers.views.card import Card
from handlers.views.desk import said, unread
from handlers.views.suggestions import unfit, what_to_suggest
from storage.desk.audit import AdminId
from storage.desk.awaiting import Asked, Awaited
from storage.desk.offers import OfferId
from storage.desk.publishing import Deed, Done, Refusal
from storage.desk.suggestions import Suggestion, SuggestionId, Unfit, Verdict
from storage.readers import ReaderId
from threads.model import ThreadId


async def suggest(ask: Ask, services: Services) -> None:
    """/suggest: what stands behind it, or the message that it answers; else the next message is taken."""
    words = await words_for(ask, services)
    if ask.personal is None:
        await post(ask, said(words.say("This is personal: open it in our private chat.")), services)
    elif is_admin(ask, services):
        await post(ask, said(words.say("You can bring stories in yourself: /add")), services)
    elif not services.offers.suggestions:
        await post(ask, said(words.say("No suggestions are taken here.")), services)
    else:
        await _suggested(ask, ask.personal, services)


async def _suggested(ask: Ask, person: ReaderId, services: Services) -> None:
    for sent in (ask.sent, ask.answered):
        if sent and (sent.text.strip() or sent.file):
            await WAY.take(ask, person, sent, services)
            return
    await services.desk.awaiting.expect(person, Awaited(what=Asked.SUGGESTION), services.now())
    await post(ask, what_to_suggest(await words_for(ask, services)), services)


async def take(ask: Ask, services: Services) -> bool:
    """Take a message for a suggestion when one was asked for."""
    if ask.personal is None or ask.sent is None or (ask.sent.origin is None and ask.sent.text.startswith("/")):
        return False
    awaited = await services.desk.awaiting.get(ask.personal, services.now())
    if awaited is None or awaited.what is not Asked.SUGGESTION:
        return False
    await services.desk.awaiting.forget(ask.personal)
    await WAY.take(ask, ask.personal, ask.sent, services)
    return True


async def on_suggested(tap: Tap, press: Suggested, services: Services) -> None:
    """A press about a suggestion. What admins do is theirs alone: a press may be forged."""
    match press.suggesting:
        case Suggesting.SUGGEST:
            await _offered(tap, press, services)
        case Suggesting.CANCEL:
            await _cancelled(tap, services)
        case _ if is_admin(tap, services) and tap.personal is not None:
            await _decided(tap, press, AdminId(tap.personal), services)
        case _:
            words = await toast_words(tap, services)
            await services.gateway.answer(tap.query, words.say("This is for the operators of this bot."))


async def _cancelled(tap: Tap, services: Services) -> None:
    """Wait no longer for what was asked for."""
    words = await toast_words(tap, services)
    if tap.personal is None:
        await services.gateway.answer(tap.query, words.say("This is personal: open it in our private chat."))
        return
    await services.desk.awaiting.forget(tap.personal)
    await services.gateway.answer(tap.query)
    await put(tap, said(words.say("All right, I wait for nothing.")), services)


async def _offered(tap: Tap, press: Suggested, services: Services) -> None:
    """Suggest what was sent before; a second tap suggests nothing twice."""
    words = await toast_words(tap, services)
    kept = await services.desk.offers.get(OfferId(press.number), tap.personal or 0)
    if kept is None or tap.personal is None:
        toast = words.say("This message is kept no longer: please send it again.")
    elif not services.offers.suggestions:
        toast = words.say("No suggestions are taken here.")
    else:
        toast = WAY.begin(tap, tap.personal, loaded(kept), words, services)
    await services.gateway.answer(tap.query, toast)


async def _brought(visit: Visit, person: ReaderId, sent: Sent, services: Services) -> None:
    """Read it, keep it, and tell those who run the bot; what comes of it is told to the reader at once."""
    words = await words_for(visit, services)
    await services.readers.start(person, services.now())
    taken = await _taken(visit, person, sent, words, services)
    if isinstance(taken, Card):
        await post(visit, taken, services)
        return
    suggestion = await services.suggestions.get(taken)
    if suggestion:
        await _tell(suggestion, services)
    thanks = words.say("Thank you: those who run this bot look at it, and you hear what became of it.")
    await post(visit, said(thanks), services)


async def _taken(visit: Visit, person: ReaderId, sent: Sent, words: Words, services: Services) -> SuggestionId | Card:
    """The suggestion, or why there is none."""
    suggestions, now = services.suggestions, services.now()
    if barred := await suggestions.barred(person, now):
        return said(unfit(barred, words))
    found = await stories_in(sent, services.desk, words)
    if isinstance(found, Unread):
        link = link_in(sent)
        if link is None:
            return unread(found.why, words)
        taken = await suggestions.take_link(link, person, visit.language, now)
    elif len(found) > 1:
        return said(words.say("Please suggest one story at a time: this holds {n}.", n=words.number(len(found))))
    else:
        taken = await suggestions.take(found[0], person, visit.language, now)
    return said(unfit(taken, words)) if isinstance(taken, Unfit) else taken


async def _tell(suggestion: Suggestion, services: Services) -> None:
    for admin in sorted(services.admins):
        manner = await services.readers.manner(ReaderId(admin))
        words = services.catalogue.words(manner.language, plain=manner.plain)
        await services.showing.send(admin, await drawn(suggestion, words, services))


async def _decided(tap: Tap, press: Suggested, admin: AdminId, services: Services) -> None:
    """What admins press: done, and shown as it is now."""
    words = await words_for(tap, services)
    suggestion = await services.suggestions.get(SuggestionId(press.number))
    if suggestion is None:
        await services.gateway.answer(tap.query, words.say("This suggestion is not there any more."))
        return
    if press.suggesting is Suggesting.LOOK and suggestion.draft is not None:
        await services.gateway.answer(tap.query)
        await present(tap, suggestion.draft, services)
        return
    toast = await _done(suggestion, press.suggesting, admin, words, services)
    now = await services.suggestions.get(suggestion.id) or suggestion
    async with asyncio.TaskGroup() as group:
        group.create_task(services.gateway.answer(tap.query, toast))
        await put(tap, await drawn(now, words, services), services)


async def _done(
    suggestion: Suggestion, suggesting: Suggesting, admin: AdminId, words: Words, services: Services
) -> str:
    """Do it; what there is to say in a toast. Whoever is second learns that it was decided."""
    match suggesting:
        case Suggesting.MUTE | Suggesting.UNMUTE:
            muted = suggesting is Suggesting.MUTE
            await services.suggestions.mute(suggestion.id, muted, services.now(), by=admin)
            return ""
        case Suggesting.PUBLISH | Suggesting.DECLINE if suggestion.draft is not None and not suggestion.verdict:
            return await _with_draft(suggestion, suggestion.draft, suggesting, admin, words, services)
        case Suggesting.DECLINE | Suggesting.TAKE_UP if suggestion.draft is None:
            verdict = Verdict.DECLINED if suggesting is Suggesting.DECLINE else Verdict.TAKEN_UP
            first = await settle(suggestion, verdict, None, admin, services)
            return "" if first else words.say("This was decided already.")
        case _:
            return words.say("This was decided already.")


async def _with_draft(
    suggestion: Suggestion,
    draft: ThreadId,
    suggesting: Suggesting,
    admin: AdminId,
    words: Words,
    services: Services,
) -> str:
    """Publish or discard the draft. What somebody else has made of it meanwhile is the verdict then."""
    now, publishing = services.now(), services.desk.publishing
    story = await services.threads.fresh(draft)
    outcome: Deed | Refusal
    if suggesting is Suggesting.PUBLISH:
        revision, language = story.revision if story else 0, await guessed(draft, services)
        outcome = await publishing.publish(draft, revision, now, notify=True, by=admin, language=language)
    else:
        outcome = await publishing.discard(draft, now, by=admin)
    match outcome:
        case Deed():
            await settle_draft(outcome, admin, services)
            as_meant = (outcome.done is Done.DISCARDED) == (suggesting is Suggesting.DECLINE)
            return "" if as_meant else words.say("This was decided already.")
        case Refusal.UNWANTED:
            return words.say("Its author does not want their stories here.")
        case Refusal.CHANGED:
            return words.say("It was changed meanwhile: look at it again before you decide.")
        case _:
            await settle(suggestion, Verdict.DECLINED, None, admin, services)
            return words.say("There is nothing of it left to do this with.")


WAY = WayIn("suggest", _brought, lambda words: words.say("It has just been suggested."))
COMMANDS: Mapping[str, Command] = {"suggest": suggest}
PRESSES: Mapping[type[Press], OnPress] = {Suggested: on_suggested}
