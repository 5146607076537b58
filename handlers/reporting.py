"""Asking a reader what is wrong with a story, and sending what they say to those who run the bot."""

from handlers.cards import post, readable
from handlers.catalogue import Words
from handlers.context import Services, Visit, words_for
from handlers.lists import latest_below
from handlers.telling import tell_admins
from handlers.views.card import Card
from handlers.views.desk import said as saying
from handlers.views.notices import unknown_link, withdrawn
from handlers.views.reports import asked_card, report_card
from storage.desk.awaiting import Asked, Awaited
from storage.desk.reports import Unfiled
from storage.readers import ReaderId
from threads.model import ThreadId


async def ask_why(visit: Visit, thread: ThreadId, services: Services) -> None:
    """Ask a reader, in their own chat, what is wrong with a story; their next message is the answer."""
    words = await words_for(visit, services)
    if not services.admins:
        await post(visit, await latest_below(unknown_link(words), visit, services), services)
        return
    if visit.personal is None:
        await post(visit, saying(words.say("This is personal: open it in our private chat.")), services)
        return
    story = await readable(thread, services, fresh=True)
    if story is None:
        await post(visit, withdrawn(words), services)
        return
    awaited = Awaited(what=Asked.REPORT, thread=thread)
    await services.desk.awaiting.expect(visit.personal, awaited, services.now())
    await post(visit, asked_card(story, words, services.bot), services)


async def send_report(visit: Visit, reader: ReaderId, thread: ThreadId, said: str, services: Services) -> Card:
    """Take a report and tell those who run the bot; what there is to say to the reader."""
    words = await words_for(visit, services)
    await services.desk.awaiting.forget(reader)
    if not services.admins or await readable(thread, services, fresh=True) is None:
        return withdrawn(words)
    await services.readers.start(reader, services.now())
    filed = await services.reports.file(thread, reader, said, services.now())
    if isinstance(filed, Unfiled):
        return saying(_unfiled(filed, words))
    report = await services.reports.get(filed.id) if filed.tell else None
    if report:
        await tell_admins(lambda theirs: report_card(report, theirs, services.bot), services)
    return saying(words.say("Thank you. Those who run this bot look at it; they don't learn who reported it."))


def _unfiled(why: Unfiled, words: Words) -> str:
    match why:
        case Unfiled.AGAIN:
            return words.say("You have reported this story already: it will be looked at.")
        case Unfiled.TOO_MANY:
            return words.say("You have reported several stories today: please report this one tomorrow.")
